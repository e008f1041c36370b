//! What schemas say, as hash-consed nodes: a boolean layer over atoms that each speak of one JSON type. Two schemas
//! that say the same in the same shape are the same node, whichever document and dialect they come from.

use std::rc::Rc;

use hashbrown::HashMap;

pub(super) use super::atoms::{Atom, Type, TypeSet};
use super::value::Value;

/// The number of a node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct NodeId(pub(super) u32);

/// Everything is accepted.
pub(super) const ANYTHING: NodeId = NodeId(0);
/// Nothing is accepted.
pub(super) const NOTHING: NodeId = NodeId(1);

/// The number of a text: a property's name, a pattern, a format.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Text(pub(super) u32);

/// The number of a value that an `enum` or a `const` lists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Listed(pub(super) u32);

/// A node.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Node {
    /// Accepts everything.
    True,
    /// Accepts nothing.
    False,
    /// All of them. Sorted, each once, at least two.
    And(Box<[NodeId]>),
    /// At least one of them. Sorted, each once, at least two.
    Or(Box<[NodeId]>),
    /// Exactly one of them. Sorted; one that is there twice counts twice.
    One(Box<[NodeId]>),
    /// What the other does not accept; never of a `Not`, `True` or `False`.
    Not(NodeId),
    /// The second if the first, else the third.
    If(NodeId, NodeId, NodeId),
    /// The body of a recursive schema, by its label.
    Reference(u32),
    /// An atom.
    Atom(Atom),
}

/// All nodes, texts and listed values.
pub(super) struct Nodes {
    nodes: Vec<Rc<Node>>,
    index: HashMap<Rc<Node>, NodeId>,
    /// Whether a reference is anywhere inside, so that what the node means depends on labels.
    refers: Vec<bool>,
    texts: Vec<Box<str>>,
    text_index: HashMap<Box<str>, Text>,
    values: Vec<Value>,
    value_index: HashMap<Value, Listed>,
}

impl Nodes {
    pub(super) fn new() -> Nodes {
        let mut nodes = Nodes {
            nodes: Vec::new(),
            index: HashMap::new(),
            refers: Vec::new(),
            texts: Vec::new(),
            text_index: HashMap::new(),
            values: Vec::new(),
            value_index: HashMap::new(),
        };
        nodes.intern(Node::True);
        nodes.intern(Node::False);
        nodes
    }

