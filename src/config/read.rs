//! Tape to settings.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::keys::{self, KEYS, RULE_KEYS};
use super::{Config, DIFF_FAIL_ON, DIFF_SHOW, LEVELS, Mistake, Origin, Patterns, SENDERS};
use crate::diff::{Policy, checks};
use crate::finding::{Area, Severity, Span};
use crate::lint::facts::convention::{PINNABLE, Pinnable};
use crate::lint::{Entry, Status, rules};
use crate::source::document::{Document, View};
use crate::source::tape::Kind;

/// How alike two names are of which one is meant by the other.
const ALIKE: f32 = 0.6;

/// Reads what stands in one file over what was read before.
pub(super) struct Reader<'d> {
    pub(super) doc: &'d Document,
    /// Where paths and patterns begin.
    pub(super) folder: &'d Path,
    pub(super) config: Config,
    pub(super) mistakes: Vec<Mistake>,
    /// Levels of areas and of `all`, with their keys.
    wide: BTreeMap<&'static str, (Option<Severity>, u32)>,
    /// The settings that were read here.
    noted: BTreeSet<String>,
    /// Rules that do not run by default, and do by what was read before.
    awake: BTreeSet<&'static str>,
}

impl<'d> Reader<'d> {
    pub(super) fn new(doc: &'d Document, folder: &'d Path, config: Config) -> Self {
        let awake = awake(&config);
        Self { doc, folder, config, mistakes: Vec::new(), wide: BTreeMap::new(), noted: BTreeSet::new(), awake }
    }

    /// A reader of a part that is a configuration of its own.
    pub(super) fn inner(&self) -> Self {
        Self { awake: awake(&self.config), ..Self::new(self.doc, self.folder, Config::default()) }
    }

    /// What is wrong with the text.
    pub(super) fn syntax(&mut self) {
        for problem in &self.doc.problems {
            self.mistakes.push(Mistake {
                start: problem.start,
                end: problem.end,
                label: String::new(),
                message: problem.message.clone(),
                help: problem.help.clone(),
            });
        }
        if self.doc.broken() {
            // Whatever else could be said may only follow from this.
            return;
        }
        for twice in &self.doc.duplicate_keys {
            let key = self.doc.scalar(twice.again);
            let line = self.doc.place(self.doc.tape.nodes[twice.first as usize].start).line;
            let message = format!("`{key}` stands twice in one object, first in line {line}");
            self.mistake(twice.again, "again", message, Some("remove one of them".into()));
        }
    }

    /// What stands in the file itself.
    pub(super) fn document(&mut self) {
        let Some(root) = self.doc.root() else { return };
        let names: Vec<&str> = KEYS.iter().map(|k| k.name).filter(|name| !name.starts_with('$')).collect();
        let mut members = self.members(root, "a configuration");
        // What counts somewhere is laid over what counts everywhere.
        members.sort_by_key(|(name, ..)| name == "overrides");
        for (name, key, value) in members {
            if name == "overrides" {
                self.settle();
            }
            match KEYS.iter().find(|k| k.name == name) {
                Some(known) => {
                    self.note(&name, key);
                    (known.read)(self, value);
                }
                None => self.unknown(key, &name, "key of a configuration", &names, None),
            }
        }
        self.settle();
    }

    /// Remembers where a setting stands.
    pub(super) fn note(&mut self, name: impl Into<String>, node: u32) {
        let name = name.into();
        self.config.origins.insert(name.clone(), Origin::of(self.doc, node));
        self.noted.insert(name);
    }

    /// Ends what counts everywhere: levels of areas and of `all` go to their rules, and what overrides of other files
    /// said of all this counts no more. A rule that does not run by default must be named itself, here or before.
    pub(super) fn settle(&mut self) {
        for Entry { meta, .. } in rules::all() {
            let wide = self.wide.get(meta.area.as_str()).or_else(|| self.wide.get(keys::ALL)).copied();
            let key = format!("rules.{}", meta.id);
            let Some((level, node)) = wide.filter(|_| !self.noted.contains(&key)) else { continue };
            if meta.status == Status::Stable || self.awake.contains(meta.id) {
                self.config.rules.entry(meta.id.to_owned()).or_default().level = Some(level);
                self.note(key, node);
            }
        }
        self.wide.clear();
        let noted = std::mem::take(&mut self.noted);
        self.config.cover(noted.iter());
    }

    pub(super) fn rules(&mut self, value: View<'_>) {
        for (name, key, value) in self.members(value, "`rules`") {
            let area = Area::ALL.iter().map(|area| area.as_str()).chain([keys::ALL]).find(|area| *area == name);
            if let Some(entry) = rules::find(&name) {
                self.rule(entry, value);
            } else if let Some(area) = area {
                if let Some(level) = self.word(value, "level of a rule", &LEVELS) {
                    self.wide.insert(area, (level, key));
                    if area == Area::Own.as_str() {
                        self.own(name, level, key);
                    }
                }
            } else if name.starts_with(super::OWN) {
                if let Some(level) = self.word(value, "level of a rule", &LEVELS) {
                    self.own(name, level, key);
                }
            } else {
                let ids = rules::all().iter().map(|e| e.meta.id);
                let names: Vec<&str> = ids.chain(Area::ALL.iter().map(|a| a.as_str())).chain([keys::ALL]).collect();
                self.unknown(key, &name, "rule or area", &names, Some("`caveat rules` lists them"));
            }
        }
    }

