//! Schemas as lists of keywords in shared pools: a description of 11 MB has a hundred thousand of them.

use std::borrow::Cow;

use super::keywords::Keyword;
use super::{At, Contract, Id, Name};
use crate::source::document::View;
use crate::source::tape::Kind;

/// A set of JSON types.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Types(u8);

impl Types {
    /// No type at all.
    pub const NONE: Types = Types(0);
    /// `null`.
    pub const NULL: Types = Types(1);
    /// `boolean`.
    pub const BOOLEAN: Types = Types(2);
    /// `integer`.
    pub const INTEGER: Types = Types(4);
    /// `number`.
    pub const NUMBER: Types = Types(8);
    /// `string`.
    pub const STRING: Types = Types(16);
    /// `array`.
    pub const ARRAY: Types = Types(32);
    /// `object`.
    pub const OBJECT: Types = Types(64);

    const TABLE: [(&'static str, Types); 7] = [
        ("null", Types::NULL),
        ("boolean", Types::BOOLEAN),
        ("integer", Types::INTEGER),
        ("number", Types::NUMBER),
        ("string", Types::STRING),
        ("array", Types::ARRAY),
        ("object", Types::OBJECT),
    ];

    /// The type of a name.
    pub fn parse(name: &str) -> Option<Types> {
        Types::TABLE.iter().find(|t| t.0 == name).map(|t| t.1)
    }

    /// All types.
    pub fn every() -> Types {
        Types(0b111_1111)
    }

    /// Both sets together.
    #[must_use]
    pub fn with(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    /// Whether all of `other` is in the set.
    pub fn contains(self, other: Types) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the sets share a type.
    pub fn overlaps(self, other: Types) -> bool {
        self.0 & other.0 != 0
    }

    /// The set without others.
    #[must_use]
    pub fn minus(self, other: Types) -> Types {
        Types(self.0 & !other.0)
    }

    /// What both sets share.
    #[must_use]
    pub fn both(self, other: Types) -> Types {
        Types(self.0 & other.0)
    }

    /// Whether it is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set without `null`.
    #[must_use]
    pub fn non_null(self) -> Types {
        Types(self.0 & !Types::NULL.0)
    }

    /// The names of the types in the set, in a fixed order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Types::TABLE.into_iter().filter(move |t| self.contains(t.1)).map(|t| t.0)
    }
}

impl std::fmt::Debug for Types {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.names().collect::<Vec<_>>().join("|"))
    }
}

/// A schema: a node, and a slice of the pool of entries.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// The definition. For a form of 2.0 the list of parameters.
    pub at: At,
    /// The types that `type` (and `nullable`) allow; empty when `type` is not written.
    pub types: Types,
    /// `false` where the schema is the boolean `false`, `true` where it is `true`, nothing for an object.
    pub boolean: Option<bool>,
    /// The schema behind references that stand alone; itself if it is none.
    pub(super) resolved: Id<Schema>,
    pub(super) start: u32,
    pub(super) len: u32,
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
#[derive(Debug, Default)]
pub struct Schemas {
    pub(super) schemas: super::Arena<Schema>,
    pub(super) entries: Vec<Entry>,
    pub(super) members: Vec<SchemaMember>,
}

impl Schemas {
    /// All ids in order.
    pub fn ids(&self) -> impl Iterator<Item = Id<Schema>> + use<> {
        self.schemas.ids()
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
        self.entries().iter().rfind(|e| e.keyword == keyword)
    }

    /// Whether a keyword is there.
    pub fn has(self, keyword: Keyword) -> bool {
        self.entry(keyword).is_some()
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
