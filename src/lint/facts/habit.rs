//! Whether the places of an API mostly do a thing or mostly leave it out.

use std::collections::BTreeMap;

use super::convention::{ConventionSettings, thousands};
use crate::contract::{Contract, Operation};

/// What most of the places do, where each does a thing or does not.
#[derive(Clone, Copy, Debug)]
pub struct Habit {
    with: usize,
    total: usize,
    agreement: f64,
    samples: usize,
}

impl Habit {
    /// Infers from samples, each counted as often as it says.
    pub fn of(samples: impl IntoIterator<Item = (bool, usize)>, settings: &ConventionSettings) -> Self {
        let (mut with, mut total) = (0, 0);
        for (does, count) in samples {
            total += count;
            with += if does { count } else { 0 };
        }
        Self { with, total, agreement: settings.agreement, samples: settings.samples }
    }

    fn agree(&self, count: usize, total: usize) -> bool {
        total >= self.samples && count as f64 >= self.agreement * total as f64
    }

    /// Whether enough of enough places do it.
    pub fn holds(&self) -> bool {
        self.agree(self.with, self.total)
    }

    /// Whether enough of enough places do not.
    pub fn absent(&self) -> bool {
        self.agree(self.total - self.with, self.total)
    }

    /// Whether there are enough places, and they do not agree.
    pub fn undecided(&self) -> bool {
        self.total >= self.samples && !self.holds() && !self.absent()
    }

    /// Whether a definition that does not do it, and is counted so often, is an exception: whether most places do it,
    /// or most of the others. A fault in a component that every operation uses is one fault, and not a habit, unless
    /// it is half of all there is.
    pub fn excepts(&self, count: usize) -> bool {
        self.holds() || count * 2 < self.total && self.agree(self.with, self.total - count)
    }

    /// How many do it.
    pub fn count(&self) -> usize {
        self.with
    }

    /// How many places there are.
    pub fn total(&self) -> usize {
        self.total
    }

    /// `38 of 41`: how many do it, of all.
    pub fn evidence(&self) -> String {
        format!("{} of {}", thousands(self.with), thousands(self.total))
    }
}

/// What most operations do, and, where the API does not agree with itself but each of its parts does, what most
/// operations of each part do. The parts are those with the same first tag; without tags, with the same first segment
/// of the path.
#[derive(Clone, Debug)]
pub struct OperationHabit {
    /// All operations.
    pub whole: Habit,
    /// The parts, where they are decided and the whole is not.
    parts: BTreeMap<String, Habit>,
}

impl OperationHabit {
    /// Infers from operations.
    pub fn of<'c>(
        contract: &'c Contract,
        operations: impl Iterator<Item = &'c Operation>,
        does: impl Fn(&Operation) -> bool,
        settings: &ConventionSettings,
    ) -> Self {
        let mut samples: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for operation in operations {
            let (with, without) = samples.entry(part(contract, operation)).or_default();
            *(if does(operation) { with } else { without }) += 1;
        }
        let whole = samples.values().flat_map(|(with, without)| [(true, *with), (false, *without)]);
        let whole = Habit::of(whole, settings);
        let mut parts = BTreeMap::new();
        if whole.undecided() {
            parts.extend(
                samples
                    .into_iter()
                    .map(|(part, (with, without))| (part, Habit::of([(true, with), (false, without)], settings))),
            );
            let decided: usize = parts.values().filter(|h| h.holds() || h.absent()).map(Habit::total).sum();
            if (decided as f64) < settings.agreement * whole.total() as f64 {
                parts.clear();
            }
        }
        Self { whole, parts }
    }

    /// Whether the operations do not agree, and neither do those of each part.
    pub fn undecided(&self) -> bool {
        self.whole.undecided() && self.parts.is_empty()
    }

    /// Where the others do it that an operation is to be compared with: `41 of 43 operations here`, or
    /// ``19 of 20 operations tagged `orders` ``.
    pub fn others(&self, contract: &Contract, operation: &Operation) -> Option<String> {
        if self.whole.holds() {
            return Some(format!("{} operations here", self.whole.evidence()));
        }
        let part = part(contract, operation);
        let habit = self.parts.get(&part).filter(|h| h.holds())?;
        Some(format!("{} operations {part}", habit.evidence()))
    }
}

/// The part of the API that an operation belongs to, as it is called.
fn part(contract: &Contract, operation: &Operation) -> String {
    match operation.tags.first() {
        Some((tag, _)) => format!("tagged `{}`", contract.text(*tag)),
        None => {
            let path = contract.text(operation.path).trim_start_matches('/');
            format!("under `/{}`", path.split('/').next().unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_habit_holds_is_absent_or_is_undecided() {
        let settings = ConventionSettings::default();
        let habit = |yes, no| Habit::of([(true, yes), (false, no)], &settings);
        assert!(habit(4, 1).holds());
        assert!(habit(1, 4).absent());
        assert!(habit(3, 2).undecided());
        let shared = habit(15, 5);
        assert!(shared.undecided() && shared.excepts(5), "one component of four is an exception");
        assert!(!habit(10, 10).excepts(5), "two of four are none");
        assert!(!habit(5, 95).excepts(95), "nearly all of them is the habit");
        let few = habit(2, 0);
        assert!(!few.holds() && !few.absent() && !few.undecided());
        assert_eq!(habit(3, 1_000).evidence(), "3 of 1,003");
    }
}
