use crate::lint::fixes;
use crate::lint::rules::prelude::*;

use hashbrown::HashSet;

use crate::finding::Severity;
use crate::lint::facts::versions::address_at;

rule! {
    /// ## What it does
    /// Finds a path that ends in a slash where the others do not, or the other way round, and the address of a server that ends
    /// in a slash.
    ///
    /// ## Why
    /// `/orders` and `/orders/` are two addresses. Frameworks answer one of them with a redirect, which turns POST into GET in
    /// many clients, or with 404. Paths are appended to the server's address, so one that ends in a slash gives two slashes.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /vouchers/:
    ///     description: What a customer may redeem.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /vouchers:
    ///     description: What a customer may redeem.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.8.1: the path is appended to the server's URL](https://spec.openapis.org/oas/v3.1.1.html#paths-object)
    /// - [RFC 3986, §6.2.4](https://www.rfc-editor.org/rfc/rfc3986#section-6.2.4)
    /// - [Zalando RESTful API Guidelines, rule 136](https://opensource.zalando.com/restful-api-guidelines/#136)
    TrailingSlash {
        id: "trailing-slash",
        area: Naming,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a path or the address of a server ends in a slash where others do not",
    }
}

impl Rule for TrailingSlash {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, slashes) = (cx.contract, &cx.facts.paths.trailing_slash);
        // In 2.0 there is one server for each scheme, with one address for all.
        let old = contract.version == SpecVersion::V2_0;
        for server in contract.servers.iter().take(if old { 1 } else { usize::MAX }) {
            let at = address_at(contract, server);
            let url = if old { contract.text_at(at) } else { contract.text(server.url).into() };
            if url.len() > 1 && url.ends_with('/') {
                let shorter = url.trim_end_matches('/').to_owned();
                // `https://{host}/` without its slash is the same address, and a bare `/` without it is none.
                let edit = fixes::shortened(&contract.sources, at, &url, &shorter);
                cx.report(
                    at,
                    "ends in a slash",
                    format!(
                        "the address `{url}` ends in a slash, and every path begins with one, so addresses have two"
                    ),
                )
                .at_most(Severity::Info)
                .help(format!("write `{shorter}`"))
                .fix(format!("write `{shorter}`"), [edit]);
            }
        }
        // Two paths that differ in nothing but the slash are a fault of another kind.
        let texts: HashSet<&str> =
            contract.path_items.iter().filter(|i| i.place == Place::Path).map(|i| contract.text(i.name)).collect();
        for item in contract.path_items.iter().filter(|i| i.place == Place::Path) {
            let path = contract.text(item.name);
            let ends = path.ends_with('/');
            let twin = if ends { path.trim_end_matches('/').to_owned() } else { format!("{path}/") };
            if path.len() < 2 || texts.contains(twin.as_str()) {
                continue;
            }
            match (slashes.dominant, ends) {
                (Some(true), false) => cx
                    .report(
                        item.key,
                        "no slash at the end",
                        format!("`{path}` does not end in a slash; {} paths here do", slashes.evidence()),
                    )
                    .advice_if(slashes.is_thin())
                    .help(format!("write `{path}/`")),
                (Some(false), true) => cx
                    .report(
                        item.key,
                        "ends in a slash",
                        format!("`{path}` ends in a slash; {} paths here do not", slashes.evidence()),
                    )
                    .advice_if(slashes.is_thin())
                    .help(format!("write `{twin}`")),
                (None, true) => cx
                    .report(
                        item.key,
                        "ends in a slash",
                        format!("`{path}` ends in a slash, and is another address than `{twin}`"),
                    )
                    .at_most(Severity::Info)
                    .help(format!("write `{twin}`")),
                _ => continue,
            };
        }
    }
}
