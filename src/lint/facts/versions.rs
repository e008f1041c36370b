//! Where an API says its version: in addresses, in a parameter, in media types, and in `info.version`.

use super::{Convention, ConventionSettings};
use crate::contract::keywords::name;
use crate::contract::{
    At, Contract, Id, MediaType, Named, Operation, Parameter, ParameterIn, PathItem, Place, Server, SpecVersion,
};

/// A version as it stands somewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// As written: `v1.2`.
    pub text: String,
    /// What it says.
    pub number: Number,
}

/// What a version says.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Number {
    /// Numbers, the first of which counts incompatible changes.
    Numbers {
        /// The first.
        major: u64,
        /// The second.
        minor: Option<u64>,
    },
    /// A date, its parts as they are written.
    Date(String),
}

impl Version {
    /// The first number; nothing for a date.
    pub fn major(&self) -> Option<u64> {
        match self.number {
            Number::Numbers { major, .. } => Some(major),
            Number::Date(_) => None,
        }
    }

    /// What has to be equal for two versions to be one: the first number, or the date.
    pub fn line(&self) -> Number {
        match &self.number {
            Number::Numbers { major, .. } => Number::Numbers { major: *major, minor: None },
            date @ Number::Date(_) => date.clone(),
        }
    }

    /// Reads a version as `info.version` may say it: a semantic version, a date, numbers, with or without a `v`.
    pub fn parse(text: &str) -> Option<Self> {
        let trimmed = text.trim();
        let number = number(trimmed.strip_prefix(['v', 'V']).unwrap_or(trimmed))?;
        Some(Self { text: trimmed.to_owned(), number })
    }
}

/// The version that a segment of a path is: `v2`, `v1.2`, `2.0`, `v1beta1`, `2024-01-15`, `api-v3`. A lone number is
/// none.
pub fn of_segment(segment: &str) -> Option<Version> {
    let text = match segment.rsplit_once(['-', '_']) {
        Some((before, after)) if matches!(before, "api" | "rest" | "API") => after,
        _ => segment,
    };
    let marked = text.strip_prefix(['v', 'V']);
    let number = number(marked.unwrap_or(text))?;
    let plain = matches!(number, Number::Numbers { minor: None, .. });
    // `v` and a long number is the name of something.
    let long = matches!(number, Number::Numbers { major, .. } if major > 9999);
    (!long && (marked.is_some() || !plain)).then(|| Version { text: text.to_owned(), number })
}

/// What may follow a number without a sign between.
const STAGES: [&str; 8] = ["alpha", "beta", "rc", "preview", "pre", "dev", "p", "b"];

