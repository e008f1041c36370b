//! The evaluator against the `jsonschema` crate, over the schemas of real descriptions: on their own examples, defaults
//! and constants, and on what is left of these when something in them is changed. `CASES=1000` takes more of them.

#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used)]

mod common;
mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;

use caveat::contract::keywords::Keyword;
use caveat::contract::{self, Contract, Id, Schema};
use caveat::schema::Projection;
use caveat::schema::evaluate::{Evaluator, Verdict};
use caveat::schema::number::Number;
use caveat::schema::value::Value;
use caveat::source::fetch::Files;
use support::Judge;

/// How many schemas with values of their own are taken of one description, unless `CASES` says another number.
const SCHEMAS: usize = 25;
/// How many changed values are made of one.
const CHANGED: usize = 40;

#[derive(Default)]
struct Tally {
    descriptions: usize,
    values: usize,
    accepted: usize,
    refused: usize,
    unknown: usize,
    /// Why the crate could not judge, and how often.
    skipped: BTreeMap<String, usize>,
    faults: Vec<String>,
}

/// The schemas of a contract with the values that the description gives for them.
fn values(contract: &Contract) -> Vec<(Id<Schema>, Value)> {
    let mut pairs = Vec::new();
    for schema in contract.all_schemas() {
        for entry in schema.entries() {
            let view = contract.view(schema.at().to(entry.node));
            let read: Vec<Value> = match entry.keyword {
                Keyword::Example | Keyword::Default | Keyword::Const => Value::read(view).into_iter().collect(),
                Keyword::Enum => view.items().take(1).filter_map(Value::read).collect(),
                _ => continue,
            };
            pairs.extend(read.into_iter().map(|value| (schema.id, value)));
        }
    }
    for media in &contract.media_types {
        let named = media.examples.iter().filter_map(|e| contract.examples[e.used.id?].value);
        if let Some(schema) = media.schema {
            let values = media.example.into_iter().chain(named).filter_map(|at| Value::read(contract.view(at)));
            pairs.extend(values.map(|value| (schema, value)));
        }
    }
    // Values with much in them say more, so they come first.
    pairs.sort_by_key(|(id, value)| (std::cmp::Reverse(value.size().min(200)), *id));
    let schemas = std::env::var("CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(SCHEMAS);
    let step = (pairs.len() / schemas).max(1);
    pairs.into_iter().step_by(step).collect()
}

/// The value with one thing in it changed, in many ways.
fn changed(value: &Value) -> Vec<Value> {
    let mut out = vec![Value::Null, Value::Bool(true), Value::Array(Vec::new()), Value::Object(Vec::new())];
    match value {
        Value::Null | Value::Bool(_) => out.push(Value::String(String::new())),
        Value::Number(number) => {
            for other in ["1", "-1", "0.5", "1000000000000", "-3000000000"] {
                out.push(Value::Number(number.plus(&Number::parse(other).unwrap())));
            }
            out.push(Value::String(number.to_string()));
        }
        Value::String(text) => {
            out.push(Value::String(String::new()));
            out.push(Value::String(format!("{text}x")));
            out.push(Value::String(text.repeat(20)));
            out.push(Value::String(text.chars().skip(1).collect()));
            out.push(Value::Number(Number::whole(1)));
        }
        Value::Array(items) => {
            if let Some(first) = items.first() {
                out.push(Value::Array(items[1..].to_vec()));
                out.push(Value::Array(items.iter().chain([first]).cloned().collect()));
            }
            for (at, item) in items.iter().enumerate().take(2) {
                for other in changed(item).into_iter().take(CHANGED) {
                    let mut items = items.clone();
                    items[at] = other;
                    out.push(Value::Array(items));
                }
            }
        }
        Value::Object(members) => {
            let mut more = members.clone();
            more.push(("x-unheard-of".to_owned(), Value::Number(Number::whole(1))));
            out.push(Value::Object(more));
            for at in 0..members.len() {
                let mut less = members.clone();
                less.remove(at);
                out.push(Value::Object(less));
                for other in changed(&members[at].1).into_iter().take(CHANGED) {
                    let mut members = members.clone();
                    members[at].1 = other;
                    out.push(Value::Object(members));
                }
            }
        }
    }
    let step = (out.len() / CHANGED).max(1);
    out.into_iter().step_by(step).collect()
}

fn compare(name: &str, contract: &Contract, tally: &mut Tally) {
    tally.descriptions += 1;
    let values = values(contract);
    for projection in [Projection::Whole, Projection::Request, Projection::Response] {
        let mut judge = Judge::new(contract, projection);
        let mut evaluator = Evaluator::new(contract, projection);
        for (schema, value) in &values {
            for value in std::iter::once(value.clone()).chain(changed(value)) {
                let judged = match judge.accepts(*schema, &value) {
                    Ok(judged) => judged,
                    Err(why) => {
                        *tally.skipped.entry(why.chars().take(60).collect()).or_default() += 1;
                        break;
                    }
                };
                tally.values += 1;
                let ours = match evaluator.evaluate(*schema, &value) {
                    Verdict::Accepts => true,
                    Verdict::Refuses(_) => false,
                    Verdict::Unknown { .. } => {
                        tally.unknown += 1;
                        continue;
                    }
                };
                *(if ours { &mut tally.accepted } else { &mut tally.refused }) += 1;
                if ours != judged && tally.faults.len() < 60 {
                    let at = contract.schema(*schema).at();
                    let pointer = contract.sources.doc(at.doc).pointer(at.node);
                    let shown: String = value.to_string().chars().take(200).collect();
                    let said = match evaluator.evaluate(*schema, &value) {
                        Verdict::Refuses(failures) => format!("{:?} {}", failures[0].keyword, failures[0].instance),
                        other => format!("{other:?}"),
                    };
                    tally
                        .faults
                        .push(format!("{name}#{pointer} {projection:?}: {shown}\n  {said}; the crate says {judged}"));
                }
            }
        }
    }
}

#[test]
fn evaluator_and_crate_agree_on_real_schemas() {
    let Some(corpus) = common::shared("corpus/specs") else { return };
    let files = walkdir::WalkDir::new(&corpus).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = files.map(walkdir::DirEntry::into_path).filter(|p| p.is_file());
    let files: Vec<PathBuf> =
        files.filter(|p| p.extension().is_some_and(|e| ["json", "yaml", "yml"].iter().any(|k| e == *k))).collect();
    let mut tally = Tally::default();
    for file in files {
        let name = file.strip_prefix(&corpus).unwrap().display().to_string();
        let (files, key) = Files::around(&file, &name, false).unwrap();
        let loader = contract::loader();
        let root = loader.add(&key, &name, std::fs::read(&file).unwrap());
        if let Ok(contract) = contract::load(loader, root, &files) {
            compare(&name, &contract, &mut tally);
        }
    }
    println!(
        "{} descriptions: {} values, {} accepted and {} refused by the evaluator, {} unknown",
        tally.descriptions, tally.values, tally.accepted, tally.refused, tally.unknown
    );
    for (why, count) in &tally.skipped {
        println!("{count:6} schemas not judged by the crate: {why}");
    }
    assert!(tally.values > 0, "nothing was compared");
    assert!(tally.faults.is_empty(), "{} disagreements:\n{}", tally.faults.len(), tally.faults.join("\n"));
}

/// Files of the suite whose schemas mean something else as 2020-12 with formats asserted, or lead to other documents.
const NOT_EMITTED: [&str; 4] = ["format", "refRemote", "vocabulary", "content"];

/// What is emitted for the schemas of the conformance suite says of their values what the suite says.
#[test]
fn emission_keeps_what_schemas_mean() {
    use caveat::contract::{At, Dialect};
    use caveat::source::loader::NoFetch;
    let Some(suite) = common::shared("suites/JSON-Schema-Test-Suite/tests") else { return };
    let (mut count, mut skipped, mut faults) = (0, BTreeMap::<String, usize>::new(), Vec::new());
    for draft in Dialect::names() {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(suite.join(draft)).unwrap().map(|e| e.unwrap().path()).collect();
        files.retain(|p| p.extension().is_some_and(|e| e == "json"));
        files.retain(|p| !NOT_EMITTED.iter().any(|n| p.file_stem().is_some_and(|s| s == *n)));
        files.sort();
        for file in files {
            let loader = contract::loader();
            let doc = loader.add("suite.json", "suite.json", std::fs::read(&file).unwrap());
            let dialect = Dialect::parse(draft).unwrap();
            let mut cases = Vec::new();
            for case in loader.doc(doc).root().unwrap().items() {
                let root = At { doc, node: case.get_text("schema").unwrap().at };
                cases.push((case.at, contract::lower_schema(&loader, root, dialect, &NoFetch)));
            }
            let sources = std::sync::Arc::new(loader.finish());
            for (case, (lowered, id)) in cases {
                let contract = lowered.with(std::sync::Arc::clone(&sources));
                let mut judge = Judge::new(&contract, Projection::Whole);
                let case = sources.doc(doc).view(case);
                for test in case.get_text("tests").unwrap().items() {
                    let value = Value::read(test.get_text("data").unwrap()).unwrap();
                    let valid = test.get_text("valid").unwrap().as_bool().unwrap();
                    match judge.accepts(id, &value) {
                        Ok(judged) if judged == valid => count += 1,
                        Ok(_) => faults.push(format!(
                            "{draft} {}: {}: {value} should be {valid}",
                            file.file_name().unwrap().display(),
                            case.get_text("description").unwrap().as_str().unwrap(),
                        )),
                        Err(why) => *skipped.entry(why.chars().take(60).collect()).or_default() += 1,
                    }
                }
            }
        }
    }
    println!("{count} tests of the suite hold for what is emitted; not emitted: {skipped:?}");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
