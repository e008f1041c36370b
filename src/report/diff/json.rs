//! A comparison for programs: `docs/json-output.md` says what each key means.

use std::io;

use serde::{Serialize, Serializer};

use super::Diff;
use crate::diff::{Change, Level, checks};
use crate::report::json::{LocationOut, document};

/// Changes only when a key changes its meaning or goes away.
const VERSION: u32 = 1;

/// Writes one JSON document with every change, of whatever level.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write(out: &mut dyn io::Write, diff: &Diff<'_>) -> io::Result<()> {
    let changes = Changes(diff);
    document(out, &DocumentOut { version: VERSION, verdict: diff.into(), summary: diff.into(), changes })
}

#[derive(Serialize)]
struct DocumentOut<'a> {
    version: u32,
    verdict: VerdictOut<'a>,
    summary: SummaryOut,
    changes: Changes<'a>,
}

#[derive(Serialize)]
struct VerdictOut<'a> {
    compatibility: &'a str,
    required_bump: &'a str,
    old_version: Option<&'a str>,
    new_version: Option<&'a str>,
    declared_bump: Option<&'a str>,
    bump_is_enough: Option<bool>,
}

impl<'a> From<&Diff<'a>> for VerdictOut<'a> {
    fn from(diff: &Diff<'a>) -> Self {
        let versions = &diff.comparison.versions;
        Self {
            compatibility: diff.comparison.compatibility().as_str(),
            required_bump: versions.required.as_str(),
            old_version: versions.old.as_deref(),
            new_version: versions.new.as_deref(),
            declared_bump: versions.declared.map(crate::diff::version::Bump::as_str),
            bump_is_enough: versions.enough(),
        }
    }
}

#[derive(Serialize)]
struct SummaryOut {
    breaking: usize,
    unproven: usize,
    risky: usize,
    safe: usize,
}

impl From<&Diff<'_>> for SummaryOut {
    fn from(diff: &Diff<'_>) -> Self {
        let count = |level| diff.comparison.count(level);
        Self {
            breaking: count(Level::Breaking),
            unproven: count(Level::Unproven),
            risky: count(Level::Risky),
            safe: count(Level::Safe),
        }
    }
}

/// The changes, each made when it is written.
struct Changes<'a>(&'a Diff<'a>);

impl Serialize for Changes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fingerprints = self.0.fingerprints().into_iter();
        let changes = self.0.comparison.changes.iter().zip(fingerprints);
        serializer.collect_seq(changes.map(|(change, fingerprint)| ChangeOut::of(self.0, change, fingerprint)))
    }
}

#[derive(Serialize)]
struct ChangeOut<'a> {
    check: &'a str,
    level: &'a str,
    area: &'a str,
    direction: &'a str,
    message: &'a str,
    old: LocationOut,
    new: LocationOut,
    operations: &'a [String],
    /// A request or a response that shows the break: no change has one yet.
    witness: (),
    help: &'a str,
    fingerprint: String,
}

impl<'a> ChangeOut<'a> {
    fn of(diff: &Diff<'_>, change: &'a Change, fingerprint: String) -> Self {
        let check = &checks::all()[change.check];
        Self {
            check: &check.id,
            level: change.level.as_str(),
            area: check.area.as_str(),
            direction: change.direction.as_str(),
            message: &change.message,
            old: LocationOut::of(diff.sources(), change.old.span),
            new: LocationOut::of(diff.sources(), change.new.span),
            operations: &change.operations,
            witness: (),
            help: change.help(),
            fingerprint,
        }
    }
}
