//! Which changes a person reads as one.

use hashbrown::HashMap;

use super::fold::is_operation;
use crate::diff::policies::Authority;
use crate::diff::{Change, Level};
use crate::source::loader::At;

/// What changes of one block share.
#[derive(PartialEq, Eq, Hash)]
enum Shared<'a> {
    /// Several elements came into one place, or went from it: the values of a list, the properties of an object.
    Around {
        check: usize,
        level: Level,
        ruled: Option<Authority>,
        around: At,
        came: bool,
        operations: Option<&'a [String]>,
    },
    /// The same sentence about several places.
    Sentence { check: usize, ruled: Option<Authority>, message: &'a str },
}

/// Puts changes together that belong together, in the order of the first of each.
pub(super) fn blocks<'a>(changes: impl Iterator<Item = &'a Change>) -> Vec<Vec<&'a Change>> {
    let mut blocks: Vec<Vec<&Change>> = Vec::new();
    let mut known: HashMap<Shared<'a>, usize> = HashMap::new();
    for change in changes {
        let Some(shared) = shared(change) else {
            blocks.push(vec![change]);
            continue;
        };
        let block = *known.entry(shared).or_insert(blocks.len());
        match blocks.get_mut(block) {
            Some(block) => block.push(change),
            None => blocks.push(vec![change]),
        }
    }
    blocks
}

fn shared(change: &Change) -> Option<Shared<'_>> {
    let Change { check, level, message, .. } = change;
    let (check, level) = (*check, *level);
    let ruled = change.ruling.map(|ruling| ruling.by);
    if level == Level::Safe {
        return Some(Shared::Sentence { check, ruled, message });
    }
    let (around, came) = match (change.old.here, change.new.here) {
        (false, true) => (change.old.at, true),
        (true, false) => (change.new.at, false),
        _ => return None,
    };
    // Operations that are gone are read as a list, wherever they were.
    let around = if is_operation(change) { At { node: 0, ..around } } else { around };
    let operations = (!names_operation(change)).then_some(&change.operations[..]);
    Some(Shared::Around { check, level, ruled, around, came, operations })
}

/// Whether the message of a change has said which operation it reaches.
pub(in crate::report) fn names_operation(change: &Change) -> bool {
    matches!(&change.operations[..], [only] if change.message.contains(only))
}
