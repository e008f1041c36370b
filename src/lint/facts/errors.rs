//! How the API answers when something goes wrong, and which of its answers leave its own ways.

use hashbrown::{HashMap, HashSet};

use super::answers::{Answer, stands_apart};
use super::convention::Authority;
use super::error_body::{Form, alternatives, carries_code, dangles, fields, is_of_oauth, is_request_id, says_nothing};
use super::habit::{Habit, OperationHabit};
use super::security::declares;
use super::shape::{is_json, json};
use super::{Convention, ConventionSettings};
use crate::contract::{
    At, ComponentKind, Contract, Id, MediaType, Name, Named, Operation, Place, Response, Schema, SpecVersion, Status,
};

/// The media type of problem details (RFC 9457).
pub const PROBLEM: &str = "application/problem+json";

/// What is known of the errors of an API: of the operations under `paths`, where the API is the server.
pub struct Errors {
    /// Whether operations describe an error of the client.
    pub client_errors: Habit,
    /// Whether any operation describes an error of the client besides 429.
    pub beyond_too_many_requests: bool,
    /// Whether operations describe an error of the server.
    pub server_errors: OperationHabit,
    /// Whether operations whose path names a thing say what they answer where it is not there.
    pub not_found: OperationHabit,
    /// Whether operations that take a body say what they answer where it is wrong.
    pub bad_request: OperationHabit,
    /// Each answer that is an error.
    pub answers: Vec<ErrorAnswer>,
    /// Whether errors have a body.
    pub bodies: Habit,
    /// Whether errors in JSON say what is in them.
    pub described: Habit,
    /// Whether errors with a body carry the id of their request, there or in a header.
    pub request_ids: Habit,
    /// The media types that errors are written in, without parameters.
    pub media_types: Convention<String>,
    /// The one that errors should be written in: pinned, or the most frequent.
    pub own_media_type: Option<String>,
    /// Whether they are.
    pub in_own_media_type: Habit,
    /// Each schema of an error in JSON once, in the order in which operations first use them.
    pub schemas: Vec<ErrorSchema>,
    /// The schema that most of them follow: a position in `schemas`.
    pub own_schema: Option<usize>,
    /// Who names it, if it is fixed in advance.
    pub schema_is_pinned: Option<Authority>,
    /// The schema that is used most of those that follow it: the one to name.
    pub model_schema: Option<usize>,
    /// Whether enough of them follow it.
    pub follow: Habit,
    /// Whether errors carry a code for programs.
    pub codes: Habit,
}

/// An answer that is an error.
#[derive(Clone, Debug)]
pub struct ErrorAnswer {
    /// The answer.
    pub answer: Answer,
    /// Whether it has a body.
    pub body: bool,
    /// Where the media type that says most about it is named.
    pub media_type_at: Option<At>,
    /// The name of that media type in lower case and without parameters; nothing for ranges.
    pub written_in: Option<String>,
    /// Whether it is not written in the API's own media type, and the others are.
    pub stray: bool,
    /// Whether its JSON has a schema that says something; nothing if it has no JSON.
    pub described: Option<bool>,
    /// The schema of its JSON, behind references.
    pub schema: Option<Id<Schema>>,
    /// Whether its body carries the id of the request.
    pub id_in_body: bool,
    /// Whether its headers do.
    pub id_in_header: bool,
}

/// A schema of errors.
#[derive(Clone, Debug)]
pub struct ErrorSchema {
    /// The schema, behind references.
    pub schema: Id<Schema>,
    /// The component's name, if it is one.
    pub name: Option<Name>,
    /// The first answer with it: a position in the list of those that are errors.
    pub answer: usize,
    /// How often operations answer with it.
    pub uses: usize,
    /// What it looks like.
    pub form: Form,
    /// Whether it follows the API's own schema.
    pub follows: bool,
    /// Whether it does not, and the others do.
    pub stray: bool,
    /// Whether it has a code for programs.
    pub code: bool,
    /// Whether a success has the same schema: then it describes a thing, and no error as such.
    pub thing: bool,
    /// Whether it is one of problem details (RFC 9457).
    pub problem: bool,
    /// Whether it has the form that OAuth fixes (RFC 6749, §5.2).
    pub oauth: bool,
}

