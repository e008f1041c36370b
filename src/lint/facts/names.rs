//! How the names of an API are written: the case of each sort of name.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::{HashMap, HashSet};

use super::case::{Case, CaseConvention, Departure, Initial, Sample, words};
use super::groups::{Groups, Key};
use super::twins::Sort;
use super::{Convention, ConventionSettings, versions};
use crate::contract::{At, Component, ComponentKind, Contract, Id, Name, ParameterIn, Place, Schema, SchemaView};

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
    /// The key of the first path that has it.
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
            let (pin, plural) =
                (format!("naming.{}-parameter", place.as_str()), format!("{} parameter names", place.as_str()));
            (place, CaseConvention::infer(samples, settings, &pin, plural))
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
    for item in contract.path_items.iter().filter(|i| i.place == Place::Path) {
        let mut seen_here = BTreeSet::new();
        for text in contract.text(item.name).split('/').filter(|s| !s.is_empty()) {
            if text.contains('{') || versions::of_segment(text).is_some() || !seen_here.insert(text) {
                continue;
            }
            match known.get(text) {
                Some(&number) => segments[number].paths += 1,
                None => {
                    known.insert(text, segments.len());
                    segments.push(Segment { text: text.to_owned(), key: item.key, paths: 1 });
                }
            }
        }
    }
    segments
}

/// How properties are written: in the whole API, in forms, and in parts of the API that have a habit of their own.
pub struct PropertyNames {
    /// The whole API, forms apart.
    pub whole: CaseConvention,
    /// The fields of forms.
    pub form: CaseConvention,
    forms: HashSet<Id<Schema>>,
    parts: Vec<Part>,
}

/// The share of names that must follow the habit of their part before the parts may stand for the whole.
const CLEAN: f64 = 0.95;

/// The parts of the API by one criterion, and the habit of each.
struct Part {
    groups: Groups,
    cases: Vec<CaseConvention>,
    /// Whether nearly all names stand in parts that have a habit, so that the parts may stand for the whole.
    clean: bool,
}

impl PropertyNames {
    fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
        let forms = forms(contract);
        let mut known: HashMap<Name, Sample> = HashMap::new();
        let (mut whole, mut form) = (Vec::new(), Vec::new());
        for schema in contract.all_schemas() {
            let samples = if forms.contains(&schema.id) { &mut form } else { &mut whole };
            for property in schema.properties() {
                samples.push(*known.entry(property.name).or_insert_with(|| Sample::of(contract.text(property.name))));
            }
        }
        let mut names = Self {
            whole: CaseConvention::infer(whole, settings, "naming.property", "property names"),
            form: CaseConvention::infer(form, settings, "naming.form-field", "form field names"),
            forms,
            parts: Vec::new(),
        };
        // Only where some name leaves the habit of the whole does it matter what the habits of the parts are.
        let convention = &names.whole.convention;
        if convention.count() < convention.total && !convention.pinned {
            names.parts =
                [Key::Prefix, Key::Tag].map(|key| Part::of(contract, key, &names.forms, &known, settings)).into();
        }
        names
    }

    /// Whether a schema is a form, whose properties are fields.
    pub fn is_form(&self, schema: Id<Schema>) -> bool {
        self.forms.contains(&schema)
    }

    /// Says how a property's name leaves the habit of its API, or of its part of the API where the whole has none.
    pub fn departure(&self, schema: Id<Schema>, name: &str) -> Option<Departure> {
        if self.forms.contains(&schema) && (self.form.habit().is_some() || self.form.undecided) {
            return self.form.departure(name);
        }
        if self.whole.undecided {
            return self.parts.iter().find(|p| p.clean)?.case_of(schema)?.departure(name);
        }
        let departure = self.whole.departure(name)?;
        let at_home =
            |part: &Part| part.case_of(schema).and_then(|c| c.convention.dominant).is_some_and(|case| case.fits(name));
        (!self.parts.iter().any(at_home)).then_some(departure)
    }

    /// Whether the parts of the API each have a habit of their own where the whole has none.
    pub fn is_split(&self) -> bool {
        self.whole.undecided && self.parts.iter().any(|p| p.clean)
    }

    /// Says that the names of the whole API do not agree, nor those of its parts.
    pub fn indecision(&self) -> Option<String> {
        if self.is_split() { None } else { self.whole.indecision() }
    }
}

