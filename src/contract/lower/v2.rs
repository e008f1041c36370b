//! Swagger 2.0, said in the words of OpenAPI 3: body and form parameters become request bodies, `host`, `basePath`
//! and `schemes` become servers, `produces` and `consumes` become media types.

use hashbrown::HashSet;

use super::Lowering;
use super::schema::Job;
use super::v3::Parameters;
use crate::contract::keywords::{Keyword, name};
use crate::contract::{
    At, ComponentKind, Element, Encoding, Id, MediaType, Name, Named, Operation, Parameter, ParameterIn, PathItem,
    Place, ProblemKind, RequestBody, Response, Server, Status, StatusResponse, Style, Use,
};
use crate::source::tape::Kind;

const METHODS: [(Name, &str); 7] = [
    (name::GET, "GET"),
    (name::PUT, "PUT"),
    (name::POST, "POST"),
    (name::DELETE, "DELETE"),
    (name::OPTIONS, "OPTIONS"),
    (name::HEAD, "HEAD"),
    (name::PATCH, "PATCH"),
];

const COMPONENTS: [(Name, ComponentKind); 4] = [
    (Name(Keyword::Definitions as u32), ComponentKind::Schema),
    (name::PARAMETERS, ComponentKind::Parameter),
    (name::RESPONSES, ComponentKind::Response),
    (name::SECURITY_DEFINITIONS, ComponentKind::SecurityScheme),
];

/// A media type that a body may be written in: the name, and the node that says so.
type Range = (Name, At);

/// The parameters of an operation or a path item, sorted by what they become.
#[derive(Default, Clone)]
struct Sorted {
    parameters: Parameters,
    /// The body parameter: where it is used, and its definition.
    body: Option<(At, At)>,
    form: Vec<At>,
}

