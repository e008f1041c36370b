//! The vocabulary: schema keywords as a table, and the other names of OpenAPI that lowering compares by number.

/// What the value of a schema keyword is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A scalar, a list or an object that is data, not schemas.
    Data,
    /// One schema.
    Schema,
    /// A list of schemas.
    Schemas,
    /// An object whose values are schemas.
    SchemaMap,
    /// A list of names.
    Names,
    /// A reference.
    Reference,
}

/// The dialects whose schemas have a keyword, one bit a version of OpenAPI or draft of JSON Schema.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Versions(u16);

pub(super) const V2: u16 = 1;
pub(super) const V30: u16 = 2;
pub(super) const V31: u16 = 4;
pub(super) const V32: u16 = 8;
pub(super) const D4: u16 = 16;
pub(super) const D6: u16 = 32;
pub(super) const D7: u16 = 64;
pub(super) const D19: u16 = 128;
pub(super) const D20: u16 = 256;
pub(super) const ALL: u16 = V2 | V30 | V31 | V32;
pub(super) const OLD: u16 = V2 | V30;
pub(super) const NEW: u16 = V31 | V32;
/// OpenAPI from 3.1 on, with the drafts from the one on that brought a keyword.
const FROM20: u16 = NEW | D20;
const FROM19: u16 = FROM20 | D19;
const FROM7: u16 = FROM19 | D7;
const FROM6: u16 = FROM7 | D6;
const FROM4: u16 = FROM6 | D4;
const EVERY: u16 = ALL | FROM4;

impl Versions {
    /// The versions of a set of bits.
    pub(super) const fn of(bits: u16) -> Self {
        Self(bits)
    }

    /// The versions in the set, oldest first.
    pub fn iter(self) -> impl Iterator<Item = super::SpecVersion> {
        use super::SpecVersion::{V2_0, V3_0, V3_1, V3_2};
        [V2_0, V3_0, V3_1, V3_2].into_iter().filter(move |&v| self.contains(v))
    }

    /// Whether the keyword exists in a version.
    pub fn contains(self, version: super::SpecVersion) -> bool {
        self.has(super::Dialect::OpenApi(version))
    }

    /// Whether the keyword exists in a dialect.
    pub fn has(self, dialect: super::Dialect) -> bool {
        self.0 & dialect.bit() != 0
    }
}

macro_rules! keywords {
    ($($variant:ident $name:literal $shape:ident $versions:expr,)*) => {
        /// A keyword of JSON Schema 2020-12 or of one of the dialects of OpenAPI. Lowering turns those that only older
        /// drafts have (`additionalItems`, `dependencies`, …) into these.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum Keyword { $(#[doc = concat!("`", $name, "`")] $variant,)* }

        impl Keyword {
            /// All keywords, in the order of their numbers.
            pub const ALL: &[Keyword] = &[$(Keyword::$variant,)*];
            const TABLE: &[(&str, Shape, Versions)] = &[$(($name, Shape::$shape, Versions($versions)),)*];
            const NAMES: &[&str] = &[$($name,)*];
        }
    };
}

