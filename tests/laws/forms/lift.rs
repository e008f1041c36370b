//! A description of 3.0 as one of 3.1, by the words of the two specifications.

use serde_json::{Map, Value, json};

use super::Document;
use super::grammar::{self, Kind, reference};

/// The keywords of a schema of 3.0. What else stands in one says nothing there, and would in 3.1.
const KEYWORDS: &str = "title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems \
    minItems uniqueItems maxProperties minProperties required enum type allOf oneOf anyOf not items \
    properties additionalProperties description format default nullable discriminator readOnly writeOnly xml \
    externalDocs example deprecated";

pub(crate) fn lifted(document: &Document) -> Option<Value> {
    let Document { root, version, places } = document;
    if *version != grammar::V30 {
        return None;
    }
    let mut out = root.clone();
    out["openapi"] = json!("3.1.0");
    for place in places.iter().rev() {
        let value = out.pointer_mut(&place.pointer)?;
        if let Some(to) = reference(value).filter(|_| place.kind != Kind::PathItem) {
            // What stands beside a reference is ignored.
            *value = json!({ "$ref": to });
        } else if let Some(schema) = value.as_object_mut().filter(|_| place.kind == Kind::Schema) {
            lift(schema);
        }
    }
    Some(out)
}

fn lift(schema: &mut Map<String, Value>) {
    let old = std::mem::take(schema);
    let kept =
        old.into_iter().filter(|(key, _)| key.starts_with("x-") || KEYWORDS.split(' ').any(|known| known == key));
    schema.extend(kept);
    for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        if schema.remove(exclusive) == Some(json!(true))
            && let Some(value) = schema.remove(bound)
        {
            schema.insert(exclusive.to_owned(), value);
        }
    }
    if schema.remove("nullable") == Some(json!(true))
        && let Some(kind) = schema.get_mut("type")
    {
        // An `enum` beside it stays as it is: null is allowed only where it is listed.
        *kind = json!([kind.take(), "null"]);
    }
    if let Some(example) = schema.remove("example") {
        schema.insert("examples".to_owned(), json!([example]));
    }
    let text = schema.get("type").is_some_and(|t| t == "string" || t.as_array().is_some_and(|t| t[0] == "string"));
    let format = schema.get("format").and_then(Value::as_str).filter(|_| text);
    let content = match format {
        Some("binary") => ("contentMediaType", "application/octet-stream"),
        Some("byte") => ("contentEncoding", "base64"),
        _ => return,
    };
    schema.remove("format");
    schema.insert(content.0.to_owned(), json!(content.1));
}