/// What an operation describes of errors.
#[derive(Clone, Copy, Default, Debug)]
pub struct Described {
    /// An error of the client: a 4xx code or range, or `default`.
    pub client: bool,
    /// The same, but 429 does not count.
    pub client_besides_429: bool,
    /// An error of the server: a 5xx code or range, or `default`.
    pub server: bool,
    /// 429, by itself or in the range `4XX`.
    pub too_many_requests: bool,
    /// `default` covers 429, and no 4xx stands beside it: neither described nor left out.
    pub covers_too_many_requests: bool,
}

impl Described {
    /// What an operation describes.
    pub fn of(operation: &Operation) -> Self {
        let has = |test: &dyn Fn(Status) -> bool| operation.responses.iter().any(|r| test(r.status));
        let default = has(&|s| s == Status::Default);
        let client = has(&|s| s.class() == Some(4));
        Self {
            client: client || default,
            client_besides_429: has(&|s| s.class() == Some(4) && s != Status::Code(429)) || default,
            server: has(&|s| s.class() == Some(5)) || default,
            too_many_requests: has(&|s| matches!(s, Status::Code(429) | Status::Range(4))),
            covers_too_many_requests: default && !client,
        }
    }
}

/// The operations that are asked what errors they have: those under `paths` that describe any response.
pub fn asked(contract: &Contract) -> impl Iterator<Item = &Operation> {
    let served = contract.operations.iter().filter(|o| o.place == Place::Path && !o.responses.is_empty());
    served.filter(|o| !stands_apart(contract, o))
}

/// Whether an operation says what it answers where the thing that its path names is not there. Nothing where the path
/// names none, or where a range or `default` may say it.
pub fn says_not_found(contract: &Contract, operation: &Operation) -> Option<bool> {
    if contract.text(operation.path).contains('{') { declares(operation, 404) } else { None }
}

/// Whether an operation says what it answers to a body that is wrong. Nothing where it takes none, or where a range or
/// `default` may say it.
pub fn says_bad_request(operation: &Operation) -> Option<bool> {
    operation.request_body.as_ref()?;
    let said = [400, 422].map(|code| declares(operation, code));
    if said.contains(&Some(true)) { Some(true) } else { said[0] }
}

