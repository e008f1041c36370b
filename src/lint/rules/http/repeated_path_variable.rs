use std::collections::BTreeSet;

use crate::lint::facts::templates::variables;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a path template in which a variable stands twice.
    ///
    /// ## Why
    /// One parameter cannot have two values. A client puts the same value into both places, or into the first only.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /customers/{customer_id}/friends/{customer_id}:
    ///     parameters:
    ///       - $ref: '#/components/parameters/customer_id'
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /customers/{customer_id}/friends: {}
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.2.0, §4.8.2 Path Templating](https://spec.openapis.org/oas/v3.2.0.html#path-templating): each
    ///   template expression must not appear more than once
    RepeatedPathVariable {
        id: "repeated-path-variable",
        area: Http,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "a variable stands twice in a path",
    }
}

impl Rule for RepeatedPathVariable {
    fn path_item<'c>(&self, cx: &mut Cx<'c>, item: &'c PathItem) {
        let contract = cx.contract;
        if item.place != Place::Path {
            return;
        }
        let mut seen = BTreeSet::new();
        if let Some(variable) = variables(contract.text(item.name)).into_iter().find(|v| !seen.insert(*v)) {
            let message = format!("`{{{variable}}}` stands twice in this path, and one parameter cannot have two values");
            cx.report(item.key, "twice", message).help("give the second variable, and a parameter for it, another name");
        }
    }
}
