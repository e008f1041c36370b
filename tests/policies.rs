//! What each policy makes of a change: a table of pairs, each with its level under each policy.

// Tests may stop where something is not as it must be.
#![allow(clippy::unwrap_used)]

use caveat::contract;
use caveat::diff::policies::{self, Authority};
use caveat::diff::{self, Change, Level, Policy, Settings, checks};
use caveat::docs;
use caveat::source::loader::NoFetch;

fn compare(old: &str, new: &str, settings: &Settings) -> Vec<Change> {
    let loader = contract::loader();
    let was = loader.add("old.yaml", "old.yaml", old.as_bytes().to_vec());
    let is = loader.add("new.yaml", "new.yaml", new.as_bytes().to_vec());
    let (old_side, new_side) = contract::load_both(loader, (was, &NoFetch), (is, &NoFetch))
        .unwrap_or_else(|e| panic!("{} in\n{old}\n{new}", e.0[0].1.message));
    diff::run(&old_side, &new_side, settings).changes
}

/// `level check` of each change under a policy; what is rewritten and nothing else counts as no change.
fn judged(old: &str, new: &str, policy: Policy) -> Vec<String> {
    let settings = Settings { policy, today: Some("2026-01-01".into()), ..Settings::default() };
    let shown = |c: &Change| format!("{} {}", c.level.as_str(), checks::all()[c.check].id);
    let mut found: Vec<String> = compare(old, new, &settings).iter().map(shown).collect();
    found.retain(|c| !c.ends_with("description-rewritten"));
    found
}

/// A description with one operation, whose fields are written in flow style; components may follow.
fn operation(fields: &str) -> String {
    let (fields, components) = fields.split_once(" ;; ").unwrap_or((fields, "{}"));
    let own = if fields.contains("operationId") { "" } else { "operationId: a, " };
    let responses = if fields.contains("responses:") { "" } else { ", responses: {'204': {description: done}}" };
    format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: 1.0.0}}\npaths:\n  /a: {{post: {{{own}{fields}{responses}}}}}\n\
         components: {components}\n"
    )
}

fn sent(schema: &str) -> String {
    operation(&format!("responses: {{'200': {{description: d, content: {{application/json: {{schema: {schema}}}}}}}}}"))
}

fn received(schema: &str) -> String {
    operation(&format!("requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}"))
}

type Build = fn(&str) -> String;

