//! What makes a place in a document addressable beside pointers: `$self`, `$id`, `$anchor` and `$dynamicAnchor`.

use hashbrown::HashMap;

use super::Lowering;
use crate::contract::keywords::{Keyword, name};
use crate::contract::{At, DocId, Name, SpecVersion, uri};
use crate::source::document::{Document, View};
use crate::source::tape::Kind;

#[derive(Default)]
pub(super) struct Identifiers {
    /// Anchors: the resource that holds them (its node), the name, the schema's node.
    pub(super) anchors: HashMap<(u32, String), u32>,
    /// Nodes with `$id`, and the absolute URI.
    pub(super) ids: HashMap<u32, String>,
    /// The document's own URI (`$self`).
    pub(super) own: Option<String>,
}

impl Lowering<'_> {
    /// The node of the innermost schema with an `$id` that holds `at`, if there is one: references without a document
    /// stay inside it (JSON Schema 2020-12 Core §8.2.1).
    pub(super) fn resource_of(&mut self, at: At) -> Option<u32> {
        self.index_identifiers(at.doc);
        if !self.references.any_identifiers {
            return None;
        }
        let identifiers = &self.references.identifiers[&at.doc];
        if identifiers.ids.is_empty() {
            return None;
        }
        let doc = self.loader.doc(at.doc);
        let mut node = at.node;
        while let Some(parent) = doc.parent(node) {
            if identifiers.ids.contains_key(&parent) {
                return Some(parent);
            }
            node = parent;
        }
        None
    }

    /// Collects `$self`, `$id`, `$anchor` and `$dynamicAnchor` of a document, once.
    pub(super) fn index_identifiers(&mut self, doc: DocId) {
        if self.references.identifiers.contains_key(&doc) {
            return;
        }
        let mut found = Identifiers::default();
        let document = self.loader.doc(doc);
        if self.c.version >= SpecVersion::V3_1 && !document.tape.nodes.is_empty() {
            let own = document.view(0).get(name::SELF).and_then(View::as_str);
            found.own = own.map(std::borrow::Cow::into_owned);
            collect(document, &mut found);
        }
        self.references.any_identifiers |= !found.ids.is_empty() || found.own.is_some();
        if let Some(own) = &found.own {
            self.references.resources.insert(uri::split(own).0.to_owned(), At { doc, node: 0 });
        }
        let mut ids: Vec<_> = found.ids.iter().map(|(&node, id)| (node, id.clone())).collect();
        ids.sort_unstable();
        for (node, id) in ids {
            self.references.resources.entry(uri::split(&id).0.to_owned()).or_insert(At { doc, node });
        }
        self.references.identifiers.insert(doc, found);
    }
}

/// Keys whose values are data, so that nothing inside them is an anchor or a reference.
fn is_data(key: Name) -> bool {
    matches!(
        Keyword::of(key),
        Some(Keyword::Example | Keyword::Examples | Keyword::Default | Keyword::Const | Keyword::Enum)
    ) || key == name::VALUE
}

/// Walks a whole document for identifiers, skipping what is data.
fn collect(document: &Document, found: &mut Identifiers) {
    let base = found.own.clone().unwrap_or_default();
    let nodes = &document.tape.nodes;
    let identifies =
        |key: Name| matches!(Keyword::of(key), Some(Keyword::Id | Keyword::Anchor | Keyword::DynamicAnchor));
    // Nearly no description has any, and looking at the keys alone is ten times quicker than what follows.
    if !(0..nodes.len() as u32).any(|at| nodes[at as usize].is_key() && identifies(document.tape.key(at))) {
        return;
    }
    // Maps that are still open, with the node of the resource that they belong to.
    let mut open: Vec<(u32, u32)> = Vec::new();
    let mut at = 0;
    while (at as usize) < nodes.len() {
        let node = nodes[at as usize];
        while open.last().is_some_and(|o| o.0 <= at) {
            open.pop();
        }
        if node.is_key() && is_data(document.tape.key(at)) {
            at = nodes[node.next as usize].next;
            continue;
        }
        if node.kind() == Kind::Map {
            let view = document.view(at);
            let mut resource = open.last().map_or(0, |o| o.1);
            let text = |keyword: Keyword| view.get(keyword.name()).and_then(View::as_str);
            if let Some(id) = text(Keyword::Id) {
                let outer = found.ids.get(&resource).unwrap_or(&base);
                let absolute = uri::resolve(outer, &id);
                found.ids.insert(at, absolute);
                resource = at;
            }
            for anchor in [Keyword::Anchor, Keyword::DynamicAnchor].into_iter().filter_map(text) {
                found.anchors.entry((resource, anchor.into_owned())).or_insert(at);
            }
            open.push((node.next, resource));
        }
        at += 1;
    }
}
