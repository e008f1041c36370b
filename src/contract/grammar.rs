//! The objects of OpenAPI as a table: which fields each has in which versions, which of them it must have, and what
//! stands there. Schemas are objects too, but their fields are [`Keyword`]s, whose table has the versions already.

use super::SpecVersion;
use super::keywords::{ALL, Keyword, NEW, OLD, V2, V30, V31, V32, Versions};

const V3: u8 = V30 | NEW;
/// In no version: in the second column of the table, a field that may be left out.
const NO: u8 = 0;

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

macro_rules! objects {
    ($($variant:ident $noun:literal $(+ $shared:ident)? $(, $rest:ident($value:expr))? {
        $($name:literal $versions:expr, $required:expr, $field:expr;)*
    })*) => {
        /// The sorts of objects.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Object { $(#[doc = $noun] $variant,)* }

        impl Object {
            /// What is known of this sort.
            pub fn form(self) -> &'static Form {
                &FORMS[self as usize]
            }
        }

        static FORMS: &[Form] = &[$(Form {
            noun: $noun,
            fields: &[$(Field {
                name: $name,
                versions: Versions::of($versions),
                required: Versions::of($required),
                value: $field,
            },)*],
            shared: objects!(@shared $($shared)?),
            rest: objects!(@rest $($rest($value))?),
        },)*];
    };
    (@shared) => { &[] };
    (@shared $shared:ident) => { $shared };
    (@rest) => { Rest::Closed };
    (@rest $rest:ident($value:expr)) => { Rest::$rest($value) };
}

use Object as O;
use Value::{
    Any, Count, Email, Flag, Group, Headers, Items, List, Map, Number, Object as Obj, OrReference as Ref, Positive,
    Schema as SchemaValue, SchemaOrFlag, Schemas, Text, Types, Url, Word,
};

const SIMPLE_TYPES: &[&str] = &["string", "number", "integer", "boolean", "array", "file"];

const fn simple(name: &'static str, value: Value) -> Field {
    Field { name, versions: Versions::of(V2), required: Versions::of(NO), value }
}

/// What parameters, headers and items of 2.0 say of their values.
const SIMPLE: &[Field] = &[
    simple("type", Word(SIMPLE_TYPES)),
    simple("format", Text),
    simple("items", Obj(O::Items2)),
    simple("collectionFormat", Word(&["csv", "ssv", "tsv", "pipes", "multi"])),
    simple("default", Any),
    simple("maximum", Number),
    simple("exclusiveMaximum", Flag),
    simple("minimum", Number),
    simple("exclusiveMinimum", Flag),
    simple("maxLength", Count),
    simple("minLength", Count),
    simple("pattern", Text),
    simple("maxItems", Count),
    simple("minItems", Count),
    simple("uniqueItems", Flag),
    simple("enum", List(&Any)),
    simple("multipleOf", Positive),
];

/// What all sorts of security schemes have.
const SCHEME: &[Field] = &[
    Field { name: "type", versions: Versions::of(ALL), required: Versions::of(ALL), value: Text },
    Field { name: "description", versions: Versions::of(ALL), required: Versions::of(NO), value: Text },
    Field { name: "deprecated", versions: Versions::of(V32), required: Versions::of(NO), value: Flag },
];

const HEADER_MAP: Value = Headers(&Ref(O::Header));
const EXAMPLES: Value = Map(&Ref(O::Example));
const CONTENT: Value = Map(&Ref(O::MediaType));
const SECURITY: Value = List(&Obj(O::Requirement));
const SERVERS: Value = List(&Obj(O::Server));
const PARAMETERS: Value = List(&Ref(O::Parameter));
const TRANSFER: Value = List(&Word(&["http", "https", "ws", "wss"]));
const SCOPES: Value = Map(&Text);

