//! Security as sets of alternatives, and schemes by content, whatever they are called.

use super::{UnitId, Walk, spot};
use crate::contract::{At, Contract, Flow, Operation, SchemeKind, SchemeUse, SecurityScheme};
use crate::diff::checks::{Coordinate, Structure};

/// What an alternative asks for: each scheme by its content, with its scopes.
struct Alternative {
    at: At,
    schemes: Vec<(String, Vec<String>)>,
    shown: String,
}

/// A scheme by what a client must do for it, never by its name: type, place, name, HTTP scheme.
fn content(contract: &Contract, used: &SchemeUse) -> String {
    let Some(scheme) = contract.security_scheme(used.name) else {
        return format!("unknown {}", contract.text(used.name));
    };
    match &scheme.kind {
        SchemeKind::ApiKey { place, name, .. } => {
            let name = name.map(|at| contract.text_at(at).into_owned()).unwrap_or_default();
            let place = place.map_or("nowhere", crate::contract::ParameterIn::as_str);
            // Header names have no case.
            let name = if place == "header" { name.to_ascii_lowercase() } else { name };
            format!("apiKey {place} {name}")
        }
        SchemeKind::Http { scheme, .. } => format!("http {}", scheme.map_or("", |s| contract.text(s))),
        SchemeKind::OAuth2 { .. } => "oauth2".to_owned(),
        SchemeKind::OpenIdConnect { .. } => "openIdConnect".to_owned(),
        SchemeKind::MutualTls => "mutualTLS".to_owned(),
        SchemeKind::Unknown => format!("unknown {}", contract.text(used.name)),
    }
}

fn alternatives(contract: &Contract, operation: &Operation) -> (At, Vec<Alternative>) {
    let Some(security) = contract.security_of(operation) else {
        let anonymous = Alternative { at: operation.at, schemes: Vec::new(), shown: "no credentials".into() };
        return (operation.at, vec![anonymous]);
    };
    let mut list: Vec<Alternative> = security
        .alternatives
        .iter()
        .map(|alternative| {
            let schemes = alternative.schemes.iter();
            let mut schemes: Vec<_> = schemes
                .map(|s| {
                    let mut scopes: Vec<String> = s.scopes.iter().map(|s| contract.text(s.0).to_owned()).collect();
                    scopes.sort();
                    (content(contract, s), scopes)
                })
                .collect();
            schemes.sort();
            let shown = alternative.schemes.iter().map(|s| {
                let scopes: Vec<_> = s.scopes.iter().map(|s| contract.text(s.0)).collect();
                let name = contract.text(s.name);
                if scopes.is_empty() { name.to_owned() } else { format!("{name} ({})", scopes.join(", ")) }
            });
            let shown = shown.collect::<Vec<_>>().join(" and ");
            let shown = if shown.is_empty() { "no credentials".to_owned() } else { shown };
            Alternative { at: alternative.at, schemes, shown }
        })
        .collect();
    if list.is_empty() {
        list.push(Alternative { at: security.at, schemes: Vec::new(), shown: "no credentials".into() });
    }
    (security.at, list)
}

/// Whether who meets `old` also meets `new`: it asks for no scheme and no scope more.
fn met_by(new: &Alternative, old: &Alternative) -> bool {
    new.schemes.iter().all(|(scheme, scopes)| {
        old.schemes.iter().any(|(s, given)| s == scheme && scopes.iter().all(|scope| given.contains(scope)))
    })
}

impl<'c> Walk<'c> {
    pub(super) fn operation_security(&mut self, unit: UnitId, old: &'c Operation, new: &'c Operation) {
        if old.security.is_none()
            && new.security.is_none()
            && self.old.security.is_none()
            && self.new.security.is_none()
        {
            return;
        }
        let (old_at, was) = alternatives(self.old, old);
        let (new_at, is) = alternatives(self.new, new);
        let row = Coordinate::Structure(Structure::SecurityTightened);
        let mut tightened = false;
        for lost in was.iter().filter(|a| !is.iter().any(|b| met_by(b, a))) {
            tightened = true;
            let asked: Vec<_> = is.iter().map(|a| a.shown.as_str()).collect();
            let message = format!("{} was enough, and now {} is asked for", lost.shown, asked.join(", or "));
            let old_spot = spot(if lost.schemes.is_empty() { old_at } else { lost.at }, "was enough");
            self.emit(unit, row, old_spot, spot(new_at, "not met by it"), message, &lost.shown);
        }
        let same = was.len() == is.len() && was.iter().all(|a| is.iter().any(|b| a.schemes == b.schemes));
        if !tightened && !same {
            let shown = |list: &[Alternative]| list.iter().map(|a| a.shown.clone()).collect::<Vec<_>>().join(", or ");
            let message = format!("{} was asked for, and {} is enough now", shown(&was), shown(&is));
            let row = Coordinate::Structure(Structure::SecurityLoosened);
            self.emit(unit, row, spot(old_at, "before"), spot(new_at, "now"), message, &shown(&is));
        }
    }

