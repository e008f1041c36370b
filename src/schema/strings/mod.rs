//! The theory of strings: is there a text of some length that matches these patterns and formats, none of those, and
//! is not one of these values?
//!
//! Patterns become automata over classes of characters, found state by state as they are needed (`term`, `derive`, `dfa`);
//! a goal is a walk through their product (`product`, `search`). A format is a pair of patterns, one that only
//! texts of the format match and one that all of them match (`format`); often the two are one.

mod alphabet;
mod ambiguity;
mod ast;
mod cache;
mod derive;
mod dfa;
mod escape;
mod format;
mod formats;
mod parse;
mod product;
mod search;
mod set;
mod solve;
mod term;

use std::fmt;

pub use ambiguity::backtracks;
pub use cache::{Cache, matches};
pub use format::{format_accepts, format_implies, format_names, format_samples, is_format};
pub use solve::solve;

/// What a string must be and must not be, all at once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Goal<'a> {
    /// At least so many Unicode scalar values.
    pub min_length: u64,
    /// At most so many Unicode scalar values.
    pub max_length: Option<u64>,
    /// ECMA-262 patterns; each is found in the text.
    pub patterns: &'a [&'a str],
    /// ECMA-262 patterns; none is found in the text.
    pub not_patterns: &'a [&'a str],
    /// The text is of each of these formats.
    pub formats: &'a [&'a str],
    /// The text is of none of these formats.
    pub not_formats: &'a [&'a str],
    /// The text is none of these.
    pub excluded: &'a [&'a str],
    /// The first of these that fits is taken.
    pub preferred: &'a [&'a str],
}

/// What [`solve`] found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This text fits the goal.
    Found(String),
    /// No text fits the goal.
    Empty,
    /// Neither is proved.
    Unknown(Obstacle),
}

/// What stopped a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// `pattern`, `format` or `minLength`.
    pub keyword: &'static str,
    /// The pattern, the name of the format, or the length.
    pub text: String,
    /// Why it stopped the proof.
    pub reason: Reason,
}

/// Why a pattern or a format stopped a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// A look-behind that itself looks ahead.
    LookAround,
    /// A back-reference.
    BackReference,
    /// A surrogate that is not half of a pair.
    Surrogate,
    /// Not a pattern of ECMA-262, or not one that can be read in one way.
    Syntax,
    /// The steps were used up, or a text would have millions of characters.
    TooLarge,
    /// No format of this name is known.
    UnknownFormat,
    /// No regular language says exactly what the format is.
    Inexact,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LookAround => "a look-behind that looks ahead",
            Self::BackReference => "a back-reference",
            Self::Surrogate => "a surrogate that is not half of a pair",
            Self::Syntax => "not a pattern of ECMA-262",
            Self::TooLarge => "too large",
            Self::UnknownFormat => "an unknown format",
            Self::Inexact => "a format that no regular language describes exactly",
        })
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`: {}", self.keyword, self.text, self.reason)
    }
}
