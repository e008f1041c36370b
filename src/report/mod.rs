//! What was found, written down: one file a format.
//!
//! A [`Report`] puts the findings of a run into an order that does not depend on who found them when, and counts them;
//! a format only writes. Text of a document goes through [`escape`] on its way out.

pub mod changelog;
pub mod check;
mod checkstyle;
mod compact;
pub mod diff;
pub mod escape;
pub mod format;
pub mod frame;
mod github;
mod gitlab;
mod inline;
pub mod json;
mod junit;
mod location;
mod markdown;
pub mod page;
pub mod run;
mod sarif;
pub mod schema;
mod spot;
pub mod text;
mod value;
mod wrap;
mod xml;

pub use location::Location;

use std::collections::BTreeSet;

use hashbrown::HashMap;

use crate::finding::{Finding, Severity};
use crate::source::document::Document;
use crate::source::loader::{DocId, Sources};

/// What was found in one root description and in the files that it refers to.
#[derive(Clone, Copy)]
pub struct Root<'a> {
    /// The documents.
    pub sources: &'a Sources,
    /// The one that was linted.
    pub doc: DocId,
    /// The findings that are left after suppression, in any order.
    pub findings: &'a [Finding],
    /// How many findings were suppressed.
    pub suppressed: usize,
}

/// One finding, with the documents that it points into.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// The documents.
    pub sources: &'a Sources,
    doc: DocId,
    root: usize,
}

impl<'a> Item<'a> {
    /// The document of the primary label.
    pub fn document(&self) -> &'a Document {
        self.sources.doc(self.finding.primary.span.doc)
    }

    /// The order of a report: by place, then by what tells findings at one place apart.
    fn key(&self) -> (&'a str, u32, &'a str, &'a str, &'a str, u32, Severity) {
        let Finding { rule, about, message, severity, primary, .. } = self.finding;
        (&self.document().name, primary.span.start, rule, about, message, primary.span.end, *severity)
    }
}

/// How much was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Findings that are errors.
    pub error: usize,
    /// Findings that are warnings.
    pub warning: usize,
    /// Findings that are advice.
    pub info: usize,
    /// Findings that were suppressed and are not in the report.
    pub suppressed: usize,
    /// Findings that have a mend.
    pub fixable: usize,
    /// Files that were read.
    pub files: usize,
}

impl Summary {
    /// How many findings there are of a severity.
    pub fn of(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Info => self.info,
        }
    }
}

/// All findings of a run, ordered and counted.
pub struct Report<'a> {
    /// The findings by file, place, rule, and what they are about.
    pub items: Vec<Item<'a>>,
    /// The counts.
    pub summary: Summary,
}

impl<'a> Report<'a> {
    /// Orders and counts. A file that several roots share is read once for each; what is found in it again is the same
    /// finding and stands here once.
    pub fn new(roots: &[Root<'a>]) -> Self {
        let mut items: Vec<Item<'a>> = Vec::new();
        let mut files: BTreeSet<&str> = BTreeSet::new();
        let mut summary = Summary::default();
        for (number, root) in roots.iter().enumerate() {
            summary.suppressed += root.suppressed;
            files.extend(root.sources.docs.iter().map(|d| d.name.as_str()));
            items.extend(root.findings.iter().map(|finding| Item {
                finding,
                sources: root.sources,
                doc: root.doc,
                root: number,
            }));
        }
        items.sort_by(|a, b| a.key().cmp(&b.key()).then(a.root.cmp(&b.root)));
        items.dedup_by(|later, first| later.root != first.root && later.key() == first.key());
        summary.files = files.len();
        for item in &items {
            summary.fixable += usize::from(item.finding.fix.is_some());
            match item.finding.severity {
                Severity::Error => summary.error += 1,
                Severity::Warning => summary.warning += 1,
                Severity::Info => summary.info += 1,
            }
        }
        Self { items, summary }
    }

    /// The fingerprint of each finding.
    pub fn fingerprints(&self) -> Vec<String> {
        unique(self.items.iter().map(|item| item.finding.fingerprint(item.sources, item.doc)))
    }
}

/// Numbers fingerprints that are equal, because what they stand for means the same by rule, place and what it is about:
/// the first one stays bare. So no two are equal in one run, and their set does not depend on the layout of a file.
fn unique(fingerprints: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let number = |fingerprint: String| {
        let mut count = *seen.entry_ref(&fingerprint).and_modify(|count| *count += 1).or_insert(1);
        let mut numbered = fingerprint.clone();
        // What was numbered before may be numbered again, where several lists become one.
        while count > 1 {
            numbered = format!("{fingerprint}-{count}");
            if !seen.contains_key(&numbered) {
                break;
            }
            count += 1;
        }
        if count > 1 {
            seen.insert(fingerprint, count);
            seen.insert(numbered.clone(), 1);
        }
        numbered
    };
    fingerprints.map(number).collect()
}
