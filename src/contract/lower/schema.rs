//! Schemas of all dialects to one list of keywords.

use super::Lowering;
use crate::contract::keywords::{Keyword, Keywords, Shape, name};
use crate::contract::schema::{Entry, Schema, SchemaMember, Types};
use crate::contract::{At, Dialect, Id, ProblemKind, SpecVersion};
use crate::source::document::{Member, View};
use crate::source::tape::Kind;

/// How a node is to be read as a schema.
#[derive(Clone, Debug)]
pub(super) enum Job {
    /// As a Schema Object.
    Schema,
    /// As a parameter, header or items object of 2.0, whose schema stands among its other fields.
    Parameter,
    /// As a parameter of a form of 2.0: the same, but what describes the parameter describes the property.
    Field,
    /// As a form: each parameter is a property. The list of places of the parameters.
    Form(Vec<At>),
}

impl Lowering<'_> {
    /// The schema made from a node; lowered when its turn comes.
    pub(super) fn schema_id(&mut self, at: At) -> Id<Schema> {
        self.schema_with(at, Job::Schema)
    }

    pub(super) fn schema_with(&mut self, at: At, job: Job) -> Id<Schema> {
        let doc = at.doc.0 as usize;
        if self.schema_ids.len() <= doc {
            self.schema_ids.resize_with(doc + 1, Vec::new);
        }
        if self.schema_ids[doc].is_empty() {
            self.schema_ids[doc] = vec![0; self.loader.doc(at.doc).tape.nodes.len()];
        }
        let known = self.schema_ids[doc][at.node as usize];
        if known != 0 {
            return Id::new(known as usize - 1);
        }
        let resolved = Id::new(self.c.schemas.len());
        let dialect = self.dialect_of(at);
        let (types, boolean) = (Types::NONE, None);
        let id = self.c.schemas.schemas.add(Schema {
            at,
            types,
            boolean,
            dialect,
            resolved,
            start: 0,
            len: 0,
            keywords: Keywords::default(),
        });
        self.schema_ids[doc][at.node as usize] = id.index() as u32 + 1;
        self.schema_queue.push_back((id, job));
        id
    }

    pub(super) fn lower_one(&mut self, id: Id<Schema>, job: Job) {
        let mut schema = self.c.schemas.schemas[id];
        let at = schema.at;
        let start = self.c.schemas.entries.len();
        schema.start = start as u32;
        let view = self.view(at);
        match (view.kind(), job) {
            (_, Job::Form(parameters)) => {
                schema.types = Types::OBJECT;
                self.form(at, &parameters);
            }
            (Kind::Map, job) => self.keywords(at, &mut schema, &job),
            (Kind::True | Kind::False, _) => {
                schema.boolean = view.as_bool();
                // A boolean is allowed for these keywords in every dialect, and everywhere in later ones.
                if !schema.dialect.boolean_schemas() && !self.may_be_boolean(at) {
                    self.wrong_type(at, "a schema", "an object");
                }
            }
            (Kind::Null, _) => {}
            _ => self.wrong_type(at, "a schema", "an object"),
        }
        schema.len = (self.c.schemas.entries.len() - start) as u32;
        self.c.schemas.entries[start..].iter().for_each(|entry| schema.keywords.insert(entry.keyword));
        self.c.schemas.schemas[id] = schema;
    }

    fn may_be_boolean(&self, at: At) -> bool {
        let doc = self.loader.doc(at.doc);
        let key = doc.key_of(at.node);
        key != at.node
            && matches!(doc.tape.key(key), n if n == Keyword::AdditionalProperties.name() || n == name::ADDITIONAL_ITEMS)
    }

    /// The dialect that a place is written in: for OpenAPI what the document's root says, or else what the root
    /// document says; for a bare JSON Schema what the resource says, or else the one around it.
    fn dialect_of(&mut self, at: At) -> Dialect {
        if self.bare.is_some() {
            return self.draft_of(at);
        }
        if at.doc == self.c.at.doc {
            return Dialect::OpenApi(self.c.version);
        }
        if let Some(&known) = self.versions.get(&at.doc) {
            return Dialect::OpenApi(known);
        }
        let version = super::version(self.loader, at.doc).map_or(self.c.version, |v| v.0);
        self.versions.insert(at.doc, version);
        Dialect::OpenApi(version)
    }

    fn keywords(&mut self, at: At, schema: &mut Schema, job: &Job) {
        let dialect = schema.dialect;
        let view = self.view(at);
        if let Some(reference) = dialect.lone_references().then(|| view.get(Keyword::Ref.name())).flatten() {
            // In 2.0 and 3.0 a reference stands alone: what is beside it is ignored (3.0.3, Reference Object). So it
            // was in JSON Schema until 2019-09.
            let reference = self.at(at, reference);
            self.reference(Keyword::Ref, reference);
            return;
        }
        for member in view.members() {
            let Some(keyword) = Keyword::of(member.name) else {
                if self.bare.is_some() {
                    self.older_keyword(at, dialect, member);
                }
                continue;
            };
            if !keyword.versions().has(dialect) {
                continue;
            }
            // These mean other things on a parameter of 2.0 than in a schema.
            let parameter = matches!(job, Job::Parameter | Job::Field);
            let of_parameter =
                keyword == Keyword::Required || (keyword == Keyword::Description && matches!(job, Job::Parameter));
            if parameter && of_parameter {
                continue;
            }
            self.keyword(at, schema, keyword, member, parameter);
        }
        if schema.types != Types::NONE && dialect == Dialect::OpenApi(SpecVersion::V3_0) {
            let nullable = view.get(Keyword::Nullable.name()).and_then(View::as_bool) == Some(true);
            if nullable {
                schema.types = schema.types.with(Types::NULL);
            }
        }
    }

    fn keyword(&mut self, at: At, schema: &mut Schema, keyword: Keyword, member: Member<'_>, parameter: bool) {
        let value = member.value;
        let value_at = At { doc: at.doc, node: value.at };
        let first = self.c.schemas.members.len();
        match keyword.shape() {
            Shape::Reference => return self.reference(keyword, value_at),
            // The tuples of JSON Schema before 2020-12, which the official schema of 2.0 lets pass.
            Shape::Schema if keyword == Keyword::Items && value.is_seq() && schema.dialect.item_lists() => {
                self.schema_list(at, value);
                return self.entry(Keyword::PrefixItems, value.at, first);
            }
            Shape::Schema => {
                let job = if parameter { Job::Parameter } else { Job::Schema };
                let child = self.schema_with(value_at, job);
                self.member(None, value_at, Some(child));
            }
            Shape::Schemas => {
                if !value.is_seq() {
                    return self.wrong_type(value_at, &format!("`{}`", keyword.as_str()), "a list of schemas");
                }
                self.schema_list(at, value);
            }
            Shape::SchemaMap => {
                if !value.is_map() {
                    if value.kind() != Kind::Null {
                        self.wrong_type(value_at, &format!("`{}`", keyword.as_str()), "an object of schemas");
                    }
                    return;
                }
                for named in value.members() {
                    let child = self.schema_id(At { doc: at.doc, node: named.value.at });
                    self.member(Some(named.name), At { doc: at.doc, node: named.key }, Some(child));
                }
            }
            Shape::Names => {
                if !value.is_seq() {
                    let message = "`required` must be a list of property names";
                    let label = format!("{}, not a list", value.kind().noun());
                    let help = "name the property in `required` of the object that holds it";
                    let help = matches!(value.kind(), Kind::True | Kind::False).then(|| help.to_owned());
                    return self.problem(ProblemKind::WrongType, value_at, &label, message.to_owned(), help);
                }
                for item in value.items() {
                    let item_at = At { doc: at.doc, node: item.at };
                    match item.as_scalar() {
                        Some(text) => {
                            let name = self.intern(&text);
                            self.member(Some(name), item_at, None);
                        }
                        None => self.wrong_type(item_at, "an element of `required`", "a property name"),
                    }
                }
            }
            Shape::Data => return self.data(at, schema, keyword, value),
        }
        self.entry(keyword, value.at, first);
    }

    fn schema_list(&mut self, at: At, list: View<'_>) {
        for item in list.items() {
            let item_at = At { doc: at.doc, node: item.at };
            let child = self.schema_id(item_at);
            self.member(None, item_at, Some(child));
        }
    }

    fn data(&mut self, at: At, schema: &mut Schema, keyword: Keyword, value: View<'_>) {
        let value_at = At { doc: at.doc, node: value.at };
        let first = self.c.schemas.members.len();
        let view = self.view(at);
        match keyword {
            Keyword::Type => schema.types = self.types(value_at, value, schema.dialect),
            Keyword::ExclusiveMaximum | Keyword::ExclusiveMinimum if schema.dialect.flagged_bounds() => {
                let bound = if keyword == Keyword::ExclusiveMaximum { Keyword::Maximum } else { Keyword::Minimum };
                if value.kind() == Kind::True
                    && let Some(bound) = view.get(bound.name())
                {
                    self.entry(keyword, bound.at, first);
                }
                return;
            }
            Keyword::Maximum | Keyword::Minimum if schema.dialect.flagged_bounds() => {
                let exclusive =
                    if keyword == Keyword::Maximum { Keyword::ExclusiveMaximum } else { Keyword::ExclusiveMinimum };
                if view.get(exclusive.name()).and_then(View::as_bool) == Some(true) {
                    return;
                }
            }
            // Several examples are several entries, so that `example` and `examples` read the same.
            Keyword::Examples => {
                if !value.is_seq() {
                    return self.wrong_type(value_at, "`examples` of a schema", "a list");
                }
                for item in value.items() {
                    self.entry(Keyword::Example, item.at, first);
                }
                return;
            }
            Keyword::Discriminator => self.mark_mapping(value_at),
            _ => {}
        }
        self.entry(keyword, value.at, first);
    }

    /// The names that a discriminator maps to are references too.
    fn mark_mapping(&mut self, at: At) {
        let Some(mapping) = self.view(at).get(name::MAPPING) else { return };
        let targets: Vec<String> =
            mapping.members().filter_map(|m| m.value.as_str()).map(std::borrow::Cow::into_owned).collect();
        for text in targets {
            let name = self.loader.names.borrow().find(&text);
            match name.and_then(|name| self.references.schemas.get(&name).copied()) {
                Some(component) => self.c.components[component].used = true,
                None => {
                    if let Some(target) = self.try_target(at, &text) {
                        self.schema_id(target);
                    }
                }
            }
        }
    }

    fn types(&mut self, at: At, value: View<'_>, dialect: Dialect) -> Types {
        let written: Vec<View<'_>> = match value.kind() {
            // The official schema of 2.0 takes `type` from JSON Schema as it is, lists and null included.
            Kind::Seq if dialect.type_lists() => value.items().collect(),
            Kind::Seq => {
                let help = "write one type; `nullable: true` adds null".to_owned();
                let message = "`type` must be one string in OpenAPI 3.0".to_owned();
                self.problem(ProblemKind::WrongType, at, "a list, not a string", message, Some(help));
                value.items().collect()
            }
            Kind::String => vec![value],
            _ => {
                self.wrong_type(at, "`type`", "a string");
                return Types::NONE;
            }
        };
        let mut types = Types::NONE;
        let listed = value.is_seq();
        for one in written {
            let text = one.as_scalar().unwrap_or_default();
            match Types::parse(&text) {
                // That a list is wrong in old versions was said, and is said once.
                Some(known) if known != Types::NULL || listed || dialect.type_lists() => {
                    types = types.with(known);
                }
                _ if text == "file" && dialect == Dialect::OpenApi(SpecVersion::V2_0) => {
                    types = types.with(Types::STRING);
                }
                _ => self.unknown_type(At { doc: at.doc, node: one.at }, &text, dialect),
            }
        }
        types
    }

    fn unknown_type(&mut self, at: At, text: &str, dialect: Dialect) {
        let known = ["boolean", "integer", "number", "string", "array", "object", "null"];
        let known = if dialect.type_lists() { &known[..] } else { &known[..6] };
        let help = match (text, similar::get_close_matches(text, known, 1, 0.6).first()) {
            ("null", _) => "write the other type with `nullable: true`".to_owned(),
            (_, Some(near)) => format!("did you mean `{near}`?"),
            _ => format!("the types are {}", known.join(", ")),
        };
        let shown: String = text.chars().take(60).collect();
        let message = format!("`{shown}` is no type of {dialect}");
        self.problem(ProblemKind::WrongValue, at, "no such type", message, Some(help));
    }

    pub(super) fn reference(&mut self, keyword: Keyword, at: At) {
        self.dynamic |= keyword == Keyword::DynamicRef;
        let first = self.c.schemas.members.len();
        let target = self.target(at).map(|t| self.schema_id(t));
        self.member(None, at, target);
        self.entry(keyword, at.node, first);
    }

    pub(super) fn member(&mut self, name: Option<crate::contract::Name>, key: At, schema: Option<Id<Schema>>) {
        self.c.schemas.members.push(SchemaMember { name, key, schema });
    }

    pub(super) fn entry(&mut self, keyword: Keyword, node: u32, first: usize) {
        let len = (self.c.schemas.members.len() - first) as u32;
        self.c.schemas.entries.push(Entry { keyword, node, first: first as u32, len });
    }

    /// A form of 2.0 as an object: each parameter is a property.
    fn form(&mut self, at: At, parameters: &[At]) {
        let first = self.c.schemas.members.len();
        let mut required = Vec::new();
        for &parameter in parameters {
            let Some((name, name_at)) = self.name_field(parameter, name::NAME) else { continue };
            if self.flag(parameter, Keyword::Required.name()) == Some(true) {
                required.push((name, name_at));
            }
            let property = self.schema_with(parameter, Job::Field);
            self.member(Some(name), name_at, Some(property));
        }
        self.entry(Keyword::Properties, at.node, first);
        let first = self.c.schemas.members.len();
        for (name, name_at) in required {
            self.member(Some(name), name_at, None);
        }
        if self.c.schemas.members.len() > first {
            self.entry(Keyword::Required, at.node, first);
        }
    }

    /// Works out what stands behind references that stand alone. Each link is followed once, however long the chain.
    pub(super) fn resolve_chains(&mut self) {
        let pool = &self.c.schemas;
        let mut resolved: Vec<Option<Id<Schema>>> = vec![None; pool.len()];
        let mut chain = Vec::new();
        for start in pool.ids() {
            let mut at = start;
            let end = loop {
                if let Some(known) = resolved[at.index()] {
                    break known;
                }
                // Provisional: a circle comes back here and ends.
                resolved[at.index()] = Some(at);
                chain.push(at);
                match lone_reference(pool, at) {
                    Some(target) => at = target,
                    None => break at,
                }
            };
            for link in chain.drain(..) {
                resolved[link.index()] = Some(end);
            }
        }
        for (id, end) in self.c.schemas.ids().zip(resolved) {
            self.c.schemas.schemas[id].resolved = end.unwrap_or(id);
        }
    }

    /// Finds schemas that are defined by nothing but themselves: circles of `$ref` and `allOf` (JSON Schema 2020-12
    /// Core §7.7.1.2). Each circle is said once, where it closes.
    pub(super) fn find_circles(&mut self) {
        let pool = &self.c.schemas;
        let mut state = vec![0_u8; pool.schemas.len()];
        let mut circles = Vec::new();
        for start in pool.ids() {
            if state[start.index()] != 0 {
                continue;
            }
            let mut open = vec![(start, in_place(pool, start), 0)];
            state[start.index()] = 1;
            while let Some((id, edges, next)) = open.last_mut() {
                let Some(&(target, key)) = edges.get(*next) else {
                    state[id.index()] = 2;
                    open.pop();
                    continue;
                };
                *next += 1;
                match state[target.index()] {
                    0 => {
                        state[target.index()] = 1;
                        open.push((target, in_place(pool, target), 0));
                    }
                    1 => circles.push((key, target == *id)),
                    _ => {}
                }
            }
        }
        for (at, alone) in circles {
            let message = if alone {
                "this schema refers to itself and to nothing else, so no value is ever described".to_owned()
            } else {
                "this reference closes a circle of schemas that are defined only by each other".to_owned()
            };
            let help = "let the circle pass through `properties` or `items`, or remove this reference".to_owned();
            self.problem(ProblemKind::CircularReference, at, "closes the circle", message, Some(help));
        }
    }
}

