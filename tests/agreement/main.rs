//! Agreement with another tool on the pairs of its own tests, `../shared/cases/oasdiff`.
//!
//! An *alarm* of theirs is an `error` or a `warning`, one of ours a change that is breaking or unproven. Alarms are
//! compared one by one: each of theirs is matched by one of ours that speaks of the same sort of thing on the same
//! side (`reasons::SAME`), or a row of `reasons::MISSED` says why we give none; each of ours is matched by one of theirs,
//! or a row of `reasons::RAISED` says why they give none. So a case whose class differs is explained to the last alarm,
//! and no row hides another one. What no case meets is a fault, in every table.

// Tests read files, and print what they skip.
#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod reasons;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use caveat::contract;
use caveat::diff::{self, Level, Settings, checks};
use caveat::source::loader::NoFetch;

/// A change that one of both tools reports: its id, and whether it is an alarm.
type Report = (String, bool);

/// What both say of a pair.
struct Case {
    name: String,
    theirs: Vec<Report>,
    ours: Vec<Report>,
}

impl Case {
    fn read(folder: &Path, line: &str) -> Self {
        let fields: Vec<&str> = line.split(',').collect();
        let &[name, old, new, ids, levels, ..] = &fields[..] else { panic!("a line of the table is cut off: {line}") };
        let loud = |level: &str| level != "info";
        let theirs = ids.split_whitespace().zip(levels.split_whitespace()).map(|(id, l)| (id.to_owned(), loud(l)));
        let loader = contract::loader();
        let [was, is] = [("old", old), ("new", new)].map(|(side, path)| {
            loader.add(side, side, fs::read(folder.join(path)).unwrap_or_else(|e| panic!("{path}: {e}")))
        });
        let (old, new) = contract::load_both(loader, (was, &NoFetch), (is, &NoFetch))
            .unwrap_or_else(|e| panic!("{name}: {}", e.0[0].1.message));
        let settings = Settings { today: Some("2026-01-01".into()), ..Settings::default() };
        let changes = diff::run(&old, &new, &settings).changes;
        let ours = changes.iter().map(|c| (checks::all()[c.check].id.clone(), c.level >= Level::Unproven));
        Self { name: name.to_owned(), theirs: theirs.collect(), ours: ours.collect() }
    }

    fn alarms(reports: &[Report]) -> BTreeSet<&str> {
        reports.iter().filter(|r| r.1).map(|r| r.0.as_str()).collect()
    }
}

/// Whether an id is of a pattern, in which `*` stands for any text.
fn fits(pattern: &str, id: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else { return pattern == id };
    id.strip_prefix(head).is_some_and(|rest| (0..=rest.len()).any(|at| fits(tail, &rest[at..])))
}

