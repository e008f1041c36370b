//! Broken documents: what can be read is read, a bad node hides nothing else, and after a syntax error nobody speaks of
//! what is absent.
//!
//! `fixtures/broken/` holds documents with what is found in them beside each; `UPDATE=1` writes that. The laws below
//! break one good document in every place that it has.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use caveat::contract::Contract;
use serde_json::Value;

mod common;

use common::{fixtures, lint, load, show, try_load, update};

/// What is found in a text, or why it is no description, with what could be read of it.
fn outcome(name: &str, text: &str) -> String {
    match try_load(name, text) {
        Ok(contract) => {
            let findings = lint(&contract);
            for finding in &findings {
                let (start, end) = (finding.primary.span.start, finding.primary.span.end);
                let length = contract.sources.doc(finding.primary.span.doc).text.len() as u32;
                assert!(start <= end && end <= length, "{name}: a finding leaves the text: {finding:?}");
            }
            format!("{}{}", counts(&contract), show(&contract, &findings))
        }
        Err(refused) => format!("# not a description: {}\n", refused.0.message),
    }
}

fn counts(contract: &Contract) -> String {
    let mut text = format!(
        "# read: {} path items, {} operations, {} parameters, {} responses, {} schemas\n",
        contract.path_items.len(),
        contract.operations.len(),
        contract.parameters.len(),
        contract.responses.len(),
        contract.schemas.len(),
    );
    let doc = &contract.sources.docs[0];
    for problem in &doc.problems {
        let place = doc.place(problem.start);
        let after = if problem.fatal { "; nothing after this is known" } else { "" };
        let _ = writeln!(text, "# {}:{} {}{after}", place.line, place.column, problem.message);
    }
    text
}

#[test]
fn broken_documents_have_their_findings() {
    let mut faults = String::new();
    let mut seen = 0;
    let mut files: Vec<_> = walkdir::WalkDir::new(fixtures().join("broken"))
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|p| p.extension().is_some_and(|e| e == "yaml" || e == "json"))
        .collect();
    files.sort();
    for file in files {
        seen += 1;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).expect("a fixture is text");
        let shown = outcome(&name, &text);
        let expected = file.with_extension("findings");
        if update() {
            fs::write(&expected, &shown).expect("a snapshot can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default().replace("\r\n", "\n") != shown {
            let _ = writeln!(faults, "{}: the outcome changed (UPDATE=1 accepts it):\n{shown}", file.display());
        }
    }
    assert!(seen > 0, "there is no broken document");
    assert!(faults.is_empty(), "{faults}");
}

/// The base document of the rules' examples, which has no fault, as one JSON value.
fn base() -> Value {
    let text = fs::read_to_string(fixtures().join("base.yaml")).expect("the base document");
    let mut value: serde_yaml::Value = serde_yaml::from_str(&text).expect("the base is YAML");
    value.apply_merge().expect("the base merges");
    serde_json::to_value(value).expect("the base is JSON")
}

/// The pointers of all nodes below the root.
fn pointers(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), value)];
    while let Some((pointer, value)) = open.pop() {
        let children: Vec<(String, &Value)> = match value {
            Value::Object(members) => {
                members.iter().map(|(key, v)| (key.replace('~', "~0").replace('/', "~1"), v)).collect()
            }
            Value::Array(items) => items.iter().enumerate().map(|(n, v)| (n.to_string(), v)).collect(),
            _ => Vec::new(),
        };
        for (step, child) in children {
            let below = format!("{pointer}/{step}");
            found.push(below.clone());
            open.push((below, child));
        }
    }
    found.sort();
    found
}

