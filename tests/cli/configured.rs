//! The configuration as the program takes it: where it is found, what wins, and how its mistakes are shown.

use super::Here;

const CLEAN: &str = include_str!("../../fixtures/cli/clean.yaml");
const WARNING: &str = include_str!("../../fixtures/cli/warning.yaml");

#[test]
fn flags_win_over_the_configuration_and_that_over_defaults() {
    let here = Here::new();
    let run = |config: &str, flags: &[&str]| {
        here.write("caveat.yaml", &format!("rules: {{all: off, property-case: warning}}\n{config}\n"));
        let ran = here.run(&[&["lint", "warning.yaml"], flags].concat());
        (ran.code, ran.out.contains("doorCode"))
    };
    assert_eq!(run("", &[]), (0, true));
    assert_eq!(run("fail-on: warning", &[]), (1, true));
    assert_eq!(run("fail-on: warning", &["--fail-on", "error"]), (0, true));
    assert_eq!(run("fail-on: never", &["--fail-on", "warning"]), (1, true));
    assert_eq!(run("show: error", &[]), (0, false));
    assert_eq!(run("show: error", &["--show", "warning"]), (0, true));
    assert_eq!(run("rules: {}", &[]).0, 2, "a key that stands twice");
}

#[test]
fn levels_conventions_and_thresholds_count() {
    let here = Here::new();
    let severities = |config: &str| {
        here.write("caveat.yaml", config);
        let report = here.run(&["lint", "warning.yaml", "--format", "json"]).json();
        let findings = report["findings"].as_array().cloned().unwrap_or_default();
        let text = |f: &serde_json::Value, key: &str| f[key].as_str().unwrap_or_default().to_owned();
        findings.iter().map(|f| format!("{} {}", text(f, "severity"), text(f, "message"))).collect::<Vec<_>>()
    };
    let learned = "`doorCode` is camelCase; 11 of 12 property names here are snake_case";
    assert_eq!(severities("rules: {all: off, property-case: info}"), [format!("info {learned}")]);
    assert_eq!(severities("rules: {all: off, naming: error}"), [format!("error {learned}")]);
    assert_eq!(severities("rules: {all: off}").len(), 0);
    let only = "rules: {all: off, property-case: {level: error}}\n";
    for thresholds in ["agreement: 0.95", "samples: 13"] {
        let found = severities(&format!("{only}thresholds: {{{thresholds}}}"));
        assert!(!found.iter().any(|f| f.contains("doorCode")), "{thresholds}: {found:?}");
    }
    let pinned = severities(&format!("{only}conventions: {{naming.property: camelCase}}"));
    assert_eq!(pinned.len(), 11, "{pinned:?}");
    assert!(pinned[0].contains("the configuration asks for camelCase"), "{pinned:?}");
}

