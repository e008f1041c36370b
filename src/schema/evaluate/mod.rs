//! The evaluator: whether a contract's schema accepts a value, directly over the schema as it is written. It shares
//! nothing with the solver but the contract, so that each catches the other.
//!
//! What a schema says of a place in the value is a task, done once however often it is asked for. A task names the
//! tasks that it waits for, and is taken up again when they are done; so nothing recurses on the depth of schemas, and
//! a circle of references that never moves on in the value is met as a task that waits for itself.

mod assert;
mod failures;
mod instance;
mod parts;
mod pattern;
mod run;

pub use pattern::{Patterns, is_pattern};

use hashbrown::HashMap;

use super::Projection;
use super::value::Value;
use crate::contract::keywords::Keyword;
use crate::contract::{At, Contract, Id, Name, Schema, SchemaView};

/// What a schema says of a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It accepts it.
    Accepts,
    /// It refuses it, for these reasons: the deepest in the schema first, and no more than [`MOST_FAILURES`].
    Refuses(Vec<Failure>),
    /// It cannot be told: a reference leads nowhere or in a circle, or a keyword has a value that it cannot have.
    Unknown {
        /// The keyword.
        keyword: Keyword,
        /// The node of its value.
        at: At,
    },
}

/// A keyword that refuses a part of a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// The schema with the keyword.
    pub schema: Id<Schema>,
    /// The keyword. Where a schema under it is `false`, it is the keyword that holds that schema; a root that is `false`
    /// counts as a `type` that allows none.
    pub keyword: Keyword,
    /// The node of the keyword's value, or of the member of it that failed: a name in `required`, a schema `false`.
    pub at: At,
    /// The property that it speaks of, where the keyword speaks of one: the missing one for `required`, the one too
    /// many for `additionalProperties`, the one with a wrong name for what stands in `propertyNames`.
    pub member: Option<String>,
    /// The pointer (RFC 6901) into the value. For a missing property it is the object's.
    pub instance: String,
}

/// The most failures that a verdict lists.
pub const MOST_FAILURES: usize = 200;

/// Evaluates values, and remembers what it worked out about a contract's schemas on the way.
pub struct Evaluator<'c> {
    contract: &'c Contract,
    projection: Projection,
    formats: bool,
    patterns: pattern::Patterns,
    hidden: HashMap<Id<Schema>, Vec<Name>>,
}

impl<'c> Evaluator<'c> {
    /// An evaluator of the schemas of a contract.
    pub fn new(contract: &'c Contract, projection: Projection) -> Self {
        let (patterns, hidden) = (pattern::Patterns::new(), HashMap::new());
        Self { contract, projection, formats: true, patterns, hidden }
    }

    /// Takes `format` for an annotation, as JSON Schema has it from 2019-09 on unless it is told otherwise.
    pub fn without_formats(mut self) -> Self {
        self.formats = false;
        self
    }

    /// What a schema says of a value.
    pub fn evaluate(&mut self, schema: Id<Schema>, value: &Value) -> Verdict {
        run::Run::new(self, value).verdict(schema)
    }

    /// The properties that do not exist in the projection, of those that a schema declares for its values.
    fn hidden(&mut self, schema: Id<Schema>) -> &[Name] {
        let flag = match self.projection {
            Projection::Whole => return &[],
            Projection::Request => Keyword::ReadOnly,
            Projection::Response => Keyword::WriteOnly,
        };
        let view = self.contract.schema(schema);
        self.hidden.entry(schema).or_insert_with(|| {
            let properties = view.all_properties().into_iter();
            let only = |schema: SchemaView<'_>| schema.conjuncts().into_iter().any(|c| c.flag(flag));
            let mut names: Vec<Name> = properties.filter(|p| only(p.schema)).map(|p| p.name).collect();
            names.sort_unstable();
            names.dedup();
            names
        })
    }
}

/// What a schema says of a value.
pub fn evaluate(schema: SchemaView<'_>, value: &Value, projection: Projection) -> Verdict {
    Evaluator::new(schema.contract, projection).evaluate(schema.id, value)
}
