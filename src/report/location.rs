//! Where a finding is, as programs are told.

use crate::finding::Span;
use crate::source::document::{Document, Place};
use crate::source::loader::Sources;
use crate::source::tape::Kind;

/// Where something is, for a person and for a program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Location {
    /// The file as it was given, joined with the references that led to it, with `/` on every system.
    pub file: String,
    /// The first character.
    pub start: Place,
    /// The character after the last one.
    pub end: Place,
    /// The RFC 6901 pointer of the node.
    pub pointer: String,
}

impl Location {
    /// The location of a span. A place that is no node has the pointer of the innermost node around it.
    pub fn of(sources: &Sources, span: Span) -> Self {
        let doc = sources.doc(span.doc);
        let node = span.node.or_else(|| node_at(doc, span.start));
        Self {
            file: file_name(doc),
            start: doc.place(span.start),
            end: doc.place(span.end.max(span.start)),
            pointer: node.map_or_else(String::new, |node| doc.pointer(node)),
        }
    }
}

/// The name of a document with `/`. A backslash is a part of a name where the system separates by something else.
fn file_name(doc: &Document) -> String {
    if std::path::MAIN_SEPARATOR == '\\' { doc.name.replace('\\', "/") } else { doc.name.clone() }
}

/// The innermost node that holds a byte.
fn node_at(doc: &Document, offset: u32) -> Option<u32> {
    let nodes = &doc.tape.nodes;
    if offset >= nodes.first()?.end {
        return if doc.broken() { last_open(doc) } else { Some(0) };
    }
    let mut at = (nodes.partition_point(|n| n.start <= offset) as u32).checked_sub(1)?;
    while nodes[at as usize].end <= offset {
        at = doc.parent(at)?;
    }
    Some(at)
}

/// The innermost container that was open when the text broke off: the reader lets all of them end there, but only one
/// that was closed has a bracket behind its last child.
fn last_open(doc: &Document) -> Option<u32> {
    let nodes = &doc.tape.nodes;
    let mut at = nodes.len() as u32 - 1;
    let mut inner = nodes[at as usize].start;
    loop {
        let node = nodes[at as usize];
        let behind = doc.text.get(inner.max(node.start + 1) as usize..node.end as usize).unwrap_or_default();
        if matches!(node.kind(), Kind::Map | Kind::Seq) && !behind.ends_with(['}', ']']) {
            return Some(at);
        }
        inner = node.end;
        at = doc.parent(at)?;
    }
}
