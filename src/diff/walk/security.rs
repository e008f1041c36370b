//! Security as sets of alternatives, and schemes by content, whatever they are called.

use std::fmt;

use hashbrown::HashSet;

use super::messages::quoted;
use super::pairing::Pairing;
use super::{UnitId, Walk, around, spot};
use crate::contract::{At, Contract, Flow, Operation, SchemeKind, SchemeUse, Security, SecurityScheme};
use crate::diff::checks::{Coordinate, Structure};

/// How many scopes of a scheme a message names.
const NAMED: usize = 3;

/// What an alternative asks for.
struct Alternative<'c> {
    at: At,
    /// Sorted, so that equal alternatives are equal.
    schemes: Vec<Asked<'c>>,
}

/// A scheme by its content, with its scopes, and with the name that it has in its description.
struct Asked<'c> {
    content: String,
    scopes: Vec<String>,
    name: String,
    /// Nothing where the name is defined nowhere.
    scheme: Option<&'c SecurityScheme>,
}

impl Alternative<'_> {
    fn anonymous(at: At) -> Self {
        Self { at, schemes: Vec::new() }
    }

    /// What stays the same while the alternative does, whatever its schemes are called.
    fn key(&self) -> String {
        let schemes = self.schemes.iter().map(|s| format!("{} ({})", s.content, s.scopes.join(" ")));
        schemes.collect::<Vec<_>>().join(" and ")
    }

    /// What who has the credentials of `given` lacks for this one, in words.
    fn missing(&self, given: &Self) -> Vec<String> {
        let lacks = |asked: &Asked<'_>| match given.schemes.iter().find(|s| s.content == asked.content) {
            Some(given) => {
                let scopes: Vec<_> = asked.scopes.iter().filter(|s| !given.scopes.contains(s)).collect();
                (!scopes.is_empty()).then(|| format!("the {}", scopes_of(&scopes)))
            }
            None if given.schemes.iter().any(|s| s.name == asked.name) => {
                Some(format!("{asked}, which is {} now", words(&asked.content)))
            }
            None => Some(asked.to_string()),
        };
        self.schemes.iter().filter_map(lacks).collect()
    }
}

impl fmt::Display for Alternative<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.schemes[..] {
            [] => f.write_str("no credentials"),
            schemes => f.write_str(&schemes.iter().map(Asked::to_string).collect::<Vec<_>>().join(" and ")),
        }
    }
}

impl fmt::Display for Asked<'_> {
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
fn content(contract: &Contract, scheme: &SecurityScheme) -> String {
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
        SchemeKind::Unknown => format!("unknown {}", contract.text(scheme.name)),
    }
}

/// The content of a scheme for a message.
fn words(content: &str) -> String {
    match content.split(' ').collect::<Vec<_>>()[..] {
        ["apiKey", place, ref name @ ..] => format!("a key in the {place} {}", quoted(&name.join(" "))),
        ["http", scheme] if !scheme.is_empty() => format!("HTTP {scheme}"),
        ["http", ..] => "HTTP authentication".to_owned(),
        ["oauth2"] => "OAuth 2.0".to_owned(),
        ["openIdConnect"] => "OpenID Connect".to_owned(),
        ["mutualTLS"] => "mutual TLS".to_owned(),
        _ => "of another type".to_owned(),
    }
}

/// The alternatives of a list; without one, anybody is let in.
fn alternatives<'c>(contract: &'c Contract, security: Option<&Security>, at: At) -> (At, Vec<Alternative<'c>>) {
    let Some(security) = security else { return (at, vec![Alternative::anonymous(at)]) };
    let asked = |used: &SchemeUse| {
        let mut scopes: Vec<String> = used.scopes.iter().map(|s| contract.text(s.0).to_owned()).collect();
        scopes.sort();
        scopes.dedup();
        let (scheme, name) = (contract.security_scheme(used.name), contract.text(used.name).to_owned());
        let content = scheme.map_or_else(|| format!("undefined {name}"), |scheme| content(contract, scheme));
        Asked { content, scopes, name, scheme }
    };
    let alternatives = security.alternatives.iter().map(|alternative| {
        let mut schemes: Vec<Asked<'_>> = alternative.schemes.iter().map(asked).collect();
        schemes.sort_by(|a, b| (&a.content, &a.scopes, &a.name).cmp(&(&b.content, &b.scopes, &b.name)));
        Alternative { at: alternative.schemes.first().map_or(alternative.at, |s| s.key), schemes }
    });
    let mut list: Vec<Alternative<'_>> = alternatives.collect();
    if list.is_empty() {
        list.push(Alternative::anonymous(security.at));
    }
    (security.at, list)
}

fn same(was: &[Alternative<'_>], is: &[Alternative<'_>]) -> bool {
    let among = |a: &Alternative<'_>, list: &[Alternative<'_>]| list.iter().any(|b| a.key() == b.key());
    was.iter().all(|a| among(a, is)) && is.iter().all(|b| among(b, was))
}

