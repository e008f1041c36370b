//! The contract: what a description promises, the same whatever OpenAPI version it is written in.
//!
//! Elements live in arenas and point at each other by [`Id`]; every element knows the node it was made from ([`At`]),
//! so that any fact can be shown in the user's own text. Texts are not copied: a name is interned, and any other text
//! is an [`At`] that [`Contract::text_at`] reads on demand. What lowering could not understand is a [`Problem`].

pub mod dates;
mod dialect;
pub mod grammar;
mod in_memory;
pub mod keywords;
pub mod lifecycle;
mod lower;
pub mod outline;
mod relax;
pub mod schema;
pub mod sniff;
pub mod texts;
mod types;
pub mod uri;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};
use std::sync::Arc;

pub use crate::source::document::View;
pub use crate::source::loader::{At, DocId};
pub use crate::source::names::Name;
pub use crate::source::tape::Kind;

use crate::source::loader::Sources;
pub use dialect::Dialect;
pub use in_memory::InMemoryError;
pub use lower::{Lowered, NotBoth, NotOpenApi, load, load_both, load_schema, loader, lower, lower_schema};
pub use schema::{Schema, SchemaView, Types};

/// A version of the specification.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum SpecVersion {
    /// Swagger 2.0.
    V2_0,
    /// OpenAPI 3.0.
    V3_0,
    /// OpenAPI 3.1.
    V3_1,
    /// OpenAPI 3.2.
    V3_2,
}

impl SpecVersion {
    /// The version as people write it.
    pub fn as_str(self) -> &'static str {
        match self {
            SpecVersion::V2_0 => "2.0",
            SpecVersion::V3_0 => "3.0",
            SpecVersion::V3_1 => "3.1",
            SpecVersion::V3_2 => "3.2",
        }
    }
}

