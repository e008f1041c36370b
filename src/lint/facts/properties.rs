//! Habits of properties: how truth values and dates are called, and what type each name has.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::words::{is_listed, lower_words};
use super::{Convention, ConventionSettings};
use crate::contract::keywords::Keyword;
use crate::contract::{At, Contract, Name, SchemaView, Types};

/// What properties have in common.
pub struct Properties {
    /// Whether truth values begin with `is`.
    pub booleans: Convention<BooleanName>,
    /// How dates with a time end.
    pub times: Convention<Ending>,
    /// How dates end.
    pub dates: Convention<Ending>,
    /// The names of truth values and dates, each once, where it first stands.
    pub named: Vec<Typed>,
    /// The types of each name that stands more than once.
    pub types: BTreeMap<Name, Convention<Type>>,
}

/// A name of a property with what makes it a habit.
pub struct Typed {
    /// The name.
    pub name: Name,
    /// The key of the first property that is called so.
    pub key: At,
    /// How many are.
    pub count: usize,
    /// What it tells.
    pub style: Style,
}

/// What the name of a property tells of its habit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// Of a truth value.
    Boolean(BooleanName),
    /// Of a date with a time.
    Time(Ending),
    /// Of a date.
    Date(Ending),
}

/// How a truth value is called.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum BooleanName {
    /// `active`
    Bare,
    /// `is_active`
    Is,
}

/// How a date is called.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Ending {
    /// `created_at`
    At,
    /// `created_on`
    On,
    /// `creation_time`
    Time,
    /// `creation_date`
    Date,
    /// `creation_timestamp`
    Timestamp,
    /// `created`
    None,
}

impl Ending {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Ending::At => "at",
            Ending::On => "on",
            Ending::Time => "time",
            Ending::Date => "date",
            Ending::Timestamp => "timestamp",
            Ending::None => "",
        }
    }
}

/// A type with its format, as far as both are known words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Type {
    /// The one type beside null.
    pub name: &'static str,
    /// The format.
    pub format: Option<&'static str>,
}

/// The formats that make another type of a text; the others say no more than what the text is about.
const FORMATS: [&str; 7] = ["date-time", "date", "time", "duration", "uuid", "byte", "binary"];

impl Type {
    /// The type of a property's schema; nothing where it has several or says none. JSON has one type of numbers.
    pub fn of(schema: SchemaView<'_>) -> Option<Self> {
        let schema = schema.resolved();
        let mut names = schema.types().non_null().names();
        let (name, None) = (names.next()?, names.next()) else { return None };
        let format = if name == "string" { schema.text(Keyword::Format) } else { None };
        let format = format.and_then(|f| FORMATS.into_iter().find(|known| *known == f));
        Some(Self { name: if name == "integer" { "number" } else { name }, format })
    }
}

impl std::fmt::Display for Type {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.format {
            Some(format) => write!(f, "a {} ({format})", self.name),
            None if self.name.starts_with(['a', 'o']) => write!(f, "an {}", self.name),
            None => write!(f, "a {}", self.name),
        }
    }
}

impl Properties {
    /// Collects the facts about the properties of a contract.
    pub fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
        let mut samples: BTreeMap<Name, Vec<Type>> = BTreeMap::new();
        let mut positions: HashMap<Name, Option<usize>> = HashMap::new();
        let mut named: Vec<Typed> = Vec::new();
        for schema in contract.all_schemas() {
            for property in schema.properties() {
                let Some(of) = Type::of(property.schema) else { continue };
                samples.entry(property.name).or_default().push(of);
                let position = *positions.entry(property.name).or_insert_with(|| {
                    let style = style_of(contract.text(property.name), property.schema, of)?;
                    named.push(Typed { name: property.name, key: property.key, count: 0, style });
                    Some(named.len() - 1)
                });
                if let Some(position) = position {
                    named[position].count += 1;
                }
            }
        }
        let types = samples
            .into_iter()
            .filter(|(_, types)| types.len() > 1)
            .map(|(name, types)| (name, Convention::infer(types, settings)))
            .collect();
        Self {
            booleans: habit(&named, settings, |s| if let Style::Boolean(b) = s { Some(b) } else { None }),
            times: habit(&named, settings, |s| if let Style::Time(e) = s { Some(e) } else { None }),
            dates: habit(&named, settings, |s| if let Style::Date(e) = s { Some(e) } else { None }),
            named,
            types,
        }
    }
}

/// What the names of one sort have in common. Each name is one sample, however often it stands, so that one frequent
/// name makes no habit; where there are too few names, each property is.
fn habit<T: Clone + Ord>(
    named: &[Typed],
    settings: &ConventionSettings,
    of: impl Fn(Style) -> Option<T>,
) -> Convention<T> {
    let names = Convention::infer(named.iter().filter_map(|n| of(n.style)), settings);
    if names.total >= settings.samples {
        return names;
    }
    let each = named.iter().filter_map(|n| Some(std::iter::repeat_n(of(n.style)?, n.count)));
    Convention::infer(each.flatten(), settings)
}

fn style_of(name: &str, schema: SchemaView<'_>, of: Type) -> Option<Style> {
    match of {
        Type { name: "boolean", .. } if schema.types().non_null() == Types::BOOLEAN => {
            boolean_name(name).map(Style::Boolean)
        }
        Type { format: Some("date-time"), .. } => ending(name).map(Style::Time),
        Type { format: Some("date"), .. } => ending(name).map(Style::Date),
        _ => None,
    }
}

/// How a truth value is called. Nothing for names that could not be called otherwise: `has_more`, `can_edit`.
fn boolean_name(name: &str) -> Option<BooleanName> {
    let words = lower_words(name);
    // Only a word that tells how a thing is may stand with `is` and without; `is_template` could not do without.
    let last = words.last()?.as_str();
    let told = |ends: [&str; 3]| ends.iter().any(|end| last.ends_with(end));
    if !told(["ed", "able", "ible"]) && !is_listed(ADJECTIVES, last) || words.iter().any(|w| is_listed(VERBS, w)) {
        return None;
    }
    Some(if words.len() > 1 && words[0] == "is" { BooleanName::Is } else { BooleanName::Bare })
}

const ADJECTIVES: &str = "active inactive public private default primary visible hidden valid invalid open locked ready empty \
    optional required read internal external online final current admin global";

const VERBS: &str = "has have can should will was were are did does do allow allows enable disable supports support requires \
    require needs use uses show include";

/// How a date is called. Nothing for the ends of a range, which are called by that.
fn ending(name: &str) -> Option<Ending> {
    let words = lower_words(name);
    let last = words.last()?.as_str();
    if words.len() == 1 && !last.ends_with("ed") && !last.ends_with("es") {
        return None;
    }
    Some(match last {
        "at" => Ending::At,
        "on" => Ending::On,
        "time" => Ending::Time,
        "date" => Ending::Date,
        "timestamp" => Ending::Timestamp,
        "start" | "end" | "from" | "to" | "since" | "until" | "before" | "after" | "begin" | "min" | "max" => {
            return None;
        }
        _ => Ending::None,
    })
}
