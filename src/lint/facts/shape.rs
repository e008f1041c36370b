//! The shape of an operation: what its address names, and what its successful answer is.

use super::case::words;
use super::words::is_listed;
use crate::contract::keywords::Keyword;
use crate::contract::schema::NamedSchema;
use crate::contract::{Contract, Id, MediaType, Name, Named, Operation, Place, Response, Schema, SchemaView, Types};
use crate::source::document::View;

/// What an operation's address and successful answer look like.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// The last segment of the path that is no parameter: `orders` in `/customers/{id}/orders/{order}`.
    pub resource: Option<String>,
    /// Whether the path ends in a parameter.
    pub item: bool,
    /// The first 2xx response, or the range `2XX`.
    pub success: Option<Id<Response>>,
    /// The schema of its JSON body.
    pub success_schema: Option<Id<Schema>>,
    /// The list that it answers with, if it answers with one.
    pub list: Option<List>,
}

/// A list in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List {
    /// The property that holds the list; nothing for a bare array.
    pub envelope: Option<Name>,
    /// The array's schema.
    pub array: Id<Schema>,
}

impl Shape {
    /// The shape of an operation.
    pub fn of(contract: &Contract, operation: &Operation) -> Self {
        // A query is no part of a path, and stands in some descriptions none the less.
        let path = contract.text(operation.path).split(['?', '#']).next().unwrap_or_default();
        let segments = || path.split('/').filter(|s| !s.is_empty());
        let is_parameter = |s: &str| s.starts_with('{') && s.ends_with('}');
        let in_paths = operation.place == Place::Path;
        let success = success(contract, operation);
        let success_schema = success.and_then(|id| json_schema(contract, &contract.responses[id].content));
        let resource = segments().rfind(|s| !is_parameter(s)).filter(|_| in_paths).map(str::to_owned);
        Self {
            list: success_schema.and_then(|schema| list(schema, resource.as_deref())),
            resource,
            item: in_paths && segments().next_back().is_some_and(is_parameter),
            success,
            success_schema: success_schema.map(|s| s.id),
        }
    }
}

/// Words of operations that use POST to ask for something.
const ASKS: &str = "search query find filter lookup list get read fetch export report reports validate validation check \
    preview estimate calculate count match graphql test view download render simulate quote retrieve \
    resolve describe analyze compare batchget";

/// Whether an operation uses POST because a question is too long for an address.
pub fn only_asks(contract: &Contract, operation: &Operation) -> bool {
    if contract.text(operation.method) != "POST" {
        return false;
    }
    let path = contract.text(operation.path);
    let last = path.rsplit('/').find(|s| !s.is_empty() && !s.starts_with('{')).unwrap_or_default();
    let id = operation.operation_id.map(|(name, _)| contract.text(name)).unwrap_or_default();
    let mut named = words(last).into_iter().chain(words(id));
    named.any(|w| is_listed(ASKS, &w.to_ascii_lowercase()))
}

fn success(contract: &Contract, operation: &Operation) -> Option<Id<Response>> {
    let mut successes: Vec<_> = contract.responses_of(operation).filter(|(r, _)| r.status.is_success()).collect();
    successes.sort_by_key(|(r, _)| r.status);
    successes.first().and_then(|(r, _)| r.used.id)
}

/// Whether a media type is JSON: `application/json`, `…+json` (RFC 6839), and no stream of JSON texts.
pub fn is_json(range: &str) -> bool {
    let essence = range.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// The JSON media type of a body.
pub fn json<'c>(contract: &'c Contract, content: &'c [Named<MediaType>]) -> Option<&'c MediaType> {
    contract.media_types_of(content).find(|(name, _)| is_json(contract.text(name.name))).map(|(_, media)| media)
}

/// The schema of the JSON media type of a body, behind its references.
pub fn json_schema<'c>(contract: &'c Contract, content: &'c [Named<MediaType>]) -> Option<SchemaView<'c>> {
    json(contract, content)?.schema.map(|id| contract.schema(id).resolved())
}

/// The list that an answer is: an array, or an object with one array beside what describes it.
fn list(schema: SchemaView<'_>, resource: Option<&str>) -> Option<List> {
    let items = |s: SchemaView<'_>| s.value(Keyword::Items).is_some_and(View::is_map);
    let is_array = |s: SchemaView<'_>| {
        let types = s.all_types();
        types.contains(Types::ARRAY) || (types.is_empty() && items(s.resolved()))
    };
    if is_array(schema) {
        return Some(List { envelope: None, array: schema.resolved().id });
    }
    let properties = schema.all_properties();
    let text = |p: &NamedSchema<'_>| schema.contract.text(p.name).to_ascii_lowercase();
    let arrays: Vec<_> = properties.iter().filter(|p| is_array(p.schema)).collect();
    let known = |name: &str| {
        matches!(
            name,
            "data" | "items" | "results" | "entries" | "values" | "records" | "list" | "rows" | "elements" | "value"
        )
    };
    // `GET /orders` answers with `orders`, and `GET /open-orders` as well.
    let squashed = |name: &str| super::case::words(name).concat().to_ascii_lowercase();
    let resource = resource.map(squashed);
    // An array among others that is called so in part may be any property of one thing: `required_status_checks` has
    // `checks`, and `contexts` beside them.
    let named_after = |name: &str| {
        let name = squashed(name);
        resource.as_deref().is_some_and(|r| r == name || arrays.len() == 1 && r.ends_with(&name))
    };
    // What has an id is one thing, and its `items` are a part of it.
    let thing = || properties.iter().any(|p| text(p) == "id");
    let chosen = arrays
        .iter()
        .find(|p| named_after(&text(p)))
        .or_else(|| arrays.iter().find(|p| known(&text(p))).filter(|_| !thing()))
        // One array of an object may be any property of one thing: it is the list only if beside it there are only
        // counts, links and cursors.
        .or_else(|| arrays.first().filter(|only| arrays.len() == 1 && only_describes(schema, only.name)))?;
    Some(List { envelope: Some(chosen.name), array: chosen.schema.resolved().id })
}

fn only_describes(schema: SchemaView<'_>, but: Name) -> bool {
    const WORDS: [&str; 24] = [
        "total",
        "count",
        "page",
        "pages",
        "per",
        "limit",
        "offset",
        "next",
        "prev",
        "previous",
        "first",
        "last",
        "cursor",
        "token",
        "links",
        "meta",
        "metadata",
        "pagination",
        "paging",
        "has",
        "more",
        "size",
        "incomplete",
        "object",
    ];
    schema.all_properties().iter().filter(|p| p.name != but).all(|p| {
        let name = schema.contract.text(p.name);
        super::case::words(name).iter().any(|w| WORDS.contains(&w.to_ascii_lowercase().as_str()))
    })
}
