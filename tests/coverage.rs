//! `docs/lint-coverage.md` is true: the rules that it names exist and have the severity that it shows, each default rule
//! stands in the table of its area, and no rule of the other linters is left out.
//! `UPDATE=1 cargo test --test coverage` writes the cells with rules.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

mod common;

use common::{shared, update};

/// What the program says of a rule.
struct Known {
    area: String,
    severity: String,
    default: bool,
}

/// All rules as `caveat rules --format json` lists them.
fn rules() -> BTreeMap<String, Known> {
    let output = Command::new(env!("CARGO_BIN_EXE_caveat")).args(["rules", "--format", "json"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |rule: &serde_json::Value, key: &str| rule[key].as_str().unwrap().to_owned();
    let rules = listed["rules"].as_array().unwrap().iter();
    rules
        .map(|rule| {
            let default = rule["default"].as_bool().unwrap();
            (text(rule, "id"), Known { area: text(rule, "area"), severity: text(rule, "severity"), default })
        })
        .collect()
}

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lint-coverage.md")
}

/// A row of a table of the page.
struct Row {
    /// The heading above it.
    section: String,
    /// The number of its line.
    line: usize,
    cells: Vec<String>,
}

impl Row {
    /// The position of the cell with rules: the last but one.
    fn rules_at(&self) -> usize {
        self.cells.len() - 2
    }

    /// The ids of the cell with rules, linked or not.
    fn ids(&self) -> Vec<String> {
        let cell = &self.cells[self.rules_at()];
        let ids = cell.split(", ").map(|part| part.trim_start_matches('[').split(']').next().unwrap_or_default());
        ids.filter(|id| !id.is_empty()).map(str::to_owned).collect()
    }

    /// The cell with rules as it should be: each with a link to its page and its severity.
    fn rules(&self, known: &BTreeMap<String, Known>) -> String {
        let shown = |id: String| match known.get(&id) {
            Some(rule) => format!("[{id}](rules/{id}.md) {}", rule.severity),
            None => id,
        };
        self.ids().into_iter().map(shown).collect::<Vec<_>>().join(", ")
    }
}

/// The rows of all tables of a page, without their heads.
fn rows(text: &str) -> Vec<Row> {
    let mut section = String::new();
    let mut in_table = false;
    let mut rows = Vec::new();
    for (line, content) in text.lines().enumerate() {
        if let Some(heading) = content.strip_prefix("### ") {
            heading.clone_into(&mut section);
        }
        if content.starts_with("|---") {
            in_table = true;
        } else if !content.starts_with('|') {
            in_table = false;
        } else if in_table {
            let cells = content.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
            rows.push(Row { section: section.clone(), line, cells });
        }
    }
    rows
}

/// The page as it should be: what is written by hand, with the cells of rules as the program has them.
#[test]
fn every_rule_of_the_page_is_as_it_says() {
    let known = rules();
    let text = fs::read_to_string(page()).unwrap().replace("\r\n", "\n");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut faults = String::new();
    for row in rows(&text) {
        for id in row.ids().iter().filter(|id| !known.contains_key(*id)) {
            let _ = writeln!(faults, "line {}: there is no rule `{id}`", row.line + 1);
        }
        let (mut cells, at) = (row.cells.clone(), row.rules_at());
        if cells[at].is_empty() && cells[at + 1].is_empty() {
            let _ = writeln!(faults, "line {}: neither a rule nor a reason", row.line + 1);
        }
        cells[at] = row.rules(&known);
        lines[row.line] = format!("| {} |", cells.join(" | ")).replace("  ", " ");
    }
    let wanted = lines.join("\n") + "\n";
    if update() {
        fs::write(page(), wanted).unwrap();
    } else if wanted != text {
        faults.push_str("docs/lint-coverage.md is stale; `UPDATE=1 cargo test --test coverage` writes it\n");
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn every_default_rule_stands_in_the_table_of_its_area() {
    let known = rules();
    let text = fs::read_to_string(page()).unwrap();
    let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows(&text) {
        let ids = row.ids();
        named.entry(row.section).or_default().extend(ids);
    }
    let missing: Vec<_> = known
        .iter()
        .filter(|(id, rule)| {
            let stands = |section: &str| named.get(section).is_some_and(|ids| ids.contains(*id));
            rule.default && !stands(&rule.area) && !stands("beyond the list")
        })
        .map(|(id, rule)| format!("{id} ({})", rule.area))
        .collect();
    assert!(missing.is_empty(), "no row names {missing:#?}");
}

/// Each fault that is to be found has a row of its own: there are as many as the list of each area has parts.
#[test]
fn every_fault_of_the_list_has_a_row() {
    let Some(file) = shared("design/lint.md") else { return };
    let list = fs::read_to_string(file).unwrap();
    let text = fs::read_to_string(page()).unwrap();
    let rows = rows(&text);
    let mut faults = String::new();
    let mut areas = 0;
    for line in list.lines() {
        let Some((area, faults_of)) = line.strip_prefix("**").and_then(|rest| rest.split_once("** ")) else { continue };
        let has = rows.iter().filter(|row| row.section == area).count();
        let wanted = parts(faults_of);
        areas += 1;
        if has != wanted {
            let _ = writeln!(faults, "{area}: {has} rows for {wanted} faults");
        }
    }
    assert!(areas > 10, "the list has {areas} areas");
    assert!(faults.is_empty(), "{faults}");
}

/// How many parts a text has between semicolons that stand outside parentheses.
fn parts(text: &str) -> usize {
    let (mut depth, mut count) = (0, 1);
    for sign in text.chars() {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            ';' if depth == 0 => count += 1,
            _ => {}
        }
    }
    count
}

/// The areas of the list of other linters' rules whose rules all have a place here.
const AREAS: [&str; 7] = ["naming", "versioning", "auth", "errors", "pagination", "rate-limit", "paths"];

#[test]
fn no_rule_of_the_other_linters_is_left_out() {
    let Some(file) = shared("data/peer-lint-rules.csv") else { return };
    let table = fs::read_to_string(file).unwrap();
    let mut theirs: BTreeMap<String, &str> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let mut cells = line.split(',');
        let (Some(tool), Some(rule), Some(_), Some(area)) = (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        // What one linter takes over from another is its own.
        let tool = tool.split('(').next().unwrap_or_default();
        theirs.insert(format!("{tool}/{rule}"), area);
    }
    let text = fs::read_to_string(page()).unwrap();
    let mut faults = String::new();
    let mut ours: BTreeSet<String> = BTreeSet::new();
    for row in rows(&text).into_iter().filter(|row| row.cells.len() == 4) {
        for name in row.cells[1].split('`').skip(1).step_by(2) {
            if !theirs.contains_key(name) {
                let _ = writeln!(faults, "line {}: nobody has a rule {name}", row.line + 1);
            }
            if !ours.insert(name.to_owned()) {
                let _ = writeln!(faults, "line {}: {name} has two rows", row.line + 1);
            }
        }
    }
    let asked: Vec<_> = theirs.iter().filter(|(_, area)| AREAS.contains(area)).collect();
    assert!(asked.len() > 100, "the list has {} rules of these areas", asked.len());
    for (name, area) in asked.into_iter().filter(|(name, _)| !ours.contains(*name)) {
        let _ = writeln!(faults, "{name} ({area}) has no row");
    }
    assert!(faults.is_empty(), "{faults}");
}