impl Errors {
    /// Collects what is known. `successes` are the schemas that operations succeed with.
    pub fn of(
        contract: &Contract,
        answers: &[Answer],
        successes: &HashSet<Id<Schema>>,
        settings: &ConventionSettings,
    ) -> Self {
        let described = || asked(contract).map(Described::of);
        let mut known = HashMap::new();
        let answers = answers.iter().filter(|a| a.errors > 0);
        let mut answers: Vec<ErrorAnswer> = answers.map(|a| ErrorAnswer::of(contract, *a, &mut known)).collect();
        let habit = |does: &dyn Fn(&ErrorAnswer) -> Option<bool>| {
            Habit::of(answers.iter().filter_map(|a| Some((does(a)?, a.answer.errors))), settings)
        };
        let bodies = habit(&|a| Some(a.body));
        let in_json = habit(&|a| a.described);
        let request_ids = habit(&|a| a.body.then_some(a.id_in_body || a.id_in_header));
        let written = answers.iter().filter_map(|a| Some((a.written_in.as_ref()?, a.answer.errors)));
        let written = written.flat_map(|(name, uses)| std::iter::repeat_n(name, uses)).cloned();
        let mut media_types = Convention::infer(written, settings);
        if let Some((pinned, by)) = settings.pinned("errors.media-type") {
            media_types = media_types.pin(essence(pinned), by);
        }
        let most = || media_types.tally.first().map(|(name, _)| name.clone());
        let own_media_type = media_types.dominant.clone().or_else(most);
        let own = own_media_type.as_deref();
        let known = answers.iter().filter(|a| a.written_in.is_some());
        let in_own_media_type = Habit::of(known.map(|a| (a.is_written_in(own, contract), a.answer.errors)), settings);
        let decided = media_types.pinned.is_some() || in_own_media_type.holds();
        for error in &mut answers {
            error.stray = decided && error.written_in.is_some() && !error.is_written_in(own, contract);
        }
        let mut schemas = error_schemas(contract, &answers);
        for schema in &mut schemas {
            schema.thing = successes.contains(&schema.schema);
        }
        let pinned = settings.pinned("errors.schema");
        let own_schema = match pinned {
            Some((pinned, _)) => schemas.iter().position(|s| s.name.is_some_and(|n| contract.text(n) == pinned)),
            None => own_schema(&schemas, settings),
        };
        if let Some(own) = own_schema {
            let form = schemas[own].form.clone();
            for schema in &mut schemas {
                schema.follows = schema.form.follows(&form);
            }
        }
        // What OAuth fixes for its own answers leaves nobody's ways.
        let free = schemas.iter().filter(|s| s.follows || !s.oauth);
        let follow = Habit::of(free.map(|s| (s.follows, s.uses)), settings);
        for schema in &mut schemas {
            schema.stray = !schema.follows && !schema.oauth && (pinned.is_some() || follow.holds());
        }
        let following = schemas.iter().enumerate().filter(|(_, s)| s.follows && !s.thing);
        // Of equals the first.
        let model_schema = following.rev().max_by_key(|(_, s)| (s.name.is_some(), s.uses)).map(|(at, _)| at);
        Self {
            client_errors: Habit::of(described().map(|d| (d.client, 1)), settings),
            beyond_too_many_requests: described().any(|d| d.client_besides_429),
            server_errors: OperationHabit::of(contract, asked(contract), |o| Described::of(o).server, settings),
            not_found: OperationHabit::told(contract, asked(contract), |o| says_not_found(contract, o), settings),
            bad_request: OperationHabit::told(contract, asked(contract), says_bad_request, settings),
            bodies,
            described: in_json,
            request_ids,
            media_types,
            own_media_type,
            in_own_media_type,
            follow,
            codes: Habit::of(schemas.iter().map(|s| (s.code, s.uses)), settings),
            schemas,
            model_schema: model_schema.filter(|_| own_schema.is_some()),
            own_schema,
            schema_is_pinned: pinned.map(|(_, by)| by),
            answers,
        }
    }
}

impl ErrorAnswer {
    /// `known` remembers which schemas have the id of a request in them.
    fn of(contract: &Contract, answer: Answer, known: &mut HashMap<Id<Schema>, bool>) -> Self {
        let response = answer.response(contract);
        let main = main_media_type(contract, response);
        let written_in = main.map(|m| essence(contract.text(m.name))).filter(|e| !e.contains('*'));
        let json = json(contract, &response.content);
        let schema = json.and_then(|m| m.schema).map(|id| contract.schema(id).resolved());
        let is_id = |name: Name| is_request_id(contract.text(name));
        let in_body = schema.is_some_and(|schema| {
            *known.entry(schema.id).or_insert_with(|| fields(schema).iter().any(|f| is_id(f.property.name)))
        });
        Self {
            answer,
            body: !response.content.is_empty(),
            stray: false,
            media_type_at: main.map(|m| m.used.at),
            // In 2.0 an operation says once for all its responses what they are written in.
            written_in: written_in.filter(|_| contract.version != SpecVersion::V2_0),
            described: json.map(|m| m.item_schema.is_some() || schema.is_some_and(|s| !says_nothing(s))),
            schema: schema.map(|s| s.id),
            id_in_body: in_body,
            id_in_header: response.headers.iter().any(|h| is_id(h.name)),
        }
    }

    /// Whether one of the media types that it offers is this one, or a range.
    fn is_written_in(&self, own: Option<&str>, contract: &Contract) -> bool {
        self.answer.response(contract).content.iter().any(|m| {
            let name = essence(contract.text(m.name));
            Some(name.as_str()) == own || name.contains('*')
        })
    }
}

