use crate::lint::facts::structure::FaultKind;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a value of another type than its place asks for: a list where an object belongs, a string where a number
    /// does, a key with nothing behind it.
    ///
    /// ## Why
    /// The description is not valid. A tool that reads it refuses it, or skips the part and says nothing.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   parameters:
    ///     limit:
    ///       required: 'false'
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   parameters:
    ///     limit:
    ///       required: false
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8 Schema](https://spec.openapis.org/oas/v3.1.1.html#schema)
    /// - [The JSON Schemas of OpenAPI](https://spec.openapis.org/#openapi-specification-schemas)
    WrongType {
        id: "wrong-type",
        area: Structure,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "a value is of another type than its place asks for",
    }
}

impl Rule for WrongType {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, structure) = (cx.contract, &cx.facts.structure);
        for problem in contract.problems.iter().filter(|p| p.kind == ProblemKind::WrongType) {
            // A misplaced `$ref` is read as an entry of its map, and has a rule of its own.
            // Where a text breaks off, nothing is known of the value.
            let view = contract.view(problem.at);
            let cut = view.doc.broken() && view.range().0 == view.range().1;
            if !cut && !structure.is_misplaced(problem.at) {
                cx.report_problem(problem);
            }
        }
        structure.report(cx, FaultKind::WrongType);
    }
}
