//! Real descriptions: every document of the corpus is read, lowered, linted and rendered without a panic and without a
//! rule that fails, and every finding stands in the text. Says what it skips, and what was found by which rule.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use caveat::contract;
use caveat::finding::Severity;
use caveat::lint::{self, Plan};
use caveat::report::text::TextOptions;
use caveat::report::{Report, Root, json, text};
use caveat::source::fetch::Files;

mod common;

use common::shared;

#[derive(Default)]
struct Tally {
    linted: usize,
    /// Files that are no descriptions: parts of others, and lists.
    skipped: usize,
    /// How many findings each rule has, and in how many documents.
    rules: BTreeMap<&'static str, (usize, usize)>,
    faults: Vec<String>,
}

#[test]
fn every_document_of_the_corpus_is_linted() {
    let Some(corpus) = shared("corpus") else { return };
    let files: Vec<PathBuf> = walkdir::WalkDir::new(corpus)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|p| p.is_file() && p.extension().is_some_and(|e| ["json", "yaml", "yml"].iter().any(|k| e == *k)))
        .collect();
    let tally = Mutex::new(Tally::default());
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    lint_file(file, &tally);
                }
            });
        }
    });
    let tally = tally.into_inner().expect("the tally");
    println!("{} descriptions linted; {} files skipped that are no descriptions", tally.linted, tally.skipped);
    for (rule, (findings, documents)) in &tally.rules {
        println!("  {rule}: {findings} findings in {documents} documents");
    }
    assert!(tally.linted > 0, "nothing in the corpus is a description");
    assert!(tally.faults.is_empty(), "\n{}", tally.faults.join("\n"));
}

fn lint_file(file: &Path, tally: &Mutex<Tally>) {
    let name = file.to_string_lossy().into_owned();
    let result = std::panic::catch_unwind(|| outcome(file, &name));
    let mut tally = tally.lock().expect("the tally");
    match result {
        Ok(Some((counts, faults))) => {
            tally.linted += 1;
            tally.faults.extend(faults);
            for (rule, count) in counts {
                let known = tally.rules.entry(rule).or_default();
                *known = (known.0 + count, known.1 + 1);
            }
        }
        Ok(None) => tally.skipped += 1,
        Err(_) => tally.faults.push(format!("{name}: a panic")),
    }
}

/// The number of findings by rule, and what is wrong with how they came; nothing for what is no description.
fn outcome(file: &Path, name: &str) -> Option<(BTreeMap<&'static str, usize>, Vec<String>)> {
    let (files, key) = Files::around(file, name, false).expect("the folder of the file");
    let loader = contract::loader();
    let root = loader.add(&key, name, fs::read(file).expect("the file"));
    let contract = match contract::load(loader, root, &files) {
        Ok(contract) => contract,
        Err(refused) => {
            let root = refused.1.docs[0].root();
            if root.is_some_and(|r| r.get_text("openapi").or_else(|| r.get_text("swagger")).is_some()) {
                println!("refused: {name}: {}", refused.0.message);
            }
            return None;
        }
    };
    let outcome = lint::run(&contract, &Plan::default());
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut faults: Vec<String> =
        outcome.failures.iter().map(|rule| format!("{name}: the rule {rule} failed")).collect();
    for finding in &outcome.findings {
        *counts.entry(finding.rule).or_default() += 1;
        for label in [&finding.primary].into_iter().chain(&finding.related) {
            let text = &contract.sources.doc(label.span.doc).text;
            if text.get(label.span.start as usize..label.span.end as usize).is_none() {
                faults.push(format!("{name}: a finding of {} stands outside the text", finding.rule));
            }
        }
    }
    let report = Report::new(&[Root {
        sources: &contract.sources,
        doc: contract.at.doc,
        findings: &outcome.findings,
        suppressed: &[],
    }]);
    let mut written = Vec::new();
    json::write(&mut written, &report).expect("a vector takes everything");
    let read: serde_json::Value = serde_json::from_slice(&written).expect("the JSON output is JSON");
    let fingerprints: Vec<&str> =
        read["findings"].as_array().into_iter().flatten().filter_map(|f| f["fingerprint"].as_str()).collect();
    let distinct: std::collections::BTreeSet<&str> = fingerprints.iter().copied().collect();
    if distinct.len() != outcome.findings.len() {
        faults.push(format!("{name}: {} findings have {} fingerprints", outcome.findings.len(), distinct.len()));
    }
    written.clear();
    let options = TextOptions { width: 80, color: false, unicode: true, show: Severity::Info, summary: true };
    text::write(&mut written, &report, &options).expect("a vector takes everything");
    Some((counts, faults))
}
