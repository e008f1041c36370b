//! Operators that say the same in another way.

use serde_json::{Map, Value, json};

use crate::dice::Dice;
use crate::sources::{Sample, places};

/// What an operator works on: a schema in its document.
struct Spot<'s> {
    schema: &'s Map<String, Value>,
    document: &'s Value,
    modern: bool,
}

type Operator = (&'static str, fn(&mut Dice, &Spot<'_>) -> Option<Value>);

/// Annotations, which belong to the property and not to what it accepts.
const NOTES: [&str; 6] = ["readOnly", "writeOnly", "description", "title", "example", "deprecated"];

const OPERATORS: &[Operator] = &[
    ("wrap in allOf", |_, s| Some(lifted(s, |inner| json!({ "allOf": [inner] })))),
    ("wrap in anyOf", |_, s| Some(lifted(s, |inner| json!({ "anyOf": [inner] })))),
    ("wrap in oneOf", |_, s| Some(lifted(s, |inner| json!({ "oneOf": [inner] })))),
    ("say twice in allOf", |_, s| Some(lifted(s, |inner| json!({ "allOf": [inner, inner] })))),
    ("say twice in anyOf", |_, s| Some(lifted(s, |inner| json!({ "anyOf": [inner, inner] })))),
    ("say no to no", |_, s| Some(lifted(s, |inner| json!({ "not": { "not": inner } })))),
    ("split into allOf", |dice, s| {
        let apart = ["type", "required", "enum", "minimum", "maximum", "minLength", "maxLength", "pattern", "minItems"];
        let (mut first, mut second) = (Map::new(), Map::new());
        for (key, value) in s.schema {
            // `nullable` speaks of the `type` beside it.
            let moves = apart.contains(&key.as_str()) && !s.schema.contains_key("nullable") && dice.one_in(2);
            let moves = moves && !(key.starts_with('m') && s.schema.keys().any(|k| k.starts_with("exclusive")));
            if moves { &mut second } else { &mut first }.insert(key.clone(), value.clone());
        }
        let whole = !first.contains_key("$ref") && !first.contains_key("allOf") && !second.is_empty();
        whole.then(|| {
            first.insert("allOf".into(), json!([second]));
            Value::Object(first)
        })
    }),
    ("merge allOf", |_, s| {
        let parts = s.schema.get("allOf")?.as_array()?;
        let [part] = &parts[..] else { return None };
        let part = part.as_object()?;
        let clash = part.keys().any(|k| s.schema.contains_key(k)) || part.contains_key("$ref");
        let apart = ["additionalProperties", "properties", "patternProperties", "nullable", "type"];
        let mixed = apart.iter().any(|k| part.contains_key(*k)) && apart.iter().any(|k| s.schema.contains_key(*k));
        (!clash && !mixed).then(|| {
            let mut merged = s.schema.clone();
            merged.remove("allOf");
            merged.extend(part.clone());
            Value::Object(merged)
        })
    }),
    ("inline a reference", |_, s| {
        let name = s.schema.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")?;
        let target = s.document["components"]["schemas"].get(name)?;
        (s.schema.len() == 1).then(|| target.clone())
    }),
    ("null as an alternative", |_, s| {
        if s.schema.contains_key("enum") || s.schema.contains_key("const") {
            return None;
        }
        let mut inner = s.schema.clone();
        if s.modern {
            let types: Vec<Value> = inner.get("type")?.as_array()?.iter().filter(|t| *t != "null").cloned().collect();
            if types.len() == inner.get("type")?.as_array()?.len() || types.is_empty() {
                return None;
            }
            inner.insert("type".into(), json!(types));
            Some(json!({ "anyOf": [inner, { "type": "null" }] }))
        } else {
            (inner.remove("nullable")? == true && inner.contains_key("type")).then_some(())?;
            Some(json!({ "anyOf": [inner, { "type": "object", "nullable": true, "enum": [null] }] }))
        }
    }),
    ("types as alternatives", |_, s| {
        let types = s.schema.get("type")?.as_array()?;
        let one = |t: &Value| {
            let mut inner = s.schema.clone();
            inner.insert("type".into(), t.clone());
            Value::Object(inner)
        };
        (types.len() > 1 && !types.contains(&json!("number")))
            .then(|| json!({ "anyOf": types.iter().map(one).collect::<Vec<_>>() }))
    }),
    ("listed values as alternatives", |_, s| {
        let values = s.schema.get("enum")?.as_array()?;
        let mut distinct = values.clone();
        distinct.sort_by_key(Value::to_string);
        distinct.dedup();
        if distinct.len() != values.len() || values.is_empty() {
            return None;
        }
        let mut outer = s.schema.clone();
        outer.remove("enum");
        let word = if s.modern { "const" } else { "enum" };
        let one = |v: &Value| if s.modern { json!({ word: v }) } else { json!({ word: [v] }) };
        (!outer.contains_key("oneOf")).then(|| {
            outer.insert("oneOf".into(), values.iter().map(one).collect());
            Value::Object(outer)
        })
    }),
    ("listed values in another order", |_, s| {
        let mut outer = s.schema.clone();
        outer.get_mut("enum")?.as_array_mut()?.reverse();
        Some(Value::Object(outer))
    }),
    ("required in another order", |_, s| {
        let mut outer = s.schema.clone();
        outer.get_mut("required")?.as_array_mut()?.reverse();
        Some(Value::Object(outer))
    }),
    ("properties in another order", |_, s| {
        let mut outer = s.schema.clone();
        let properties = outer.get_mut("properties")?.as_object_mut()?;
        *properties = std::mem::take(properties).into_iter().rev().collect();
        Some(Value::Object(outer))
    }),
    ("alternatives in another order", |dice, s| {
        let word = *dice.pick(&["anyOf", "oneOf", "allOf"]);
        let mut outer = s.schema.clone();
        outer.get_mut(word)?.as_array_mut()?.reverse();
        Some(Value::Object(outer))
    }),
    ("alternatives by De Morgan", |_, s| {
        let parts = s.schema.get("anyOf")?.as_array()?;
        let no = parts.iter().map(|part| json!({ "not": part })).collect::<Vec<_>>();
        let mut outer = s.schema.clone();
        outer.remove("anyOf");
        (!outer.contains_key("not")).then(|| {
            outer.insert("not".into(), json!({ "allOf": no }));
            Value::Object(outer)
        })
    }),
    ("what stands beside alternatives goes into each", |dice, s| {
        let word = *dice.pick(&["anyOf", "oneOf"]);
        let parts = s.schema.get(word)?.as_array()?;
        let mut beside = s.schema.clone();
        beside.remove(word);
        if beside.contains_key("$ref") || beside.contains_key("nullable") {
            return None;
        }
        let one = |part: &Value| json!({ "allOf": [beside, part] });
        Some(json!({ word: parts.iter().map(one).collect::<Vec<_>>() }))
    }),
    ("bounds that say nothing", |_, s| {
        let mut outer = s.schema.clone();
        for (key, value) in [("minLength", json!(0)), ("minItems", json!(0)), ("minProperties", json!(0))] {
            outer.entry(key).or_insert(value);
        }
        (!outer.contains_key("$ref")).then_some(Value::Object(outer))
    }),
    ("an alternative that is impossible", |_, s| Some(lifted(s, |inner| json!({ "anyOf": [inner, { "not": {} }] })))),
    ("exactly one, and the other impossible", |_, s| {
        Some(lifted(s, |inner| json!({ "oneOf": [{ "not": {} }, inner] })))
    }),
    ("a condition", |_, s| s.modern.then(|| lifted(s, |inner| json!({ "if": inner, "then": true, "else": false })))),
    ("an integer's bound the other way", |_, s| {
        let low = s.schema.get("minimum")?.as_i64()?;
        (s.schema.get("type")? == "integer" && !s.schema.contains_key("exclusiveMinimum")).then(|| {
            let mut outer = s.schema.clone();
            if s.modern {
                outer.remove("minimum");
                outer.insert("exclusiveMinimum".into(), json!(low - 1));
            } else {
                outer.insert("minimum".into(), json!(low - 1));
                outer.insert("exclusiveMinimum".into(), json!(true));
            }
            Value::Object(outer)
        })
    }),
    ("prose", |_, s| {
        let mut outer = s.schema.clone();
        outer.insert("description".into(), json!("Said in other words."));
        (!outer.contains_key("$ref") || s.modern).then_some(Value::Object(outer))
    }),
];

