//! How the operations of an API are called.

use std::collections::BTreeMap;

use hashbrown::{HashMap, HashSet};

use super::case::Case;
use super::case_habit::{CaseConvention, Sample};
use super::words::{Verb, lower_words};
use super::{Convention, ConventionSettings};
use crate::contract::{Contract, Id, Name, Operation, Place};

/// What operationIds have in common.
pub struct OperationIds {
    /// How many operations under `paths` have one.
    pub present: usize,
    /// How many operations there are under `paths`.
    pub total: usize,
    /// The sign between the group and the name, if there is one: `/` in `repos/list`.
    pub separator: Convention<Option<char>>,
    /// The case of the part after the sign.
    pub case: CaseConvention,
    /// Where the verb stands.
    pub order: Convention<Order>,
    /// Which method each verb goes with.
    pub methods: BTreeMap<String, Convention<Name>>,
    /// Ids that are equal to an earlier one, or differ from it in nothing but case and separators.
    pub twins: Vec<Twin>,
}

/// An operationId and the earlier one that it is taken for.
#[derive(Clone, Copy)]
pub struct Twin {
    /// The earlier operation.
    pub first: Id<Operation>,
    /// The later one.
    pub second: Id<Operation>,
}

/// Where the verb of a name stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Order {
    /// `create_customer`
    VerbFirst,
    /// `customer_create`
    VerbLast,
}

impl OperationIds {
    /// Collects the facts about the operationIds of a contract.
    pub fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
        let operations: Vec<_> = contract.operations.iter().filter(|o| o.place == Place::Path).collect();
        let ids: Vec<(&str, Name)> =
            operations.iter().filter_map(|o| o.operation_id.map(|(id, _)| (contract.text(id), o.method))).collect();
        // Beside `channels_setTopic`, `channels_archive` may be a group and a name as well as two words: it says nothing.
        let grouped = ids.iter().any(|(id, _)| separator(id) == Some('_'));
        let telling = ids.iter().filter(|(id, _)| !(grouped && separator(id).is_none() && id.contains('_')));
        let separators = Convention::infer(telling.map(|(id, _)| separator(id)), settings);
        let name_part = |id| name_part(id, separators.dominant);
        let mut methods: BTreeMap<String, Vec<Name>> = BTreeMap::new();
        for (id, method) in &ids {
            if let Some((verb, _)) = verb_of(name_part(id)) {
                methods.entry(verb).or_default().push(*method);
            }
        }
        Self {
            present: ids.len(),
            total: operations.len(),
            case: CaseConvention::infer(
                ids.iter().map(|(id, _)| Sample::of(name_part(id))),
                settings,
                "naming.operation-id",
                "operationIds",
            ),
            order: Convention::infer(
                ids.iter().filter_map(|(id, method)| order_of(name_part(id), contract.text(*method))),
                settings,
            ),
            methods: methods.into_iter().map(|(verb, m)| (verb, Convention::infer(m, settings))).collect(),
            twins: twins(contract),
            separator: separators,
        }
    }

    /// The sign that divides an operationId into a group and a name, as it is read in this API.
    pub fn separator_of(&self, id: &str) -> Option<char> {
        separator(id).or_else(|| usual_separator(id, self.separator.dominant))
    }

    /// The part of an operationId after the group, as it is read in this API.
    pub fn name_part<'i>(&self, id: &'i str) -> &'i str {
        name_part(id, self.separator.dominant)
    }
}

fn twins(contract: &Contract) -> Vec<Twin> {
    let mut known: HashMap<String, Id<Operation>> = HashMap::new();
    // A path item or a callback that several places refer to is one definition.
    let mut seen = HashSet::new();
    let mut twins = Vec::new();
    for id in contract.operations.ids() {
        let operation = &contract.operations[id];
        let Some((name, at)) = operation.operation_id.filter(|_| operation.place != Place::Component) else { continue };
        if seen.insert(at) {
            let folded = contract.text(name).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
            let first = *known.entry(folded.collect()).or_insert(id);
            if first != id {
                twins.push(Twin { first, second: id });
            }
        }
    }
    twins
}

