use std::collections::{BTreeMap, BTreeSet};

use crate::contract::keywords::Keyword;
use crate::finding::Severity;
use crate::lint::facts::case::words;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds parameters in the path or the query that, by their name, carry a secret: `api_key`, `access_token`,
    /// `password`, `client_secret`.
    ///
    /// Tokens of pages and cursors are no secrets. A `{token}` in a path may be a link that works once, so there it is
    /// only noted.
    ///
    /// ## Why
    /// URLs are written to the logs of every server and proxy on the way, kept in histories, and sent on in `Referer`.
    /// A secret that stands there does not stay one.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       parameters:
    ///         - $ref: '#/components/parameters/limit'
    ///         - $ref: '#/components/parameters/cursor'
    ///         - name: api_key
    ///           in: query
    ///           description: The key of a shop.
    ///           schema: {type: string, maxLength: 40}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       parameters:
    ///         - $ref: '#/components/parameters/limit'
    ///         - $ref: '#/components/parameters/cursor'
    ///         - name: page_token
    ///           in: query
    ///           description: The page that a bookmark shows.
    ///           schema: {type: string, maxLength: 40}
    /// ```
    ///
    /// ## References
    /// - [RFC 6750, §2.3 URI Query Parameter](https://www.rfc-editor.org/rfc/rfc6750#section-2.3)
    /// - [CWE-598: Use of GET Request Method With Sensitive Query Strings](https://cwe.mitre.org/data/definitions/598.html)
    SecretInUrl {
        id: "secret-in-url",
        area: Auth,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a secret travels in the path or the query of the URL",
    }
}

/// Names that end in one of these, word by word, are secrets.
const SECRETS: &[&[&str]] = &[
    &["api", "key"], &["apikey"], &["access", "token"], &["accesstoken"], &["auth", "token"], &["authtoken"],
    &["id", "token"], &["refresh", "token"], &["session", "token"], &["bearer", "token"], &["api", "token"],
    &["security", "token"], &["oauth", "token"], &["user", "token"], &["secret", "token"], &["jwt"], &["password"],
    &["passwd"], &["passphrase"], &["client", "secret"], &["api", "secret"], &["app", "secret"], &["private", "key"],
    &["secret", "key"], &["access", "key"], &["credentials"],
];

impl Rule for SecretInUrl {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let keys = keys_in_query(contract);
        // Who declares the same parameter at every operation made one decision, not a hundred.
        let mut found: BTreeMap<(ParameterIn, Name), (At, Severity, usize)> = BTreeMap::new();
        for parameter in &contract.parameters {
            let Some(severity) = judge(contract, parameter) else { continue };
            if keys.contains(contract.text(parameter.name)) {
                continue;
            }
            let place = found.entry((parameter.place, parameter.name)).or_insert((parameter.name_at, severity, 0));
            place.0 = place.0.min(parameter.name_at);
            place.2 += 1;
        }
        for ((place, name), (at, severity, count)) in found {
            let (name, place) = (contract.text(name), place.as_str());
            let times = if count > 1 { format!(" in {count} places") } else { String::new() };
            let message =
                format!("`{name}` is a secret by its name and stands in the {place} of the URL{times}, which is written to logs");
            cx.report(at, format!("a secret in the {place}"), message)
                .at_most(severity)
                .about(name)
                .help("send it in a header, `Authorization` if it proves who calls, or in the body");
        }
    }
}

/// How bad it is that a parameter travels in the URL; nothing if it is no secret.
fn judge(contract: &Contract, parameter: &Parameter) -> Option<Severity> {
    let name = contract.text(parameter.name);
    let in_path = parameter.place == ParameterIn::Path;
    if !in_path && parameter.place != ParameterIn::Query {
        return None;
    }
    let lower: Vec<String> = words(name).iter().map(|w| w.to_ascii_lowercase()).collect();
    let ends = |secret: &[&str]| lower.len() >= secret.len() && lower[lower.len() - secret.len()..] == *secret;
    // A lone `token` or `secret` in a path names a thing more often than it grants anything.
    let lone = matches!(lower.as_slice(), [word] if matches!(word.as_str(), "token" | "secret" | "pwd"));
    if !lone && !SECRETS.iter().any(|s| ends(s)) {
        return None;
    }
    // `reset_password` may say whether to do so, and a number is no secret.
    let schema = parameter.schema.map(|id| contract.schema(id));
    let types = schema.map(SchemaView::all_types).unwrap_or_default();
    let plain = types.overlaps(Types::BOOLEAN) || types.overlaps(Types::INTEGER) || types.overlaps(Types::NUMBER);
    if plain || schema.is_some_and(|s| s.resolved().has(Keyword::Enum)) {
        return None;
    }
    Some(if lone && in_path { Severity::Info } else { Severity::Warning })
}

/// Names of keys in the query that schemes describe; a rule of its own speaks of those.
fn keys_in_query(contract: &Contract) -> BTreeSet<String> {
    let name = |scheme: &SecurityScheme| match scheme.kind {
        SchemeKind::ApiKey { place: Some(ParameterIn::Query), name: Some(at), .. } => {
            Some(contract.text_at(at).into_owned())
        }
        _ => None,
    };
    contract.security_schemes.iter().filter_map(name).collect()
}
