//! Alternatives: `anyOf` and `oneOf`.

use std::collections::BTreeSet;

use super::Pair;
use super::discriminators::component_name;
use super::flat::Flat;
use crate::contract::keywords::Keyword;
use crate::contract::{At, Name, SchemaView};
use crate::diff::aspects::Aspect;
use crate::diff::change::Effect;
use crate::diff::checks::Coordinate;
use crate::diff::walk::compare::{disjoint, is_prose, same_schema};
use crate::diff::walk::{Certainty, Spot, Step, Walk, around, spot};

impl<'c> Walk<'c> {
    /// One schema against alternatives: it is the only alternative of its side. `true` if that settled the pair.
    pub(super) fn lifted(&mut self, pair: Pair<'_, 'c>, old: SchemaView<'c>, new: SchemaView<'c>) -> bool {
        let bare = |flat: &Flat<'c>, part: SchemaView<'c>, keyword: Keyword| {
            flat.parts.len() == 1 && part.entries().iter().all(|e| e.keyword == keyword || is_prose(e.keyword))
        };
        let (was, is, old_at, new_at, exclusive) = match (&pair.old.unions[..], &pair.new.unions[..]) {
            ([], [(part, keyword, branches)]) if bare(pair.new, *part, *keyword) => {
                let at = part.value_at(*keyword).unwrap_or(pair.new.at);
                (vec![old], branches.clone(), pair.old.at, at, *keyword == Keyword::OneOf)
            }
            ([(part, keyword, branches)], []) if bare(pair.old, *part, *keyword) => {
                let at = part.value_at(*keyword).unwrap_or(pair.old.at);
                (branches.clone(), vec![new], at, pair.new.at, *keyword == Keyword::OneOf)
            }
            _ => return false,
        };
        self.alternatives(pair, &was, &is, old_at, new_at, false, exclusive);
        true
    }

