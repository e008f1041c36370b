//! Findings and changes as SARIF describes results.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::{Text, uri};
use crate::finding::Severity;
use crate::report::Location;
use crate::report::run::{Entry, Mend};

/// The name of our fingerprints. It has a new number when their way of being made changes.
const FINGERPRINT: &str = "caveat/v1";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultOut<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Text<String>,
    locations: [LocationOut<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<LocationOut<'a>>,
    partial_fingerprints: BTreeMap<&'static str, &'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixOut<'a>>,
    properties: PropertiesOut<'a>,
}

#[derive(Serialize)]
struct PropertiesOut<'a> {
    area: &'static str,
    level: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    operations: &'a [String],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LocationOut<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalOut,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<String>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalOut {
    artifact_location: ArtifactOut,
    region: RegionOut,
}

#[derive(Serialize)]
struct ArtifactOut {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RegionOut {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

/// The node, by its pointer (RFC 6901).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalOut<'a> {
    fully_qualified_name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixOut<'a> {
    description: Text<String>,
    artifact_changes: Vec<ChangeOut<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ChangeOut<'a> {
    artifact_location: ArtifactOut,
    replacements: Vec<ReplacementOut<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReplacementOut<'a> {
    deleted_region: RegionOut,
    inserted_content: Text<&'a str>,
}

impl<'a> ResultOut<'a> {
    pub(super) fn of(entry: &'a Entry<'a>, rule_index: usize) -> Self {
        let related = entry.related.iter().enumerate();
        let related = related.map(|(number, (location, label))| LocationOut::of(location, label, Some(number)));
        Self {
            rule_id: &entry.rule,
            rule_index,
            level: level(entry.severity),
            message: message(&sentences(entry)),
            locations: [LocationOut::of(&entry.location, entry.label, None)],
            related_locations: related.collect(),
            partial_fingerprints: BTreeMap::from([(FINGERPRINT, entry.fingerprint.as_str())]),
            fixes: entry.mend.iter().map(FixOut::from).collect(),
            properties: PropertiesOut {
                area: entry.area,
                level: entry.level,
                help: entry.help.as_deref(),
                operations: entry.reaches,
            },
        }
    }
}

impl<'a> LocationOut<'a> {
    fn of(location: &'a Location, label: &str, id: Option<usize>) -> Self {
        // The root of a document has an empty pointer, which is no name.
        let name = Some(&*location.pointer).filter(|pointer| !pointer.is_empty());
        Self {
            id,
            physical_location: PhysicalOut { artifact_location: artifact(location), region: region(location) },
            logical_locations: name
                .map(|fully_qualified_name| LogicalOut { fully_qualified_name })
                .into_iter()
                .collect(),
            message: Some(label).filter(|label| !label.is_empty()).map(message),
        }
    }
}

impl<'a> From<&'a Mend<'a>> for FixOut<'a> {
    fn from(mend: &'a Mend<'a>) -> Self {
        let files = mend.edits.chunk_by(|(one, _), (other, _)| one.file == other.file);
        let changes = files.map(|edits| ChangeOut {
            artifact_location: artifact(&edits[0].0),
            replacements: edits
                .iter()
                .map(|(location, text)| ReplacementOut {
                    deleted_region: region(location),
                    inserted_content: Text { text },
                })
                .collect(),
        });
        Self { description: message(mend.title), artifact_changes: changes.collect() }
    }
}

fn artifact(location: &Location) -> ArtifactOut {
    ArtifactOut { uri: uri::of(&location.file) }
}

fn region(Location { start, end, .. }: &Location) -> RegionOut {
    RegionOut { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

/// The word of SARIF for a severity.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// What is wrong, and what to do about it: those who show a log often show its messages only.
fn sentences(entry: &Entry<'_>) -> String {
    let Some(help) = &entry.help else { return entry.message.to_string() };
    let mut letters = help.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase()).into_iter();
    let end = if help.ends_with(['.', '?']) { "" } else { "." };
    format!("{}. {}{end}", entry.message, first.chain(letters).collect::<String>())
}

/// A message without what SARIF would take for a link, `[text](target)`, or for a placeholder, `{0}`. Braces around
/// anything else stay: the standard has them doubled, but those who show logs do not take that back, and every second
/// message here has a path with a parameter in it.
fn message(text: &str) -> Text<String> {
    let mut shown = Cow::from(text);
    if shown.contains("](") {
        shown = Cow::from(shown.replace("](", "] ("));
    }
    let text = if shown.contains('{') { without_placeholders(&shown) } else { shown.into_owned() };
    Text { text }
}

fn without_placeholders(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 4);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let digits = rest[open + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let close = open + 1 + digits;
        if digits > 0 && rest[close..].starts_with('}') {
            shown.extend([&rest[..open], "{", &rest[open..=close], "}"]);
            rest = &rest[close + 1..];
        } else {
            shown.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
        }
    }
    shown + rest
}

#[cfg(test)]
mod tests {
    use super::message;

    #[test]
    fn nothing_in_a_message_is_a_link_or_a_placeholder() {
        for (text, shown) in [
            ("GET /a/{id} is `[a]`", "GET /a/{id} is `[a]`"),
            ("`{0}` and {12} and {1x}", "`{{0}}` and {{12}} and {1x}"),
            ("[a](http://b) {", "[a] (http://b) {"),
        ] {
            assert_eq!(message(text).text, shown);
        }
    }
}
