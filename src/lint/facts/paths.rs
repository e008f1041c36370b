//! How the paths of an API are built: singular and plural collections, the names of positions, slashes, verbs.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::case::words;
use super::ids::agrees;
use super::version::of_segment;
use super::words::{Number, Verb, lower_words};
use super::{Convention, ConventionSettings, OperationFacts};
use crate::contract::{Contract, Id, PathItem, Place};

/// What paths have in common.
pub struct Paths {
    /// Whether paths end in a slash.
    pub trailing_slash: Convention<bool>,
    /// Whether collections are plural.
    pub number: Convention<Number>,
    /// The collections, each name once.
    pub collections: Vec<Collection>,
    /// Paths whose parameter at some position is called otherwise in other paths.
    pub renamed: Vec<Renamed>,
    /// Paths with a segment that says what a method says.
    pub verbs: Vec<VerbSegment>,
    /// How many paths there are.
    pub total: usize,
}

/// A segment that names a collection.
pub struct Collection {
    /// The segment.
    pub text: String,
    /// Whether it is plural.
    pub number: Number,
    /// The first path that has it.
    pub item: Id<PathItem>,
}

/// A position of a path that other paths name otherwise.
pub struct Renamed {
    /// The path.
    pub item: Id<PathItem>,
    /// The name there.
    pub name: String,
    /// How many paths call it so.
    pub count: usize,
    /// The name that more paths have.
    pub usual: String,
    /// How many.
    pub usual_count: usize,
    /// One of them.
    pub usual_item: Id<PathItem>,
}

/// A segment with a verb.
pub struct VerbSegment {
    /// The path.
    pub item: Id<PathItem>,
    /// The segment.
    pub text: String,
    /// What the verb does.
    pub verb: Verb,
}

impl Paths {
    /// Collects the facts about the paths of a contract.
    pub fn of(contract: &Contract, operations: &[OperationFacts], settings: &ConventionSettings) -> Self {
        let items: Vec<Id<PathItem>> =
            contract.path_items.ids().filter(|&id| contract.path_items[id].place == Place::Path).collect();
        let path = |id: Id<PathItem>| contract.text(contract.path_items[id].name);
        let collections = collections(contract, &items, operations);
        let slashes = items.iter().map(|&id| path(id)).filter(|p| p.len() > 1).map(|p| p.ends_with('/'));
        Self {
            trailing_slash: Convention::infer(slashes, settings),
            number: Convention::infer(collections.iter().map(|c| c.number), settings),
            collections,
            renamed: renamed(contract, &items),
            verbs: items.iter().filter_map(|&item| verb_segment(contract, item)).collect(),
            total: items.len(),
        }
    }
}

/// Whether a segment is one parameter and nothing else.
fn is_parameter(segment: &str) -> bool {
    segment.len() > 2 && segment.starts_with('{') && segment.ends_with('}') && !segment[1..].contains('{')
}

/// Segments before a parameter, and the last segments of paths that answer with a list.
fn collections(contract: &Contract, items: &[Id<PathItem>], operations: &[OperationFacts]) -> Vec<Collection> {
    let mut known: HashMap<String, ()> = HashMap::new();
    let mut found = Vec::new();
    for &item in items {
        let path = &contract.path_items[item];
        let segments: Vec<&str> = contract.text(path.name).split('/').filter(|s| !s.is_empty()).collect();
        let method =
            |name: &str| path.operations.iter().find(|&&o| contract.text(contract.operations[o].method) == name);
        let lists = method("GET").is_some_and(|o| operations[o.index()].shape.list.is_some());
        for (position, segment) in segments.iter().enumerate() {
            if segment.contains(['{', '.', ':', '?']) || of_segment(segment).is_some() || known.contains_key(*segment) {
                continue;
            }
            // `activity` may answer with a list and still be right; only where one is added it is a singular collection.
            let (plural_collects, singular_collects) = match segments.get(position + 1) {
                Some(next) => (is_parameter(next) && names_its_element(segment, next), true),
                None => (lists, method("POST").is_some()),
            };
            let verb = lower_words(segment)
                .first()
                .and_then(|w| Verb::of(w).map(|_| ()).or_else(|| is_action(w).then_some(())));
            let collects = |number: &Number| plural_collects && (*number == Number::Plural || singular_collects);
            if let Some(number) = Number::of(segment).filter(collects).filter(|_| verb.is_none()) {
                known.insert((*segment).to_owned(), ());
                found.push(Collection { text: (*segment).to_owned(), number, item });
            }
        }
    }
    found
}

/// Whether a word at the beginning of a segment says what is done there, though no method says it.
fn is_action(word: &str) -> bool {
    ["exec", "login", "logout", "register", "signup"].contains(&word)
}

/// Whether a parameter picks an element of the collection before it: it is an id or a name, or is called as the
/// collection is. `/status/{from}` and `/search/{query}` are no collections.
fn names_its_element(segment: &str, parameter: &str) -> bool {
    let parameter = lower_words(parameter);
    let picks = |w: &String| {
        matches!(
            w.as_str(),
            "id" | "ids" | "uuid" | "guid" | "key" | "slug" | "code" | "sid" | "name" | "number" | "identifier"
        )
    };
    let own = lower_words(segment).pop().unwrap_or_default();
    let stem = Number::Singular.apply(&own);
    parameter.iter().any(|w| picks(w) || *w == own || *w == stem)
        || parameter.last().is_some_and(|w| w.ends_with("id") || w.ends_with("name"))
}

