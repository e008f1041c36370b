//! Registry to pages: the text of each rule's page and of their index.
//!
//! `caveat explain` prints these pages, and a test holds `docs/` equal to them, so what a person reads in the terminal,
//! in the repository and in the rule's file is one text.

use std::fmt::Write as _;

use crate::finding::{Area, Severity};
use crate::lint::{Entry, Needs, Status, rules};

/// A generated page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// The file below `docs/`, with `/`.
    pub path: String,
    /// The Markdown.
    pub text: String,
}

/// Every page that is made of the registry.
pub fn pages() -> Vec<Page> {
    let rules = rules::all().iter().map(|entry| Page { path: rule_path(entry), text: rule_page(entry) });
    let index = Page { path: "rules/README.md".into(), text: rule_index() };
    rules.chain([index]).collect()
}

fn rule_path(entry: &Entry) -> String {
    format!("rules/{}.md", entry.meta.id)
}

/// The page of a rule.
pub fn rule_page(entry: &Entry) -> String {
    let meta = &entry.meta;
    let runs = match meta.status {
        Status::Stable => "by default",
        Status::Preview => "only where the configuration gives it a level",
    };
    let broken = match meta.needs {
        Needs::Presence => "looks at what could be read",
        Needs::Whole => "stays silent, because it speaks of what is absent",
    };
    let mut page = format!(
        "# {}\n\n{}\n\n| | |\n|---|---|\n| Area | {} |\n| Severity | {} |\n| Runs | {runs} |\n\
         | In a file that breaks off | {broken} |\n| Since | {} |\n\n",
        meta.id,
        sentence(meta.summary),
        meta.area.as_str(),
        meta.severity.as_str(),
        meta.since,
    );
    page.push_str(unindented(meta.page).trim());
    page.push_str("\n\n");
    push_options(&mut page, entry);
    push_configuration(&mut page, entry);
    page
}

/// The list of all rules by area.
pub fn rule_index() -> String {
    let mut index = format!(
        "# Rules\n\ncaveat has {} rules. `caveat rules` prints this list, `caveat explain <id>` one of the pages.\n",
        rules::all().len()
    );
    for &area in Area::ALL {
        let mut of_area = rules::all().iter().filter(|e| e.meta.area == area).peekable();
        if of_area.peek().is_none() {
            continue;
        }
        let _ = write!(index, "\n## {}\n\n| Rule | Severity | What it finds |\n|---|---|---|\n", area.as_str());
        for Entry { meta, .. } in of_area {
            let preview = if meta.status == Status::Preview { " (preview)" } else { "" };
            let (id, severity, summary) = (meta.id, meta.severity.as_str(), meta.summary.replace('|', "\\|"));
            let _ = writeln!(index, "| [{id}]({id}.md) | {severity}{preview} | {summary} |");
        }
    }
    index
}

fn push_options(page: &mut String, entry: &Entry) {
    if entry.meta.options.is_empty() {
        return;
    }
    let defaults = (entry.defaults)();
    page.push_str("## Options\n\n| Option | Default | Meaning |\n|---|---|---|\n");
    for option in entry.meta.options {
        let name = option.name();
        let default = defaults.get(name.as_str()).map(inline).unwrap_or_default();
        let meaning = unindented(option.doc).trim().replace('\n', " ").replace('|', "\\|");
        let _ = writeln!(page, "| `{name}` | `{default}` | {meaning} |");
    }
    page.push('\n');
}

/// Shows how the rule is turned off, or on, and how its options are written.
fn push_configuration(page: &mut String, entry: &Entry) {
    let meta = &entry.meta;
    let level = match meta.severity {
        _ if meta.status == Status::Preview => meta.severity,
        Severity::Error => Severity::Warning,
        Severity::Warning | Severity::Info => Severity::Error,
    };
    let (id, level) = (meta.id, level.as_str());
    let _ = write!(page, "## Configuration\n\nIn `caveat.yaml`:\n\n```yaml\nrules:\n");
    if meta.options.is_empty() {
        let _ = writeln!(page, "  {id}: {level} # error, warning, info or off");
    } else {
        let _ = writeln!(page, "  {id}:\n    level: {level} # error, warning, info or off\n    options:");
        let written = serde_yaml::to_string(&(entry.defaults)()).unwrap_or_default();
        for line in written.lines() {
            let _ = writeln!(page, "      {line}");
        }
    }
    page.push_str("```\n");
}

/// The text of doc comments without the space that stands before each line.
fn unindented(doc: &str) -> String {
    let mut text = String::with_capacity(doc.len());
    for line in doc.lines() {
        text.push_str(line.strip_prefix(' ').unwrap_or(line));
        text.push('\n');
    }
    text
}

/// A value on one line, as YAML writes it (JSON is YAML).
fn inline(value: &serde_yaml::Value) -> String {
    match value {
        serde_yaml::Value::Sequence(_) | serde_yaml::Value::Mapping(_) => {
            serde_json::to_string(value).unwrap_or_default()
        }
        _ => serde_yaml::to_string(value).unwrap_or_default().trim_end().to_owned(),
    }
}

/// A summary as a sentence of its own.
fn sentence(summary: &str) -> String {
    let mut letters = summary.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