/// The number of an element in its arena.
pub struct Id<T>(u32, PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// The id of the element at a position.
    pub fn new(position: usize) -> Self {
        Self(position as u32, PhantomData)
    }

    /// The position in the arena.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> std::hash::Hash for Id<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// All elements of one sort.
#[derive(Clone, Debug)]
pub struct Arena<T>(Vec<T>);

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Arena<T> {
    /// Adds an element.
    pub fn add(&mut self, element: T) -> Id<T> {
        self.0.push(element);
        Id::new(self.0.len() - 1)
    }

    /// The elements in the order of their ids.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// The ids in order.
    pub fn ids(&self) -> impl Iterator<Item = Id<T>> + use<T> {
        (0..self.0.len()).map(Id::new)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Index<Id<T>> for Arena<T> {
    type Output = T;
    fn index(&self, id: Id<T>) -> &T {
        &self.0[id.index()]
    }
}

impl<T> IndexMut<Id<T>> for Arena<T> {
    fn index_mut(&mut self, id: Id<T>) -> &mut T {
        &mut self.0[id.index()]
    }
}

impl<'a, T> IntoIterator for &'a Arena<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// An element at a place that uses it: written there, or referred to from there.
#[derive(Debug)]
pub struct Use<T> {
    /// The node that uses it: the reference object, or the element's own node.
    pub at: At,
    /// The element; nothing if its reference leads nowhere, which is a [`Problem`] of its own.
    pub id: Option<Id<T>>,
}

impl<T> Clone for Use<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Use<T> {}

/// A used element with the key that it stands under.
#[derive(Debug)]
pub struct Named<T> {
    /// The key.
    pub name: Name,
    /// The key's node.
    pub key: At,
    /// What stands there.
    pub used: Use<T>,
}

impl<T> Clone for Named<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Named<T> {}

/// One API description as a contract.
pub struct Contract {
    /// The documents that it was read from.
    pub sources: Arc<Sources>,
    /// The root of the root document.
    pub at: At,
    /// The version that the root document says it is.
    pub version: SpecVersion,
    /// The node with the version (`openapi: 3.1.0`).
    pub version_at: At,
    /// `info`.
    pub info: Info,
    /// Servers of the whole API; in 2.0 made from `host`, `basePath` and `schemes`.
    pub servers: Vec<Server>,
    /// Security of the whole API.
    pub security: Option<Security>,
    /// Declared tags.
    pub tags: Vec<Tag>,
    /// `externalDocs` of the whole API.
    pub external_docs: Option<At>,
    /// The `paths` node.
    pub paths: Option<At>,
    /// The `webhooks` node.
    pub webhooks: Option<At>,
    /// The `components` node; in 2.0 the root.
    pub components_at: Option<At>,
    /// Everything under `components`, in order; in 2.0 `definitions`, `parameters`, `responses` and
    /// `securityDefinitions`.
    pub components: Vec<Component>,
    /// Security schemes by name, in order.
    pub security_schemes: Vec<SecurityScheme>,
    /// Path items of paths, webhooks and callbacks, and those that only components hold.
    pub path_items: Arena<PathItem>,
    /// All operations: of paths, then webhooks, then callbacks. This one list serves every rule and check.
    pub operations: Arena<Operation>,
    /// All parameters.
    pub parameters: Arena<Parameter>,
    /// All headers; the Header Object is a Parameter Object without name and place.
    pub headers: Arena<Parameter>,
    /// All request bodies.
    pub request_bodies: Arena<RequestBody>,
    /// All responses.
    pub responses: Arena<Response>,
    /// All media types.
    pub media_types: Arena<MediaType>,
    /// All named examples.
    pub examples: Arena<Example>,
    /// All links.
    pub links: Arena<Link>,
    /// All callbacks.
    pub callbacks: Arena<Callback>,
    /// All schemas, in the order in which lowering met them.
    pub schemas: schema::Schemas,
    /// What could not be understood.
    pub problems: Vec<Problem>,
}

/// `info`.
#[derive(Debug, Default)]
pub struct Info {
    /// The object, if there is one.
    pub at: Option<At>,
    /// `title`.
    pub title: Option<At>,
    /// `version`.
    pub version: Option<At>,
    /// `summary`.
    pub summary: Option<At>,
    /// `description`.
    pub description: Option<At>,
    /// `termsOfService`.
    pub terms_of_service: Option<At>,
    /// `contact`.
    pub contact: Option<At>,
    /// `license`.
    pub license: Option<At>,
}

/// A server.
#[derive(Debug)]
pub struct Server {
    /// The object; in 2.0 the node that says most about the address (`host`, `basePath` or the root).
    pub at: At,
    /// The node of the address.
    pub url_at: At,
    /// The address with its variables in braces.
    pub url: Name,
    /// `name` (3.2).
    pub name: Option<At>,
    /// `description`.
    pub description: Option<At>,
    /// The variables.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's address.
#[derive(Debug)]
pub struct ServerVariable {
    /// The key's node.
    pub key: At,
    /// The name.
    pub name: Name,
    /// `default`.
    pub default: Option<At>,
    /// `enum`.
    pub values: Vec<At>,
}

/// A list of alternatives; one of them must be met. An empty list asks for nothing.
#[derive(Debug)]
pub struct Security {
    /// The list's node.
    pub at: At,
    /// The alternatives.
    pub alternatives: Vec<SecurityAlternative>,
}

/// One alternative: all its schemes together. Without schemes it lets anybody in.
#[derive(Debug)]
pub struct SecurityAlternative {
    /// The object's node.
    pub at: At,
    /// The schemes.
    pub schemes: Vec<SchemeUse>,
}

/// A scheme that an alternative asks for.
#[derive(Debug)]
pub struct SchemeUse {
    /// The name under `securitySchemes`.
    pub name: Name,
    /// The key's node.
    pub key: At,
    /// The scopes with their nodes.
    pub scopes: Vec<(Name, At)>,
}

/// How a caller proves who it is.
#[derive(Debug)]
pub struct SecurityScheme {
    /// The name under `securitySchemes`.
    pub name: Name,
    /// The key's node.
    pub key: At,
    /// The definition, behind a reference if there is one.
    pub at: At,
    /// What sort of scheme it is.
    pub kind: SchemeKind,
    /// `description`.
    pub description: Option<At>,
    /// Whether it is marked as deprecated (3.2).
    pub deprecated: bool,
}

/// The sort of a security scheme, with what belongs to it.
#[derive(Debug)]
pub enum SchemeKind {
    /// A key in a query parameter, a header or a cookie.
    ApiKey {
        /// Where the key stands.
        place: Option<ParameterIn>,
        /// The node of `in`.
        place_at: Option<At>,
        /// The name of the parameter.
        name: Option<At>,
    },
    /// HTTP authentication (RFC 9110 §11); 2.0's `basic` is this.
    Http {
        /// The scheme in lower case: `basic`, `bearer`, …
        scheme: Option<Name>,
        /// The node of it.
        scheme_at: Option<At>,
        /// `bearerFormat`.
        bearer_format: Option<At>,
    },
    /// OAuth 2.0.
    OAuth2 {
        /// The flows.
        flows: Vec<Flow>,
        /// `oauth2MetadataUrl` (3.2).
        metadata_url: Option<At>,
    },
    /// OpenID Connect.
    OpenIdConnect {
        /// `openIdConnectUrl`.
        url: Option<At>,
    },
    /// Mutual TLS.
    MutualTls,
    /// Something else, or nothing.
    Unknown,
}

/// A flow of OAuth 2.0, named as in 3.x.
#[derive(Debug)]
pub struct Flow {
    /// Which flow.
    pub kind: FlowKind,
    /// The key's node (in 2.0 that of `flow`).
    pub key: At,
    /// `authorizationUrl`.
    pub authorization_url: Option<At>,
    /// `tokenUrl`.
    pub token_url: Option<At>,
    /// `refreshUrl`.
    pub refresh_url: Option<At>,
    /// `deviceAuthorizationUrl` (3.2).
    pub device_authorization_url: Option<At>,
    /// The scopes with their keys' nodes.
    pub scopes: Vec<(Name, At)>,
}

/// The flows of OAuth 2.0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum FlowKind {
    /// `implicit`.
    Implicit,
    /// `password`.
    Password,
    /// `clientCredentials`; `application` in 2.0.
    ClientCredentials,
    /// `authorizationCode`; `accessCode` in 2.0.
    AuthorizationCode,
    /// `deviceAuthorization` (3.2).
    DeviceAuthorization,
}

impl FlowKind {
    /// The name in OpenAPI 3.
    pub fn as_str(self) -> &'static str {
        match self {
            FlowKind::Implicit => "implicit",
            FlowKind::Password => "password",
            FlowKind::ClientCredentials => "clientCredentials",
            FlowKind::AuthorizationCode => "authorizationCode",
            FlowKind::DeviceAuthorization => "deviceAuthorization",
        }
    }
}

/// A declared tag.
#[derive(Debug)]
pub struct Tag {
    /// The object.
    pub at: At,
    /// The node of `name`.
    pub name_at: At,
    /// The name.
    pub name: Name,
    /// `summary` (3.2).
    pub summary: Option<At>,
    /// `description`.
    pub description: Option<At>,
    /// `externalDocs`.
    pub external_docs: Option<At>,
    /// `parent` (3.2) and its node.
    pub parent: Option<(Name, At)>,
    /// `kind` (3.2).
    pub kind: Option<At>,
}

/// The sort of a component.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum ComponentKind {
    /// A schema.
    Schema,
    /// A response.
    Response,
    /// A parameter.
    Parameter,
    /// An example.
    Example,
    /// A request body.
    RequestBody,
    /// A header.
    Header,
    /// A security scheme.
    SecurityScheme,
    /// A link.
    Link,
    /// A callback.
    Callback,
    /// A path item.
    PathItem,
    /// A media type.
    MediaType,
}

impl ComponentKind {
    /// The word for one of them.
    pub fn noun(self) -> &'static str {
        match self {
            ComponentKind::Schema => "schema",
            ComponentKind::Response => "response",
            ComponentKind::Parameter => "parameter",
            ComponentKind::Example => "example",
            ComponentKind::RequestBody => "request body",
            ComponentKind::Header => "header",
            ComponentKind::SecurityScheme => "security scheme",
            ComponentKind::Link => "link",
            ComponentKind::Callback => "callback",
            ComponentKind::PathItem => "path item",
            ComponentKind::MediaType => "media type",
        }
    }
}

