//! Whether patterns of places mean a place, whatever file it was moved to.

use super::PointerPattern;
use crate::finding::{Addresses, Span};
use crate::source::document::Document;
use crate::source::loader::{At, DocId, Sources};

/// The places of a description and of the files that it refers to.
///
/// A definition in a file of its own is found by its pointer there and by the one that it would have in the root
/// document: what a configuration says of a component goes on to count when the component moves.
pub struct Places<'s> {
    sources: &'s Sources,
    root: DocId,
    addresses: Addresses<'s>,
}

impl<'s> Places<'s> {
    /// Those of the description at `root`.
    pub fn new(sources: &'s Sources, root: DocId) -> Self {
        Self { sources, root, addresses: Addresses::new(sources, root) }
    }

    /// Whether one of the patterns names the place of a span, or one that holds it.
    pub fn named(&self, patterns: &[PointerPattern], span: Span) -> bool {
        let doc = self.sources.doc(span.doc);
        let Some(node) = node_of(doc, span).filter(|_| !patterns.is_empty()) else { return false };
        if patterns.iter().any(|pattern| pattern.matches(doc, node)) {
            return true;
        }
        let moved = self.addresses.pointers(At { doc: span.doc, node });
        moved.iter().any(|place| patterns.iter().any(|pattern| pattern.fits(place)))
    }

    /// Whether a pattern leads to any place in the documents that are `counting`. Of what would stand in the root
    /// document it is enough that the pattern may lead there.
    pub fn leads(&self, pattern: &PointerPattern, counting: &dyn Fn(DocId) -> bool) -> bool {
        let all = (0..self.sources.docs.len() as u32).map(DocId);
        all.filter(|doc| counting(*doc)).any(|doc| pattern.leads_in(self.sources.doc(doc)))
            || self.addresses.entrances().any(|at| {
                (counting(at.doc) || counting(self.root))
                    && self.addresses.pointers(at).iter().any(|place| pattern.may_lead_below(place))
            })
    }

    /// The document that was asked for.
    pub fn root(&self) -> DocId {
        self.root
    }

    /// The documents.
    pub fn sources(&self) -> &'s Sources {
        self.sources
    }
}

/// The node that a span speaks of; of a place that is no node the last one that begins before it.
pub fn node_of(doc: &Document, span: Span) -> Option<u32> {
    span.node.or_else(|| (doc.tape.nodes.partition_point(|node| node.start <= span.start) as u32).checked_sub(1))
}
