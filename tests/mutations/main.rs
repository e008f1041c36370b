//! Real schemas, changed by operators whose effect is known: what says the same in another way must never break
//! anything, and what surely narrows must never pass unseen, nor raise an alarm the other way.
//!
//! `CASES=10000 cargo nextest run --test mutations --no-capture` runs the full size.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../common/dice.rs"]
mod dice;
mod equivalent;
mod narrower;
mod sources;

use std::collections::BTreeMap;

use caveat::contract;
use caveat::diff::change::Direction;
use caveat::diff::{self, Change, Level, Settings, checks};
use caveat::source::loader::NoFetch;
use dice::{Dice, cases};
use serde_json::Value;
use sources::{Sample, samples};

/// The changes between two documents.
fn compare(old: &Value, new: &Value) -> Vec<Change> {
    let loader = contract::loader();
    let add = |name: &str, value: &Value| loader.add(name, name, value.to_string().into_bytes());
    let (was, is) = (add("old.json", old), add("new.json", new));
    let (old, new) = contract::load_both(loader, (was, &NoFetch), (is, &NoFetch)).ok().unwrap();
    diff::run(&old, &new, &Settings::default()).changes
}

fn shown(changes: &[&Change]) -> String {
    let line = |c: &&Change| {
        let witness = c.witness.as_ref().map(|w| w.value.to_string()).unwrap_or_default();
        let why = c.unproven.clone().unwrap_or_default();
        format!("  {} {}: {} {witness} {why}", c.level.as_str(), checks::all()[c.check].id, c.message)
    };
    changes.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Prints how often each operator was used, and fails with the first faults.
fn settle(what: &str, counts: &BTreeMap<&'static str, usize>, undecided: usize, faults: &[String]) {
    let all: usize = counts.values().sum();
    println!("{all} {what} by {} operators: {counts:?}", counts.len());
    println!("{undecided} undecided, {} faults", faults.len());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(6)].join("\n\n"));
}

#[test]
fn what_says_the_same_in_another_way_breaks_nothing() {
    let samples = samples();
    let mut dice = Dice::new(4_711);
    let (mut counts, mut faults, mut undecided) = (BTreeMap::new(), Vec::new(), 0);
    let wanted = if samples.is_empty() { 0 } else { cases(600) };
    let mut left = wanted * 20;
    while counts.values().sum::<usize>() < wanted && left > 0 {
        left -= 1;
        let sample: &Sample = dice.pick(&samples);
        let Some((operator, document)) = equivalent::apply(&mut dice, sample) else { continue };
        *counts.entry(operator).or_insert(0) += 1;
        for (old, new, way) in [(&sample.document, &document, "there"), (&document, &sample.document, "back")] {
            let changes = compare(old, new);
            let broken: Vec<_> = changes.iter().filter(|c| c.level == Level::Breaking).collect();
            let open: Vec<_> = changes.iter().filter(|c| c.level == Level::Unproven).collect();
            if undecided < 5 && !open.is_empty() {
                println!("undecided, {operator} {way} in {}:\n{}", sample.name, shown(&open));
            }
            undecided += open.len();
            if !broken.is_empty() {
                faults.push(format!("{operator} {way} in {}\n{}\n{old}\n{new}", sample.name, shown(&broken)));
            }
        }
    }
    settle("equivalent mutants", &counts, undecided, &faults);
}

#[test]
fn what_narrows_is_seen_and_only_where_it_breaks() {
    let samples = samples();
    let mut dice = Dice::new(1_848);
    let (mut counts, mut faults, mut undecided) = (BTreeMap::new(), Vec::new(), 0);
    let wanted = if samples.is_empty() { 0 } else { cases(600) };
    let mut left = wanted * 40;
    while counts.values().sum::<usize>() < wanted && left > 0 {
        left -= 1;
        let sample: &Sample = dice.pick(&samples);
        let Some((operator, narrow)) = narrower::apply(&mut dice, sample) else { continue };
        *counts.entry(operator).or_insert(0) += 1;
        let (wide, name) = (&sample.document, &sample.name);
        for (old, new, breaks) in [(wide, &narrow, Direction::Request), (&narrow, wide, Direction::Response)] {
            let changes = compare(old, new);
            let alarms: Vec<_> = changes.iter().filter(|c| c.level >= Level::Unproven).collect();
            undecided += alarms.iter().filter(|c| c.level == Level::Unproven).count();
            if !alarms.iter().any(|c| c.direction == breaks) {
                faults.push(format!("{operator} is silent in the {breaks:?} of {name}\n{old}\n{new}"));
            }
            let false_ones: Vec<_> = alarms.iter().copied().filter(|c| c.direction != breaks).collect();
            if !false_ones.is_empty() {
                faults.push(format!("{operator} alarms in {name}\n{}\n{old}\n{new}", shown(&false_ones)));
            }
        }
    }
    settle("narrower mutants", &counts, undecided, &faults);
}
