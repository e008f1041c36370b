//! What is shown at a place: where a reference leads, and the pages of the rules that found something.

use lsp_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

use super::analysis::Analysis;
use super::definition::target_at;
use super::uris;
use super::worker::Worker;
use crate::docs;
use crate::finding::Span;
use crate::source::document::Syntax;
use crate::source::loader::At;

/// How many lines of a target are shown, and how much of each.
const LINES: u32 = 10;
const COLUMNS: usize = 160;

/// Answers `textDocument/hover`.
pub(super) fn at(worker: &Worker, params: &HoverParams) -> Option<Hover> {
    let place = &params.text_document_position_params;
    let mut parts = Vec::new();
    if let Some((analysis, target)) = target_at(worker, place) {
        parts.push(shown(analysis, target));
    }
    parts.extend(rules_at(worker, place).into_iter().filter_map(page));
    let value = parts.join("\n\n---\n\n");
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
    (!parts.is_empty()).then_some(Hover { contents, range: None })
}

/// The rules that found something at a position, each once.
fn rules_at(worker: &Worker, place: &lsp_types::TextDocumentPositionParams) -> Vec<&'static str> {
    let mut rules = Vec::new();
    let Some(path) = uris::path_of(&place.text_document.uri) else { return rules };
    for (_, analysis) in worker.reading(&path) {
        let Some(doc) = analysis.doc_of(&path) else { continue };
        let offset = analysis.index(doc).offset(&analysis.sources.doc(doc).text, place.position);
        for finding in &analysis.findings {
            let Span { doc: of, start, end, .. } = finding.primary.span;
            if of == doc && (start..=end).contains(&offset) && !rules.contains(&finding.rule) {
                rules.push(finding.rule);
            }
        }
    }
    rules
}

fn page(rule: &'static str) -> Option<String> {
    let known = docs::describe(rule)?;
    Some(format!("# {rule}\n\n{}\n\n{}", known.summary, known.page.trim_end()))
}

/// The place of a target, and its first lines.
fn shown(analysis: &Analysis, target: At) -> String {
    let doc = analysis.sources.doc(target.doc);
    let (start, end) = (Span::of(&analysis.sources, target).start, doc.view(target.node).range().1);
    let (first, last) = (doc.place(start).line, doc.place(end.max(start)).line);
    let mut lines: Vec<String> = Vec::new();
    for line in first..=last.min(first + LINES - 1) {
        let (from, to) = doc.line_range(line);
        // A block ends where the next thing begins, which may be a line further.
        if line > first && from >= end {
            break;
        }
        let text = doc.text.get(from as usize..to as usize).unwrap_or_default();
        lines.push(match text.char_indices().nth(COLUMNS) {
            Some((cut, _)) => format!("{}…", &text[..cut]),
            None => text.to_owned(),
        });
    }
    let indent = lines.first().map_or(0, |line| line.len() - line.trim_start_matches(' ').len());
    let lines: Vec<&str> = lines.iter().map(|line| line.get(indent..).unwrap_or(line.trim_start())).collect();
    let text = lines.join("\n");
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let file = doc.name.rsplit('/').next().unwrap_or_default();
    let language = if doc.syntax == Syntax::Json { "json" } else { "yaml" };
    format!("`{file}:{first}`\n\n{fence}{language}\n{text}\n{fence}")
}
