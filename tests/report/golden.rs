//! Each format as it is written, and the JSON by its schema.

use std::path::Path;

use caveat::finding::{Area, Severity};
use caveat::report::escape;
use caveat::report::format::{FORMATS, Writer};
use caveat::report::run::Run;
use serde_json::Value;

use crate::set::{fixtures, json, text, with_report};

#[test]
fn each_format_writes_its_file() {
    let written = with_report(|report| {
        [
            ("text-80.txt", text(report, 80, false, true, Severity::Info)),
            ("text-120.txt", text(report, 120, false, true, Severity::Info)),
            ("text-80-ascii.txt", text(report, 80, false, false, Severity::Error)),
            ("text-80-color.txt", text(report, 80, true, true, Severity::Warning)),
            ("lint.json", json(report)),
        ]
    });
    for (name, text) in written {
        is_written(name, &text);
    }
}

/// Compares with a file, or writes it.
pub(crate) fn is_written(name: &str, text: &str) {
    let path = fixtures().join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, text).expect(name);
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(text == expected, "{name} is not what is written now; UPDATE=1 writes it anew:\n{text}");
}

/// The formats that all commands share, over the same findings.
#[test]
fn each_format_of_build_systems_writes_its_file() {
    with_report(|report| {
        let run = Run::of_findings(report, &[], Severity::Info);
        for format in FORMATS {
            let (Writer::Entries(write) | Writer::Annotations(write, _)) = format.writer else { continue };
            let mut out = Vec::new();
            write(&mut out, &run).expect("a vector takes everything");
            let name = format!("lint-{}.{}", format.name, format.extension);
            is_written(&name, &String::from_utf8(out).expect("UTF-8"));
        }
    });
}

#[test]
fn json_is_valid_by_its_schema_and_the_schema_knows_every_key() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schema = std::fs::read_to_string(root.join("docs/lint-output.schema.json")).expect("the schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let output: Value = serde_json::from_str(&with_report(json)).expect("JSON");
    let page = std::fs::read_to_string(root.join("docs/json-output.md")).expect("the page");
    let example = page.split("```json").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let example: Value = serde_json::from_str(example).expect("JSON");
    for document in [&output, &example] {
        let faults: Vec<String> =
            validator.iter_errors(document).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{faults:#?}");
        let finding = document["findings"].as_array().and_then(|f| f.iter().find(|f| f["related"][0].is_object()));
        let finding = finding.expect("a finding with a related place");
        let place = keys(&finding["location"]);
        assert_eq!(keys(document), keys(&schema["properties"]));
        assert_eq!(keys(finding), keys(&schema["$defs"]["finding"]["properties"]));
        assert_eq!(place, keys(&schema["$defs"]["location"]["properties"]));
        assert_eq!(keys(&finding["related"][0]).into_iter().filter(|k| *k != "message").collect::<Vec<_>>(), place);
        assert_eq!(keys(&document["summary"]), keys(&schema["$defs"]["summary"]["properties"]));
    }
    let words = |list: Vec<&str>| Value::from(list);
    let finding = &schema["$defs"]["finding"]["properties"];
    assert_eq!(finding["area"]["enum"], words(Area::ALL.iter().map(|a| a.as_str()).collect()));
    assert_eq!(finding["severity"]["enum"], words(Severity::ALL.iter().map(|s| s.as_str()).collect()));
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn no_output_holds_a_character_that_could_deceive() {
    with_report(|report| {
        for output in [text(report, 80, false, true, Severity::Info), json(report)] {
            let hidden = |c: &char| *c != '\n' && escape::hidden(*c);
            assert_eq!(output.chars().find(hidden), None);
        }
        // Colours are the only escapes, and each of them ends in its line.
        let colored = text(report, 80, true, true, Severity::Info);
        assert!(colored.contains("\u{1b}[1;31m") || colored.contains("\u{1b}[31;1m"), "nothing is red");
        for line in colored.lines() {
            let escapes: Vec<&str> = line.split('\u{1b}').skip(1).collect();
            let is_color = |e: &&str| {
                e.starts_with('[')
                    && e[1..].find('m').is_some_and(|m| e[1..=m].bytes().all(|b| b == b';' || b.is_ascii_digit()))
            };
            assert!(escapes.iter().all(is_color), "{line:?}");
            assert!(escapes.last().is_none_or(|e| e.starts_with("[0m") || e.starts_with("[39m")), "{line:?}");
        }
        // The JSON escapes what it must not show and still has the value.
        let value: Value = serde_json::from_str(&json(report)).expect("JSON");
        let messages: Vec<&str> =
            value["findings"].as_array().expect("a list").iter().filter_map(|f| f["message"].as_str()).collect();
        let forged = report.items.iter().find(|i| i.finding.message.contains("forges")).expect("the forged one");
        assert!(messages.contains(&forged.finding.message.as_str()));
    });
}
