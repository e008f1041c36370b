//! Compares two contracts: one walk emits changes, tables judge them.
//!
//! Everything follows from the three lines of [`law`]. A change has four coordinates (direction, subject, aspect,
//! effect); [`aspects`] has a row for each keyword, [`checks`] a row for each change of structure, and [`exceptions`]
//! the departures from the law, each with its reason, and [`policies`] those that a team may choose.

pub mod aspects;
pub mod change;
pub mod checks;
pub mod exceptions;
pub mod law;
pub mod policies;
mod settings;
pub mod version;
mod walk;

pub use change::{Change, Level};
pub use policies::Policy;
pub use settings::Settings;

use crate::contract::Contract;

/// What comparing two contracts yields.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The changes, the worst first, then by place.
    pub changes: Vec<Change>,
    /// What is said about versions.
    pub versions: version::Versions,
    /// The policy that was chosen.
    pub policy: Policy,
}

/// The compatibility of the new side with the old one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Compatibility {
    /// There are no changes.
    Identical,
    /// There are changes, and none is worse than risky.
    Compatible,
    /// Something could not be proved, and nothing is known to break.
    Unproven,
    /// Something breaks.
    Breaking,
}

impl Compatibility {
    /// All of them, from the best on.
    pub const ALL: [Compatibility; 4] =
        [Compatibility::Identical, Compatibility::Compatible, Compatibility::Unproven, Compatibility::Breaking];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Compatibility::Identical => "identical",
            Compatibility::Compatible => "compatible",
            Compatibility::Unproven => "unproven",
            Compatibility::Breaking => "breaking",
        }
    }
}

impl Comparison {
    /// The verdict.
    pub fn compatibility(&self) -> Compatibility {
        match self.changes.iter().map(|c| c.level).max() {
            None => Compatibility::Identical,
            Some(Level::Safe | Level::Risky) => Compatibility::Compatible,
            Some(Level::Unproven) => Compatibility::Unproven,
            Some(Level::Breaking) => Compatibility::Breaking,
        }
    }

    /// How many changes there are of a level.
    pub fn count(&self, level: Level) -> usize {
        self.changes.iter().filter(|c| c.level == level).count()
    }
}

/// Compares two contracts that were loaded by one loader.
pub fn run(old: &Contract, new: &Contract, settings: &Settings) -> Comparison {
    let changes = walk::Walk::run(old, new, settings);
    let versions = version::Versions::of(old, new, &changes);
    Comparison { changes, versions, policy: settings.policy }
}
