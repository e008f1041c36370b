//! The bump that the changes ask for, against the one that the API made: in `info.version`, or where else it says its
//! version.

use std::borrow::Cow;

use super::change::{Area, Change, Level};
use super::checks;
use crate::contract::Contract;
use crate::contract::keywords::Keyword;
use crate::lint::facts::ConventionSettings;
use crate::lint::facts::version::{Number, Version};
use crate::lint::facts::versions::Versions as Places;

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
    /// All of them, from the least on.
    pub const ALL: [Bump; 5] = [Bump::Down, Bump::None, Bump::Patch, Bump::Minor, Bump::Major];

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

/// Where an API says its version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Habit {
    /// In `info.version`.
    Info,
    /// In the addresses of servers, or in paths.
    Address,
    /// In the names of media types.
    MediaType,
    /// In a header or a parameter of the query.
    Parameter,
}

impl Habit {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Habit::Info => "info",
            Habit::Address => "address",
            Habit::MediaType => "media-type",
            Habit::Parameter => "parameter",
        }
    }
}

/// What the author did to the version, where both sides say it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Declared {
    /// Where it is said.
    pub habit: Habit,
    /// The version before, as written.
    pub old: String,
    /// The version now, as written.
    pub new: String,
    /// How far it went.
    pub bump: Bump,
    /// The least bump that it can say: `v1` counts what breaks, and nothing else.
    pub least: Bump,
    /// The smallest version that would do, if it is known how that is written.
    pub next: Option<String>,
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
    /// What the author did; nothing where no version of both sides can be read.
    pub declared: Option<Declared>,
}

impl Versions {
    /// Compares two contracts' versions with their changes.
    pub fn of(old: &Contract, new: &Contract, changes: &[Change]) -> Self {
        let text = |c: &Contract| c.info.version.map(|at| c.text_at(at).into_owned());
        let (old_text, new_text) = (text(old), text(new));
        let asked = asked(changes);
        let info = old_text.as_deref().zip(new_text.as_deref()).and_then(|(was, is)| semantic(was, is, asked));
        // A version that never moves is no habit where another one does, or where nothing else can be read.
        let (required, declared) = match info {
            Some((required, declared)) if declared.bump != Bump::None => (required, Some(declared)),
            info => match elsewhere(old, new, asked) {
                Some((required, declared)) if info.is_none() || declared.bump != Bump::None => {
                    (required, Some(declared))
                }
                _ => info.map_or((asked, None), |(required, declared)| (required, Some(declared))),
            },
        };
        Self { old: old_text, new: new_text, required, declared }
    }

    /// Whether the declared bump is as large as the required one; nothing where none was declared.
    pub fn enough(&self) -> Option<bool> {
        let asked = |least| if self.required >= least { self.required } else { Bump::None };
        self.declared.as_ref().map(|declared| declared.bump >= asked(declared.least))
    }
}

/// The bump that the changes ask for after 1.0.0.
fn asked(changes: &[Change]) -> Bump {
    let bump = |change: &Change| {
        let check = &checks::all()[change.check];
        match (change.level, check.area) {
            (Level::Breaking | Level::Unproven, _) => Bump::Major,
            (Level::Risky, _) => Bump::Minor,
            // That the version changed asks for no change of the version.
            (Level::Safe, Area::Version) => Bump::None,
            (Level::Safe, Area::Documentation | Area::Codegen) => Bump::Patch,
            // What is new asks for a minor one, and so does what is deprecated (SemVer 2.0.0, §7).
            (Level::Safe, _) => Bump::Minor,
        }
    };
    changes.iter().map(bump).max().unwrap_or(Bump::None)
}

/// Two semantic versions (SemVer 2.0.0), and what is asked for between them.
fn semantic(old: &str, new: &str, asked: Bump) -> Option<(Bump, Declared)> {
    let read = |text: &str| semver::Version::parse(text.trim()).ok();
    let (was, is) = (read(old)?, read(new)?);
    let bump = match () {
        // What stands after a `+` says nothing about which version is later (§10).
        () if is.cmp_precedence(&was).is_eq() => Bump::None,
        () if is.cmp_precedence(&was).is_lt() => Bump::Down,
        () if is.major != was.major => Bump::Major,
        () if is.minor != was.minor => Bump::Minor,
        () => Bump::Patch,
    };
    let required = match asked {
        // A pre-release promises nothing yet: whatever changes, the next one is another one (§9).
        Bump::Major | Bump::Minor if !was.pre.is_empty() => Bump::Patch,
        // Before 1.0.0 anything may change, and by custom the second number says that it did (§4).
        Bump::Major if was.major == 0 => Bump::Minor,
        asked => asked,
    };
    let next = next_semantic(&was, required).to_string();
    let (old, new) = (old.to_owned(), new.to_owned());
    Some((required, Declared { habit: Habit::Info, old, new, bump, least: Bump::Patch, next: Some(next) }))
}

