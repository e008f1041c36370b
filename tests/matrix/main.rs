//! What stands around schemas, by tables that were written from the rules and not from what the program says: two pieces
//! of a description, the worst change from the first to the second, and the worst one back.
//!
//! `LEVEL CHECK` is the worst level, and a check that has it; `same` is that nothing but documentation changed.

// Tests print how many rows they held.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod discriminators;
mod media_types;
mod parameters;
mod paths;
mod responses;
mod security;
mod servers;
mod turned;
mod version_2;
mod versions;

use std::fmt::Write as _;

use caveat::contract;
use caveat::diff::change::Area;
use caveat::diff::{self, Level, Settings, checks};
use caveat::source::loader::NoFetch;

/// The old piece, the new one, what is said of going from the one to the other, and what of going back.
type Row = (&'static str, &'static str, &'static str, &'static str);

/// Rows whose pieces are put into the same description.
struct Table {
    name: &'static str,
    document: fn(&str) -> String,
    rows: &'static [Row],
}

/// The head of a description of OpenAPI 3.1.
const HEAD: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";

/// A description with one operation, whose fields are given.
fn operation(fields: &str) -> String {
    let responses = if fields.contains("responses:") { "" } else { "responses: {'204': {description: d}}, " };
    format!("{HEAD}paths: {{/a: {{post: {{{responses}{fields}}}}}}}\n")
}

/// What the table must say of a pair, and what was found instead.
fn fault(old: &str, new: &str, expected: &str) -> Option<String> {
    let loader = contract::loader();
    let was = loader.add("old.yaml", "old.yaml", old.as_bytes().to_vec());
    let is = loader.add("new.yaml", "new.yaml", new.as_bytes().to_vec());
    let (was, is) = contract::load_both(loader, (was, &NoFetch), (is, &NoFetch))
        .unwrap_or_else(|e| panic!("{} in\n{old}\n{new}", e.0[0].1.message));
    for side in [&was, &is] {
        let problem = side.problems.first().map(|p| p.message.as_str());
        // A table about descriptions that are faulty would be another one.
        if let Some(problem) = problem {
            return Some(format!("{problem}\n{old}\n{new}"));
        }
    }
    let changes = diff::run(&was, &is, &Settings::default()).changes;
    let said = |c: &diff::Change| format!("{} {}", c.level.as_str(), checks::all()[c.check].id);
    let worst = changes.iter().map(|c| c.level).max().unwrap_or(Level::Safe);
    let fits = if expected == "same" {
        worst == Level::Safe && changes.iter().all(|c| checks::all()[c.check].area == Area::Documentation)
    } else {
        expected.starts_with(worst.as_str()) && changes.iter().any(|c| said(c) == expected)
    };
    let found = || changes.iter().fold(String::new(), |all, c| format!("{all}\n    {}: {}", said(c), c.message));
    (!fits).then(|| format!("{expected} is said to be{}", found()))
}

#[test]
fn what_stands_around_schemas_is_judged_by_the_rules() {
    let mut faults = String::new();
    let mut count = 0;
    for tables in [
        security::TABLES,
        parameters::TABLES,
        media_types::TABLES,
        responses::TABLES,
        servers::TABLES,
        paths::TABLES,
        turned::TABLES,
        versions::TABLES,
        version_2::TABLES,
        discriminators::TABLES,
    ] {
        for table in tables {
            println!("{:4} rows: {}", table.rows.len(), table.name);
            count += table.rows.len();
            for (old, new, there, back) in table.rows {
                let (was, is) = ((table.document)(old), (table.document)(new));
                for (old_side, new_side, expected, way) in [(&was, &is, there, ""), (&is, &was, back, ", back")] {
                    if let Some(fault) = fault(old_side, new_side, expected) {
                        let _ = writeln!(faults, "{}: {old} -> {new}{way}: {fault}", table.name);
                    }
                }
            }
        }
    }
    println!("{count} rows, each both ways");
    assert!(faults.is_empty(), "\n{faults}");
}
