//! The keys of a configuration: one row each, from which it is read and from which its JSON Schema is made.

use serde_json::{Value, json};

use super::read::Reader;
use super::{FAIL_ON, SHOW, allow, schema};
use crate::source::document::View;

/// A key at the top of a configuration.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) summary: &'static str,
    pub(super) read: fn(&mut Reader<'_>, View<'_>),
    pub(super) schema: fn() -> Value,
}

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "rules",
        summary: "The level and the options of rules: by the id of a rule, by the name of an area, or `all`. A rule's \
                  own entry counts before its area's, and that before `all`.",
        read: |reader, value| reader.rules(value),
        schema: schema::rules,
    },
    Key {
        name: "extends",
        summary: "Presets by name, files by path (from the folder of this file), and `spectral:FILE`; a later one counts \
                  before an earlier one, and what stands in this file before all.",
        read: |_, _| {},
        schema: schema::extends,
    },
    Key {
        name: "presets",
        summary: "Presets, as if they stood first in `extends`.",
        read: |_, _| {},
        schema: || json!({ "type": "array", "items": { "enum": schema::presets() } }),
    },
    Key {
        name: "overrides",
        summary: "What counts for some files or places only; a later entry counts before an earlier one.",
        read: |reader, value| reader.overrides(value),
        schema: schema::overrides,
    },
    Key {
        name: "conventions",
        summary: "Conventions that are fixed and not learned from the description.",
        read: |reader, value| reader.conventions(value),
        schema: schema::conventions,
    },
    Key {
        name: "thresholds",
        summary: "When a habit of the description counts as its convention.",
        read: |reader, value| reader.thresholds(value),
        schema: schema::thresholds,
    },
    Key {
        name: "fail-on",
        summary: "The exit code is 1 if there is a finding of this severity or a worse one.",
        read: |reader, value| reader.config.fail_on = reader.word(value, "severity to fail on", &FAIL_ON),
        schema: || json!({ "enum": schema::words(&FAIL_ON), "default": "error" }),
    },
    Key {
        name: "show",
        summary: "Findings of this severity and of worse ones are shown as text. JSON always holds all.",
        read: |reader, value| reader.config.show = reader.word(value, "severity to show", &SHOW),
        schema: || json!({ "enum": schema::words(&SHOW), "default": "warning" }),
    },
    Key {
        name: "diff",
        summary: "What counts for comparisons of two versions.",
        read: |reader, value| reader.diff(value),
        schema: schema::diff,
    },
    Key {
        name: "exclude",
        summary: "Files and folders that are passed over while a folder is searched: patterns as in a `.gitignore`.",
        read: |reader, value| reader.exclude(value),
        schema: || json!({ "type": "array", "items": { "type": "string" } }),
    },
    Key {
        name: "allow",
        summary: "Findings that are accepted: by rule or area, files, and JSON Pointers, each with the reason.",
        read: |reader, value| reader.allow(value),
        schema: allow::allow_schema,
    },
    Key {
        name: "baseline",
        summary: "The file with the findings that are known, as `--baseline` names it; relative to this file.",
        read: |reader, value| {
            reader.config.baseline = reader.text(value, "`baseline`").map(|file| reader.folder.join(file));
        },
        schema: || json!({ "type": "string", "minLength": 1 }),
    },
    Key {
        name: "$schema",
        summary: "The JSON Schema of this file, for editors.",
        read: |_, _| {},
        schema: || json!({ "type": "string" }),
    },
];

/// The keys of a rule's entry when it is an object.
pub(super) const RULE_KEYS: [&str; 2] = ["level", "options"];

/// The keys of an entry of `overrides`.
pub(super) const OVERRIDE_KEYS: [&str; 5] = ["conventions", "files", "pointers", "rules", "thresholds"];

/// The keys of `diff`.
pub(super) const DIFF_KEYS: [&str; 7] =
    ["check-version", "fail-on", "levels", "lifecycle", "policy", "senders", "show"];

/// What stands for every rule.
pub(super) const ALL: &str = "all";

/// Words as a choice: `` `a`, `b` or `c` ``.
pub(super) fn one_of(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => format!("`{only}`"),
        [rest @ .., last] => {
            let rest: Vec<String> = rest.iter().map(|word| format!("`{word}`")).collect();
            format!("{} or `{last}`", rest.join(", "))
        }
    }
}
