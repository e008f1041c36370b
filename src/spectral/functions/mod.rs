//! The core functions of Spectral: what a rule asks of each node that its path leads to.

mod collation;
mod options;
mod schema;

use std::borrow::Cow;

use hashbrown::HashSet;

use super::path::truthy;
use super::tree::{NONE, Node, Tree};
use crate::lint::judge::{cut, shortened};
use crate::schema::evaluate::Patterns;
use crate::source::document::View;
use crate::source::loader::{At, DocId};
use crate::source::tape::Kind;
pub(super) use options::{NAMES, read};
pub(super) use schema::{Evaluation, SchemaCheck};

/// A function with its options.
#[derive(Debug)]
pub(super) enum Function {
    /// Elements, members, or what elements hold under a key stand in the order of the alphabet.
    Alphabetical { keyed_by: Option<String> },
    /// A text is written in a case: its name, and a pattern for it.
    Casing { name: String, pattern: String, alone: Option<String> },
    /// It is there.
    Defined,
    /// It is not there.
    Undefined,
    /// It is one of these values.
    Enumeration(Vec<Scalar>),
    /// JavaScript takes it for false.
    Falsy,
    /// JavaScript takes it for true.
    Truthy,
    /// A text, list or map is so long, or a number so large.
    Length { min: Option<f64>, max: Option<f64> },
    /// A text matches one pattern, and does not match another.
    Pattern { positive: Option<String>, negative: Option<String> },
    /// A JSON Schema accepts it.
    Schema(Box<SchemaCheck>),
    /// Each member is referred to.
    Unreferenced,
    /// At least one of these properties is there.
    Or(Vec<String>),
    /// Exactly one of them is there.
    Xor(Vec<String>),
}

/// A value without parts.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Scalar {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
}

impl Scalar {
    pub(super) fn of(view: View<'_>) -> Option<Scalar> {
        Some(match view.kind() {
            Kind::Null => Scalar::Null,
            Kind::False => Scalar::Bool(false),
            Kind::True => Scalar::Bool(true),
            Kind::Number => Scalar::Number(view.as_f64()?),
            Kind::String => Scalar::Text(view.as_str()?.into_owned()),
            Kind::Seq | Kind::Map | Kind::Alias => return None,
        })
    }

    fn shown(&self) -> String {
        match self {
            Scalar::Null => "null".to_owned(),
            Scalar::Bool(bool) => bool.to_string(),
            Scalar::Number(number) => number.to_string(),
            Scalar::Text(text) => shortened(text),
        }
    }
}

/// What a function looks at.
#[derive(Clone)]
pub(super) enum Subject<'s> {
    /// Nothing: the field is not there.
    Missing,
    /// A key.
    Key(Cow<'s, str>),
    /// A node.
    Node(Node),
}

/// What a function objects to.
pub(super) struct Fault {
    /// A node other than the one that it was asked about, or the key of it.
    pub(super) at: Option<(At, bool)>,
    /// What is wrong: the end of a sentence that begins with the name of what it is about.
    pub(super) error: String,
}

/// What functions work with.
pub(super) struct Tools<'t, 's> {
    pub(super) tree: &'t Tree<'s>,
    pub(super) patterns: &'t mut Patterns,
    /// What references lead to, once somebody asked.
    pub(super) referenced: &'t mut Option<HashSet<At>>,
    /// Why a value could not be judged.
    pub(super) unjudged: Option<&'static str>,
}

const SLOW: &str = "a pattern of it cannot be run, or takes too long on a text";

/// Whether a text matches a pattern, which may stand between slashes and have flags.
pub(super) fn matches(patterns: &mut Patterns, pattern: &str, text: &str) -> Option<bool> {
    let parts = pattern.strip_prefix('/').and_then(|rest| rest.rsplit_once('/'));
    match parts.filter(|(inner, flags)| !inner.is_empty() && flags.bytes().all(|b| b.is_ascii_lowercase())) {
        // Where to begin and whether to go on are of no matter for a single look.
        Some((inner, flags)) => patterns.matches_with(inner, &flags.replace(['g', 'y', 'd', 'u', 'v'], ""), text),
        None => patterns.matches(pattern, text),
    }
}

