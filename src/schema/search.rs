//! The boolean layer for values of one type: propagate what is certain, then branch on what is not, and leave what is
//! a conjunction of atoms to the theory of the type.

use std::rc::Rc;

use hashbrown::HashSet;

use super::clauses::{Clause, Left};
use super::facts::Facts;
use super::nodes::{Atom, Node, NodeId, Type};
use super::solve::{Obstacle, Outcome, Solver, State, either};
use super::value::Value;

/// The most alternatives that are tried one by one before the search branches.
const MOST_PROBES: usize = 600;
/// The deepest branching.
const DEEPEST: u32 = 120;
/// From so many clauses on a value is tried that leaves out what it can.
const LEAVES_OUT_FROM: usize = 8;
/// The most branches that are open at once, over all values inside values.
const MOST_OPEN: u32 = 250;

impl Solver<'_> {
    /// Whether there is a value of one type that a restricted node accepts.
    pub(super) fn search(&mut self, state: State, one: Type) -> Outcome {
        self.branch(state, one, Facts::default(), vec![state.0], Vec::new(), DEEPEST)
    }

    fn branch(
        &mut self,
        state: State,
        one: Type,
        facts: Facts,
        queue: Vec<NodeId>,
        clauses: Vec<Clause>,
        deeper: u32,
    ) -> Outcome {
        if !self.step() || self.branches >= MOST_OPEN {
            return Outcome::Unknown(Obstacle::Budget);
        }
        self.branches += 1;
        self.charge((facts.all.len() + clauses.len()) as u64 / 16);
        let outcome = self.explore(state, one, facts, queue, clauses, deeper);
        self.branches -= 1;
        outcome
    }

    fn explore(
        &mut self,
        state: State,
        one: Type,
        mut facts: Facts,
        mut queue: Vec<NodeId>,
        mut clauses: Vec<Clause>,
        deeper: u32,
    ) -> Outcome {
        let Some(deeper) = deeper.checked_sub(1) else { return Outcome::Unknown(Obstacle::Budget) };
        loop {
            if !self.propagate(&mut facts, &mut queue, &mut clauses) {
                return Outcome::Empty;
            }
            let mut open = Vec::with_capacity(clauses.len());
            for clause in std::mem::take(&mut clauses) {
                match self.simplify(&facts, clause) {
                    Left::Satisfied => {}
                    Left::Impossible => return Outcome::Empty,
                    Left::Unit(all) => queue.extend(all),
                    Left::Open(clause) => open.push(clause),
                }
            }
            clauses = open;
            if queue.is_empty() {
                break;
            }
        }
        if let Some(values) = self.candidates(&facts, one) {
            return self.enumerate(state, &values);
        }
        if clauses.is_empty() {
            return self.leaf(state, one, &facts);
        }
        if let Some(found) = self.leave_out(state, one, &facts, &clauses, deeper) {
            return found;
        }
        // Deep in a search with many clauses most probes would say again what they said above.
        let most = if deeper + 2 > DEEPEST { MOST_PROBES } else { MOST_PROBES / 12 };
        if clauses.len() > 1 && clauses.iter().map(Clause::alternatives).sum::<usize>() <= most {
            let mut changed = false;
            for clause in &mut clauses {
                let Clause::Any(all) = clause else { continue };
                let mut kept = Vec::with_capacity(all.len());
                for alternative in all.drain(..) {
                    if self.is_simple(alternative) {
                        let mut with = facts.clone();
                        let mut queue = vec![alternative];
                        let possible = self.propagate(&mut with, &mut queue, &mut Vec::new())
                            && !matches!(self.leaf(state, one, &with), Outcome::Empty);
                        if !possible {
                            changed = true;
                            continue;
                        }
                    }
                    kept.push(alternative);
                }
                if kept.is_empty() {
                    return Outcome::Empty;
                }
                *all = kept;
            }
            if changed {
                return self.branch(state, one, facts, Vec::new(), clauses, deeper);
            }
        }
        // Exactly one of many says no to all the others at once, which settles more than a choice between two.
        let weight = |clause: &Clause| if matches!(clause, Clause::One(_)) { 1 } else { clause.alternatives() };
        let smallest = (0..clauses.len()).min_by_key(|at| weight(&clauses[*at])).unwrap_or(0);
        let mut clause = clauses.swap_remove(smallest);
        match &mut clause {
            // To leave something out is the cheapest way to be refused, and to look inside a value the dearest.
            Clause::Any(all) => all.sort_by_key(|node| self.cost(*node)),
            // The one that is meant is likely the one whose properties are there already.
            Clause::One(all) => all.sort_by_key(|node| self.missing(&facts, *node)),
            _ => {}
        }
        let mut outcome = Outcome::Empty;
        let mut index = 0;
        while let Some(queue) = self.alternative(&clause, index) {
            index += 1;
            let next = self.branch(state, one, facts.clone(), queue, clauses.clone(), deeper);
            outcome = either(outcome, next);
            if matches!(outcome, Outcome::Found(_) | Outcome::Unknown(Obstacle::Budget)) {
                break;
            }
        }
        outcome
    }

    /// A value without all that the clauses let one leave out, if there is one: of many alternatives that each ask for
    /// a property of their own, none but the chosen one is met. Where there is no such value, nothing follows.
    fn leave_out(
        &mut self,
        state: State,
        one: Type,
        facts: &Facts,
        clauses: &[Clause],
        deeper: u32,
    ) -> Option<Outcome> {
        if clauses.len() < LEAVES_OUT_FROM || self.leaves_out || one != Type::Object {
            return None;
        }
        let nodes = &self.compiler.nodes;
        let is_absence = |node: &&NodeId| matches!(nodes.literal(**node), Some((Atom::Required(_), false)));
        let any = clauses.iter().filter_map(|clause| match clause {
            Clause::Any(all) => all.iter().find(is_absence).copied(),
            _ => None,
        });
        let absent: Vec<NodeId> = any.collect();
        if absent.len() < 2 {
            return None;
        }
        self.leaves_out = true;
        let outcome = self.branch(state, one, facts.clone(), absent, clauses.to_vec(), deeper);
        self.leaves_out = false;
        matches!(outcome, Outcome::Found(_)).then_some(outcome)
    }

    /// How much there is to look at if a node must hold.
    fn cost(&self, node: NodeId) -> u8 {
        let nodes = &self.compiler.nodes;
        match nodes.literal(node) {
            Some((Atom::Required(_), false)) => 0,
            Some((atom, _)) if atom.inner().is_none() => 1,
            Some((Atom::Property(_, value), _)) if nodes.literal(*value).is_some() => 2,
            Some(_) => 3,
            None => 4,
        }
    }

    /// How many properties a node asks for that are not known to be there.
    fn missing(&self, facts: &Facts, node: NodeId) -> usize {
        let nodes = &self.compiler.nodes;
        let asks =
            |node: &NodeId| matches!(nodes.get(*node), Node::Atom(Atom::Required(_))) && !facts.known.contains(node);
        match nodes.get(node) {
            Node::And(all) => all.iter().filter(|node| asks(node)).count(),
            _ => usize::from(asks(&node)),
        }
    }

    /// Whether a node is an atom, or the negation of one: what a theory looks at without branching.
    fn is_simple(&self, node: NodeId) -> bool {
        match self.compiler.nodes.get(node) {
            Node::And(all) => all.iter().all(|n| self.is_simple(*n)),
            _ => self.compiler.nodes.literal(node).is_some(),
        }
    }

    /// Takes everything of the queue into the facts; `false` if something contradicts them.
    fn propagate(&mut self, facts: &mut Facts, queue: &mut Vec<NodeId>, clauses: &mut Vec<Clause>) -> bool {
        while let Some(node) = queue.pop() {
            match self.status(facts, node, 2) {
                Some(false) => return false,
                // What follows from the facts adds nothing to them.
                Some(true) => continue,
                None => {}
            }
            if !facts.known.insert(node) {
                continue;
            }
            let shared = self.compiler.nodes.shared(node);
            match &*shared {
                Node::True => {}
                Node::False => return false,
                Node::And(all) => queue.extend(all.iter().rev()),
                Node::Or(all) => clauses.push(Clause::Any(all.to_vec())),
                Node::One(all) => clauses.push(Clause::One(all.to_vec())),
                Node::If(condition, then, otherwise) => {
                    let not = self.compiler.nodes.not(*condition);
                    clauses.push(Clause::Cases(vec![vec![*condition, *then], vec![not, *otherwise]]));
                }
                // Restricting has opened all references but those that lead to themselves.
                Node::Reference(_) => facts.all.push(node),
                Node::Atom(atom) => self.learn(facts, node, atom, true),
                Node::Not(inner) => match &*self.compiler.nodes.shared(*inner) {
                    Node::And(all) => {
                        let negated = all.iter().map(|n| self.compiler.nodes.not(*n)).collect();
                        clauses.push(Clause::Any(negated));
                    }
                    Node::Or(all) => queue.extend(all.iter().map(|n| self.compiler.nodes.not(*n))),
                    Node::One(all) => clauses.push(Clause::NotOne(all.to_vec())),
                    Node::If(condition, then, otherwise) => {
                        let nodes = &mut self.compiler.nodes;
                        let (not, no_then, no_else) = (nodes.not(*condition), nodes.not(*then), nodes.not(*otherwise));
                        clauses.push(Clause::Cases(vec![vec![*condition, no_then], vec![not, no_else]]));
                    }
                    Node::Atom(Atom::Enum(values)) => {
                        facts.all.push(node);
                        for value in values {
                            clauses.extend(self.differs(*value));
                        }
                    }
                    Node::Atom(atom) => self.learn(facts, node, atom, false),
                    _ => facts.all.push(node),
                },
            }
        }
        true
    }

    /// The only values that are left, where a list of them is known to hold.
    fn candidates(&self, facts: &Facts, one: Type) -> Option<Vec<Rc<Value>>> {
        match one {
            Type::Null => return Some(vec![Rc::new(Value::Null)]),
            Type::Boolean => return Some([true, false].map(|b| Rc::new(Value::Bool(b))).to_vec()),
            _ => {}
        }
        let nodes = &self.compiler.nodes;
        let lists = facts.all.iter().filter_map(|n| match nodes.get(*n) {
            Node::Atom(Atom::Enum(values)) => Some(values),
            _ => None,
        });
        let shortest = lists.min_by_key(|values| values.len())?;
        Some(shortest.iter().map(|v| Rc::new(nodes.value_of(*v).clone())).collect())
    }

    fn enumerate(&mut self, state: State, values: &[Rc<Value>]) -> Outcome {
        let mut outcome = Outcome::Empty;
        for value in values {
            if !self.step() {
                return Outcome::Unknown(Obstacle::Budget);
            }
            match self.accepts(state.0, value) {
                Some(true) => return Outcome::Found(value.clone()),
                Some(false) => {}
                None => outcome = Outcome::Unknown(self.obstacle_in(state.0)),
            }
        }
        outcome
    }

    /// The theory's answer for a conjunction of atoms, checked.
    fn leaf(&mut self, state: State, one: Type, facts: &Facts) -> Outcome {
        self.charge(1 + facts.all.len() as u64 / 16);
        let conjunction = self.compiler.nodes.and(facts.all.clone());
        let key = (one, conjunction, state.1);
        if let Some(known) = self.leaves.get(&key) {
            return known.clone();
        }
        let before = self.leaning();
        let mut outcome = self.theory(one, &facts.all, state.1);
        if let Outcome::Found(value) = &outcome {
            match self.accepts(conjunction, value) {
                Some(true) => {}
                Some(false) => outcome = Outcome::Unknown(Obstacle::Fault),
                None => outcome = Outcome::Unknown(self.obstacle_in(conjunction)),
            }
        }
        let alone = self.leaned_no_further(before);
        if alone && !matches!(outcome, Outcome::Unknown(Obstacle::Budget)) {
            self.leaves.insert(key, outcome.clone());
        }
        outcome
    }

    fn theory(&mut self, one: Type, facts: &[NodeId], sender: NodeId) -> Outcome {
        match one {
            Type::Null | Type::Boolean => Outcome::Unknown(Obstacle::Fault),
            Type::Integer => self.number(facts, true),
            Type::Fraction => self.number(facts, false),
            Type::String => self.string(facts),
            Type::Array => self.array(facts, sender),
            Type::Object => self.object(facts, sender),
        }
    }

    /// What keeps a node from being decided, for the message.
    pub(super) fn obstacle_in(&self, node: NodeId) -> Obstacle {
        let mut pending = vec![node];
        let mut seen = HashSet::new();
        let mut pattern = None;
        while let Some(node) = pending.pop() {
            if !seen.insert(node) || seen.len() > 10_000 {
                continue;
            }
            match self.compiler.nodes.get(node) {
                Node::And(all) | Node::Or(all) | Node::One(all) => pending.extend(all.iter().rev()),
                Node::Not(inner) => pending.push(*inner),
                Node::If(a, b, c) => pending.extend([*a, *b, *c]),
                Node::Atom(Atom::Opaque(_, number)) => return Obstacle::Opaque(*number),
                Node::Atom(Atom::Pattern(text)) => pattern = pattern.or(Some(*text)),
                Node::Atom(Atom::PatternProperty(text, inner)) => {
                    pattern = pattern.or(Some(*text));
                    pending.push(*inner);
                }
                Node::Atom(atom) => pending.extend(atom.inner()),
                _ => {}
            }
        }
        pattern.map_or(Obstacle::Budget, Obstacle::Pattern)
    }
}
