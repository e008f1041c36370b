//! From guesses to proofs. The walk proposes what may break; each proposal is confirmed by a message that was legal
//! and no longer is, cleared by the proof that there is none, or left unproven with the reason.
//!
//! A proposal is made in one pair of schemas. What shows that it breaks is a value of the whole message, which the
//! sender's schema accepts, the receiver's refuses, and whose part at that place is the sort of value that the change
//! is about. So the question is asked of the root of each message that holds the pair, with that as a condition.

mod behind;
mod typical;
mod wanted;
mod ways;

use hashbrown::{HashMap, HashSet};

use super::{Draft, Notation, UnitId, Walk, around, spot};
use crate::contract::{Contract, SchemaView};
use crate::diff::aspects::Aspect;
use crate::diff::change::{Change, Direction, Effect, Level, Opponents, Witness};
use crate::diff::checks::{self, Coordinate, Structure};
use crate::schema::evaluate::{Evaluator, Failure, Verdict};
use crate::schema::value::Value;
use crate::schema::{Answer, Part, Projection, Prover};
use ways::Way;

const NOT_CONFIRMED: &str = "an example was found that a second look does not confirm";

/// A schema in its role.
#[derive(Clone, Copy)]
struct Sides<'c> {
    sender: SchemaView<'c>,
    receiver: SchemaView<'c>,
    projection: Projection,
}

impl Sides<'_> {
    fn opponents(&self, new: &Contract) -> Opponents {
        let (sender, receiver) = (self.sender.id, self.receiver.id);
        let sender_is_new = std::ptr::eq(self.sender.contract, new);
        Opponents { sender, receiver, sender_is_new, projection: self.projection }
    }
}

/// What became of a proposal.
enum Fate {
    Proved(Box<Witness>),
    Cleared,
    Unproven(String),
}

struct Court<'c> {
    prover: Prover<'c>,
    evaluators: HashMap<(bool, Projection), Evaluator<'c>>,
}

impl<'c> Walk<'c> {
    pub(super) fn prove(&mut self) {
        let proposals: Vec<usize> = (0..self.drafts.len()).filter(|&n| self.is_proposal(&self.drafts[n])).collect();
        let asks = |draft: &Draft| draft.change.level == Level::Breaking || self.is_about_schemas(draft);
        if proposals.is_empty() && !self.drafts.iter().any(asks) {
            return;
        }
        let mut court =
            Court { prover: Prover::new(self.old, self.new, self.settings.senders), evaluators: HashMap::new() };
        let mut convicted: HashSet<UnitId> = HashSet::new();
        let mut cleared: HashSet<usize> = HashSet::new();
        for number in proposals {
            match self.judge(&mut court, number) {
                Fate::Proved(witness) => {
                    let roots: Vec<UnitId> = self.drafts[number].units.clone();
                    convicted.extend(roots.into_iter().flat_map(|unit| self.roots_of(unit)));
                    let excludes = self.excludes(&self.drafts[number]);
                    let change = &mut self.drafts[number].change;
                    change.level = Level::Breaking;
                    change.witness = Some(*witness);
                    if excludes {
                        change.message.push_str(", which changes how many alternatives of the `oneOf` around it fit");
                    }
                }
                Fate::Cleared => {
                    cleared.insert(number);
                }
                Fate::Unproven(why) => {
                    let roots: Vec<UnitId> = self.drafts[number].units.clone();
                    convicted.extend(roots.into_iter().flat_map(|unit| self.roots_of(unit)));
                    let change = &mut self.drafts[number].change;
                    change.level = Level::Unproven;
                    change.unproven = Some(why);
                }
            }
        }
        self.settle_additions(&mut court, &mut convicted);
        self.clear(&cleared);
        self.find_others(&mut court, &convicted);
        self.look_behind(&mut court);
        self.lift(&mut court.prover);
    }

