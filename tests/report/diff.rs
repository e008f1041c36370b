//! A comparison in every format: as it is written, the JSON by its schema, and what must hold for any comparison.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use caveat::contract::{self, Contract};
use caveat::diff::change::{Area, Direction, Side};
use caveat::diff::policies::Authority;
use caveat::diff::version::{Bump, Habit};
use caveat::diff::{self, Change, Comparison, Compatibility, Level, Policy, Settings, checks};
use caveat::finding::Span;
use caveat::report::diff::text::TextOptions;
use caveat::report::diff::{Diff, json, text};
use caveat::report::escape;
use caveat::report::format::{FORMATS, Writer};
use caveat::source::document::{Document, Syntax};
use caveat::source::loader::{At, DocId, NoFetch, Sources};
use caveat::source::tape::Tape;
use proptest::prelude::*;
use serde_json::Value;

use crate::fit::{awkward, columns};
use crate::golden::is_written;
use crate::set::fixtures;
use crate::whole::Closing;

pub(crate) struct Compared {
    old: Contract,
    new: Contract,
    pub(crate) comparison: Comparison,
}

impl Compared {
    pub(crate) fn diff(&self) -> Diff<'_> {
        Diff { old: &self.old, new: &self.new, comparison: &self.comparison }
    }

    pub(crate) fn text(&self, width: usize, color: bool, unicode: bool, show: Level) -> String {
        let mut out = Vec::new();
        let options = TextOptions { width, color, unicode, show, all: false, summary: true };
        text::write(&mut out, &self.diff(), &options).expect("a vector takes everything");
        String::from_utf8(out).expect("UTF-8")
    }

    /// Each change by itself.
    pub(crate) fn all(&self, width: usize, show: Level) -> String {
        let mut out = Vec::new();
        let options = TextOptions { width, color: false, unicode: true, show, all: true, summary: true };
        text::write(&mut out, &self.diff(), &options).expect("a vector takes everything");
        String::from_utf8(out).expect("UTF-8")
    }

    pub(crate) fn json(&self) -> String {
        let mut out = Vec::new();
        json::write(&mut out, &self.diff()).expect("a vector takes everything");
        String::from_utf8(out).expect("UTF-8")
    }
}

/// Compares two texts, each with the name that it is shown by.
pub(crate) fn compare(old: (&str, &str), new: (&str, &str)) -> Compared {
    let loader = contract::loader();
    let was = loader.add("old", old.0, old.1.as_bytes().to_vec());
    let is = loader.add("new", new.0, new.1.as_bytes().to_vec());
    let (old, new) = contract::load_both(loader, (was, &NoFetch), (is, &NoFetch))
        .unwrap_or_else(|failed| panic!("{}", failed.0[0].1.message));
    let comparison = diff::run(&old, &new, &Settings { today: Some("2026-07-01".into()), ..Settings::default() });
    Compared { old, new, comparison }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Two versions of a shop, with changes of every level.
pub(crate) fn shop() -> Compared {
    let text = |side: &str| read(&fixtures().join("diff").join(side));
    compare(("old.yaml", &text("old.yaml")), ("new.yaml", &text("new.yaml")))
}

/// Real pairs of the corpus, each by its name; none where it is absent.
fn pairs() -> Vec<(String, Compared)> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/pairs");
    let names = ["figma/025", "slack/006", "twilio/030", "moby/017", "xero-breaking/033", "powerplatform/012"];
    let side = |name: &str, side: &str| -> Option<PathBuf> {
        ["yaml", "json"].iter().map(|end| corpus.join(name).join(format!("{side}.{end}"))).find(|path| path.is_file())
    };
    let pair = |name: &str| {
        let (Some(old), Some(new)) = (side(name, "old"), side(name, "new")) else {
            println!("skipped: there is no {}/{name}", corpus.display());
            return None;
        };
        Some((name.to_owned(), compare(("old", &read(&old)), ("new", &read(&new)))))
    };
    names.into_iter().filter_map(pair).collect()
}