/// An entry under `components`.
#[derive(Debug)]
pub struct Component {
    /// The sort.
    pub kind: ComponentKind,
    /// The name.
    pub name: Name,
    /// The key's node.
    pub key: At,
    /// The value's node.
    pub at: At,
    /// Whether any reference leads to it (a security scheme: whether any requirement names it).
    pub used: bool,
    /// The schema, if it is one.
    pub schema: Option<Id<Schema>>,
    /// What stands there, behind a reference if there is one; nothing for a security scheme, and for what could not be
    /// understood.
    pub element: Option<Element>,
}

/// An element of a contract, whatever its sort.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Element {
    /// A schema.
    Schema(Id<Schema>),
    /// A response.
    Response(Id<Response>),
    /// A parameter.
    Parameter(Id<Parameter>),
    /// An example.
    Example(Id<Example>),
    /// A request body.
    RequestBody(Id<RequestBody>),
    /// A header.
    Header(Id<Parameter>),
    /// A link.
    Link(Id<Link>),
    /// A callback.
    Callback(Id<Callback>),
    /// A path item.
    PathItem(Id<PathItem>),
    /// A media type.
    MediaType(Id<MediaType>),
    /// An operation; no component is one.
    Operation(Id<Operation>),
}

/// Where operations stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Place {
    /// Under `paths`: the API is the server.
    Path,
    /// Under `webhooks`: the API is the client.
    Webhook,
    /// In a callback: the API is the client.
    Callback,
    /// Only under `components`, used by nothing.
    Component,
}

