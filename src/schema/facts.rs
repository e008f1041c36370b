//! What holds on a branch of the search, and what follows from it cheaply.

use hashbrown::{HashMap, HashSet};

use super::nodes::{ANYTHING, Atom, NOTHING, Node, NodeId, Text};
use super::solve::Solver;
use super::value::Value;

/// What holds on this branch.
#[derive(Clone, Default)]
pub(super) struct Facts {
    /// In the order in which they were met.
    pub(super) all: Vec<NodeId>,
    pub(super) known: HashSet<NodeId>,
    properties: HashMap<Text, Property>,
    /// What all names are: the atoms that leave only some names.
    closed: Vec<NodeId>,
}

/// What is known of one property.
#[derive(Clone, Default)]
struct Property {
    required: bool,
    absent: bool,
    values: Vec<NodeId>,
}

impl Solver<'_> {
    pub(super) fn learn(&mut self, facts: &mut Facts, node: NodeId, atom: &Atom, holds: bool) {
        facts.all.push(node);
        match atom {
            Atom::Required(name) => {
                let property = facts.properties.entry(*name).or_default();
                property.required |= holds;
                property.absent |= !holds;
            }
            Atom::Property(name, value) => {
                let value = if holds { *value } else { self.compiler.nodes.not(*value) };
                let property = facts.properties.entry(*name).or_default();
                property.required |= !holds;
                property.values.push(value);
            }
            Atom::PropertyNames(_) | Atom::Additional(_, _, NOTHING) if holds => facts.closed.push(node),
            _ => {}
        }
    }

    /// Whether an object of which the facts hold surely has no property of this name.
    pub(super) fn is_shut_out(&mut self, facts: &Facts, name: Text) -> bool {
        for closed in &facts.closed {
            let out = match self.compiler.nodes.get(*closed).clone() {
                Node::Atom(Atom::PropertyNames(names)) => {
                    let text = Value::String(self.compiler.nodes.text_of(name).to_owned());
                    self.accepts(names, &text) == Some(false)
                }
                Node::Atom(Atom::Additional(names, patterns, _)) => {
                    !names.contains(&name) && patterns.iter().all(|p| self.matches(*p, name) == Some(false))
                }
                _ => false,
            };
            if out {
                return true;
            }
        }
        false
    }

    /// Whether a node is known to hold, or known not to.
    pub(super) fn status(&mut self, facts: &Facts, node: NodeId, deeper: u32) -> Option<bool> {
        if node == ANYTHING || facts.known.contains(&node) {
            return Some(true);
        }
        let not = self.compiler.nodes.not(node);
        if node == NOTHING || facts.known.contains(&not) {
            return Some(false);
        }
        if deeper == 0 {
            return None;
        }
        match self.compiler.nodes.get(node).clone() {
            Node::And(all) => {
                let mut every = true;
                for part in &all {
                    match self.status(facts, *part, deeper - 1) {
                        Some(false) => return Some(false),
                        Some(true) => {}
                        None => every = false,
                    }
                }
                every.then_some(true)
            }
            Node::Or(all) => {
                let mut none = true;
                for part in &all {
                    match self.status(facts, *part, deeper - 1) {
                        Some(true) => return Some(true),
                        Some(false) => {}
                        None => none = false,
                    }
                }
                none.then_some(false)
            }
            Node::Not(inner) => self.status(facts, inner, deeper).map(|holds| !holds),
            Node::Atom(Atom::Required(name)) => match facts.properties.get(&name) {
                Some(property) if property.required => Some(true),
                Some(property) if property.absent => Some(false),
                _ => self.is_shut_out(facts, name).then_some(false),
            },
            Node::Atom(Atom::Property(name, value)) => {
                let Some(property) = facts.properties.get(&name) else {
                    return self.is_shut_out(facts, name).then_some(true);
                };
                if property.absent {
                    return Some(true);
                }
                if property.required {
                    let not = self.compiler.nodes.not(value);
                    for known in &property.values {
                        if *known == not || self.are_disjoint(*known, value, 2) {
                            return Some(false);
                        }
                    }
                }
                let implied = property.values.iter().any(|known| self.implies(*known, value));
                implied.then_some(true)
            }
            _ => None,
        }
    }

    /// Whether what one node accepts is surely accepted by another. Cheap, and `false` where it is not sure.
    pub(super) fn implies(&self, known: NodeId, node: NodeId) -> bool {
        let nodes = &self.compiler.nodes;
        let part_of = |all: &[NodeId], one: NodeId| all.binary_search(&one).is_ok();
        known == node
            || match (nodes.get(known), nodes.get(node)) {
                (Node::And(all), Node::And(some)) => some.iter().all(|n| part_of(all, *n)),
                (Node::And(all), _) => part_of(all, node),
                (_, Node::Or(all)) => part_of(all, known),
                _ => false,
            }
    }
}
