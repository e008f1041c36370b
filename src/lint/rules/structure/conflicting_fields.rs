use crate::lint::facts::structure::FaultKind;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds fields that exclude each other and stand side by side: `schema` and `content` of a parameter,
    /// `operationId` and `operationRef` of a link, `value` and `externalValue` of an example.
    ///
    /// ## Why
    /// Each says the same thing in another way, so one of the two is wrong, and each tool picks its own.
    ///
    /// ## Bad
    /// ```yaml
    /// info:
    ///   license:
    ///     name: Apache 2.0
    ///     identifier: Apache-2.0
    ///     url: https://www.apache.org/licenses/LICENSE-2.0
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// info:
    ///   license:
    ///     name: Apache 2.0
    ///     identifier: Apache-2.0
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.4 License Object](https://spec.openapis.org/oas/v3.1.1.html#license-object)
    /// - [OpenAPI 3.1.1, §4.8.12 Parameter Object](https://spec.openapis.org/oas/v3.1.1.html#parameter-object)
    ConflictingFields {
        id: "conflicting-fields",
        area: Structure,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "two fields that exclude each other stand in one object",
    }
}

impl Rule for ConflictingFields {
    fn document(&self, cx: &mut Cx<'_>) {
        cx.facts.structure.report(cx, FaultKind::ConflictingFields);
    }
}
