//! A pattern as a tree, in an arena.

use hashbrown::HashMap;

use super::set::CharSet;

pub(super) type NodeId = u32;
/// "No upper limit" of a repetition.
pub(super) const INFINITE: u32 = u32::MAX;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Node {
    Empty,
    Class(u32),
    Cat(Box<[NodeId]>),
    Alt(Box<[NodeId]>),
    Repeat {
        body: NodeId,
        min: u32,
        max: u32,
    },
    /// `$`
    End,
    /// What was read so far ends, or does not end, in a match of the tracker.
    Behind {
        tracker: u32,
        negated: bool,
    },
    /// What follows begins, or does not begin, with a match of the body.
    Ahead {
        body: NodeId,
        negated: bool,
    },
}

#[derive(Debug, Default)]
pub(super) struct Ast {
    nodes: Vec<Node>,
    node_ids: HashMap<Node, NodeId>,
    pub(super) sets: Vec<CharSet>,
    set_ids: HashMap<CharSet, u32>,
    /// Each is matched against the whole text read so far. A tracker speaks only of trackers before it.
    pub(super) trackers: Vec<NodeId>,
    start: Option<u32>,
    word: Option<u32>,
    pub(super) root: NodeId,
}

impl Ast {
    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    pub(super) fn add(&mut self, node: Node) -> NodeId {
        if let Some(&id) = self.node_ids.get(&node) {
            return id;
        }
        let id = self.nodes.len() as NodeId;
        self.nodes.push(node.clone());
        self.node_ids.insert(node, id);
        id
    }

    pub(super) fn class(&mut self, set: CharSet) -> NodeId {
        let next = self.sets.len() as u32;
        let id = *self.set_ids.entry_ref(&set).or_insert(next);
        if id == next {
            self.sets.push(set);
        }
        self.add(Node::Class(id))
    }

    pub(super) fn fail(&mut self) -> NodeId {
        self.class(CharSet::default())
    }

    pub(super) fn fails(&self, id: NodeId) -> bool {
        matches!(self.node(id), Node::Class(set) if self.sets[*set as usize].is_empty())
    }

    pub(super) fn cat(&mut self, mut items: Vec<NodeId>) -> NodeId {
        if let Some(&failing) = items.iter().find(|&&item| self.fails(item)) {
            return failing;
        }
        items.retain(|&item| *self.node(item) != Node::Empty);
        match items[..] {
            [] => self.add(Node::Empty),
            [one] => one,
            _ => self.add(Node::Cat(items.into())),
        }
    }

    pub(super) fn alt(&mut self, mut items: Vec<NodeId>) -> NodeId {
        items.retain(|&item| !self.fails(item));
        items.dedup();
        match items[..] {
            [] => self.fail(),
            [one] => one,
            _ => self.add(Node::Alt(items.into())),
        }
    }

    pub(super) fn repeat(&mut self, body: NodeId, min: u32, max: u32) -> NodeId {
        match (min, max) {
            (_, 0) => self.add(Node::Empty),
            (1, 1) => body,
            (0, _) if self.fails(body) => self.add(Node::Empty),
            _ if self.fails(body) || *self.node(body) == Node::Empty => body,
            _ => self.add(Node::Repeat { body, min, max }),
        }
    }

    /// Zero or more characters.
    pub(super) fn anything(&mut self) -> NodeId {
        let any = self.class(CharSet::any());
        self.repeat(any, 0, INFINITE)
    }

    /// The tracker that holds at the very start.
    pub(super) fn start(&mut self) -> u32 {
        if let Some(tracker) = self.start {
            return tracker;
        }
        let empty = self.add(Node::Empty);
        self.trackers.push(empty);
        let tracker = (self.trackers.len() - 1) as u32;
        self.start = Some(tracker);
        tracker
    }

    /// The tracker that holds after a match of `body`.
    pub(super) fn after(&mut self, body: NodeId) -> u32 {
        let anything = self.anything();
        let whole = self.cat(vec![anything, body]);
        self.trackers.push(whole);
        (self.trackers.len() - 1) as u32
    }

    /// `\b` and `\B`: exactly one, or none or both, of the neighbours is a word character.
    pub(super) fn boundary(&mut self, negated: bool) -> NodeId {
        let word = self.class(CharSet::word());
        let tracker = match self.word {
            Some(tracker) => tracker,
            None => {
                let tracker = self.after(word);
                self.word = Some(tracker);
                tracker
            }
        };
        let side = |ast: &mut Self, before: bool| {
            let behind = ast.add(Node::Behind { tracker, negated: !before });
            let ahead = ast.add(Node::Ahead { body: word, negated: before != negated });
            ast.cat(vec![behind, ahead])
        };
        let sides = vec![side(self, true), side(self, false)];
        self.alt(sides)
    }

    /// The same tree where the start of the text is known to lie behind, so that `^` fails. Without this, a search
    /// that can no longer succeed would not be seen to have failed.
    pub(super) fn later(&mut self, id: NodeId) -> NodeId {
        match self.node(id).clone() {
            Node::Behind { tracker, negated } if Some(tracker) == self.start => {
                if negated {
                    self.add(Node::Empty)
                } else {
                    self.fail()
                }
            }
            Node::Empty | Node::Class(_) | Node::End | Node::Behind { .. } => id,
            Node::Cat(items) => {
                let items = items.iter().map(|&item| self.later(item)).collect();
                self.cat(items)
            }
            Node::Alt(items) => {
                let items = items.iter().map(|&item| self.later(item)).collect();
                self.alt(items)
            }
            Node::Repeat { body, min, max } => {
                let body = self.later(body);
                self.repeat(body, min, max)
            }
            Node::Ahead { body, negated } => {
                let body = self.later(body);
                match (self.fails(body), negated) {
                    (true, true) => self.add(Node::Empty),
                    (true, false) => body,
                    _ => self.add(Node::Ahead { body, negated }),
                }
            }
        }
    }

    /// Whether a repetition has a body that may match nothing, assertions aside.
    pub(super) fn has_empty_loop(&self) -> bool {
        let mut nullable = vec![false; self.nodes.len()];
        for (i, node) in self.nodes.iter().enumerate() {
            // Children are added before their parents.
            nullable[i] = match node {
                Node::Class(_) => false,
                Node::Cat(items) => items.iter().all(|&item| nullable[item as usize]),
                Node::Alt(items) => items.iter().any(|&item| nullable[item as usize]),
                Node::Repeat { body, min, .. } => *min == 0 || nullable[*body as usize],
                Node::Empty | Node::End | Node::Behind { .. } | Node::Ahead { .. } => true,
            };
        }
        self.nodes.iter().any(|node| matches!(node, Node::Repeat { body, .. } if nullable[*body as usize]))
    }
}
