//! Numbers: an interval, multiples, and values that are excluded.

use std::rc::Rc;

use hashbrown::HashSet;

use crate::schema::nodes::{Atom, NodeId};
use crate::schema::number::Number;
use crate::schema::solve::{Obstacle, Outcome, Solver};
use crate::schema::value::Value;

/// The most multiples that are looked at one by one.
const MOST_TRIED: usize = 20_000;
/// Numbers of more bits than this are not computed with.
const LARGEST: u64 = 20_000;

#[derive(Default)]
struct Range {
    low: Option<(Number, bool)>,
    high: Option<(Number, bool)>,
}

impl Range {
    fn above(&mut self, bound: &Number, excluded: bool) {
        let tighter = self.low.as_ref().is_none_or(|(low, open)| (bound, excluded) > (low, *open));
        if tighter {
            self.low = Some((bound.clone(), excluded));
        }
    }

    fn below(&mut self, bound: &Number, excluded: bool) {
        let tighter =
            self.high.as_ref().is_none_or(|(high, open)| bound < high || (bound == high && excluded && !open));
        if tighter {
            self.high = Some((bound.clone(), excluded));
        }
    }

    fn has(&self, number: &Number) -> bool {
        self.low.as_ref().is_none_or(|(low, open)| number > low || (number == low && !open))
            && self.high.as_ref().is_none_or(|(high, open)| number < high || (number == high && !open))
    }
}

impl Solver<'_> {
    /// An integer, or a number that is none.
    pub(in crate::schema) fn number(&mut self, facts: &[NodeId], integer: bool) -> Outcome {
        let nodes = &self.compiler.nodes;
        let one = Number::whole(1);
        let mut range = Range::default();
        let mut step = integer.then(|| one.clone());
        let mut not_multiples = if integer { Vec::new() } else { vec![one.clone()] };
        let mut excluded = HashSet::new();
        for fact in facts {
            let Some((atom, holds)) = nodes.literal(*fact) else { continue };
            match (atom, holds) {
                (Atom::Minimum(bound, open), true) => range.above(bound, *open),
                (Atom::Minimum(bound, open), false) => range.below(bound, !open),
                (Atom::Maximum(bound, open), true) => range.below(bound, *open),
                (Atom::Maximum(bound, open), false) => range.above(bound, !open),
                (Atom::MultipleOf(more), true) => {
                    step = Some(step.map_or_else(|| more.clone(), |known| known.common_multiple(more)));
                }
                (Atom::MultipleOf(more), false) => not_multiples.push(more.clone()),
                (Atom::Enum(values), false) => {
                    excluded.extend(values.iter().filter_map(|v| match nodes.value_of(*v) {
                        Value::Number(number) => Some(number.clone()),
                        _ => None,
                    }));
                }
                _ => {}
            }
        }
        let sizes = step.iter().chain(&not_multiples).map(Number::size).max().unwrap_or(0);
        if sizes > LARGEST {
            return Outcome::Unknown(Obstacle::Budget);
        }
        let fits = |number: &Number| {
            range.has(number) && !excluded.contains(number) && not_multiples.iter().all(|m| !number.is_multiple_of(m))
        };
        let found = match &step {
            Some(step) => {
                if not_multiples.iter().any(|m| step.is_multiple_of(m)) {
                    return Outcome::Empty;
                }
                multiple(step, &range, &not_multiples, excluded.len(), fits)
            }
            None => between(&range, fits),
        };
        match found {
            Some(Some(number)) => Outcome::Found(Rc::new(Value::Number(number))),
            Some(None) => Outcome::Empty,
            None => Outcome::Unknown(Obstacle::Budget),
        }
    }
}

