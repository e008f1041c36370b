//! Findings for a person at a terminal, or at the log of one.

use std::fmt::{self, Write as _};
use std::io;

use super::frame::{Mark, Pen, Tone};
use super::{Item, Report, Summary};
use crate::finding::{Area, Label, Severity};
use crate::source::loader::Sources;

/// How many places of a finding are shown with their source lines, the first one included.
const SHOWN: usize = 3;
/// How many more places are named.
const NAMED: usize = 5;
/// More columns than a paragraph has.
pub(super) const UNWRAPPED: usize = 10_000;

/// What the terminal can show, and what the reader wants to see. Nobody below the command line finds out by itself.
#[derive(Clone, Copy, Debug)]
pub struct TextOptions {
    /// The number of columns.
    pub width: usize,
    /// Whether ANSI colours are understood.
    pub color: bool,
    /// Whether frames are drawn with lines of Unicode. Text of a document is shown as it is written in any case.
    pub unicode: bool,
    /// Findings below this severity are counted and not shown.
    pub show: Severity,
    /// Whether to say last what there was in all.
    pub summary: bool,
}

impl Default for TextOptions {
    /// What can be read everywhere: 80 columns without colour, from warnings on, with the summary.
    fn default() -> Self {
        Self { width: 80, color: false, unicode: true, show: Severity::Warning, summary: true }
    }
}

/// As text, for the message of a test.
impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Vec::new();
        write(&mut out, self, &TextOptions::default()).map_err(|_| fmt::Error)?;
        f.write_str(&String::from_utf8_lossy(&out))
    }
}

/// Writes the findings, and last what there was in all if that is wanted.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write(out: &mut dyn io::Write, report: &Report<'_>, options: &TextOptions) -> io::Result<()> {
    let pen = Pen::new(options.width, options.color, options.unicode);
    let mut out = io::BufWriter::new(out);
    let mut text = String::new();
    for item in report.items.iter().filter(|i| i.finding.severity >= options.show) {
        finding(&mut text, &pen, item);
        text.push('\n');
        io::Write::write_all(&mut out, text.as_bytes())?;
        text.clear();
    }
    if options.summary {
        summary(&mut text, &pen, &report.summary, options.show);
    }
    io::Write::write_all(&mut out, text.as_bytes())?;
    io::Write::flush(&mut out)
}

fn finding(out: &mut String, pen: &Pen, item: &Item<'_>) {
    let finding = item.finding;
    let tone = Tone::from(finding.severity);
    pen.paragraph(out, tone, &format!("{}: ", finding.severity.as_str()), &finding.message);
    let mut marks = vec![mark(item.sources, &finding.primary, tone)];
    marks.extend(finding.related.iter().map(|label| mark(item.sources, label, Tone::Info)));
    let (shown, named) = marks.split_at(marks.len().min(SHOWN));
    pen.frames(out, shown);
    for mark in named.iter().take(NAMED) {
        pen.paragraph(out, Tone::Info, "  see also ", &format!("{}: {}", mark.place(), mark.text));
    }
    if named.len() > NAMED {
        let more = format!("and {}; the JSON output has them all", count(named.len() - NAMED, "more place"));
        pen.paragraph(out, Tone::Info, "  ", &more);
    }
    if let Some(help) = &finding.help {
        pen.paragraph(out, Tone::Info, "  help: ", help);
    }
    // The page of a team's own rule is its ruleset.
    let explained =
        if finding.area == Area::Own { finding.rule.to_owned() } else { format!("caveat explain {}", finding.rule) };
    let _ = writeln!(out, "  {}", pen.tint(Tone::Faint, &explained));
}

fn mark<'a>(sources: &'a Sources, label: &'a Label, tone: Tone) -> Mark<'a> {
    let Label { span, text } = label;
    Mark { doc: sources.doc(span.doc), start: span.start, end: span.end, text, tone }
}

/// The lines that say last what there was, as text that is not wrapped.
pub(super) fn summary_lines(counts: &Summary, show: Severity) -> Vec<String> {
    let mut text = String::new();
    summary(&mut text, &Pen::new(UNWRAPPED, false, true), counts, show);
    text.lines().map(str::to_owned).collect()
}

/// What there was, what is not shown, and how to see it.
fn summary(out: &mut String, pen: &Pen, summary: &Summary, show: Severity) {
    let counts = |shown: bool| {
        let wanted = |s: &Severity| (*s >= show) == shown && summary.of(*s) > 0;
        let counts = Severity::ALL.into_iter().filter(wanted).map(|s| count(summary.of(s), s.as_str()));
        enumerate(&counts.collect::<Vec<_>>())
    };
    let files = count(summary.files, "file");
    let hidden = counts(false);
    match (counts(true), &hidden) {
        (Some(found), _) => pen.paragraph(out, Tone::Info, "", &format!("{found} in {files}")),
        (None, None) => pen.paragraph(out, Tone::Info, "", &format!("{files} checked, no problems")),
        (None, Some(_)) if show == Severity::Warning => {
            pen.paragraph(out, Tone::Info, "", &format!("{files} checked, no errors and no warnings"));
        }
        (None, Some(_)) => pen.paragraph(out, Tone::Info, "", &format!("{files} checked, no errors")),
    }
    if let Some(hidden) = hidden {
        let mut below = Severity::ALL.into_iter().filter(|s| *s < show && summary.of(*s) > 0);
        let them = if below.clone().map(|s| summary.of(s)).sum::<usize>() == 1 { "it" } else { "them" };
        let lowest = below.next_back().unwrap_or(show).as_str();
        pen.paragraph(out, Tone::Info, "", &format!("{hidden} not shown: see {them} with --show {lowest}"));
    }
    if summary.fixable > 0 {
        let verb = if summary.fixable == 1 { "is" } else { "are" };
        let findings = count(summary.fixable, "finding");
        pen.paragraph(out, Tone::Info, "", &format!("{findings} {verb} mended by --fix"));
    }
    for (number, what) in [(summary.suppressed, "suppressed"), (summary.baselined, "known from the baseline")] {
        if number > 0 {
            pen.paragraph(out, Tone::Info, "", &format!("{} {what}", count(number, "finding")));
        }
    }
    if summary.fixed > 0 {
        let (entries, verb) = if summary.fixed == 1 { ("entry", "is") } else { ("entries", "are") };
        let fixed =
            format!("{} {entries} of the baseline {verb} fixed: take them out with --write-baseline", summary.fixed);
        pen.paragraph(out, Tone::Info, "", &fixed);
    }
}

pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

pub(super) fn enumerate(parts: &[String]) -> Option<String> {
    let (last, rest) = parts.split_last()?;
    Some(if rest.is_empty() { last.clone() } else { format!("{} and {last}", rest.join(", ")) })
}
