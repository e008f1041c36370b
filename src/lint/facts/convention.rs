//! What an API does most of the time, and how sure that is.

use std::collections::BTreeMap;
use std::fmt;

/// When a habit counts as a convention, and which conventions the configuration fixes.
#[derive(Clone, Debug, PartialEq)]
pub struct ConventionSettings {
    /// The share of samples that must agree, from 0 to 1.
    pub agreement: f64,
    /// How many samples there must be.
    pub samples: usize,
    /// Pinned conventions by their name (`naming.property`).
    pub pinned: BTreeMap<String, String>,
    /// What an older version of the API does, where it is this version that is looked at. A pin counts before it.
    pub before: Option<BTreeMap<String, Learned>>,
}

/// A convention of an older version of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learned {
    /// What most of its samples agree on.
    pub value: String,
    /// How many of them do.
    pub evidence: Evidence,
}

/// How many samples agree, of how many: `412 of 415`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Evidence {
    /// How many agree.
    pub agreeing: usize,
    /// How many there are.
    pub samples: usize,
}

impl Evidence {
    /// Whether it is enough for a convention and not for a warning in matters of naming: fewer than 10 samples, or less
    /// than 90 % that agree.
    pub fn is_thin(self) -> bool {
        self.samples < 10 || 10 * self.agreeing < 9 * self.samples
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", thousands(self.agreeing), thousands(self.samples))
    }
}

impl Learned {
    /// What the samples of an older version agree on, if they do.
    pub fn of<T: Clone + Ord>(convention: &Convention<T>, shown: impl Fn(&T) -> String) -> Option<Self> {
        let value = shown(convention.dominant.as_ref()?);
        Some(Self { value, evidence: convention.evidence() })
    }
}

/// Who fixes a convention in advance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Authority {
    /// The configuration.
    Configuration,
    /// The version before, so many of whose samples agree.
    Before(Evidence),
}

impl Authority {
    /// Says that it wants a thing: ``the configuration asks for `limit` ``.
    pub fn wants(&self, what: &str) -> String {
        match self {
            Authority::Configuration => format!("the configuration asks for {what}"),
            Authority::Before(evidence) => format!("the version before has {what} in {evidence} places"),
        }
    }

    /// Whether what it says rests on little. A configuration means what it says.
    fn is_thin(&self) -> bool {
        match self {
            Authority::Configuration => false,
            Authority::Before(evidence) => evidence.is_thin(),
        }
    }
}

impl Default for ConventionSettings {
    fn default() -> Self {
        Self { agreement: 0.8, samples: 5, pinned: BTreeMap::new(), before: None }
    }
}

impl ConventionSettings {
    /// What a convention is fixed to in advance, and by whom.
    pub fn pinned(&self, name: &str) -> Option<(&str, Authority)> {
        debug_assert!(Pinnable::find(name).is_some(), "`{name}` is missing in PINNABLE, so nobody can pin it");
        self.pinned.get(name).map(|value| (value.as_str(), Authority::Configuration)).or_else(|| self.learned(name))
    }

    /// What a convention was in the version before.
    pub fn learned(&self, name: &str) -> Option<(&str, Authority)> {
        let learned = self.before.as_ref()?.get(name)?;
        Some((&learned.value, Authority::Before(learned.evidence)))
    }
}

/// A convention that the configuration may fix.
#[derive(Debug)]
pub struct Pinnable {
    /// Its name in the configuration: the area, a dot, and what it is about.
    pub name: &'static str,
    /// What it is the convention of, as a phrase: `the case of property names`.
    pub summary: &'static str,
    /// What it may be.
    pub values: Values,
}

/// What a convention may be fixed to.
#[derive(Clone, Copy, Debug)]
pub enum Values {
    /// A case of names.
    Case,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Any text: the name of a parameter, a property, a schema.
    Text,
}

impl Values {
    /// The words to choose from; nothing where any text will do.
    pub fn words(self) -> Option<Vec<&'static str>> {
        match self {
            Values::Case => Some(super::case::Case::ALL.iter().map(|c| c.as_str()).collect()),
            Values::OneOf(words) => Some(words.to_vec()),
            Values::Text => None,
        }
    }
}

