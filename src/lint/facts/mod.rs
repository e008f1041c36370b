//! One table of facts about each operation, and the conventions inferred from it. Built once; rules only read it.

pub mod case;
pub mod convention;
pub mod names;
pub mod pagination;
pub mod shape;

use crate::contract::{Contract, Id, Operation};

pub use convention::{Convention, ConventionSettings};

/// What is known about the API beyond what any one place of it says.
pub struct Facts {
    /// Facts about each operation, by its id.
    operations: Vec<OperationFacts>,
    /// How names are written.
    pub names: names::Names,
    /// How lists are cut into pages.
    pub pagination: pagination::Pagination,
}

/// Facts about one operation.
pub struct OperationFacts {
    /// What its address and its successful answer are.
    pub shape: shape::Shape,
}

impl Facts {
    /// Collects the facts of a contract.
    pub fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
        let operations: Vec<_> =
            contract.operations.iter().map(|o| OperationFacts { shape: shape::Shape::of(contract, o) }).collect();
        let shapes = operations.iter().map(|o| &o.shape);
        let pagination = pagination::Pagination::of(contract, shapes, settings);
        Self { operations, names: names::Names::of(contract, settings), pagination }
    }

    /// The facts of one operation.
    pub fn operation(&self, id: Id<Operation>) -> &OperationFacts {
        &self.operations[id.index()]
    }

    /// All operations with their facts.
    pub fn operations<'f>(
        &'f self,
        contract: &'f Contract,
    ) -> impl Iterator<Item = (&'f Operation, &'f OperationFacts)> {
        contract.operations.iter().zip(&self.operations)
    }
}
