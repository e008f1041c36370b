//! Where an API says its version: in addresses, in a parameter, in media types, and in `info.version`.

use super::version::{Number, Version, of_segment};
use super::words::is_listed;
use super::{Convention, ConventionSettings};
use crate::contract::keywords::name;
use crate::contract::{
    At, Contract, Id, MediaType, Named, Operation, Parameter, ParameterIn, PathItem, Place, Server, SpecVersion,
};

/// A version with its place.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Where it stands.
    pub at: At,
    /// What it says.
    pub version: Version,
}

/// A version in a path.
#[derive(Clone, Debug)]
pub struct PathVersion {
    /// What the path says before it: nothing, `/api`, `/scim`.
    pub prefix: String,
    /// What it says.
    pub version: Version,
}

impl PathVersion {
    /// Whether it is the version of the whole API and not of a part of it, as in `/scim/v2/Users`.
    pub fn is_of_the_whole(&self) -> bool {
        matches!(self.prefix.as_str(), "" | "/api" | "/rest" | "/public")
    }
}

/// All places where the API says its version.
pub struct Versions {
    /// Servers of the whole API whose address has a version.
    pub servers: Vec<Placed>,
    /// Paths in order, with the version that is in each.
    pub paths: Vec<(Id<PathItem>, Option<PathVersion>)>,
    /// The first version in a path.
    first_path: Option<Placed>,
    /// Whether paths have a version, those apart that are the same in all versions.
    pub path_versioned: Convention<bool>,
    /// Media types that name a version, by their keys.
    pub media_types: Vec<Placed>,
    /// Which version they name.
    pub media_type: Convention<Number>,
    /// The parameter of each operation that asks for a version, by the operation's number.
    pub parameters: Vec<Option<Id<Parameter>>>,
    /// Which parameter the operations ask for a version with: its place and its name in lower case.
    pub parameter: Convention<Option<(ParameterIn, String)>>,
}

impl Versions {
    /// Collects the versions of a contract.
    pub fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
        let paths = contract.path_items.ids().filter(|&id| contract.path_items[id].place == Place::Path);
        let path = |id: Id<PathItem>| contract.text(contract.path_items[id].name);
        let paths: Vec<_> = paths.map(|id| (id, of_path(path(id)))).collect();
        let timed = paths.iter().filter(|(id, _)| !is_timeless(path(*id)));
        let path_versioned = Convention::infer(timed.map(|(_, version)| version.is_some()), settings);
        let media_types = media_types(contract);
        let parameters: Vec<_> = contract.operations.iter().map(|o| version_parameter(contract, o)).collect();
        let in_paths = contract.operations.iter().zip(&parameters).filter(|(o, _)| o.place == Place::Path);
        let samples = in_paths.map(|(_, parameter)| {
            let parameter = &contract.parameters[(*parameter)?];
            Some((parameter.place, contract.text(parameter.name).to_ascii_lowercase()))
        });
        Self {
            servers: contract.servers.iter().filter_map(|s| of_server(contract, s)).collect(),
            first_path: paths.iter().find_map(|(id, version)| {
                Some(Placed { at: contract.path_items[*id].key, version: version.as_ref()?.version.clone() })
            }),
            paths,
            path_versioned,
            media_type: Convention::infer(media_types.iter().map(|m| m.version.line()), settings),
            media_types,
            parameter: Convention::infer(samples, settings),
            parameters,
        }
    }
}

impl Versions {
    /// The version of the address, if all servers and paths that name one agree: that of a server, or else that of
    /// paths if most name one.
    pub fn url(&self) -> Option<&Placed> {
        let named = || self.paths.iter().filter_map(|(_, version)| Some(&version.as_ref()?.version));
        let most = || 2 * named().count() > self.paths.len();
        let first = self.servers.first().or_else(|| self.first_path.as_ref().filter(|_| most()))?;
        let line = first.version.line();
        self.servers.iter().map(|s| &s.version).chain(named()).all(|v| v.line() == line).then_some(first)
    }

    /// The first parameter that is called as nearly all are.
    pub fn usual_parameter<'c>(&self, contract: &'c Contract) -> Option<&'c Parameter> {
        let (place, name) = self.parameter.dominant.as_ref()?.as_ref()?;
        let parameters = self.parameters.iter().flatten().map(|&id| &contract.parameters[id]);
        let usual = |p: &&Parameter| p.place == *place && contract.text(p.name).eq_ignore_ascii_case(name);
        parameters.into_iter().find(usual)
    }
}

/// Whether a path is the same in all versions of an API: what checks its health, grants tokens or serves documents.
pub fn is_timeless(path: &str) -> bool {
    const WORDS: &str = "health healthz healthcheck health-check ready readyz readiness live livez liveness alive ping \
        status metrics version versions info about oauth oauth2 token auth login logout signin signup openapi \
        openapi.json openapi.yaml swagger swagger.json docs .well-known robots.txt favicon.ico graphql webhooks";
    let first = path.split('/').find(|s| !s.is_empty() && *s != "api").unwrap_or_default().to_ascii_lowercase();
    path == "/" || is_listed(WORDS, &first)
}

