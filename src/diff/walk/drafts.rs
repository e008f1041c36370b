//! Changes as the walk notes them.

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
            ruling: None,
        };
        self.index.insert(key, self.drafts.len());
        self.drafts.push(Draft { change, coordinate, units: vec![unit] });
        Some(self.drafts.len() - 1)
    }

    /// Whether a check speaks of a change of the language, as opposed to one of prose.
    fn touches_language(&self, check: usize) -> bool {
        let check = &checks::all()[check];
        !matches!(check.area, Area::Documentation | Area::Lifecycle | Area::Codegen)
            && check.effect.is_none_or(|e| e != Effect::Annotates)
    }
}
