//! How the names of an API are written: the case of each sort of name.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use super::ConventionSettings;
use super::case_habit::{CaseConvention, Sample};
use super::labels::{HeaderNames, TagNames};
use super::property_names::PropertyNames;
use super::protocols::is_prescribed_path;
use super::twins::Sort;
use super::version::of_segment;
use crate::contract::{At, Component, ComponentKind, Contract, Name, ParameterIn, Place};

/// The case of each sort of name.
pub struct Names {
    /// Properties of schemas.
    pub properties: PropertyNames,
    /// Segments of paths, each text once, with the first path that has it and how many have it.
    pub segments: Vec<Segment>,
    /// The case of segments.
    pub segment_case: CaseConvention,
    /// Parameters by place; then those of path, query and cookie together.
    parameters: BTreeMap<ParameterIn, CaseConvention>,
    all_parameters: CaseConvention,
    /// Components by sort.
    components: BTreeMap<ComponentKind, CaseConvention>,
    /// Header fields.
    pub headers: HeaderNames,
    /// Tags.
    pub tags: TagNames,
}

/// A text between two slashes.
pub struct Segment {
    /// The text.
    pub text: String,
    /// The first path that has it.
    pub path: Name,
    /// Its key.
    pub key: At,
    /// How many paths have it.
    pub paths: usize,
}

impl Names {
    /// Infers from all names of a contract.
    pub fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
        let segments = segments(contract);
        let mut by_place: BTreeMap<ParameterIn, Vec<Sample>> = BTreeMap::new();
        let named_here = [ParameterIn::Path, ParameterIn::Query, ParameterIn::Cookie];
        for parameter in contract.parameters.iter().filter(|p| named_here.contains(&p.place)) {
            by_place.entry(parameter.place).or_default().push(Sample::of(contract.text(parameter.name)));
        }
        let all_parameters = by_place.values().flatten().copied();
        let all_parameters = CaseConvention::infer(all_parameters, settings, "", "parameter names");
        let place_case = |(place, samples): (ParameterIn, Vec<Sample>)| {
            let (pin, plural) = match place {
                ParameterIn::Path => ("naming.path-parameter", "path parameter names"),
                ParameterIn::Query => ("naming.query-parameter", "query parameter names"),
                _ => ("naming.cookie-parameter", "cookie parameter names"),
            };
            (place, CaseConvention::infer(samples, settings, pin, plural))
        };
        let mut by_kind: BTreeMap<ComponentKind, Vec<Sample>> = BTreeMap::new();
        for component in contract.components.iter().filter(|c| has_a_habit(c)) {
            by_kind.entry(component.kind).or_default().push(Sample::of(contract.text(component.name)));
        }
        let kind_case = |(kind, samples): (ComponentKind, Vec<Sample>)| {
            let plural = format!("names of {} components", kind.noun());
            (kind, CaseConvention::infer(samples, settings, "naming.component", plural))
        };
        Self {
            properties: PropertyNames::of(contract, settings),
            segment_case: CaseConvention::infer(
                segments.iter().map(|s| Sample::of(&s.text)),
                settings,
                "naming.path-segment",
                "path segments",
            ),
            segments,
            parameters: by_place.into_iter().map(place_case).collect(),
            all_parameters,
            components: by_kind.into_iter().map(kind_case).collect(),
            headers: HeaderNames::of(contract, settings),
            tags: TagNames::of(contract, settings),
        }
    }

    /// The case of parameters in one place: their own; where they are too few, that of all parameters, or that of the
    /// properties if most parameters are written in it.
    pub fn parameter_case(&self, place: ParameterIn) -> Option<&CaseConvention> {
        let own = self.parameters.get(&place)?;
        if own.convention.dominant.is_some() || own.undecided {
            return Some(own);
        }
        let all = &self.all_parameters;
        let case = self.properties.whole.convention.dominant.filter(|_| !all.undecided);
        let written_so =
            |case| all.convention.tally.iter().any(|(c, count)| *c == case && 2 * count > all.convention.total);
        let wider = if all.convention.dominant.is_some() {
            all
        } else if case.is_some_and(written_so) {
            &self.properties.whole
        } else {
            return Some(own);
        };
        // Single words may show already that parameters in this place begin otherwise than the rest.
        let same_initial = |initial| wider.convention.dominant.is_some_and(|case| case.initial() == initial);
        Some(if own.initial().is_none_or(same_initial) { wider } else { own })
    }

    /// Whether a name leaves the case of its sort in the whole API.
    pub fn leaves(&self, sort: Sort, name: &str) -> bool {
        let case = match sort {
            Sort::Property => Some(&self.properties.whole),
            Sort::Parameter => self.parameter_case(ParameterIn::Query),
            Sort::Component(kind) => self.component_case(kind),
            Sort::Header => None,
        };
        case.is_some_and(|c| c.departure(name).is_some())
    }

    /// The cases of all sorts of names.
    pub fn cases(&self) -> impl Iterator<Item = &CaseConvention> {
        let others = [&self.segment_case, &self.all_parameters];
        self.properties.cases().chain(others).chain(self.parameters.values()).chain(self.components.values())
    }

    /// The case of components of one sort.
    pub fn component_case(&self, kind: ComponentKind) -> Option<&CaseConvention> {
        self.components.get(&kind)
    }
}

/// Whether the name of a component is its author's choice: a header's may be the name of the field, an example's may
/// be anything, a path item's is often a path.
pub fn has_a_habit(component: &Component) -> bool {
    !matches!(component.kind, ComponentKind::Header | ComponentKind::Example | ComponentKind::PathItem)
}

fn segments(contract: &Contract) -> Vec<Segment> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut segments: Vec<Segment> = Vec::new();
    for item in
        contract.path_items.iter().filter(|i| i.place == Place::Path && !is_prescribed_path(contract.text(i.name)))
    {
        let mut seen_here = BTreeSet::new();
        for text in contract.text(item.name).split('/').filter(|s| !s.is_empty()) {
            if text.contains('{') || of_segment(text).is_some() || !seen_here.insert(text) {
                continue;
            }
            match known.get(text) {
                Some(&number) => segments[number].paths += 1,
                None => {
                    known.insert(text, segments.len());
                    segments.push(Segment { text: text.to_owned(), path: item.name, key: item.key, paths: 1 });
                }
            }
        }
    }
    segments
}
