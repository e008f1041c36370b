use crate::lint::rules::prelude::*;

use hashbrown::{HashMap, HashSet};

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
        let mut known: HashMap<String, (Name, &Operation)> = HashMap::new();
        // A path item or a callback that several places refer to is one definition.
        let mut seen = HashSet::new();
        for operation in contract.operations.iter().filter(|o| o.place != Place::Component) {
            let Some((name, at)) = operation.operation_id.filter(|(_, at)| seen.insert(*at)) else { continue };
            let id = contract.text(name);
            let folded: String = id.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            let (first_name, first) = *known.entry(folded).or_insert((name, operation));
            if std::ptr::eq(first, operation) {
                continue;
            }
            let (title, first_title) = (contract.title(operation), contract.title(first));
            let first_at = first.operation_id.map_or(first.key, |(_, at)| at);
            if first_name == name {
                cx.report(at, "not unique", format!("{title} and {first_title} have the same operationId `{id}`, which must be unique"))
                    .related(first_at, "first used here")
                    .help(format!("give {title} an operationId of its own"))
                    .about(title);
            } else {
                let first_id = contract.text(first_name);
                cx.report(at, format!("almost `{first_id}`"), format!("the operationIds `{id}` and `{first_id}` differ in nothing but case or separators, and become one name in generated code"))
                    .at_most(Severity::Warning)
                    .related(first_at, format!("the operationId of {first_title}"))
                    .help(format!("give {title} an operationId that says how it differs"));
            }
        }
    }
}
