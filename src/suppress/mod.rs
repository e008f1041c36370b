//! What is accepted: findings in, findings sorted into those that are shown and those that somebody accepted, with the
//! reason. A baseline sorts out those that were known before.

mod allowance;
pub mod baseline;
mod comment;
mod extension;
mod own;
mod peers;
mod redocly;

pub use allowance::Means;
pub use own::unused_entries;
pub use redocly::{FILE_NAME as REDOCLY_FILE, Ignores};

use crate::config::{Allow, Places};
use crate::contract::Contract;
use crate::finding::{Area, Finding};
use crate::lint::Plan;
use crate::source::document::Document;
use allowance::Allowances;
use own::Own;

/// Where something is written, for people.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

impl Written {
    fn at(doc: &Document, offset: u32) -> Self {
        let place = doc.place(offset);
        Self { file: doc.name.clone(), line: place.line, column: place.column }
    }
}

/// A finding that somebody accepted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// How it was accepted.
    pub by: Means,
    /// Why, where somebody says.
    pub because: Option<String>,
    /// Where that is written.
    pub written: Written,
}

/// The findings of a description, sorted.
#[derive(Debug, Default)]
pub struct Sorted {
    /// Those that nobody accepted.
    pub shown: Vec<Finding>,
    /// Those that somebody accepted.
    pub suppressed: Vec<Suppressed>,
    /// Which entries of `allow` in the configuration were of use, in their order.
    pub used: Vec<bool>,
}

/// What is accepted beside what the description says itself.
#[derive(Clone, Copy)]
pub struct Accepted<'a> {
    /// The rules that run, and how bad their findings are.
    pub plan: &'a Plan,
    /// What the configuration accepts.
    pub allow: &'a [Allow],
    /// What an ignore file of Redocly names.
    pub ignores: Option<&'a Ignores>,
}

/// Sorts the findings of a description. What is wrong with a suppression is a finding as well.
pub fn sort(contract: &Contract, findings: Vec<Finding>, accepted: &Accepted<'_>) -> Sorted {
    let Accepted { plan, allow, ignores } = *accepted;
    let mut own = Own::new(contract, plan);
    let mut allowances = Allowances::default();
    for id in 0..contract.sources.docs.len() as u32 {
        let id = crate::contract::DocId(id);
        comment::read(contract.sources.doc(id), id, &mut allowances, &mut own);
        extension::read(&contract.sources, id, &mut allowances, &mut own);
        if let Some(ignores) = ignores {
            redocly::read(ignores, &contract.sources, id, &mut allowances, &mut own);
        }
    }
    let mut findings = findings;
    findings.append(&mut own.findings());
    let mut sorted = Sorted { used: vec![false; allow.len()], ..Sorted::default() };
    let mut by_config = ByConfig { contract, allow, places: Places::new(&contract.sources, contract.at.doc) };
    let (shown, suppressed) = allowances.sort(&contract.sources, findings);
    sorted.suppressed = suppressed;
    by_config.sort(shown, &mut sorted);
    // Only now is it known what was of no use; that may be accepted as well.
    let unused = own.unused(&allowances);
    if !unused.is_empty() {
        let (shown, mut suppressed) = allowances.sort(&contract.sources, unused);
        sorted.suppressed.append(&mut suppressed);
        by_config.sort(shown, &mut sorted);
    }
    sorted
        .shown
        .sort_by_key(|finding| (finding.primary.span.doc, finding.primary.span.start, finding.primary.span.end));
    sorted
}

struct ByConfig<'a> {
    contract: &'a Contract,
    allow: &'a [Allow],
    places: Places<'a>,
}

impl ByConfig<'_> {
    fn sort(&mut self, findings: Vec<Finding>, sorted: &mut Sorted) {
        for finding in findings {
            match self.allow.iter().position(|entry| self.accepts(entry, &finding)) {
                Some(number) => {
                    let Allow { because, written, .. } = &self.allow[number];
                    sorted.used[number] = true;
                    let (file, place) = (written.file.to_string(), written.place);
                    let written = Written { file, line: place.line, column: place.column };
                    let (by, because) = (Means::Configuration, Some(because.clone()));
                    sorted.suppressed.push(Suppressed { finding, by, because, written });
                }
                None => sorted.shown.push(finding),
            }
        }
    }

    /// A definition in a file of its own is found by the name of the root document, too: an entry goes on to hold when a
    /// component moves.
    fn accepts(&self, entry: &Allow, finding: &Finding) -> bool {
        let of_ruleset = finding.area == Area::Own && entry.rules.contains(&Area::Own.as_str());
        if !of_ruleset && !entry.rules.contains(&finding.rule) {
            return false;
        }
        let span = finding.primary.span;
        let doc = self.contract.sources.doc(span.doc);
        let root = self.contract.sources.doc(self.contract.at.doc);
        let named = |doc: &Document| {
            entry.files.as_ref().is_none_or(|files| files.matches(std::path::Path::new(&doc.name), false))
        };
        (named(doc) || named(root)) && (entry.pointers.is_empty() || self.places.named(&entry.pointers, span))
    }
}
