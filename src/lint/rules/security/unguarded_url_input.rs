use hashbrown::HashSet;

use crate::contract::keywords::Keyword;
use crate::lint::facts::case::words;
use crate::lint::facts::sent::bodies;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds parameters and outer properties of requests that are an address by their name (`url`, `callback_uri`,
    /// `image_url`, `webhook`) or format, and whose description says nothing about which addresses are taken: no pattern, no
    /// list of values, and no text that speaks of hosts, of `https`, or of what is allowed.
    ///
    /// ## Why
    /// Servers that fetch an address which a client chose can be made to call what stands behind their own firewall. Where
    /// the description says which addresses are taken, somebody has thought of it.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     new_customer:
    ///       properties:
    ///         picture_url: {type: string, format: uri, maxLength: 500, description: A picture.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     new_customer:
    ///       properties:
    ///         picture_url:
    ///           type: string
    ///           format: uri
    ///           maxLength: 500
    ///           description: A picture on a public host; private addresses are refused.
    /// ```
    ///
    /// ## References
    /// - [OWASP API7:2023, Server Side Request Forgery](https://owasp.org/API-Security/editions/2023/en/0xa7-server-side-request-forgery/)
    UnguardedUrlInput {
        id: "unguarded-url-input",
        area: Security,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "nothing says which addresses a request may name",
    }
}

impl Rule for UnguardedUrlInput {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut inputs: Vec<(Name, At, Option<SchemaView<'_>>, Option<At>)> = Vec::new();
        for operation in contract.operations.iter().filter(|o| o.place == Place::Path) {
            let parameters = contract.parameters_of(operation).filter(|p| {
                matches!(p.place, ParameterIn::Query | ParameterIn::Header)
            });
            let schema = |p: &Parameter| p.schema.map(|id| contract.schema(id));
            inputs.extend(parameters.map(|p| (p.name, p.name_at, schema(p), p.description)));
            for body in bodies(contract, operation).map(|id| contract.schema(id)) {
                inputs.extend(body.all_properties().into_iter().map(|p| (p.name, p.key, Some(p.schema), None)));
            }
        }
        // What several requests call by one name is one thing.
        let mut seen = HashSet::new();
        for (name, at, schema, description) in inputs {
            let name = contract.text(name);
            if !is_fetched(name) || schema.is_some_and(|s| is_told(s) || s.flag(Keyword::ReadOnly)) {
                continue;
            }
            let own = schema.into_iter().flat_map(|s| [s, s.resolved()]);
            let texts = own.filter_map(|s| s.value_at(Keyword::Description)).chain(description);
            let guarded = texts.map(|at| contract.text_at(at).to_lowercase()).any(|text| {
                GUARDS.iter().any(|guard| text.contains(guard))
            });
            if guarded || !seen.insert(name) {
                continue;
            }
            let shown: String = name.chars().take(60).collect();
            let message = format!("`{shown}` is an address that a client chooses, and nothing says which ones are taken");
            cx.report(at, "any address", message)
                .help("say which schemes and hosts are taken, and refuse private addresses")
                .about(name)
                .of_all();
        }
    }
}

/// Words that say that somebody thought of which addresses are taken.
const GUARDS: [&str; 13] = [
    "https", "host", "domain", "allow", "public", "private", "reachable", "internal", "must be", "whitelist", "valid",
    "registered", "restrict",
];

/// Whether a name is that of an address which servers are known to fetch.
fn is_fetched(name: &str) -> bool {
    const LAST: [&str; 4] = ["url", "uri", "webhook", "callback"];
    // Where a browser is sent, and what is only shown, is not fetched by the server.
    const SHOWN: [&str; 38] = [
        "redirect", "return", "success", "cancel", "logout", "login", "back", "website", "homepage", "home", "site",
        "policy", "tos", "terms", "support", "contact", "blog", "profile", "base", "origin", "referer", "referrer", "install", "join", "note", "unsubscribe", "auth", "deploy", "ssl", "target", "html", "details",
        "documentation", "docs", "help", "permalink", "external", "client",
    ];
    let words: Vec<String> = words(name).into_iter().map(str::to_ascii_lowercase).collect();
    words.last().is_some_and(|last| LAST.contains(&last.as_str()))
        && !words.iter().any(|word| SHOWN.contains(&word.as_str()))
}

/// Whether the schema limits its values itself, or is no text.
fn is_told(schema: SchemaView<'_>) -> bool {
    let parts = schema.conjuncts();
    let limits = [Keyword::Pattern, Keyword::Enum, Keyword::Const];
    let types = schema.all_types();
    limits.into_iter().any(|keyword| parts.iter().any(|s| s.has(keyword)))
        || !types.is_empty() && !types.contains(Types::STRING)
}
