use crate::lint::rules::prelude::*;

use std::collections::BTreeMap;

use crate::contract::keywords::Keyword;
use crate::finding::Severity;
use crate::lint::facts::convention::thousands;
use crate::lint::facts::version::{Number, Version};
use crate::lint::facts::versions::PathVersion;

rule! {
    /// ## What it does
    /// Finds versions that contradict each other: a path with a version under a server with one (`/v1` and then `/v2`, or the
    /// same twice), a media type that names another version than the others or than the address, a version parameter that
    /// does not take the version of the address, dates that differ, and as advice, an `info.version` whose first number is
    /// not that of the address, or that is a number where the version parameter takes dates.
    ///
    /// ## Why
    /// The reader cannot tell which of the two counts, and the address `/v1/v2/orders` is most likely not the one that is served.
    ///
    /// ## Bad
    /// ```yaml
    /// servers:
    ///   - url: https://api.lantern.example/v3
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
    /// - [OpenAPI 3.1.1, §4.8.8 Paths Object: the path is appended to the server's URL](https://spec.openapis.org/oas/v3.1.1.html#paths-object)
    /// - [Semantic Versioning 2.0.0, §8](https://semver.org/spec/v2.0.0.html#spec-item-8)
    ConflictingVersions {
        id: "conflicting-versions",
        area: Versioning,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "two places name different versions of the API",
    }
}

impl Rule for ConflictingVersions {
    fn document(&self, cx: &mut Cx<'_>) {
        paths_under_servers(cx);
        media_types(cx);
        parameter(cx);
        info(cx);
    }
}

/// Paths with a version under a server with one, each version of a path once.
fn paths_under_servers(cx: &mut Cx<'_>) {
    let (contract, versions) = (cx.contract, &cx.facts.versions);
    let Some(server) = versions.servers.first().filter(|_| versions.servers.len() == contract.servers.len()) else {
        return;
    };
    let mut known: BTreeMap<&str, (Id<PathItem>, usize)> = BTreeMap::new();
    for (item, version) in &versions.paths {
        // `/scim/v2/Users` is a part of the API that has a version of its own.
        if let Some(PathVersion { version, .. }) = version.as_ref().filter(|v| v.is_of_the_whole()) {
            known.entry(&version.text).or_insert((*item, 0)).1 += 1;
        }
    }
    for (text, (item, count)) in known {
        let says = &server.version.text;
        let what =
            if text == says { "the version stands twice in the address" } else { "the address names two versions" };
        let many = if count == 1 { String::new() } else { format!(" ({} paths do)", thousands(count)) };
        cx.report(
            contract.path_items[item].key,
            format!("`{text}` under `{says}`"),
            format!("the path names the version `{text}`{many} under a server that names `{says}`; {what}"),
        )
        .related(server.at, format!("`{says}` is here"))
        .help("name the version in the address of the server or in the paths, not in both")
        .about(text);
    }
}

/// Media types that name another version than nearly all others; where they agree, than the address.
fn media_types(cx: &mut Cx<'_>) {
    let (contract, versions) = (cx.contract, &cx.facts.versions);
    let Some(usual) = &versions.media_type.dominant else { return };
    let mut first = true;
    for media_type in &versions.media_types {
        let range = contract.text_at(media_type.at);
        let line = media_type.version.line();
        if line != *usual {
            cx.report(
                media_type.at,
                format!("`{}`", media_type.version.text),
                format!("the media type `{range}` names another version than the others; {} media types with a version here agree", versions.media_type.evidence()),
            )
            .help("name the version that the other media types name, or describe the two versions apart");
        } else if let (Some(url), true) = (versions.url(), std::mem::take(&mut first))
            && url.version.line() != line
            && std::mem::discriminant(&url.version.line()) == std::mem::discriminant(&line)
        {
            cx.report(
                media_type.at,
                format!("`{}`", media_type.version.text),
                format!(
                    "the media type `{range}` names another version than the address, which says `{}`",
                    url.version.text
                ),
            )
            .related(url.at, format!("`{}` is here", url.version.text))
            .help("let media types and addresses name one version");
        }
    }
}

