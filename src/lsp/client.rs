//! What an editor can do, and what it is told that the server can.

use std::path::{Path, PathBuf};

use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, HoverProviderCapability, OneOf,
    PositionEncodingKind, ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, Uri, WorkDoneProgressOptions,
};
use serde_json::Value;

use super::positions::Encoding;
use super::uris;

/// The kind of the action that mends everything.
pub(super) const FIX_ALL: &str = "source.fixAll.caveat";

/// What an editor said of itself. What it did not say, or said in no way that is known, it cannot do.
pub(super) struct Client {
    /// How columns are counted.
    pub(super) encoding: Encoding,
    /// Whether edits may name the versions of the documents that they are for.
    pub(super) versioned_edits: bool,
    /// Whether the edit of an action may be asked for later.
    pub(super) resolves_edits: bool,
    /// Whether it can be asked to say which files change.
    pub(super) watches: bool,
    folders: Vec<PathBuf>,
}

impl Client {
    pub(super) fn new(params: &Value) -> Self {
        let at = |pointer: &str| params.pointer(pointer);
        let yes = |pointer: &str| at(pointer).and_then(Value::as_bool).unwrap_or(false);
        let list = |pointer: &str| at(pointer).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let folder = |uri: &Value| uris::path_of(&uri.as_str()?.parse::<Uri>().ok()?);
        let mut folders: Vec<PathBuf> =
            list("/workspaceFolders").iter().filter_map(|entry| folder(entry.get("uri")?)).collect();
        if folders.is_empty() {
            folders.extend(at("/rootUri").and_then(folder));
        }
        let utf8 = list("/capabilities/general/positionEncodings").iter().any(|kind| kind == "utf-8");
        let resolved = list("/capabilities/textDocument/codeAction/resolveSupport/properties");
        Self {
            encoding: if utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            versioned_edits: yes("/capabilities/workspace/workspaceEdit/documentChanges"),
            resolves_edits: resolved.iter().any(|name| name == "edit")
                && yes("/capabilities/textDocument/codeAction/dataSupport"),
            watches: yes("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration"),
            folders,
        }
    }

    /// The folder of the workspace that a file lies in, the innermost one.
    pub(super) fn folder_of(&self, path: &Path) -> Option<&Path> {
        let holding = self.folders.iter().filter(|folder| path.starts_with(folder));
        holding.max_by_key(|folder| folder.components().count()).map(PathBuf::as_path)
    }

    pub(super) fn capabilities(&self) -> ServerCapabilities {
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        };
        let actions = CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::new(FIX_ALL)]),
            resolve_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        };
        ServerCapabilities {
            position_encoding: Some(match self.encoding {
                Encoding::Utf8 => PositionEncodingKind::UTF8,
                Encoding::Utf16 => PositionEncodingKind::UTF16,
            }),
            text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            definition_provider: Some(OneOf::Left(true)),
            code_action_provider: Some(CodeActionProviderCapability::Options(actions)),
            ..ServerCapabilities::default()
        }
    }
}
