//! What a schema is written in: the Schema Object of a version of OpenAPI, or a draft of JSON Schema.

use std::fmt;

use super::SpecVersion;

/// A dialect of schemas.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Dialect {
    /// The Schema Object of a version of OpenAPI.
    OpenApi(SpecVersion),
    /// JSON Schema draft 4.
    Draft4,
    /// JSON Schema draft 6.
    Draft6,
    /// JSON Schema draft 7.
    Draft7,
    /// JSON Schema 2019-09.
    Draft2019_09,
    /// JSON Schema 2020-12.
    Draft2020_12,
}

impl Dialect {
    /// The drafts of JSON Schema with the names that the command line and lists of pairs give them, and the addresses
    /// of their meta-schemas without scheme and fragment.
    const DRAFTS: [(Dialect, &'static str, &'static str); 5] = [
        (Dialect::Draft4, "draft4", "json-schema.org/draft-04/schema"),
        (Dialect::Draft6, "draft6", "json-schema.org/draft-06/schema"),
        (Dialect::Draft7, "draft7", "json-schema.org/draft-07/schema"),
        (Dialect::Draft2019_09, "draft2019-09", "json-schema.org/draft/2019-09/schema"),
        (Dialect::Draft2020_12, "draft2020-12", "json-schema.org/draft/2020-12/schema"),
    ];

    /// The names of the drafts, oldest first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Dialect::DRAFTS.iter().map(|d| d.1)
    }

    /// The draft of a name: `draft7` or `7`, `draft2020-12` or `2020-12`.
    pub fn parse(name: &str) -> Option<Dialect> {
        let number = |name| str::strip_prefix(name, "draft").unwrap_or(name);
        Dialect::DRAFTS.iter().find(|d| number(d.1) == number(name)).map(|d| d.0)
    }

    /// The draft that a `$schema` names.
    pub fn of_uri(uri: &str) -> Option<Dialect> {
        let uri = super::uri::split(uri).0;
        let place = uri.strip_prefix("http://").or_else(|| uri.strip_prefix("https://"))?;
        Dialect::DRAFTS.iter().find(|d| d.2 == place).map(|d| d.0)
    }

    /// The address of the draft's meta-schema; nothing for OpenAPI.
    pub fn uri(self) -> Option<String> {
        let &(draft, _, place) = Dialect::DRAFTS.iter().find(|d| d.0 == self)?;
        let (scheme, end) = if draft < Dialect::Draft2019_09 { ("http", "#") } else { ("https", "") };
        Some(format!("{scheme}://{place}{end}"))
    }

    /// The bit of a set of dialects: those of OpenAPI's versions come first.
    pub(super) const fn bit(self) -> u16 {
        match self {
            Dialect::OpenApi(version) => 1 << version as u16,
            Dialect::Draft4 => super::keywords::D4,
            Dialect::Draft6 => super::keywords::D6,
            Dialect::Draft7 => super::keywords::D7,
            Dialect::Draft2019_09 => super::keywords::D19,
            Dialect::Draft2020_12 => super::keywords::D20,
        }
    }

    fn is(self, set: u16) -> bool {
        self.bit() & set != 0
    }

    /// Whether `$ref` stands alone, and what is beside it is ignored.
    pub fn lone_references(self) -> bool {
        use super::keywords::{D4, D6, D7, OLD};
        self.is(OLD | D4 | D6 | D7)
    }

    /// Whether `exclusiveMinimum` is a flag on `minimum`.
    pub fn flagged_bounds(self) -> bool {
        use super::keywords::{D4, OLD};
        self.is(OLD | D4)
    }

    /// Whether `true` and `false` are schemas everywhere.
    pub fn boolean_schemas(self) -> bool {
        !self.flagged_bounds()
    }

    /// Whether `type` may be a list.
    pub fn type_lists(self) -> bool {
        self != Dialect::OpenApi(SpecVersion::V3_0)
    }

    /// Whether `items` may be a list of schemas. The official schema of 2.0 lets it pass.
    pub fn item_lists(self) -> bool {
        use super::keywords::{D4, D6, D7, D19, V2};
        self.is(V2 | D4 | D6 | D7 | D19)
    }

    /// Whether what `contains` matches counts as evaluated for `unevaluatedItems`.
    pub fn contains_evaluates(self) -> bool {
        self != Dialect::Draft2019_09
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Dialect::OpenApi(version) => write!(f, "OpenAPI {}", version.as_str()),
            Dialect::Draft4 => f.write_str("JSON Schema draft 4"),
            Dialect::Draft6 => f.write_str("JSON Schema draft 6"),
            Dialect::Draft7 => f.write_str("JSON Schema draft 7"),
            Dialect::Draft2019_09 => f.write_str("JSON Schema 2019-09"),
            Dialect::Draft2020_12 => f.write_str("JSON Schema 2020-12"),
        }
    }
}
