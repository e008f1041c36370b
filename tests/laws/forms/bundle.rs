//! A description of many files as one: what stands in another file becomes a component.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::grammar::{Kind, escaped, group, places, references};

/// Where a reference leads: a file and a pointer in it.
type Target = (PathBuf, String);

/// The description with all that it refers to in other files; nothing if a file is no YAML.
pub(crate) fn bundled(path: &Path, mut root: Value) -> Option<Value> {
    let version = super::version(&root)?;
    let home = path.canonicalize().ok()?;
    let mut files: BTreeMap<PathBuf, Value> = BTreeMap::new();
    let mut names: BTreeMap<(Target, Kind), String> = BTreeMap::new();
    let mut open: VecDeque<(String, Kind, PathBuf)> = VecDeque::from([(String::new(), Kind::Root, home.clone())]);
    while let Some((at, kind, file)) = open.pop_front() {
        let below = places(root.pointer(&at)?, kind, version);
        for place in below {
            let here = format!("{at}{}", place.pointer);
            for (held, written) in root.pointer(&here).map(references).unwrap_or_default() {
                let held = format!("{here}{held}");
                let target = target(&file, &written)?;
                if target.0 == home {
                    *root.pointer_mut(&held)? = json!(format!("#{}", target.1));
                    continue;
                }
                if !files.contains_key(&target.0) {
                    let text = std::fs::read_to_string(&target.0).ok()?;
                    files.insert(target.0.clone(), serde_yaml::from_str(&text).ok()?);
                }
                let value = files[&target.0].pointer(&target.1)?.clone();
                let Some(group) = group(place.kind, version) else {
                    // There are no components of this kind; nothing else leads there.
                    *root.pointer_mut(&here)? = value;
                    open.push_back((here.clone(), place.kind, target.0));
                    continue;
                };
                let key = (target.clone(), place.kind);
                let known = names.get(&key).cloned();
                let name = known.clone().unwrap_or_else(|| free(&root, &group, &target));
                *root.pointer_mut(&held)? = json!(format!("#{group}/{}", escaped(&name)));
                if known.is_none() {
                    names.insert(key, name.clone());
                    insert(&mut root, &group, &name, value)?;
                    open.push_back((format!("{group}/{}", escaped(&name)), place.kind, target.0));
                }
            }
        }
    }
    Some(root)
}

/// Puts a component into its group.
pub(crate) fn insert(root: &mut Value, group: &str, name: &str, value: Value) -> Option<()> {
    let mut at = root;
    for part in group.split('/').skip(1) {
        at = at.as_object_mut()?.entry(part).or_insert_with(|| json!({}));
    }
    at.as_object_mut()?.insert(name.to_owned(), value);
    Some(())
}

/// A name that no component of the group has, after the file or the key.
fn free(root: &Value, group: &str, target: &Target) -> String {
    let file = target.0.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let wanted = target.1.rsplit('/').next().filter(|key| !key.is_empty()).map_or(file, str::to_owned);
    let taken = |name: &str| root.pointer(group).is_some_and(|g| g.get(name).is_some());
    let names = std::iter::once(wanted.clone()).chain((2..).map(|number| format!("{wanted}{number}")));
    names.into_iter().find(|name| !taken(name)).unwrap_or(wanted)
}

fn target(file: &Path, written: &str) -> Option<Target> {
    let (path, fragment) = written.split_once('#').unwrap_or((written, ""));
    let pointer = super::grammar::pointer(&format!("#{fragment}"))?;
    if path.is_empty() {
        return Some((file.to_owned(), pointer));
    }
    Some((file.parent()?.join(path).canonicalize().ok()?, pointer))
}
