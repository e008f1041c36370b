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
pub mod history;
pub mod html;
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

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use crate::finding::{Addresses, Finding, Severity};
use crate::source::document::Document;
use crate::source::loader::{DocId, Sources};
use crate::suppress::Suppressed;
use crate::suppress::baseline::{Baseline, Entry};

/// What was found in one root description and in the files that it refers to.
#[derive(Clone, Copy)]
pub struct Root<'a> {
    /// The documents.
    pub sources: &'a Sources,
    /// The one that was linted.
    pub doc: DocId,
    /// The findings that are left after suppression, in any order.
    pub findings: &'a [Finding],
    /// Those that somebody accepted.
    pub suppressed: &'a [Suppressed],
}

impl<'a> Root<'a> {
    /// Findings of which none was accepted.
    pub fn of(sources: &'a Sources, doc: DocId, findings: &'a [Finding]) -> Self {
        Self { sources, doc, findings, suppressed: &[] }
    }
}

/// One finding, with the documents that it points into.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// The documents.
    pub sources: &'a Sources,
    doc: DocId,
    /// The number of the root in which it was found.
    pub root: usize,
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
    /// Findings that were suppressed.
    pub suppressed: usize,
    /// Findings that a baseline knows.
    pub baselined: usize,
    /// Entries of a baseline that nothing was found for.
    pub fixed: usize,
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
    /// Those that somebody accepted, likewise.
    pub suppressed: Vec<(Item<'a>, &'a Suppressed)>,
    /// Those that a baseline knows, likewise; nothing without one.
    pub baselined: Option<Vec<Item<'a>>>,
    /// Entries of a baseline that nothing was found for, by place.
    pub fixed: Vec<Entry>,
    /// The counts.
    pub summary: Summary,
    /// The names of the files that were read.
    files: BTreeSet<&'a str>,
}

impl<'a> Report<'a> {
    /// Orders and counts. A file that several roots share is read once for each; what is found in it again is the same
    /// finding and stands here once.
    pub fn new(roots: &[Root<'a>]) -> Self {
        let mut items: Vec<Item<'a>> = Vec::new();
        let mut suppressed: Vec<(Item<'a>, &'a Suppressed)> = Vec::new();
        let mut files: BTreeSet<&'a str> = BTreeSet::new();
        for (number, root) in roots.iter().enumerate() {
            files.extend(root.sources.docs.iter().map(|d| d.name.as_str()));
            let item = |finding: &'a Finding| Item { finding, sources: root.sources, doc: root.doc, root: number };
            items.extend(root.findings.iter().map(item));
            suppressed.extend(root.suppressed.iter().map(|accepted| (item(&accepted.finding), accepted)));
        }
        let order = |a: &Item<'a>, b: &Item<'a>| a.key().cmp(&b.key()).then(a.root.cmp(&b.root));
        let again = |later: &Item<'a>, first: &Item<'a>| later.root != first.root && later.key() == first.key();
        items.sort_by(order);
        items.dedup_by(|later, first| again(later, first));
        suppressed.sort_by(|a, b| order(&a.0, &b.0));
        suppressed.dedup_by(|later, first| again(&later.0, &first.0));
        Self { items, suppressed, baselined: None, fixed: Vec::new(), summary: Summary::default(), files }.counted()
    }

    /// Sets aside what baselines know, each that of some roots: a fingerprint as often as it stands there.
    #[must_use]
    pub fn held_to(mut self, baselines: &mut [Baseline], of_root: impl Fn(usize) -> Option<usize>) -> Self {
        let fingerprints = bare(self.items.iter());
        let (mut new, mut known) = (Vec::new(), Vec::new());
        for (item, fingerprint) in std::mem::take(&mut self.items).into_iter().zip(fingerprints) {
            let baseline = of_root(item.root).and_then(|number| baselines.get_mut(number));
            if baseline.is_some_and(|baseline| baseline.take(&fingerprint)) { known.push(item) } else { new.push(item) }
        }
        (self.items, self.baselined) = (new, Some(known));
        self.fixed = baselines.iter_mut().flat_map(|baseline| std::mem::take(baseline).left()).collect();
        self.fixed.sort();
        self.counted()
    }

    /// The names of the files that were read, in their order.
    pub fn files(&self) -> impl Iterator<Item = &'a str> {
        self.files.iter().copied()
    }

    /// The same without those of the fixed entries that do not belong here.
    #[must_use]
    pub fn with_fixed(mut self, belongs: impl Fn(&Entry) -> bool) -> Self {
        self.fixed.retain(belongs);
        self.counted()
    }

    fn counted(mut self) -> Self {
        let mut summary = Summary { files: self.files.len(), ..Summary::default() };
        summary.suppressed = self.suppressed.len();
        summary.baselined = self.baselined.as_ref().map_or(0, Vec::len);
        summary.fixed = self.fixed.len();
        for item in &self.items {
            summary.fixable += usize::from(item.finding.fix.is_some());
            match item.finding.severity {
                Severity::Error => summary.error += 1,
                Severity::Warning => summary.warning += 1,
                Severity::Info => summary.info += 1,
            }
        }
        self.summary = summary;
        self
    }

    /// What a baseline would hold: what is reported and what one knows already.
    pub fn entries(&self) -> Vec<Entry> {
        let items: Vec<&Item<'a>> = self.items.iter().chain(self.baselined.iter().flatten()).collect();
        let fingerprints = bare(items.iter().copied());
        let entry = |(item, fingerprint): (&&Item<'a>, String)| {
            let Location { file, pointer, .. } = Location::of(item.sources, item.finding.primary.span);
            let place = escape::words(&format!("{file}#{pointer}")).into_owned();
            Entry { place, rule: item.finding.rule.to_owned(), fingerprint }
        };
        items.iter().zip(fingerprints).map(entry).collect()
    }

    /// The fingerprint of each finding, then of each that a baseline knows, then of each that was suppressed. No two
    /// are equal: those that are known have the first numbers.
    pub fn fingerprints(&self) -> Fingerprints {
        let known: Vec<&Item<'a>> = self.baselined.iter().flatten().collect();
        let suppressed = self.suppressed.iter().map(|(item, _)| item);
        let all = bare(known.iter().copied().chain(&self.items).chain(suppressed));
        let mut all = unique(all.into_iter());
        let suppressed = all.split_off(known.len() + self.items.len());
        let items = all.split_off(known.len());
        Fingerprints { items, baselined: all, suppressed }
    }
}

/// The fingerprints of a report, in the order of its lists.
pub struct Fingerprints {
    /// Of the findings.
    pub items: Vec<String>,
    /// Of those that a baseline knows.
    pub baselined: Vec<String>,
    /// Of those that somebody accepted.
    pub suppressed: Vec<String>,
}

/// Fingerprints without numbers.
fn bare<'r, 'a: 'r>(items: impl Iterator<Item = &'r Item<'a>>) -> Vec<String> {
    let mut addresses: BTreeMap<usize, Addresses<'a>> = BTreeMap::new();
    let fingerprint = |item: &Item<'a>| {
        let addresses = addresses.entry(item.root).or_insert_with(|| Addresses::new(item.sources, item.doc));
        item.finding.fingerprint(addresses)
    };
    items.map(fingerprint).collect()
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