impl Function {
    /// What a function objects to. `it` is what it is asked about, as the beginning of a sentence. What is not of a
    /// type that the function takes is nothing to it.
    pub(super) fn check(
        &self,
        subject: &Subject<'_>,
        it: &str,
        tools: &mut Tools<'_, '_>,
        evaluation: Option<&mut Evaluation<'_>>,
    ) -> Vec<Fault> {
        let tree = tools.tree;
        let view = match subject {
            Subject::Node(node) => Some(tree.view(node.value)),
            _ => None,
        };
        let text = match subject {
            Subject::Key(key) => Some(key.clone()),
            _ => view.and_then(View::as_str),
        };
        let there = !matches!(subject, Subject::Missing);
        let holds_true = view.map_or_else(|| text.as_deref().is_some_and(|text| !text.is_empty()), truthy);
        let object = match (subject, view) {
            (Subject::Node(node), Some(view)) if view.is_map() => Some((node, view)),
            _ => None,
        };
        match self {
            Function::Defined if !there => fault(format!("{it} is missing")),
            Function::Undefined if there => fault(format!("{it} is there, and must not be")),
            Function::Truthy if !there => fault(format!("{it} is missing")),
            Function::Truthy if !holds_true => fault(format!("{it} is empty or false")),
            Function::Falsy if holds_true => fault(format!("{it} is set, and must not be")),
            Function::Enumeration(values) => {
                let value = text.map(|text| Scalar::Text(text.into_owned())).or_else(|| view.and_then(Scalar::of));
                match value.filter(|value| !values.contains(value)) {
                    Some(value) => {
                        let values: Vec<String> = values.iter().map(|v| format!("`{}`", v.shown())).collect();
                        fault(format!("`{}` is none of {}", value.shown(), cut_list(&values)))
                    }
                    None => Vec::new(),
                }
            }
            Function::Casing { name, pattern, alone } => match text.filter(|text| !text.is_empty()) {
                Some(text) if alone.as_deref() != Some(&*text) => match tools.patterns.matches(pattern, &text) {
                    Some(true) => Vec::new(),
                    Some(false) => fault(format!("`{}` is not written in {name} case", shortened(&text))),
                    None => tools.unjudged(SLOW),
                },
                _ => Vec::new(),
            },
            Function::Pattern { positive, negative } => match text {
                Some(text) => pattern(tools, positive.as_deref(), negative.as_deref(), &text),
                None => Vec::new(),
            },
            Function::Length { min, max } => {
                let length = match view {
                    Some(view) if view.is_seq() => Some(view.items().count() as f64),
                    Some(view) if view.is_map() => Some(view.members().count() as f64),
                    Some(view) if view.kind() == Kind::Number => view.as_f64(),
                    // JavaScript counts units of UTF-16.
                    _ => text.map(|text| text.encode_utf16().count() as f64),
                };
                let what = if view.is_some_and(|view| view.kind() == Kind::Number) { "is" } else { "has length" };
                let bound = |limit: &Option<f64>, broken: fn(f64, f64) -> bool, words: &str| {
                    let (length, limit) = length.zip(*limit).filter(|(length, limit)| broken(*length, *limit))?;
                    Some(format!("{it} {what} {length}, and {limit} is the {words}"))
                };
                let low = bound(min, |length, limit| length < limit, "least");
                let high = bound(max, |length, limit| length > limit, "most");
                low.into_iter().chain(high).flat_map(fault).collect()
            }
            Function::Or(properties) | Function::Xor(properties) => {
                let Some((_, view)) = object else { return Vec::new() };
                let there: Vec<String> =
                    properties.iter().filter(|p| view.get_text(p).is_some()).map(|p| code(p)).collect();
                match (there.len(), self) {
                    (0, _) => {
                        let all: Vec<String> = properties.iter().map(|p| code(p)).collect();
                        fault(format!("{it} has none of {}", cut_list(&all)))
                    }
                    (2.., Function::Xor(_)) => {
                        fault(format!("{it} has {}, which exclude each other", there.join(" and ")))
                    }
                    _ => Vec::new(),
                }
            }
            Function::Alphabetical { keyed_by } => match (subject, view) {
                (Subject::Node(node), Some(view)) => alphabetical(tree, node, view, it, keyed_by.as_deref()),
                _ => Vec::new(),
            },
            Function::Unreferenced => {
                let Some((node, _)) = object else { return Vec::new() };
                let referenced = tools.referenced.get_or_insert_with(|| references(tree));
                let unused = tree.children(node, NONE).filter(|child| !referenced.contains(&child.place));
                let say = |child: Node| {
                    let name = tree.key_text(&child).unwrap_or_default();
                    Fault { at: Some((child.place, false)), error: format!("nothing refers to `{}`", shortened(&name)) }
                };
                unused.map(say).collect()
            }
            Function::Schema(_) if !there => fault(format!("{it} is missing")),
            Function::Schema(check) => match evaluation {
                Some(evaluation) => check.judge(evaluation, subject, it, tools),
                None => Vec::new(),
            },
            Function::Defined | Function::Undefined | Function::Truthy | Function::Falsy => Vec::new(),
        }
    }