/// A schema with another around it; annotations stay outside.
fn lifted(spot: &Spot<'_>, around: impl FnOnce(&Value) -> Value) -> Value {
    let (mut notes, mut inner) = (Map::new(), Map::new());
    for (key, value) in spot.schema {
        if NOTES.contains(&key.as_str()) { &mut notes } else { &mut inner }.insert(key.clone(), value.clone());
    }
    let mut outer = around(&Value::Object(inner));
    if let Some(outer) = outer.as_object_mut() {
        outer.extend(notes);
    }
    outer
}

/// A document that says the same as a sample, and the operator that made it.
pub(crate) fn apply(dice: &mut Dice, sample: &Sample) -> Option<(&'static str, Value)> {
    let mut document = sample.document.clone();
    if dice.one_in(12) {
        return extracted(dice, sample);
    }
    if dice.one_in(16) {
        return renamed(sample);
    }
    let place = dice.pick(&places(&document)).clone();
    let (name, operator) = dice.pick(OPERATORS);
    let schema = document.pointer(&place)?.as_object()?.clone();
    let after = operator(dice, &Spot { schema: &schema, document: &sample.document, modern: sample.modern })?;
    if after == Value::Object(schema) {
        return None;
    }
    *document.pointer_mut(&place)? = after;
    Some((name, document))
}

fn extracted(dice: &mut Dice, sample: &Sample) -> Option<(&'static str, Value)> {
    let mut document = sample.document.clone();
    let all = places(&document);
    let inner: Vec<_> = all.iter().filter(|p| p.matches('/').count() > 3).collect();
    let place = if inner.is_empty() { return None } else { (*dice.pick(&inner)).clone() };
    let schema = document.pointer(&place)?.clone();
    *document.pointer_mut(&place)? = json!({ "$ref": "#/components/schemas/TakenOut" });
    document["components"]["schemas"]["TakenOut"] = schema;
    Some(("take out into a component", document))
}

fn renamed(sample: &Sample) -> Option<(&'static str, Value)> {
    let (was, is) = (format!("#/components/schemas/{}\"", sample.root), "#/components/schemas/Renamed\"");
    let text = sample.document.to_string().replace(&was, is);
    let mut document: Value = serde_json::from_str(&text).ok()?;
    let schemas = document["components"]["schemas"].as_object_mut()?;
    let schema = schemas.remove(&sample.root)?;
    schemas.insert("Renamed".into(), schema);
    Some(("rename a component", document))
}
