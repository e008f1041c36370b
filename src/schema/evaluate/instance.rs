//! A value laid out so that a place in it is a number.

use hashbrown::HashMap;

use crate::contract::uri::escape_token;
use crate::contract::{Contract, Name};
use crate::schema::value::Value;

/// What a schema is applied to: a value, or the name of a property (by `propertyNames`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum On {
    /// The value of a node.
    Node(u32),
    /// The name under which a node stands.
    Name(u32),
}

/// How a node hangs in its parent.
#[derive(Clone, Copy)]
enum Step<'v> {
    Root,
    Index(usize),
    Key(&'v str),
}

struct Node<'v> {
    value: &'v Value,
    parent: u32,
    step: Step<'v>,
    /// Its children are the nodes from here.
    first: u32,
    len: u32,
}

/// A value and its nodes; children of one node follow each other.
pub(super) struct Instance<'v> {
    nodes: Vec<Node<'v>>,
    members: HashMap<(u32, Name), u32>,
}

impl<'v> Instance<'v> {
    pub(super) fn new(value: &'v Value, contract: &Contract) -> Self {
        let mut nodes = vec![Node { value, parent: 0, step: Step::Root, first: 0, len: 0 }];
        let mut members = HashMap::new();
        let mut at = 0;
        while let Some(node) = nodes.get(at) {
            let (first, parent, value) = (nodes.len() as u32, at as u32, node.value);
            match value {
                Value::Array(items) => {
                    nodes.extend(items.iter().enumerate().map(|(position, value)| {
                        let step = Step::Index(position);
                        Node { value, parent, step, first: 0, len: 0 }
                    }));
                }
                Value::Object(pairs) => {
                    for (name, value) in pairs {
                        if let Some(known) = contract.sources.names.find(name) {
                            members.insert((parent, known), nodes.len() as u32);
                        }
                        nodes.push(Node { value, parent, step: Step::Key(name), first: 0, len: 0 });
                    }
                }
                _ => {}
            }
            let len = nodes.len() as u32 - first;
            nodes[at].first = first;
            nodes[at].len = len;
            at += 1;
        }
        Self { nodes, members }
    }

    /// The value that a schema sees; nothing for a name, which is a string and no more.
    pub(super) fn value(&self, on: On) -> Option<&'v Value> {
        match on {
            On::Node(node) => Some(self.nodes[node as usize].value),
            On::Name(_) => None,
        }
    }

    /// The text of a string or a name.
    pub(super) fn text(&self, on: On) -> Option<&'v str> {
        match on {
            On::Node(node) => self.nodes[node as usize].value.as_str(),
            On::Name(node) => self.name(node),
        }
    }

    /// The name under which a node stands, if it is a member of an object.
    pub(super) fn name(&self, node: u32) -> Option<&'v str> {
        match self.nodes[node as usize].step {
            Step::Key(name) => Some(name),
            _ => None,
        }
    }

    fn children(&self, on: On) -> std::ops::Range<u32> {
        match on {
            On::Node(node) => {
                let node = &self.nodes[node as usize];
                node.first..node.first + node.len
            }
            On::Name(_) => 0..0,
        }
    }

    /// The nodes of an array's items; nothing for other values.
    pub(super) fn items(&self, on: On) -> Option<std::ops::Range<u32>> {
        matches!(self.value(on), Some(Value::Array(_))).then(|| self.children(on))
    }

    /// The nodes of an object's members; nothing for other values.
    pub(super) fn members(&self, on: On) -> Option<std::ops::Range<u32>> {
        matches!(self.value(on), Some(Value::Object(_))).then(|| self.children(on))
    }

    /// The member of an object with a name.
    pub(super) fn member(&self, on: On, name: Name) -> Option<u32> {
        match on {
            On::Node(node) => self.members.get(&(node, name)).copied(),
            On::Name(_) => None,
        }
    }

    /// The pointer (RFC 6901) of a place; that of a name is its member's.
    pub(super) fn pointer(&self, on: On) -> String {
        let (On::Node(mut at) | On::Name(mut at)) = on;
        let mut tokens = Vec::new();
        loop {
            match self.nodes[at as usize].step {
                Step::Root => break,
                Step::Index(position) => tokens.push(position.to_string()),
                Step::Key(name) => tokens.push(escape_token(name)),
            }
            at = self.nodes[at as usize].parent;
        }
        tokens.iter().rev().flat_map(|token| ["/", token]).collect()
    }
}