/// A multiple of a step: `Some(None)` where there is none, `None` where there may be.
fn multiple(
    step: &Number,
    range: &Range,
    not_multiples: &[Number],
    excluded: usize,
    fits: impl Fn(&Number) -> bool,
) -> Option<Option<Number>> {
    let one = Number::whole(1);
    let first = range.low.as_ref().and_then(|(low, _)| low.over(step)).map(|n| n.ceil());
    let last = range.high.as_ref().and_then(|(high, _)| high.over(step)).map(|n| n.floor());
    if let (Some(first), Some(last)) = (&first, &last)
        && first > last
    {
        return Some(None);
    }
    // Start at the one nearest to zero and go away from it, so that witnesses are small.
    let zero = Number::whole(0);
    let (start, up) = match (&first, &last) {
        (Some(first), _) if !first.is_negative() => (first.clone(), true),
        (_, Some(last)) if last.is_negative() => (last.clone(), false),
        _ => (zero, true),
    };
    // The multiples that are wanted repeat with the least common multiple of all that are not.
    let mut exhausted = [false, false];
    for (side, up) in [up, !up].into_iter().enumerate() {
        let mut at = if side == 0 { start.clone() } else { at_next(&start, &one, up) };
        for _ in 0..MOST_TRIED {
            let beyond =
                if up { last.as_ref().is_some_and(|l| at > *l) } else { first.as_ref().is_some_and(|f| at < *f) };
            if beyond {
                exhausted[side] = true;
                break;
            }
            let number = at.times(step);
            if fits(&number) {
                return Some(Some(number));
            }
            at = at_next(&at, &one, up);
        }
    }
    if exhausted == [true, true] {
        return Some(None);
    }
    // Where the range has no end there is always one: 1 more than a common multiple of all that is not wanted.
    let period = not_multiples.iter().fold(step.clone(), |all, m| all.common_multiple(m)).over(step)?;
    for turn in 0..(excluded as i128 + 2) {
        for sign in [1, -1] {
            let base = match (&first, &last) {
                (Some(first), _) => first.over(&period)?.ceil().plus(&Number::whole(turn)),
                (_, Some(last)) => last.over(&period)?.floor().minus(&Number::whole(turn + 1)),
                _ => Number::whole(sign * turn),
            };
            let number = base.times(&period).plus(&one).times(step);
            if fits(&number) {
                return Some(Some(number));
            }
        }
    }
    None
}

fn at_next(at: &Number, one: &Number, up: bool) -> Number {
    if up { at.plus(one) } else { at.minus(one) }
}

/// A number with a fractional part: `Some(None)` where there is none, `None` where there may be.
fn between(range: &Range, fits: impl Fn(&Number) -> bool) -> Option<Option<Number>> {
    let half = Number::parse("0.5")?;
    let (low, high) = match (&range.low, &range.high) {
        (Some((low, _)), Some((high, _))) => {
            if low > high {
                return Some(None);
            }
            if low == high {
                return Some(fits(low).then(|| low.clone()));
            }
            (low.clone(), high.clone())
        }
        (Some((low, _)), None) => (low.clone(), low.plus(&Number::whole(1_000))),
        (None, Some((high, _))) => (high.minus(&Number::whole(1_000)), high.clone()),
        (None, None) => (Number::whole(-1_000), Number::whole(1_000)),
    };
    let near = [Number::whole(0), low.ceil(), high.floor(), low.floor(), high.ceil()];
    for base in &near {
        for part in ["0.5", "0.25", "0.1", "0.01", "0.001"] {
            let part = Number::parse(part)?;
            for number in [base.plus(&part), base.minus(&part)] {
                if fits(&number) {
                    return Some(Some(number));
                }
            }
        }
    }
    for bound in [&low, &high] {
        if fits(bound) {
            return Some(Some(bound.clone()));
        }
    }
    // Halving gives ever more binary places, so no finite list of values and multiples excludes them all.
    let (mut left, mut right) = (low, high);
    for turn in 0..600 {
        let middle = left.plus(&right).times(&half);
        if fits(&middle) {
            return Some(Some(middle));
        }
        if turn % 2 == 0 {
            right = middle;
        } else {
            left = middle;
        }
    }
    None
}