/// The smallest version that is so much later.
fn next_semantic(was: &semver::Version, bump: Bump) -> semver::Version {
    match bump {
        Bump::Major => semver::Version::new(was.major.saturating_add(1), 0, 0),
        Bump::Minor => semver::Version::new(was.major, was.minor.saturating_add(1), 0),
        Bump::Patch if !was.pre.is_empty() => next_pre_release(was),
        Bump::Patch => semver::Version::new(was.major, was.minor, was.patch.saturating_add(1)),
        Bump::None | Bump::Down => was.clone(),
    }
}

/// `1.0.0-rc.1` is followed by `1.0.0-rc.2`, and `1.0.0-beta` by `1.0.0-beta.1` (§11).
fn next_pre_release(was: &semver::Version) -> semver::Version {
    let text = was.pre.as_str();
    let (before, last) = text.rsplit_once('.').map_or(("", text), |(before, last)| (before, last));
    let pre = match last.parse::<u64>().ok().and_then(|number| number.checked_add(1)) {
        Some(next) if before.is_empty() => next.to_string(),
        Some(next) => format!("{before}.{next}"),
        None => format!("{text}.1"),
    };
    let mut next = semver::Version::new(was.major, was.minor, was.patch);
    next.pre = semver::Prerelease::new(&pre).unwrap_or_default();
    next
}

/// The versions that both sides say in the same place, `info.version` apart.
fn elsewhere(old: &Contract, new: &Contract, asked: Bump) -> Option<(Bump, Declared)> {
    // Nobody is held to a habit here, so that a single sample is one.
    let settings = ConventionSettings { samples: 1, ..ConventionSettings::default() };
    let places = |contract| Places::of(contract, &settings);
    let (was, is) = (places(old), places(new));
    let named = |places: &Places| {
        let line = places.media_type.dominant.clone()?;
        places.media_types.iter().map(|placed| placed.version.clone()).find(|version| version.line() == line)
    };
    let asked_for = |contract: &Contract, places: &Places| {
        let parameter = places.usual_parameter(contract)?;
        let default = parameter.schema.and_then(|id| contract.schema(id).resolved().text(Keyword::Default));
        Version::parse(&default.map(Cow::into_owned).or_else(|| contract.only_text(parameter))?)
    };
    let found = [
        (Habit::Address, was.url().map(|p| p.version.clone()), is.url().map(|p| p.version.clone())),
        (Habit::MediaType, named(&was), named(&is)),
        (Habit::Parameter, asked_for(old, &was), asked_for(new, &is)),
    ];
    let both = found.into_iter().filter_map(|(habit, was, is)| Some((habit, was?, is?)));
    let (habit, was, is) = both.into_iter().find(|(_, was, is)| is_date(was) == is_date(is))?;
    Some(numbered(habit, &was, &is, asked))
}

/// Whether a version is a date: those have no order with numbers.
fn is_date(version: &Version) -> bool {
    matches!(version.number, Number::Date(_))
}

/// Two versions of an address or of media types, and what is asked for between them.
fn numbered(habit: Habit, was: &Version, is: &Version, asked: Bump) -> (Bump, Declared) {
    let required = if was.major() == Some(0) { asked.min(Bump::Minor) } else { asked };
    let (bump, least, next) = match (&was.number, &is.number) {
        (&Number::Numbers { major, minor }, &Number::Numbers { major: now, minor: minor_now }) => {
            let bump = match () {
                () if (now, minor_now) < (major, minor.and(minor_now)) => Bump::Down,
                () if now != major => Bump::Major,
                () if minor_now != minor => Bump::Minor,
                // `v1beta1` that became `v1` is another name, and so another address.
                () if !was.text.eq_ignore_ascii_case(&is.text) => Bump::Major,
                () => Bump::None,
            };
            let least = if minor.is_some() { Bump::Minor } else { Bump::Major };
            (bump, least, next_number(&was.text, major, minor, required))
        }
        _ => {
            let bump = match is.number.cmp(&was.number) {
                std::cmp::Ordering::Less => Bump::Down,
                std::cmp::Ordering::Equal => Bump::None,
                std::cmp::Ordering::Greater => Bump::Major,
            };
            (bump, Bump::Major, None)
        }
    };
    (required, Declared { habit, old: was.text.clone(), new: is.text.clone(), bump, least, next })
}

