//! The page on announced breaks says what comparing the pairs gives, where the descriptions are at hand.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use caveat::contract;
use caveat::diff::{self, Settings, checks};
use caveat::source::loader::NoFetch;

mod common;

/// A row of a table: the cells without backticks around their words.
fn cells(line: &str) -> Option<Vec<String>> {
    let line = line.strip_prefix('|')?.strip_suffix('|')?;
    let cells: Vec<String> = line.split('|').map(|cell| cell.trim().to_owned()).collect();
    (!cells[0].starts_with("---")).then_some(cells)
}

/// The pieces of a cell that stand in backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// What the page says of a pair: for each level and check how many changes, and words that they name.
type Rows = BTreeMap<(String, String), (usize, Vec<String>)>;

struct Page {
    /// The worst level of each pair.
    glance: BTreeMap<String, String>,
    pairs: BTreeMap<String, Rows>,
}

fn page() -> Page {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/announced-breaks.md");
    let text = fs::read_to_string(path).expect("the page");
    let mut page = Page { glance: BTreeMap::new(), pairs: BTreeMap::new() };
    let mut pair: Option<String> = None;
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            let name = heading.trim_matches('`').to_owned();
            assert!(page.pairs.insert(name.clone(), Rows::new()).is_none(), "{name} stands twice");
            pair = Some(name);
        }
        let Some(cells) = cells(line).filter(|c| c[0] != "pair" && c[0] != "level") else { continue };
        match &pair {
            None => drop(page.glance.insert(quoted(&cells[0])[0].to_owned(), cells[2].clone())),
            Some(pair) => {
                let count = cells[2].parse().unwrap_or_else(|_| panic!("{line}: no count"));
                let places = quoted(&cells[3]).into_iter().map(str::to_owned).collect();
                let key = (cells[0].clone(), quoted(&cells[1])[0].to_owned());
                let known = page.pairs.get_mut(pair).expect("a section").insert(key, (count, places));
                assert!(known.is_none(), "{pair}: {line} stands twice");
            }
        }
    }
    page
}

/// What the comparison says: for each level and check the message of each change with its operations.
fn said(folder: &Path) -> BTreeMap<(String, String), Vec<String>> {
    let loader = contract::loader();
    let side = |name: &str| {
        let file =
            ["yaml", "json"].map(|ending| folder.join(format!("{name}.{ending}"))).into_iter().find(|f| f.is_file());
        let file = file.unwrap_or_else(|| panic!("{} has no {name} side", folder.display()));
        let key = file.to_string_lossy().into_owned();
        loader.add(&key, &key, fs::read(&file).expect("a readable file"))
    };
    let (old, new) = (side("old"), side("new"));
    let both = contract::load_both(loader, (old, &NoFetch), (new, &NoFetch));
    let (old, new) = both.unwrap_or_else(|_| panic!("{}: no two descriptions", folder.display()));
    let mut said: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for change in diff::run(&old, &new, &Settings::default()).changes {
        let key = (change.level.as_str().to_owned(), checks::all()[change.check].id.clone());
        said.entry(key).or_default().push(format!("{} {}", change.message, change.operations.join(" ")));
    }
    said
}

#[test]
fn the_page_says_what_comparing_the_pairs_gives() {
    let page = page();
    let names: Vec<_> = page.pairs.keys().collect();
    assert_eq!(names, page.glance.keys().collect::<Vec<_>>(), "the table and the sections have the same pairs");
    let Some(corpus) = common::shared("corpus/pairs") else { return };
    let mut faults = Vec::new();
    for (pair, rows) in &page.pairs {
        let found = said(&corpus.join(pair));
        let counts: BTreeMap<_, _> = found.iter().map(|(key, changes)| (key.clone(), changes.len())).collect();
        let written: BTreeMap<_, _> = rows.iter().map(|(key, row)| (key.clone(), row.0)).collect();
        if counts != written {
            faults.push(format!("{pair}: the page has {written:?}, the comparison {counts:?}"));
        }
        for (key, (_, places)) in rows {
            let changes = found.get(key).map(Vec::as_slice).unwrap_or_default();
            let missing = places.iter().filter(|place| !changes.iter().any(|change| change.contains(*place)));
            faults.extend(missing.map(|place| format!("{pair}: no change of {key:?} names {place}")));
        }
        let worst = ["breaking", "unproven", "risky", "safe"].into_iter().find(|l| found.keys().any(|k| k.0 == *l));
        if worst != page.glance.get(pair).map(String::as_str) {
            faults.push(format!("{pair}: the worst is {worst:?}"));
        }
    }
    println!("{} pairs compared with the page", page.pairs.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Every pair whose provenance notes say that a break was announced is on the page.
#[test]
fn no_announced_break_is_left_out() {
    let page = page();
    let Some(notes) = common::shared("corpus/PROVENANCE.md") else { return };
    let notes = fs::read_to_string(notes).expect("the notes");
    let announced = notes.lines().filter(|l| l.contains("announced: breaking") || l.contains("announced: version"));
    let mut seen = 0;
    for line in announced {
        let name = line.trim_start_matches("| pairs/").split(' ').next().unwrap_or_default();
        assert!(page.pairs.contains_key(name), "{name} is not on the page");
        seen += 1;
    }
    assert!(seen >= 7, "{seen} pairs are fewer than there were");
}
