//! Components under other names, those apart that a discriminator tells by name.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Document;
use super::grammar::{Kind, Place, escaped, group, pointer, reference, told_by_name};

/// The components of a description: pointer of the group, and what they are.
pub(crate) fn components(document: &Document) -> Vec<(String, &Place)> {
    let holder = |place: &Place| {
        let (holder, _) = place.pointer.rsplit_once('/')?;
        (group(place.kind, document.version).as_deref() == Some(holder)).then(|| holder.to_owned())
    };
    document.places.iter().filter_map(|p| Some((holder(p)?, p))).collect()
}

pub(crate) fn renamed(document: &Document) -> Option<Value> {
    let Document { root, version, places } = document;
    let told = told_by_name(root, places, *version);
    let mut names: BTreeMap<String, (String, String)> = BTreeMap::new();
    let all = components(document);
    for (group, place) in all.iter().filter(|(_, p)| !told.contains(&p.pointer)) {
        // Names in the opposite order, so that nothing leans on theirs.
        let name = format!("Renamed{:05}", all.len() - names.len());
        names.insert(place.pointer.clone(), (group.clone(), name));
    }
    let mut out = root.clone();
    for place in places {
        let Some(to) = root.pointer(&place.pointer).and_then(reference).and_then(pointer) else { continue };
        if let Some(to) = moved(&to, |at| names.get(at).map(|(group, name)| format!("{group}/{name}"))) {
            out.pointer_mut(&place.pointer)?["$ref"] = json!(format!("#{}", encoded(&to)));
        }
    }
    let schemes = group(Kind::Scheme, *version)?;
    let scheme = |name: &str| names.get(&format!("{schemes}/{}", escaped(name))).map(|(_, new)| new.clone());
    for place in places.iter().filter(|p| matches!(p.kind, Kind::Root | Kind::Operation)) {
        let Some(list) = out.pointer_mut(&place.pointer)?.get_mut("security").and_then(Value::as_array_mut) else {
            continue;
        };
        for requirement in list.iter_mut().filter_map(Value::as_object_mut) {
            let old = std::mem::take(requirement);
            requirement.extend(old.into_iter().map(|(name, scopes)| (scheme(&name).unwrap_or(name), scopes)));
        }
    }
    for (group, _) in &all {
        let Some(members) = out.pointer_mut(group).and_then(Value::as_object_mut) else { continue };
        let name = |key: &String| names.get(&format!("{group}/{}", escaped(key))).map(|(_, name)| name.clone());
        *members =
            std::mem::take(members).into_iter().map(|(key, v)| (name(&key).unwrap_or(key), v)).collect::<Map<_, _>>();
    }
    (!names.is_empty()).then_some(out)
}

/// Where a pointer leads after what it passes through was moved.
pub(crate) fn moved(pointer: &str, to: impl Fn(&str) -> Option<String>) -> Option<String> {
    let ends = pointer.match_indices('/').map(|(at, _)| at).skip(1).chain([pointer.len()]);
    ends.into_iter().find_map(|end| Some(format!("{}{}", to(&pointer[..end])?, &pointer[end..])))
}

/// A pointer as the fragment of an address.
pub(crate) fn encoded(pointer: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(&b);
    pointer.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
