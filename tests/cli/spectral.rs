//! `caveat lint --spectral`: findings in both formats, exit codes, what is not run, and what is wrong with a ruleset.

use super::Here;

const RULES: &str = "functions: [own]
rules:
  info-has-contact: {given: $.info, severity: error, then: {field: contact, function: truthy}}
  by-script: {given: $.info, then: {function: own}}
";

#[test]
fn rules_of_a_ruleset_count_like_all_others() {
    let here = Here::new();
    here.write("rules.yaml", RULES);
    let ran = here.run(&["lint", "clean.yaml"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let ran = here.run(&["lint", "clean.yaml", "--spectral", "rules.yaml"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("error: `info.contact` is missing"), "{}", ran.out);
    assert!(
        ran.out.contains("  spectral/info-has-contact\n") && !ran.out.contains("caveat explain spectral/"),
        "{}",
        ran.out
    );
    assert_eq!(ran.err.matches("`by-script`: the function `own` is written in JavaScript").count(), 1, "{}", ran.err);
    let ran = here.run(&["lint", "clean.yaml", "--spectral", "rules.yaml", "--fail-on", "never", "--format", "json"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.out.contains("\"rule\": \"spectral/info-has-contact\"") && ran.out.contains("\"area\": \"own\""),
        "{}",
        ran.out
    );
}

#[test]
fn the_configuration_gives_them_levels() {
    for (rules, code, shown) in [
        ("spectral/info-has-contact: warning", 0, true),
        ("spectral/info-has-contact: off", 0, false),
        ("own: off", 0, false),
        ("own: error", 1, true),
    ] {
        let here = Here::new();
        here.write("rules.yaml", RULES);
        here.write("caveat.yaml", &format!("rules:\n  all: off\n  {rules}\n"));
        let ran = here.run(&["lint", "clean.yaml", "--spectral", "rules.yaml"]);
        assert_eq!((ran.code, ran.out.contains("`info.contact` is missing")), (code, shown), "{rules}\n{}", ran.out);
    }
}

#[test]
fn a_ruleset_with_a_mistake_is_not_run() {
    let here = Here::new();
    here.write("rules.yaml", "rules:\n  a: {given: $, then: {function: truthi}}\n");
    let ran = here.run(&["lint", "clean.yaml", "--spectral", "rules.yaml"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("rules.yaml:2:") && ran.err.contains("did you mean `truthy`?"), "{}", ran.err);
    let ran = here.run(&["lint", "clean.yaml", "--spectral", "none.yaml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("the ruleset none.yaml cannot be read: there is no such file"), "{}", ran.err);
}

#[test]
fn a_configuration_extends_rulesets_for_lint_and_check() {
    let here = Here::new();
    here.write("rules.yaml", RULES);
    here.write("caveat.yaml", "extends: ['spectral:rules.yaml']\nrules: {all: off}\n");
    let ran = here.run(&["lint", "clean.yaml"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("error: `info.contact` is missing"), "{}", ran.out);
    assert_eq!(ran.err.matches("`by-script`").count(), 1, "{}", ran.err);
    // What both sides have is not new.
    let ran = here.run(&["check", "clean.yaml", "--against", "clean.yaml"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
}

#[test]
fn findings_of_rulesets_are_accepted_by_id_and_by_area() {
    for name in ["spectral/info-has-contact", "own"] {
        let here = Here::new();
        here.write("rules.yaml", RULES);
        let base = "extends: ['spectral:rules.yaml']\nrules: {all: off}\n";
        here.write("caveat.yaml", &format!("{base}allow: [{{rule: {name}, because: nobody answers}}]\n"));
        let ran = here.run(&["lint", "clean.yaml"]);
        assert_eq!(ran.code, 0, "{name}: {}", ran.out);
        here.write("caveat.yaml", base);
        let comment = format!("# caveat: allow {name} because nobody answers\ninfo:");
        here.write("clean.yaml", &include_str!("../../fixtures/cli/clean.yaml").replacen("info:", &comment, 1));
        let ran = here.run(&["lint", "clean.yaml", "--format", "json"]);
        assert_eq!(ran.code, 0, "{name}: {}", ran.out);
        assert_eq!(ran.json()["summary"]["suppressed"], 1, "{name}: {}", ran.out);
    }
}