/// How a pair is built, both sides, and what is said of it: `strict`, `tolerant-reader`, `codegen`.
const TABLE: &[(Build, &str, &str, [&[&str]; 3])] = &[
    // Values of a list that a reader does not know.
    (
        sent,
        "{type: string, enum: [a]}",
        "{type: string, enum: [a, b]}",
        [
            &["breaking response-body-enum-value-added"],
            &["risky response-body-enum-value-added"],
            &["breaking response-body-enum-value-added"],
        ],
    ),
    (
        sent,
        "{type: object, properties: {s: {type: string, enum: [a]}}}",
        "{type: object, properties: {s: {type: string, enum: [a, b]}}}",
        [
            &["breaking response-property-enum-value-added"],
            &["risky response-property-enum-value-added"],
            &["breaking response-property-enum-value-added"],
        ],
    ),
    // An open list in the place of a closed one.
    (
        sent,
        "{type: string, enum: [a]}",
        "{type: string, x-extensible-enum: [a]}",
        [
            &["breaking response-body-no-longer-enum", "safe extension-changed"],
            &["risky response-body-no-longer-enum", "safe extension-changed"],
            &["breaking response-body-no-longer-enum", "safe extension-changed"],
        ],
    ),
    (
        sent,
        "{type: string, x-extensible-enum: [a]}",
        "{type: string, x-extensible-enum: [a, b]}",
        [&["safe extensible-enum-value-added"]; 3],
    ),
    (
        received,
        "{type: string, x-extensible-enum: [a, b]}",
        "{type: string, x-extensible-enum: [a]}",
        [
            &["safe request-extensible-enum-value-removed"],
            &["risky request-extensible-enum-value-removed"],
            &["safe request-extensible-enum-value-removed"],
        ],
    ),
    // Requests are read by the server, of which no policy knows anything.
    (
        received,
        "{type: string, enum: [a, b]}",
        "{type: string, enum: [a]}",
        [&["breaking request-body-enum-value-removed"]; 3],
    ),
    // Properties that a reader does not know.
    (
        sent,
        "{type: object, properties: {a: {type: string}}, additionalProperties: false}",
        "{type: object, properties: {a: {type: string}, b: {type: string}}, additionalProperties: false}",
        [
            &["breaking response-property-allowed"],
            &["safe response-property-allowed"],
            &["breaking response-property-allowed"],
        ],
    ),
    (
        sent,
        "{type: object, properties: {a: {type: string}}, additionalProperties: false}",
        "{type: object, properties: {a: {type: string}}, additionalProperties: true}",
        [
            &["breaking response-body-additional-properties-widened"],
            &["safe response-body-additional-properties-widened"],
            &["breaking response-body-additional-properties-widened"],
        ],
    ),
    // What a tolerant reader cannot do without, nor with something else.
    (
        sent,
        "{type: object, required: [a], properties: {a: {type: string}}}",
        "{type: object, properties: {a: {type: string}}}",
        [&["breaking response-property-became-optional"]; 3],
    ),
    (
        sent,
        "{oneOf: [{type: object, required: [a]}, {type: string}]}",
        "{oneOf: [{type: object, required: [a]}, {type: string}, {type: integer}]}",
        [&["breaking response-body-alternative-added"]; 3],
    ),
    // A break that passes does not hide another one.
    (
        sent,
        "{type: object, required: [s, n], properties: {s: {enum: [a]}, n: {type: integer}}}",
        "{type: object, required: [s, n], properties: {s: {enum: [a, b]}, n: {type: number}}}",
        [
            &["breaking response-property-enum-value-added", "breaking response-property-type-widened"],
            &["breaking response-property-type-widened", "risky response-property-enum-value-added"],
            &["breaking response-property-enum-value-added", "breaking response-property-type-widened"],
        ],
    ),
    // Nor does it where the walk has not seen the other one, and only a proof finds it.
    (
        sent,
        "{type: object, properties: {s: {enum: [a]}}, unevaluatedProperties: false}",
        "{type: object, properties: {s: {enum: [a, b]}, t: {}}, unevaluatedProperties: false}",
        [
            &["breaking response-property-enum-value-added", "safe response-property-added"],
            &[
                "breaking response-schema-widened",
                "risky response-property-enum-value-added",
                "safe response-property-added",
            ],
            &["breaking response-property-enum-value-added", "safe response-property-added"],
        ],
    ),
    // A schema that holds itself has the value that is new at any depth.
    (
        operation,
        "responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/N'}}}}} ;; \
         {schemas: {N: {type: object, properties: {s: {enum: [a]}, n: {type: array, items: {$ref: '#/components/schemas/N'}}}}}}",
        "responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/N'}}}}} ;; \
         {schemas: {N: {type: object, properties: {s: {enum: [a, b]}, n: {type: array, items: {$ref: '#/components/schemas/N'}}}}}}",
        [
            &["breaking response-property-enum-value-added"],
            &["risky response-property-enum-value-added"],
            &["breaking response-property-enum-value-added"],
        ],
    ),
    // Names and orders.
    (
        operation,
        "operationId: a",
        "operationId: b",
        [&["risky operation-id-changed"], &["risky operation-id-changed"], &["breaking operation-id-changed"]],
    ),
    (
        operation,
        "tags: [x]",
        "tags: [y]",
        [&["safe operation-tags-changed"], &["safe operation-tags-changed"], &["breaking operation-tags-changed"]],
    ),
    (
        operation,
        "tags: [x, y]",
        "tags: [y, x]",
        [&["safe operation-tags-changed"], &["safe operation-tags-changed"], &["breaking operation-tags-changed"]],
    ),
    (operation, "tags: [x]", "tags: [x, y]", [&["safe tags-changed"]; 3]),
    (
        operation,
        "parameters: [{name: p, in: query, schema: {type: string}}, {name: q, in: query, schema: {type: string}}]",
        "parameters: [{name: q, in: query, schema: {type: string}}, {name: p, in: query, schema: {type: string}}]",
        [&[], &[], &["breaking parameters-reordered"]],
    ),
    // Required ones come first in what is generated, wherever they stand.
    (
        operation,
        "parameters: [{name: p, in: query, schema: {}}, {name: q, in: header, required: true, schema: {}}]",
        "parameters: [{name: q, in: header, required: true, schema: {}}, {name: p, in: query, schema: {}}]",
        [&[]; 3],
    ),
    (
        operation,
        "tags: [x]",
        "tags: [x], parameters: [{name: p, in: query, schema: {type: string}}]",
        [
            &["safe request-parameter-added-optional"],
            &["safe request-parameter-added-optional"],
            &["risky request-parameter-added-optional"],
        ],
    ),
    // A component that a class was made of, and one that is a plain value wherever it is used.
    (
        operation,
        "tags: [x] ;; {schemas: {A: {type: object, properties: {a: {}}}}}",
        "tags: [x] ;; {schemas: {B: {type: object, properties: {a: {}}}}}",
        [
            &["safe component-model-removed", "safe component-added"],
            &["safe component-model-removed", "safe component-added"],
            &["breaking component-model-removed", "safe component-added"],
        ],
    ),
    (
        operation,
        "tags: [x] ;; {schemas: {A: {type: string}}}",
        "tags: [x] ;; {schemas: {}}",
        [&["safe component-removed"]; 3],
    ),
    (
        operation,
        "requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}} ;; \
         {schemas: {A: {type: object, properties: {a: {}}}, B: {type: object, properties: {a: {}}}}}",
        "requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}} ;; \
         {schemas: {A: {type: object, properties: {a: {}}}, B: {type: object, properties: {a: {}}}}}",
        [&[], &[], &["breaking component-model-replaced"]],
    ),
];

