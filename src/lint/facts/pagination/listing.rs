//! Which operations read a list, and what takes part in it.

use super::Style;
use super::answer::Answer;
use super::words::{self, Role, Signal, spoken};
use crate::contract::keywords::Keyword;
use crate::contract::{Contract, Id, Operation, Parameter, ParameterIn, Place, Types};
use crate::lint::facts::protocols::is_prescribed_path;
use crate::lint::facts::shape::Shape;

/// An operation that reads a list.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The operation.
    pub operation: Id<Operation>,
    /// The parameters that play a part in it.
    pub parameters: Vec<(Role, Id<Parameter>)>,
    /// What it answers with.
    pub answer: Answer,
    /// Whether it is a list that could grow: none of a fixed set, an export or the like.
    pub grows: bool,
}

impl Listing {
    /// The parameter that plays a part.
    pub fn parameter(&self, role: Role) -> Option<Id<Parameter>> {
        self.parameters.iter().find(|p| p.0 == role).map(|p| p.1)
    }

    /// Whether a client can go on in this way.
    pub fn has_style(&self, style: Style) -> bool {
        match style {
            Style::Cursor => self.parameter(Role::Cursor).or(self.parameter(Role::Back)).is_some(),
            Style::Page => self.parameter(Role::Page).is_some(),
            Style::Offset => self.parameter(Role::Offset).is_some(),
            Style::Link => self.answer.link_header(),
        }
    }

    /// The ways in which a client can go on, the most exact first.
    pub fn styles(&self) -> impl Iterator<Item = Style> {
        Style::ALL.into_iter().map(|s| s.0).filter(|&s| self.has_style(s))
    }

    /// Whether a client can get at all of the list in pieces: by parameters, or by addresses in the answer.
    pub fn is_paged(&self) -> bool {
        let linked = self.answer.tells(Signal::Links)
            || self.answer.tells(Signal::Address)
            || self.answer.headers.iter().any(|h| h.signal == Signal::Next)
            || self.answer.vague;
        linked || self.styles().next().is_some()
    }
}

/// The roles that a query parameter may play: one, or several if it is an object like `page[size]` and `page[number]`.
pub(super) fn guess(contract: &Contract, parameter: &Parameter) -> Vec<words::Guess> {
    if parameter.place != ParameterIn::Query {
        return Vec::new();
    }
    let schema = parameter.schema.map(|id| contract.schema(id));
    let object = schema.filter(|s| s.all_types().contains(Types::OBJECT) && s.all_types().non_null() == Types::OBJECT);
    match object {
        Some(object) if ["page", "pagination"].contains(&spoken(contract.text(parameter.name)).as_str()) => {
            let fields = object.all_properties();
            let named = fields.iter().map(|f| format!("page {}", contract.text(f.name)));
            named.filter_map(|name| words::by_name(&name)).filter(|guess| guess.1).collect()
        }
        Some(_) => Vec::new(),
        None => words::role(contract, parameter).into_iter().collect(),
    }
}

pub(super) fn listing(
    contract: &Contract,
    id: Id<Operation>,
    shape: &Shape,
    guesses: &[Vec<words::Guess>],
) -> Option<Listing> {
    let operation = &contract.operations[id];
    if operation.place != Place::Path
        || operation.deprecated.is_some()
        || is_prescribed_path(contract.text(operation.path))
        || !matches!(contract.text(operation.method), "GET" | "QUERY")
    {
        return None;
    }
    let uses = || operation.parameters.iter().filter_map(|p| p.id);
    let all = uses().flat_map(|p| guesses[p.index()].iter().map(move |&(role, sure)| (role, sure, p)));
    let all: Vec<_> = all.collect();
    let leads_on = |role: Role| matches!(role, Role::Cursor | Role::Back | Role::Page | Role::Offset);
    let paged = all.iter().any(|&(role, sure, _)| sure && (leads_on(role) || role == Role::Limit));
    let answer = Answer::of(contract, shape, paged);
    // A list that an address with a parameter at its end leads to is a part of one thing, unless it takes pages.
    let reads = answer.list.is_some() && (!shape.item || paged);
    let unknown = answer.list.is_none() && !shape.item;
    let leads = all.iter().any(|&(role, sure, _)| sure && leads_on(role));
    if !(reads || (unknown && leads)) {
        return None;
    }
    // Names with other meanings count where the rest is certain; `from` beside `to` is a span.
    let spans =
        uses().any(|p| ["to", "end", "until"].contains(&spoken(contract.text(contract.parameters[p].name)).as_str()));
    let counts =
        |g: &(Role, bool, Id<Parameter>)| g.1 || ((paged || answer.list.is_some()) && !(spans && g.0 == Role::Offset));
    let mut parameters: Vec<_> = all.iter().copied().filter(counts).collect();
    // Of two that play the same part, the plain name that is not on its way out is the one.
    parameters.sort_by_key(|&(_, sure, id)| (contract.parameters[id].deprecated, !sure));
    let parameters = parameters.into_iter().map(|(role, _, id)| (role, id)).collect();
    let grows = grows(contract, operation, shape, &answer);
    Some(Listing { operation: id, parameters, answer, grows })
}

