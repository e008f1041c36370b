//! One table of facts about each operation, and the conventions inferred from it. Built once; rules only read it.

pub mod case;
pub mod convention;
pub mod groups;
pub mod habit;
pub mod ids;
pub mod labels;
pub mod names;
pub mod paths;
pub mod properties;
pub mod property_names;
pub mod shape;
pub mod spellings;
pub mod twins;
pub mod version;
pub mod versions;
pub mod words;

use crate::contract::{Contract, Id, Operation};

pub use convention::{Convention, ConventionSettings};

/// What is known about the API beyond what any one place of it says.
pub struct Facts {
    /// Facts about each operation, by its id.
    operations: Vec<OperationFacts>,
    /// How names are written.
    pub names: names::Names,
    /// Names in one object that differ in nothing but their case.
    pub twins: twins::Twins,
    /// Names of one thing that are spelled in several ways.
    pub spellings: Vec<spellings::Spelling>,
    /// How paths are built.
    pub paths: paths::Paths,
    /// How operations are called.
    pub ids: ids::OperationIds,
    /// Habits of properties.
    pub properties: properties::Properties,
    /// Where the API says its version.
    pub versions: versions::Versions,
}

/// Facts about one operation.
pub struct OperationFacts {
    /// What its address and its successful answer are.
    pub shape: shape::Shape,
}

impl Facts {
    /// Collects the facts of a contract.
    pub fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
        let operations = contract
            .operations
            .iter()
            .map(|o| OperationFacts { shape: shape::Shape::of(contract, o) })
            .collect::<Vec<_>>();
        let names = names::Names::of(contract, settings);
        let twins = twins::Twins::of(contract);
        Self {
            paths: paths::Paths::of(contract, &operations, settings),
            operations,
            spellings: spellings::of(contract, &names, &twins),
            names,
            twins,
            ids: ids::OperationIds::of(contract, settings),
            properties: properties::Properties::of(contract, settings),
            versions: versions::Versions::of(contract, settings),
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