    pub(super) fn get(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// A node to keep while others are made.
    pub(super) fn shared(&self, id: NodeId) -> Rc<Node> {
        self.nodes[id.0 as usize].clone()
    }

    /// The atom that a node is, and whether it must hold; nothing for what is composed.
    pub(super) fn literal(&self, id: NodeId) -> Option<(&Atom, bool)> {
        match self.get(id) {
            Node::Atom(atom) => Some((atom, true)),
            Node::Not(inner) => match self.get(*inner) {
                Node::Atom(atom) => Some((atom, false)),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn refers(&self, id: NodeId) -> bool {
        self.refers[id.0 as usize]
    }

    pub(super) fn text_of(&self, text: Text) -> &str {
        &self.texts[text.0 as usize]
    }

    pub(super) fn find_text(&self, text: &str) -> Option<Text> {
        self.text_index.get(text).copied()
    }

    pub(super) fn text(&mut self, text: &str) -> Text {
        if let Some(&known) = self.text_index.get(text) {
            return known;
        }
        let id = Text(self.texts.len() as u32);
        self.texts.push(text.into());
        self.text_index.insert(text.into(), id);
        id
    }

    pub(super) fn value_of(&self, listed: Listed) -> &Value {
        &self.values[listed.0 as usize]
    }

    pub(super) fn value(&mut self, value: &Value) -> Listed {
        if let Some(&known) = self.value_index.get(value) {
            return known;
        }
        let id = Listed(self.values.len() as u32);
        self.values.push(value.clone());
        self.value_index.insert(value.clone(), id);
        id
    }

    fn intern(&mut self, node: Node) -> NodeId {
        if let Some(&known) = self.index.get(&node) {
            return known;
        }
        let refers = match &node {
            Node::True | Node::False => false,
            Node::And(all) | Node::Or(all) | Node::One(all) => all.iter().any(|n| self.refers(*n)),
            Node::Not(inner) => self.refers(*inner),
            Node::If(a, b, c) => [a, b, c].into_iter().any(|n| self.refers(*n)),
            Node::Reference(_) => true,
            Node::Atom(atom) => atom.inner().is_some_and(|n| self.refers(n)),
        };
        let id = NodeId(self.nodes.len() as u32);
        let node = Rc::new(node);
        self.nodes.push(node.clone());
        self.refers.push(refers);
        self.index.insert(node, id);
        id
    }

    pub(super) fn reference(&mut self, label: u32) -> NodeId {
        self.intern(Node::Reference(label))
    }

    pub(super) fn atom(&mut self, atom: Atom) -> NodeId {
        match &atom {
            Atom::Types(types) if *types == TypeSet::ALL => return ANYTHING,
            Atom::Types(types) if *types == TypeSet::NONE => return NOTHING,
            Atom::Enum(values) if values.is_empty() => return NOTHING,
            Atom::MinLength(0) | Atom::MinItems(0) | Atom::MinProperties(0) | Atom::Contains(0, _) => return ANYTHING,
            Atom::Item(_, ANYTHING) | Atom::ItemsFrom(_, ANYTHING) | Atom::PropertyNames(ANYTHING) => return ANYTHING,
            _ => {}
        }
        self.intern(Node::Atom(atom))
    }

    pub(super) fn types(&mut self, types: TypeSet) -> NodeId {
        self.atom(Atom::Types(types))
    }

    pub(super) fn listed(&mut self, mut values: Vec<Listed>) -> NodeId {
        values.sort_unstable();
        values.dedup();
        self.atom(Atom::Enum(values.into()))
    }

    pub(super) fn not(&mut self, node: NodeId) -> NodeId {
        match self.get(node) {
            Node::True => NOTHING,
            Node::False => ANYTHING,
            Node::Not(inner) => *inner,
            Node::Atom(Atom::Types(types)) => {
                let others = types.others();
                self.types(others)
            }
            _ => self.intern(Node::Not(node)),
        }
    }

    pub(super) fn both(&mut self, a: NodeId, b: NodeId) -> NodeId {
        self.and(vec![a, b])
    }

    pub(super) fn and(&mut self, parts: Vec<NodeId>) -> NodeId {
        self.junction(parts, true)
    }

    pub(super) fn or(&mut self, parts: Vec<NodeId>) -> NodeId {
        self.junction(parts, false)
    }

    /// `and` and `or` in one, as each is the other's mirror image.
    fn junction(&mut self, parts: Vec<NodeId>, and: bool) -> NodeId {
        let (neutral, absorbing) = if and { (ANYTHING, NOTHING) } else { (NOTHING, ANYTHING) };
        let mut flat: Vec<NodeId> = Vec::with_capacity(parts.len());
        let mut types: Option<TypeSet> = None;
        for part in parts {
            if part == absorbing {
                return absorbing;
            }
            match self.get(part) {
                Node::And(all) if and => flat.extend(all),
                Node::Or(all) if !and => flat.extend(all),
                _ if part == neutral => {}
                _ => flat.push(part),
            }
        }
        flat.retain(|part| match &*self.nodes[part.0 as usize] {
            Node::Atom(Atom::Types(more)) => {
                types = Some(types.map_or(*more, |known| if and { known.both(*more) } else { known.either(*more) }));
                false
            }
            _ => true,
        });
        if let Some(types) = types {
            let node = self.types(types);
            if node == absorbing {
                return absorbing;
            }
            if node != neutral {
                flat.push(node);
            }
        }
        flat.sort_unstable();
        flat.dedup();
        let clash = |part: &NodeId| match self.get(*part) {
            Node::Not(inner) => flat.binary_search(inner).is_ok(),
            _ => false,
        };
        if flat.iter().any(clash) {
            return absorbing;
        }
        match flat.len() {
            0 => neutral,
            1 => flat[0],
            _ => self.intern(if and { Node::And(flat.into()) } else { Node::Or(flat.into()) }),
        }
    }

    pub(super) fn one(&mut self, mut parts: Vec<NodeId>) -> NodeId {
        parts.retain(|p| *p != NOTHING);
        if let Some(at) = parts.iter().position(|p| *p == ANYTHING) {
            parts.remove(at);
            let none = parts.into_iter().map(|p| self.not(p)).collect();
            return self.and(none);
        }
        parts.sort_unstable();
        match parts.len() {
            0 => NOTHING,
            1 => parts[0],
            _ => self.intern(Node::One(parts.into())),
        }
    }

    pub(super) fn conditional(&mut self, condition: NodeId, then: NodeId, otherwise: NodeId) -> NodeId {
        match condition {
            ANYTHING => then,
            NOTHING => otherwise,
            _ if then == otherwise => then,
            _ => self.intern(Node::If(condition, then, otherwise)),
        }
    }
}
