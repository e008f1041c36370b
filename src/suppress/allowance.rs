//! Pieces of documents in which findings of a rule are accepted.

use std::collections::{BTreeMap, BTreeSet};

use super::{Suppressed, Written};
use crate::config::node_of;
use crate::contract::DocId;
use crate::finding::{Area, Finding, Span};
use crate::source::loader::Sources;

/// How a finding was accepted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Means {
    /// `# caveat: allow …`
    Comment,
    /// `x-caveat-allow`
    Extension,
    /// `allow` in the configuration.
    Configuration,
    /// `x-lint-ignore`, as vacuum reads it.
    Vacuum,
    /// `x-zally-ignore`, as Zally reads it.
    Zally,
    /// Redocly's ignore file.
    Redocly,
}

impl Means {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Means::Comment => "comment",
            Means::Extension => "x-caveat-allow",
            Means::Configuration => "configuration",
            Means::Vacuum => "x-lint-ignore",
            Means::Zally => "x-zally-ignore",
            Means::Redocly => "redocly",
        }
    }

    /// Whether it is written for caveat, so that it must say why and be of use.
    pub(super) fn is_ours(self) -> bool {
        matches!(self, Means::Comment | Means::Extension | Means::Configuration)
    }
}

/// A piece of a document in which findings of some rules are accepted.
pub(super) struct Allowance {
    /// The document, and its first node and the node after the last one.
    pub(super) doc: DocId,
    pub(super) nodes: (u32, u32),
    /// As it is written: a rule, an area, or the rule of another tool.
    pub(super) name: String,
    pub(super) rules: Vec<&'static str>,
    pub(super) by: Means,
    pub(super) because: Option<String>,
    /// The words that say so.
    pub(super) span: Span,
    pub(super) written: Written,
    pub(super) used: bool,
}

#[derive(Default)]
pub(super) struct Allowances(pub(super) Vec<Allowance>);

impl Allowances {
    /// Takes out the findings that are accepted. Of several allowances the innermost one counts.
    pub(super) fn sort(&mut self, sources: &Sources, findings: Vec<Finding>) -> (Vec<Finding>, Vec<Suppressed>) {
        if self.0.is_empty() {
            return (findings, Vec::new());
        }
        // Pieces of a tree lie in each other or apart, so one way through nodes and pieces in their order will do.
        let own: BTreeSet<&'static str> = findings.iter().filter(|f| f.area == Area::Own).map(|f| f.rule).collect();
        let mut pieces: BTreeMap<(DocId, &'static str), Vec<usize>> = BTreeMap::new();
        for (number, allowance) in self.0.iter().enumerate() {
            // The rules of rulesets are those that found something.
            let of_rulesets = allowance.rules.contains(&Area::Own.as_str()).then_some(&own).into_iter().flatten();
            for rule in allowance.rules.iter().chain(of_rulesets) {
                pieces.entry((allowance.doc, rule)).or_default().push(number);
            }
        }
        let mut places: BTreeMap<(DocId, &'static str), Vec<(u32, usize)>> = BTreeMap::new();
        for (number, finding) in findings.iter().enumerate() {
            let (doc, rule) = (finding.primary.span.doc, finding.rule);
            if pieces.contains_key(&(doc, rule))
                && let Some(node) = node_of(sources.doc(doc), finding.primary.span)
            {
                places.entry((doc, rule)).or_default().push((node, number));
            }
        }
        let mut accepted: Vec<Option<usize>> = vec![None; findings.len()];
        for (key, mut places) in places {
            let Some(pieces) = pieces.get_mut(&key) else { continue };
            let range = |number: usize| self.0[number].nodes;
            pieces.sort_by_key(|number| (range(*number).0, u32::MAX - range(*number).1));
            places.sort_unstable();
            let (mut open, mut next): (Vec<usize>, usize) = (Vec::new(), 0);
            for (node, finding) in places {
                while let Some(piece) = pieces.get(next).filter(|piece| range(**piece).0 <= node) {
                    while open.last().is_some_and(|last| range(*last).1 <= range(*piece).0) {
                        open.pop();
                    }
                    open.push(*piece);
                    next += 1;
                }
                while open.last().is_some_and(|last| range(*last).1 <= node) {
                    open.pop();
                }
                accepted[finding] = open.last().copied();
            }
        }
        let (mut shown, mut suppressed) = (Vec::new(), Vec::new());
        for (finding, by) in findings.into_iter().zip(accepted) {
            let Some(allowance) = by.map(|number| &mut self.0[number]) else {
                shown.push(finding);
                continue;
            };
            allowance.used = true;
            let Allowance { by, because, written, .. } = allowance;
            suppressed.push(Suppressed { finding, by: *by, because: because.clone(), written: written.clone() });
        }
        (shown, suppressed)
    }
}
