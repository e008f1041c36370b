//! A file for each component and each path item.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::grammar::{self, Kind, pointer, reference, references, told_by_name};
use super::rename::{components, encoded, moved};
use super::{Document, Made, ROOT};

pub(crate) fn split(document: &Document) -> Option<Made> {
    let Document { root, version, places } = document;
    let told = told_by_name(root, places, *version);
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let parts = components(document).into_iter().map(|(_, place)| place);
    let paths = places.iter().filter(|p| p.kind == Kind::PathItem && p.pointer.matches('/').count() == 2);
    for place in parts.chain(paths) {
        let scheme = place.kind == Kind::Scheme && *version == grammar::V2;
        let value = root.pointer(&place.pointer)?;
        if !told.contains(&place.pointer) && !scheme && value.is_object() && reference(value).is_none() {
            let folder = format!("{:?}", place.kind).to_lowercase();
            let ending = if files.len().is_multiple_of(2) { "json" } else { "yaml" };
            files.insert(place.pointer.clone(), format!("{folder}/{}.{ending}", files.len()));
        }
    }
    let mut out = root.clone();
    for (number, place) in places.iter().enumerate() {
        let inside = moved(&place.pointer, |at| files.get(at).cloned()).is_some();
        for (held, to) in references(root.pointer(&place.pointer)?) {
            let Some(to) = pointer(&to) else { continue };
            // Every other reference goes through the component of the root, which is a reference itself.
            let direct = number.is_multiple_of(2) || !files.contains_key(&to);
            let led = moved(&to, |at| files.get(at).map(|file| format!("{file}#"))).filter(|_| direct);
            let up = if inside { "../" } else { "" };
            let new = match led.as_ref().and_then(|led| led.split_once('#')) {
                Some((file, "")) => format!("{up}{file}"),
                Some((file, rest)) => format!("{up}{file}#{}", encoded(rest)),
                None if inside => format!("../root.json#{}", encoded(&to)),
                None => format!("#{}", encoded(&to)),
            };
            *out.pointer_mut(&format!("{}{held}", place.pointer))? = json!(new);
        }
    }
    let mut made = Made::new();
    for (at, file) in &files {
        let value = std::mem::replace(out.pointer_mut(at)?, json!({ "$ref": file }));
        let yaml = file.ends_with("yaml");
        let text = if yaml { serde_yaml::to_string(&value).ok()? } else { value.to_string() };
        made.insert(format!("made/{file}"), text);
    }
    made.insert(ROOT.to_owned(), Value::to_string(&out));
    (made.len() > 1).then_some(made)
}
