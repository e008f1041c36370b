use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds an operation that says nothing about success: no response below 400 and no `default`.
    ///
    /// ## Why
    /// Clients learn every way to fail and not what they get when it works, so they must guess the result.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '200': null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '200':
    ///           description: The book.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.16 Responses Object](https://spec.openapis.org/oas/v3.1.1.html#responses-object): it should
    ///   be the response for a successful operation call
    MissingSuccessResponse {
        id: "missing-success-response",
        area: Http,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an operation does not say what success is",
    }
}

impl Rule for MissingSuccessResponse {
    fn operation<'c>(&self, cx: &mut Cx<'c>, operation: &'c Operation) {
        let contract = cx.contract;
        let Some(responses_at) = operation.responses_at else { return };
        let succeeds = |status: Status| status == Status::Default || status.class().is_some_and(|class| class < 4);
        // A misplaced `$ref` may lead to anything.
        let unknown = operation.responses.iter().any(|r| contract.text(r.name) == "$ref");
        // That nothing at all is said is a fault of structure.
        let unknown = unknown || operation.responses.is_empty();
        if unknown || operation.place != Place::Path || operation.responses.iter().any(|r| succeeds(r.status)) {
            return;
        }
        let message = format!("`{}` does not say what it answers when it works", contract.title(operation));
        cx.report(responses_at, "no success", message).help("add a response such as `200` or `204`");
    }
}
