use crate::lint::facts::convention::thousands;
use crate::lint::facts::errors::{Described, asked};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds operations that describe no error of the client: no 4xx code, no `4XX`, and no `default`.
    ///
    /// Where most operations of an API leave them out, that is said once, for the whole API. Operations that only ask
    /// whether the service lives (`/health`, `/ping`) are left alone, and so are webhooks and callbacks.
    ///
    /// ## Why
    /// Every operation that takes input can refuse it. What is not described is handled by nobody: a generated client
    /// throws an untyped exception, and its users learn of the error in production.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '401': null
    ///         '403': null
    ///         '404': null
    ///         '429': null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '410': {$ref: '#/components/responses/not_found'}
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.16 Responses Object](https://spec.openapis.org/oas/v3.1.1.html#responses-object): it
    ///   "is expected to cover a successful operation response and any known errors"
    /// - [RFC 9110, §15.5 Client Error 4xx](https://www.rfc-editor.org/rfc/rfc9110#section-15.5)
    MissingClientError {
        id: "missing-client-error",
        area: Errors,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an operation describes no error of the client",
    }
}

const HELP: &str = "describe what a refused request is answered with: the 4xx codes, or `default` for all of them";

impl Rule for MissingClientError {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, errors) = (cx.contract, &cx.facts.errors);
        let habit = &errors.client_errors;
        let lacking = || asked(contract).filter(|o| !Described::of(o).client);
        if habit.absent() || habit.undecided() {
            let Some(paths) = contract.paths else { return };
            let mut lacking: Vec<&Operation> = lacking().collect();
            let count = thousands(lacking.len());
            let which = match habit.count() {
                0 => format!("none of the {count} operations here describes a client error"),
                _ => format!("{count} of {} operations here describe no client error", thousands(habit.total())),
            };
            let message = format!("{which}, so a caller cannot tell what a refused request looks like");
            let mut report = cx.report(paths, format!("{count} operations without a 4xx"), message).help(HELP);
            // What aliases repeat is shown once.
            lacking.dedup_by_key(|o| o.key);
            for operation in lacking.into_iter().take(3) {
                report = report.related(operation.key, "one of them");
            }
            return;
        }
        for operation in lacking() {
            // Where 429 is all that the others have, its absence is a matter of rate limits.
            if takes_nothing(contract, operation) || habit.holds() && !errors.beyond_too_many_requests {
                continue;
            }
            let at = operation.responses_at.unwrap_or(operation.at);
            let evidence = if habit.holds() { format!("; {} operations here do", habit.evidence()) } else { String::new() };
            let title = contract.title(operation);
            let message = format!(
                "`{title}` describes no client error{evidence}, so a caller cannot tell what a refused request looks like"
            );
            cx.report(at, "no 4xx", message).help(HELP);
        }
    }
}

/// Whether there is nothing in a request that could be wrong.
fn takes_nothing(contract: &Contract, operation: &Operation) -> bool {
    let open = contract.security_of(operation).is_none_or(|s| s.alternatives.is_empty());
    open && operation.parameters.is_empty() && operation.request_body.is_none()
}
