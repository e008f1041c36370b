//! Layers to the rules that count for one description, as Spectral puts them together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::aliases::{Aliases, expand};
use super::{Entry, Files, Layer, Patch, Ruleset, Take, Then};
use crate::config::without_dots;
use crate::contract::SpecVersion;
use crate::finding::Severity;

/// A rule, as it counts.
#[derive(Clone, Debug)]
pub(in crate::spectral) struct Rule {
    pub(in crate::spectral) name: String,
    pub(in crate::spectral) description: Option<String>,
    pub(in crate::spectral) message: Option<String>,
    pub(in crate::spectral) url: Option<String>,
    pub(in crate::spectral) resolved: bool,
    pub(in crate::spectral) then: Vec<Then>,
    severity: Option<Severity>,
    recommended: bool,
    enabled: bool,
    formats: Option<Vec<SpecVersion>>,
    given: Vec<String>,
    aliases: Arc<Aliases>,
    /// Severities at places: which files, and below which pointer.
    placed: Vec<(usize, usize, Option<Severity>)>,
}

impl Rule {
    fn new(name: &str, patch: &Patch, layer: &Layer) -> Option<Rule> {
        let mut rule = Rule {
            name: name.to_owned(),
            description: None,
            message: None,
            url: None,
            resolved: true,
            then: Vec::new(),
            severity: Some(Severity::Warning),
            recommended: patch.recommended != Some(false),
            enabled: true,
            formats: None,
            given: Vec::new(),
            aliases: Arc::clone(&layer.aliases),
            placed: Vec::new(),
        };
        rule.change(patch, layer);
        rule.formats = rule.formats.or_else(|| layer.formats.clone());
        rule.url = rule.url.or_else(|| layer.url.as_ref().map(|url| format!("{url}#{name}")));
        // What changes a rule that is not read is no rule.
        (patch.given.is_some() && patch.then.is_some()).then_some(rule)
    }

    fn change(&mut self, patch: &Patch, layer: &Layer) {
        fn set<T: Clone>(place: &mut T, value: Option<&T>) {
            if let Some(value) = value {
                *place = value.clone();
            }
        }
        let said = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        self.description = said(&patch.description).or(self.description.take());
        self.message = said(&patch.message).or(self.message.take());
        self.url = patch.url.clone().or(self.url.take());
        self.formats = patch.formats.clone().or(self.formats.take());
        set(&mut self.recommended, patch.recommended.as_ref());
        set(&mut self.resolved, patch.resolved.as_ref());
        set(&mut self.severity, patch.severity.as_ref());
        set(&mut self.then, patch.then.as_ref());
        if let Some(given) = &patch.given {
            self.given.clone_from(given);
            self.aliases = Arc::clone(&layer.aliases);
        }
        self.enabled = true;
    }

    fn take(&mut self, take: Take) {
        self.enabled = take == Take::All || (take == Take::Recommended && self.recommended);
    }

    /// Whether the rule looks at a description of a version.
    pub(in crate::spectral) fn runs(&self, version: SpecVersion) -> bool {
        (self.enabled || !self.placed.is_empty())
            && self.formats.as_ref().is_none_or(|formats| formats.contains(&version))
    }

    /// The paths of the rule in a version.
    pub(in crate::spectral) fn given(&self, version: SpecVersion) -> Vec<String> {
        // Aliases were looked up while the ruleset was read.
        self.given.iter().flat_map(|text| expand(&self.aliases, text, version).unwrap_or_default()).collect()
    }
}

impl Ruleset {
    /// The rules that count for a description, by name.
    pub(in crate::spectral) fn rules(&self, document: &str) -> BTreeMap<String, Rule> {
        let mut rules = merged(&self.layer, None);
        let path = self.relative(document);
        for (number, over) in self.layer.overrides.iter().enumerate() {
            if over.files.iter().any(|files| files.pointer.is_none() && files.are(&path)) {
                for extended in &over.layer.extends {
                    rules.extend(merged(&extended.layer, extended.take));
                }
                apply(&mut rules, &over.layer, None);
            }
            let pointed = |files: &Files| files.pointer.is_some() && files.are(&path);
            for (position, _) in over.files.iter().enumerate().filter(|(_, files)| pointed(files)) {
                for (name, entry) in &over.layer.entries {
                    if let (Entry::Level(level), Some(rule)) = (entry, rules.get_mut(name)) {
                        rule.placed.push((number, position, *level));
                    }
                }
            }
        }
        rules
    }

    /// How bad a finding of a rule is at a place; nothing if it is none there. The longest pointer counts.
    pub(in crate::spectral) fn severity(&self, rule: &Rule, document: &str, pointer: &str) -> Option<Severity> {
        let mut severity = rule.severity;
        if rule.placed.is_empty() {
            return severity;
        }
        let path = self.relative(document);
        let mut longest = 0;
        for &(over, position, level) in &rule.placed {
            let files = &self.layer.overrides[over].files[position];
            let place = files.pointer.as_deref().unwrap_or_default();
            let inside = pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            if inside && place.len() >= longest && files.are(&path) {
                longest = place.len();
                severity = level;
            }
        }
        severity
    }

    /// A document's path from the folder of the ruleset.
    fn relative(&self, document: &str) -> PathBuf {
        let plain =
            |path: &Path| std::path::absolute(path).map_or_else(|_| path.to_owned(), |path| without_dots(&path));
        let (folder, document) = (plain(&self.folder), plain(Path::new(document)));
        let mut up = PathBuf::new();
        for ancestor in folder.ancestors() {
            if let Ok(rest) = document.strip_prefix(ancestor) {
                return up.join(rest);
            }
            up.push("..");
        }
        document
    }
}

impl Files {
    fn are(&self, path: &Path) -> bool {
        if self.anywhere {
            path.file_name().is_some_and(|name| self.glob.is_match(name))
        } else {
            self.glob.is_match(path)
        }
    }
}

/// The rules of a layer and of what it extends. Recurses as deep as rulesets were read.
fn merged(layer: &Layer, take: Option<Take>) -> BTreeMap<String, Rule> {
    let mut rules = BTreeMap::new();
    for extended in &layer.extends {
        for (name, mut rule) in merged(&extended.layer, extended.take) {
            if let Some(take) = take {
                rule.take(take);
            }
            rules.insert(name, rule);
        }
    }
    apply(&mut rules, layer, take);
    rules
}

fn apply(rules: &mut BTreeMap<String, Rule>, layer: &Layer, take: Option<Take>) {
    for (name, entry) in &layer.entries {
        match (rules.get_mut(name), entry) {
            (Some(rule), Entry::On(on)) => rule.enabled = *on,
            (Some(rule), Entry::Level(level)) => {
                rule.severity = *level;
                rule.enabled = level.is_some();
            }
            (Some(rule), Entry::Rule(patch)) => rule.change(patch, layer),
            (None, Entry::Rule(patch)) => {
                if let Some(mut rule) = Rule::new(name, patch, layer) {
                    rule.take(take.unwrap_or(Take::Recommended));
                    rules.insert(name.clone(), rule);
                }
            }
            // Said when the ruleset was read.
            (None, _) => {}
        }
        if let (Some(take), Some(rule)) = (take, rules.get_mut(name)) {
            rule.take(take);
        }
    }
}