/// The next version as the last one is written: `v1` is followed by `v2`, `1.2` by `2.0` or `1.3`.
fn next_number(text: &str, major: u64, minor: Option<u64>, asked: Bump) -> Option<String> {
    let lead = &text[..text.len() - text.trim_start_matches(['v', 'V']).len()];
    // `v1beta1` is followed by whatever its author thinks of.
    if text[lead.len()..].bytes().any(|b| !b.is_ascii_digit() && b != b'.') {
        return None;
    }
    match (asked, minor) {
        (Bump::Major, None) => Some(format!("{lead}{}", major.checked_add(1)?)),
        (Bump::Major, Some(_)) => Some(format!("{lead}{}.0", major.checked_add(1)?)),
        (Bump::Minor, Some(minor)) => Some(format!("{lead}{major}.{}", minor.checked_add(1)?)),
        _ => Some(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semantic_versions_are_compared_as_their_rules_say() {
        use Bump::{Down, Major, Minor, None, Patch};
        for (old, new, asked, required, declared, next) in [
            ("1.2.3", "1.2.3", None, None, None, "1.2.3"),
            ("1.2.3", "1.2.4", Patch, Patch, Patch, "1.2.4"),
            ("1.2.3", "1.3.0", Minor, Minor, Minor, "1.3.0"),
            ("1.2.3", "1.3.0", Major, Major, Minor, "2.0.0"),
            ("1.2.3", "1.2.2", Patch, Patch, Down, "1.2.4"),
            // Before 1.0.0 the second number is enough for everything.
            ("0.4.1", "0.5.0", Major, Minor, Minor, "0.5.0"),
            ("0.4.1", "0.4.2", Minor, Minor, Patch, "0.5.0"),
            // Build metadata is no part of the order.
            ("1.0.0+a", "1.0.0+b", Patch, Patch, None, "1.0.1"),
            ("1.0.0+b", "1.0.0+a", None, None, None, "1.0.0+b"),
            // A pre-release comes before its release, and promises nothing.
            ("1.0.0-rc.1", "1.0.0", Major, Patch, Patch, "1.0.0-rc.2"),
            ("1.0.0-rc.1", "1.0.0-rc.2", Major, Patch, Patch, "1.0.0-rc.2"),
            ("1.0.0-rc.2", "1.0.0-rc.10", Minor, Patch, Patch, "1.0.0-rc.3"),
            ("1.0.0-beta", "1.0.0-alpha", Major, Patch, Down, "1.0.0-beta.1"),
            ("1.0.0-1", "1.0.0-1", Major, Patch, None, "1.0.0-2"),
            ("1.0.0", "1.0.0-rc.1", Patch, Patch, Down, "1.0.1"),
            ("1.0.0", "2.0.0-rc.1", Major, Major, Major, "2.0.0"),
        ] {
            let (need, said) = semantic(old, new, asked).expect(old);
            let case = format!("{old} -> {new}, {asked:?}");
            assert_eq!((need, said.bump, said.next.as_deref()), (required, declared, Some(next)), "{case}");
        }
        assert!(semantic("v1", "v2", Major).is_none());
        assert!(semantic("1.0", "1.1", Major).is_none());
        assert!(semantic("18446744073709551615.0.0", "1.0.0", Major).is_some(), "the largest number is no panic");
    }

    #[test]
    fn numbers_in_addresses_say_what_they_can() {
        use Bump::{Down, Major, Minor, None, Patch};
        let read = |text: &str| Version::parse(text).expect("a version");
        for (old, new, asked, bump, enough, next) in [
            ("v1", "v1", None, None, true, Some("v1")),
            ("v1", "v1", Minor, None, true, Some("v1")),
            ("v1", "v1", Major, None, false, Some("v2")),
            ("v1", "v2", Major, Major, true, Some("v2")),
            ("v2", "v1", Major, Down, false, Some("v3")),
            ("v1.2", "v1.2", Patch, None, true, Some("v1.2")),
            ("v1.2", "v1.2", Minor, None, false, Some("v1.3")),
            ("v1.2", "v1.3", Major, Minor, false, Some("v2.0")),
            ("v0", "v0", Major, None, true, Some("v0")),
            ("v0.3", "v0.3", Major, None, false, Some("v0.4")),
            ("v1beta1", "v1", Major, Major, true, Option::None),
            ("v1beta1", "v1beta1", Major, None, false, Option::None),
            ("2024-01-15", "2024-06-01", Major, Major, true, Option::None),
            ("2024-01-15", "2024-01-15", Major, None, false, Option::None),
        ] {
            let (required, declared) = numbered(Habit::Address, &read(old), &read(new), asked);
            let case = format!("{old} -> {new}, {asked:?}");
            assert_eq!((declared.bump, declared.next.as_deref()), (bump, next), "{case}");
            let versions = Versions { old: Option::None, new: Option::None, required, declared: Some(declared) };
            assert_eq!(versions.enough(), Some(enough), "{case}");
        }
    }
}
