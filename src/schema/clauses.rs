//! Clauses: what is left to choose on a branch of the search.

use super::facts::Facts;
use super::nodes::{Atom, Listed, NOTHING, NodeId, Nodes};
use super::solve::Solver;
use super::value::Value;

/// What is left of a clause.
pub(super) enum Left {
    Satisfied,
    Impossible,
    Unit(Vec<NodeId>),
    Open(Clause),
}

#[derive(Clone)]
pub(super) enum Clause {
    /// One of these at least.
    Any(Vec<NodeId>),
    /// One of these exactly.
    One(Vec<NodeId>),
    /// None of these, or two at least.
    NotOne(Vec<NodeId>),
    /// Each alternative is a conjunction.
    Cases(Vec<Vec<NodeId>>),
}

impl Clause {
    pub(super) fn alternatives(&self) -> usize {
        match self {
            Clause::Any(all) | Clause::One(all) => all.len(),
            Clause::NotOne(all) => 1 + all.len() * (all.len() - 1) / 2,
            Clause::Cases(all) => all.len(),
        }
    }
}

impl Solver<'_> {
    /// The conjunction of an alternative of a clause.
    pub(super) fn alternative(&mut self, clause: &Clause, index: usize) -> Option<Vec<NodeId>> {
        match clause {
            Clause::Any(all) => all.get(index).map(|n| vec![*n]),
            Clause::One(all) => {
                let chosen = *all.get(index)?;
                let mut queue = vec![chosen];
                for (at, other) in all.iter().enumerate() {
                    if at != index {
                        queue.push(self.compiler.nodes.not(*other));
                    }
                }
                Some(queue)
            }
            Clause::NotOne(all) => {
                if index == 0 {
                    return Some(all.iter().map(|n| self.compiler.nodes.not(*n)).collect());
                }
                let mut left = index - 1;
                for (at, first) in all.iter().enumerate() {
                    let rest = &all[at + 1..];
                    if let Some(second) = rest.get(left) {
                        return Some(vec![*first, *second]);
                    }
                    left -= rest.len();
                }
                None
            }
            Clause::Cases(all) => all.get(index).cloned(),
        }
    }

    /// How an array or an object can differ from a listed one; of other values the theories know that themselves.
    pub(super) fn differs(&mut self, listed: Listed) -> Option<Clause> {
        let nodes = &mut self.compiler.nodes;
        let value = nodes.value_of(listed).clone();
        let mut ways = Vec::new();
        let same = |nodes: &mut Nodes, inner: &Value| {
            let inner = nodes.value(inner);
            nodes.listed(vec![inner])
        };
        match &value {
            Value::Array(items) => {
                let length = items.len() as u64;
                ways.push(Atom::MinItems(length));
                ways.push(Atom::MaxItems(length));
                for (at, item) in items.iter().enumerate() {
                    ways.push(Atom::Item(at as u32, same(nodes, item)));
                }
            }
            Value::Object(members) => {
                let mut names = Vec::with_capacity(members.len());
                for (name, member) in members {
                    let name = nodes.text(name);
                    names.push(name);
                    ways.push(Atom::Required(name));
                    ways.push(Atom::Property(name, same(nodes, member)));
                }
                names.sort_unstable();
                ways.push(Atom::Additional(names.into(), Box::default(), NOTHING));
            }
            _ => return None,
        }
        let mut all = Vec::with_capacity(ways.len());
        for way in ways {
            let way = nodes.atom(way);
            let not = nodes.not(way);
            if not != NOTHING {
                all.push(not);
            }
        }
        Some(Clause::Any(all))
    }

    pub(super) fn simplify(&mut self, facts: &Facts, clause: Clause) -> Left {
        match clause {
            Clause::Any(all) => {
                let mut open = Vec::with_capacity(all.len());
                for node in all {
                    match self.status(facts, node, 3) {
                        Some(true) => return Left::Satisfied,
                        Some(false) => {}
                        None => open.push(node),
                    }
                }
                match open.len() {
                    0 => Left::Impossible,
                    1 => Left::Unit(open),
                    _ => Left::Open(Clause::Any(open)),
                }
            }
            Clause::One(all) => {
                let (held, mut open) = self.sort_out(facts, all);
                match (held, open.len()) {
                    (0, 0) => Left::Impossible,
                    (0, 1) => Left::Unit(open),
                    (0, _) => Left::Open(Clause::One(open)),
                    (1, 0) => Left::Satisfied,
                    (1, _) => Left::Unit(open.drain(..).map(|n| self.compiler.nodes.not(n)).collect()),
                    _ => Left::Impossible,
                }
            }
            Clause::NotOne(all) => {
                let (held, mut open) = self.sort_out(facts, all);
                match (held, open.len()) {
                    (0, 0) => Left::Satisfied,
                    (0, 1) => Left::Unit(open.drain(..).map(|n| self.compiler.nodes.not(n)).collect()),
                    (0, _) => Left::Open(Clause::NotOne(open)),
                    (1, 0) => Left::Impossible,
                    (1, 1) => Left::Unit(open),
                    (1, _) => Left::Open(Clause::Any(open)),
                    _ => Left::Satisfied,
                }
            }
            Clause::Cases(cases) => {
                let mut open = Vec::new();
                for case in cases {
                    let mut possible = true;
                    for node in &case {
                        possible &= self.status(facts, *node, 3) != Some(false);
                    }
                    if possible {
                        open.push(case);
                    }
                }
                match open.len() {
                    0 => Left::Impossible,
                    1 => Left::Unit(open.swap_remove(0)),
                    _ => Left::Open(Clause::Cases(open)),
                }
            }
        }
    }

    /// How many surely hold, and those that are open.
    pub(super) fn sort_out(&mut self, facts: &Facts, all: Vec<NodeId>) -> (usize, Vec<NodeId>) {
        let mut held = 0;
        let mut open = Vec::with_capacity(all.len());
        for node in all {
            match self.status(facts, node, 3) {
                Some(true) => held += 1,
                Some(false) => {}
                None => open.push(node),
            }
        }
        (held, open)
    }
}
