//! The objects of OpenAPI as a table: which fields each has in which versions, which of them it must have, and what
//! stands there. Schemas are objects too, but their fields are [`Keyword`]s, whose table has the versions already.

mod objects;

use super::SpecVersion;
use super::keywords::{Keyword, NEW, V30, V32, Versions};
pub use objects::Object;

/// What stands at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Value {
    /// Anything.
    Any,
    /// A string.
    Text,
    /// The address of a page or an endpoint.
    Url,
    /// An e-mail address.
    Email,
    /// A boolean.
    Flag,
    /// A number.
    Number,
    /// A number above zero.
    Positive,
    /// A whole number from zero.
    Count,
    /// One of these strings.
    Word(&'static [&'static str]),
    /// An object, never a reference to one.
    Object(Object),
    /// An object or a reference to one.
    OrReference(Object),
    /// A schema: an object, from 3.1 on also a boolean.
    Schema,
    /// A schema or a boolean in every version (`additionalProperties`).
    SchemaOrFlag,
    /// A schema; in 2.0 also a list of them (`items`).
    Items,
    /// The name of a type; from 3.1 on also a list of them.
    Types,
    /// A list.
    List(&'static Value),
    /// A list of schemas that must not be empty.
    Schemas,
    /// A map whose keys are the author's.
    Map(&'static Value),
    /// A map of components, whose keys may also be extensions.
    Group(&'static Value),
    /// A map of headers, whose keys are names of HTTP fields.
    Headers(&'static Value),
}

/// Which keys an object takes besides its fields.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rest {
    /// Extensions only.
    Closed,
    /// Path templates.
    Paths(Value),
    /// Status codes; a rule of another area judges them.
    Statuses(Value),
    /// Anything.
    Any(Value),
}

/// A field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// The versions that have it.
    pub versions: Versions,
    /// The versions in which the object must have it.
    pub required: Versions,
    /// What stands there.
    pub value: Value,
}

/// What is known of a sort of objects.
#[derive(Debug)]
pub struct Form {
    /// What to call one.
    pub noun: &'static str,
    /// The fields.
    pub fields: &'static [Field],
    /// Fields that other objects have too.
    pub shared: &'static [Field],
    /// Other keys.
    pub rest: Rest,
}

impl Form {
    /// All fields, those of every version.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.fields.iter().chain(self.shared)
    }

    /// A field by its key. Where versions differ in its value, the one of `version` comes first.
    pub fn field(&self, name: &str, version: SpecVersion) -> Option<&'static Field> {
        let mut named = self.fields().filter(|f| f.name == name);
        let first = named.next()?;
        if first.versions.contains(version) {
            return Some(first);
        }
        named.find(|f| f.versions.contains(version)).or(Some(first))
    }
}

use Object as O;

const V3: u16 = V30 | NEW;

/// Fields that exclude each other: object, versions, the two fields.
///
/// `example` beside `examples` is one of them by the specification, and belongs to the area of examples.
pub const CONFLICTS: &[(Object, Versions, [&str; 2])] = &[
    (O::License, Versions::of(NEW), ["identifier", "url"]),
    (O::Parameter, Versions::of(V3), ["schema", "content"]),
    (O::Parameter, Versions::of(V3), ["content", "style"]),
    (O::Parameter, Versions::of(V3), ["content", "explode"]),
    (O::Parameter, Versions::of(V3), ["content", "allowReserved"]),
    (O::Header, Versions::of(V3), ["schema", "content"]),
    (O::Header, Versions::of(V3), ["content", "style"]),
    (O::Header, Versions::of(V3), ["content", "explode"]),
    (O::Link, Versions::of(V3), ["operationRef", "operationId"]),
    (O::Example, Versions::of(V3), ["value", "externalValue"]),
    (O::Example, Versions::of(V32), ["value", "dataValue"]),
    (O::Example, Versions::of(V32), ["value", "serializedValue"]),
    (O::Example, Versions::of(V32), ["serializedValue", "externalValue"]),
    (O::MediaType, Versions::of(V32), ["encoding", "prefixEncoding"]),
    (O::MediaType, Versions::of(V32), ["encoding", "itemEncoding"]),
    (O::Encoding, Versions::of(V32), ["encoding", "prefixEncoding"]),
    (O::Encoding, Versions::of(V32), ["encoding", "itemEncoding"]),
    (O::Xml, Versions::of(V32), ["nodeType", "attribute"]),
    (O::Xml, Versions::of(V32), ["nodeType", "wrapped"]),
];