    /// What is safe by its row and doubtful only because it stands in one of several alternatives: whether it does
    /// harm there. Where something else in the same messages breaks, that has its own change.
    fn settle_additions(&mut self, court: &mut Court<'c>, convicted: &mut HashSet<UnitId>) {
        for number in 0..self.drafts.len() {
            let draft = &self.drafts[number];
            let (row, units) = (&checks::all()[draft.change.check], draft.units.clone());
            let doubtful = matches!(draft.coordinate, Coordinate::Structure(_))
                && self.is_about_schemas(draft)
                && draft.change.level == Level::Unproven
                && row.level < Level::Unproven;
            if !doubtful {
                continue;
            }
            let roots: Vec<UnitId> = units.iter().flat_map(|unit| self.roots_of(*unit)).collect();
            let known = roots.iter().any(|root| convicted.contains(root));
            let fate = if known { Fate::Cleared } else { self.judge(court, number) };
            let change = &mut self.drafts[number].change;
            match fate {
                Fate::Cleared => change.level = row.level,
                Fate::Proved(witness) => {
                    change.level = Level::Breaking;
                    change.witness = Some(*witness);
                    convicted.extend(roots);
                }
                Fate::Unproven(why) => {
                    change.unproven = Some(why);
                    convicted.extend(roots);
                }
            }
        }
    }

    /// Whether a change says something of what schemas accept, so that the messages that it is in are looked at.
    fn is_about_schemas(&self, draft: &Draft) -> bool {
        match draft.coordinate {
            Coordinate::Schema(_, _, _, effect) => effect != Effect::Annotates,
            Coordinate::Structure(row) => matches!(
                row,
                Structure::RequestPropertyAdded
                    | Structure::ResponsePropertyAdded
                    | Structure::ResponsePropertyRemoved
                    | Structure::SchemaRestructured
            ),
        }
    }

    /// Whether a change is about what schemas accept, and would break or may break the law.
    fn is_proposal(&self, draft: &Draft) -> bool {
        let Coordinate::Schema(_, _, aspect, effect) = draft.coordinate else { return false };
        let provable = !matches!(aspect, Aspect::Discriminator | Aspect::Xml | Aspect::Default | Aspect::Content);
        let of_schemas = draft.units.iter().all(|unit| self.units[*unit].schemas.is_some());
        provable && of_schemas && effect != Effect::Annotates && draft.change.level >= Level::Unproven
    }

    /// Whether a change is harmless by itself, and in doubt only because one alternative of a `oneOf` excludes others.
    fn excludes(&self, draft: &Draft) -> bool {
        checks::all()[draft.change.check].level < Level::Unproven
    }