/// The formats that all commands share, over the same changes.
#[test]
fn each_format_of_build_systems_writes_its_file() {
    let shop = shop();
    let run = shop.diff().run(Level::Risky, true);
    for format in FORMATS {
        let (Writer::Entries(write) | Writer::Annotations(write, _)) = format.writer else { continue };
        let mut out = Vec::new();
        write(&mut out, &run).expect("a vector takes everything");
        let name = format!("diff/changes-{}.{}", format.name, format.extension);
        is_written(&name, &String::from_utf8(out).expect("UTF-8"));
    }
}

#[test]
fn each_format_writes_its_file() {
    let shop = shop();
    let levels: BTreeSet<Level> = shop.comparison.changes.iter().map(|change| change.level).collect();
    assert_eq!(levels.len(), 4, "the pair has changes of every level");
    for (name, text) in [
        ("text-80.txt", shop.text(80, false, true, Level::Risky)),
        ("text-120.txt", shop.text(120, false, true, Level::Safe)),
        ("text-80-ascii.txt", shop.text(80, false, false, Level::Breaking)),
        ("text-80-color.txt", shop.text(80, true, true, Level::Unproven)),
        ("diff.json", shop.json()),
    ] {
        let path = fixtures().join("diff").join(name);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &text).expect(name);
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(text == expected, "{name} is not what is written now; UPDATE=1 writes it anew:\n{text}");
    }
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn json_is_valid_by_its_schema_and_the_schema_knows_every_key_and_word() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let schema: Value = serde_json::from_str(&read(&docs.join("diff-output.schema.json"))).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let page = read(&docs.join("json-output.md"));
    let (_, page) = page.split_once("## `caveat diff`").expect("a part about diff");
    let example = page.split("```json").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let mut documents = vec![("the page".to_owned(), example.to_owned()), ("the shop".to_owned(), shop().json())];
    documents.extend(pairs().iter().map(|(name, pair)| (name.clone(), pair.json())));
    for (name, text) in &documents {
        let document: Value = serde_json::from_str(text).expect("JSON");
        let faults: Vec<String> =
            validator.iter_errors(&document).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        let change = &document["changes"][0];
        let definitions = &schema["$defs"];
        for (value, known) in [
            (&document, &schema["properties"]),
            (&document["verdict"], &definitions["verdict"]["properties"]),
            (&document["summary"], &definitions["summary"]["properties"]),
            (change, &definitions["change"]["properties"]),
            (&change["old"], &definitions["location"]["properties"]),
            (&change["new"], &definitions["location"]["properties"]),
        ] {
            assert_eq!(keys(value), keys(known), "{name}");
        }
        let changes = document["changes"].as_array().expect("changes");
        for witness in changes.iter().map(|change| &change["witness"]).filter(|witness| !witness.is_null()) {
            let kind = if witness.get("value").is_some() { "witness" } else { "sample" };
            let mut known = keys(&definitions[kind]["properties"]);
            // They are there where they decide.
            if kind == "sample" && witness.get("credentials").is_none() {
                known.remove("credentials");
            }
            assert_eq!(keys(witness), known, "{name}");
            let http = &definitions["http"];
            assert!(keys(&witness["http"]).is_subset(&keys(&http["properties"])), "{name}");
            let always = http["required"].as_array().expect("names").iter().filter_map(Value::as_str).collect();
            assert!(keys(&witness["http"]).is_superset(&always), "{name}");
        }
        let fingerprints: BTreeSet<&str> = changes.iter().filter_map(|c| c["fingerprint"].as_str()).collect();
        assert_eq!(fingerprints.len(), changes.len(), "{name}: no two changes have one fingerprint");
        for level in Level::ALL.map(Level::as_str) {
            let count = changes.iter().filter(|c| c["level"] == level).count();
            assert_eq!(document["summary"][level], count, "{name}");
        }
        assert_eq!(keys(&document["summary"]).len(), Level::ALL.len());
    }
    let words = |list: &[&str]| Value::from(list.to_vec());
    let policies: Vec<&str> = Policy::ALL.iter().map(|(name, _)| *name).collect();
    assert_eq!(schema["properties"]["policy"]["enum"], words(&policies));
    let habits = [Habit::Info, Habit::Address, Habit::MediaType, Habit::Parameter].map(Habit::as_str);
    assert_eq!(schema["$defs"]["declared"]["properties"]["habit"]["enum"], words(&habits));
    let others = [Authority::Stability, Authority::Configuration].map(Authority::as_str);
    let ruling = &schema["$defs"]["ruling"]["properties"];
    assert_eq!(ruling["by"]["enum"], words(&[&policies[1..], &others].concat()));
    assert_eq!(ruling["instead_of"]["enum"], words(&Level::ALL.map(Level::as_str)));
    let change = &schema["$defs"]["change"]["properties"];
    assert_eq!(change["level"]["enum"], words(&Level::ALL.map(Level::as_str)));
    assert_eq!(change["area"]["enum"], Area::ALL.iter().map(|area| area.as_str()).collect::<Value>());
    for direction in [Direction::Request, Direction::Response, Direction::None] {
        assert!(change["direction"]["enum"].as_array().expect("words").contains(&direction.as_str().into()));
    }
    let verdict = &schema["$defs"]["verdict"]["properties"];
    let all = [Compatibility::Identical, Compatibility::Compatible, Compatibility::Unproven, Compatibility::Breaking];
    assert_eq!(verdict["compatibility"]["enum"], words(&all.map(Compatibility::as_str)));
    assert_eq!(
        verdict["required_bump"]["enum"],
        words(&[Bump::None, Bump::Patch, Bump::Minor, Bump::Major].map(Bump::as_str))
    );
}

