//! The text of a new configuration.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Learnt;
use crate::config::presets::PRESETS;
use crate::lint::facts::convention::{PINNABLE, Values};
use crate::lint::rules;
use crate::report::escape;

/// A rule that finds less often is no reason to change its level.
const OFTEN: usize = 5;
/// More rules, descriptions and evidence are more than anybody reads.
const MOST_RULES: usize = 12;
const MOST_DESCRIPTIONS: usize = 20;
const MOST_EVIDENCE: usize = 3;

/// What a configuration is made from.
pub(super) struct Found<'a> {
    pub(super) descriptions: &'a [Learnt],
    /// The configuration that counted before, as the new one may call it.
    pub(super) extends: Option<&'a str>,
    /// The conventions that it fixes.
    pub(super) known: &'a BTreeMap<String, String>,
}

/// What the descriptions do in one matter.
enum Habit {
    /// All that have a way have this one: its value and the evidence.
    One(String, String),
    /// They have several ways, or some have none.
    Several(String),
}

impl Found<'_> {
    /// What was written, in a phrase.
    pub(super) fn summary(&self) -> String {
        let fixed = self.habits().iter().filter(|(_, habit)| matches!(habit, Habit::One(..))).count();
        let plural = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
        format!(
            "it fixes {} of {}; `caveat config --explain` shows what counts",
            plural(fixed, "convention"),
            plural(self.descriptions.len(), "description")
        )
    }

    /// The text of the configuration.
    pub(super) fn configuration(&self) -> String {
        let mut out = String::from(
            "# The configuration of caveat. `caveat config --explain` shows what counts, and which line says so;\n\
             # `caveat config --schema` prints the JSON Schema of this file, for editors.\n#\n",
        );
        self.push_descriptions(&mut out);
        self.push_extends(&mut out);
        self.push_conventions(&mut out);
        self.push_rules(&mut out);
        out.push_str(
            "\n# The exit code is 1 from findings of this severity on: error, warning, info or never.\n\
             # fail-on: error\n\n\
             # What is passed over while folders are searched, as in a .gitignore.\n\
             # exclude:\n#   - legacy/\n",
        );
        out
    }

    fn push_descriptions(&self, out: &mut String) {
        out.push_str("# It was made from:\n");
        for Learnt { name, version, operations, .. } in self.descriptions.iter().take(MOST_DESCRIPTIONS) {
            let plural = if *operations == 1 { "" } else { "s" };
            let name = if name == "-" { "standard input".into() } else { escape::words(name) };
            let _ = writeln!(out, "#   {name} (OpenAPI {version}, {operations} operation{plural})");
        }
        let more = self.descriptions.len().saturating_sub(MOST_DESCRIPTIONS);
        if more > 0 {
            let _ = writeln!(out, "#   and {more} more");
        }
    }

    fn push_extends(&self, out: &mut String) {
        let presets: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
        let _ = writeln!(
            out,
            "\n# What this file builds on: presets ({}) and other files.\n\
             # Later ones count before earlier ones, and what stands here before all of them.",
            presets.join(", ")
        );
        match self.extends {
            Some(file) => {
                let _ = writeln!(out, "extends:\n  - {} # it counted here before this file was there", scalar(file));
            }
            None => out.push_str("# extends: [strict]\n"),
        }
    }

    fn push_conventions(&self, out: &mut String) {
        let habits = self.habits();
        let mut fixed = Vec::new();
        let mut open = Vec::new();
        for (name, habit) in &habits {
            match habit {
                Habit::One(value, evidence) => fixed.push((format!("{name}: {}", scalar(value)), evidence)),
                Habit::Several(what) => open.push(format!("#   {name}: {what}\n")),
            }
        }
        out.push_str(
            "\n# What the descriptions do, fixed: whatever departs from it is reported, also when most places do.\n\
             # What is not fixed is learned from each description again.\n",
        );
        match (fixed.is_empty(), open.is_empty()) {
            (false, _) => out.push_str("conventions:\n"),
            (true, false) => out.push_str("# conventions:\n"),
            (true, true) => {
                out.push_str("# Nothing is to be fixed: there are too few samples, or it is fixed already.\n");
            }
        }
        let width = fixed.iter().map(|(line, _)| line.chars().count()).max().unwrap_or(0);
        for (line, evidence) in fixed {
            let _ = writeln!(out, "  {line:width$} # {evidence}");
        }
        if !open.is_empty() {
            let _ = write!(out, "# Not fixed, because there is more than one way:\n{}", open.concat());
        }
    }

    /// What the descriptions do, by the names of conventions.
    fn habits(&self) -> Vec<(&'static str, Habit)> {
        let mut habits = Vec::new();
        for convention in PINNABLE.iter().filter(|convention| !self.known.contains_key(convention.name)) {
            let of = |learnt: &'_ Learnt| -> Vec<_> {
                learnt.conventions.iter().filter(|(name, _)| name == convention.name).map(|(_, l)| l.clone()).collect()
            };
            let all: Vec<_> = self.descriptions.iter().flat_map(of).collect();
            let mut values: Vec<&str> = all.iter().flatten().map(|learned| learned.value.as_str()).collect();
            values.sort_unstable();
            values.dedup();
            let usable = |value: &str| {
                let known = match convention.values {
                    Values::Text => !value.is_empty(),
                    words => words.words().is_some_and(|words| words.contains(&value)),
                };
                known && !value.contains(escape::hidden)
            };
            let habit = match values[..] {
                [] => continue,
                [value] if all.iter().all(Option::is_some) && usable(value) => {
                    let evidence: Vec<String> =
                        all.iter().flatten().map(|learned| learned.evidence.to_string()).collect();
                    let more = if evidence.len() > MOST_EVIDENCE { ", …" } else { "" };
                    let named = evidence[..evidence.len().min(MOST_EVIDENCE)].join(", ");
                    Habit::One(value.to_owned(), format!("{named}{more}"))
                }
                _ => {
                    let none = if all.iter().all(Option::is_some) { "" } else { ", or no one way" };
                    let values: Vec<_> = values.into_iter().map(escape::words).collect();
                    Habit::Several(format!("{}{none}", values.join(", ")))
                }
            };
            habits.push((convention.name, habit));
        }
        habits
    }

    /// The rules that find much, for whoever wants to begin without them.
    fn push_rules(&self, out: &mut String) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for rule in self.descriptions.iter().flat_map(|learnt| &learnt.fired) {
            *counts.entry(rule).or_default() += 1;
        }
        let mut often: Vec<(&str, usize)> = counts.into_iter().filter(|(_, count)| *count >= OFTEN).collect();
        often.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
        out.push_str("\n# The level of a rule, or of all rules of an area: error, warning, info or off.\n");
        if often.is_empty() {
            out.push_str("# rules:\n#   documentation: info\n");
            return;
        }
        out.push_str("# These find most here; they run as long as the line is a comment.\n# rules:\n");
        let width = often.iter().take(MOST_RULES).map(|(rule, _)| rule.len()).max().unwrap_or(0) + ": off".len();
        for (rule, count) in often.into_iter().take(MOST_RULES) {
            let Some(entry) = rules::find(rule) else { continue };
            let _ = writeln!(out, "#   {:width$} # {count} findings: {}", format!("{rule}: off"), entry.meta.summary);
        }
    }
}

/// A text as YAML has it on one line.
fn scalar(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_./+-".contains(c);
    let word = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '.') && text.chars().all(plain);
    let reserved = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", ".nan"];
    if word && !reserved.contains(&text.to_ascii_lowercase().as_str()) {
        return text.to_owned();
    }
    // JSON is YAML.
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_read_as_it_is() {
        for text in [
            "q",
            "limit",
            "application/problem+json",
            "../caveat.yaml",
            "on",
            "Null",
            "1.0",
            ".inf",
            "a: b",
            "a #b",
            "*x",
            "\"",
            "é",
            "- a",
        ] {
            let read: serde_yaml::Value = serde_yaml::from_str(&format!("a: {} # b", scalar(text))).expect("YAML");
            assert_eq!(read["a"].as_str(), Some(text), "{}", scalar(text));
        }
    }
}
