//! The evaluator against the public conformance suite of JSON Schema, for every draft that caveat reads.
//!
//! Where it departs from the suite on purpose, a table says so and why, and a departure that no longer happens fails
//! the test.

#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use caveat::contract::{self, At, Dialect, uri};
use caveat::schema::Projection;
use caveat::schema::evaluate::{Evaluator, Verdict};
use caveat::schema::value::Value;
use caveat::source::loader::{Fetch, Refusal, Target};

/// The address under which the suite expects its other documents.
const REMOTES: &str = "http://localhost:1234/";

/// Reads the suite's other documents from the folder that holds them.
struct Remotes(PathBuf);

impl Fetch for Remotes {
    fn resolve(&self, base: &str, reference: &str) -> Result<Target, Refusal> {
        let key = uri::resolve(base, reference);
        if key.starts_with(REMOTES) { Ok(Target { name: key.clone(), key }) } else { Err(Refusal::Network) }
    }

    fn read(&self, target: &Target) -> Result<Vec<u8>, Refusal> {
        let path = target.key.strip_prefix(REMOTES).ok_or(Refusal::Missing)?;
        fs::read(self.0.join(path)).map_err(|_| Refusal::Missing)
    }
}

const DRAFTS: [(&str, Dialect); 5] = [
    ("draft4", Dialect::Draft4),
    ("draft6", Dialect::Draft6),
    ("draft7", Dialect::Draft7),
    ("draft2019-09", Dialect::Draft2019_09),
    ("draft2020-12", Dialect::Draft2020_12),
];

/// Cases in which caveat departs from the suite: how the path of the case begins (`draft/file: case: test`, or without
/// a draft for all of them), how it comes out, and why.
const DEPARTURES: &[(&str, &str, &str)] = &[
    (
        "definitions: validate definition against metaschema",
        "unknown",
        "meta-schemas are not built in, and nothing is fetched: a reference to one leads nowhere",
    ),
    ("defs: validate definition against metaschema", "unknown", "the same"),
    ("ref: remote ref, containing refs itself", "unknown", "the same"),
    (
        "vocabulary: schema that uses custom metaschema with with no validation vocabulary",
        "refuses",
        "vocabularies of custom meta-schemas are not read: keywords mean what the draft says",
    ),
    (
        "draft4/optional/zeroTerminatedFloats",
        "accepts",
        "1.0 is an integer in every dialect, as all drafts from 6 on have it, and as most tools read draft 4",
    ),
    ("optional/content", "accepts", "what a text encodes is not looked at, as from 2019-09 on"),
    ("optional/format/hostname: validation of A-label", "unknown", "only Unicode's tables for host names tell"),
    ("optional/format/hostname: validation of host names: a valid punycoded IDN hostname", "unknown", "the same"),
    ("optional/format/idn-hostname", "unknown", "the same"),
    ("optional/format/idn-email", "unknown", "the same"),
    (
        "optional/format/hostname: validation of host names: hostname with consecutive hyphens (RFC1123)",
        "refuses",
        "two hyphens in the third place mark an encoded name in all drafts from 7 on; formats have one meaning here",
    ),
    (
        "optional/format/email: validation of e-mail addresses: a quoted string",
        "unknown",
        "the rare forms of addresses are left open",
    ),
    ("optional/format/email: validation of e-mail addresses: an IPv", "unknown", "the same"),
    (
        "optional/format/time: validation of time strings:",
        "unknown",
        "that a leap second stands at another hour is left open",
    ),
    (
        "optional/format/date-time: validation of date-time strings: an invalid date-time with leap second",
        "unknown",
        "the same",
    ),
    ("optional/format/ecmascript-regex", "unknown", "patterns that are only valid by the letter are left open"),
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|e| e.path());
    let mut files: Vec<PathBuf> = entries.filter(|p| p.extension().is_some_and(|e| e == "json")).collect();
    files.sort();
    files
}

