//! A changelog in every format: as it is written, the advice that it gives, and what a document cannot do to it.

use std::path::Path;

use caveat::diff::Level;
use caveat::report::changelog::text::TextOptions;
use caveat::report::changelog::{By, Changelog, json, markdown, text};
use serde_json::Value;

use crate::diff::{Compared, compare, shop};
use crate::set::fixtures;

impl Compared {
    fn log(&self, by: Option<By>) -> Changelog<'_> {
        Changelog::new(self.diff(), by)
    }

    fn markdown(&self, by: Option<By>) -> String {
        let mut out = Vec::new();
        markdown::write(&mut out, &self.log(by)).expect("a vector takes everything");
        String::from_utf8(out).expect("UTF-8")
    }

    fn log_text(&self, width: usize) -> String {
        let mut out = Vec::new();
        let options = TextOptions { width, color: false, unicode: true };
        text::write(&mut out, &self.log(None), &options).expect("a vector takes everything");
        String::from_utf8(out).expect("UTF-8")
    }

    fn log_json(&self) -> String {
        let mut out = Vec::new();
        json::write(&mut out, &self.log(None)).expect("a vector takes everything");
        String::from_utf8(out).expect("UTF-8")
    }
}

#[test]
fn each_format_writes_its_file() {
    let shop = shop();
    for (name, text) in [
        ("changelog.md", shop.markdown(None)),
        ("changelog-by-tag.md", shop.markdown(Some(By::Tag))),
        ("changelog-80.txt", shop.log_text(80)),
        ("changelog.json", shop.log_json()),
    ] {
        let path = fixtures().join("diff").join(name);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &text).expect(name);
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(text == expected, "{name} is not what is written now; UPDATE=1 writes it anew:\n{text}");
    }
}

#[test]
fn json_is_valid_by_its_schema_and_joins_with_the_comparison() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/changelog-output.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("the schema")).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let shop = shop();
    let log: Value = serde_json::from_str(&shop.log_json()).expect("JSON");
    let faults: Vec<String> = validator.iter_errors(&log).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    let keys = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&log), keys(&schema["properties"]));
    let entries = log["entries"].as_array().expect("entries");
    let diff: Value = serde_json::from_str(&shop.json()).expect("JSON");
    let changes = diff["changes"].as_array().expect("changes");
    for entry in entries {
        assert_eq!(keys(entry), keys(&schema["$defs"]["entry"]["properties"]));
        let change = changes.iter().find(|change| change["fingerprint"] == entry["fingerprint"]).expect("its change");
        assert_eq!((&change["check"], &change["level"]), (&entry["check"], &entry["level"]));
    }
    // What breaks, may break or surprises is told in any case.
    let told = |level: &str| entries.iter().filter(|entry| entry["level"] == level).count();
    for level in [Level::Breaking, Level::Unproven, Level::Risky] {
        assert_eq!(told(level.as_str()), shop.comparison.count(level), "{}", level.as_str());
    }
}

/// A description with a request body and a response of these schemas.
fn api(extra: &str, request: &str, response: &str) -> String {
    format!(
        "openapi: 3.1.0
info: {{title: Shop, version: 1.0.0}}
paths:
  /orders:
    post:
      operationId: order
{extra}
      requestBody:
        content:
          application/json:
            schema: {request}
      responses:
        '200':
          description: It is done.
          content:
            application/json:
              schema: {response}
"
    )
}

/// The sentences about a change of these schemas.
fn told(old: (&str, &str), new: (&str, &str)) -> Vec<String> {
    let (old, new) = (api("", old.0, old.1), api("", new.0, new.1));
    items(&compare(("old.yaml", &old), ("new.yaml", &new)).markdown(None))
}

fn items(markdown: &str) -> Vec<String> {
    markdown.lines().filter_map(|line| line.trim_start().strip_prefix("- ")).map(str::to_owned).collect()
}

