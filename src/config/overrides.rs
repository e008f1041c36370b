//! Settings that count for some files, or for some places in them.

use std::path::{Path, PathBuf};

use super::keys::OVERRIDE_KEYS;
use super::parts::is_level;
use super::read::Reader;
use super::{Config, Origin, Patterns, Places, PointerPattern};
use crate::finding::{Finding, Severity};
use crate::lint::{Status, rules};
use crate::source::document::View;
use crate::source::loader::DocId;

/// An entry of `overrides`.
#[derive(Clone, Debug)]
pub struct Override {
    /// The files that it counts for; nothing for all.
    pub files: Option<Patterns>,
    /// The places that it counts for; none for all.
    pub pointers: Vec<PointerPattern>,
    /// What it says of rules, conventions and thresholds.
    pub says: Config,
    /// Where it stands.
    pub origin: Origin,
}

impl Override {
    /// Whether it counts for a file, or for places in it.
    pub fn counts_in(&self, path: &Path) -> bool {
        self.files.as_ref().is_none_or(|files| files.matches(path, false))
    }

    /// Whether it counts for any document of a description, or for any place in one; `place` says where a document lies,
    /// by its name.
    pub fn fits_any(&self, places: &Places<'_>, place: &dyn Fn(&str) -> PathBuf) -> bool {
        let docs = &places.sources().docs;
        let counting: Vec<bool> = docs.iter().map(|doc| self.counts_in(&place(&doc.name))).collect();
        if self.pointers.is_empty() {
            return counting.contains(&true);
        }
        self.pointers.iter().any(|pointer| places.leads(pointer, &|doc: DocId| counting[doc.0 as usize]))
    }

    fn level(&self, rule: &str) -> Option<Option<Severity>> {
        self.says.rules.get(rule)?.level
    }
}

impl Config {
    /// Whether a rule runs, overrides aside.
    pub(super) fn runs(&self, rule: &str) -> bool {
        let set = self.rules.get(rule).and_then(|setting| setting.level);
        let default = || {
            rule.starts_with(super::OWN) || rules::find(rule).is_some_and(|entry| entry.meta.status == Status::Stable)
        };
        set.map_or_else(default, |level| level.is_some())
    }

    /// What counts for the description at `path`: its own options, conventions and thresholds. Nothing if that is what
    /// counts for all. A rule that only runs somewhere is among those that run; [`Config::adjust`] takes back what it
    /// finds elsewhere.
    pub fn within(&self, path: Option<&Path>) -> Option<Config> {
        if self.overrides.is_empty() {
            return None;
        }
        let mut within =
            Config { rules: self.rules.clone(), conventions: self.conventions.clone(), ..Config::default() };
        let whole = |over: &&Override| over.pointers.is_empty() && path.is_some_and(|path| over.counts_in(path));
        for over in self.overrides.iter().filter(whole) {
            within.lay(&over.says, |key| !is_level(key));
        }
        for entry in rules::all().iter().filter(|entry| !self.runs(entry.meta.id)) {
            let raised =
                self.overrides.iter().any(|over| over.level(entry.meta.id).is_some_and(|level| level.is_some()));
            if raised {
                let setting = within.rules.entry(entry.meta.id.to_owned()).or_default();
                setting.level = Some(Some(entry.meta.severity));
            }
        }
        Some(within)
    }

    /// The configuration as it counts in the file at `path`: what overrides say of the whole file is laid over the rest,
    /// and those of places in it stay.
    #[must_use]
    pub fn at(&self, path: &Path) -> Config {
        let mut at = Config { overrides: Vec::new(), ..self.clone() };
        for over in self.overrides.iter().filter(|over| over.counts_in(path)) {
            if over.pointers.is_empty() {
                at.lay(&over.says, |_| true);
                at.cover(over.says.origins.keys());
            } else {
                at.overrides.push(over.clone());
            }
        }
        at
    }

