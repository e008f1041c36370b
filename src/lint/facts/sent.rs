//! Which schemas clients write: those that a request body or a parameter leads to.

use hashbrown::HashSet;

use crate::contract::keywords::Keyword;
use crate::contract::{Contract, Id, Operation, Place, Schema};

/// The schemas that clients write.
pub struct Sent {
    schemas: HashSet<Id<Schema>>,
}

impl Sent {
    /// Collects them, with those inside them and behind their references. What is deprecated as a whole is left out,
    /// and so are properties that are `readOnly`.
    pub fn of(contract: &Contract) -> Self {
        let mut pending: Vec<Id<Schema>> = Vec::new();
        for operation in written(contract) {
            let parameters = contract.parameters_of(operation).filter_map(|p| p.schema);
            pending.extend(parameters.chain(bodies(contract, operation)));
        }
        let mut schemas = HashSet::new();
        while let Some(id) = pending.pop() {
            if !schemas.insert(id) {
                continue;
            }
            let schema = contract.schema(id);
            let inner = schema.inner().filter(|(keyword, ..)| *keyword != Keyword::Not).map(|(_, _, inner)| inner);
            let inner = inner.filter(|inner| !inner.flag(Keyword::ReadOnly));
            pending.extend(inner.chain(schema.reference()).map(|inner| inner.id));
        }
        Self { schemas }
    }

    /// Whether clients write a schema.
    pub fn contains(&self, schema: Id<Schema>) -> bool {
        self.schemas.contains(&schema)
    }
}

/// The operations that clients call and may go on to call.
fn written(contract: &Contract) -> impl Iterator<Item = &Operation> {
    contract.operations.iter().filter(|o| o.place == Place::Path && o.deprecated.is_none())
}

/// The schemas of the body of an operation.
pub fn bodies<'c>(contract: &'c Contract, operation: &'c Operation) -> impl Iterator<Item = Id<Schema>> {
    let content = contract.request_body_of(operation).map_or(&[][..], |body| &body.content);
    contract.media_types_of(content).flat_map(|(_, media)| media.schema.into_iter().chain(media.item_schema))
}
