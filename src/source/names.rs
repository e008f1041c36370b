//! Interned names: one number for each distinct text, so that comparing two keys is comparing two integers.

use std::hash::{BuildHasher, Hash};

use hashbrown::{DefaultHashBuilder, HashTable};

/// An interned name: a map key, or a text that a model wants to compare quickly.
///
/// Names are only comparable within one [`Interner`]; one serves all files of a run and both sides of a diff.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Name(pub u32);

/// The table behind [`Name`].
#[derive(Clone, Default)]
pub struct Interner {
    text: String,
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Interner {
    /// A table whose first names are `seeds`, numbered in their order, so that a caller may match on constants.
    pub fn seeded(seeds: &[&str]) -> Self {
        let mut interner = Self::default();
        for (number, seed) in seeds.iter().enumerate() {
            let name = interner.intern(seed);
            debug_assert_eq!(name.0 as usize, number, "the seed `{seed}` stands twice");
        }
        interner
    }

    /// The name of `text`, new or known.
    pub fn intern(&mut self, text: &str) -> Name {
        let hash = self.hash(text);
        if let Some(&known) = self.table.find(hash, |&n| self.text(Name(n)) == text) {
            return Name(known);
        }
        let number = self.ends.len() as u32;
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
        let Self { text, ends, table, hasher } = self;
        table.insert_unique(hash, number, |&n| hash_with(hasher, slice(text, ends, n)));
        Name(number)
    }

    /// The name of `text` if it was interned before.
    pub fn find(&self, text: &str) -> Option<Name> {
        self.table.find(self.hash(text), |&n| self.text(Name(n)) == text).copied().map(Name)
    }

    /// The text behind a name of this table.
    pub fn text(&self, name: Name) -> &str {
        slice(&self.text, &self.ends, name.0)
    }

    /// How many distinct names there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether nothing was interned yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    fn hash(&self, text: &str) -> u64 {
        hash_with(&self.hasher, text)
    }
}

fn slice<'t>(text: &'t str, ends: &[u32], number: u32) -> &'t str {
    let number = number as usize;
    let start = if number == 0 { 0 } else { ends[number - 1] as usize };
    &text[start..ends[number] as usize]
}

fn hash_with(hasher: &DefaultHashBuilder, text: &str) -> u64 {
    hasher.hash_one(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_equal_names_and_seeds_come_first() {
        let mut interner = Interner::seeded(&["type", "items"]);
        assert_eq!(interner.intern("items"), Name(1));
        let other = interner.intern("");
        assert_eq!(interner.intern(""), other);
        assert_eq!(interner.text(other), "");
        assert_eq!(interner.find("type"), Some(Name(0)));
        assert_eq!(interner.find("nowhere"), None);
        for n in 0..10_000 {
            interner.intern(&format!("n{n}"));
        }
        assert_eq!(interner.find("n9999").map(|n| interner.text(n)), Some("n9999"));
    }
}
