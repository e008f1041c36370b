//! Lint of a contract that has an older version.

use super::facts::ConventionSettings;
use super::{LazyFacts, Outcome, Plan, run_on};
use crate::contract::Contract;

/// Lints both versions: the old one by itself, the new one by the conventions of the old one as well.
pub fn run_since(old: &Contract, new: &Contract, plan: &Plan) -> [Outcome; 2] {
    let facts = LazyFacts::of(old, &plan.conventions);
    let was = run_on(&facts, plan);
    let conventions = ConventionSettings { before: Some(facts.learned(old)), ..plan.conventions.clone() };
    [was, run_on(&LazyFacts::of(new, &conventions), plan)]
}
