//! Bounds and divisors of numbers, and the counts of everything that has one.

use super::Pair;
use super::flat::Flat;
use crate::contract::keywords::Keyword;
use crate::contract::{At, Types};
use crate::diff::aspects::Aspect;
use crate::diff::change::Effect;
use crate::diff::walk::Walk;
use crate::source::scalar::{self, Decimal};

impl<'c> Walk<'c> {
    pub(super) fn numbers(&mut self, pair: Pair<'_, 'c>) {
        if !Self::matters(pair, Types::NUMBER.with(Types::INTEGER)) {
            return;
        }
        for (aspect, inclusive, exclusive, upper) in [
            (Aspect::Maximum, Keyword::Maximum, Keyword::ExclusiveMaximum, true),
            (Aspect::Minimum, Keyword::Minimum, Keyword::ExclusiveMinimum, false),
        ] {
            let (was, is) = (pair.old.bound(inclusive, exclusive, upper), pair.new.bound(inclusive, exclusive, upper));
            let rank = |b: &(Decimal, bool, At)| (b.0.clone(), b.1);
            let effect = match (&was, &is) {
                (None, None) => continue,
                (None, Some(_)) => Effect::Narrows,
                (Some(_), None) => Effect::Widens,
                (Some(was), Some(is)) if rank(was) == rank(is) => continue,
                (Some(was), Some(is)) => {
                    let order = if upper { is.0.cmp(&was.0) } else { was.0.cmp(&is.0) };
                    if order.then(was.1.cmp(&is.1)).is_lt() { Effect::Narrows } else { Effect::Widens }
                }
            };
            let at = |b: &Option<(Decimal, bool, At)>, flat: &Flat<'_>| b.as_ref().map_or(flat.at, |b| b.2);
            let label = |walk: &Self, b: &Option<(Decimal, bool, At)>| match b {
                Some(b) => walk.old.text_at(b.2).into_owned(),
                None => "none".to_owned(),
            };
            let (was_label, is_label) = (label(self, &was), label(self, &is));
            self.aspect(pair, aspect, effect, at(&was, pair.old), at(&is, pair.new), &was_label, &is_label);
        }
        self.multiples(pair);
    }

    fn multiples(&mut self, pair: Pair<'_, 'c>) {
        let read = |flat: &Flat<'c>| -> Option<(Decimal, At)> {
            let part = flat.parts.iter().find(|p| p.has(Keyword::MultipleOf))?;
            let at = part.value_at(Keyword::MultipleOf)?;
            Some((scalar::decimal(&part.contract.view(at).as_number()?)?, at))
        };
        let (was, is) = (read(pair.old), read(pair.new));
        let effect = match (&was, &is) {
            (None, None) => return,
            // Every integer is a multiple of 1 already.
            (None, Some((value, _))) if value.to_i128() == Some(1) && !pair.old.types.contains(Types::NUMBER) => return,
            (Some((value, _)), None) if value.to_i128() == Some(1) && !pair.new.types.contains(Types::NUMBER) => return,
            (None, Some(_)) => Effect::Narrows,
            (Some(_), None) => Effect::Widens,
            (Some(was), Some(is)) if was.0 == is.0 => return,
            (Some(was), Some(is)) => match (divides(&was.0, &is.0), divides(&is.0, &was.0)) {
                (true, _) => Effect::Narrows,
                (_, true) => Effect::Widens,
                _ => Effect::Replaces,
            },
        };
        let at = |b: &Option<(Decimal, At)>, flat: &Flat<'_>| b.as_ref().map_or(flat.at, |b| b.1);
        let label = |walk: &Self, b: &Option<(Decimal, At)>| {
            b.as_ref().map_or_else(|| "none".to_owned(), |b| walk.old.text_at(b.1).into_owned())
        };
        let (was_label, is_label) = (label(self, &was), label(self, &is));
        self.aspect(pair, Aspect::MultipleOf, effect, at(&was, pair.old), at(&is, pair.new), &was_label, &is_label);
    }

    /// Counts: lengths, items, properties.
    pub(super) fn counts(&mut self, pair: Pair<'_, 'c>, rows: [(Aspect, Keyword, bool); 2]) {
        for (aspect, keyword, upper) in rows {
            let (was, is) = (pair.old.count(keyword, upper), pair.new.count(keyword, upper));
            // A least count of zero says nothing.
            let idle = |c: &Option<(u64, At)>| c.is_none_or(|c| !upper && c.0 == 0);
            let effect = match (was, is) {
                (was, is) if idle(&was) && idle(&is) => continue,
                (was, Some(_)) if idle(&was) => Effect::Narrows,
                (Some(_), is) if idle(&is) => Effect::Widens,
                (Some(was), Some(is)) if was.0 == is.0 => continue,
                (Some(was), Some(is)) => {
                    if (is.0 < was.0) == upper {
                        Effect::Narrows
                    } else {
                        Effect::Widens
                    }
                }
                _ => continue,
            };
            let label = |c: Option<(u64, At)>| c.map_or_else(|| "none".to_owned(), |c| c.0.to_string());
            let at = |c: Option<(u64, At)>, flat: &Flat<'_>| c.map_or(flat.at, |c| c.1);
            self.aspect(pair, aspect, effect, at(was, pair.old), at(is, pair.new), &label(was), &label(is));
        }
    }
}

fn divides(divisor: &Decimal, value: &Decimal) -> bool {
    let scale = divisor.exponent.min(value.exponent);
    let whole = |d: &Decimal| {
        Decimal { negative: d.negative, digits: d.digits.clone(), exponent: d.exponent - scale }.to_i128()
    };
    match (whole(divisor), whole(value)) {
        (Some(divisor), Some(value)) => divisor != 0 && value % divisor == 0,
        _ => false,
    }
}
