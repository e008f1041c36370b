//! Values that a person would write. A search finds the smallest text that shows a break, which is `a`; where the
//! description has an example that shows it as well, that one is easier to read.

use super::{Court, Sides};
use crate::contract::keywords::Keyword;
use crate::contract::{Contract, SchemaView};
use crate::schema::evaluate::Failure;
use crate::schema::value::Value;
use crate::source::document::View;
use crate::source::tape::Kind;

/// The most parts of a value that are made typical, and the most offers that are tried for each.
const MOST_PARTS: usize = 16;
const MOST_OFFERS: usize = 3;
/// Longer texts hide what a message is shown for.
const LONGEST: usize = 40;
/// The most schemas that are looked at for one part.
const MOST_SCHEMAS: usize = 60;

/// How one gets to a part of a value.
#[derive(Clone)]
enum Token {
    Name(String),
    Index(usize),
}

impl<'c> Court<'c> {
    /// The same witness with values that the sender's description offers, where they show the same.
    pub(super) fn typical(
        &mut self,
        new: &'c Contract,
        root: Sides<'c>,
        mut value: Value,
        mut shows: impl FnMut(&mut Self, &Value) -> Option<Failure>,
    ) -> Value {
        let Some(shown) = shows(self, &value) else { return value };
        for (way, offers) in offers(root.sender, &value) {
            for offer in offers.into_iter().take(MOST_OFFERS) {
                let mut other = value.clone();
                let Some(part) = part_mut(&mut other, &way) else { break };
                *part = offer;
                if self.second_look(new, root, &other).is_some()
                    && shows(self, &other).is_some_and(|now| {
                        (now.at, now.keyword, &now.instance) == (shown.at, shown.keyword, &shown.instance)
                    })
                {
                    value = other;
                    break;
                }
            }
        }
        value
    }
}

/// The texts and numbers of a value, each with what its schemas offer in their place.
fn offers(schema: SchemaView<'_>, value: &Value) -> Vec<(Vec<Token>, Vec<Value>)> {
    let mut found = Vec::new();
    let mut pending = vec![(Vec::new(), vec![schema], Vec::new(), value)];
    while let Some((way, schemas, around, value)) = pending.pop() {
        let parts = parts(schemas);
        let offered: Vec<View<'_>> = parts.iter().flat_map(|part| part.offered()).chain(around).collect();
        let below = |token: Token| way.iter().cloned().chain([token]).collect::<Vec<Token>>();
        match value {
            Value::Object(members) => pending.extend(members.iter().rev().map(|(name, member)| {
                let named =
                    parts.iter().filter_map(|part| part.properties().find(|p| part.contract.text(p.name) == name));
                let inside = offered.iter().filter_map(|whole| whole.get_text(name)).collect();
                (below(Token::Name(name.clone())), named.map(|p| p.schema).collect(), inside, member)
            })),
            Value::Array(items) => pending.extend(items.iter().enumerate().rev().map(|(number, item)| {
                let schemas = parts.iter().filter_map(|part| part.child(Keyword::Items)).collect();
                let inside = offered.iter().filter_map(|whole| whole.items().nth(number)).collect();
                (below(Token::Index(number)), schemas, inside, item)
            })),
            Value::String(_) | Value::Number(_) if found.len() < MOST_PARTS => {
                let same_kind = |offer: &Value| std::mem::discriminant(offer) == std::mem::discriminant(value);
                let offered: Vec<Value> = offered
                    .into_iter()
                    .filter(|offer| matches!(offer.kind(), Kind::String | Kind::Number))
                    .filter_map(Value::read)
                    .filter(|offer| same_kind(offer) && offer != value && offer.to_string().len() <= LONGEST)
                    .collect();
                if !offered.is_empty() {
                    found.push((way, offered));
                }
            }
            _ => {}
        }
    }
    found
}

/// All schemas that may apply to the same value.
fn parts<'c>(schemas: Vec<SchemaView<'c>>) -> Vec<SchemaView<'c>> {
    let mut found: Vec<SchemaView<'c>> = schemas;
    let mut next = 0;
    while let Some(&part) = found.get(next) {
        next += 1;
        for keyword in [Keyword::Ref, Keyword::AllOf, Keyword::AnyOf, Keyword::OneOf] {
            for child in part.children(keyword) {
                if found.len() < MOST_SCHEMAS && !found.iter().any(|known| known.id == child.id) {
                    found.push(child);
                }
            }
        }
    }
    found
}

fn part_mut<'v>(value: &'v mut Value, way: &[Token]) -> Option<&'v mut Value> {
    way.iter().try_fold(value, |value, token| match (value, token) {
        (Value::Object(members), Token::Name(name)) => members.iter_mut().find(|m| m.0 == *name).map(|m| &mut m.1),
        (Value::Array(items), Token::Index(number)) => items.get_mut(*number),
        _ => None,
    })
}
