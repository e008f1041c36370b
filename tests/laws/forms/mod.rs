//! What says the same in another form breaks nothing: each form is made by code of this test from each description at
//! hand, and compared with it both ways round.

mod bundle;
mod convert;
mod extract;
mod grammar;
mod inline;
mod lift;
mod rename;
mod split;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use caveat::diff::Level;
use serde_json::Value;

use crate::sides::{Files, Side, both, compare, descriptions, file, pairs, shown};
use crate::written::json;
use grammar::{Kind, Place, places};
pub(crate) use split::split;

/// A description in one file, as data.
pub(crate) struct Document {
    pub(crate) root: Value,
    pub(crate) version: u8,
    pub(crate) places: Vec<Place>,
}

impl Document {
    pub(crate) fn new(root: Value) -> Option<Self> {
        let version = version(&root)?;
        let places = places(&root, Kind::Root, version);
        // A schema with an address of its own, or that names places, does not mean the same elsewhere.
        let words = ["$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$schema"];
        let addressed = places.iter().filter(|p| p.kind == Kind::Schema).filter_map(|p| root.pointer(&p.pointer));
        let addressed =
            version > grammar::V30 && addressed.into_iter().any(|s| words.iter().any(|w| s.get(w).is_some()));
        let usual = ["https://spec.openapis.org/oas/3.1/dialect/base", "https://json-schema.org/draft/2020-12/schema"];
        let other = root.get("jsonSchemaDialect").is_some_and(|d| !usual.iter().any(|u| d == u));
        let dialect = other || root.get("$self").is_some();
        let ways = ["query", "querystring", "header", "path", "cookie", "body", "formData"];
        let stands = |v: &Value| v.get("in").and_then(Value::as_str).is_some_and(|way| ways.contains(&way));
        let named = |v: &Value| grammar::reference(v).is_some() || v.get("name").is_some() && stands(v);
        let parameters = |p: &Place| p.kind != Kind::Parameter || root.pointer(&p.pointer).is_some_and(named);
        let whole = places.iter().all(|p| leads_somewhere(&root, &p.pointer) && parameters(p));
        (!addressed && !dialect && whole).then_some(Self { root, version, places })
    }
}

/// Whether there is something behind the reference at a place, if it has one.
fn leads_somewhere(root: &Value, at: &str) -> bool {
    let mut value = root.pointer(at);
    for _ in 0..100 {
        match value.map(|v| (v, grammar::reference(v))) {
            Some((_, Some(to))) => value = grammar::pointer(to).and_then(|to| root.pointer(&to)),
            other => return other.is_some(),
        }
    }
    false
}

fn version(root: &Value) -> Option<u8> {
    let said = |field: &str| root.get(field).map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
    match (said("swagger"), said("openapi")) {
        (Some(_), _) => Some(grammar::V2),
        (_, Some(v)) if v.starts_with("3.0") => Some(grammar::V30),
        (_, Some(v)) if v.starts_with("3.1") => Some(grammar::V31),
        (_, Some(v)) if v.starts_with("3.2") => Some(grammar::V32),
        _ => None,
    }
}

/// A form of a description: files by their paths, the root among them.
pub(crate) type Made = BTreeMap<String, String>;

/// The path of the root of what is made.
pub(crate) const ROOT: &str = "made/root.json";

fn alone(root: &Value) -> Made {
    Made::from([(ROOT.to_owned(), root.to_string())])
}

pub(crate) fn side(made: Made) -> Side {
    Side { key: ROOT.to_owned(), bytes: made[ROOT].clone().into_bytes(), files: Files::Made(made) }
}

/// The description of a file as data; nothing where it cannot be said in JSON.
pub(crate) fn data(path: &Path) -> Option<Value> {
    let side = file(path);
    let (contract, _) = both(&side, &side)?;
    let document = contract.sources.doc(contract.at.doc);
    // A key that stands twice has one value in JSON.
    if !document.problems.is_empty() || !document.duplicate_keys.is_empty() {
        return None;
    }
    let mut written = String::new();
    json(contract.view(contract.at), false, &mut written);
    serde_json::from_str(&written).ok()
}

/// Files with fewer bytes than this are compared in an ordinary run.
const BYTES: u64 = 70_000;

