//! Changes as the walk notes them.

use std::collections::BTreeSet;

use hashbrown::HashSet;

use super::{Certainty, Spot, UnitId, Walk};
use crate::contract::Contract;
use crate::diff::change::{Area, Change, Effect, Level, Side};
use crate::diff::checks::{self, Coordinate};
use crate::finding::Span;

/// A change while it is looked at, and the units in which it was met.
pub(super) struct Draft {
    pub(super) change: Change,
    pub(super) coordinate: Coordinate,
    pub(super) units: Vec<UnitId>,
}

impl Walk<'_> {
    /// Notes a change, and gives the number of its draft. The same change that is met by several ways is one.
    pub(super) fn emit(
        &mut self,
        unit: UnitId,
        coordinate: Coordinate,
        old: Spot,
        new: Spot,
        message: String,
        about: &str,
    ) -> Option<usize> {
        // A coordinate without a check would be a hole in the tables, which the totality test rules out.
        let check = checks::of(coordinate)?;
        let level = checks::all()[check].level;
        let level = match (level, self.units[unit].certainty) {
            (Level::Breaking, Certainty::BesideAlternatives | Certainty::AmongExclusive) => Level::Unproven,
            (Level::Safe, Certainty::AmongExclusive) if self.touches_language(check) => Level::Unproven,
            (level, _) => level,
        };
        let key = (check, old.at, new.at, about.to_owned());
        if let Some(&known) = self.index.get(&key) {
            let draft = &mut self.drafts[known];
            draft.change.level = draft.change.level.max(level);
            if !draft.units.contains(&unit) {
                draft.units.push(unit);
            }
            return Some(known);
        }
        let side = |contract: &Contract, spot: Spot| Side {
            at: spot.at,
            span: Span::of(&contract.sources, spot.at),
            label: spot.label,
            here: spot.here,
        };
        let change = Change {
            check,
            level,
            direction: checks::all()[check].direction,
            message,
            old: side(self.old, old),
            new: side(self.new, new),
            operations: Vec::new(),
            about: about.to_owned(),
            witness: None,
            sample: None,
            unproven: None,
        };
        self.index.insert(key, self.drafts.len());
        self.drafts.push(Draft { change, coordinate, units: vec![unit] });
        Some(self.drafts.len() - 1)
    }

    /// Whether a check speaks of a change of the language, as opposed to one of prose.
    fn touches_language(&self, check: usize) -> bool {
        let check = &checks::all()[check];
        !matches!(check.area, Area::Documentation | Area::Lifecycle)
            && check.effect.is_none_or(|e| e != Effect::Annotates)
    }

    /// Works out which operations each change reaches, and sorts.
    pub(super) fn finish(mut self) -> Vec<Change> {
        let drafts = std::mem::take(&mut self.drafts);
        let mut changes: Vec<Change> =
            drafts.into_iter().map(|draft| Change { operations: self.reached(&draft.units), ..draft.change }).collect();
        changes.sort_by(|a, b| {
            let place = |c: &Change| (c.new.span.doc, c.new.span.start, c.old.span.doc, c.old.span.start, c.check);
            b.level.cmp(&a.level).then_with(|| place(a).cmp(&place(b))).then_with(|| a.about.cmp(&b.about))
        });
        changes
    }

    fn reached(&self, units: &[UnitId]) -> Vec<String> {
        let mut found = BTreeSet::new();
        let mut seen: HashSet<UnitId> = units.iter().copied().collect();
        let mut pending: Vec<UnitId> = units.to_vec();
        while let Some(unit) = pending.pop() {
            if let Some(operation) = &self.units[unit].operation {
                found.insert(operation.as_str());
                continue;
            }
            pending.extend(self.units[unit].parents.iter().map(|p| p.0).filter(|&p| seen.insert(p)));
        }
        found.into_iter().map(str::to_owned).collect()
    }
}
