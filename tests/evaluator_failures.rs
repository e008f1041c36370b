//! What the evaluator says about a refusal, about messages of one direction, and about schemas made to hurt it.

#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used)]

mod common;

use std::fmt::Write as _;

use caveat::contract::keywords::Keyword;
use caveat::contract::{self, Contract, Dialect, Id, Schema};
use caveat::schema::Projection;
use caveat::schema::evaluate::{self, Verdict};
use caveat::schema::value::Value;
use caveat::source::loader::NoFetch;

fn bare(text: &str) -> (Contract, Id<Schema>) {
    let loader = contract::loader();
    let root = loader.add("schema.json", "schema.json", text.as_bytes().to_vec());
    contract::load_schema(loader, root, Dialect::Draft2020_12, &NoFetch).unwrap()
}

fn value(text: &str) -> Value {
    let mut names = caveat::source::names::Interner::default();
    let document = caveat::source::read("value.json".to_owned(), text.as_bytes().to_vec(), &mut names);
    Value::read(document.root().unwrap()).unwrap()
}

/// A verdict in a line: of a refusal, each failure's keyword, property, place in the value, and what stands at its node.
fn show(contract: &Contract, verdict: &Verdict) -> String {
    let written = |at: contract::At| contract.sources.doc(at.doc).written(at.node).to_owned();
    match verdict {
        Verdict::Accepts => "accepts".to_owned(),
        Verdict::Unknown { keyword, at } => format!("unknown: {} {}", keyword.as_str(), written(*at)),
        Verdict::Refuses(failures) => {
            let mut text = String::new();
            for f in failures {
                let member = f.member.as_ref().map_or(String::new(), |m| format!(" {m}"));
                let _ = write!(text, "{}{member} in '{}' by {}; ", f.keyword.as_str(), f.instance, written(f.at));
            }
            text
        }
    }
}

fn judge(schema: &str, instance: &str) -> String {
    let (contract, id) = bare(schema);
    show(&contract, &evaluate::evaluate(contract.schema(id), &value(instance), Projection::Whole))
}

