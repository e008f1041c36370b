//! Findings as diagnostics.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, NumberOrString,
};

use super::analysis::{Analysis, place_of};
use super::documents::Buffer;
use super::positions::{Encoding, Index};
use crate::config::{self, FILE_NAMES, Mistakes};
use crate::docs;
use crate::finding::{Finding, Severity};
use crate::report::escape;

/// Diagnostics by file.
pub(super) type ByFile = BTreeMap<PathBuf, Vec<Diagnostic>>;

/// Rules whose findings an editor may show faded, because what they stand at can go, or struck through.
const TAGS: &[(&str, DiagnosticTag)] = &[
    ("unused-component", DiagnosticTag::UNNECESSARY),
    ("unused-security-scheme", DiagnosticTag::UNNECESSARY),
    ("unused-scope", DiagnosticTag::UNNECESSARY),
    ("unused-tag", DiagnosticTag::UNNECESSARY),
    ("unused-suppression", DiagnosticTag::UNNECESSARY),
    ("ignored-reference-sibling", DiagnosticTag::UNNECESSARY),
    ("ignored-header-parameter", DiagnosticTag::UNNECESSARY),
    ("ineffective-nullable", DiagnosticTag::UNNECESSARY),
    ("misapplied-keyword", DiagnosticTag::UNNECESSARY),
    ("past-sunset", DiagnosticTag::DEPRECATED),
    ("unexplained-deprecation", DiagnosticTag::DEPRECATED),
];

/// What is known of a rule, whatever its finding.
#[derive(Clone, Default)]
pub(super) struct Known {
    reference: Option<CodeDescription>,
    tags: Option<Vec<DiagnosticTag>>,
}

/// What is known of rules, by id: each page is made once.
#[derive(Default)]
pub(super) struct Rules(BTreeMap<&'static str, Known>);

impl Rules {
    fn of(&mut self, id: &'static str) -> Known {
        let known = || Known {
            reference: docs::describe(id)
                .and_then(|rule| rule.reference?.parse().ok())
                .map(|href| CodeDescription { href }),
            tags: TAGS.iter().find(|(rule, _)| *rule == id).map(|(_, tag)| vec![tag.clone()]),
        };
        self.0.entry(id).or_insert_with(known).clone()
    }
}

/// The diagnostics of a run, and of the configuration that counts for it.
pub(super) fn of(analysis: &Analysis, rules: &mut Rules, buffers: &dyn Fn(&Path) -> Option<Buffer>) -> ByFile {
    let mut files = ByFile::new();
    for finding in &analysis.findings {
        if let Some(path) = analysis.path(finding.primary.span.doc) {
            files.entry(path.to_owned()).or_default().push(diagnostic(analysis, finding, rules, buffers));
        }
    }
    for mistakes in &analysis.mistakes {
        // What an editor has open is read as it stands there, and not as it was saved.
        let path = place_of(&mistakes.document.name);
        if let Some(path) = path.filter(|path| !is_configuration(path) || buffers(path).is_none()) {
            files.entry(path).or_default().extend(of_mistakes(mistakes, analysis.encoding()));
        }
    }
    files
}

pub(super) fn diagnostic(
    analysis: &Analysis,
    finding: &Finding,
    rules: &mut Rules,
    buffers: &dyn Fn(&Path) -> Option<Buffer>,
) -> Diagnostic {
    let Known { reference, tags } = rules.of(finding.rule);
    let related = finding.related.iter().filter_map(|label| {
        let location = analysis.location(label.span, buffers)?;
        Some(DiagnosticRelatedInformation { location, message: escape::words(&label.text).into_owned() })
    });
    let related: Vec<_> = related.collect();
    let span = finding.primary.span;
    Diagnostic {
        range: analysis.range(span.doc, (span.start, span.end)),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Info => DiagnosticSeverity::HINT,
        }),
        code: Some(NumberOrString::String(finding.rule.to_owned())),
        code_description: reference,
        source: Some("caveat".to_owned()),
        message: message(&finding.message, finding.help.as_deref()),
        related_information: (!related.is_empty()).then_some(related),
        tags,
        data: None,
    }
}

fn message(message: &str, help: Option<&str>) -> String {
    let help = help.map_or_else(String::new, |help| format!("\nhelp: {}", escape::words(help)));
    format!("{}{help}", escape::words(message))
}

/// Whether a file is a configuration, by its name.
pub(super) fn is_configuration(path: &Path) -> bool {
    path.file_name().is_some_and(|name| FILE_NAMES.iter().any(|known| name == *known))
}

/// What is wrong with a configuration that is open.
pub(super) fn of_configuration(path: &Path, text: &str, encoding: Encoding) -> Vec<Diagnostic> {
    let folder = path.parent().unwrap_or(path);
    let name = path.to_string_lossy();
    let wrong = config::read(&name, text.as_bytes().to_vec(), folder).err().unwrap_or_default();
    let own = wrong.iter().filter(|mistakes| mistakes.document.name == name);
    own.flat_map(|mistakes| of_mistakes(mistakes, encoding)).collect()
}

fn of_mistakes(mistakes: &Mistakes, encoding: Encoding) -> Vec<Diagnostic> {
    let text = &mistakes.document.text;
    let index = Index::new(text, encoding);
    let diagnostic = |mistake: &config::Mistake| Diagnostic {
        range: index.range(text, (mistake.start, mistake.end)),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some("caveat".to_owned()),
        message: message(&mistake.message, mistake.help.as_deref()),
        ..Diagnostic::default()
    };
    mistakes.list.iter().map(diagnostic).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::rules;

    #[test]
    fn tags_belong_to_rules() {
        for (id, _) in TAGS {
            assert!(rules::find(id).is_some(), "there is no rule {id}");
        }
    }
}
