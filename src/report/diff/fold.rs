//! Which blocks of a comparison say the same of several places, so that one of them speaks for all.

use std::borrow::Cow;
use std::sync::LazyLock;

use hashbrown::HashMap;

use super::block::names_operation;
use crate::diff::aspects::Aspect;
use crate::diff::checks::{self, Coordinate, Structure};
use crate::diff::{Change, Level};

/// How many blocks must say the same before they are folded.
const MANY: usize = 3;

/// What stands in the place of what is left out of a sentence.
const HOLE: &str = "…";

/// A block, and those that say the same of other places.
pub(super) struct Fold<'a> {
    pub(super) first: Vec<&'a Change>,
    pub(super) others: Vec<Vec<&'a Change>>,
}

impl<'a> Fold<'a> {
    /// All operations that the changes reach, sorted.
    pub(super) fn operations(&self) -> Cow<'a, [String]> {
        if self.others.is_empty() {
            return Cow::Borrowed(&self.first[0].operations);
        }
        let blocks = std::iter::once(&self.first).chain(&self.others);
        let mut all: Vec<String> = blocks.flat_map(|block| block[0].operations.iter().cloned()).collect();
        all.sort();
        all.dedup();
        Cow::Owned(all)
    }

    /// What the other blocks speak of, each name once, at most so many; and whether there are more.
    pub(super) fn places(&self, most: usize) -> (Vec<String>, bool) {
        let own = of(self.first[0], &self.first[0].message).map(|(_, place)| place).unwrap_or_default();
        let mut places = Vec::new();
        for (_, place) in self.others.iter().filter_map(|block| of(block[0], &block[0].message)) {
            if place.is_empty() || place == own || places.contains(&place) {
                continue;
            }
            if places.len() == most {
                return (places, true);
            }
            places.push(place);
        }
        (places, false)
    }
}

/// Folds blocks that say the same, in the order of the first of each; none where `all` are asked for.
pub(super) fn folds(blocks: Vec<Vec<&Change>>, all: bool) -> Vec<Fold<'_>> {
    let keys: Vec<Option<Key>> = blocks.iter().map(|block| if all { None } else { key(block) }).collect();
    let mut counts: HashMap<&Key, usize> = HashMap::new();
    for key in keys.iter().flatten() {
        *counts.entry(key).or_insert(0) += 1;
    }
    let mut folds: Vec<Fold<'_>> = Vec::new();
    let mut known: HashMap<&Key, usize> = HashMap::new();
    for (block, key) in blocks.into_iter().zip(&keys) {
        let many = key.as_ref().filter(|key| counts.get(key).is_some_and(|count| *count >= MANY));
        let at = many.map_or(folds.len(), |key| *known.entry(key).or_insert(folds.len()));
        match folds.get_mut(at) {
            Some(fold) => fold.others.push(block),
            None => folds.push(Fold { first: block, others: Vec::new() }),
        }
    }
    folds
}

/// What blocks that say the same share: of each change its check, its level, and its sentence but for the place.
type Key = Vec<(usize, Level, String)>;

/// Nothing for what is folded with nothing.
fn key(block: &[&Change]) -> Option<Key> {
    let key = block.iter().map(|change| Some((change.check, change.level, of(change, &change.message)?.0)));
    key.collect()
}

/// A sentence about a change without its place, and the place. Nothing where the place is the news.
pub(in crate::report) fn of(change: &Change, message: &str) -> Option<(String, String)> {
    let news = *NEWS.get(change.check)?;
    if names_operation(change) {
        let operation = &change.operations[0];
        let sentence = message.replacen(operation.as_str(), HOLE, 1);
        return (news != News::Operation).then(|| (sentence, operation.clone()));
    }
    let Some((start, name)) = name(message) else {
        // The same sentence about another place in the text.
        return Some((message.to_owned(), change.operations.first().cloned().unwrap_or_default()));
    };
    let kept = if news == News::Name { last(name) } else { "" };
    Some((format!("{}{HOLE}{kept}{}", &message[..start], &message[start + name.len()..]), format!("`{name}`")))
}

/// Whether it is an operation as a whole that came or went.
pub(super) fn is_operation(change: &Change) -> bool {
    NEWS.get(change.check) == Some(&News::Operation)
}

/// What of a change's place is news.
#[derive(Clone, Copy, PartialEq, Eq)]
enum News {
    /// The operation came or went.
    Operation,
    /// What has this name came or went: under another name it is another change.
    Name,
    /// None of it.
    Nothing,
}

/// What is news, by check.
static NEWS: LazyLock<Vec<News>> = LazyLock::new(|| {
    let news = |coordinate| match coordinate {
        Coordinate::Structure(
            Structure::OperationAdded | Structure::OperationRemoved | Structure::SunsetOperationRemoved,
        ) => News::Operation,
        Coordinate::Structure(Structure::ProseChanged | Structure::ExampleChanged) => News::Nothing,
        Coordinate::Structure(_) | Coordinate::Schema(_, _, Aspect::Required | Aspect::Presence, _) => News::Name,
        Coordinate::Schema(..) => News::Nothing,
    };
    checks::coordinates().map(news).collect()
});

/// The name of the element that a message speaks of, and where it begins.
pub(in crate::report) fn name(message: &str) -> Option<(usize, &str)> {
    let starts = ["property `", "parameter `", "header `"].into_iter();
    let start = starts.filter_map(|noun| Some(message.find(noun)? + noun.len())).min()?;
    Some((start, &message[start..start + message[start..].find('`')?]))
}

/// The last step of a name: `email` of `items[].owner.email`.
fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
