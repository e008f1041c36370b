use crate::lint::facts::structure::FaultKind;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a `$ref` where OpenAPI allows no reference: in the paths object, in an operation, in a map of schemas.
    ///
    /// ## Why
    /// Some tools follow such a reference, others read `$ref` as the name of an entry, others refuse the file.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     order_change:
    ///       properties:
    ///         $ref: '#/components/schemas/customer/properties'
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     order:
    ///       properties:
    ///         customer_name:
    ///           $ref: '#/components/schemas/customer/properties/display_name'
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.23 Reference Object](https://spec.openapis.org/oas/v3.1.1.html#reference-object)
    MisplacedReference {
        id: "misplaced-reference",
        area: Structure,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "a reference stands where none is allowed",
    }
}

impl Rule for MisplacedReference {
    fn document(&self, cx: &mut Cx<'_>) {
        cx.facts.structure.report(cx, FaultKind::MisplacedReference);
    }
}
