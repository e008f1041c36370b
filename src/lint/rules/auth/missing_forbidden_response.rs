use crate::lint::facts::security::{Demand, declares};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds an operation that asks for scopes and does not say what it answers when they are missing, where the
    /// others do.
    ///
    /// `default` and `4XX` count as an answer.
    ///
    /// ## Why
    /// A client with a valid token that lacks a scope must ask for more rights, not log in again. Only 403 tells it so.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '403': null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '403': {$ref: '#/components/responses/forbidden'}
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §15.5.4 403 Forbidden](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.4)
    /// - [RFC 6750, §3.1 Error Codes](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)
    MissingForbiddenResponse {
        id: "missing-forbidden-response",
        area: Auth,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an operation with scopes declares no 403",
    }
}

impl Rule for MissingForbiddenResponse {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, access) = (cx.contract, &cx.facts.security);
        if access.forbidden.dominant != Some(true) {
            return;
        }
        for (operation, facts) in access.operations(contract) {
            let asks = facts.served && !facts.open && facts.scoped && facts.demand == Demand::Required;
            if !asks || declares(operation, 403) != Some(false) {
                continue;
            }
            let (title, evidence) = (contract.title(operation), access.forbidden.evidence());
            let message = format!(
                "`{title}` does not say what it answers when a scope is missing; {evidence} operations with scopes here declare 403"
            );
            cx.report(operation.responses_at.unwrap_or(operation.at), "no 403", message)
                .help("add a `403` response, as the others have");
        }
    }
}
