//! `# caveat: allow RULE, RULE because …`

use memchr::memmem;

use super::Written;
use super::allowance::{Allowances, Means};
use super::own::Own;
use crate::contract::DocId;
use crate::finding::Span;
use crate::source::document::Document;
use crate::source::tape::Kind;

const MARK: &str = "caveat:";

/// Reads the comments of a document. A comment behind something holds for what begins in its line, one that has a line
/// to itself for what comes next.
pub(super) fn read(doc: &Document, id: DocId, allowances: &mut Allowances, own: &mut Own<'_>) {
    if doc.tape.comments.is_empty() || memmem::find(doc.text.as_bytes(), MARK.as_bytes()).is_none() {
        return;
    }
    for &(start, end) in &doc.tape.comments {
        let text = doc.text.get(start as usize..end as usize).unwrap_or_default();
        let Some(said) = text.trim_start_matches('#').trim_start().strip_prefix(MARK).map(str::trim) else { continue };
        let node = target(doc, start, end);
        let span = Span { doc: id, node, start, end: start + text.trim_end().len() as u32 };
        let Some((names, because)) = said.strip_prefix("allow").filter(|rest| rest.starts_with(' ')).map(parse) else {
            own.malformed(span, "this is no comment that caveat knows", "write `# caveat: allow RULE because …`");
            continue;
        };
        if names.is_empty() {
            own.malformed(span, "this comment names no rule", "write `# caveat: allow RULE because …`");
            continue;
        }
        // Where nothing follows, it holds for nothing.
        let nodes = node.map_or((0, 0), |node| piece(doc, node));
        let written = Written::at(doc, start);
        for name in names {
            own.allow(allowances, (id, nodes), name, Means::Comment, because, (span, written.clone()));
        }
    }
}

/// The names, and the reason behind `because`.
fn parse(rest: &str) -> (Vec<&str>, Option<&str>) {
    let word = rest.match_indices("because").find(|(at, word)| {
        let (before, after) = (&rest[..*at], &rest[at + word.len()..]);
        before.ends_with([' ', ',']) && !after.starts_with(|c: char| c.is_alphanumeric() || c == '-')
    });
    let (names, because) = match word {
        Some((at, word)) => (&rest[..at], Some(rest[at + word.len()..].trim_start_matches([':', ' ']))),
        None => (rest, None),
    };
    // Without `because` other words may follow the last name; they are no reason.
    let names = names.split(',').filter_map(|name| name.split_whitespace().next()).collect();
    (names, because.filter(|because| !because.is_empty()))
}

/// The node that a comment speaks of.
fn target(doc: &Document, start: u32, end: u32) -> Option<u32> {
    let nodes = &doc.tape.nodes;
    let (line, _) = doc.line_range(doc.place(start).line);
    let behind = !doc.text.get(line as usize..start as usize).unwrap_or_default().trim().is_empty();
    let from = if behind { line } else { end };
    let first = nodes.partition_point(|node| node.start < from);
    let node = nodes.get(first).filter(|node| !behind || node.start < start)?;
    let text = &doc.text[node.start as usize..];
    let inner = match node.kind() {
        // A list begins with the dash of its first element.
        Kind::Seq => text.starts_with('-'),
        // The line of a key begins its map as well, but for an element of a list, which is meant as a whole.
        Kind::Map if text.starts_with('{') => false,
        Kind::Map => doc.parent(first as u32).is_none_or(|parent| nodes[parent as usize].kind() != Kind::Seq),
        _ => false,
    };
    Some(if inner && first + 1 < nodes.len() { first as u32 + 1 } else { first as u32 })
}

/// A node with all that is below it; a key with its value.
fn piece(doc: &Document, node: u32) -> (u32, u32) {
    let nodes = &doc.tape.nodes;
    let Some(of) = nodes.get(node as usize) else { return (node, node) };
    let end = if of.is_key() { nodes.get(of.next as usize).map_or(of.next, |value| value.next) } else { of.next };
    (node, end)
}