#[test]
fn advice_says_what_to_send_and_what_to_be_ready_for() {
    let object = |name: &str, schema: &str| format!("{{type: object, properties: {{{name}: {schema}}}}}");
    let any = "{type: object}";
    for (old, new, advice) in [
        ("{type: string, maxLength: 40}", "{type: string, maxLength: 20}", "Send at most 20 characters."),
        ("{type: string}", "{type: string, minLength: 3}", "Send at least 3 characters."),
        ("{type: integer, maximum: 9}", "{type: integer, maximum: 5}", "Send at most 5."),
        ("{type: number, minimum: 1}", "{type: number, exclusiveMinimum: 1}", "Send more than 1."),
        ("{enum: [a, b, c]}", "{enum: [b, c]}", "Send one of `b` or `c`."),
        ("{type: string}", "{enum: [b]}", "Send `b`."),
        ("{type: [string, 'null']}", "{type: string}", "Send no null."),
        ("{type: [string, integer]}", "{type: integer}", "Send an integer."),
        ("{type: array, items: {}, maxItems: 9}", "{type: array, items: {}, maxItems: 2}", "Send at most 2 items."),
        ("{type: array, items: {}}", "{type: array, items: {}, uniqueItems: true}", "Send each item once."),
        ("{type: string}", "{type: string, pattern: '^a+$'}", "Send a text that matches `^a+$`."),
    ] {
        let told = told((&object("kind", old), any), (&object("kind", new), any));
        assert!(told.len() == 1 && told[0].ends_with(advice), "{old} {new}: {told:#?}");
    }
    let required = "{type: object, required: [kind], properties: {kind: {enum: [a, b]}}}";
    let told_required = told((&object("kind", "{enum: [a, b]}"), any), (required, any));
    assert_eq!(told_required, ["Request property `kind` became required. Send `kind`, one of `a` or `b`."]);
    for (old, new, advice) in [
        ("{enum: [a]}", "{enum: [a, b]}", "Be ready for `b`."),
        ("{type: string}", "{type: [string, 'null']}", "Be ready for null."),
        ("{type: string, maxLength: 2}", "{type: string, maxLength: 5}", "Be ready for up to 5 characters."),
        ("{type: string, maxLength: 2}", "{type: string}", "Be ready for texts of any length."),
        ("{type: integer, minimum: 2}", "{type: integer, minimum: 0}", "Be ready for values from 0 on."),
    ] {
        let told = told((any, &object("kind", old)), (any, &object("kind", new)));
        assert!(told.len() == 1 && told[0].ends_with(advice), "{old} {new}: {told:#?}");
    }
}

#[test]
fn deprecations_have_their_date_and_operations_their_successor() {
    let any = "{type: object}";
    let old = api("", any, any);
    let deprecated = api("      deprecated: true\n      x-sunset: '2027-03-01'", any, any);
    let log = compare(("old.yaml", &old), ("new.yaml", &deprecated)).markdown(None);
    assert!(log.contains("## Deprecated\n\n### `POST /orders`\n"), "{log}");
    assert!(items(&log).iter().any(|item| item.ends_with("is deprecated and ends on 2027-03-01.")), "{log}");
    let back = compare(("old.yaml", &deprecated), ("new.yaml", &old)).markdown(None);
    assert!(back.contains("## Changed") && !back.contains("## Deprecated"), "{back}");
    let moved = old.replace("/orders", "/v2/orders");
    let log = compare(("old.yaml", &old), ("new.yaml", &moved)).markdown(None);
    let said = "`POST /orders` is gone. Call `POST /v2/orders`, which has its `operationId` now.";
    assert!(items(&log).iter().any(|item| item == said), "{log}");
    let same = compare(("old.yaml", &old), ("new.yaml", &old)).markdown(None);
    assert_eq!(same, "# Shop\n\nNothing that a client would notice changed.\n");
}

/// Names of a document are data: they make no markup, no lines and no escapes of a terminal.
#[test]
fn names_make_no_markup() {
    let evil = "a`b <img src=x> [c](http://d) **e**\\n# f \\u001b[31m";
    let old = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n";
    let new = format!(
        "openapi: 3.1.0\ninfo: {{title: \"{evil}\", version: \"{evil}\"}}\ntags: [{{name: \"{evil}\"}}]\npaths:\n  \
         /x:\n    get:\n      tags: [\"{evil}\"]\n      parameters: [{{name: \"{evil}\", in: query, schema: {{}}}}]\n      \
         responses: {{}}\n  \"/{evil}\":\n    get:\n      responses: {{}}\n"
    );
    let with_x = old.replace("paths: {}", "paths:\n  /x:\n    get:\n      responses: {}");
    let compared = compare(("old.yaml", &with_x), ("new.yaml", &new));
    for by in [By::Tag, By::Operation] {
        let log = compared.markdown(Some(by));
        assert!(!log.contains('\u{1b}'), "{log}");
        for line in log.lines() {
            let outside: String = line.replace("\\`", "").split('`').step_by(2).collect();
            let outside = outside.replace("\\<", "").replace("\\[", "").replace("\\]", "").replace("\\*", "");
            for markup in ["<img", "[c]", "**", "]("] {
                assert!(!outside.contains(markup), "{markup} in {line}");
            }
        }
        let headings = log.lines().filter(|line| line.starts_with('#')).count();
        assert_eq!(log.lines().filter(|line| line.trim_start().starts_with('#')).count(), headings);
        assert!(log.lines().all(|line| !line.starts_with("# f")), "{log}");
    }
    assert!(!compared.log_text(80).contains('\u{1b}'));
}
