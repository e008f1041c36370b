use crate::lint::rules::prelude::*;

use std::collections::BTreeSet;

use crate::lint::facts::version::Number;

rule! {
    /// ## What it does
    /// Finds an address with a minor version in it, such as `/v1.2`: in a server, or in paths (each version once).
    ///
    /// ## Why
    /// A minor version adds and does not break. Clients that have it in their addresses must change them for every addition,
    /// or stay behind for no reason.
    ///
    /// ## Bad
    /// ```yaml
    /// servers:
    ///   - url: https://api.lantern.example/v2.3
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
    /// - [Semantic Versioning 2.0.0, §7](https://semver.org/spec/v2.0.0.html#spec-item-7)
    /// - [Google AIP-185: only the major version is in the URI](https://google.aip.dev/185)
    MinorVersionInUrl {
        id: "minor-version-in-url",
        area: Versioning,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "an address has a minor version in it",
    }
}

impl Rule for MinorVersionInUrl {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, versions) = (cx.contract, &cx.facts.versions);
        let servers = versions.servers.iter().map(|s| (s.at, &s.version));
        let paths =
            versions.paths.iter().filter_map(|(item, v)| Some((contract.path_items[*item].key, &v.as_ref()?.version)));
        let mut seen = BTreeSet::new();
        for (at, version) in servers.chain(paths) {
            let Number::Numbers { major, minor: Some(_) } = version.number else { continue };
            if !seen.insert(&version.text) {
                continue;
            }
            let v = if version.text.starts_with(['v', 'V']) { "v" } else { "" };
            cx.report(
                at,
                format!("`{}`", version.text),
                format!(
                    "the address names the minor version `{}`, so clients must change it for every addition",
                    version.text
                ),
            )
            .help(format!("write `{v}{major}`, and say the minor version in `info.version`"))
            .about(&version.text);
        }
    }
}