#[test]
fn the_verdict_is_the_same_in_every_format_and_says_what_is_hidden() {
    let same = compare(("a", "openapi: 3.1.0\n"), ("b", "openapi: 3.1.0\n"));
    assert_eq!(same.text(80, false, true, Level::Risky), "identical: no changes\n");
    let document: Value = serde_json::from_str(&same.json()).expect("JSON");
    assert_eq!(
        (&document["verdict"]["compatibility"], &document["changes"]),
        (&"identical".into(), &Value::from_iter([0; 0]))
    );
    let shop = shop();
    let last = |show| {
        let text = shop.text(200, false, true, show);
        let lines: Vec<&str> = text.lines().rev().take(2).collect();
        assert!(lines[0].starts_with("version: 2.1.0 -> 2.2.0 is a minor bump, a major one is needed"), "{text}");
        lines[1].to_owned()
    };
    let count = |level| shop.comparison.count(level);
    let (breaking, unproven) = (count(Level::Breaking), count(Level::Unproven));
    let (risky, safe) = (count(Level::Risky), count(Level::Safe));
    let counts = format!("breaking: {breaking} breaking, {unproven} unproven, {risky} risky, {safe} safe");
    assert_eq!(last(Level::Safe), counts);
    assert_eq!(last(Level::Risky), format!("{counts} (not shown; --show safe)"));
    for show in [Level::Risky, Level::Unproven, Level::Breaking] {
        let text = shop.text(80, false, true, show);
        for change in &shop.comparison.changes {
            let start: String = change.message.chars().take(20).collect();
            let line = format!("{}: {start}", change.level.as_str());
            assert_eq!(text.contains(&line), change.level >= show, "{line}");
        }
    }
}

#[test]
fn twenty_runs_write_the_same_bytes() {
    let corpus = pairs();
    let sides = |pair: &Compared| {
        let doc = |contract: &Contract| contract.sources.doc(contract.at.doc).text.clone();
        (doc(&pair.old), doc(&pair.new))
    };
    let mut all = vec![sides(&shop())];
    all.extend(corpus.iter().filter(|(name, _)| name == "twilio/030").map(|(_, pair)| sides(pair)));
    for (old, new) in all {
        let run = || {
            let compared = compare(("old", &old), ("new", &new));
            (compared.text(80, true, true, Level::Safe), compared.json())
        };
        let first = run();
        for _ in 1..20 {
            assert!(run() == first, "two runs differ");
        }
    }
}

