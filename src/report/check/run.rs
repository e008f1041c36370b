//! A check as a list of entries: what the formats for build systems write.

use super::text::verdict;
use super::{Check, Counts, GONE_HELP, gone};
use crate::diff::Level;
use crate::finding::Severity;
use crate::report::Report;
use crate::report::frame::Pen;
use crate::report::run::{Run, about_file, entries};
use crate::report::text::UNWRAPPED;

/// The rule of a description that is gone: it has no page, since there is nothing to compare.
const GONE: &str = "description-removed";

impl<'a> Check<'a> {
    /// What is gone, the changes from a level on, and the new findings from a severity on.
    pub fn run(&self, changes: Level, findings: Severity) -> Run<'a> {
        let message = |name: &'a String| (name, gone(name, self.before));
        let missing = self.gone.iter().map(message);
        let level = Level::Breaking.as_str();
        let mut all: Vec<_> =
            missing.map(|(name, message)| about_file(GONE, "paths", level, name, message, GONE_HELP)).collect();
        all.extend(self.diffs().flat_map(|diff| diff.entries(changes)));
        let roots = self.found();
        let report = Report::new(&roots);
        all.extend(entries(&report, findings));
        let mut summary = String::new();
        let pen = Pen::new(UNWRAPPED, false, true);
        verdict(&mut summary, &pen, self, &Counts::of(self, report.summary), changes, findings);
        let names = self.described.iter().map(|described| described.name.to_owned()).collect();
        Run::new("check", names, all, summary.lines().map(str::to_owned).collect())
    }
}
