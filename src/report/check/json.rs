//! What is new, for programs: `docs/json-output.md` says what each key means.

use std::io;

use serde::Serialize;

use super::{Check, Counts, Described};
use crate::diff::Level;
use crate::report::Report;
use crate::report::diff::json::{Changes, VerdictOut};
use crate::report::json::{AllSuppressed, Findings, Lists, document};

/// Changes only when a key changes its meaning or goes away.
const VERSION: u32 = 1;

/// Writes one JSON document with every change, of whatever level, and with every finding that is new.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write(out: &mut dyn io::Write, check: &Check<'_>) -> io::Result<()> {
    let roots = check.found();
    let all = Report::new(&roots);
    let each: Vec<Report<'_>> = roots.iter().map(|root| Report::new(std::slice::from_ref(root))).collect();
    let descriptions =
        check.described.iter().zip(&each).map(|(described, report)| DescriptionOut::of(described, report));
    let summary = SummaryOut::of(check, &Counts::of(check, all.summary));
    let gone = check.gone;
    document(
        out,
        &DocumentOut { version: VERSION, before: check.before, descriptions: descriptions.collect(), gone, summary },
    )
}

#[derive(Serialize)]
struct DocumentOut<'a> {
    version: u32,
    before: &'a str,
    descriptions: Vec<DescriptionOut<'a>>,
    gone: &'a [String],
    summary: SummaryOut,
}

#[derive(Serialize)]
struct DescriptionOut<'a> {
    file: &'a str,
    old_file: Option<&'a str>,
    verdict: Option<VerdictOut<'a>>,
    changes: Option<Changes<'a>>,
    findings: Findings<'a>,
    suppressed: AllSuppressed<'a>,
}

impl<'a> DescriptionOut<'a> {
    fn of(described: &'a Described<'a>, report: &'a Report<'a>) -> Self {
        let Lists { findings, suppressed, .. } = Lists::of(report);
        Self {
            file: described.name,
            old_file: described.old,
            verdict: described.diff.as_ref().map(VerdictOut::from),
            changes: described.diff.as_ref().map(Changes),
            findings,
            suppressed,
        }
    }
}

#[derive(Serialize)]
struct SummaryOut {
    descriptions: usize,
    gone: usize,
    breaking: usize,
    unproven: usize,
    risky: usize,
    safe: usize,
    error: usize,
    warning: usize,
    info: usize,
    known: usize,
}

impl SummaryOut {
    fn of(check: &Check<'_>, counts: &Counts) -> Self {
        let of = |level| counts.changes.iter().filter(|(known, _)| *known == level).map(|(_, number)| number).sum();
        Self {
            descriptions: check.described.len(),
            gone: check.gone.len(),
            breaking: of(Level::Breaking),
            unproven: of(Level::Unproven),
            risky: of(Level::Risky),
            safe: of(Level::Safe),
            error: counts.findings.error,
            warning: counts.findings.warning,
            info: counts.findings.info,
            known: counts.known,
        }
    }
}
