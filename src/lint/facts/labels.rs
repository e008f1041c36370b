//! How header fields and tags are called: names that follow other rules than those of programs.

use hashbrown::{HashMap, HashSet};

use super::case::{Case, Initial, words};
use super::{Convention, ConventionSettings};
use crate::contract::{At, Contract, Name, ParameterIn};

/// How header fields are called, in requests and in responses.
pub struct HeaderNames {
    /// Each spelling once, where it first stands, with how often.
    pub names: Vec<HeaderName>,
    /// How they are written.
    pub style: Convention<HeaderStyle>,
}

/// A header field.
pub struct HeaderName {
    /// The name.
    pub name: Name,
    /// Where it first stands.
    pub at: At,
    /// How often.
    pub count: usize,
}

/// How the name of a header field is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum HeaderStyle {
    /// `X-Request-Id`
    Capitals,
    /// `x-request-id`
    Small,
    /// `x_request_id`
    Underscores,
}

impl HeaderStyle {
    /// How a name is written; nothing for a name that is neither of these.
    pub fn of(name: &str) -> Option<Self> {
        if name.contains('_') {
            return Some(HeaderStyle::Underscores);
        }
        let begins = |test: fn(&u8) -> bool| name.split('-').all(|word| word.as_bytes().first().is_some_and(test));
        if !name.bytes().any(|b| b.is_ascii_uppercase()) && begins(u8::is_ascii_alphanumeric) {
            return Some(HeaderStyle::Small);
        }
        begins(|b| b.is_ascii_uppercase() || b.is_ascii_digit()).then_some(HeaderStyle::Capitals)
    }
}

impl HeaderNames {
    /// Infers from all names of a contract.
    pub fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
        let mut known: HashMap<Name, usize> = HashMap::new();
        let mut names: Vec<HeaderName> = Vec::new();
        let parameters = contract.parameters.iter().filter(|p| p.place == ParameterIn::Header);
        let parameters = parameters.map(|p| (p.name, p.name_at));
        let headers = contract.responses.iter().flat_map(|r| r.headers.iter().map(|h| (h.name, h.key)));
        for (name, at) in parameters.chain(headers) {
            let position = *known.entry(name).or_insert_with(|| {
                names.push(HeaderName { name, at, count: 0 });
                names.len() - 1
            });
            names[position].count += 1;
        }
        let samples = names.iter().filter_map(|n| HeaderStyle::of(contract.text(n.name)));
        Self { style: Convention::infer(samples, settings), names }
    }
}

/// How tags are called.
pub struct TagNames {
    /// The declared tags; where none are declared, those of operations, each where it first stands.
    pub names: Vec<(Name, At)>,
    /// How they begin.
    pub initials: Convention<Initial>,
    /// How their words are joined.
    pub joints: Convention<Joint>,
}

/// What stands between the words of a tag.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Joint {
    /// `Gift cards`
    Space,
    /// `gift-cards`
    Dash,
    /// `gift_cards`
    Underscore,
    /// `GiftCards`
    Nothing,
}

impl Joint {
    /// What stands between the words of a name; nothing for a single word, or where several signs do.
    pub fn of(name: &str) -> Option<Self> {
        let signs = [(' ', Joint::Space), ('-', Joint::Dash), ('_', Joint::Underscore)];
        let mut found = signs.into_iter().filter(|(sign, _)| name.contains(*sign)).map(|(_, joint)| joint);
        match (found.next(), found.next()) {
            (Some(joint), None) => Some(joint),
            // `APIs` and `oEmbed` are single words, whatever their capitals.
            (None, _) => Case::of(name).filter(|_| words(name).iter().all(|w| w.len() > 2)).map(|_| Joint::Nothing),
            _ => None,
        }
    }

    /// The words for it, after "joined".
    pub fn as_str(self) -> &'static str {
        match self {
            Joint::Space => "by spaces",
            Joint::Dash => "by dashes",
            Joint::Underscore => "by underscores",
            Joint::Nothing => "without a sign",
        }
    }
}

impl TagNames {
    /// Infers from all names of a contract.
    pub fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
        let mut names: Vec<(Name, At)> = contract.tags.iter().map(|t| (t.name, t.name_at)).collect();
        if names.is_empty() {
            let mut known = HashSet::new();
            names.extend(contract.operations.iter().flat_map(|o| &o.tags).filter(|(tag, _)| known.insert(*tag)));
        }
        let text = |(name, _): &(Name, At)| contract.text(*name);
        Self {
            initials: Convention::infer(names.iter().filter_map(|n| Initial::of(text(n))), settings),
            joints: Convention::infer(names.iter().filter_map(|n| Joint::of(text(n))), settings),
            names,
        }
    }
}
