//! All settings with their values, whether a configuration says them or not, and where each comes from.

use std::collections::BTreeMap;

use serde_yaml::{Mapping, Value};

use super::keys::ALL;
use super::{Allow, Config, DIFF_FAIL_ON, DIFF_SHOW, FAIL_ON, LEVELS, OWN, Origin, Override, SENDERS, SHOW};
use crate::diff::{Level, checks};
use crate::finding::{Area, Severity};
use crate::lint::facts::ConventionSettings;
use crate::lint::{Entry, Status, rules};
use crate::schema::Senders;

/// A setting.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its name: `rules.property-case`. Elements of one list have the same name.
    pub name: String,
    /// The keys that lead to it in a configuration.
    keys: Vec<String>,
    /// What it is.
    pub value: Value,
    /// Whether it is an element of a list.
    element: bool,
    /// Where it comes from; nothing for a default.
    pub origin: Option<Origin>,
}

/// All settings, in the order in which a configuration has them. Conventions that are learned are none.
pub fn effective(config: &Config) -> Vec<Setting> {
    let mut list = List { config, found: Vec::new() };
    list.elements();
    list.rules();
    list.own_rules();
    for (name, value) in &config.conventions.pinned {
        list.add(&["conventions", name], value.as_str());
    }
    list.add(&["thresholds", "agreement"], config.conventions.agreement);
    list.add(&["thresholds", "samples"], config.conventions.samples as u64);
    list.add(&["fail-on"], word(&FAIL_ON, config.fail_on.unwrap_or(Some(Severity::Error))));
    list.add(&["show"], word(&SHOW, config.show.unwrap_or(Severity::Warning)));
    list.diff();
    for (pattern, origin) in &config.exclude.written {
        list.element(&["exclude"], pattern.as_str().into(), Some(origin.clone()));
    }
    for allow in &config.allow {
        list.element(&["allow"], accepted(allow), Some(allow.origin.clone()));
    }
    if let Some(baseline) = &config.baseline {
        list.add(&["baseline"], baseline.display().to_string());
    }
    for over in &config.overrides {
        let value = written(over);
        if ["rules", "conventions", "thresholds"].iter().any(|key| value.get(key).is_some()) {
            list.element(&["overrides"], value, Some(over.origin.clone()));
        }
    }
    list.found
}

/// An entry of `allow`, as it is written.
fn accepted(allow: &Allow) -> Value {
    let texts = |texts: Vec<&str>| Value::Sequence(texts.into_iter().map(Value::from).collect());
    let mut entry = Mapping::new();
    entry.insert("rule".into(), allow.name.as_str().into());
    if let Some(files) = &allow.files {
        entry.insert("files".into(), texts(files.written.iter().map(|(pattern, _)| pattern.as_str()).collect()));
    }
    if !allow.pointers.is_empty() {
        entry.insert("pointers".into(), texts(allow.pointers.iter().map(|p| p.written.as_str()).collect()));
    }
    entry.insert("because".into(), allow.because.as_str().into());
    Value::Mapping(entry)
}

struct List<'c> {
    config: &'c Config,
    found: Vec<Setting>,
}

impl List<'_> {
    fn add(&mut self, keys: &[&str], value: impl Into<Value>) {
        self.named(keys.join("."), keys, value.into());
    }

    /// A setting whose name is not made of all its keys.
    fn named(&mut self, name: String, keys: &[&str], value: Value) {
        let origin = self.config.origins.get(&name).cloned();
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        self.found.push(Setting { name, keys, value, element: false, origin });
    }

    fn element(&mut self, keys: &[&str], value: Value, origin: Option<Origin>) {
        let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        self.found.push(Setting { name: keys.join("."), keys, value, element: true, origin });
    }

    /// What is extended and stays by itself: the rest is among the settings.
    fn elements(&mut self) {
        for file in &self.config.spectral {
            let text = format!("spectral:{}", file.display());
            let origin = self.config.origins.get(&format!("extends.{text}")).cloned();
            self.element(&["extends"], text.into(), origin);
        }
    }

    fn rules(&mut self) {
        for Entry { meta, defaults, .. } in rules::all() {
            let setting = self.config.rules.get(meta.id);
            let default = (meta.status == Status::Stable).then_some(meta.severity);
            let level = word(&LEVELS, setting.and_then(|setting| setting.level).unwrap_or(default)).into();
            let name = format!("rules.{}", meta.id);
            if meta.options.is_empty() {
                self.named(name, &["rules", meta.id], level);
                continue;
            }
            self.named(name, &["rules", meta.id, "level"], level);
            let defaults = defaults();
            for option in meta.options.iter().map(crate::lint::OptionMeta::name) {
                let set = setting.and_then(|setting| setting.options.get(&option));
                let value = set.or_else(|| defaults.get(&option)).cloned().unwrap_or_default();
                self.add(&["rules", meta.id, "options", &option], value);
            }
        }
    }

    /// The rules that only a ruleset knows; nobody can list those of which nothing is said.
    fn own_rules(&mut self) {
        let area = Area::Own.as_str();
        for (id, setting) in self.config.rules.iter().filter(|(id, _)| id.starts_with(OWN) || *id == area) {
            if let Some(level) = setting.level {
                self.named(format!("rules.{id}"), &["rules", id], word(&LEVELS, level).into());
            }
        }
    }

    fn diff(&mut self) {
        let diff = &self.config.diff;
        self.add(&["diff", "check-version"], diff.check_version.unwrap_or(false));
        self.add(&["diff", "fail-on"], word(&DIFF_FAIL_ON, diff.fail_on.unwrap_or(Some(Level::Unproven))));
        for (check, level) in &diff.levels {
            let id = checks::all().get(*check).map_or("", |check| check.id.as_str());
            self.add(&["diff", "levels", id], word(&DIFF_SHOW, *level));
        }
        self.add(&["diff", "lifecycle", "min-notice-days"], u64::from(diff.min_notice_days.unwrap_or(0)));
        self.add(&["diff", "policy"], diff.policy.unwrap_or_default().as_str());
        self.add(&["diff", "senders"], word(&SENDERS, diff.senders.unwrap_or(Senders::Declared)));
        self.add(&["diff", "show"], word(&DIFF_SHOW, diff.show.unwrap_or(Level::Risky)));
    }
}

