//! Operators that surely accept less: where nothing but objects, arrays and references leads to a schema that says no
//! more than its type, one more word is a narrowing that shows.

use serde_json::{Map, Value, json};

use crate::dice::Dice;
use crate::sources::{Sample, escaped};

type Operator = (&'static str, fn(&mut Dice, &mut Map<String, Value>) -> Option<()>);

/// Words that do not restrict a schema.
const HARMLESS: [&str; 12] = [
    "type",
    "description",
    "title",
    "example",
    "examples",
    "default",
    "deprecated",
    "nullable",
    "x-internal",
    "externalDocs",
    "format",
    "xml",
];

const OPERATORS: &[Operator] = &[
    ("shorter strings", |_, s| plain(s, "string")?.then(|| drop(s.insert("maxLength".into(), json!(3))))),
    ("longer strings", |_, s| plain(s, "string")?.then(|| drop(s.insert("minLength".into(), json!(2))))),
    ("a pattern", |_, s| plain(s, "string")?.then(|| drop(s.insert("pattern".into(), json!("^[b-y]"))))),
    ("a format", |_, s| plain(s, "string")?.then(|| drop(s.insert("format".into(), json!("date"))))),
    ("listed strings", |_, s| plain(s, "string")?.then(|| drop(s.insert("enum".into(), json!(["one", "two"]))))),
    ("not one string", |_, s| plain(s, "string")?.then(|| drop(s.insert("not".into(), json!({ "enum": ["one"] }))))),
    ("a greatest integer", |_, s| plain(s, "integer")?.then(|| drop(s.insert("maximum".into(), json!(10))))),
    ("a least integer", |_, s| plain(s, "integer")?.then(|| drop(s.insert("minimum".into(), json!(10))))),
    ("even integers", |_, s| plain(s, "integer")?.then(|| drop(s.insert("multipleOf".into(), json!(2))))),
    ("integers for numbers", |_, s| plain(s, "number")?.then(|| drop(s.insert("type".into(), json!("integer"))))),
    ("a greatest number", |_, s| plain(s, "number")?.then(|| drop(s.insert("maximum".into(), json!(0.5))))),
    ("one boolean", |_, s| plain(s, "boolean")?.then(|| drop(s.insert("enum".into(), json!([true]))))),
    ("fewer items", |_, s| list(s)?.then(|| drop(s.insert("maxItems".into(), json!(0))))),
    ("more items", |_, s| list(s)?.then(|| drop(s.insert("minItems".into(), json!(1))))),
    ("a listed value less", |_, s| {
        if s.contains_key("readOnly") || s.contains_key("writeOnly") {
            return None;
        }
        let values = s.get_mut("enum")?.as_array_mut()?;
        let mut distinct: Vec<String> = values.iter().map(Value::to_string).collect();
        distinct.sort();
        distinct.dedup();
        let last = values.last()?.clone();
        (distinct.len() == values.len() && values.len() > 1 && last.is_string()).then(|| drop(values.pop()))?;
        s.get("type").is_some_and(|t| t == "string").then_some(())
    }),
    ("a required property", |dice, s| {
        let names: Vec<String> = object(s)?.keys().cloned().collect();
        let required: Vec<Value> = s.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        let open: Vec<&String> = names.iter().filter(|n| !required.contains(&json!(n))).collect();
        if open.is_empty() {
            return None;
        }
        let name = (*dice.pick(&open)).clone();
        let property = s["properties"][&name].as_object()?;
        if property.keys().any(|k| !HARMLESS.contains(&k.as_str())) {
            return None;
        }
        let all = required.into_iter().chain([json!(name)]).collect();
        s.insert("required".into(), Value::Array(all));
        Some(())
    }),
];

/// Whether a schema says nothing but a type.
fn plain(schema: &Map<String, Value>, wanted: &str) -> Option<bool> {
    let harmless = schema.keys().all(|k| HARMLESS.contains(&k.as_str()) && k != "format");
    Some(harmless && schema.get("type")? == wanted)
}

fn list(schema: &Map<String, Value>) -> Option<bool> {
    let harmless = schema.keys().all(|k| HARMLESS.contains(&k.as_str()) || k == "items");
    let items = schema.get("items")?.as_object()?;
    let sound = items.keys().all(|k| HARMLESS.contains(&k.as_str())) && !items.is_empty();
    Some(harmless && sound && schema.get("type")? == "array")
}

fn object(schema: &Map<String, Value>) -> Option<&Map<String, Value>> {
    let known = ["properties", "required"];
    let harmless = schema.keys().all(|k| HARMLESS.contains(&k.as_str()) || known.contains(&k.as_str()));
    let typed = schema.get("type").is_some_and(|t| t == "object");
    (harmless && typed).then(|| schema.get("properties")?.as_object()).flatten()
}

/// The pointers to schemas to which only objects, arrays and references lead, and no other of their parts is in the
/// way: what is required beside them is as simple.
fn reachable(sample: &Sample) -> Vec<String> {
    let schemas = &sample.document["components"]["schemas"];
    let mut found = Vec::new();
    let mut seen = vec![sample.root.clone()];
    let mut pending = vec![format!("/components/schemas/{}", escaped(&sample.root))];
    while let Some(pointer) = pending.pop() {
        let Some(schema) = sample.document.pointer(&pointer).and_then(Value::as_object) else { continue };
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let name = reference.trim_start_matches("#/components/schemas/").to_owned();
            if schema.len() == 1 && !seen.contains(&name) && schemas.get(&name).is_some() {
                pending.push(format!("/components/schemas/{}", escaped(&name)));
                seen.push(name);
            }
            continue;
        }
        found.push(pointer.clone());
        if let Some(properties) = object(schema) {
            let simple = schema.get("required").and_then(Value::as_array).into_iter().flatten().all(|name| {
                let property = name.as_str().and_then(|n| properties.get(n)).and_then(Value::as_object);
                property.is_some_and(|p| p.keys().all(|k| HARMLESS.contains(&k.as_str()) || k == "enum"))
            });
            if simple {
                pending.extend(properties.keys().map(|name| format!("{pointer}/properties/{}", escaped(name))));
            }
        } else if schema.get("type").is_some_and(|t| t == "array")
            && schema.keys().all(|k| HARMLESS.contains(&k.as_str()) || k == "items")
        {
            pending.push(format!("{pointer}/items"));
        }
    }
    found
}

/// A document that accepts less than a sample, and the operator that made it.
pub(crate) fn apply(dice: &mut Dice, sample: &Sample) -> Option<(&'static str, Value)> {
    let places = reachable(sample);
    if places.is_empty() {
        return None;
    }
    let place = dice.pick(&places);
    let mut document = sample.document.clone();
    let schema = document.pointer_mut(place)?.as_object_mut()?;
    let (name, operator) = dice.pick(OPERATORS);
    operator(dice, schema)?;
    Some((name, document))
}
