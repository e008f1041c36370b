//! Spectral itself finds the same, but for what the table says.
//!
//! Two rulesets over five descriptions: ten OWASP rules that we wrote, and the ruleset that npm carries in
//! `@baloise/spectral-rules`. `peer.sh` runs Spectral; where it cannot, this says so and checks nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use caveat::spectral;

use super::common::shared;
use super::{contract, pointer, ruleset};

const MUSEUM: &str = "redocly-museum/openapi.yaml";
const TRAVEL: &str = "readme-oas-examples/3.1/yaml/train-travel.yaml";
const PROJECTS: &str = "xero/xero-projects.yaml";
const HYDRA: &str = "ory/spec/hydra/v1.4.10.json";
const FIGMA: &str = "figma/openapi/openapi.yaml";
const SPECS: [&str; 5] = [MUSEUM, TRAVEL, PROJECTS, HYDRA, FIGMA];

const JAVASCRIPT: &str = "the function is JavaScript: caveat lists the rule as not run";
const REFERENCE: &str = "a reference with something beside it at the end of a path: Spectral shows the reference, caveat shows \
                         the definition, as it does everywhere";
const KEY_OR_CIRCLE: &str = "18 keys whose value is a reference, which Spectral shows at ten definitions; and one key that is \
                             only behind a circle of references, which Spectral leaves unresolved";
const ENCODED: &str =
    "Spectral loses a key with a `+` behind a reference, and shows what holds it, for all such keys once";
const CIRCLE: &str = "Spectral leaves references in a circle unresolved, and so does not see what is only behind them";
const SLOW: &str = "the pattern repeats a repetition and looks back: caveat does not try it on texts of more than 40 bytes, \
                    and says so in a note";

/// Specification, rule, how many findings only caveat has, how many only Spectral has, and why.
const DIFFERENCES: &[(&str, &str, usize, usize, &str)] = &[
    (MUSEUM, "must-always-return-json-objects-as-top-level-data-structures", 0, 2, JAVASCRIPT),
    (MUSEUM, "must-use-tracing", 0, 4, JAVASCRIPT),
    (MUSEUM, "must-use-valid-problem-json-schema", 0, 1, JAVASCRIPT),
    (TRAVEL, "must-always-return-json-objects-as-top-level-data-structures", 0, 7, JAVASCRIPT),
    (TRAVEL, "must-use-tracing", 0, 1, JAVASCRIPT),
    (TRAVEL, "must-use-valid-problem-json-schema", 0, 1, JAVASCRIPT),
    (TRAVEL, "should-prefer-standard-media-type-names", 7, 7, ENCODED),
    (PROJECTS, "must-use-tracing", 0, 7, JAVASCRIPT),
    (HYDRA, "api4-array-limit", 0, 6, REFERENCE),
    (HYDRA, "must-use-tracing", 0, 19, JAVASCRIPT),
    (HYDRA, "should-use-additional-well-understood-http-status-codes", 0, 5, JAVASCRIPT),
    (FIGMA, "must-define-a-format-for-number-types", 10, 0, CIRCLE),
    (FIGMA, "must-use-camel-case-for-property-names", 19, 10, KEY_OR_CIRCLE),
    (FIGMA, "must-use-lowercase-with-hypens-for-path-segements", 0, 1, SLOW),
    (FIGMA, "must-use-tracing", 0, 38, JAVASCRIPT),
    (FIGMA, "should-use-x-extensible-enum", 12, 0, CIRCLE),
];

/// What is found, as rule and place.
type Found = BTreeSet<(String, String)>;

fn cache() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("spectral-peer")
}

/// What Spectral finds; nothing where it cannot be run.
fn theirs(rules: &Path, specs: &[PathBuf]) -> Option<BTreeMap<PathBuf, Found>> {
    let output = cache().join(format!("{}.json", rules.file_stem().unwrap().to_string_lossy()));
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/spectral/peer.sh");
    let ran = Command::new("sh").arg(script).arg(cache()).arg(rules).arg(&output).args(specs).output();
    let ran = match ran {
        Ok(ran) if ran.status.code() != Some(3) => ran,
        Ok(ran) => {
            println!("skipped: Spectral cannot be run: {}", String::from_utf8_lossy(&ran.stdout).trim());
            return None;
        }
        Err(error) => {
            println!("skipped: there is no shell to run Spectral: {error}");
            return None;
        }
    };
    assert!(ran.status.success(), "Spectral failed: {}", String::from_utf8_lossy(&ran.stderr));
    let all: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(output).unwrap()).unwrap();
    let mut found: BTreeMap<PathBuf, Found> = specs.iter().map(|spec| (spec.clone(), Found::new())).collect();
    for one in &all {
        let step = |step: &serde_json::Value| {
            let text = step.as_str().map_or_else(|| step.to_string(), str::to_owned);
            format!("/{}", text.replace('~', "~0").replace('/', "~1"))
        };
        let pointer: String = one["path"].as_array().unwrap().iter().map(step).collect();
        let source = PathBuf::from(one["source"].as_str().unwrap());
        found.get_mut(&source).unwrap().insert((one["code"].as_str().unwrap().to_owned(), pointer));
    }
    Some(found)
}

fn ours(rules: &Path, spec: &Path) -> Found {
    let contract = contract(spec);
    let outcome = spectral::run(&contract, &[ruleset(rules)]);
    let found =
        outcome.findings.iter().map(|f| (f.rule[caveat::config::OWN.len()..].to_owned(), pointer(&contract, f)));
    found.collect()
}

#[test]
fn spectral_finds_the_same() {
    let Some(corpus) = shared("corpus/specs") else { return };
    let specs: Vec<PathBuf> = SPECS.iter().map(|spec| corpus.join(spec).canonicalize().unwrap()).collect();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/spectral/owasp.yaml");
    let mut differences = BTreeMap::new();
    let mut both = 0;
    // The first one installs what the second one names.
    for rules in [fixtures, cache().join("node_modules/@baloise/spectral-rules/baloise.yml")] {
        let Some(theirs) = theirs(&rules, &specs) else { return };
        for (spec, name) in specs.iter().zip(SPECS) {
            let (ours, theirs) = (ours(&rules, spec), &theirs[spec]);
            both += ours.intersection(theirs).count();
            for (rule, _) in ours.difference(theirs) {
                differences.entry((name, rule.clone())).or_insert((0, 0)).0 += 1;
            }
            for (rule, _) in theirs.difference(&ours) {
                differences.entry((name, rule.clone())).or_insert((0, 0)).1 += 1;
            }
        }
    }
    println!("{both} findings of Spectral and caveat are the same; {} rows differ", differences.len());
    let known: BTreeMap<_, _> =
        DIFFERENCES.iter().map(|&(spec, rule, ours, theirs, _)| ((spec, rule.to_owned()), (ours, theirs))).collect();
    assert_eq!(known.len(), DIFFERENCES.len(), "a row stands twice");
    assert_eq!(differences, known);
    assert!(both > 1_000, "only {both} findings are the same");
}
