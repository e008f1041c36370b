//! The settings that may differ from file to file, by their names: `rules.ID`, `rules.ID.options.NAME`,
//! `conventions.NAME`, `thresholds.NAME`.

use serde_yaml::{Mapping, Value};

use super::Config;
use crate::lint::facts::ConventionSettings;

enum Part<'k> {
    Level(&'k str),
    Option(&'k str, &'k str),
    Convention(&'k str),
    Agreement,
    Samples,
}

impl<'k> Part<'k> {
    fn of(key: &'k str) -> Option<Self> {
        match key.split_once('.')? {
            ("rules", rest) => Some(match rest.split_once(".options.") {
                Some((rule, option)) => Part::Option(rule, option),
                None => Part::Level(rest),
            }),
            ("conventions", name) => Some(Part::Convention(name)),
            ("thresholds", "agreement") => Some(Part::Agreement),
            ("thresholds", "samples") => Some(Part::Samples),
            _ => None,
        }
    }
}

/// Whether a setting is the level of a rule.
pub(super) fn is_level(key: &str) -> bool {
    matches!(Part::of(key), Some(Part::Level(_)))
}

impl Config {
    /// Takes over those settings of another configuration that are `wanted`.
    pub(super) fn lay(&mut self, above: &Config, wanted: impl Fn(&str) -> bool) {
        for (key, origin) in above.origins.iter().filter(|(key, _)| wanted(key)) {
            match Part::of(key) {
                Some(Part::Level(rule)) => {
                    let level = above.rules.get(rule).and_then(|setting| setting.level);
                    self.rules.entry(rule.to_owned()).or_default().level = level;
                }
                Some(Part::Option(rule, option)) => {
                    let value = above.rules.get(rule).and_then(|setting| setting.options.get(option));
                    let options = &mut self.rules.entry(rule.to_owned()).or_default().options;
                    if let Some(value) = value {
                        set(options, option, value.clone());
                    }
                }
                Some(Part::Convention(name)) => {
                    let pinned = above.conventions.pinned.get(name).cloned();
                    self.conventions.pinned.extend(pinned.map(|value| (name.to_owned(), value)));
                }
                Some(Part::Agreement) => self.conventions.agreement = above.conventions.agreement,
                Some(Part::Samples) => self.conventions.samples = above.conventions.samples,
                None => continue,
            }
            self.origins.insert(key.clone(), origin.clone());
        }
    }

    /// Says that settings now count everywhere: what overrides said of them before counts no more.
    pub(super) fn cover<'k>(&mut self, keys: impl Iterator<Item = &'k String>) {
        for key in keys {
            self.overrides.iter_mut().for_each(|over| over.says.forget(key));
        }
    }

    fn forget(&mut self, key: &str) {
        if self.origins.remove(key).is_none() {
            return;
        }
        let defaults = ConventionSettings::default();
        match Part::of(key) {
            Some(Part::Level(rule)) => {
                if let Some(setting) = self.rules.get_mut(rule) {
                    setting.level = None;
                }
            }
            Some(Part::Option(rule, option)) => {
                if let Some(Value::Mapping(options)) = self.rules.get_mut(rule).map(|setting| &mut setting.options) {
                    options.remove(option);
                }
            }
            Some(Part::Convention(name)) => drop(self.conventions.pinned.remove(name)),
            Some(Part::Agreement) => self.conventions.agreement = defaults.agreement,
            Some(Part::Samples) => self.conventions.samples = defaults.samples,
            None => {}
        }
    }
}

/// Sets an option among others.
pub(super) fn set(options: &mut Value, name: &str, value: Value) {
    match options {
        Value::Mapping(options) => drop(options.insert(Value::from(name), value)),
        _ => *options = Value::Mapping(Mapping::from_iter([(Value::from(name), value)])),
    }
}
