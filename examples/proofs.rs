//! What became of the schema changes of all pairs of a folder, both ways round: `cargo run --release --example proofs
//! -- FOLDER [any]`. For each pair the time, and in the end how many changes carry a proof and why others do not.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::path::Path;

use caveat::diff::change::Area;
use caveat::schema::Senders;
use caveat::{contract, diff, source::loader::NoFetch};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let senders = if args.get(1).is_some_and(|a| a == "any") { Senders::Any } else { Senders::Declared };
    let mut counts: BTreeMap<(bool, &str, bool), usize> = BTreeMap::new();
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let mut slowest = Vec::new();
    let files = walkdir::WalkDir::new(&args[0]).sort_by_file_name().into_iter().flatten();
    for old in files.filter(|f| f.path().file_stem().is_some_and(|s| s == "old") && f.path().is_file()) {
        let Some(new) = ["yaml", "yml", "json"]
            .map(|e| old.path().with_file_name(format!("new.{e}")))
            .into_iter()
            .find(|n| n.is_file())
        else {
            continue;
        };
        for (a, b) in [(old.path(), new.as_path()), (new.as_path(), old.path())] {
            let loader = contract::loader();
            let add = |p: &Path| loader.add(&p.display().to_string(), "d", std::fs::read(p).unwrap());
            let (a_id, b_id) = (add(a), add(b));
            let Ok((was, is)) = contract::load_both(loader, (a_id, &NoFetch), (b_id, &NoFetch)) else { continue };
            let start = std::time::Instant::now();
            let comparison = diff::run(&was, &is, &diff::Settings { senders, ..diff::Settings::default() });
            slowest.push((start.elapsed(), a.display().to_string()));
            for change in &comparison.changes {
                let check = &diff::checks::all()[change.check];
                *counts
                    .entry((check.area == Area::Schema, change.level.as_str(), change.witness.is_some()))
                    .or_default() += 1;
                if let Some(why) = &change.unproven {
                    *reasons.entry(why.clone()).or_default() += 1;
                    println!("{} {} {} {why}", a.display(), check.id, change.message);
                }
                if check.area == Area::Schema && change.level == diff::Level::Breaking && change.witness.is_none() {
                    println!("NO WITNESS {} {} {}", a.display(), check.id, change.message);
                }
            }
        }
    }
    for ((schema, level, witness), count) in counts {
        let (area, proof) = (if schema { "schema" } else { "other" }, if witness { "with" } else { "without" });
        println!("{count:7} {area} {level} {proof} a witness");
    }
    for (why, count) in reasons {
        println!("{count:7} {why}");
    }
    slowest.sort();
    for (time, pair) in slowest.iter().rev().take(8) {
        println!("{time:?} {pair}");
    }
}