#[test]
fn a_fingerprint_survives_layout_names_and_what_else_changes() {
    let old = read(&fixtures().join("diff/old.yaml"));
    let new = read(&fixtures().join("diff/new.yaml"));
    let of = |compared: &Compared| -> BTreeSet<String> {
        let document: Value = serde_json::from_str(&compared.json()).expect("JSON");
        let changes = document["changes"].as_array().expect("changes");
        changes.iter().filter_map(|change| change["fingerprint"].as_str()).map(str::to_owned).collect()
    };
    let known = of(&compare(("old.yaml", &old), ("new.yaml", &new)));
    let moved = new.replace("paths:\n", "\n\n# A comment.\npaths:\n");
    assert_eq!(known, of(&compare(("main:api/old.yaml", &old), ("here/new.yaml", &moved))));
    let more = new.replace("maximum: 50", "maximum: 60").replace("- open\n", "- drafted\n            - open\n");
    let more = of(&compare(("old.yaml", &old), ("new.yaml", &more)));
    assert_eq!(known.difference(&more).count(), 0, "what was there is known again");
    assert_eq!(more.len(), known.len() + 1);
}

#[test]
fn a_closed_pipe_is_the_callers_to_know() {
    let shop = shop();
    let options = TextOptions { width: 80, color: false, unicode: true, show: Level::Safe, all: false, summary: true };
    for room in [0, 1, 3000] {
        let error = text::write(&mut Closing(room), &shop.diff(), &options).expect_err("a closed pipe");
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
        let error = json::write(&mut Closing(room), &shop.diff()).expect_err("a closed pipe");
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }
}

/// Two descriptions with an operation that has such names and values, of which the new one is lost.
fn with_witnesses(name: &str, value: &str, depth: usize) -> Compared {
    let side = |values: &[&str]| {
        let choice = serde_json::json!({"type": "string", "enum": values});
        let mut body = serde_json::json!({"type": "object", "required": [name], "properties": {name: choice}});
        for _ in 0..depth {
            body = serde_json::json!({"type": "object", "required": [name], "properties": {name: body}});
        }
        let many: serde_json::Map<_, _> = (0..30).map(|n| (format!("{name}{n}"), choice.clone())).collect();
        let many =
            serde_json::json!({"type": "object", "required": many.keys().collect::<Vec<_>>(), "properties": many});
        let in_place = |place: &str| serde_json::json!({"name": name, "in": place, "required": true, "schema": choice});
        let of = |schema: &Value| serde_json::json!({"content": {"application/json": {"schema": schema}}});
        let form = serde_json::json!({"content": {"application/x-www-form-urlencoded": {"schema": body}}});
        let text = serde_json::json!({
            "openapi": "3.1.0",
            "info": {"title": "a", "version": "1"},
            "paths": {
                format!("/{value}/{{{name}}}"): {
                    "get": {"parameters": [in_place("path"), in_place("query")], "responses": {}},
                    "post": {"parameters": [in_place("header"), in_place("cookie")], "requestBody": of(&body), "responses": {}},
                    "put": {"requestBody": of(&many), "responses": {}},
                    "patch": {"requestBody": form, "responses": {}},
                },
            },
        });
        text.to_string()
    };
    compare(("old.json", &side(&["kept", value])), ("new.json", &side(&["kept"])))
}

#[test]
fn what_is_not_proved_says_why() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/diff/schema-undecided");
    let side = |side: &str| read(&folder.join(side));
    let compared = compare(("old.yaml", &side("old.yaml")), ("new.yaml", &side("new.yaml")));
    let why = compared.comparison.changes.iter().find_map(|change| change.unproven.clone()).expect("a reason");
    let text = compared.text(120, false, true, Level::Safe);
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(one_line.contains(&format!("not proved: {why} ")), "{text}");
    let document: Value = serde_json::from_str(&compared.json()).expect("JSON");
    let changes = document["changes"].as_array().expect("changes");
    assert!(changes.iter().any(|change| change["unproven"] == *why && change["witness"].is_null()));
}

/// Properties that are missing from one object are named together, and each change points at its own.
#[test]
fn a_block_says_all_that_its_message_lacks() {
    let of = |keywords: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: a, version: 1.0.0}}\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: a\n          content: {{application/json: {{schema: {{type: object, {keywords}}}}}}}\n"
        )
    };
    let text =
        compare(("old", &of("required: [a, b], properties: {a: {const: 1}, b: {const: 2}}")), ("new", &of("title: T")))
            .text(80, false, true, Level::Safe);
    assert!(text.contains("\n    {}\n    ^^ not allowed before: `a`, `b` are missing\n"), "{text}");
}

