use std::collections::{BTreeMap, BTreeSet};

use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a requirement that asks for an OAuth scope which its scheme does not declare.
    ///
    /// ## Why
    /// A client asks for the scopes that are declared. One that is missing there is never granted, and the operation
    /// answers 403 to everybody who followed the description.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /orders:
    ///     get:
    ///       security:
    ///         - oauth: [order:read]
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /orders:
    ///     get:
    ///       security:
    ///         - oauth: [orders:read]
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.29 OAuth Flow Object](https://spec.openapis.org/oas/v3.1.1.html#oauth-flow-object)
    /// - [RFC 6749, §3.3 Access Token Scope](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)
    UndeclaredScope {
        id: "undeclared-scope",
        area: Auth,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an operation asks for a scope that its scheme does not declare",
    }
}

impl Rule for UndeclaredScope {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut declared: BTreeMap<Name, BTreeSet<Name>> = BTreeMap::new();
        for scheme in &contract.security_schemes {
            if let SchemeKind::OAuth2 { flows, .. } = &scheme.kind {
                let scopes = flows.iter().flat_map(|f| &f.scopes).map(|s| s.0);
                declared.entry(scheme.name).or_default().extend(scopes);
            }
        }
        let mut missing: BTreeMap<(Name, Name), (At, usize)> = BTreeMap::new();
        for security in contract.all_security() {
            for used in security.alternatives.iter().flat_map(|a| &a.schemes) {
                let Some(scopes) = declared.get(&used.name) else { continue };
                for &(scope, at) in used.scopes.iter().filter(|s| !scopes.contains(&s.0)) {
                    let place = missing.entry((used.name, scope)).or_insert((at, 0));
                    place.0 = place.0.min(at);
                    place.1 += 1;
                }
            }
        }
        let few = missing.len() <= 100;
        for ((scheme_name, scope), (at, count)) in missing {
            let names: Vec<&str> = declared[&scheme_name].iter().map(|&n| contract.text(n)).collect();
            let (scheme, text) = (contract.text(scheme_name), contract.text(scope));
            let shown: String = text.chars().take(80).collect();
            let times = if count == 1 { String::new() } else { format!(", and {count} requirements ask for it") };
            let few = few && names.len() <= 1000;
            let near = few.then(|| similar::get_close_matches(text, &names, 1, 0.75)).and_then(|n| n.first().copied());
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("declare it under `scopes` of `{scheme}`"),
            };
            let report = cx
                .report(at, "not declared", format!("the scheme `{scheme}` declares no scope `{shown}`{times}"))
                .about(format!("{scheme} {text}"))
                .help(help);
            let _ = match contract.security_scheme(scheme_name) {
                Some(scheme) => report.related(scheme.key, "the scheme"),
                None => report,
            };
        }
    }
}
