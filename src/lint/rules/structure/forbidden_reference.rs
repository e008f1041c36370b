use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a `$ref` that caveat does not follow: to a network address, or to a file outside the folder of the
    /// description.
    ///
    /// ## Why
    /// A description that reads the network gives another result tomorrow, or none on a train; one that reads outside
    /// its folder cannot be moved, packed or published, and could be made to show files that are none of its business.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         shelf_mark:
    ///           $ref: https://schemas.lantern.example/shelf.yaml#/mark
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         shelf_mark:
    ///           type: string
    ///           description: Where the book stands.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.6 Relative References in API Description URIs](https://spec.openapis.org/oas/v3.1.1.html#relative-references-in-api-description-uris)
    ForbiddenReference {
        id: "forbidden-reference",
        area: Structure,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "a reference leads out of the description",
    }
}

impl Rule for ForbiddenReference {
    fn document(&self, cx: &mut Cx<'_>) {
        cx.report_problems(ProblemKind::ForbiddenReference);
    }
}