    /// Gives each finding the level that counts where it stands, and drops those whose rule is off there. `place` says
    /// where a document lies, by its name. What counts for places in the root document counts for what moved from there
    /// to a file of its own.
    pub fn adjust(&self, findings: &mut Vec<Finding>, places: &Places<'_>, place: &dyn Fn(&str) -> PathBuf) {
        if self.overrides.is_empty() || findings.is_empty() {
            return;
        }
        let docs = &places.sources().docs;
        let of_root = place(&docs[places.root().0 as usize].name);
        let in_root: Vec<bool> =
            self.overrides.iter().map(|over| !over.pointers.is_empty() && over.counts_in(&of_root)).collect();
        let mut counting: Vec<Option<Vec<&Override>>> = vec![None; docs.len()];
        findings.retain_mut(|finding| {
            let span = finding.primary.span;
            let counting = counting[span.doc.0 as usize].get_or_insert_with(|| {
                let path = place(&docs[span.doc.0 as usize].name);
                let all = self.overrides.iter().zip(&in_root).rev();
                all.filter(|(over, in_root)| **in_root || over.counts_in(&path)).map(|(over, _)| over).collect()
            });
            let level = counting.iter().find_map(|over| {
                let level = over.level(finding.rule)?;
                (over.pointers.is_empty() || places.named(&over.pointers, span)).then_some(level)
            });
            match level {
                Some(Some(severity)) => finding.severity = severity,
                Some(None) => return false,
                None => return self.runs(finding.rule),
            }
            true
        });
    }
}

impl Reader<'_> {
    /// The entries of `overrides`, the last one counting first.
    pub(super) fn overrides(&mut self, value: View<'_>) {
        if !value.is_seq() {
            return self.wrong_type(value, "`overrides`", "a list", None);
        }
        for item in value.items() {
            self.one_override(item);
        }
    }

    fn one_override(&mut self, item: View<'_>) {
        let (mut files, mut pointers) = (None, Vec::new());
        let mut whole = Vec::new();
        let mut inner = self.inner();
        for (name, key, value) in inner.members(item, "an entry of `overrides`") {
            match name.as_str() {
                "files" => inner.patterns(value, "`files`", files.insert(Patterns::default())),
                "pointers" => inner.pointers(value, &mut pointers),
                "rules" => inner.rules(value),
                "conventions" | "thresholds" => {
                    whole.push((name.clone(), key));
                    if name == "conventions" { inner.conventions(value) } else { inner.thresholds(value) }
                }
                _ => inner.unknown(key, &name, "key of an override", &OVERRIDE_KEYS, None),
            }
        }
        inner.settle();
        if item.is_map() && files.is_none() && pointers.is_empty() && inner.mistakes.is_empty() {
            let help = "write `files` or `pointers`; what counts for all stands outside of `overrides`";
            inner.mistake(item.at, "", "this override does not say where it counts".into(), Some(help.into()));
        }
        if !pointers.is_empty() {
            let of_rules = inner
                .doc_members(item)
                .into_iter()
                .find(|(name, ..)| name == "rules")
                .map(|(name, key, _)| (name, key));
            let options = inner.config.origins.keys().any(|key| key.starts_with("rules.") && !is_level(key));
            for (name, key) in whole.into_iter().chain(of_rules.filter(|_| options)) {
                let what = if name == "rules" { "options of rules".into() } else { format!("`{name}`") };
                let message = format!("{what} count for whole descriptions, and `pointers` speaks of places in one");
                let help = "move them to an entry with `files` and without `pointers`";
                inner.mistake(key, "", message, Some(help.into()));
            }
        }
        self.mistakes.append(&mut inner.mistakes);
        let origin = Origin::of(self.doc, item.at);
        self.config.overrides.push(Override { files, pointers, says: inner.config, origin });
    }

    pub(super) fn pointers(&mut self, value: View<'_>, pointers: &mut Vec<PointerPattern>) {
        if !value.is_seq() {
            let help = value.as_str().map(|pointer| format!("write `pointers: [{pointer}]`"));
            return self.wrong_type(value, "`pointers`", "a list", help);
        }
        for item in value.items() {
            let Some(text) = self.text(item, "a pattern of `pointers`") else { continue };
            match PointerPattern::parse(&text) {
                Ok(pattern) => pointers.push(pattern),
                Err(why) => {
                    let help = "write for example `/paths/~1users/*` or `/components/schemas/Legacy*`";
                    self.mistake(item.at, "no JSON Pointer", why.to_owned(), Some(help.into()));
                }
            }
        }
    }
}
