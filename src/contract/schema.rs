//! Schemas as lists of keywords in shared pools: a description of 11 MB has a hundred thousand of them.

use std::borrow::Cow;

pub use super::types::Types;

use super::keywords::{Keyword, Keywords};
use super::{At, Contract, Dialect, Id, Name};
use crate::source::document::View;
use crate::source::tape::Kind;

/// A schema: a node, and a slice of the pool of entries.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// The definition. For a form of 2.0 the list of parameters.
    pub at: At,
    /// The types that `type` (and `nullable`) allow; empty when `type` is not written.
    pub types: Types,
    /// `false` where the schema is the boolean `false`, `true` where it is `true`, nothing for an object.
    pub boolean: Option<bool>,
    /// What it is written in.
    pub dialect: Dialect,
    /// The schema behind references that stand alone; itself if it is none.
    pub(super) resolved: Id<Schema>,
    pub(super) start: u32,
    pub(super) len: u32,
    /// Its keywords: most questions are for what is not there.
    pub(super) keywords: Keywords,
}

/// A keyword of a schema.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The keyword.
    pub keyword: Keyword,
    /// The node of its value, in the schema's document.
    pub node: u32,
    /// A schema's id, or the first of the pool's members.
    pub(super) first: u32,
    /// How many members.
    pub(super) len: u32,
}

/// One of the schemas or names that a keyword holds.
#[derive(Clone, Copy, Debug)]
pub struct SchemaMember {
    /// The key or the listed name; the position's text is no name, so list elements have none.
    pub name: Option<Name>,
    /// The node of the key, of the listed name, or of the list's element.
    pub key: At,
    /// The schema; nothing for a listed name.
    pub(super) schema: Option<Id<Schema>>,
}

/// All schemas of a contract.
#[derive(Clone, Debug, Default)]
pub struct Schemas {
    pub(super) schemas: super::Arena<Schema>,
    pub(super) entries: Vec<Entry>,
    pub(super) members: Vec<SchemaMember>,
    /// The root of each schema's resource, where a `$dynamicRef` makes it matter; else empty.
    pub(super) resources: Vec<At>,
    /// Where dynamic anchors are: the resource's root, the name, the schema.
    pub(super) dynamic_anchors: Vec<(At, Name, Id<Schema>)>,
}

impl Schemas {
    /// All ids in order.
    pub fn ids(&self) -> impl Iterator<Item = Id<Schema>> + use<> {
        self.schemas.ids()
    }

    /// Whether a `$dynamicRef` may lead to any of several schemas.
    pub fn has_dynamic_anchors(&self) -> bool {
        !self.dynamic_anchors.is_empty()
    }

    /// The schema with a dynamic anchor of a name in the resource with this root.
    pub fn dynamic_anchor(&self, resource: At, name: Name) -> Option<Id<Schema>> {
        self.dynamic_anchors.iter().find(|a| (a.0, a.1) == (resource, name)).map(|a| a.2)
    }

    /// The dynamic anchors of a name: the root of each one's resource, and the schema. A `$dynamicRef` leads to the one
    /// that belongs to the outermost resource through which evaluation came.
    pub fn dynamic_anchors(&self, name: Name) -> impl Iterator<Item = (At, Id<Schema>)> {
        self.dynamic_anchors.iter().filter(move |a| a.1 == name).map(|a| (a.0, a.2))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.schemas.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.schemas.is_empty()
    }
}

/// A schema with its contract: what rules and diff look at.
#[derive(Clone, Copy)]
pub struct SchemaView<'c> {
    /// The contract.
    pub contract: &'c Contract,
    /// The schema.
    pub id: Id<Schema>,
}

/// A property, a pattern, a definition: a schema with a name.
#[derive(Clone, Copy)]
pub struct NamedSchema<'c> {
    /// The name.
    pub name: Name,
    /// The key's node.
    pub key: At,
    /// The schema.
    pub schema: SchemaView<'c>,
}

/// A discriminator.
#[derive(Clone, Debug)]
pub struct Discriminator {
    /// The node of the object; of the string in 2.0.
    pub at: At,
    /// The property's name and its node.
    pub property: Option<At>,
    /// `mapping`: keys' nodes and values' nodes.
    pub mapping: Vec<(At, At)>,
    /// `defaultMapping` (3.2).
    pub default_mapping: Option<At>,
}

