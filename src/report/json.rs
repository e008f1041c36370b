//! Findings for programs: `docs/json-output.md` says what each key means.

use std::io;

use serde::{Serialize, Serializer};
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

use super::{Fingerprints, Item, Location, Report, Summary, escape};
use crate::finding::{Edit, Fix, Label, Span};
use crate::source::loader::Sources;
use crate::suppress::baseline::Entry;
use crate::suppress::{Suppressed, Written};

/// Changes only when a key changes its meaning or goes away.
const VERSION: u32 = 1;

/// Writes one JSON document with every finding, of whatever severity.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write(out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
    let Lists { findings, suppressed, baseline } = Lists::of(report);
    document(out, &DocumentOut { version: VERSION, findings, suppressed, baseline, summary: report.summary.into() })
}

/// Writes a value as an indented document that is safe to show.
pub(crate) fn document(out: &mut dyn io::Write, value: &impl Serialize) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Safe(PrettyFormatter::new())))?;
    io::Write::write_all(&mut out, b"\n")?;
    io::Write::flush(&mut out)
}

/// Writes a value in one line that is safe to show.
pub(super) fn line(out: &mut dyn io::Write, value: &impl Serialize) -> io::Result<()> {
    let mut text = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut text, Safe(CompactFormatter)))?;
    text.push(b'\n');
    out.write_all(&text)
}

#[derive(Serialize)]
struct DocumentOut<'a> {
    version: u32,
    findings: Findings<'a>,
    suppressed: AllSuppressed<'a>,
    baseline: Option<BaselineOut<'a>>,
    summary: SummaryOut,
}

/// The findings of a report by what became of them.
pub(super) struct Lists<'a> {
    pub(super) findings: Findings<'a>,
    pub(super) suppressed: AllSuppressed<'a>,
    pub(super) baseline: Option<BaselineOut<'a>>,
}

impl<'a> Lists<'a> {
    pub(super) fn of(report: &'a Report<'a>) -> Self {
        let Fingerprints { items, baselined, suppressed } = report.fingerprints();
        let known = report.baselined.as_deref().map(|known| Findings(known, baselined));
        let fixed = report.fixed.iter().map(|Entry { place, rule, fingerprint }| EntryOut { fingerprint, rule, place });
        Self {
            findings: Findings(&report.items, items),
            suppressed: AllSuppressed(&report.suppressed, suppressed),
            baseline: known.map(|known| BaselineOut { known, fixed: fixed.collect() }),
        }
    }
}

/// Findings with their fingerprints, each made when it is written.
pub(super) struct Findings<'a>(&'a [Item<'a>], Vec<String>);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let items = self.0.iter().zip(&self.1);
        serializer.collect_seq(items.map(|(item, fingerprint)| FindingOut::of(item, fingerprint)))
    }
}

/// Findings that somebody accepted, likewise.
pub(super) struct AllSuppressed<'a>(&'a [(Item<'a>, &'a Suppressed)], Vec<String>);

impl Serialize for AllSuppressed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let items = self.0.iter().zip(&self.1);
        serializer.collect_seq(items.map(|((item, suppressed), fingerprint)| {
            let Written { file, line, column } = &suppressed.written;
            let suppression = SuppressionOut {
                by: suppressed.by.as_str(),
                because: suppressed.because.as_deref(),
                file,
                line: *line,
                column: *column,
            };
            SuppressedOut { finding: FindingOut::of(item, fingerprint), suppression }
        }))
    }
}

#[derive(Serialize)]
struct SuppressedOut<'a> {
    #[serde(flatten)]
    finding: FindingOut<'a>,
    suppression: SuppressionOut<'a>,
}

#[derive(Serialize)]
struct SuppressionOut<'a> {
    by: &'a str,
    because: Option<&'a str>,
    file: &'a str,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
pub(super) struct BaselineOut<'a> {
    known: Findings<'a>,
    fixed: Vec<EntryOut<'a>>,
}

#[derive(Serialize)]
struct EntryOut<'a> {
    fingerprint: &'a str,
    rule: &'a str,
    place: &'a str,
}

#[derive(Serialize)]
struct FindingOut<'a> {
    rule: &'a str,
    area: &'a str,
    severity: &'a str,
    message: &'a str,
    location: LocationOut,
    related: Vec<RelatedOut<'a>>,
    help: Option<&'a str>,
    fix: Option<FixOut<'a>>,
    fingerprint: &'a str,
}

impl<'a> FindingOut<'a> {
    fn of(item: &Item<'a>, fingerprint: &'a str) -> Self {
        let finding = item.finding;
        Self {
            rule: finding.rule,
            area: finding.area.as_str(),
            severity: finding.severity.as_str(),
            message: &finding.message,
            location: LocationOut::of(item.sources, finding.primary.span),
            related: finding.related.iter().map(|label| RelatedOut::of(item.sources, label)).collect(),
            help: finding.help.as_deref(),
            fix: finding.fix.as_ref().map(|fix| FixOut::of(item.sources, fix)),
            fingerprint,
        }
    }
}

#[derive(Serialize)]
struct FixOut<'a> {
    title: &'a str,
    edits: Vec<EditOut<'a>>,
}

impl<'a> FixOut<'a> {
    fn of(sources: &Sources, fix: &'a Fix) -> Self {
        let edit = |edit: &'a Edit| {
            let Location { file, start, end, .. } = Location::of(sources, Span::bytes(edit.doc, edit.start, edit.end));
            let (end_line, end_column) = (end.line, end.column);
            EditOut { file, line: start.line, column: start.column, end_line, end_column, text: &edit.text }
        };
        Self { title: &fix.title, edits: fix.edits.iter().map(edit).collect() }
    }
}

#[derive(Serialize)]
struct EditOut<'a> {
    file: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    text: &'a str,
}

#[derive(Serialize)]
pub(super) struct LocationOut {
    file: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    pointer: String,
}

impl LocationOut {
    pub(super) fn of(sources: &Sources, span: Span) -> Self {
        let Location { file, start, end, pointer } = Location::of(sources, span);
        Self { file, line: start.line, column: start.column, end_line: end.line, end_column: end.column, pointer }
    }
}

#[derive(Serialize)]
struct RelatedOut<'a> {
    #[serde(flatten)]
    location: LocationOut,
    message: &'a str,
}

impl<'a> RelatedOut<'a> {
    fn of(sources: &Sources, label: &'a Label) -> Self {
        Self { location: LocationOut::of(sources, label.span), message: &label.text }
    }
}

#[derive(Serialize)]
struct SummaryOut {
    error: usize,
    warning: usize,
    info: usize,
    suppressed: usize,
    baselined: usize,
    fixable: usize,
    files: usize,
}

impl From<Summary> for SummaryOut {
    fn from(Summary { error, warning, info, suppressed, baselined, fixable, files, .. }: Summary) -> Self {
        Self { error, warning, info, suppressed, baselined, fixable, files }
    }
}

/// JSON in which hidden characters are escaped: the value is the same, and a terminal or a log that shows
/// the JSON is not deceived by them.
struct Safe<F>(F);

macro_rules! delegate {
    ($($method:ident($($name:ident: $type:ty),*);)*) => {
        $(fn $method<W: ?Sized + io::Write>(&mut self, writer: &mut W, $($name: $type),*) -> io::Result<()> {
            self.0.$method(writer, $($name),*)
        })*
    };
}

impl<F: Formatter> Formatter for Safe<F> {
    delegate! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        begin_object_value();
        end_object_value();
    }

    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        writer.write_all(escape::json(fragment).as_bytes())
    }
}
