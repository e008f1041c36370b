//! Where what stands at a place is defined: targets of references, schemas that a discriminator means, security schemes.

use lsp_types::{GotoDefinitionParams, Location, TextDocumentPositionParams};

use super::analysis::Analysis;
use super::uris;
use super::worker::Worker;
use crate::contract::uri::escape_token;
use crate::finding::Span;
use crate::source::document::{Document, Step};
use crate::source::loader::{At, DocId, Sources};
use crate::source::tape::Kind;

/// Answers `textDocument/definition`.
pub(super) fn at(worker: &Worker, params: &GotoDefinitionParams) -> Option<Location> {
    let (analysis, target) = target_at(worker, &params.text_document_position_params)?;
    analysis.location(Span::of(&analysis.sources, target), &|path| worker.buffer(path))
}

/// What a position leads to, in the first description that knows.
pub(super) fn target_at<'w>(worker: &'w Worker, place: &TextDocumentPositionParams) -> Option<(&'w Analysis, At)> {
    let path = uris::path_of(&place.text_document.uri)?;
    worker.known.iter().find_map(|(_, analysis)| {
        let doc = analysis.doc_of(&path)?;
        let text = &analysis.sources.doc(doc).text;
        let offset = analysis.index(doc).offset(text, place.position);
        Some((analysis, target_of(&analysis.sources, doc, offset)?))
    })
}

/// What the byte of a document leads to.
fn target_of(sources: &Sources, id: DocId, offset: u32) -> Option<At> {
    let doc = sources.doc(id);
    let node = scalar_at(doc, offset)?;
    let steps = doc.steps(node);
    // A key leads where its value does.
    let key = doc.tape.nodes[node as usize];
    let value = if key.is_key() { key.next } else { node };
    let text = doc.tape.nodes.get(value as usize).map(|_| doc.view(value))?.as_str();
    match steps.as_slice() {
        [.., Step::Key(key)] if key == "$ref" || key == "operationRef" => sources.resolve(id, &text?),
        [.., Step::Key(discriminator), Step::Key(mapping), Step::Key(_)]
            if discriminator == "discriminator" && mapping == "mapping" =>
        {
            let text = text?;
            // A value may be a name or a reference; a name counts first.
            let schema = format!("/components/schemas/{}", escape_token(&text));
            component(sources, &schema).or_else(|| sources.resolve(id, &text))
        }
        [.., Step::Key(security), Step::Index(..), Step::Key(name)] if security == "security" => {
            let places = ["/components/securitySchemes/", "/securityDefinitions/"];
            places.iter().find_map(|place| component(sources, &format!("{place}{}", escape_token(name))))
        }
        _ => None,
    }
}

/// A component of the root document, which is the first one that was read.
fn component(sources: &Sources, pointer: &str) -> Option<At> {
    let root = DocId(0);
    Some(At { doc: root, node: sources.find(root, pointer)? })
}

/// The innermost node at a byte, if it is a scalar or a key.
fn scalar_at(doc: &Document, offset: u32) -> Option<u32> {
    let nodes = &doc.tape.nodes;
    // Nodes stand in the order in which they begin, so the last one that began is it, or lies in it.
    let last = nodes.partition_point(|node| node.start <= offset).checked_sub(1)? as u32;
    let node = nodes[last as usize];
    (offset <= node.end && !matches!(node.kind(), Kind::Map | Kind::Seq)).then_some(last)
}
