use crate::lint::facts::structure::FaultKind;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds an object without a field that it must have in this version of OpenAPI.
    ///
    /// `info.version` has a rule of its own in the area of versioning, and `required` of a path parameter one in the
    /// area of HTTP.
    ///
    /// ## Why
    /// The description is not valid, and tools that need the field refuse it.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   responses:
    ///     not_found:
    ///       description: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   responses:
    ///     not_found:
    ///       description: There is no such thing.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8 Schema](https://spec.openapis.org/oas/v3.1.1.html#schema)
    /// - [The JSON Schemas of OpenAPI](https://spec.openapis.org/#openapi-specification-schemas)
    MissingField {
        id: "missing-field",
        area: Structure,
        severity: Error,
        needs: Whole,
        since: "0.1.0",
        summary: "an object lacks a field that it must have",
    }
}

impl Rule for MissingField {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, structure) = (cx.contract, &cx.facts.structure);
        for problem in contract.problems.iter().filter(|p| p.kind == ProblemKind::MissingField) {
            if !structure.is_incomplete(problem.at) {
                cx.report_problem(problem);
            }
        }
        structure.report(cx, FaultKind::MissingField);
    }
}
