//! What comparing two contracts yielded, written down: one file a format.

pub(super) mod block;
pub(super) mod body;
pub(super) mod fold;
pub mod json;
mod run;
pub mod text;
pub(super) mod verdict;
pub(super) mod witness;

pub use run::Evidence;

use crate::contract::Contract;
use crate::diff::change::Side;
use crate::diff::{Change, Comparison, checks};
use crate::finding::{Addresses, fingerprint};
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

    /// The place of what a change is about, and the root document of its side: the new one, unless only the old one
    /// has it.
    pub(super) fn place(&self, change: &'a Change) -> (&'a Side, DocId) {
        if change.old.here && !change.new.here {
            (&change.old, self.old.at.doc)
        } else {
            (&change.new, self.new.at.doc)
        }
    }

    /// The fingerprint of each change.
    pub fn fingerprints(&self) -> Vec<String> {
        let addresses = [self.old, self.new].map(|contract| Addresses::new(self.sources(), contract.at.doc));
        super::unique(self.comparison.changes.iter().map(|change| {
            let (side, root) = self.place(change);
            let addresses = &addresses[usize::from(root == self.new.at.doc)];
            fingerprint(addresses, &checks::all()[change.check].id, Some(side.at), &change.about)
        }))
    }
}
