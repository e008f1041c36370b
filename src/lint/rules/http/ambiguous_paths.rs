use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use crate::finding::Severity;
use crate::lint::facts::templates::{shape, shorten};
use crate::lint::rules::prelude::*;
use crate::schema::value::Value;

rule! {
    /// ## What it does
    /// Finds two paths that one request can match: `/books/{id}` and `/books/{isbn}`, which are the same path to every
    /// router, and `/books/{id}/first` and `/books/new/{page}`, of which neither is the more exact.
    ///
    /// `/books/new` beside `/books/{id}` is no fault: the path without variables wins. Paths of the second kind count
    /// only where they share a method, and where the words of each may be values of the other's variables: `new` is no
    /// number.
    ///
    /// ## Why
    /// Which operation answers depends on the router, on the order of the file, on chance.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{isbn}:
    ///     summary: Books by their number.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/latest:
    ///     summary: The newest book.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.8.2 Path Templating Matching](https://spec.openapis.org/oas/v3.1.1.html#path-templating-matching):
    ///   templated paths with the same hierarchy but different templated names must not exist
    AmbiguousPaths {
        id: "ambiguous-paths",
        area: Http,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "one request matches two paths",
    }
}

impl Rule for AmbiguousPaths {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let items: Vec<&PathItem> = contract.path_items.iter().filter(|i| i.place == Place::Path).collect();
        let mut first: HashMap<String, &PathItem> = HashMap::new();
        let mut distinct = Vec::new();
        for item in &items {
            match first.entry(shape(contract.text(item.name))) {
                hashbrown::hash_map::Entry::Occupied(earlier) => {
                    let other = *earlier.get();
                    // The same key twice is a duplicate key.
                    if other.name == item.name {
                        continue;
                    }
                    let (path, other_path) = (shorten(contract.text(item.name)), shorten(contract.text(other.name)));
                    let message = format!("`{path}` and `{other_path}` are the same path, since names of variables are not sent");
                    cx.report(item.key, "the same path again", message)
                        .related(other.key, "the other")
                        .help("merge the two, and tell the cases apart by a query parameter or by another segment");
                }
                hashbrown::hash_map::Entry::Vacant(place) => {
                    place.insert(item);
                    distinct.push(*item);
                }
            }
        }
        let mut pairs = overlaps(contract, &distinct);
        pairs.retain(|(a, b)| can_meet(cx, a, b));
        for (item, others) in blockers(pairs) {
            let (path, other_path) = (shorten(contract.text(item.name)), shorten(contract.text(others[0].name)));
            let more = match others.len() - 1 {
                0 => String::new(),
                1 => " (as with 1 other path)".to_owned(),
                more => format!(" (as with {more} other paths)"),
            };
            let message = format!("a request can match `{path}` and `{other_path}`, and neither is the more exact{more}");
            cx.report(item.key, "matches both", message)
                .at_most(Severity::Warning)
                .related(others[0].key, "the other")
                .help("move the fixed words of both to the same place, or rename one");
        }
    }
}

type Pair<'c> = (&'c PathItem, &'c PathItem);

/// Pairs as faults: a path that stands in the way of many others is one. What is in most pairs is told first, with
/// its partners; of equals the later one.
fn blockers<'c>(mut pairs: Vec<Pair<'c>>) -> Vec<(&'c PathItem, Vec<&'c PathItem>)> {
    let mut found = Vec::new();
    while !pairs.is_empty() {
        let mut counts: BTreeMap<At, (usize, &'c PathItem)> = BTreeMap::new();
        for item in pairs.iter().flat_map(|&(a, b)| [a, b]) {
            counts.entry(item.key).or_insert((0, item)).0 += 1;
        }
        let Some((&key, &(_, item))) = counts.iter().max_by_key(|(key, (count, _))| (*count, **key)) else { break };
        let (own, rest): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(a, b)| a.key == key || b.key == key);
        found.push((item, own.into_iter().map(|(a, b)| if a.key == key { b } else { a }).collect()));
        pairs = rest;
    }
    found
}

/// A path of the trie that all paths of the same length make.
#[derive(Default)]
struct Branch<'c> {
    fixed: BTreeMap<&'c str, usize>,
    variable: Option<usize>,
    item: Option<&'c PathItem>,
}

const VARIABLE: &str = "{}";

/// How many steps the search may take, and how many pairs it may find: real APIs need a few thousand steps and have a
/// few dozen pairs, and a hostile one must end.
const STEPS: usize = 1 << 20;
const PAIRS: usize = 300;

