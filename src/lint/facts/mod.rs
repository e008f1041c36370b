//! One table of facts about each operation, and the conventions inferred from it. Built once; rules only read it.

pub mod case;
pub mod convention;
pub mod names;
pub mod security;
pub mod shape;
pub mod structure;
pub mod templates;
pub mod url;

use crate::contract::{Contract, Id, Operation};

pub use convention::{Convention, ConventionSettings};

/// What is known about the API beyond what any one place of it says.
pub struct Facts {
    /// Facts about each operation, by its id.
    operations: Vec<OperationFacts>,
    /// When a habit counts as a convention.
    pub conventions: ConventionSettings,
    /// How names are written.
    pub names: names::Names,
    /// Who may call what.
    pub security: security::Access,
    /// How the documents depart from the grammar of OpenAPI.
    pub structure: structure::Structure,
}

/// Facts about one operation.
pub struct OperationFacts {
    /// What its address and its successful answer are.
    pub shape: shape::Shape,
}

impl Facts {
    /// Collects the facts of a contract.
    pub fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
        let operations =
            contract.operations.iter().map(|o| OperationFacts { shape: shape::Shape::of(contract, o) }).collect();
        Self {
            operations,
            conventions: settings.clone(),
            names: names::Names::of(contract, settings),
            security: security::Access::of(contract, settings),
            structure: structure::Structure::of(contract),
        }
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