/// The first of some words that an id has, or nothing.
fn word(id: &str, words: &[(&str, &'static str)]) -> &'static str {
    words.iter().find(|(word, _)| id.contains(word)).map_or("", |(_, meaning)| meaning)
}

/// The side that an id speaks of, and the part of the message there.
fn place(id: &str) -> [&'static str; 2] {
    let parts = [("request-header", "parameter"), ("parameter", "parameter"), ("header", "header")];
    let parts = [parts[0], parts[1], parts[2], ("property", "property"), ("body", "body")];
    [word(id, &[("response", "response"), ("request", "request")]), word(id, &parts)]
}

/// The patterns that were of use, each with its table and row.
type Met = BTreeSet<(&'static str, usize, &'static str)>;

/// Whether an alarm of theirs and one of ours are the same; the rows that say so are noted.
fn same(theirs: &str, ours: &str, met: &mut Met) -> bool {
    let (here, there) = (place(theirs), place(ours));
    let agree = (0..2).all(|n| here[n] == there[n] || here[n].is_empty() || there[n].is_empty());
    let rows = reasons::SAME.iter().enumerate().filter(|(_, row)| fits(row.0, theirs) && fits(row.1, ours));
    let found: Vec<_> = rows.map(|(number, row)| ("SAME", number, row.0)).filter(|_| agree).collect();
    met.extend(&found);
    !found.is_empty()
}

#[test]
fn alarms_are_theirs_or_have_a_reason() {
    let Some(folder) = common::shared("cases/oasdiff") else { return };
    let table = fs::read_to_string(folder.join("cases.csv")).unwrap();
    let cases: Vec<Case> = table.lines().skip(1).map(|line| Case::read(&folder, line)).collect();
    // Which patterns of which rows of which table were of use.
    let mut met: Met = BTreeSet::new();
    let (mut agreed, mut in_detail, mut explained, mut unexplained) = (0, 0, 0, 0);
    let mut faults = String::new();
    for case in &cases {
        let (theirs, ours) = (Case::alarms(&case.theirs), Case::alarms(&case.ours));
        let (mut reasons_needed, mut open) = (0, Vec::new());
        for alarm in &theirs {
            // All matches are looked for, so that every row that is met is noted.
            let matched = ours.iter().filter(|other| same(alarm, other, &mut met)).count();
            if matched > 0 {
                continue;
            }
            reasons_needed += 1;
            // The row says what we report instead.
            let instead = |row: &reasons::Missed| {
                let theirs = row.theirs.iter().find(|pattern| fits(pattern, alarm))?;
                let ours = row.ours.iter().find(|pattern| case.ours.iter().any(|(id, _)| fits(pattern, id)))?;
                Some([*theirs, *ours])
            };
            match reasons::MISSED.iter().enumerate().find_map(|(number, row)| Some((number, instead(row)?))) {
                Some((row, patterns)) => met.extend(patterns.map(|pattern| ("MISSED", row, pattern))),
                None => open.push(format!("theirs: {alarm}")),
            }
        }
        for alarm in &ours {
            let matched = theirs.iter().filter(|other| same(other, alarm, &mut met)).count();
            if matched > 0 {
                continue;
            }
            reasons_needed += 1;
            let all = reasons::RAISED.iter().enumerate().flat_map(|(row, r)| r.ours.iter().map(move |p| (row, *p)));
            match all.into_iter().find(|(_, pattern)| fits(pattern, alarm)) {
                Some((row, pattern)) => drop(met.insert(("RAISED", row, pattern))),
                None => open.push(format!("ours: {alarm}")),
            }
        }
        let same_class = theirs.is_empty() == ours.is_empty();
        match (open.is_empty(), same_class, reasons_needed) {
            (true, true, 0) => agreed += 1,
            (true, true, _) => in_detail += 1,
            (true, false, _) => explained += 1,
            (false, ..) => unexplained += 1,
        }
        if !open.is_empty() {
            let quiet: Vec<&str> = case.ours.iter().filter(|r| !r.1).map(|r| r.0.as_str()).collect();
            let _ = writeln!(faults, "{}: {}\n    beside {}", case.name, open.join(", "), quiet.join(", "));
        }
    }
    println!("{} cases: {agreed} agree to the last alarm;", cases.len());
    println!("{in_detail} agree in their class, and each alarm that differs has a reason;");
    println!("{explained} differ in their class, and each alarm that differs has a reason; {unexplained} unexplained");
    println!("{} rows of reasons", reasons::MISSED.len() + reasons::RAISED.len());
    let same = reasons::SAME.iter().enumerate().map(|(row, r)| ("SAME", row, r.0));
    let missed = reasons::MISSED.iter().enumerate();
    let missed = missed.flat_map(|(row, r)| r.theirs.iter().chain(r.ours).map(move |p| ("MISSED", row, *p)));
    let raised = reasons::RAISED.iter().enumerate();
    let raised = raised.flat_map(|(row, r)| r.ours.iter().map(move |p| ("RAISED", row, *p)));
    for (table, row, pattern) in same.chain(missed).chain(raised).filter(|all| !met.contains(all)) {
        let _ = writeln!(faults, "{table}, row {row}: no case meets `{pattern}`");
    }
    assert!(faults.is_empty(), "\n{faults}");
}

/// A reason names a check that exists, and the section of the page that it follows from.
#[test]
fn reasons_cite_what_is_there() {
    let page = common::fixtures().join("../docs/compatibility.md");
    let page = fs::read_to_string(page).unwrap();
    let known = |pattern: &&str| checks::all().iter().any(|c| fits(pattern, &c.id));
    let ours = reasons::MISSED.iter().flat_map(|r| r.ours).chain(reasons::RAISED.iter().flat_map(|r| r.ours));
    let unknown: Vec<_> = ours.filter(|pattern| !known(pattern)).collect();
    assert!(unknown.is_empty(), "no checks: {unknown:?}");
    let cited = reasons::MISSED.iter().map(|r| (r.section, r.because));
    for (section, because) in cited.chain(reasons::RAISED.iter().map(|r| (r.section, r.because))) {
        assert!(
            page.contains(&format!("## {section}\n")) || page.contains(&format!("- **{section}.**")),
            "docs/compatibility.md has no section `{section}`"
        );
        assert!(because.len() > 40, "{because}");
    }
}