    /// The level of rules that only a ruleset knows.
    fn own(&mut self, name: String, level: Option<Severity>, node: u32) {
        self.note(format!("rules.{name}"), node);
        self.config.rules.entry(name).or_default().level = Some(level);
    }

    pub(super) fn rule(&mut self, entry: &'static Entry, value: View<'_>) {
        self.config.rules.entry(entry.meta.id.to_owned()).or_default();
        if !value.is_map() {
            return self.level(entry, value, value.at);
        }
        for (name, key, value) in self.members(value, "the entry of a rule") {
            match name.as_str() {
                "level" => self.level(entry, value, key),
                "options" => self.options(entry, value),
                _ => self.unknown(key, &name, "key of a rule's entry", &RULE_KEYS, None),
            }
        }
    }

    fn level(&mut self, entry: &'static Entry, value: View<'_>, node: u32) {
        if let Some(level) = self.word(value, "level of a rule", &LEVELS) {
            self.config.rules.entry(entry.meta.id.to_owned()).or_default().level = Some(level);
            self.note(format!("rules.{}", entry.meta.id), node);
        }
    }

    pub(super) fn conventions(&mut self, value: View<'_>) {
        let names: Vec<&str> = PINNABLE.iter().map(|p| p.name).collect();
        for (name, key, value) in self.members(value, "`conventions`") {
            let Some(convention) = Pinnable::find(&name) else {
                self.unknown(key, &name, "convention that can be fixed", &names, None);
                continue;
            };
            let pinned = match convention.values.words() {
                Some(words) => {
                    let table: Vec<(&str, &str)> = words.iter().map(|word| (*word, *word)).collect();
                    self.word(value, &format!("value of `{name}`, {}", convention.summary), &table).map(str::to_owned)
                }
                None => self.text(value, &format!("`{name}`, {},", convention.summary)),
            };
            if let Some(pinned) = pinned {
                self.note(format!("conventions.{name}"), key);
                self.config.conventions.pinned.insert(name, pinned);
            }
        }
    }

