//! A finding keeps its fingerprint in any form that says the same: other notation, other order, other files.

use std::collections::BTreeMap;

use caveat::contract::{self, Contract};
use caveat::finding::Addresses;
use caveat::lint::{self, Plan};
use serde_json::Value;

use crate::forms::{Document, Made, data, side, split};
use crate::sides::{Side, descriptions, file, text};
use crate::written::json;

/// How often each fingerprint of each rule is found.
type Found = BTreeMap<(&'static str, String), usize>;

/// Rules that speak of how a text is written, or of in which file something stands.
const OF_THE_FORM: [&str; 8] = [
    "unportable-syntax",
    "yaml-trap",
    "unused-component",
    "missing-external-example",
    "ignored-reference-sibling",
    // Nothing behind a key of YAML is another fault than the null of JSON.
    "wrong-type",
    // A component whose names are all foreign is one finding, and a file of its own is no component.
    "property-case",
    // A body that is described twice, under two spellings of one media type, is a list or is none.
    "mistyped-page-parameter",
];

/// Rules whose findings stand at one of several places that are to blame alike: the later one of a pair, or the first
/// of those that share something. Turning the order round makes another one the later or the first.
const OF_SEVERAL: [&str; 21] = [
    "ambiguous-paths",
    "case-twins",
    "circular-reference",
    "conflicting-fields",
    "duplicate-description",
    "duplicate-parameter",
    "duplicate-summary",
    "error-without-request-id",
    "incomplete-rate-limit-headers",
    "minor-version-in-url",
    "missing-default-page-size",
    "mixed-rate-limit-headers",
    "mixed-spelling",
    "refused-example",
    "renamed-path-parameter",
    "secret-in-url",
    "unbounded-page-size",
    "undeclared-scope",
    "undefined-security-scheme",
    "unknown-field",
    "unregistered-status-code",
];

fn load(side: &Side) -> Option<Contract> {
    let loader = contract::loader();
    let root = loader.add(&side.key, &side.key, side.bytes.clone());
    contract::load(loader, root, &side.files).ok().filter(|contract| !contract.partial())
}

fn found(contract: &Contract) -> Found {
    let addresses = Addresses::new(&contract.sources, contract.at.doc);
    let mut found = Found::new();
    for finding in lint::run(contract, &Plan::default()).findings {
        if !OF_THE_FORM.contains(&finding.rule) {
            *found.entry((finding.rule, finding.fingerprint(&addresses))).or_default() += 1;
        }
    }
    found
}

#[test]
#[allow(clippy::print_stdout)]
fn a_fingerprint_survives_notation_order_and_files() {
    let (mut faults, mut seen, mut findings) = (Vec::new(), BTreeMap::<&str, usize>::new(), 0);
    for path in descriptions(70_000) {
        let original = file(&path);
        let Some(contract) = load(&original) else { continue };
        let document = contract.sources.doc(contract.at.doc);
        // A key that stands twice, or an anchor, has no counterpart in JSON.
        let plain = document.problems.is_empty() && document.duplicate_keys.is_empty() && !document.tape.has_aliases();
        if !plain {
            continue;
        }
        let before = found(&contract);
        findings += before.values().sum::<usize>();
        let mut forms: Vec<(&str, Side)> = Vec::new();
        for (name, reversed) in [("as JSON", false), ("turned round", true)] {
            let mut written = String::new();
            json(contract.view(contract.at), reversed, &mut written);
            if serde_json::from_str::<Value>(&written).is_ok() {
                let yaml = serde_json::from_str::<Value>(&written).ok().and_then(|v| serde_yaml::to_string(&v).ok());
                forms.push((name, text(&original, "other.json", written)));
                forms.extend(yaml.map(|yaml| ("as YAML", text(&original, "other.yaml", yaml))));
            }
        }
        let made: Option<Made> = data(&path).and_then(Document::new).and_then(|document| split(&document));
        forms.extend(made.map(|made| ("split", side(made))));
        for (name, form) in forms {
            let Some(form) = load(&form) else { continue };
            *seen.entry(name).or_default() += 1;
            let after = found(&form);
            // Only `as JSON` keeps the order: data of tests sorts its keys.
            let speaks = |rule: &str| name == "as JSON" || !OF_SEVERAL.contains(&rule);
            let differs = |all: &Found, (key, count): (&(&'static str, String), &usize)| {
                speaks(key.0) && all.get(key) != Some(count)
            };
            let lost: Vec<_> = before.iter().filter(|entry| differs(&after, *entry)).collect();
            let new: Vec<_> = after.iter().filter(|entry| differs(&before, *entry)).collect();
            if !lost.is_empty() || !new.is_empty() {
                faults.push(format!("{} {name}:\n  lost {lost:?}\n  new {new:?}", path.display()));
            }
        }
    }
    println!("{findings} findings in forms: {seen:?}");
    assert!(faults.is_empty(), "{} forms:\n{}", faults.len(), faults.join("\n"));
    assert!(seen["split"] > 20 && seen["turned round"] > 100, "too few to mean much: {seen:?}");
}
