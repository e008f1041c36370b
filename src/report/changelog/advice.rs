//! What a consumer does about a change, derived from what the new description says.

use super::places::Places;
use crate::contract::keywords::Keyword;
use crate::contract::{At, Contract, Operation, SchemaView, Types};
use crate::diff::Change;
use crate::diff::aspects::Aspect;
use crate::diff::change::{Direction, Subject};
use crate::diff::checks::{self, Coordinate, Structure};
use crate::report::diff::Diff;
use crate::report::text::enumerate;

/// How many values or names are named.
const NAMED: usize = 8;

/// What to do, as a sentence without a full stop; nothing where the description does not say it.
pub(super) fn of(diff: &Diff<'_>, places: &Places<'_>, change: &Change) -> Option<String> {
    match checks::coordinate(change.check)? {
        Coordinate::Schema(Direction::Request, subject, aspect, _) => request(places, change, subject, aspect),
        Coordinate::Schema(_, _, aspect, _) => response(places, change, aspect),
        Coordinate::Structure(row) => structure(diff, places, change, row),
    }
}

/// A limit: the aspect, the keyword that sets it, what to send, and what to be ready for.
const LIMITS: &[(Aspect, Keyword, &str, &str)] = &[
    (Aspect::Maximum, Keyword::Maximum, "send at most {}", "be ready for values up to {}"),
    (Aspect::Maximum, Keyword::ExclusiveMaximum, "send less than {}", "be ready for values below {}"),
    (Aspect::Minimum, Keyword::Minimum, "send at least {}", "be ready for values from {} on"),
    (Aspect::Minimum, Keyword::ExclusiveMinimum, "send more than {}", "be ready for values above {}"),
    (Aspect::MultipleOf, Keyword::MultipleOf, "send a multiple of {}", "be ready for any multiple of {}"),
    (Aspect::MaxLength, Keyword::MaxLength, "send at most {} characters", "be ready for up to {} characters"),
    (Aspect::MinLength, Keyword::MinLength, "send at least {} characters", "be ready for as few as {} characters"),
    (Aspect::Pattern, Keyword::Pattern, "send a text that matches `{}`", "be ready for texts that match `{}`"),
    (Aspect::Format, Keyword::Format, "send it in the format `{}`", "read it in the format `{}`"),
    (Aspect::MaxItems, Keyword::MaxItems, "send at most {} items", "be ready for up to {} items"),
    (Aspect::MinItems, Keyword::MinItems, "send at least {} items", "be ready for as few as {} items"),
    (Aspect::MaxProperties, Keyword::MaxProperties, "send at most {} properties", "be ready for up to {} properties"),
    (
        Aspect::MinProperties,
        Keyword::MinProperties,
        "send at least {} properties",
        "be ready for as few as {} properties",
    ),
];

/// What to be ready for where a limit is gone.
const UNLIMITED: &[(Aspect, &str)] = &[
    (Aspect::Maximum, "be ready for larger values"),
    (Aspect::Minimum, "be ready for smaller values"),
    (Aspect::MultipleOf, "be ready for values in between"),
    (Aspect::MaxLength, "be ready for texts of any length"),
    (Aspect::MinLength, "be ready for an empty text"),
    (Aspect::Pattern, "be ready for any text"),
    (Aspect::Format, "be ready for any text"),
    (Aspect::MaxItems, "be ready for any number of items"),
    (Aspect::MinItems, "be ready for an empty list"),
    (Aspect::UniqueItems, "be ready for an item that comes twice"),
    (Aspect::Closed, "be ready for values that are not listed"),
    (Aspect::AdditionalProperties, "be ready for properties that are not described, or ignore them"),
];

fn limit(schema: SchemaView<'_>, aspect: Aspect, sent: bool) -> Option<String> {
    let mut rows = LIMITS.iter().filter(|row| row.0 == aspect);
    rows.find_map(|(_, keyword, send, read)| {
        let value = schema.value(*keyword)?.as_scalar().filter(|value| !matches!(&**value, "true" | "false"))?;
        Some(if sent { send } else { read }.replace("{}", &value))
    })
}

