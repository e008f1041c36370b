//! The walk itself. Nothing here recurses: what is found inside waits on a stack.

use std::collections::BTreeMap;

use hashbrown::HashSet;

use super::unknown::Stray;
use super::{Fault, FaultKind, conditions, traps};
use crate::contract::grammar::{EITHER, Object, Rest, Value, keyword_value};
use crate::contract::keywords::{Keyword, name};
use crate::contract::{At, Contract, DocId, Name, ProblemKind, SpecVersion};
use crate::finding::ACCEPTING;
use crate::finding::Severity;
use crate::source::document::{Member, Syntax, View};
use crate::source::names::Interner;
use crate::source::tape::{COMPLEX_KEY, Kind};

/// A node that waits to be looked at.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) at: At,
    pub(super) value: Value,
    /// The key that it stands under, or that the list stands under.
    pub(super) field: Name,
    /// Whether it is an element of a list.
    pub(super) element: bool,
}

pub(super) struct Walk<'c> {
    pub(super) contract: &'c Contract,
    pub(super) faults: Vec<Fault>,
    /// The version of each document.
    versions: Vec<SpecVersion>,
    /// Whether unknown keywords of schemas may be of a dialect that only the author knows.
    pub(super) own_dialect: bool,
    seen: Vec<Vec<bool>>,
    pending: Vec<Place>,
    /// Nodes that lowering has said something about.
    known: HashSet<At>,
    /// How many unknown names were compared with those that exist.
    pub(super) compared: usize,
    pub(super) strays: BTreeMap<(&'static str, Name), Stray>,
}

pub(super) fn walk(contract: &Contract) -> Vec<Fault> {
    let spoken = [ProblemKind::WrongType, ProblemKind::WrongValue];
    let known = contract.problems.iter().filter(|p| spoken.contains(&p.kind)).map(|p| p.at).collect();
    let docs = &contract.sources.docs;
    let mut walk = Walk {
        contract,
        faults: Vec::new(),
        versions: (0..docs.len()).map(|doc| version_of(contract, DocId(doc as u32))).collect(),
        own_dialect: has_own_dialect(contract),
        seen: docs.iter().map(|d| vec![false; d.tape.nodes.len()]).collect(),
        pending: Vec::new(),
        known,
        compared: 0,
        strays: BTreeMap::new(),
    };
    walk.start(contract.at, Value::Object(Object::Root));
    walk.definitions();
    walk.tell_strays();
    walk.faults
}

/// The version that a document says it is, or that of the root document.
fn version_of(contract: &Contract, doc: DocId) -> SpecVersion {
    let root = contract.sources.doc(doc).root();
    let said = root.and_then(|r| r.get(name::OPENAPI).or_else(|| r.get(name::SWAGGER))).and_then(View::as_scalar);
    let versions = [SpecVersion::V2_0, SpecVersion::V3_0, SpecVersion::V3_1, SpecVersion::V3_2];
    let found = said.and_then(|said| versions.into_iter().find(|v| said.starts_with(v.as_str())));
    if doc == contract.at.doc { contract.version } else { found.unwrap_or(contract.version) }
}

fn has_own_dialect(contract: &Contract) -> bool {
    let dialect = contract.view(contract.at).get(name::JSON_SCHEMA_DIALECT).and_then(View::as_str);
    let known = ["https://spec.openapis.org/oas/3.", "https://json-schema.org/draft/2020-12/schema"];
    dialect.is_some_and(|d| !known.iter().any(|k| d.starts_with(k)))
}