#[test]
fn the_configuration_is_found_upward_from_each_document() {
    let here = Here::empty();
    here.write("caveat.yaml", "rules: {all: off, property-case: info}");
    here.write("a/deep/one.yaml", WARNING);
    here.write("b/caveat.json", r#"{"rules": {"all": "off", "property-case": "error"}, "fail-on": "never"}"#);
    here.write("b/deep/two.yaml", WARNING);
    here.write("c/caveat.yml", "rules: {all: off}");
    here.write("c/three.yaml", WARNING);
    let ran = here.run(&["lint", "--format", "json"]);
    let report = ran.json();
    let severity = |number: usize| report["findings"][number]["severity"].as_str().unwrap_or_default().to_owned();
    assert_eq!(ran.findings().len(), 2);
    assert_eq!((severity(0), severity(1), ran.code), ("info".into(), "error".into(), 0));
    // Each description is judged by its own configuration, a flag judges all of them.
    assert_eq!(here.run(&["lint", "--fail-on", "error"]).code, 1);
    assert_eq!(here.run(&["lint", "a", "--fail-on", "error"]).code, 0);
    // Nothing is hidden that one of the configurations wants to see.
    here.write("a/caveat.yaml", "rules: {all: off, property-case: info}\nshow: info\n");
    assert!(here.run(&["lint"]).out.contains("a/deep/one.yaml"));
    // A configuration that is named counts for all.
    assert_eq!(here.run(&["lint", "--config", "c/caveat.yml", "--format", "json"]).findings().len(), 0);
}

#[test]
fn what_is_excluded_is_passed_over_in_folders() {
    let here = Here::new();
    here.write("caveat.yaml", "rules: {all: off, property-case: error}\nexclude: [legacy/, '*.draft.yaml']\n");
    for name in ["api/one.yaml", "api/two.draft.yaml", "legacy/three.yaml", "api/legacy/four.yaml"] {
        here.write(name, WARNING);
    }
    here.write("legacy/five.yaml", "openapi: 9.9.9\n");
    let ran = here.run(&["lint", "--format", "json"]);
    assert_eq!(ran.findings(), ["api/one.yaml:37:9 property-case", "warning.yaml:37:9 property-case"]);
    assert_eq!(ran.err, "");
    // What is named is linted.
    assert_eq!(here.run(&["lint", "legacy/three.yaml"]).code, 1);
    let ran = here.run(&["lint", "legacy"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    // Patterns of a configuration that is named count from the current folder.
    here.write("ci/strict.yaml", "rules: {all: off, property-case: error}\nexclude: [/api]\n");
    let ran = here.run(&["lint", "--config", "ci/strict.yaml", "--format", "json", "api", "warning.yaml"]);
    assert_eq!(ran.findings(), ["warning.yaml:37:9 property-case"]);
}

#[test]
fn every_mistake_is_shown_in_its_place_once() {
    let here = Here::empty();
    here.write("caveat.yaml", "rules:\n  propery-case: error\n  naming: wrning\nfail_on: error\n");
    for name in ["one.yaml", "two.yaml"] {
        here.write(name, CLEAN);
    }
    let expected = "\
error: `propery-case` is no rule or area
   ╭─[caveat.yaml:2:3]
 1 │ rules:
 2 │   propery-case: error
   ·   ──────┬─────
   ·         ╰── unknown
   ╰────
  help: did you mean `property-case`?

error: `wrning` is no level of a rule
   ╭─[caveat.yaml:3:11]
 2 │   propery-case: error
 3 │   naming: wrning
   ·           ───┬──
   ·              ╰── unknown
   ╰────
  help: did you mean `warning`?

error: `fail_on` is no key of a configuration
   ╭─[caveat.yaml:4:1]
 3 │   naming: wrning
 4 │ fail_on: error
   · ───┬───
   ·    ╰── unknown
   ╰────
  help: did you mean `fail-on`?
";
    for args in [&["lint"][..], &["lint", "--format", "json"], &["lint", "--config", "caveat.yaml", "one.yaml"]] {
        let ran = here.run(args);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (2, "", expected), "{args:?}");
    }
}

#[test]
fn the_day_of_sunsets_is_today_unless_one_is_named() {
    let here = Here::empty();
    let text = "openapi: 3.1.0\ninfo: {title: T, version: 1.0.0}\npaths:\n  /orders:\n    get:\n      \
                deprecated: true\n      x-sunset: '2024-06-30'\n      responses: {default: {description: Orders.}}\n";
    here.write("api.yaml", text);
    let passed = |args: &[&str]| here.run(args).out.contains("past-sunset");
    assert!(passed(&["lint", "api.yaml"]), "{}", here.run(&["lint", "api.yaml"]).out);
    assert!(passed(&["lint", "api.yaml", "--today", "2024-06-30"]));
    assert!(!passed(&["lint", "api.yaml", "--today", "2024-06-29"]));
    here.write("caveat.yaml", "rules: {unexplained-deprecation: off}\n");
    assert!(!passed(&["lint", "api.yaml", "--today", "2024-06-29"]), "also beside a configuration");
    assert!(passed(&["lint", "api.yaml"]));
}
