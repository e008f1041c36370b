//! Whether the places of an API mostly do a thing or mostly leave it out.

use super::convention::{Convention, ConventionSettings, thousands};

/// What most of the places do, where each does a thing or does not.
#[derive(Clone, Debug, Default)]
pub struct Habit {
    convention: Convention<bool>,
    undecided: bool,
}

impl Habit {
    /// Infers from samples, each counted as often as it says.
    pub fn of(samples: impl IntoIterator<Item = (bool, usize)>, settings: &ConventionSettings) -> Self {
        let samples = samples.into_iter().flat_map(|(does, count)| std::iter::repeat_n(does, count));
        let convention = Convention::infer(samples, settings);
        Self { undecided: convention.undecided(settings), convention }
    }

    /// Whether enough of enough places do it.
    pub fn holds(&self) -> bool {
        self.convention.dominant == Some(true)
    }

    /// Whether enough of enough places do not.
    pub fn absent(&self) -> bool {
        self.convention.dominant == Some(false)
    }

    /// Whether there are enough places, and they do not agree.
    pub fn undecided(&self) -> bool {
        self.undecided
    }

    /// How many do it.
    pub fn count(&self) -> usize {
        self.convention.tally.iter().find(|(does, _)| *does).map_or(0, |(_, count)| *count)
    }

    /// How many places there are.
    pub fn total(&self) -> usize {
        self.convention.total
    }

    /// `38 of 41`: how many do it, of all.
    pub fn evidence(&self) -> String {
        format!("{} of {}", thousands(self.count()), thousands(self.total()))
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
        let few = habit(2, 0);
        assert!(!few.holds() && !few.absent() && !few.undecided());
        assert_eq!(habit(3, 1_000).evidence(), "3 of 1,003");
    }
}
