use crate::lint::facts::versions::address_at;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds an API that says its version nowhere a request could carry it: not in the address of a server, not in a path, not
    /// in a parameter (`API-Version`), not in a media type.
    ///
    /// ## Why
    /// Some day an incompatible change will be needed. Without a place for a version, every client meets it on the same day.
    ///
    /// ## Bad
    /// ```yaml
    /// servers:
    ///   - url: https://api.lantern.example
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
    /// - [Google AIP-185, API Versioning](https://google.aip.dev/185)
    /// - [Azure REST API Guidelines, Versioning](https://github.com/microsoft/api-guidelines/blob/vNext/azure/Guidelines.md#api-versioning)
    UnversionedApi {
        id: "unversioned-api",
        area: Versioning,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "a request cannot say which version of the API it means",
    }
}

impl Rule for UnversionedApi {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, versions) = (cx.contract, &cx.facts.versions);
        let said = !versions.servers.is_empty()
            || !versions.media_types.is_empty()
            || versions.paths.iter().any(|p| p.1.is_some())
            || versions.parameters.iter().any(Option::is_some);
        if said || versions.paths.is_empty() {
            return;
        }
        let at = contract.servers.first().map(|s| address_at(contract, s)).or(contract.paths).unwrap_or(contract.at);
        cx.report(at, "no version", "no server, path, parameter or media type of this API names a version, so an incompatible change will meet every client at once")
            .help("put a version where requests carry it, such as `/v1` in the address of the server");
    }
}
