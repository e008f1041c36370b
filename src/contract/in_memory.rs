//! The bridge from programs that build their description in memory.

use std::fmt;

use openapiv3::OpenAPI;

use super::{Contract, load, loader};
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
    /// The contract of a description that a program built, so that the program can guard it in its own tests. It is
    /// written as JSON and goes the one way that every description goes: findings point into that JSON. References to
    /// files lead nowhere.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be written, or says that it is of a version that caveat does not read.
    pub fn from_openapiv3(api: &OpenAPI) -> Result<Self, InMemoryError> {
        let json = serde_json::to_vec_pretty(api).map_err(InMemoryError::Unwritable)?;
        let loader = loader();
        let root = loader.add("openapi.json", "openapi.json", json);
        load(loader, root, &NoFetch).map_err(|refused| InMemoryError::NotOpenApi(refused.0.message))
    }
}
