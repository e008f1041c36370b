//! Suppressions and baselines as a person meets them.

use serde_json::Value;

use super::Here;

const SERVICE: &str = "\
openapi: 3.1.0
info: {title: Service, version: 1.0.0}
paths:
  /a:
    get:
      operationId: get_a
      responses: {'200': {$ref: '#/components/responses/none'}}
  /b:
    get:
      operationId: get_b
      responses: {'200': {$ref: '#/components/responses/neither'}}
";
const CONFIG: &str = "rules: {all: off, unresolved-reference: error, unused-suppression: warning, \
                      unexplained-suppression: warning, foreign-suppression: info}\n";

fn here() -> Here {
    let here = Here::empty();
    here.write("caveat.yaml", CONFIG);
    here.write("service.yaml", SERVICE);
    here
}

/// How and why each finding is suppressed.
fn suppressed(report: &Value) -> Vec<String> {
    let list = report["suppressed"].as_array().cloned().unwrap_or_default();
    let text = |s: &Value, key: &str| s["suppression"][key].as_str().unwrap_or("-").to_owned();
    list.iter()
        .map(|s| format!("{} {}:{} {}", text(s, "by"), text(s, "file"), s["suppression"]["line"], text(s, "because")))
        .collect()
}

#[test]
fn what_is_suppressed_is_counted_and_stands_in_json_with_its_reason() {
    let here = here();
    assert_eq!(here.run(&["lint", "service.yaml"]).code, 1);
    let accepted = SERVICE
        .replace("  /a:\n", "  # caveat: allow unresolved-reference because it comes later\n  /a:\n")
        .replace("      operationId: get_b\n", "      x-caveat-allow: {structure: it never comes}\n");
    here.write("service.yaml", &accepted);
    let ran = here.run(&["lint", "service.yaml"]);
    assert_eq!((ran.code, &*ran.out), (0, "1 file checked, no problems\n2 findings suppressed\n"), "{}", ran.err);
    let report = here.run(&["lint", "service.yaml", "--format", "json"]).json();
    let both = ["comment service.yaml:4 it comes later", "x-caveat-allow service.yaml:11 it never comes"];
    assert_eq!(suppressed(&report), both);
    assert_eq!(report["summary"]["suppressed"], 2);
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(0));
    assert_eq!(report["suppressed"][0]["rule"], "unresolved-reference");
    // What is said is no change.
    here.write("old.yaml", SERVICE);
    let new = accepted.replace("openapi: 3.1.0\n", "openapi: 3.1.0\nx-caveat-allow: {http: so it is}\n");
    here.write("new.yaml", &new.replace("    get:\n      x-", "    get:\n      operationId: get_b\n      x-"));
    let compared = here.run(&["diff", "old.yaml", "new.yaml", "--format", "json"]).json();
    assert_eq!(compared["changes"].as_array().map(Vec::len), Some(0), "{compared}");
}

#[test]
fn the_configuration_accepts_by_rule_file_and_pointer() {
    let here = here();
    let run = |entries: &str| {
        here.write("caveat.yaml", &format!("{CONFIG}allow:\n{entries}"));
        here.run(&["lint", "service.yaml", "--format", "json"])
    };
    let because = "because: the gateway knows it";
    let ran = run(&format!("  - {{rule: unresolved-reference, pointers: ['/paths/*/get'], {because}}}\n"));
    assert_eq!((ran.code, ran.findings().len()), (0, 0), "{}", ran.err);
    let why = "configuration caveat.yaml:3 the gateway knows it";
    assert_eq!(suppressed(&ran.json()), [why, why]);
    let ran = run(&format!("  - {{rule: structure, files: [service.yaml], pointers: [/paths/~1a], {because}}}\n"));
    assert_eq!((ran.code, suppressed(&ran.json()).len(), ran.findings().len()), (1, 1, 1));
    // An entry that accepts nothing is a finding at its place.
    let ran = run(&format!("  - {{rule: unresolved-reference, files: [other/], {because}}}\n"));
    let unused: Vec<Value> = ran.json()["findings"].as_array().cloned().unwrap_or_default();
    let unused = unused.iter().find(|f| f["rule"] == "unused-suppression").expect("a finding");
    assert_eq!((&unused["location"]["file"], &unused["location"]["line"]), (&"caveat.yaml".into(), &3.into()));
    for (entry, message) in [
        ("rule: unresolved-referenc, because: x", "did you mean `unresolved-reference`?"),
        ("rule: structure", "must say why"),
        ("because: x", "must name a rule"),
        ("rule: structure, because: x, pointers: [paths]", "no JSON Pointer"),
        ("rule: structure, because: x, files: service.yaml", "must be a list"),
        ("rule: structure, because: x, file: [a]", "did you mean `files`?"),
    ] {
        let ran = run(&format!("  - {{{entry}}}\n"));
        assert_eq!(ran.code, 2, "{entry}");
        assert!(ran.err.contains(message), "{entry}: {}", ran.err);
    }
}