    /// The roles of the sides of a pair of schemas; nothing where it is no pair of schemas, or in no message.
    fn sides(&self, unit: UnitId) -> Option<Sides<'c>> {
        let (old, new) = self.units[unit].schemas?;
        let (old, new) = (self.old.schema(old), self.new.schema(new));
        Some(match self.units[unit].direction {
            Direction::Request => Sides { sender: old, receiver: new, projection: Projection::Request },
            Direction::Response => Sides { sender: new, receiver: old, projection: Projection::Response },
            Direction::None => return None,
        })
    }

    /// Whether a value of this pair is written as bare text, where the schema alone does not tell what is accepted.
    fn is_text(&self, unit: UnitId) -> bool {
        self.units[unit].notation != Notation::Typed
    }

    fn judge(&self, court: &mut Court<'c>, number: usize) -> Fate {
        if court.prover.is_spent() {
            return Fate::Unproven("the steps for all proofs of this comparison are spent".to_owned());
        }
        let draft = &self.drafts[number];
        let mut why = None;
        let mut all_cleared = true;
        for &unit in &draft.units {
            match self.judge_in(court, draft, unit) {
                Fate::Proved(witness) => return Fate::Proved(witness),
                Fate::Cleared => {}
                Fate::Unproven(reason) => {
                    all_cleared = false;
                    why = why.or(Some(reason));
                }
            }
        }
        if all_cleared { Fate::Cleared } else { Fate::Unproven(why.unwrap_or_default()) }
    }

    fn judge_in(&self, court: &mut Court<'c>, draft: &Draft, unit: UnitId) -> Fate {
        let Some(sides) = self.sides(unit) else { return Fate::Unproven("it is in no message".to_owned()) };
        let wanted = self.wanted(court, draft, sides);
        // Where this alternative excludes others, what it does harm with is just what is not sent by it.
        let here = if self.excludes(draft) {
            wanted
        } else {
            let sent = court.prover.accepted(sides.sender, sides.projection);
            let here = court.prover.both(sent, wanted);
            // Read literally, the sender sends the most; what it cannot send even so, it never sends.
            match court.prover.find(here, None).answer {
                Answer::Included => return Fate::Cleared,
                Answer::Refuted(_) | Answer::Unknown(_) => here,
            }
        };
        let (ways, complete) = self.ways(unit);
        let mut why = None;
        for way in &ways {
            let Some(root) = self.sides(way.root) else { continue };
            let sent = court.prover.accepted(root.sender, root.projection);
            let refused = court.prover.refused(root.receiver, Part::Whole, root.projection);
            let there = way.steps.iter().rev().fold(here, |claim, step| self.inside(court, *step, claim));
            let all = court.prover.both(sent, refused);
            let all = court.prover.both(all, there);
            match court.prover.find(all, Some(sent)).answer {
                Answer::Included => {}
                Answer::Unknown(unproven) => why = why.or(Some(unproven.why)),
                Answer::Refuted(value) => {
                    if self.is_text(unit) && draft.change.level != Level::Breaking {
                        // Another text of the same value may be accepted, which the schema alone does not tell.
                        why = why.or(Some("its values are written as bare text".to_owned()));
                        continue;
                    }
                    match self.witness(court, &draft.change, way, (root, sides), value) {
                        Some(witness) => return Fate::Proved(Box::new(witness)),
                        None => {
                            why = why.or(Some(NOT_CONFIRMED.to_owned()));
                        }
                    }
                }
            }
        }
        match why {
            Some(why) => Fate::Unproven(why),
            None if complete => Fate::Cleared,
            None => Fate::Unproven("it stands in too many places to look at them all".to_owned()),
        }
    }

    /// The witness that a value is, if the evaluator agrees: the sender's schema accepts it, the receiver's does not.
    fn witness(
        &self,
        court: &mut Court<'c>,
        change: &Change,
        way: &Way,
        (root, here): (Sides<'c>, Sides<'c>),
        value: Value,
    ) -> Option<Witness> {
        let blamed = |court: &mut Court<'c>, value: &Value| {
            let blamed = self.blamed(change, &way.steps, value, |part| court.refusals(self.new, here, part));
            blamed.or_else(|| court.second_look(self.new, root, value)?.into_iter().next())
        };
        court.second_look(self.new, root, &value)?;
        let value = court.typical(self.new, root, value, blamed);
        let failure = blamed(court, &value);
        Some(Witness::verified(value, way.root, root.opponents(self.new), failure.as_ref()))
    }

    /// Proposals that the proof cleared disappear; that something was rewritten is said once for each pair.
    fn clear(&mut self, cleared: &HashSet<usize>) {
        let mut rewritten: Vec<UnitId> = Vec::new();
        let mut number = 0;
        self.drafts.retain(|draft| {
            let goes = cleared.contains(&number);
            number += 1;
            if goes {
                rewritten.extend(&draft.units);
            }
            !goes
        });
        // The index of drafts counts them by their place.
        self.index.clear();
        for unit in rewritten {
            self.restructured(unit);
        }
        for draft in &mut self.drafts {
            if draft.coordinate == Coordinate::Structure(Structure::SchemaRestructured) {
                // It was proved where it stands, beside whatever alternatives.
                draft.change.level = Level::Safe;
            }
        }
    }

    /// Says that a pair of schemas is written in another way, which a proof has found or will find to break nothing.
    pub(super) fn restructured(&mut self, unit: UnitId) {
        let (way, says) = match self.units[unit].direction {
            Direction::Response => ("sent", "is described in another way, and nothing more may be sent than before"),
            _ => ("received", "is described in another way, and everything that was accepted still is"),
        };
        let message = format!("{} {says}", self.noun(unit));
        let row = Coordinate::Structure(Structure::SchemaRestructured);
        let (old, new) = self.units[unit].places;
        self.emit(unit, row, spot(old, "before"), spot(new, "now"), message, way);
    }

    /// Asks of each pair of messages of which no break is known whether there is one after all, so that nothing
    /// passes because the walk did not see it.
    fn find_others(&mut self, court: &mut Court<'c>, convicted: &HashSet<UnitId>) {
        let mut concerned: HashSet<UnitId> = HashSet::new();
        for draft in &self.drafts {
            if self.is_about_schemas(draft) {
                concerned.extend(draft.units.iter().flat_map(|unit| self.roots_of(*unit)));
            }
        }
        let roots: Vec<UnitId> = (0..self.units.len())
            .filter(|unit| concerned.contains(unit) && !convicted.contains(unit) && !self.is_text(*unit))
            .collect();
        for root in roots {
            let Some(sides) = self.sides(root) else { continue };
            match court.prover.prove(sides.sender, sides.receiver, sides.projection).answer {
                Answer::Included => {}
                Answer::Unknown(unproven) => self.undecided(root, &unproven.why),
                Answer::Refuted(value) => self.convict(court, root, sides, value),
            }
        }
    }

    fn convict(&mut self, court: &mut Court<'c>, root: UnitId, sides: Sides<'c>, value: Value) {
        let noun = self.noun(root);
        let (old_root, new_root) = self.units[root].places;
        let new = self.new;
        let first = |court: &mut Court<'c>, value: &Value| court.second_look(new, sides, value)?.into_iter().next();
        let value = court.typical(new, sides, value, first);
        let Some(failures) = court.second_look(new, sides, &value) else {
            return self.undecided(root, NOT_CONFIRMED);
        };
        let Some(first) = failures.first() else { return };
        let request = self.units[root].direction == Direction::Request;
        let row = if request { Structure::RequestSchemaNarrowed } else { Structure::ResponseSchemaWidened };
        let says = if request { "refuses what was accepted" } else { "may be what it was promised not to be" };
        let message =
            format!("{noun} {says}: `{}` decides at `{}`", first.keyword.as_str(), shown_pointer(&first.instance));
        let (old, new) = if request {
            (around(old_root, "accepted it"), spot(first.at, "refuses it now"))
        } else {
            (spot(first.at, "forbade it"), around(new_root, "allows it now"))
        };
        if let Some(number) = self.emit(root, Coordinate::Structure(row), old, new, message, &first.instance) {
            let witness = Witness::verified(value, root, sides.opponents(self.new), Some(first));
            self.drafts[number].change.witness.get_or_insert(witness);
        }
    }

    /// Says that nobody knows whether a message still fits, and why.
    fn undecided(&mut self, root: UnitId, why: &str) {
        let message = format!("whether the {} still fits could not be proved", self.noun(root));
        let row = Coordinate::Structure(Structure::SchemaUndecided);
        let (old, new) = self.units[root].places;
        if let Some(number) = self.emit(root, row, spot(old, "before"), spot(new, "now"), message, "") {
            self.drafts[number].change.unproven.get_or_insert_with(|| why.to_owned());
        }
    }
}

