//! Documents as a rule sees them: nodes of the tape, with references looked through where the rule wants that.
//!
//! Nothing is copied and nothing expanded. A node remembers where it stands and where its value does; these differ
//! where a reference stands, and the children of the node are those of the value.

use std::borrow::Cow;
use std::cell::RefCell;

use hashbrown::{HashMap, HashSet};

use crate::contract::keywords::Keyword;
use crate::contract::uri;
use crate::source::document::{Document, Step, View};
use crate::source::loader::{At, DocId, Sources};
use crate::source::names::Name;
use crate::source::tape::Kind;

/// Stands for no node.
pub(super) const NONE: u32 = u32::MAX;

/// A place in a document, reached on some way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// What holds it, by its number on the way; [`NONE`] for where the way begins.
    pub(super) parent: u32,
    /// The node of its key; [`NONE`] for elements of lists and roots.
    pub(super) key: u32,
    /// Where it stands.
    pub(super) place: At,
    /// Where its value stands.
    pub(super) value: At,
}

/// The document that a reference stands in, and its text.
type Reference = (DocId, Box<str>);

/// Documents, with references looked through or not.
pub(super) struct Tree<'s> {
    pub(super) sources: &'s Sources,
    resolved: bool,
    /// What references lead to in one step, by document and text.
    targets: RefCell<HashMap<Reference, Option<At>>>,
    /// Where chains of references end, by where they begin.
    ends: RefCell<HashMap<At, At>>,
    /// The members of maps that references lead into: components are many, and each is asked for by its name.
    members: RefCell<HashMap<At, HashMap<Name, u32>>>,
}

impl<'s> Tree<'s> {
    pub(super) fn new(sources: &'s Sources, resolved: bool) -> Self {
        Self { sources, resolved, targets: RefCell::default(), ends: RefCell::default(), members: RefCell::default() }
    }

    pub(super) fn doc(&self, at: At) -> &'s Document {
        self.sources.doc(at.doc)
    }

    pub(super) fn view(&self, at: At) -> View<'s> {
        self.sources.view(at)
    }

    /// A way that begins at a node.
    pub(super) fn start(&self, at: At) -> Node {
        Node { parent: NONE, key: NONE, place: at, value: self.end(at) }
    }

    /// The elements and members of a node, which is number `parent` on its way.
    pub(super) fn children(&self, node: &Node, parent: u32) -> impl Iterator<Item = Node> + use<'_, 's> {
        let (at, view) = (node.value, self.view(node.value));
        let members = view.members().map(|member| (member.key, member.value.at));
        let all = members.chain(view.items().map(|item| (NONE, item.at)));
        all.map(move |(key, value)| self.node(at, key, value, parent))
    }

    /// A member of a node, or an element by its number.
    pub(super) fn child(&self, node: &Node, name: &str, parent: u32) -> Option<Node> {
        let view = self.view(node.value);
        let (key, value) = match view.kind() {
            Kind::Map => {
                self.sources.names.find(name).and_then(|name| view.member(name)).map(|m| (m.key, m.value.at))?
            }
            Kind::Seq => view.items().nth(name.parse().ok()?).map(|item| (NONE, item.at))?,
            _ => return None,
        };
        Some(self.node(node.value, key, value, parent))
    }

    pub(super) fn node(&self, around: At, key: u32, value: u32, parent: u32) -> Node {
        let place = around.to(value);
        Node { parent, key, place, value: self.end(place) }
    }

    /// The key of a node, or its number in a list.
    pub(super) fn key_text(&self, node: &Node) -> Option<Cow<'s, str>> {
        let doc = self.doc(node.place);
        if node.key != NONE {
            return Some(doc.key_text(node.key));
        }
        match doc.step(node.place.node)? {
            Step::Index(position, _) if node.parent != NONE => Some(Cow::Owned(position.to_string())),
            _ => None,
        }
    }

    /// Where the value of a place stands: through an alias, and through references if they are looked through. What
    /// leads round in a circle or nowhere stands for itself.
    fn end(&self, place: At) -> At {
        let first = place.to(self.view(place).at);
        if !self.resolved || self.reference(first).is_none() {
            return first;
        }
        if let Some(&known) = self.ends.borrow().get(&first) {
            return known;
        }
        let mut at = first;
        let mut seen: HashSet<At> = HashSet::from_iter([first]);
        let mut leads = true;
        while let Some(text) = self.reference(at) {
            if let Some(&known) = self.ends.borrow().get(&at) {
                leads = known != at;
                at = known;
                break;
            }
            match self.target(at, &text) {
                Some(next) if seen.insert(next) => at = next,
                _ => {
                    leads = false;
                    break;
                }
            }
        }
        // What was passed on the way ends there as well, so that each link of a long chain is followed once.
        let on_way = seen.into_iter().map(|passed| (passed, if leads { at } else { passed }));
        self.ends.borrow_mut().extend(on_way);
        if leads { at } else { first }
    }

    /// The text of the reference that a node is.
    pub(super) fn reference(&self, at: At) -> Option<Cow<'s, str>> {
        let view = self.view(at);
        if !view.is_map() {
            return None;
        }
        view.get(Keyword::Ref.name()).and_then(View::as_str)
    }

    /// What a reference leads to in one step: a JSON pointer in its document, or in one that was read for it.
    pub(super) fn target(&self, from: At, text: &str) -> Option<At> {
        let key = (from.doc, Box::from(text));
        if let Some(&known) = self.targets.borrow().get(&key) {
            return known;
        }
        let target = self.find(from, text);
        self.targets.borrow_mut().insert(key, target);
        target
    }

    fn find(&self, from: At, text: &str) -> Option<At> {
        let (document, fragment) = uri::split(text);
        let doc = self.sources.followed(from.doc, document)?;
        let mut view = self.sources.doc(doc).root()?;
        let pointer = uri::percent_decode(fragment.unwrap_or_default());
        if !pointer.is_empty() {
            for token in pointer.strip_prefix('/')?.split('/') {
                let token = uri::unescape_token(token);
                view = match view.kind() {
                    Kind::Map => {
                        let name = self.sources.names.find(&token)?;
                        let mut maps = self.members.borrow_mut();
                        let map = maps.entry(At { doc, node: view.at });
                        let map = map.or_insert_with(|| view.members().map(|m| (m.name, m.value.at)).collect());
                        self.sources.doc(doc).view(*map.get(&name)?)
                    }
                    Kind::Seq => view.items().nth(token.parse().ok()?)?,
                    _ => return None,
                };
            }
        }
        Some(At { doc, node: view.at })
    }
}
