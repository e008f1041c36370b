//! Mends as actions: one for each finding that has one, and one for all.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier,
    Range, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};
use serde_json::{Value, json};

use super::analysis::{Analysis, uri_in};
use super::client::FIX_ALL;
use super::diagnostics;
use super::positions::Index;
use super::uris;
use super::worker::Worker;
use crate::finding::Fix;

/// The edits of files, by their paths.
type Edits = BTreeMap<PathBuf, Vec<TextEdit>>;

/// Answers `textDocument/codeAction`.
pub(super) fn list(worker: &mut Worker, params: &CodeActionParams) -> Vec<CodeAction> {
    let only = params.context.only.as_deref();
    // `source` asks for `source.fixAll` and what is below that.
    let named = |kind: &str| {
        let below = |asked: &str| {
            kind.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || asked.is_empty() || rest.starts_with('.'))
        };
        only.is_some_and(|only| only.iter().any(|asked| below(asked.as_str())))
    };
    let mut actions = Vec::new();
    if only.is_none() || named(CodeActionKind::QUICKFIX.as_str()) {
        actions = quick_fixes(worker, params);
    }
    let uri = &params.text_document.uri;
    // Mending everything lints several times: it waits until somebody wants it.
    if named(FIX_ALL) && !worker.client.resolves_edits {
        let edit = fix_all(worker, uri);
        actions.extend(edit.map(|edit| CodeAction { edit: Some(edit), ..of_all(None) }));
    } else if worker.client.resolves_edits && (only.is_none() || named(FIX_ALL)) && has_mends(worker, uri) {
        actions.push(of_all(Some(json!({"uri": uri}))));
    }
    actions
}

/// Answers `codeAction/resolve`.
pub(super) fn resolve(worker: &mut Worker, mut action: CodeAction) -> CodeAction {
    let uri = action.data.as_ref().and_then(|data| data.get("uri")?.as_str()?.parse::<Uri>().ok());
    if let Some(uri) = uri
        && action.edit.is_none()
    {
        action.edit = fix_all(worker, &uri);
    }
    action
}

fn of_all(data: Option<Value>) -> CodeAction {
    CodeAction {
        title: "Mend all that has one right mend".to_owned(),
        kind: Some(CodeActionKind::new(FIX_ALL)),
        data,
        ..CodeAction::default()
    }
}

fn quick_fixes(worker: &mut Worker, params: &CodeActionParams) -> Vec<CodeAction> {
    let Some(path) = uris::path_of(&params.text_document.uri) else { return Vec::new() };
    let mut rules = std::mem::take(&mut worker.rules);
    let mut actions: Vec<CodeAction> = Vec::new();
    for (_, analysis) in worker.reading(&path) {
        for finding in &analysis.findings {
            let span = finding.primary.span;
            let Some(fix) = finding.fix.as_ref().filter(|_| analysis.path(span.doc) == Some(&path)) else { continue };
            let range = analysis.range(span.doc, (span.start, span.end));
            if !touch(range, params.range) {
                continue;
            }
            let Some(edits) = edits_of(analysis, fix) else { continue };
            let action = CodeAction {
                title: sentence(&fix.title),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![diagnostics::diagnostic(analysis, finding, &mut rules, &|path| {
                    worker.buffer(path)
                })]),
                edit: Some(workspace_edit(worker, edits)),
                is_preferred: Some(true),
                ..CodeAction::default()
            };
            // Several descriptions that read one file find the same in it.
            if !actions.contains(&action) {
                actions.push(action);
            }
        }
    }
    worker.rules = rules;
    actions
}

fn sentence(title: &str) -> String {
    let mut characters = title.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn touch(a: Range, b: Range) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// The edits of a mend; nothing where bytes of a document are not those that the editor has.
fn edits_of(analysis: &Analysis, fix: &Fix) -> Option<Edits> {
    let mut edits = Edits::new();
    for edit in &fix.edits {
        let path = analysis.path(edit.doc).filter(|_| analysis.is_as_in_the_editor(edit.doc))?;
        let range = analysis.range(edit.doc, (edit.start, edit.end));
        edits.entry(path.to_owned()).or_default().push(TextEdit { range, new_text: edit.text.clone() });
    }
    Some(edits)
}

fn has_mends(worker: &Worker, uri: &Uri) -> bool {
    let Some(path) = uris::path_of(uri) else { return false };
    worker.reading(&path).any(|(_, analysis)| analysis.findings.iter().any(|finding| finding.fix.is_some()))
}

/// The edits that mend the descriptions that read a file, as `caveat lint --fix` would.
fn fix_all(worker: &mut Worker, uri: &Uri) -> Option<WorkspaceEdit> {
    let path = uris::path_of(uri)?;
    let roots: Vec<PathBuf> = worker.reading(&path).map(|(root, _)| root.clone()).collect();
    let mended = worker.mend(&roots);
    let mut edits = Edits::new();
    for (path, after) in mended {
        let known = worker.reading(&path).next().and_then(|(_, analysis)| Some((analysis, analysis.doc_of(&path)?)));
        let Some((analysis, doc)) = known.filter(|(analysis, doc)| analysis.is_as_in_the_editor(*doc)) else {
            continue;
        };
        let before = &analysis.sources.doc(doc).text;
        let edit = changed_lines(before, &after, analysis.index(doc));
        edits.insert(path, vec![edit]);
    }
    (!edits.is_empty()).then(|| workspace_edit(worker, edits))
}

/// One edit of the lines from the first to the last that differ.
fn changed_lines(before: &str, after: &str, index: &Index) -> TextEdit {
    let common = |a: &mut dyn Iterator<Item = &'_ str>, b: &mut dyn Iterator<Item = &'_ str>| {
        a.zip(b).take_while(|(a, b)| a == b).map(|(line, _)| line.len()).sum::<usize>()
    };
    let front = common(&mut before.split_inclusive('\n'), &mut after.split_inclusive('\n'));
    let (old, new) = (&before[front..], &after[front..]);
    let back = common(&mut old.split_inclusive('\n').rev(), &mut new.split_inclusive('\n').rev());
    let (start, end) = (front as u32, (before.len() - back) as u32);
    TextEdit { range: index.range(before, (start, end)), new_text: new[..new.len() - back].to_owned() }
}

/// Edits as the editor takes them, with the versions of the documents that are open.
fn workspace_edit(worker: &Worker, edits: Edits) -> WorkspaceEdit {
    let buffer = |path: &std::path::Path| worker.buffer(path);
    let with_uri = edits.into_iter().filter_map(|(path, edits)| Some((uri_in(&path, &buffer)?, path, edits)));
    if !worker.client.versioned_edits {
        #[allow(clippy::mutable_key_type, reason = "the protocol's type is a map by addresses, which do not change")]
        let changes: HashMap<Uri, Vec<TextEdit>> = with_uri.map(|(uri, _, edits)| (uri, edits)).collect();
        return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let changes = with_uri.map(|(uri, path, edits)| TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            uri,
            version: worker.buffer(&path).map(|buffer| buffer.version),
        },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    });
    WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(changes.collect())), ..WorkspaceEdit::default() }
}
