//! Formats that assert something about the text.

use std::cell::RefCell;

use super::cache::{Cache, steps_for};
use super::formats::FORMATS;

/// A format: its name, what it implies, and two patterns around it.
pub(super) struct Format {
    pub(super) name: &'static str,
    /// Formats of which every text of this one is.
    pub(super) implies: &'static [&'static str],
    /// Texts that match this are of the format.
    pub(super) inner: String,
    /// Texts of the format match this; absent where `inner` is exact.
    pub(super) outer: Option<String>,
    /// Decides between the two, where it can.
    pub(super) decide: fn(&str) -> Option<bool>,
    /// Longer texts are not of the format.
    pub(super) longest: u64,
    /// Typical texts of the format, the most typical first.
    pub(super) good: &'static [&'static str],
    /// Texts that people mistake for it.
    pub(super) bad: &'static [&'static str],
}

impl Format {
    pub(super) fn outer(&self) -> &str {
        self.outer.as_deref().unwrap_or(&self.inner)
    }

    /// Whether the text is of the format; `None` where only a larger table than this one would tell.
    pub(super) fn accepts(&self, text: &str, cache: &mut Cache, steps: &mut u64) -> Option<bool> {
        if cache.matches(&self.inner, text, steps)? {
            return Some(true);
        }
        match &self.outer {
            None => Some(false),
            Some(outer) if !cache.matches(outer, text, steps)? => Some(false),
            Some(_) => (self.decide)(text),
        }
    }
}

pub(super) fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Whether the format is known to assert something about texts.
pub fn is_format(name: &str) -> bool {
    find(name).is_some()
}

/// The formats that assert something.
pub fn format_names() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|format| format.name)
}

/// Texts of the format, the most typical first, and texts that people mistake for it.
pub fn format_samples(name: &str) -> Option<(&'static [&'static str], &'static [&'static str])> {
    find(name).map(|format| (format.good, format.bad))
}

/// Whether every text of the one format is of the other; of an unknown format only that it implies itself.
pub fn format_implies(one: &str, other: &str) -> bool {
    one == other || find(one).is_some_and(|format| format.implies.contains(&other))
}

/// Whether the text is of the format; `None` if the format is unknown, or the text is one of the few that only
/// Unicode's tables of host names or the like could decide.
pub fn format_accepts(format: &str, text: &str) -> Option<bool> {
    thread_local! {
        static AUTOMATA: RefCell<Cache> = RefCell::new(Cache::new());
    }
    let format = find(format)?;
    AUTOMATA.with_borrow_mut(|cache| {
        cache.trim();
        format.accepts(text, cache, &mut steps_for(text))
    })
}
