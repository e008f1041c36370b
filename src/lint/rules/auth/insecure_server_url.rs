use std::collections::BTreeSet;

use crate::lint::facts::url;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds servers that are reached without TLS: `http://` and `ws://` addresses, and `http` among the `schemes` of
    /// Swagger 2.0.
    ///
    /// Addresses on the machine itself or in a private network, and those that a variable decides, are no fault.
    ///
    /// ## Why
    /// Tokens and data travel in the clear, and whoever stands between can read and change them. A redirect to `https`
    /// does not help: the token was sent already.
    ///
    /// ## Bad
    /// ```yaml
    /// servers:
    ///   - url: http://api.lantern.example/v2
    ///     description: Production
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// servers:
    ///   - url: https://api.lantern.example/v2
    ///     description: Production
    ///   - url: http://localhost:8080/v2
    ///     description: The machine of a developer
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §4.2.2 https URI Scheme](https://www.rfc-editor.org/rfc/rfc9110#section-4.2.2)
    /// - [OWASP API8:2023 Security Misconfiguration](https://owasp.org/API-Security/editions/2023/en/0xa8-security-misconfiguration/)
    InsecureServerUrl {
        id: "insecure-server-url",
        area: Auth,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a server is reached without TLS",
    }
}

impl Rule for InsecureServerUrl {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut told = BTreeSet::new();
        for server in contract.all_servers() {
            let address = contract.text(server.url);
            if !url::is_readable(address) || !told.insert(server.url_at) {
                continue;
            }
            let shown: String = address.chars().take(120).collect();
            let (scheme, rest) = shown.split_once("://").unwrap_or(("http", ""));
            let safe = if scheme.eq_ignore_ascii_case("ws") { "wss" } else { "https" };
            let message = format!("`{shown}` is reached without TLS, so anybody on the way can read tokens and data");
            // In 2.0 the scheme stands alone.
            let help = if contract.version == SpecVersion::V2_0 {
                format!("write `{safe}` only")
            } else {
                format!("write `{safe}://{rest}`")
            };
            cx.report(server.url_at, format!("not {safe}"), message).help(help);
        }
    }
}
