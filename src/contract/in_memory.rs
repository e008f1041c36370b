//! Contracts of descriptions that are no files: texts, and what a program builds in memory.

use std::fmt;

use openapiv3::OpenAPI;

use super::{Contract, load, load_both, loader};
use crate::source::loader::NoFetch;

/// Why a description in memory gives no contract.
#[derive(Debug)]
pub enum InMemoryError {
    /// It cannot be written as JSON.
    Unwritable(serde_json::Error),
    /// It says that it is of a version which caveat does not read; why, as a sentence without a full stop.
    NotOpenApi(String),
}

impl fmt::Display for InMemoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InMemoryError::Unwritable(why) => write!(f, "the description cannot be written as JSON: {why}"),
            InMemoryError::NotOpenApi(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for InMemoryError {}

impl Contract {
    /// The contract of a text in YAML or JSON, under a name to show. References to files lead nowhere: for files there is
    /// [`crate::source::input`].
    ///
    /// # Errors
    ///
    /// Fails if the text does not say that it is a description, or is of a version that caveat does not read. Anything
    /// else that is wrong with it is a finding.
    pub fn from_text(name: &str, text: &str) -> Result<Self, InMemoryError> {
        let loader = loader();
        let root = loader.add(name, name, text.as_bytes().to_vec());
        load(loader, root, &NoFetch).map_err(|refused| InMemoryError::NotOpenApi(refused.0.message))
    }

    /// The contracts of an old and a new text, each with the name to show, so that they can be compared.
    ///
    /// # Errors
    ///
    /// Fails if one of them is no description.
    pub fn both_from_text(old: (&str, &str), new: (&str, &str)) -> Result<(Self, Self), InMemoryError> {
        let loader = loader();
        // Two texts of one name are two documents.
        let add = |side: &str, (name, text): (&str, &str)| {
            loader.add(&format!("{side}:{name}"), name, text.as_bytes().to_vec())
        };
        let (old, new) = (add("old", old), add("new", new));
        load_both(loader, (old, &NoFetch), (new, &NoFetch)).map_err(|refused| {
            let reasons: Vec<String> = refused.0.into_iter().map(|(_, reason)| reason.message).collect();
            InMemoryError::NotOpenApi(reasons.join("; "))
        })
    }

    /// The contract of a description that a program built, so that the program can guard it in its own tests. It is
    /// written as JSON and goes the one way that every description goes: findings point into that JSON. References to
    /// files lead nowhere.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be written, or says that it is of a version that caveat does not read.
    ///
    /// # Examples
    ///
    /// A test that fails as soon as the API that a service describes has a fault, and says which:
    ///
    /// ```
    /// use caveat::report::{Report, Root};
    /// use caveat::{Contract, Severity, lint};
    ///
    /// fn no_fault(api: &openapiv3::OpenAPI) {
    ///     let contract = Contract::from_openapiv3(api).expect("a description");
    ///     let findings = lint::run(&contract, &lint::Plan::default()).findings;
    ///     let report = Report::new(&[Root::of(&contract.sources, contract.at.doc, &findings)]);
    ///     assert!(findings.iter().all(|finding| finding.severity < Severity::Error), "{report}");
    /// }
    ///
    /// // What a framework hands out; here it is written by hand.
    /// let api = |response: &str| serde_json::from_value::<openapiv3::OpenAPI>(serde_json::json!({
    ///     "openapi": "3.0.3",
    ///     "info": {"title": "Harbour", "version": "1.0.0"},
    ///     "servers": [{"url": "https://harbour.example/v1"}],
    ///     "paths": {"/ships": {"get": {
    ///         "operationId": "list_ships",
    ///         "responses": {"default": {"$ref": format!("#/components/responses/{response}")}}
    ///     }}},
    ///     "components": {"responses": {"Ship": {"description": "The ships."}}}
    /// }));
    /// no_fault(&api("Ship")?);
    ///
    /// let refused = std::panic::catch_unwind(|| no_fault(&api("Ships").unwrap())).unwrap_err();
    /// let report = refused.downcast_ref::<String>().expect("what the test says");
    /// assert!(report.contains("error: the reference `#/components/responses/Ships` leads nowhere"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_openapiv3(api: &OpenAPI) -> Result<Self, InMemoryError> {
        Self::from_text("openapi.json", &serde_json::to_string_pretty(api).map_err(InMemoryError::Unwritable)?)
    }
}
