//! The open documents, as the editor has them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use lsp_types::{DidChangeTextDocumentParams, DidOpenTextDocumentParams, TextDocumentContentChangeEvent, Uri};

use super::positions::{Encoding, Index};
use super::uris;

/// An open document at one moment.
#[derive(Clone)]
pub(super) struct Buffer {
    /// As the editor writes its address.
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) text: Arc<String>,
}

#[derive(Default)]
pub(super) struct Documents {
    pub(super) encoding: Encoding,
    /// By path; a file may be open under several addresses, of which the last one counts.
    open: BTreeMap<PathBuf, Buffer>,
    /// The path by address: where a file lies is asked once.
    paths: BTreeMap<String, PathBuf>,
}

impl Documents {
    /// Takes in a document; nothing for what is no file.
    pub(super) fn open(&mut self, params: DidOpenTextDocumentParams) -> Option<(PathBuf, Buffer)> {
        let document = params.text_document;
        let path = uris::path_of(&document.uri)?;
        let buffer = Buffer { version: document.version, text: Arc::new(document.text), uri: document.uri };
        self.paths.insert(buffer.uri.as_str().to_owned(), path.clone());
        self.open.insert(path.clone(), buffer.clone());
        Some((path, buffer))
    }

    /// Applies changes, each to what the one before it left.
    pub(super) fn change(&mut self, params: DidChangeTextDocumentParams) -> Result<Option<(PathBuf, Buffer)>, String> {
        let uri = params.text_document.uri;
        let Some(path) = self.paths.get(uri.as_str()) else {
            return if uris::path_of(&uri).is_none() { Ok(None) } else { Err(format!("{} is not open", uri.as_str())) };
        };
        let Some(buffer) = self.open.get_mut(path) else { return Ok(None) };
        buffer.version = params.text_document.version;
        let text = Arc::make_mut(&mut buffer.text);
        for change in params.content_changes {
            apply(text, change, self.encoding);
        }
        Ok(Some((path.clone(), buffer.clone())))
    }

    pub(super) fn close(&mut self, uri: &Uri) -> Option<PathBuf> {
        let path = self.paths.remove(uri.as_str())?;
        self.open.remove(&path)?;
        Some(path)
    }
}

fn apply(text: &mut String, change: TextDocumentContentChangeEvent, encoding: Encoding) {
    let Some(range) = change.range else {
        *text = change.text;
        return;
    };
    let index = Index::new(text, encoding);
    let (start, end) = (index.offset(text, range.start) as usize, index.offset(text, range.end) as usize);
    text.replace_range(start.min(end)..start.max(end), &change.text);
}
