//! Where the objects of a description stand, so that a reference in an example is not taken for one. Written from the
//! specifications, apart from the program's own table.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Kind {
    Root,
    Components,
    PathItem,
    Operation,
    Parameter,
    Body,
    Response,
    Header,
    Media,
    Encoding,
    Callback,
    Link,
    Example,
    Scheme,
    Schema,
}

/// What a field holds: one object, a list of them, a map of them, or a map whose `x-` keys are extensions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Many {
    One,
    List,
    Map,
    Entries,
}

use Kind::{
    Body, Callback, Components, Encoding, Example, Header, Link, Media, Operation, Parameter, PathItem, Response, Root,
    Schema, Scheme,
};
use Many::{Entries, List, Map, One};

pub(crate) const V2: u8 = 1;
pub(crate) const V30: u8 = 2;
pub(crate) const V31: u8 = 4;
pub(crate) const V32: u8 = 8;
const V3: u8 = V30 | V31 | V32;
const NEW: u8 = V31 | V32;
const ALL: u8 = V2 | V3;

const FIELDS: &[(Kind, u8, &str, Many, Kind)] = &[
    (Root, ALL, "paths", Entries, PathItem),
    (Root, NEW, "webhooks", Map, PathItem),
    (Root, V3, "components", One, Components),
    (Root, V2, "definitions", Map, Schema),
    (Root, V2, "parameters", Map, Parameter),
    (Root, V2, "responses", Map, Response),
    (Root, V2, "securityDefinitions", Map, Scheme),
    (Components, V3, "schemas", Map, Schema),
    (Components, V3, "responses", Map, Response),
    (Components, V3, "parameters", Map, Parameter),
    (Components, V3, "examples", Map, Example),
    (Components, V3, "requestBodies", Map, Body),
    (Components, V3, "headers", Map, Header),
    (Components, V3, "securitySchemes", Map, Scheme),
    (Components, V3, "links", Map, Link),
    (Components, V3, "callbacks", Map, Callback),
    (Components, NEW, "pathItems", Map, PathItem),
    (Components, V32, "mediaTypes", Map, Media),
    (PathItem, ALL, "parameters", List, Parameter),
    (PathItem, ALL, "get", One, Operation),
    (PathItem, ALL, "put", One, Operation),
    (PathItem, ALL, "post", One, Operation),
    (PathItem, ALL, "delete", One, Operation),
    (PathItem, ALL, "options", One, Operation),
    (PathItem, ALL, "head", One, Operation),
    (PathItem, ALL, "patch", One, Operation),
    (PathItem, V3, "trace", One, Operation),
    (PathItem, V32, "query", One, Operation),
    (PathItem, V32, "additionalOperations", Map, Operation),
    (Operation, ALL, "parameters", List, Parameter),
    (Operation, V3, "requestBody", One, Body),
    (Operation, ALL, "responses", Entries, Response),
    (Operation, V3, "callbacks", Map, Callback),
    (Callback, V3, "", Entries, PathItem),
    (Parameter, ALL, "schema", One, Schema),
    (Parameter, V3, "content", Map, Media),
    (Parameter, V3, "examples", Map, Example),
    (Header, V3, "schema", One, Schema),
    (Header, V3, "content", Map, Media),
    (Header, V3, "examples", Map, Example),
    (Body, V3, "content", Map, Media),
    (Response, V3, "headers", Map, Header),
    (Response, V3, "content", Map, Media),
    (Response, V3, "links", Map, Link),
    (Response, V2, "schema", One, Schema),
    (Response, V2, "headers", Map, Header),
    (Media, V3, "schema", One, Schema),
    (Media, V32, "itemSchema", One, Schema),
    (Media, V3, "examples", Map, Example),
    (Media, V3, "encoding", Map, Encoding),
    (Media, V32, "prefixEncoding", List, Encoding),
    (Media, V32, "itemEncoding", One, Encoding),
    (Encoding, V3, "headers", Map, Header),
    (Encoding, V32, "encoding", Map, Encoding),
    (Encoding, V32, "prefixEncoding", List, Encoding),
    (Encoding, V32, "itemEncoding", One, Encoding),
    (Schema, ALL, "properties", Map, Schema),
    (Schema, ALL, "items", One, Schema),
    (Schema, V2, "items", List, Schema),
    (Schema, ALL, "additionalProperties", One, Schema),
    (Schema, ALL, "allOf", List, Schema),
    (Schema, V3, "anyOf", List, Schema),
    (Schema, V3, "oneOf", List, Schema),
    (Schema, V3, "not", One, Schema),
    (Schema, NEW, "patternProperties", Map, Schema),
    (Schema, NEW, "propertyNames", One, Schema),
    (Schema, NEW, "prefixItems", List, Schema),
    (Schema, NEW, "contains", One, Schema),
    (Schema, NEW, "dependentSchemas", Map, Schema),
    (Schema, NEW, "if", One, Schema),
    (Schema, NEW, "then", One, Schema),
    (Schema, NEW, "else", One, Schema),
    (Schema, NEW, "unevaluatedItems", One, Schema),
    (Schema, NEW, "unevaluatedProperties", One, Schema),
    (Schema, NEW, "contentSchema", One, Schema),
    (Schema, NEW, "$defs", Map, Schema),
];

/// The group of components of a kind.
pub(crate) fn section(kind: Kind, version: u8) -> Option<&'static str> {
    let holder = if version == V2 { Root } else { Components };
    let row = FIELDS.iter().find(|f| f.0 == holder && f.1 & version != 0 && f.3 == Map && f.4 == kind);
    row.map(|f| f.2).filter(|&group| group != "webhooks")
}

