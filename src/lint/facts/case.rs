//! Cases of names: what a name is written in, and how it would be written in another.

use std::fmt;

use super::convention::{Convention, ConventionSettings, thousands};

/// A way to write several words as one name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Case {
    /// `snake_case`
    Snake,
    /// `camelCase`
    Camel,
    /// `kebab-case`
    Kebab,
    /// `PascalCase`
    Pascal,
    /// `SCREAMING_SNAKE_CASE`
    Screaming,
    /// `Train-Case`
    Train,
}

impl Case {
    /// All cases.
    pub const ALL: [Case; 6] = [Case::Snake, Case::Camel, Case::Kebab, Case::Pascal, Case::Screaming, Case::Train];

    /// The name of the case, written in it.
    pub fn as_str(self) -> &'static str {
        match self {
            Case::Snake => "snake_case",
            Case::Camel => "camelCase",
            Case::Kebab => "kebab-case",
            Case::Pascal => "PascalCase",
            Case::Screaming => "SCREAMING_SNAKE_CASE",
            Case::Train => "Train-Case",
        }
    }

    /// The case of a name in configuration.
    pub fn parse(name: &str) -> Option<Case> {
        Case::ALL.into_iter().find(|c| c.as_str() == name)
    }

    /// How names in this case begin.
    pub fn initial(self) -> Initial {
        match self {
            Case::Snake | Case::Kebab | Case::Camel => Initial::Lower,
            Case::Pascal | Case::Screaming | Case::Train => Initial::Capital,
        }
    }

    /// Whether a name is written in this case. Signs before and after the words (`_links`, `@type`) do not count.
    pub fn fits(self, name: &str) -> bool {
        let name = core(name);
        let first = |b: u8| match self.initial() {
            Initial::Lower => b.is_ascii_lowercase(),
            Initial::Capital => b.is_ascii_uppercase(),
        };
        let separator = match self {
            Case::Snake | Case::Screaming => Some(b'_'),
            Case::Kebab | Case::Train => Some(b'-'),
            Case::Camel | Case::Pascal => None,
        };
        let letter = |b: u8| match self {
            Case::Snake | Case::Kebab => b.is_ascii_lowercase(),
            Case::Screaming => b.is_ascii_uppercase(),
            Case::Camel | Case::Pascal | Case::Train => b.is_ascii_alphabetic(),
        };
        let bytes = name.as_bytes();
        if bytes.is_empty() || !first(bytes[0]) {
            return false;
        }
        let mut previous = 0;
        bytes.iter().all(|&b| {
            let word_start = Some(previous) == separator;
            previous = b;
            if Some(b) == separator {
                return !word_start;
            }
            // A word of Train-Case begins with a capital or a digit.
            let start_fits = self != Case::Train || !word_start || b.is_ascii_uppercase() || b.is_ascii_digit();
            start_fits && (letter(b) || b.is_ascii_digit())
        }) && Some(previous) != separator
    }

    /// The case of a name of several words. Nothing for one word, which tells nothing, and for a name that is not made
    /// of words.
    pub fn of(name: &str) -> Option<Case> {
        if words(core(name)).len() < 2 {
            return None;
        }
        let separated = |case: Case| match case {
            Case::Snake | Case::Screaming => core(name).contains('_'),
            Case::Kebab | Case::Train => core(name).contains('-'),
            Case::Camel | Case::Pascal => true,
        };
        Case::ALL.into_iter().find(|&case| separated(case) && case.fits(name))
    }

    /// The name written in this case.
    pub fn apply(self, name: &str) -> String {
        let start = name.len() - name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()).len();
        let end = start + core(name).len();
        let words = words(core(name));
        let mut written = String::with_capacity(name.len() + 4);
        written.push_str(&name[..start]);
        for (number, word) in words.iter().enumerate() {
            if number > 0 {
                match self {
                    Case::Snake | Case::Screaming => written.push('_'),
                    Case::Kebab | Case::Train => written.push('-'),
                    Case::Camel | Case::Pascal => {}
                }
            }
            match self {
                Case::Snake | Case::Kebab => written.push_str(&word.to_lowercase()),
                Case::Screaming => written.push_str(&word.to_uppercase()),
                Case::Camel if number == 0 => written.push_str(&word.to_lowercase()),
                Case::Camel | Case::Pascal | Case::Train => {
                    let mut letters = word.chars();
                    written.extend(letters.next().map(|c| c.to_ascii_uppercase()));
                    written.push_str(&letters.as_str().to_lowercase());
                }
            }
        }
        written.push_str(&name[end..]);
        written
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name without the signs before and after its words.
fn core(name: &str) -> &str {
    name.trim_matches(|c: char| !c.is_ascii_alphanumeric())
}

/// Whether a name consists of words that a case could be seen in: letters, digits, `_` and `-` around a core.
pub fn is_wordy(name: &str) -> bool {
    let core = core(name);
    core.bytes().any(|b| b.is_ascii_alphabetic())
        && core.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// The words of a name, by separators and by changes of case: `userIDToken` is `user`, `ID`, `Token`.
pub fn words(name: &str) -> Vec<&str> {
    let bytes = name.as_bytes();
    let mut words = Vec::new();
    let mut start = 0;
    for at in 0..bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() {
            if bytes[at].is_ascii() {
                words.extend(name.get(start..at).filter(|w| !w.is_empty()));
                start = at + 1;
            }
            continue;
        }
        let upper = bytes[at].is_ascii_uppercase();
        let after_lower = at > start && (bytes[at - 1].is_ascii_lowercase() || bytes[at - 1].is_ascii_digit());
        let before_lower =
            at > start && bytes[at - 1].is_ascii_uppercase() && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        if upper && (after_lower || before_lower) {
            words.extend(name.get(start..at).filter(|w| !w.is_empty()));
            start = at;
        }
    }
    words.extend(name.get(start..).filter(|w| !w.is_empty()));
    words
}

