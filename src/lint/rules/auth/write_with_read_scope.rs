use std::collections::BTreeSet;

use crate::lint::facts::security::{ScopeKind, scope_kind, write_twin};
use crate::lint::facts::shape::only_asks;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds an operation that changes things and is satisfied with a scope that, by the API's own naming, only allows
    /// to read.
    ///
    /// It looks at APIs that have scopes for writing too. A POST that only asks (`/search`, `/validate`) is no write.
    ///
    /// ## Why
    /// Who was granted the right to look can change things. Users who granted `read` did not agree to that.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /orders:
    ///     post:
    ///       security:
    ///         - oauth: [orders:read]
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /orders:
    ///     post:
    ///       security:
    ///         - oauth: [orders:write]
    /// ```
    ///
    /// ## References
    /// - [RFC 9700, §2.3 Access Token Privilege Restriction](https://www.rfc-editor.org/rfc/rfc9700#section-2.3)
    /// - [OWASP API5:2023 Broken Function Level Authorization](https://owasp.org/API-Security/editions/2023/en/0xa5-broken-function-level-authorization/)
    WriteWithReadScope {
        id: "write-with-read-scope",
        area: Auth,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a scope for reading suffices to change things",
    }
}

impl Rule for WriteWithReadScope {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, access) = (cx.contract, &cx.facts.security);
        let flows = contract.security_schemes.iter().filter_map(|s| match &s.kind {
            SchemeKind::OAuth2 { flows, .. } => Some(flows),
            _ => None,
        });
        let declared = flows.flatten().flat_map(|f| &f.scopes).map(|s| s.0);
        let used = contract.all_security().flat_map(|s| &s.alternatives).flat_map(|a| &a.schemes);
        let scopes: BTreeSet<Name> = declared.chain(used.flat_map(|u| &u.scopes).map(|s| s.0)).collect();
        let scopes: Vec<&str> = scopes.into_iter().map(|n| contract.text(n)).collect();
        let Some(example) = scopes.iter().find(|s| scope_kind(s) == ScopeKind::Write) else { return };
        for (operation, facts) in access.operations(contract) {
            if !facts.served || !facts.write || !facts.scoped || only_asks(contract, operation) {
                continue;
            }
            let Some(security) = contract.security_of(operation) else { continue };
            for alternative in &security.alternatives {
                let asked: Vec<_> = alternative.schemes.iter().flat_map(|s| &s.scopes).collect();
                let reads = |s: &&(Name, At)| scope_kind(contract.text(s.0)) == ScopeKind::Read;
                let (Some(first), true) = (asked.first(), asked.iter().all(reads)) else { continue };
                let (title, scope) = (contract.title(operation), contract.text(first.0));
                let twin = write_twin(scope, &scopes);
                let message = format!(
                    "`{title}` changes things, and the scope `{scope}` suffices for it; there are scopes for that, such as `{}`",
                    twin.unwrap_or(example)
                );
                let own = operation.security.is_some();
                let report = cx.report(if own { first.1 } else { operation.at }, "a scope for reading", message);
                let report = if own { report } else { report.related(first.1, "inherited from here") };
                let _ = match twin {
                    Some(twin) => report.help(format!("ask for `{twin}`")),
                    None => report.help("ask for a scope that allows to write"),
                };
                break;
            }
        }
    }
}
