//! What lint, diff and check yield, seen as one list: what the formats for build systems write.
//!
//! A finding and a change have a rule, a level, a message and places in common. What only one of them has (a mend, a
//! witness) is there or is not, so that no format asks which of the two it writes.

use std::borrow::Cow;

use super::diff::Evidence;
use super::text::summary_lines;
use super::{Item, Location, Report, Root, unique};
use crate::finding::{Addresses, Edit, Fix, Label, Severity, Span, fingerprint};
use crate::source::document::Place;
use crate::source::loader::{DocId, Sources};

/// What is written of one run of a command.
pub struct Run<'a> {
    /// The command, as it is called.
    pub command: &'static str,
    /// The descriptions that were looked at, whether something was found in them or not.
    pub descriptions: Vec<String>,
    /// What was found, in the order of the report.
    pub entries: Vec<Entry<'a>>,
    /// What it comes to, a line each.
    pub summary: Vec<String>,
    /// Whether all was done that was asked for.
    pub complete: bool,
}

/// A finding or a change.
pub struct Entry<'a> {
    /// The id of the rule or of the check.
    pub rule: Cow<'a, str>,
    /// The part of the API that it speaks of.
    pub area: &'static str,
    /// How bad it is, in the three steps that every format knows.
    pub severity: Severity,
    /// How bad it is, in the word of the command: one of [`LEVELS`].
    pub level: &'static str,
    /// A sentence without a full stop.
    pub message: Cow<'a, str>,
    /// What to do about it.
    pub help: Option<Cow<'a, str>>,
    /// Where it is; of a change the new side, which is the one that is at hand.
    pub location: Location,
    /// What is to be seen there.
    pub label: &'a str,
    /// What else one has to look at; of a change the old side.
    pub related: Vec<(Location, &'a str)>,
    /// What it means, whatever the layout of its file. No two of a run are equal.
    pub fingerprint: String,
    /// What mends it.
    pub mend: Option<Mend<'a>>,
    /// The operations that it reaches, where the message does not say it.
    pub reaches: &'a [String],
    /// What shows that it breaks.
    pub evidence: Option<Evidence<'a>>,
}

/// Edits that mend a finding together.
pub struct Mend<'a> {
    /// What they do, as an order.
    pub title: &'a str,
    /// The places and what is to stand there, those of one file beside each other.
    pub edits: Vec<(Location, &'a str)>,
}

/// The levels of all commands, the worst first.
pub const LEVELS: [&str; 7] = ["breaking", "error", "unproven", "warning", "risky", "info", "safe"];

impl Entry<'_> {
    /// The place in [`LEVELS`].
    pub fn rank(&self) -> usize {
        LEVELS.iter().position(|level| *level == self.level).unwrap_or(LEVELS.len())
    }

    /// `file:line:column`, as it is in the document.
    pub fn place(&self) -> String {
        format!("{}:{}:{}", self.location.file, self.location.start.line, self.location.start.column)
    }
}

impl<'a> Run<'a> {
    /// A run of a command.
    pub(super) fn new(
        command: &'static str,
        descriptions: Vec<String>,
        mut entries: Vec<Entry<'a>>,
        summary: Vec<String>,
    ) -> Self {
        // Those of one list are unique already; a check puts several together.
        let unique = unique(entries.iter_mut().map(|entry| std::mem::take(&mut entry.fingerprint)));
        entries.iter_mut().zip(unique).for_each(|(entry, fingerprint)| entry.fingerprint = fingerprint);
        Self { command, descriptions, entries, summary, complete: true }
    }

    /// The findings of `report`, which was made of `roots`, from a severity on.
    pub fn of_findings(report: &Report<'a>, roots: &[Root<'_>], show: Severity) -> Self {
        let descriptions = roots.iter().map(|root| root.sources.doc(root.doc).name.clone()).collect();
        Self::new("lint", descriptions, entries(report, show), summary_lines(&report.summary, show))
    }

    /// The entries, the worst first, those of one level in the order of the report.
    pub fn worst_first(&self) -> Vec<&Entry<'a>> {
        let mut entries: Vec<&Entry<'a>> = self.entries.iter().collect();
        entries.sort_by_key(|entry| entry.rank());
        entries
    }
}

/// The findings of a report from a severity on.
pub(super) fn entries<'a>(report: &Report<'a>, show: Severity) -> Vec<Entry<'a>> {
    let items = report.items.iter().zip(report.fingerprints().items);
    let shown = items.filter(|(item, _)| item.finding.severity >= show);
    shown.map(|(item, fingerprint)| entry(item, fingerprint)).collect()
}

fn entry<'a>(item: &Item<'a>, fingerprint: String) -> Entry<'a> {
    let (finding, sources) = (item.finding, item.sources);
    let related = |label: &'a Label| (Location::of(sources, label.span), label.text.as_str());
    Entry {
        rule: Cow::from(finding.rule),
        area: finding.area.as_str(),
        severity: finding.severity,
        level: finding.severity.as_str(),
        message: Cow::from(&finding.message),
        help: finding.help.as_deref().map(Cow::from),
        location: Location::of(sources, finding.primary.span),
        label: &finding.primary.text,
        related: finding.related.iter().map(related).collect(),
        fingerprint,
        mend: finding.fix.as_ref().map(|fix| mend(sources, fix)),
        reaches: &[],
        evidence: None,
    }
}

fn mend<'a>(sources: &Sources, fix: &'a Fix) -> Mend<'a> {
    let mut edits: Vec<&'a Edit> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| (edit.doc.0, edit.start));
    let place =
        |edit: &'a Edit| (Location::of(sources, Span::bytes(edit.doc, edit.start, edit.end)), edit.text.as_str());
    Mend { title: &fix.title, edits: edits.into_iter().map(place).collect() }
}

/// Something about a whole file of which there is nothing to point at.
pub(super) fn about_file<'a>(
    rule: &'static str,
    area: &'static str,
    level: &'static str,
    file: &str,
    message: String,
    help: &'static str,
) -> Entry<'a> {
    let start = Place { line: 1, column: 1 };
    Entry {
        rule: Cow::from(rule),
        area,
        severity: Severity::Error,
        level,
        message: Cow::from(message),
        help: Some(Cow::from(help)),
        location: Location { file: file.to_owned(), start, end: start, pointer: String::new() },
        label: "",
        related: Vec::new(),
        fingerprint: fingerprint(&Addresses::new(&Sources::default(), DocId(0)), rule, None, file),
        mend: None,
        reaches: &[],
        evidence: None,
    }
}
