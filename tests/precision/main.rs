//! Findings on real descriptions that somebody read beside the document: `read.tsv` says of each whether it is true,
//! arguable or false, and why. From what is found today 300 warnings and errors are drawn, at most ten of a rule, in an
//! order that depends on nothing but themselves, so that a new rule does not shuffle them. Prints the shares, what was
//! not read yet, and how many findings each description has for a thousand operations.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use caveat::contract;
use caveat::source::fetch::Files;
use serde_json::Value;

#[path = "../common/mod.rs"]
mod common;

const DRAWN: usize = 300;
const MOST_OF_A_RULE: usize = 10;
/// How many of those drawn may be new since somebody read them last.
const MOST_UNREAD: usize = 30;

/// File, rule, fingerprint without the number that tells equal ones apart.
type Key = (String, String, String);

struct Found {
    key: Key,
    severity: String,
    line: u64,
    message: String,
}

/// The findings of the corpus that a run fails or warns for.
fn found(corpus: &Path) -> Vec<Found> {
    let mut lint = Command::new(env!("CARGO_BIN_EXE_caveat"));
    let lint = lint.current_dir(corpus).args(["lint", "specs", "specs-multifile", "--format", "json"]).output();
    let read: Value = serde_json::from_slice(&lint.expect("the program").stdout).expect("its output");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = read["findings"].as_array().expect("findings");
    let unnumbered = |value: &Value| text(value).split('-').next().unwrap_or_default().to_owned();
    let shown = findings.iter().filter(|f| f["severity"] != "info");
    shown
        .map(|f| Found {
            key: (text(&f["location"]["file"]), text(&f["rule"]), unnumbered(&f["fingerprint"])),
            severity: text(&f["severity"]),
            line: f["location"]["line"].as_u64().unwrap_or_default(),
            message: text(&f["message"]),
        })
        .collect()
}

/// What stands in `read.tsv`: the verdict of each.
fn read() -> BTreeMap<Key, String> {
    let text = include_str!("read.tsv");
    let rows = text.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.map(|row| {
        let [file, rule, fingerprint, _, verdict, reason] = row[..] else { panic!("six columns: {row:?}") };
        assert!(["true", "arguable", "false"].contains(&verdict), "{row:?}");
        assert!(!reason.is_empty(), "{row:?} has no reason");
        ((file.to_owned(), rule.to_owned(), fingerprint.to_owned()), verdict.to_owned())
    })
    .collect()
}

/// FNV-1a of a key, mixed once more: the order in which findings are drawn.
fn order(key: &Key) -> u64 {
    let text = format!("second:{}:{}:{}", key.1, key.0, key.2);
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

#[test]
fn what_was_drawn_is_true() {
    let Some(corpus) = common::shared("corpus") else { return };
    let verdicts = read();
    let mut all = found(&corpus);
    let returned: Vec<&Found> = all.iter().filter(|f| verdicts.get(&f.key).is_some_and(|v| v == "false")).collect();
    for one in &returned {
        println!("reported again: {}:{} {} {}", one.key.0, one.line, one.key.1, one.message);
    }
    assert!(returned.is_empty(), "{} findings that were found to be false", returned.len());

    all.sort_by_key(|f| (order(&f.key), f.line));
    let mut of_rule: BTreeMap<&str, usize> = BTreeMap::new();
    let mut shares: BTreeMap<&str, usize> = BTreeMap::new();
    let mut drawn = 0;
    for one in &all {
        let count = of_rule.entry(&one.key.1).or_default();
        if *count == MOST_OF_A_RULE || drawn == DRAWN {
            continue;
        }
        *count += 1;
        drawn += 1;
        let verdict = verdicts.get(&one.key).map_or("not read", String::as_str);
        if verdict == "not read" {
            let (file, rule, fingerprint) = &one.key;
            println!("not read: {file}\t{rule}\t{fingerprint}\t{}\t:{} {}", one.severity, one.line, one.message);
        }
        *shares.entry(verdict).or_default() += 1;
    }
    println!("of {drawn} findings drawn: {shares:?}");
    let of = |verdict: &str| shares.get(verdict).copied().unwrap_or_default();
    assert!(of("not read") <= MOST_UNREAD, "too many were never read; read them, and add them to `read.tsv`");
    let told = drawn - of("not read");
    assert!(of("true") * 100 >= told * 95, "{} of {told} that were read are true", of("true"));
}

#[test]
fn findings_for_a_thousand_operations() {
    let Some(corpus) = common::shared("corpus") else { return };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for one in found(&corpus) {
        *counts.entry(one.key.0).or_default() += 1;
    }
    let mut read = 0;
    println!("findings | operations | for 1,000 | description");
    for (file, count) in counts {
        let path = corpus.join(&file);
        let (files, key) = Files::around(&path, &file, false).expect("the folder of the file");
        let loader = contract::loader();
        let root = loader.add(&key, &file, std::fs::read(&path).expect("the file"));
        // A file that others refer to is no description.
        let Ok(contract) = contract::load(loader, root, &files) else { continue };
        let operations = contract.operations.len();
        if operations > 0 {
            read += 1;
            println!("{count:8} | {operations:10} | {:9.0} | {file}", count as f64 * 1000.0 / operations as f64);
        }
    }
    assert!(read > 10, "{read} descriptions with findings");
}
