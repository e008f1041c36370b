use std::collections::BTreeMap;

use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds scopes that are asked for with a scheme that has none: before 3.1 only schemes of the types `oauth2` and
    /// `openIdConnect` may have anything in their list.
    ///
    /// ## Why
    /// Nothing grants such a scope and nothing checks it, so a limit that the reader sees does not exist.
    ///
    /// ## Bad
    /// ```yaml
    /// openapi: 3.0.4
    /// info:
    ///   title: Lantern Books
    ///   version: 2.3.0
    /// paths:
    ///   /books:
    ///     get:
    ///       security:
    ///         - key: [books:read]
    ///       responses:
    ///         '200':
    ///           description: The books.
    /// components:
    ///   securitySchemes:
    ///     key:
    ///       type: apiKey
    ///       in: header
    ///       name: X-Key
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       security:
    ///         - oauth: [orders:read]
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.0.4, §4.7.30 Security Requirement Object](https://spec.openapis.org/oas/v3.0.4.html#security-requirement-object):
    ///   for other types the array must be empty
    ScopeWithoutMeaning {
        id: "scope-without-meaning",
        area: Auth,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "scopes are asked for with a scheme that has none",
    }
}

impl Rule for ScopeWithoutMeaning {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        if contract.version >= SpecVersion::V3_1 {
            return;
        }
        let schemes: BTreeMap<Name, &SecurityScheme> = contract.security_schemes.iter().map(|s| (s.name, s)).collect();
        for used in contract.all_security().flat_map(|s| &s.alternatives).flat_map(|a| &a.schemes) {
            let (Some(&(scope, at)), Some(scheme)) = (used.scopes.first(), schemes.get(&used.name)) else {
                continue;
            };
            let kind = match &scheme.kind {
                SchemeKind::ApiKey { .. } => "API key",
                SchemeKind::Http { .. } => "HTTP authentication",
                SchemeKind::MutualTls => "mutual TLS",
                _ => continue,
            };
            let (name, scope) = (contract.text(used.name), contract.text(scope));
            let shown: String = scope.chars().take(80).collect();
            let message = format!("`{name}` is an {kind} scheme and has no scopes, so `{shown}` limits nothing")
                .replace("is an mutual", "is a mutual");
            cx.report(at, "means nothing here", message)
                .related(scheme.key, "the scheme")
                .help(format!("write `{name}: []`, or use a scheme of the type `oauth2`"));
        }
    }
}
