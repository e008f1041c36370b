//! Spectral rulesets that the command line names.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use super::failure::Failure;
use super::terminal::Terminal;
use crate::config::Config;
use crate::finding::Finding;
use crate::report::frame::{Pen, Tone};
use crate::spectral::{self, Failed, Note, Ruleset};

/// Reads rulesets, or says what is wrong with them.
pub(super) fn load(files: &[PathBuf]) -> Result<Vec<Ruleset>, Vec<Failure>> {
    let mut failures = Vec::new();
    let mut rulesets = Vec::new();
    for file in files {
        match spectral::load(file) {
            Ok(ruleset) => rulesets.push(ruleset),
            Err(Failed::Unreadable(message)) => failures.push(Failure::new(message)),
            Err(Failed::Mistakes(all)) => failures.push(Failure::Config(all)),
        }
    }
    if failures.is_empty() { Ok(rulesets) } else { Err(failures) }
}

/// Adds the findings of rulesets to those of a description, in the order of their places and with the levels that the
/// configuration gives them.
pub(super) fn add(findings: &mut Vec<Finding>, mut more: Vec<Finding>, config: &Config) {
    more.retain_mut(|finding| {
        let level = config.own_level(finding.rule).unwrap_or(Some(finding.severity));
        finding.severity = level.unwrap_or(finding.severity);
        level.is_some()
    });
    findings.extend(more);
    findings.sort_by_key(|f| (f.primary.span.doc, f.primary.span.start, f.primary.span.end, f.rule));
}

/// Says what rulesets ask for and what was not run: each once, whatever the number of descriptions.
pub(super) fn say(notes: &BTreeSet<Note>, terminal: Terminal) {
    let pen = Pen::new(terminal.width, terminal.color, terminal.unicode);
    let mut out = String::new();
    let mut ruleset = None;
    for note in notes {
        if ruleset != Some(&note.ruleset) {
            ruleset = Some(&note.ruleset);
            pen.paragraph(&mut out, Tone::Info, "note: ", &format!("not run of the ruleset {}:", note.ruleset));
        }
        pen.paragraph(&mut out, Tone::Info, "  - ", &format!("{}: {}", note.what, note.why));
    }
    let _ = writeln!(out);
    if !notes.is_empty() {
        // Where standard error is closed there is nobody to hear it.
        let _ = std::io::stderr().lock().write_all(out.as_bytes());
    }
}
