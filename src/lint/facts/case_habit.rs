//! The case that names of one sort have in common, and the names that leave it.

use std::fmt;

use super::case::{Case, Initial, core, is_wordy, words};
use super::convention::{Authority, Convention, ConventionSettings, Evidence, Learned, thousands};

/// What one name tells about the habit of its API.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sample {
    case: Option<Case>,
    /// Whether it is several words that are written in no one case.
    mixture: bool,
    initial: Option<Initial>,
}

/// Names that a specification fixes for whoever implements it, so that they are nobody's habit and nobody's fault: those
/// of OAuth 2.0 (RFC 6749, 7009, 7636, 8628, 8693) and OpenID Connect, of GraphQL over HTTP, and the version of
/// Microsoft's guidelines.
const PUBLISHED: [&str; 40] = [
    "access_token",
    "acr_values",
    "actor_token",
    "actor_token_type",
    "api-version",
    "authorization_endpoint",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "device_code",
    "error_description",
    "error_uri",
    "expires_in",
    "grant_type",
    "id_token",
    "id_token_hint",
    "introspection_endpoint",
    "issued_token_type",
    "jwks_uri",
    "login_hint",
    "operationName",
    "post_logout_redirect_uri",
    "redirect_uri",
    "refresh_token",
    "requested_token_type",
    "response_mode",
    "response_type",
    "subject_token",
    "subject_token_type",
    "token_endpoint",
    "token_type",
    "token_type_hint",
    "ui_locales",
    "user_code",
    "verification_uri",
    "verification_uri_complete",
];

fn is_published(name: &str) -> bool {
    PUBLISHED.binary_search(&name).is_ok()
}

impl Sample {
    /// What a name tells.
    pub fn of(name: &str) -> Self {
        if is_published(name) {
            return Self { case: None, mixture: false, initial: None };
        }
        let case = Case::of(name);
        let mixture = case.is_none() && is_wordy(name) && words(core(name)).len() > 1;
        Self { case, mixture, initial: Initial::of(name) }
    }

    /// Whether the name has several words, written in one case.
    pub fn has_case(self) -> bool {
        self.case.is_some()
    }
}

/// What the names of one sort have in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Habit {
    /// A case.
    Case(Case),
    /// No more than the way they begin.
    Initial(Initial),
}

impl Habit {
    fn fits(self, name: &str) -> bool {
        match self {
            Habit::Case(case) => case.fits(name),
            Habit::Initial(initial) => Initial::of(name).is_none_or(|found| found == initial),
        }
    }

    /// What to write instead of a name.
    pub fn help(self, name: &str) -> String {
        format!("write `{}`", self.apply(name))
    }

    /// The name as the habit would have it.
    fn apply(self, name: &str) -> String {
        match self {
            Habit::Case(case) => case.apply(name),
            Habit::Initial(Initial::Lower) if Case::of(name).is_none() => name.to_lowercase(),
            Habit::Initial(Initial::Lower) => Case::Camel.apply(name),
            Habit::Initial(Initial::Capital) => {
                let mut letters = name.chars();
                let first = letters.next().map(|c| c.to_ascii_uppercase());
                first.into_iter().chain(letters).collect()
            }
        }
    }
}

impl fmt::Display for Habit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Habit::Case(case) => case.fmt(f),
            Habit::Initial(Initial::Lower) => f.write_str("lower case"),
            Habit::Initial(Initial::Capital) => f.write_str("capitalised"),
        }
    }
}

/// The case that names of one sort are written in.
#[derive(Clone, Debug, Default)]
pub struct CaseConvention {
    /// The counts and what won.
    pub convention: Convention<Case>,
    /// How the names begin; it counts only where there are too few names of several words.
    initials: Convention<Initial>,
    /// Whether there are enough names of several words, and they do not agree.
    pub undecided: bool,
    /// What the names are called: `property names`.
    plural: String,
    /// Its name in the configuration, empty if it has none.
    pin: String,
}

/// A name that leaves the convention.
#[derive(Clone, Debug)]
pub struct Departure {
    /// The case that the name is written in, if it is any.
    pub found: Option<Case>,
    /// What the others are written in.
    pub expected: Habit,
    /// What is known of the others.
    pub evidence: Evidence,
    /// Whether that is little, so that the departure is no more than advice.
    pub is_thin: bool,
    /// What the names are called.
    pub plural: String,
    /// Who fixes the convention, if it is fixed in advance.
    pub pinned: Option<Authority>,
}

impl CaseConvention {
    /// Infers from what names tell; those of one word are no samples of a case. `pin` is the convention's name in the
    /// configuration, `plural` what the names are called.
    pub fn infer(
        samples: impl IntoIterator<Item = Sample>,
        settings: &ConventionSettings,
        pin: &str,
        plural: impl Into<String>,
    ) -> Self {
        let samples: Vec<Sample> = samples.into_iter().collect();
        let mixtures = samples.iter().filter(|s| s.mixture).count();
        let mut convention = Convention::infer_with_others(samples.iter().filter_map(|s| s.case), mixtures, settings);
        let plural = plural.into();
        let pinned = if pin.is_empty() { None } else { settings.pinned(pin) }.or_else(|| settings.learned(&plural));
        if let Some((case, by)) = pinned.and_then(|(case, by)| Some((Case::parse(case)?, by))) {
            convention = convention.pin(case, by);
        }
        let initials = Convention::infer(samples.iter().filter_map(|s| s.initial), settings);
        let undecided = convention.undecided(settings);
        Self { convention, initials, undecided, plural, pin: pin.to_owned() }
    }

