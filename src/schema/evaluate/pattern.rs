//! Whether a text matches an ECMA-262 pattern.

use std::borrow::Cow;

use hashbrown::HashMap;
use regress::Regex;

use crate::schema::strings;

/// The longest pattern that is compiled, in bytes, and how deep its groups may be nested: the compiler recurses.
const LONGEST_PATTERN: usize = 10_000;
const DEEPEST_PATTERN: usize = 60;
/// The longest text, in bytes, that is tried on a pattern with a repetition inside a repetition: the matcher goes back
/// and tries again, up to twice as often with each character.
const LONGEST_BESIDE_NESTED: usize = 40;
/// How many steps other patterns may take: the length of the text to the power of the number of open repetitions.
const MOST_STEPS: f64 = 1e8;

/// Patterns that were compiled before.
pub struct Patterns {
    compiled: HashMap<String, Option<Compiled>>,
    automata: strings::Cache,
}

struct Compiled {
    regex: Regex,
    cost: Cost,
}

impl Default for Patterns {
    fn default() -> Self {
        Self::new()
    }
}

impl Patterns {
    /// No patterns yet.
    pub fn new() -> Self {
        Self { compiled: HashMap::new(), automata: strings::Cache::new() }
    }

    /// Whether a pattern is found in a text; nothing for what is no pattern, or would take too long.
    pub fn matches(&mut self, pattern: &str, text: &str) -> Option<bool> {
        self.matches_with(pattern, "", text)
    }

    /// The same with flags of ECMA-262 beside the pattern, as `i`.
    pub fn matches_with(&mut self, pattern: &str, flags: &str, text: &str) -> Option<bool> {
        let name: Cow<'_, str> =
            if flags.is_empty() { Cow::Borrowed(pattern) } else { Cow::Owned(format!("/{pattern}/{flags}")) };
        if !self.compiled.contains_key(&*name) {
            self.compiled.insert(name.clone().into_owned(), compile(pattern, flags));
        }
        let compiled = self.compiled.get(&*name)?.as_ref()?;
        if compiled.cost.allows(text) {
            return Some(compiled.regex.find(text).is_some());
        }
        if !flags.is_empty() {
            return None;
        }
        // An automaton never goes back. It is what the solver uses, so it is asked only where nothing else will do.
        strings::matches(pattern, text, &mut self.automata)
    }
}

/// Whether a text is a pattern of ECMA-262, with or without the `u` flag; nothing where it is too long or too deep to
/// tell.
pub fn is_pattern(pattern: &str) -> Option<bool> {
    let readable = pattern.len() <= LONGEST_PATTERN && Cost::of(pattern).depth <= DEEPEST_PATTERN;
    readable.then(|| Regex::with_flags(pattern, "u").or_else(|_| Regex::new(pattern)).is_ok())
}

fn compile(pattern: &str, flags: &str) -> Option<Compiled> {
    let cost = Cost::of(pattern);
    if pattern.len() > LONGEST_PATTERN || cost.depth > DEEPEST_PATTERN {
        return None;
    }
    // With the flag, as JSON Schema recommends. Many patterns have escapes that are only allowed without it.
    let unicode = format!("u{flags}");
    let regex = Regex::with_flags(pattern, &*unicode).or_else(|_| Regex::with_flags(pattern, flags)).ok()?;
    Some(Compiled { regex, cost })
}

/// What can make a pattern slow.
struct Cost {
    /// How deep groups are nested.
    depth: usize,
    /// How many repetitions have no end, or one that is far away.
    open: i32,
    /// Whether one of them is repeated itself.
    nested: bool,
}

impl Cost {
    fn of(pattern: &str) -> Cost {
        let mut cost = Cost { depth: 0, open: 0, nested: false };
        // For each open group whether it holds a repetition.
        let mut groups = vec![false];
        let mut closed = false;
        let mut class = false;
        let mut chars = pattern.chars().peekable();
        while let Some(c) = chars.next() {
            let was_closed = std::mem::take(&mut closed);
            match c {
                '\\' => {
                    chars.next();
                }
                ']' => class = false,
                _ if class => {}
                '[' => class = true,
                '(' => {
                    groups.push(false);
                    cost.depth = cost.depth.max(groups.len());
                    if chars.peek() == Some(&'?') {
                        chars.next();
                    }
                }
                ')' => {
                    let held = groups.len() > 1 && groups.pop() == Some(true);
                    closed = held;
                    if let Some(outer) = groups.last_mut() {
                        *outer |= held;
                    }
                }
                // A fixed count leaves no choice.
                '{' if !chars.clone().take_while(|&c| c != '}').any(|c| c == ',') => {}
                '*' | '+' | '{' => {
                    cost.nested |= was_closed;
                    cost.open += 1;
                    if let Some(group) = groups.last_mut() {
                        *group = true;
                    }
                }
                _ => {}
            }
        }
        cost
    }

    fn allows(&self, text: &str) -> bool {
        if self.nested {
            return text.len() <= LONGEST_BESIDE_NESTED;
        }
        // One more, since a match may begin anywhere.
        (text.len() as f64 + 1.0).powi((self.open + 1).min(64)) <= MOST_STEPS || text.len() <= LONGEST_BESIDE_NESTED
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_found_and_dangerous_ones_refused() {
        let mut patterns = Patterns::new();
        assert_eq!(patterns.matches("b+", "abc"), Some(true));
        assert_eq!(patterns.matches("^b", "abc"), Some(false));
        assert_eq!(patterns.matches("^\\p{L}$", "ü"), Some(true));
        assert_eq!(patterns.matches("^[\\w-.]+\\-$", "a.-"), Some(true));
        assert_eq!(patterns.matches("(", "abc"), None);
        assert_eq!(patterns.matches("^(a+)+$", &format!("{}!", "a".repeat(100))), Some(false));
        assert_eq!(patterns.matches("^(a+)+\\1$", &"a".repeat(100)), None);
        assert_eq!(patterns.matches("^(a|b[+*])$", &"a".repeat(10_000)), Some(false));
        assert_eq!(patterns.matches(&format!("{}a{}", "(".repeat(5_000), ")".repeat(5_000)), "a"), None);
    }
}
