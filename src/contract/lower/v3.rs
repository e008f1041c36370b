//! OpenAPI 3.0, 3.1 and 3.2. They differ in fields that a document of an older version does not have, and in the
//! dialect of their schemas, which `schema.rs` knows.

use hashbrown::HashSet;

use super::Lowering;
use crate::contract::keywords::{Keyword, name};
use crate::contract::{
    At, Callback, ComponentKind, Element, Encoding, Id, MediaType, Name, Named, Operation, Parameter, ParameterIn,
    PathItem, Place, ProblemKind, RequestBody, Response, SpecVersion, Status, StatusResponse, Style, Use,
};
use crate::source::tape::Kind;

/// The methods that a path item may have as fields of its own.
const METHODS: [(Name, &str); 9] = [
    (name::GET, "GET"),
    (name::PUT, "PUT"),
    (name::POST, "POST"),
    (name::DELETE, "DELETE"),
    (name::OPTIONS, "OPTIONS"),
    (name::HEAD, "HEAD"),
    (name::PATCH, "PATCH"),
    (name::TRACE, "TRACE"),
    (name::QUERY, "QUERY"),
];

const COMPONENTS: [(Name, ComponentKind); 11] = [
    (name::SCHEMAS, ComponentKind::Schema),
    (name::RESPONSES, ComponentKind::Response),
    (name::PARAMETERS, ComponentKind::Parameter),
    (Name(Keyword::Examples as u32), ComponentKind::Example),
    (name::REQUEST_BODIES, ComponentKind::RequestBody),
    (name::HEADERS, ComponentKind::Header),
    (name::SECURITY_SCHEMES, ComponentKind::SecurityScheme),
    (name::LINKS, ComponentKind::Link),
    (name::CALLBACKS, ComponentKind::Callback),
    (name::PATH_ITEMS, ComponentKind::PathItem),
    (name::MEDIA_TYPES, ComponentKind::MediaType),
];

/// The parameter list of a path item or an operation, one entry a (place, name).
pub(super) type Parameters = Vec<Use<Parameter>>;