/// A path item: operations that share an address.
#[derive(Debug)]
pub struct PathItem {
    /// Where it stands.
    pub place: Place,
    /// The path template, the webhook's name, or the callback's expression.
    pub name: Name,
    /// The key's node.
    pub key: At,
    /// The definition, behind `$ref` if there is one.
    pub at: At,
    /// `summary`.
    pub summary: Option<At>,
    /// `description`.
    pub description: Option<At>,
    /// Its own parameters; each operation has them too.
    pub parameters: Vec<Use<Parameter>>,
    /// Its own servers.
    pub servers: Vec<Server>,
    /// Its operations.
    pub operations: Vec<Id<Operation>>,
}

/// An operation.
#[derive(Debug)]
pub struct Operation {
    /// The object.
    pub at: At,
    /// The key's node (`get`, …).
    pub key: At,
    /// The method in upper case.
    pub method: Name,
    /// Where it stands.
    pub place: Place,
    /// The path template, the webhook's name, or the callback's expression.
    pub path: Name,
    /// The path item.
    pub path_item: Id<PathItem>,
    /// `operationId` and its node.
    pub operation_id: Option<(Name, At)>,
    /// `summary`.
    pub summary: Option<At>,
    /// `description`.
    pub description: Option<At>,
    /// Tags with their nodes.
    pub tags: Vec<(Name, At)>,
    /// `deprecated: true`, and its node.
    pub deprecated: Option<At>,
    /// `externalDocs`.
    pub external_docs: Option<At>,
    /// All parameters that apply: the operation's own, then those of its path item that it does not override.
    pub parameters: Vec<Use<Parameter>>,
    /// How many of `parameters` are its own.
    pub own_parameters: usize,
    /// The request body.
    pub request_body: Option<Use<RequestBody>>,
    /// The `responses` object.
    pub responses_at: Option<At>,
    /// The responses in order.
    pub responses: Vec<StatusResponse>,
    /// The callbacks.
    pub callbacks: Vec<Named<Callback>>,
    /// Its own security, if it has any; see [`Contract::security_of`].
    pub security: Option<Security>,
    /// Its own servers; see [`Contract::servers_of`].
    pub servers: Vec<Server>,
}

/// The status that a response stands under.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Status {
    /// An exact status code.
    Code(u16),
    /// `1XX` to `5XX`, by the first digit.
    Range(u8),
    /// `default`.
    Default,
    /// A key that is no status.
    Invalid,
}