keywords! {
    Ref "$ref" Reference EVERY,
    Type "type" Data EVERY,
    Properties "properties" SchemaMap EVERY,
    Required "required" Names EVERY,
    Items "items" Schema EVERY,
    Description "description" Data EVERY,
    Example "example" Data ALL,
    Format "format" Data EVERY,
    Enum "enum" Data EVERY,
    Nullable "nullable" Data V30,
    AllOf "allOf" Schemas EVERY,
    AnyOf "anyOf" Schemas V30 | FROM4,
    OneOf "oneOf" Schemas V30 | FROM4,
    Not "not" Schema V30 | FROM4,
    AdditionalProperties "additionalProperties" Schema EVERY,
    Default "default" Data EVERY,
    Title "title" Data EVERY,
    ReadOnly "readOnly" Data ALL | FROM7,
    WriteOnly "writeOnly" Data V30 | FROM7,
    Deprecated "deprecated" Data V30 | FROM19,
    Maximum "maximum" Data EVERY,
    Minimum "minimum" Data EVERY,
    ExclusiveMaximum "exclusiveMaximum" Data EVERY,
    ExclusiveMinimum "exclusiveMinimum" Data EVERY,
    MultipleOf "multipleOf" Data EVERY,
    MaxLength "maxLength" Data EVERY,
    MinLength "minLength" Data EVERY,
    Pattern "pattern" Data EVERY,
    MaxItems "maxItems" Data EVERY,
    MinItems "minItems" Data EVERY,
    UniqueItems "uniqueItems" Data EVERY,
    MaxProperties "maxProperties" Data EVERY,
    MinProperties "minProperties" Data EVERY,
    Discriminator "discriminator" Data ALL,
    Xml "xml" Data ALL,
    ExternalDocs "externalDocs" Data ALL,
    Const "const" Data FROM6,
    Examples "examples" Data FROM6,
    PatternProperties "patternProperties" SchemaMap FROM4,
    PropertyNames "propertyNames" Schema FROM6,
    PrefixItems "prefixItems" Schemas FROM20,
    Contains "contains" Schema FROM6,
    MinContains "minContains" Data FROM19,
    MaxContains "maxContains" Data FROM19,
    DependentRequired "dependentRequired" Data FROM19,
    DependentSchemas "dependentSchemas" SchemaMap FROM19,
    If "if" Schema FROM7,
    Then "then" Schema FROM7,
    Else "else" Schema FROM7,
    UnevaluatedItems "unevaluatedItems" Schema FROM19,
    UnevaluatedProperties "unevaluatedProperties" Schema FROM19,
    ContentEncoding "contentEncoding" Data FROM7,
    ContentMediaType "contentMediaType" Data FROM7,
    ContentSchema "contentSchema" Schema FROM19,
    Defs "$defs" SchemaMap FROM19,
    Id "$id" Data FROM6,
    Anchor "$anchor" Data FROM19,
    DynamicRef "$dynamicRef" Reference FROM20,
    DynamicAnchor "$dynamicAnchor" Data FROM20,
    SchemaUri "$schema" Data FROM4,
    Vocabulary "$vocabulary" Data FROM19,
    Comment "$comment" Data FROM7,
    // Not keywords of 2.0 or 3.0 proper, but of JSON Schema before 2020-12, and found in real descriptions.
    Definitions "definitions" SchemaMap EVERY,
}

impl Keyword {
    /// The keyword of an interned name; the table's names are the first seeds.
    pub fn of(name: crate::source::names::Name) -> Option<Keyword> {
        Keyword::ALL.get(name.0 as usize).copied()
    }

    /// The keyword as it is written.
    pub fn as_str(self) -> &'static str {
        Keyword::TABLE[self as usize].0
    }

    /// What its value is.
    pub fn shape(self) -> Shape {
        Keyword::TABLE[self as usize].1
    }

    /// The versions that have it.
    pub fn versions(self) -> Versions {
        Keyword::TABLE[self as usize].2
    }

    /// Whether it applies other schemas to the same value, and says nothing itself.
    pub fn is_composition(self) -> bool {
        matches!(self, Keyword::Ref | Keyword::DynamicRef | Keyword::AllOf)
    }

    /// The interned name.
    pub fn name(self) -> crate::source::names::Name {
        crate::source::names::Name(self as u32)
    }
}

/// A set of keywords, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Keywords(u64);

// A keyword more than a word has bits does not compile.
const _: () = assert!(Keyword::ALL.len() <= u64::BITS as usize);

impl Keywords {
    /// The set of some keywords.
    pub const fn of(keywords: &[Keyword]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < keywords.len() {
            bits |= 1 << keywords[at] as u64;
            at += 1;
        }
        Self(bits)
    }

    /// Adds a keyword.
    pub fn insert(&mut self, keyword: Keyword) {
        self.0 |= 1 << keyword as u64;
    }

    /// Whether a keyword is among them.
    pub const fn contains(self, keyword: Keyword) -> bool {
        self.0 & (1 << keyword as u64) != 0
    }

    /// Whether one of them is among others.
    pub const fn overlaps(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// Whether all of them are among others.
    pub const fn is_within(self, others: Self) -> bool {
        self.0 & !others.0 == 0
    }
}

macro_rules! names {
    ($($konst:ident $name:literal)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u32)]
        enum Number { $($konst,)* }

