use crate::lint::rules::prelude::*;

use std::collections::BTreeMap;

use crate::lint::facts::convention::thousands;
use crate::lint::facts::version::Number;
use crate::lint::facts::versions::PathVersion;

rule! {
    /// ## What it does
    /// Finds a description that covers several versions at once: paths under `/v1` and under `/v2`, or servers of which one
    /// ends in `/v1` and another in `/v2`. Each version beside the one of most paths, or of the first server, is one finding.
    ///
    /// ## Why
    /// A description is of one version of an API. Two in one make clients that call half of each, and when the old one is turned
    /// off, nobody can tell what goes with it. With two servers, every path is promised in both.
    ///
    /// ## Bad
    /// ```yaml
    /// servers:
    ///   - url: https://api.lantern.example/v2
    ///     description: Production
    ///   - url: https://api.lantern.example/v1
    ///     description: For those who stayed behind
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// servers:
    ///   - url: https://api.lantern.example/v2
    ///     description: Production
    ///   - url: https://sandbox.lantern.example/v2
    ///     description: For trying things out
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.5 Server Object](https://spec.openapis.org/oas/v3.1.1.html#server-object)
    /// - [Google AIP-185, API Versioning](https://google.aip.dev/185)
    MixedVersions {
        id: "mixed-versions",
        area: Versioning,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "one description covers two versions of the API",
    }
}

impl Rule for MixedVersions {
    fn document(&self, cx: &mut Cx<'_>) {
        let versions = &cx.facts.versions;
        let mut seen: Vec<Number> = versions.servers.first().map(|s| s.version.line()).into_iter().collect();
        for server in &versions.servers {
            let (first, line) = (&versions.servers[0], server.version.line());
            if seen.contains(&line) {
                continue;
            }
            seen.push(line);
            cx.report(
                server.at,
                format!("`{}`", server.version.text),
                format!(
                    "one server is of the version `{}` and another of `{}`, so every path here is promised in both",
                    first.version.text, server.version.text
                ),
            )
            .related(first.at, format!("`{}` is here", first.version.text))
            .help("describe each version in a file of its own");
        }
        let mut parts: BTreeMap<&str, BTreeMap<Number, Line<'_>>> = BTreeMap::new();
        for (item, found) in &versions.paths {
            // Under a server with a version of its own, the path's version is a fault of another kind.
            let alone = |v: &&PathVersion| versions.servers.is_empty() || !v.is_of_the_whole();
            let Some(PathVersion { prefix, version }) = found.as_ref().filter(alone) else { continue };
            let line = parts.entry(prefix).or_default().entry(version.line());
            line.or_insert(Line { text: &version.text, item: *item, count: 0 }).count += 1;
        }
        for lines in parts.values() {
            report(cx, lines);
        }
    }
}

/// The paths of one version.
struct Line<'c> {
    text: &'c str,
    item: Id<PathItem>,
    count: usize,
}

fn report(cx: &mut Cx<'_>, lines: &BTreeMap<Number, Line<'_>>) {
    let contract = cx.contract;
    // Of equally many paths the later version is the one that is described.
    let Some((usual, most)) = lines.iter().max_by_key(|(number, line)| (line.count, *number)) else { return };
    let paths =
        |count: usize| if count == 1 { "one path is".to_owned() } else { format!("{} paths are", thousands(count)) };
    for (_, line) in lines.iter().filter(|(number, _)| *number != usual) {
        cx.report(
            contract.path_items[line.item].key,
            format!("`{}` beside `{}`", line.text, most.text),
            format!(
                "{} under `{}` while {} under `{}`; a client cannot tell which version it speaks to",
                paths(line.count),
                line.text,
                paths(most.count),
                most.text
            ),
        )
        .related(contract.path_items[most.item].key, format!("`{}` is here", most.text))
        .help("describe each version in a file of its own");
    }
}