/// The positions of all paths as a tree: a node is a path so far, whatever its parameters are called.
#[derive(Default)]
struct Tree<'c> {
    nodes: HashMap<(u32, &'c str), u32>,
    /// For each node the names of the parameter after it, with the paths that have each.
    names: BTreeMap<u32, BTreeMap<&'c str, Vec<Id<PathItem>>>>,
    /// The segment that leads to each node.
    segments: HashMap<u32, &'c str>,
    /// How many paths end at each node.
    ends: HashMap<u32, usize>,
}

impl Tree<'_> {
    /// How a parameter is called: whether after the segment before it (`order_id` after `orders`), and whether an id.
    fn style(&self, node: u32, name: &str) -> (bool, bool) {
        let own = self.segments.get(&node).and_then(|s| lower_words(s).pop()).unwrap_or_default();
        let (stem, words) = (Number::Singular.apply(&own), lower_words(name));
        (words.iter().any(|w| *w == own || *w == stem), words.last().is_some_and(|w| w == "id"))
    }
}

fn renamed(contract: &Contract, items: &[Id<PathItem>]) -> Vec<Renamed> {
    let mut tree = Tree::default();
    let mut end_of: HashMap<Id<PathItem>, u32> = HashMap::new();
    for &item in items {
        let mut node = 0;
        for segment in contract.text(contract.path_items[item].name).split('/') {
            let shape = if is_parameter(segment) {
                let name = &segment[1..segment.len() - 1];
                tree.names.entry(node).or_default().entry(name).or_default().push(item);
                "{}"
            } else {
                segment
            };
            let next = tree.nodes.len() as u32 + 1;
            node = *tree.nodes.entry((node, shape)).or_insert(next);
            tree.segments.insert(node, segment);
        }
        *tree.ends.entry(node).or_default() += 1;
        end_of.insert(item, node);
    }
    let twin = |item: &Id<PathItem>| end_of.get(item).and_then(|n| tree.ends.get(n)).is_some_and(|&count| count > 1);
    // Where as many paths have one name as the other, the one that is made as most names are is the usual one.
    let mut styles: BTreeMap<(bool, bool), usize> = BTreeMap::new();
    for (&node, names) in tree.names.iter().filter(|(_, names)| names.len() == 1) {
        for name in names.keys() {
            *styles.entry(tree.style(node, name)).or_default() += 1;
        }
    }
    let habit = styles.iter().max_by_key(|(_, count)| **count).map(|(style, _)| *style);
    let mut found = Vec::new();
    for (&node, names) in tree.names.iter().filter(|(_, names)| names.len() > 1) {
        let rank = |name: &str, paths: &[Id<PathItem>]| {
            (paths.len(), Some(tree.style(node, name)) == habit, std::cmp::Reverse(paths[0]))
        };
        let Some((usual, usual_items)) = names.iter().max_by_key(|(name, paths)| rank(name, paths)) else { continue };
        for (name, paths) in names.iter().filter(|(name, _)| *name != usual) {
            // Two templates that match the same requests are a fault of another kind.
            let Some(&item) = paths.iter().find(|i| !twin(i)) else { continue };
            found.push(Renamed {
                item,
                name: (*name).to_owned(),
                count: paths.len(),
                usual: (*usual).to_owned(),
                usual_count: usual_items.len(),
                usual_item: usual_items[0],
            });
        }
    }
    found
}

/// A segment that says what a method says already: `getOrders`, `create-order`, `/orders/list`. An action under an item
/// is none.
fn verb_segment(contract: &Contract, id: Id<PathItem>) -> Option<VerbSegment> {
    const VERBS: [&str; 10] =
        ["get", "fetch", "retrieve", "list", "create", "update", "edit", "modify", "delete", "remove"];
    let item = &contract.path_items[id];
    let segments: Vec<&str> = contract.text(item.name).split('/').filter(|s| !s.is_empty()).collect();
    segments.iter().enumerate().find_map(|(position, segment)| {
        if segment.contains('{') || position > 0 && segments[position - 1].contains('{') {
            return None;
        }
        let words = words(segment);
        let first = words.first()?.to_lowercase();
        let verb = Verb::of(&first).filter(|_| VERBS.contains(&first.as_str()))?;
        let last = position + 1 == segments.len();
        let mut methods = item.operations.iter().map(|&o| contract.text(contract.operations[o].method));
        let repeats = if words.len() == 1 {
            // A lone `list` may be a thing; at the end of a path, after a name, it is not.
            last && position > 0
        } else {
            // `remove-token` may be a thing too, if the method does something else.
            first == "get" || methods.any(|m| agrees(verb, m))
        };
        repeats.then(|| VerbSegment { item: id, text: (*segment).to_owned(), verb })
    })
}