    /// What the schema of a function remembers from one value to the next.
    pub(super) fn evaluation(&self) -> Option<Evaluation<'_>> {
        match self {
            Function::Schema(check) => Some(check.evaluation()),
            _ => None,
        }
    }
}

impl Tools<'_, '_> {
    fn unjudged(&mut self, why: &'static str) -> Vec<Fault> {
        self.unjudged.get_or_insert(why);
        Vec::new()
    }
}

fn fault(error: String) -> Vec<Fault> {
    vec![Fault { at: None, error }]
}

fn code(name: &str) -> String {
    format!("`{}`", shortened(name))
}

/// A list that a sentence can hold.
fn cut_list(all: &[String]) -> String {
    const MOST: usize = 6;
    let rest = all.len().saturating_sub(MOST);
    let shown = all.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    if rest == 0 { shown } else { format!("{shown} and {rest} more") }
}

fn pattern(tools: &mut Tools<'_, '_>, positive: Option<&str>, negative: Option<&str>, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (pattern, wanted) in [(positive, true), (negative, false)] {
        let Some(pattern) = pattern else { continue };
        match matches(tools.patterns, pattern, text) {
            Some(found) if found == wanted => {}
            Some(_) => {
                let (text, pattern) = (shortened(text), cut(pattern, 120));
                let words = if wanted { "does not match" } else { "must not match" };
                faults.extend(fault(format!("`{text}` {words} the pattern `{pattern}`")));
            }
            None => faults.extend(tools.unjudged(SLOW)),
        }
    }
    faults
}

/// The first neighbours that stand in the wrong order.
fn alphabetical(tree: &Tree<'_>, node: &Node, view: View<'_>, it: &str, keyed_by: Option<&str>) -> Vec<Fault> {
    let children: Vec<Node> = tree.children(node, 0).collect();
    if children.len() < 2 {
        return Vec::new();
    }
    let mut words = Vec::new();
    for child in &children {
        let text = match keyed_by {
            Some(_) if view.is_map() => None,
            Some(key) if tree.view(child.value).is_map() => {
                tree.child(child, key, NONE).and_then(|value| word(tree.view(value.value)))
            }
            Some(_) => None,
            None if view.is_map() => tree.key_text(child).map(Cow::into_owned),
            None => word(tree.view(child.value)),
        };
        let Some(text) = text else {
            return fault(format!("{it} holds something that has no place in the alphabet"));
        };
        words.push(text);
    }
    let wrong = words.windows(2).position(|pair| collation::compare(&pair[0], &pair[1]).is_gt());
    let Some(wrong) = wrong else { return Vec::new() };
    let (first, second) = (shortened(&words[wrong]), shortened(&words[wrong + 1]));
    // With a key the whole list is meant, as in Spectral.
    let at = keyed_by.is_none().then(|| (children[wrong].place, view.is_map()));
    vec![Fault { at, error: format!("`{second}` stands after `{first}`, and comes before it in the alphabet") }]
}

fn word(view: View<'_>) -> Option<String> {
    matches!(view.kind(), Kind::String | Kind::Number).then(|| view.as_scalar().unwrap_or_default().into_owned())
}

/// What the references of all documents lead to.
fn references(tree: &Tree<'_>) -> HashSet<At> {
    let mut found = HashSet::new();
    for (number, doc) in tree.sources.docs.iter().enumerate() {
        let doc_id = DocId(number as u32);
        for node in 0..doc.tape.nodes.len() as u32 {
            if doc.tape.nodes[node as usize].kind() == Kind::Map {
                let at = At { doc: doc_id, node };
                found.extend(tree.reference(at).and_then(|text| tree.target(at, &text)));
            }
        }
    }
    found
}