/// What one name tells about the habit of its API.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sample {
    case: Option<Case>,
    /// Whether it is several words that are written in no one case.
    mixture: bool,
    initial: Option<Initial>,
}

impl Sample {
    /// What a name tells.
    pub fn of(name: &str) -> Self {
        let case = Case::of(name);
        let mixture = case.is_none() && is_wordy(name) && words(core(name)).len() > 1;
        Self { case, mixture, initial: Initial::of(name) }
    }

    /// Whether the name has several words, written in one case.
    pub fn has_case(self) -> bool {
        self.case.is_some()
    }
}

/// How a name begins. Where nearly all names are single words, this is all that can be said of their case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Initial {
    /// `orders`
    Lower,
    /// `Orders`
    Capital,
}

impl Initial {
    /// How a name begins; nothing if not with a letter.
    pub fn of(name: &str) -> Option<Self> {
        let first = core(name).bytes().next().filter(u8::is_ascii_alphabetic)?;
        Some(if first.is_ascii_lowercase() { Initial::Lower } else { Initial::Capital })
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
}

/// A name that leaves the convention.
#[derive(Clone, Debug)]
pub struct Departure {
    /// The case that the name is written in, if it is any.
    pub found: Option<Case>,
    /// What the others are written in.
    pub expected: Habit,
    /// What is known of the others: `412 of 415`.
    pub evidence: String,
    /// What the names are called.
    pub plural: String,
    /// Whether the configuration asks for it.
    pub pinned: bool,
}

impl CaseConvention {
    /// Infers from what names tell; those of one word are no samples of a case. `pin` is the convention's name in the
    /// configuration (empty for none), `plural` what the names are called.
    pub fn infer(
        samples: impl IntoIterator<Item = Sample>,
        settings: &ConventionSettings,
        pin: &str,
        plural: impl Into<String>,
    ) -> Self {
        let samples: Vec<Sample> = samples.into_iter().collect();
        let mixtures = samples.iter().filter(|s| s.mixture).count();
        let mut convention = Convention::infer_with_others(samples.iter().filter_map(|s| s.case), mixtures, settings);
        let pinned = if pin.is_empty() { None } else { settings.pinned(pin) };
        if let Some(pinned) = pinned.and_then(Case::parse) {
            convention = convention.pin(pinned);
        }
        let initials = Convention::infer(samples.iter().filter_map(|s| s.initial), settings);
        let undecided = convention.undecided(settings);
        Self { convention, initials, undecided, plural: plural.into() }
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
        if expected.fits(name) || !is_wordy(name) {
            return None;
        }
        let evidence = match expected {
            Habit::Case(_) => self.convention.evidence(),
            Habit::Initial(_) => self.initials.evidence(),
        };
        let (plural, pinned) = (self.plural.clone(), self.convention.pinned);
        Some(Departure { found: Case::of(name), expected, evidence, plural, pinned })
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

    /// The sentence about a name: `` `customerId` is camelCase; 412 of 415 property names here are snake_case ``.
    pub fn message(&self, name: &str) -> String {
        let plural = &self.plural;
        let label = self.label(name);
        let found = if label.starts_with("begins") { label } else { format!("is {label}") };
        if self.pinned {
            return format!("`{name}` {found}; the configuration asks for {} in {plural}", self.expected);
        }
        format!("`{name}` {found}; {} {plural} here are {}", self.evidence, self.expected)
    }

    /// What to write instead.
    pub fn help(&self, name: &str) -> String {
        self.expected.help(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_several_words_fit_one_case() {
        for (name, case) in [
            ("user_id", Some(Case::Snake)),
            ("userId", Some(Case::Camel)),
            ("user-id", Some(Case::Kebab)),
            ("UserId", Some(Case::Pascal)),
            ("USER_ID", Some(Case::Screaming)),
            ("User-Id", Some(Case::Train)),
            ("X-RateLimit-Limit", Some(Case::Train)),
            ("_user_id", Some(Case::Snake)),
            ("line_1", Some(Case::Snake)),
            ("id", None),
            ("Id", None),
            ("ID", None),
            ("user_Id", None),
            ("a.b_c", None),
            ("+1", None),
            ("", None),
        ] {
            assert_eq!(Case::of(name), case, "{name}");
        }
    }

    #[test]
    fn a_name_is_rewritten_word_by_word() {
        assert_eq!(Case::Snake.apply("userIDToken"), "user_id_token");
        assert_eq!(Case::Camel.apply("USER_ID"), "userId");
        assert_eq!(Case::Kebab.apply("_userId"), "_user-id");
        assert_eq!(Case::Pascal.apply("line_1"), "Line1");
        assert_eq!(Case::Train.apply("userId"), "User-Id");
        assert_eq!(Case::Snake.apply("sha256Hash"), "sha256_hash");
        assert_eq!(Case::Snake.apply("größeNeu"), "größe_neu");
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
        let convention = CaseConvention::infer(names, &settings, "", "path segments");
        assert!(convention.departure("orderItems").is_none());
        let departure = convention.departure("Vouchers").expect("a departure");
        assert_eq!(
            departure.message("Vouchers"),
            "`Vouchers` begins with a capital; 5 of 5 path segments here are lower case"
        );
        assert_eq!(departure.help("Vouchers"), "write `vouchers`");
    }
}
