//! Every proof over the pairs of real descriptions, judged from outside: the `jsonschema` crate accepts each witness by
//! the schema of the one who sends it and refuses it by that of the one who receives it, both emitted from the contracts
//! as JSON Schema 2020-12.

#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used)]

mod common;
mod support;

use std::collections::BTreeMap;
use std::path::Path;

use caveat::diff::change::{Area, Level, Witness};
use caveat::diff::{self, checks};
use caveat::schema::Senders;
use support::Judge;

#[derive(Default)]
struct Tally {
    pairs: usize,
    /// Breaking changes of schemas.
    breaking: usize,
    judged: usize,
    undecided: BTreeMap<String, usize>,
    /// Why the crate cannot judge a witness, and how often.
    beyond: BTreeMap<String, usize>,
    faults: Vec<String>,
}

fn compare(old: &Path, new: &Path, senders: Senders, tally: &mut Tally) {
    let Some((was, is)) = common::load_pair(old, new) else { return };
    tally.pairs += 1;
    let comparison = diff::run(&was, &is, &diff::Settings { senders, ..diff::Settings::default() });
    let mut judges: BTreeMap<(bool, u8), Judge<'_>> = BTreeMap::new();
    for change in &comparison.changes {
        let check = &checks::all()[change.check];
        if check.area != Area::Schema {
            continue;
        }
        if let Some(why) = &change.unproven {
            *tally.undecided.entry(why.clone()).or_default() += 1;
        }
        if change.level != Level::Breaking {
            continue;
        }
        tally.breaking += 1;
        let place = format!("{} {} {}", old.display(), check.id, change.message);
        let Some(witness) = &change.witness else {
            tally.faults.push(format!("{place}: no witness"));
            continue;
        };
        assert!(witness.verified, "{place}: shown without a second look");
        let Witness { schemas, value, .. } = witness;
        let mut judge = |of_new: bool, schema| {
            let key = (of_new, schemas.projection as u8);
            let judge =
                judges.entry(key).or_insert_with(|| Judge::new(if of_new { &is } else { &was }, schemas.projection));
            judge.accepts(schema, value)
        };
        let answers = (judge(schemas.sender_is_new, schemas.sender), judge(!schemas.sender_is_new, schemas.receiver));
        match answers {
            (Ok(true), Ok(false)) => tally.judged += 1,
            (Err(why), _) | (_, Err(why)) => *tally.beyond.entry(why).or_default() += 1,
            (sender, receiver) => {
                let shown: String = value.to_string().chars().take(300).collect();
                tally.faults.push(format!("{place}: {shown}: judged {sender:?} {receiver:?}"));
            }
        }
    }
}

#[test]
fn every_witness_stands_before_another_judge() {
    let mut tally = Tally::default();
    let pairs = common::pairs();
    if pairs.is_empty() {
        return;
    }
    for (old, new) in pairs {
        compare(&old, &new, Senders::Declared, &mut tally);
        compare(&new, &old, Senders::Declared, &mut tally);
    }
    println!(
        "{} comparisons: {} breaking changes of schemas, {} witnesses judged by the crate as claimed",
        tally.pairs, tally.breaking, tally.judged
    );
    for (why, count) in &tally.beyond {
        println!("{count:6} not judged: {why}");
    }
    for (why, count) in &tally.undecided {
        println!("{count:6} undecided: {why}");
    }
    assert!(tally.pairs > 0, "nothing was compared");
    assert!(tally.faults.is_empty(), "{} faults:\n{}", tally.faults.len(), tally.faults.join("\n"));
}
