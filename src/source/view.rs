//! Nodes seen as values: through aliases and merge keys, escapes undone.

use std::borrow::Cow;

use super::document::Document;
use super::merge::Pair;
use super::names::Name;
use super::tape::Kind;

/// A node of a document, seen through aliases and merge keys. Small, and copied freely.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The document.
    pub doc: &'a Document,
    /// The node's index on the tape.
    pub at: u32,
}

/// One member of a map: its key's name, the key's node, and the value.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    /// The interned key.
    pub name: Name,
    /// The key's node.
    pub key: u32,
    /// The value, seen through an alias.
    pub value: View<'a>,
}

impl<'a> Member<'a> {
    /// The text of the key; of a key that is a map or a list, as it is written.
    pub fn text(&self) -> Cow<'a, str> {
        self.value.doc.key_text(self.key)
    }
}

impl<'a> View<'a> {
    /// What the node is.
    pub fn kind(self) -> Kind {
        self.doc.tape.nodes[self.at as usize].kind()
    }

    /// Whether it is a map.
    pub fn is_map(self) -> bool {
        self.kind() == Kind::Map
    }

    /// Whether it is a sequence.
    pub fn is_seq(self) -> bool {
        self.kind() == Kind::Seq
    }

    /// The byte range of the node's text.
    pub fn range(self) -> (u32, u32) {
        let node = self.doc.tape.nodes[self.at as usize];
        (node.start, node.end)
    }

    /// The text of a string.
    pub fn as_str(self) -> Option<Cow<'a, str>> {
        (self.kind() == Kind::String).then(|| self.doc.scalar(self.at))
    }

    /// The text of any scalar: strings, and numbers and booleans as they are written.
    pub fn as_scalar(self) -> Option<Cow<'a, str>> {
        (!matches!(self.kind(), Kind::Map | Kind::Seq | Kind::Alias)).then(|| self.doc.scalar(self.at))
    }

    /// The value of a boolean.
    pub fn as_bool(self) -> Option<bool> {
        match self.kind() {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => None,
        }
    }

    /// The written form of a number.
    pub fn as_number(self) -> Option<Cow<'a, str>> {
        (self.kind() == Kind::Number).then(|| self.doc.scalar(self.at))
    }

    /// The value of a number as the nearest float.
    pub fn as_f64(self) -> Option<f64> {
        super::scalar::to_f64(&self.as_number()?)
    }

    /// The value of a number that is a whole one from 0 to 2^64 - 1, however it is written.
    pub fn as_u64(self) -> Option<u64> {
        super::scalar::to_u64(&self.as_number()?)
    }

    /// The members of a map, those taken in by `<<` after its own; nothing for other nodes.
    pub fn members(self) -> Members<'a> {
        let node = self.doc.tape.nodes[self.at as usize];
        match node.kind() {
            Kind::Map => match self.doc.merged.get(self.at).filter(|_| node.merges()) {
                Some(pairs) => Members::Merged { doc: self.doc, pairs: pairs.iter() },
                None => Members::Plain { doc: self.doc, at: self.at + 1, end: node.next },
            },
            _ => Members::Plain { doc: self.doc, at: 0, end: 0 },
        }
    }

    /// The elements of a sequence; nothing for other nodes.
    pub fn items(self) -> Items<'a> {
        let node = self.doc.tape.nodes[self.at as usize];
        match node.kind() {
            Kind::Seq => Items { doc: self.doc, at: self.at + 1, end: node.next },
            _ => Items { doc: self.doc, at: 0, end: 0 },
        }
    }

    /// The value of a member. Of keys that stand twice the last one counts, as in every JSON reader at large.
    pub fn get(self, name: Name) -> Option<View<'a>> {
        self.member(name).map(|m| m.value)
    }

    /// A member by its name.
    pub fn member(self, name: Name) -> Option<Member<'a>> {
        self.members().filter(|m| m.name == name).last()
    }

    /// A member by the text of its key, where no interned name is at hand.
    pub fn get_text(self, text: &str) -> Option<View<'a>> {
        self.members().filter(|m| m.text() == text).last().map(|m| m.value)
    }
}

/// The members of a map.
pub enum Members<'a> {
    /// A map without merge keys.
    Plain {
        /// The document.
        doc: &'a Document,
        /// The next key.
        at: u32,
        /// The index after the map.
        end: u32,
    },
    /// A map with merge keys, worked out.
    Merged {
        /// The document.
        doc: &'a Document,
        /// The members that are left.
        pairs: std::slice::Iter<'a, Pair>,
    },
}

impl<'a> Iterator for Members<'a> {
    type Item = Member<'a>;

    fn next(&mut self) -> Option<Member<'a>> {
        match self {
            Members::Plain { doc, at, end } => {
                if *at >= *end {
                    return None;
                }
                let key = *at;
                let value = doc.tape.nodes[key as usize].next;
                *at = doc.tape.nodes[value as usize].next;
                Some(Member { name: doc.tape.key(key), key, value: doc.view(value) })
            }
            Members::Merged { doc, pairs } => {
                let &Pair { name, key, value } = pairs.next()?;
                Some(Member { name, key, value: doc.view(value) })
            }
        }
    }
}

/// The elements of a sequence.
pub struct Items<'a> {
    doc: &'a Document,
    at: u32,
    end: u32,
}

impl<'a> Iterator for Items<'a> {
    type Item = View<'a>;

    fn next(&mut self) -> Option<View<'a>> {
        (self.at < self.end).then(|| {
            let at = self.at;
            self.at = self.doc.tape.nodes[at as usize].next;
            self.doc.view(at)
        })
    }
}
