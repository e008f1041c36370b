//! `allow`: findings that are accepted, by rule, file and place.

use std::sync::Arc;

use serde_json::{Value, json};

use super::pointer::PointerPattern;
use super::read::Reader;
use super::{OWN, Origin, Patterns, schema};
use crate::finding::{Area, kept};
use crate::lint::rules;
use crate::source::document::{Place, View};

/// An entry of `allow`.
#[derive(Clone, Debug)]
pub struct Allow {
    /// The rule or the area, as it is named.
    pub name: String,
    /// The rules whose findings are accepted: the one that is named, or those of an area.
    pub rules: Vec<&'static str>,
    /// The files in which they are; nothing for all.
    pub files: Option<Patterns>,
    /// The places at which they are, or below which; none for all.
    pub pointers: Vec<PointerPattern>,
    /// Why.
    pub because: String,
    /// Where it is written.
    pub written: Written,
    /// The same, as other settings have it.
    pub origin: Origin,
}

/// A place of a configuration.
#[derive(Clone, Debug)]
pub struct Written {
    /// The file, by the name to show.
    pub file: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
    /// The node of the entry.
    pub node: u32,
    /// Its line and column.
    pub place: Place,
}

const KEYS: [&str; 4] = ["because", "files", "pointers", "rule"];

/// The ids that a name stands for: a rule's own, or those of an area. Which rules rulesets have nobody knows here: an
/// id of theirs stands for itself, and so does their area.
pub fn rules_named(name: &str) -> Vec<&'static str> {
    if name.strip_prefix(OWN).is_some_and(|rule| !rule.is_empty()) || name == Area::Own.as_str() {
        return vec![kept(name)];
    }
    let named = rules::all().iter().map(|entry| &entry.meta);
    named.filter(|meta| meta.id == name || meta.area.as_str() == name).map(|meta| meta.id).collect()
}

/// All names that stand for rules.
pub fn names() -> Vec<&'static str> {
    rules::all().iter().map(|entry| entry.meta.id).chain(Area::ALL.iter().map(|area| area.as_str())).collect()
}

impl Reader<'_> {
    pub(super) fn allow(&mut self, value: View<'_>) {
        if !value.is_seq() {
            self.wrong_type(value, "`allow`", "a list", None);
            return;
        }
        let (file, text) = (Arc::<str>::from(self.doc.name.as_str()), Arc::<str>::from(self.doc.text.as_str()));
        for item in value.items() {
            let mut name = String::new();
            let (mut rules, mut files, mut pointers, mut because) = (Vec::new(), None, Vec::new(), None);
            let mistakes = self.mistakes.len();
            for (key, at, value) in self.members(item, "an entry of `allow`") {
                match key.as_str() {
                    "rule" => {
                        rules = self.allowed_rules(value);
                        name = value.as_str().unwrap_or_default().into_owned();
                    }
                    "files" => {
                        let mut patterns = Patterns::default();
                        self.patterns(value, "`files`", &mut patterns);
                        files = Some(patterns);
                    }
                    "pointers" => self.pointers(value, &mut pointers),
                    "because" => because = self.text(value, "`because`, the reason,"),
                    _ => self.unknown(at, &key, "key of an entry of `allow`", &KEYS, None),
                }
            }
            if self.mistakes.len() > mistakes {
                continue;
            }
            let Some(because) = because.filter(|because| !because.trim().is_empty()) else {
                let message = "an entry of `allow` must say why, in `because`".to_owned();
                self.mistake(item.at, "no reason", message, Some("write `because: …`".into()));
                continue;
            };
            if rules.is_empty() {
                let message = "an entry of `allow` must name a rule or an area, in `rule`".to_owned();
                self.mistake(item.at, "no rule", message, Some("write `rule: …`; `caveat rules` lists them".into()));
                continue;
            }
            let place = self.doc.place(item.range().0);
            let written = Written { file: file.clone(), text: text.clone(), node: item.at, place };
            let origin = Origin::of(self.doc, item.at);
            self.config.allow.push(Allow { name, rules, files, pointers, because, written, origin });
        }
    }

    fn allowed_rules(&mut self, value: View<'_>) -> Vec<&'static str> {
        let Some(name) = self.text(value, "`rule`") else { return Vec::new() };
        let rules = rules_named(&name);
        if rules.is_empty() {
            self.unknown(value.at, &name, "rule or area", &names(), Some("`caveat rules` lists them"));
        }
        rules
    }
}

/// What is accepted, for the JSON Schema.
pub(super) fn allow_schema() -> Value {
    let texts = json!({ "type": "array", "items": { "type": "string", "minLength": 1 } });
    let mut entry = schema::closed(&json!({
        "rule": {
            "anyOf": [{ "enum": names() }, { "type": "string", "pattern": format!("^{OWN}.") }],
            "description": "The id of a rule, or the name of an area.",
        },
        "files": schema::described(texts.clone(), "The files, as patterns of a `.gitignore`; all without them."),
        "pointers": schema::described(texts, "JSON Pointers, with `*` in a step and `**` for any number of steps, of the places at or below which findings are accepted; all without them."),
        "because": { "type": "string", "minLength": 1, "description": "Why." },
    }));
    entry["type"] = json!("object");
    entry["required"] = json!(["rule", "because"]);
    json!({ "type": "array", "items": entry })
}
