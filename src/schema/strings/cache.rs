//! The automata of the patterns met so far.

use std::sync::Arc;

use hashbrown::HashMap;

use super::Reason;
use super::alphabet::Alphabet;
use super::dfa::Dfa;
use super::parse::parse;
use super::product::Part;

/// Beyond so many transitions or patterns everything is forgotten. Answers do not depend on it.
const MOST_TRANSITIONS: usize = 1 << 22;
const MOST_PATTERNS: usize = 1 << 13;
/// What a single match may cost, and how much more for each byte of the text.
const STEPS_PER_MATCH: u64 = 1 << 18;
const STEPS_PER_BYTE: u64 = 64;

/// Compiled patterns, kept from goal to goal.
#[derive(Default)]
pub struct Cache {
    pub(super) automata: Vec<Dfa>,
    by_text: HashMap<String, Result<u32, Reason>>,
    alphabets: HashMap<Box<[u32]>, Arc<Alphabet>>,
    calls: u32,
}

impl Cache {
    /// An empty cache.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets everything when too much is kept. Called where no automaton is in use.
    pub(super) fn trim(&mut self) {
        self.calls = self.calls.wrapping_add(1);
        if !self.calls.is_multiple_of(64) {
            return;
        }
        let transitions: usize = self.automata.iter().map(Dfa::size).sum();
        if transitions > MOST_TRANSITIONS || self.by_text.len() > MOST_PATTERNS || self.alphabets.len() > MOST_PATTERNS
        {
            *self = Self::default();
        }
    }

    pub(super) fn automaton(&mut self, pattern: &str) -> Result<u32, Reason> {
        if let Some(&known) = self.by_text.get(pattern) {
            return known;
        }
        let result = parse(pattern).and_then(Dfa::new).map(|dfa| {
            self.automata.push(dfa);
            (self.automata.len() - 1) as u32
        });
        self.by_text.insert(pattern.to_owned(), result);
        result
    }

    pub(super) fn matches(&mut self, pattern: &str, text: &str, steps: &mut u64) -> Option<bool> {
        let automaton = self.automaton(pattern).ok()?;
        self.automata[automaton as usize].run(text, steps).ok()
    }

    pub(super) fn alphabet(&mut self, parts: &[Part]) -> Arc<Alphabet> {
        let key: Box<[u32]> = parts.iter().map(|&(automaton, _)| automaton).collect();
        let automata = &self.automata;
        let alphabet = self.alphabets.entry(key).or_insert_with_key(|key| {
            let classes: Vec<_> = key.iter().map(|&automaton| &automata[automaton as usize].classes).collect();
            Arc::new(Alphabet::new(&classes))
        });
        Arc::clone(alphabet)
    }
}

/// Whether the pattern is found in the text; `None` where the pattern cannot be decided.
pub fn matches(pattern: &str, text: &str, cache: &mut Cache) -> Option<bool> {
    cache.trim();
    cache.matches(pattern, text, &mut steps_for(text))
}

/// The budget of a match that is not part of a goal.
pub(super) fn steps_for(text: &str) -> u64 {
    STEPS_PER_MATCH + STEPS_PER_BYTE * text.len() as u64
}