/// How many tests of a file ran, and those that came out otherwise than the suite says.
fn run(path: &Path, name: &str, dialect: Dialect, remotes: &Remotes, formats: bool) -> (usize, Vec<String>) {
    let loader = contract::loader();
    let doc = loader.add("suite.json", "suite.json", fs::read(path).unwrap());
    let mut cases = Vec::new();
    for case in loader.doc(doc).root().unwrap().items() {
        let root = At { doc, node: case.get_text("schema").unwrap().at };
        cases.push((case.at, contract::lower_schema(&loader, root, dialect, remotes)));
    }
    let sources = Arc::new(loader.finish());
    let (mut count, mut surprises) = (0, Vec::new());
    for (case, (lowered, id)) in cases {
        let contract = lowered.with(Arc::clone(&sources));
        let case = sources.doc(doc).view(case);
        let text = |view: caveat::contract::View<'_>, key| view.get_text(key).unwrap().as_str().unwrap().into_owned();
        let evaluator = Evaluator::new(&contract, Projection::Whole);
        let mut evaluator = if formats { evaluator } else { evaluator.without_formats() };
        for test in case.get_text("tests").unwrap().items() {
            count += 1;
            let path = format!("{name}: {}: {}", text(case, "description"), text(test, "description"));
            let valid = test.get_text("valid").unwrap().as_bool().unwrap();
            let verdict = match Value::read(test.get_text("data").unwrap()) {
                Some(value) => evaluator.evaluate(id, &value),
                None => {
                    surprises.push(format!("{path}: the value is not read"));
                    continue;
                }
            };
            match verdict {
                Verdict::Accepts if valid => {}
                Verdict::Refuses(failures) if !valid => assert!(!failures.is_empty(), "{path}: no failure"),
                Verdict::Accepts => surprises.push(format!("{path}: accepts")),
                Verdict::Refuses(failures) => {
                    let words: Vec<_> = failures.iter().map(|f| f.keyword.as_str()).collect();
                    surprises.push(format!("{path}: refuses by {}", words.join(", ")));
                }
                Verdict::Unknown { keyword, at } => {
                    let written = contract.sources.doc(at.doc).written(at.node);
                    surprises.push(format!("{path}: unknown for {} {written}", keyword.as_str()));
                }
            }
        }
    }
    (count, surprises)
}

/// Compares what happened with what is listed; every surprise is named.
fn settle(found: &[String]) {
    let mut hits = vec![0; DEPARTURES.len()];
    let mut surprises = Vec::new();
    for path in found {
        let bare = path.split_once('/').map_or("", |p| p.1);
        let listed = DEPARTURES.iter().position(|(begin, outcome, _)| {
            let how = path.rsplit(": ").next().is_some_and(|how| how.starts_with(outcome));
            how && (path.starts_with(begin) || bare.starts_with(begin))
        });
        match listed {
            Some(number) => hits[number] += 1,
            None => surprises.push(path.clone()),
        }
    }
    for (departure, hits) in DEPARTURES.iter().zip(hits) {
        println!("{hits:4} departures {} ({}): {}", departure.0, departure.1, departure.2);
        if hits == 0 {
            surprises.push(format!("`{}` is listed as a departure but agrees with the suite", departure.0));
        }
    }
    assert!(surprises.is_empty(), "{} surprises:\n{}", surprises.len(), surprises.join("\n"));
}

#[test]
fn json_schema_test_suite() {
    let Some(suite) = common::shared("suites/JSON-Schema-Test-Suite") else { return };
    let remotes = Remotes(suite.join("remotes"));
    let mut found = Vec::new();
    let mut counts = BTreeMap::new();
    for (draft, dialect) in DRAFTS {
        let folder = suite.join("tests").join(draft);
        for part in ["", "optional", "optional/format"] {
            for path in files(&folder.join(part)) {
                let file = path.file_stem().unwrap().to_string_lossy().into_owned();
                let name = if part.is_empty() { format!("{draft}/{file}") } else { format!("{draft}/{part}/{file}") };
                // Everywhere else the suite takes formats for annotations.
                let formats = path.to_string_lossy().contains("optional/format");
                let (count, surprises) = run(&path, &name, dialect, &remotes, formats);
                let sum = counts.entry((draft, part)).or_insert((0, 0));
                *sum = (sum.0 + count, sum.1 + surprises.len());
                found.extend(surprises);
            }
        }
    }
    for ((draft, part), (count, surprises)) in counts {
        println!("{draft}/{part}: {count} tests, {surprises} departures");
    }
    settle(&found);
}
