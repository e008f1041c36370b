use crate::finding::Severity;
use crate::lint::facts::security::{Demand, declares};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds an operation that asks for a credential and does not say what it answers without one, where the others
    /// do. Where there is no such habit, that is noted once.
    ///
    /// `default` and `4XX` count as an answer.
    ///
    /// ## Why
    /// A token expires in the middle of everything else. A client that knows 401 renews it; one that does not shows
    /// an error that nobody understands.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '401': null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '401': {$ref: '#/components/responses/unauthorized'}
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §15.5.2 401 Unauthorized](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2)
    MissingUnauthorizedResponse {
        id: "missing-unauthorized-response",
        area: Auth,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a secured operation declares no 401",
    }
}

impl Rule for MissingUnauthorizedResponse {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, access) = (cx.contract, &cx.facts.security);
        let asks = |a: &crate::lint::facts::security::OperationAccess| a.served && !a.open && a.demand == Demand::Required;
        let convention = &access.unauthorized;
        if convention.dominant == Some(true) {
            for (operation, _) in access.operations(contract).filter(|(_, a)| asks(a)) {
                if declares(operation, 401) == Some(false) {
                    let (title, evidence) = (contract.title(operation), convention.evidence());
                    let message = format!(
                        "`{title}` does not say what it answers without a credential; {evidence} operations that ask for one here declare 401"
                    );
                    cx.report(operation.responses_at.unwrap_or(operation.at), "no 401", message)
                        .help("add a `401` response, as the others have");
                }
            }
        } else if convention.total >= cx.facts.conventions.samples {
            let (yes, total) = (convention.share(&true), convention.total);
            let message = format!("{yes} of {total} operations that ask for a credential say what a 401 is");
            let label = if yes * 2 < total { "401 is rarely declared" } else { "401 is not always declared" };
            cx.report(contract.paths.unwrap_or(contract.at), label, message)
                .at_most(Severity::Info)
                .help("declare a `401` response, shared through `components`, wherever a credential is asked for");
        }
    }
}
