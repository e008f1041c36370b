//! The ways that lead from the messages of an API to a pair of schemas inside.

use std::collections::VecDeque;

use hashbrown::HashSet;

use crate::diff::walk::{Kind, Step, UnitId, Walk};

/// The most ways from a changed schema to the messages that hold it that are looked at.
const MOST_WAYS: usize = 24;
/// The most units on the way that are looked at for them.
const MOST_LOOKED_AT: usize = 600;

/// A way from the root of a message to a schema inside.
pub(super) struct Way {
    pub(super) root: UnitId,
    pub(super) steps: Vec<Step>,
}

impl Walk<'_> {
    /// Whether a pair of schemas is the root of a message: of a body, a parameter, a header.
    pub(super) fn is_root(&self, unit: UnitId) -> bool {
        let unit = &self.units[unit];
        unit.schemas.is_some() && unit.parents.iter().any(|(parent, _)| self.units[*parent].kind != Kind::Schema)
    }

    pub(super) fn roots_of(&self, unit: UnitId) -> Vec<UnitId> {
        let mut seen: HashSet<UnitId> = HashSet::new();
        seen.insert(unit);
        let mut pending = vec![unit];
        let mut roots = Vec::new();
        while let Some(unit) = pending.pop() {
            if self.is_root(unit) {
                roots.push(unit);
            }
            let parents = self.units[unit].parents.iter().map(|p| p.0);
            pending.extend(parents.filter(|p| self.units[*p].kind == Kind::Schema && seen.insert(*p)));
        }
        roots
    }

    /// The ways from roots to a pair, the shortest first, and whether these are all.
    pub(super) fn ways(&self, unit: UnitId) -> (Vec<Way>, bool) {
        let mut found = Vec::new();
        let mut pending: VecDeque<(UnitId, Vec<(UnitId, Step)>)> = VecDeque::from([(unit, Vec::new())]);
        let mut looked_at = 0;
        while let Some((at, below)) = pending.pop_front() {
            looked_at += 1;
            if looked_at > MOST_LOOKED_AT || found.len() >= MOST_WAYS {
                return (found, false);
            }
            if self.is_root(at) {
                found.push(Way { root: at, steps: below.iter().rev().map(|b| b.1).collect() });
            }
            for &(parent, step) in &self.units[at].parents {
                let again = parent == at || below.iter().any(|b| b.0 == parent);
                if self.units[parent].kind == Kind::Schema && !again {
                    let mut longer = below.clone();
                    longer.push((at, step));
                    pending.push_back((parent, longer));
                }
            }
        }
        (found, true)
    }
}
