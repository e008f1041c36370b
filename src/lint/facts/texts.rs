//! The texts for people: titles, summaries and descriptions, wherever they stand.

use hashbrown::HashMap;

use super::version::of_segment;
use crate::contract::keywords::Keyword;
use crate::contract::{At, Contract, Operation, Place};

/// How many operations a description has that is more than a sketch or a part, and is asked for what surrounds an API:
/// a contact, a licence, terms.
pub const FINISHED: usize = 10;

/// Calls back with each text for people, once at its definition.
pub fn each(contract: &Contract, mut found: impl FnMut(At)) {
    let info = &contract.info;
    let mut all = |texts: &[Option<At>]| texts.iter().copied().flatten().for_each(&mut found);
    all(&[info.title, info.summary, info.description]);
    contract.all_servers().for_each(|s| all(&[s.name, s.description]));
    contract.tags.iter().for_each(|t| all(&[t.summary, t.description]));
    contract.security_schemes.iter().for_each(|s| all(&[s.description]));
    contract.path_items.iter().for_each(|i| all(&[i.summary, i.description]));
    contract.operations.iter().for_each(|o| all(&[o.summary, o.description]));
    contract.parameters.iter().chain(&contract.headers).for_each(|p| all(&[p.description]));
    contract.request_bodies.iter().for_each(|b| all(&[b.description]));
    contract.responses.iter().for_each(|r| all(&[r.summary, r.description]));
    contract.examples.iter().for_each(|e| all(&[e.summary, e.description]));
    contract.links.iter().for_each(|l| all(&[l.description]));
    for schema in contract.all_schemas() {
        all(&[schema.value_at(Keyword::Title), schema.value_at(Keyword::Description)]);
    }
}

/// Whether a text is there and says anything.
pub fn says(contract: &Contract, text: Option<At>) -> bool {
    text.is_some_and(|at| !contract.text_at(at).trim().is_empty())
}

/// Operations with a text that another operation before them has too.
pub struct Repeated<'c> {
    /// Each such operation with its text and the first one that has it.
    pub twins: Vec<(&'c Operation, At, &'c Operation)>,
    /// How many texts there are, each counted once.
    pub distinct: usize,
    /// How many have a text.
    pub total: usize,
}

/// Looks for operations under `paths` whose texts are the same. Two methods of one path may share a text, and so may
/// two versions of one path. What is deprecated is left out: it may say what its successor says.
pub fn repeated<'c>(contract: &'c Contract, text: impl Fn(&Operation) -> Option<At>) -> Repeated<'c> {
    let mut known: HashMap<String, (&'c Operation, usize)> = HashMap::new();
    let mut repeated = Repeated { twins: Vec::new(), distinct: 0, total: 0 };
    for operation in contract.operations.iter().filter(|o| o.place == Place::Path && o.deprecated.is_none()) {
        let Some(at) = text(operation) else { continue };
        let key = contract.text_at(at).trim().to_lowercase();
        if key.is_empty() {
            continue;
        }
        repeated.total += 1;
        let (first, count) = known.entry(key).or_insert((operation, 0));
        *count += 1;
        let same = |o: &Operation| resource(contract.text(o.path));
        if *count > 1 && same(first) != same(operation) {
            repeated.twins.push((operation, at, *first));
        }
    }
    repeated.distinct = known.len();
    repeated
}

/// A path without what tells versions of it apart.
fn resource(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default().trim_end_matches('/');
    path.split('/').filter(|segment| of_segment(segment).is_none()).collect::<Vec<_>>().join("/")
}
