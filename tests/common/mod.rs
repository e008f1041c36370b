//! What several tests need: loading a text as a description, and findings as a person reads them.
#![allow(dead_code)] // Each test is a crate of its own and uses a part of this.

pub(crate) mod pages;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use caveat::contract::{self, Contract, NotOpenApi};
use caveat::finding::Finding;
use caveat::lint::{self, Plan};
use caveat::source::fetch::Files;
use caveat::source::loader::{NoFetch, Sources};
use caveat::suppress::{self, Accepted};
use serde_yaml::Value;

/// The folder of our own documents.
pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The folder of material that is not part of the project; nothing where it is absent, and then the test says what it
/// skips.
pub(crate) fn shared(part: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(part);
    let there = folder.exists();
    if !there {
        println!("skipped: ../shared/{part} is not there");
    }
    there.then_some(folder)
}

/// The pairs of versions in the corpus: `old` and `new` beside each other, as files or as folders of files.
pub(crate) fn pairs() -> Vec<(PathBuf, PathBuf)> {
    let below = |folder: PathBuf| walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let folders = ["corpus/pairs", "corpus/pairs-trees"].into_iter().filter_map(shared);
    let entries: Vec<walkdir::DirEntry> = folders.flat_map(below).collect();
    let is = |entry: &walkdir::DirEntry, stem: &str| entry.path().file_stem().is_some_and(|s| s == stem);
    let root = |entry: &walkdir::DirEntry| {
        if entry.file_type().is_file() {
            return Some(entry.path().to_owned());
        }
        let mut inside = std::fs::read_dir(entry.path()).ok()?.filter_map(|e| Some(e.ok()?.path()));
        inside.find(|path| std::fs::read_to_string(path).is_ok_and(|text| text.contains("openapi:")))
    };
    let partner = |old: &walkdir::DirEntry| {
        entries.iter().find(|new| new.path().parent() == old.path().parent() && is(new, "new")).and_then(root)
    };
    entries.iter().filter(|entry| is(entry, "old")).filter_map(|old| Some((root(old)?, partner(old)?))).collect()
}

/// Two files as descriptions, with the files that they refer to.
pub(crate) fn load_pair(old: &Path, new: &Path) -> Option<(Contract, Contract)> {
    let loader = contract::loader();
    let open = |path: &Path| {
        let name = path.display().to_string();
        let (files, key) = Files::around(path, &name, false).expect("the folder of the file");
        (loader.add(&key, &name, std::fs::read(path).expect("the file")), files)
    };
    let ((was, old_files), (is, new_files)) = (open(old), open(new));
    contract::load_both(loader, (was, &old_files), (is, &new_files)).ok()
}

/// A text as a description without other files.
pub(crate) fn try_load(name: &str, text: &str) -> Result<Contract, Box<(NotOpenApi, Sources)>> {
    let loader = contract::loader();
    let root = loader.add(name, name, text.as_bytes().to_vec());
    contract::load(loader, root, &NoFetch)
}

/// The same, where it must be a description.
pub(crate) fn load(name: &str, text: &str) -> Contract {
    try_load(name, text).unwrap_or_else(|e| panic!("{name}: {}", e.0.message))
}

/// The findings of all default rules, none of which may fail.
pub(crate) fn lint(contract: &Contract) -> Vec<Finding> {
    // A day that stands still, so that what has passed stays the same.
    let mut plan = Plan::default();
    plan.today = Some("2026-11-20".into());
    let outcome = lint::run(contract, &plan);
    assert!(outcome.failures.is_empty(), "rules that failed: {:?}", outcome.failures);
    let accepted = Accepted { plan: &plan, allow: &[], ignores: None };
    suppress::sort(contract, outcome.findings, &accepted).shown
}

/// Findings as the snapshots hold them.
pub(crate) fn show(contract: &Contract, findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let span = finding.primary.span;
        let doc = contract.sources.doc(span.doc);
        let place = doc.place(span.start);
        let pointer = span.node.map_or_else(String::new, |node| doc.pointer(node));
        let _ = writeln!(
            text,
            "{}:{} {}[{}] {}\n    {} ({pointer})",
            place.line,
            place.column,
            finding.severity.as_str(),
            finding.rule,
            finding.message,
            finding.primary.text
        );
        for related in &finding.related {
            let place = contract.sources.doc(related.span.doc).place(related.span.start);
            let _ = writeln!(text, "    see {}:{} {}", place.line, place.column, related.text);
        }
        if let Some(help) = &finding.help {
            let _ = writeln!(text, "    help: {help}");
        }
    }
    text
}

/// An example as a document: itself if it says its version, or else laid over the base as a merge patch (RFC 7396).
pub(crate) fn laid_over_base(example: &str) -> String {
    if example.starts_with("openapi:") || example.starts_with("swagger:") {
        return example.to_owned();
    }
    over_base(serde_yaml::from_str(example).unwrap_or_else(|e| panic!("{e} in\n{example}")))
}

/// A merge patch laid over the base document.
pub(crate) fn over_base(patch: Value) -> String {
    let base = std::fs::read_to_string(fixtures().join("base.yaml")).expect("the base document");
    let mut document: Value = serde_yaml::from_str(&base).expect("the base is YAML");
    merge(&mut document, patch);
    serde_yaml::to_string(&document).expect("a document is YAML")
}

fn merge(into: &mut Value, patch: Value) {
    let Value::Mapping(patch) = patch else {
        *into = patch;
        return;
    };
    if !into.is_mapping() {
        *into = Value::Mapping(serde_yaml::Mapping::new());
    }
    let Value::Mapping(into) = into else { return };
    for (key, value) in patch {
        if value.is_null() {
            into.remove(&key);
        } else {
            merge(into.entry(key).or_insert(Value::Null), value);
        }
    }
}

/// Whether snapshots and pages are to be written and not only compared.
pub(crate) fn update() -> bool {
    std::env::var_os("UPDATE").is_some()
}