impl<'c> Walk<'c> {
    /// Looks at everything that a reference led to and that the way from the root did not pass: definitions in other
    /// documents, and at places of this one that are no components.
    fn definitions(&mut self) {
        let c = self.contract;
        let plain = |object: Object| Value::Object(object);
        let mut starts: Vec<(At, Value)> = Vec::new();
        starts.extend(c.path_items.iter().map(|e| (e.at, plain(Object::PathItem))));
        starts.extend(c.operations.iter().map(|e| (e.at, plain(Object::Operation))));
        starts.extend(c.parameters.iter().map(|e| (e.at, plain(Object::Parameter))));
        starts.extend(c.responses.iter().map(|e| (e.at, plain(Object::Response))));
        starts.extend(c.security_schemes.iter().map(|e| (e.at, plain(Object::Scheme))));
        if c.version == SpecVersion::V2_0 {
            starts.extend(c.headers.iter().map(|e| (e.at, plain(Object::Header2))));
        } else {
            starts.extend(c.headers.iter().map(|e| (e.at, plain(Object::Header))));
            starts.extend(c.request_bodies.iter().map(|e| (e.at, plain(Object::RequestBody))));
            starts.extend(c.media_types.iter().map(|e| (e.at, plain(Object::MediaType))));
            starts.extend(c.examples.iter().map(|e| (e.at, plain(Object::Example))));
            starts.extend(c.links.iter().map(|e| (e.at, plain(Object::Link))));
            starts.extend(c.callbacks.iter().map(|e| (e.at, plain(Object::Callback))));
        }
        for (at, value) in starts {
            self.start(at, value);
        }
        for schema in c.all_schemas() {
            // A form or a parameter of 2.0 is a schema in the contract and none in the text.
            let (at, view) = (schema.at(), c.view(schema.at()));
            let parameter = c.version == SpecVersion::V2_0 && view.get(name::IN).is_some();
            if view.is_map() && !parameter {
                self.start(at, Value::Schema);
            }
        }
    }

    fn start(&mut self, at: At, value: Value) {
        if !self.contract.view(at).is_map() || self.seen[at.doc.0 as usize][at.node as usize] {
            return;
        }
        self.pending.push(Place { at, value, field: name::OPENAPI, element: false });
        while let Some(place) = self.pending.pop() {
            self.visit(place);
        }
    }

    pub(super) fn version(&self, doc: DocId) -> SpecVersion {
        self.versions[doc.0 as usize]
    }

