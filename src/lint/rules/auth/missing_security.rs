use crate::contract::keywords::name;
use crate::finding::Severity;
use crate::lint::facts::convention::thousands;
use crate::lint::facts::security::declares;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds an API that says nowhere how callers prove who they are: neither the root nor any operation asks for a
    /// security scheme.
    ///
    /// An API that only gives out data may be open to everybody, so there it is only noted. `security: []` at the root
    /// says that the API is open, and is taken at its word.
    ///
    /// ## Why
    /// A reader cannot tell whether the API is open or its description is silent, and generated clients have no place
    /// to put a credential.
    ///
    /// ## Bad
    /// ```yaml
    /// openapi: 3.1.1
    /// info:
    ///   title: Lantern Books
    ///   version: 2.3.0
    /// paths:
    ///   /orders:
    ///     post:
    ///       operationId: create_order
    ///       responses:
    ///         '201':
    ///           description: The new order.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// security:
    ///   - oauth: [orders:read]
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.30 Security Requirement Object](https://spec.openapis.org/oas/v3.1.1.html#security-requirement-object)
    /// - [OWASP API2:2023 Broken Authentication](https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/)
    MissingSecurity {
        id: "missing-security",
        area: Auth,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "the API asks no caller to prove who it is",
    }
}

impl Rule for MissingSecurity {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, access) = (cx.contract, &cx.facts.security);
        let served: Vec<_> = access.operations(contract).filter(|(_, a)| a.served && !a.open).collect();
        // Who writes `security: []` has thought of it.
        let said = contract.view(contract.at).get(name::SECURITY).is_some();
        if access.any_demand || served.is_empty() || said {
            return;
        }
        let writes = served.iter().filter(|(_, a)| a.write).count();
        let challenged = served.iter().filter(|(o, _)| declares(o, 401) == Some(true)).count();
        let subject = match served.len() {
            1 => "the one operation here does not ask".to_owned(),
            many => format!("none of the {} operations here asks", thousands(many)),
        };
        let although = match (challenged, writes) {
            (0, 0) => String::new(),
            (0, 1) if served.len() == 1 => ", although it can change things".to_owned(),
            (1, _) if served.len() == 1 => ", although it can answer 401".to_owned(),
            (0, writes) => format!(", although {} can change things", thousands(writes)),
            (challenged, _) => format!(", although {} can answer 401", thousands(challenged)),
        };
        let message = format!("{subject} its caller to prove who it is{although}");
        let first = contract.security_schemes.first();
        let severity =
            if writes + challenged > 0 || first.is_some() { Severity::Warning } else { Severity::Info };
        let report = cx.report(contract.at, "no `security`", message).at_most(severity);
        let _ = match first {
            Some(scheme) => {
                let name = contract.text(scheme.name);
                report
                    .related(scheme.key, "defined, and asked for by nobody")
                    .help(format!("add `security: [{{{name}: []}}]` at the root, or `security: []` if the API is open"))
            }
            None => report.help("define a security scheme and add `security` at the root, or `security: []` if the API is open"),
        };
    }
}
