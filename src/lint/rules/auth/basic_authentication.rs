use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a security scheme that uses HTTP Basic authentication.
    ///
    /// ## Why
    /// The password itself travels with every request and is kept by every client. It cannot be limited to a scope or
    /// a time, and taking it back takes it from all clients at once.
    ///
    /// ## Bad
    /// ```yaml
    /// security:
    ///   - oauth: [orders:read]
    ///   - shop: []
    /// components:
    ///   securitySchemes:
    ///     shop:
    ///       type: http
    ///       description: Name and password of a shop.
    ///       scheme: basic
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// security:
    ///   - oauth: [orders:read]
    ///   - shop: []
    /// components:
    ///   securitySchemes:
    ///     shop:
    ///       type: http
    ///       description: A token that a shop is given for a day.
    ///       scheme: bearer
    /// ```
    ///
    /// ## References
    /// - [RFC 7617, §4 Security Considerations](https://www.rfc-editor.org/rfc/rfc7617#section-4)
    /// - [OWASP API2:2023 Broken Authentication](https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/)
    BasicAuthentication {
        id: "basic-authentication",
        area: Auth,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a scheme sends the password with every request",
    }
}

impl Rule for BasicAuthentication {
    fn security_scheme<'c>(&self, cx: &mut Cx<'c>, scheme: &'c SecurityScheme) {
        let contract = cx.contract;
        let SchemeKind::Http { scheme: Some(kind), scheme_at, .. } = scheme.kind else { return };
        if contract.text(kind) != "basic" {
            return;
        }
        let message = format!(
            "`{}` is Basic authentication, which sends the password itself with every request",
            contract.text(scheme.name)
        );
        cx.report(scheme_at.unwrap_or(scheme.at), "the password, each time", message)
            .help("issue tokens, and write `type: http` with `scheme: bearer`, or `type: oauth2`");
    }
}