/// All conventions that may be fixed, by name. Whoever infers one adds its line.
pub const PINNABLE: &[Pinnable] = &[
    Pinnable { name: "errors.media-type", summary: "the media type of error bodies", values: Values::Text },
    Pinnable { name: "errors.schema", summary: "the component that error bodies use", values: Values::Text },
    Pinnable { name: "naming.component", summary: "the case of component names", values: Values::Case },
    Pinnable { name: "naming.cookie-parameter", summary: "the case of cookie parameter names", values: Values::Case },
    Pinnable { name: "naming.form-field", summary: "the case of form field names", values: Values::Case },
    Pinnable { name: "naming.operation-id", summary: "the case of operationIds", values: Values::Case },
    Pinnable { name: "naming.path-parameter", summary: "the case of path parameter names", values: Values::Case },
    Pinnable { name: "naming.path-segment", summary: "the case of path segments", values: Values::Case },
    Pinnable { name: "naming.property", summary: "the case of property names", values: Values::Case },
    Pinnable { name: "naming.query-parameter", summary: "the case of query parameter names", values: Values::Case },
    Pinnable {
        name: "pagination.cursor",
        summary: "the name of the parameter that a page begins at",
        values: Values::Text,
    },
    Pinnable {
        name: "pagination.direction",
        summary: "the name of the parameter for the direction of sorting",
        values: Values::Text,
    },
    Pinnable { name: "pagination.filter", summary: "the name of the parameter that filters", values: Values::Text },
    Pinnable { name: "pagination.items", summary: "the name of the property that holds a list", values: Values::Text },
    Pinnable {
        name: "pagination.limit",
        summary: "the name of the parameter for the size of a page",
        values: Values::Text,
    },
    Pinnable {
        name: "pagination.links",
        summary: "the name of the property with links to pages",
        values: Values::Text,
    },
    Pinnable {
        name: "pagination.more",
        summary: "the name of the property that says whether there is more",
        values: Values::Text,
    },
    Pinnable {
        name: "pagination.next",
        summary: "the name of the property with the next cursor",
        values: Values::Text,
    },
    Pinnable {
        name: "pagination.next-address",
        summary: "the name of the property with the address of the next page",
        values: Values::Text,
    },
    Pinnable { name: "pagination.offset", summary: "the name of the parameter for an offset", values: Values::Text },
    Pinnable { name: "pagination.page", summary: "the name of the parameter for a page number", values: Values::Text },
    Pinnable {
        name: "pagination.pages",
        summary: "the name of the property with the number of pages",
        values: Values::Text,
    },
    Pinnable { name: "pagination.search", summary: "the name of the parameter that searches", values: Values::Text },
    Pinnable { name: "pagination.sort", summary: "the name of the parameter that sorts", values: Values::Text },
    Pinnable {
        name: "pagination.total",
        summary: "the name of the property with the number of elements",
        values: Values::Text,
    },
    Pinnable {
        name: "pagination.style",
        summary: "how lists are cut into pages",
        values: Values::OneOf(&["cursor", "page", "offset", "link"]),
    },
    Pinnable {
        name: "rate-limits.dialect",
        summary: "the headers that tell a client about limits",
        values: Values::OneOf(&["RateLimit", "RateLimit-*", "X-RateLimit-*", "X-Rate-Limit-*"]),
    },
];

impl Pinnable {
    /// A convention by its name.
    pub fn find(name: &str) -> Option<&'static Pinnable> {
        PINNABLE.iter().find(|p| p.name == name)
    }
}

/// What the samples say.
#[derive(Clone, Debug)]
pub struct Convention<T> {
    /// What enough of enough samples agree on; or what is pinned.
    pub dominant: Option<T>,
    /// How often each value was seen, the most frequent first; equal ones in their order.
    pub tally: Vec<(T, usize)>,
    /// How many samples there were.
    pub total: usize,
    /// Who says so, if it is fixed in advance.
    pub pinned: Option<Authority>,
}

impl<T> Default for Convention<T> {
    fn default() -> Self {
        Self { dominant: None, tally: Vec::new(), total: 0, pinned: None }
    }
}

