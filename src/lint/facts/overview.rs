//! All that was learned of an API in one list: for people who want to see it, and to fix it in a configuration.

use super::Facts;
use super::convention::{Authority, Convention};
use super::habit::Habit;
use super::words::Number;
use crate::contract::Contract;
use crate::finding::Area;

/// One convention, or what stands in the place of one.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The area of the rules that look after it.
    pub area: Area,
    /// What it is the convention of: `property names`.
    pub subject: String,
    /// What most samples agree on; nothing where they do not agree, or are too few.
    pub value: Option<String>,
    /// How many samples agree with the value, or with the most frequent one.
    pub agreeing: usize,
    /// How many samples there are.
    pub samples: usize,
    /// The other values with how often they were seen, the most frequent first.
    pub others: Vec<(String, usize)>,
    /// Who says so, if it is fixed in advance.
    pub pinned: Option<Authority>,
}

impl Overview {
    fn of<T: Clone + Ord>(
        area: Area,
        subject: impl Into<String>,
        convention: &Convention<T>,
        shown: impl Fn(&T) -> String,
    ) -> Self {
        let value = convention.dominant.as_ref().or(convention.tally.first().map(|first| &first.0));
        let others = convention.tally.iter().filter(|(other, _)| Some(other) != value);
        Self {
            area,
            subject: subject.into(),
            value: convention.dominant.as_ref().map(&shown),
            agreeing: value.map_or(0, |value| convention.share(value)),
            samples: convention.total,
            others: others.map(|(other, count)| (shown(other), *count)).collect(),
            pinned: convention.pinned.clone(),
        }
    }

    /// What places do or leave out.
    fn habit(area: Area, subject: &str, habit: Habit, does: &str, lacks: &str) -> Self {
        let (with, without) = ((does.to_owned(), habit.count()), (lacks.to_owned(), habit.total() - habit.count()));
        let (most, other) = if habit.absent() || with.1 < without.1 { (without, with) } else { (with, without) };
        Self {
            area,
            subject: subject.to_owned(),
            value: (habit.holds() || habit.absent()).then_some(most.0),
            agreeing: most.1,
            samples: habit.total(),
            others: Some(other).filter(|other| other.1 > 0).into_iter().collect(),
            pinned: None,
        }
    }

    /// How many samples leave the convention; none where there is none.
    pub fn exceptions(&self) -> usize {
        if self.value.is_some() { self.samples - self.agreeing } else { 0 }
    }
}

impl Facts {
    /// What was learned, by area. What has no sample is left out.
    pub fn overview(&self, contract: &Contract) -> Vec<Overview> {
        let mut found: Vec<Overview> = Vec::new();
        // Names of properties and of form fields come first, then those of parts; a part is told that has its own habit.
        let parts = self.names.properties.cases().count();
        for (number, case) in self.names.cases().chain([&self.ids.case]).enumerate() {
            let overview = Overview::of(Area::Naming, case.plural(), &case.convention, ToString::to_string);
            let is_part = (2..parts).contains(&number);
            if !is_part || (overview.value.is_some() && overview.value != found[0].value) {
                found.push(overview);
            }
        }
        let truth = |yes: &'static str, no: &'static str| move |is: &bool| if *is { yes } else { no }.to_owned();
        let number = |number: &Number| if *number == Number::Plural { "plural" } else { "singular" }.to_owned();
        let (paths, access, limits, errors) = (&self.paths, &self.security, &self.rate_limits, &self.errors);
        found.push(Overview::of(Area::Naming, "collections in paths", &paths.number, number));
        let slash = truth("with a slash at the end", "without a slash at the end");
        found.push(Overview::of(Area::Naming, "paths", &paths.trailing_slash, slash));
        let secured = truth("with credentials", "open to anybody");
        found.push(Overview::of(Area::Auth, "operations", &access.secured, secured));
        found.push(Overview::of(Area::Auth, "operations that change things", &access.secured_writes, secured));
        let described = truth("described", "not described");
        found.push(Overview::of(Area::Auth, "401 of secured operations", &access.unauthorized, described));
        found.push(Overview::of(Area::Auth, "403 of operations with scopes", &access.forbidden, described));
        for (subject, habit) in [
            ("errors of the client (4xx) of operations", errors.client_errors),
            ("errors of the server (5xx) of operations", errors.server_errors.whole),
            ("bodies of errors", errors.bodies),
            ("schemas of errors in JSON", errors.described),
            ("codes for programs in errors", errors.codes),
            ("ids of requests in errors", errors.request_ids),
        ] {
            found.push(Overview::habit(Area::Errors, subject, habit, "described", "not described"));
        }
        found.push(Overview::of(Area::Errors, "media type of errors", &errors.media_types, Clone::clone));
        let model = errors.model_schema.and_then(|model| errors.schemas[model].name).map(|name| contract.text(name));
        if let Some(model) = model {
            let does = format!("as in `{model}`");
            found.push(Overview::habit(Area::Errors, "shape of errors", errors.follow, &does, "another"));
        }
        let pages = &self.pagination;
        found.push(Overview::of(Area::Pagination, "lists", &pages.paged, truth("in pages", "whole")));
        let style = &pages.style.whole;
        found.push(Overview::of(Area::Pagination, "style of pages", style, |style| style.as_str().to_owned()));
        for (name, spelling) in pages.spellings() {
            let subject = super::convention::Pinnable::find(name).map_or(name, |known| known.summary);
            found.push(Overview::of(Area::Pagination, subject, &spelling.convention, |key| spelling.shown(key)));
        }
        let dialect = &limits.dialect;
        found.push(Overview::of(Area::RateLimits, "headers about limits", dialect, |d| d.as_str().to_owned()));
        let many = limits.too_many_requests.whole;
        found.push(Overview::habit(Area::RateLimits, "429 of operations", many, "described", "not described"));
        let retry = limits.retry_after;
        found.push(Overview::habit(Area::RateLimits, "`Retry-After` of 429", retry, "described", "not described"));
        found.retain(|overview| overview.samples > 0 || overview.pinned.is_some());
        found.sort_by_key(|overview| overview.area);
        found
    }
}