#[test]
fn failures_name_the_keyword_the_place_and_the_node() {
    for (schema, instance, expected) in [
        (r#"{"type":"string"}"#, "1", r#"type in '' by "string"; "#),
        (r#"{"required":["a","b"]}"#, r#"{"a":1}"#, r#"required b in '' by "b"; "#),
        (
            r#"{"properties":{"a":{"items":{"maximum":3}}}}"#,
            r#"{"a":[1,5,2,6]}"#,
            "maximum in '/a/3' by 3; maximum in '/a/1' by 3; ",
        ),
        (
            r#"{"properties":{"a/b":{}},"additionalProperties":false}"#,
            r#"{"a/b":1,"c~d":2}"#,
            "additionalProperties c~d in '/c~0d' by false; ",
        ),
        (
            r##"{"$ref":"#/$defs/a","$defs":{"a":{"allOf":[{"minimum":1},{"type":"integer"}]}}}"##,
            "0.5",
            "type in '' by \"integer\"; minimum in '' by 1; ",
        ),
        (r#"{"propertyNames":{"maxLength":1}}"#, r#"{"ab":1}"#, "maxLength ab in '/ab' by 1; "),
        (r#"{"dependentRequired":{"a":["b"]}}"#, r#"{"a":1}"#, "dependentRequired b in '' by \"b\"; "),
        (r#"{"not":{"type":"null"}}"#, "null", r#"not in '' by {"type":"null"}; "#),
        (
            r#"{"oneOf":[{"type":"integer"},{"minimum":2}]}"#,
            "3",
            r#"oneOf in '' by [{"type":"integer"},{"minimum":2}]; "#,
        ),
        (r#"{"if":{"type":"string"},"then":{"minLength":2},"else":{"minimum":2}}"#, "\"a\"", "minLength in '' by 2; "),
        (r#"{"if":{"type":"string"},"then":{"minLength":2},"else":{"minimum":2}}"#, "1", "minimum in '' by 2; "),
        (r#"{"contains":{"const":1},"minContains":2}"#, "[1,2]", "minContains in '' by {\"const\":1}; "),
        (
            r#"{"allOf":[{"properties":{"a":{}}}],"unevaluatedProperties":false}"#,
            r#"{"a":1,"b":2}"#,
            "unevaluatedProperties b in '/b' by false; ",
        ),
        ("false", "1", "type in '' by false; "),
    ] {
        assert_eq!(judge(schema, instance), expected, "{schema} on {instance}");
    }
}

#[test]
fn of_branches_the_one_that_was_meant_is_shown() {
    let by_const = r#"{"anyOf":[
        {"type":"string"},
        {"properties":{"kind":{"const":"cat"},"a":{"type":"string"}},"required":["kind"]},
        {"properties":{"kind":{"const":"dog"},"a":{"type":"integer"},"b":{"type":"integer"}},"required":["kind","c"]}
    ]}"#;
    let shown = judge(by_const, r#"{"kind":"dog","a":"x","b":"y"}"#);
    assert_eq!(
        shown.split("; ").map(|s| s.split(" by ").next().unwrap()).collect::<Vec<_>>(),
        ["type in '/b'", "type in '/a'", "required c in ''", "anyOf in ''", ""]
    );
    let contract = common::load(
        "api.yaml",
        "openapi: 3.0.3
info: {title: t, version: '1'}
paths: {}
components:
  schemas:
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind, mapping: {hound: '#/components/schemas/Dog'}}
    Cat: {type: object, required: [claws], properties: {kind: {type: string}}}
    Dog: {type: object, required: [bark, tail], properties: {kind: {type: string}}}
",
    );
    let pet = contract.components[0].schema.unwrap();
    for (kind, missing) in [("hound", "bark"), ("Dog", "bark"), ("Cat", "claws"), ("else", "claws")] {
        let instance = value(&format!(r#"{{"kind":"{kind}"}}"#));
        let shown = show(&contract, &evaluate::evaluate(contract.schema(pet), &instance, Projection::Whole));
        assert!(shown.starts_with(&format!("required {missing}")), "{kind}: {shown}");
    }
}

#[test]
fn properties_of_the_other_direction_do_not_exist() {
    let contract = common::load(
        "api.yaml",
        "openapi: 3.0.3
info: {title: t, version: '1'}
paths: {}
components:
  schemas:
    Id: {type: integer, readOnly: true}
    Thing:
      type: object
      additionalProperties: false
      required: [id, ref, wrapped, secret, name]
      properties:
        id: {type: integer, readOnly: true}
        ref: {$ref: '#/components/schemas/Id'}
        wrapped: {allOf: [{$ref: '#/components/schemas/Id'}]}
        beside: {readOnly: true, allOf: [{type: string}]}
        secret: {type: string, writeOnly: true}
        name: {type: string}
    Split:
      allOf:
        - required: [id, name]
        - {$ref: '#/components/schemas/Thing'}
",
    );
    let schema = |n: usize| contract.schema(contract.components[n].schema.unwrap());
    let judge =
        |n: usize, text: &str, projection| show(&contract, &evaluate::evaluate(schema(n), &value(text), projection));
    let request = r#"{"name":"n","secret":"s"}"#;
    let response = r#"{"id":1,"ref":2,"wrapped":3,"name":"n"}"#;
    for n in [1, 2] {
        assert_eq!(judge(n, request, Projection::Request), "accepts");
        assert_eq!(judge(n, response, Projection::Response), "accepts");
        assert!(judge(n, request, Projection::Response).contains("required id"));
        assert!(judge(n, request, Projection::Whole).contains("required wrapped"));
        for extra in ["id", "ref", "wrapped", "beside"] {
            let text = format!(r#"{{"name":"n","secret":"s","{extra}":1}}"#);
            assert!(judge(n, &text, Projection::Request).starts_with(&format!("additionalProperties {extra}")));
        }
    }
}

#[test]
fn nullable_and_numbers_of_openapi_3_0() {
    let contract = common::load(
        "api.yaml",
        "openapi: 3.0.3
info: {title: t, version: '1'}
paths: {}
components:
  schemas:
    A: {type: string, nullable: true}
    B: {nullable: true, enum: [a]}
    C: {type: string, nullable: true, enum: [a]}
    D: {type: string, nullable: true, enum: [a, null]}
    E: {type: integer, format: int32}
    F: {type: number, format: float}
    G: {type: number, minimum: 1, exclusiveMinimum: true}
    H: {type: string, minLength: 2}
",
    );
    for (component, instance, accepts) in [
        ("A", "null", true),
        ("B", "null", false),
        ("C", "null", false),
        ("D", "null", true),
        ("E", "2147483647", true),
        ("E", "2147483648", false),
        ("E", "-2147483648", true),
        ("E", "-2147483649", false),
        ("F", "3.4028234663852886e38", true),
        ("F", "3.41e38", false),
        ("G", "1", false),
        ("G", "1.0000000000000000000000001", true),
        ("H", "\"\u{1F600}\"", false),
    ] {
        let found = contract.components.iter().find(|c| contract.text(c.name) == component).unwrap();
        let schema = contract.schema(found.schema.unwrap());
        let verdict = evaluate::evaluate(schema, &value(instance), Projection::Whole);
        assert_eq!(verdict == Verdict::Accepts, accepts, "{component} on {instance}: {verdict:?}");
    }
}

#[test]
fn what_cannot_be_told_is_unknown() {
    for (schema, instance, expected) in [
        (r##"{"$ref":"#"}"##, "1", "unknown: $ref \"#\""),
        (r##"{"anyOf":[{"$ref":"#"},{"type":"integer"}]}"##, "1", "accepts"),
        (r##"{"anyOf":[{"$ref":"#"},{"type":"integer"}]}"##, "null", "unknown: $ref \"#\""),
        (r##"{"allOf":[{"$ref":"#/nowhere"},{"type":"integer"}]}"##, "1", "unknown: $ref \"#/nowhere\""),
        (r##"{"allOf":[{"$ref":"#/nowhere"},{"type":"integer"}]}"##, "null", "type in '' by \"integer\"; "),
        (r##"{"not":{"$ref":"#/nowhere"}}"##, "1", "unknown: $ref \"#/nowhere\""),
        (r#"{"pattern":"("}"#, "\"a\"", "unknown: pattern \"(\""),
        (r#"{"pattern":"("}"#, "1", "accepts"),
        (
            r#"{"patternProperties":{"(":{}},"additionalProperties":false}"#,
            r#"{"a":1}"#,
            "unknown: patternProperties \"(\"",
        ),
        (r#"{"type":"strng"}"#, "1", "unknown: type \"strng\""),
        (r#"{"maximum":"5"}"#, "1", "unknown: maximum \"5\""),
        (
            r##"{"anyOf":[{"$ref":"#/nowhere"},{"properties":{"a":{}}}],"unevaluatedProperties":false}"##,
            r#"{"a":1}"#,
            "accepts",
        ),
        (
            r##"{"anyOf":[{"$ref":"#/nowhere"},{"properties":{"a":{}}}],"unevaluatedProperties":false}"##,
            r#"{"b":1}"#,
            "unknown: anyOf",
        ),
    ] {
        let shown = judge(schema, instance);
        assert!(
            shown == expected || shown.starts_with(expected) && expected.ends_with("anyOf"),
            "{schema} on {instance}: {shown}"
        );
    }
}

#[test]
fn nothing_overflows() {
    let chain: String = (0..20_000).map(|n| format!(r##""d{n}":{{"$ref":"#/$defs/d{}"}},"##, n + 1)).collect();
    let chain = format!(r##"{{"$ref":"#/$defs/d0","$defs":{{{chain}"d20000":{{"type":"null"}}}}}}"##);
    assert_eq!(judge(&chain, "null"), "accepts");
    assert_eq!(judge(&chain, "1"), "type in '' by \"null\"; ");
    let wide = format!(r#"{{"allOf":[{}{{}}]}}"#, r#"{"type":"null"},"#.repeat(100_000));
    assert_eq!(judge(&wide, "null"), "accepts");
    let depth = 100_000;
    let deep = format!("{}{{\"type\":\"null\"}}{}", "{\"allOf\":[".repeat(depth), "]}".repeat(depth));
    assert_eq!(judge(&deep, "null"), "accepts");
    let deep_value = format!("{}1{}", "[".repeat(190), "]".repeat(190));
    assert_eq!(judge(r##"{"type":["array","integer"],"items":{"$ref":"#"}}"##, &deep_value), "accepts");
    // Each level would double the work, if nothing were remembered.
    let doubling: String = (0..60)
        .map(|n| format!(r##""d{n}":{{"allOf":[{{"$ref":"#/$defs/d{0}"}},{{"$ref":"#/$defs/d{0}"}}]}},"##, n + 1))
        .collect();
    let doubling = format!(r##"{{"$ref":"#/$defs/d0","$defs":{{{doubling}"d60":{{"type":"null"}}}}}}"##);
    assert_eq!(judge(&doubling, "null"), "accepts");
    let tempting = format!("\"{}!\"", "a".repeat(200));
    assert!(judge(r#"{"pattern":"^(a+)+$"}"#, &tempting).starts_with("pattern"));
    assert!(judge(r#"{"pattern":"^(a+)+\\1$"}"#, &tempting).starts_with("unknown"));
    let (contract, id) = bare(&chain);
    let verdict = evaluate::evaluate(contract.schema(id), &value("null"), Projection::Request);
    assert_eq!(verdict, Verdict::Accepts);
    assert_eq!(contract.schema(id).entries()[0].keyword, Keyword::Ref);
}