    pub(super) fn names(&self) -> &'c Interner {
        &self.contract.sources.names
    }

    pub(super) fn is_yaml(&self, at: At) -> bool {
        self.contract.sources.doc(at.doc).syntax == Syntax::Yaml
    }

    fn visit(&mut self, place: Place) {
        let view = self.contract.view(place.at);
        let kind = view.kind();
        if matches!(kind, Kind::Map | Kind::Seq) {
            let seen = &mut self.seen[place.at.doc.0 as usize][place.at.node as usize];
            if std::mem::replace(seen, true) {
                return;
            }
        }
        if kind == Kind::Null && place.value != Value::Any {
            return self.null(place, view);
        }
        match place.value {
            Value::Any => {}
            Value::Text | Value::Url | Value::Email => self.text(place, view),
            Value::Types => self.types(place, view),
            Value::Word(words) => self.word(place, view, words),
            Value::Flag => self.flag(place, view),
            Value::Number | Value::Positive | Value::Count => self.number(place, view),
            Value::List(inner) if kind == Kind::Seq => self.elements(place, view, *inner),
            Value::Schemas if kind == Kind::Seq => {
                conditions::not_empty(self, place, view);
                self.elements(place, view, Value::Schema);
            }
            Value::Items if kind == Kind::Seq && self.version(place.at.doc) == SpecVersion::V2_0 => {
                conditions::not_empty(self, place, view);
                self.elements(place, view, Value::Schema);
            }
            Value::Map(inner) | Value::Group(inner) | Value::Headers(inner) if kind == Kind::Map => {
                self.entries(place, view, *inner);
            }
            Value::Object(object) if kind == Kind::Map => self.object(place.at, view, object),
            Value::OrReference(object) if kind == Kind::Map => match view.member(Keyword::Ref.name()) {
                Some(_) => self.reference(place.at, view, Some(object)),
                None => self.object(place.at, view, object),
            },
            Value::Schema | Value::SchemaOrFlag | Value::Items if kind == Kind::Map => self.schema(place.at, view),
            Value::SchemaOrFlag if matches!(kind, Kind::True | Kind::False) => {}
            Value::Schema | Value::Items
                if matches!(kind, Kind::True | Kind::False) && self.version(place.at.doc) >= SpecVersion::V3_1 => {}
            _ => self.wrong_type(place, kind),
        }
    }

    fn elements(&mut self, place: Place, view: View<'c>, inner: Value) {
        if inner == Value::Any {
            return;
        }
        if place.field == name::PARAMETERS {
            conditions::parameter_list(self, place.at, view);
        }
        for item in view.items() {
            let at = place.at.to(item.at);
            self.pending.push(Place { at, value: inner, element: true, ..place });
        }
    }

    fn entries(&mut self, place: Place, view: View<'c>, inner: Value) {
        for member in view.members() {
            let text = self.contract.text(member.name);
            if text == COMPLEX_KEY || (matches!(place.value, Value::Group(_)) && text.starts_with("x-")) {
                continue;
            }
            if self.misplaced(place.at, member, inner) {
                continue;
            }
            conditions::key(self, place, member);
            self.member(place.at, member, inner);
        }
    }

    fn member(&mut self, of: At, member: Member<'c>, value: Value) {
        if value != Value::Any {
            let place = Place { at: of.to(member.value.at), value, field: member.name, element: false };
            // What holds nothing need not wait.
            if matches!(member.value.kind(), Kind::Map | Kind::Seq) {
                self.pending.push(place);
            } else {
                self.visit(place);
            }
        }
    }

    /// Whether a member is a `$ref` with the text of a reference, where none may stand.
    fn misplaced(&mut self, of: At, member: Member<'c>, expected: Value) -> bool {
        let text = member.name == Keyword::Ref.name() && member.value.kind() == Kind::String;
        if !text || matches!(expected, Value::Any | Value::Text) {
            return false;
        }
        self.faults.push(Fault {
            kind: FaultKind::MisplacedReference,
            at: of.to(member.value.at),
            severity: Severity::Error,
            label: "no reference may stand here".into(),
            message: "this `$ref` stands where OpenAPI allows no reference, so tools ignore it or refuse the file"
                .into(),
            help: Some("write the object here, or a reference at each of its entries".into()),
            about: String::new(),
            related: None,
            mend: None,
        });
        true
    }

    fn is_misplaced(&self, at: At) -> bool {
        let last = self.faults.iter().rev().take(8);
        last.into_iter().any(|f| f.kind == FaultKind::MisplacedReference && f.at == at)
    }

    fn object(&mut self, at: At, view: View<'c>, object: Object) {
        let version = self.version(at.doc);
        let object = conditions::variant(object, view, version);
        let form = object.form();
        let mut misspelt = Vec::new();
        for member in view.members() {
            let text = self.contract.text(member.name);
            let field = form.field(text, version);
            if let Some(field) = field.filter(|f| f.versions.contains(version)) {
                self.member(at, member, field.value);
                continue;
            }
            if text == COMPLEX_KEY || (text.starts_with("x-") && object != Object::Requirement) {
                continue;
            }
            match form.rest {
                Rest::Closed if member.name == Keyword::Ref.name() && field.is_none() => {
                    self.misplaced(at, member, Value::Object(object));
                }
                Rest::Closed => misspelt.extend(self.unknown(at, object, member, field.map(|f| f.versions))),
                Rest::Paths(value) | Rest::Statuses(value) | Rest::Any(value) => {
                    if !self.misplaced(at, member, value) {
                        if matches!(form.rest, Rest::Paths(_)) {
                            conditions::path_key(self, at, member);
                        }
                        self.member(at, member, value);
                    }
                }
            }
        }
        // What a misplaced reference leads to may have everything.
        if view.get(Keyword::Ref.name()).is_some_and(|r| self.is_misplaced(at.to(r.at))) {
            return;
        }
        for field in form.fields().filter(|f| f.required.contains(version)) {
            // A required field that is misspelt is one fault, not two.
            if view.get_text(field.name).is_none() && !misspelt.contains(&field.name) {
                self.missing(at, form.noun, &[field.name]);
            }
        }
        for (_, _, fields) in EITHER.iter().filter(|e| e.0 == object && e.1.contains(version)) {
            if fields.iter().all(|f| view.get_text(f).is_none() && !misspelt.contains(f)) {
                self.missing(at, form.noun, fields);
            }
        }
        conditions::object(self, at, view, object);
    }

    fn schema(&mut self, at: At, view: View<'c>) {
        let version = self.version(at.doc);
        if version < SpecVersion::V3_1 && view.get(Keyword::Ref.name()).is_some_and(|r| r.kind() == Kind::String) {
            return self.reference(at, view, None);
        }
        for member in view.members() {
            let keyword = Keyword::of(member.name);
            match keyword {
                Some(keyword) if keyword.versions().contains(version) => {
                    traps::keyword(self, view, at, keyword, member.value);
                    if matches!(keyword, Keyword::Enum | Keyword::Required) && member.value.is_seq() {
                        let place =
                            Place { at: at.to(member.value.at), value: Value::Any, field: member.name, element: false };
                        conditions::not_empty(self, place, member.value);
                    }
                    self.member(at, member, keyword_value(keyword, version));
                }
                // How another version says that a value may be null is told in the area of schemas.
                Some(Keyword::Nullable) => {}
                _ => {
                    let text = self.contract.text(member.name);
                    if text != COMPLEX_KEY && !text.starts_with("x-") {
                        self.unknown(at, Object::Schema, member, keyword.map(Keyword::versions));
                    }
                }
            }
        }
    }

    /// Looks at what stands beside a `$ref` and is not read. `object` is nothing for a schema.
    fn reference(&mut self, at: At, view: View<'c>, object: Option<Object>) {
        let version = self.version(at.doc);
        let texts = [Keyword::Description.name(), name::SUMMARY];
        for member in view.members().filter(|m| version >= SpecVersion::V3_1 && texts.contains(&m.name)) {
            self.member(at, member, Value::Text);
        }
        let ignored: Vec<_> = view
            .members()
            .filter(|m| m.name != Keyword::Ref.name() && !ACCEPTING.contains(&self.contract.text(m.name)))
            .filter(|m| version < SpecVersion::V3_1 || !texts.contains(&m.name))
            .collect();
        // What is only for people to read is a lesser loss than what values must keep to.
        let is_note = |m: &Member<'_>| {
            let text = self.contract.text(m.name);
            text.starts_with("x-") || matches!(text, "description" | "summary" | "title" | "example" | "examples")
        };
        let Some(first) = ignored.iter().find(|m| !is_note(m)).or(ignored.first()) else { return };
        let names: Vec<String> = ignored.iter().take(5).map(|m| format!("`{}`", self.contract.text(m.name))).collect();
        let (names, are) = (conditions::list(&names), if ignored.len() == 1 { "is" } else { "are" });
        let help = if object.is_none() {
            format!("write `allOf` with the reference as its one element, and {names} beside `allOf`")
        } else {
            format!("write {names} in the definition that the reference leads to")
        };
        self.faults.push(Fault {
            kind: FaultKind::IgnoredSibling,
            at: at.to(first.key),
            severity: if ignored.iter().all(is_note) { Severity::Info } else { Severity::Warning },
            label: "ignored".into(),
            message: format!("{names} beside `$ref` {are} ignored in OpenAPI {}", version.as_str()),
            help: Some(help),
            about: String::new(),
            related: None,
            mend: None,
        });
    }

    pub(super) fn missing(&mut self, at: At, noun: &str, fields: &[&str]) {
        let names: Vec<String> = fields.iter().map(|f| format!("`{f}`")).collect();
        let names = names.join(" or ");
        self.push(Fault {
            kind: FaultKind::MissingField,
            at,
            severity: Severity::Error,
            label: format!("no {names}"),
            message: format!("{noun} must have {names}, and this one has not"),
            help: Some(format!("add {names}")),
            about: fields.join(" "),
            related: None,
            mend: None,
        });
    }

    /// Keeps a fault, unless lowering has spoken of the same node.
    pub(super) fn push(&mut self, fault: Fault) {
        if !self.known.contains(&fault.at) || fault.kind == FaultKind::UnknownField {
            self.faults.push(fault);
        }
    }
}