fn shown_pointer(pointer: &str) -> &str {
    if pointer.is_empty() { "/" } else { pointer }
}

impl<'c> Court<'c> {
    /// What the receiver's schema refuses of a value that the sender's accepts; nothing if either does not hold.
    fn second_look(&mut self, new: &'c Contract, sides: Sides<'c>, value: &Value) -> Option<Vec<Failure>> {
        if self.evaluate(new, sides.sender, sides.projection, value) != Verdict::Accepts {
            return None;
        }
        self.refusals(new, sides, value)
    }

    /// What the receiver's schema refuses of a value, if it does.
    fn refusals(&mut self, new: &'c Contract, sides: Sides<'c>, value: &Value) -> Option<Vec<Failure>> {
        match self.evaluate(new, sides.receiver, sides.projection, value) {
            Verdict::Refuses(failures) => Some(failures),
            _ => None,
        }
    }

    fn evaluate(
        &mut self,
        new: &'c Contract,
        schema: SchemaView<'c>,
        projection: Projection,
        value: &Value,
    ) -> Verdict {
        let is_new = std::ptr::eq(schema.contract, new);
        let evaluators = &mut self.evaluators;
        let evaluator =
            evaluators.entry((is_new, projection)).or_insert_with(|| Evaluator::new(schema.contract, projection));
        evaluator.evaluate(schema.id, value)
    }
}