impl Part {
    fn of(
        contract: &Contract,
        key: Key,
        forms: &HashSet<Id<Schema>>,
        known: &HashMap<Name, Sample>,
        settings: &ConventionSettings,
    ) -> Self {
        let groups = Groups::of(contract, key);
        let mut samples: Vec<Vec<Sample>> = vec![Vec::new(); groups.len()];
        let mut outside = 0;
        for schema in contract.all_schemas().filter(|s| !forms.contains(&s.id)) {
            let own = schema.properties().filter_map(|p| known.get(&p.name).copied());
            match groups.of_schema(schema.id) {
                Some(group) => samples[group].extend(own),
                None => outside += own.filter(|s| s.has_case()).count(),
            }
        }
        let case = |(group, samples)| {
            CaseConvention::infer(samples, settings, "", format!("property names {}", groups.label(group)))
        };
        let cases: Vec<_> = samples.into_iter().enumerate().map(case).collect();
        let inside: usize = cases.iter().map(|c| c.convention.total).sum();
        let agreeing: usize = cases.iter().map(|c| c.convention.count()).sum();
        let clean = agreeing > 0 && agreeing as f64 >= CLEAN * (inside + outside) as f64;
        Self { groups, cases, clean }
    }

    fn case_of(&self, schema: Id<Schema>) -> Option<&CaseConvention> {
        self.cases.get(self.groups.of_schema(schema)?)
    }
}

/// The schemas whose properties are the fields of a form.
fn forms(contract: &Contract) -> HashSet<Id<Schema>> {
    let mut forms = HashSet::new();
    let mut bodies = HashSet::new();
    for body in &contract.request_bodies {
        for (named, media) in contract.media_types_of(&body.content) {
            let range = contract.text(named.name);
            let form = range.starts_with("application/x-www-form-urlencoded") || range.starts_with("multipart/");
            let Some(schema) = media.schema else { continue };
            let conjuncts = contract.schema(schema).conjuncts();
            if form { &mut forms } else { &mut bodies }.extend(conjuncts.into_iter().map(|s| s.id));
        }
    }
    // What is also sent as JSON is named as JSON is.
    forms.retain(|id| !bodies.contains(id));
    forms
}

/// Whether an object is a table of fields of another protocol (headers), of languages or of codes, whose names are not
/// this API's to choose.
pub fn is_foreign_table(object: SchemaView<'_>) -> bool {
    let contract = object.contract;
    let (mut foreign, mut total) = (0, 0);
    for property in object.properties() {
        total += 1;
        foreign += usize::from(is_foreign(contract.text(property.name)));
    }
    2 * foreign >= total
}

/// Whether a name is a field of HTTP, a language or a short code.
pub fn is_foreign(name: &str) -> bool {
    is_header_name(name) || is_language_tag(name) || is_short_code(name)
}

fn is_header_name(name: &str) -> bool {
    Case::of(name) == Some(Case::Train) || name.starts_with("x-") || name.starts_with("X-")
}

/// A language tag (BCP 47) with a script or a region: `pt-BR`, `zh-Hant`, `en_US`.
pub fn is_language_tag(name: &str) -> bool {
    let mut parts = name.split(['-', '_']);
    let language = parts.next().unwrap_or_default();
    let mut rest = parts.peekable();
    matches!(language.len(), 2 | 3)
        && language.bytes().all(|b| b.is_ascii_lowercase())
        && rest.peek().is_some()
        && rest.all(|part| match part.len() {
            2 => part.bytes().all(|b| b.is_ascii_uppercase()),
            3 => part.bytes().all(|b| b.is_ascii_digit()),
            4 => {
                part.starts_with(|c: char| c.is_ascii_uppercase()) && part[1..].bytes().all(|b| b.is_ascii_lowercase())
            }
            _ => false,
        })
}

