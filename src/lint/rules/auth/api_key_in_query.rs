use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds an API key scheme whose key stands in the query of the URL.
    ///
    /// ## Why
    /// URLs are written to the logs of every server and proxy on the way, kept in histories, and sent on in `Referer`.
    /// A key that stands there does not stay a secret.
    ///
    /// ## Bad
    /// ```yaml
    /// security:
    ///   - oauth: [orders:read]
    ///   - key: []
    /// components:
    ///   securitySchemes:
    ///     key:
    ///       type: apiKey
    ///       description: The key of a shop.
    ///       in: query
    ///       name: shop
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// security:
    ///   - oauth: [orders:read]
    ///   - key: []
    /// components:
    ///   securitySchemes:
    ///     key:
    ///       type: apiKey
    ///       description: The key of a shop.
    ///       in: header
    ///       name: Shop-Key
    /// ```
    ///
    /// ## References
    /// - [RFC 6750, §2.3 URI Query Parameter](https://www.rfc-editor.org/rfc/rfc6750#section-2.3)
    /// - [CWE-598: Use of GET Request Method With Sensitive Query Strings](https://cwe.mitre.org/data/definitions/598.html)
    ApiKeyInQuery {
        id: "api-key-in-query",
        area: Auth,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an API key travels in the query of the URL",
    }
}

impl Rule for ApiKeyInQuery {
    fn security_scheme<'c>(&self, cx: &mut Cx<'c>, scheme: &'c SecurityScheme) {
        let SchemeKind::ApiKey { place: Some(ParameterIn::Query), place_at, .. } = scheme.kind else { return };
        let name = cx.contract.text(scheme.name);
        let message =
            format!("the key of `{name}` stands in the URL, which servers and proxies write to their logs");
        cx.report(place_at.unwrap_or(scheme.at), "in the query", message)
            .help("write `in: header`, and keep the query only until clients have moved");
    }
}