impl Lowering<'_> {
    pub(super) fn v2(&mut self) {
        let root = self.c.at;
        self.c.components_at = Some(root);
        for (field, kind) in COMPONENTS {
            let Some(at) = self.map(root, field, "a group of definitions") else { continue };
            for (name, key, at) in self.entries(at) {
                self.component(kind, name, key, at);
            }
        }
        self.root_parts();
        self.c.servers = self.addresses(root);
        let schemes = self.c.components.iter().filter(|c| c.kind == ComponentKind::SecurityScheme);
        let schemes: Vec<_> = schemes.map(|c| (c.name, c.key, c.at)).collect();
        for (name, key, at) in schemes {
            self.security_scheme(name, key, at);
        }
        self.c.paths = self.map(root, name::PATHS, "`paths`");
        if let Some(paths) = self.c.paths {
            for (path, key, at) in self.named_entries(paths) {
                self.v2_path_item(path, key, at);
            }
        }
        self.v2_components();
    }

    /// Lowers what only stands under the root's groups, so that rules see it whether it is used or not. What depends on
    /// `consumes` and `produces` takes those of the root.
    fn v2_components(&mut self) {
        let root = self.c.at;
        let consumes = self.ranges_of(root, name::CONSUMES, "application/json");
        let produces = self.ranges_of(root, name::PRODUCES, "application/json");
        for number in 0..self.c.components.len() {
            let component = &self.c.components[number];
            let (kind, at) = (component.kind, component.at);
            let element = match kind {
                ComponentKind::Schema => {
                    let schema = self.schema_id(at);
                    self.c.components[number].schema = Some(schema);
                    Some(Element::Schema(schema))
                }
                ComponentKind::Response => {
                    let used = self.used(at, "response", |this, at| Some(this.v2_response(at, &produces)));
                    used.id.map(Element::Response)
                }
                ComponentKind::Parameter => {
                    let sorted = self.sort_parameters(&[at]);
                    let parameter = sorted.parameters.first().and_then(|p| p.id).map(Element::Parameter);
                    let body = sorted.body.map(|(_, definition)| {
                        self.c.components[number].kind = ComponentKind::RequestBody;
                        Element::RequestBody(self.body(definition, &consumes))
                    });
                    let field = sorted.form.first().map(|&at| Element::Schema(self.schema_with(at, Job::Field)));
                    parameter.or(body).or(field)
                }
                _ => None,
            };
            self.c.components[number].element = element;
        }
    }

    /// `host`, `basePath` and `schemes` as servers, one for each scheme. The root and operations have `schemes`.
    fn addresses(&mut self, of: At) -> Vec<Server> {
        let root = self.c.at;
        let (host, base) = (self.name_field(root, name::HOST), self.name_field(root, name::BASE_PATH));
        if host.is_none() && base.is_none() {
            return Vec::new();
        }
        let text = |name: Option<(Name, At)>| {
            name.map(|(name, _)| self.loader.names.borrow().text(name).to_owned()).unwrap_or_default()
        };
        let (host_text, base_text) = (text(host), text(base));
        let base_text = if base_text == "/" { "" } else { &base_text };
        let at = host.or(base).map_or(root, |(_, at)| at);
        let schemes = self.list(of, name::SCHEMES, "`schemes`").map_or_else(Vec::new, |(_, schemes)| schemes);
        let mut servers: Vec<Server> = Vec::new();
        let mut add = |url: String, url_at: At| {
            let url = self.intern(&url);
            if !servers.iter().any(|s| s.url == url) {
                servers.push(Server { at, url_at, url, name: None, description: None, variables: Vec::new() });
            }
        };
        for &scheme_at in schemes.iter().filter(|_| !host_text.is_empty()) {
            let Some(scheme) = self.view(scheme_at).as_scalar() else { continue };
            add(format!("{scheme}://{host_text}{base_text}"), scheme_at);
        }
        if schemes.is_empty() || host_text.is_empty() {
            // Without `schemes` the API is served as the description is, which the text does not tell.
            let host = if host_text.is_empty() { String::new() } else { format!("//{host_text}") };
            add(format!("{host}{base_text}"), at);
        }
        servers
    }

    /// `consumes` or `produces`.
    fn ranges(&mut self, of: At, field: Name) -> Vec<Range> {
        let Some((_, list)) = self.list(of, field, "a list of media types") else { return Vec::new() };
        list.into_iter().filter_map(|at| Some((self.intern(&self.view(at).as_scalar()?), at))).collect()
    }

    /// The media types of an operation: its own, those of the root, or a usual one where nobody says; that one stands
    /// at the root, which is the place to say so.
    fn ranges_of(&mut self, operation: At, field: Name, fallback: &str) -> Vec<Range> {
        for of in [operation, self.c.at] {
            if self.field(of, field).is_some() {
                let ranges = self.ranges(of, field);
                if !ranges.is_empty() {
                    return ranges;
                }
            }
        }
        vec![(self.intern(fallback), self.c.at)]
    }

    fn v2_path_item(&mut self, path: Name, key: At, at: At) {
        let mut layers = self.layers(at);
        if layers.iter().any(|&layer| !self.may_read(layer, 0)) {
            layers.clear();
        }
        let owner = layers.iter().copied().find(|&l| self.field(l, name::PARAMETERS).is_some());
        let shared = owner.and_then(|l| self.list(l, name::PARAMETERS, "`parameters`"));
        let shared = self.sort_parameters(&shared.map_or_else(Vec::new, |(_, list)| list));
        let id = self.add_path_item(PathItem {
            place: Place::Path,
            name: path,
            key,
            at: layers.last().copied().unwrap_or(at),
            summary: None,
            description: None,
            parameters: shared.parameters.clone(),
            servers: Vec::new(),
            operations: Vec::new(),
        });
        let mut operations: Vec<Id<Operation>> = Vec::new();
        let mut methods: Vec<&str> = Vec::new();
        for (field, key, at) in layers.into_iter().flat_map(|layer| self.entries(layer)).collect::<Vec<_>>() {
            let Some((_, method)) = METHODS.iter().find(|m| m.0 == field) else { continue };
            if methods.contains(method) {
                continue;
            }
            methods.push(method);
            match self.view(at).kind() {
                Kind::Map | Kind::Null if !self.may_read(at, shared.parameters.len() + shared.form.len()) => {}
                Kind::Map | Kind::Null => operations.push(self.v2_operation(path, id, method, key, at, &shared)),
                _ => self.wrong_type(at, "an operation", "an object"),
            }
        }
        self.c.path_items[id].operations = operations;
    }

    fn v2_operation(
        &mut self,
        path: Name,
        path_item: Id<PathItem>,
        method: &str,
        key: At,
        at: At,
        shared: &Sorted,
    ) -> Id<Operation> {
        let list = self.list(at, name::PARAMETERS, "`parameters`");
        let list_at = list.as_ref().map_or(at, |(at, _)| *at);
        let mut sorted = self.sort_parameters(&list.map_or_else(Vec::new, |(_, list)| list));
        let own_parameters = sorted.parameters.len();
        self.inherit(&mut sorted.parameters, &shared.parameters);
        let body = sorted.body.or(shared.body);
        let mut form = sorted.form;
        let called = |at: &At| self.name_field(*at, name::NAME).map(|(name, _)| name);
        let own: HashSet<Option<Name>> = form.iter().map(called).collect();
        form.extend(shared.form.iter().filter(|at| !own.contains(&called(at))));
        let request_body = match body {
            Some((used, definition)) => {
                let consumes = self.ranges_of(at, name::CONSUMES, "application/json");
                Some(Use { at: used, id: Some(self.body(definition, &consumes)) })
            }
            None if !form.is_empty() => {
                let consumes = self.form_ranges(at, &form);
                Some(Use { at: list_at, id: Some(self.form_body(list_at, &form, &consumes)) })
            }
            None => None,
        };
        let produces = self.ranges_of(at, name::PRODUCES, "application/json");
        let responses_at = self.map(at, name::RESPONSES, "`responses`");
        let entries = responses_at.map_or_else(Vec::new, |responses| self.named_entries(responses));
        let responses = entries.into_iter().map(|(name, key, at)| {
            let status = Status::parse(self.loader.names.borrow().text(name));
            let used = self.used(at, "response", |this, at| Some(this.v2_response(at, &produces)));
            StatusResponse { status, name, key, used }
        });
        let responses = responses.collect();
        let operation = Operation {
            at,
            key,
            method: self.intern(method),
            place: Place::Path,
            path,
            path_item,
            operation_id: self.name_field(at, name::OPERATION_ID),
            summary: self.field(at, name::SUMMARY),
            description: self.field(at, Keyword::Description.name()),
            tags: self.tag_names(at),
            deprecated: self.deprecated(at),
            external_docs: self.field(at, Keyword::ExternalDocs.name()),
            parameters: sorted.parameters,
            own_parameters,
            request_body,
            responses_at,
            responses,
            callbacks: Vec::new(),
            security: self.security(at),
            servers: self.field(at, name::SCHEMES).map_or_else(Vec::new, |_| self.addresses(at)),
        };
        self.c.operations.add(operation)
    }

    /// Sorts parameters into those that stay, the body, and the fields of a form.
    fn sort_parameters(&mut self, list: &[At]) -> Sorted {
        let mut sorted = Sorted::default();
        for &used in list {
            let Some(at) = self.dereference(used, "parameter") else {
                sorted.parameters.push(Use { at: used, id: None });
                continue;
            };
            let place = self.name_field(at, name::IN).map(|(place, _)| place);
            match place {
                Some(name::BODY) => sorted.body = Some((used, at)),
                Some(name::FORM_DATA) => sorted.form.push(at),
                _ => {
                    let id = self.v2_parameter(at);
                    sorted.parameters.push(Use { at: used, id });
                }
            }
        }
        sorted
    }

    fn v2_parameter(&mut self, at: At) -> Option<Id<Parameter>> {
        if let Some(&known) = self.memo.parameters.get(&at) {
            return known;
        }
        let named = self.name_field(at, name::NAME);
        let place = self.name_field(at, name::IN).and_then(|(place, _)| self.place(place));
        let id = match (named, place) {
            (Some((name, name_at)), Some(place)) => {
                let parameter = self.v2_parameter_fields(at, name, name_at, place);
                Some(self.c.parameters.add(parameter))
            }
            _ => {
                self.faulty_parameter(at, named.is_some());
                None
            }
        };
        self.memo.parameters.insert(at, id);
        id
    }

    fn v2_parameter_fields(&mut self, at: At, name: Name, name_at: At, place: ParameterIn) -> Parameter {
        let (style, explode) = self.collection_format(at, place);
        Parameter {
            at,
            name,
            name_at,
            place,
            required: self.flag(at, Keyword::Required.name()) == Some(true),
            required_at: self.field(at, Keyword::Required.name()),
            deprecated: false,
            description: self.field(at, Keyword::Description.name()),
            style,
            explode,
            allow_reserved: false,
            allow_empty_value: self.flag(at, name::ALLOW_EMPTY_VALUE) == Some(true),
            schema: self.field(at, Keyword::Type.name()).map(|_| self.schema_with(at, Job::Parameter)),
            content: Vec::new(),
            examples: Vec::new(),
            example: None,
        }
    }

    /// Style and explode that say the same as `collectionFormat`. `explode` means nothing on a value that is no list,
    /// so there it is what 3.x has by default.
    fn collection_format(&mut self, at: At, place: ParameterIn) -> (Style, bool) {
        let format = self.name_field(at, name::COLLECTION_FORMAT);
        let query = matches!(place, ParameterIn::Query);
        let plain = if query { Style::Form } else { Style::Simple };
        if !self.is_list(at) {
            return (plain, query);
        }
        let text = format.map(|(name, _)| self.loader.names.borrow().text(name).to_owned());
        match text.as_deref() {
            None | Some("csv") => (plain, false),
            Some("multi") => (Style::Form, true),
            Some("ssv") => (Style::SpaceDelimited, false),
            Some("pipes") => (Style::PipeDelimited, false),
            Some("tsv") => (Style::TabDelimited, false),
            Some(_) => {
                let at = format.map_or(at, |(_, at)| at);
                let help = "the formats are csv, ssv, tsv, pipes, and multi in queries and forms";
                let message = "this is no collection format".to_owned();
                self.problem(ProblemKind::WrongValue, at, "no such format", message, Some(help.to_owned()));
                (plain, false)
            }
        }
    }

    /// A body parameter as a request body.
    fn body(&mut self, at: At, consumes: &[Range]) -> Id<RequestBody> {
        let by = consumes.first().map(|c| c.1);
        if let Some(&known) = self.memo.request_bodies.get(&(at, by)) {
            return known;
        }
        let schema = self.field(at, name::SCHEMA);
        let schema_id = schema.map(|schema| self.schema_id(schema));
        let body = RequestBody {
            at,
            required: self.flag(at, Keyword::Required.name()) == Some(true),
            required_at: self.field(at, Keyword::Required.name()),
            description: self.field(at, Keyword::Description.name()),
            content_at: schema,
            content: self.v2_content(consumes, schema.unwrap_or(at), schema_id, None),
        };
        let id = self.c.request_bodies.add(body);
        self.memo.request_bodies.insert((at, by), id);
        id
    }

    /// What a form may be written in: with a file only multipart.
    fn form_ranges(&mut self, operation: At, form: &[At]) -> Vec<Range> {
        let file = form.iter().any(|&p| {
            self.name_field(p, Keyword::Type.name())
                .is_some_and(|(name, _)| self.loader.names.borrow().text(name) == "file")
        });
        let fallback = if file { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
        let ranges = self.ranges_of(operation, name::CONSUMES, fallback);
        let names = self.loader.names.borrow();
        let fits = |range: &Range| {
            matches!(names.text(range.0), "multipart/form-data")
                || (!file && names.text(range.0) == "application/x-www-form-urlencoded")
        };
        let kept: Vec<Range> = ranges.iter().copied().filter(fits).collect();
        drop(names);
        // A form that claims to be JSON is a fault of the description; the form is what clients send.
        if kept.is_empty() { vec![(self.intern(fallback), self.c.at)] } else { kept }
    }

    fn form_body(&mut self, at: At, form: &[At], consumes: &[Range]) -> Id<RequestBody> {
        let schema = self.schema_with(at, Job::Form(form.to_vec()));
        let required_at = form.iter().find(|&&p| self.flag(p, Keyword::Required.name()) == Some(true));
        let required_at = required_at.and_then(|&p| self.field(p, Keyword::Required.name()));
        let body = RequestBody {
            at,
            required: required_at.is_some(),
            required_at,
            description: None,
            content_at: Some(at),
            content: self.v2_content(consumes, at, Some(schema), None),
        };
        for used in &body.content {
            if let Some(id) = used.used.id {
                self.c.media_types[id].encoding = self.form_encoding(form);
            }
        }
        self.c.request_bodies.add(body)
    }

    /// How the lists of a form are written, where it is not as in 3.x by default, a field for each element.
    fn form_encoding(&mut self, form: &[At]) -> Vec<Encoding> {
        let mut encodings = Vec::new();
        for &at in form {
            let Some((name, key)) = self.name_field(at, name::NAME) else { continue };
            if self.is_list(at) {
                let (style, explode) = self.collection_format(at, ParameterIn::Query);
                if !explode {
                    encodings.push(Encoding {
                        name,
                        key,
                        at,
                        content_type: None,
                        headers: Vec::new(),
                        style: Some(style),
                        explode: Some(explode),
                        allow_reserved: false,
                    });
                }
            }
        }
        encodings
    }

    fn is_list(&self, parameter: At) -> bool {
        let kind = self.name_field(parameter, Keyword::Type.name());
        kind.is_some_and(|(name, _)| self.loader.names.borrow().text(name) == "array")
    }

    fn v2_content(
        &mut self,
        ranges: &[Range],
        at: At,
        schema: Option<Id<crate::contract::Schema>>,
        examples: Option<At>,
    ) -> Vec<Named<MediaType>> {
        let mut content = Vec::with_capacity(ranges.len());
        for &(name, key) in ranges {
            let example = examples.and_then(|examples| self.field(examples, name));
            let id = self.c.media_types.add(MediaType {
                at,
                schema,
                item_schema: None,
                example,
                examples: Vec::new(),
                encoding: Vec::new(),
                part_encoding: Vec::new(),
            });
            content.push(Named { name, key, used: Use { at, id: Some(id) } });
        }
        content
    }

    fn v2_response(&mut self, at: At, produces: &[Range]) -> Id<Response> {
        let by = produces.first().map(|p| p.1);
        if let Some(&known) = self.memo.responses.get(&(at, by)) {
            return known;
        }
        let schema = self.field(at, name::SCHEMA);
        let schema_id = schema.map(|schema| self.schema_id(schema));
        let examples = self.map(at, Keyword::Examples.name(), "`examples`");
        let content = match schema {
            Some(schema) => self.v2_content(produces, schema, schema_id, examples),
            None => Vec::new(),
        };
        let headers_at = self.map(at, name::HEADERS, "`headers`");
        let entries = headers_at.map_or_else(Vec::new, |headers| self.entries(headers));
        let mut headers = Vec::with_capacity(entries.len());
        for (name, key, at) in entries {
            if !self.view(at).is_map() {
                self.wrong_type(at, "a header", "an object");
                continue;
            }
            let known = self.memo.headers.get(&at).copied();
            let id = known.unwrap_or_else(|| {
                let header = self.v2_parameter_fields(at, name, key, ParameterIn::Header);
                let id = self.c.headers.add(header);
                self.memo.headers.insert(at, id);
                id
            });
            headers.push(Named { name, key, used: Use { at, id: Some(id) } });
        }
        let response = Response {
            at,
            summary: None,
            description: self.field(at, Keyword::Description.name()),
            headers_at,
            headers,
            content_at: schema,
            content,
            links: Vec::new(),
        };
        let id = self.c.responses.add(response);
        self.memo.responses.insert((at, by), id);
        id
    }
}
