//! Whether the places of an API mostly do a thing or mostly leave it out.

use super::convention::{ConventionSettings, Evidence};
use super::parted::Parted;
use crate::contract::{Contract, Operation};

/// What most of the places do, where each does a thing or does not.
#[derive(Clone, Copy, Debug)]
pub struct Habit {
    with: usize,
    total: usize,
    exceptions: usize,
    agreement: f64,
    samples: usize,
}

impl Habit {
    /// Infers from definitions, each counted as often as it says.
    pub fn of(definitions: impl IntoIterator<Item = (bool, usize)>, settings: &ConventionSettings) -> Self {
        let (mut with, mut total, mut exceptions) = (0, 0, 0);
        for (does, count) in definitions {
            total += count;
            if does {
                with += count;
            } else {
                exceptions += usize::from(count > 0);
            }
        }
        Self { with, total, exceptions, agreement: settings.agreement, samples: settings.samples }
    }

    /// Infers from places of which each is a definition of its own.
    fn counted(with: usize, without: usize, settings: &ConventionSettings) -> Self {
        let total = with + without;
        Self { with, total, exceptions: without, agreement: settings.agreement, samples: settings.samples }
    }

    fn agree(&self, count: usize, total: usize) -> bool {
        total >= self.samples && count as f64 >= self.agreement * total as f64
    }

    /// Whether enough of enough places do it. A fault in a component that every operation uses is one fault: what does
    /// not do it is counted by definitions, as long as two thirds of all places do it.
    pub fn holds(&self) -> bool {
        self.agree(self.with, self.with + self.exceptions) && self.with * 3 >= self.total * 2
    }

    /// Whether enough of enough places do not.
    pub fn absent(&self) -> bool {
        self.agree(self.total - self.with, self.total)
    }

    /// Whether there are enough places, and they do not agree.
    pub fn undecided(&self) -> bool {
        self.total >= self.samples && !self.holds() && !self.absent()
    }

    /// How many do it.
    pub fn count(&self) -> usize {
        self.with
    }

    /// How many places there are.
    pub fn total(&self) -> usize {
        self.total
    }

    /// How many do it, of all.
    pub fn evidence(&self) -> Evidence {
        Evidence { agreeing: self.with, samples: self.total }
    }
}

/// What most operations do, and, where the API does not agree with itself but each of its parts does, what most
/// operations of each part do.
#[derive(Clone, Debug)]
pub struct OperationHabit {
    /// All operations.
    pub whole: Habit,
    conventions: Parted<bool>,
}

impl OperationHabit {
    /// Infers from operations.
    pub fn of<'c>(
        contract: &'c Contract,
        operations: impl Iterator<Item = &'c Operation>,
        does: impl Fn(&Operation) -> bool,
        settings: &ConventionSettings,
    ) -> Self {
        Self::told(contract, operations, |operation| Some(does(operation)), settings)
    }

    /// Infers from those operations that tell.
    pub fn told<'c>(
        contract: &'c Contract,
        operations: impl Iterator<Item = &'c Operation>,
        does: impl Fn(&Operation) -> Option<bool>,
        settings: &ConventionSettings,
    ) -> Self {
        let samples = operations.filter_map(|operation| Some((operation, does(operation)?)));
        let conventions = Parted::infer(contract, samples, settings);
        let whole = &conventions.whole;
        Self { whole: Habit::counted(whole.share(&true), whole.share(&false), settings), conventions }
    }

    /// Whether the operations do not agree, and neither do those of each part.
    pub fn undecided(&self) -> bool {
        self.whole.undecided() && !self.conventions.is_split()
    }

    /// Where the others do it that an operation is to be compared with: `41 of 43 operations here`, or
    /// ``19 of 20 operations tagged `orders` ``.
    pub fn others(&self, contract: &Contract, operation: &Operation) -> Option<String> {
        let (convention, whose) = self.conventions.around(contract, operation)?;
        let holds = convention.dominant == Some(true);
        holds.then(|| format!("{} operations {whose}", convention.evidence()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_habit_holds_is_absent_or_is_undecided() {
        let settings = ConventionSettings::default();
        let habit = |yes, no| Habit::counted(yes, no, &settings);
        assert!(habit(4, 1).holds());
        assert!(habit(1, 4).absent());
        assert!(habit(5, 2).undecided());
        let few = habit(2, 0);
        assert!(!few.holds() && !few.absent() && !few.undecided());
        let shared = |yes: [usize; 3], no: &[usize]| {
            let no = no.iter().map(|n| (false, *n));
            Habit::of(yes.map(|n| (true, n)).into_iter().chain(no), &settings)
        };
        assert!(shared([5, 5, 5], &[5]).holds(), "one component of four is an exception");
        assert!(shared([5, 5, 5], &[5, 1]).holds(), "and another beside it");
        assert!(shared([5, 5, 5], &[5, 5]).undecided(), "two of five are none");
        assert!(shared([5, 0, 0], &[95]).absent());
        assert_eq!(habit(3, 1_000).evidence().to_string(), "3 of 1,003");
    }
}