/// The pointer of a group of components.
pub(crate) fn group(kind: Kind, version: u8) -> Option<String> {
    let section = section(kind, version)?;
    Some(if version == V2 { format!("/{section}") } else { format!("/components/{section}") })
}

/// An object of a description: its JSON pointer and what it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    pub(crate) pointer: String,
    pub(crate) kind: Kind,
}

/// All objects below one of a kind, itself first, each before what it holds.
pub(crate) fn places(top: &Value, kind: Kind, version: u8) -> Vec<Place> {
    let mut found = Vec::new();
    let mut open = vec![(top, Place { pointer: String::new(), kind })];
    while let Some((value, place)) = open.pop() {
        let Some(object) = value.as_object() else {
            found.push(place);
            continue;
        };
        let alone = reference(value).is_some() && !(place.kind == Schema && version & NEW != 0);
        let rows = FIELDS.iter().filter(|f| f.0 == place.kind && f.1 & version != 0 && !alone);
        let mut below = Vec::new();
        for &(_, _, field, many, kind) in rows {
            let (held, at) = match field {
                "" => (value, place.pointer.clone()),
                field => match object.get(field) {
                    Some(held) => (held, format!("{}/{field}", place.pointer)),
                    None => continue,
                },
            };
            match many {
                One if held.is_array() => {}
                One => below.push((held, Place { pointer: at, kind })),
                List => below.extend(
                    held.as_array()
                        .into_iter()
                        .flatten()
                        .enumerate()
                        .map(|(number, item)| (item, Place { pointer: format!("{at}/{number}"), kind })),
                ),
                Map | Entries => below.extend(
                    held.as_object()
                        .into_iter()
                        .flatten()
                        .filter(|(key, _)| many == Map || !key.starts_with("x-"))
                        .map(|(key, item)| (item, Place { pointer: format!("{at}/{}", escaped(key)), kind })),
                ),
            }
        }
        open.extend(below.into_iter().rev());
        found.push(place);
    }
    found
}

/// The text of `$ref`.
pub(crate) fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

/// All references of an object: the key or the pointer that holds each, and its text. A discriminator's map holds some.
pub(crate) fn references(value: &Value) -> Vec<(String, String)> {
    let mapped = value.pointer("/discriminator/mapping").and_then(Value::as_object).into_iter().flatten();
    let mapped = mapped.map(|(key, to)| (format!("/discriminator/mapping/{}", escaped(key)), to));
    let written = value.get("$ref").map(|to| ("/$ref".to_owned(), to)).into_iter().chain(mapped);
    let led = written.filter_map(|(at, to)| Some((at, to.as_str()?.to_owned())));
    led.filter(|(at, to)| at == "/$ref" || to.contains(['#', '/', '.'])).collect()
}

/// A key as a part of a pointer.
pub(crate) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The pointer of a reference into the same document.
pub(crate) fn pointer(reference: &str) -> Option<String> {
    let fragment = reference.strip_prefix('#')?.as_bytes();
    let mut bytes = Vec::new();
    let mut at = 0;
    while let Some(&byte) = fragment.get(at) {
        let code = std::str::from_utf8(fragment.get(at + 1..at + 3).unwrap_or_default()).unwrap_or_default();
        match u8::from_str_radix(code, 16) {
            Ok(decoded) if byte == b'%' => {
                bytes.push(decoded);
                at += 3;
            }
            _ => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(bytes).ok().filter(|p| p.is_empty() || p.starts_with('/'))
}

/// Schemas that a discriminator speaks of by their names: pointers of those that have one, of what refers to them
/// with `allOf`, and of their alternatives and the targets of their maps.
pub(crate) fn told_by_name(root: &Value, places: &[Place], version: u8) -> BTreeSet<String> {
    let group = group(Schema, version).unwrap_or_default();
    let mut told = BTreeSet::new();
    let mut parents: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let target = |value: &Value| reference(value).and_then(pointer);
    for place in places.iter().filter(|p| p.kind == Schema) {
        let Some(value) = root.pointer(&place.pointer) else { continue };
        let list = |word: &str| value.get(word).and_then(Value::as_array).into_iter().flatten().filter_map(target);
        if let Some(discriminator) = value.get("discriminator") {
            told.insert(place.pointer.clone());
            told.extend(list("oneOf").chain(list("anyOf")));
            let mapped = discriminator.get("mapping").and_then(Value::as_object).into_iter().flatten();
            for to in mapped.filter_map(|(_, to)| to.as_str()) {
                told.insert(pointer(to).unwrap_or_else(|| format!("{group}/{}", escaped(to))));
            }
        }
        for parent in list("allOf") {
            parents.entry(parent).or_default().push(place.pointer.clone());
        }
    }
    let mut open: Vec<String> = told.iter().cloned().collect();
    while let Some(one) = open.pop() {
        for child in parents.get(&one).into_iter().flatten() {
            if told.insert(child.clone()) {
                open.push(child.clone());
            }
        }
    }
    told
}

/// Whether a schema is an alternative of one with a discriminator, which then takes its name from its reference.
pub(crate) fn is_told_alternative(root: &Value, at: &str) -> bool {
    let Some((list, _)) = at.rsplit_once('/') else { return false };
    let Some((owner, word)) = list.rsplit_once('/') else { return false };
    matches!(word, "oneOf" | "anyOf") && root.pointer(owner).is_some_and(|o| o.get("discriminator").is_some())
}