impl<'c> SchemaView<'c> {
    /// The schema's record.
    pub fn get(self) -> &'c Schema {
        &self.contract.schemas.schemas[self.id]
    }

    /// The definition.
    pub fn at(self) -> At {
        self.get().at
    }

    /// What it is written in.
    pub fn dialect(self) -> Dialect {
        self.get().dialect
    }

    /// The types that `type` and `nullable` allow; empty when `type` is not written here.
    pub fn types(self) -> Types {
        self.get().types
    }

    /// The keywords in the order of the text.
    pub fn entries(self) -> &'c [Entry] {
        let schema = self.get();
        &self.contract.schemas.entries[schema.start as usize..schema.start as usize + schema.len as usize]
    }

    /// A keyword.
    pub fn entry(self, keyword: Keyword) -> Option<&'c Entry> {
        if !self.has(keyword) {
            return None;
        }
        self.entries().iter().rfind(|e| e.keyword == keyword)
    }

    /// Whether a keyword is there.
    pub fn has(self, keyword: Keyword) -> bool {
        self.get().keywords.contains(keyword)
    }

    /// All keywords that are there.
    pub fn keywords(self) -> Keywords {
        self.get().keywords
    }

    /// The node of a keyword's value.
    pub fn value_at(self, keyword: Keyword) -> Option<At> {
        self.entry(keyword).map(|e| At { doc: self.at().doc, node: e.node })
    }

    /// The value of a keyword.
    pub fn value(self, keyword: Keyword) -> Option<View<'c>> {
        self.value_at(keyword).map(|at| self.contract.view(at))
    }

    /// The text of a keyword whose value is a string.
    pub fn text(self, keyword: Keyword) -> Option<Cow<'c, str>> {
        self.value(keyword)?.as_str()
    }

    /// `format`; a `file` of 2.0 is a string of bytes, which 3.0 calls `binary`.
    pub fn format(self) -> Option<Cow<'c, str>> {
        let file = || self.text(Keyword::Type).is_some_and(|t| t == "file") && self.types() == Types::STRING;
        self.text(Keyword::Format).or_else(|| file().then_some(Cow::Borrowed("binary")))
    }

    /// Whether texts are base64 by `contentEncoding`, which in OpenAPI from 3.1 on says what the format `byte` says in
    /// 3.0. Elsewhere the keyword is an annotation.
    pub fn is_base64(self) -> bool {
        matches!(self.dialect(), Dialect::OpenApi(_))
            && self.text(Keyword::ContentEncoding).is_some_and(|e| e == "base64")
    }

    /// Whether a keyword's value is `true`.
    pub fn flag(self, keyword: Keyword) -> bool {
        self.value(keyword).is_some_and(|v| v.kind() == Kind::True)
    }

    /// The one schema that a keyword holds (`items`, `not`, `additionalProperties`, …).
    pub fn child(self, keyword: Keyword) -> Option<SchemaView<'c>> {
        let entry = self.entry(keyword)?;
        self.members(entry).first()?.schema.map(|id| self.contract.schema(id))
    }

    /// The schemas that a keyword holds in a list (`allOf`, …) or under names (`properties`, …).
    pub fn children(self, keyword: Keyword) -> impl Iterator<Item = SchemaView<'c>> {
        let members = self.entry(keyword).map_or(&[][..], |e| self.members(e));
        members.iter().filter_map(move |m| m.schema).map(move |id| self.contract.schema(id))
    }

    /// The schemas that a keyword holds under names.
    pub fn named(self, keyword: Keyword) -> impl Iterator<Item = NamedSchema<'c>> {
        let members = self.entry(keyword).map_or(&[][..], |e| self.members(e));
        members.iter().filter_map(move |m| {
            Some(NamedSchema { name: m.name?, key: m.key, schema: self.contract.schema(m.schema?) })
        })
    }

    /// The properties.
    pub fn properties(self) -> impl Iterator<Item = NamedSchema<'c>> {
        self.named(Keyword::Properties)
    }

    /// The names in `required` with their nodes.
    pub fn required(self) -> impl Iterator<Item = (Name, At)> + use<'c> {
        let members = self.entry(Keyword::Required).map_or(&[][..], |e| self.members(e));
        members.iter().filter_map(|m| Some((m.name?, m.key)))
    }

    /// The members of a keyword's entry.
    pub fn members(self, entry: &Entry) -> &'c [SchemaMember] {
        &self.contract.schemas.members[entry.first as usize..(entry.first + entry.len) as usize]
    }

    /// The schema of a member; nothing for a listed name, and for a reference that leads nowhere.
    pub fn member_schema(self, member: &SchemaMember) -> Option<SchemaView<'c>> {
        member.schema.map(|id| self.contract.schema(id))
    }

    /// Every schema directly inside, with the keyword that holds it; the target of `$ref` is not inside.
    pub fn inner(self) -> impl Iterator<Item = (Keyword, &'c SchemaMember, SchemaView<'c>)> {
        self.entries().iter().filter(|e| !matches!(e.keyword, Keyword::Ref | Keyword::DynamicRef)).flat_map(move |e| {
            self.members(e).iter().filter_map(move |m| Some((e.keyword, m, self.contract.schema(m.schema?))))
        })
    }

    /// The direct target of `$ref` or `$dynamicRef`, if it leads anywhere.
    pub fn reference(self) -> Option<SchemaView<'c>> {
        self.child(Keyword::Ref).or_else(|| self.child(Keyword::DynamicRef))
    }

    /// The root of the resource that the schema belongs to: the innermost schema with an `$id` around it, or that of
    /// its document. The same for all schemas where no `$dynamicRef` asks for it.
    pub fn resource(self) -> At {
        let known = self.contract.schemas.resources.get(self.id.index());
        known.copied().unwrap_or(self.contract.at)
    }

    /// The name of the schema's dynamic anchor; that of `$recursiveAnchor: true` is `$recursiveAnchor`.
    pub fn dynamic_anchor(self) -> Option<Name> {
        let value = self.value(Keyword::DynamicAnchor)?;
        match value.as_str() {
            Some(text) => self.contract.sources.names.find(&text),
            None => (value.kind() == Kind::True).then_some(super::keywords::name::RECURSIVE_ANCHOR),
        }
    }

    /// The name of the dynamic anchor that `$dynamicRef` looks for in the resources through which evaluation came;
    /// nothing where it is no more than a `$ref`, since what it refers to by itself is no dynamic anchor of that name.
    pub fn dynamic_reference(self) -> Option<Name> {
        let anchor = self.child(Keyword::DynamicRef)?.dynamic_anchor()?;
        let text = self.text(Keyword::DynamicRef)?;
        let fragment = super::uri::split(&text).1.unwrap_or_default();
        let recursive = fragment.is_empty() && anchor == super::keywords::name::RECURSIVE_ANCHOR;
        let named = super::uri::percent_decode(fragment) == self.contract.text(anchor);
        (recursive || named).then_some(anchor)
    }

    /// The schema behind `$ref`s that stand alone (or beside annotations). A circle of references ends where it closes.
    #[must_use]
    pub fn resolved(self) -> SchemaView<'c> {
        self.contract.schema(self.get().resolved)
    }

    /// This schema, and those that apply to the same value together with it: behind `$ref` and inside `allOf`, each
    /// once. No more than [`MOST_CONJUNCTS`], so that a chain of 20,000 references costs each of its links little.
    pub fn conjuncts(self) -> Vec<SchemaView<'c>> {
        let mut found = vec![self];
        let mut next = 0;
        while let Some(&at) = found.get(next) {
            next += 1;
            for part in at.reference().into_iter().chain(at.children(Keyword::AllOf)) {
                if found.len() < MOST_CONJUNCTS && !found.iter().any(|f| f.id == part.id) {
                    found.push(part);
                }
            }
        }
        found
    }

    /// All properties that a value of this schema is known to have: its own, and those behind `$ref` and in `allOf`.
    pub fn all_properties(self) -> Vec<NamedSchema<'c>> {
        self.conjuncts().into_iter().flat_map(SchemaView::properties).collect()
    }

    /// The values that it offers by itself: its examples, its default, and the first of what it lists.
    pub fn offered(self) -> impl Iterator<Item = View<'c>> {
        let single = [Keyword::Example, Keyword::Default, Keyword::Const];
        let lists = [Keyword::Examples, Keyword::Enum];
        let single = single.into_iter().filter_map(move |keyword| self.value(keyword));
        single.chain(lists.into_iter().filter_map(move |keyword| self.value(keyword)?.items().next()))
    }

    /// A property of a value of this schema, by its name.
    pub fn property(self, name: &str) -> Option<NamedSchema<'c>> {
        let name = self.contract.sources.names.find(name)?;
        self.conjuncts().into_iter().flat_map(SchemaView::properties).find(|p| p.name == name)
    }

    /// The types of a value of this schema: the first `type` behind `$ref` and in `allOf`.
    pub fn all_types(self) -> Types {
        self.conjuncts().into_iter().map(SchemaView::types).find(|t| !t.is_empty()).unwrap_or_default()
    }

    /// The elements of `enum`.
    pub fn enum_values(self) -> impl Iterator<Item = View<'c>> {
        self.value(Keyword::Enum).into_iter().flat_map(View::items)
    }

    /// The discriminator.
    pub fn discriminator(self) -> Option<Discriminator> {
        use super::keywords::name;
        let at = self.value_at(Keyword::Discriminator)?;
        let view = self.contract.view(at);
        let of = |v: View<'_>| At { doc: at.doc, node: v.at };
        if view.kind() == Kind::String {
            return Some(Discriminator { at, property: Some(at), mapping: Vec::new(), default_mapping: None });
        }
        let mapping = view.get(name::MAPPING).into_iter().flat_map(View::members);
        Some(Discriminator {
            at,
            property: view.get(name::PROPERTY_NAME).map(of),
            mapping: mapping.map(|m| (At { doc: at.doc, node: m.key }, of(m.value))).collect(),
            default_mapping: view.get(name::DEFAULT_MAPPING).map(of),
        })
    }
}

/// The most schemas that [`SchemaView::conjuncts`] looks at.
pub const MOST_CONJUNCTS: usize = 256;

/// Whether a keyword beside `$ref` says nothing about values, so that the target may stand for the schema.
pub(super) fn is_annotation(keyword: Keyword) -> bool {
    matches!(
        keyword,
        Keyword::Ref
            | Keyword::DynamicRef
            | Keyword::Description
            | Keyword::Title
            | Keyword::Example
            | Keyword::Examples
            | Keyword::Default
            | Keyword::Deprecated
            | Keyword::ReadOnly
            | Keyword::WriteOnly
            | Keyword::Comment
            | Keyword::ExternalDocs
            | Keyword::Xml
            | Keyword::SchemaUri
            | Keyword::Id
            | Keyword::Anchor
            | Keyword::DynamicAnchor
            | Keyword::Defs
            | Keyword::Definitions
    )
}
