//! How the names of an API are written.

use super::ConventionSettings;
use super::case::CaseConvention;
use crate::contract::Contract;

/// The case of each sort of name.
pub struct Names {
    /// Properties of schemas.
    pub properties: CaseConvention,
}

impl Names {
    /// Infers from all names of a contract.
    pub fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
        let properties = contract
            .all_schemas()
            .flat_map(crate::contract::schema::SchemaView::properties)
            .map(|p| contract.text(p.name));
        Self { properties: CaseConvention::infer(properties, settings, "naming.property") }
    }
}
