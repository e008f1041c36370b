//! Descriptions that a program builds in memory: a service can guard the API that it serves in its own tests.

use openapiv3::OpenAPI;

use super::{Contract, NotOpenApi, load, loader};
use crate::source::loader::NoFetch;

/// The name under which findings show a description that was built in memory.
pub const IN_MEMORY: &str = "(in memory)";

impl Contract {
    /// The contract of a description that a program has built in memory, as many frameworks do for what they serve.
    ///
    /// The description is written as JSON and goes the way of every file, so that a finding can point into it; only
    /// references to other documents lead nowhere.
    ///
    /// # Errors
    ///
    /// Fails if `description.openapi` is no version that caveat reads, or if the description can not be written as
    /// JSON.
    ///
    /// # Examples
    ///
    /// A test that fails as soon as the API that a service describes has a fault:
    ///
    /// ```
    /// use caveat::contract::Contract;
    /// use caveat::finding::Severity;
    /// use caveat::lint::{self, Plan};
    ///
    /// // What a framework hands out; here it is written by hand.
    /// let description: openapiv3::OpenAPI = serde_json::from_value(serde_json::json!({
    ///     "openapi": "3.0.3",
    ///     "info": {"title": "Harbour", "version": "1.0.0"},
    ///     "paths": {
    ///         "/ships/{id}": {
    ///             "get": {
    ///                 "operationId": "get_ship",
    ///                 "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
    ///                 "responses": {"200": {"$ref": "#/components/responses/Ship"}}
    ///             }
    ///         }
    ///     }
    /// }))?;
    ///
    /// let contract = Contract::from_openapiv3(&description)?;
    /// let outcome = lint::run(&contract, &Plan::default());
    /// let errors: Vec<_> = outcome.findings.iter().filter(|f| f.severity == Severity::Error).collect();
    /// assert_eq!(errors.len(), 1);
    /// assert_eq!(errors[0].message, "the reference `#/components/responses/Ship` leads nowhere");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_openapiv3(description: &OpenAPI) -> Result<Self, NotOpenApi> {
        // In lines, for whoever looks at the place of a finding.
        let text = serde_json::to_vec_pretty(description).map_err(|error| NotOpenApi {
            at: None,
            message: format!("the description can not be written as JSON: {error}"),
        })?;
        let loader = loader();
        let root = loader.add(IN_MEMORY, IN_MEMORY, text);
        load(loader, root, &NoFetch).map_err(|failed| failed.0)
    }
}