// Columns: name, versions that have the field, versions that require it, what stands there.
objects! {
    Root "the root of a description" {
        "openapi" V3, V3, Any;
        "swagger" V2, V2, Any;
        "$self" V32, NO, Text;
        "info" ALL, ALL, Obj(O::Info);
        "jsonSchemaDialect" NEW, NO, Text;
        "servers" V3, NO, SERVERS;
        "host" V2, NO, Text;
        "basePath" V2, NO, Text;
        "schemes" V2, NO, TRANSFER;
        "consumes" V2, NO, List(&Text);
        "produces" V2, NO, List(&Text);
        "paths" ALL, OLD, Obj(O::Paths);
        "webhooks" NEW, NO, Map(&Obj(O::PathItem));
        "components" V3, NO, Obj(O::Components);
        "definitions" V2, NO, Group(&SchemaValue);
        "parameters" V2, NO, Group(&Ref(O::Parameter));
        "responses" V2, NO, Group(&Ref(O::Response));
        "securityDefinitions" V2, NO, Group(&Ref(O::Scheme));
        "security" ALL, NO, SECURITY;
        "tags" ALL, NO, List(&Obj(O::Tag));
        "externalDocs" ALL, NO, Obj(O::ExternalDocs);
    }
    // `version` is required too; the area of versioning speaks of it.
    Info "an info object" {
        "title" ALL, ALL, Text;
        "summary" NEW, NO, Text;
        "description" ALL, NO, Text;
        "termsOfService" ALL, NO, Url;
        "contact" ALL, NO, Obj(O::Contact);
        "license" ALL, NO, Obj(O::License);
        "version" ALL, NO, Text;
    }
    Contact "a contact" {
        "name" ALL, NO, Text;
        "url" ALL, NO, Url;
        "email" ALL, NO, Email;
    }
    License "a license" {
        "name" ALL, ALL, Text;
        "identifier" NEW, NO, Text;
        "url" ALL, NO, Url;
    }
    Server "a server" {
        "url" V3, V3, Text;
        "name" V32, NO, Text;
        "description" V3, NO, Text;
        "variables" V3, NO, Map(&Obj(O::ServerVariable));
    }
    ServerVariable "a server variable" {
        "enum" V3, NO, List(&Text);
        "default" V3, V3, Text;
        "description" V3, NO, Text;
    }
    Components "the components object" {
        "schemas" V3, NO, Group(&SchemaValue);
        "responses" V3, NO, Group(&Ref(O::Response));
        "parameters" V3, NO, Group(&Ref(O::Parameter));
        "examples" V3, NO, Group(&Ref(O::Example));
        "requestBodies" V3, NO, Group(&Ref(O::RequestBody));
        "headers" V3, NO, Group(&Ref(O::Header));
        "securitySchemes" V3, NO, Group(&Ref(O::Scheme));
        "links" V3, NO, Group(&Ref(O::Link));
        "callbacks" V3, NO, Group(&Ref(O::Callback));
        "pathItems" NEW, NO, Group(&Obj(O::PathItem));
        "mediaTypes" V32, NO, Group(&Ref(O::MediaType));
    }
    Paths "the paths object", Paths(Obj(O::PathItem)) {}
    PathItem "a path item" {
        "$ref" ALL, NO, Text;
        "summary" V3, NO, Text;
        "description" V3, NO, Text;
        "get" ALL, NO, Obj(O::Operation);
        "put" ALL, NO, Obj(O::Operation);
        "post" ALL, NO, Obj(O::Operation);
        "delete" ALL, NO, Obj(O::Operation);
        "options" ALL, NO, Obj(O::Operation);
        "head" ALL, NO, Obj(O::Operation);
        "patch" ALL, NO, Obj(O::Operation);
        "trace" V3, NO, Obj(O::Operation);
        "query" V32, NO, Obj(O::Operation);
        "additionalOperations" V32, NO, Map(&Obj(O::Operation));
        "servers" V3, NO, SERVERS;
        "parameters" ALL, NO, PARAMETERS;
    }
    Operation "an operation" {
        "tags" ALL, NO, List(&Text);
        "summary" ALL, NO, Text;
        "description" ALL, NO, Text;
        "externalDocs" ALL, NO, Obj(O::ExternalDocs);
        "operationId" ALL, NO, Text;
        "consumes" V2, NO, List(&Text);
        "produces" V2, NO, List(&Text);
        "schemes" V2, NO, TRANSFER;
        "parameters" ALL, NO, PARAMETERS;
        "requestBody" V3, NO, Ref(O::RequestBody);
        "responses" ALL, OLD, Obj(O::Responses);
        "callbacks" V3, NO, Map(&Ref(O::Callback));
        "deprecated" ALL, NO, Flag;
        "security" ALL, NO, SECURITY;
        "servers" V3, NO, SERVERS;
    }
    ExternalDocs "external documentation" {
        "description" ALL, NO, Text;
        "url" ALL, ALL, Url;
    }
    Parameter "a parameter" {
        "name" V3, V3, Text;
        "in" V30 | V31, V30 | V31, Word(&["query", "header", "path", "cookie"]);
        "in" V32, V32, Word(&["query", "querystring", "header", "path", "cookie"]);
        "description" V3, NO, Text;
        "required" V3, NO, Flag;
        "deprecated" V3, NO, Flag;
        "allowEmptyValue" V3, NO, Flag;
        "style" V3, NO, Text;
        "explode" V3, NO, Flag;
        "allowReserved" V3, NO, Flag;
        "schema" V3, NO, SchemaValue;
        "content" V3, NO, CONTENT;
        "example" V3, NO, Any;
        "examples" V3, NO, EXAMPLES;
    }
    Parameter2 "a parameter" + SIMPLE {
        "name" V2, V2, Text;
        "in" V2, V2, Word(&["query", "header", "path", "formData", "body"]);
        "description" V2, NO, Text;
        "required" V2, NO, Flag;
        "allowEmptyValue" V2, NO, Flag;
        "type" V2, V2, Word(SIMPLE_TYPES);
    }
    Body2 "a body parameter" {
        "name" V2, V2, Text;
        "in" V2, V2, Text;
        "description" V2, NO, Text;
        "required" V2, NO, Flag;
        "schema" V2, V2, SchemaValue;
    }
    Items2 "the items of a list" + SIMPLE {
        "type" V2, V2, Word(SIMPLE_TYPES);
    }
    Header2 "a header" + SIMPLE {
        "type" V2, V2, Word(SIMPLE_TYPES);
        "description" V2, NO, Text;
    }
    Header "a header" {
        "description" V3, NO, Text;
        "required" V3, NO, Flag;
        "deprecated" V3, NO, Flag;
        "allowEmptyValue" V30, NO, Flag;
        "style" V3, NO, Word(&["simple"]);
        "explode" V3, NO, Flag;
        "allowReserved" V30, NO, Flag;
        "schema" V3, NO, SchemaValue;
        "content" V3, NO, CONTENT;
        "example" V3, NO, Any;
        "examples" V3, NO, EXAMPLES;
    }
    RequestBody "a request body" {
        "description" V3, NO, Text;
        "content" V3, V3, CONTENT;
        "required" V3, NO, Flag;
    }
    MediaType "a media type object" {
        "description" V32, NO, Text;
        "schema" V3, NO, SchemaValue;
        "itemSchema" V32, NO, SchemaValue;
        "example" V3, NO, Any;
        "examples" V3, NO, EXAMPLES;
        "encoding" V3, NO, Map(&Obj(O::Encoding));
        "prefixEncoding" V32, NO, List(&Obj(O::Encoding));
        "itemEncoding" V32, NO, Obj(O::Encoding);
    }
    Encoding "an encoding" {
        "contentType" V3, NO, Text;
        "headers" V3, NO, HEADER_MAP;
        "style" V3, NO, Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]);
        "explode" V3, NO, Flag;
        "allowReserved" V3, NO, Flag;
        "encoding" V32, NO, Map(&Obj(O::Encoding));
        "prefixEncoding" V32, NO, List(&Obj(O::Encoding));
        "itemEncoding" V32, NO, Obj(O::Encoding);
    }
    Responses "the responses of an operation", Statuses(Ref(O::Response)) {}
    Response "a response" {
        "summary" V32, NO, Text;
        "description" ALL, V2 | V30 | V31, Text;
        "headers" V3, NO, HEADER_MAP;
        "headers" V2, NO, Headers(&Obj(O::Header2));
        "content" V3, NO, CONTENT;
        "links" V3, NO, Map(&Ref(O::Link));
        "schema" V2, NO, SchemaValue;
        "examples" V2, NO, Map(&Any);
    }
    Callback "a callback", Any(Obj(O::PathItem)) {}
    Example "an example" {
        "summary" V3, NO, Text;
        "description" V3, NO, Text;
        "value" V3, NO, Any;
        "externalValue" V3, NO, Url;
        "dataValue" V32, NO, Any;
        "serializedValue" V32, NO, Text;
    }
    Link "a link" {
        "operationRef" V3, NO, Text;
        "operationId" V3, NO, Text;
        "parameters" V3, NO, Map(&Any);
        "requestBody" V3, NO, Any;
        "description" V3, NO, Text;
        "server" V3, NO, Obj(O::Server);
    }
    Tag "a tag" {
        "name" ALL, ALL, Text;
        "summary" V32, NO, Text;
        "description" ALL, NO, Text;
        "externalDocs" ALL, NO, Obj(O::ExternalDocs);
        "parent" V32, NO, Text;
        "kind" V32, NO, Text;
    }
    // The keywords are a table of their own; see `keyword_value`.
    Schema "a schema" {}
    Discriminator "a discriminator" {
        "propertyName" V3, V3, Text;
        "mapping" V3, NO, Map(&Text);
        "defaultMapping" V32, NO, Text;
    }
    Xml "an XML object" {
        "nodeType" V32, NO, Word(&["element", "attribute", "text", "cdata", "none"]);
        "name" ALL, NO, Text;
        "namespace" ALL, NO, Text;
        "prefix" ALL, NO, Text;
        "attribute" ALL, NO, Flag;
        "wrapped" ALL, NO, Flag;
    }
    // Which of the following a scheme is, its `type` tells; one with an unknown type is reported by lowering.
    Scheme "a security scheme" + SCHEME, Any(Any) {}
    ApiKey "an API key scheme" + SCHEME {
        "name" ALL, ALL, Text;
        "in" ALL, ALL, Word(&["query", "header", "cookie"]);
    }
    HttpScheme "an HTTP authentication scheme" + SCHEME {
        "scheme" V3, V3, Text;
        "bearerFormat" V3, NO, Text;
    }
    OAuth "an OAuth scheme" + SCHEME {
        "flows" V3, V3, Obj(O::Flows);
        "oauth2MetadataUrl" V32, NO, Url;
    }
    OAuth2 "an OAuth scheme" + SCHEME {
        "flow" V2, V2, Word(&["implicit", "password", "application", "accessCode"]);
        "authorizationUrl" V2, NO, Url;
        "tokenUrl" V2, NO, Url;
        "scopes" V2, NO, SCOPES;
    }
    OpenIdScheme "an OpenID Connect scheme" + SCHEME {
        "openIdConnectUrl" V3, V3, Url;
    }
    PlainScheme "a security scheme" + SCHEME {}
    Flows "the flows object" {
        "implicit" V3, NO, Obj(O::ImplicitFlow);
        "password" V3, NO, Obj(O::TokenFlow);
        "clientCredentials" V3, NO, Obj(O::TokenFlow);
        "authorizationCode" V3, NO, Obj(O::CodeFlow);
        "deviceAuthorization" V32, NO, Obj(O::DeviceFlow);
    }
    ImplicitFlow "an implicit flow" {
        "authorizationUrl" V3, V3, Url;
        "refreshUrl" V3, NO, Url;
        "scopes" V3, V3, SCOPES;
    }
    TokenFlow "a flow without an authorization page" {
        "tokenUrl" V3, V3, Url;
        "refreshUrl" V3, NO, Url;
        "scopes" V3, V3, SCOPES;
    }
    CodeFlow "an authorization code flow" {
        "authorizationUrl" V3, V3, Url;
        "tokenUrl" V3, V3, Url;
        "refreshUrl" V3, NO, Url;
        "scopes" V3, V3, SCOPES;
    }
    DeviceFlow "a device authorization flow" {
        "deviceAuthorizationUrl" V32, V32, Url;
        "tokenUrl" V32, V32, Url;
        "refreshUrl" V32, NO, Url;
        "scopes" V32, V32, SCOPES;
    }
    Requirement "a security requirement", Any(List(&Text)) {}
}

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
    let old = version < SpecVersion::V3_1;
    match keyword {
        Keyword::Properties
        | Keyword::PatternProperties
        | Keyword::DependentSchemas
        | Keyword::Defs
        | Keyword::Definitions => Map(&SchemaValue),
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
        | Keyword::ContentSchema => SchemaValue,
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
        Keyword::Discriminator => Obj(O::Discriminator),
        Keyword::Xml => Obj(O::Xml),
        Keyword::ExternalDocs => Obj(O::ExternalDocs),
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
