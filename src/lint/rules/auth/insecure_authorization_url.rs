use crate::lint::facts::url;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds addresses of an authorization server that are not protected by TLS: `authorizationUrl`, `tokenUrl`,
    /// `refreshUrl`, `deviceAuthorizationUrl`, `openIdConnectUrl`, `oauth2MetadataUrl`.
    ///
    /// Addresses on the machine itself or in a private network, and those that a variable decides, are no fault.
    ///
    /// ## Why
    /// Passwords, codes and tokens travel to these addresses. Without TLS whoever stands between reads them, and OAuth
    /// demands it for this reason.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   securitySchemes:
    ///     oauth:
    ///       flows:
    ///         authorizationCode:
    ///           tokenUrl: http://login.lantern.example/token
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   securitySchemes:
    ///     oauth:
    ///       flows:
    ///         authorizationCode:
    ///           tokenUrl: https://login.lantern.example/token
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.29 OAuth Flow Object](https://spec.openapis.org/oas/v3.1.1.html#oauth-flow-object):
    ///   the OAuth2 standard requires the use of TLS
    /// - [RFC 6749, §3.2 Token Endpoint](https://www.rfc-editor.org/rfc/rfc6749#section-3.2)
    InsecureAuthorizationUrl {
        id: "insecure-authorization-url",
        area: Auth,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "credentials travel to an address without TLS",
    }
}

impl Rule for InsecureAuthorizationUrl {
    fn security_scheme<'c>(&self, cx: &mut Cx<'c>, scheme: &'c SecurityScheme) {
        for at in addresses(scheme) {
            let text = cx.contract.text_at(at);
            if url::is_readable(&text) {
                let shown: String = text.chars().take(120).collect();
                let rest = shown.split_once("://").map_or("", |(_, rest)| rest);
                let message = format!("credentials travel to `{shown}` without TLS, so anybody on the way can read them");
                cx.report(at, "not https", message).help(format!("write `https://{rest}`"));
            }
        }
    }
}

/// The addresses that a scheme names.
pub(super) fn addresses(scheme: &SecurityScheme) -> Vec<At> {
    match &scheme.kind {
        SchemeKind::OAuth2 { flows, metadata_url } => flows
            .iter()
            .flat_map(|f| [f.authorization_url, f.token_url, f.refresh_url, f.device_authorization_url])
            .chain([*metadata_url])
            .flatten()
            .collect(),
        SchemeKind::OpenIdConnect { url } => url.iter().copied().collect(),
        _ => Vec::new(),
    }
}
