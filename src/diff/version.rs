//! The bump that the changes ask for, against the one that `info.version` made.

use super::change::{Change, Level};
use super::checks;
use crate::contract::Contract;

/// How far a version must go, or went.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Bump {
    /// Backwards.
    Down,
    /// Not at all.
    None,
    /// The last of three numbers.
    Patch,
    /// The second.
    Minor,
    /// The first.
    Major,
}

impl Bump {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Bump::Down => "down",
            Bump::None => "none",
            Bump::Patch => "patch",
            Bump::Minor => "minor",
            Bump::Major => "major",
        }
    }
}

/// What is said about versions.
#[derive(Clone, Debug)]
pub struct Versions {
    /// `info.version` before.
    pub old: Option<String>,
    /// `info.version` now.
    pub new: Option<String>,
    /// What the changes ask for.
    pub required: Bump,
    /// What the author did; nothing where a version cannot be read as one of three numbers.
    pub declared: Option<Bump>,
}

impl Versions {
    /// Compares two contracts' versions with their changes.
    pub fn of(old: &Contract, new: &Contract, changes: &[Change]) -> Self {
        let text = |c: &Contract| c.info.version.map(|at| c.text_at(at).into_owned());
        let (old_text, new_text) = (text(old), text(new));
        let read = |text: &Option<String>| text.as_deref().and_then(|t| semver::Version::parse(t.trim()).ok());
        let (was, is) = (read(&old_text), read(&new_text));
        let declared = was.as_ref().zip(is.as_ref()).map(|(was, is)| match () {
            () if is < was => Bump::Down,
            () if is.major != was.major => Bump::Major,
            () if is.minor != was.minor => Bump::Minor,
            () if is != was => Bump::Patch,
            () => Bump::None,
        });
        // Before 1.0.0 anything may change, and by custom the second number says that it did (SemVer 2.0.0, 4).
        let early = was.as_ref().is_some_and(|v| v.major == 0);
        Self { old: old_text, new: new_text, required: required(changes, early), declared }
    }

    /// Whether the declared bump is as large as the required one; nothing where none was declared.
    pub fn enough(&self) -> Option<bool> {
        self.declared.map(|declared| declared >= self.required)
    }
}

fn required(changes: &[Change], early: bool) -> Bump {
    let bump = |change: &Change| {
        let check = &checks::all()[change.check];
        match (change.level, check.area) {
            (Level::Breaking | Level::Unproven, _) if early => Bump::Minor,
            (Level::Breaking | Level::Unproven, _) => Bump::Major,
            (Level::Risky, _) => Bump::Minor,
            // That the version changed asks for no change of the version.
            (Level::Safe, super::change::Area::Version) => Bump::None,
            (Level::Safe, super::change::Area::Documentation | super::change::Area::Lifecycle) => Bump::Patch,
            (Level::Safe, _) => Bump::Minor,
        }
    };
    changes.iter().map(bump).max().unwrap_or(Bump::None)
}