/// Plants references to nowhere all over the base, then makes every other node a bad one, one at a time: each planted
/// fault whose way from the root is still whole must be found.
#[test]
fn a_bad_node_hides_nothing_else() {
    let planted = [
        "/paths/~1customers/get/responses/400/$ref",
        "/paths/~1customers~1{customer_id}/parameters/0/$ref",
        "/paths/~1orders/post/requestBody/content/application~1json/schema/$ref",
        "/components/responses/not_found/content/application~1problem+json/schema/$ref",
        "/components/schemas/order_page/properties/items/items/$ref",
    ];
    let mut document = base();
    for pointer in planted {
        *document.pointer_mut(pointer).unwrap_or_else(|| panic!("the base has no {pointer}")) = "#/nowhere".into();
    }
    let unresolved = |document: &Value| -> BTreeSet<String> {
        let contract = load("base.json", &document.to_string());
        let findings = lint(&contract);
        let own = findings.iter().filter(|f| f.rule == "unresolved-reference" && f.message.contains("#/nowhere"));
        own.filter_map(|f| f.primary.span.node.map(|n| contract.sources.docs[0].pointer(n))).collect()
    };
    assert_eq!(
        unresolved(&document),
        planted.iter().map(|p| (*p).to_owned()).collect(),
        "the planted faults are found"
    );
    let mut faults = String::new();
    let mut broken = 0;
    // Every third node keeps the test short, and still breaks every sort of node many times.
    for pointer in pointers(&document).iter().filter(|p| p.as_str() != "/openapi").step_by(3) {
        broken += 1;
        let node = document.pointer_mut(pointer).expect("a node");
        // A number is wrong nearly everywhere, and a list is wrong where a number is right.
        let bad = if node.is_number() { Value::Array(vec![]) } else { 7.into() };
        let good = std::mem::replace(node, bad);
        let found = unresolved(&document);
        for fault in planted.iter().filter(|fault| !inside(fault, pointer)) {
            if !found.contains(*fault) {
                let _ = writeln!(faults, "a bad node at {pointer} hides the fault at {fault}");
            }
        }
        *document.pointer_mut(pointer).expect("the node") = good;
    }
    println!("{broken} nodes were made bad, one at a time");
    assert!(faults.is_empty(), "{faults}");
}

/// Whether `pointer` is `outer` or leads through it. What only the broken node referred to is no longer there to be
/// found, except under `components`, which is read whether anything refers to it or not.
fn inside(pointer: &str, outer: &str) -> bool {
    pointer.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The document as JSON, with what is referred to last, so that a text that breaks off loses it. Keys below the root are
/// in the order of the alphabet, or in the opposite one.
fn with_components_last(document: &Value, reversed: bool) -> String {
    let members = document.as_object().expect("an object");
    let rank = |key: &str| ["openapi", "info", "", "paths", "components"].iter().position(|k| *k == key).unwrap_or(2);
    let mut keys: Vec<&String> = members.keys().collect();
    keys.sort_by_key(|key| rank(key));
    let members: Vec<String> =
        keys.iter().map(|key| format!("{key:?}: {}", written(&members[*key], reversed))).collect();
    format!("{{{}}}", members.join(",\n"))
}

fn written(value: &Value, reversed: bool) -> String {
    match value {
        Value::Object(members) => {
            let mut keys: Vec<&String> = members.keys().collect();
            keys.sort();
            if reversed {
                keys.reverse();
            }
            let members: Vec<String> = keys
                .iter()
                .map(|key| format!("{}: {}", Value::from(key.as_str()), written(&members[*key], reversed)))
                .collect();
            format!("{{{}}}", members.join(",\n"))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(|item| written(item, reversed)).collect::<Vec<_>>().join(", "))
        }
        scalar => scalar.to_string(),
    }
}

/// Cuts the base off at every 59th character. It has no fault, so nothing but the end of the text may be
/// found, and what stands before the cut must be known.
#[test]
fn a_text_that_breaks_off_is_silent_about_the_rest() {
    let mut faults = String::new();
    let mut cuts = 0;
    for reversed in [false, true] {
        let text = with_components_last(&base(), reversed);
        let mut known = 0;
        for cut in (text.find("\"paths\"").expect("paths")..text.len()).step_by(59) {
            let name = "base.json";
            let Ok(contract) = try_load(name, &text[..cut]) else { continue };
            cuts += 1;
            assert!(contract.partial(), "cut at {cut}: nothing says that the text breaks off");
            let findings: Vec<_> = lint(&contract).into_iter().filter(|f| f.rule != "syntax-error").collect();
            if !findings.is_empty() && faults.len() < 4000 {
                let _ = writeln!(faults, "cut at {cut}:\n{}", show(&contract, &findings));
            }
            let size = contract.path_items.len() + contract.operations.len();
            assert!(size >= known, "cut at {cut}: less is known than of a shorter piece");
            known = size;
        }
    }
    println!("the text was cut off in {cuts} places");
    assert!(cuts > 0, "nothing of a text that breaks off is a description");
    assert!(faults.is_empty(), "{faults}");
}
