//! Cases of names: what a name is written in, and how it would be written in another.

use std::fmt;

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
pub fn core(name: &str) -> &str {
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
}
