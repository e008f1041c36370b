//! All checks, made once, and where each is found.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Check, Coordinate, coordinates};

struct Registry {
    checks: Vec<Check>,
    coordinates: Vec<Coordinate>,
    index: BTreeMap<Coordinate, usize>,
}

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    let mut checks = Vec::new();
    let mut index = BTreeMap::new();
    let coordinates: Vec<Coordinate> = coordinates().collect();
    for &coordinate in &coordinates {
        index.insert(coordinate, checks.len());
        checks.push(super::check(coordinate));
    }
    Registry { checks, coordinates, index }
});

/// All checks: those of schemas, then those of structure.
pub fn all() -> &'static [Check] {
    &REGISTRY.checks
}

/// The check of a coordinate; nothing for a coordinate that no table has.
pub fn of(coordinate: Coordinate) -> Option<usize> {
    REGISTRY.index.get(&coordinate).copied()
}

/// The coordinate that a check speaks of.
pub fn coordinate(check: usize) -> Option<Coordinate> {
    REGISTRY.coordinates.get(check).copied()
}

/// A check by its id.
pub fn find(id: &str) -> Option<&'static Check> {
    all().iter().find(|c| c.id == id)
}
