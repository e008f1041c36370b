//! Names of one thing that are spelled in several ways: `username` and `user_name`, `userID` and `userId`, `colour` and
//! `color`, `cust_id` and `customer_id`.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::case::is_wordy;
use super::names::Names;
use super::twins::Twins;
use super::words::{long_key, lower_words, spelling_key};
use crate::contract::{At, Contract, Name, ParameterIn};

/// A name that stands beside another spelling of itself.
pub struct Spelling {
    /// The rarer name.
    pub name: Name,
    /// Where it first stands.
    pub at: At,
    /// How often.
    pub count: usize,
    /// The more frequent name.
    pub usual: Name,
    /// Where that first stands.
    pub usual_at: At,
    /// How often.
    pub usual_count: usize,
    /// Whether the two may still be meant: a word is cut short in one, or one is a parameter and one a property.
    pub mild: bool,
}

/// What a name is a name of. Names of each sort may follow a case of their own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Sort {
    Property,
    FormField,
    Path,
    Query,
}

/// A name, where it is used, and how often.
struct Used {
    name: Name,
    at: At,
    count: usize,
    sort: Sort,
    words: Vec<String>,
}

/// Finds the names that have several spellings.
pub fn of(contract: &Contract, names: &Names, twins: &Twins) -> Vec<Spelling> {
    let used = used(contract, names, twins);
    let mut found = Vec::new();
    let mut by_letters: BTreeMap<String, Vec<&Used>> = BTreeMap::new();
    let mut by_long: BTreeMap<String, Vec<&Used>> = BTreeMap::new();
    for name in &used {
        let text = contract.text(name.name);
        by_letters.entry(spelling_key(text)).or_default().push(name);
        if let Some(key) = long_key(text) {
            by_long.entry(key).or_default().push(name);
        }
    }
    // Where each part of the API has a case of its own, names of equal words are written as they should be.
    let split = names.properties.is_split();
    for group in by_letters.values() {
        compare(group, false, split, &mut found);
    }
    // Names of equal letters were compared above.
    let letters = |u: &Used| spelling_key(contract.text(u.name));
    let differ = |group: &&Vec<&Used>| group.iter().any(|u| letters(u) != letters(group[0]));
    for group in by_long.values().filter(differ) {
        compare(group, true, split, &mut found);
    }
    found
}

/// Compares the names of one thing: the most frequent one is the usual one.
fn compare(group: &[&Used], short: bool, split: bool, found: &mut Vec<Spelling>) {
    let Some(usual) = group.iter().max_by_key(|u| (u.count, std::cmp::Reverse(u.at))) else { return };
    for other in group.iter().filter(|u| u.name != usual.name) {
        if other.words == usual.words && (short || split || other.sort != usual.sort) {
            continue;
        }
        found.push(Spelling {
            name: other.name,
            at: other.at,
            count: other.count,
            usual: usual.name,
            usual_at: usual.at,
            usual_count: usual.count,
            mild: short || other.sort != usual.sort,
        });
    }
}

/// The names of properties and of parameters in paths and queries, without those that other rules speak of: names that
/// leave the case of their sort, twins, and names with signs before or after their words.
fn used(contract: &Contract, names: &Names, twins: &Twins) -> Vec<Used> {
    let mut known: HashMap<(Name, Sort), Option<usize>> = HashMap::new();
    let mut used: Vec<Used> = Vec::new();
    let mut add = |name: Name, at: At, sort: Sort| {
        let position = *known.entry((name, sort)).or_insert_with(|| {
            let text = contract.text(name);
            let case = match sort {
                Sort::Property => Some(&names.properties.whole),
                Sort::FormField => Some(&names.properties.form),
                Sort::Path => names.parameter_case(ParameterIn::Path),
                Sort::Query => names.parameter_case(ParameterIn::Query),
            };
            let letter = |c: char| c.is_ascii_alphanumeric();
            let whole = is_wordy(text) && text.starts_with(letter) && text.ends_with(letter);
            if !whole || twins.contains(at) || case.is_some_and(|c| c.departure(text).is_some()) {
                return None;
            }
            used.push(Used { name, at, count: 0, sort, words: lower_words(text) });
            Some(used.len() - 1)
        });
        if let Some(position) = position {
            used[position].count += 1;
        }
    };
    for schema in contract.all_schemas() {
        let sort = if names.properties.is_form(schema.id) { Sort::FormField } else { Sort::Property };
        schema.properties().for_each(|p| add(p.name, p.key, sort));
    }
    for parameter in &contract.parameters {
        match parameter.place {
            ParameterIn::Path => add(parameter.name, parameter.name_at, Sort::Path),
            ParameterIn::Query => add(parameter.name, parameter.name_at, Sort::Query),
            _ => {}
        }
    }
    used
}