/// Makes a form of every description, and compares.
fn holds(name: &str, least: usize, form: impl Fn(&Document) -> Option<Made>) {
    let (mut faults, mut seen, mut files, mut unfit, mut idle) = (Vec::new(), 0, 0, 0, 0);
    let only = std::env::var("ONLY").unwrap_or_default();
    for path in descriptions(BYTES) {
        if !path.to_string_lossy().contains(&only) {
            continue;
        }
        let start = std::time::Instant::now();
        let document = data(&path).and_then(|root| bundle::bundled(&path, root)).and_then(Document::new);
        let Some(document) = document else {
            unfit += 1;
            if std::env::var_os("ALL").is_some() {
                println!("  skipped: {}", path.display());
            }
            continue;
        };
        let Some(made) = form(&document) else {
            idle += 1;
            continue;
        };
        files += made.len();
        let original = file(&path);
        let other = side(made);
        for (way, old, new) in [("there", &original, &other), ("back", &other, &original)] {
            let Some(comparison) = compare(old, new) else {
                faults.push(format!("{} {way}: no whole description", path.display()));
                continue;
            };
            let worst = comparison.changes.iter().map(|c| c.level).max();
            if worst > Some(Level::Safe) {
                faults.push(format!("{} {way}:\n{}", path.display(), shown(&comparison)));
            }
        }
        seen += 1;
        if std::env::var_os("ALL").is_some() {
            println!("{name}: {} in {:?}", path.display(), start.elapsed());
        }
    }
    println!("{name}: {seen} descriptions in {files} files, compared both ways round, {} faults", faults.len());
    println!("  skipped: {unfit} files that are no whole description, {idle} that have no such form");
    assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n\n"));
    assert!(seen >= least || !only.is_empty(), "{name}: {seen} descriptions are too few to mean much");
}

/// What a comparison alarms about: level, direction and operation. The cause may have another name in another form:
/// where an alternative is no component, it cannot be called by its name.
fn alarms(old: &Side, new: &Side) -> Option<BTreeSet<String>> {
    let comparison = compare(old, new)?;
    let above = comparison.changes.into_iter().filter(|c| c.level > Level::Safe);
    Some(
        above
            .flat_map(|c| {
                let what = format!("{} {:?}", c.level.as_str(), c.direction);
                let reached = if c.operations.is_empty() { vec![String::new()] } else { c.operations };
                reached.into_iter().map(move |operation| format!("{what} {operation}"))
            })
            .collect(),
    )
}

/// What changed between two versions is seen through a form as well: neither hidden nor made up.
fn shows(name: &str, form: impl Fn(&Document) -> Option<Made>) {
    let (mut faults, mut seen) = (Vec::new(), 0);
    let only = std::env::var("ONLY").unwrap_or_default();
    let limited = std::env::var_os("ALL").is_none();
    for (old, new) in pairs() {
        let large = std::fs::metadata(&new).is_ok_and(|m| m.len() > BYTES);
        if limited && large || !new.to_string_lossy().contains(&only) {
            continue;
        }
        let Some(document) = data(&new).and_then(|root| bundle::bundled(&new, root)).and_then(Document::new) else {
            continue;
        };
        let Some(other) = form(&document).map(side) else { continue };
        let old = file(&old);
        let (Some(plain), Some(through)) = (alarms(&old, &file(&new)), alarms(&old, &other)) else { continue };
        seen += 1;
        if plain != through {
            let missing: Vec<_> = plain.difference(&through).collect();
            let extra: Vec<_> = through.difference(&plain).collect();
            faults.push(format!("{}:\n  hidden {missing:?}\n  made up {extra:?}", new.display()));
        }
    }
    println!("{name}: {seen} pairs seen through it, {} faults", faults.len());
    assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
    assert!(seen > 0 || !only.is_empty(), "{name}: no pair was compared");
}

#[test]
fn changes_show_through_every_form() {
    shows("references inlined", |document| inline::inlined(document).map(|root| alone(&root)));
    shows("parts extracted", |document| extract::extracted(document).map(|root| alone(&root)));
    shows("components renamed", |document| rename::renamed(document).map(|root| alone(&root)));
    shows("split into files", split::split);
    shows("3.0 lifted to 3.1", |document| lift::lifted(document).map(|root| alone(&root)));
    shows("2.0 converted to 3.0", |document| convert::converted(document).map(|root| alone(&root)));
}

#[test]
fn keys_in_another_order() {
    holds("keys in the order of their names", 10, |document| Some(alone(&document.root)));
}

#[test]
fn yaml_for_json() {
    holds("written as YAML", 10, |document| {
        let text = serde_yaml::to_string(&document.root).expect("what JSON says, YAML says");
        Some(Made::from([(ROOT.to_owned(), text)]))
    });
}

#[test]
fn references_inlined() {
    holds("references inlined", 10, |document| inline::inlined(document).map(|root| alone(&root)));
}

#[test]
fn parts_extracted() {
    holds("parts extracted into components", 10, |document| extract::extracted(document).map(|root| alone(&root)));
}

#[test]
fn components_renamed() {
    holds("components renamed", 10, |document| rename::renamed(document).map(|root| alone(&root)));
}

#[test]
fn split_into_files() {
    holds("split into files", 10, split::split);
}

#[test]
fn lifted_to_3_1() {
    holds("3.0 lifted to 3.1", 10, |document| lift::lifted(document).map(|root| alone(&root)));
}

#[test]
fn converted_to_3_0() {
    holds("2.0 converted to 3.0", 5, |document| convert::converted(document).map(|root| alone(&root)));
}
