use crate::lint::rules::prelude::*;

use crate::finding::Severity;
use crate::lint::facts::convention::{Evidence, thousands};

rule! {
    /// ## What it does
    /// Finds an operation without an operationId where at least half of the operations have one. Where fewer have one, it says
    /// so once, as advice.
    ///
    /// ## Why
    /// Without an operationId every generator makes up a name of its own from method and path, and the name changes when the
    /// path does. Links can only point at an operation by its id or by a long pointer.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}:
    ///     get:
    ///       operationId: null
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
    /// - [OpenAPI 3.1.1, §4.8.10 Operation Object](https://spec.openapis.org/oas/v3.1.1.html#operation-object)
    MissingOperationId {
        id: "missing-operation-id",
        area: Naming,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an operation has no operationId",
    }
}

impl Rule for MissingOperationId {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, ids) = (cx.contract, &cx.facts.ids);
        let evidence = Evidence { agreeing: ids.present, samples: ids.total };
        if 2 * ids.present < ids.total {
            let evidence = if ids.present == 0 {
                format!("none of {} operations has", thousands(ids.total))
            } else {
                format!("only {evidence} operations have")
            };
            cx.report(
                contract.paths.unwrap_or(contract.at),
                "few operationIds",
                format!("{evidence} an operationId; generators make up names, which change with the paths"),
            )
            .at_most(Severity::Info)
            .help("give every operation an operationId, such as `list_orders`");
            return;
        }
        for operation in &contract.operations {
            if operation.place == Place::Path && operation.operation_id.is_none() {
                let title = contract.title(operation);
                cx.report(operation.at, "no operationId", format!("{title} has no operationId; {evidence} operations here have one, and generators make up a name for this one"))
                    .advice_if(evidence.is_thin())
                    .help("add an `operationId` in the style of the others");
            }
        }
    }
}
