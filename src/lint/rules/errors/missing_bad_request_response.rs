use crate::lint::facts::errors::{Described, asked, says_bad_request};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds operations that take a body and do not say what they answer where it is wrong (400 or 422), where the others
    /// do.
    ///
    /// `default` and `4XX` count as an answer. An operation that describes no client error at all is reported by
    /// [`missing-client-error`](missing-client-error.md).
    ///
    /// ## Why
    /// A body is what people type. The answer that says which field is wrong is the one that a client shows beside the
    /// field, and one that does not expect it shows nothing.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books:
    ///     put: &write
    ///       requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/book'}}}}
    ///       responses:
    ///         '204': {description: It is written.}
    ///         '401': {$ref: '#/components/responses/unauthorized'}
    ///         '400': {$ref: '#/components/responses/bad_request'}
    ///   /books/{book_id}:
    ///     put: *write
    ///   /orders/{order_id}:
    ///     patch:
    ///       responses:
    ///         '400': null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}:
    ///     patch:
    ///       responses:
    ///         '400': {$ref: '#/components/responses/bad_request'}
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §15.5.1 400 Bad Request](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.1)
    /// - [RFC 9110, §15.5.21 422 Unprocessable Content](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.21)
    MissingBadRequestResponse {
        id: "missing-bad-request-response",
        area: Errors,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an operation does not say what it answers to a wrong body, where the others do",
    }
}

impl Rule for MissingBadRequestResponse {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, habit) = (cx.contract, &cx.facts.errors.bad_request);
        for operation in asked(contract) {
            if says_bad_request(operation) != Some(false) || !Described::of(operation).client {
                continue;
            }
            let Some(others) = habit.others(contract, operation) else { continue };
            let message = format!(
                "`{}` describes neither 400 nor 422, as {others} with a body do; a client cannot tell how it is told \
                 what is wrong in one",
                contract.title(operation)
            );
            cx.report(operation.responses_at.unwrap_or(operation.at), "no 400 and no 422", message)
                .help("add a `400` or `422` response, as the others have");
        }
    }
}
