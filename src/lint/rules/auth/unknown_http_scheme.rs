use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a security scheme of the type `http` whose `scheme` is none that is registered.
    ///
    /// ## Why
    /// The value is the first word of the header `Authorization`. With one that nobody knows clients either send a
    /// header that the server does not take, or none.
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
    ///       description: A token that a shop is given for a day.
    ///       scheme: bearrer
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
    /// - [IANA, HTTP Authentication Scheme Registry](https://www.iana.org/assignments/http-authschemes/http-authschemes.xhtml)
    /// - [RFC 9110, §11.1 Authentication Scheme](https://www.rfc-editor.org/rfc/rfc9110#section-11.1)
    UnknownHttpScheme {
        id: "unknown-http-scheme",
        area: Auth,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an HTTP authentication scheme is none that is registered",
    }
}

/// The registry of IANA, in lower case.
const REGISTERED: &[&str] = &[
    "basic", "bearer", "concealed", "digest", "dpop", "gnap", "hoba", "mutual", "negotiate", "oauth", "privatetoken",
    "scram-sha-1", "scram-sha-256", "vapid",
];

impl Rule for UnknownHttpScheme {
    fn security_scheme<'c>(&self, cx: &mut Cx<'c>, scheme: &'c SecurityScheme) {
        let contract = cx.contract;
        let SchemeKind::Http { scheme: Some(kind), scheme_at, .. } = scheme.kind else { return };
        let text = contract.text(kind);
        if REGISTERED.contains(&text) {
            return;
        }
        let shown: String = text.chars().take(60).collect();
        let near = similar::get_close_matches(text, REGISTERED, 1, 0.6).first().copied();
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write `bearer`, or use `type: apiKey` with `in: header` for a header of your own".to_owned(),
        };
        let message = format!("`{shown}` is no HTTP authentication scheme, so clients do not know what to send");
        cx.report(scheme_at.unwrap_or(scheme.at), "not registered", message).help(help);
    }
}
