//! Arrays: a length, items at positions, items that must be there, and items that differ.
//!
//! An array needs no more items than its least length, its positions that are spoken of, and one for each demand: any
//! longer one can be cut down to that. So finitely many lengths are looked at.

use std::rc::Rc;

use hashbrown::HashMap;

use crate::schema::nodes::{Atom, NodeId};
use crate::schema::solve::{Obstacle, Outcome, Solver, either};
use crate::schema::value::Value;

/// The longest array that is built.
const LONGEST: u64 = 5_000;
/// The longest array in which kinds of items are counted position by position.
const MOST_LIMITED: usize = 60;
/// The most positions that demands are tried at, one by one.
const MOST_TRIED: usize = 40;

#[derive(Default)]
struct Goal {
    low: u64,
    high: Option<u64>,
    at: Vec<(usize, NodeId)>,
    from: Vec<(usize, NodeId)>,
    /// Somewhere from a position on: so many items that are accepted.
    demands: Vec<(usize, NodeId)>,
    at_most: Vec<(u64, NodeId)>,
    unique: bool,
    double: bool,
    /// The first position after which all positions are alike.
    rest: usize,
}

impl Solver<'_> {
    pub(in crate::schema) fn array(&mut self, facts: &[NodeId], sender: NodeId) -> Outcome {
        let Some(goal) = self.array_goal(facts) else { return Outcome::Unknown(Obstacle::Budget) };
        if goal.unique && goal.double {
            return Outcome::Empty;
        }
        let needed = goal.low.max((goal.rest + goal.demands.len() + usize::from(goal.double) * 2) as u64);
        let longest = goal.high.map_or(needed, |high| needed.min(high));
        if longest > LONGEST && goal.low > LONGEST {
            return Outcome::Unknown(Obstacle::Budget);
        }
        let mut outcome = Outcome::Empty;
        for length in goal.low..=longest.max(goal.low) {
            if goal.high.is_some_and(|high| length > high) {
                break;
            }
            if !self.step() {
                return Outcome::Unknown(Obstacle::Budget);
            }
            let mut slots: Vec<Vec<NodeId>> = vec![Vec::new(); length as usize];
            for (at, node) in &goal.at {
                if let Some(slot) = slots.get_mut(*at) {
                    slot.push(*node);
                }
            }
            for (from, node) in &goal.from {
                for slot in slots.iter_mut().skip(*from) {
                    slot.push(*node);
                }
            }
            let next = self.demands(&goal, &goal.demands, slots, sender);
            outcome = either(outcome, next);
            if matches!(outcome, Outcome::Found(_)) {
                break;
            }
        }
        outcome
    }

    fn array_goal(&mut self, facts: &[NodeId]) -> Option<Goal> {
        let mut goal = Goal::default();
        for fact in facts {
            let Some((atom, holds)) = self.compiler.nodes.literal(*fact) else { continue };
            let atom = atom.clone();
            let mut not = |node: NodeId| self.compiler.nodes.not(node);
            match (atom, holds) {
                (Atom::MinItems(least), true) => goal.low = goal.low.max(least),
                (Atom::MinItems(least), false) => goal.below(least.saturating_sub(1)),
                (Atom::MaxItems(most), true) => goal.below(most),
                (Atom::MaxItems(most), false) => goal.low = goal.low.max(most.saturating_add(1)),
                (Atom::Unique, true) => goal.unique = true,
                (Atom::Unique, false) => {
                    goal.double = true;
                    goal.low = goal.low.max(2);
                }
                (Atom::Item(at, node), true) => goal.at.push((at as usize, node)),
                (Atom::Item(at, node), false) => {
                    let node = not(node);
                    goal.at.push((at as usize, node));
                    goal.low = goal.low.max(u64::from(at) + 1);
                }
                (Atom::ItemsFrom(from, node), true) => goal.from.push((from as usize, node)),
                (Atom::ItemsFrom(from, node), false) => {
                    let node = not(node);
                    goal.demands.push((from as usize, node));
                    goal.low = goal.low.max(u64::from(from) + 1);
                }
                (Atom::Contains(count, node), true) => goal.many(count, node)?,
                (Atom::ContainsAtMost(count, node), false) => goal.many(count.checked_add(1)?, node)?,
                (Atom::Contains(count, node), false) => goal.fewer(count.saturating_sub(1), node, not(node)),
                (Atom::ContainsAtMost(count, node), true) => goal.fewer(count, node, not(node)),
                _ => {}
            }
        }
        let positions = goal
            .at
            .iter()
            .map(|a| a.0 + 1)
            .chain(goal.from.iter().map(|f| f.0))
            .chain(goal.demands.iter().map(|d| d.0));
        goal.rest = positions.max().unwrap_or(0);
        Some(goal)
    }

    /// Gives each demand a position, one after the other.
    fn demands(&mut self, goal: &Goal, left: &[(usize, NodeId)], slots: Vec<Vec<NodeId>>, sender: NodeId) -> Outcome {
        let Some(((from, node), left)) = left.split_first() else { return self.fill(goal, slots, sender) };
        let mut outcome = Outcome::Empty;
        let mut tried: Vec<Vec<NodeId>> = Vec::new();
        for at in *from..slots.len() {
            // An item can serve several demands, but not the same one twice. What all items must be anyway serves none.
            if slots[at].iter().filter(|n| *n == node).count() > goal.asked_of(at, *node) {
                continue;
            }
            if tried.len() > MOST_TRIED {
                outcome = either(outcome, Outcome::Unknown(Obstacle::Budget));
                break;
            }
            let mut wanted = slots[at].clone();
            wanted.push(*node);
            // Beyond the positions that are spoken of, slots that hold the same are the same choice.
            if at >= goal.rest && tried.contains(&wanted) {
                continue;
            }
            if at >= goal.rest {
                tried.push(wanted.clone());
            }
            match self.item(&wanted, sender, at) {
                Outcome::Empty => continue,
                Outcome::Unknown(obstacle) => {
                    outcome = either(outcome, Outcome::Unknown(obstacle));
                    if obstacle == Obstacle::Budget {
                        return outcome;
                    }
                }
                Outcome::Found(_) => {}
            }
            let mut with = slots.clone();
            with[at] = wanted;
            let next = self.demands(goal, left, with, sender);
            outcome = either(outcome, next);
            if matches!(outcome, Outcome::Found(_)) {
                break;
            }
        }
        outcome
    }

    fn item(&mut self, wanted: &[NodeId], sender: NodeId, at: usize) -> Outcome {
        let node = self.compiler.nodes.and(wanted.to_vec());
        let sender = self.sender_of_item(sender, at);
        self.solve((node, sender))
    }

    /// Finds items for all positions, with no more of some kind than are allowed.
    fn fill(&mut self, goal: &Goal, slots: Vec<Vec<NodeId>>, sender: NodeId) -> Outcome {
        if goal.at_most.is_empty() {
            return self.items(goal, &slots, sender);
        }
        if slots.len() > MOST_LIMITED {
            return Outcome::Unknown(Obstacle::Budget);
        }
        self.limit(goal, &goal.at_most, (0, 0, false), slots, sender)
    }

    /// Decides for each position in turn whether its item is of a kind of which there are only so many. `state` is
    /// the position, how many there are so far, and whether the position before was given none.
    fn limit(
        &mut self,
        goal: &Goal,
        limits: &[(u64, NodeId)],
        state: (usize, u64, bool),
        slots: Vec<Vec<NodeId>>,
        sender: NodeId,
    ) -> Outcome {
        let Some(((most, node), others)) = limits.split_first() else { return self.items(goal, &slots, sender) };
        let (at, used, none_before) = state;
        if at == slots.len() {
            return self.limit(goal, others, (0, 0, false), slots, sender);
        }
        if !self.step() {
            return Outcome::Unknown(Obstacle::Budget);
        }
        let not = self.compiler.nodes.not(*node);
        let mut without = slots.clone();
        without[at].push(not);
        let mut outcome = match self.item(&without[at], sender, at) {
            Outcome::Empty => Outcome::Empty,
            Outcome::Unknown(obstacle) => Outcome::Unknown(obstacle),
            Outcome::Found(_) => self.limit(goal, limits, (at + 1, used, true), without, sender),
        };
        // Of positions that are alike the first ones are given what there may be only so many of.
        let alike = none_before && at > goal.rest && {
            let mut before = slots[at - 1].clone();
            before.retain(|n| *n != not);
            before == slots[at]
        };
        if used < *most && !alike && !matches!(outcome, Outcome::Found(_)) {
            let next = self.limit(goal, limits, (at + 1, used + 1, false), slots, sender);
            outcome = either(outcome, next);
        }
        outcome
    }

    /// A value for each position.
    fn items(&mut self, goal: &Goal, slots: &[Vec<NodeId>], sender: NodeId) -> Outcome {
        if goal.double {
            return self.twice(slots, sender);
        }
        let mut items = Vec::with_capacity(slots.len());
        let mut same: HashMap<(NodeId, NodeId), Rc<Value>> = HashMap::new();
        for (at, slot) in slots.iter().enumerate() {
            let node = self.compiler.nodes.and(slot.clone());
            let key = (node, self.sender_of_item(sender, at));
            let value = match same.get(&key) {
                Some(value) => value.clone(),
                None => match self.solve(key) {
                    Outcome::Found(value) => {
                        same.insert(key, value.clone());
                        value
                    }
                    other => return other,
                },
            };
            items.push((key, value));
        }
        if goal.unique {
            return self.distinct(&items);
        }
        Outcome::Found(Rc::new(Value::Array(items.into_iter().map(|i| (*i.1).clone()).collect())))
    }

    /// Two equal items, and the rest as it comes.
    fn twice(&mut self, slots: &[Vec<NodeId>], sender: NodeId) -> Outcome {
        let mut outcome = Outcome::Empty;
        let mut pairs = 0;
        for second in (1..slots.len()).rev() {
            for first in (0..second).rev() {
                pairs += 1;
                if pairs > 200 {
                    return either(outcome, Outcome::Unknown(Obstacle::Budget));
                }
                let mut both = slots[first].clone();
                both.extend(&slots[second]);
                let next = match self.item(&both, sender, second) {
                    Outcome::Found(value) => {
                        let listed = self.compiler.nodes.value(&value);
                        let only = self.compiler.nodes.listed(vec![listed]);
                        let mut with = slots.to_vec();
                        with[first].push(only);
                        with[second].push(only);
                        self.items(&Goal::default(), &with, sender)
                    }
                    other => other,
                };
                outcome = either(outcome, next);
                if matches!(outcome, Outcome::Found(_)) {
                    return outcome;
                }
            }
        }
        outcome
    }

    /// Values that differ: each position gets as many candidates as there are positions, and then a matching is
    /// found, which is exact, since a position with more candidates than that never stands in the way.
    fn distinct(&mut self, items: &[((NodeId, NodeId), Rc<Value>)]) -> Outcome {
        let mut candidates: HashMap<(NodeId, NodeId), Vec<Rc<Value>>> = HashMap::new();
        let mut values: Vec<Rc<Value>> = Vec::new();
        let mut index: HashMap<Rc<Value>, usize> = HashMap::new();
        let mut unsure = None;
        for (key, first) in items {
            if candidates.contains_key(key) {
                continue;
            }
            let mut found = vec![first.clone()];
            let mut state = *key;
            while found.len() < items.len() {
                let last = found[found.len() - 1].clone();
                let listed = self.compiler.nodes.value(&last);
                let only = self.compiler.nodes.listed(vec![listed]);
                let other = self.compiler.nodes.not(only);
                state.0 = self.compiler.nodes.both(state.0, other);
                match self.solve(state) {
                    Outcome::Found(value) => found.push(value),
                    Outcome::Empty => break,
                    Outcome::Unknown(obstacle) => {
                        unsure = Some(obstacle);
                        break;
                    }
                }
            }
            candidates.insert(*key, found);
        }
        let mut edges: Vec<Vec<usize>> = Vec::with_capacity(items.len());
        for (key, _) in items {
            let mut list = Vec::new();
            for value in &candidates[key] {
                let next = values.len();
                let at = *index.entry(value.clone()).or_insert(next);
                if at == next {
                    values.push(value.clone());
                }
                list.push(at);
            }
            edges.push(list);
        }
        let mut owner: Vec<Option<usize>> = vec![None; values.len()];
        for position in 0..items.len() {
            let mut seen = vec![false; values.len()];
            if !augment(position, &edges, &mut owner, &mut seen, 0) {
                return unsure.map_or(Outcome::Empty, Outcome::Unknown);
            }
        }
        let mut chosen: Vec<Option<Rc<Value>>> = vec![None; items.len()];
        for (value, owner) in owner.iter().enumerate() {
            if let Some(position) = owner {
                chosen[*position] = Some(values[value].clone());
            }
        }
        let array = chosen.into_iter().flatten().map(|value| (*value).clone()).collect();
        Outcome::Found(Rc::new(Value::Array(array)))
    }
}

