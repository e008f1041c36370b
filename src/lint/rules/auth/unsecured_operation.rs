use crate::lint::facts::security::Demand;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds an operation that asks for no credential, and does not say that it means to, where nearly all others ask
    /// for one.
    ///
    /// Operations that have to be open (login, registration, health) are no exception. Where nothing is asked at the
    /// root and an operation has no `security`, nobody decided anything: it was forgotten or not thought of.
    ///
    /// ## Why
    /// Either the server asks for a credential and clients learn it by failing, or it does not and everybody can call
    /// what was meant for a few.
    ///
    /// ## Bad
    /// ```yaml
    /// security: null
    /// paths:
    ///   /orders:
    ///     get: {security: [{oauth: [orders:read]}]}
    ///   /orders/{order_id}:
    ///     get: {security: [{oauth: [orders:read]}]}
    ///   /books:
    ///     get: {security: [{oauth: [orders:read]}]}
    ///   /books/{book_id}:
    ///     get: {security: [{oauth: [orders:read]}]}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// security: null
    /// paths:
    ///   /orders:
    ///     get: {security: [{oauth: [orders:read]}]}
    ///   /orders/{order_id}:
    ///     get: {security: [{oauth: [orders:read]}]}
    ///   /books:
    ///     get: {security: [{oauth: [orders:read]}]}
    ///   /books/{book_id}:
    ///     get: {security: [{oauth: [orders:read]}]}
    ///   /books/{book_id}/reviews:
    ///     get: {security: [{oauth: [orders:read]}]}
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.30 Security Requirement Object](https://spec.openapis.org/oas/v3.1.1.html#security-requirement-object)
    /// - [OWASP API2:2023 Broken Authentication](https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/)
    UnsecuredOperation {
        id: "unsecured-operation",
        area: Auth,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an operation asks for no credential where the others do",
    }
}

impl Rule for UnsecuredOperation {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, access) = (cx.contract, &cx.facts.security);
        for (operation, facts) in access.operations(contract) {
            if !facts.served || facts.open || facts.demand != Demand::Unsaid {
                continue;
            }
            // Where reading is free, changing things may still be for a few.
            let (convention, of) = match (access.secured.dominant, access.secured_writes.dominant) {
                (Some(true), _) => (&access.secured, "operations"),
                (_, Some(true)) if facts.write => (&access.secured_writes, "operations that change things"),
                _ => continue,
            };
            let (title, evidence) = (contract.title(operation), convention.evidence());
            let who = if facts.write { "everybody could change things here" } else { "nobody can tell who may call it" };
            let message = format!("`{title}` asks for no credential, while {evidence} {of} here ask for one; {who}");
            cx.report(operation.at, "no `security`", message)
                .help("add `security`, or `security: []` if it is meant to be open");
        }
    }
}
