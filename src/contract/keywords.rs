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

/// The versions whose schemas have a keyword, one bit a version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Versions(u8);

pub(super) const V2: u8 = 1;
pub(super) const V30: u8 = 2;
pub(super) const V31: u8 = 4;
pub(super) const V32: u8 = 8;
pub(super) const ALL: u8 = V2 | V30 | V31 | V32;
pub(super) const OLD: u8 = V2 | V30;
pub(super) const NEW: u8 = V31 | V32;

impl Versions {
    /// The versions of a set of bits.
    pub(super) const fn of(bits: u8) -> Self {
        Self(bits)
    }

    /// The versions in the set, oldest first.
    pub fn iter(self) -> impl Iterator<Item = super::SpecVersion> {
        use super::SpecVersion::{V2_0, V3_0, V3_1, V3_2};
        [V2_0, V3_0, V3_1, V3_2].into_iter().filter(move |&v| self.contains(v))
    }

    /// Whether the keyword exists in a version.
    pub fn contains(self, version: super::SpecVersion) -> bool {
        self.0 & (1 << version as u8) != 0
    }
}

macro_rules! keywords {
    ($($variant:ident $name:literal $shape:ident $versions:expr,)*) => {
        /// A keyword of JSON Schema 2020-12 or of one of the dialects of OpenAPI.
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
    Ref "$ref" Reference ALL,
    Type "type" Data ALL,
    Properties "properties" SchemaMap ALL,
    Required "required" Names ALL,
    Items "items" Schema ALL,
    Description "description" Data ALL,
    Example "example" Data ALL,
    Format "format" Data ALL,
    Enum "enum" Data ALL,
    Nullable "nullable" Data V30,
    AllOf "allOf" Schemas ALL,
    AnyOf "anyOf" Schemas V30 | NEW,
    OneOf "oneOf" Schemas V30 | NEW,
    Not "not" Schema V30 | NEW,
    AdditionalProperties "additionalProperties" Schema ALL,
    Default "default" Data ALL,
    Title "title" Data ALL,
    ReadOnly "readOnly" Data ALL,
    WriteOnly "writeOnly" Data V30 | NEW,
    Deprecated "deprecated" Data V30 | NEW,
    Maximum "maximum" Data ALL,
    Minimum "minimum" Data ALL,
    ExclusiveMaximum "exclusiveMaximum" Data ALL,
    ExclusiveMinimum "exclusiveMinimum" Data ALL,
    MultipleOf "multipleOf" Data ALL,
    MaxLength "maxLength" Data ALL,
    MinLength "minLength" Data ALL,
    Pattern "pattern" Data ALL,
    MaxItems "maxItems" Data ALL,
    MinItems "minItems" Data ALL,
    UniqueItems "uniqueItems" Data ALL,
    MaxProperties "maxProperties" Data ALL,
    MinProperties "minProperties" Data ALL,
    Discriminator "discriminator" Data ALL,
    Xml "xml" Data ALL,
    ExternalDocs "externalDocs" Data ALL,
    Const "const" Data NEW,
    Examples "examples" Data NEW,
    PatternProperties "patternProperties" SchemaMap NEW,
    PropertyNames "propertyNames" Schema NEW,
    PrefixItems "prefixItems" Schemas NEW,
    Contains "contains" Schema NEW,
    MinContains "minContains" Data NEW,
    MaxContains "maxContains" Data NEW,
    DependentRequired "dependentRequired" Data NEW,
    DependentSchemas "dependentSchemas" SchemaMap NEW,
    If "if" Schema NEW,
    Then "then" Schema NEW,
    Else "else" Schema NEW,
    UnevaluatedItems "unevaluatedItems" Schema NEW,
    UnevaluatedProperties "unevaluatedProperties" Schema NEW,
    ContentEncoding "contentEncoding" Data NEW,
    ContentMediaType "contentMediaType" Data NEW,
    ContentSchema "contentSchema" Schema NEW,
    Defs "$defs" SchemaMap NEW,
    Id "$id" Data NEW,
    Anchor "$anchor" Data NEW,
    DynamicRef "$dynamicRef" Reference NEW,
    DynamicAnchor "$dynamicAnchor" Data NEW,
    SchemaUri "$schema" Data NEW,
    Vocabulary "$vocabulary" Data NEW,
    Comment "$comment" Data NEW,
    // Not keywords of 2.0 or 3.0 proper, but of JSON Schema before 2020-12, and found in real descriptions.
    Definitions "definitions" SchemaMap OLD | NEW,
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

    /// The interned name.
    pub fn name(self) -> crate::source::names::Name {
        crate::source::names::Name(self as u32)
    }
}

macro_rules! names {
    ($($konst:ident $name:literal)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u32)]
        enum Number { $($konst,)* }

        /// Names of OpenAPI that are no schema keywords, as constants to match on.
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
