//! Workflow commands of GitHub Actions: annotations at the lines of a pull request, and a summary of the job.
//!
//! GitHub shows ten annotations of each kind from one step and fifty from a job, and drops the others without a word.
//! So the worst come first, no more are asked for than are shown, and what is left is listed in a group of the log.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write as _};

use super::escape::words;
use super::run::{Entry, Run};
use super::text::count;
use super::{compact, markdown};
use crate::finding::Severity;

/// How many annotations of one kind are shown of a step.
const SHOWN: usize = 10;

/// Writes the annotations, and in a group of the log what is not annotated.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub(super) fn write(out: &mut dyn io::Write, run: &Run<'_>) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let (annotated, rest) = split(run);
    for entry in annotated {
        writeln!(out, "{}", command(entry))?;
    }
    if !rest.is_empty() {
        writeln!(out, "::group::{} without an annotation", count(rest.len(), "more finding"))?;
        for entry in rest {
            writeln!(out, "- {}", log_line(&compact::line(entry)))?;
        }
        writeln!(out, "::endgroup::")?;
    }
    for line in &run.summary {
        writeln!(out, "- {}", log_line(line))?;
    }
    out.flush()
}

/// The summary of the job: all of it, as far as there is room, and how much of it is annotated.
pub(super) fn summary(run: &Run<'_>, limit: usize) -> String {
    let (annotated, rest) = split(run);
    let all = annotated.len() + rest.len();
    let shown = annotated.len();
    let note = format!(
        "{shown} of {all} are annotated in the changed files: GitHub shows {SHOWN} errors, {SHOWN} warnings and \
         {SHOWN} notices of a step."
    );
    markdown::page(run, limit, (!rest.is_empty()).then_some(note))
}

/// What is annotated, the worst first, and what is not.
fn split<'r, 'a>(run: &'r Run<'a>) -> (Vec<&'r Entry<'a>>, Vec<&'r Entry<'a>>) {
    let mut counts = [0; Severity::ALL.len()];
    run.worst_first().into_iter().partition(|entry| {
        let count = &mut counts[entry.severity as usize];
        *count += 1;
        *count <= SHOWN
    })
}

/// `::error file=a.yaml,line=1,col=2::message`.
fn command(entry: &Entry<'_>) -> String {
    let kind = match entry.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let (start, end) = (entry.location.start, entry.location.end);
    let mut command = format!("::{kind} file={},line={}", property(&words(&path(&entry.location.file))), start.line);
    let _ = write!(command, ",endLine={}", end.line);
    // Columns are understood within one line only.
    if start.line == end.line {
        let _ = write!(command, ",col={},endColumn={}", start.column, end.column);
    }
    let title = format!("{}[{}]", entry.level, entry.rule);
    let _ = write!(command, ",title={}::{}", property(&words(&title)), data(&words(&entry.message)));
    if let Some(help) = &entry.help {
        let _ = write!(command, "%0Ahelp: {}", data(&words(help)));
    }
    command
}

/// A path as a repository has it.
pub(super) fn path(file: &str) -> Cow<'_, str> {
    Cow::from(file.strip_prefix("./").unwrap_or(file))
}

/// The text of a command. A line end would begin another one.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which ends at a comma or a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A line that is no command. The runner looks for `::` at the start of a line, and for the older `##[` anywhere.
fn log_line(text: &str) -> String {
    text.replace("##[", "#\\u{23}[")
}