/// The word of a table for a value.
fn word<T: PartialEq + Copy>(table: &[(&'static str, T)], value: T) -> &'static str {
    table.iter().find(|(_, known)| *known == value).map_or("", |(word, _)| word)
}

/// An entry of `overrides`, as far as it still counts.
fn written(over: &Override) -> Value {
    let texts = |texts: Vec<&str>| Value::Sequence(texts.into_iter().map(Value::from).collect());
    let mut entry = Mapping::new();
    if let Some(files) = &over.files {
        entry.insert("files".into(), texts(files.written.iter().map(|(text, _)| text.as_str()).collect()));
    }
    if !over.pointers.is_empty() {
        entry.insert("pointers".into(), texts(over.pointers.iter().map(|pointer| pointer.written.as_str()).collect()));
    }
    let mut add = |key: &str, members: Mapping| {
        if !members.is_empty() {
            entry.insert(key.into(), Value::Mapping(members));
        }
    };
    let wide = wide_levels(&over.says);
    let said = |(id, level): (&&str, &Option<Severity>)| (Value::from(*id), Value::from(word(&LEVELS, *level)));
    let by_area = |id: &str| {
        let meta = &rules::find(id)?.meta;
        wide.get(ALL).or_else(|| wide.get(meta.area.as_str())).filter(|_| meta.status == Status::Stable)
    };
    let named = over.says.rules.iter().filter_map(|(id, setting)| {
        let level = setting.level.filter(|level| by_area(id) != Some(level));
        let level = level.map(|level| Value::from(word(&LEVELS, level)));
        let options = Some(&setting.options).filter(|options| options.as_mapping().is_some_and(|set| !set.is_empty()));
        let value = match (level, options) {
            (level, None) => level?,
            (level, Some(options)) => {
                let level = level.map(|level| (Value::from("level"), level));
                Value::Mapping(level.into_iter().chain([(Value::from("options"), options.clone())]).collect())
            }
        };
        Some((Value::from(id.as_str()), value))
    });
    let named: Vec<(Value, Value)> = named.collect();
    add("rules", wide.iter().map(said).chain(named).collect());
    let ConventionSettings { pinned, agreement, samples, .. } = &over.says.conventions;
    add("conventions", pinned.iter().map(|(name, value)| (name.as_str().into(), value.as_str().into())).collect());
    let thresholds = [("agreement", Value::from(*agreement)), ("samples", Value::from(*samples as u64))];
    let set = |name: &str| over.says.origins.contains_key(&format!("thresholds.{name}"));
    add("thresholds", thresholds.into_iter().filter(|(name, _)| set(name)).map(|(n, v)| (n.into(), v)).collect());
    Value::Mapping(entry)
}

/// The levels that stand for all rules of an area, or for all rules: what most rules have there, if all have one.
fn wide_levels(says: &Config) -> BTreeMap<&'static str, Option<Severity>> {
    let stable = |area: Area| {
        let metas = rules::all().iter().map(|entry| &entry.meta);
        metas.filter(move |meta| meta.area == area && meta.status == Status::Stable)
    };
    // A rule that is alone in its area is called by its own name.
    let areas: Vec<Area> = Area::ALL.iter().copied().filter(|area| stable(*area).nth(1).is_some()).collect();
    let mut wide = BTreeMap::new();
    for area in &areas {
        let levels: Option<Vec<_>> = stable(*area).map(|meta| says.rules.get(meta.id)?.level).collect();
        let Some(levels) = levels else { continue };
        let count = |level: &Option<Severity>| levels.iter().filter(|other| *other == level).count();
        if let Some(most) = levels.iter().max_by_key(|level| (count(level), **level)) {
            wide.insert(area.as_str(), *most);
        }
    }
    match wide.values().next().copied() {
        Some(level) if wide.len() == areas.len() && wide.values().all(|other| *other == level) => {
            let alone = |meta: &&crate::lint::Meta| meta.status == Status::Stable && !areas.contains(&meta.area);
            let mut alone = rules::all().iter().map(|entry| &entry.meta).filter(alone);
            let all = alone.all(|meta| says.rules.get(meta.id).is_some_and(|setting| setting.level.is_some()));
            if all { BTreeMap::from([(ALL, level)]) } else { wide }
        }
        _ => wide,
    }
}

/// Settings as a configuration that says all of them.
pub fn yaml(settings: &[Setting]) -> String {
    let mut root = Value::Mapping(Mapping::new());
    for Setting { keys, value, element, .. } in settings {
        match (place(&mut root, keys), element) {
            (Some(place), false) => *place = value.clone(),
            (Some(Value::Sequence(list)), true) => list.push(value.clone()),
            (Some(place), true) => *place = Value::Sequence(vec![value.clone()]),
            (None, _) => {}
        }
    }
    serde_yaml::to_string(&root).unwrap_or_default()
}

/// Where keys lead, made as they go.
fn place<'v>(root: &'v mut Value, keys: &[String]) -> Option<&'v mut Value> {
    keys.iter().try_fold(root, |at, key| {
        if at.is_null() {
            *at = Value::Mapping(Mapping::new());
        }
        Some(at.as_mapping_mut()?.entry(key.as_str().into()).or_insert(Value::Null))
    })
}
