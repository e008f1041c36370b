//! How the API cuts its lists into pages, and what it calls the parts.

mod answer;
mod listing;
mod words;

use std::collections::BTreeMap;

use super::convention::{Convention, ConventionSettings, Learned};
use super::parted::Parted;
use super::shape::Shape;
use crate::contract::keywords::Keyword;
use crate::contract::{Contract, Parameter};
pub use answer::{Answer, Told};
pub use listing::Listing;
pub use words::{Role, Signal, spoken};

/// How a client gets from one page to the next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Style {
    /// By a position that the page before has told, or by its last element.
    Cursor,
    /// By the number of the page.
    Page,
    /// By how many elements to leave out.
    Offset,
    /// By an address in the `Link` header and nothing else.
    Link,
}

impl Style {
    const ALL: [(Style, &'static str); 4] =
        [(Style::Cursor, "cursor"), (Style::Page, "page"), (Style::Offset, "offset"), (Style::Link, "link")];

    /// The name in configuration.
    pub fn as_str(self) -> &'static str {
        Style::ALL[self as usize].1
    }

    /// What leads to the next page, in words.
    pub fn noun(self) -> &'static str {
        match self {
            Style::Cursor => "a cursor",
            Style::Page => "a page number",
            Style::Offset => "an offset",
            Style::Link => "a `Link` header",
        }
    }

    /// The role of the parameter that it needs.
    pub fn role(self) -> Option<Role> {
        match self {
            Style::Cursor => Some(Role::Cursor),
            Style::Page => Some(Role::Page),
            Style::Offset => Some(Role::Offset),
            Style::Link => None,
        }
    }
}

/// What names are used for one thing. Names that differ by case only are one name here: their case is a matter of
/// naming.
#[derive(Clone, Debug, Default)]
pub struct Spelling {
    /// The convention over names without case and separators.
    pub convention: Convention<String>,
    shown: BTreeMap<String, String>,
}

impl Spelling {
    fn infer<'n>(names: impl IntoIterator<Item = &'n str>, settings: &ConventionSettings, pin: &str) -> Self {
        let mut spellings: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
        for name in names {
            *spellings.entry(Self::key(name)).or_default().entry(name).or_default() += 1;
        }
        let samples = spellings.iter().flat_map(|(key, of)| std::iter::repeat_n(key.clone(), of.values().sum()));
        let convention = Convention::infer(samples, settings);
        let shown = spellings.iter().filter_map(|(key, of)| {
            let (most, _) = of.iter().rev().max_by_key(|(_, count)| **count)?;
            Some((key.clone(), (*most).to_owned()))
        });
        let mut shown: BTreeMap<String, String> = shown.collect();
        match settings.pinned(pin) {
            Some((pinned, by)) => {
                shown.insert(Self::key(pinned), pinned.to_owned());
                Self { convention: convention.pin(Self::key(pinned), by), shown }
            }
            None => Self { convention, shown },
        }
    }

    /// `page_size` and `pageSize` are one name, `page[size]` is another.
    fn key(name: &str) -> String {
        name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
    }

    /// The name that is expected.
    pub fn expected(&self) -> Option<&str> {
        self.shown.get(self.convention.dominant.as_ref()?).map(String::as_str)
    }

    /// What a later version is held to.
    pub fn learned(&self) -> Option<Learned> {
        Learned::of(&self.convention, |_| self.expected().unwrap_or_default().to_owned())
    }

    /// A name as it is written most.
    pub fn shown(&self, key: &String) -> String {
        self.shown.get(key).unwrap_or(key).clone()
    }

    /// The expected name, or else the most frequent one.
    pub fn most(&self) -> Option<&str> {
        let first = || self.shown.get(&self.convention.tally.first()?.0).map(String::as_str);
        self.expected().or_else(first)
    }

    /// The expected name, if this one is another.
    pub fn departure(&self, name: &str) -> Option<&str> {
        let expected = self.convention.dominant.as_ref()?;
        if Self::key(name) == *expected { None } else { self.expected() }
    }

    /// All names with how often they were seen, the most frequent first: `limit` (5), `per_page` (4).
    pub fn tally(&self) -> String {
        let names = self.convention.tally.iter().take(4);
        let names: Vec<String> = names.map(|(key, count)| format!("`{}` ({count})", self.shown(key))).collect();
        names.join(", ")
    }
}