        /// Names that are no keywords of a contract's schemas, as constants to match on: those of OpenAPI, and keywords
        /// that only older drafts of JSON Schema have.
        pub mod name {
            use crate::source::names::Name;
            const FIRST: u32 = super::Keyword::NAMES.len() as u32;
            $(
                #[doc = concat!("`", $name, "`")]
                pub const $konst: Name = Name(FIRST + super::Number::$konst as u32);
            )*
        }

        const OTHER_NAMES: &[&str] = &[$($name,)*];
    };
}

names! {
    OPENAPI "openapi" SWAGGER "swagger" SELF "$self" JSON_SCHEMA_DIALECT "jsonSchemaDialect" INFO "info"
    VERSION "version" TERMS "termsOfService" CONTACT "contact" LICENSE "license" SUMMARY "summary" URL "url"
    EMAIL "email" IDENTIFIER "identifier" NAME "name" SERVERS "servers" VARIABLES "variables" HOST "host"
    BASE_PATH "basePath" SCHEMES "schemes" PATHS "paths" WEBHOOKS "webhooks" COMPONENTS "components" TAGS "tags"
    PARENT "parent" KIND "kind" SECURITY "security" CONSUMES "consumes" PRODUCES "produces"
    PARAMETERS "parameters" RESPONSES "responses" SCHEMAS "schemas" HEADERS "headers" LINKS "links"
    CALLBACKS "callbacks" REQUEST_BODIES "requestBodies" SECURITY_SCHEMES "securitySchemes"
    SECURITY_DEFINITIONS "securityDefinitions" PATH_ITEMS "pathItems" MEDIA_TYPES "mediaTypes"
    GET "get" PUT "put" POST "post" DELETE "delete" OPTIONS "options" HEAD "head" PATCH "patch" TRACE "trace"
    QUERY "query" ADDITIONAL_OPERATIONS "additionalOperations" OPERATION_ID "operationId"
    REQUEST_BODY "requestBody" IN "in" STYLE "style" EXPLODE "explode" ALLOW_RESERVED "allowReserved"
    ALLOW_EMPTY_VALUE "allowEmptyValue" SCHEMA "schema" CONTENT "content" COLLECTION_FORMAT "collectionFormat"
    ITEM_SCHEMA "itemSchema" ENCODING "encoding" PREFIX_ENCODING "prefixEncoding" ITEM_ENCODING "itemEncoding"
    CONTENT_TYPE "contentType" SCHEME "scheme" BEARER_FORMAT "bearerFormat" FLOWS "flows" FLOW "flow"
    SCOPES "scopes" AUTHORIZATION_URL "authorizationUrl" TOKEN_URL "tokenUrl" REFRESH_URL "refreshUrl"
    DEVICE_AUTHORIZATION_URL "deviceAuthorizationUrl" OPEN_ID_CONNECT_URL "openIdConnectUrl"
    OAUTH2_METADATA_URL "oauth2MetadataUrl" PROPERTY_NAME "propertyName" MAPPING "mapping"
    DEFAULT_MAPPING "defaultMapping" OPERATION_REF "operationRef" SERVER "server" VALUE "value"
    EXTERNAL_VALUE "externalValue" DATA_VALUE "dataValue" SERIALIZED_VALUE "serializedValue"
    STATUS_DEFAULT "default response" BODY "body" FORM_DATA "formData" ATTRIBUTE "attribute"
    ID "id" ADDITIONAL_ITEMS "additionalItems" DEPENDENCIES "dependencies" RECURSIVE_REF "$recursiveRef"
    RECURSIVE_ANCHOR "$recursiveAnchor"
}

/// The names that an interner must start with.
pub fn seeds() -> Vec<&'static str> {
    Keyword::NAMES.iter().chain(OTHER_NAMES).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::names::{Interner, Name};

    #[test]
    fn constants_are_the_numbers_that_the_interner_gives() {
        let interner = Interner::seeded(&seeds());
        assert_eq!(interner.find("servers"), Some(name::SERVERS));
        assert_eq!(interner.find("attribute"), Some(name::ATTRIBUTE));
        assert_eq!(interner.find("allOf").and_then(Keyword::of), Some(Keyword::AllOf));
        assert_eq!(interner.find("openapi").and_then(Keyword::of), None);
        assert_eq!(interner.text(Name(0)), "$ref");
    }
}
