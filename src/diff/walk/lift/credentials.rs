//! What lets a request in, as it stands in the message.

use super::message::{Writer, template};
use crate::contract::{ParameterIn, SchemeKind, SchemeUse};

impl Writer<'_, '_, '_> {
    /// The credentials of the first alternative that the operation offers, unless it lets anybody in.
    pub(super) fn usual_credentials(&mut self) {
        let contract = self.sender.contract;
        let Some(security) = contract.security_of(self.operation).filter(|_| self.is_called()) else { return };
        if security.alternatives.iter().all(|alternative| !alternative.schemes.is_empty())
            && let Some(first) = security.alternatives.first()
        {
            self.credentials(&first.schemes);
        }
    }

    /// The credentials of some schemes.
    pub(super) fn credentials(&mut self, schemes: &[SchemeUse]) {
        let contract = self.sender.contract;
        for used in schemes {
            let Some(scheme) = contract.security_scheme(used.name) else { continue };
            let scopes: Vec<&str> = used.scopes.iter().map(|scope| contract.text(scope.0)).collect();
            let token = if scopes.is_empty() { "token".to_owned() } else { format!("token for {}", scopes.join(" ")) };
            match &scheme.kind {
                SchemeKind::ApiKey { place: Some(place), name: Some(name), .. } => {
                    let name = contract.text_at(*name);
                    match place {
                        ParameterIn::Header => self.add_header(&name, template("key"), false),
                        ParameterIn::Cookie => self.add_cookie(&format!("{name}={}", template("key"))),
                        _ => {
                            self.http.path.push(if self.http.path.contains('?') { '&' } else { '?' });
                            self.http.path.push_str(&format!("{name}={}", template("key")));
                        }
                    }
                }
                SchemeKind::Http { scheme, .. } => {
                    let (scheme, given) = match scheme.map_or("", |scheme| contract.text(scheme)) {
                        "bearer" => ("Bearer", token),
                        "basic" => ("Basic", "user and password".to_owned()),
                        "digest" => ("Digest", "answer".to_owned()),
                        other => (other, "credentials".to_owned()),
                    };
                    self.add_header("Authorization", format!("{scheme} {}", template(&given)), false);
                }
                SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => {
                    self.add_header("Authorization", format!("Bearer {}", template(&token)), false);
                }
                // A certificate is shown before there is a message.
                SchemeKind::ApiKey { .. } | SchemeKind::MutualTls | SchemeKind::Unknown => {}
            }
        }
    }

    fn add_cookie(&mut self, pair: &str) {
        match self.http.headers.iter_mut().find(|header| header.0 == "Cookie") {
            Some(header) => header.1 = format!("{}; {pair}", header.1),
            None => self.http.headers.push(("Cookie".to_owned(), pair.to_owned())),
        }
    }
}
