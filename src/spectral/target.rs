//! What a function looks at, and where that is shown.

use super::functions::Subject;
use super::path::{Given, Hit, Walk};
use super::tree::{NONE, Node, Tree};
use crate::schema::evaluate::Patterns;
use crate::source::document::Step;
use crate::source::loader::At;
use crate::source::tape::Kind;

/// What a function looks at.
pub(super) struct Target<'s> {
    pub(super) subject: Subject<'s>,
    /// The node that is shown; for a field that is missing, what it is missing in.
    pub(super) at: At,
    /// The key of that node is meant.
    pub(super) key: bool,
    /// The names that are missing below it.
    pub(super) missing: Vec<String>,
}

impl<'s> Target<'s> {
    fn node(node: Node) -> Self {
        Self { subject: Subject::Node(node), at: node.value, key: false, missing: Vec::new() }
    }

    fn key(tree: &Tree<'s>, node: Node) -> Self {
        let text = tree.key_text(&node).unwrap_or_default();
        Self { subject: Subject::Key(text), at: node.place, key: true, missing: Vec::new() }
    }
}

/// The fields of what a path led to. What has no fields is looked at itself, as in Spectral.
pub(super) fn targets<'s>(
    tree: &Tree<'s>,
    patterns: &mut Patterns,
    hit: Hit,
    field: Option<&Field>,
) -> Vec<Target<'s>> {
    if hit.key {
        return vec![Target::key(tree, hit.node)];
    }
    let view = tree.view(hit.node.value);
    let Some(field) = field.filter(|_| matches!(view.kind(), Kind::Map | Kind::Seq)) else {
        return vec![Target::node(hit.node)];
    };
    let mut found: Vec<Target<'s>> = match field {
        Field::Keys => tree.children(&hit.node, 0).map(|child| Target::key(tree, child)).collect(),
        Field::Query(given) => {
            let mut walk = Walk::new(tree, patterns, hit.node.value);
            let hits = walk.follow(given, hit.node);
            hits.into_iter()
                .map(|hit| if hit.key { Target::key(tree, hit.node) } else { Target::node(hit.node) })
                .collect()
        }
        Field::Names { whole, names } => {
            let whole = tree.child(&hit.node, whole, NONE);
            vec![whole.map_or_else(|| named(tree, hit.node, names), Target::node)]
        }
    };
    if found.is_empty() {
        found.push(Target { subject: Subject::Missing, at: hit.node.value, key: false, missing: Vec::new() });
    }
    found
}

fn named<'s>(tree: &Tree<'s>, start: Node, names: &[String]) -> Target<'s> {
    let mut at = start;
    for (number, name) in names.iter().enumerate() {
        match tree.child(&at, name, NONE) {
            Some(child) => at = child,
            None => {
                let missing = names[number..].to_vec();
                return Target { subject: Subject::Missing, at: at.value, key: false, missing };
            }
        }
    }
    Target::node(at)
}

/// `field` of a rule.
#[derive(Debug)]
pub(super) enum Field {
    /// `@key`: each key.
    Keys,
    /// A path.
    Query(Given),
    /// Names, as `info.contact`; or all of it as one name, if there is a member that is called so.
    Names { whole: String, names: Vec<String> },
}

impl Field {
    /// Reads a field, or says why it cannot be run.
    pub(super) fn parse(text: &str) -> Result<Field, String> {
        if text == "@key" {
            return Ok(Field::Keys);
        }
        if text.starts_with('$') {
            return Given::parse(text).map(Field::Query).map_err(|why| format!("of its field `{text}`: {why}"));
        }
        Ok(Field::Names { whole: text.to_owned(), names: names(text) })
    }
}

/// The names of `a.b[0]["c.d"]`.
fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let (name, after) = inner.split_once(']').unwrap_or((inner, ""));
            names.push(name.trim_matches(['"', '\'']).to_owned());
            rest = after.strip_prefix('.').unwrap_or(after);
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            names.push(rest[..end].to_owned());
            rest = &rest[end..];
            rest = rest.strip_prefix('.').unwrap_or(rest);
        }
    }
    names
}

/// The name of what is shown at a node: its key or number, and the names that are missing below it.
pub(super) fn property(tree: &Tree<'_>, at: At, missing: &[String]) -> String {
    let own = match tree.doc(at).step(at.node) {
        Some(Step::Key(key)) => Some(key.into_owned()),
        Some(Step::Index(position, _)) => Some(position.to_string()),
        None => None,
    };
    own.into_iter().chain(missing.iter().cloned()).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_names() {
        assert_eq!(names("content.application/problem+json"), ["content", "application/problem+json"]);
        assert_eq!(names("a[0][\"b.c\"].d"), ["a", "0", "b.c", "d"]);
        assert_eq!(names("x-audience"), ["x-audience"]);
        assert!(matches!(Field::parse("@key"), Ok(Field::Keys)));
        assert!(matches!(Field::parse("$.a"), Ok(Field::Query(_))));
    }
}
