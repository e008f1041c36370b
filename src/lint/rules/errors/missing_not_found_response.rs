use crate::lint::facts::errors::{Described, asked, says_not_found};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds operations whose path names a thing (`/orders/{order_id}`) and that do not say what they answer where the
    /// thing is not there, where the others do.
    ///
    /// `default` and `4XX` count as an answer. An operation that describes no client error at all is reported by
    /// [`missing-client-error`](missing-client-error.md).
    ///
    /// ## Why
    /// That an id leads to nothing is no accident: the thing was deleted, or the link is old. A client that finds 404 on
    /// the other operations and not on this one takes what arrives for a failure, and tries again.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '404': null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '404': {$ref: '#/components/responses/not_found'}
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §15.5.5 404 Not Found](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.5)
    MissingNotFoundResponse {
        id: "missing-not-found-response",
        area: Errors,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an operation does not say what it answers where a thing is not there, where the others do",
    }
}

impl Rule for MissingNotFoundResponse {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, habit) = (cx.contract, &cx.facts.errors.not_found);
        for operation in asked(contract) {
            if says_not_found(contract, operation) != Some(false) || !Described::of(operation).client {
                continue;
            }
            let Some(others) = habit.others(contract, operation) else { continue };
            let message = format!(
                "`{}` does not describe 404, as {others} with a thing in their path do; a client cannot tell a thing \
                 that is gone from a failure",
                contract.title(operation)
            );
            cx.report(operation.responses_at.unwrap_or(operation.at), "no 404", message)
                .help("add a `404` response, as the others have");
        }
    }
}
