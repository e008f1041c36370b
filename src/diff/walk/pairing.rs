//! Which element of one list is which of the other.

use std::collections::VecDeque;
use std::hash::Hash;

use hashbrown::HashMap;

/// What belongs together in two lists. Keys are tried one sort after another, the sharpest first. Where a key stands
/// twice, the first goes with the first and the second with the second, so that no list differs from itself.
#[derive(Clone)]
pub(super) struct Pairing {
    /// For each element of the old list its partner.
    partners: Vec<Option<usize>>,
    /// For each element of the new list whether it is anybody's partner.
    taken: Vec<bool>,
}

impl Pairing {
    /// For lists of these lengths.
    pub(super) fn new(old: usize, new: usize) -> Self {
        Self { partners: vec![None; old], taken: vec![false; new] }
    }

    /// Pairs what is left over and has the same key.
    pub(super) fn by<K: Eq + Hash>(mut self, old: impl Fn(usize) -> K, new: impl Fn(usize) -> K) -> Self {
        let mut waiting: HashMap<K, VecDeque<usize>> = HashMap::new();
        for number in (0..self.taken.len()).filter(|&n| !self.taken[n]) {
            waiting.entry(new(number)).or_default().push_back(number);
        }
        if !waiting.is_empty() {
            for (number, partner) in self.partners.iter_mut().enumerate().filter(|(_, p)| p.is_none()) {
                *partner = waiting.get_mut(&old(number)).and_then(VecDeque::pop_front);
                if let Some(found) = *partner {
                    self.taken[found] = true;
                }
            }
        }
        self
    }

    /// The partner of an element of the old list.
    pub(super) fn partner(&self, old: usize) -> Option<usize> {
        self.partners.get(old).copied().flatten()
    }

    /// The elements of the new list that nobody is the partner of.
    pub(super) fn left(&self) -> impl Iterator<Item = usize> {
        self.taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(number, _)| number)
    }
}
