//! The patterns of an API, each text once.

use hashbrown::HashMap;

use crate::contract::keywords::Keyword;
use crate::contract::{At, Contract, SchemaView};

/// A pattern with the places where it stands.
pub struct Pattern<'c> {
    /// The pattern itself.
    pub text: String,
    /// Where it stands, and in which schema; never empty.
    pub places: Vec<(At, SchemaView<'c>)>,
}

impl Pattern<'_> {
    /// The end of a sentence about it: that it stands elsewhere too.
    pub fn elsewhere(&self) -> String {
        elsewhere(self.places.len())
    }
}

/// The end of a sentence about what stands at so many places.
pub fn elsewhere(places: usize) -> String {
    match places {
        0 | 1 => String::new(),
        2 => "; it stands at 1 other place too".to_owned(),
        many => format!("; it stands at {} other places too", many - 1),
    }
}

/// The values of `pattern` and the keys of `patternProperties`; the places of each in the order of the text.
pub fn all(contract: &Contract) -> Vec<Pattern<'_>> {
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut found: Vec<Pattern<'_>> = Vec::new();
    let mut add = |text: String, at: At, schema| {
        let position = *known.entry_ref(text.as_str()).or_insert(found.len());
        match found.get_mut(position) {
            Some(pattern) => pattern.places.push((at, schema)),
            None => found.push(Pattern { text, places: vec![(at, schema)] }),
        }
    };
    for schema in contract.all_schemas() {
        if let Some(at) = schema.value_at(Keyword::Pattern)
            && let Some(text) = contract.view(at).as_str()
        {
            add(text.into_owned(), at, schema);
        }
        for named in schema.named(Keyword::PatternProperties) {
            add(contract.text(named.name).to_owned(), named.key, named.schema);
        }
    }
    for pattern in &mut found {
        pattern.places.sort_by_key(|place| place.0);
    }
    found
}

/// What stands between the slashes of a literal, where the pattern is one: `/^a$/i`. A path may begin and end with a
/// slash too, so a mark of an end must stand inside.
pub fn delimited(pattern: &str) -> Option<&str> {
    let (inner, flags) = pattern.strip_prefix('/')?.rsplit_once('/')?;
    let flagged = flags.len() <= 6 && flags.bytes().all(|flag| b"dgimsuvy".contains(&flag));
    (flagged && (inner.starts_with('^') || inner.ends_with('$'))).then_some(inner)
}
