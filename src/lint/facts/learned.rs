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
}
