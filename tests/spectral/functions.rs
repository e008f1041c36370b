//! Each core function, by what it objects to.

use super::{description, folder, found, mistakes};
use caveat::spectral;

/// A rule with one function over `x-a` of a description.
fn rule(function: &str, options: &str) -> String {
    let options = if options.is_empty() { String::new() } else { format!(", functionOptions: {options}") };
    format!("rules: {{r: {{given: $, then: {{field: x-a, function: {function}{options}}}}}}}")
}

/// Function, options, the value of `x-a` (nothing where it is absent), and what is said of it; nothing if all is well.
const TABLE: &[(&str, &str, &str, &str)] = &[
    ("defined", "", "1", ""),
    ("defined", "", "null", ""),
    ("defined", "", "", " `x-a` is missing"),
    ("undefined", "", "", ""),
    ("undefined", "", "null", "/x-a `x-a` is there, and must not be"),
    ("truthy", "", "a", ""),
    ("truthy", "", "[]", ""),
    ("truthy", "", "0", "/x-a `x-a` is empty or false"),
    ("truthy", "", "''", "/x-a `x-a` is empty or false"),
    ("truthy", "", "", " `x-a` is missing"),
    ("falsy", "", "", ""),
    ("falsy", "", "false", ""),
    ("falsy", "", "{}", "/x-a `x-a` is set, and must not be"),
    ("enumeration", "{values: [a, 1, null]}", "1", ""),
    ("enumeration", "{values: [a, 1, null]}", "null", ""),
    ("enumeration", "{values: [a, 1]}", "'1'", "/x-a `1` is none of `a`, `1`"),
    ("enumeration", "{values: [a]}", "[b]", ""),
    ("length", "{min: 2}", "ab", ""),
    ("length", "{min: 2}", "a", "/x-a `x-a` has length 1, and 2 is the least"),
    ("length", "{max: 2}", "[1, 2, 3]", "/x-a `x-a` has length 3, and 2 is the most"),
    ("length", "{max: 1}", "{a: 1, b: 2}", "/x-a `x-a` has length 2, and 1 is the most"),
    ("length", "{max: 5}", "7", "/x-a `x-a` is 7, and 5 is the most"),
    ("length", "{max: 5}", "true", ""),
    ("pattern", "{match: '^[a-z]+$'}", "abc", ""),
    ("pattern", "{match: '^[a-z]+$'}", "Abc", "/x-a `Abc` does not match the pattern `^[a-z]+$`"),
    ("pattern", "{match: '/^[a-z]+$/i'}", "Abc", ""),
    ("pattern", "{notMatch: 'b'}", "abc", "/x-a `abc` must not match the pattern `b`"),
    ("pattern", "{match: 'b'}", "5", ""),
    ("pattern", "{notMatch: '//'}", "a//b", "/x-a `a//b` must not match the pattern `//`"),
    ("casing", "{type: flat}", "abc1", ""),
    ("casing", "{type: flat}", "aBc", "/x-a `aBc` is not written in flat case"),
    ("casing", "{type: camel}", "aBcD", ""),
    ("casing", "{type: camel}", "petIdX", ""),
    ("casing", "{type: camel}", "PetId", "/x-a `PetId` is not written in camel case"),
    ("casing", "{type: camel}", "petIDx1AB", "/x-a `petIDx1AB` is not written in camel case"),
    ("casing", "{type: pascal}", "PetId", ""),
    ("casing", "{type: pascal, disallowDigits: true}", "Pet1", "/x-a `Pet1` is not written in pascal case"),
    ("casing", "{type: kebab}", "pet-id", ""),
    ("casing", "{type: kebab}", "pet_id", "/x-a `pet_id` is not written in kebab case"),
    ("casing", "{type: cobol}", "PET-ID", ""),
    ("casing", "{type: snake}", "pet_id", ""),
    ("casing", "{type: macro}", "PET_ID", ""),
    ("casing", "{type: macro}", "pet", "/x-a `pet` is not written in macro case"),
    ("casing", "{type: pascal, separator: {char: '-'}}", "X-Rate-Limit", ""),
    ("casing", "{type: pascal, separator: {char: '-'}}", "-X", "/x-a `-X` is not written in pascal case"),
    ("casing", "{type: camel, separator: {char: '/', allowLeading: true}}", "/a/bC", ""),
    ("casing", "{type: camel, separator: {char: '/', allowLeading: true}}", "/", ""),
    ("casing", "{type: camel}", "''", ""),
    ("alphabetical", "", "[a, B, c]", ""),
    ("alphabetical", "", "[b, a]", "/x-a/0 `a` stands after `b`, and comes before it in the alphabet"),
    ("alphabetical", "", "{b: 1, a: 1}", "/x-a/b `a` stands after `b`, and comes before it in the alphabet"),
    ("alphabetical", "", "[2, 10]", ""),
    ("alphabetical", "", "[a, {}]", "/x-a `x-a` holds something that has no place in the alphabet"),
    ("alphabetical", "{keyedBy: name}", "[{name: a}, {name: b}]", ""),
    (
        "alphabetical",
        "{keyedBy: name}",
        "[{name: b}, {name: a}]",
        "/x-a `a` stands after `b`, and comes before it in the alphabet",
    ),
    ("or", "{properties: [a, b]}", "{b: 1}", ""),
    ("or", "{properties: [a, b]}", "{a: 1, b: 1}", ""),
    ("or", "{properties: [a, b]}", "{c: 1}", "/x-a `x-a` has none of `a`, `b`"),
    ("xor", "{properties: [a, b]}", "{b: 1}", ""),
    ("xor", "{properties: [a, b]}", "{a: 1, b: 1}", "/x-a `x-a` has `a` and `b`, which exclude each other"),
    ("xor", "{properties: [a, b]}", "{}", "/x-a `x-a` has none of `a`, `b`"),
    ("schema", "{schema: {type: integer}}", "1", ""),
    ("schema", "{schema: {type: integer}}", "a", "/x-a `x-a` is not of the type integer"),
    ("schema", "{schema: {type: integer}}", "", " `x-a` is missing"),
    ("schema", "{schema: {required: [b]}}", "{a: 1}", "/x-a `x-a` lacks `b`"),
    ("schema", "{schema: {properties: {b: {maximum: 3}}}}", "{b: 4}", "/x-a/b `b` breaks `maximum: 3`"),
    (
        "schema",
        "{schema: {additionalProperties: false}}",
        "{b: 4}",
        "/x-a `x-a` has `b`, which `additionalProperties` refuses",
    ),
    (
        "schema",
        "{schema: {$ref: '#/definitions/n', definitions: {n: {enum: [1]}}}}",
        "2",
        "/x-a `x-a` is none of the values of `enum`",
    ),
    (
        "schema",
        "{dialect: draft4, schema: {maximum: 3, exclusiveMaximum: true}}",
        "3",
        "/x-a `x-a` breaks `exclusiveMaximum: 3`",
    ),
    ("schema", "{schema: {format: date}}", "x", "/x-a `x-a` breaks `format: date`"),
];

