//! What is known of one root document: what was found, and in which files.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::{Location, Range, Uri};

use super::documents::Buffer;
use super::positions::{Encoding, Index};
use super::{Checked, Texts, uris};
use crate::config::Mistakes;
use crate::finding::{Finding, Span};
use crate::source::document::Document;
use crate::source::loader::{DocId, Sources};

/// The last run over a root document.
pub(super) struct Analysis {
    pub(super) sources: Arc<Sources>,
    pub(super) findings: Vec<Finding>,
    /// Where each of the documents lies; nothing for one that is no file.
    pub(super) paths: Vec<Option<PathBuf>>,
    pub(super) mistakes: Vec<Mistakes>,
    /// Whether the document is a description at all.
    pub(super) is_description: bool,
    /// Whether what the editor has is what was read, for each document: one in another encoding was translated.
    same: Vec<bool>,
    indexes: Vec<OnceCell<Index>>,
    encoding: Encoding,
}

impl Analysis {
    pub(super) fn new(checked: Checked, texts: &Texts, encoding: Encoding) -> Self {
        let is_description = checked.description.is_some() || !checked.mistakes.is_empty();
        let (sources, findings) = checked.description.unwrap_or_default();
        let paths: Vec<_> = sources.docs.iter().map(|doc| place_of(&doc.name)).collect();
        let same = |(path, doc): (&Option<PathBuf>, &Document)| {
            let open = path.as_ref().and_then(|path| texts.get(path));
            open.is_none_or(|text| **text == doc.text)
        };
        let same = paths.iter().zip(&sources.docs).map(same).collect();
        let indexes = sources.docs.iter().map(|_| OnceCell::new()).collect();
        Self { sources, findings, paths, mistakes: checked.mistakes, is_description, same, indexes, encoding }
    }

    /// Whether a file was read.
    pub(super) fn reads(&self, path: &Path) -> bool {
        self.doc_of(path).is_some()
    }

    /// The document that lies at a path.
    pub(super) fn doc_of(&self, path: &Path) -> Option<DocId> {
        let found = self.paths.iter().position(|known| known.as_deref() == Some(path))?;
        Some(DocId(found as u32))
    }

    pub(super) fn path(&self, doc: DocId) -> Option<&Path> {
        self.paths.get(doc.0 as usize)?.as_deref()
    }

    /// Whether bytes of a document are bytes of what the editor has, so that it can be edited.
    pub(super) fn is_as_in_the_editor(&self, doc: DocId) -> bool {
        self.same.get(doc.0 as usize).copied().unwrap_or(false)
    }

    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub(super) fn index(&self, doc: DocId) -> &Index {
        let new = || Index::new(&self.sources.doc(doc).text, self.encoding);
        self.indexes[doc.0 as usize].get_or_init(new)
    }

    pub(super) fn range(&self, doc: DocId, bytes: (u32, u32)) -> Range {
        self.index(doc).range(&self.sources.doc(doc).text, bytes)
    }

    pub(super) fn location(&self, span: Span, buffers: &dyn Fn(&Path) -> Option<Buffer>) -> Option<Location> {
        let uri = uri_in(self.path(span.doc)?, buffers)?;
        Some(Location { uri, range: self.range(span.doc, (span.start, span.end)) })
    }
}

/// Where a document lies, by the name that it is shown under.
pub(super) fn place_of(name: &str) -> Option<PathBuf> {
    Path::new(name).canonicalize().ok()
}

/// The address of a file: as the editor writes it, where it is open.
pub(super) fn uri_in(path: &Path, buffers: &dyn Fn(&Path) -> Option<Buffer>) -> Option<Uri> {
    buffers(path).map(|buffer| buffer.uri).or_else(|| uris::uri_of(path))
}
