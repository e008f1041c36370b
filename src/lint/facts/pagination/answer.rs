//! What the answer of a list holds: the list itself, and what is told about its pages.

use super::words::{Signal, is_container, is_general_field, signal};
use crate::contract::keywords::Keyword;
use crate::contract::schema::NamedSchema;
use crate::contract::{At, Contract, Id, Name, Response, Schema, SchemaView, Types};
use crate::lint::facts::case::words;
use crate::lint::facts::shape::{List, Shape};

/// A field or a header that tells something about pages.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// What it tells.
    pub signal: Signal,
    /// Its name.
    pub name: Name,
    /// The node of its key.
    pub key: At,
}

/// The answer of a list.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The list.
    pub list: Option<List>,
    /// The schema of the whole answer, behind its references.
    pub schema: Option<Id<Schema>>,
    /// The response.
    pub response: Option<Id<Response>>,
    /// What fields beside the list tell, in the order of the text; those of an object about pages
    /// after those of the answer itself.
    pub told: Vec<Told>,
    /// What headers tell; `Link` tells [`Signal::Links`].
    pub headers: Vec<Told>,
    /// Whether there may be more than is described: an object about pages without properties.
    pub vague: bool,
}

impl Answer {
    /// The answer of an operation. `paged` says that its parameters ask for pages, so that an object with one list
    /// holds the list that they speak of.
    pub(super) fn of(contract: &Contract, shape: &Shape, paged: bool) -> Self {
        let schema = shape.success_schema.map(|id| contract.schema(id));
        let mut answer =
            Self { list: shape.list, schema: shape.success_schema, response: shape.success, ..Self::default() };
        if answer.list.is_none() && paged {
            answer.list = schema.and_then(only_list);
        }
        if let Some(schema) = schema {
            answer.look(schema);
        }
        for header in shape.success.iter().flat_map(|&id| &contract.responses[id].headers) {
            let name = contract.text(header.name);
            let told = match () {
                () if name.eq_ignore_ascii_case("link") => Some(Signal::Links),
                () if name.eq_ignore_ascii_case("content-range") => Some(Signal::Total),
                () => signal(name, false).or_else(|| about_pages(name).then_some(Signal::Total)),
            };
            answer.headers.extend(told.map(|signal| Told { signal, name: header.name, key: header.key }));
        }
        answer
    }

    fn look(&mut self, schema: SchemaView<'_>) {
        let contract = schema.contract;
        let list = self.list.and_then(|l| l.envelope);
        let mut inside = Vec::new();
        for property in schema.all_properties() {
            if Some(property.name) == list {
                continue;
            }
            let name = contract.text(property.name);
            let types = property.schema.all_types();
            let object = is_container(name) && (types.is_empty() || types.contains(Types::OBJECT));
            if object {
                inside.push(property.schema);
            }
            // An object called `pages` is no number of pages.
            let told = signal(name, false).filter(|&s| !object || s == Signal::Links);
            self.add(property, told);
        }
        for object in inside {
            let properties = object.all_properties();
            self.vague |= properties.is_empty() && object.all_types().contains(Types::OBJECT);
            for property in properties {
                self.add(property, signal(contract.text(property.name), true));
            }
        }
    }

    fn add(&mut self, property: NamedSchema<'_>, signal: Option<Signal>) {
        let Some(mut signal) = signal else { return };
        let format = property.schema.resolved().text(Keyword::Format);
        if signal == Signal::Next && format.is_some_and(|f| f.starts_with("uri")) {
            signal = Signal::Address;
        }
        self.told.push(Told { signal, name: property.name, key: property.key });
    }

    /// Whether a field or a header tells this; an address of the next page tells where it begins, too.
    pub fn tells(&self, signal: Signal) -> bool {
        let mut all = self.told.iter().chain(&self.headers).map(|t| t.signal);
        all.any(|told| told == signal || (signal == Signal::Next && told == Signal::Address))
    }

    /// Whether anything is told about pages.
    pub fn is_telling(&self) -> bool {
        self.vague || !self.told.is_empty() || !self.headers.is_empty()
    }

    /// The field that tells this under a name that all lists could use.
    pub fn field(&self, contract: &Contract, signal: Signal) -> Option<Told> {
        let general = |t: &&Told| signal != Signal::Total || is_general_field(contract.text(t.name));
        self.told.iter().filter(|t| t.signal == signal).find(general).copied()
    }

    /// Whether the response has a `Link` header (RFC 8288).
    pub fn link_header(&self) -> bool {
        self.headers.iter().any(|h| h.signal == Signal::Links)
    }

    /// Whether the answer is an array and not an object that holds one.
    pub fn is_bare(&self) -> bool {
        self.list.is_some_and(|l| l.envelope.is_none())
    }
}

/// `X-Page`, `X-Per-Page`, `X-Pagination`: headers about pages whatever they say.
fn about_pages(name: &str) -> bool {
    words(name).iter().any(|w| ["page", "pages", "pagination"].contains(&w.to_ascii_lowercase().as_str()))
}

/// The one array among the properties of an object.
fn only_list(schema: SchemaView<'_>) -> Option<List> {
    let properties = schema.all_properties();
    let mut arrays = properties.iter().filter(|p| p.schema.all_types().contains(Types::ARRAY));
    let first = arrays.next()?;
    arrays.next().is_none().then(|| List { envelope: Some(first.name), array: first.schema.resolved().id })
}
