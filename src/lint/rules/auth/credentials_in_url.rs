use crate::lint::facts::url;
use crate::lint::rules::prelude::*;
use super::insecure_authorization_url::addresses;

rule! {
    /// ## What it does
    /// Finds a user name and a password in the address of a server or of an authorization server.
    ///
    /// ## Why
    /// A description is handed to everybody, and so is the password. Even one that is only meant as an example teaches
    /// clients to put it where it is logged; browsers and many libraries refuse such addresses.
    ///
    /// ## Bad
    /// ```yaml
    /// servers:
    ///   - url: https://shop:lamp-oil@api.lantern.example/v2
    ///     description: Production
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// servers:
    ///   - url: https://api.lantern.example/v2
    ///     description: Production
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §4.2.4 Deprecation of userinfo in http(s) URIs](https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4)
    CredentialsInUrl {
        id: "credentials-in-url",
        area: Auth,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an address holds a user name and a password",
    }
}

impl Rule for CredentialsInUrl {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let servers = contract.all_servers().map(|s| (s.url_at, contract.text(s.url).to_owned()));
        let schemes = contract.security_schemes.iter().flat_map(addresses);
        let schemes = schemes.map(|at| (at, contract.text_at(at).into_owned()));
        let found: Vec<_> = servers.chain(schemes).filter(|(_, address)| url::credentials(address).is_some()).collect();
        for (at, address) in found {
            let host = url::host(&address).unwrap_or_default();
            let message = format!("the address of `{host}` holds a user name and a password, for everybody to read");
            cx.report(at, "credentials", message).help("remove them, and describe how to authenticate by a security scheme");
        }
    }
}
