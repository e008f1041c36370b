//! Every inline schema, parameter, response, body and header as a component of its own.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Document;
use super::bundle::insert;
use super::grammar::{self, Kind, group, is_told_alternative, pointer, reference, told_by_name};

const TAKEN: [Kind; 8] = [
    Kind::Schema,
    Kind::Parameter,
    Kind::Response,
    Kind::Body,
    Kind::Header,
    Kind::Example,
    Kind::Link,
    Kind::Callback,
];

pub(crate) fn extracted(document: &Document) -> Option<Value> {
    let Document { root, version, places } = document;
    let told = told_by_name(root, places, *version);
    let led_to: BTreeSet<String> =
        places.iter().filter_map(|p| root.pointer(&p.pointer).and_then(reference).and_then(pointer)).collect();
    // A reference to the inside of what is taken out would lead through another reference.
    let holds_target = |at: &str| led_to.range(format!("{at}/")..format!("{at}0")).next().is_some();
    let mut out = root.clone();
    let mut taken = 0;
    // What is inside is taken out before what holds it, so that the pointers of the others stay true.
    for place in places.iter().rev().filter(|p| TAKEN.contains(&p.kind)) {
        let Some(group) = group(place.kind, *version) else { continue };
        let is_component = place.pointer.rsplit_once('/').is_some_and(|(holder, _)| holder == group);
        let value = root.pointer(&place.pointer)?;
        if is_component || reference(value).is_some() || !value.is_object() || holds_target(&place.pointer) {
            continue;
        }
        let child = |v: &Value| reference(v).and_then(pointer).is_some_and(|to| told.contains(&to));
        let children = value.get("allOf").and_then(Value::as_array);
        // With a name of its own it would become something that a discriminator can tell.
        let named = is_told_alternative(root, &place.pointer)
            || value.get("discriminator").is_some()
            || children.is_some_and(|list| list.iter().any(child));
        // In 2.0 only a response or a parameter may be a file.
        let file = *version == grammar::V2 && value.get("type").is_some_and(|t| t == "file");
        if place.kind == Kind::Schema && (named || file) {
            continue;
        }
        let name = format!("TakenOut{taken}");
        let value = out.pointer_mut(&place.pointer)?;
        let value = std::mem::replace(value, json!({ "$ref": format!("#{group}/{name}") }));
        insert(&mut out, &group, &name, value)?;
        taken += 1;
    }
    (taken > 0).then_some(out)
}
