//! Bare JSON Schemas of every draft: how drafts differ ends in lowering.

#![allow(clippy::unwrap_used)]

use caveat::contract::keywords::Keyword;
use caveat::contract::{self, Contract, Dialect, Id, Schema, SchemaView};
use caveat::source::loader::NoFetch;

fn load(text: &str, dialect: Dialect) -> (Contract, Id<Schema>) {
    let loader = contract::loader();
    let root = loader.add("schema.json", "schema.json", text.as_bytes().to_vec());
    contract::load_schema(loader, root, dialect, &NoFetch).unwrap()
}

/// The keywords of a schema with what is written as their values.
fn entries(schema: SchemaView<'_>) -> String {
    let show = |keyword: Keyword| {
        let at = schema.value_at(keyword).unwrap();
        format!("{} {}", keyword.as_str(), schema.contract.sources.doc(at.doc).written(at.node))
    };
    schema.entries().iter().map(|e| show(e.keyword)).collect::<Vec<_>>().join(", ")
}

#[test]
fn keywords_of_older_drafts_become_those_of_2020_12() {
    use Dialect::{Draft4, Draft6, Draft7, Draft2019_09, Draft2020_12};
    for (dialect, text, expected) in [
        (Draft7, r#"{"items":[{}],"additionalItems":false}"#, "prefixItems [{}], items false"),
        (Draft7, r#"{"items":{},"additionalItems":false}"#, "items {}"),
        (Draft2020_12, r#"{"prefixItems":[{}],"items":false}"#, "prefixItems [{}], items false"),
        (Draft4, r#"{"minimum":1,"exclusiveMinimum":true}"#, "exclusiveMinimum 1"),
        (Draft4, r#"{"minimum":1,"exclusiveMinimum":false}"#, "minimum 1"),
        (Draft6, r#"{"minimum":1,"exclusiveMinimum":2}"#, "minimum 1, exclusiveMinimum 2"),
        (Draft4, r#"{"const":1,"contains":{},"propertyNames":{},"if":{}}"#, ""),
        (Draft6, r#"{"const":1,"contains":{},"propertyNames":{},"if":{}}"#, "const 1, contains {}, propertyNames {}"),
        (Draft7, r#"{"if":{},"unevaluatedItems":false}"#, "if {}"),
        (Draft7, r##"{"$ref":"#/definitions/a","minimum":1,"definitions":{"a":{}}}"##, "$ref \"#/definitions/a\""),
        (
            Draft2019_09,
            r##"{"minimum":1,"not":{"$ref":"#","maximum":1}}"##,
            "minimum 1, not {\"$ref\":\"#\",\"maximum\":1}",
        ),
        (Draft2019_09, r##"{"$recursiveRef":"#","$recursiveAnchor":true}"##, "$dynamicRef \"#\", $dynamicAnchor true"),
        (Draft2020_12, r#"{"nullable":true,"example":1,"discriminator":{}}"#, ""),
        (
            Draft2020_12,
            r#"{"$schema":"http://json-schema.org/draft-04/schema#","const":1}"#,
            "$schema \"http://json-schema.org/draft-04/schema#\"",
        ),
    ] {
        let (contract, root) = load(text, dialect);
        assert_eq!(entries(contract.schema(root)), expected, "{dialect}: {text}");
        assert!(contract.problems.is_empty(), "{dialect}: {text}: {:?}", contract.problems);
    }
    let (contract, root) = load(r#"{"dependencies":{"a":["b"],"c":{"minimum":1}}}"#, Draft7);
    let root = contract.schema(root);
    assert_eq!(root.children(Keyword::DependentSchemas).map(entries).collect::<Vec<_>>(), ["minimum 1"]);
    assert_eq!(root.value(Keyword::DependentRequired).unwrap().get_text("a").unwrap().items().count(), 1);
}

#[test]
fn references_follow_identifiers_inside_one_document() {
    for (dialect, text, leads_to) in [
        (
            Dialect::Draft4,
            r#"{"id":"http://x.example/root","$ref":"http://x.example/item","definitions":{"a":{"id":"item","minimum":1}}}"#,
            // What stands beside a reference is ignored, the identifier too.
            None,
        ),
        (
            Dialect::Draft4,
            r#"{"id":"http://x.example/root","not":{"$ref":"item"},"definitions":{"a":{"id":"item","minimum":1}}}"#,
            Some("minimum 1"),
        ),
        (
            Dialect::Draft7,
            r##"{"not":{"$ref":"#a"},"definitions":{"a":{"$id":"#a","minimum":1}}}"##,
            Some("$id \"#a\", minimum 1"),
        ),
        (
            Dialect::Draft2020_12,
            r#"{"not":{"$ref":"urn:example:a#b"},"$defs":{"a":{"$id":"urn:example:a","$defs":{"b":{"$anchor":"b"}}}}}"#,
            Some("$anchor \"b\""),
        ),
        (
            Dialect::Draft2020_12,
            r#"{"not":{"$ref":"a"},"$id":"http://x.example/","enum":[{"$id":"http://x.example/a"}]}"#,
            None,
        ),
        (Dialect::Draft7, r#"{"not":{"$ref":"http://json-schema.org/draft-07/schema#"}}"#, None),
    ] {
        let (contract, root) = load(text, dialect);
        let root = contract.schema(root);
        let target = root.child(Keyword::Not).unwrap_or(root).reference();
        assert_eq!(target.map(entries).as_deref(), leads_to, "{dialect}: {text}");
        assert_eq!(contract.problems.is_empty(), leads_to.is_some(), "{text}: {:?}", contract.problems);
    }
}

#[test]
fn a_part_of_a_document_is_a_document_to_its_references() {
    let loader = contract::loader();
    let text = r##"[{"properties":{"a":{"$ref":"#"}}}, {"$defs":{"b":{"minimum":1}},"$ref":"#/$defs/b"}]"##;
    let doc = loader.add("pairs.json", "pairs.json", text.as_bytes().to_vec());
    let roots: Vec<_> =
        loader.doc(doc).root().unwrap().items().map(|i| caveat::contract::At { doc, node: i.at }).collect();
    let lowered: Vec<_> =
        roots.iter().map(|&at| contract::lower_schema(&loader, at, Dialect::Draft2020_12, &NoFetch)).collect();
    let sources = std::sync::Arc::new(loader.finish());
    let [first, second] = <[_; 2]>::try_from(lowered).ok().unwrap().map(|(l, id)| (l.with(sources.clone()), id));
    let schema = first.0.schema(first.1);
    let property = schema.properties().next().unwrap().schema;
    assert!(property.reference().unwrap().id == schema.id);
    assert_eq!(entries(second.0.schema(second.1).reference().unwrap()), "minimum 1");
}
