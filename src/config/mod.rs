//! The configuration: what a file says about levels, options, conventions and thresholds, and where it says it wrong.
//!
//! A file is read through the same spanned tape as descriptions are, so a mistake in it has its place. Nothing is
//! guessed: a configuration with a mistake is no configuration.

mod allow;
mod effective;
mod extend;
mod find;
mod keys;
mod options;
mod origin;
mod overrides;
mod parts;
mod patterns;
mod places;
mod pointer;
pub mod presets;
mod read;
mod schema;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::diff::{Level, Policy};
use crate::finding::{Area, Severity};
use crate::lint::RuleSetting;
use crate::lint::facts::ConventionSettings;
use crate::schema::Senders;
use crate::source::document::Document;

pub use allow::{Allow, names, rules_named};
pub use effective::{Setting, effective, yaml};
pub use extend::{Source, open, read, read_source};
pub use find::{FILE_NAMES, find};
pub use origin::Origin;
pub use overrides::Override;
pub use patterns::Patterns;
pub(crate) use patterns::without_dots;
pub use places::{Places, node_of};
pub use pointer::PointerPattern;
pub use schema::schema;

/// The levels of a rule; the last one is that it does not run.
pub const LEVELS: [(&str, Option<Severity>); 4] = [
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("info", Some(Severity::Info)),
    ("off", None),
];

/// What the ids of rules begin with that only a ruleset knows.
pub const OWN: &str = "spectral/";

/// From which severity on a run fails.
pub const FAIL_ON: [(&str, Option<Severity>); 4] = [
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("info", Some(Severity::Info)),
    ("never", None),
];

/// From which severity on findings are shown.
pub const SHOW: [(&str, Severity); 3] =
    [("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)];

/// From which level on a comparison fails.
pub const DIFF_FAIL_ON: [(&str, Option<Level>); 5] = [
    ("breaking", Some(Level::Breaking)),
    ("unproven", Some(Level::Unproven)),
    ("risky", Some(Level::Risky)),
    ("safe", Some(Level::Safe)),
    ("never", None),
];

/// From which level on changes are shown.
pub const DIFF_SHOW: [(&str, Level); 4] =
    [("breaking", Level::Breaking), ("unproven", Level::Unproven), ("risky", Level::Risky), ("safe", Level::Safe)];

/// What senders send.
pub const SENDERS: [(&str, Senders); 2] = [("declared", Senders::Declared), ("any", Senders::Any)];

/// What a configuration says. What it does not say is left to the defaults.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The settings of rules, by id. Levels of areas and of `all` are already spread over their rules.
    pub rules: BTreeMap<String, RuleSetting>,
    /// How conventions are inferred, and which are pinned.
    pub conventions: ConventionSettings,
    /// From which severity on a run fails; `Some(None)` is never.
    pub fail_on: Option<Option<Severity>>,
    /// From which severity on findings are shown as text.
    pub show: Option<Severity>,
    /// What counts for comparisons.
    pub diff: DiffConfig,
    /// What is passed over while folders are searched.
    pub exclude: Patterns,
    /// Findings that are accepted.
    pub allow: Vec<Allow>,
    /// The file with the findings that are known.
    pub baseline: Option<PathBuf>,
    /// What counts for some files or places only. A later one counts before an earlier one.
    pub overrides: Vec<Override>,
    /// The rulesets of Spectral that are extended.
    pub spectral: Vec<PathBuf>,
    /// Where each setting that is not a default comes from, by its name: `fail-on`, `rules.property-case`,
    /// `conventions.naming.property`, `extends.spectral:FILE`.
    pub origins: BTreeMap<String, Origin>,
}

impl Config {
    /// The level of a rule that only a ruleset knows, by its own id or else by its area, if anything is said of it.
    pub fn own_level(&self, id: &str) -> Option<Option<Severity>> {
        let said = |name: &str| self.rules.get(name)?.level;
        said(id).or_else(|| said(Area::Own.as_str()))
    }
}

/// What a configuration says of comparisons.
#[derive(Clone, Debug, Default)]
pub struct DiffConfig {
    /// From which level on a run fails; `Some(None)` is never.
    pub fail_on: Option<Option<Level>>,
    /// From which level on changes are shown as text.
    pub show: Option<Level>,
    /// What senders send.
    pub senders: Option<Senders>,
    /// What is known of the clients.
    pub policy: Option<Policy>,
    /// The levels of checks, by their place in [`crate::diff::checks::all`].
    pub levels: BTreeMap<usize, Level>,
    /// How many days an operation must go on to work after it is deprecated.
    pub min_notice_days: Option<u32>,
    /// Whether a run fails if the version went less far than the changes ask for.
    pub check_version: Option<bool>,
}

/// What is wrong with a configuration.
pub struct Mistakes {
    /// The file.
    pub document: Document,
    /// The mistakes, in the order of their places.
    pub list: Vec<Mistake>,
}

/// One mistake in a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The first byte that it speaks of.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
    /// What is to be seen there, in a few words.
    pub label: String,
    /// What is wrong: a sentence without a full stop.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}
