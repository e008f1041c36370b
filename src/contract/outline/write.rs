//! What is written of each sort of element.

use std::fmt::Write as _;

use super::{Outline, Task, What, used};
use crate::contract::{
    At, Contract, Element, Encoding, Example, Id, MediaType, Named, Operation, Parameter, PathItem, SchemeKind,
    Security, Server, SpecVersion, Use,
};

/// The node that an element was made from.
pub(super) fn place(c: &Contract, element: Element) -> At {
    match element {
        Element::Schema(id) => c.schema(id).at(),
        Element::Response(id) => c.responses[id].at,
        Element::Parameter(id) => c.parameters[id].at,
        Element::Example(id) => c.examples[id].at,
        Element::RequestBody(id) => c.request_bodies[id].at,
        Element::Header(id) => c.headers[id].at,
        Element::Link(id) => c.links[id].at,
        Element::Callback(id) => c.callbacks[id].at,
        Element::PathItem(id) => c.path_items[id].at,
        Element::MediaType(id) => c.media_types[id].at,
        Element::Operation(id) => c.operations[id].at,
    }
}

/// The word for an element.
pub(super) fn noun(element: Element) -> &'static str {
    match element {
        Element::Schema(_) => "schema",
        Element::Response(_) => "response",
        Element::Parameter(_) => "parameter",
        Element::Example(_) => "example",
        Element::RequestBody(_) => "request body",
        Element::Header(_) => "header",
        Element::Link(_) => "link",
        Element::Callback(_) => "callback",
        Element::PathItem(_) => "path item",
        Element::MediaType(_) => "media type",
        Element::Operation(_) => "operation",
    }
}

