//! Keywords of arrays.

use super::Pair;
use super::flat::Flat;
use crate::contract::keywords::Keyword;
use crate::contract::{SchemaView, Types};
use crate::diff::aspects::Aspect;
use crate::diff::change::Effect;
use crate::diff::walk::{Step, Walk};

impl<'c> Walk<'c> {
    pub(super) fn arrays(&mut self, pair: Pair<'_, 'c>) {
        if !Self::matters(pair, Types::ARRAY) {
            return;
        }
        self.counts(pair, [(Aspect::MaxItems, Keyword::MaxItems, true), (Aspect::MinItems, Keyword::MinItems, false)]);
        let unique = |flat: &Flat<'_>| flat.parts.iter().any(|p| p.flag(Keyword::UniqueItems));
        let (old_at, new_at) = (pair.old.spot_of(Keyword::UniqueItems), pair.new.spot_of(Keyword::UniqueItems));
        match (unique(pair.old), unique(pair.new)) {
            (false, true) => self.aspect(pair, Aspect::UniqueItems, Effect::Narrows, old_at, new_at, "", ""),
            (true, false) => self.aspect(pair, Aspect::UniqueItems, Effect::Widens, old_at, new_at, "", ""),
            _ => {}
        }
        let prefix = |flat: &Flat<'c>| -> Vec<SchemaView<'c>> {
            flat.parts.iter().flat_map(|p| p.children(Keyword::PrefixItems)).collect()
        };
        let (was, is) = (prefix(pair.old), prefix(pair.new));
        let items = |flat: &Flat<'c>| flat.only(Keyword::Items).map(|p| p.and_then(|p| p.child(Keyword::Items)));
        let (Ok(was_items), Ok(is_items)) = (items(pair.old), items(pair.new)) else {
            return self.rewritten(pair, Aspect::Items, Keyword::Items);
        };
        if was.len() != is.len() {
            return self.rewritten(pair, Aspect::Items, Keyword::PrefixItems);
        }
        for (was, is) in was.into_iter().zip(is) {
            self.schemas(pair.unit, was.id, is.id, Step::Items, pair.subject);
        }
        let idle = |s: Option<SchemaView<'c>>| {
            s.is_none_or(|s| s.resolved().entries().is_empty() && s.resolved().get().boolean != Some(false))
        };
        match (was_items, is_items) {
            (Some(was), Some(is)) => self.schemas(pair.unit, was.id, is.id, Step::Items, pair.subject),
            (was, is) if idle(was) && idle(is) => {}
            (None, Some(is)) => {
                self.aspect(pair, Aspect::Items, Effect::MayNarrow, pair.old.at, is.at(), "", "");
            }
            (Some(was), None) => {
                self.aspect(pair, Aspect::Items, Effect::MayWiden, was.at(), pair.new.at, "", "");
            }
            (None, None) => {}
        }
    }
}
