//! Names in one object that differ in nothing but their case: `userId` beside `userid` or `user_id`.

use hashbrown::{HashMap, HashSet};

use crate::contract::keywords::Keyword;
use crate::contract::{At, ComponentKind, Contract, Name};

/// Two names that a reader takes for one.
#[derive(Clone, Copy, Debug)]
pub struct Twin {
    /// What the names are.
    pub sort: Sort,
    /// The first.
    pub first: (Name, At),
    /// The second.
    pub second: (Name, At),
}

/// What twins are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// Properties of one object.
    Property,
    /// Parameters of one operation, in one place.
    Parameter,
    /// Headers of one response.
    Header,
    /// Components of one sort.
    Component(ComponentKind),
}

/// All twins.
#[derive(Default)]
pub struct Twins {
    /// In the order of the contract's arenas.
    pub found: Vec<Twin>,
    places: HashSet<At>,
}

impl Twins {
    /// Finds the twins of a contract.
    pub fn of(contract: &Contract) -> Self {
        let mut finder = Finder { contract, keys: HashMap::new(), ids: HashMap::new(), found: Vec::new() };
        let mut names: Vec<(Name, At)> = Vec::new();
        for schema in contract.all_schemas() {
            names.extend(schema.properties().map(|p| (p.name, p.key)));
            // What an object takes over stands beside its own.
            let parts = schema.children(Keyword::AllOf).map(crate::contract::SchemaView::resolved);
            let room = MOST_TOGETHER.saturating_sub(names.len());
            names.extend(parts.flat_map(|part| part.properties().map(|p| (p.name, p.key))).take(room));
            finder.look(Sort::Property, &mut names);
        }
        for operation in &contract.operations {
            for place in [crate::contract::ParameterIn::Query, crate::contract::ParameterIn::Header] {
                let there = contract.parameters_of(operation).filter(|p| p.place == place);
                names.extend(there.map(|p| (p.name, p.name_at)));
                finder.look(Sort::Parameter, &mut names);
            }
        }
        for response in &contract.responses {
            names.extend(response.headers.iter().map(|h| (h.name, h.key)));
            finder.look(Sort::Header, &mut names);
        }
        let mut kinds: Vec<ComponentKind> = contract.components.iter().map(|c| c.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            names.extend(contract.components.iter().filter(|c| c.kind == kind).map(|c| (c.name, c.key)));
            finder.look(Sort::Component(kind), &mut names);
        }
        let places = finder.found.iter().flat_map(|t| [t.first.1, t.second.1]).collect();
        Self { found: finder.found, places }
    }

    /// Whether a name's key is one of twins.
    pub fn contains(&self, key: At) -> bool {
        self.places.contains(&key)
    }
}

/// How many names an object may have with those that it takes over: thousands of objects that all take over thousands
/// of names must not cost their product.
const MOST_TOGETHER: usize = 256;

struct Finder<'c> {
    contract: &'c Contract,
    /// What each name is compared by: a number for each distinct text without case and separators.
    keys: HashMap<Name, u32>,
    ids: HashMap<String, u32>,
    found: Vec<Twin>,
}

impl Finder<'_> {
    /// Finds twins among names, and empties the list.
    fn look(&mut self, sort: Sort, names: &mut Vec<(Name, At)>) {
        if names.len() > 1 {
            let mut keyed: Vec<(u32, usize)> =
                names.iter().enumerate().map(|(position, (name, _))| (self.key(*name), position)).collect();
            keyed.sort_unstable();
            for pair in keyed.windows(2) {
                let (first, second) = (names[pair[0].1], names[pair[1].1]);
                if pair[0].0 == pair[1].0 && first.0 != second.0 {
                    self.found.push(Twin { sort, first, second });
                }
            }
        }
        names.clear();
    }

    fn key(&mut self, name: Name) -> u32 {
        let Self { contract, keys, ids, .. } = self;
        *keys.entry(name).or_insert_with(|| {
            let next = ids.len() as u32;
            *ids.entry(fold(contract.text(name))).or_insert(next)
        })
    }
}

/// A name in lower case without `_` and `-` between its words. Signs before and after them stay: `_id` is not `id`, and
/// `+1` is not `-1`.
pub fn fold(name: &str) -> String {
    let inside = name.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    if inside.is_empty() || !inside.bytes().any(|b| b.is_ascii_alphabetic()) {
        return name.to_owned();
    }
    let start = name.len() - name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()).len();
    let end = start + inside.len();
    let mut folded = name[..start].to_owned();
    folded.extend(inside.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase));
    folded.push_str(&name[end..]);
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn signs_around_the_words_stay() {
        assert_eq!(fold("user_Id"), "userid");
        assert_eq!(fold("_id"), "_id");
        assert_ne!(fold("+1"), fold("-1"));
        assert_eq!(fold(""), "");
    }
}