/// Finds a free value for a position, moving others out of the way.
fn augment(position: usize, edges: &[Vec<usize>], owner: &mut [Option<usize>], seen: &mut [bool], depth: u32) -> bool {
    for &value in &edges[position] {
        if seen[value] {
            continue;
        }
        seen[value] = true;
        let free = match owner[value] {
            None => true,
            Some(other) => depth < 500 && augment(other, edges, owner, seen, depth + 1),
        };
        if free {
            owner[value] = Some(position);
            return true;
        }
    }
    false
}

impl Goal {
    fn below(&mut self, most: u64) {
        self.high = Some(self.high.map_or(most, |known| known.min(most)));
    }

    fn many(&mut self, count: u64, node: NodeId) -> Option<()> {
        if count > LONGEST {
            return None;
        }
        self.low = self.low.max(count);
        // "At least two" and "at least one" of the same are two together, not three.
        let known = self.demands.iter().filter(|d| **d == (0, node)).count();
        self.demands.extend(std::iter::repeat_n((0, node), (count as usize).saturating_sub(known)));
        Some(())
    }

    /// How often an item at a position must be accepted by a node, whatever is demanded beside that.
    fn asked_of(&self, at: usize, node: NodeId) -> usize {
        let here = self.at.iter().filter(|asked| **asked == (at, node)).count();
        here + self.from.iter().filter(|asked| asked.0 <= at && asked.1 == node).count()
    }

    fn fewer(&mut self, most: u64, node: NodeId, not: NodeId) {
        if most == 0 {
            self.from.push((0, not));
        } else {
            self.at_most.push((most, node));
        }
    }
}
