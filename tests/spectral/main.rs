//! Spectral rulesets: what functions, paths and rulesets mean, and whether Spectral itself finds the same.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

mod functions;
mod paths;
mod peer;
mod rulesets;

#[path = "../common/mod.rs"]
mod common;

use std::fs;
use std::path::Path;

use caveat::contract::{self, Contract};
use caveat::finding::Finding;
use caveat::source::fetch::Files;
use caveat::spectral::{self, Failed, Outcome, Ruleset};

/// A description with these members beside what each one has.
fn description(members: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: t, version: \"1\"}}\n{members}")
}

/// A folder with files in it.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn contract(path: &Path) -> Contract {
    let loader = contract::loader();
    let name = path.display().to_string();
    let (files, key) = Files::around(path, &name, false).unwrap();
    let root = loader.add(&key, &name, fs::read(path).unwrap());
    contract::load(loader, root, &files).ok().expect("a description")
}

fn ruleset(path: &Path) -> Ruleset {
    spectral::load(path).unwrap_or_else(|failed| panic!("{:?}", mistakes(failed)))
}

/// What is wrong with a ruleset: file, line and column, and message.
fn mistakes(failed: Failed) -> Vec<String> {
    match failed {
        Failed::Unreadable(why) => vec![why],
        Failed::Mistakes(files) => {
            let said = files.iter().flat_map(|file| {
                file.list.iter().map(|mistake| {
                    let place = file.document.place(mistake.start);
                    let name = Path::new(&file.document.name).file_name().unwrap().to_string_lossy();
                    let help = mistake.help.as_deref().unwrap_or_default();
                    format!("{name}:{}:{} {} ({help})", place.line, place.column, mistake.message)
                })
            });
            said.collect()
        }
    }
}

/// What a ruleset yields for a description.
fn outcome(ruleset_text: &str, description_text: &str) -> (Contract, Outcome) {
    let folder = folder(&[("rules.yaml", ruleset_text), ("api.yaml", description_text)]);
    let contract = contract(&folder.path().join("api.yaml"));
    let outcome = spectral::run(&contract, &[ruleset(&folder.path().join("rules.yaml"))]);
    (contract, outcome)
}

fn pointer(contract: &Contract, finding: &Finding) -> String {
    let span = finding.primary.span;
    contract.sources.doc(span.doc).pointer(span.node.expect("findings point at nodes"))
}

/// Pointer and message of each finding, with a severity other than a warning's before it.
fn found(ruleset_text: &str, description_text: &str) -> Vec<String> {
    let (contract, outcome) = outcome(ruleset_text, description_text);
    assert_eq!(outcome.notes.iter().map(|note| format!("{note:?}")).collect::<Vec<_>>(), Vec::<String>::new());
    outcome.findings.iter().map(|f| format!("{} {}", pointer(&contract, f), f.message)).collect()
}

/// The names and reasons of what was not run.
fn notes(ruleset_text: &str, description_text: &str) -> Vec<String> {
    let (_, outcome) = outcome(ruleset_text, description_text);
    outcome.notes.iter().map(|note| format!("{}: {}", note.what, note.why)).collect()
}
