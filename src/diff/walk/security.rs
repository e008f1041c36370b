//! Security as sets of alternatives, and schemes by content, whatever they are called.

use std::fmt;

use super::messages::quoted;
use super::pairing::Pairing;
use super::{UnitId, Walk, around, spot};
use crate::contract::{At, Contract, Flow, Operation, SchemeKind, SchemeUse, SecurityScheme};
use crate::diff::checks::{Coordinate, Structure};

/// How many scopes of a scheme a message names.
const NAMED: usize = 3;

/// What an alternative asks for.
struct Alternative {
    at: At,
    /// Sorted, so that equal alternatives are equal.
    schemes: Vec<Asked>,
}

/// A scheme by its content, with its scopes, and with the name that it has in its description.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Asked {
    content: String,
    scopes: Vec<String>,
    name: String,
}

impl Alternative {
    fn anonymous(at: At) -> Self {
        Self { at, schemes: Vec::new() }
    }

    /// What stays the same while the alternative does, whatever its schemes are called.
    fn key(&self) -> String {
        let schemes = self.schemes.iter().map(|s| format!("{} ({})", s.content, s.scopes.join(" ")));
        schemes.collect::<Vec<_>>().join(" and ")
    }

    fn same(&self, other: &Self) -> bool {
        self.key() == other.key()
    }

    /// What who has the credentials of `given` lacks for this one, in words.
    fn missing(&self, given: &Self) -> Vec<String> {
        let lacks = |asked: &Asked| match given.schemes.iter().find(|s| s.content == asked.content) {
            Some(given) => {
                let scopes: Vec<_> = asked.scopes.iter().filter(|s| !given.scopes.contains(s)).collect();
                (!scopes.is_empty()).then(|| format!("the {}", scopes_of(&scopes)))
            }
            None => Some(asked.to_string()),
        };
        self.schemes.iter().filter_map(lacks).collect()
    }
}

impl fmt::Display for Alternative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.schemes[..] {
            [] => f.write_str("no credentials"),
            schemes => f.write_str(&schemes.iter().map(Asked::to_string).collect::<Vec<_>>().join(" and ")),
        }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&quoted(&self.name))?;
        if self.scopes.is_empty() {
            return Ok(());
        }
        write!(f, " with the {}", scopes_of(&self.scopes.iter().collect::<Vec<_>>()))
    }
}

fn scopes_of(scopes: &[&String]) -> String {
    let noun = if scopes.len() == 1 { "scope" } else { "scopes" };
    let shown = scopes.iter().take(NAMED).map(|scope| quoted(scope)).collect::<Vec<_>>().join(", ");
    let more = scopes.len().saturating_sub(NAMED);
    if more == 0 { format!("{noun} {shown}") } else { format!("{noun} {shown} and {more} more") }
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
        return (operation.at, vec![Alternative::anonymous(operation.at)]);
    };
    let asked = |used: &SchemeUse| {
        let mut scopes: Vec<String> = used.scopes.iter().map(|s| contract.text(s.0).to_owned()).collect();
        scopes.sort();
        Asked { content: content(contract, used), scopes, name: contract.text(used.name).to_owned() }
    };
    let alternatives = security.alternatives.iter().map(|alternative| {
        let mut schemes: Vec<Asked> = alternative.schemes.iter().map(asked).collect();
        schemes.sort();
        Alternative { at: alternative.schemes.first().map_or(alternative.at, |s| s.key), schemes }
    });
    let mut list: Vec<Alternative> = alternatives.collect();
    if list.is_empty() {
        list.push(Alternative::anonymous(security.at));
    }
    (security.at, list)
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
        let shown = |list: &[Alternative]| list.iter().map(Alternative::to_string).collect::<Vec<_>>().join(", or ");
        let mut tightened = false;
        for lost in &was {
            let missing = is.iter().map(|now| now.missing(lost)).min_by_key(Vec::len).unwrap_or_default();
            if missing.is_empty() {
                continue;
            }
            tightened = true;
            let message = if lost.schemes.is_empty() {
                format!("credentials are asked for where none were: {}", shown(&is))
            } else {
                let names: Vec<_> = lost.schemes.iter().map(|s| quoted(&s.name)).collect();
                let (names, missing) = (names.join(" and "), missing.join(" and "));
                format!("credentials of {names} are no longer enough without {missing}")
            };
            let old_spot = spot(if lost.schemes.is_empty() { old_at } else { lost.at }, "was enough");
            self.emit(unit, row, old_spot, spot(new_at, "asks for more"), message, &lost.key());
        }
        let same = was.len() == is.len() && was.iter().all(|a| is.iter().any(|b| a.same(b)));
        if !tightened && !same {
            let message = format!("{} was asked for, and {} is enough now", shown(&was), shown(&is));
            let row = Coordinate::Structure(Structure::SecurityLoosened);
            let about = is.iter().map(Alternative::key).collect::<Vec<_>>().join(", or ");
            self.emit(unit, row, spot(old_at, "before"), spot(new_at, "now"), message, &about);
        }
    }

    /// Schemes of the same name: what a client does with them besides sending credentials.
    pub(super) fn security_schemes(&mut self, unit: UnitId) {
        let (old, new) = (self.old, self.new);
        // Of a name that stands twice the last one counts, as it does where it is asked for.
        let counts = |s: &&SecurityScheme| old.security_scheme(s.name).is_some_and(|known| known.at == s.at);
        for was in old.security_schemes.iter().filter(counts) {
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
                let pairing = Pairing::new(old_flows.len(), new_flows.len())
                    .by(|n| old_flows[n].kind.as_str(), |n| new_flows[n].kind.as_str());
                for (number, flow) in old_flows.iter().enumerate() {
                    if let Some(partner) = pairing.partner(number) {
                        self.flow(unit, flow, &new_flows[partner], owner);
                    } else {
                        let message = format!("the flow `{}` of {owner} is gone", flow.kind.as_str());
                        let row = Coordinate::Structure(Structure::SecurityFlowRemoved);
                        self.emit(unit, row, spot(flow.key, "was here"), around(is.at, "gone"), message, "");
                    }
                }
                for flow in pairing.left().map(|number| &new_flows[number]) {
                    let message = format!("the flow `{}` of {owner} is new", flow.kind.as_str());
                    let row = Coordinate::Structure(Structure::SecurityFlowAdded);
                    self.emit(unit, row, around(was.at, "not here"), spot(flow.key, "new"), message, "");
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