#[test]
fn each_policy_says_its_level_of_each_pair() {
    for (build, old, new, expected) in TABLE {
        for ((name, policy), expected) in Policy::ALL.iter().zip(expected) {
            assert_eq!(judged(&build(old), &build(new), *policy), *expected, "{name}\n{old}\n{new}");
        }
    }
}

/// A policy changes what a change is called, not what was found.
#[test]
fn what_a_policy_lets_pass_keeps_its_witness_and_says_who_decided() {
    let (old, new) = (sent("{type: string, enum: [a]}"), sent("{type: string, enum: [a, b]}"));
    let of = |policy| compare(&old, &new, &Settings { policy, ..Settings::default() }).remove(0);
    let (strict, tolerant) = (of(Policy::Strict), of(Policy::TolerantReader));
    assert_eq!(strict.ruling, None);
    let ruling = tolerant.ruling.expect("a ruling");
    assert_eq!((ruling.by, ruling.instead_of), (Authority::Policy(Policy::TolerantReader), Level::Breaking));
    assert_eq!(tolerant.witness, strict.witness);
    assert!(strict.witness.is_some_and(|witness| witness.verified));
    assert_eq!(tolerant.help(), ruling.help);
}

/// Drafts and alphas may break, by what the old side said of them; what others use as well may not.
#[test]
fn what_promised_nothing_does_not_break() {
    let at = |level: &str, rest: &str| {
        operation(&format!("{level}parameters: [{{name: p, in: query, required: {rest}, schema: {{}}}}]"))
    };
    for (was, is, expected) in [
        ("", "", ["breaking request-parameter-became-required"].as_slice()),
        ("x-stability-level: draft, ", "x-stability-level: draft, ", &["risky request-parameter-became-required"]),
        ("x-stability-level: alpha, ", "x-stability-level: alpha, ", &["risky request-parameter-became-required"]),
        ("x-stability-level: beta, ", "x-stability-level: beta, ", &["breaking request-parameter-became-required"]),
        ("x-stability-level: odd, ", "x-stability-level: odd, ", &["breaking request-parameter-became-required"]),
        (
            "x-stability-level: alpha, ",
            "x-stability-level: stable, ",
            &["risky request-parameter-became-required", "safe operation-stability-raised"],
        ),
        (
            "",
            "x-stability-level: alpha, ",
            &["breaking request-parameter-became-required", "risky operation-stability-withdrawn"],
        ),
        (
            "",
            "x-stability-level: beta, ",
            &["breaking request-parameter-became-required", "risky operation-stability-lowered"],
        ),
    ] {
        let mut found = judged(&at(was, "false"), &at(is, "true"), Policy::Strict);
        found.sort();
        assert_eq!(found, expected, "{was} {is}");
    }
    let shared = |required: &str, other: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: 1.0.0}}\npaths:\n  /a: {{get: {{x-stability-level: alpha, \
             parameters: [{{$ref: '#/components/parameters/P'}}], responses: {{}}}}}}\n  /b: {{get: {{{other}\
             parameters: [{{$ref: '#/components/parameters/P'}}], responses: {{}}}}}}\ncomponents: {{parameters: \
             {{P: {{name: p, in: query, required: {required}, schema: {{}}}}}}}}\n"
        )
    };
    for (other, level) in [("", "breaking"), ("x-stability-level: draft, ", "risky")] {
        let found = judged(&shared("false", other), &shared("true", other), Policy::Strict);
        assert_eq!(found, [format!("{level} request-parameter-became-required")], "{other}");
    }
}

