//! What several tests need: loading a text as a description, and findings as a person reads them.
#![allow(dead_code)] // Each test is a crate of its own and uses a part of this.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use caveat::contract::{self, Contract, NotOpenApi};
use caveat::finding::Finding;
use caveat::lint::{self, Plan};
use caveat::source::loader::{NoFetch, Sources};

/// The folder of our own documents.
pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The folder of material that is not part of the project; nothing where it is absent, and then the test says what it
/// skips.
pub(crate) fn shared(part: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(part);
    let there = folder.exists();
    if !there {
        println!("skipped: ../shared/{part} is not there");
    }
    there.then_some(folder)
}

/// A text as a description without other files.
pub(crate) fn try_load(name: &str, text: &str) -> Result<Contract, Box<(NotOpenApi, Sources)>> {
    let loader = contract::loader();
    let root = loader.add(name, name, text.as_bytes().to_vec());
    contract::load(loader, root, &NoFetch)
}

/// The same, where it must be a description.
pub(crate) fn load(name: &str, text: &str) -> Contract {
    try_load(name, text).unwrap_or_else(|e| panic!("{name}: {}", e.0.message))
}

/// The findings of all default rules, none of which may fail.
pub(crate) fn lint(contract: &Contract) -> Vec<Finding> {
    let outcome = lint::run(contract, &Plan::default());
    assert!(outcome.failures.is_empty(), "rules that failed: {:?}", outcome.failures);
    outcome.findings
}

/// Findings as the snapshots hold them.
pub(crate) fn show(contract: &Contract, findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let span = finding.primary.span;
        let doc = contract.sources.doc(span.doc);
        let place = doc.place(span.start);
        let pointer = span.node.map_or_else(String::new, |node| doc.pointer(node));
        let _ = writeln!(
            text,
            "{}:{} {}[{}] {}\n    {} ({pointer})",
            place.line,
            place.column,
            finding.severity.as_str(),
            finding.rule,
            finding.message,
            finding.primary.text
        );
        for related in &finding.related {
            let place = contract.sources.doc(related.span.doc).place(related.span.start);
            let _ = writeln!(text, "    see {}:{} {}", place.line, place.column, related.text);
        }
        if let Some(help) = &finding.help {
            let _ = writeln!(text, "    help: {help}");
        }
    }
    text
}

/// Whether snapshots and pages are to be written and not only compared.
pub(crate) fn update() -> bool {
    std::env::var_os("UPDATE").is_some()
}