#[test]
fn what_other_linters_are_told_to_ignore_is_ignored() {
    let here = here();
    let ignores = "service.yaml:\n  no-unresolved-refs:\n    - '#/paths/~1a/get/responses/200/$ref'\n  \
                   no-such-rule: ['#/paths']\nother.yaml: 7\n";
    here.write(".redocly.lint-ignore.yaml", ignores);
    here.write("service.yaml", &SERVICE.replace("  /b:\n", "  /b:\n    x-lint-ignore: [no-unresolved-refs]\n"));
    let ran = here.run(&["lint", "service.yaml", "--format", "json"]);
    assert_eq!(suppressed(&ran.json()), ["redocly .redocly.lint-ignore.yaml:3 -", "x-lint-ignore service.yaml:9 -"]);
    let findings = ran.json()["findings"].clone();
    assert_eq!((ran.code, ran.findings().len()), (0, 1));
    assert_eq!((&findings[0]["severity"], &findings[0]["rule"]), (&"info".into(), &"foreign-suppression".into()));
    assert!(findings[0]["message"].as_str().is_some_and(|m| m.ends_with(": `no-such-rule`")), "{findings}");
}

#[test]
fn a_baseline_keeps_what_is_known_and_shrinks() {
    let here = here();
    let missing = here.run(&["lint", "--baseline", "known"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("the baseline known cannot be read"), "{}", missing.err);
    let wrote = here.run(&["lint", "--write-baseline", "known"]);
    assert_eq!((wrote.code, &*wrote.err), (0, "wrote known: 2 findings known\n"), "{}", wrote.out);
    let text = std::fs::read_to_string(here.path().join("known")).expect("a baseline");
    let lines: Vec<&str> = text.lines().skip(1).collect();
    assert!(lines[0].ends_with(" unresolved-reference service.yaml#/paths/~1a/get/responses/200/$ref"), "{text}");
    let ran = here.run(&["lint", "--baseline", "known"]);
    let quiet = "1 file checked, no problems\n2 findings known from the baseline\n";
    assert_eq!((ran.code, &*ran.out), (0, quiet), "{}", ran.err);
    // One is mended, and another one is new.
    let new = SERVICE.replace("none", "other").replace(
        "'#/components/responses/neither'}}",
        "'#/components/responses/neither'}, '404': {$ref: '#/components/responses/gone'}}",
    );
    here.write("service.yaml", &new.replace("{'200': {$ref: '#/components/responses/other'}}", "{}"));
    here.write("caveat.yaml", &format!("{CONFIG}baseline: known\n"));
    let ran = here.run(&["lint", "--format", "json"]);
    let report = ran.json();
    assert_eq!((ran.code, ran.findings().len()), (1, 1));
    assert_eq!(report["findings"][0]["location"]["pointer"], "/paths/~1b/get/responses/404/$ref");
    assert_eq!(report["baseline"]["known"].as_array().map(Vec::len), Some(1));
    let fixed = &report["baseline"]["fixed"];
    assert_eq!(fixed[0]["place"], "service.yaml#/paths/~1a/get/responses/200/$ref");
    assert_eq!(fixed.as_array().map(Vec::len), Some(1));
    assert!(here.run(&["lint"]).out.contains("1 entry of the baseline is fixed: take them out with --write-baseline"));
    // A run over other files says nothing of this one.
    here.write("other.yaml", "openapi: 3.1.0\ninfo: {title: Other, version: 1.0.0}\npaths: {}\n");
    assert!(!here.run(&["lint", "other.yaml"]).out.contains("fixed"));
    assert_eq!(here.run(&["lint", "--write-baseline", "known"]).code, 0);
    let shrunk = std::fs::read_to_string(here.path().join("known")).expect("a baseline");
    assert!(!shrunk.contains("~1a") && shrunk.lines().count() == 3, "{shrunk}");
    here.write("known", &shrunk.replacen('\n', "\n<<<<<<< HEAD\n", 1));
    let broken = here.run(&["lint"]);
    assert_eq!(broken.code, 2);
    assert!(broken.err.contains("merge conflict") && broken.err.contains("known:2:1"), "{}", broken.err);
    // What failed would be missing in a baseline.
    here.write("broken.yaml", "openapi: 9.9.9\n");
    assert_eq!(here.run(&["lint", "service.yaml", "broken.yaml", "--write-baseline", "fresh"]).code, 2);
    assert!(!here.path().join("fresh").exists());
}

#[test]
fn check_passes_over_what_is_suppressed() {
    let here = here();
    here.write("new.yaml", &SERVICE.replace("/b:", "/c:").replace("none", "nobody"));
    let new = |entry: &str| {
        here.write("caveat.yaml", &format!("{CONFIG}{entry}"));
        let ran =
            here.run(&["check", "new.yaml", "--against", "service.yaml", "--format", "json", "--fail-on", "error"]);
        let description = ran.json()["descriptions"][0].clone();
        let count = |key: &str| description[key].as_array().map_or(0, Vec::len);
        (count("findings"), count("suppressed"))
    };
    let before = new("");
    assert!(before.0 > 0 && before.1 == 0, "{before:?}");
    assert_eq!(new("allow: [{rule: structure, because: of this}]\n"), (0, 2));
}