/// Pairs of paths that one request can match and of which neither is the more exact.
fn overlaps<'c>(contract: &'c Contract, items: &[&'c PathItem]) -> Vec<Pair<'c>> {
    let segments = |item: &PathItem| -> Vec<&'c str> {
        let path = contract.text(item.name);
        let is_variable = |s: &str| s.len() > 2 && s.starts_with('{') && s.find('}') == Some(s.len() - 1);
        path.split('/').map(|s| if is_variable(s) { VARIABLE } else { s }).collect()
    };
    let mut branches: Vec<Branch<'c>> = Vec::new();
    let mut roots: BTreeMap<usize, usize> = BTreeMap::new();
    for item in items {
        let segments = segments(item);
        let mut at = *roots.entry(segments.len()).or_insert_with(|| {
            branches.push(Branch::default());
            branches.len() - 1
        });
        for segment in segments {
            let new = branches.len();
            let branch = &mut branches[at];
            at = if segment == VARIABLE {
                *branch.variable.get_or_insert(new)
            } else {
                *branch.fixed.entry(segment).or_insert(new)
            };
            if at == new {
                branches.push(Branch::default());
            }
        }
        branches[at].item = Some(item);
    }
    let mut pairs = Vec::new();
    let mut steps = STEPS;
    for item in items {
        let segments = segments(item);
        if !segments.contains(&VARIABLE) || steps == 0 || pairs.len() >= PAIRS {
            continue;
        }
        // Each pair is found from the path that has the fixed word at the first difference. A state is the place in
        // the trie, the depth, whether the other had a variable where this has a word, and the reverse.
        let mut open = vec![(roots[&segments.len()], 0, false, false)];
        while let Some((at, depth, looser, tighter)) = open.pop() {
            let Some(left) = steps.checked_sub(1) else { break };
            steps = left;
            let branch = &branches[at];
            let Some(&segment) = segments.get(depth) else {
                if let Some(other) = branch.item.filter(|o| looser && tighter && shares_method(contract, item, o)) {
                    pairs.push((*item, other));
                }
                continue;
            };
            if segment == VARIABLE {
                open.extend(branch.variable.map(|next| (next, depth + 1, looser, tighter)));
                if looser {
                    open.extend(branch.fixed.values().map(|&next| (next, depth + 1, looser, true)));
                }
            } else {
                open.extend(branch.fixed.get(segment).map(|&next| (next, depth + 1, looser, tighter)));
                open.extend(branch.variable.map(|next| (next, depth + 1, true, tighter)));
            }
        }
    }
    pairs
}

/// Whether each word of one path may be the value of the variable that the other has in its place: where an id is a
/// number, `/books/latest/pages` stands in nobody's way.
fn can_meet<'c>(cx: &mut Cx<'c>, a: &'c PathItem, b: &'c PathItem) -> bool {
    let contract = cx.contract;
    let segments = |item: &PathItem| contract.text(item.name).split('/').map(str::to_owned).collect::<Vec<_>>();
    let mut refuses = |item: &'c PathItem, variable: &str, word: &str| {
        let Some(name) = variable.strip_prefix('{').and_then(|v| v.strip_suffix('}')) else { return false };
        let parameters = item.operations.iter().flat_map(|&id| contract.parameters_of(&contract.operations[id]));
        let mut schemas = parameters
            .filter(|p| p.place == ParameterIn::Path && contract.text(p.name) == name)
            .map(|p| p.schema.map(|schema| refuses_text(cx, contract.schema(schema), word)));
        // A variable that nobody describes may be anything.
        schemas.next().is_some_and(|first| first == Some(true) && schemas.all(|other| other == Some(true)))
    };
    let (left, right) = (segments(a), segments(b));
    left.iter().zip(&right).all(|(left, right)| !refuses(a, left, right) && !refuses(b, right, left))
}

/// Whether a schema certainly refuses a text in a path.
fn refuses_text<'c>(cx: &mut Cx<'c>, schema: SchemaView<'c>, text: &str) -> bool {
    schema.accepts_text(text).map_or_else(
        // What a text means where a list or a number is asked for is another question.
        || schema.all_types() == Types::STRING && cx.judge.refuses(schema, &Value::String(text.to_owned())),
        |accepts| !accepts,
    )
}

fn shares_method(contract: &Contract, a: &PathItem, b: &PathItem) -> bool {
    let methods = |item: &PathItem| -> BTreeSet<Name> {
        item.operations.iter().map(|&id| contract.operations[id].method).collect()
    };
    !methods(a).is_disjoint(&methods(b))
}
