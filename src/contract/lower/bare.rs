//! Bare JSON Schemas as contracts that have nothing but schemas: any draft from 4 on. How drafts differ ends here and
//! in `schema.rs`.

use std::sync::Arc;

use super::identifiers::{Identifiers, Span};
use super::{Lowered, Lowering, empty};
use crate::contract::keywords::{Keyword, Shape, name};
use crate::contract::schema::Schema;
use crate::contract::{At, Contract, Dialect, DocId, Id, Name, SpecVersion, uri};
use crate::source::document::{Member, View};
use crate::source::loader::{Fetch, Loader};
use crate::source::tape::Kind;

/// Lowers the JSON Schema at `root`, a whole document or a part of one that references treat as a document, and what it
/// refers to. `dialect` is that of schemas without a `$schema` which names a known draft. There always is a contract:
/// what could not be understood are its problems.
pub fn lower_schema(loader: &Loader, root: At, dialect: Dialect, fetch: &dyn Fetch) -> (Lowered, Id<Schema>) {
    // Wherever the version of OpenAPI is asked for, a schema is like one of the first version that adopted JSON Schema.
    let contract = empty(root, SpecVersion::V3_1, root);
    let mut lowering = Lowering::new(loader, fetch, contract, Some((root, dialect)));
    let id = lowering.schema_id(root);
    lowering.finish();
    (Lowered(lowering.c), id)
}

/// Lowers the JSON Schema that the document `root` is, and ends the loading. Nothing for an empty document.
pub fn load_schema(loader: Loader, root: DocId, dialect: Dialect, fetch: &dyn Fetch) -> Option<(Contract, Id<Schema>)> {
    let at = At { doc: root, node: loader.doc(root).root()?.at };
    let (lowered, id) = lower_schema(&loader, at, dialect, fetch);
    Some((lowered.with(Arc::new(loader.finish())), id))
}

/// What a place in a schema document is.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Schema,
    List,
    Map,
    /// A list of schemas, or one.
    Either,
}

/// A container whose schemas are being walked.
struct Open {
    end: u32,
    role: Role,
    /// The node of the resource that it belongs to, its number among the spans, and its dialect.
    resource: u32,
    span: usize,
    dialect: Dialect,
}

impl Lowering<'_> {
    /// The dialect of a place in a bare schema.
    pub(super) fn draft_of(&mut self, at: At) -> Dialect {
        let default = self.bare.map_or(Dialect::Draft2020_12, |b| b.1);
        let Some(resource) = self.resource_of(at) else { return default };
        self.references.identifiers[&at.doc].dialects.get(&resource).copied().unwrap_or(default)
    }

    /// Collects the resources and anchors of a document of schemas, from its root, which is a resource itself.
    pub(super) fn collect_resources(&self, doc: DocId, found: &mut Identifiers) {
        let Some((root, default)) = self.bare else { return };
        let document = self.loader.doc(doc);
        let nodes = &document.tape.nodes;
        let start = if doc == root.doc { root.node } else { document.view(0).at };
        // A document that was fetched by an address has that address until it says another.
        let key = self.loader.key(doc);
        found.own = key.contains("://").then_some(key);
        found.spans.push(Span { start, end: nodes[start as usize].next, outer: None });
        found.dialects.insert(start, default);
        let mut open: Vec<Open> = Vec::new();
        let mut at = start;
        let mut role = Some(Role::Schema);
        loop {
            let node = nodes[at as usize];
            let outer = open.last();
            let (mut resource, mut span, mut dialect) =
                outer.map_or((start, 0, default), |o| (o.resource, o.span, o.dialect));
            let enters = match role {
                Some(Role::Schema | Role::Either) if node.kind() == Kind::Map => {
                    let view = document.view(at);
                    if outer.is_none() || identifier(view, dialect).is_some() {
                        dialect = view
                            .get(Keyword::SchemaUri.name())
                            .and_then(View::as_str)
                            .and_then(|u| Dialect::of_uri(&u))
                            .unwrap_or(dialect);
                    }
                    if let Some(id) = identifier(view, dialect) {
                        let (address, fragment) = uri::split(&id);
                        if !address.is_empty() {
                            let base = found.ids.get(&resource).or(found.own.as_ref()).cloned().unwrap_or_default();
                            found.ids.insert(at, uri::resolve(&base, address));
                            if at != start {
                                found.spans.push(Span { start: at, end: node.next, outer: Some(span) });
                                (resource, span) = (at, found.spans.len() - 1);
                            }
                        }
                        // Until 2019-09 an anchor was written as the fragment of an identifier.
                        if let Some(anchor) = fragment.filter(|f| !f.is_empty() && !f.starts_with('/')) {
                            found.anchors.entry((resource, anchor.to_owned())).or_insert(at);
                        }
                    }
                    found.dialects.insert(resource, dialect);
                    anchors(view, dialect, resource, at, found);
                    Some(Role::Schema)
                }
                Some(Role::Map) if node.kind() == Kind::Map => Some(Role::Map),
                Some(Role::List | Role::Either) if node.kind() == Kind::Seq => Some(Role::List),
                _ => None,
            };
            match enters {
                Some(role) => {
                    open.push(Open { end: node.next, role, resource, span, dialect });
                    at += 1;
                }
                None => at = node.next,
            }
            // The next value to look at, behind the containers that end here and behind its key.
            while open.last().is_some_and(|o| o.end <= at) {
                open.pop();
            }
            let Some(inside) = open.last() else { return };
            role = Some(Role::Schema);
            if inside.role != Role::List {
                if inside.role == Role::Schema {
                    role = role_of(document.tape.key(at), inside.dialect);
                }
                at = nodes[at as usize].next;
            }
        }
    }

    /// Lowers the schemas with dynamic anchors, wherever a `$dynamicRef` may lead, and says whether there are new ones.
    /// With the last of them, the resource of each schema is noted.
    pub(super) fn dynamic_anchors(&mut self) -> bool {
        if !self.dynamic {
            return false;
        }
        let mut documents: Vec<DocId> = self.references.identifiers.keys().copied().collect();
        documents.sort_unstable();
        let mut anchors = Vec::new();
        for doc in documents {
            for (resource, name, node) in &self.references.identifiers[&doc].dynamic {
                anchors.push((At { doc, node: *resource }, name.clone(), At { doc, node: *node }));
            }
        }
        let anchors =
            anchors.into_iter().map(|(resource, name, at)| (resource, self.intern(&name), self.schema_id(at)));
        self.c.schemas.dynamic_anchors = anchors.collect();
        if !self.schema_queue.is_empty() {
            return true;
        }
        let places: Vec<At> = self.c.schemas.schemas.iter().map(|s| s.at).collect();
        self.c.schemas.resources = Vec::with_capacity(places.len());
        for at in places {
            let root = self.loader.doc(at.doc).view(0).at;
            let node = self.resource_of(at).unwrap_or(root);
            self.c.schemas.resources.push(At { doc: at.doc, node });
        }
        false
    }

    /// Lowers a keyword that 2020-12 does not have to what says the same there.
    pub(super) fn older_keyword(&mut self, at: At, dialect: Dialect, member: Member<'_>) {
        let place = |node| At { doc: at.doc, node };
        let (value, first) = (member.value, self.c.schemas.members.len());
        match member.name {
            // Beside anything else than a list of items it means nothing.
            name::ADDITIONAL_ITEMS
                if dialect.item_lists() && self.view(at).get(Keyword::Items.name()).is_some_and(View::is_seq) =>
            {
                let child = self.schema_id(place(value.at));
                self.member(None, place(value.at), Some(child));
                self.entry(Keyword::Items, value.at, first);
            }
            // 2019-09 cut it in two, and let it be read as before.
            name::DEPENDENCIES => {
                for dependency in value.members().filter(|d| !d.value.is_seq()) {
                    let child = self.schema_id(place(dependency.value.at));
                    self.member(Some(dependency.name), place(dependency.key), Some(child));
                }
                self.entry(Keyword::DependentSchemas, value.at, first);
                if value.members().any(|d| d.value.is_seq()) {
                    let first = self.c.schemas.members.len();
                    self.entry(Keyword::DependentRequired, value.at, first);
                }
            }
            name::RECURSIVE_REF if dialect == Dialect::Draft2019_09 => {
                self.reference(Keyword::DynamicRef, place(value.at));
            }
            name::RECURSIVE_ANCHOR if dialect == Dialect::Draft2019_09 => {
                self.entry(Keyword::DynamicAnchor, value.at, first);
            }
            _ => {}
        }
    }
}

