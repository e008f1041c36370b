//! One table of facts about each operation, and the conventions inferred from it. Built once; rules only read it.

pub mod answers;
pub mod case;
pub mod convention;
pub mod error_body;
pub mod errors;
pub mod habit;
pub mod names;
pub mod rate_limits;
pub mod shape;

use crate::contract::{Contract, Id, Operation};

pub use convention::{Convention, ConventionSettings};

/// What is known about the API beyond what any one place of it says.
pub struct Facts {
    /// Facts about each operation, by its id.
    operations: Vec<OperationFacts>,
    /// How names are written.
    pub names: names::Names,
    /// The responses of the operations under `paths`, each definition once.
    pub answers: Vec<answers::Answer>,
    /// How the API answers when something goes wrong.
    pub errors: errors::Errors,
    /// How the API tells its clients about limits.
    pub rate_limits: rate_limits::RateLimits,
}

/// Facts about one operation.
pub struct OperationFacts {
    /// What its address and its successful answer are.
    pub shape: shape::Shape,
}

impl Facts {
    /// Collects the facts of a contract.
    pub fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
        let operations: Vec<OperationFacts> =
            contract.operations.iter().map(|o| OperationFacts { shape: shape::Shape::of(contract, o) }).collect();
        let answers = answers::answers(contract);
        let successes = operations.iter().filter_map(|o| o.shape.success_schema).collect();
        Self {
            operations,
            names: names::Names::of(contract, settings),
            errors: errors::Errors::of(contract, &answers, &successes, settings),
            rate_limits: rate_limits::RateLimits::of(contract, &answers, settings),
            answers,
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