fn request(places: &Places<'_>, change: &Change, subject: Subject, aspect: Aspect) -> Option<String> {
    let schema = places.schema(change.new.at);
    match (aspect, subject) {
        (Aspect::Required, Subject::Property) => {
            let name = places.contract.text_at(change.new.at);
            let described = schema.and_then(|schema| described(schema.property(&name)?.schema));
            Some(format!("send `{name}`{}", after_comma(described)))
        }
        (Aspect::Required, Subject::Parameter) => sent_parameter(places, change),
        (Aspect::Required, _) => Some("send it always".to_owned()),
        (Aspect::Presence, _) => Some("leave it out".to_owned()),
        (Aspect::Null, _) => Some("send no null".to_owned()),
        (Aspect::Enum | Aspect::Closed, _) => values(schema?).map(|values| format!("send {values}")),
        (Aspect::Type, _) => types(schema?).map(|types| format!("send {types}")),
        (Aspect::UniqueItems, _) => Some("send each item once".to_owned()),
        (Aspect::AdditionalProperties, _) => Some("send only properties that are described".to_owned()),
        _ => limit(schema?, aspect, true),
    }
}

fn response(places: &Places<'_>, change: &Change, aspect: Aspect) -> Option<String> {
    let schema = places.schema(change.new.at);
    match aspect {
        Aspect::Required => Some("be ready for responses without it".to_owned()),
        Aspect::Null => Some("be ready for null".to_owned()),
        Aspect::Enum if change.new.here => {
            let value = places.contract.view(change.new.at).as_scalar()?;
            Some(format!("be ready for `{value}`"))
        }
        Aspect::Type => types(schema?).map(|types| format!("be ready for {types}")),
        _ => schema.and_then(|schema| limit(schema, aspect, false)).or_else(|| {
            let row = UNLIMITED.iter().find(|row| row.0 == aspect)?;
            Some(row.1.to_owned())
        }),
    }
}

fn structure(diff: &Diff<'_>, places: &Places<'_>, change: &Change, row: Structure) -> Option<String> {
    let told = |text: &str| Some(text.to_owned());
    match row {
        Structure::OperationRemoved => match successor(diff, change) {
            Some(title) => Some(format!("call `{title}`, which has its `operationId` now")),
            None => told("stop calling it"),
        },
        Structure::ParameterAddedRequired => sent_parameter(places, change),
        Structure::RequestBodyAddedRequired => match named(body(places.contract, change)) {
            Some(media) => Some(format!("send a body in {media}")),
            None => told("send a body"),
        },
        Structure::RequestMediaTypeRemoved => named(body(places.contract, change)).map(|media| format!("send {media}")),
        Structure::ResponseMediaTypeRemoved => {
            let keys = places.contract.view(change.new.at).members().map(|member| member.text().into_owned());
            named(keys.filter(|key| key.contains('/')).collect()).map(|media| format!("ask for {media}"))
        }
        Structure::SuccessAdded | Structure::OtherStatusAdded | Structure::ErrorAdded => {
            told("be ready for this status")
        }
        Structure::SuccessRemoved => told("do not wait for this status"),
        Structure::ResponseContentRemoved | Structure::SentBodyRemoved => told("do not count on a body"),
        Structure::ResponseHeaderRemoved
        | Structure::RequiredResponseHeaderRemoved
        | Structure::ResponsePropertyRemoved
        | Structure::SentParameterRemoved
        | Structure::SentRequiredParameterRemoved => told("do not count on it any more"),
        Structure::RequestPropertyRemoved | Structure::ParameterRemoved | Structure::RequestBodyRemoved => {
            told("leave it out, since it has no effect any more")
        }
        Structure::EmptyValueForbidden => told("send it with a value, or leave it out"),
        Structure::SecurityTightened => {
            credentials(places.contract, change).map(|all| format!("authenticate by {all}"))
        }
        Structure::SecurityFlowRemoved => told("get tokens in another way"),
        Structure::CallbackRemoved | Structure::WebhookRemoved => told("do not wait for it"),
        Structure::ServerRemoved => {
            let servers = places.contract.all_servers().map(|server| places.contract.text(server.url).to_owned());
            named(servers.collect()).map(|servers| format!("call {servers}"))
        }
        _ => None,
    }
}

