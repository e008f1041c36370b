use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds the implicit flow and the password flow of OAuth 2.0.
    ///
    /// ## Why
    /// The implicit flow hands the token over in a URL, from where it leaks; the password flow gives the user's
    /// password to the client, which OAuth was made to avoid. The best current practice says not to use the one and
    /// never to use the other, and OAuth 2.1 has neither.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   securitySchemes:
    ///     oauth:
    ///       flows:
    ///         implicit:
    ///           authorizationUrl: https://login.lantern.example/authorize
    ///           scopes:
    ///             orders:read: See orders and books
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   securitySchemes:
    ///     oauth:
    ///       flows:
    ///         clientCredentials:
    ///           tokenUrl: https://login.lantern.example/token
    ///           scopes:
    ///             orders:read: See orders and books
    /// ```
    ///
    /// ## References
    /// - [RFC 9700, §2.1.2 Implicit Grant](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.2)
    /// - [RFC 9700, §2.4 Resource Owner Password Credentials Grant](https://www.rfc-editor.org/rfc/rfc9700#section-2.4)
    InsecureFlow {
        id: "insecure-flow",
        area: Auth,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an OAuth flow that leaks tokens or hands over passwords",
    }
}

impl Rule for InsecureFlow {
    fn security_scheme<'c>(&self, cx: &mut Cx<'c>, scheme: &'c SecurityScheme) {
        let SchemeKind::OAuth2 { flows, .. } = &scheme.kind else { return };
        for flow in flows {
            let (message, help) = match flow.kind {
                FlowKind::Implicit => (
                    "the implicit flow hands the token over in a URL, from where it leaks",
                    "offer `authorizationCode`, with PKCE for clients that keep no secret",
                ),
                FlowKind::Password => (
                    "the password flow gives the user's password to the client",
                    "offer `authorizationCode` for users, `clientCredentials` for machines",
                ),
                _ => continue,
            };
            let help = if cx.contract.version == SpecVersion::V2_0 {
                help.replace("authorizationCode", "accessCode").replace("clientCredentials", "application")
            } else {
                help.to_owned()
            };
            cx.report(flow.key, "an insecure flow", message).about(flow.kind.as_str()).help(help);
        }
    }
}
