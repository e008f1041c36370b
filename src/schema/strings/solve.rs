//! From a goal to an answer: what needs no automata first, then samples, then the product.

use hashbrown::HashSet;

use super::cache::Cache;
use super::format::{self, Format};
use super::product::{Part, Product};
use super::search::{Bounds, LONGEST, Outcome, Verdict, search};
use super::term::Exhausted;
use super::{Answer, Goal, Obstacle, Reason};

/// How many words that may be of a format are asked about before giving up.
const MOST_CANDIDATES: usize = 1024;
/// How many plain words are tried, beyond as many as are excluded.
const FEW: usize = 4;
/// One candidate of so many bytes is enough.
const LONG: usize = 1 << 16;

/// Finds a text that fits the goal, or proves that there is none. Steps are counted down in `steps`; what they run out
/// of is `Unknown`, at the same place whatever the cache holds.
pub fn solve(goal: &Goal<'_>, steps: &mut u64, cache: &mut Cache) -> Answer {
    cache.trim();
    if goal.max_length.is_some_and(|max| max < goal.min_length) || contradicts(goal) {
        return Answer::Empty;
    }
    let excluded = Excluded::new(goal.excluded);
    let samples = goal.formats.iter().filter_map(|name| format::find(name)).flat_map(|format| format.good);
    for &text in goal.preferred.iter().chain(samples) {
        if has_length(goal, text) && !excluded.has(text) && fits(goal, text, cache, steps) == Some(true) {
            return Answer::Found(text.to_owned());
        }
    }
    // Where nothing asks for characters of some kind, letters are likely to do, and read better than the shortest text.
    if goal.patterns.is_empty()
        && goal.formats.is_empty()
        && let Some(text) = letters(goal, &excluded, steps, cache)
    {
        return Answer::Found(text);
    }
    walk(goal, &excluded, steps, cache)
}

/// The same name on both sides, or one that implies the other.
fn contradicts(goal: &Goal<'_>) -> bool {
    goal.patterns.iter().any(|pattern| goal.not_patterns.contains(pattern))
        || goal.formats.iter().any(|one| goal.not_formats.iter().any(|other| format::format_implies(one, other)))
}

fn has_length(goal: &Goal<'_>, text: &str) -> bool {
    // A character takes one to four bytes.
    let bytes = text.len() as u64;
    if bytes < goal.min_length || goal.max_length.is_some_and(|max| bytes / 4 > max) {
        return false;
    }
    let length = text.chars().count() as u64;
    length >= goal.min_length && goal.max_length.is_none_or(|max| length <= max)
}

/// Whether patterns and formats agree with the text.
fn fits(goal: &Goal<'_>, text: &str, cache: &mut Cache, steps: &mut u64) -> Option<bool> {
    let mut known = true;
    for (list, wanted) in [(goal.patterns, true), (goal.not_patterns, false)] {
        for pattern in list {
            match cache.matches(pattern, text, steps) {
                Some(is) if is != wanted => return Some(false),
                Some(_) => {}
                None => known = false,
            }
        }
    }
    for (list, wanted) in [(goal.formats, true), (goal.not_formats, false)] {
        for name in list {
            match format::find(name).and_then(|format| format.accepts(text, cache, steps)) {
                Some(is) if is != wanted => return Some(false),
                Some(_) => {}
                None => known = false,
            }
        }
    }
    known.then_some(true)
}

/// The excluded values, by scanning where they are few.
enum Excluded<'a> {
    Few(&'a [&'a str]),
    Many(HashSet<&'a str>),
}

impl<'a> Excluded<'a> {
    fn new(values: &'a [&'a str]) -> Self {
        if values.len() <= 8 { Self::Few(values) } else { Self::Many(values.iter().copied().collect()) }
    }

    fn has(&self, text: &str) -> bool {
        match self {
            Self::Few(values) => values.contains(&text),
            Self::Many(values) => values.contains(text),
        }
    }
}

/// The first of `a`, `b`, …, `aa`, … of a fitting length that fits. Tried are as many as there are excluded values, and
/// a few more.
fn letters(goal: &Goal<'_>, excluded: &Excluded<'_>, steps: &mut u64, cache: &mut Cache) -> Option<String> {
    let length = usize::try_from(goal.min_length.max(1)).ok().filter(|&length| length <= 1 << 22)?;
    for i in 0..goal.excluded.len() + FEW {
        let mut letters = Vec::new();
        let mut rest = i;
        loop {
            letters.push(b'a' + (rest % 26) as u8);
            if rest < 26 {
                break;
            }
            rest = rest / 26 - 1;
        }
        letters.resize(letters.len().max(length), b'a');
        if goal.max_length.is_some_and(|max| letters.len() as u64 > max) {
            return None;
        }
        let text: String = letters.iter().rev().map(|&letter| char::from(letter)).collect();
        if !excluded.has(&text) && fits(goal, &text, cache, steps) == Some(true) {
            return Some(text);
        }
    }
    None
}

/// The automata of a goal, read twice: the narrow reading finds only what fits, the wide one everything that may.
#[derive(Default)]
struct Parts {
    narrow: Vec<Part>,
    wide: Vec<Part>,
    /// What neither reading says.
    obstacle: Option<Obstacle>,
    /// A format whose two readings differ.
    inexact: Option<Obstacle>,
}