/// `` `a`, `b` or `c` ``, each once.
fn named(mut names: Vec<String>) -> Option<String> {
    let mut seen = hashbrown::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    either(names.into_iter().map(|name| format!("`{name}`")).collect())
}

fn either(mut names: Vec<String>) -> Option<String> {
    if names.len() > NAMED + 1 {
        let more = names.len() - NAMED;
        names.truncate(NAMED);
        return Some(format!("{} or one of {more} more", names.join(", ")));
    }
    let last = names.pop()?;
    Some(if names.is_empty() { last } else { format!("{} or {last}", names.join(", ")) })
}

fn after_comma(text: Option<String>) -> String {
    text.map_or_else(String::new, |text| format!(", {text}"))
}

/// What a value must be: one of a list, or of a type.
fn described(schema: SchemaView<'_>) -> Option<String> {
    values(schema).or_else(|| types(schema))
}

/// `one of` the listed values.
fn values(schema: SchemaView<'_>) -> Option<String> {
    let schema = schema.resolved();
    if let Some(only) = schema.value(Keyword::Const) {
        return only.as_scalar().map(|only| format!("`{only}`"));
    }
    // A list that cannot be told whole is not told.
    let values: Option<Vec<String>> =
        schema.enum_values().map(|value| Some(format!("`{}`", value.as_scalar()?))).collect();
    let values = values?;
    let one_of = if values.len() > 1 { "one of " } else { "" };
    either(values).map(|values| format!("{one_of}{values}"))
}

/// The types of a value, with an article.
fn types(schema: SchemaView<'_>) -> Option<String> {
    let types = schema.all_types();
    if types == Types::every() {
        return None;
    }
    let article = |name: &str| match name {
        "null" => "null".to_owned(),
        "string" => schema.resolved().format().map_or("a string".to_owned(), |format| format!("a string (`{format}`)")),
        "array" => "a list".to_owned(),
        "integer" | "object" => format!("an {name}"),
        _ => format!("a {name}"),
    };
    either(types.names().map(article).collect())
}

fn sent_parameter(places: &Places<'_>, change: &Change) -> Option<String> {
    let parameter = places.parameter(change.new.at)?;
    let described = parameter.schema.and_then(|id| described(places.contract.schema(id)));
    Some(format!("send `{}`{}", places.contract.text(parameter.name), after_comma(described)))
}

/// The first operation that a change reaches.
fn operation<'c>(contract: &'c Contract, change: &Change) -> Option<&'c Operation> {
    let title = change.operations.first()?;
    contract.operations.iter().find(|operation| contract.title(operation) == *title)
}

/// The media types of the request body.
fn body(contract: &Contract, change: &Change) -> Vec<String> {
    let body = operation(contract, change).and_then(|operation| contract.request_body_of(operation));
    body.map_or_else(Vec::new, |body| {
        contract.media_types_of(&body.content).map(|(named, _)| contract.text(named.name).to_owned()).collect()
    })
}

/// The operation that has the `operationId` of one that is gone.
fn successor(diff: &Diff<'_>, change: &Change) -> Option<String> {
    let (id, _) = operation(diff.old, change)?.operation_id?;
    let id = diff.old.text(id);
    let new = diff.new;
    let found = new.operations.iter().find(|o| o.operation_id.is_some_and(|(other, _)| new.text(other) == id))?;
    Some(new.title(found))
}

/// The credentials that are enough now.
fn credentials(contract: &Contract, change: &Change) -> Option<String> {
    let security = contract.security_of(operation(contract, change)?)?;
    let name = |at: (crate::contract::Name, At)| format!("`{}`", contract.text(at.0));
    let alternatives = security.alternatives.iter().map(|alternative| {
        let schemes: Vec<String> = alternative
            .schemes
            .iter()
            .map(|scheme| {
                let scopes: Vec<String> = scheme.scopes.iter().copied().map(name).collect();
                let noun = if scopes.len() == 1 { "scope" } else { "scopes" };
                let with = enumerate(&scopes).map_or_else(String::new, |scopes| format!(" ({noun} {scopes})"));
                format!("`{}`{with}", contract.text(scheme.name))
            })
            .collect();
        enumerate(&schemes)
    });
    either(alternatives.flatten().collect())
}