impl Status {
    /// Reads a key of `responses`.
    pub fn parse(text: &str) -> Self {
        match text.as_bytes() {
            b"default" => Status::Default,
            &[class @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => Status::Range(class - b'0'),
            [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9'] => text.parse().map_or(Status::Invalid, Status::Code),
            _ => Status::Invalid,
        }
    }

    /// The first digit: 2 for 204 and for `2XX`; nothing for `default`.
    pub fn class(self) -> Option<u8> {
        match self {
            Status::Code(code) => Some((code / 100) as u8),
            Status::Range(class) => Some(class),
            Status::Default | Status::Invalid => None,
        }
    }

    /// Whether it is a 2xx code or range.
    pub fn is_success(self) -> bool {
        self.class() == Some(2)
    }

    /// Whether it is a 4xx or 5xx code or range.
    pub fn is_error(self) -> bool {
        matches!(self.class(), Some(4 | 5))
    }
}

/// A response under its status.
#[derive(Clone, Copy, Debug)]
pub struct StatusResponse {
    /// The status.
    pub status: Status,
    /// The key as written.
    pub name: Name,
    /// The key's node.
    pub key: At,
    /// The response.
    pub used: Use<Response>,
}

/// Where a parameter stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum ParameterIn {
    /// In the query.
    Query,
    /// The whole query (3.2).
    QueryString,
    /// In a header.
    Header,
    /// In the path.
    Path,
    /// In a cookie.
    Cookie,
}

impl ParameterIn {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            ParameterIn::Query => "query",
            ParameterIn::QueryString => "querystring",
            ParameterIn::Header => "header",
            ParameterIn::Path => "path",
            ParameterIn::Cookie => "cookie",
        }
    }
}

/// How a parameter's value becomes text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Style {
    /// `matrix`.
    Matrix,
    /// `label`.
    Label,
    /// `simple`; `csv` of 2.0 in paths and headers.
    Simple,
    /// `form`; `csv` (and with explode `multi`) of 2.0 in queries.
    Form,
    /// `spaceDelimited`; `ssv` of 2.0.
    SpaceDelimited,
    /// `pipeDelimited`; `pipes` of 2.0.
    PipeDelimited,
    /// `deepObject`.
    DeepObject,
    /// `cookie` (3.2).
    Cookie,
    /// `tsv` of 2.0, which 3.x cannot say.
    TabDelimited,
}

/// A parameter or a header.
#[derive(Debug)]
pub struct Parameter {
    /// The definition.
    pub at: At,
    /// The name; for a header under `headers` the key it was first met under.
    pub name: Name,
    /// The node of the name.
    pub name_at: At,
    /// The place; headers under `headers` say [`ParameterIn::Header`].
    pub place: ParameterIn,
    /// Whether it must be there.
    pub required: bool,
    /// The node of `required`.
    pub required_at: Option<At>,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// `description`.
    pub description: Option<At>,
    /// The style, its default worked out.
    pub style: Style,
    /// Whether lists and objects are spread, its default worked out.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `allowEmptyValue`.
    pub allow_empty_value: bool,
    /// The schema; in 2.0 made of the parameter's own keywords.
    pub schema: Option<Id<Schema>>,
    /// `content`.
    pub content: Vec<Named<MediaType>>,
    /// Unnamed and named examples.
    pub examples: Vec<Named<Example>>,
    /// `example`.
    pub example: Option<At>,
}

/// A request body.
#[derive(Debug)]
pub struct RequestBody {
    /// The definition; in 2.0 the body parameter, or the list of parameters for a form.
    pub at: At,
    /// Whether it must be there.
    pub required: bool,
    /// The node of `required`.
    pub required_at: Option<At>,
    /// `description`.
    pub description: Option<At>,
    /// The `content` object.
    pub content_at: Option<At>,
    /// What it may be written in.
    pub content: Vec<Named<MediaType>>,
}

