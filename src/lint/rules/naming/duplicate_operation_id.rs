use crate::lint::rules::prelude::*;

use crate::finding::Severity;

rule! {
    /// ## What it does
    /// Finds an operationId that an earlier operation has already (an error), and one that differs from an earlier one in
    /// nothing but case or separators (a warning).
    ///
    /// ## Why
    /// An operationId must be unique: links and generated functions are found by it. Two functions `getOrder` and `get_order`
    /// become one in every generator that writes names its own way.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}:
    ///     get:
    ///       operationId: get_book
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}:
    ///     get:
    ///       operationId: get_order
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.10 Operation Object: the id MUST be unique](https://spec.openapis.org/oas/v3.1.1.html#operation-object)
    DuplicateOperationId {
        id: "duplicate-operation-id",
        area: Naming,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "two operations have one operationId",
    }
}

impl Rule for DuplicateOperationId {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        for twin in &cx.facts.ids.twins {
            let (first, second) = (&contract.operations[twin.first], &contract.operations[twin.second]);
            let (Some((first_name, first_at)), Some((name, at))) = (first.operation_id, second.operation_id) else {
                continue;
            };
            let (id, first_id) = (contract.text(name), contract.text(first_name));
            let (title, first_title) = (contract.title(second), contract.title(first));
            if first_name == name {
                cx.report(
                    at,
                    "not unique",
                    format!("{title} and {first_title} have the same operationId `{id}`, which must be unique"),
                )
                .related(first_at, "first used here")
                .help(format!("give {title} an operationId of its own"))
                .about(title);
            } else {
                cx.report(
                    at,
                    format!("almost `{first_id}`"),
                    format!(
                        "the operationIds `{id}` and `{first_id}` differ in nothing but case or separators, and become one name in generated code"
                    ),
                )
                .at_most(Severity::Warning)
                .related(first_at, format!("the operationId of {first_title}"))
                .help(format!("give {title} an operationId that says how it differs"));
            }
        }
    }
}
