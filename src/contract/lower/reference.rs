//! Where references lead: JSON pointers, anchors, `$id` and `$self`, other files.

use hashbrown::HashMap;

use super::Lowering;
use crate::contract::keywords::{Keyword, Shape, name};
use crate::contract::{At, DocId, Name, ProblemKind, SpecVersion, uri};
use crate::source::document::View;
use crate::source::loader::Refusal;
use crate::source::tape::Kind;

/// What is known of references so far.
#[derive(Default)]
pub(super) struct References {
    /// Answers by document (or embedded resource) and text.
    known: HashMap<(DocId, Option<u32>, Name), Answer>,
    /// Members of maps that many references go through.
    wide: HashMap<At, HashMap<Name, u32>>,
    /// Components by their node.
    components: HashMap<At, usize>,
    /// Schemas among the components by their name.
    pub(super) schemas: HashMap<Name, usize>,
    /// `$id`s, anchors and `$self` by document.
    identifiers: HashMap<DocId, Identifiers>,
    /// Absolute URIs of embedded resources and documents.
    resources: HashMap<String, At>,
    /// Whether any document has identifiers, so that bases must be worked out at all.
    any_identifiers: bool,
    /// Where chains of references end, by each of their links and whether only those count that stand alone.
    ends: HashMap<(At, bool), Chase>,
    /// How many names were compared to find the nearest to one that does not exist.
    compared: usize,
}

/// A link of a chain of references.
#[derive(Clone, Copy)]
enum Chase {
    /// It is being followed.
    Open,
    /// It was followed to its end.
    End(Option<At>),
}

/// Comparing names is slow, and a description with ten thousand broken references needs no ten thousand suggestions.
const MOST_COMPARISONS: usize = 200_000;

#[derive(Clone, Copy)]
struct Answer {
    target: Option<At>,
    component: Option<usize>,
}

#[derive(Default)]
struct Identifiers {
    /// Anchors: the resource that holds them (its node), the name, the schema's node.
    anchors: HashMap<(u32, String), u32>,
    /// Nodes with `$id`, and the absolute URI.
    ids: HashMap<u32, String>,
    /// The document's own URI (`$self`).
    own: Option<String>,
    /// Where the schemas with `$id` begin and end, in the order of the text.
    spans: Vec<Span>,
}

/// A schema with `$id`: everything in it belongs to it, but for what stands in another one inside.
struct Span {
    start: u32,
    end: u32,
    /// The one that holds it, by its number.
    outer: Option<usize>,
}

impl References {
    pub(super) fn add_component(&mut self, at: At, number: usize) {
        self.components.insert(at, number);
    }
}

/// Keys whose values are data, so that nothing inside them is an anchor or a reference. Extensions are no data: many
/// hold schemas.
fn is_data(key: Name) -> bool {
    matches!(
        Keyword::of(key),
        Some(Keyword::Example | Keyword::Examples | Keyword::Default | Keyword::Const | Keyword::Enum)
    ) || key == name::VALUE
}