    pub(super) fn unions(&mut self, pair: Pair<'_, 'c>) {
        let (old, new) = (&pair.old.unions, &pair.new.unions);
        match (&old[..], &new[..]) {
            ([], []) => {}
            ([(old_part, old_keyword, was)], [(new_part, new_keyword, is)]) => {
                let (old_at, new_at) = (old_part.value_at(*old_keyword), new_part.value_at(*new_keyword));
                let (old_at, new_at) = (old_at.unwrap_or(pair.old.at), new_at.unwrap_or(pair.new.at));
                let told_apart = pair.old.has(Keyword::Discriminator) && pair.new.has(Keyword::Discriminator);
                let exclusive = *old_keyword == Keyword::OneOf || *new_keyword == Keyword::OneOf;
                if old_keyword != new_keyword && !all_disjoint(was, told_apart) {
                    return self.aspect(pair, Aspect::Union, Effect::Rewrites, old_at, new_at, "", "");
                }
                self.alternatives(pair, was, is, old_at, new_at, told_apart, exclusive);
            }
            ([], [(part, keyword, _)]) => {
                let at = part.value_at(*keyword).unwrap_or(pair.new.at);
                self.aspect(pair, Aspect::Union, Effect::Rewrites, pair.old.at, at, "", "");
            }
            ([(part, keyword, _)], []) => {
                let at = part.value_at(*keyword).unwrap_or(pair.old.at);
                self.aspect(pair, Aspect::Union, Effect::Rewrites, at, pair.new.at, "", "");
            }
            _ => {
                let same = old.len() == new.len()
                    && old.iter().zip(new).all(|(was, is)| {
                        was.1 == is.1
                            && was.2.len() == is.2.len()
                            && was.2.iter().zip(&is.2).all(|(a, b)| same_schema(*a, *b))
                    });
                if !same {
                    self.aspect(pair, Aspect::Union, Effect::Rewrites, pair.old.at, pair.new.at, "", "");
                }
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn alternatives(
        &mut self,
        pair: Pair<'_, 'c>,
        was: &[SchemaView<'c>],
        is: &[SchemaView<'c>],
        old_at: At,
        new_at: At,
        told_apart: bool,
        exclusive: bool,
    ) {
        let matched = match_alternatives(was, is);
        let readable = was.len() <= MOST && is.len() <= MOST;
        let disjoint = |a, b| readable && disjoint(a, b);
        let certain = |all: &[SchemaView<'c>], one: usize| {
            told_apart || all.iter().enumerate().all(|(n, other)| n == one || disjoint(all[one], *other))
        };
        let weak = if exclusive { Certainty::AmongExclusive } else { Certainty::BesideAlternatives };
        for &(old, new) in &matched {
            let sure = certain(was, old) && certain(is, new);
            let certainty = if sure { self.units[pair.unit].certainty } else { weak };
            self.schemas_with(pair.unit, was[old].id, is[new].id, Step::Part, pair.subject, certainty);
        }
        for (number, branch) in was.iter().enumerate() {
            if matched.iter().any(|m| m.0 == number) {
                continue;
            }
            // A removed alternative is missed if none of those that stay accepts its values.
            let lost = is.iter().all(|stays| told_apart || disjoint(*branch, *stays));
            let effect = match (lost, exclusive) {
                (true, _) => Effect::Narrows,
                (false, false) => Effect::MayNarrow,
                (false, true) => Effect::Rewrites,
            };
            let name = self.alternative_name(*branch);
            let (old, new) = (spot(branch.at(), "was an alternative"), around(new_at, "no such alternative"));
            let doubt = if lost { "" } else { ", whose values others may accept as well" };
            self.alternative(pair, effect, old, new, &format!("lost {name}{doubt}"), &name);
        }
        for (number, branch) in is.iter().enumerate() {
            if matched.iter().any(|m| m.1 == number) {
                continue;
            }
            let fresh = was.iter().all(|known| told_apart || disjoint(*branch, *known));
            let effect = match (fresh, exclusive) {
                (true, _) => Effect::Widens,
                (false, false) => Effect::MayWiden,
                (false, true) => Effect::Rewrites,
            };
            let name = self.alternative_name(*branch);
            let (old, new) = (around(old_at, "no such alternative"), spot(branch.at(), "is an alternative now"));
            let doubt = if fresh { "" } else { ", whose values others may accept as well" };
            self.alternative(pair, effect, old, new, &format!("gained {name}{doubt}"), &name);
        }
    }

    fn alternative(&mut self, pair: Pair<'_, 'c>, effect: Effect, old: Spot, new: Spot, text: &str, about: &str) {
        let message = format!("{} {text}", self.noun(pair.unit));
        let coordinate = Coordinate::Schema(pair.direction, pair.subject, Aspect::Union, effect);
        self.emit(pair.unit, coordinate, old, new, message, about);
    }

    fn alternative_name(&self, branch: SchemaView<'c>) -> String {
        if let Some(name) = component_name(branch) {
            return format!("the alternative `{name}`");
        }
        if let Some(title) = branch.resolved().text(Keyword::Title) {
            return format!("the alternative `{title}`");
        }
        let types: Vec<_> = branch.all_types().names().collect();
        if types.is_empty() { "an alternative".to_owned() } else { format!("the alternative {}", types.join(" or ")) }
    }
}

/// Looking at each alternative beside each other one is for unions that a person wrote.
const MOST: usize = 100;

type Fits = fn(SchemaView<'_>, SchemaView<'_>) -> bool;

/// What makes two alternatives one: the same component, then the same schema, then the same title.
const SAME: [Fits; 3] = [
    |a, b| component_name(a).is_some() && component_name(a) == component_name(b),
    same_schema,
    |a, b| {
        let title = |s: SchemaView<'_>| s.resolved().text(Keyword::Title).map(std::borrow::Cow::into_owned);
        title(a).is_some() && title(a) == title(b)
    },
];

/// What is left of the same type, in order. Under two names they are one that was renamed only if most of the
/// properties are the same.
const ALIKE: Fits = |a, b| {
    let names = |s: SchemaView<'_>| s.all_properties().into_iter().map(|p| p.name).collect::<BTreeSet<Name>>();
    let renamed = || {
        let (was, is) = (names(a), names(b));
        4 * was.intersection(&is).count() > 3 * was.len().max(is.len())
    };
    let named = component_name(a).is_some() && component_name(b).is_some();
    !a.all_types().is_empty() && a.all_types() == b.all_types() && (!named || renamed())
};

/// Pairs alternatives: those that are the same, those that have values in common where no other alternative of their
/// side does, and those that are alike.
pub(super) fn match_alternatives(was: &[SchemaView<'_>], is: &[SchemaView<'_>]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for fits in SAME {
        pair_that_fit(was, is, fits, &mut pairs);
    }
    pair_told_apart(was, is, &mut pairs);
    pair_that_fit(was, is, ALIKE, &mut pairs);
    pairs.sort_unstable();
    pairs
}

fn pair_that_fit(was: &[SchemaView<'_>], is: &[SchemaView<'_>], fits: Fits, pairs: &mut Vec<(usize, usize)>) {
    for (old, a) in was.iter().enumerate() {
        if pairs.iter().any(|p| p.0 == old) {
            continue;
        }
        let found = is.iter().enumerate().find(|(new, b)| !pairs.iter().any(|p| p.1 == *new) && fits(*a, **b));
        if let Some((new, _)) = found {
            pairs.push((old, new));
        }
    }
}

/// Pairs what is left by its values: each of the two shares none with the others of its side.
fn pair_told_apart(was: &[SchemaView<'_>], is: &[SchemaView<'_>], pairs: &mut Vec<(usize, usize)>) {
    let left = |count: usize, matched: Vec<usize>| (0..count).filter(|n| !matched.contains(n)).collect::<Vec<_>>();
    let old_left = left(was.len(), pairs.iter().map(|p| p.0).collect());
    let mut new_left = left(is.len(), pairs.iter().map(|p| p.1).collect());
    if old_left.is_empty() || new_left.is_empty() || was.len().max(is.len()) > MOST {
        return;
    }
    let alone = |all: &[SchemaView<'_>], one: usize| {
        all.len() > 1 && all.iter().enumerate().all(|(n, other)| n == one || disjoint(all[one], *other))
    };
    new_left.retain(|&new| alone(is, new));
    for old in old_left.into_iter().filter(|&old| alone(was, old)) {
        let found = new_left.iter().position(|&new| !disjoint(was[old], is[new]));
        pairs.extend(found.map(|at| (old, new_left.remove(at))));
    }
}

fn all_disjoint(branches: &[SchemaView<'_>], told_apart: bool) -> bool {
    told_apart || branches.iter().enumerate().all(|(n, a)| branches[n + 1..].iter().all(|b| disjoint(*a, *b)))
}
