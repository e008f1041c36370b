use crate::lint::facts::structure::FaultKind;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a value that its place does not allow: a style that does not exist, a path without its slash, a default
    /// that is none of the values, a variable of a server that is not defined.
    ///
    /// ## Why
    /// The description is not valid, and each tool makes something else of the value.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   parameters:
    ///     limit:
    ///       style: simple
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   parameters:
    ///     limit:
    ///       style: form
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8 Schema](https://spec.openapis.org/oas/v3.1.1.html#schema)
    /// - [The JSON Schemas of OpenAPI](https://spec.openapis.org/#openapi-specification-schemas)
    WrongValue {
        id: "wrong-value",
        area: Structure,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "a value is none that its place allows",
    }
}

impl Rule for WrongValue {
    fn document(&self, cx: &mut Cx<'_>) {
        cx.report_problems(ProblemKind::WrongValue);
        cx.facts.structure.report(cx, FaultKind::WrongValue);
    }
}
