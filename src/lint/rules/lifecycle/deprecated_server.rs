use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds servers on which every operation is deprecated, and that are listed as if nothing were: neither the
    /// server's description nor that of the API says that the version is at its end.
    ///
    /// ## Why
    /// Who begins today takes the first server that is listed, and builds on what is about to go.
    ///
    /// ## Bad
    /// ```yaml
    /// openapi: 3.1.1
    /// info: {title: Lantern Books, version: 1.9.0}
    /// servers:
    ///   - url: https://api.lantern.example/v1
    /// paths:
    ///   /books:
    ///     get:
    ///       deprecated: true
    ///       description: Use version 2 instead.
    ///       responses:
    ///         '200': {description: The books.}
    ///   /orders:
    ///     get:
    ///       deprecated: true
    ///       description: Use version 2 instead.
    ///       responses:
    ///         '200': {description: The orders.}
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
    /// - [OpenAPI 3.1.1, §4.8.5 Server Object](https://spec.openapis.org/oas/v3.1.1.html#server-object)
    DeprecatedServer {
        id: "deprecated-server",
        area: Lifecycle,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a server is listed on which every operation is deprecated",
    }
}

/// Words that say that something is at its end.
const ENDING: [&str; 8] = ["deprecat", "legacy", "sunset", "retire", "end of life", "superseded", "old version", "obsolete"];

impl Rule for DeprecatedServer {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let says_so = |texts: &[Option<At>]| {
            let mut texts = texts.iter().flatten().map(|&at| contract.text_at(at).to_lowercase());
            texts.any(|text| ENDING.iter().any(|word| text.contains(word)))
        };
        if says_so(&[contract.info.title, contract.info.summary, contract.info.description]) {
            return;
        }
        // By the list of servers: it is the same node for all operations that share one.
        let mut lists: Vec<(&[Server], usize, usize)> = Vec::new();
        for operation in contract.operations.iter().filter(|o| o.place == Place::Path) {
            let servers = contract.servers_of(operation);
            let Some(first) = servers.first() else { continue };
            let known = lists.iter().rposition(|(list, ..)| list.first().is_some_and(|s| s.at == first.at));
            let position = known.unwrap_or(lists.len());
            if known.is_none() {
                lists.push((servers, 0, 0));
            }
            lists[position].1 += 1;
            lists[position].2 += usize::from(operation.deprecated.is_some());
        }
        let whole = contract.servers.first().map(|s| s.at);
        for (servers, operations, deprecated) in lists {
            // Servers of one operation go with it.
            let is_whole = servers.first().map(|s| s.at) == whole;
            if operations < 2 || deprecated < operations || !is_whole {
                continue;
            }
            if let Some(server) = servers.iter().find(|s| !says_so(&[s.name, s.description])) {
                let message = format!(
                    "all {operations} operations here are deprecated, and the server is listed as if they were not"
                );
                cx.report(server.url_at, "nothing else is left here", message)
                    .help("say in the description of the server or of the API that this version ends, and when");
            }
        }
    }
}
