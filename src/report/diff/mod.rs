//! What comparing two contracts yielded, written down: one file a format.

mod block;
pub mod json;
pub mod text;
mod verdict;

use crate::contract::Contract;
use crate::diff::change::Side;
use crate::diff::{Change, Comparison, checks};
use crate::finding::fingerprint;
use crate::source::loader::{DocId, Sources};

/// A comparison with the contracts that it speaks of.
#[derive(Clone, Copy)]
pub struct Diff<'a> {
    /// The old side.
    pub old: &'a Contract,
    /// The new side, whose sources are those of both.
    pub new: &'a Contract,
    /// What differs.
    pub comparison: &'a Comparison,
}

impl<'a> Diff<'a> {
    fn sources(&self) -> &'a Sources {
        &self.new.sources
    }

    /// The place of what a change is about, and the root document of its side. A side that lacks it has only the place
    /// around it, so it is the deeper of both; the new one where both have it.
    fn place(&self, change: &'a Change) -> (&'a Side, DocId) {
        if self.depth(&change.old) > self.depth(&change.new) {
            (&change.old, self.old.at.doc)
        } else {
            (&change.new, self.new.at.doc)
        }
    }

    fn depth(&self, side: &Side) -> usize {
        self.sources().doc(side.at.doc).depth(side.at.node)
    }

    /// The fingerprint of each change.
    pub fn fingerprints(&self) -> Vec<String> {
        super::unique(self.comparison.changes.iter().map(|change| {
            let (side, root) = self.place(change);
            fingerprint(self.sources(), &checks::all()[change.check].id, root, Some(side.at), &change.about)
        }))
    }
}
