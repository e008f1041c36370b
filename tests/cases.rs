//! Labelled pairs of schemas: how many are answered as their labels say, and what settles the rest.
//!
//! A label is not the truth: where caveat says `no` and the label says `yes`, the witness decides, and the `jsonschema`
//! crate judges it. What caveat answers with `yes` against a label is listed here with its reason.

#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used)]

mod common;

use std::fs;
use std::sync::Arc;

use caveat::contract::{self, At, Dialect};
use caveat::schema::inclusion::{self, Comparison, Inclusion, Terms};
use caveat::schema::{Projection, Senders};
use caveat::source::loader::NoFetch;
use jsonschema::Draft;
use serde_json::Value;

/// Answers of `yes` against a label: the file, the index of the pair, the question, and why the label is wrong.
const WRONG_LABELS: &[(&str, usize, &str, &str)] = &[(
    "ibm-jsonsubschema",
    313,
    "lhs_sub_rhs",
    "3 is ten times 0.3, and so is every multiple of it a multiple of 0.3; as floats they divide with a rest",
)];

/// Answers of `no` whose witness the crate judges in another way: the same, and why the witness stands.
const WRONG_JUDGES: &[(&str, usize, &str, &str)] = &[(
    "jsonschema-canonical-suite",
    1577,
    "rhs_sub_lhs",
    "what `contains` matches counts as evaluated from 2020-12 on (Core §11.2), and in 2019-09 it does not (Core §9.3.1.3)",
)];

/// The least share of questions that are answered as labelled, in each file.
const LEAST: f64 = 0.97;

fn compare(old: &Value, new: &Value, dialect: Dialect) -> Comparison {
    let loader = contract::loader();
    let lowered = [old, new].map(|schema| {
        let doc = loader.add("schema.json", "schema.json", schema.to_string().into_bytes());
        let at = At { doc, node: loader.doc(doc).root().unwrap().at };
        contract::lower_schema(&loader, at, dialect, &NoFetch)
    });
    let sources = Arc::new(loader.finish());
    let [old, new] = lowered.map(|(lowered, root)| (lowered.with(Arc::clone(&sources)), root));
    let terms = Terms { senders: Senders::Any, projection: Projection::Whole, causes: 1 };
    inclusion::compare(old.0.schema(old.1), new.0.schema(new.1), terms)
}

/// Whether the crate can hold all numbers of a value: it has them as floats.
fn holds(value: &caveat::schema::value::Value) -> bool {
    use caveat::schema::value::Value;
    match value {
        Value::Number(number) => number.to_string().parse::<f64>().is_ok_and(f64::is_finite),
        Value::Array(items) => items.iter().all(holds),
        Value::Object(members) => members.iter().all(|m| holds(&m.1)),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

/// Whether the crate accepts a value.
fn accepts(schema: &Value, dialect: Dialect, value: &Value) -> Result<bool, String> {
    let draft = match dialect {
        Dialect::Draft4 => Draft::Draft4,
        Dialect::Draft6 => Draft::Draft6,
        Dialect::Draft7 => Draft::Draft7,
        Dialect::Draft2019_09 => Draft::Draft201909,
        _ => Draft::Draft202012,
    };
    let options =
        if schema.get("$schema").is_some() { jsonschema::options() } else { jsonschema::options().with_draft(draft) };
    let validator = options.should_validate_formats(true).build(schema).map_err(|e| e.to_string())?;
    Ok(validator.is_valid(value))
}

#[test]
fn labelled_pairs() {
    let Some(folder) = common::shared("cases/schemas") else { return };
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "json"));
    files.sort();
    assert!(!files.is_empty());
    let mut faults = Vec::new();
    for path in files {
        let file = path.file_stem().unwrap().to_string_lossy().into_owned();
        let document: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let dialect_of = |value: &Value| Dialect::parse(value["dialect"].as_str()?);
        let default = dialect_of(&document).unwrap_or(Dialect::Draft2020_12);
        let (mut asked, mut right, mut settled, mut unknown, mut witnesses, mut beyond) = (0, 0, 0, 0, 0, 0);
        for (index, pair) in document["pairs"].as_array().unwrap().iter().enumerate() {
            let dialect = dialect_of(pair).unwrap_or(default);
            let (lhs, rhs) = (&pair["lhs"], &pair["rhs"]);
            let comparison = compare(lhs, rhs, dialect);
            for (question, answer, sender, receiver) in
                [("lhs_sub_rhs", &comparison.old_in_new, lhs, rhs), ("rhs_sub_lhs", &comparison.new_in_old, rhs, lhs)]
            {
                let label = pair[question].as_bool();
                asked += u32::from(label.is_some());
                let place = format!("{file} {index} {question}");
                match answer {
                    Inclusion::Fails(found) => {
                        witnesses += 1;
                        if !holds(&found[0].value) {
                            println!("{place}: {} is beyond what the crate can judge", found[0].value);
                            beyond += 1;
                            continue;
                        }
                        let value = found[0].value.to_json();
                        let judged = [sender, receiver].map(|schema| accepts(schema, dialect, &value));
                        let listed = |w: &&(&str, usize, &str, &str)| (w.0, w.1, w.2) == (&*file, index, question);
                        let excused = WRONG_JUDGES.iter().find(listed);
                        if let Some((_, _, _, why)) = excused {
                            println!("{place}: no, {why}");
                        }
                        let confirmed = judged == [Ok(true), Ok(false)] || excused.is_some();
                        if !confirmed {
                            faults.push(format!("{place}: `{value}` is judged {judged:?}\n  {sender}\n  {receiver}"));
                        }
                        right += u32::from(label == Some(false));
                        if label == Some(true) {
                            settled += u32::from(confirmed);
                            println!("{place}: {value} shows no");
                        }
                    }
                    Inclusion::Holds => {
                        right += u32::from(label == Some(true));
                        let listed = |w: &&(&str, usize, &str, &str)| (w.0, w.1, w.2) == (&*file, index, question);
                        match WRONG_LABELS.iter().find(listed) {
                            _ if label != Some(false) => {}
                            Some((_, _, _, why)) => {
                                settled += 1;
                                println!("{place}: yes, {why}");
                            }
                            None => faults.push(format!("{place}: yes against the label\n  {sender}\n  {receiver}")),
                        }
                    }
                    Inclusion::Unknown(unproven) => {
                        unknown += u32::from(label.is_some());
                        println!("{place}: unknown, {}", unproven.why);
                    }
                }
            }
        }
        let share = f64::from(right) / f64::from(asked);
        println!(
            "{file}: {asked} questions, {right} as labelled ({:.2} %), {settled} labels refuted, {unknown} unknown; \
             {witnesses} witnesses, of which {beyond} are beyond the crate's floats",
            share * 100.0
        );
        if share < LEAST {
            faults.push(format!("{file}: only {:.2} % as labelled", share * 100.0));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
