//! Keywords that the law alone cannot settle, and those that assert nothing.

use super::Pair;
use super::flat::Flat;
use crate::contract::keywords::Keyword;
use crate::contract::{At, SchemaView, Types};
use crate::diff::aspects::Aspect;
use crate::diff::change::Effect;
use crate::diff::walk::Walk;
use crate::diff::walk::compare::{same_schema, same_value};

impl<'c> Walk<'c> {
    /// Keywords that the law alone cannot settle: added, removed, or changed in any way.
    pub(super) fn others(&mut self, pair: Pair<'_, 'c>) {
        self.plain(pair, Aspect::Not, &[Keyword::Not]);
        self.plain(pair, Aspect::Condition, &[Keyword::If, Keyword::Then, Keyword::Else]);
        if Self::matters(pair, Types::ARRAY) {
            self.plain(pair, Aspect::Contains, &[Keyword::Contains, Keyword::MinContains, Keyword::MaxContains]);
        }
        if Self::matters(pair, Types::OBJECT) {
            self.plain(pair, Aspect::PropertyNames, &[Keyword::PropertyNames]);
            self.plain(pair, Aspect::PatternProperties, &[Keyword::PatternProperties]);
            self.plain(pair, Aspect::Dependent, &[Keyword::DependentRequired, Keyword::DependentSchemas]);
        }
        self.plain(pair, Aspect::Unevaluated, &[Keyword::UnevaluatedItems, Keyword::UnevaluatedProperties]);
        self.rewrites(pair, Aspect::Xml, &[Keyword::Xml]);
        self.rewrites(pair, Aspect::DynamicReference, &[Keyword::DynamicRef]);
        self.defaults(pair);
    }

    /// Whether the parts of both sides that have a keyword have the same values of it, in some order.
    pub(super) fn same_parts(&self, pair: Pair<'_, 'c>, keyword: Keyword) -> bool {
        let having = |flat: &Flat<'c>| -> Vec<SchemaView<'c>> {
            flat.parts.iter().copied().filter(|p| p.has(keyword)).collect()
        };
        let (was, mut is) = (having(pair.old), having(pair.new));
        was.len() == is.len()
            && was.iter().all(|w| {
                let found = is.iter().position(|i| same_keyword(*w, *i, keyword));
                found.map(|at| is.remove(at)).is_some()
            })
    }

    pub(super) fn plain(&mut self, pair: Pair<'_, 'c>, aspect: Aspect, keywords: &[Keyword]) {
        let any = |flat: &Flat<'_>| keywords.iter().any(|&k| flat.has(k));
        let place = |flat: &Flat<'_>| keywords.iter().find(|&&k| flat.has(k)).map_or(flat.at, |&k| flat.spot_of(k));
        let effect = match (any(pair.old), any(pair.new)) {
            (false, false) => return,
            (false, true) => Effect::MayNarrow,
            (true, false) => Effect::MayWiden,
            (true, true) if keywords.iter().all(|&k| self.same_parts(pair, k)) => return,
            (true, true) => Effect::Rewrites,
        };
        self.aspect(pair, aspect, effect, place(pair.old), place(pair.new), "", "");
    }

    pub(super) fn rewrites(&mut self, pair: Pair<'_, 'c>, aspect: Aspect, keywords: &[Keyword]) {
        for &keyword in keywords {
            if !self.same_parts(pair, keyword) {
                self.rewritten(pair, aspect, keyword);
            }
        }
    }

    pub(super) fn rewritten(&mut self, pair: Pair<'_, 'c>, aspect: Aspect, keyword: Keyword) {
        let (old, new) = (pair.old.spot_of(keyword), pair.new.spot_of(keyword));
        self.aspect(pair, aspect, Effect::Rewrites, old, new, "", "");
    }

    fn defaults(&mut self, pair: Pair<'_, 'c>) {
        if !self.same_parts(pair, Keyword::Default) {
            let (old, new) = (pair.old.spot_of(Keyword::Default), pair.new.spot_of(Keyword::Default));
            let label = |walk: &Self, flat: &Flat<'c>, at: At| {
                if flat.has(Keyword::Default) { walk.shown(at) } else { "none".to_owned() }
            };
            let (was, is) = (label(self, pair.old, old), label(self, pair.new, new));
            self.aspect(pair, Aspect::Default, Effect::Annotates, old, new, &was, &is);
        }
    }
}

fn same_keyword(a: SchemaView<'_>, b: SchemaView<'_>, keyword: Keyword) -> bool {
    let (Some(left), Some(right)) = (a.entry(keyword), b.entry(keyword)) else { return false };
    let (left, right) = (a.members(left), b.members(right));
    if left.is_empty() && right.is_empty() {
        return match (a.value(keyword), b.value(keyword)) {
            (Some(a), Some(b)) => same_value(a, b),
            _ => false,
        };
    }
    left.len() == right.len()
        && left.iter().all(|l| {
            right.iter().any(|r| {
                l.name == r.name
                    && match (a.member_schema(l), b.member_schema(r)) {
                        (Some(a), Some(b)) => same_schema(a, b),
                        (None, None) => true,
                        _ => false,
                    }
            })
        })
}
