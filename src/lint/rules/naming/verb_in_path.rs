use crate::lint::rules::prelude::*;

use crate::lint::facts::words::Verb;

rule! {
    /// ## What it does
    /// Finds a segment of a path that says what the method says already: `/getOrders`, `/create-order`, `/orders/list`. Where a
    /// third of the paths or more do so, it says so once.
    ///
    /// An action under an item (`/orders/{order_id}/cancel`) is no fault, and neither are verbs that are no method, such as
    /// `search` or `login`.
    ///
    /// ## Why
    /// Method and path together already say `GET /orders`. A path that repeats the verb needs one path for each method, and
    /// clients cannot guess which.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /orders/list:
    ///     description: All orders.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /orders/drafts:
    ///     description: Orders that are not yet placed.
    /// ```
    ///
    /// ## References
    /// - [Zalando RESTful API Guidelines, rule 141](https://opensource.zalando.com/restful-api-guidelines/#141)
    /// - [Google AIP-121, Resource-oriented design](https://google.aip.dev/121)
    VerbInPath {
        id: "verb-in-path",
        area: Naming,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "a path repeats the verb of its method",
    }
}

impl Rule for VerbInPath {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, paths) = (cx.contract, &cx.facts.paths);
        let (count, total) = (paths.verbs.len(), paths.total);
        if count >= 3 && 3 * count >= total {
            let first = contract.text(contract.path_items[paths.verbs[0].item].name);
            cx.report(
                contract.paths.unwrap_or(contract.at),
                "verbs in paths",
                format!("{count} of {total} paths name a verb that a method could say, such as `{first}`"),
            )
            .help("name things in paths, and say what is done to them with the method");
            return;
        }
        for found in &paths.verbs {
            let item = &contract.path_items[found.item];
            let method = match found.verb {
                Verb::Read => "GET",
                Verb::Create => "POST",
                Verb::Update => "PATCH or PUT",
                Verb::Delete => "DELETE",
                Verb::Act => continue,
            };
            cx.report(
                item.key,
                format!("`{}`", found.text),
                format!("the segment `{}` says what the method {method} says already", found.text),
            )
            .help(format!("leave the verb out and use {method}"));
        }
    }
}