/// The address that a schema gives itself. Beside a reference that stands alone, nothing is said.
fn identifier(view: View<'_>, dialect: Dialect) -> Option<String> {
    if dialect.lone_references() && view.get(Keyword::Ref.name()).is_some_and(|r| r.kind() == Kind::String) {
        return None;
    }
    let key = if dialect == Dialect::Draft4 { name::ID } else { Keyword::Id.name() };
    view.get(key).and_then(View::as_str).map(std::borrow::Cow::into_owned)
}

fn anchors(view: View<'_>, dialect: Dialect, resource: u32, at: u32, found: &mut Identifiers) {
    let text = |keyword: Keyword| {
        let known = keyword.versions().has(dialect);
        view.get(keyword.name()).filter(|_| known).and_then(View::as_str).map(std::borrow::Cow::into_owned)
    };
    for anchor in [Keyword::Anchor, Keyword::DynamicAnchor].into_iter().filter_map(text) {
        found.anchors.entry((resource, anchor)).or_insert(at);
    }
    if let Some(anchor) = text(Keyword::DynamicAnchor) {
        found.dynamic.push((resource, anchor, at));
    }
    let recursive = view.get(name::RECURSIVE_ANCHOR).and_then(View::as_bool) == Some(true);
    if recursive && dialect == Dialect::Draft2019_09 && resource == at {
        found.dynamic.push((resource, "$recursiveAnchor".to_owned(), at));
    }
}

/// What the value of a key of a schema is; nothing where no schema is inside.
fn role_of(key: Name, dialect: Dialect) -> Option<Role> {
    if key == Keyword::Items.name() {
        return Some(Role::Either);
    }
    if let Some(keyword) = Keyword::of(key) {
        // Definitions were always in use for what they are, whatever the draft calls them.
        let known = keyword.versions().has(dialect) || keyword == Keyword::Defs;
        return match keyword.shape() {
            Shape::Schema if known => Some(Role::Schema),
            Shape::Schemas if known => Some(Role::List),
            Shape::SchemaMap if known => Some(Role::Map),
            _ => None,
        };
    }
    match key {
        name::ADDITIONAL_ITEMS if dialect.item_lists() => Some(Role::Schema),
        name::DEPENDENCIES => Some(Role::Map),
        _ => None,
    }
}