/// A response.
#[derive(Debug)]
pub struct Response {
    /// The definition.
    pub at: At,
    /// `summary` (3.2).
    pub summary: Option<At>,
    /// `description`.
    pub description: Option<At>,
    /// The `headers` object.
    pub headers_at: Option<At>,
    /// Headers under their names as written; compare them without case.
    pub headers: Vec<Named<Parameter>>,
    /// The `content` object; in 2.0 `schema`.
    pub content_at: Option<At>,
    /// What it may be written in.
    pub content: Vec<Named<MediaType>>,
    /// Links.
    pub links: Vec<Named<Link>>,
}

/// What a body holds when it is written in one media type.
#[derive(Debug)]
pub struct MediaType {
    /// The definition.
    pub at: At,
    /// The schema of the whole.
    pub schema: Option<Id<Schema>>,
    /// The schema of each item of a sequence (3.2).
    pub item_schema: Option<Id<Schema>>,
    /// `example`.
    pub example: Option<At>,
    /// Named examples.
    pub examples: Vec<Named<Example>>,
    /// `encoding` by property.
    pub encoding: Vec<Encoding>,
    /// How parts without names are encoded (3.2): each of `prefixEncoding` by its number, and `itemEncoding` as `*`.
    pub part_encoding: Vec<Encoding>,
}

/// How one property of a form is written.
#[derive(Debug)]
pub struct Encoding {
    /// The property.
    pub name: Name,
    /// The key's node.
    pub key: At,
    /// The definition.
    pub at: At,
    /// `contentType`.
    pub content_type: Option<At>,
    /// `headers`.
    pub headers: Vec<Named<Parameter>>,
    /// `style`, where it is written.
    pub style: Option<Style>,
    /// `explode`, where it is written.
    pub explode: Option<bool>,
    /// `allowReserved`.
    pub allow_reserved: bool,
}

/// A named example.
#[derive(Debug)]
pub struct Example {
    /// The definition.
    pub at: At,
    /// `summary`.
    pub summary: Option<At>,
    /// `description`.
    pub description: Option<At>,
    /// `value`, or `dataValue` (3.2).
    pub value: Option<At>,
    /// `externalValue`.
    pub external_value: Option<At>,
    /// `serializedValue` (3.2).
    pub serialized_value: Option<At>,
}

/// A link.
#[derive(Debug)]
pub struct Link {
    /// The definition.
    pub at: At,
    /// `operationId`.
    pub operation_id: Option<(Name, At)>,
    /// `operationRef`.
    pub operation_ref: Option<At>,
    /// `parameters` with their keys' nodes and values.
    pub parameters: Vec<(Name, At, At)>,
    /// `requestBody`.
    pub request_body: Option<At>,
    /// `server`.
    pub server: Option<At>,
    /// `description`.
    pub description: Option<At>,
}

/// A callback: requests that the API sends.
#[derive(Debug)]
pub struct Callback {
    /// The definition.
    pub at: At,
    /// Path items by expression.
    pub path_items: Vec<Id<PathItem>>,
}

/// What lowering could not understand. A rule of the same name turns it into a finding.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Which rule speaks of it.
    pub kind: ProblemKind,
    /// Where.
    pub at: At,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// What is to be seen there, in a few words.
    pub label: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// The sorts of problems.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum ProblemKind {
    /// A reference leads nowhere.
    UnresolvedReference,
    /// References lead round in a circle and never to anything.
    CircularReference,
    /// A reference leads to where nothing is read without permission.
    ForbiddenReference,
    /// A node is of another type than its place asks for.
    WrongType,
    /// A value is none of those that its place allows.
    WrongValue,
    /// A field that must be there is not.
    MissingField,
}

impl Contract {
    /// The text of a name.
    pub fn text(&self, name: Name) -> &str {
        self.sources.text(name)
    }

