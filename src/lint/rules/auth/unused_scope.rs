use std::collections::{BTreeMap, BTreeSet};

use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds an OAuth scope that is declared and that no operation asks for, where operations ask for others of the
    /// same scheme.
    ///
    /// ## Why
    /// Users are asked to grant something that nothing needs, and a reader looks for the operations that go with it.
    /// Sometimes such an operation asks for the wrong scope.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   securitySchemes:
    ///     oauth:
    ///       flows:
    ///         authorizationCode:
    ///           scopes:
    ///             books:write: Change books
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       security:
    ///         - oauth: [books:read]
    /// components:
    ///   securitySchemes:
    ///     oauth:
    ///       flows:
    ///         authorizationCode:
    ///           scopes:
    ///             books:read: See books
    /// ```
    ///
    /// ## References
    /// - [RFC 6749, §3.3 Access Token Scope](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)
    /// - [RFC 9700, §2.3 Access Token Privilege Restriction](https://www.rfc-editor.org/rfc/rfc9700#section-2.3)
    UnusedScope {
        id: "unused-scope",
        area: Auth,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "no operation asks for a scope that is declared",
    }
}

/// Scopes of OpenID Connect (Core 1.0 §5.4, §11): they decide what a token says, not what an operation allows.
const OPENID: [&str; 6] = ["openid", "profile", "email", "address", "phone", "offline_access"];

/// From how many on unused scopes of one scheme are told together.
const MANY: usize = 3;

impl Rule for UnusedScope {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut used: BTreeMap<Name, BTreeSet<Name>> = BTreeMap::new();
        for security in contract.all_security() {
            for scheme in security.alternatives.iter().flat_map(|a| &a.schemes) {
                used.entry(scheme.name).or_default().extend(scheme.scopes.iter().map(|s| s.0));
            }
        }
        for scheme in &contract.security_schemes {
            let SchemeKind::OAuth2 { flows, .. } = &scheme.kind else { continue };
            let Some(asked) = used.get(&scheme.name).filter(|a| !a.is_empty()) else { continue };
            let declared: BTreeMap<Name, At> = flows.iter().rev().flat_map(|f| &f.scopes).copied().collect();
            let idle = |scope: &Name| !asked.contains(scope) && !OPENID.contains(&contract.text(*scope));
            let mut unused: Vec<(Name, At)> = declared.iter().map(|(s, at)| (*s, *at)).filter(|(s, _)| idle(s)).collect();
            unused.sort_by_key(|u| u.1);
            // A scheme that many APIs share has scopes of the others, which is one decision.
            if unused.len() > MANY {
                let (first, key) = unused[0];
                let message = format!(
                    "no operation asks for {} of the {} scopes of `{}`, such as `{}`",
                    unused.len(),
                    declared.len(),
                    contract.text(scheme.name),
                    contract.text(first)
                );
                cx.report(key, "not asked for", message)
                    .help("remove those that no operation of this API needs")
                    .about(contract.text(scheme.name))
                    .of_all();
                continue;
            }
            for (scope, key) in unused {
                let text = contract.text(scope);
                let shown: String = text.chars().take(80).collect();
                let message = format!("no operation asks for the scope `{shown}`, so nobody needs to be granted it");
                cx.report(key, "not asked for", message)
                    .help("remove it, or ask for it where it is meant")
                    .about(format!("{} {text}", contract.text(scheme.name)))
                    .of_all();
            }
        }
    }
}
