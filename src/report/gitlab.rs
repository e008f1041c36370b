//! GitLab Code Quality: the part of the Code Climate format that GitLab reads.

use std::borrow::Cow;
use std::io;

use serde::{Serialize, Serializer};

use super::github::path;
use super::json::document;
use super::run::{Entry, Run};

/// Writes one JSON array; an empty one for a run that found nothing.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub(super) fn write(out: &mut dyn io::Write, run: &Run<'_>) -> io::Result<()> {
    document(out, &Issues(run))
}

struct Issues<'a>(&'a Run<'a>);

impl Serialize for Issues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.entries.iter().map(IssueOut::from))
    }
}

#[derive(Serialize)]
struct IssueOut<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: LocationOut<'a>,
}

#[derive(Serialize)]
struct LocationOut<'a> {
    path: Cow<'a, str>,
    lines: LinesOut,
}

#[derive(Serialize)]
struct LinesOut {
    begin: u32,
    end: u32,
}

impl<'a> From<&'a Entry<'a>> for IssueOut<'a> {
    fn from(entry: &'a Entry<'a>) -> Self {
        let (begin, end) = (entry.location.start.line, entry.location.end.line);
        Self {
            description: &entry.message,
            check_name: &entry.rule,
            fingerprint: &entry.fingerprint,
            severity: severity(entry.level),
            location: LocationOut { path: path(&entry.location.file), lines: LinesOut { begin, end } },
        }
    }
}

/// The word of Code Climate, which has `blocker` beside these.
fn severity(level: &str) -> &'static str {
    match level {
        "breaking" | "error" => "critical",
        "unproven" => "major",
        "warning" | "risky" => "minor",
        _ => "info",
    }
}