fn shown(list: &[Alternative<'_>]) -> String {
    list.iter().map(Alternative::to_string).collect::<Vec<_>>().join(" or ")
}

impl<'c> Walk<'c> {
    /// What callers of an operation must have.
    pub(super) fn operation_security(&mut self, unit: UnitId, old: &'c Operation, new: &'c Operation) {
        let asked = (self.old.security_of(old), self.new.security_of(new));
        if let (None, None) = asked {
            return;
        }
        let (old_at, was) = alternatives(self.old, asked.0, old.at);
        let (new_at, is) = alternatives(self.new, asked.1, new.at);
        let same = same(&was, &is);
        if !same && self.undefined(unit, (old_at, &was), (new_at, &is)) {
            return;
        }
        let mut tightened = false;
        for lost in &was {
            let missing = is.iter().map(|now| (now.missing(lost), now)).min_by_key(|(missing, _)| missing.len());
            let Some((missing, now)) = missing else { continue };
            self.schemes_in_use(unit, lost, now);
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
            let row = Coordinate::Structure(Structure::SecurityTightened);
            let old_spot = spot(if lost.schemes.is_empty() { old_at } else { lost.at }, "was enough");
            self.emit(unit, row, old_spot, spot(new_at, "asks for more"), message, &lost.key());
        }
        if !tightened && !same {
            let message = format!("other credentials are enough: {} before, {} now", shown(&was), shown(&is));
            let row = Coordinate::Structure(Structure::SecurityLoosened);
            let about = is.iter().map(Alternative::key).collect::<Vec<_>>().join(" or ");
            self.emit(unit, row, spot(old_at, "before"), spot(new_at, "now"), message, &about);
        }
    }

    /// What the API sends to receivers of a callback or webhook. What callers of the API must have says nothing here.
    pub(super) fn sent_security(&mut self, unit: UnitId, old: &'c Operation, new: &'c Operation) {
        let (old_at, was) = alternatives(self.old, old.security.as_ref(), old.at);
        let (new_at, is) = alternatives(self.new, new.security.as_ref(), new.at);
        if !same(&was, &is) {
            let message = format!("other credentials are sent: {} before, {} now", shown(&was), shown(&is));
            let row = Coordinate::Structure(Structure::SentSecurityChanged);
            self.emit(unit, row, spot(old_at, "before"), spot(new_at, "now"), message, "");
        }
    }

    /// Whether a scheme that is defined nowhere stands in the way.
    fn undefined(
        &mut self,
        unit: UnitId,
        (old_at, was): (At, &[Alternative<'_>]),
        (new_at, is): (At, &[Alternative<'_>]),
    ) -> bool {
        let all = is.iter().chain(was).flat_map(|a| &a.schemes);
        let Some(name) = all.filter(|s| s.scheme.is_none()).map(|s| quoted(&s.name)).next() else { return false };
        let message = format!("the security cannot be compared: the scheme {name} is defined nowhere");
        let row = Coordinate::Structure(Structure::FaultySide);
        self.emit(unit, row, spot(old_at, "before"), spot(new_at, "now"), message, "security");
        true
    }

    /// What clients do to get the credentials that they have, where such credentials are still asked for.
    fn schemes_in_use(&mut self, unit: UnitId, given: &Alternative<'c>, asked: &Alternative<'c>) {
        self.schemes.extend(given.schemes.iter().filter_map(|s| s.scheme).map(|scheme| scheme.at));
        for is in &asked.schemes {
            let was = given.schemes.iter().find(|s| s.content == is.content);
            let (Some(was), Some(is)) = (was.and_then(|s| s.scheme), is.scheme) else { continue };
            if !self.same_text(was.at, is.at) {
                let owner = format!("security scheme {}", quoted(self.old.text(was.name)));
                self.scheme(unit, was, is, &owner);
            }
        }
    }

    /// Schemes of the same name: their texts, and those that no operation asks for.
    pub(super) fn security_schemes(&mut self, unit: UnitId) {
        let (old, new) = (self.old, self.new);
        let used: HashSet<At> = self.schemes.drain().collect();
        // Of a name that stands twice the last one counts, as it does where it is asked for.
        let counts = |s: &&SecurityScheme| old.security_scheme(s.name).is_some_and(|known| known.at == s.at);
        for was in old.security_schemes.iter().filter(counts) {
            let Some(is) = new.security_scheme(was.name) else { continue };
            let owner = format!("security scheme {}", quoted(old.text(was.name)));
            if !used.contains(&was.at) {
                let (was, is) = ((was.at, Some(was.at)), (is.at, Some(is.at)));
                self.annotation(unit, Structure::ComponentChanged, &owner, was, is);
                continue;
            }
            let format = |scheme: &SecurityScheme| match scheme.kind {
                SchemeKind::Http { bearer_format, .. } => bearer_format,
                _ => None,
            };
            let texts = [("description", was.description, is.description), ("bearerFormat", format(was), format(is))];
            self.texts(unit, &owner, was.at, is.at, &texts);
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