/// What is sent in a callback promises as much as the operation that it belongs to.
#[test]
fn callbacks_are_as_stable_as_their_operations() {
    let at = |own: &str, required: &str| {
        operation(&format!(
            "x-stability-level: alpha, callbacks: {{c: {{'{{$request.body#/url}}': {{post: {{{own}requestBody: \
             {{content: {{application/json: {{schema: {{type: object, required: [{required}]}}}}}}}}, \
             responses: {{'204': {{description: d}}}}}}}}}}}}"
        ))
    };
    for (own, level) in [("", "risky"), ("x-stability-level: stable, ", "breaking")] {
        let found = judged(&at(own, "a"), &at(own, ""), Policy::Strict);
        assert!(found.contains(&format!("{level} response-property-became-optional")), "{own} {found:?}");
    }
}

/// `caveat explain` derives each level: the rule, what the change does to it, and what policies make of it.
#[test]
fn every_level_is_derived_in_three_sentences() {
    for (number, check) in checks::all().iter().enumerate() {
        let page = docs::check_text(check);
        let (_, rest) = page.split_once(&format!("## Why it is {}\n", check.level.as_str())).unwrap();
        let why = rest.lines().next().unwrap();
        assert!(why.starts_with("Rule ") || why.starts_with("No rule ") || why.starts_with("Any rule "), "{why}");
        let (derived, policy) = why.split_once("The policy `strict` ").unwrap_or_else(|| panic!("{why}"));
        assert!(derived.ends_with(". ") && derived.matches(". ").count() >= 2, "{why}");
        assert!(policy.contains(check.level.as_str()), "{why}");
        let coordinate = checks::coordinate(number).unwrap();
        let rows: Vec<_> = Policy::ALL.iter().filter_map(|(_, policy)| policies::find(*policy, coordinate)).collect();
        assert_eq!(policy.ends_with("no other policy changes it."), rows.is_empty(), "{why}");
        for row in rows {
            let (name, level) = (row.policy.as_str(), row.level.as_str());
            assert!(why.contains(&format!("`{name}` makes it {level}")), "{why}");
            assert!(page.contains(&format!("- `{name}` makes it {level}, because {}.", row.because)), "{page}");
        }
    }
}