/// Reads a number or a date without its `v`.
fn number(text: &str) -> Option<Number> {
    if let Some(date) = date(text) {
        return date;
    }
    if let Ok(version) = semver::Version::parse(text) {
        return Some(Number::Numbers { major: version.major, minor: Some(version.minor) });
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let (numbers, suffix) = text.split_at(digits);
    let parts: Vec<u64> = numbers.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    let plain = suffix.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+' | b'_'));
    let stage =
        suffix.is_empty() || suffix.starts_with(['-', '+', '_']) || STAGES.iter().any(|s| suffix.starts_with(s));
    if parts.len() > 2 || !plain || !stage {
        return None;
    }
    Some(Number::Numbers { major: *parts.first()?, minor: parts.get(1).copied() })
}

/// Reads a date: `2024-01-15`, `2024-01`, `2024.1.15`, `20240115`, each with what may follow. `Some(None)` for a text
/// that is formed as a date and is none.
#[allow(clippy::option_option)]
fn date(text: &str) -> Option<Option<Number>> {
    let bytes = text.as_bytes();
    let year: u64 = text.get(..4).filter(|y| y.starts_with("20") || y.starts_with("19"))?.parse().ok()?;
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let (month, day, end) = match bytes.get(4)? {
        &separator @ (b'-' | b'.') => {
            let long = digits(5);
            let month: u64 = text.get(5..5 + long)?.parse().ok()?;
            let after = 5 + long;
            let day_long = if bytes.get(after) == Some(&separator) { digits(after + 1) } else { 0 };
            // `2025.0` counts releases in a year; only with a dash, or with three parts, is it a month.
            if separator == b'.' && day_long == 0 {
                return None;
            }
            let day: u64 = text.get(after + 1..after + 1 + day_long).and_then(|d| d.parse().ok()).unwrap_or(1);
            (month, day, if day_long == 0 { after } else { after + 1 + day_long })
        }
        b'0'..=b'9' if digits(0) == 8 => (text.get(4..6)?.parse().ok()?, text.get(6..8)?.parse().ok()?, 8),
        _ => return None,
    };
    let days = match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    Some((1..=days).contains(&day).then(|| Number::Date(text[..end].to_owned())))
}

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
    /// The version of the address, if all servers and paths that name one agree.
    pub fn url(&self) -> Option<Placed> {
        let mut lines = self
            .servers
            .iter()
            .map(|s| &s.version)
            .chain(self.paths.iter().filter_map(|p| Some(&p.1.as_ref()?.version)));
        let first = lines.next()?.line();
        if lines.any(|v| v.line() != first) {
            return None;
        }
        self.servers.first().cloned().or_else(|| self.first_path.clone())
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
    const WORDS: &str = " health healthz healthcheck health-check ready readyz readiness live livez liveness alive ping \
        status metrics version versions info about oauth oauth2 oauth1 token auth login logout signin signup openapi \
        openapi.json openapi.yaml swagger swagger.json docs .well-known robots.txt favicon.ico graphql webhooks ";
    let first = path.split('/').find(|s| !s.is_empty() && *s != "api").unwrap_or_default().to_ascii_lowercase();
    path == "/" || !first.is_empty() && WORDS.contains(&format!(" {first} "))
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
    const OTHERS: [&str; 30] = [
        "client",
        "app",
        "application",
        "sdk",
        "schema",
        "resource",
        "content",
        "object",
        "document",
        "device",
        "os",
        "browser",
        "model",
        "file",
        "entity",
        "record",
        "row",
        "package",
        "platform",
        "plugin",
        "data",
        "if",
        "user",
        "agent",
        "min",
        "max",
        "target",
        "source",
        "tls",
        "image",
    ];
    let words: Vec<String> = super::case::words(name).iter().map(|w| w.to_ascii_lowercase()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|w| *w != "x").collect();
    match (place, words.as_slice()) {
        (_, ["api", .., "version"] | [.., "api", "version"] | ["apiversion" | "apiv"]) => true,
        (ParameterIn::Header, [.., "version"]) => !words.iter().any(|w| OTHERS.contains(w)),
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

    fn numbers(major: u64, minor: Option<u64>) -> Option<Number> {
        Some(Number::Numbers { major, minor })
    }

    #[test]
    fn segments_are_versions_or_not() {
        let read = |segment| of_segment(segment).map(|v| v.number);
        for (segment, major, minor) in [
            ("v1", 1, None),
            ("V12", 12, None),
            ("v1.2", 1, Some(2)),
            ("2.0", 2, Some(0)),
            ("v1beta1", 1, None),
            ("v1.54", 1, Some(54)),
            ("api-v3", 3, None),
            ("v2.1.0", 2, Some(1)),
        ] {
            assert_eq!(read(segment), numbers(major, minor), "{segment}");
        }
        assert_eq!(read("2020-09-01"), Some(Number::Date("2020-09-01".to_owned())));
        for segment in ["2", "videos", "v", "", "vat", "item-v2-old", "v1/2", "1.2.3.4", "users_v2", "v20230"] {
            assert_eq!(read(segment), None, "{segment}");
        }
    }

    #[test]
    fn versions_are_read_in_the_forms_that_people_write() {
        let read = |text| Version::parse(text).map(|v| v.number);
        for (text, major, minor) in [
            ("1.2.3", 1, Some(2)),
            ("v1.2.3-beta.1+build", 1, Some(2)),
            ("3", 3, None),
            ("1.0", 1, Some(0)),
            ("2025.0", 2025, Some(0)),
            ("1.0-beta", 1, Some(0)),
            ("v2beta1", 2, None),
        ] {
            assert_eq!(read(text), numbers(major, minor), "{text}");
        }
        for text in ["2024-01-15", "2024-01", "20240115", "2024.01.15", "2024-02-29-preview"] {
            assert!(matches!(read(text), Some(Number::Date(_))), "{text}");
        }
        for text in ["latest", "", "1.2.3.4", "2024-13-01", "2023-02-29", "${VERSION}", "1.x", "01.2.3", "one", "1.2."]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

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
