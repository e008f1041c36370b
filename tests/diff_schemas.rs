//! What is said of schemas that are composed of others, judged in small pairs: each row is one change and all that is
//! said of it.

// Tests may stop where something is not as it must be.
#![allow(clippy::unwrap_used)]

use caveat::contract;
use caveat::diff::checks;
use caveat::diff::{self, Settings};
use caveat::source::loader::NoFetch;

/// Level, check and message of each change of a pair, prose and components left out.
fn judged(old: &str, new: &str) -> Vec<String> {
    let loader = contract::loader();
    let was = loader.add("old.yaml", "old.yaml", old.as_bytes().to_vec());
    let is = loader.add("new.yaml", "new.yaml", new.as_bytes().to_vec());
    let (old_side, new_side) = contract::load_both(loader, (was, &NoFetch), (is, &NoFetch))
        .unwrap_or_else(|e| panic!("{} in\n{old}\n{new}", e.0[0].1.message));
    let changes = diff::run(&old_side, &new_side, &Settings::default()).changes;
    let said = changes.iter().map(|c| (&checks::all()[c.check].id, c));
    let said = said.filter(|(id, _)| !id.starts_with("component-") && !id.ends_with("prose-changed"));
    said.map(|(id, c)| format!("{} {id}: {}", c.level.as_str(), c.message)).collect()
}

/// A description whose one operation takes a body of a schema, and answers with another.
fn document(takes: &str, answers: &str, components: &str) -> String {
    let content = |schema: &str| format!("content: {{application/json: {{schema: {schema}}}}}");
    format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /a:\n    post:\n      requestBody: {{{}}}\n      \
         responses: {{'200': {{description: d, {}}}}}\ncomponents:\n  schemas:\n{components}",
        content(takes),
        content(answers)
    )
}

#[test]
fn what_stands_beside_a_reference_is_compared() {
    let components = "    N: {type: integer}\n";
    let rows: [(&str, &str, &[&str]); 5] = [
        (
            "default: 1",
            "default: 2",
            &["risky request-body-default-changed: request body has another default: `1` before, `2` now"],
        ),
        (
            "title: a",
            "default: 2",
            &["risky request-body-default-changed: request body has another default: none before, `2` now"],
        ),
        (
            "title: a",
            "xml: {name: n}",
            &["unproven request-body-xml-changed: request body is written as XML in another way"],
        ),
        ("title: a", "deprecated: true", &["safe deprecation-changed: `deprecated` of the request body is new"]),
        ("default: 1", "default: 1, title: a", &[]),
    ];
    for (old, new, expected) in rows {
        let side = |beside: &str| document(&format!("{{$ref: '#/components/schemas/N', {beside}}}"), "{}", components);
        assert_eq!(judged(&side(old), &side(new)), expected, "{old} -> {new}");
    }
}

/// A change inside an alternative is said of that alternative, whether it is a component, another, or none.
#[test]
fn alternatives_are_paired_across_names() {
    let cat = |more: &str| {
        format!(
            "{{type: object, required: [kind], properties: {{kind: {{const: cat}}, a: {{}}, b: {{}}, c: {{}}, d: {{}}, e: {{}}{more}}}}}"
        )
    };
    let dog = "{type: object, required: [kind], properties: {kind: {const: dog}}}";
    let named = |name: &str, more: &str| {
        let components = format!("    {name}: {}\n    Dog: {dog}\n", cat(more));
        let refers = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
        document("{}", &format!("{{oneOf: [{}, {}]}}", refers(name), refers("Dog")), &components)
    };
    let inline = document("{}", &format!("{{oneOf: [{dog}, {}]}}", cat("")), "    Unused: {}\n");
    let gone = ["risky response-property-removed: response property `f` is gone"];
    let old = named("Cat", ", f: {type: string}");
    for (new, what) in [(named("Cat", ""), "the same name"), (named("Feline", ""), "another name"), (inline, "no name")]
    {
        assert_eq!(judged(&old, &new), gone, "{what}");
    }
}

/// Two alternatives under two names that have little in common are two, not one that was renamed, unless there is no
/// other of their type.
#[test]
fn alternatives_that_have_little_in_common_are_two() {
    let side = |other: &str, name: &str, properties: &str| {
        let refers = format!("{{$ref: '#/components/schemas/{name}'}}");
        let components = format!("    {name}: {{type: object, properties: {{{properties}}}}}\n");
        document("{}", &format!("{{anyOf: [{other}, {refers}]}}"), &components)
    };
    let pair =
        |other: &str| judged(&side(other, "Dog", "bark: {}, tail: {}"), &side(other, "Bird", "wings: {}, tail: {}"));
    let beside_object = pair("{type: object, properties: {a: {type: integer}}}");
    assert!(beside_object.iter().any(|f| f.contains("lost the alternative `Dog`")), "{beside_object:?}");
    let beside_string = pair("{type: string}");
    assert!(beside_string.iter().any(|f| f.contains("response property `bark` is gone")), "{beside_string:?}");
}

/// A format that asserts is judged for itself, whatever else changed; what 3.0 says by `byte`, 3.1 says by an encoding.
#[test]
fn formats_assert_alone_and_in_company() {
    let side = |text: &str, number: &str| {
        document("{}", &format!("{{type: object, properties: {{t: {{{text}}}, n: {{{number}}}}}}}"), "    Unused: {}\n")
    };
    for format in ["email", "byte", "uuid", "uri"] {
        let old = side(&format!("type: string, format: {format}"), "type: integer");
        for number in ["type: integer", "type: integer, minimum: 0"] {
            let found = judged(&old, &side("type: string", number));
            assert!(found[0].starts_with("breaking response-property-format-widened"), "{format}: {found:?}");
        }
    }
    let (byte, encoded) = ("type: string, format: byte", "type: string, contentEncoding: base64");
    assert_eq!(judged(&side(byte, ""), &side(encoded, "")).iter().filter(|f| !f.starts_with("safe")).count(), 0);
    let lost = judged(&side(encoded, ""), &side("type: string", ""));
    assert!(lost[0].starts_with("breaking response-schema-widened"), "{lost:?}");
}
