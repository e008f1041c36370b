//! The table of objects. Columns: name, versions that have the field, versions that require it, what stands there.

use super::{Field, Form, Rest, Value};
use crate::contract::keywords::{ALL, NEW, OLD, V2, V30, V31, V32, Versions};

const V3: u16 = V30 | NEW;
/// In no version: in the second column of the table, a field that may be left out.
const NO: u16 = 0;

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
    Any, Count, Email, Flag, Group, Headers, List, Map, Number, Object as Obj, OrReference as Ref, Positive,
    Schema as SchemaValue, Text, Url, Word,
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