/// The media type of a response that says most about it: its JSON, or else its first.
fn main_media_type<'c>(contract: &'c Contract, response: &'c Response) -> Option<&'c Named<MediaType>> {
    let content = &response.content;
    content.iter().find(|m| is_json(contract.text(m.name))).or_else(|| content.first())
}

/// A media type in lower case and without its parameters.
pub fn essence(range: &str) -> String {
    range.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The schemas of errors. Those in another media type than the API's own are left out: that they look otherwise is a
/// part of what is said about the media type.
fn error_schemas(contract: &Contract, answers: &[ErrorAnswer]) -> Vec<ErrorSchema> {
    // Which bodies there are, with the first answer of each and how often it is used.
    let mut bodies: Vec<(Id<Schema>, usize, usize)> = Vec::new();
    let mut known: HashMap<Id<Schema>, usize> = HashMap::new();
    for (position, error) in answers.iter().enumerate() {
        if error.described != Some(true) || error.stray {
            continue;
        }
        let Some(schema) = error.schema else { continue };
        let at = *known.entry(schema).or_insert(bodies.len());
        if at == bodies.len() {
            bodies.push((schema, position, 0));
        }
        bodies[at].2 += error.answer.errors;
    }
    let mut found: Vec<ErrorSchema> = Vec::new();
    known.clear();
    for (schema, answer, uses) in bodies {
        for body in alternatives(contract.schema(schema)) {
            // Behind a reference that leads nowhere there may be anything.
            if says_nothing(body) || dangles(body) {
                continue;
            }
            let at = *known.entry(body.id).or_insert(found.len());
            if at == found.len() {
                let fields = fields(body);
                found.push(ErrorSchema {
                    schema: body.id,
                    name: None,
                    answer,
                    uses: 0,
                    form: Form::of(body),
                    follows: true,
                    stray: false,
                    code: carries_code(&fields),
                    oauth: is_of_oauth(&fields),
                    thing: false,
                    problem: answers[answer].written_in.as_deref() == Some(PROBLEM),
                });
            }
            found[at].uses += uses;
        }
    }
    for component in contract.components.iter().filter(|c| c.kind == ComponentKind::Schema) {
        if let Some(&position) = component.schema.and_then(|id| known.get(&id)) {
            found[position].name.get_or_insert(component.name);
        }
    }
    found
}

/// The schema that stands for what most errors look like: of the most frequent forms the first that enough others
/// follow, or else the one that most others follow.
fn own_schema(schemas: &[ErrorSchema], settings: &ConventionSettings) -> Option<usize> {
    const CANDIDATES: usize = 8;
    let mut forms: HashMap<&Form, (usize, usize)> = HashMap::new();
    let mut first: Vec<usize> = Vec::new();
    for (position, schema) in schemas.iter().enumerate() {
        let (at, uses) = forms.entry(&schema.form).or_insert((first.len(), 0));
        *uses += schema.uses;
        if *at == first.len() {
            first.push(position);
        } else if schemas[first[*at]].uses < schema.uses {
            first[*at] = position;
        }
    }
    first.sort_by_key(|&p| std::cmp::Reverse(forms.get(&schemas[p].form).map_or(0, |f| f.1)));
    first.truncate(CANDIDATES);
    let total: usize = schemas.iter().map(|s| s.uses).sum();
    let followers =
        |p: usize| -> usize { schemas.iter().filter(|s| s.form.follows(&schemas[p].form)).map(|s| s.uses).sum() };
    let counted: Vec<(usize, usize)> = first.into_iter().map(|p| (p, followers(p))).collect();
    let enough = counted.iter().find(|(_, n)| *n as f64 >= settings.agreement * total as f64);
    // Of equals the most frequent.
    enough.or_else(|| counted.iter().rev().max_by_key(|(_, n)| *n)).map(|(p, _)| *p)
}