/// The version in a path template.
fn of_path(path: &str) -> Option<PathVersion> {
    let mut start = 0;
    for segment in path.split('/') {
        if let Some(version) = of_segment(segment) {
            return Some(PathVersion { prefix: path[..start].trim_end_matches('/').to_owned(), version });
        }
        start += segment.len() + 1;
    }
    None
}

/// The node that says the address of a server: in 2.0 that of `basePath`, if there is one.
pub fn address_at(contract: &Contract, server: &Server) -> At {
    if contract.version != SpecVersion::V2_0 {
        return server.url_at;
    }
    let base_path = contract.view(contract.at).get(name::BASE_PATH);
    base_path.map_or(server.at, |view| At { doc: contract.at.doc, node: view.at })
}

fn of_server(contract: &Contract, server: &Server) -> Option<Placed> {
    let mut url = contract.text(server.url).to_owned();
    for variable in &server.variables {
        if let Some(default) = variable.default {
            url = url.replace(&format!("{{{}}}", contract.text(variable.name)), &contract.text_at(default));
        }
    }
    let address = url.split_once("//").map_or(url.as_str(), |(_, rest)| rest);
    let (host, path) =
        if url.contains("//") { address.split_once('/').unwrap_or((address, "")) } else { ("", address) };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let version = path.split('/').find_map(of_segment).or_else(|| {
        let labels = host.split('.');
        // An IP address is full of numbers; in a host only `v2` and `api-v2` are versions.
        labels.filter(|l| l.contains(['v', 'V'])).find_map(of_segment)
    })?;
    Some(Placed { at: address_at(contract, server), version })
}

/// The parameter by which a caller asks for a version of the API.
fn version_parameter(contract: &Contract, operation: &Operation) -> Option<Id<Parameter>> {
    let ids = operation.parameters.iter().filter_map(|p| p.id);
    ids.into_iter().find(|&id| {
        let parameter = &contract.parameters[id];
        asks_for_version(parameter.place, contract.text(parameter.name))
    })
}

/// Whether a parameter of this name asks for a version of the API: `api-version`, `Stripe-Version`, but not the version
/// of a client, a document or anything else.
pub fn asks_for_version(place: ParameterIn, name: &str) -> bool {
    const OTHERS: &str = "client app application sdk schema resource content object document device os browser model file entity \
    record row package platform plugin data if user agent min max target source tls image";
    let words: Vec<String> = super::case::words(name).iter().map(|w| w.to_ascii_lowercase()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|w| *w != "x").collect();
    match (place, words.as_slice()) {
        (_, ["api", .., "version"] | [.., "api", "version"] | ["apiversion" | "apiv"]) => true,
        (ParameterIn::Header, [.., "version"]) => !words.iter().any(|w| is_listed(OTHERS, w)),
        _ => false,
    }
}

/// The versions in media types: `application/vnd.acme.v2+json`, `application/json;version=2`.
fn media_types(contract: &Contract) -> Vec<Placed> {
    let bodies = contract.request_bodies.iter().map(|b| &b.content);
    let responses = contract.responses.iter().map(|r| &r.content);
    let named = bodies.chain(responses).flatten();
    named
        .filter_map(|m: &Named<MediaType>| Some(Placed { at: m.key, version: of_range(contract.text(m.name))? }))
        .collect()
}

fn of_range(range: &str) -> Option<Version> {
    let (essence, parameters) = range.split_once(';').unwrap_or((range, ""));
    let parameter = parameters.split(';').find_map(|p| {
        let (name, value) = p.split_once('=')?;
        matches!(name.trim(), "version" | "v").then(|| Version::parse(value.trim().trim_matches('"'))).flatten()
    });
    if parameter.is_some() || !essence.contains("/vnd.") {
        return parameter;
    }
    let subtype = essence.split_once("/vnd.")?.1;
    subtype.split(['.', '+', '-']).filter(|part| part.starts_with('v')).find_map(of_segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_ask_for_a_version_of_the_api_or_of_something_else() {
        for (place, name, asks) in [
            (ParameterIn::Header, "X-API-Version", true),
            (ParameterIn::Header, "Stripe-Version", true),
            (ParameterIn::Header, "X-GitHub-Api-Version", true),
            (ParameterIn::Header, "Accept-Version", true),
            (ParameterIn::Query, "api-version", true),
            (ParameterIn::Query, "apiVersion", true),
            (ParameterIn::Query, "version", false),
            (ParameterIn::Header, "X-Client-Version", false),
            (ParameterIn::Header, "User-Agent", false),
            (ParameterIn::Path, "package_version", false),
        ] {
            assert_eq!(asks_for_version(place, name), asks, "{name}");
        }
    }

    #[test]
    fn media_types_name_versions() {
        let read = |range| of_range(range).and_then(|v| v.major());
        assert_eq!(read("application/vnd.acme.v2+json"), Some(2));
        assert_eq!(read("application/vnd.github.v3+json"), Some(3));
        assert_eq!(read("application/json; version=2"), Some(2));
        assert_eq!(read("application/json"), None);
        assert_eq!(read("text/html;charset=utf-8"), None);
    }
}