    pub(super) fn thresholds(&mut self, value: View<'_>) {
        for (name, key, value) in self.members(value, "`thresholds`") {
            self.note(format!("thresholds.{name}"), key);
            match name.as_str() {
                "agreement" => match value.as_f64().filter(|share| (0.5..=1.0).contains(share)) {
                    Some(share) => self.config.conventions.agreement = share,
                    None => self.number(value, "agreement", "a share from 0.5 to 1"),
                },
                "samples" => match value.as_u64().and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0) {
                    Some(count) => self.config.conventions.samples = count,
                    None => self.number(value, "samples", "a whole number from 1"),
                },
                _ => self.unknown(key, &name, "threshold", &["agreement", "samples"], None),
            }
        }
    }

    pub(super) fn diff(&mut self, value: View<'_>) {
        for (name, key, value) in self.members(value, "`diff`") {
            self.note(format!("diff.{name}"), key);
            match name.as_str() {
                "check-version" => match value.as_bool() {
                    Some(flag) => self.config.diff.check_version = Some(flag),
                    None => self.wrong_type(value, "`check-version`", "`true` or `false`", None),
                },
                "fail-on" => self.config.diff.fail_on = self.word(value, "level to fail on", &DIFF_FAIL_ON),
                "levels" => self.levels(value),
                "lifecycle" => self.lifecycle(value),
                "policy" => self.config.diff.policy = self.word(value, "policy", Policy::ALL),
                "show" => self.config.diff.show = self.word(value, "level to show", &DIFF_SHOW),
                "senders" => self.config.diff.senders = self.word(value, "sort of senders", &SENDERS),
                _ => self.unknown(key, &name, "key of `diff`", &keys::DIFF_KEYS, None),
            }
        }
    }

    fn levels(&mut self, value: View<'_>) {
        for (name, key, value) in self.members(value, "`levels`") {
            let Some(check) = checks::all().iter().position(|check| check.id == name) else {
                let ids: Vec<&str> = checks::all().iter().map(|check| check.id.as_str()).collect();
                self.unknown(key, &name, "check", &ids, Some("`caveat rules` lists them"));
                continue;
            };
            if let Some(level) = self.word(value, "level of a check", &DIFF_SHOW) {
                self.note(format!("diff.levels.{name}"), key);
                self.config.diff.levels.insert(check, level);
            }
        }
    }

    fn lifecycle(&mut self, value: View<'_>) {
        for (name, key, value) in self.members(value, "`lifecycle`") {
            self.note(format!("diff.lifecycle.{name}"), key);
            match name.as_str() {
                "min-notice-days" => match value.as_u64().and_then(|days| u32::try_from(days).ok()) {
                    Some(days) => self.config.diff.min_notice_days = Some(days),
                    None => self.number(value, "min-notice-days", "a whole number from 0"),
                },
                _ => self.unknown(key, &name, "key of `lifecycle`", &["min-notice-days"], None),
            }
        }
    }

    fn number(&mut self, value: View<'_>, name: &str, expected: &str) {
        let message = format!("`{name}` must be {expected}");
        self.mistake(value.at, &format!("not {expected}"), message, None);
    }

    pub(super) fn exclude(&mut self, value: View<'_>) {
        let mut exclude = std::mem::take(&mut self.config.exclude);
        self.patterns(value, "`exclude`", &mut exclude);
        self.config.exclude = exclude;
    }

    /// Adds a list of patterns.
    pub(super) fn patterns(&mut self, value: View<'_>, what: &str, patterns: &mut Patterns) {
        if !value.is_seq() {
            let help = value.as_str().map(|pattern| format!("write `{}: [{pattern}]`", what.trim_matches('`')));
            return self.wrong_type(value, what, "a list", help);
        }
        let mut list = Vec::new();
        let mut nodes = Vec::new();
        for item in value.items() {
            let Some(pattern) = self.text(item, &format!("a pattern of {what}")) else { continue };
            list.push((pattern, Origin::of(self.doc, item.at)));
            nodes.push(item.at);
        }
        if let Err((number, error)) = patterns.add(self.folder, list) {
            let node = nodes.get(number).copied().unwrap_or(value.at);
            self.mistake(node, "no pattern", format!("this is no pattern: {error}"), None);
        }
    }

    /// One of the words of a table, as what it stands for.
    pub(super) fn word<T: Copy>(&mut self, value: View<'_>, what: &str, table: &[(&str, T)]) -> Option<T> {
        let words: Vec<&str> = table.iter().map(|(word, _)| *word).collect();
        let Some(text) = value.as_scalar().filter(|_| value.kind() != Kind::Null) else {
            let noun = value.kind().noun();
            let help = format!("write {}", keys::one_of(&words));
            self.mistake(value.at, noun, format!("{noun} is no {what}"), Some(help));
            return None;
        };
        let found = table.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        if found.is_none() {
            self.unknown(value.at, &text, what, &words, None);
        }
        found
    }

    pub(super) fn text(&mut self, value: View<'_>, what: &str) -> Option<String> {
        let text = value.as_str();
        if text.is_none() {
            self.wrong_type(value, what, "a text", None);
        } else if text.as_deref() == Some("") {
            self.mistake(value.at, "empty", format!("{what} must not be empty"), None);
        }
        text.filter(|text| !text.is_empty()).map(std::borrow::Cow::into_owned)
    }

    /// The members of a map: name, key, value. Anything else is a mistake, but for a key with nothing behind it.
    pub(super) fn members<'v>(&mut self, value: View<'v>, what: &str) -> Vec<(String, u32, View<'v>)> {
        if !value.is_map() && value.kind() != Kind::Null {
            self.wrong_type(value, what, "an object", None);
        }
        self.doc_members(value)
    }

    /// The members of a map, with nothing said of anything else.
    pub(super) fn doc_members<'v>(&self, value: View<'v>) -> Vec<(String, u32, View<'v>)> {
        value.members().map(|m| (m.text().into_owned(), m.key, m.value)).collect()
    }

    pub(super) fn wrong_type(&mut self, value: View<'_>, what: &str, expected: &str, help: Option<String>) {
        let found = value.kind().noun();
        self.mistake(value.at, found, format!("{what} must be {expected}, and this is {found}"), help);
    }

    /// A name that nobody knows, with the nearest one that is known; or else with `otherwise`, or all of them.
    pub(super) fn unknown(&mut self, node: u32, name: &str, what: &str, known: &[&str], otherwise: Option<&str>) {
        let shown: String = name.chars().take(60).collect();
        let near = similar::get_close_matches(name, known, 1, ALIKE);
        let help = match (near.first(), otherwise) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, Some(otherwise)) => otherwise.to_owned(),
            (None, None) => format!("write {}", keys::one_of(known)),
        };
        self.mistake(node, "unknown", format!("`{shown}` is no {what}"), Some(help));
    }

    pub(super) fn mistake(&mut self, node: u32, label: &str, message: String, help: Option<String>) {
        let (start, end) = Span::shown(self.doc, node);
        self.mistakes.push(Mistake { start, end, label: label.to_owned(), message, help });
    }
}

/// The rules that do not run by default, and do by a configuration.
fn awake(config: &Config) -> BTreeSet<&'static str> {
    let preview = rules::all().iter().map(|entry| &entry.meta).filter(|meta| meta.status != Status::Stable);
    preview.map(|meta| meta.id).filter(|id| config.runs(id)).collect()
}
