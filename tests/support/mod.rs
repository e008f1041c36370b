//! The independent judge of witnesses: a contract's schema written as a self-contained JSON Schema of 2020-12, and the
//! `jsonschema` crate over it.
#![allow(dead_code)] // Each test is a crate of its own and uses a part of this.

mod emit;

use std::collections::HashMap;

use caveat::contract::{Contract, Id, Schema};
use caveat::schema::value::Value;
use caveat::schema::{Projection, strings};

pub(crate) use emit::emit;

/// Formats of OpenAPI's registry that the crate does not know; it is told what they are.
const OURS: [&str; 1] = ["byte"];

/// Judges values by the schemas of one contract in one projection.
pub(crate) struct Judge<'c> {
    contract: &'c Contract,
    projection: Projection,
    validators: HashMap<Id<Schema>, Result<jsonschema::Validator, String>>,
}

impl<'c> Judge<'c> {
    pub(crate) fn new(contract: &'c Contract, projection: Projection) -> Self {
        Self { contract, projection, validators: HashMap::new() }
    }

    /// Whether the crate accepts a value; why it cannot say, where it cannot.
    pub(crate) fn accepts(&mut self, schema: Id<Schema>, value: &Value) -> Result<bool, String> {
        let (contract, projection) = (self.contract, self.projection);
        let validator = self.validators.entry(schema).or_insert_with(|| {
            let emitted = emit(contract, schema, projection)?;
            validator(&emitted)
        });
        let validator = validator.as_ref().map_err(Clone::clone)?;
        Ok(validator.is_valid(&value.to_json()))
    }
}

/// The crate's validator of a schema of 2020-12, formats asserted.
pub(crate) fn validator(schema: &serde_json::Value) -> Result<jsonschema::Validator, String> {
    let mut options = jsonschema::options().with_draft(jsonschema::Draft::Draft202012).should_validate_formats(true);
    for format in OURS {
        options = options.with_format(format, move |text: &str| strings::format_accepts(format, text) != Some(false));
    }
    options.build(schema).map_err(|error| error.to_string())
}