    /// Schemes of the same name: what a client does with them besides sending credentials.
    pub(super) fn security_schemes(&mut self, unit: UnitId) {
        let (old, new) = (self.old, self.new);
        for was in &old.security_schemes {
            let Some(is) = new.security_scheme(was.name) else { continue };
            let owner = format!("security scheme `{}`", old.text(was.name));
            self.texts(unit, &owner, was.at, is.at, &[("description", was.description, is.description)]);
            self.scheme(unit, was, is, &owner);
        }
    }

    fn scheme(&mut self, unit: UnitId, was: &'c SecurityScheme, is: &'c SecurityScheme, owner: &str) {
        match (&was.kind, &is.kind) {
            (
                SchemeKind::OAuth2 { flows: old_flows, metadata_url: old_url },
                SchemeKind::OAuth2 { flows: new_flows, metadata_url: new_url },
            ) => {
                self.url(unit, owner, "oauth2MetadataUrl", was.at, is.at, *old_url, *new_url);
                for flow in old_flows {
                    match new_flows.iter().find(|f| f.kind == flow.kind) {
                        Some(now) => self.flow(unit, flow, now, owner),
                        None => {
                            let message = format!("the flow `{}` of {owner} is gone", flow.kind.as_str());
                            let row = Coordinate::Structure(Structure::SecurityFlowRemoved);
                            self.emit(unit, row, spot(flow.key, "was here"), spot(is.at, "gone"), message, "");
                        }
                    }
                }
                for flow in new_flows.iter().filter(|f| !old_flows.iter().any(|o| o.kind == f.kind)) {
                    let message = format!("the flow `{}` of {owner} is new", flow.kind.as_str());
                    let row = Coordinate::Structure(Structure::SecurityFlowAdded);
                    self.emit(unit, row, spot(was.at, "not here"), spot(flow.key, "new"), message, "");
                }
            }
            (SchemeKind::OpenIdConnect { url: old_url }, SchemeKind::OpenIdConnect { url: new_url }) => {
                self.url(unit, owner, "openIdConnectUrl", was.at, is.at, *old_url, *new_url);
            }
            (SchemeKind::Http { bearer_format: old, .. }, SchemeKind::Http { bearer_format: new, .. }) => {
                let what = format!("`bearerFormat` of {owner}");
                self.annotation(unit, Structure::ProseChanged, &what, (was.at, *old), (is.at, *new));
            }
            _ => {}
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn url(&mut self, unit: UnitId, owner: &str, field: &str, was_at: At, is_at: At, old: Option<At>, new: Option<At>) {
        let what = format!("`{field}` of {owner}");
        self.annotation(unit, Structure::SecurityUrlChanged, &what, (was_at, old), (is_at, new));
    }

    fn flow(&mut self, unit: UnitId, was: &Flow, is: &Flow, owner: &str) {
        let owner = format!("the flow `{}` of {owner}", was.kind.as_str());
        for (field, old, new) in [
            ("authorizationUrl", was.authorization_url, is.authorization_url),
            ("tokenUrl", was.token_url, is.token_url),
            ("refreshUrl", was.refresh_url, is.refresh_url),
            ("deviceAuthorizationUrl", was.device_authorization_url, is.device_authorization_url),
        ] {
            self.url(unit, &owner, field, was.key, is.key, old, new);
        }
        let names = |contract: &Contract, flow: &Flow| -> Vec<String> {
            let mut names: Vec<_> = flow.scopes.iter().map(|s| contract.text(s.0).to_owned()).collect();
            names.sort();
            names
        };
        if names(self.old, was) != names(self.new, is) {
            let message = format!("the declared scopes of {owner} changed");
            let row = Coordinate::Structure(Structure::SecurityScopesChanged);
            self.emit(unit, row, spot(was.key, "before"), spot(is.key, "now"), message, "");
        }
    }
}
