//! What a place is called, whatever file holds it: the first half of a fingerprint.
//!
//! A component has its name, and what stands below it the way from there: that stays the same when the component moves
//! to a file of its own. What a path or a component of another file refers to is called as if it stood there.

use std::cell::OnceCell;

use hashbrown::HashMap;

use crate::source::document::{Document, Step, View};
use crate::source::loader::{At, DocId, Sources};

/// Groups of definitions at the top of a document, in 2.0 and in files of schemas.
const GROUPS: [&str; 5] = ["definitions", "$defs", "parameters", "responses", "securityDefinitions"];
/// Groups of components, which a definition in a file of its own may have come from.
const COMPONENTS: [&str; 10] = [
    "schemas",
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "examples",
    "links",
    "callbacks",
    "pathItems",
    "securitySchemes",
];
/// How many references one goes back. A circle of them names nothing.
const MOST_HOPS: usize = 8;

/// The addresses of places in a root document and in the files that it refers to.
pub struct Addresses<'s> {
    sources: &'s Sources,
    root: DocId,
    /// What other documents refer to, and the places that do and have a name for it.
    targets: OnceCell<HashMap<At, Vec<At>>>,
}

/// A node on the way to a place, with the name of the step that leads to it.
struct Waypoint {
    node: u32,
    step: String,
}

/// The last place on the way whose name is known, and where on the way it is.
enum Base {
    /// A definition with a name of its own.
    Named(String, usize),
    /// The place of a reference that stands for it.
    Referrer(At, usize),
    /// The document.
    Document,
}

impl<'s> Addresses<'s> {
    /// The addresses in these documents.
    pub fn new(sources: &'s Sources, root: DocId) -> Self {
        Self { sources, root, targets: OnceCell::new() }
    }

    /// The steps to a place from the nearest thing that has a name.
    pub fn of(&self, at: At) -> Vec<String> {
        let (base, below) = self.traced(at);
        let mut address = match base {
            (Base::Named(name, _), _) => vec!["#".to_owned(), plain(&name)],
            (_, doc) if doc != self.root => {
                // Nothing leads there: other files are told apart by the way from the root's folder. At the top of a
                // git revision the folder is no more than the name of the revision.
                let root = &self.sources.doc(self.root).name;
                let folder = &root[..root.rfind(['/', ':']).map_or(0, |last| last + 1)];
                let name = &self.sources.doc(doc).name;
                vec![name.strip_prefix(folder).unwrap_or(name).to_owned()]
            }
            _ => Vec::new(),
        };
        address.extend(below);
        address
    }

    /// The pointers that a place would have if what other files hold stood in the root document, as steps. A definition
    /// that only has a name could be a component of any sort.
    pub fn pointers(&self, at: At) -> Vec<Vec<String>> {
        if at.doc == self.root {
            return Vec::new();
        }
        let (base, below) = self.traced(at);
        let pointer =
            |group: &[&str]| group.iter().map(|step| (*step).to_owned()).chain(below.iter().cloned()).collect();
        match base {
            (Base::Named(name, _), _) => {
                let two = GROUPS.iter().map(|group| pointer(&[group, &name]));
                COMPONENTS.iter().map(|group| pointer(&["components", group, &name])).chain(two).collect()
            }
            (_, doc) if doc == self.root => vec![below],
            _ => Vec::new(),
        }
    }

    /// The places of other documents than the root that references lead to, in no order.
    pub fn entrances(&self) -> impl Iterator<Item = At> {
        self.targets().keys().copied().filter(|at| at.doc != self.root)
    }

    /// The base of a place, its document, and the steps below it.
    fn traced(&self, at: At) -> ((Base, DocId), Vec<String>) {
        let mut current = at;
        let mut below: Vec<String> = Vec::new();
        for _ in 0..MOST_HOPS {
            let way = self.way(current);
            let base = self.base(current.doc, &way);
            let cut = match &base {
                Base::Named(_, end) | Base::Referrer(_, end) => *end,
                Base::Document => 0,
            };
            below.splice(0..0, way.into_iter().skip(cut + 1).map(|waypoint| waypoint.step));
            match base {
                Base::Referrer(referrer, _) => current = referrer,
                base => return ((base, current.doc), below),
            }
        }
        ((Base::Document, current.doc), below)
    }

    /// The nodes from the root of the document to a place, both included. A key stands for its value.
    fn way(&self, at: At) -> Vec<Waypoint> {
        let doc = self.sources.doc(at.doc);
        let tape = &doc.tape.nodes;
        let mut nodes = vec![if tape.get(at.node as usize).is_some_and(|node| node.is_key()) {
            tape[at.node as usize].next
        } else {
            at.node
        }];
        while let Some(parent) = nodes.last().and_then(|node| doc.parent(*node)) {
            nodes.push(parent);
        }
        let name = |step| match step {
            Step::Key(key) => key.into_owned(),
            Step::Index(position, element) => element_name(doc, position, element),
        };
        let steps = std::iter::once(String::new()).chain(doc.steps(at.node).into_iter().map(name));
        nodes.into_iter().rev().zip(steps).map(|(node, step)| Waypoint { node, step }).collect()
    }

