use crate::lint::facts::structure::FaultKind;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a field that its object does not have in this version of OpenAPI and that is no extension (`x-…`), and
    /// says which field may be meant.
    ///
    /// From 3.1 on a schema may have keywords of its author's, so there an unknown one is only noted, unless it looks
    /// like a slip of the pen. Places that have the same unknown field for the same reason are told once.
    ///
    /// ## Why
    /// A field that nobody knows is a promise that nobody keeps: with `requried` in its place, `required` is not there,
    /// and the value that must be sent may be left out.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   parameters:
    ///     limit:
    ///       requried: false
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   parameters:
    ///     limit:
    ///       required: false
    ///       x-cost: 1
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8 Schema](https://spec.openapis.org/oas/v3.1.1.html#schema)
    /// - [OpenAPI 3.1.1, §4.9 Specification Extensions](https://spec.openapis.org/oas/v3.1.1.html#specification-extensions)
    UnknownField {
        id: "unknown-field",
        area: Structure,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "a field is none of those that its object has",
    }
}

impl Rule for UnknownField {
    fn document(&self, cx: &mut Cx<'_>) {
        cx.facts.structure.report(cx, FaultKind::UnknownField);
    }
}
