//! Merge keys: `<<` takes in the members of other maps (<https://yaml.org/type/merge.html>).

use hashbrown::{HashMap, HashSet};

use super::document::TextProblem;
use super::names::Name;
use super::tape::{Kind, Tape};

/// One member of a map: its name, its key's node and its value's.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    pub(super) name: Name,
    pub(super) key: u32,
    pub(super) value: u32,
}

/// For each map with merge keys what it has in the end: its own members, then those of each merged map that nothing
/// before has set.
#[derive(Default)]
pub(super) struct Merged {
    lists: HashMap<u32, Box<[Pair]>>,
}

impl Merged {
    /// Works out all merges of a tape at once. A document where they add up to far more than it has nodes is no
    /// description but an attack; what goes beyond the budget keeps its `<<` as a plain key.
    pub(super) fn new(tape: &Tape, text: &str) -> (Self, Vec<TextProblem>) {
        let nodes = &tape.nodes;
        let mut maps: Vec<u32> = (0..nodes.len() as u32).filter(|&at| nodes[at as usize].merges()).collect();
        // In the order in which they close: what a map takes in stands complete before it, or encloses it.
        maps.sort_by_key(|&at| (nodes[at as usize].next, std::cmp::Reverse(at)));
        let mut merged = Self::default();
        let mut problems = Vec::new();
        let mut budget = 2 * nodes.len() + 100_000;
        for map in maps {
            let list = merged.list(tape, text, map, &mut problems);
            if list.len() > budget {
                let (start, end) = (nodes[map as usize].start, nodes[map as usize].end);
                let message = "the merge keys (`<<`) up to here add up to far more members than this document has";
                let help = "write the members out; the merge keys from here on were not followed";
                problems.push(TextProblem::mild(start as usize, end as usize, message, help));
                break;
            }
            budget -= list.len();
            merged.lists.insert(map, list.into());
        }
        (merged, problems)
    }

    /// The members of a map that has merge keys.
    pub(super) fn get(&self, map: u32) -> Option<&[Pair]> {
        self.lists.get(&map).map(|list| &**list)
    }

    fn list(&self, tape: &Tape, text: &str, map: u32, problems: &mut Vec<TextProblem>) -> Vec<Pair> {
        let mut list = Vec::new();
        let mut sources = Vec::new();
        for pair in pairs(tape, map) {
            if !is_merge_key(tape, text, pair.key) {
                list.push(pair);
                continue;
            }
            let value = target(tape, pair.value);
            match tape.nodes[value as usize].kind() {
                Kind::Seq => sources.extend(elements(tape, value).map(|at| target(tape, at))),
                _ => sources.push(value),
            }
        }
        let mut known: HashSet<Name> = list.iter().map(|p| p.name).collect();
        for source in sources {
            let node = tape.nodes[source as usize];
            if node.kind() != Kind::Map {
                let message = format!("`<<` takes in the members of an object, and this is {}", node.kind().noun());
                let help = "merge an object or a list of objects";
                problems.push(TextProblem::mild(node.start as usize, node.end as usize, message, help));
                continue;
            }
            let first = list.len();
            match self.get(source) {
                Some(resolved) => list.extend(resolved.iter().filter(|p| !known.contains(&p.name))),
                // A map without merge keys, or one that encloses this one and so merges itself.
                None => list.extend(
                    pairs(tape, source).filter(|p| !known.contains(&p.name) && !is_merge_key(tape, text, p.key)),
                ),
            }
            known.extend(list[first..].iter().map(|p| p.name));
        }
        list
    }
}

fn is_merge_key(tape: &Tape, text: &str, key: u32) -> bool {
    let node = tape.nodes[key as usize];
    !node.quoted() && text.get(node.start as usize..node.end as usize) == Some("<<")
}

fn target(tape: &Tape, at: u32) -> u32 {
    if tape.nodes[at as usize].kind() == Kind::Alias { tape.alias_target(at) } else { at }
}

fn pairs(tape: &Tape, map: u32) -> impl Iterator<Item = Pair> {
    let end = tape.nodes[map as usize].next;
    let mut key = map + 1;
    std::iter::from_fn(move || {
        (key < end).then(|| {
            let value = tape.nodes[key as usize].next;
            let pair = Pair { name: tape.key(key), key, value };
            key = tape.nodes[value as usize].next;
            pair
        })
    })
}

fn elements(tape: &Tape, seq: u32) -> impl Iterator<Item = u32> {
    let end = tape.nodes[seq as usize].next;
    let mut at = seq + 1;
    std::iter::from_fn(move || {
        (at < end).then(|| {
            let element = at;
            at = tape.nodes[at as usize].next;
            element
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::source::document::{Document, from_text};
    use crate::source::names::Interner;

    fn keys(doc: &Document, name: &str) -> String {
        let map = doc.root().and_then(|r| r.get_text(name)).expect(name);
        let all: Vec<_> = map.members().map(|m| format!("{}={}", m.text(), m.value.as_scalar().expect(name))).collect();
        all.join(" ")
    }

    #[test]
    fn own_members_come_first_and_earlier_sources_win() {
        let text = "a: &a {x: 1, y: 2}\nb: &b {<<: *a, y: 3, z: 4}\nc: {<<: [*b, *a, {w: 5, x: 6}], v: 7}\n\
                    d: {<<: *a, <<: *b}\ne: &e {<<: *e, k: 1}\nf: {<<: {<<: *a, p: 8}, q: 9}\n";
        let doc = from_text("t", text, &mut Interner::default());
        assert_eq!(doc.problems, []);
        assert_eq!(keys(&doc, "b"), "y=3 z=4 x=1");
        assert_eq!(keys(&doc, "c"), "v=7 y=3 z=4 x=1 w=5");
        assert_eq!(keys(&doc, "d"), "x=1 y=2 z=4");
        assert_eq!(keys(&doc, "e"), "k=1");
        assert_eq!(keys(&doc, "f"), "q=9 p=8 x=1 y=2");
    }

    #[test]
    fn a_quoted_key_is_no_merge_key_and_a_scalar_cannot_be_merged() {
        let doc = from_text("t", "a: {'<<': 1}\nb: {<<: 5, c: 6}\n", &mut Interner::default());
        assert_eq!(keys(&doc, "a"), "<<=1");
        assert_eq!(keys(&doc, "b"), "c=6");
        assert_eq!(doc.problems.len(), 1);
        assert_eq!(doc.problems[0].message, "`<<` takes in the members of an object, and this is a number");
    }
}