/// Fields of which an object must have at least one.
pub const EITHER: &[(Object, Versions, &[&str])] = &[
    (O::Root, Versions::of(NEW), &["paths", "components", "webhooks"]),
    (O::Parameter, Versions::of(V3), &["schema", "content"]),
    (O::Header, Versions::of(V3), &["schema", "content"]),
    (O::Link, Versions::of(V3), &["operationId", "operationRef"]),
];

/// What stands behind a keyword of a schema.
pub fn keyword_value(keyword: Keyword, version: SpecVersion) -> Value {
    use Value::{Any, Count, Flag, Items, List, Map, Number, Positive, SchemaOrFlag, Schemas, Text, Types};
    const SCHEMA: Value = Value::Schema;
    let old = version < SpecVersion::V3_1;
    match keyword {
        Keyword::Properties
        | Keyword::PatternProperties
        | Keyword::DependentSchemas
        | Keyword::Defs
        | Keyword::Definitions => Map(&SCHEMA),
        Keyword::AllOf | Keyword::AnyOf | Keyword::OneOf | Keyword::PrefixItems => Schemas,
        Keyword::AdditionalProperties => SchemaOrFlag,
        Keyword::Items => Items,
        Keyword::Not
        | Keyword::PropertyNames
        | Keyword::Contains
        | Keyword::If
        | Keyword::Then
        | Keyword::Else
        | Keyword::UnevaluatedItems
        | Keyword::UnevaluatedProperties
        | Keyword::ContentSchema => SCHEMA,
        Keyword::Required => List(&Text),
        Keyword::Enum | Keyword::Examples => List(&Any),
        Keyword::DependentRequired => Map(&List(&Text)),
        Keyword::ExclusiveMaximum | Keyword::ExclusiveMinimum if old => Flag,
        Keyword::Maximum | Keyword::Minimum | Keyword::ExclusiveMaximum | Keyword::ExclusiveMinimum => Number,
        Keyword::MultipleOf => Positive,
        Keyword::MaxLength
        | Keyword::MinLength
        | Keyword::MaxItems
        | Keyword::MinItems
        | Keyword::MaxProperties
        | Keyword::MinProperties
        | Keyword::MinContains
        | Keyword::MaxContains => Count,
        Keyword::UniqueItems | Keyword::Nullable | Keyword::ReadOnly | Keyword::WriteOnly | Keyword::Deprecated => Flag,
        Keyword::Discriminator if version == SpecVersion::V2_0 => Text,
        Keyword::Discriminator => Value::Object(O::Discriminator),
        Keyword::Xml => Value::Object(O::Xml),
        Keyword::ExternalDocs => Value::Object(O::ExternalDocs),
        Keyword::Ref
        | Keyword::Title
        | Keyword::Description
        | Keyword::Format
        | Keyword::Pattern
        | Keyword::ContentEncoding
        | Keyword::ContentMediaType
        | Keyword::Id
        | Keyword::Anchor
        | Keyword::DynamicRef
        | Keyword::DynamicAnchor
        | Keyword::SchemaUri
        | Keyword::Comment => Text,
        Keyword::Type => Types,
        Keyword::Default | Keyword::Example | Keyword::Const | Keyword::Vocabulary => Any,
    }
}

/// The styles that a parameter may have at a place.
pub fn styles(place: &str, version: SpecVersion) -> &'static [&'static str] {
    match place {
        "path" => &["matrix", "label", "simple"],
        "header" => &["simple"],
        "cookie" if version >= SpecVersion::V3_2 => &["form", "cookie"],
        "cookie" => &["form"],
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        _ => &[],
    }
}
