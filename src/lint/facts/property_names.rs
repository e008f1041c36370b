//! The case of properties: in the whole API, in forms, and in parts of the API that have a habit of their own.

use hashbrown::{HashMap, HashSet};

use super::ConventionSettings;
use super::case::Case;
use super::case_habit::{CaseConvention, Departure, Sample};
use super::convention::Authority;
use super::groups::{Groups, Key};
use crate::contract::{Contract, Id, Name, Schema, SchemaView};

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
    /// Infers from all properties of a contract.
    pub fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
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
        if convention.count() < convention.total && convention.pinned != Some(Authority::Configuration) {
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

    /// The cases of the whole, of forms, and of parts.
    pub fn cases(&self) -> impl Iterator<Item = &CaseConvention> {
        [&self.whole, &self.form].into_iter().chain(self.parts.iter().flat_map(|part| &part.cases))
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
        let mut samples: Vec<Vec<Sample>> = vec![Vec::new(); groups.count()];
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
        let mut cases: Vec<_> = samples.into_iter().enumerate().map(case).collect();
        if settings.before.is_some() {
            // A part that is new, or had no habit of its own, is held to that of the whole.
            for case in &mut cases {
                case.convention.dominant.take_if(|_| case.convention.pinned.is_none());
            }
        }
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
