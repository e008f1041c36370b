use crate::lint::facts::structure::FaultKind;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds fields beside a `$ref` that no reader looks at: all of them in 2.0 and 3.0; from 3.1 on all but `summary`
    /// and `description` where the reference is not in a schema.
    ///
    /// A lost `description` or example is only noted.
    ///
    /// ## Why
    /// What stands there looks as if it were said, and is not: a value is not nullable and has no default, although
    /// the text says so in the next line.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '404':
    ///           $ref: '#/components/responses/not_found'
    ///           headers:
    ///             Retry-After:
    ///               $ref: '#/components/headers/retry_after'
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '404':
    ///           $ref: '#/components/responses/not_found'
    ///           description: There is no such book.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.0.4, §4.7.23 Reference Object](https://spec.openapis.org/oas/v3.0.4.html#reference-object)
    /// - [OpenAPI 3.1.1, §4.8.23 Reference Object](https://spec.openapis.org/oas/v3.1.1.html#reference-object)
    IgnoredReferenceSibling {
        id: "ignored-reference-sibling",
        area: Structure,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a field beside `$ref` is not read by anybody",
    }
}

impl Rule for IgnoredReferenceSibling {
    fn document(&self, cx: &mut Cx<'_>) {
        cx.facts.structure.report(cx, FaultKind::IgnoredSibling);
    }
}
