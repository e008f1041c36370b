use std::collections::BTreeMap;

use crate::contract::keywords::Keyword;
use crate::finding::Severity;
use crate::lint::facts::shape::json_schema;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a 202 response that gives a client nothing to ask again with: no header such as `Location` or
    /// `Operation-Location`, no link, no body, and no GET on the same path.
    ///
    /// ## Why
    /// 202 says that the work is not done. A client that is told neither where nor by which number to look can only
    /// hope.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}/cancel:
    ///     post:
    ///       responses:
    ///         '202':
    ///           description: The order will be cancelled.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}/cancel:
    ///     post:
    ///       responses:
    ///         '202':
    ///           description: The order will be cancelled.
    ///           headers:
    ///             Location: {$ref: '#/components/headers/location'}
    ///             RateLimit: {$ref: '#/components/headers/rate_limit'}
    ///             RateLimit-Policy: {$ref: '#/components/headers/rate_limit_policy'}
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §15.3.3 202 Accepted](https://www.rfc-editor.org/rfc/rfc9110#section-15.3.3)
    UntraceableAcceptance {
        id: "untraceable-acceptance",
        area: Http,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "a 202 response gives nothing to ask again with",
    }
}

impl Rule for UntraceableAcceptance {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut found: BTreeMap<At, (&Operation, usize)> = BTreeMap::new();
        for operation in contract.operations.iter().filter(|o| o.place == Place::Path) {
            // Where the resource can be read, its state tells how the work goes.
            let siblings = &contract.path_items[operation.path_item].operations;
            if siblings.iter().any(|&id| contract.text(contract.operations[id].method) == "GET") {
                continue;
            }
            for (_, response) in contract.responses_of(operation).filter(|(s, _)| s.status == Status::Code(202)) {
                let leads = response.headers.iter().any(|h| {
                    let name = contract.text(h.name).to_ascii_lowercase();
                    name.ends_with("location") || matches!(name.as_str(), "link" | "retry-after" | "refresh")
                });
                // A body may hold the number or the address of the work; one that is known to be empty cannot.
                let says = !response.content.is_empty()
                    && json_schema(contract, &response.content).is_none_or(|s| {
                        s.conjuncts().iter().any(|c| c.entries().iter().any(|e| e.keyword != Keyword::Description))
                    });
                if !leads && !says && response.links.is_empty() {
                    found.entry(response.headers_at.unwrap_or(response.at)).or_insert((operation, 0)).1 += 1;
                }
            }
        }
        for (at, (operation, uses)) in found {
            let used = if uses > 1 { format!(" (used by {uses} operations)") } else { String::new() };
            let message = format!(
                "the 202 of `{}`{used} gives a client nothing to ask again with until the work is done",
                contract.title(operation)
            );
            cx.report(at, "nowhere to look", message)
                .at_most(Severity::Info)
                .help("add the header `Location` with an address that tells how the work goes");
        }
    }
}