    fn base(&self, doc: DocId, way: &[Waypoint]) -> Base {
        if let Some(end) = self.definition(doc, way) {
            return match self.referrer(At { doc, node: way[end].node }) {
                // What is known elsewhere by another name is called by that.
                Some(referrer) if doc != self.root => Base::Referrer(referrer, end),
                _ => Base::Named(way[end].step.clone(), end),
            };
        }
        if doc == self.root {
            return Base::Document;
        }
        let target = |(_, waypoint): &(usize, &Waypoint)| self.targets().contains_key(&At { doc, node: waypoint.node });
        let Some((end, waypoint)) = way.iter().enumerate().find(target) else { return Base::Document };
        if let Some(referrer) = self.referrer(At { doc, node: waypoint.node }) {
            return Base::Referrer(referrer, end);
        }
        let name = if end == 0 { stem(&self.sources.doc(doc).name) } else { &waypoint.step };
        Base::Named(name.to_owned(), end)
    }

    /// The waypoint that is a definition by its place: an entry of a group.
    fn definition(&self, doc: DocId, way: &[Waypoint]) -> Option<usize> {
        let step = |number: usize| way.get(number).map(|waypoint| waypoint.step.as_str());
        if step(1) == Some("components") {
            return (way.len() > 3).then_some(3);
        }
        let groups = if doc == self.root { &GROUPS[..] } else { &GROUPS[..2] };
        (way.len() > 2 && step(1).is_some_and(|group| groups.contains(&group))).then_some(2)
    }

    /// The first by its address of the places that have a name for a target.
    fn referrer(&self, target: At) -> Option<At> {
        let named = self.targets().get(&target)?;
        named.iter().copied().min_by_key(|at| (at.doc != self.root, self.sources.doc(at.doc).pointer(at.node)))
    }

    fn targets(&self) -> &HashMap<At, Vec<At>> {
        self.targets.get_or_init(|| self.find_targets())
    }

    fn find_targets(&self) -> HashMap<At, Vec<At>> {
        let mut targets: HashMap<At, Vec<At>> = HashMap::new();
        let Some(name) = self.sources.names.find("$ref").filter(|_| self.sources.docs.len() > 1) else {
            return targets;
        };
        let mut known: HashMap<(DocId, String), Option<At>> = HashMap::new();
        for (number, doc) in self.sources.docs.iter().enumerate() {
            let from = DocId(number as u32);
            for (index, node) in doc.tape.nodes.iter().enumerate().filter(|(_, node)| node.is_key()) {
                if doc.tape.key(index as u32) != name || node.next as usize >= doc.tape.nodes.len() {
                    continue;
                }
                let Some(text) = doc.view(node.next).as_str().filter(|text| !text.starts_with('#')) else { continue };
                let resolved = || self.sources.resolve(from, &text).filter(|target| target.doc != from);
                let Some(target) = *known.entry((from, text.to_string())).or_insert_with(resolved) else { continue };
                let holders = targets.entry(target).or_default();
                holders.extend(
                    doc.parent(index as u32)
                        .filter(|holder| self.names(from, *holder))
                        .map(|node| At { doc: from, node }),
                );
            }
        }
        targets
    }

    /// Whether a place has a name for what stands there: an entry of a group, a path, a webhook.
    fn names(&self, doc: DocId, node: u32) -> bool {
        let way = self.way(At { doc, node });
        let paths = way.len() == 3 && matches!(way[1].step.as_str(), "paths" | "webhooks");
        paths || self.definition(doc, &way) == Some(way.len() - 1)
    }
}

/// A name as it is told apart from others: files are often written in another case than the components they hold.
fn plain(name: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if plain.is_empty() { name.to_owned() } else { plain }
}

/// The name of a file without its folder and its ending.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\', ':']).next().unwrap_or(name);
    file.split_once('.').map_or(file, |(stem, _)| stem)
}

/// What a list's element is called: by its name, its text, what it refers to, or else its position.
fn element_name(doc: &Document, position: usize, element: u32) -> String {
    let view = doc.view(element);
    if let Some(text) = view.as_scalar() {
        return text.into_owned();
    }
    let text = |key| view.get_text(key).and_then(View::as_scalar);
    if let Some(name) = text("name") {
        return format!("{}:{name}", text("in").unwrap_or_default());
    }
    if let Some(reference) = text("$ref") {
        let (file, fragment) = reference.split_once('#').unwrap_or((&reference, ""));
        let last = fragment.rsplit('/').next().filter(|last| !last.is_empty());
        return format!("#{}", plain(last.unwrap_or_else(|| stem(file))));
    }
    text("url").map_or_else(|| position.to_string(), std::borrow::Cow::into_owned)
}
