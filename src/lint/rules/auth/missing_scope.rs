use crate::lint::facts::Convention;
use crate::lint::facts::security::{Demand, OperationAccess};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds an operation that any OAuth token suffices for, whatever its scopes, where nearly all others ask for a scope.
    /// Reading what belongs to the caller (`/me`, `/userinfo`) is no fault.
    ///
    /// ## Why
    /// Whoever granted an application the right to read books did not grant it this. An operation without a scope among
    /// operations that have one was most likely forgotten, and nobody is refused.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}/cancel:
    ///     post:
    ///       security:
    ///         - oauth: []
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}/cancel:
    ///     post:
    ///       security:
    ///         - oauth: [orders:write]
    /// ```
    ///
    /// ## References
    /// - [RFC 6749, §3.3 Access Token Scope](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)
    /// - [OWASP API5:2023 Broken Function Level Authorization](https://owasp.org/API-Security/editions/2023/en/0xa5-broken-function-level-authorization/)
    MissingScope {
        id: "missing-scope",
        area: Auth,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an operation asks for no scope, where the others do",
    }
}

impl Rule for MissingScope {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, access) = (cx.contract, &cx.facts.security);
        let asked = || access.operations(contract).filter(|(o, facts)| is_asked(contract, o, *facts));
        let samples = asked().filter_map(|(operation, _)| unscoped(contract, operation));
        let scoped = Convention::infer(samples.map(|found| found.is_none()), &cx.facts.conventions);
        if scoped.dominant != Some(true) {
            return;
        }
        for (operation, _) in asked() {
            let Some(Some(found)) = unscoped(contract, operation) else { continue };
            let (title, scheme) = (contract.title(operation), contract.text(found.name));
            let message = format!(
                "any token of `{scheme}` suffices for `{title}`, whatever it was granted for; {} operations here ask \
                 for a scope",
                scoped.evidence()
            );
            let own = operation.security.is_some();
            let report = cx.report(if own { found.key } else { operation.at }, "no scope", message);
            let report = if own { report } else { report.related(found.key, "inherited from here") };
            report.about(title).help("ask for the scope that it takes");
        }
    }
}

/// Whether an operation is one that scopes are for.
fn is_asked(contract: &Contract, operation: &Operation, facts: OperationAccess) -> bool {
    const OWN: [&str; 7] = ["me", "self", "whoami", "userinfo", "user", "profile", "session"];
    let last = contract.text(operation.path).trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let own = !facts.write && OWN.iter().any(|w| last.eq_ignore_ascii_case(w));
    facts.served && !facts.open && !own && facts.demand == Demand::Required
}

/// The use of an OAuth scheme without a scope, if there is one. Nothing where no OAuth scheme is used.
fn unscoped<'c>(contract: &'c Contract, operation: &'c Operation) -> Option<Option<&'c SchemeUse>> {
    let oauth = |used: &&SchemeUse| {
        contract.security_scheme(used.name).is_some_and(|s| matches!(s.kind, SchemeKind::OAuth2 { .. }))
    };
    let alternatives = &contract.security_of(operation)?.alternatives;
    let mut uses = alternatives.iter().flat_map(|a| &a.schemes).filter(oauth).peekable();
    uses.peek()?;
    Some(uses.find(|used| used.scopes.is_empty()))
}
