use crate::lint::facts::security::Demand;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds an operation that changes things and lets anybody do so: with `security: []`, or with `{}` among its
    /// alternatives, in an API that otherwise asks for credentials.
    ///
    /// Operations that have to be open (login, registration, incoming webhooks) are no exception, and reading is no
    /// fault either.
    ///
    /// ## Why
    /// `{}` is easily taken for "no further scopes" and means "nobody need be known". What is written there by mistake
    /// opens the operation to the world.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /orders:
    ///     post:
    ///       security: []
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
    /// - [OpenAPI 3.1.1, §4.8.30 Security Requirement Object](https://spec.openapis.org/oas/v3.1.1.html#security-requirement-object)
    /// - [OWASP API5:2023 Broken Function Level Authorization](https://owasp.org/API-Security/editions/2023/en/0xa5-broken-function-level-authorization/)
    AnonymousWrite {
        id: "anonymous-write",
        area: Auth,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "anybody may call an operation that changes things",
    }
}

impl Rule for AnonymousWrite {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, access) = (cx.contract, &cx.facts.security);
        if !access.any_demand {
            return;
        }
        // An alternative of the whole API is one fault, however many operations inherit it.
        let (mut inherited, mut first) = (0, None);
        for (operation, facts) in access.operations(contract) {
            let anonymous = matches!(facts.demand, Demand::Waived | Demand::Optional);
            if !facts.served || facts.open || !facts.write || !anonymous {
                continue;
            }
            let Some(security) = &operation.security else {
                inherited += 1;
                first.get_or_insert(operation);
                continue;
            };
            let title = contract.title(operation);
            let empty = security.alternatives.iter().find(|a| a.schemes.is_empty());
            let (at, label, message) = match empty {
                Some(alternative) if facts.demand == Demand::Optional => (
                    alternative.at,
                    "nobody need be known",
                    format!("`{title}` changes things, and `{{}}` lets anybody call it without a credential"),
                ),
                _ => (
                    security.at,
                    "open to everybody",
                    format!("`{title}` changes things, and is open to everybody"),
                ),
            };
            cx.report(at, label, message).help("name a scheme, or leave `security` out to inherit that of the whole API");
        }
        let root = contract.security.as_ref().and_then(|s| s.alternatives.iter().find(|a| a.schemes.is_empty()));
        if let (Some(alternative), Some(operation)) = (root, first) {
            let operations = if inherited == 1 { "1 operation".to_owned() } else { format!("{inherited} operations") };
            let changes = if inherited == 1 { "changes" } else { "change" };
            let message =
                format!("`{{}}` lets anybody call {operations} that {changes} things, such as `{}`", contract.title(operation));
            cx.report(alternative.at, "nobody need be known", message)
                .help("give the operations that change things a `security` of their own, without `{}`");
        }
    }
}
