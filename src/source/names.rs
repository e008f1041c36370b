//! Interned names: one number for each distinct text, so that comparing two keys is comparing two integers.

use std::hash::BuildHasher;

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
    ends: Vec<usize>,
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
        let hash = self.hasher.hash_one(text.as_bytes());
        if let Some(&known) = self.table.find(hash, |&n| bytes(&self.text, &self.ends, n) == text.as_bytes()) {
            return Name(known);
        }
        let number = self.ends.len() as u32;
        self.text.push_str(text);
        self.ends.push(self.text.len());
        let Self { text, ends, table, hasher } = self;
        table.insert_unique(hash, number, |&n| hasher.hash_one(bytes(text, ends, n)));
        Name(number)
    }

    /// The name of `text` if it was interned before.
    pub fn find(&self, text: &str) -> Option<Name> {
        let hash = self.hasher.hash_one(text.as_bytes());
        self.table.find(hash, |&n| bytes(&self.text, &self.ends, n) == text.as_bytes()).copied().map(Name)
    }

    /// The text behind a name of this table.
    pub fn text(&self, name: Name) -> &str {
        let number = name.0 as usize;
        &self.text[start(&self.ends, number)..self.ends[number]]
    }

    /// How many distinct names there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether nothing was interned yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

fn start(ends: &[usize], number: usize) -> usize {
    if number == 0 { 0 } else { ends[number - 1] }
}

/// The bytes of a name: comparing them needs no look at where characters begin.
fn bytes<'t>(text: &'t str, ends: &[usize], number: u32) -> &'t [u8] {
    let number = number as usize;
    &text.as_bytes()[start(ends, number)..ends[number]]
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
