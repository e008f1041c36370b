//! A changelog for programs: `docs/json-output.md` says what each key means.

use std::io;

use serde::Serialize;

use super::Changelog;
use crate::diff::checks;
use crate::report::json::document;

/// Changes only when a key changes its meaning or goes away.
const VERSION: u32 = 1;

/// Writes one JSON document with every entry, each by itself.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write(out: &mut dyn io::Write, log: &Changelog<'_>) -> io::Result<()> {
    let versions = &log.diff.comparison.versions;
    let tags = log.tags();
    let entries = log.entries.iter().map(|(entry, fingerprint)| EntryOut {
        kind: entry.kind.as_str(),
        group: log.names(entry, &tags),
        sentence: &entry.sentence,
        advice: entry.advice.as_deref(),
        operations: &entry.change.operations,
        check: &checks::all()[entry.change.check].id,
        level: entry.change.level.as_str(),
        fingerprint,
    });
    let by = log.by.as_str();
    let (old, new) = (versions.old.as_deref(), versions.new.as_deref());
    let title = &log.title();
    document(
        out,
        &DocumentOut { version: VERSION, title, old_version: old, new_version: new, by, entries: entries.collect() },
    )
}

#[derive(Serialize)]
struct DocumentOut<'a> {
    version: u32,
    title: &'a str,
    old_version: Option<&'a str>,
    new_version: Option<&'a str>,
    by: &'a str,
    entries: Vec<EntryOut<'a>>,
}

#[derive(Serialize)]
struct EntryOut<'a> {
    kind: &'a str,
    group: Vec<String>,
    sentence: &'a str,
    advice: Option<&'a str>,
    operations: &'a [String],
    check: &'a str,
    level: &'a str,
    fingerprint: &'a str,
}
