//! Ids of rules that are known only when a ruleset is read.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

static KNOWN: Mutex<BTreeMap<String, &'static str>> = Mutex::new(BTreeMap::new());

/// A text that lives as long as the program, as the ids of caveat's own rules do. Each is kept once, so a program that
/// reads the same rulesets again and again does not grow.
pub(crate) fn kept(text: &str) -> &'static str {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(id) = known.get(text) {
        return id;
    }
    let id: &'static str = Box::leak(Box::from(text));
    known.insert(text.to_owned(), id);
    id
}
