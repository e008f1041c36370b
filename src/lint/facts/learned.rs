//! What a later version of an API is held to: the conventions of this one.

use std::collections::BTreeMap;

use super::Facts;
use super::case_habit::CaseConvention;
use super::convention::Learned;
use crate::contract::Contract;

impl Facts {
    /// The conventions of the contract that these facts are of: by their names in the configuration, and those of names
    /// by what the names are called.
    pub fn learned(&self, contract: &Contract) -> BTreeMap<String, Learned> {
        let mut learned = BTreeMap::new();
        learned.extend(
            self.names.cases().chain([&self.ids.case, &self.webhooks.names]).filter_map(CaseConvention::learned),
        );
        let mut add = |name: &str, found: Option<Learned>| learned.extend(found.map(|found| (name.to_owned(), found)));
        for (name, spelling) in self.pagination.spellings() {
            add(name, spelling.learned());
        }
        add("pagination.style", Learned::of(&self.pagination.style.whole, |style| style.as_str().to_owned()));
        add("rate-limits.dialect", Learned::of(&self.rate_limits.dialect, |dialect| dialect.as_str().to_owned()));
        let errors = &self.errors;
        let own = errors.own_media_type.clone().filter(|_| errors.in_own_media_type.holds());
        add("errors.media-type", own.map(|value| Learned { value, evidence: errors.in_own_media_type.evidence() }));
        let schema = errors.model_schema.filter(|_| errors.follow.holds()).and_then(|model| errors.schemas[model].name);
        let schema = schema.map(|name| contract.text(name).to_owned());
        add("errors.schema", schema.map(|value| Learned { value, evidence: errors.follow.evidence() }));
        learned
    }

    /// What a configuration may fix, by its name: what enough samples agree on, or nothing where there are enough and
    /// they do not agree. Sorts of names that share a name in the configuration stand one after the other.
    pub fn pinnable(&self, contract: &Contract) -> Vec<(String, Option<Learned>)> {
        let learned = self.learned(contract);
        let settings = &self.conventions;
        let mut found = Vec::new();
        let mut add = |name: &str, value: Option<Learned>, undecided: bool| {
            if value.is_some() || undecided {
                found.push((name.to_owned(), value));
            }
        };
        for case in self.names.cases().chain([&self.ids.case]) {
            if let Some(pin) = case.pin() {
                add(pin, case.learned().map(|(_, learned)| learned), case.undecided);
            }
        }
        for (name, spelling) in self.pagination.spellings() {
            add(name, spelling.learned(), spelling.convention.undecided(settings));
        }
        let enough = |total: usize| total >= settings.samples;
        for (name, samples) in [
            ("pagination.style", self.pagination.style.whole.total),
            ("rate-limits.dialect", self.rate_limits.dialect.total),
            ("errors.media-type", self.errors.media_types.total),
            ("errors.schema", self.errors.follow.total()),
        ] {
            add(name, learned.get(name).cloned(), enough(samples));
        }
        found
    }
}
