use crate::contract::keywords::Keyword;
use crate::lint::facts::patterns;
use crate::lint::judge::cut;
use crate::lint::rules::prelude::*;
use crate::schema::strings::backtracks;

rule! {
    /// ## What it does
    /// Finds patterns with a loop that reads one text in two ways, such as `(a+)+` or `([a-z]+[ ]?)*`, where the match can
    /// fail behind the loop. They are found by the automaton of the pattern, not by its looks: `([a-z]+-)*` is right. Patterns
    /// that take quadratic time are left alone, and so are texts of at most 24 characters by `maxLength`.
    ///
    /// ## Why
    /// The engines of JavaScript, Java, Python, PHP, Ruby and .NET go back and try every way. A text of 40 characters that
    /// fails at its end can keep a server busy for hours, so one request stops it (ReDoS).
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         nickname: {type: string, maxLength: 120, pattern: '^([a-z]+[ ]?)*$', description: What people call it.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         nickname: {type: string, maxLength: 120, pattern: '^[a-z]+( [a-z]+)*$', description: What people call it.}
    /// ```
    ///
    /// ## References
    /// - [OWASP, Regular expression Denial of Service](https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS)
    /// - [CWE-1333, Inefficient Regular Expression Complexity](https://cwe.mitre.org/data/definitions/1333.html)
    DangerousPattern {
        id: "dangerous-pattern",
        area: Schemas,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a pattern takes exponential time for some texts",
    }
}

/// Texts up to this length are done with soon, whatever the pattern.
const SHORT: u64 = 24;

impl Rule for DangerousPattern {
    fn document(&self, cx: &mut Cx<'_>) {
        for mut pattern in patterns::all(cx.contract) {
            if !backtracks(&pattern.text) {
                continue;
            }
            let most = |schema: &SchemaView<'_>| schema.value(Keyword::MaxLength).and_then(View::as_u64);
            pattern.places.retain(|(_, schema)| most(schema).is_none_or(|length| length > SHORT));
            let Some(&(at, _)) = pattern.places.first() else { continue };
            let message = format!(
                "the pattern `{}` reads one text in many ways, so one that fails takes exponential time{}",
                cut(&pattern.text, 60),
                pattern.elsewhere()
            );
            cx.report(at, "an ambiguous loop", message)
                .help("write the loop so that what one round reads cannot be read by two; and set `maxLength`");
        }
    }
}
