//! How long an operation is promised to stay: `deprecated`, `x-sunset`, the headers `Deprecation` and `Sunset`, and
//! `x-stability-level`.

use super::keywords::Keyword;
use super::{At, Contract, Operation, Parameter, dates};
use crate::source::document::View;

/// The extension that says when an operation ends.
pub const SUNSET: &str = "x-sunset";
/// The extension that says how stable an operation is.
pub const STABILITY: &str = "x-stability-level";

/// How stable an operation is said to be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Stability {
    /// It is being written.
    Draft,
    /// It is being tried out.
    Alpha,
    /// It is there to stay, and may not be finished.
    Beta,
    /// It stays. What says nothing, or a word that nobody knows, counts as this.
    Stable,
}

impl Stability {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Stability::Draft => "draft",
            Stability::Alpha => "alpha",
            Stability::Beta => "beta",
            Stability::Stable => "stable",
        }
    }

    /// Whether clients were told that it goes on to work.
    pub fn promises(self) -> bool {
        self >= Stability::Beta
    }

    /// Reads a level.
    pub fn parse(text: &str) -> Option<Self> {
        let all = [Stability::Draft, Stability::Alpha, Stability::Beta, Stability::Stable];
        all.into_iter().find(|level| level.as_str() == text)
    }
}

/// When an operation ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sunset {
    /// From this day on, as `YYYY-MM-DD`.
    On(String),
    /// Responses say it when they are sent.
    AtRunTime,
    /// What is written there is no day.
    Unreadable(String),
}

/// What is said about how long an operation stays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lifecycle {
    /// Where it is said to be deprecated.
    pub deprecated: Option<At>,
    /// When it ends, and where that is said.
    pub sunset: Option<(Sunset, At)>,
    /// How stable it is.
    pub stability: Stability,
    /// Where that is said.
    pub stability_at: Option<At>,
}

impl Lifecycle {
    /// The day from which on the operation is no longer there, if it is known.
    pub fn ends_on(&self) -> Option<&str> {
        match &self.sunset {
            Some((Sunset::On(day), _)) => Some(day),
            _ => None,
        }
    }
}

impl Contract {
    /// What is said about how long an operation stays.
    pub fn lifecycle(&self, operation: &Operation) -> Lifecycle {
        let extension = |name: &str| {
            let view = self.extension(operation.at, name)?;
            Some((view.as_scalar().unwrap_or_default().into_owned(), At { doc: operation.at.doc, node: view.at }))
        };
        let (stability, stability_at) = extension(STABILITY).unzip();
        let written = extension(SUNSET).map(|(text, at)| match dates::number(&text).and(text.get(..10)) {
            Some(day) => (Sunset::On(day.to_owned()), at),
            None => (Sunset::Unreadable(text), at),
        });
        // RFC 8594: a `Sunset` header that is described says the day, if it has one value only, or that there is one.
        let described = || {
            let header = self.header_of(operation, "Sunset")?;
            let day = self.only_text(header).and_then(|text| dates::of_http(&text));
            Some((day.map_or(Sunset::AtRunTime, Sunset::On), header.at))
        };
        // RFC 9745: a `Deprecation` header that is always there says what `deprecated` says.
        let announced = || {
            let header = self.header_of(operation, "Deprecation")?;
            (header.required || self.only_text(header).is_some()).then_some(header.at)
        };
        Lifecycle {
            deprecated: operation.deprecated.or_else(announced),
            sunset: written.or_else(described),
            stability: stability.as_deref().and_then(Stability::parse).unwrap_or(Stability::Stable),
            stability_at,
        }
    }

    /// The first response header of an operation with this name, whatever its case.
    fn header_of<'c>(&'c self, operation: &'c Operation, name: &str) -> Option<&'c Parameter> {
        let mut headers = self.responses_of(operation).flat_map(|(_, response)| self.headers_of(&response.headers));
        headers.find(|(named, _)| self.text(named.name).eq_ignore_ascii_case(name)).map(|(_, header)| header)
    }

    /// The text that a parameter or a header always has, or that it is shown with.
    pub fn only_text(&self, header: &Parameter) -> Option<String> {
        let schema = header.schema.map(|id| self.schema(id).resolved());
        let listed = schema.and_then(|s| {
            let mut values = s.value(Keyword::Const).into_iter().chain(s.enum_values());
            values.next().filter(|_| values.next().is_none())
        });
        let shown = header.example.map(|at| self.view(at)).or_else(|| schema.and_then(|s| s.value(Keyword::Example)));
        listed.or(shown).and_then(View::as_scalar).map(std::borrow::Cow::into_owned)
    }
}
