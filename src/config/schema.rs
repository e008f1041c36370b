//! The JSON Schema of a configuration, for editors: made from the same tables that reading looks into.

use serde_json::{Map, Value, json};

use super::keys::{ALL, KEYS};
use super::presets::PRESETS;
use super::{DIFF_FAIL_ON, DIFF_SHOW, LEVELS, SENDERS};
use crate::diff::{Policy, checks};
use crate::finding::Area;
use crate::lint::facts::ConventionSettings;
use crate::lint::facts::convention::{PINNABLE, Values};
use crate::lint::{Entry, rules as registry};

/// The JSON Schema (2020-12) of a configuration file.
pub fn schema() -> Value {
    let properties = KEYS.iter().map(|key| (key.name, described((key.schema)(), key.summary)));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration of caveat",
        "description": "caveat.yaml or caveat.json, beside an OpenAPI description or in a folder above it",
        "type": ["object", "null"],
        "properties": object(properties),
        "additionalProperties": false,
        "$defs": { "level": { "enum": words(&LEVELS) } },
    })
}

pub(super) fn words<T>(table: &[(&str, T)]) -> Value {
    table.iter().map(|(word, _)| *word).collect()
}

fn object<K: Into<String>>(members: impl Iterator<Item = (K, Value)>) -> Value {
    Value::Object(members.map(|(name, value)| (name.into(), value)).collect::<Map<_, _>>())
}

pub(super) fn described(mut schema: Value, text: &str) -> Value {
    if let Value::Object(members) = &mut schema {
        members.insert("description".into(), text.into());
    }
    schema
}

/// An object whose keys are all known. Nothing behind the key means an empty one, as in reading.
pub(super) fn closed(properties: &Value) -> Value {
    json!({ "type": ["object", "null"], "properties": properties, "additionalProperties": false })
}

/// The names of presets.
pub(super) fn presets() -> Value {
    PRESETS.iter().map(|preset| preset.name).collect()
}

pub(super) fn extends() -> Value {
    let path =
        json!({ "type": "string", "pattern": "^(?!.*://).*[./\\\\]", "description": "A file, or `spectral:FILE`." });
    let entry = json!({ "anyOf": [{ "enum": presets() }, path] });
    json!({ "anyOf": [entry, { "type": "array", "items": entry, "uniqueItems": true }] })
}

/// Options, conventions and thresholds are of whole descriptions, so they stand with `files` only.
pub(super) fn overrides() -> Value {
    let top = |key: &str| json!({ "$ref": format!("#/properties/{key}") });
    let list = |item: Value, text: &str| json!({ "type": "array", "items": item, "description": text });
    let files = list(json!({ "type": "string", "minLength": 1 }), "Files, by patterns as in a `.gitignore`.");
    let pointer = json!({ "type": "string", "pattern": "^#?/([^~]|~[01])*$" });
    let pointers = list(pointer, "Places in documents, by JSON Pointers with `*` and `**`, and all below them.");
    let levels = json!({ "additionalProperties": { "$ref": "#/$defs/level" } });
    json!({ "type": "array", "items": {
        "type": "object",
        "properties": {
            "files": files, "pointers": pointers,
            "rules": top("rules"), "conventions": top("conventions"), "thresholds": top("thresholds"),
        },
        "additionalProperties": false,
        "anyOf": [{ "required": ["files"] }, { "required": ["pointers"] }],
        "dependentSchemas": { "pointers": { "properties": {
            "rules": levels, "conventions": false, "thresholds": false,
        } } },
    } })
}

pub(super) fn rules() -> Value {
    let level = |text: &str| described(json!({ "$ref": "#/$defs/level" }), text);
    let all = std::iter::once((ALL, level("The level of every rule that runs by default.")));
    let areas = Area::ALL.iter().map(|area| {
        let area = area.as_str();
        (area, level(&format!("The level of the rules of {area} that run by default.")))
    });
    let named = registry::all().iter().map(|entry| (entry.meta.id, rule(entry)));
    let mut rules = closed(&object(all.chain(areas).chain(named)));
    let own = level("The level of a rule of a Spectral ruleset.");
    rules["patternProperties"] = json!({ format!("^{}", super::OWN): own });
    rules
}

