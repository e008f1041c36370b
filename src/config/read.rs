//! Tape to settings.

use std::collections::BTreeMap;
use std::path::Path;

use super::keys::{self, KEYS, RULE_KEYS};
use super::presets::{self, Preset};
use super::{Config, DIFF_FAIL_ON, DIFF_SHOW, Exclude, LEVELS, Mistake, Mistakes, SENDERS, without_dots};
use crate::diff::{Policy, checks};
use crate::finding::{Area, Severity, Span};
use crate::lint::facts::convention::{PINNABLE, Pinnable};
use crate::lint::{Entry, Status, rules};
use crate::source::document::{Document, View};
use crate::source::names::Interner;
use crate::source::tape::Kind;
use ignore::gitignore::GitignoreBuilder;

/// How alike two names are of which one is meant by the other.
const ALIKE: f32 = 0.6;

/// Reads a configuration. Patterns in it are relative to `folder`.
pub fn read(name: &str, bytes: Vec<u8>, folder: &Path) -> Result<Config, Box<Mistakes>> {
    let document = crate::source::read(name.to_owned(), bytes, &mut Interner::default());
    let mut reader = Reader {
        doc: &document,
        folder,
        config: Config::default(),
        mistakes: Vec::new(),
        wide: BTreeMap::new(),
        presets: Vec::new(),
    };
    reader.document();
    let Reader { config, mut mistakes, .. } = reader;
    if mistakes.is_empty() {
        return Ok(config);
    }
    mistakes.sort_by_key(|m| (m.start, m.end));
    Err(Box::new(Mistakes { document, list: mistakes }))
}

pub(super) struct Reader<'d> {
    pub(super) doc: &'d Document,
    pub(super) folder: &'d Path,
    pub(super) config: Config,
    pub(super) mistakes: Vec<Mistake>,
    /// Levels of areas and of `all`.
    pub(super) wide: BTreeMap<&'static str, Option<Severity>>,
    /// In their order.
    pub(super) presets: Vec<&'static Preset>,
}

impl Reader<'_> {
    fn document(&mut self) {
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
        let Some(root) = self.doc.root() else { return };
        let names: Vec<&str> = KEYS.iter().map(|k| k.name).filter(|name| !name.starts_with('$')).collect();
        for (name, key, value) in self.members(root, "a configuration") {
            match KEYS.iter().find(|k| k.name == name) {
                Some(known) => (known.read)(self, value),
                None => self.unknown(key, &name, "key of a configuration", &names, None),
            }
        }
        self.spread_levels();
        presets::pin(&self.presets, &mut self.config.conventions.pinned);
    }

    pub(super) fn presets(&mut self, value: View<'_>) {
        if !value.is_seq() {
            let help = value.as_str().map(|name| format!("write `presets: [{name}]`"));
            self.wrong_type(value, "`presets`", "a list", help);
            return;
        }
        for item in value.items() {
            let preset = self.word(item, "preset", &presets::words());
            self.presets.extend(preset);
        }
    }

    /// The levels of areas, of `all` and of presets go to their rules. A rule that does not run by default must be named itself.
    fn spread_levels(&mut self) {
        for Entry { meta, .. } in rules::all() {
            let wide = self.wide.get(meta.area.as_str()).or_else(|| self.wide.get(keys::ALL));
            let wide = wide.copied().filter(|_| meta.status == Status::Stable);
            let level = wide.or_else(|| self.presets.iter().rev().find_map(|preset| preset.levels.of(meta)));
            if let Some(level) = level {
                self.config.rules.entry(meta.id.to_owned()).or_default().level.get_or_insert(level);
            }
        }
    }

    pub(super) fn rules(&mut self, value: View<'_>) {
        for (name, key, value) in self.members(value, "`rules`") {
            let area = Area::ALL.iter().map(|area| area.as_str()).chain([keys::ALL]).find(|area| *area == name);
            if let Some(entry) = rules::find(&name) {
                self.rule(entry, value);
            } else if let Some(area) = area {
                if let Some(level) = self.word(value, "level of a rule", &LEVELS) {
                    self.wide.insert(area, level);
                    if area == Area::Own.as_str() {
                        self.own(name, level);
                    }
                }
            } else if name.starts_with(super::OWN) {
                if let Some(level) = self.word(value, "level of a rule", &LEVELS) {
                    self.own(name, level);
                }
            } else {
                let ids = rules::all().iter().map(|e| e.meta.id);
                let names: Vec<&str> = ids.chain(Area::ALL.iter().map(|a| a.as_str())).chain([keys::ALL]).collect();
                self.unknown(key, &name, "rule or area", &names, Some("`caveat rules` lists them"));
            }
        }
    }

    /// The level of rules that only a ruleset knows.
    fn own(&mut self, name: String, level: Option<Severity>) {
        let setting = crate::lint::RuleSetting { level: Some(level), ..crate::lint::RuleSetting::default() };
        self.config.rules.insert(name, setting);
    }

    pub(super) fn rule(&mut self, entry: &'static Entry, value: View<'_>) {
        let mut setting = crate::lint::RuleSetting::default();
        if value.is_map() {
            for (name, key, value) in self.members(value, "the entry of a rule") {
                match name.as_str() {
                    "level" => setting.level = self.word(value, "level of a rule", &LEVELS),
                    "options" => setting.options = self.options(entry, value),
                    _ => self.unknown(key, &name, "key of a rule's entry", &RULE_KEYS, None),
                }
            }
        } else {
            setting.level = self.word(value, "level of a rule", &LEVELS);
        }
        self.config.rules.insert(entry.meta.id.to_owned(), setting);
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
                self.config.conventions.pinned.insert(name, pinned);
            }
        }
    }

    pub(super) fn thresholds(&mut self, value: View<'_>) {
        for (name, key, value) in self.members(value, "`thresholds`") {
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
                self.config.diff.levels.insert(check, level);
            }
        }
    }

    fn lifecycle(&mut self, value: View<'_>) {
        for (name, key, value) in self.members(value, "`lifecycle`") {
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
        if !value.is_seq() {
            let help = value.as_str().map(|pattern| format!("write `exclude: [{pattern}]`"));
            self.wrong_type(value, "`exclude`", "a list", help);
            return;
        }
        let folder = std::path::absolute(self.folder).map_or_else(|_| self.folder.to_owned(), |f| without_dots(&f));
        let mut patterns = GitignoreBuilder::new(folder);
        for item in value.items() {
            let Some(pattern) = self.text(item, "a pattern of `exclude`") else { continue };
            if let Err(error) = patterns.add_line(None, &pattern) {
                self.mistake(item.at, "no pattern", format!("this is no pattern: {error}"), None);
            }
        }
        match patterns.build() {
            Ok(patterns) => self.config.exclude = Exclude(Some(patterns)),
            Err(error) => self.mistake(value.at, "", format!("these patterns cannot be used: {error}"), None),
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

    fn text(&mut self, value: View<'_>, what: &str) -> Option<String> {
        let text = value.as_str().filter(|text| !text.is_empty());
        if text.is_none() {
            self.wrong_type(value, what, "a text", None);
        }
        text.map(std::borrow::Cow::into_owned)
    }

    /// The members of a map: name, key, value. Anything else is a mistake, but for a key with nothing behind it.
    pub(super) fn members<'v>(&mut self, value: View<'v>, what: &str) -> Vec<(String, u32, View<'v>)> {
        if !value.is_map() && value.kind() != Kind::Null {
            self.wrong_type(value, what, "an object", None);
        }
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
