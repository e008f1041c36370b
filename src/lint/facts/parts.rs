//! Which schemas are parts of others, and speak of the same value together with them.

use crate::contract::keywords::{Keyword, Keywords};
use crate::contract::schema::MOST_CONJUNCTS;
use crate::contract::{Contract, SchemaView};

/// Keywords whose schemas speak of the same value as the schema that has them.
const IN_PLACE: [Keyword; 9] = [
    Keyword::AllOf,
    Keyword::AnyOf,
    Keyword::OneOf,
    Keyword::Not,
    Keyword::If,
    Keyword::Then,
    Keyword::Else,
    Keyword::DependentSchemas,
    Keyword::Ref,
];

/// For each schema whether it is a part of another one: what it lacks may stand there. The target of a reference that
/// stands alone is none.
pub fn of(contract: &Contract) -> Vec<bool> {
    let mut parts = vec![false; contract.schemas.len()];
    let composed = contract.all_schemas().filter(|schema| schema.keywords().overlaps(Keywords::of(&IN_PLACE)));
    for schema in composed.filter(|schema| schema.resolved().id == schema.id) {
        for part in IN_PLACE.into_iter().flat_map(|keyword| schema.children(keyword)) {
            parts[part.id.index()] = true;
            parts[part.resolved().id.index()] = true;
        }
    }
    parts
}

/// A schema with everything that may speak of the same value: the targets of references, the parts of compositions, the
/// alternatives. Each once, and no more than [`MOST_CONJUNCTS`].
pub fn in_place(schema: SchemaView<'_>) -> Vec<SchemaView<'_>> {
    let mut found = vec![schema];
    let mut next = 0;
    while let Some(&at) = found.get(next) {
        next += 1;
        let targets = at.reference().into_iter();
        for part in targets.chain(IN_PLACE.into_iter().flat_map(|keyword| at.children(keyword))) {
            if found.len() < MOST_CONJUNCTS && !found.iter().any(|f| f.id == part.id) {
                found.push(part);
            }
        }
    }
    found
}
