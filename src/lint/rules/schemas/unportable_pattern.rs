use crate::lint::facts::patterns;
use crate::lint::judge::cut;
use crate::lint::rules::prelude::*;
use crate::schema::evaluate::is_pattern;

rule! {
    /// ## What it does
    /// Finds patterns that look ahead or behind, or refer back to a group. A pattern that stands in several places is one
    /// finding.
    ///
    /// ## Why
    /// The engines of Go and Rust, and RE2, have neither, since they promise to be done in linear time. Validators that are built
    /// on them fail to start, or leave the pattern out.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         shelf_mark: {type: string, pattern: '^(?!X)[A-Z]{2}$', description: Where it stands.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         shelf_mark: {type: string, pattern: '^[A-WYZ][A-Z]$', description: Where it stands.}
    /// ```
    ///
    /// ## References
    /// - [JSON Schema 2020-12 Core, §6.4 Regular Expressions](https://json-schema.org/draft/2020-12/json-schema-core#section-6.4)
    /// - [RE2, Syntax](https://github.com/google/re2/wiki/Syntax)
    UnportablePattern {
        id: "unportable-pattern",
        area: Schemas,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "a pattern needs what many engines do not have",
    }
}

impl Rule for UnportablePattern {
    fn document(&self, cx: &mut Cx<'_>) {
        for pattern in patterns::all(cx.contract) {
            // What no engine of ECMA-262 reads is another fault.
            let found = part(&pattern.text).filter(|_| is_pattern(&pattern.text) == Some(true));
            let Some((part, what)) = found else { continue };
            let message = format!(
                "the pattern `{}` {what} (`{part}`), which engines without backtracking cannot do{}",
                cut(&pattern.text, 60),
                pattern.elsewhere()
            );
            let _ = cx.report(pattern.places[0].0, what, message);
        }
    }
}

/// The first part of a pattern that some engines lack, and what it does.
fn part(pattern: &str) -> Option<(String, &'static str)> {
    let chars: Vec<char> = pattern.chars().collect();
    let (mut at, mut class) = (0, false);
    while let Some(rest) = chars.get(at..).filter(|rest| !rest.is_empty()) {
        match (rest, class) {
            (['\\', digit @ '1'..='9', ..], false) => return Some((format!("\\{digit}"), "refers back")),
            (['\\', 'k', '<', ..], false) => return Some(("\\k".to_owned(), "refers back")),
            (['\\', ..], _) => at += 1,
            (['[', ..], false) => class = true,
            ([']', ..], _) => class = false,
            (['(', '?', sign @ ('=' | '!'), ..], false) => return Some((format!("(?{sign}"), "looks ahead")),
            (['(', '?', '<', sign @ ('=' | '!'), ..], false) => return Some((format!("(?<{sign}"), "looks behind")),
            _ => {}
        }
        at += 1;
    }
    None
}