#[test]
fn numbers_of_a_witness_keep_their_digits() {
    let of = |values: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: a, version: 1.0.0}}\npaths:\n  /a:\n    post:\n      requestBody:\n        content: {{application/json: {{schema: {{enum: [{values}]}}}}}}\n      responses: {{}}\n"
        )
    };
    let least = "12345678901234567890.12345678901234567890123";
    let compared = compare(("old", &of(&format!("1, {least}"))), ("new", &of("1")));
    let json = compared.json();
    for key in ["value", "body"] {
        let line = format!("\"{key}\": {least}");
        assert!(json.lines().any(|l| l.trim().trim_end_matches(',') == line), "no {line}:\n{json}");
    }
    assert!(compared.text(80, false, true, Level::Safe).contains(&format!("\n    {least}\n    ^^^^")));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_in_a_message_its_lines_fit_and_nothing_deceives(
        (name, value) in (awkward(9), awkward(30)),
        (width, depth, unicode) in (50_usize..130, 0_usize..40, proptest::bool::ANY),
    ) {
        let compared = with_witnesses(&name, &value, depth);
        let output = compared.text(width, false, unicode, Level::Safe);
        prop_assert!(value == "kept" || name.is_empty() || output.contains("this request was accepted before"), "{}", output);
        prop_assert!(!output.contains(|c| c != '\n' && escape::hidden(c)));
        let whole = |line: &&str| line.contains("[old.json:") || line.contains("[new.json:") || line.starts_with("  caveat explain ");
        for line in output.lines().filter(|line| !whole(line)) {
            prop_assert!(columns(line) <= width, "{} columns: {:?}\n{}", columns(line), line, output);
        }
        let json = compared.json();
        prop_assert!(!json.contains(|c| c != '\n' && escape::hidden(c)));
        let document: Value = serde_json::from_str(&json).expect("JSON");
        prop_assert_eq!(document["changes"].as_array().map(Vec::len), Some(compared.comparison.changes.len()));
    }

    #[test]
    fn whatever_is_in_a_text_its_lines_fit_and_nothing_deceives(
        (first, second) in (awkward(60), awkward(60)),
        (label, message, operation) in (awkward(8), awkward(20), awkward(9)),
        changes in proptest::collection::vec((0_u32..300, 0_u32..300, 0_u32..100, 0_usize..4, 0_usize..3), 1..9),
        (width, show, unicode) in (50_usize..130, 0_usize..4, proptest::bool::ANY),
    ) {
        let mut compared = compare(("a", "openapi: 3.1.0\n"), ("b", "openapi: 3.1.0\n"));
        let doc = |text| Document::new("doc".into(), text, Syntax::Yaml, Tape::default(), Vec::new(), Vec::new());
        let sources = Arc::new(Sources { docs: vec![doc(first), doc(second)], ..Sources::default() });
        (compared.old.sources, compared.new.sources) = (sources.clone(), sources);
        let changes = changes.into_iter().map(|(old, new, length, level, operations)| {
            let side = |doc, start: u32, here| Side {
                at: At { doc: DocId(doc), node: 0 },
                span: Span::bytes(DocId(doc), start, start + length),
                label: label.clone(),
                here,
            };
            Change {
                check: old as usize % checks::all().len(),
                level: Level::ALL[level],
                direction: Direction::None,
                message: message.clone(),
                old: side(0, old, true),
                new: side(1, new, operations == 0),
                operations: vec![operation.clone(); operations * 3],
                about: label.clone(),
                witness: None,
                sample: None,
                unproven: None,
                ruling: None,
            }
        });
        compared.comparison.changes = changes.collect();
        let output = compared.text(width, false, unicode, Level::ALL[show]);
        prop_assert!(!output.contains(|c| c != '\n' && escape::hidden(c)));
        // A place and a command stay whole, so that they can be copied.
        let whole = |line: &&str| line.contains("[doc:") || line.starts_with("  caveat explain ");
        for line in output.lines().filter(|line| !whole(line)) {
            prop_assert!(columns(line) <= width, "{} columns: {:?}\n{}", columns(line), line, output);
        }
        let json = compared.json();
        prop_assert!(!json.contains(|c| c != '\n' && escape::hidden(c)));
        let document: Value = serde_json::from_str(&json).expect("JSON");
        prop_assert_eq!(document["changes"].as_array().map(Vec::len), Some(compared.comparison.changes.len()));
    }
}
