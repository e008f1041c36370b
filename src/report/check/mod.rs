//! What is new in descriptions since a revision, written down: one file a format.

pub mod json;
mod run;
pub mod text;

use super::diff::Diff;
use super::{Root, Summary};
use crate::diff::Level;

/// All that a check yielded.
#[derive(Clone, Copy)]
pub struct Check<'a> {
    /// What the descriptions were compared with: a revision or a file.
    pub before: &'a str,
    /// The descriptions.
    pub described: &'a [Described<'a>],
    /// Descriptions of before of which there is none now.
    pub gone: &'a [String],
}

/// What is new in one description.
#[derive(Clone, Copy)]
pub struct Described<'a> {
    /// Its name.
    pub name: &'a str,
    /// The name of the one that it was compared with; nothing if it is new.
    pub old: Option<&'a str>,
    /// What changed; nothing if it is new.
    pub diff: Option<Diff<'a>>,
    /// The findings that are new.
    pub found: Root<'a>,
    /// How many findings were there before.
    pub known: usize,
}

impl<'a> Check<'a> {
    /// The comparisons, in the order of the descriptions.
    fn diffs(&self) -> impl Iterator<Item = &'a Diff<'a>> {
        self.described.iter().filter_map(|described| described.diff.as_ref())
    }

    /// The new findings of all descriptions.
    pub(super) fn found(&self) -> Vec<Root<'a>> {
        self.described.iter().map(|described| described.found).collect()
    }
}

/// What to do about a description that is gone.
pub(super) const GONE_HELP: &str = "keep it as long as somebody calls what it describes";

/// What is wrong with a description that is gone.
pub(super) fn gone(name: &str, before: &str) -> String {
    format!("the description `{name}` is gone; it was there in {before}")
}

/// How much is new.
struct Counts {
    /// Changes by level, the worst first.
    changes: [(Level, usize); Level::ALL.len()],
    /// New findings.
    findings: Summary,
    /// Findings that were there before.
    known: usize,
}

impl Counts {
    fn of(check: &Check<'_>, findings: Summary) -> Self {
        let count = |level| check.diffs().map(|diff| diff.comparison.count(level)).sum();
        let known = check.described.iter().map(|described| described.known).sum();
        Self { changes: Level::ALL.map(|level| (level, count(level))), findings, known }
    }
}