impl Lowering<'_> {
    pub(super) fn v3(&mut self) {
        let root = self.c.at;
        self.c.components_at = self.map(root, name::COMPONENTS, "`components`");
        if let Some(components) = self.c.components_at {
            for (field, kind) in COMPONENTS {
                let Some(at) = self.map(components, field, "a group of components") else { continue };
                // Here and in other maps of names, one that begins with `x-` is a name like any other.
                for (name, key, at) in self.entries(at) {
                    self.component(kind, name, key, at);
                }
            }
        }
        self.root_parts();
        self.c.servers = self.servers(root);
        self.schemes();
        self.c.paths = self.map(root, name::PATHS, "`paths`");
        self.c.webhooks = self.map(root, name::WEBHOOKS, "`webhooks`");
        if let Some(paths) = self.c.paths {
            // `paths: {$ref: …}` is in no version, and means somebody split the file in an unusual way: follow it.
            let paths = self.dereference(paths, "paths object").unwrap_or(paths);
            for (name, key, at) in self.named_entries(paths) {
                if name != Keyword::Ref.name() {
                    self.path_item(Place::Path, name, key, at);
                }
            }
        }
        if let Some(webhooks) = self.c.webhooks {
            for (name, key, at) in self.entries(webhooks) {
                self.path_item(Place::Webhook, name, key, at);
            }
        }
        self.unused_components();
    }

    fn schemes(&mut self) {
        let schemes: Vec<_> = self.c.components.iter().filter(|c| c.kind == ComponentKind::SecurityScheme).collect();
        let schemes: Vec<_> = schemes.into_iter().map(|c| (c.name, c.key, c.at)).collect();
        for (name, key, at) in schemes {
            self.security_scheme(name, key, at);
        }
    }

    /// Lowers what only stands under `components`, so that rules see it whether it is used or not.
    fn unused_components(&mut self) {
        for number in 0..self.c.components.len() {
            let component = &self.c.components[number];
            let (kind, name, key, at) = (component.kind, component.name, component.key, component.at);
            let element = match kind {
                ComponentKind::Schema => {
                    let schema = self.schema_id(at);
                    self.c.components[number].schema = Some(schema);
                    Some(Element::Schema(schema))
                }
                ComponentKind::Response => {
                    self.used(at, "response", |t, at| Some(t.response(at))).id.map(Element::Response)
                }
                ComponentKind::Parameter => self.used(at, "parameter", Self::parameter).id.map(Element::Parameter),
                ComponentKind::Example => {
                    self.used(at, "example", |t, at| Some(t.example(at))).id.map(Element::Example)
                }
                ComponentKind::RequestBody => {
                    self.used(at, "request body", |t, at| Some(t.request_body(at))).id.map(Element::RequestBody)
                }
                ComponentKind::Header => {
                    self.used(at, "header", |t, at| t.header(name, key, at)).id.map(Element::Header)
                }
                ComponentKind::Link => self.used(at, "link", |t, at| Some(t.link(at))).id.map(Element::Link),
                ComponentKind::Callback => {
                    self.used(at, "callback", |t, at| Some(t.callback(at))).id.map(Element::Callback)
                }
                ComponentKind::MediaType => self.used(at, "media type", Self::media_type).id.map(Element::MediaType),
                ComponentKind::PathItem => {
                    let definition = self.layers(at).last().copied().unwrap_or(at);
                    let known = self.memo.path_items.get(&definition).copied();
                    let item = known.unwrap_or_else(|| self.path_item(Place::Component, name, key, at));
                    Some(Element::PathItem(item))
                }
                ComponentKind::SecurityScheme => None,
            };
            self.c.components[number].element = element;
        }
    }

    /// A path item with its operations.
    pub(super) fn path_item(&mut self, place: Place, path: Name, key: At, at: At) -> Id<PathItem> {
        let mut layers = self.layers(at);
        if layers.iter().any(|&layer| !self.may_read(layer, 0)) {
            layers.clear();
        }
        let find = |this: &Self, field: Name| layers.iter().find_map(|&l| this.field(l, field));
        let (summary, description) = (find(self, name::SUMMARY), find(self, Keyword::Description.name()));
        // The definition is the last layer; a reference with operations of its own is one too.
        let definition = layers.last().copied().unwrap_or(at);
        let owner = |this: &Self, field| layers.iter().copied().find(|&l| this.field(l, field).is_some());
        let servers = owner(self, name::SERVERS).map_or_else(Vec::new, |layer| self.servers(layer));
        let own = owner(self, name::PARAMETERS).map_or_else(Vec::new, |l| self.parameter_list(l));
        let id = self.add_path_item(PathItem {
            place,
            name: path,
            key,
            at: definition,
            summary,
            description,
            parameters: own.clone(),
            servers,
            operations: Vec::new(),
        });
        let mut operations: Vec<Id<Operation>> = Vec::new();
        let mut methods: Vec<Name> = Vec::new();
        for &layer in &layers {
            for (field, key, at) in self.methods(layer) {
                if methods.contains(&field) {
                    continue;
                }
                methods.push(field);
                let operation = self.operation(place, path, id, field, key, at, &own);
                operations.extend(operation);
            }
        }
        self.c.path_items[id].operations = operations;
        id
    }

    /// The definitions that a path item is laid together from, the nearest first: fields beside `$ref` are allowed, and
    /// where both sides define one, the nearer wins.
    pub(super) fn layers(&mut self, at: At) -> Vec<At> {
        const MOST_LAYERS: usize = 64;
        let mut layers: Vec<At> = Vec::new();
        let mut next = Some(at).filter(|&at| self.view(at).kind() != Kind::Null);
        while let Some(current) = next.and_then(|at| self.follow(at, "path item", true)) {
            if let Some(start) = layers.iter().position(|&layer| layer == current) {
                let first = self.first_reference(&layers[start..]).unwrap_or(current);
                self.say_circle(first, "path item");
                break;
            }
            if layers.len() == MOST_LAYERS {
                let message =
                    format!("this path item refers through more than {MOST_LAYERS} others and is not read further");
                self.problem(ProblemKind::CircularReference, current, "not read", message, None);
                break;
            }
            layers.push(current);
            next = self.field(current, Keyword::Ref.name()).and_then(|reference| self.target(reference));
        }
        layers
    }

    /// The methods of a path item in the order of the text: name in upper case, key, operation.
    fn methods(&mut self, item: At) -> Vec<(Name, At, At)> {
        let mut found = Vec::new();
        for (field, key, at) in self.entries(item) {
            if let Some((_, method)) = METHODS.iter().find(|m| m.0 == field) {
                if field != name::QUERY || self.c.version >= SpecVersion::V3_2 {
                    found.push((self.intern(method), key, at));
                }
            } else if field == name::ADDITIONAL_OPERATIONS && self.c.version >= SpecVersion::V3_2 {
                if self.view(at).is_map() {
                    found.extend(self.entries(at));
                } else {
                    self.wrong_type(at, "`additionalOperations`", "an object");
                }
            }
        }
        found
    }

    #[allow(clippy::too_many_arguments)]
    fn operation(
        &mut self,
        place: Place,
        path: Name,
        path_item: Id<PathItem>,
        method: Name,
        key: At,
        at: At,
        inherited: &[Use<Parameter>],
    ) -> Option<Id<Operation>> {
        if !matches!(self.view(at).kind(), Kind::Map | Kind::Null) {
            self.wrong_type(at, "an operation", "an object");
            return None;
        }
        if !self.may_read(at, inherited.len()) {
            return None;
        }
        let mut parameters = self.parameter_list(at);
        let own_parameters = parameters.len();
        self.inherit(&mut parameters, inherited);
        let request_body = self.field(at, name::REQUEST_BODY);
        let request_body = request_body.map(|at| self.used(at, "request body", |t, at| Some(t.request_body(at))));
        let responses_at = self.map(at, name::RESPONSES, "`responses`");
        let responses = responses_at.map_or_else(Vec::new, |responses| self.responses(responses));
        let callbacks = self.map(at, name::CALLBACKS, "`callbacks`");
        let callbacks = callbacks.map_or_else(Vec::new, |callbacks| {
            let entries = self.entries(callbacks);
            let lowered = entries.into_iter().map(|(name, key, at)| Named {
                name,
                key,
                used: self.used(at, "callback", |this, at| Some(this.callback(at))),
            });
            lowered.collect()
        });
        let operation = Operation {
            at,
            key,
            method,
            place,
            path,
            path_item,
            operation_id: self.name_field(at, name::OPERATION_ID),
            summary: self.field(at, name::SUMMARY),
            description: self.field(at, Keyword::Description.name()),
            tags: self.tag_names(at),
            deprecated: self.deprecated(at),
            external_docs: self.field(at, Keyword::ExternalDocs.name()),
            parameters,
            own_parameters,
            request_body,
            responses_at,
            responses,
            callbacks,
            security: self.security(at),
            servers: self.servers(at),
        };
        Some(self.c.operations.add(operation))
    }

    /// The node of `deprecated: true`.
    pub(super) fn deprecated(&self, at: At) -> Option<At> {
        let said = self.field(at, Keyword::Deprecated.name())?;
        (self.view(said).kind() == Kind::True).then_some(said)
    }

    /// Adds the parameters of a path item that an operation does not override.
    pub(super) fn inherit(&self, own: &mut Parameters, inherited: &[Use<Parameter>]) {
        let identity = |used: &Use<Parameter>| {
            used.id.map(|id| {
                let Parameter { place, name, .. } = self.c.parameters[id];
                // Names of headers have no case.
                let caseless = || self.loader.names.borrow().text(name).to_ascii_lowercase();
                (place, if place == ParameterIn::Header { self.intern(&caseless()) } else { name })
            })
        };
        let overriding: HashSet<(ParameterIn, Name)> = own.iter().filter_map(identity).collect();
        let overridden = |used: &&Use<Parameter>| identity(used).is_some_and(|i| overriding.contains(&i));
        own.extend(inherited.iter().filter(|used| overriding.is_empty() || !overridden(used)));
    }

    fn parameter_list(&mut self, of: At) -> Parameters {
        let Some((_, list)) = self.list(of, name::PARAMETERS, "`parameters`") else { return Vec::new() };
        list.into_iter().map(|at| self.used(at, "parameter", Self::parameter)).collect()
    }

    fn parameter(&mut self, at: At) -> Option<Id<Parameter>> {
        if let Some(&known) = self.memo.parameters.get(&at) {
            return known;
        }
        let named = self.name_field(at, name::NAME);
        let place = self.name_field(at, name::IN).and_then(|(place, _)| self.place(place));
        let id = match (named, place) {
            (Some((name, name_at)), Some(place)) => {
                let parameter = self.parameter_fields(at, name, name_at, place);
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

    /// Says why a parameter can not be understood.
    pub(super) fn faulty_parameter(&mut self, at: At, named: bool) {
        let (message, help) = if !named {
            ("a parameter must have a `name`".to_owned(), None)
        } else if let Some((_, place)) = self.name_field(at, name::IN) {
            let said: String = self.view(place).as_scalar().unwrap_or_default().chars().take(60).collect();
            let places = match self.c.version {
                SpecVersion::V2_0 => "the places are query, header, path, formData, body",
                SpecVersion::V3_2 => "the places are query, querystring, header, path, cookie",
                _ => "the places are query, header, path, cookie",
            };
            return self.problem(
                ProblemKind::WrongValue,
                place,
                "no such place",
                format!("`{said}` is no place for a parameter"),
                Some(places.to_owned()),
            );
        } else {
            ("a parameter must say where it stands".to_owned(), Some("add `in: query`, or where it is".to_owned()))
        };
        self.problem(ProblemKind::MissingField, at, "a parameter", message, help);
    }

    fn parameter_fields(&mut self, at: At, name: Name, name_at: At, place: ParameterIn) -> Parameter {
        let style = self.style(at).unwrap_or(match place {
            ParameterIn::Query | ParameterIn::QueryString | ParameterIn::Cookie => Style::Form,
            ParameterIn::Path | ParameterIn::Header => Style::Simple,
        });
        let content = self.map(at, name::CONTENT, "`content`");
        Parameter {
            at,
            name,
            name_at,
            place,
            required: self.flag(at, Keyword::Required.name()) == Some(true),
            required_at: self.field(at, Keyword::Required.name()),
            deprecated: self.deprecated(at).is_some(),
            description: self.field(at, Keyword::Description.name()),
            style,
            explode: self.flag(at, name::EXPLODE).unwrap_or(matches!(style, Style::Form | Style::Cookie)),
            allow_reserved: self.flag(at, name::ALLOW_RESERVED) == Some(true),
            allow_empty_value: self.flag(at, name::ALLOW_EMPTY_VALUE) == Some(true),
            schema: self.field(at, name::SCHEMA).map(|schema| self.schema_id(schema)),
            content: content.map_or_else(Vec::new, |content| self.content(content)),
            examples: self.named_examples(at),
            example: self.field(at, Keyword::Example.name()),
        }
    }

    fn header(&mut self, name: Name, key: At, at: At) -> Option<Id<Parameter>> {
        if let Some(&known) = self.memo.headers.get(&at) {
            return Some(known);
        }
        let header = self.nested(at, "header", |this| this.parameter_fields(at, name, key, ParameterIn::Header))?;
        let id = self.c.headers.add(header);
        self.memo.headers.insert(at, id);
        Some(id)
    }

    /// Lowers a definition that may hold others of its sort: headers have content, whose encodings have headers. One
    /// that holds itself, or that is nested beyond all use, is refused with a problem.
    fn nested<T>(&mut self, at: At, what: &str, lower: impl FnOnce(&mut Self) -> T) -> Option<T> {
        const DEEPEST: usize = 64;
        if self.open.contains(&at) || self.open.len() >= DEEPEST {
            let message = if self.open.contains(&at) {
                format!("this {what} holds itself")
            } else {
                format!("this {what} stands inside {DEEPEST} others and is not read")
            };
            self.problem(ProblemKind::CircularReference, at, "not read", message, None);
            return None;
        }
        self.open.push(at);
        let lowered = lower(self);
        self.open.pop();
        Some(lowered)
    }

    fn headers(&mut self, headers: At) -> Vec<Named<Parameter>> {
        let entries = self.entries(headers);
        let lowered = entries.into_iter().map(|(name, key, at)| Named {
            name,
            key,
            used: self.used(at, "header", |this, at| this.header(name, key, at)),
        });
        lowered.collect()
    }

    fn request_body(&mut self, at: At) -> Id<RequestBody> {
        if let Some(&known) = self.memo.request_bodies.get(&(at, None)) {
            return known;
        }
        let content_at = self.map(at, name::CONTENT, "`content`");
        let body = RequestBody {
            at,
            required: self.flag(at, Keyword::Required.name()) == Some(true),
            required_at: self.field(at, Keyword::Required.name()),
            description: self.field(at, Keyword::Description.name()),
            content_at,
            content: content_at.map_or_else(Vec::new, |content| self.content(content)),
        };
        let id = self.c.request_bodies.add(body);
        self.memo.request_bodies.insert((at, None), id);
        id
    }

    fn content(&mut self, content: At) -> Vec<Named<MediaType>> {
        let entries = self.entries(content);
        let lowered = entries.into_iter().map(|(name, key, at)| {
            let used = if self.view(at).kind() == Kind::Null {
                // `text/plain:` with nothing behind it names a media type and says nothing more.
                Use { at, id: self.media_type(at) }
            } else {
                self.used(at, "media type", Self::media_type)
            };
            Named { name, key, used }
        });
        lowered.collect()
    }

    fn media_type(&mut self, at: At) -> Option<Id<MediaType>> {
        if let Some(&known) = self.memo.media_types.get(&at) {
            return Some(known);
        }
        let encoding = self.map(at, name::ENCODING, "`encoding`");
        let encoding = match encoding {
            Some(encoding) => self.nested(at, "media type", |this| this.encodings(encoding))?,
            None => Vec::new(),
        };
        let part_encoding = self.nested(at, "media type", |this| this.part_encodings(at))?;
        let schema = self.field(at, name::SCHEMA).map(|schema| self.schema_id(schema));
        let new = self.c.version >= SpecVersion::V3_2;
        let item_schema = self.field(at, name::ITEM_SCHEMA).filter(|_| new).map(|schema| self.schema_id(schema));
        let media_type = MediaType {
            at,
            schema,
            item_schema,
            example: self.field(at, Keyword::Example.name()),
            examples: self.named_examples(at),
            encoding,
            part_encoding,
        };
        let id = self.c.media_types.add(media_type);
        self.memo.media_types.insert(at, id);
        Some(id)
    }

    fn encodings(&mut self, encodings: At) -> Vec<Encoding> {
        let entries = self.entries(encodings);
        entries.into_iter().filter_map(|(name, key, at)| self.encoding(name, key, at)).collect()
    }

    fn part_encodings(&mut self, media_type: At) -> Vec<Encoding> {
        let prefix = self.field(media_type, name::PREFIX_ENCODING);
        let item = self.field(media_type, name::ITEM_ENCODING);
        let items = prefix.map_or_else(Vec::new, |list| self.view(list).items().map(|item| list.to(item.at)).collect());
        let numbered = items.into_iter().enumerate().map(|(number, at)| (number.to_string(), at));
        let named: Vec<(String, At)> = numbered.chain(item.map(|at| ("*".to_owned(), at))).collect();
        named.into_iter().filter_map(|(part, at)| self.encoding(self.intern(&part), at, at)).collect()
    }

    fn encoding(&mut self, name: Name, key: At, at: At) -> Option<Encoding> {
        if !self.view(at).is_map() {
            self.wrong_type(at, "an encoding", "an object");
            return None;
        }
        let headers = self.map(at, name::HEADERS, "`headers`");
        Some(Encoding {
            name,
            key,
            at,
            content_type: self.field(at, name::CONTENT_TYPE),
            headers: headers.map_or_else(Vec::new, |headers| self.headers(headers)),
            style: self.style(at),
            explode: self.flag(at, name::EXPLODE),
            allow_reserved: self.flag(at, name::ALLOW_RESERVED) == Some(true),
        })
    }

    fn responses(&mut self, responses: At) -> Vec<StatusResponse> {
        let entries = self.named_entries(responses);
        let lowered = entries.into_iter().map(|(name, key, at)| {
            let status = Status::parse(self.loader.names.borrow().text(name));
            let used = self.used(at, "response", |this, at| Some(this.response(at)));
            StatusResponse { status, name, key, used }
        });
        lowered.collect()
    }

    fn response(&mut self, at: At) -> Id<Response> {
        if let Some(&known) = self.memo.responses.get(&(at, None)) {
            return known;
        }
        let headers_at = self.map(at, name::HEADERS, "`headers`");
        let content_at = self.map(at, name::CONTENT, "`content`");
        let links = self.map(at, name::LINKS, "`links`");
        let links = links.map_or_else(Vec::new, |links| {
            let entries = self.entries(links);
            let lowered = entries.into_iter().map(|(name, key, at)| Named {
                name,
                key,
                used: self.used(at, "link", |this, at| Some(this.link(at))),
            });
            lowered.collect()
        });
        let response = Response {
            at,
            summary: self.field(at, name::SUMMARY),
            description: self.field(at, Keyword::Description.name()),
            headers_at,
            headers: headers_at.map_or_else(Vec::new, |headers| self.headers(headers)),
            content_at,
            content: content_at.map_or_else(Vec::new, |content| self.content(content)),
            links,
        };
        let id = self.c.responses.add(response);
        self.memo.responses.insert((at, None), id);
        id
    }

    /// A callback; its path items wait, since they hold operations that may hold callbacks.
    fn callback(&mut self, at: At) -> Id<Callback> {
        if let Some(&known) = self.memo.callbacks.get(&at) {
            return known;
        }
        let id = self.c.callbacks.add(Callback { at, path_items: Vec::new() });
        self.memo.callbacks.insert(at, id);
        self.callback_queue.push_back(id);
        id
    }

    pub(super) fn callback_items(&mut self, callback: Id<Callback>) {
        let at = self.c.callbacks[callback].at;
        let mut items = Vec::new();
        for (expression, key, at) in self.named_entries(at) {
            items.push(self.path_item(Place::Callback, expression, key, at));
        }
        self.c.callbacks[callback].path_items = items;
    }
}
