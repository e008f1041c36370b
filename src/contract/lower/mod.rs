//! Tree to contract. The only place that knows how OpenAPI versions differ.
//!
//! Nothing here recurses on the input: schemas, callbacks and the path items that they hold wait in queues, and every
//! definition is lowered once, so circles end by themselves.

mod bare;
mod identifiers;
mod parts;
mod reference;
mod schema;
mod v2;
mod v3;

use std::collections::VecDeque;
use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

pub use bare::{load_schema, lower_schema};

use super::keywords::name;
use super::{
    At, Callback, Component, ComponentKind, Contract, Dialect, DocId, Example, Id, Info, Link, MediaType, Name,
    Parameter, PathItem, Problem, ProblemKind, RequestBody, Response, SpecVersion, Use,
};
use crate::source::document::View;
use crate::source::loader::{Fetch, Loader, Sources};
use crate::source::tape::{COMPLEX_KEY, Kind};

/// A document that cannot be lowered, because its root does not say that it is an OpenAPI description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotOpenApi {
    /// The node that says something else (an unknown version), or the root; nothing for an empty document.
    pub at: Option<At>,
    /// What is missing or wrong, as a sentence without a full stop.
    pub message: String,
}

/// Lowers the document `root` and ends the loading. Where there is no contract, the sources are given back, so that
/// the reason can be shown in its place.
pub fn load(loader: Loader, root: DocId, fetch: &dyn Fetch) -> Result<Contract, Box<(NotOpenApi, Sources)>> {
    match lower(&loader, root, fetch) {
        Ok(lowered) => Ok(lowered.with(Arc::new(loader.finish()))),
        Err(reason) => Err(Box::new((reason, loader.finish()))),
    }
}

/// What is wrong with each of two documents that is no description, and what was read.
pub type NotBoth = Box<(Vec<(DocId, NotOpenApi)>, Sources)>;

/// Lowers two documents of one loader, so that their names can be compared by number, and ends the loading.
pub fn load_both(
    loader: Loader,
    old: (DocId, &dyn Fetch),
    new: (DocId, &dyn Fetch),
) -> Result<(Contract, Contract), NotBoth> {
    let lowered = [old, new].map(|(root, fetch)| lower(&loader, root, fetch).map_err(|reason| (root, reason)));
    let sources = loader.finish();
    match lowered {
        [Ok(old), Ok(new)] => {
            let sources = Arc::new(sources);
            Ok((old.with(Arc::clone(&sources)), new.with(sources)))
        }
        failed => Err(Box::new((failed.into_iter().filter_map(Result::err).collect(), sources))),
    }
}

/// A loader that knows the vocabulary of OpenAPI; lowering takes no other.
pub fn loader() -> Loader {
    Loader::new(&super::keywords::seeds())
}

/// Everything of a contract but its sources, which are still being read while it is made.
pub struct Lowered(Contract);

impl Lowered {
    /// The contract with the sources that it points into.
    pub fn with(mut self, sources: Arc<Sources>) -> Contract {
        self.0.sources = sources;
        self.0
    }
}

/// Lowers the document `root` of a loader, reading what it refers to.
pub fn lower(loader: &Loader, root: DocId, fetch: &dyn Fetch) -> Result<Lowered, NotOpenApi> {
    let (version, version_at) = version(loader, root)?;
    let at = At { doc: root, node: loader.doc(root).view(0).at };
    let mut lowering = Lowering::new(loader, fetch, empty(at, version, version_at), None);
    match version {
        SpecVersion::V2_0 => lowering.v2(),
        _ => lowering.v3(),
    }
    lowering.finish();
    Ok(Lowered(lowering.c))
}

/// Reads the version from the root.
fn version(loader: &Loader, root: DocId) -> Result<(SpecVersion, At), NotOpenApi> {
    let fault = |at: Option<At>, message: String| Err(NotOpenApi { at, message });
    let Some(view) = loader.doc(root).root() else { return fault(None, "the document is empty".into()) };
    let at = At { doc: root, node: view.at };
    let Some(said) = view.get(name::OPENAPI).or_else(|| view.get(name::SWAGGER)) else {
        return fault(Some(at), "there is no `openapi` or `swagger` field".into());
    };
    let said_at = At { doc: root, node: said.at };
    let text = said.as_scalar().unwrap_or_default();
    let mut numbers = text.trim().split('.');
    let version = match (numbers.next(), numbers.next()) {
        (Some("2"), Some("0")) => SpecVersion::V2_0,
        (Some("2"), None) if view.get(name::OPENAPI).is_none() => SpecVersion::V2_0,
        (Some("3"), Some("0")) => SpecVersion::V3_0,
        (Some("3"), Some("1")) => SpecVersion::V3_1,
        (Some("3"), Some("2")) => SpecVersion::V3_2,
        (Some("3"), None) if said.kind() == Kind::Number => SpecVersion::V3_0,
        _ => {
            let written = text.chars().take(40).collect::<String>();
            return fault(
                Some(said_at),
                format!("`{written}` is no version that caveat reads; it reads 2.0, 3.0, 3.1 and 3.2"),
            );
        }
    };
    Ok((version, said_at))
}

