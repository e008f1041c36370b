//! `type`, null, `enum` and `const`: what sort of value is accepted at all.

use std::collections::BTreeMap;

use super::Pair;
use super::flat::Flat;
use crate::contract::keywords::Keyword;
use crate::contract::{At, Types};
use crate::diff::aspects::Aspect;
use crate::diff::change::Effect;
use crate::diff::checks::Coordinate;
use crate::diff::walk::{Notation, Spot, Walk, around, spot};

impl<'c> Walk<'c> {
    /// Compares types. `false` where nothing is left in common, so that no other keyword matters.
    pub(super) fn types(&mut self, pair: Pair<'_, 'c>) -> bool {
        let Pair { old, new, .. } = pair;
        let (was, is) = (old.types.non_null(), new.types.non_null());
        let (old_at, new_at) = (old.spot_of(Keyword::Type), new.spot_of(Keyword::Type));
        if old.typed && new.typed && old.null != new.null {
            let effect = if new.null { Effect::Widens } else { Effect::Narrows };
            self.aspect(pair, Aspect::Null, effect, old_at, new_at, "", "");
        }
        if was == is {
            return true;
        }
        // Where a value is a bare text, one type's texts may all be another's.
        let text = self.units[pair.unit].notation != Notation::Typed;
        let reach = |flat: &Flat<'c>, types: Types| if text && flat.any_text() { texts(types) } else { types };
        let (was_reach, is_reach) = (reach(old, was), reach(new, is));
        let names = |flat: &Flat<'_>, types: Types| {
            if flat.typed { types.names().collect::<Vec<_>>().join(" or ") } else { "any type".to_owned() }
        };
        let shown = |flat: &Flat<'_>, types: Types| {
            // A number takes in integers; nobody writes both.
            let types = if types.contains(Types::NUMBER) { Types::minus(types, Types::INTEGER) } else { types };
            names(flat, types)
        };
        let effect = match (is_reach.contains(was_reach), was_reach.contains(is_reach)) {
            (true, true) => return true,
            _ if text && (may_be_read_otherwise(old, new) || may_be_read_otherwise(new, old)) => Effect::Rewrites,
            (true, false) => Effect::Widens,
            (false, true) => Effect::Narrows,
            (false, false) => Effect::Replaces,
        };
        if !(old.typed_by_union || new.typed_by_union) {
            self.aspect(pair, Aspect::Type, effect, old_at, new_at, &shown(old, was), &shown(new, is));
        }
        was.overlaps(is) || old.typed_by_union || new.typed_by_union
    }

    pub(super) fn enums(&mut self, pair: Pair<'_, 'c>) {
        let Pair { old, new, .. } = pair;
        let place = |flat: &Flat<'c>| {
            if flat.has(Keyword::Enum) { flat.spot_of(Keyword::Enum) } else { flat.spot_of(Keyword::Const) }
        };
        match (&old.values, &new.values) {
            (None, None) => {}
            (Some(was), Some(is)) => {
                for (value, &at) in was.iter().filter(|(v, _)| !is.contains_key(*v)) {
                    let shown = self.shown(at);
                    let (old, new) = (spot(at, format!("{shown} was here")), around(place(new), format!("no {shown}")));
                    self.value_change(pair, Effect::Narrows, old, new, &shown, value);
                }
                for (value, &at) in is.iter().filter(|(v, _)| !was.contains_key(*v)) {
                    let shown = self.shown(at);
                    let (old, new) = (around(place(old), format!("no {shown}")), spot(at, format!("{shown} is new")));
                    self.value_change(pair, Effect::Widens, old, new, &shown, value);
                }
            }
            (None, Some(values)) => {
                if !all_of(old, values) {
                    self.aspect(pair, Aspect::Closed, Effect::Narrows, old.at, place(new), "", "");
                }
            }
            (Some(values), None) => {
                if !all_of(new, values) {
                    self.aspect(pair, Aspect::Closed, Effect::Widens, place(old), new.at, "", "");
                }
            }
        }
    }

    fn value_change(&mut self, pair: Pair<'_, 'c>, effect: Effect, old: Spot, new: Spot, shown: &str, about: &str) {
        let verb = if effect == Effect::Narrows { "lost" } else { "gained" };
        let message = format!("{} {verb} the value {shown}", self.noun(pair.unit));
        let coordinate = Coordinate::Schema(pair.direction, pair.subject, Aspect::Enum, effect);
        self.emit(pair.unit, coordinate, old, new, message, about);
    }
}

/// Whether a closed list holds every value that a schema accepts: `[true, false]` of a boolean.
fn all_of(flat: &Flat<'_>, values: &BTreeMap<String, At>) -> bool {
    flat.typed && flat.types.non_null() == Types::BOOLEAN && values.contains_key("true") && values.contains_key("false")
}

/// Whether the strings of one side may have the same texts as numbers or booleans of the other: `^[0-9]+$` has.
fn may_be_read_otherwise(strings: &Flat<'_>, others: &Flat<'_>) -> bool {
    let plain = Types::NUMBER.with(Types::INTEGER).with(Types::BOOLEAN);
    strings.types.contains(Types::STRING)
        && others.types.minus(strings.types).overlaps(plain)
        && strings.texts_may_be_plain()
}

/// The types whose values all have a text that is also one of these types: a parameter that takes any string takes
/// `5` and `true`.
fn texts(types: Types) -> Types {
    if types.contains(Types::STRING) {
        types.with(Types::NUMBER).with(Types::INTEGER).with(Types::BOOLEAN)
    } else {
        types
    }
}
