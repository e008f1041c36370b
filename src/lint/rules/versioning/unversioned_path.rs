use crate::lint::rules::prelude::*;

use crate::lint::facts::versions::is_timeless;

rule! {
    /// ## What it does
    /// Finds a path without a version where nearly all paths have one, and a path with one where nearly all have none and no
    /// server has one. Paths that are the same in all versions (`/health`, `/.well-known`, `/oauth`, `/login`, `/metrics`) are
    /// not asked for one.
    ///
    /// ## Why
    /// Clients that move to the next version replace one part of the address. A path that lacks it is forgotten, or breaks.
    ///
    /// ## Bad
    /// ```yaml
    /// servers:
    ///   - url: https://api.lantern.example
    ///     description: Production
    /// paths:
    ///   /v2/vouchers:
    ///     description: What a customer may redeem.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// servers:
    ///   - url: https://api.lantern.example/v2
    ///     description: Production
    /// paths:
    ///   /vouchers:
    ///     description: What a customer may redeem.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.8 Paths Object](https://spec.openapis.org/oas/v3.1.1.html#paths-object)
    /// - [Google AIP-185, API Versioning](https://google.aip.dev/185)
    UnversionedPath {
        id: "unversioned-path",
        area: Versioning,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a path says its version otherwise than the others",
    }
}

impl Rule for UnversionedPath {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, versions) = (cx.contract, &cx.facts.versions);
        let Some(usual) = versions.path_versioned.dominant else { return };
        for (item, version) in &versions.paths {
            let item = &contract.path_items[*item];
            let path = contract.text(item.name);
            let evidence = versions.path_versioned.evidence();
            match version {
                None if usual && !is_timeless(path) => {
                    cx.report(
                        item.key,
                        "no version",
                        format!("`{path}` has no version; {evidence} paths here have one"),
                    )
                    .help("put it under the version that the other paths are under");
                }
                Some(found) if !usual && versions.servers.is_empty() && found.is_of_the_whole() => {
                    let text = &found.version.text;
                    cx.report(
                        item.key,
                        format!("`{text}`"),
                        format!("`{path}` names the version `{text}`; {evidence} paths here name none"),
                    )
                    .help("let all paths name the version, or the address of the server");
                }
                _ => {}
            }
        }
    }
}
