use crate::lint::facts::patterns;
use crate::lint::judge::cut;
use crate::lint::rules::prelude::*;
use crate::schema::evaluate::is_pattern;

rule! {
    /// ## What it does
    /// Finds patterns that are no regular expressions of ECMA-262, with or without its `u` flag, and those that are, and mean
    /// something else than their author thinks: with the slashes of a literal around them (`/^a$/`), with `\A` and `\Z` for the
    /// ends, with classes of POSIX (`[[:alpha:]]`).
    ///
    /// A pattern that stands in several places is one finding.
    ///
    /// ## Why
    /// A validator that cannot read the pattern fails, or checks nothing. One that reads it otherwise refuses everything:
    /// `/^a$/` asks for a slash before the text begins.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         shelf_mark: {type: string, pattern: '/^[A-Z]{2}[0-9]+$/', description: Where it stands.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         shelf_mark: {type: string, pattern: '^[A-Z]{2}[0-9]+$', description: Where it stands.}
    /// ```
    ///
    /// ## References
    /// - [JSON Schema 2020-12, §6.3.3 "pattern"](https://json-schema.org/draft/2020-12/json-schema-validation#section-6.3.3)
    /// - [ECMA-262, Patterns](https://262.ecma-international.org/#sec-patterns)
    InvalidPattern {
        id: "invalid-pattern",
        area: Schemas,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a pattern is none of ECMA-262, or means something else there",
    }
}

impl Rule for InvalidPattern {
    fn document(&self, cx: &mut Cx<'_>) {
        for pattern in patterns::all(cx.contract) {
            let Some((why, help)) = fault(&pattern.text) else { continue };
            let shown = cut(&pattern.text, 60);
            let message = format!("the pattern `{shown}` {why}{}", pattern.elsewhere());
            cx.report(pattern.places[0].0, "not what it seems", message).help(help);
        }
    }
}

/// Parts of patterns of other languages, and what to write instead.
const FOREIGN: [(&str, &str); 9] = [
    ("(?P<", "write a named group as `(?<name>…)`"),
    ("(?i)", "leave the flag out, and list letters of both cases"),
    ("(?s)", "leave the flag out, and write `[\\s\\S]` for any character"),
    ("(?m)", "leave the flag out"),
    ("(?x)", "leave the flag, the spaces and the comments out"),
    ("(?>", "write a plain group `(?:…)`"),
    ("(?#", "leave the comment out"),
    ("++", "leave the second `+` out; there are no possessive quantifiers"),
    ("*+", "leave the `+` out; there are no possessive quantifiers"),
];

/// What is wrong with a pattern, and what to write instead.
fn fault(pattern: &str) -> Option<(String, String)> {
    if is_pattern(pattern) == Some(false) {
        let foreign = FOREIGN.iter().find(|(part, _)| pattern.contains(part));
        let why = "is no regular expression of ECMA-262, so nothing can be checked by it";
        return Some((why.to_owned(), foreign.map_or("write it as JavaScript reads it", |f| f.1).to_owned()));
    }
    if let Some(inner) = patterns::delimited(pattern) {
        let why = "has the slashes of a literal around it, which count as characters, so no text matches";
        return Some((why.to_owned(), format!("write `{}`", cut(inner, 200))));
    }
    if pattern.contains("[[:") {
        let why = "has a class of POSIX, which is a list of letters in ECMA-262";
        return Some((why.to_owned(), "list the ranges, as in `[A-Za-z]`".to_owned()));
    }
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(escaped) = (c == '\\').then(|| chars.next()).flatten() else { continue };
        let help = match escaped {
            'A' => "write `^`",
            'Z' | 'z' => "write `$`",
            'h' => "write `[0-9a-fA-F]` or `[ \\t]`, whichever was meant",
            'Q' | 'E' => "escape each character by itself",
            'p' | 'P' if chars.peek() != Some(&'{') => "write `\\p{…}` with braces",
            _ => continue,
        };
        let why = format!("has `\\{escaped}`, which is the letter {escaped} in ECMA-262");
        return Some((why, help.to_owned()));
    }
    None
}