/// What is known about the pages of the API.
pub struct Pagination {
    /// All operations that read a list, in their order.
    pub listings: Vec<Listing>,
    /// Whether lists that can grow come in pages.
    pub paged: Convention<bool>,
    /// How clients go on.
    pub style: Parted<Style>,
    /// Whether lists that come in pages take a page size.
    pub limited: Convention<bool>,
    /// What parameters are called, by their role.
    pub names: BTreeMap<Role, Spelling>,
    /// Whether lists come in an object and not as bare arrays.
    pub wrapped: Convention<bool>,
    /// What the field with the list is called.
    pub items: Spelling,
    /// Whether the field with the list is called after what is in it.
    pub telling_items: Convention<bool>,
    /// Whether lists that come in pages tell this or that about them.
    pub told: BTreeMap<Signal, Convention<bool>>,
    /// Whether lists that come in pages tell anything about them.
    pub telling: Convention<bool>,
    /// What the fields are called that tell it.
    pub fields: BTreeMap<Signal, Spelling>,
    /// Whether page sizes have a maximum, by definition.
    pub bounded: Convention<bool>,
    /// Whether page sizes have a default, by definition.
    pub defaulted: Convention<bool>,
    /// When a habit counts as a convention.
    pub settings: ConventionSettings,
}

/// The roles whose names are compared, with the names of their conventions in the configuration.
const NAMED: [(Role, &str); 8] = [
    (Role::Limit, "pagination.limit"),
    (Role::Cursor, "pagination.cursor"),
    (Role::Page, "pagination.page"),
    (Role::Offset, "pagination.offset"),
    (Role::Sort, "pagination.sort"),
    (Role::Direction, "pagination.direction"),
    (Role::Filter, "pagination.filter"),
    (Role::Search, "pagination.search"),
];

/// What is told about pages, with the names of the conventions in the configuration.
const TOLD: [(Signal, &str); 6] = [
    (Signal::Next, "pagination.next"),
    (Signal::Address, "pagination.next-address"),
    (Signal::More, "pagination.more"),
    (Signal::Total, "pagination.total"),
    (Signal::Pages, "pagination.pages"),
    (Signal::Links, "pagination.links"),
];

impl Pagination {
    /// What things are called, with the names of the conventions in the configuration.
    pub fn spellings(&self) -> impl Iterator<Item = (&'static str, &Spelling)> {
        let names = NAMED.iter().filter_map(|(role, pin)| Some((*pin, self.names.get(role)?)));
        let fields = TOLD.iter().filter_map(|(signal, pin)| Some((*pin, self.fields.get(signal)?)));
        names.chain(fields).chain([("pagination.items", &self.items)])
    }