#[test]
fn functions_object_to_what_the_table_says() {
    for (function, options, value, said) in TABLE {
        let member = if value.is_empty() { String::new() } else { format!("x-a: {value}\n") };
        let found = found(&rule(function, options), &description(&member));
        let expected: Vec<&str> = if said.is_empty() { Vec::new() } else { vec![said] };
        assert_eq!(found, expected, "{function} {options} on {value:?}");
    }
}

#[test]
fn every_core_function_is_in_the_table() {
    let listed = "alphabetical casing defined enumeration falsy length or pattern schema truthy undefined xor";
    for name in listed.split(' ') {
        let said = |silent: bool| TABLE.iter().any(|row| row.0 == name && row.3.is_empty() == silent);
        assert!(said(true) && said(false), "{name}");
    }
}

#[test]
fn all_errors_of_a_schema_are_told_where_that_is_asked_for() {
    let schema = "schema: {required: [b], properties: {a: {type: string}}}";
    let api = description("x-a: {a: 1}\n");
    assert_eq!(found(&rule("schema", &format!("{{{schema}}}")), &api).len(), 1);
    assert_eq!(found(&rule("schema", &format!("{{allErrors: true, {schema}}}")), &api).len(), 2);
}

#[test]
fn a_schema_sees_what_references_lead_to() {
    let rules = "rules: {r: {given: $.components.schemas.A, then: {function: schema, functionOptions: {schema: \
                 {properties: {properties: {properties: {b: {required: [type]}}}}}}}}}";
    let api = description(
        "components: {schemas: {A: {properties: {b: {$ref: '#/components/schemas/B'}, c: {$ref: '#/components/schemas/A'}}}, B: {title: b}}}\n",
    );
    // The reference back to A stays one; the one to B is looked through, and B is what lacks a type.
    assert_eq!(found(rules, &api), ["/components/schemas/B `b` lacks `type`"]);
    assert_eq!(
        found(&rules.replace("given:", "resolved: false, given:"), &api),
        ["/components/schemas/A/properties/b `b` lacks `type`"]
    );
}

#[test]
fn what_nothing_refers_to_is_unreferenced() {
    let rules = "rules: {r: {given: $.components.schemas, then: {function: unreferencedReusableObject, \
                 functionOptions: {reusableObjectsLocation: '#/components/schemas'}}}}";
    let api = description("components: {schemas: {A: {}, B: {items: {$ref: '#/components/schemas/A'}}}}\n");
    assert_eq!(found(rules, &api), ["/components/schemas/B nothing refers to `B`"]);
}

#[test]
fn wrong_options_are_mistakes_with_their_place() {
    for (function, options, said) in [
        ("casing", "", "rules.yaml:1:30 `casing` needs the option `type` (write `functionOptions: { type: camel }`)"),
        ("casing", "{type: camle}", "rules.yaml:1:88 `camle` is no type of `casing` (did you mean `camel`?)"),
        ("truthy", "{min: 1}", "rules.yaml:1:83 `truthy` has no options (take it out)"),
        ("length", "{mix: 1}", "rules.yaml:1:83 `mix` is no option of `length` (did you mean `max`?)"),
        ("enumeration", "{values: a}", "rules.yaml:1:96 `values` must be a list, and this is a string ()"),
        (
            "pattern",
            "{match: '('}",
            "rules.yaml:1:91 `match` is no pattern of ECMA-262 (look for a bracket that is not closed)",
        ),
        (
            "xor",
            "{properties: [a]}",
            "rules.yaml:1:92 `properties` needs at least two names (use `truthy` or `defined` for a single one)",
        ),
        ("truthi", "", "rules.yaml:1:58 `truthi` is no function (did you mean `truthy`?)"),
    ] {
        let folder = folder(&[("rules.yaml", &rule(function, options))]);
        let failed = spectral::load(&folder.path().join("rules.yaml")).expect_err("a mistake");
        let said_now = mistakes(failed);
        assert!(said_now.iter().any(|one| plain(one) == plain(said)), "{said_now:?}\n{said}");
    }
}

/// Without the column, which differs with the length of the rule.
fn plain(mistake: &str) -> String {
    let (place, message) = mistake.split_once(' ').unwrap();
    let mut place = place.split(':');
    assert!(place.clone().nth(2).is_some_and(|column| column.parse::<u32>().is_ok_and(|column| column > 1)));
    format!("{}:{} {message}", place.next().unwrap(), place.next().unwrap())
}