impl Lowering<'_> {
    /// Follows references from `at` until something that is no reference.
    pub(super) fn dereference(&mut self, at: At, what: &str) -> Option<At> {
        if self.view(at).kind() == Kind::Null {
            self.wrong_type(at, what, "an object");
            return None;
        }
        self.chase(at, what, false)
    }

    /// Follows references from `at` until something that is no reference; or, with `alone`, that says anything beside
    /// its reference. Each link is followed once, however many chains lead through it. Says once what is wrong.
    pub(super) fn chase(&mut self, at: At, what: &str, alone: bool) -> Option<At> {
        let mut chain: Vec<At> = Vec::new();
        let mut current = at;
        let end = loop {
            match self.references.ends.get(&(current, alone)) {
                Some(Chase::End(end)) => break *end,
                Some(Chase::Open) => {
                    self.say_circle(chain.last().copied().unwrap_or(at), what);
                    break None;
                }
                None => {}
            }
            let view = self.view(current);
            if !view.is_map() {
                if view.kind() != Kind::Null {
                    self.wrong_type(current, what, "an object");
                }
                break None;
            }
            let Some(reference) = view.get(Keyword::Ref.name()) else { break Some(current) };
            if alone && view.members().nth(1).is_some() {
                break Some(current);
            }
            let reference = self.at(current, reference);
            self.references.ends.insert((current, alone), Chase::Open);
            chain.push(current);
            match self.target(reference) {
                Some(target) => current = target,
                None => break None,
            }
        };
        for link in chain {
            self.references.ends.insert((link, alone), Chase::End(end));
        }
        end
    }

    /// Says that the reference of a node closes a circle.
    pub(super) fn say_circle(&mut self, of: At, what: &str) {
        let at = self.field(of, Keyword::Ref.name()).unwrap_or(of);
        let message = format!("the reference of this {what} leads round in a circle and never to a {what}");
        let help = "write the definition where one of these references stands".to_owned();
        self.problem(ProblemKind::CircularReference, at, "leads back here", message, Some(help));
    }

    /// What the reference whose text stands at `at` leads to. Says so if it leads nowhere.
    pub(super) fn target(&mut self, at: At) -> Option<At> {
        let view = self.view(at);
        let Some(text) = view.as_str() else {
            self.wrong_type(at, "a `$ref`", "a string");
            return None;
        };
        let text = text.into_owned();
        let resource = self.resource_of(at);
        let key = (at.doc, resource, self.intern(&text));
        let answer = match self.references.known.get(&key) {
            Some(&answer) => answer,
            None => {
                let answer = self.find_target(at, resource, &text);
                self.references.known.insert(key, answer);
                answer
            }
        };
        if let Some(number) = answer.component {
            let component = &mut self.c.components[number];
            let inside = component.at.doc == at.doc && {
                let node = self.loader.doc(at.doc).tape.nodes[component.at.node as usize];
                (component.at.node..node.next).contains(&at.node)
            };
            component.used |= !inside;
        }
        if answer.target.is_none() {
            self.say_unresolved(at, resource, &text);
        }
        answer.target
    }

    /// Looks for a target without saying anything, for texts that may be references or not.
    pub(super) fn try_target(&mut self, at: At, text: &str) -> Option<At> {
        if !text.starts_with('#') && self.loader.doc(at.doc).root().is_none() {
            return None;
        }
        let answer = self.find_target(at, None, text);
        if let Some(number) = answer.component {
            self.c.components[number].used = true;
        }
        answer.target
    }

    fn find_target(&mut self, at: At, resource: Option<u32>, text: &str) -> Answer {
        let nothing = Answer { target: None, component: None };
        let (document, fragment) = uri::split(text);
        let Ok(root) = self.document(at, resource, document) else { return nothing };
        let Some(fragment) = fragment else { return self.answer(root) };
        let fragment = uri::percent_decode(fragment);
        if fragment.is_empty() {
            return self.answer(root);
        }
        if let Some(pointer) = fragment.strip_prefix('/') {
            return self.pointer(root, pointer);
        }
        self.index_identifiers(root.doc);
        let found = self.references.identifiers[&root.doc].anchors.get(&(root.node, fragment.into_owned()));
        found.map_or(nothing, |&node| self.answer(At { doc: root.doc, node }))
    }

    fn answer(&self, at: At) -> Answer {
        Answer { target: Some(at), component: self.references.components.get(&at).copied() }
    }

    /// Walks a JSON Pointer (RFC 6901), and notes the component that it goes through.
    fn pointer(&mut self, root: At, pointer: &str) -> Answer {
        let mut at = root;
        let mut component = None;
        for token in pointer.split('/') {
            let token = uri::unescape_token(token);
            let view = self.view(at);
            let next = match view.kind() {
                Kind::Map => self.map_member(at, &token),
                Kind::Seq => {
                    let plain = token == "0" || !token.starts_with(['0', '+']);
                    token.parse().ok().filter(|_| plain).and_then(|n: usize| view.items().nth(n)).map(|v| v.at)
                }
                _ => None,
            };
            let Some(node) = next else { return Answer { target: None, component: None } };
            at = At { doc: root.doc, node };
            component = component.or(self.references.components.get(&at).copied());
        }
        Answer { target: Some(at), component }
    }

    /// A member of a map, through an index if the map is wide.
    fn map_member(&mut self, at: At, key: &str) -> Option<u32> {
        let name = self.loader.names.borrow().find(key)?;
        if let Some(index) = self.references.wide.get(&at) {
            return index.get(&name).copied();
        }
        let view = self.view(at);
        let node = self.loader.doc(at.doc).tape.nodes[at.node as usize];
        // A narrow map is quicker looked through than indexed; the subtree's size bounds the members.
        if node.next - at.node < 256 {
            return view.get(name).map(|v| v.at);
        }
        let index: HashMap<Name, u32> = view.members().map(|m| (m.name, m.value.at)).collect();
        let found = index.get(&name).copied();
        self.references.wide.insert(at, index);
        found
    }

    /// The root of the document (or the embedded resource) that a reference names.
    fn document(&mut self, at: At, resource: Option<u32>, document: &str) -> Result<At, Refusal> {
        if document.is_empty() {
            return Ok(At { doc: at.doc, node: resource.unwrap_or_else(|| self.loader.doc(at.doc).view(0).at) });
        }
        self.index_identifiers(at.doc);
        if self.references.any_identifiers {
            let identifiers = &self.references.identifiers[&at.doc];
            let base = resource.and_then(|r| identifiers.ids.get(&r)).or(identifiers.own.as_ref());
            let absolute = base.map_or_else(|| document.to_owned(), |base| uri::resolve(base, document));
            if let Some(&found) = self.references.resources.get(&absolute) {
                return Ok(found);
            }
        }
        let doc = self.loader.open(at.doc, document, self.fetch)?;
        self.index_identifiers(doc);
        let empty = || Refusal::Unusable("the file is empty".into());
        let root = self.loader.doc(doc).root().ok_or_else(empty)?;
        Ok(At { doc, node: root.at })
    }

    /// The node of the innermost schema with an `$id` that holds `at`, if there is one: references without a document
    /// stay inside it (JSON Schema 2020-12 Core §8.2.1).
    fn resource_of(&mut self, at: At) -> Option<u32> {
        self.index_identifiers(at.doc);
        if !self.references.any_identifiers {
            return None;
        }
        let identifiers = &self.references.identifiers[&at.doc];
        let before = identifiers.spans.partition_point(|span| span.start <= at.node);
        let mut innermost = before.checked_sub(1);
        while let Some(number) = innermost {
            let span = &identifiers.spans[number];
            // What stands at the node of the resource itself (its `$ref`, its `$id`) belongs to it.
            if at.node < span.end {
                return Some(span.start);
            }
            innermost = span.outer;
        }
        None
    }

    /// Collects `$self`, `$id`, `$anchor` and `$dynamicAnchor` of a document, once.
    fn index_identifiers(&mut self, doc: DocId) {
        if self.references.identifiers.contains_key(&doc) {
            return;
        }
        let mut found = Identifiers::default();
        let document = self.loader.doc(doc);
        if self.c.version >= SpecVersion::V3_1 && !document.tape.nodes.is_empty() {
            let own = document.view(0).get(name::SELF).and_then(View::as_str);
            found.own = own.map(std::borrow::Cow::into_owned);
            collect(document, &mut found);
        }
        self.references.any_identifiers |= !found.ids.is_empty() || found.own.is_some();
        if let Some(own) = &found.own {
            self.references.resources.insert(uri::split(own).0.to_owned(), At { doc, node: 0 });
        }
        let mut ids: Vec<_> = found.ids.iter().map(|(&node, id)| (node, id.clone())).collect();
        ids.sort_unstable();
        for (node, id) in ids {
            self.references.resources.entry(uri::split(&id).0.to_owned()).or_insert(At { doc, node });
        }
        self.references.identifiers.insert(doc, found);
    }

    fn say_unresolved(&mut self, at: At, resource: Option<u32>, text: &str) {
        let (document, fragment) = uri::split(text);
        let shown: String = text.chars().take(120).collect();
        let (kind, label, help) = match self.document(at, resource, document) {
            // What the reference leads to may stand where nothing was read.
            Ok(root) if self.loader.doc(root.doc).broken() => return,
            Ok(root) => {
                let label = match fragment.filter(|f| !f.is_empty() && !f.starts_with('/')) {
                    Some(_) => "no such anchor",
                    None => "nothing there",
                };
                (ProblemKind::UnresolvedReference, label.to_owned(), self.nearest(root, fragment.unwrap_or_default()))
            }
            Err(refusal) => explain(&refusal),
        };
        let message = match kind {
            ProblemKind::ForbiddenReference => format!("the reference `{shown}` is not followed: {label}"),
            _ => format!("the reference `{shown}` leads nowhere"),
        };
        self.problem(kind, at, &label, message, help);
    }

    /// The nearest name to the token at which a pointer leaves the document.
    fn nearest(&mut self, root: At, fragment: &str) -> Option<String> {
        let fragment = uri::percent_decode(fragment);
        let mut view = self.view(root);
        let mut way = String::from("#");
        for token in fragment.strip_prefix('/')?.split('/') {
            let token = uri::unescape_token(token);
            match view.get_text(&token) {
                Some(next) => view = next,
                None => {
                    let names: Vec<_> = view.members().map(|m| m.text().into_owned()).collect();
                    self.references.compared += names.len();
                    if self.references.compared > MOST_COMPARISONS {
                        return None;
                    }
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    let near = similar::get_close_matches(&*token, &names, 1, 0.6);
                    return near.first().map(|n| format!("did you mean `{way}/{}`?", uri::escape_token(n)));
                }
            }
            way.push('/');
            way.push_str(&uri::escape_token(&token));
        }
        None
    }
}