/// The first sign of an operationId that no name can have.
pub fn strange_sign(id: &str) -> Option<char> {
    id.chars().find(|c| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.' | '/' | ':' | '#' | '~'))
}

/// Whether an operationId can be the name of a function, once its separators are replaced.
pub fn is_usable(id: &str) -> bool {
    !id.is_empty() && strange_sign(id).is_none() && !id.starts_with(|c: char| c.is_ascii_digit())
}

/// The sign that divides an operationId into a group and a name.
fn separator(id: &str) -> Option<char> {
    // What begins with a digit after a sign is a version: `list_orders_v2.0`.
    let mut letters = id.chars().peekable();
    let sign = std::iter::from_fn(|| Some((letters.next()?, letters.peek().copied())))
        .find(|(sign, next)| matches!(sign, '/' | '.' | ':' | '#') && !next.is_some_and(|c| c.is_ascii_digit()))
        .map(|(sign, _)| sign);
    // `Users_GetById`, as some generators write it, is no snake_case.
    sign.or_else(|| (id.contains('_') && Case::of(id).is_none()).then_some('_'))
}

/// `_` where it usually stands after a group, and may here.
fn usual_separator(id: &str, usual: Option<Option<char>>) -> Option<char> {
    usual.flatten().filter(|&sign| sign == '_' && id.contains(sign))
}

fn name_part(id: &str, usual: Option<Option<char>>) -> &str {
    let sign = separator(id).or_else(|| usual_separator(id, usual));
    sign.and_then(|sign| id.rsplit_once(sign)).map_or(id, |(_, name)| name)
}

/// The verbs that a name may end with; most others are nouns or adjectives there.
const LAST: [&str; 9] = ["get", "list", "fetch", "retrieve", "create", "add", "update", "delete", "remove"];

/// The verb of a name, and what it does: the first word, or else the last.
pub fn verb_of(name: &str) -> Option<(String, Verb)> {
    let words = lower_words(name);
    let verb = |word: &String| Verb::of(word).map(|verb| (word.clone(), verb));
    // `mark_as_read` ends with no verb, and `join_wish_list` with a thing.
    let last = || words.last().filter(|w| LAST.contains(&w.as_str()) && *w != "list").and_then(verb);
    words.first().and_then(verb).or_else(last)
}

/// Where the verb of a name stands. A last word counts only if it goes with the method, since many verbs are nouns too.
pub fn order_of(name: &str, method: &str) -> Option<Order> {
    let words = lower_words(name);
    if words.len() < 2 {
        return None;
    }
    if words.first().and_then(|w| Verb::of(w)).is_some() {
        return Some(Order::VerbFirst);
    }
    let last = words.last().filter(|w| LAST.contains(&w.as_str())).and_then(|w| Verb::of(w))?;
    agrees(last, method).then_some(Order::VerbLast)
}

/// Whether a verb says what a method does.
pub fn agrees(verb: Verb, method: &str) -> bool {
    match verb {
        Verb::Read => matches!(method, "GET" | "HEAD" | "QUERY"),
        Verb::Create => matches!(method, "POST" | "PUT"),
        Verb::Update => matches!(method, "PUT" | "PATCH" | "POST"),
        Verb::Delete => method == "DELETE",
        Verb::Act => false,
    }
}

/// Whether a verb says what a method never does.
pub fn contradicts(verb: Verb, method: &str) -> bool {
    match verb {
        Verb::Read => matches!(method, "DELETE" | "PUT" | "PATCH"),
        Verb::Create | Verb::Update => matches!(method, "GET" | "HEAD" | "QUERY" | "DELETE"),
        Verb::Delete => matches!(method, "GET" | "HEAD" | "QUERY"),
        Verb::Act => false,
    }
}
