//! What makes a place in a document addressable beside pointers: `$self`, `$id`, `$anchor` and `$dynamicAnchor`.

use hashbrown::HashMap;

use super::Lowering;
use crate::contract::keywords::{Keyword, Shape, name};
use crate::contract::{At, Dialect, DocId, Name, SpecVersion, uri};
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
    /// Where the schemas with `$id` begin and end, in the order of the text.
    pub(super) spans: Vec<Span>,
    /// Dynamic anchors: the resource that holds them (its node), the name, the schema's node.
    pub(super) dynamic: Vec<(u32, String, u32)>,
    /// For bare JSON Schemas the dialect of each resource.
    pub(super) dialects: HashMap<u32, Dialect>,
}

/// A schema with `$id`: everything in it belongs to it, but for what stands in another one inside.
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The one that holds it, by its number.
    pub(super) outer: Option<usize>,
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
        let before = identifiers.spans.partition_point(|span| span.start <= at.node);
        let mut innermost = before.checked_sub(1);
        while let Some(number) = innermost {
            let span = &identifiers.spans[number];
            if at.node < span.end {
                return Some(span.start);
            }
            innermost = span.outer;
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
        if self.bare.is_some() && !document.tape.nodes.is_empty() {
            self.collect_resources(doc, &mut found);
        } else if self.c.version >= SpecVersion::V3_1 && !document.tape.nodes.is_empty() {
            let own = document.view(0).get(name::SELF).and_then(View::as_str);
            found.own = own.map(std::borrow::Cow::into_owned);
            collect(document, &mut found);
        }
        self.references.any_identifiers |= !found.ids.is_empty() || found.own.is_some();
        // A bare schema may stand inside a document, and is a resource even without an address.
        self.references.any_identifiers |= !found.spans.is_empty();
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

/// Keys whose values are data, so that nothing inside them is an anchor or a reference. Extensions are no data: many
/// hold schemas.
fn is_data(key: Name) -> bool {
    matches!(
        Keyword::of(key),
        Some(Keyword::Example | Keyword::Examples | Keyword::Default | Keyword::Const | Keyword::Enum)
    ) || key == name::VALUE
}

/// Whether the keys of what stands under a key are names that somebody chose: of properties, of components, of paths.
fn holds_names(key: Name) -> bool {
    const OTHERS: [Name; 12] = [
        name::SCHEMAS,
        name::PARAMETERS,
        name::RESPONSES,
        name::HEADERS,
        name::REQUEST_BODIES,
        name::PATHS,
        name::WEBHOOKS,
        name::CALLBACKS,
        name::PATH_ITEMS,
        name::CONTENT,
        name::MEDIA_TYPES,
        name::LINKS,
    ];
    Keyword::of(key).is_some_and(|k| k.shape() == Shape::SchemaMap) || OTHERS.contains(&key)
}

/// A map that is being walked.
struct OpenMap {
    /// The index after it.
    end: u32,
    /// The node of the resource that it belongs to.
    resource: u32,
    /// The number of that resource among the spans.
    span: Option<usize>,
    /// Whether its keys are names, and no words of the specification.
    names: bool,
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
    let mut open: Vec<OpenMap> = Vec::new();
    // The key whose value comes next, and whether it is a chosen name.
    let mut key = None;
    let mut at = 0;
    while (at as usize) < nodes.len() {
        let node = nodes[at as usize];
        while open.last().is_some_and(|o| o.end <= at) {
            open.pop();
        }
        let outer = open.last();
        if node.is_key() {
            let name = document.tape.key(at);
            let chosen = outer.is_some_and(|o| o.names);
            if !chosen && is_data(name) {
                at = nodes[node.next as usize].next;
                continue;
            }
            key = Some((name, chosen));
        } else if node.kind() == Kind::Map {
            let view = document.view(at);
            let (mut resource, mut span) = outer.map_or((0, None), |o| (o.resource, o.span));
            let names = key.take().is_some_and(|(name, chosen)| !chosen && holds_names(name));
            let text = |keyword: Keyword| view.get(keyword.name()).and_then(View::as_str).filter(|_| !names);
            if let Some(id) = text(Keyword::Id) {
                let outer = found.ids.get(&resource).unwrap_or(&base);
                let absolute = uri::resolve(outer, &id);
                found.ids.insert(at, absolute);
                found.spans.push(Span { start: at, end: node.next, outer: span });
                (resource, span) = (at, Some(found.spans.len() - 1));
            }
            for anchor in [Keyword::Anchor, Keyword::DynamicAnchor].into_iter().filter_map(text) {
                found.anchors.entry((resource, anchor.into_owned())).or_insert(at);
            }
            if let Some(anchor) = text(Keyword::DynamicAnchor) {
                found.dynamic.push((resource, anchor.into_owned(), at));
            }
            open.push(OpenMap { end: node.next, resource, span, names });
        } else {
            key = None;
        }
        at += 1;
    }
}
