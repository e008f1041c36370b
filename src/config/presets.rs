//! Selections of rules and fixed conventions under a name: data, and no rule is behind them.

use super::{Config, Origin};
use crate::finding::{Area, Severity};
use crate::lint::{Entry, Meta, Status, rules};

/// A preset.
#[derive(Debug)]
pub struct Preset {
    /// The name.
    pub name: &'static str,
    /// What it is for, as a phrase.
    pub summary: &'static str,
    /// The public document that it follows, if it follows one.
    pub source: Option<&'static str>,
    /// Which rules run, and how bad their findings are.
    pub levels: Levels,
    /// The conventions that it fixes.
    pub conventions: &'static [(&'static str, &'static str)],
}

/// What a preset says of levels.
#[derive(Clone, Copy, Debug)]
pub enum Levels {
    /// Nothing.
    Default,
    /// None is less than a warning.
    NoAdvice,
    /// Only these areas and rules run.
    Only(&'static [Area], &'static [&'static str]),
    /// Only what is wrong by its specification, or certain to fail a client.
    Errors,
}

impl Levels {
    /// The level of a rule, where the preset says one.
    pub(super) fn of(self, meta: &Meta) -> Option<Option<Severity>> {
        if meta.status != Status::Stable {
            return None;
        }
        match self {
            Levels::Default => None,
            Levels::NoAdvice => Some(Some(meta.severity.max(Severity::Warning))),
            Levels::Only(areas, rules) => {
                let runs = areas.contains(&meta.area) || rules.contains(&meta.id);
                (!runs).then_some(None)
            }
            Levels::Errors => (meta.severity != Severity::Error).then_some(None),
        }
    }
}

/// All presets: selections first, then house styles.
pub const PRESETS: &[Preset] = &[
    Preset { name: "recommended", summary: "the defaults", source: None, levels: Levels::Default, conventions: &[] },
    Preset {
        name: "strict",
        summary: "all rules, and advice counts as a warning",
        source: None,
        levels: Levels::NoAdvice,
        conventions: &[],
    },
    Preset {
        name: "security",
        summary: "what lets somebody in, out, or through: authentication, known weaknesses, limits",
        source: None,
        levels: Levels::Only(&[Area::Auth, Area::Security, Area::RateLimits], &["leaking-error-field"]),
        conventions: &[],
    },
    Preset {
        name: "minimal",
        summary: "only what is wrong by its specification or certain to fail a client",
        source: None,
        levels: Levels::Errors,
        conventions: &[],
    },
    Preset {
        name: "zalando",
        summary: "the conventions of Zalando's guidelines",
        source: Some("https://opensource.zalando.com/restful-api-guidelines/"),
        levels: Levels::Default,
        conventions: &[
            ("naming.property", "snake_case"),
            ("naming.query-parameter", "snake_case"),
            ("naming.path-segment", "kebab-case"),
            ("errors.media-type", "application/problem+json"),
            ("pagination.limit", "limit"),
            ("pagination.cursor", "cursor"),
            ("pagination.sort", "sort"),
            ("pagination.search", "q"),
        ],
    },
    Preset {
        name: "google-aip",
        summary: "the conventions of Google's API Improvement Proposals, as JSON has them",
        source: Some("https://google.aip.dev/"),
        levels: Levels::Default,
        conventions: &[
            ("naming.property", "camelCase"),
            ("naming.query-parameter", "camelCase"),
            ("naming.path-segment", "camelCase"),
            ("pagination.style", "cursor"),
            ("pagination.limit", "pageSize"),
            ("pagination.cursor", "pageToken"),
            ("pagination.next", "nextPageToken"),
        ],
    },
    Preset {
        name: "microsoft",
        summary: "the conventions of Microsoft's guidelines for Azure",
        source: Some("https://github.com/microsoft/api-guidelines/blob/vNext/azure/Guidelines.md"),
        levels: Levels::Default,
        conventions: &[
            ("naming.property", "camelCase"),
            ("naming.query-parameter", "camelCase"),
            ("naming.path-segment", "kebab-case"),
            ("pagination.items", "value"),
            ("pagination.next-address", "nextLink"),
        ],
    },
    Preset {
        name: "adidas",
        summary: "the conventions of adidas's guidelines",
        source: Some("https://adidas.gitbook.io/api-guidelines/"),
        levels: Levels::Default,
        conventions: &[
            ("naming.property", "camelCase"),
            ("naming.query-parameter", "camelCase"),
            ("naming.path-segment", "kebab-case"),
            ("errors.media-type", "application/problem+json"),
        ],
    },
];

/// The table of words for a configuration.
pub(super) fn words() -> Vec<(&'static str, &'static Preset)> {
    PRESETS.iter().map(|preset| (preset.name, preset)).collect()
}

/// Lays a preset over what a configuration says so far.
pub(super) fn apply(preset: &'static Preset, config: &mut Config, named: &Origin) {
    let origin = Origin { preset: Some(preset.name), ..named.clone() };
    let mut above = Config::default();
    for Entry { meta, .. } in rules::all() {
        if let Some(level) = preset.levels.of(meta) {
            above.rules.entry(meta.id.to_owned()).or_default().level = Some(level);
            above.origins.insert(format!("rules.{}", meta.id), origin.clone());
        }
    }
    for (name, value) in preset.conventions {
        above.conventions.pinned.insert((*name).to_owned(), (*value).to_owned());
        above.origins.insert(format!("conventions.{name}"), origin.clone());
    }
    config.lay(&above, |_| true);
    config.cover(above.origins.keys());
}