/// `info.version` against the address, or against the dates that a parameter takes.
fn info(cx: &mut Cx<'_>) {
    let (contract, versions) = (cx.contract, &cx.facts.versions);
    let Some(at) = contract.info.version else { return };
    let Some(info) = contract.view(at).as_scalar().and_then(|text| Version::parse(&text)) else { return };
    if let Some(url) = versions.url() {
        let differ = match (info.line(), url.version.line()) {
            // Before 1.0.0 the version is that of the description, while the address says what is to come.
            (Number::Numbers { major: 0, .. }, _) | (_, Number::Numbers { major: 0, .. }) => false,
            (Number::Numbers { major, .. }, Number::Numbers { major: other, .. }) => major != other,
            (Number::Date(one), Number::Date(other)) => one != other,
            _ => false,
        };
        if differ {
            let says = &url.version.text;
            cx.report(at, format!("the address says `{says}`"), format!("`info.version` is `{}`, while addresses name `{says}`; readers take them for one number", info.text))
                .at_most(Severity::Info)
                .related(url.at, format!("`{says}` is here"))
                .help("let the first number of `info.version` be that of the address, or say in the description what each counts");
        }
        return;
    }
    let Some((parameter, takes)) = taken(cx) else { return };
    let name = contract.text(parameter.name);
    let (label, message) = match (&info.number, &takes[0].number) {
        (Number::Date(date), Number::Date(_)) if takes.iter().all(|v| v.number != info.number) => (
            format!("`{name}` does not take it"),
            format!("`info.version` is `{date}`, which is none of the versions that the parameter `{name}` takes"),
        ),
        (Number::Numbers { .. }, Number::Date(date)) => (
            format!("`{name}` takes dates"),
            format!("`info.version` is `{}`, while the API has dates for versions: `{name}` takes `{date}`", info.text),
        ),
        _ => return,
    };
    cx.report(at, label, message)
        .advice_if(!matches!(info.number, Number::Date(_)))
        .related(parameter.name_at, format!("`{name}` is here"))
        .help("let both name the same version");
}

/// The values of the version parameter against the version of the address.
fn parameter(cx: &mut Cx<'_>) {
    let (contract, versions) = (cx.contract, &cx.facts.versions);
    let (Some(url), Some((parameter, takes))) = (versions.url(), taken(cx)) else { return };
    let (says, kind) = (url.version.line(), std::mem::discriminant(&url.version.line()));
    // A date beside `/v1` counts something else than the address does.
    if takes.iter().any(|v| v.line() == says || std::mem::discriminant(&v.line()) != kind) {
        return;
    }
    let (name, says, takes) = (contract.text(parameter.name), &url.version.text, &takes[0].text);
    let message = format!("the parameter `{name}` takes `{takes}`, while the address names `{says}`; a request names two versions");
    cx.report(parameter.name_at, format!("takes `{takes}`"), message)
        .related(url.at, format!("`{says}` is here"))
        .help("let parameters and addresses name one version")
        .about(name);
}

/// The parameter by which a caller asks for a version, with the versions that its schema lists: all dates, or all
/// numbers.
fn taken<'c>(cx: &Cx<'c>) -> Option<(&'c Parameter, Vec<Version>)> {
    let contract = cx.contract;
    let parameter = cx.facts.versions.parameters.iter().flatten().next().map(|&id| &contract.parameters[id])?;
    let schema = contract.schema(parameter.schema?).resolved();
    let values = schema.enum_values().filter_map(View::as_scalar);
    let texts = values.chain(schema.text(Keyword::Const)).chain(schema.text(Keyword::Default));
    let mut versions: Vec<Version> = texts.filter_map(|t| Version::parse(&t)).collect();
    let kind = std::mem::discriminant(&versions.first()?.number);
    versions.retain(|v| std::mem::discriminant(&v.number) == kind);
    Some((parameter, versions))
}
