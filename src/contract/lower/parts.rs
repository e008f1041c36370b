//! The parts that all versions share, or that differ by little: info, tags, security, servers, links, examples.

use super::Lowering;
use crate::contract::keywords::{Keyword, name};
use crate::contract::{
    At, Example, Flow, FlowKind, Id, Info, Link, Name, Named, ParameterIn, Problem, ProblemKind, SchemeKind, SchemeUse,
    Security, SecurityAlternative, SecurityScheme, Server, ServerVariable, SpecVersion, Style, Tag,
};
use crate::source::loader::Refusal;
use crate::source::tape::Kind;

impl Lowering<'_> {
    /// What every version has at the root.
    pub(super) fn root_parts(&mut self) {
        let root = self.c.at;
        let info = self.map(root, name::INFO, "`info`");
        self.c.info = info.map_or_else(Info::default, |at| Info {
            at: Some(at),
            title: self.field(at, Keyword::Title.name()),
            version: self.field(at, name::VERSION),
            summary: self.field(at, name::SUMMARY),
            description: self.field(at, Keyword::Description.name()),
            terms_of_service: self.field(at, name::TERMS),
            contact: self.field(at, name::CONTACT),
            license: self.field(at, name::LICENSE),
        });
        self.c.external_docs = self.field(root, Keyword::ExternalDocs.name());
        let tags = self.list(root, name::TAGS, "`tags`").map_or_else(Vec::new, |(_, tags)| tags);
        for at in tags {
            if let Some(tag) = self.tag(at) {
                self.c.tags.push(tag);
            }
        }
        self.c.security = self.security(root);
    }

    fn tag(&mut self, at: At) -> Option<Tag> {
        if !self.view(at).is_map() {
            self.wrong_type(at, "a tag", "an object");
            return None;
        }
        let (name, name_at) = self.name_field(at, name::NAME)?;
        Some(Tag {
            at,
            name_at,
            name,
            summary: self.field(at, name::SUMMARY),
            description: self.field(at, Keyword::Description.name()),
            external_docs: self.field(at, Keyword::ExternalDocs.name()),
            parent: self.name_field(at, name::PARENT),
            kind: self.field(at, name::KIND),
        })
    }

    /// The tags that an operation names.
    pub(super) fn tag_names(&mut self, operation: At) -> Vec<(Name, At)> {
        let Some((_, tags)) = self.list(operation, name::TAGS, "`tags`") else { return Vec::new() };
        tags.into_iter().filter_map(|at| Some((self.intern(&self.view(at).as_scalar()?), at))).collect()
    }

    /// A member `security`.
    pub(super) fn security(&mut self, of: At) -> Option<Security> {
        let (at, list) = self.list(of, name::SECURITY, "`security`")?;
        let mut alternatives = Vec::with_capacity(list.len());
        for requirement in list {
            if !self.view(requirement).is_map() {
                self.wrong_type(requirement, "a security requirement", "an object");
                continue;
            }
            let mut schemes = Vec::new();
            for (name, key, scopes_at) in self.entries(requirement) {
                let scopes = self.view(scopes_at);
                if !scopes.is_seq() && scopes.kind() != Kind::Null {
                    self.wrong_type(scopes_at, "the scopes of a security requirement", "a list");
                }
                let scopes = scopes.items().filter_map(|s| {
                    let text = s.as_scalar()?;
                    Some((self.intern(&text), self.at(scopes_at, s)))
                });
                schemes.push(SchemeUse { name, key, scopes: scopes.collect() });
            }
            alternatives.push(SecurityAlternative { at: requirement, schemes });
        }
        Some(Security { at, alternatives })
    }

    /// A security scheme of any version.
    pub(super) fn security_scheme(&mut self, scheme_name: Name, key: At, at: At) {
        let Some(at) = self.dereference(at, "security scheme") else { return };
        let kind = self.name_field(at, Keyword::Type.name());
        let text = kind.map(|(name, _)| self.loader.names.borrow().text(name).to_owned());
        let kind = match text.as_deref() {
            Some("apiKey") => {
                let place = self.name_field(at, name::IN);
                SchemeKind::ApiKey {
                    place: place.and_then(|(place, _)| self.place(place)),
                    place_at: place.map(|(_, at)| at),
                    name: self.field(at, name::NAME),
                }
            }
            Some("basic") => SchemeKind::Http {
                scheme: Some(self.intern("basic")),
                scheme_at: kind.map(|(_, at)| at),
                bearer_format: None,
            },
            Some("http") => {
                let scheme = self.name_field(at, name::SCHEME);
                let lower = scheme.map(|(name, _)| self.loader.names.borrow().text(name).to_ascii_lowercase());
                SchemeKind::Http {
                    scheme: lower.map(|text| self.intern(&text)),
                    scheme_at: scheme.map(|(_, at)| at),
                    bearer_format: self.field(at, name::BEARER_FORMAT),
                }
            }
            Some("oauth2") => {
                SchemeKind::OAuth2 { flows: self.flows(at), metadata_url: self.field(at, name::OAUTH2_METADATA_URL) }
            }
            Some("openIdConnect") => SchemeKind::OpenIdConnect { url: self.field(at, name::OPEN_ID_CONNECT_URL) },
            Some("mutualTLS") => SchemeKind::MutualTls,
            other => {
                let shown: String = other.unwrap_or_default().chars().take(60).collect();
                let (problem, label, message) = match other {
                    Some(_) => {
                        (ProblemKind::WrongValue, "no such type", format!("`{shown}` is no type of security scheme"))
                    }
                    None => {
                        (ProblemKind::MissingField, "no `type`", "a security scheme must say its `type`".to_owned())
                    }
                };
                self.c.problems.push(Problem {
                    kind: problem,
                    at: kind.map_or(at, |(_, at)| at),
                    message,
                    label: label.into(),
                    help: Some("the types are apiKey, http, oauth2, openIdConnect, mutualTLS; in 2.0 basic".into()),
                });
                SchemeKind::Unknown
            }
        };
        let description = self.field(at, Keyword::Description.name());
        let deprecated = self.flag(at, Keyword::Deprecated.name()) == Some(true);
        self.c.security_schemes.push(SecurityScheme { name: scheme_name, key, at, kind, description, deprecated });
    }

    /// Flows of 3.x, or the one flow of 2.0.
    fn flows(&mut self, scheme: At) -> Vec<Flow> {
        if self.c.version == SpecVersion::V2_0 {
            let Some((flow, at)) = self.name_field(scheme, name::FLOW) else { return Vec::new() };
            let lowered = self.flow_kind(flow).map(|kind| self.flow(kind, at, scheme));
            if lowered.is_none() {
                self.no_such_flow(at, "the flows are implicit, password, application, accessCode");
            }
            return lowered.into_iter().collect();
        }
        let Some(flows) = self.map(scheme, name::FLOWS, "`flows`") else { return Vec::new() };
        let mut lowered = Vec::new();
        for (name, key, at) in self.named_entries(flows) {
            match self.flow_kind(name) {
                Some(kind) if self.view(at).is_map() => lowered.push(self.flow(kind, key, at)),
                Some(_) => self.wrong_type(at, "a flow", "an object"),
                None => self.no_such_flow(
                    key,
                    if self.c.version >= SpecVersion::V3_2 {
                        "the flows are implicit, password, clientCredentials, authorizationCode, deviceAuthorization"
                    } else {
                        "the flows are implicit, password, clientCredentials, authorizationCode"
                    },
                ),
            }
        }
        lowered
    }

    fn no_such_flow(&mut self, at: At, help: &str) {
        let message = "this is no flow of OAuth 2.0".to_owned();
        self.problem(ProblemKind::WrongValue, at, "no such flow", message, Some(help.to_owned()));
    }

    fn flow_kind(&self, name: Name) -> Option<FlowKind> {
        let version = self.c.version;
        let old = version == SpecVersion::V2_0;
        Some(match self.loader.names.borrow().text(name) {
            "implicit" => FlowKind::Implicit,
            "password" => FlowKind::Password,
            "clientCredentials" if !old => FlowKind::ClientCredentials,
            "application" if old => FlowKind::ClientCredentials,
            "authorizationCode" if !old => FlowKind::AuthorizationCode,
            "accessCode" if old => FlowKind::AuthorizationCode,
            "deviceAuthorization" if version >= SpecVersion::V3_2 => FlowKind::DeviceAuthorization,
            _ => return None,
        })
    }

    fn flow(&mut self, kind: FlowKind, key: At, at: At) -> Flow {
        let scopes = self.map(at, name::SCOPES, "`scopes`");
        // The scopes of 2.0 may have extensions among them.
        let old = self.c.version == SpecVersion::V2_0;
        let scopes = scopes.map_or_else(Vec::new, |s| if old { self.named_entries(s) } else { self.entries(s) });
        Flow {
            kind,
            key,
            authorization_url: self.field(at, name::AUTHORIZATION_URL),
            token_url: self.field(at, name::TOKEN_URL),
            refresh_url: self.field(at, name::REFRESH_URL),
            device_authorization_url: self.field(at, name::DEVICE_AUTHORIZATION_URL),
            scopes: scopes.into_iter().map(|(name, key, _)| (name, key)).collect(),
        }
    }

    /// A member `servers`.
    pub(super) fn servers(&mut self, of: At) -> Vec<Server> {
        let Some((_, list)) = self.list(of, name::SERVERS, "`servers`") else { return Vec::new() };
        let mut servers = Vec::with_capacity(list.len());
        for at in list {
            if !self.view(at).is_map() {
                self.wrong_type(at, "a server", "an object");
                continue;
            }
            let Some((url, url_at)) = self.name_field(at, name::URL) else { continue };
            let variables = self.map(at, name::VARIABLES, "`variables`");
            let variables = variables.map_or_else(Vec::new, |v| self.entries(v));
            let variables = variables.into_iter().map(|(name, key, at)| ServerVariable {
                key,
                name,
                default: self.field(at, Keyword::Default.name()),
                values: self
                    .view(at)
                    .get(Keyword::Enum.name())
                    .map_or_else(Vec::new, |list| list.items().map(|item| self.at(at, item)).collect()),
            });
            let variables = variables.collect();
            let description = self.field(at, Keyword::Description.name());
            servers.push(Server { at, url_at, url, name: self.field(at, name::NAME), description, variables });
        }
        servers
    }

    /// Where a parameter stands, by the text of `in`.
    pub(super) fn place(&self, name: Name) -> Option<ParameterIn> {
        let version = self.c.version;
        Some(match self.loader.names.borrow().text(name) {
            "query" => ParameterIn::Query,
            "querystring" if version >= SpecVersion::V3_2 => ParameterIn::QueryString,
            "header" => ParameterIn::Header,
            "path" => ParameterIn::Path,
            "cookie" if version >= SpecVersion::V3_0 => ParameterIn::Cookie,
            _ => return None,
        })
    }

    /// `style` where it is written.
    pub(super) fn style(&mut self, of: At) -> Option<Style> {
        let (name, at) = self.name_field(of, name::STYLE)?;
        let style = match self.loader.names.borrow().text(name) {
            "matrix" => Some(Style::Matrix),
            "label" => Some(Style::Label),
            "simple" => Some(Style::Simple),
            "form" => Some(Style::Form),
            "spaceDelimited" => Some(Style::SpaceDelimited),
            "pipeDelimited" => Some(Style::PipeDelimited),
            "deepObject" => Some(Style::DeepObject),
            "cookie" if self.c.version >= SpecVersion::V3_2 => Some(Style::Cookie),
            _ => None,
        };
        if style.is_none() {
            self.problem(
                ProblemKind::WrongValue,
                at,
                "no such style",
                "this is no style of a parameter".into(),
                Some("the styles are matrix, label, simple, form, spaceDelimited, pipeDelimited, deepObject".into()),
            );
        }
        style
    }

    /// A member `examples` of a parameter or a media type.
    pub(super) fn named_examples(&mut self, of: At) -> Vec<Named<Example>> {
        let Some(at) = self.map(of, Keyword::Examples.name(), "`examples`") else { return Vec::new() };
        let entries = self.entries(at);
        entries
            .into_iter()
            .map(|(name, key, at)| {
                let used = self.used(at, "example", |this, at| Some(this.example(at)));
                Named { name, key, used }
            })
            .collect()
    }

    pub(super) fn example(&mut self, at: At) -> Id<Example> {
        if let Some(&known) = self.memo.examples.get(&at) {
            return known;
        }
        let external_value = self.field(at, name::EXTERNAL_VALUE);
        let example = Example {
            at,
            summary: self.field(at, name::SUMMARY),
            description: self.field(at, Keyword::Description.name()),
            value: self.field(at, name::VALUE).or_else(|| self.field(at, name::DATA_VALUE)),
            external_missing: external_value.is_some_and(|at| self.leads_to_no_file(at)),
            external_value,
            serialized_value: self.field(at, name::SERIALIZED_VALUE),
        };
        let id = self.c.examples.add(example);
        self.memo.examples.insert(at, id);
        id
    }

    /// Whether a reference to a file leads to none. The file is not read: it may be anything.
    fn leads_to_no_file(&self, at: At) -> bool {
        let Some(text) = self.view(at).as_str() else { return false };
        let document = crate::contract::uri::split(&text).0;
        let resolved = (!document.is_empty()).then(|| self.fetch.resolve(&self.loader.key(at.doc), document));
        matches!(resolved, Some(Err(Refusal::Missing)))
    }

    pub(super) fn link(&mut self, at: At) -> Id<Link> {
        if let Some(&known) = self.memo.links.get(&at) {
            return known;
        }
        let parameters = self.map(at, name::PARAMETERS, "`parameters` of a link");
        let link = Link {
            at,
            operation_id: self.name_field(at, name::OPERATION_ID),
            operation_ref: self.field(at, name::OPERATION_REF),
            parameters: parameters.map_or_else(Vec::new, |p| self.entries(p)),
            request_body: self.field(at, name::REQUEST_BODY),
            server: self.field(at, name::SERVER),
            description: self.field(at, Keyword::Description.name()),
        };
        let id = self.c.links.add(link);
        self.memo.links.insert(at, id);
        id
    }
}