/// The target of a reference beside which nothing speaks about values.
fn lone_reference(pool: &crate::contract::schema::Schemas, id: Id<Schema>) -> Option<Id<Schema>> {
    let schema = &pool.schemas[id];
    let entries = &pool.entries[schema.start as usize..(schema.start + schema.len) as usize];
    let mut references = entries.iter().filter(|e| matches!(e.keyword, Keyword::Ref | Keyword::DynamicRef));
    let reference = references.next()?;
    let lone = references.next().is_none() && entries.iter().all(|e| crate::contract::schema::is_annotation(e.keyword));
    pool.members.get(reference.first as usize).filter(|_| lone && reference.len > 0)?.schema
}

/// The schemas that apply to the same value: targets of `$ref`, elements of `allOf`.
fn in_place(pool: &crate::contract::schema::Schemas, id: Id<Schema>) -> Vec<(Id<Schema>, At)> {
    let schema = &pool.schemas[id];
    let entries = &pool.entries[schema.start as usize..(schema.start + schema.len) as usize];
    let edges = entries.iter().filter(|e| matches!(e.keyword, Keyword::Ref | Keyword::AllOf));
    edges
        .flat_map(|e| &pool.members[e.first as usize..(e.first + e.len) as usize])
        .filter_map(|m| Some((m.schema?, m.key)))
        .collect()
}
