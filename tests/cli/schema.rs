//! `caveat schema`: answers, witnesses, exit codes, and lists of pairs.

use serde_json::{Value, json};

use super::{Here, Ran};

const OLD: &str = r#"{"type":"object","required":["id"],
"properties":{"id":{"type":"integer","minimum":1},"tags":{"items":{"type":"string"}}}}"#;
const NEW: &str = r#"{"type":"object","required":["id","name"],
"properties":{"id":{"type":"integer","minimum":10},"tags":{"items":{"type":"string","maxLength":3}}}}"#;
/// What is called `unproven`: back-references are beyond every automaton.
const HARD: [&str; 2] = [r#"{"pattern":"^(a+)b\\1$"}"#, r#"{"pattern":"^(a+)b\\1\\1$"}"#];

fn here() -> Here {
    let here = Here::empty();
    here.write("old.json", OLD);
    here.write("new.json", NEW);
    here.write(
        "same.yaml",
        "properties: {tags: {items: {type: string}}, id: {minimum: 1, type: integer}}\ntype: object\nrequired: [id]\n",
    );
    here.write("hard.json", HARD[0]);
    here.write("harder.json", HARD[1]);
    here
}

fn answers(ran: &Ran) -> (String, String) {
    let report = ran.json();
    let text = |key: &str| report[key].as_str().expect("an answer").to_owned();
    (text("old_in_new"), text("new_in_old"))
}

#[test]
fn both_ways_are_answered_and_the_direction_decides_the_exit_code() {
    let here = here();
    for (old, new, expected, codes) in [
        ("old.json", "new.json", ("no", "yes"), [1, 0, 1]),
        ("new.json", "old.json", ("yes", "no"), [0, 1, 1]),
        ("old.json", "same.yaml", ("yes", "yes"), [0, 0, 0]),
        ("hard.json", "harder.json", ("unknown", "unknown"), [1, 1, 1]),
    ] {
        for (direction, code) in ["request", "response", "both"].into_iter().zip(codes) {
            let ran = here.run(&["schema", old, new, "--direction", direction, "--format", "json"]);
            assert_eq!((ran.code, ran.err.as_str()), (code, ""), "{old} {new} {direction}");
            assert_eq!(answers(&ran), (expected.0.to_owned(), expected.1.to_owned()), "{old} {new} {direction}");
            let ran = here.run(&["schema", old, new, "--direction", direction]);
            assert_eq!((ran.code, ran.err.as_str()), (code, ""), "{old} {new} {direction}");
            let ran = here.run(&["schema", old, new, "--direction", direction, "--fail-on", "never"]);
            assert_eq!(ran.code, 0);
        }
    }
    let ran = here.run(&["schema", "hard.json", "harder.json", "--fail-on", "breaking"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    here.write("caveat.yaml", "diff: {fail-on: never}\n");
    assert_eq!(here.run(&["schema", "old.json", "new.json"]).code, 0);
}

#[test]
fn each_cause_has_a_witness_of_its_own_and_both_places() {
    let here = here();
    let report = here.run(&["schema", "old.json", "new.json", "--format", "json"]).json();
    let mut causes: Vec<(String, String, u64, u64)> = Vec::new();
    for (cause, witness) in report["causes"].as_array().unwrap().iter().zip(report["witnesses"].as_array().unwrap()) {
        assert_eq!(witness["verified"], true);
        assert_eq!(witness["refutes"], "old_in_new");
        assert_eq!(witness["pointer"], cause["instance"]);
        let keyword = cause["keyword"].as_str().unwrap().to_owned();
        let pointer = cause["new"]["pointer"].as_str().unwrap().to_owned();
        causes.push((keyword, pointer, cause["old"]["line"].as_u64().unwrap(), cause["new"]["line"].as_u64().unwrap()));
        // The witness is what the causes say: legal before, and not now.
        for (text, valid) in [(OLD, true), (NEW, false)] {
            let schema: Value = serde_json::from_str(text).unwrap();
            assert_eq!(jsonschema::is_valid(&schema, &witness["value"]), valid, "{witness}");
        }
    }
    causes.sort();
    assert_eq!(
        causes,
        [
            ("maxLength".to_owned(), "/properties/tags/items/maxLength".to_owned(), 2, 2),
            ("minimum".to_owned(), "/properties/id/minimum".to_owned(), 2, 2),
            ("required".to_owned(), "/required/1".to_owned(), 1, 1),
        ]
    );
    let shown = here.run(&["schema", "old.json", "new.json"]).out;
    for part in [
        "breaking: new.json refuses values that old.json accepts",
        "was accepted before, and is refused now:",
        "safe: old.json accepts everything that new.json accepts",
        "`minimum` refuses `/id`",
    ] {
        assert!(shown.contains(part), "{shown}");
    }
}

#[test]
fn the_json_output_fits_its_schema() {
    let here = here();
    let schema = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema-output.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
    let document = jsonschema::validator_for(&schema).expect("a schema");
    let line = json!({ "$ref": "#/$defs/pair", "$defs": schema["$defs"].clone() });
    let line = jsonschema::validator_for(&line).expect("a schema");
    for (old, new) in [("old.json", "new.json"), ("old.json", "same.yaml"), ("hard.json", "harder.json")] {
        let report = here.run(&["schema", old, new, "--format", "json"]).json();
        let faults: Vec<_> = document.iter_errors(&report).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}");
    }
    here.write("pairs.json", &format!(r#"{{"pairs":[{{"lhs":{OLD},"rhs":{NEW},"id":"a"}}]}}"#));
    let pair = here.run(&["schema", "--pairs", "pairs.json", "--format", "json"]).json();
    assert!(line.is_valid(&pair), "{pair}");
}

#[test]
fn pairs_are_answered_a_line_each_in_their_dialect() {
    let here = here();
    let pairs = r##"{"source":"x","dialect":"draft4","pairs":[
        {"id":"same","lhs":{"type":"integer"},"rhs":{"type":"number"}},
        {"id":"same","lhs":{"minimum":1},"rhs":{"minimum":1,"exclusiveMinimum":true}},
        {"lhs":{"const":1},"rhs":{"type":"integer"},"dialect":"draft2020-12"},
        {"lhs":{"const":1},"rhs":{"type":"integer"}},
        {"lhs":true,"rhs":{"$ref":"#/definitions/a","definitions":{"a":{"not":{}}}},"dialect":"draft6"},
        {"lhs":{"maximum":123456789012345678901234567890},"rhs":{"maximum":123456789012345678901234567889}},
        {"lhs":{"$ref":"#/nowhere"},"rhs":{"type":"null"}}
    ]}"##;
    here.write("pairs.json", pairs);
    let ran = here.run(&["schema", "--pairs", "pairs.json", "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let shown: Vec<String> = lines
        .iter()
        .map(|line| {
            format!("{} {} {} {}", line["index"], line["id"], line["old_in_new"], line["new_in_old"]).replace('"', "")
        })
        .collect();
    assert_eq!(
        shown,
        [
            "0 same yes no",
            "1 same no yes",
            "2 null yes no",
            // Draft 4 knows no `const`.
            "3 null no yes",
            "4 null no yes",
            "5 null no yes",
            "6 null unknown unknown",
        ]
    );
    assert!(ran.out.contains(r#""value":123456789012345678901234567890,"#), "{}", ran.out);
    assert!(lines.iter().all(|line| line["steps"].is_u64()));
}

#[test]
fn what_cannot_be_compared_is_said() {
    let here = here();
    here.write("api.yaml", "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n");
    here.write("broken.json", "{\"a\": ");
    here.write("number.json", "5");
    here.write("empty.json", "");
    here.write("list.json", "[{\"lhs\": {}}]");
    for (args, said) in [
        (&["schema", "old.json", "nothing.json"][..], "there is no file `nothing.json`"),
        (&["schema", "old.json", "api.yaml"], "`caveat diff OLD NEW`"),
        (&["schema", "broken.json", "old.json"], "broken.json cannot be read"),
        (&["schema", "old.json", "number.json"], "number.json is no JSON Schema: this is a number"),
        (&["schema", "empty.json", "old.json"], "empty.json cannot be read: this file is empty"),
        (&["schema", "old.json", "."], "`.` is a folder"),
        (&["schema", "-", "-"], "only one of both"),
        (&["schema", "old.json"], "required arguments"),
        (&["schema", "--pairs", "list.json"], "--format json"),
        (&["schema", "--pairs", "list.json", "--format", "json"], "index 0 has no `lhs` or no `rhs`"),
        (&["schema", "--pairs", "old.json", "--format", "json"], "no list of pairs"),
        (&["schema", "--pairs", "old.json", "old.json", "new.json"], "cannot be used with"),
    ] {
        let ran = here.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {}", ran.err);
        // Lines are broken where the width ends.
        let err = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(err.contains(said), "{args:?}: {err}");
    }
    let ran = here.run_on(OLD.as_bytes(), &["schema", "-", "old.json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
}

#[test]
fn references_and_dialects_of_files_are_followed() {
    let here = Here::empty();
    here.write("v1/order.json", r#"{"$ref":"common.json#/definitions/id"}"#);
    here.write("v1/common.json", r#"{"definitions":{"id":{"type":"integer"}}}"#);
    here.write("v2/order.json", r#"{"type":"number"}"#);
    let ran = here.run(&["schema", "v1/order.json", "v2/order.json", "--format", "json"]);
    assert_eq!(answers(&ran), ("yes".to_owned(), "no".to_owned()), "{}", ran.out);
    here.write("a.json", r#"{"items":[{"type":"string"}]}"#);
    here.write("b.json", r#"{"prefixItems":[{"type":"string"}]}"#);
    let run =
        |dialect: &str| answers(&here.run(&["schema", "a.json", "b.json", "--dialect", dialect, "--format", "json"]));
    // `prefixItems` is no keyword of draft 7.
    assert_eq!(run("draft7"), ("yes".to_owned(), "no".to_owned()));
    here.write("marked.json", r#"{"$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"string"}]}"#);
    let ran = here.run(&["schema", "marked.json", "b.json", "--format", "json"]);
    assert_eq!(answers(&ran), ("yes".to_owned(), "yes".to_owned()), "{}", ran.out);
}