impl<T: Clone + Ord> Convention<T> {
    /// Infers from samples. The result does not depend on their order.
    pub fn infer(samples: impl IntoIterator<Item = T>, settings: &ConventionSettings) -> Self {
        Self::infer_with_others(samples, 0, settings)
    }

    /// Infers from samples beside which there are `others` that agree with nothing.
    pub fn infer_with_others(
        samples: impl IntoIterator<Item = T>,
        others: usize,
        settings: &ConventionSettings,
    ) -> Self {
        let mut counts: BTreeMap<T, usize> = BTreeMap::new();
        for sample in samples {
            *counts.entry(sample).or_default() += 1;
        }
        let total: usize = counts.values().sum::<usize>() + others;
        let mut tally: Vec<(T, usize)> = counts.into_iter().collect();
        tally.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let dominant = tally
            .first()
            .filter(|(_, count)| total >= settings.samples && *count as f64 >= settings.agreement * total as f64);
        Self { dominant: dominant.map(|(value, _)| value.clone()), tally, total, pinned: None }
    }

    /// The same counts, with a convention that is fixed in advance.
    #[must_use]
    pub fn pin(mut self, value: T, by: Authority) -> Self {
        self.dominant = Some(value);
        self.pinned = Some(by);
        self
    }

    /// How many samples agree with the convention.
    pub fn count(&self) -> usize {
        self.dominant.as_ref().map_or(0, |dominant| self.share(dominant))
    }

    /// How many samples have a value.
    pub fn share(&self, value: &T) -> usize {
        self.tally.iter().find(|(seen, _)| seen == value).map_or(0, |(_, count)| *count)
    }

    /// How many samples agree, of all.
    pub fn evidence(&self) -> Evidence {
        Evidence { agreeing: self.count(), samples: self.total }
    }

    /// Whether little speaks for it, so that a name that leaves it is no more than advice.
    pub fn is_thin(&self) -> bool {
        self.pinned.as_ref().map_or_else(|| self.evidence().is_thin(), Authority::is_thin)
    }

    /// Whether there are enough samples for a convention, and none won.
    pub fn undecided(&self, settings: &ConventionSettings) -> bool {
        self.dominant.is_none() && self.total >= settings.samples
    }
}

/// A number as people read it: `12,345`.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enough_of_enough_samples_make_a_convention() {
        let settings = ConventionSettings::default();
        let infer = |yes: usize, no: usize| {
            let samples = std::iter::repeat_n("a", yes).chain(std::iter::repeat_n("b", no));
            Convention::infer(samples, &settings)
        };
        assert_eq!(infer(4, 1).dominant, Some("a"));
        assert_eq!(infer(4, 0).dominant, None, "four samples are too few");
        assert_eq!(infer(79, 21).dominant, None);
        assert_eq!(infer(80, 20).dominant, Some("a"));
        assert_eq!(infer(80, 20).evidence().to_string(), "80 of 100");
        assert!(infer(5, 5).undecided(&settings));
        assert_eq!(infer(0, 9).pin("a", Authority::Configuration).count(), 0);
        assert_eq!(thousands(1_234_567), "1,234,567");
    }

    #[test]
    fn evidence_is_thin_below_ten_samples_or_nine_tenths() {
        let infer = |yes: usize, no: usize| {
            let samples = std::iter::repeat_n("a", yes).chain(std::iter::repeat_n("b", no));
            Convention::infer(samples, &ConventionSettings::default())
        };
        assert!(infer(9, 0).is_thin(), "nine samples are few");
        assert!(infer(8, 2).is_thin(), "80 % is a habit that is often left");
        assert!(!infer(9, 1).is_thin());
        assert!(infer(89, 11).is_thin());
        assert!(!infer(90, 10).is_thin());
        assert!(!infer(1, 1).pin("a", Authority::Configuration).is_thin(), "a configuration means what it says");
        let before = |agreeing, samples| Authority::Before(Evidence { agreeing, samples });
        assert!(infer(90, 10).pin("a", before(4, 5)).is_thin(), "the version before counts, and not this one");
        assert!(!infer(1, 1).pin("a", before(99, 100)).is_thin());
    }
}
