//! Where references lead: JSON pointers, anchors, `$id` and `$self`, other files.

use hashbrown::HashMap;

use super::Lowering;
use super::identifiers::Identifiers;
use crate::contract::keywords::Keyword;
use crate::contract::{At, DocId, Name, ProblemKind, uri};
use crate::source::loader::Refusal;
use crate::source::tape::Kind;

/// What is known of references so far.
#[derive(Default)]
pub(super) struct References {
    /// Answers by document (or embedded resource) and text.
    known: HashMap<(DocId, Option<u32>, Name), Answer>,
    /// Where chains of references end, if they do, by each of their nodes and by whether only bare references are
    /// followed.
    ends: HashMap<(At, bool), Option<At>>,
    /// Members of maps that many references go through.
    wide: HashMap<At, HashMap<Name, u32>>,
    /// Components by their node.
    components: HashMap<At, usize>,
    /// Schemas among the components by their name.
    pub(super) schemas: HashMap<Name, usize>,
    /// `$id`s, anchors and `$self` by document.
    pub(super) identifiers: HashMap<DocId, Identifiers>,
    /// Absolute URIs of embedded resources and documents.
    pub(super) resources: HashMap<String, At>,
    /// Whether any document has identifiers, so that bases must be worked out at all.
    pub(super) any_identifiers: bool,
    /// How many names were compared to find the nearest to one that does not exist.
    compared: usize,
}

/// Comparing names is slow, and a description with ten thousand broken references needs no ten thousand suggestions.
const MOST_COMPARISONS: usize = 40_000;

#[derive(Clone, Copy)]
struct Answer {
    target: Option<At>,
    component: Option<usize>,
}

impl References {
    pub(super) fn add_component(&mut self, at: At, number: usize) {
        self.components.insert(at, number);
    }
}

impl Lowering<'_> {
    /// Follows references from `at` until something that is no reference.
    pub(super) fn dereference(&mut self, at: At, what: &str) -> Option<At> {
        self.follow(at, what, false)
    }

    /// Follows references from `at`; with `bare`, only those that have nothing beside them. What is met on the way is
    /// remembered, so that a long chain is walked once, wherever it is entered.
    pub(super) fn follow(&mut self, at: At, what: &str, bare: bool) -> Option<At> {
        let mut way = Vec::new();
        let mut current = at;
        let end = loop {
            if let Some(&known) = self.references.ends.get(&(current, bare)) {
                // A circle that closes on this way: whoever enters it, and wherever, it is the same one, and said once.
                break match way.iter().position(|&node| node == current) {
                    Some(start) => {
                        let first = self.first_reference(&way[start..]).unwrap_or(current);
                        self.say_circle(first, what);
                        None
                    }
                    None => known,
                };
            }
            let view = self.view(current);
            if !view.is_map() {
                if view.kind() != Kind::Null || current == at {
                    self.wrong_type(current, &with_article(what), "an object");
                }
                break None;
            }
            let reference = view.get(Keyword::Ref.name()).filter(|_| !bare || view.members().nth(1).is_none());
            let Some(reference) = reference else { break Some(current) };
            // Until its end is known, to come here again is to go round in a circle.
            self.references.ends.insert((current, bare), None);
            way.push(current);
            match self.target(self.at(current, reference)) {
                Some(target) => current = target,
                None => break None,
            }
        };
        for node in way {
            self.references.ends.insert((node, bare), end);
        }
        end
    }

    /// The first in the text of the references that stand in these nodes.
    pub(super) fn first_reference(&self, nodes: &[At]) -> Option<At> {
        nodes.iter().filter_map(|&node| self.field(node, Keyword::Ref.name())).min()
    }

    /// Says that references lead round in a circle, of which `first` is the first in the text.
    pub(super) fn say_circle(&mut self, first: At, what: &str) {
        self.problem(
            ProblemKind::CircularReference,
            first,
            "leads round in a circle",
            format!("the reference of this {what} leads round in a circle and never to {}", with_article(what)),
            Some("write the definition where one of these references stands".into()),
        );
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
            // A bare schema may have an address; what stands beside it there is looked for there first.
            if self.bare.is_some()
                && let Ok(doc) = self.loader.open(at.doc, &absolute, self.fetch)
                && let Some(root) = self.loader.doc(doc).root()
            {
                self.index_identifiers(doc);
                return Ok(At { doc, node: root.at });
            }
        }
        let doc = self.loader.open(at.doc, document, self.fetch)?;
        self.index_identifiers(doc);
        let empty = || Refusal::Unusable("the file is empty".into());
        let root = self.loader.doc(doc).root().ok_or_else(empty)?;
        Ok(At { doc, node: root.at })
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
                let near = self.nearest(root, document, fragment.unwrap_or_default());
                let help = near.unwrap_or_else(|| "define it there, or correct the reference".to_owned());
                (ProblemKind::UnresolvedReference, label.to_owned(), Some(help))
            }
            Err(refusal) => explain(&refusal),
        };
        let message = match kind {
            ProblemKind::ForbiddenReference => format!("the reference `{shown}` is not followed: {label}"),
            _ => format!("the reference `{shown}` leads nowhere"),
        };
        self.problem(kind, at, &label, message, help);
    }

    /// The nearest name to the token at which a pointer leaves the document, which the reference calls `document`.
    fn nearest(&mut self, root: At, document: &str, fragment: &str) -> Option<String> {
        if self.references.compared > MOST_COMPARISONS {
            return None;
        }
        let fragment = uri::percent_decode(fragment);
        let mut view = self.view(root);
        let mut way = format!("{document}#");
        for token in fragment.strip_prefix('/')?.split('/') {
            let token = uri::unescape_token(token);
            match view.get_text(&token) {
                Some(next) => view = next,
                None => {
                    // What somebody mistyped is about as long as it should be.
                    let alike = |name: &String| name.len().abs_diff(token.len()) <= 3;
                    let names: Vec<_> = view.members().map(|m| m.text().into_owned()).filter(alike).collect();
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    self.references.compared += names.len();
                    // One wrong letter of three is more than a quarter of the name.
                    let cutoff = if token.len() < 5 { 0.6 } else { 0.75 };
                    let near = similar::get_close_matches(&*token, &names, 1, cutoff);
                    return near.first().map(|n| format!("did you mean `{way}/{}`?", uri::escape_token(n)));
                }
            }
            way.push('/');
            way.push_str(&uri::escape_token(&token));
        }
        None
    }
}

pub(super) fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
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
