//! One table of facts about each operation, and the conventions inferred from it. Built once; rules only read it.

pub mod answers;
pub mod case;
pub mod case_habit;
pub mod conflict;
pub mod convention;
pub mod error_body;
pub mod errors;
pub mod farewell;
pub mod groups;
pub mod habit;
pub mod ids;
pub mod labels;
pub mod learned;
pub mod names;
pub mod overview;
pub mod pagination;
pub mod parted;
pub mod parts;
pub mod paths;
pub mod patterns;
pub mod properties;
pub mod property_names;
pub mod protocols;
pub mod rate_limits;
pub mod secrets;
pub mod security;
pub mod sent;
pub mod shape;
pub mod spellings;
pub mod structure;
pub mod templates;
pub mod texts;
pub mod twins;
pub mod unused;
pub mod url;
pub mod version;
pub mod versions;
pub mod webhooks;
pub mod words;

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
    /// The responses of the operations under `paths`, each definition once.
    pub answers: Vec<answers::Answer>,
    /// How the API answers when something goes wrong.
    pub errors: errors::Errors,
    /// How the API tells its clients about limits.
    pub rate_limits: rate_limits::RateLimits,
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
    /// Who may call what.
    pub security: security::Access,
    /// How the documents depart from the grammar of OpenAPI.
    pub structure: structure::Structure,
    /// How lists are cut into pages.
    pub pagination: pagination::Pagination,
    /// Which schemas clients write.
    pub sent: sent::Sent,
    /// What the requests that the API sends tell those who receive them.
    pub webhooks: webhooks::Webhooks,
}

impl<'c> crate::lint::LazyFacts<'c> {
    /// When a habit counts as a convention. Nothing is collected for it.
    pub fn settings(&self) -> &'c ConventionSettings {
        self.settings
    }
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
        let names = names::Names::of(contract, settings);
        let twins = twins::Twins::of(contract);
        Self {
            pagination: pagination::Pagination::of(contract, operations.iter().map(|o| &o.shape), settings),
            paths: paths::Paths::of(contract, &operations, settings),
            operations,
            spellings: spellings::of(contract, &names, &twins),
            names,
            twins,
            ids: ids::OperationIds::of(contract, settings),
            properties: properties::Properties::of(contract, settings),
            versions: versions::Versions::of(contract, settings),
            errors: errors::Errors::of(contract, &answers, &successes, settings),
            rate_limits: rate_limits::RateLimits::of(contract, &answers, settings),
            answers,
            conventions: settings.clone(),
            security: security::Access::of(contract, settings),
            structure: structure::Structure::of(contract),
            sent: sent::Sent::of(contract),
            webhooks: webhooks::Webhooks::of(contract, settings),
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