    /// What a later version is held to, with what the names are called.
    pub fn learned(&self) -> Option<(String, Learned)> {
        Some((self.plural.clone(), Learned::of(&self.convention, Case::to_string)?))
    }

    /// Its name in the configuration, if it has one.
    pub fn pin(&self) -> Option<&str> {
        Some(&*self.pin).filter(|pin| !pin.is_empty())
    }

    /// What the names are called: `property names`.
    pub fn plural(&self) -> &str {
        &self.plural
    }

    /// What the names have in common.
    pub fn habit(&self) -> Option<Habit> {
        match self.convention.dominant {
            Some(case) => Some(Habit::Case(case)),
            None if self.undecided => None,
            None => self.initials.dominant.map(Habit::Initial),
        }
    }

    /// How the names begin, as far as they agree.
    pub fn initial(&self) -> Option<Initial> {
        self.initials.dominant
    }

    /// Says how a name leaves the convention, if there is one and it does.
    pub fn departure(&self, name: &str) -> Option<Departure> {
        let expected = self.habit()?;
        let fixed = self.convention.pinned == Some(Authority::Configuration);
        // The published names are rare among those that leave a habit, so they are looked for last.
        if expected.fits(name) || !is_wordy(name) || (is_published(name) && !fixed) {
            return None;
        }
        let (evidence, is_thin) = match expected {
            Habit::Case(_) => (self.convention.evidence(), self.convention.is_thin()),
            Habit::Initial(_) => (self.initials.evidence(), self.initials.is_thin()),
        };
        let (plural, pinned) = (self.plural.clone(), self.convention.pinned.clone());
        Some(Departure { found: Case::of(name), expected, evidence, is_thin, plural, pinned })
    }

    /// The sentence that says that there are enough names and no case of them dominates:
    /// `no case dominates among 40 property names: 24 are camelCase, 16 are snake_case`.
    pub fn indecision(&self) -> Option<String> {
        if !self.undecided {
            return None;
        }
        let say = |(case, count): &(Case, usize)| {
            format!("{} {} {case}", thousands(*count), if *count == 1 { "is" } else { "are" })
        };
        let counts: Vec<String> = self.convention.tally.iter().map(say).collect();
        let total = thousands(self.convention.total);
        Some(format!("no case dominates among {total} {}: {}", self.plural, counts.join(", ")))
    }
}

impl Departure {
    /// What is to be seen at the name: `camelCase`.
    pub fn label(&self, name: &str) -> String {
        match self.found {
            Some(case) if !matches!(self.expected, Habit::Initial(_)) => case.to_string(),
            _ if words(core(name)).len() > 1 && self.found.is_none() => "a mixture of cases".to_owned(),
            _ => match Initial::of(name) {
                Some(Initial::Lower) => "begins in lower case".to_owned(),
                Some(Initial::Capital) => "begins with a capital".to_owned(),
                None => format!("not {}", self.expected),
            },
        }
    }

    /// The names that do not leave the convention: `412 of 415 property names here`.
    pub fn others(&self) -> String {
        match &self.pinned {
            Some(Authority::Before(evidence)) => format!("{evidence} {} in the version before", self.plural),
            _ => format!("{} {} here", self.evidence, self.plural),
        }
    }

    /// The sentence about a name: `` `customerId` is camelCase; 412 of 415 property names here are snake_case ``.
    pub fn message(&self, name: &str) -> String {
        let plural = &self.plural;
        let label = self.label(name);
        let found = if label.starts_with("begins") { label } else { format!("is {label}") };
        if self.pinned == Some(Authority::Configuration) {
            return format!("`{name}` {found}; the configuration asks for {} in {plural}", self.expected);
        }
        format!("`{name}` {found}; {} are {}", self.others(), self.expected)
    }

    /// What to write instead.
    pub fn help(&self, name: &str) -> String {
        self.expected.help(name)
    }

    /// The name as the others would have it.
    pub fn apply(&self, name: &str) -> String {
        self.expected.apply(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_names_are_nobodys_habit() {
        assert!(PUBLISHED.is_sorted());
        let settings = ConventionSettings::default();
        let names = ["aB", "cD", "eF", "gH", "iJ", "access_token", "api-version"].map(Sample::of);
        let convention = CaseConvention::infer(names, &settings, "naming.property", "property names");
        assert_eq!(convention.convention.evidence().to_string(), "5 of 5");
        assert!(convention.departure("api-version").is_none() && convention.departure("api_version").is_some());
    }

    #[test]
    fn one_word_departs_from_no_lower_case() {
        let settings = ConventionSettings::default();
        let names = ["a_b", "c_d", "e_f", "g_h", "i_j", "id", "name"].map(Sample::of);
        let convention = CaseConvention::infer(names, &settings, "naming.property", "property names");
        assert!(convention.departure("id").is_none());
        assert!(convention.departure("a.b").is_none());
        let departure = convention.departure("customerId").expect("a departure");
        assert_eq!(
            departure.message("customerId"),
            "`customerId` is camelCase; 5 of 5 property names here are snake_case"
        );
    }

    #[test]
    fn single_words_tell_no_more_than_how_they_begin() {
        let settings = ConventionSettings::default();
        let names = ["orders", "books", "customers", "reviews", "line_items"].map(Sample::of);
        let convention = CaseConvention::infer(names, &settings, "naming.property", "path segments");
        assert!(convention.departure("orderItems").is_none());
        let departure = convention.departure("Vouchers").expect("a departure");
        assert_eq!(
            departure.message("Vouchers"),
            "`Vouchers` begins with a capital; 5 of 5 path segments here are lower case"
        );
        assert_eq!(departure.help("Vouchers"), "write `vouchers`");
        assert!(departure.is_thin, "five names are few");
    }
}
