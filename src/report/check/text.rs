//! What is new, for a person at a terminal, or at the log of one.

use std::io;

use super::{Check, Counts, GONE_HELP, gone};
use crate::diff::Level;
use crate::finding::Severity;
use crate::report::frame::{Pen, Tone};
use crate::report::text::{count, enumerate};
use crate::report::{Report, diff, text};

/// What the terminal can show, and what the reader wants to see. Nobody below the command line finds out by itself.
#[derive(Clone, Copy, Debug)]
pub struct TextOptions {
    /// The number of columns.
    pub width: usize,
    /// Whether ANSI colours are understood.
    pub color: bool,
    /// Whether frames are drawn with lines of Unicode. Text of a document is shown as it is written in any case.
    pub unicode: bool,
    /// Changes below this level are counted and not shown.
    pub changes: Level,
    /// New findings below this severity are counted and not shown.
    pub findings: Severity,
    /// Whether changes that say the same of many places are shown each by itself.
    pub all: bool,
    /// Whether to say last what there was in all.
    pub summary: bool,
}

/// Writes what is gone, what changed, what is newly found, and last what it comes to if that is wanted.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write(out: &mut dyn io::Write, check: &Check<'_>, options: &TextOptions) -> io::Result<()> {
    let TextOptions { width, color, unicode, changes, findings, all, summary } = *options;
    let pen = Pen::new(width, color, unicode);
    let mut paragraphs = String::new();
    for name in check.gone {
        pen.paragraph(&mut paragraphs, Tone::Error, "breaking: ", &gone(name, check.before));
        pen.paragraph(&mut paragraphs, Tone::Info, "  help: ", GONE_HELP);
        paragraphs.push('\n');
    }
    out.write_all(paragraphs.as_bytes())?;
    let shown = diff::text::TextOptions { width, color, unicode, show: changes, all, summary: false };
    for diff in check.diffs() {
        diff::text::write(out, diff, &shown)?;
        if changes == Level::Safe && diff.comparison.count(Level::Safe) > 0 {
            out.write_all(b"\n")?;
        }
    }
    let roots = check.found();
    let report = Report::new(&roots);
    let shown = text::TextOptions { width, color, unicode, show: findings, summary: false };
    text::write(out, &report, &shown)?;
    let mut last = String::new();
    if summary {
        verdict(&mut last, &pen, check, &Counts::of(check, report.summary), changes, findings);
    }
    out.write_all(last.as_bytes())?;
    out.flush()
}

/// What it all comes to, where changes and findings are shown from these on.
pub(super) fn verdict(
    out: &mut String,
    pen: &Pen,
    check: &Check<'_>,
    counts: &Counts,
    least: Level,
    mildest: Severity,
) {
    let said = |shown: bool| {
        let changes = counts.changes.iter().filter(|(level, number)| *number > 0 && (*level >= least) == shown);
        let changes = changes.map(|(level, number)| count(*number, &format!("{} change", level.as_str())));
        let found = Severity::ALL.into_iter().filter(|severity| (*severity >= mildest) == shown);
        let found = found.map(|severity| (severity, counts.findings.of(severity))).filter(|(_, number)| *number > 0);
        changes.chain(found.map(|(severity, number)| count(number, &format!("new {}", severity.as_str())))).collect()
    };
    let (mut shown, hidden): (Vec<String>, Vec<String>) = (said(true), said(false));
    if !check.gone.is_empty() {
        shown.insert(0, format!("{} gone", count(check.gone.len(), "description")));
    }
    let place = format!("since {} in {}", check.before, count(check.described.len(), "description"));
    let found = enumerate(&shown).unwrap_or_else(|| "nothing breaks and nothing new is found".to_owned());
    let mut asides = Vec::new();
    if let Some(hidden) = enumerate(&hidden) {
        let level = counts.changes.iter().rev().find(|(level, number)| *number > 0 && *level < least);
        let mut severities = Severity::ALL.into_iter().rev();
        let severity = severities.find(|&severity| counts.findings.of(severity) > 0 && severity < mildest);
        let words: Vec<&str> =
            level.map(|(level, _)| level.as_str()).into_iter().chain(severity.map(Severity::as_str)).collect();
        asides.push(format!("{hidden} not shown; --show {}", words.join(",")));
    }
    if counts.known > 0 {
        asides.push(format!("{} of before not repeated", count(counts.known, "finding")));
    }
    if counts.findings.suppressed > 0 {
        asides.push(format!("{} suppressed", count(counts.findings.suppressed, "finding")));
    }
    let aside = if asides.is_empty() { String::new() } else { format!(" ({})", asides.join("; ")) };
    pen.paragraph(out, Tone::Info, "", &format!("{found} {place}{aside}"));
}