/// A contract without anything in it.
pub(super) fn empty(at: At, version: SpecVersion, version_at: At) -> Contract {
    Contract {
        sources: Arc::default(),
        at,
        version,
        version_at,
        info: Info::default(),
        servers: Vec::new(),
        security: None,
        tags: Vec::new(),
        external_docs: None,
        paths: None,
        webhooks: None,
        components_at: None,
        components: Vec::new(),
        security_schemes: Vec::new(),
        path_items: super::Arena::default(),
        operations: super::Arena::default(),
        parameters: super::Arena::default(),
        headers: super::Arena::default(),
        request_bodies: super::Arena::default(),
        responses: super::Arena::default(),
        media_types: super::Arena::default(),
        examples: super::Arena::default(),
        links: super::Arena::default(),
        callbacks: super::Arena::default(),
        schemas: super::schema::Schemas::default(),
        problems: Vec::new(),
    }
}

/// What was lowered already, by its definition. In 2.0 a response also depends on what the operation produces.
#[derive(Default)]
struct Memo {
    parameters: HashMap<At, Option<Id<Parameter>>>,
    headers: HashMap<At, Id<Parameter>>,
    request_bodies: HashMap<(At, Option<At>), Id<RequestBody>>,
    responses: HashMap<(At, Option<At>), Id<Response>>,
    media_types: HashMap<At, Id<MediaType>>,
    examples: HashMap<At, Id<Example>>,
    links: HashMap<At, Id<Link>>,
    callbacks: HashMap<At, Id<Callback>>,
    /// The first path item that a definition was used for.
    path_items: HashMap<At, Id<PathItem>>,
    /// The definitions of path items and operations that were used before.
    read: HashSet<At>,
    /// How much was read again because something is used again, in nodes.
    again: usize,
}

/// How much may be read again before the rest is refused. Each use of a path item or an operation is one of its own, so
/// that ten lines with aliases could ask for a billion of them; no description that somebody wrote comes near this.
const MOST_AGAIN: usize = 10_000_000;

struct Lowering<'a> {
    loader: &'a Loader,
    fetch: &'a dyn Fetch,
    c: Contract,
    /// For each document and node the schema made from it, plus one; zero for none yet.
    schema_ids: Vec<Vec<u32>>,
    schema_queue: VecDeque<(Id<super::Schema>, schema::Job)>,
    callback_queue: VecDeque<Id<Callback>>,
    memo: Memo,
    /// Definitions that are being lowered and may hold others of their sort.
    open: Vec<At>,
    references: reference::References,
    /// The versions that other documents than the root say they are.
    versions: HashMap<DocId, SpecVersion>,
    /// For a bare JSON Schema, where it is and the dialect of what says none itself.
    bare: Option<(At, Dialect)>,
    /// Whether a `$dynamicRef` was met.
    dynamic: bool,
}

impl<'a> Lowering<'a> {
    fn new(loader: &'a Loader, fetch: &'a dyn Fetch, c: Contract, bare: Option<(At, Dialect)>) -> Self {
        Lowering {
            loader,
            fetch,
            c,
            schema_ids: Vec::new(),
            schema_queue: VecDeque::new(),
            callback_queue: VecDeque::new(),
            memo: Memo::default(),
            open: Vec::new(),
            references: reference::References::default(),
            versions: HashMap::new(),
            bare,
            dynamic: false,
        }
    }