impl Outline<'_> {
    /// Everything of the contract itself; what it holds waits on the stack.
    pub(super) fn contract(&mut self) {
        let c = self.c;
        let info = &c.info;
        for (label, at) in [
            ("title", info.title),
            ("version", info.version),
            ("summary", info.summary),
            ("description", info.description),
            ("terms", info.terms_of_service),
            ("contact", info.contact),
            ("license", info.license),
            ("external docs", c.external_docs),
        ] {
            self.field(0, label, at);
        }
        if let Some(at) = info.at {
            self.extensions(0, at);
        }
        self.extensions(0, c.at);
        if let Some(paths) = c.paths {
            self.extensions(0, paths);
        }
        self.servers(0, &c.servers);
        self.security(0, c.security.as_ref());
        for tag in &c.tags {
            self.line(0, &format!("tag {}", c.text(tag.name)));
            self.field(1, "summary", tag.summary);
            self.field(1, "description", tag.description);
            self.field(1, "external docs", tag.external_docs);
            self.field(1, "kind", tag.kind);
            if let Some((parent, _)) = tag.parent {
                self.line(1, &format!("parent {}", c.text(parent)));
            }
            self.extensions(1, tag.at);
        }
        self.schemes();
        let mut tasks = Vec::new();
        for component in &c.components {
            let label = format!("{} {}", component.kind.noun(), c.text(component.name));
            let label = if component.used { label } else { format!("{label} (unused)") };
            if let Some(element) = component.element {
                let what = What::Used { at: component.at, element: Some(element) };
                tasks.push(Task { depth: 0, label, what });
            }
        }
        for id in c.path_items.ids() {
            // Those of callbacks stand in their callbacks, those of components among the components.
            let item = &c.path_items[id];
            if matches!(item.place, crate::contract::Place::Path | crate::contract::Place::Webhook) {
                let label = format!("{:?} {}", item.place, c.text(item.name));
                tasks.push(Task { depth: 0, label, what: What::Is(Element::PathItem(id)) });
            }
        }
        self.push_sorted(tasks);
    }

    fn push_sorted(&mut self, mut tasks: Vec<Task>) {
        tasks.sort_by(|a, b| a.label.cmp(&b.label));
        self.push(tasks);
    }

    fn field(&mut self, depth: usize, label: &str, at: Option<At>) {
        if let Some(at) = at {
            let data = self.data(at);
            self.line(depth, &format!("{label} {data}"));
        }
    }

    fn flag(&mut self, depth: usize, label: &str, flag: bool) {
        if flag {
            self.line(depth, label);
        }
    }

    pub(super) fn extensions(&mut self, depth: usize, at: At) {
        let c = self.c;
        let mut extensions: Vec<(String, At)> =
            c.extensions(at).map(|m| (c.text(m.name).to_owned(), At { doc: at.doc, node: m.value.at })).collect();
        extensions.sort();
        for (name, at) in extensions {
            self.field(depth, &name, Some(at));
        }
    }

    fn servers(&mut self, depth: usize, servers: &[Server]) {
        for server in servers {
            self.line(depth, &format!("server {}", self.c.text(server.url)));
            self.field(depth + 1, "name", server.name);
            self.field(depth + 1, "description", server.description);
            // A server of 2.0 is no object of its own.
            if self.c.version != SpecVersion::V2_0 {
                self.extensions(depth + 1, server.at);
            }
            for variable in &server.variables {
                let mut line = format!("variable {}", self.c.text(variable.name));
                for value in &variable.values {
                    line.push_str(" or ");
                    line.push_str(&self.data(*value));
                }
                self.line(depth + 1, &line);
                self.field(depth + 2, "default", variable.default);
            }
        }
    }

    fn security(&mut self, depth: usize, security: Option<&Security>) {
        let Some(security) = security else { return };
        self.line(depth, "security");
        for alternative in &security.alternatives {
            let mut schemes: Vec<String> = Vec::new();
            for scheme in &alternative.schemes {
                let mut scopes: Vec<&str> = scheme.scopes.iter().map(|(scope, _)| self.c.text(*scope)).collect();
                scopes.sort_unstable();
                schemes.push(format!("{} {scopes:?}", self.c.text(scheme.name)));
            }
            schemes.sort();
            self.line(depth + 1, &format!("either {}", schemes.join(" and ")));
        }
    }

    fn schemes(&mut self) {
        let c = self.c;
        let mut schemes: Vec<_> = c.security_schemes.iter().collect();
        schemes.sort_by_key(|s| c.text(s.name));
        for scheme in schemes {
            self.line(0, &format!("security scheme {}", c.text(scheme.name)));
            self.field(1, "description", scheme.description);
            self.flag(1, "deprecated", scheme.deprecated);
            self.extensions(1, scheme.at);
            match &scheme.kind {
                SchemeKind::ApiKey { place, name, .. } => {
                    self.line(1, &format!("api key in {}", place.map_or("nothing", |p| p.as_str())));
                    self.field(1, "name", *name);
                }
                SchemeKind::Http { scheme, bearer_format, .. } => {
                    self.line(1, &format!("http {}", scheme.map_or("", |s| c.text(s))));
                    self.field(1, "bearer format", *bearer_format);
                }
                SchemeKind::OAuth2 { flows, metadata_url } => {
                    self.field(1, "metadata", *metadata_url);
                    let mut flows: Vec<_> = flows.iter().collect();
                    flows.sort_by_key(|f| f.kind);
                    for flow in flows {
                        self.line(1, &format!("flow {}", flow.kind.as_str()));
                        self.field(2, "authorization", flow.authorization_url);
                        self.field(2, "token", flow.token_url);
                        self.field(2, "refresh", flow.refresh_url);
                        self.field(2, "device authorization", flow.device_authorization_url);
                        let mut scopes: Vec<&str> = flow.scopes.iter().map(|(scope, _)| c.text(*scope)).collect();
                        scopes.sort_unstable();
                        self.line(2, &format!("scopes {scopes:?}"));
                    }
                }
                SchemeKind::OpenIdConnect { url } => self.field(1, "openid", *url),
                SchemeKind::MutualTls => self.line(1, "mutual tls"),
                SchemeKind::Unknown => self.line(1, "unknown"),
            }
        }
    }

    pub(super) fn write(&mut self, depth: usize, label: &str, element: Element) {
        let c = self.c;
        let inner = depth + 1;
        if let Element::Schema(id) = element {
            return self.schema(depth, label, c.schema(id));
        }
        self.line(depth, label);
        // A media type is no object of its own in 2.0.
        if !matches!(element, Element::MediaType(_)) || c.version != SpecVersion::V2_0 {
            self.extensions(inner, place(c, element));
        }
        match element {
            Element::Schema(_) => {}
            Element::Operation(id) => self.operation(inner, &c.operations[id]),
            Element::Response(id) => {
                let response = &c.responses[id];
                self.field(inner, "summary", response.summary);
                self.field(inner, "description", response.description);
                let mut tasks = self.named(inner, "header", &response.headers, Element::Header, true);
                tasks.extend(self.named(inner, "content", &response.content, Element::MediaType, false));
                tasks.extend(self.named(inner, "link", &response.links, Element::Link, false));
                self.push(tasks);
            }
            Element::Parameter(id) => {
                let parameter = &c.parameters[id];
                self.line(inner, &format!("{} {}", parameter.place.as_str(), c.text(parameter.name)));
                self.parameter(inner, parameter);
            }
            Element::Header(id) => self.parameter(inner, &c.headers[id]),
            Element::Example(id) => self.example(inner, &c.examples[id]),
            Element::RequestBody(id) => {
                let body = &c.request_bodies[id];
                self.flag(inner, "required", body.required);
                self.field(inner, "description", body.description);
                let tasks = self.named(inner, "content", &body.content, Element::MediaType, false);
                self.push(tasks);
            }
            Element::Link(id) => {
                let link = &c.links[id];
                if let Some((operation, _)) = link.operation_id {
                    self.line(inner, &format!("operation {}", c.text(operation)));
                }
                self.field(inner, "operation at", link.operation_ref);
                self.field(inner, "description", link.description);
                self.field(inner, "body", link.request_body);
                self.field(inner, "server", link.server);
                let mut parameters: Vec<_> = link.parameters.iter().collect();
                parameters.sort_by_key(|p| c.text(p.0));
                for (name, _, value) in parameters {
                    self.field(inner, &format!("parameter {}", c.text(*name)), Some(*value));
                }
            }
            Element::Callback(id) => {
                let items = c.callbacks[id].path_items.iter().map(|&item| {
                    let label = format!("request to {}", c.text(c.path_items[item].name));
                    Task { depth: inner, label, what: What::Is(Element::PathItem(item)) }
                });
                self.push_sorted(items.collect());
            }
            Element::PathItem(id) => self.path_item(inner, &c.path_items[id]),
            Element::MediaType(id) => self.media_type(inner, &c.media_types[id]),
        }
    }

    /// Elements under names, sorted by them.
    fn named<T>(
        &self,
        depth: usize,
        word: &str,
        named: &[Named<T>],
        element: impl Fn(Id<T>) -> Element + Copy,
        caseless: bool,
    ) -> Vec<Task> {
        let mut tasks: Vec<Task> = named
            .iter()
            .map(|n| {
                let name = self.c.text(n.name);
                let name = if caseless { name.to_ascii_lowercase() } else { name.to_owned() };
                Task { depth, label: format!("{word} {name}"), what: used(n.used, element) }
            })
            .collect();
        // Of keys that stand twice the last counts.
        tasks.reverse();
        tasks.sort_by(|a, b| a.label.cmp(&b.label));
        tasks.dedup_by(|b, a| a.label == b.label);
        tasks
    }

    fn parameter(&mut self, depth: usize, parameter: &Parameter) {
        self.flag(depth, "required", parameter.required);
        self.flag(depth, "deprecated", parameter.deprecated);
        self.flag(depth, "reserved allowed", parameter.allow_reserved);
        self.flag(depth, "empty allowed", parameter.allow_empty_value);
        self.field(depth, "description", parameter.description);
        self.field(depth, "example", parameter.example);
        // With `content` there is neither style nor explode.
        if parameter.content.is_empty() {
            self.line(depth, &format!("style {:?} explode {}", parameter.style, parameter.explode));
        }
        let mut tasks = Vec::new();
        if let Some(id) = parameter.schema {
            if self.c.schema(id).at() == parameter.at {
                self.bare.insert(id);
            }
            tasks.push(Task::schema(depth, "schema", id));
        }
        tasks.extend(self.named(depth, "content", &parameter.content, Element::MediaType, false));
        tasks.extend(self.named(depth, "example", &parameter.examples, Element::Example, false));
        self.push(tasks);
    }

    fn example(&mut self, depth: usize, example: &Example) {
        self.field(depth, "summary", example.summary);
        self.field(depth, "description", example.description);
        self.field(depth, "value", example.value);
        self.field(depth, "external value", example.external_value);
        self.field(depth, "serialized value", example.serialized_value);
    }

    fn media_type(&mut self, depth: usize, media_type: &MediaType) {
        self.field(depth, "example", media_type.example);
        let mut tasks = Vec::new();
        tasks.extend(media_type.schema.map(|id| Task::schema(depth, "schema", id)));
        tasks.extend(media_type.item_schema.map(|id| Task::schema(depth, "item schema", id)));
        tasks.extend(self.named(depth, "example", &media_type.examples, Element::Example, false));
        let mut encodings: Vec<&Encoding> = media_type.encoding.iter().chain(&media_type.part_encoding).collect();
        encodings.sort_by_key(|e| self.c.text(e.name));
        for encoding in encodings {
            let mut label = format!("encoding {}", self.c.text(encoding.name));
            if let Some(at) = encoding.content_type {
                let _ = write!(label, " as {}", self.data(at));
            }
            if let Some(style) = encoding.style {
                let _ = write!(label, " style {style:?}");
            }
            if let Some(explode) = encoding.explode {
                let _ = write!(label, " explode {explode}");
            }
            if encoding.allow_reserved {
                label.push_str(" reserved allowed");
            }
            tasks.push(Task { depth, label, what: What::Label });
            tasks.extend(self.named(depth + 1, "header", &encoding.headers, Element::Header, true));
        }
        self.push(tasks);
    }

    fn path_item(&mut self, depth: usize, item: &PathItem) {
        let c = self.c;
        self.field(depth, "summary", item.summary);
        self.field(depth, "description", item.description);
        self.servers(depth, &item.servers);
        let operations = item.operations.iter().map(|&id| Task {
            depth,
            label: c.text(c.operations[id].method).to_owned(),
            what: What::Is(Element::Operation(id)),
        });
        self.push_sorted(operations.collect());
    }

    fn operation(&mut self, depth: usize, operation: &Operation) {
        let c = self.c;
        self.field(depth, "id", operation.operation_id.map(|(_, at)| at));
        self.field(depth, "summary", operation.summary);
        self.field(depth, "description", operation.description);
        self.field(depth, "external docs", operation.external_docs);
        self.flag(depth, "deprecated", operation.deprecated.is_some());
        let tags: Vec<&str> = operation.tags.iter().map(|(tag, _)| c.text(*tag)).collect();
        self.line(depth, &format!("tags {tags:?}"));
        self.servers(depth, &operation.servers);
        self.security(depth, operation.security.as_ref());
        let mut tasks: Vec<Task> = operation
            .parameters
            .iter()
            .map(|p| Task { depth, label: self.parameter_label(*p), what: used(*p, Element::Parameter) })
            .collect();
        let body = |body| Task { depth, label: "body".to_owned(), what: used(body, Element::RequestBody) };
        tasks.extend(operation.request_body.map(body));
        tasks.extend(operation.responses.iter().map(|r| {
            let label = format!("response {}", c.text(r.name));
            Task { depth, label, what: used(r.used, Element::Response) }
        }));
        tasks.extend(self.named(depth, "callback", &operation.callbacks, Element::Callback, false));
        self.push_sorted(tasks);
    }

    fn parameter_label(&self, used: Use<Parameter>) -> String {
        let text = |id: Id<Parameter>| {
            let parameter = &self.c.parameters[id];
            format!("parameter {} {}", parameter.place.as_str(), self.c.text(parameter.name))
        };
        used.id.map_or_else(|| "parameter".to_owned(), text)
    }
}
