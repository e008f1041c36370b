//! A contract's schemas without some of their keywords: to ask what else stands in the way of a value.

use std::sync::Arc;

use super::keywords::Keyword;
use super::schema::{Schema, Types};
use super::{At, Contract, Id};

impl Contract {
    /// The schemas of this contract, by the same ids, without some keywords: each is named by its schema and by the node
    /// of its value or of the member that is to go. Nothing but schemas is in the copy.
    #[must_use]
    pub fn relaxed(&self, without: &[(Id<Schema>, Keyword, At)]) -> Contract {
        let mut copy = super::lower::empty(self.at, self.version, self.version_at);
        copy.sources = Arc::clone(&self.sources);
        copy.schemas = self.schemas.clone();
        for &(schema, keyword, at) in without {
            copy.schemas.drop_keyword(schema, keyword, at);
        }
        copy
    }
}

impl super::schema::Schemas {
    fn drop_keyword(&mut self, id: Id<Schema>, keyword: Keyword, at: At) {
        let schema = &mut self.schemas[id];
        let range = schema.start as usize..(schema.start + schema.len) as usize;
        for entry in self.entries[range].iter_mut().filter(|e| e.keyword == keyword) {
            let members = entry.first as usize..(entry.first + entry.len) as usize;
            if keyword == Keyword::Required && self.members[members.clone()].iter().any(|m| m.key == at) {
                // The others stay: they move to the end of the pool together.
                let others: Vec<_> = self.members[members].iter().filter(|m| m.key != at).copied().collect();
                (entry.first, entry.len) = (self.members.len() as u32, others.len() as u32);
                self.members.extend(others);
            } else {
                // A comment says nothing about values.
                (entry.keyword, entry.len) = (Keyword::Comment, 0);
                if keyword == Keyword::Type {
                    schema.types = Types::NONE;
                }
            }
        }
    }
}