/// Whether a list is one that grows with the data: no fixed set, no export, and not asked for by names or times.
fn grows(contract: &Contract, operation: &Operation, shape: &Shape, answer: &Answer) -> bool {
    const FIXED: [&str; 26] = [
        "types",
        "statuses",
        "states",
        "currencies",
        "countries",
        "languages",
        "locales",
        "timezones",
        "time zones",
        "regions",
        "permissions",
        "scopes",
        "features",
        "settings",
        "options",
        "preferences",
        "capabilities",
        "formats",
        "units",
        "codes",
        "plans",
        "roles",
        "limits",
        "defaults",
        "stats",
        "downloads",
    ];
    const STREAMS: [&str; 8] = ["export", "download", "stream", "feed", "rss", "batch", "dump", "snapshot"];
    const SPANS: [&str; 15] = [
        "from", "to", "start", "end", "since", "until", "date", "time", "period", "month", "year", "day", "interval",
        "window", "hr",
    ];
    let Some(list) = answer.list else { return false };
    let array = contract.schema(list.array);
    let fixed_items = array.child(Keyword::Items).is_some_and(|i| {
        i.conjuncts().iter().any(|s| s.has(Keyword::Enum) || s.has(Keyword::Const)) || i.all_types() == Types::BOOLEAN
    });
    if array.has(Keyword::MaxItems) || array.has(Keyword::PrefixItems) || fixed_items {
        return false;
    }
    let resource = shape.resource.as_deref().map(spoken).unwrap_or_default();
    let fixed = FIXED.iter().any(|f| resource == *f || resource.ends_with(&format!(" {f}")));
    if fixed || !is_plural(&resource) || resource.split(' ').any(|w| STREAMS.contains(&w)) {
        return false;
    }
    // What is replaced as a whole is read as a whole.
    let mut siblings = contract.path_items[operation.path_item].operations.iter().map(|&id| &contract.operations[id]);
    if siblings.any(|o| matches!(contract.text(o.method), "PUT" | "PATCH")) {
        return false;
    }
    // Numbers about everything, and what RFC 8615 fixes.
    if contract.text(operation.path).split('/').any(|s| ["stats", "statistics", ".well-known"].contains(&s)) {
        return false;
    }
    let ranges = answer.response.iter().flat_map(|&id| &contract.responses[id].content);
    if ranges.map(|m| contract.text(m.name)).any(|range| {
        ["csv", "ndjson", "jsonl", "json-seq", "event-stream", "octet-stream"].iter().any(|s| range.contains(s))
    }) {
        return false;
    }
    let asked = |p: &Parameter| {
        let named = || {
            let spoken = spoken(contract.text(p.name));
            let mut words = spoken.split(' ');
            words.any(|w| SPANS.contains(&w) || w == "ids")
        };
        let list = || p.schema.is_some_and(|s| contract.schema(s).all_types().contains(Types::ARRAY));
        p.place == ParameterIn::Query && p.required && (named() || list())
    };
    !contract.parameters_of(operation).any(asked)
}

/// Whether a resource is called by a word for many, or by one for looking through many.
fn is_plural(resource: &str) -> bool {
    const OTHERS: [&str; 12] = [
        "people",
        "children",
        "media",
        "data",
        "staff",
        "history",
        "activity",
        "inventory",
        "list",
        "search",
        "all",
        "json",
    ];
    let last = resource.rsplit(' ').next().unwrap_or_default();
    let many = last.ends_with('s') && !["ss", "us", "is"].iter().any(|end| last.ends_with(end));
    many || OTHERS.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_in_the_plural_are_collections() {
        for (resource, plural) in
            [("orders", true), ("address", false), ("status", false), ("open orders", true), ("people", true)]
        {
            assert_eq!(is_plural(resource), plural, "{resource}");
        }
    }
}
