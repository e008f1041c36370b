//! What a proposal is about: the values that would show that it breaks.

use super::{Court, Sides};
use crate::contract::keywords::Keyword;
use crate::contract::{At, SchemaView};
use crate::diff::aspects::Aspect;
use crate::diff::change::Direction;
use crate::diff::checks::Coordinate;
use crate::diff::walk::{Draft, Step, Walk};
use crate::schema::value::Value;
use crate::schema::{Claim, Part};

impl<'c> Walk<'c> {
    /// The values that a change is about: what the receiver refuses where it changed, or where alternatives exclude each
    /// other, what it accepts there now.
    pub(super) fn wanted(&self, court: &mut Court<'c>, draft: &Draft, sides: Sides<'c>) -> Claim {
        if self.excludes(draft) {
            let accepted = [sides.sender, sides.receiver].map(|s| court.prover.accepted(s, sides.projection));
            let refused =
                [sides.sender, sides.receiver].map(|s| court.prover.refused(s, Part::Whole, sides.projection));
            let fits_now = court.prover.both(refused[0], accepted[1]);
            return match draft.coordinate {
                Coordinate::Schema(..) => fits_now,
                // A property that comes or goes may make the alternative wider as well as narrower.
                Coordinate::Structure(_) => {
                    let fitted = court.prover.both(accepted[0], refused[1]);
                    court.prover.either(fits_now, fitted)
                }
            };
        }
        let Coordinate::Schema(direction, _, aspect, _) = draft.coordinate else {
            return court.prover.refused(sides.receiver, Part::Whole, sides.projection);
        };
        let (sent, received) = match direction {
            Direction::Response => (&draft.change.new, &draft.change.old),
            _ => (&draft.change.old, &draft.change.new),
        };
        let part = self.part_at(sides.receiver, received.at);
        let refused = match (aspect, part) {
            (Aspect::Presence | Aspect::Conjunction, _) => {
                let whole = court.prover.refused(sides.receiver, Part::Whole, sides.projection);
                let named = court.prover.with_property(&draft.change.about, Claim::ANYTHING);
                court.prover.both(whole, named)
            }
            (Aspect::Null, _) => {
                let whole = court.prover.refused(sides.receiver, Part::Whole, sides.projection);
                let null = court.prover.only(&[Value::Null]);
                court.prover.both(whole, null)
            }
            (_, Some((schema, part))) => court.prover.refused(schema, part, sides.projection),
            (_, None) => court.prover.refused(sides.receiver, Part::Whole, sides.projection),
        };
        // A value that was listed, an alternative that was there: that one is what is looked for.
        match aspect {
            Aspect::Enum if sent.here => {
                let contract = sides.sender.contract;
                match Value::read(contract.view(sent.at)) {
                    Some(value) => {
                        let only = court.prover.only(&[value]);
                        court.prover.both(refused, only)
                    }
                    None => refused,
                }
            }
            Aspect::Union if sent.here => match self.part_at(sides.sender, sent.at) {
                Some((branch, Part::Whole)) => {
                    let accepted = court.prover.accepted(branch, sides.projection);
                    court.prover.both(refused, accepted)
                }
                _ => refused,
            },
            _ => refused,
        }
    }

    /// What of a schema stands at a place: it is looked for in all that may apply to the same value.
    fn part_at(&self, schema: SchemaView<'c>, at: At) -> Option<(SchemaView<'c>, Part<'c>)> {
        const MOST: usize = 400;
        let mut found = vec![schema];
        let mut next = 0;
        while let Some(&part) = found.get(next) {
            next += 1;
            if part.at() == at {
                return Some((part, Part::Whole));
            }
            for entry in part.entries().iter().filter(|_| part.at().doc == at.doc) {
                if entry.node == at.node && !entry.keyword.is_composition() {
                    return Some((part, Part::Keyword(entry)));
                }
                if entry.keyword == Keyword::Required
                    && let Some(member) = part.members(entry).iter().find(|m| m.key == at)
                {
                    return Some((part, Part::Name(entry.keyword, member)));
                }
            }
            for keyword in [Keyword::Ref, Keyword::AllOf, Keyword::AnyOf, Keyword::OneOf] {
                for child in part.children(keyword) {
                    if found.len() < MOST && !found.iter().any(|f| f.id == child.id) {
                        found.push(child);
                    }
                }
            }
        }
        None
    }

    /// The values that have such a part inside.
    pub(super) fn inside(&self, court: &mut Court<'c>, step: Step, claim: Claim) -> Claim {
        match step {
            Step::Property(name) => court.prover.with_property(self.old.text(name), claim),
            Step::Items => court.prover.with_item(claim),
            Step::Values => court.prover.with_some_property(claim),
            Step::Root | Step::Parameter(..) | Step::Response | Step::Part => claim,
        }
    }
}