fn is_short_code(name: &str) -> bool {
    name.len() <= 3 && !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// How header fields are called, in requests and in responses.
pub struct HeaderNames {
    /// Each spelling once, where it first stands, with how often.
    pub names: Vec<HeaderName>,
    /// How they are written.
    pub style: Convention<HeaderStyle>,
}

/// A header field.
pub struct HeaderName {
    /// The name.
    pub name: Name,
    /// Where it first stands.
    pub at: At,
    /// How often.
    pub count: usize,
}

/// How the name of a header field is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum HeaderStyle {
    /// `X-Request-Id`
    Capitals,
    /// `x-request-id`
    Small,
    /// `x_request_id`
    Underscores,
}

impl HeaderStyle {
    /// How a name is written; nothing for a name that is neither of these.
    pub fn of(name: &str) -> Option<Self> {
        if name.contains('_') {
            return Some(HeaderStyle::Underscores);
        }
        let begins = |test: fn(&u8) -> bool| name.split('-').all(|word| word.as_bytes().first().is_some_and(test));
        if !name.bytes().any(|b| b.is_ascii_uppercase()) && begins(u8::is_ascii_alphanumeric) {
            return Some(HeaderStyle::Small);
        }
        begins(|b| b.is_ascii_uppercase() || b.is_ascii_digit()).then_some(HeaderStyle::Capitals)
    }
}

impl HeaderNames {
    fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
        let mut known: HashMap<Name, usize> = HashMap::new();
        let mut names: Vec<HeaderName> = Vec::new();
        let parameters = contract.parameters.iter().filter(|p| p.place == ParameterIn::Header);
        let parameters = parameters.map(|p| (p.name, p.name_at));
        let headers = contract.responses.iter().flat_map(|r| r.headers.iter().map(|h| (h.name, h.key)));
        for (name, at) in parameters.chain(headers) {
            let position = *known.entry(name).or_insert_with(|| {
                names.push(HeaderName { name, at, count: 0 });
                names.len() - 1
            });
            names[position].count += 1;
        }
        let samples = names.iter().filter_map(|n| HeaderStyle::of(contract.text(n.name)));
        Self { style: Convention::infer(samples, settings), names }
    }
}

/// How tags are called.
pub struct TagNames {
    /// The declared tags; where none are declared, those of operations, each where it first stands.
    pub names: Vec<(Name, At)>,
    /// How they begin.
    pub initials: Convention<Initial>,
    /// How their words are joined.
    pub joints: Convention<Joint>,
}

/// What stands between the words of a tag.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Joint {
    /// `Gift cards`
    Space,
    /// `gift-cards`
    Dash,
    /// `gift_cards`
    Underscore,
    /// `GiftCards`
    Nothing,
}

impl Joint {
    /// What stands between the words of a name; nothing for a single word, or where several signs do.
    pub fn of(name: &str) -> Option<Self> {
        let signs = [(' ', Joint::Space), ('-', Joint::Dash), ('_', Joint::Underscore)];
        let mut found = signs.into_iter().filter(|(sign, _)| name.contains(*sign)).map(|(_, joint)| joint);
        match (found.next(), found.next()) {
            (Some(joint), None) => Some(joint),
            // `APIs` and `oEmbed` are single words, whatever their capitals.
            (None, _) => Case::of(name).filter(|_| words(name).iter().all(|w| w.len() > 2)).map(|_| Joint::Nothing),
            _ => None,
        }
    }

    /// The words for it, after "joined".
    pub fn as_str(self) -> &'static str {
        match self {
            Joint::Space => "by spaces",
            Joint::Dash => "by dashes",
            Joint::Underscore => "by underscores",
            Joint::Nothing => "without a sign",
        }
    }
}

impl TagNames {
    fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
        let mut names: Vec<(Name, At)> = contract.tags.iter().map(|t| (t.name, t.name_at)).collect();
        if names.is_empty() {
            let mut known = HashSet::new();
            names.extend(contract.operations.iter().flat_map(|o| &o.tags).filter(|(tag, _)| known.insert(*tag)));
        }
        let text = |(name, _): &(Name, At)| contract.text(*name);
        Self {
            initials: Convention::infer(names.iter().filter_map(|n| Initial::of(text(n))), settings),
            joints: Convention::infer(names.iter().filter_map(|n| Joint::of(text(n))), settings),
            names,
        }
    }
}
