//! What is accepted stays accepted in any form that says the same.

use std::collections::BTreeMap;

use caveat::config;
use caveat::contract;
use caveat::diff::Compatibility;
use caveat::lint::{self, Plan};
use caveat::suppress::{self, Accepted, Means};
use serde_json::{Value, json};

use crate::forms::{Document, data};
use crate::sides::{Files, compare, descriptions, file, shown, text};

const ROOT: &str = "\
openapi: 3.1.0
info: {title: Shop, version: 1.0.0}
paths:
  # caveat: allow trailing-slash because it was always there
  /orders/:
    get:
      operationId: list_orders
      responses:
        '200':
          description: Orders
          content: {application/json: {schema: {$ref: '#/components/schemas/OrderPage'}}}
";
const COMPONENTS: &str = "\
components:
  schemas:
";
const PAGE: &str = "\
type: object
required: [first_page, second_page]
properties:
  first_page: {type: string}
  # caveat: allow undefined-required-property because the gateway adds it
x-caveat-allow:
  undefined-required-property: the gateway adds it
";
const ENTRY: &str = "
  - rule: undefined-required-property
    pointers: [/components/schemas/OrderPage]
    files: [root.yaml]
    because: the gateway adds it
";

/// Root, and other files.
type Form = (&'static str, BTreeMap<String, String>);

fn indented(text: &str, by: usize) -> String {
    text.lines().map(|line| format!("{:by$}{line}\n", "")).collect()
}

/// The component in the root, behind a reference of the root, and in files of its own; each with `page` as it is.
fn forms(page: &str) -> Vec<Form> {
    let inside = format!("{ROOT}{COMPONENTS}    OrderPage:\n{}", indented(page, 6));
    let stub = |to: &str| format!("{ROOT}{COMPONENTS}    OrderPage: {{$ref: '{to}'}}\n");
    let direct = |to: &str| ROOT.replace("#/components/schemas/OrderPage", to);
    let made = |root: String, others: &[(&str, String)]| {
        let others = others.iter().map(|(name, text)| ((*name).to_owned(), text.clone()));
        std::iter::once(("root.yaml".to_owned(), root)).chain(others).collect()
    };
    let entry = format!("OrderPage:\n{}", indented(page, 2));
    let components = format!("{COMPONENTS}    OrderPage:\n{}", indented(page, 6));
    vec![
        ("in the root", made(inside, &[])),
        ("behind a stub, under another name", made(stub("made/7.yaml"), &[("made/7.yaml", page.to_owned())])),
        ("in a file of its own", made(direct("made/OrderPage.yaml"), &[("made/OrderPage.yaml", page.to_owned())])),
        ("in a file of several", made(direct("all.yaml#/OrderPage"), &[("all.yaml", entry)])),
        (
            "in a file of components",
            made(direct("lib.yaml#/components/schemas/OrderPage"), &[("lib.yaml", components)]),
        ),
    ]
}

/// The findings of a form by rule and by how they were accepted, and their fingerprints.
fn sorted(files: &BTreeMap<String, String>, allow: &str) -> (Vec<(String, Option<Means>)>, Vec<String>) {
    let here = std::path::absolute(".").expect("a folder");
    let text = if allow.is_empty() { String::new() } else { format!("allow:\n{allow}") };
    let settings = config::read("caveat.yaml", text.into_bytes(), &here)
        .unwrap_or_else(|mistakes| panic!("{} mistakes", mistakes.len()));
    let plan = Plan::default();
    let loader = contract::loader();
    let root = loader.add("root.yaml", "root.yaml", files["root.yaml"].clone().into_bytes());
    let contract =
        contract::load(loader, root, &Files::Made(files.clone())).unwrap_or_else(|e| panic!("{}", e.0.message));
    let outcome = lint::run(&contract, &plan);
    let addresses = caveat::finding::Addresses::new(&contract.sources, contract.at.doc);
    let mut fingerprints: Vec<String> = outcome.findings.iter().map(|f| f.fingerprint(&addresses)).collect();
    fingerprints.sort();
    let accepted = Accepted { plan: &plan, allow: &settings.allow, ignores: None };
    let sorted = suppress::sort(&contract, outcome.findings, &accepted);
    let suppressed = sorted.suppressed.into_iter().map(|s| (s.finding.rule.to_owned(), Some(s.by)));
    let mut all: Vec<_> = sorted.shown.into_iter().map(|f| (f.rule.to_owned(), None)).chain(suppressed).collect();
    all.sort();
    (all, fingerprints)
}

#[test]
fn what_is_accepted_stays_so_when_a_component_moves() {
    let rule = "undefined-required-property";
    let bare: String = PAGE
        .lines()
        .filter(|line| !line.contains("caveat") && !line.contains("the gateway"))
        .map(|l| format!("{l}\n"))
        .collect();
    let commented =
        bare.replace("required:", "# caveat: allow undefined-required-property because the gateway adds it\nrequired:");
    let extended: String = PAGE.lines().filter(|line| !line.contains('#')).map(|l| format!("{l}\n")).collect();
    for (page, allow, by) in [
        (&bare, "", None),
        (&commented, "", Some(Means::Comment)),
        (&extended, "", Some(Means::Extension)),
        (&bare, ENTRY, Some(Means::Configuration)),
    ] {
        let mut before = None;
        for (name, files) in forms(page) {
            let (found, fingerprints) = sorted(&files, allow);
            let of_rule: Vec<_> = found.iter().filter(|(id, _)| id == rule).collect();
            assert_eq!(of_rule, [&(rule.to_owned(), by)], "{name}: {found:?}");
            assert!(!found.iter().any(|(id, by)| id.ends_with("-suppression") && by.is_none()), "{name}: {found:?}");
            let first = before.get_or_insert((found.clone(), fingerprints.clone()));
            assert_eq!(first, &(found, fingerprints), "{name}");
        }
    }
}

/// Wherever a description may say what is accepted, saying so is no change.
#[test]
#[allow(clippy::print_stdout)]
fn what_is_said_for_linters_is_no_change() {
    let (mut faults, mut seen, mut written) = (Vec::new(), 0, 0);
    for path in descriptions(20_000) {
        let Some(document) = data(&path).and_then(Document::new) else { continue };
        let mut root = document.root.clone();
        for place in document.places.iter().rev() {
            let object = root.pointer_mut(&place.pointer).and_then(Value::as_object_mut);
            if let Some(object) = object.filter(|object| !object.contains_key("$ref")) {
                object.insert("x-caveat-allow".into(), json!({ "missing-429": "it is so" }));
                object.insert("x-zally-ignore".into(), json!(["101"]));
                written += 1;
            }
        }
        let original = file(&path);
        let plain = text(&original, "plain.json", document.root.to_string());
        let allowed = text(&original, "allowed.json", root.to_string());
        let Some(comparison) = compare(&plain, &allowed) else { continue };
        seen += 1;
        if comparison.compatibility() != Compatibility::Identical {
            faults.push(format!("{}:\n{}", path.display(), shown(&comparison)));
        }
    }
    println!("{written} objects of {seen} descriptions say what is accepted");
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert!(seen > 50, "{seen} descriptions are too few to mean much");
}
