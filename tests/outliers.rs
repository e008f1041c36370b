//! What learning the case of properties from an API is worth: the names that leave its own convention, beside what a
//! linter with a fixed style would report. The table is printed by
//! `cargo nextest run -E 'binary(outliers)' --no-capture`.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeMap;

use caveat::contract::Contract;
use caveat::finding::Finding;
use caveat::lint::facts::case::Case;
use caveat::lint::facts::{ConventionSettings, Facts};
use caveat::lint::{self, Plan};

mod common;

use common::{load, shared};

/// Descriptions of the corpus whose properties are `snake_case`, all but a few or all of them.
const DESCRIPTIONS: [(&str, &str, bool); 2] = [
    ("GitHub", "corpus/specs/github-npm/ghes-3.17.json", true),
    ("Slack", "corpus/specs/slack/web-api/slack_web_openapi_v2.json", false),
];

const RULE: &str = "property-case";

/// What `property-case` says, where the case is learned or fixed.
fn findings(contract: &Contract, fixed: Option<Case>) -> Vec<Finding> {
    let pinned = fixed.map(|case| ("naming.property".to_owned(), case.as_str().to_owned()));
    // Forms are properties as well, and have a convention of their own.
    let form = fixed.map(|case| ("naming.form-field".to_owned(), case.as_str().to_owned()));
    let settings = ConventionSettings { pinned: pinned.into_iter().chain(form).collect(), ..Default::default() };
    let plan = Plan::new(&BTreeMap::new(), settings).unwrap_or_else(|(rule, e)| panic!("{rule}: {e}")).only(RULE);
    let outcome = lint::run(contract, &plan);
    assert!(outcome.failures.is_empty(), "{:?}", outcome.failures);
    outcome.findings
}

/// The names that findings are about, with how often, the most frequent first.
fn names(findings: &[Finding]) -> Vec<(&str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        // The first thing in backticks is the name; of a component with many of them it is one of those.
        *counts.entry(finding.message.split('`').nth(1).unwrap_or_default()).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    counts
}

#[test]
fn a_learned_case_reports_the_exceptions_and_a_fixed_one_everything() {
    for (name, path, has_exceptions) in DESCRIPTIONS {
        let Some(file) = shared(path) else { continue };
        let contract = load(name, &std::fs::read_to_string(file).expect("a text"));
        let facts = Facts::of(&contract, &ConventionSettings::default());
        let learned = &facts.names.properties.whole.convention;
        println!("{name}: {} property names are {}", learned.evidence(), Case::Snake);
        assert_eq!(learned.dominant, Some(Case::Snake), "{name}");
        let count = |fixed: Option<Case>| {
            let found = findings(&contract, fixed);
            let names = names(&found);
            let first: Vec<String> = names.iter().take(6).map(|(name, count)| format!("{name} ({count})")).collect();
            let how = fixed.map_or("learned".to_owned(), |case| format!("fixed to {case}"));
            println!("  {how:>20}: {:>6} findings, {:>5} names: {}", found.len(), names.len(), first.join(", "));
            found.len()
        };
        let (inferred, snake, camel) = (count(None), count(Some(Case::Snake)), count(Some(Case::Camel)));
        // What is learned is what leaves the convention, and a style of another house reports the convention itself.
        assert_eq!(inferred > 0, has_exceptions, "{name}: {inferred} exceptions");
        assert!(inferred <= snake, "{name}: {inferred} exceptions, {snake} where the case is fixed");
        assert!(20 * inferred < camel, "{name}: {inferred} exceptions are no less than 5 % of {camel}");
        assert!(camel >= learned.count() / 2, "{name}: a foreign style reports {camel} of {} names", learned.count());
    }
}