fn explain(refusal: &Refusal) -> (ProblemKind, String, Option<String>) {
    use ProblemKind::{ForbiddenReference, UnresolvedReference};
    let (kind, label, help) = match refusal {
        Refusal::Outside => (
            ForbiddenReference,
            "it leads out of the description's folder".to_owned(),
            Some("move the file into the folder, or allow it with --allow-outside"),
        ),
        Refusal::Network => (
            ForbiddenReference,
            "it is a network address".to_owned(),
            Some("save a copy beside the description and refer to that"),
        ),
        Refusal::Missing => {
            (UnresolvedReference, "no such file".to_owned(), Some("a reference is relative to the file it stands in"))
        }
        Refusal::NotAFile => (UnresolvedReference, "this is no regular file".to_owned(), None),
        Refusal::Unusable(why) | Refusal::Unreadable(why) => (UnresolvedReference, why.clone(), None),
    };
    (kind, label, help.map(str::to_owned))
}

/// A map that is being walked.
struct OpenMap {
    /// The index after it.
    end: u32,
    /// The node of the resource that it belongs to.
    resource: u32,
    /// The number of that resource among the spans.
    span: Option<usize>,
    /// Whether its keys are names that somebody chose, and no words of the specification.
    names: bool,
}

/// Whether the keys of what stands under a key are names: of properties, of components, of paths.
fn holds_names(key: Name) -> bool {
    const OTHERS: [Name; 12] = [
        name::SCHEMAS,
        name::PARAMETERS,
        name::RESPONSES,
        name::HEADERS,
        name::REQUEST_BODIES,
        name::PATHS,
        name::WEBHOOKS,
        name::CALLBACKS,
        name::PATH_ITEMS,
        name::CONTENT,
        name::MEDIA_TYPES,
        name::LINKS,
    ];
    Keyword::of(key).is_some_and(|k| k.shape() == Shape::SchemaMap) || OTHERS.contains(&key)
}

