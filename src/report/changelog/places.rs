//! Which element of the new contract a change points into.

use hashbrown::HashMap;

use crate::contract::{At, Contract, Id, Parameter, Schema, SchemaView};

/// How many steps up an element is looked for: from a value of a list past the list and its keyword.
const STEPS: usize = 4;

/// The elements of a contract by their nodes.
pub(super) struct Places<'a> {
    pub(super) contract: &'a Contract,
    schemas: HashMap<At, Id<Schema>>,
    parameters: HashMap<At, Id<Parameter>>,
}

impl<'a> Places<'a> {
    pub(super) fn of(contract: &'a Contract) -> Self {
        let schemas = contract.all_schemas().map(|schema| (schema.at(), schema.id)).collect();
        let parameters = contract.parameters.ids().map(|id| (contract.parameters[id].at, id)).collect();
        Self { contract, schemas, parameters }
    }

    /// A node, and those around it, the nearest first.
    pub(super) fn around(&self, at: At) -> impl Iterator<Item = At> + '_ {
        let doc = self.contract.sources.doc(at.doc);
        std::iter::successors(Some(at.node), |node| doc.parent(*node)).map(move |node| At { node, ..at }).take(STEPS)
    }

    /// The nearest schema around a node.
    pub(super) fn schema(&self, at: At) -> Option<SchemaView<'a>> {
        self.around(at).find_map(|at| self.schemas.get(&at)).map(|id| self.contract.schema(*id))
    }

    /// The nearest parameter around a node.
    pub(super) fn parameter(&self, at: At) -> Option<&'a Parameter> {
        self.around(at).find_map(|at| self.parameters.get(&at)).map(|id| &self.contract.parameters[*id])
    }
}
