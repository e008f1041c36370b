//! Every reference replaced by what it refers to, while there is room.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Document;
use super::grammar::{self, Kind, is_told_alternative, places, pointer, reference, told_by_name};

/// What is inlined may make a document this many times as long, and this many bytes longer.
const TIMES: usize = 2;
const BYTES: usize = 100_000;
/// Rounds of replacing; each goes one reference deeper.
const ROUNDS: usize = 12;

struct Target {
    value: Value,
    bytes: usize,
    fits: bool,
}

pub(crate) fn inlined(document: &Document) -> Option<Value> {
    let Document { root, version, places: all } = document;
    let told = told_by_name(root, all, *version);
    let targets = targets(document, &told);
    let mut left = TIMES * root.to_string().len() + BYTES;
    let mut out = root.clone();
    let mut replaced = 0;
    for _ in 0..ROUNDS {
        let mut changed = false;
        for place in places(&out, Kind::Root, *version) {
            // Something above this place may have been replaced in this round.
            let Some(value) = out.pointer(&place.pointer) else { continue };
            let Some(to) = reference(value).and_then(pointer) else { continue };
            let Some(target) = targets.get(&(to, place.kind)) else { continue };
            if !target.fits || target.bytes > left || is_told_alternative(&out, &place.pointer) {
                continue;
            }
            let Some(new) = in_its_place(value, target.value.clone(), place.kind, *version) else { continue };
            left -= target.bytes;
            *out.pointer_mut(&place.pointer)? = new;
            replaced += 1;
            changed = true;
        }
        if !changed {
            break;
        }
    }
    (replaced > 0).then_some(out)
}

/// What references lead to, and whether it means the same in another place and ends.
fn targets(document: &Document, told: &BTreeSet<String>) -> BTreeMap<(String, Kind), Target> {
    let Document { root, version, places: all } = document;
    let mut found: BTreeMap<(String, Kind), Target> = BTreeMap::new();
    let mut below: BTreeMap<(String, Kind), BTreeSet<(String, Kind)>> = BTreeMap::new();
    for place in all {
        let Some(to) = root.pointer(&place.pointer).and_then(reference).and_then(pointer) else { continue };
        let key = (to, place.kind);
        let Some(value) = root.pointer(&key.0).filter(|_| !found.contains_key(&key)) else { continue };
        let inside = places(value, place.kind, *version).into_iter().filter_map(|p| {
            let to = value.pointer(&p.pointer).and_then(reference).and_then(pointer)?;
            Some((to, p.kind))
        });
        below.insert(key.clone(), inside.collect());
        let fits = !told.contains(&key.0);
        found.insert(key, Target { value: value.clone(), bytes: value.to_string().len(), fits });
    }
    let circular: Vec<_> = below.keys().filter(|key| reaches_itself(key, &below)).cloned().collect();
    for key in circular {
        if let Some(target) = found.get_mut(&key) {
            target.fits = false;
        }
    }
    found
}

fn reaches_itself(key: &(String, Kind), below: &BTreeMap<(String, Kind), BTreeSet<(String, Kind)>>) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![key];
    while let Some(one) = open.pop() {
        for next in below.get(one).into_iter().flatten() {
            // A reference to what holds it is a circle too.
            if next == key || key.0.starts_with(&format!("{}/", next.0)) {
                return true;
            }
            if seen.insert(next) {
                open.push(next);
            }
        }
    }
    false
}

/// A reference's target with what stands beside the reference.
fn in_its_place(value: &Value, target: Value, kind: Kind, version: u8) -> Option<Value> {
    let mut beside = value.as_object()?.clone();
    beside.remove("$ref");
    if beside.is_empty() || version <= grammar::V30 && kind != Kind::PathItem {
        return Some(target);
    }
    match kind {
        Kind::Schema => {
            let all = beside.entry("allOf").or_insert_with(|| json!([]));
            all.as_array_mut()?.push(target);
            Some(Value::Object(beside))
        }
        // What fields beside the reference of a path item mean is not defined.
        Kind::PathItem => None,
        _ => {
            let mut target = target;
            for word in ["summary", "description"] {
                if let Some(text) = beside.remove(word) {
                    target.as_object_mut()?.insert(word.to_owned(), text);
                }
            }
            Some(target)
        }
    }
}