/// Walks a whole document for identifiers, skipping what is data.
fn collect(document: &crate::source::document::Document, found: &mut Identifiers) {
    let base = found.own.clone().unwrap_or_default();
    let nodes = &document.tape.nodes;
    let identifies =
        |key: Name| matches!(Keyword::of(key), Some(Keyword::Id | Keyword::Anchor | Keyword::DynamicAnchor));
    // Nearly no description has any, and looking at the keys alone is ten times quicker than what follows.
    if !(0..nodes.len() as u32).any(|at| nodes[at as usize].is_key() && identifies(document.tape.key(at))) {
        return;
    }
    let mut open: Vec<OpenMap> = Vec::new();
    // The key whose value comes next.
    let mut key = None;
    let mut at = 0;
    while (at as usize) < nodes.len() {
        let node = nodes[at as usize];
        while open.last().is_some_and(|o| o.end <= at) {
            open.pop();
        }
        let outer = open.last();
        if node.is_key() {
            let name = document.tape.key(at);
            let chosen = outer.is_some_and(|o| o.names);
            if !chosen && is_data(name) {
                at = nodes[node.next as usize].next;
                continue;
            }
            key = Some((name, chosen));
        } else if node.kind() == Kind::Map {
            let view = document.view(at);
            let (mut resource, mut span) = outer.map_or((0, None), |o| (o.resource, o.span));
            let names = key.take().is_some_and(|(name, chosen)| !chosen && holds_names(name));
            let text = |keyword: Keyword| view.get(keyword.name()).and_then(View::as_str).filter(|_| !names);
            if let Some(id) = text(Keyword::Id) {
                let outer = found.ids.get(&resource).unwrap_or(&base);
                let absolute = uri::resolve(outer, &id);
                found.ids.insert(at, absolute);
                found.spans.push(Span { start: at, end: node.next, outer: span });
                (resource, span) = (at, Some(found.spans.len() - 1));
            }
            for anchor in [Keyword::Anchor, Keyword::DynamicAnchor].into_iter().filter_map(text) {
                found.anchors.entry((resource, anchor.into_owned())).or_insert(at);
            }
            open.push(OpenMap { end: node.next, resource, span, names });
        } else {
            key = None;
        }
        at += 1;
    }
}