    /// A node.
    pub fn view(&self, at: At) -> View<'_> {
        self.sources.view(at)
    }

    /// The text of a scalar; empty for a container.
    pub fn text_at(&self, at: At) -> Cow<'_, str> {
        self.view(at).as_scalar().unwrap_or_default()
    }

    /// The extensions (`x-…`) of an element: all of them are kept, in the text itself.
    pub fn extensions(&self, at: At) -> impl Iterator<Item = crate::source::document::Member<'_>> {
        self.view(at).members().filter(|m| self.text(m.name).starts_with("x-"))
    }

    /// An extension by its name.
    pub fn extension(&self, at: At, name: &str) -> Option<View<'_>> {
        self.view(at).get_text(name)
    }

    /// A schema with its contract.
    pub fn schema(&self, id: Id<Schema>) -> SchemaView<'_> {
        SchemaView { contract: self, id }
    }

    /// Every schema.
    pub fn all_schemas(&self) -> impl Iterator<Item = SchemaView<'_>> {
        self.schemas.ids().map(|id| self.schema(id))
    }

    /// The security that an operation has: its own, or that of the whole API.
    pub fn security_of<'c>(&'c self, operation: &'c Operation) -> Option<&'c Security> {
        operation.security.as_ref().or(self.security.as_ref())
    }

    /// Every `security` that is written: that of the whole API, then those of operations.
    pub fn all_security(&self) -> impl Iterator<Item = &Security> {
        self.security.iter().chain(self.operations.iter().filter_map(|o| o.security.as_ref()))
    }

    /// The servers that an operation has: its own, those of its path item, or those of the whole API.
    pub fn servers_of<'c>(&'c self, operation: &'c Operation) -> &'c [Server] {
        let item = &self.path_items[operation.path_item];
        [&operation.servers, &item.servers].into_iter().find(|s| !s.is_empty()).unwrap_or(&self.servers)
    }

    /// Every server that is written: those of the whole API, of path items and of operations.
    pub fn all_servers(&self) -> impl Iterator<Item = &Server> {
        let items = self.path_items.iter().flat_map(|i| &i.servers);
        self.servers.iter().chain(items).chain(self.operations.iter().flat_map(|o| &o.servers))
    }

    /// The parameters of an operation whose references lead somewhere.
    pub fn parameters_of<'c>(&'c self, operation: &'c Operation) -> impl Iterator<Item = &'c Parameter> {
        operation.parameters.iter().filter_map(|p| p.id).map(|id| &self.parameters[id])
    }

    /// The responses of an operation whose references lead somewhere.
    pub fn responses_of<'c>(
        &'c self,
        operation: &'c Operation,
    ) -> impl Iterator<Item = (&'c StatusResponse, &'c Response)> {
        operation.responses.iter().filter_map(|r| r.used.id.map(|id| (r, &self.responses[id])))
    }

    /// The request body of an operation, if its reference leads somewhere.
    pub fn request_body_of(&self, operation: &Operation) -> Option<&RequestBody> {
        operation.request_body.and_then(|b| b.id).map(|id| &self.request_bodies[id])
    }

    /// The media types of a body whose references lead somewhere, with their names.
    pub fn media_types_of<'c>(
        &'c self,
        content: &'c [Named<MediaType>],
    ) -> impl Iterator<Item = (&'c Named<MediaType>, &'c MediaType)> {
        content.iter().filter_map(|m| m.used.id.map(|id| (m, &self.media_types[id])))
    }

    /// The headers of a response whose references lead somewhere, with their names.
    pub fn headers_of<'c>(
        &'c self,
        headers: &'c [Named<Parameter>],
    ) -> impl Iterator<Item = (&'c Named<Parameter>, &'c Parameter)> {
        headers.iter().filter_map(|h| h.used.id.map(|id| (h, &self.headers[id])))
    }

    /// Whether a response has a header of this name, whatever its case.
    pub fn has_header(&self, response: &Response, name: &str) -> bool {
        response.headers.iter().any(|h| self.text(h.name).eq_ignore_ascii_case(name))
    }

    /// A security scheme by its name.
    pub fn security_scheme(&self, name: Name) -> Option<&SecurityScheme> {
        self.security_schemes.iter().rfind(|s| s.name == name)
    }

    /// What to call an operation: `GET /pets/{id}`.
    pub fn title(&self, operation: &Operation) -> String {
        format!("{} {}", self.text(operation.method), self.text(operation.path))
    }

    /// Whether reading stopped before the end of any document, so that nothing can be said about what is absent.
    pub fn partial(&self) -> bool {
        self.sources.docs.iter().any(crate::source::document::Document::broken)
    }
}
