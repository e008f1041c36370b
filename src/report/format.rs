//! The formats that lint, diff and check can be written in: the one table of them.

use std::io;

use super::run::Run;
use super::{checkstyle, compact, github, gitlab, junit, markdown, sarif};

/// A format.
pub struct Format {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What a file with it ends in.
    pub extension: &'static str,
    /// What it is for, in a few words.
    pub summary: &'static str,
    /// Who writes it.
    pub writer: Writer,
}

/// Who writes a format.
#[derive(Clone, Copy)]
pub enum Writer {
    /// Each command has a text of its own.
    Text,
    /// Each command has a JSON of its own.
    Json,
    /// Each command has a page of its own.
    Page,
    /// All commands write their entries in the same way.
    Entries(WriteRun),
    /// Likewise, and where the run has a job summary, that is appended to.
    Annotations(WriteRun, WriteSummary),
}

/// Writes a run.
pub type WriteRun = fn(&mut dyn io::Write, &Run<'_>) -> io::Result<()>;
/// Writes a run in at most so many bytes.
pub type WriteSummary = fn(&Run<'_>, usize) -> String;

/// All formats, in the order in which they are named.
pub const FORMATS: &[Format] = &[
    row("text", "txt", "for people, with source lines", Writer::Text),
    row("compact", "txt", "one line for each finding", Writer::Entries(compact::write)),
    row("json", "json", "for programs, with everything", Writer::Json),
    row("sarif", "sarif", "SARIF 2.1.0, for code scanning and editors", Writer::Entries(sarif::write)),
    row("github", "txt", "annotations of GitHub Actions", Writer::Annotations(github::write, github::summary)),
    row("gitlab", "json", "GitLab Code Quality", Writer::Entries(gitlab::write)),
    row("junit", "xml", "JUnit XML, for test reports", Writer::Entries(junit::write)),
    row("checkstyle", "xml", "Checkstyle XML", Writer::Entries(checkstyle::write)),
    row("markdown", "md", "a comment on a pull request", Writer::Entries(markdown::write)),
    row("html", "html", "one page for a reviewer, with search and evidence", Writer::Page),
];

const fn row(name: &'static str, extension: &'static str, summary: &'static str, writer: Writer) -> Format {
    Format { name, extension, summary, writer }
}

/// The format of a name.
pub fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