fn rule(entry: &Entry) -> Value {
    let defaults = (entry.defaults)();
    let options = entry.meta.options.iter().map(|option| {
        let name = option.name();
        let default = defaults.get(&name).map_or(Value::Null, plain);
        let mut schema = type_of(&default);
        schema["default"] = default;
        (name, described(schema, &option.text()))
    });
    let options = closed(&object(options));
    let mut full = closed(&json!({ "level": { "$ref": "#/$defs/level" }, "options": options }));
    full["type"] = json!("object");
    let summary = format!("{} (default: {})", entry.meta.summary, entry.meta.severity.as_str());
    described(json!({ "anyOf": [{ "$ref": "#/$defs/level" }, full] }), &summary)
}

fn plain(value: &serde_yaml::Value) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// What is known of an option's type from its default.
fn type_of(default: &Value) -> Value {
    match default {
        Value::Null => json!({}),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(n) if n.is_f64() => json!({ "type": "number" }),
        Value::Number(_) => json!({ "type": "integer" }),
        Value::String(_) => json!({ "type": "string" }),
        Value::Array(items) => match items.first().map(type_of) {
            Some(item) => json!({ "type": "array", "items": item }),
            None => json!({ "type": "array" }),
        },
        Value::Object(_) => json!({ "type": "object" }),
    }
}

pub(super) fn conventions() -> Value {
    closed(&object(PINNABLE.iter().map(|convention| {
        let schema = match convention.values {
            Values::Text => json!({ "type": "string", "minLength": 1 }),
            words => json!({ "enum": words.words() }),
        };
        (convention.name, described(schema, convention.summary))
    })))
}

pub(super) fn thresholds() -> Value {
    let ConventionSettings { agreement, samples, .. } = ConventionSettings::default();
    let agreement = json!({ "type": "number", "minimum": 0.5, "maximum": 1, "default": agreement,
        "description": "The share of samples that must agree." });
    let samples = json!({ "type": "integer", "minimum": 1, "default": samples,
        "description": "How many samples there must be." });
    closed(&json!({ "agreement": agreement, "samples": samples }))
}

pub(super) fn diff() -> Value {
    let fail_on = json!({ "enum": words(&DIFF_FAIL_ON), "default": "unproven",
        "description": "The exit code is 1 if there is a change of this level or a worse one." });
    let show = json!({ "enum": words(&DIFF_SHOW), "default": "risky",
        "description": "Changes of this level and of worse ones are shown as text. JSON always holds all." });
    let senders = json!({ "enum": words(&SENDERS), "default": "declared",
        "description": "Whether senders send only properties that are declared, or any value that their schema accepts." });
    let policy = json!({ "enum": words(Policy::ALL), "default": Policy::default().as_str(),
        "description": "What is known of the clients, which changes the levels of some checks." });
    let check_version = json!({ "type": "boolean", "default": false,
        "description": "The exit code is 1 too if the version went less far than the changes ask for." });
    let levels = closed(&object(
        checks::all()
            .iter()
            .map(|check| (check.id.as_str(), described(json!({ "enum": words(&DIFF_SHOW) }), &check.summary))),
    ));
    let days = json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX, "default": 0,
        "description": "How many days an operation must go on to work after it is deprecated." });
    let lifecycle = closed(&json!({ "min-notice-days": days }));
    closed(&json!({
        "check-version": check_version,
        "fail-on": fail_on,
        "levels": described(levels, "The levels of checks, by their ids."),
        "lifecycle": described(lifecycle, "What clients may count on when an operation ends."),
        "policy": policy,
        "senders": senders,
        "show": show,
    }))
}
