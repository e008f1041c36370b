use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds references that lead round in a circle and never to a definition, and schemas that consist of nothing but
    /// themselves.
    ///
    /// A schema that meets itself again inside a property or a list is no fault: trees and threads of comments are
    /// described so.
    ///
    /// ## Why
    /// Such a definition says nothing, and a tool that follows it either gives up or never comes back.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     order_change:
    ///       properties:
    ///         gift_note:
    ///           $ref: '#/components/schemas/note'
    ///     note:
    ///       $ref: '#/components/schemas/remark'
    ///     remark:
    ///       $ref: '#/components/schemas/note'
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         next_volume:
    ///           $ref: '#/components/schemas/book'
    /// ```
    ///
    /// ## References
    /// - [JSON Schema 2020-12, §9.4.1 Guarding Against Infinite Recursion](https://json-schema.org/draft/2020-12/json-schema-core#section-9.4.1)
    CircularReference {
        id: "circular-reference",
        area: Structure,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "references lead round in a circle and never to a definition",
    }
}

impl Rule for CircularReference {
    fn document(&self, cx: &mut Cx<'_>) {
        cx.report_problems(ProblemKind::CircularReference);
    }
}
