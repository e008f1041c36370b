use crate::lint::facts::errors::{Described, asked};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds operations that describe no error of the server (no 5xx code, no `5XX`, no `default`) where the other
    /// operations of the API do.
    ///
    /// It says nothing about APIs that describe none at all: everything can fail, and an API may leave that unsaid. One
    /// that says it here and not there is unclear about what `there` answers with.
    ///
    /// ## Why
    /// Callers who find a server error on every other operation conclude that this one has none, or answers in
    /// another form.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '500': null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '500': null
    ///         5XX: {$ref: '#/components/responses/server_error'}
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.16 Responses Object](https://spec.openapis.org/oas/v3.1.1.html#responses-object)
    /// - [RFC 9110, §15.6 Server Error 5xx](https://www.rfc-editor.org/rfc/rfc9110#section-15.6)
    MissingServerError {
        id: "missing-server-error",
        area: Errors,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an operation describes no error of the server, where the others do",
    }
}

const HELP: &str = "describe what a failure is answered with: `500`, `5XX`, or `default` for all errors";

impl Rule for MissingServerError {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, habit) = (cx.contract, &cx.facts.errors.server_errors);
        if let (true, Some(paths)) = (habit.undecided(), contract.paths) {
            let message = format!(
                "no dominant habit: {} operations here describe a server error, so a caller cannot tell what the \
                 others answer with when they fail",
                habit.whole.evidence()
            );
            cx.report(paths, "5xx on some operations", message).help(HELP).at_most(Severity::Info);
        }
        for operation in asked(contract).filter(|o| !Described::of(o).server) {
            let Some(others) = habit.others(contract, operation) else { continue };
            let at = operation.responses_at.unwrap_or(operation.at);
            let message = format!(
                "`{}` describes no server error; {others} do, so a caller cannot tell what it answers with \
                 when it fails",
                contract.title(operation)
            );
            cx.report(at, "no 5xx and no `default`", message).help(HELP);
        }
    }
}
