use hashbrown::HashSet;

use crate::lint::facts::templates::shape;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds DELETE, PUT and PATCH on a collection: on a path without variables, beside the same path with one at its
    /// end, without a parameter that says what is meant. The parts of one item (the labels of an issue) may be set and
    /// cleared as a whole.
    ///
    /// ## Why
    /// A client that forgets the id, or that has an empty one, deletes or replaces everything at once.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /orders:
    ///     delete:
    ///       operationId: delete_orders
    ///       summary: Delete orders
    ///       description: Deletes orders.
    ///       tags: [orders]
    ///       security: [{oauth: [orders:write]}]
    ///       responses:
    ///         '204': {description: They are gone.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /customers/{customer_id}:
    ///     delete:
    ///       summary: Delete a customer
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §9.3.5 DELETE](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.5)
    WriteOnCollection {
        id: "write-on-collection",
        area: Http,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "an operation removes or replaces a whole collection",
    }
}

impl Rule for WriteOnCollection {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let paths = contract.path_items.iter().filter(|i| i.place == Place::Path);
        let collections: HashSet<String> =
            paths.filter_map(|i| shape(contract.text(i.name)).strip_suffix("/{}").map(str::to_owned)).collect();
        for operation in contract.operations.iter().filter(|o| o.place == Place::Path) {
            let path = contract.text(operation.path);
            let shape = shape(path);
            let method = contract.text(operation.method);
            let (does, help) = match method {
                "DELETE" => ("removes", "ask for a parameter that says what to delete, or offer DELETE on each item only"),
                "PUT" => ("replaces", "offer PUT on each item, or POST for many at once"),
                "PATCH" => ("changes", "offer PATCH on each item, or POST for many at once"),
                _ => continue,
            };
            // What belongs to one item (the labels of an issue) is rightly set and cleared as a whole.
            if shape.contains("{}") || !collections.contains(shape.trim_end_matches('/')) {
                continue;
            }
            // A parameter says what is meant, and so does the body of DELETE.
            let chooses = contract.parameters_of(operation).any(|p| p.place == ParameterIn::Query);
            let unknown = operation.parameters.iter().any(|p| p.id.is_none());
            if chooses || unknown || (method == "DELETE" && operation.request_body.is_some()) {
                continue;
            }
            let message = format!("`{method} {path}` {does} a whole collection, and a client that forgets the id calls it");
            cx.report(operation.at, "a whole collection", message).help(help);
        }
    }
}
