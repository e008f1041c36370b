use crate::lint::rules::prelude::*;

use hashbrown::HashSet;

use crate::finding::Severity;
use crate::lint::facts::ids::is_usable;

rule! {
    /// ## What it does
    /// Learns how this API writes its operationIds: in which case, and whether with a group before a sign (`orders/list`,
    /// `Orders_List`). Finds the ones that are written otherwise.
    ///
    /// ## Why
    /// An operationId is the name of a function in every generated client. One that is written otherwise looks as if it came
    /// from another library, and people who search for it by the rule do not find it.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}/cancel:
    ///     post:
    ///       operationId: cancelOrder
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}/cancel:
    ///     post:
    ///       operationId: cancel_order
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.10 Operation Object: common programming naming conventions](https://spec.openapis.org/oas/v3.1.1.html#operation-object)
    OperationIdCase {
        id: "operation-id-case",
        area: Naming,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an operationId is not written as the others are",
    }
}

impl Rule for OperationIdCase {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, ids) = (cx.contract, &cx.facts.ids);
        if let Some(message) = ids.case.indecision() {
            cx.report(contract.paths.unwrap_or(contract.at), "no dominant case", message)
                .at_most(Severity::Info)
                .help("choose one case for new operations; `naming.operation-id` in the configuration pins it");
        }
        // Of twins it is said that they are twins, and of what is no name that it is none.
        let twins: HashSet<_> = ids.twins.iter().flat_map(|t| [t.first, t.second]).collect();
        for id in contract.operations.ids().filter(|id| !twins.contains(id)) {
            let operation = &contract.operations[id];
            let Some((name, at)) = operation.operation_id.filter(|_| operation.place == Place::Path) else { continue };
            if is_usable(contract.text(name)) {
                report(cx, contract.text(name), at);
            }
        }
    }
}

fn report(cx: &mut Cx<'_>, id: &str, at: At) {
    let ids = &cx.facts.ids;
    if let Some(usual) = ids.separator.dominant
        && usual != ids.separator_of(id)
    {
        let form = |sign: Option<char>| sign.map_or("no group".to_owned(), |sign| format!("a group before `{sign}`"));
        let (found, expected) = (form(ids.separator_of(id)), form(usual));
        let evidence = ids.separator.evidence();
        cx.report(
            at,
            format!("has {found}"),
            format!("`{id}` has {found}; {evidence} operationIds here have {expected}"),
        )
        .advice_if(ids.separator.is_thin())
        .help("call it as the operations beside it are called");
        return;
    }
    let name = ids.name_part(id);
    if let Some(departure) = ids.case.departure(name) {
        cx.report(at, departure.label(name), departure.message(name)).advice_if(departure.is_thin)
            .help(departure.help(name));
    }
}
