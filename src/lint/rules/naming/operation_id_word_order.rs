use crate::lint::rules::prelude::*;

use crate::lint::facts::case::Case;
use crate::lint::facts::ids::{Order, order_of};
use crate::lint::facts::words::lower_words;

rule! {
    /// ## What it does
    /// Learns whether the operationIds of this API begin with their verb (`create_order`) or end with it (`order_create`), and
    /// finds the ones that do it the other way round.
    ///
    /// ## Why
    /// In a list of generated functions the operations on one thing stand together only if all names are built alike.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}:
    ///     patch:
    ///       operationId: order_update
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}:
    ///     patch:
    ///       operationId: update_order
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.10 Operation Object](https://spec.openapis.org/oas/v3.1.1.html#operation-object)
    OperationIdWordOrder {
        id: "operation-id-word-order",
        area: Naming,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an operationId has its verb where the others do not",
    }
}

impl Rule for OperationIdWordOrder {
    fn operation<'c>(&self, cx: &mut Cx<'c>, operation: &'c Operation) {
        let (contract, ids) = (cx.contract, &cx.facts.ids);
        let Some((id, at)) = operation.operation_id.filter(|_| operation.place == Place::Path) else { return };
        let id = contract.text(id);
        let name = ids.name_part(id);
        let (Some(found), Some(usual)) = (order_of(name, contract.text(operation.method)), ids.order.dominant) else {
            return;
        };
        if found == usual {
            return;
        }
        let mut words = lower_words(name);
        let (label, found, expected) = match usual {
            Order::VerbFirst => {
                words.rotate_right(1);
                ("verb last", "ends with its verb", "begin with it")
            }
            Order::VerbLast => {
                words.rotate_left(1);
                ("verb first", "begins with its verb", "end with it")
            }
        };
        let case = Case::of(name).unwrap_or(Case::Snake);
        cx.report(
            at,
            label,
            format!("`{id}` {found}; {} operationIds with a verb here {expected}", ids.order.evidence()),
        )
        .advice_if(ids.order.is_thin())
        .help(format!("write `{}{}`", &id[..id.len() - name.len()], case.apply(&words.join("_"))));
    }
}