impl Parts {
    fn new(goal: &Goal<'_>, cache: &mut Cache) -> Self {
        let mut parts = Self::default();
        for (list, positive) in [(goal.patterns, true), (goal.not_patterns, false)] {
            for &pattern in list {
                match cache.automaton(pattern) {
                    Ok(automaton) => {
                        parts.narrow.push((automaton, positive));
                        parts.wide.push((automaton, positive));
                    }
                    Err(reason) => parts.stop("pattern", pattern, reason),
                }
            }
        }
        for (list, positive) in [(goal.formats, true), (goal.not_formats, false)] {
            for &name in list {
                match format::find(name) {
                    Some(format) => parts.add(format, positive, cache),
                    None => parts.stop("format", name, Reason::UnknownFormat),
                }
            }
        }
        for list in [&mut parts.narrow, &mut parts.wide] {
            let mut seen = HashSet::new();
            list.retain(|&part| seen.insert(part));
        }
        parts
    }

    fn add(&mut self, format: &Format, positive: bool, cache: &mut Cache) {
        let (inner, outer) = (cache.automaton(&format.inner), cache.automaton(format.outer()));
        match (inner, outer) {
            (Ok(inner), Ok(outer)) => {
                let (narrow, wide) = if positive { (inner, outer) } else { (outer, inner) };
                self.narrow.push((narrow, positive));
                self.wide.push((wide, positive));
                if inner != outer {
                    let obstacle =
                        Obstacle { keyword: "format", text: format.name.to_owned(), reason: Reason::Inexact };
                    self.inexact.get_or_insert(obstacle);
                }
            }
            (Err(reason), _) | (_, Err(reason)) => self.stop("format", format.name, reason),
        }
    }

    fn stop(&mut self, keyword: &'static str, text: &str, reason: Reason) {
        self.obstacle.get_or_insert_with(|| Obstacle { keyword, text: text.to_owned(), reason });
    }
}

fn walk(goal: &Goal<'_>, excluded: &Excluded<'_>, steps: &mut u64, cache: &mut Cache) -> Answer {
    let parts = Parts::new(goal, cache);
    let exact = parts.obstacle.is_none() && parts.inexact.is_none();
    if parts.obstacle.is_none() {
        match attempt(goal, excluded, &parts.narrow, 1, steps, cache) {
            Ok(Some(Answer::Empty)) if !exact => {}
            Ok(Some(answer)) => return answer,
            Ok(None) => {}
            Err(obstacle) => return Answer::Unknown(obstacle),
        }
    }
    if !exact {
        match attempt(goal, excluded, &parts.wide, MOST_CANDIDATES, steps, cache) {
            Ok(Some(answer)) => return answer,
            Ok(None) => {}
            Err(obstacle) => return Answer::Unknown(parts.obstacle.unwrap_or(obstacle)),
        }
    }
    Answer::Unknown(parts.obstacle.or(parts.inexact).unwrap_or_else(|| exhausted(goal)))
}

/// Walks through the product for at most so many words that are not excluded, and checks each once more: the walk
/// answers for the readings of the formats, the check for the formats themselves.
fn attempt(
    goal: &Goal<'_>,
    excluded: &Excluded<'_>,
    parts: &[Part],
    candidates: usize,
    steps: &mut u64,
    cache: &mut Cache,
) -> Result<Option<Answer>, Obstacle> {
    let alphabet = cache.alphabet(parts);
    let longest = goal.formats.iter().filter_map(|name| format::find(name)).map(|format| format.longest).min();
    let max = goal.max_length.unwrap_or(u64::MAX).min(longest.unwrap_or(u64::MAX));
    let bounds = Bounds { min: goal.min_length, max };
    let mut words: Vec<String> = Vec::new();
    let mut judge = |text: &str| {
        if excluded.has(text) {
            return Verdict::Skip;
        }
        words.push(text.to_owned());
        if words.len() == candidates || text.len() > LONG { Verdict::Stop } else { Verdict::Skip }
    };
    let (mut product, start) = Product::new(&mut cache.automata, parts, alphabet, steps);
    let outcome = search(&mut product, start, &bounds, &mut judge);
    let mut refuted = true;
    for text in words {
        match fits(goal, &text, cache, steps) {
            Some(true) if has_length(goal, &text) => return Ok(Some(Answer::Found(text))),
            Some(false) => {}
            _ => refuted = false,
        }
    }
    match outcome {
        Ok(Outcome::Empty) if refuted => Ok(Some(Answer::Empty)),
        Ok(_) => Ok(None),
        Err(Exhausted) => Err(exhausted(goal)),
    }
}

/// Names what is too large: a length that is not spelled out, or the longest pattern as the likeliest, or a format.
fn exhausted(goal: &Goal<'_>) -> Obstacle {
    let patterns = goal.patterns.iter().chain(goal.not_patterns).max_by_key(|text| text.len());
    let formats = goal.formats.iter().chain(goal.not_formats).next();
    let (keyword, text) = match (patterns, formats) {
        _ if goal.min_length > LONGEST => ("minLength", goal.min_length.to_string()),
        (Some(pattern), _) => ("pattern", (*pattern).to_owned()),
        (None, Some(format)) => ("format", (*format).to_owned()),
        (None, None) => ("minLength", goal.min_length.to_string()),
    };
    Obstacle { keyword, text, reason: Reason::TooLarge }
}
