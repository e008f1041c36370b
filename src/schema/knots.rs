//! Recursive schemas: which they are, which of them are faulty, and which mean the same.

use hashbrown::{HashMap, HashSet};

use super::Projection;
use super::compile::{Compiler, Key, Side};
use super::nodes::NodeId;
use crate::contract::keywords::Keyword;
use crate::contract::{At, Contract, Id, ProblemKind, Schema, SchemaView};

/// The most rounds in which recursive schemas are told apart; what is not told apart by then is its own class.
const MOST_ROUNDS: usize = 24;

/// The schemas in which something could not be understood: nothing is certain about them.
pub(super) fn faulty_schemas(contract: &Contract) -> HashSet<Id<Schema>> {
    let mut faulty = HashSet::new();
    if contract.problems.is_empty() {
        return faulty;
    }
    let ids: HashMap<At, Id<Schema>> = contract.schemas.ids().map(|id| (contract.schema(id).at(), id)).collect();
    for problem in &contract.problems {
        // A circle is seen where it is compiled, and a reference beside which nothing stands has no faults of its own.
        if problem.kind == ProblemKind::CircularReference {
            continue;
        }
        let doc = contract.view(problem.at).doc;
        let mut node = Some(problem.at.node);
        while let Some(at) = node {
            if let Some(&id) = ids.get(&At { doc: problem.at.doc, node: at }) {
                faulty.insert(id);
                break;
            }
            node = doc.parent(at);
        }
    }
    faulty
}

/// The schemas that a reference leads to and that are in a circle of schemas within schemas.
pub(super) fn recursive_schemas(contract: &Contract) -> HashSet<Id<Schema>> {
    let count = contract.schemas.len();
    let mut targets = vec![false; count];
    let edges = |id: Id<Schema>, found: &mut Vec<Id<Schema>>| {
        let schema = contract.schema(id);
        let end = schema.resolved();
        if end.id != id {
            return found.push(end.id);
        }
        let inner = schema.inner().map(|(_, _, child)| child.id);
        found.extend(inner.chain(schema.reference().map(|target| target.resolved().id)));
    };
    // Tarjan's algorithm with a stack of its own, since schemas nest as deeply as they please.
    const UNSEEN: u32 = u32::MAX;
    let (mut order, mut low) = (vec![UNSEEN; count], vec![0_u32; count]);
    let (mut on_stack, mut stack) = (vec![false; count], Vec::new());
    let mut children: Vec<Id<Schema>> = Vec::new();
    let mut next = 0;
    let mut recursive = HashSet::new();
    for root in contract.schemas.ids() {
        if order[root.index()] != UNSEEN {
            continue;
        }
        // Each with where its children begin among those of all that are open, and how many of them are done.
        let mut open: Vec<(usize, usize, usize)> = Vec::new();
        children.clear();
        let mut enter = Some(root);
        loop {
            if let Some(id) = enter.take() {
                let at = id.index();
                order[at] = next;
                low[at] = next;
                next += 1;
                stack.push(at);
                on_stack[at] = true;
                if let Some(target) = contract.schema(id).reference() {
                    targets[target.resolved().id.index()] = true;
                }
                open.push((at, children.len(), 0));
                edges(id, &mut children);
            }
            let Some((at, first, done)) = open.last_mut() else { break };
            let (at, first) = (*at, *first);
            if let Some(child) = children.get(first + *done) {
                *done += 1;
                if order[child.index()] == UNSEEN {
                    enter = Some(*child);
                } else if on_stack[child.index()] {
                    low[at] = low[at].min(order[child.index()]);
                }
                continue;
            }
            let own_circle = children[first..].iter().any(|child| child.index() == at);
            children.truncate(first);
            open.pop();
            if let Some((parent, ..)) = open.last() {
                low[*parent] = low[*parent].min(low[at]);
            }
            if low[at] == order[at] {
                let start = stack.iter().rposition(|s| *s == at).unwrap_or(0);
                let circle = stack.split_off(start);
                let circular = circle.len() > 1 || own_circle;
                for member in circle {
                    on_stack[member] = false;
                    if circular {
                        recursive.insert(Id::new(member));
                    }
                }
            }
        }
    }
    recursive.retain(|id| targets[id.index()]);
    recursive
}

impl<'c> Compiler<'c> {
    /// The node that stands for a recursive schema.
    pub(super) fn knot(&mut self, key: Key) -> NodeId {
        let label = match self.labels.get(&key) {
            Some(&label) => label,
            None if self.unsettled.is_some() => {
                self.instances.push(key);
                self.labels.insert(key, 0);
                0
            }
            // Met too late to be compared with others: a class of its own.
            None => {
                let label = self.fresh_label();
                self.labels.insert(key, label);
                self.pending.insert(label, key);
                label
            }
        };
        self.nodes.reference(label)
    }

    fn fresh_label(&mut self) -> u32 {
        self.last_label += 1;
        self.last_label
    }

    /// What the label of a reference stands for.
    pub(super) fn body_of(&mut self, label: u32) -> NodeId {
        if let Some(&body) = self.bodies.get(&label) {
            return body;
        }
        let Some(&(context, id)) = self.pending.get(&label) else {
            // No label is without a schema; if one were, nothing must follow from it.
            return self.opaque(Keyword::Ref, Side::Old, self.view(Side::Old, Id::new(0)).at());
        };
        let body = self.body(context, self.view(context.side, id));
        self.bodies.insert(label, body);
        body
    }

    /// Finds which recursive schemas of both sides mean the same: all are taken for equal until something tells them
    /// apart, round by round, so that equal ones end with one label.
    pub(super) fn settle(&mut self, projection: Projection) {
        self.unsettled = Some(HashMap::new());
        self.instances.clear();
        for side in [Side::Old, Side::New] {
            let mut knots: Vec<Id<Schema>> = self.knots[side as usize].iter().copied().collect();
            knots.sort_unstable_by_key(|id| id.index());
            for id in knots {
                let schema: SchemaView<'c> = self.view(side, id);
                self.place(side, projection, schema);
            }
        }
        let mut classes = 1;
        for round in 0.. {
            let known = self.instances.len();
            let mut bodies = Vec::with_capacity(known);
            let mut at = 0;
            while let Some(&(context, id)) = self.instances.get(at) {
                at += 1;
                bodies.push(self.body(context, self.view(context.side, id)));
            }
            let labels: HashSet<NodeId> = bodies.iter().copied().collect();
            let settled = labels.len() == classes && self.instances.len() == known && round > 0;
            if settled || round >= MOST_ROUNDS {
                let compiled = self.unsettled.take().unwrap_or_default();
                let instances = std::mem::take(&mut self.instances);
                if settled {
                    // The labels of this round are those that the bodies were compiled with.
                    for (key, body) in instances.iter().zip(bodies) {
                        let label = self.labels[key];
                        self.bodies.insert(label, body);
                    }
                    self.memo.extend(compiled);
                } else {
                    // What was compiled with the labels of this round goes with them.
                    for key in instances {
                        let label = self.fresh_label();
                        self.labels.insert(key, label);
                        self.pending.insert(label, key);
                    }
                }
                break;
            }
            classes = labels.len();
            let mut index: HashMap<NodeId, u32> = HashMap::new();
            for (key, body) in std::mem::take(&mut self.instances).into_iter().zip(&bodies) {
                let label = *index.entry(*body).or_insert_with(|| self.fresh_label());
                self.labels.insert(key, label);
                self.instances.push(key);
            }
            self.unsettled = Some(HashMap::new());
        }
    }
}
