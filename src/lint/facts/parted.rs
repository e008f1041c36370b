//! What the parts of an API agree on, where the API as a whole does not. The parts of operations are those with the
//! same first tag; without tags, with the same first segment of the path.

use std::collections::BTreeMap;

use super::convention::{Convention, ConventionSettings};
use crate::contract::{Contract, Operation};

/// What most operations agree on, and, where the API does not agree with itself but each of its parts does, what those
/// of each part agree on.
#[derive(Clone, Debug)]
pub struct Parted<T> {
    /// All operations.
    pub whole: Convention<T>,
    /// The parts, where they are decided and the whole is not.
    parts: BTreeMap<String, Convention<T>>,
}

impl<T: Clone + Ord> Parted<T> {
    /// Infers from operations.
    pub fn infer<'c>(
        contract: &'c Contract,
        samples: impl IntoIterator<Item = (&'c Operation, T)>,
        settings: &ConventionSettings,
    ) -> Self {
        let mut by_part: BTreeMap<String, Vec<T>> = BTreeMap::new();
        for (operation, sample) in samples {
            by_part.entry(part(contract, operation)).or_default().push(sample);
        }
        let whole = Convention::infer(by_part.values().flatten().cloned(), settings);
        let mut parts = BTreeMap::new();
        if whole.undecided(settings) {
            parts.extend(by_part.into_iter().map(|(part, samples)| (part, Convention::infer(samples, settings))));
            let decided: usize = parts.values().filter(|c| c.dominant.is_some()).map(|c| c.total).sum();
            if (decided as f64) < settings.agreement * whole.total as f64 {
                parts.clear();
            }
        }
        Self { whole, parts }
    }

    /// The same with a whole that is fixed in advance.
    #[must_use]
    pub fn pin(mut self, pin: impl FnOnce(Convention<T>) -> Convention<T>) -> Self {
        self.whole = pin(self.whole);
        if self.whole.pinned.is_some() {
            self.parts.clear();
        }
        self
    }

    /// Whether the parts each have a convention of their own where the whole has none.
    pub fn is_split(&self) -> bool {
        !self.parts.is_empty()
    }

    /// What an operation is to be compared with, if it is anything, and whose convention that is: `here`, or
    /// ``tagged `orders` ``.
    pub fn around(&self, contract: &Contract, operation: &Operation) -> Option<(&Convention<T>, String)> {
        if self.whole.dominant.is_some() {
            return Some((&self.whole, "here".to_owned()));
        }
        let part = part(contract, operation);
        let convention = self.parts.get(&part).filter(|c| c.dominant.is_some())?;
        Some((convention, part))
    }
}

/// The part of the API that an operation belongs to, as it is called.
fn part(contract: &Contract, operation: &Operation) -> String {
    match operation.tags.first() {
        Some((tag, _)) => format!("tagged `{}`", contract.text(*tag)),
        None => {
            let path = contract.text(operation.path).trim_start_matches('/');
            format!("under `/{}`", path.split('/').next().unwrap_or_default())
        }
    }
}
