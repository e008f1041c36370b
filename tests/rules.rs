//! Every rule is what its page says: its bad examples give exactly one finding of the rule, its good ones no finding
//! of any default rule. Fixtures hold more of the same, whole documents each.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use caveat::lint::rules;

mod common;

use common::{fixtures, laid_over_base, lint, load, show, update};

/// The YAML blocks under a heading of a page.
fn blocks(page: &str, heading: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut section = "";
    let mut block: Option<String> = None;
    for line in page.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match (&mut block, line) {
            (None, line) if line.starts_with("## ") => section = line.trim_start_matches("## "),
            (None, "```yaml") if section == heading => block = Some(String::new()),
            (Some(text), "```") => {
                found.push(std::mem::take(text));
                block = None;
            }
            (Some(text), line) => {
                text.push_str(line);
                text.push('\n');
            }
            _ => {}
        }
    }
    found
}

#[test]
fn the_base_has_no_fault() {
    let text = fs::read_to_string(fixtures().join("base.yaml")).expect("the base document");
    let contract = load("base.yaml", &text);
    let findings = lint(&contract);
    assert!(findings.is_empty(), "{}", show(&contract, &findings));
}

#[test]
fn examples_of_the_pages_are_true() {
    let mut faults = String::new();
    for entry in rules::all() {
        let id = entry.meta.id;
        let (bad, good) = (blocks(entry.meta.page, "Bad"), blocks(entry.meta.page, "Good"));
        assert!(!bad.is_empty() && !good.is_empty(), "{id}: the page has no bad or no good example");
        for example in bad {
            let contract = load(id, &laid_over_base(&example));
            let findings = lint(&contract);
            let own: Vec<_> = findings.iter().filter(|f| f.rule == id).cloned().collect();
            if own.len() != 1 {
                let _ = writeln!(
                    faults,
                    "{id}: a bad example gives {} findings of its rule, not one:\n{example}\n{}",
                    own.len(),
                    show(&contract, &findings)
                );
            }
        }
        for example in good {
            let contract = load(id, &laid_over_base(&example));
            let findings = lint(&contract);
            if !findings.is_empty() {
                let _ = writeln!(faults, "{id}: a good example is not:\n{example}\n{}", show(&contract, &findings));
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// `fixtures/lint/<rule>/bad*.yaml` with its findings beside it in `bad*.findings`; `good*.yaml` with none. A fixture is
/// a whole document if it says its version, or else laid over the base as the examples of the pages are.
#[test]
fn fixtures_of_the_rules_have_their_findings() {
    let mut faults = String::new();
    for entry in rules::all() {
        let id = entry.meta.id;
        let folder = fixtures().join("lint").join(id);
        let mut files: Vec<PathBuf> = fs::read_dir(&folder)
            .map(|entries| entries.filter_map(Result::ok).map(|e| e.path()).collect())
            .unwrap_or_default();
        files.retain(|f| f.extension().is_some_and(|e| e == "yaml" || e == "json"));
        files.sort();
        let named =
            |start: &str| files.iter().any(|f| f.file_name().is_some_and(|n| n.to_string_lossy().starts_with(start)));
        if !named("bad") || !named("good") {
            let _ = writeln!(faults, "{id}: {} has no bad or no good document", folder.display());
        }
        for file in files {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(&file).expect("a fixture is text");
            let contract = load(&name, &laid_over_base(&text));
            let findings = lint(&contract);
            let shown = show(&contract, &findings);
            if name.starts_with("good") && !findings.is_empty() {
                let _ = writeln!(faults, "{id}/{name} is not good:\n{shown}");
            }
            if !name.starts_with("bad") {
                continue;
            }
            if !findings.iter().any(|f| f.rule == id) {
                let _ = writeln!(faults, "{id}/{name} has no finding of its rule:\n{shown}");
            }
            let expected = file.with_extension("findings");
            if update() {
                fs::write(&expected, &shown).expect("a snapshot can be written");
            } else if fs::read_to_string(&expected).unwrap_or_default() != shown {
                let _ = writeln!(faults, "{id}/{name}: the findings changed (UPDATE=1 accepts them):\n{shown}");
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}