    fn view(&self, at: At) -> View<'a> {
        self.loader.view(at)
    }

    #[allow(clippy::unused_self)] // Reads as "the place of this view" beside `self.view(at)`.
    fn at(&self, near: At, view: View<'a>) -> At {
        At { doc: near.doc, node: view.at }
    }

    fn intern(&self, text: &str) -> Name {
        self.loader.intern(text)
    }

    fn problem(&mut self, kind: ProblemKind, at: At, label: &str, message: String, help: Option<String>) {
        self.c.problems.push(Problem { kind, at, message, label: label.to_owned(), help });
    }

    /// Says that a node is of the wrong type.
    fn wrong_type(&mut self, at: At, what: &str, expected: &str) {
        let found = self.view(at).kind().noun();
        self.problem(
            ProblemKind::WrongType,
            at,
            &format!("{found}, not {expected}"),
            format!("{what} must be {expected}, but this is {found}"),
            None,
        );
    }

    /// A member that must be a map, if it is there; anything else is a problem and counts as absent.
    fn map(&mut self, of: At, field: Name, what: &str) -> Option<At> {
        let view = self.view(of).get(field)?;
        let at = self.at(of, view);
        if view.is_map() {
            return Some(at);
        }
        // A key with nothing behind it is an everyday sight in YAML, and means an empty object.
        if view.kind() != Kind::Null {
            self.wrong_type(at, what, "an object");
        }
        None
    }

    /// The elements of a member that must be a list, if it is there.
    fn list(&mut self, of: At, field: Name, what: &str) -> Option<(At, Vec<At>)> {
        let view = self.view(of).get(field)?;
        let at = self.at(of, view);
        if view.is_seq() {
            return Some((at, view.items().map(|item| self.at(of, item)).collect()));
        }
        if view.kind() != Kind::Null {
            self.wrong_type(at, what, "a list");
        }
        None
    }

    /// Whether a path item or an operation may be read, once more if it was read before, with so many parameters of its
    /// path item. Says once that it may not.
    fn may_read(&mut self, definition: At, inherited: usize) -> bool {
        let mut cost = inherited;
        if !self.memo.read.insert(definition) {
            let nodes = &self.loader.doc(definition.doc).tape.nodes;
            cost += (nodes[definition.node as usize].next - definition.node) as usize;
        }
        let before = self.memo.again;
        self.memo.again += cost;
        if before <= MOST_AGAIN && self.memo.again > MOST_AGAIN {
            let message = "operations and their parameters are used so often that not all of them are read".to_owned();
            self.problem(ProblemKind::WrongValue, definition, "not read from here on", message, None);
        }
        self.memo.again <= MOST_AGAIN
    }

    /// Members of a map as places: name, key, value.
    fn entries(&self, of: At) -> Vec<(Name, At, At)> {
        let place = |node| At { doc: of.doc, node };
        self.view(of).members().map(|m| (m.name, place(m.key), place(m.value.at))).collect()
    }

    /// Members of a map that are no extensions and have a text for a key.
    fn named_entries(&self, of: At) -> Vec<(Name, At, At)> {
        let mut entries = self.entries(of);
        let names = self.loader.names.borrow();
        entries.retain(|e| !names.text(e.0).starts_with("x-") && names.text(e.0) != COMPLEX_KEY);
        entries
    }

    fn field(&self, of: At, field: Name) -> Option<At> {
        self.view(of).get(field).map(|v| self.at(of, v))
    }

    fn flag(&self, of: At, field: Name) -> Option<bool> {
        self.view(of).get(field).and_then(View::as_bool)
    }

    /// The text of a scalar member, interned.
    fn name_field(&self, of: At, field: Name) -> Option<(Name, At)> {
        let view = self.view(of).get(field)?;
        Some((self.intern(&view.as_scalar()?), self.at(of, view)))
    }

    /// Lowers what stands at `at` or behind its reference.
    fn used<T>(&mut self, at: At, what: &str, lower: impl FnOnce(&mut Self, At) -> Option<Id<T>>) -> Use<T> {
        let id = self.dereference(at, what).and_then(|definition| lower(self, definition));
        Use { at, id }
    }

    fn component(&mut self, kind: ComponentKind, name: Name, key: At, at: At) {
        self.references.add_component(at, self.c.components.len());
        if kind == ComponentKind::Schema {
            self.references.schemas.insert(name, self.c.components.len());
        }
        self.c.components.push(Component { kind, name, key, at, used: false, schema: None, element: None });
    }

    fn finish(&mut self) {
        loop {
            if let Some(callback) = self.callback_queue.pop_front() {
                self.callback_items(callback);
            } else if let Some((id, job)) = self.schema_queue.pop_front() {
                self.lower_one(id, job);
            } else if !self.dynamic_anchors() {
                break;
            }
        }
        self.mark_used_schemes();
        self.resolve_chains();
        self.find_circles();
    }

    /// Marks the schemes that requirements name. In 3.2 a name that is no component's may be the address of a scheme.
    fn mark_used_schemes(&mut self) {
        let mut used: HashMap<Name, At> = HashMap::new();
        let securities = self.c.operations.iter().filter_map(|o| o.security.as_ref()).chain(&self.c.security);
        let mut order = Vec::new();
        for scheme in securities.flat_map(|s| &s.alternatives).flat_map(|a| &a.schemes) {
            if used.insert(scheme.name, scheme.key).is_none() {
                order.push((scheme.name, scheme.key));
            }
        }
        for component in &mut self.c.components {
            if component.kind == ComponentKind::SecurityScheme && used.remove(&component.name).is_some() {
                component.used = true;
            }
        }
        if self.c.version < SpecVersion::V3_2 {
            return;
        }
        for (name, key) in order.into_iter().filter(|(name, _)| used.contains_key(name)) {
            let text = self.loader.names.borrow().text(name).to_owned();
            if let Some(target) = self.try_target(key, &text).filter(|&at| self.view(at).is_map()) {
                self.security_scheme(name, key, target);
            }
        }
    }

    fn add_path_item(&mut self, item: PathItem) -> Id<PathItem> {
        let at = item.at;
        let id = self.c.path_items.add(item);
        self.memo.path_items.entry(at).or_insert(id);
        id
    }
}