    /// Collects the lists of a contract. `shapes` are those of its operations.
    pub fn of<'s>(
        contract: &Contract,
        shapes: impl IntoIterator<Item = &'s Shape>,
        settings: &ConventionSettings,
    ) -> Self {
        let guesses: Vec<_> = contract.parameters.iter().map(|p| listing::guess(contract, p)).collect();
        let operations = contract.operations.ids().zip(shapes);
        let listings: Vec<Listing> =
            operations.filter_map(|(id, shape)| listing::listing(contract, id, shape, &guesses)).collect();
        let known = |l: &&Listing| l.answer.list.is_some();
        let paged = || listings.iter().filter(|l| l.is_paged());
        let samples = paged().filter_map(|l| Some((&contract.operations[l.operation], l.styles().next()?)));
        let style = Parted::infer(contract, samples, settings);
        let pinned = settings.pinned("pagination.style");
        let pinned = pinned.and_then(|(pin, by)| Some((Style::ALL.into_iter().find(|s| s.1 == pin)?.0, by)));
        let names = NAMED.map(|(role, pin)| {
            let used =
                listings.iter().filter_map(|l| l.parameter(role)).map(|p| contract.text(contract.parameters[p].name));
            (role, Spelling::infer(used, settings, pin))
        });
        let items = || listings.iter().filter_map(|l| Some(contract.text(l.answer.list?.envelope?)));
        let told = TOLD.map(|(signal, _)| {
            let samples = paged().filter(known).map(|l| l.answer.tells(signal));
            (signal, Convention::infer(samples, settings))
        });
        let fields = TOLD.map(|(signal, pin)| {
            let used = listings.iter().filter_map(|l| l.answer.field(contract, signal)).map(|t| contract.text(t.name));
            (signal, Spelling::infer(used, settings, pin))
        });
        let mut limits: Vec<_> = listings.iter().filter_map(|l| l.parameter(Role::Limit)).collect();
        limits.sort_unstable();
        limits.dedup();
        let limits = || limits.iter().map(|&id| &contract.parameters[id]);
        Self {
            paged: Convention::infer(listings.iter().filter(|l| l.grows).map(Listing::is_paged), settings),
            limited: Convention::infer(paged().map(|l| l.parameter(Role::Limit).is_some()), settings),
            style: match pinned {
                Some((pinned, by)) => style.pin(|whole| whole.pin(pinned, by)),
                None => style,
            },
            names: names.into(),
            wrapped: Convention::infer(listings.iter().filter(known).map(|l| !l.answer.is_bare()), settings),
            items: Spelling::infer(items(), settings, "pagination.items"),
            telling_items: Convention::infer(items().map(|name| !is_general(name)), settings),
            told: told.into(),
            telling: Convention::infer(paged().filter(known).map(|l| l.answer.is_telling()), settings),
            fields: fields.into(),
            bounded: Convention::infer(limits().map(|p| is_bounded(contract, p)), settings),
            defaulted: Convention::infer(limits().map(|p| has_default(contract, p)), settings),
            listings,
            settings: settings.clone(),
        }
    }

    /// Whether a list comes whole where the others come in pages.
    pub fn is_unpaginated(&self, listing: &Listing) -> bool {
        self.paged.dominant == Some(true) && listing.grows && !listing.is_paged()
    }

    /// Whether a list is paged in another way than the others. That is one fault, and what follows from it is none.
    pub fn has_other_style(&self, contract: &Contract, listing: &Listing) -> bool {
        let around = self.style.around(contract, &contract.operations[listing.operation]);
        let other = around.and_then(|(usual, _)| usual.dominant).is_some_and(|style| !listing.has_style(style));
        other && listing.styles().next().is_some()
    }

    /// The way in which most lists are paged.
    pub fn usual_style(&self) -> Option<Style> {
        let whole = &self.style.whole;
        whole.dominant.or_else(|| whole.tally.first().map(|t| t.0))
    }

    /// The name that most lists give to a parameter, or a usual one.
    pub fn usual(&self, role: Role) -> &str {
        let names = self.names.get(&role).and_then(Spelling::most);
        names.unwrap_or(match role {
            Role::Limit => "limit",
            Role::Cursor | Role::Back => "cursor",
            Role::Page => "page",
            Role::Offset => "offset",
            Role::Sort => "sort",
            Role::Direction => "order",
            Role::Filter => "filter",
            Role::Search => "query",
        })
    }
}

/// Whether a field's name tells that it holds a list, and not of what.
pub fn is_general(name: &str) -> bool {
    const NAMES: [&str; 16] = [
        "data",
        "items",
        "results",
        "result",
        "entries",
        "values",
        "value",
        "records",
        "list",
        "rows",
        "elements",
        "content",
        "objects",
        "resources",
        "collection",
        "members",
    ];
    NAMES.contains(&spoken(name).as_str())
}

/// Whether the values of a parameter have an upper bound.
pub fn is_bounded(contract: &Contract, parameter: &Parameter) -> bool {
    let bounds = [Keyword::Maximum, Keyword::ExclusiveMaximum, Keyword::Enum, Keyword::Const];
    schema_says(contract, parameter, &bounds)
}

/// Whether a parameter has a default.
pub fn has_default(contract: &Contract, parameter: &Parameter) -> bool {
    schema_says(contract, parameter, &[Keyword::Default, Keyword::Const])
}

fn schema_says(contract: &Contract, parameter: &Parameter, keywords: &[Keyword]) -> bool {
    let conjuncts = parameter.schema.map(|id| contract.schema(id).conjuncts()).unwrap_or_default();
    conjuncts.into_iter().any(|s| keywords.iter().any(|&k| s.has(k)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_by_case_are_one_and_a_pin_wins() {
        let names = ["page_size", "pageSize", "pageSize", "limit", "page_size", "page_size"];
        let mut settings = ConventionSettings::default();
        let spelling = Spelling::infer(names, &settings, "pagination.limit");
        assert_eq!(spelling.expected(), Some("page_size"));
        assert_eq!(spelling.departure("PageSize"), None);
        assert_eq!(spelling.departure("page[size]"), Some("page_size"));
        assert_eq!(spelling.tally(), "`page_size` (5), `limit` (1)");
        settings.pinned.insert("pagination.limit".into(), "limit".into());
        let pinned = Spelling::infer(names, &settings, "pagination.limit");
        assert_eq!(pinned.departure("page_size"), Some("limit"));
    }
}
