use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a `$ref` that leads nowhere: to a pointer, an anchor or a file that does not exist.
    ///
    /// ## Why
    /// Whatever stands behind the reference is missing for every reader of the description: code generators stop,
    /// documentation has holes, and no check can say anything about the part.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     review:
    ///       properties:
    ///         reviewed_book:
    ///           $ref: '#/components/schemas/bok'
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     review:
    ///       properties:
    ///         reviewed_book:
    ///           $ref: '#/components/schemas/book'
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.23 Reference Object](https://spec.openapis.org/oas/v3.1.1.html#reference-object)
    /// - [RFC 6901, JSON Pointer](https://www.rfc-editor.org/rfc/rfc6901)
    UnresolvedReference {
        id: "unresolved-reference",
        area: Structure,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "a reference leads nowhere",
    }
}

impl Rule for UnresolvedReference {
    fn document(&self, cx: &mut Cx<'_>) {
        cx.report_problems(ProblemKind::UnresolvedReference);
    }
}
