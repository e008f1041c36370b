//! From a value to a message: the witness of a change, in a whole request or response of an operation that the change
//! reaches, so that a person sees what happens on the wire.
//!
//! What the sender's contract says counts: the old one for requests, the new one for responses. Nothing here can fail:
//! what cannot be filled in stays as its template.

mod credentials;
mod fill;
mod message;
mod structure;
mod wire;

use std::collections::{BTreeSet, VecDeque};

use fill::Filler;
use hashbrown::{HashMap, HashSet};

use super::operations::responses::effective;
use super::{Kind, UnitId, Walk};
use crate::contract::{At, Contract, DocId, Id, Operation, Status};
use crate::diff::change::Direction;
use crate::schema::Prover;

/// Where a pair of schemas stands in the messages of an operation.
struct Seat {
    /// The operation on both sides.
    operations: (Id<Operation>, Id<Operation>),
    /// The units from the one below the operation down to the pair of schemas.
    way: Vec<UnitId>,
    /// The status, if it is a response.
    status: Option<String>,
}

impl<'c> Walk<'c> {
    /// Puts each witness into a message.
    pub(super) fn lift(&mut self, prover: &mut Prover<'c>) {
        let mut filler = Filler::new(prover, self.old, self.new);
        let mut seats: HashMap<UnitId, Option<Seat>> = HashMap::new();
        for number in 0..self.drafts.len() {
            let Some(witness) = &self.drafts[number].change.witness else { continue };
            let seat = seats.entry(witness.root).or_insert_with(|| self.seat(witness.root));
            let http = seat.as_ref().and_then(|seat| message::written(self, &mut filler, seat, witness));
            if let Some(witness) = &mut self.drafts[number].change.witness {
                witness.http = http.map(Box::new);
            }
        }
        self.show(&mut filler);
    }

    fn is_new(&self, unit: UnitId) -> bool {
        self.units[unit].direction == Direction::Response
    }

    /// The place of a unit in the contract of the one who sends what `root` is part of.
    fn sent_at(&self, unit: UnitId, root: UnitId) -> At {
        let (old, new) = self.units[unit].places;
        if self.is_new(root) { new } else { old }
    }

    /// The first operation in the order of the sender's contract that has the pair in one of its messages.
    fn seat(&self, root: UnitId) -> Option<Seat> {
        let mut below: HashMap<UnitId, UnitId> = HashMap::new();
        let mut seen: HashSet<UnitId> = HashSet::new();
        seen.insert(root);
        let mut pending = VecDeque::from([root]);
        let mut best: Option<(usize, usize, Seat)> = None;
        while let Some(unit) = pending.pop_front() {
            for &(parent, _) in &self.units[unit].parents {
                match self.units[parent].kind {
                    Kind::Schema | Kind::Document => {}
                    Kind::Operation => {
                        let Some(operations) = self.operations_of(parent) else { continue };
                        let sender = if self.is_new(root) { operations.1 } else { operations.0 };
                        let Some((rank, status)) = self.rank(operations, unit, root) else { continue };
                        if best.as_ref().is_none_or(|b| (sender.index(), rank) < (b.0, b.1)) {
                            let way = std::iter::successors(Some(unit), |unit| below.get(unit).copied()).collect();
                            best = Some((sender.index(), rank, Seat { operations, way, status }));
                        }
                    }
                    _ if seen.insert(parent) => {
                        below.insert(parent, unit);
                        pending.push_back(parent);
                    }
                    _ => {}
                }
            }
        }
        best.map(|b| b.2)
    }

    /// The operations that a unit is a pair of; nothing for one that has no partner.
    fn operations_of(&self, unit: UnitId) -> Option<(Id<Operation>, Id<Operation>)> {
        let (old, new) = self.units[unit].places;
        let id = |at: At| (at.doc == DocId(u32::MAX)).then(|| Id::new(at.node as usize));
        Some((id(old)?, id(new)?))
    }

    /// Which of the elements of an operation a unit is, and the status, if it is a response.
    fn rank(
        &self,
        operations: (Id<Operation>, Id<Operation>),
        unit: UnitId,
        root: UnitId,
    ) -> Option<(usize, Option<String>)> {
        let (was, is) = (&self.old.operations[operations.0], &self.new.operations[operations.1]);
        match self.units[unit].kind {
            Kind::Parameter => {
                let (contract, sender) = if self.is_new(root) { (self.new, is) } else { (self.old, was) };
                let at = self.sent_at(unit, root);
                contract.parameters_of(sender).position(|p| p.at == at).map(|position| (position, None))
            }
            Kind::Response => {
                let codes: BTreeSet<Status> = was.responses.iter().chain(&is.responses).map(|r| r.status).collect();
                let answers = |contract: &Contract, operation: &Operation, status: Status, at: At| {
                    let response = effective(contract, &operation.responses, status).and_then(|r| r.used.id);
                    response.is_some_and(|id| contract.responses[id].at == at)
                };
                let (old, new) = self.units[unit].places;
                let is_it =
                    |status: &Status| answers(self.old, was, *status, old) && answers(self.new, is, *status, new);
                let rank = codes.iter().position(is_it)?;
                let status = codes.iter().nth(rank).copied()?;
                Some((rank, Some(code(status, &codes))))
            }
            _ => Some((0, None)),
        }
    }
}

/// A code for a status: of a range, and of `default`, the first that has no response of its own.
fn code(status: Status, known: &BTreeSet<Status>) -> String {
    let free = |class: u8| {
        let codes = u16::from(class) * 100..u16::from(class) * 100 + 100;
        codes.into_iter().find(|code| !known.contains(&Status::Code(*code))).map(|code| code.to_string())
    };
    let is_covered = |class: u8| known.contains(&Status::Range(class));
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => free(class).unwrap_or_else(|| format!("{class}XX")),
        Status::Default | Status::Invalid => {
            // Beside a success `default` is what is said of errors.
            let success = known.iter().any(|s| s.is_success());
            let classes: &[u8] = if success { &[5, 4, 3, 2, 1] } else { &[2, 5, 4, 3, 1] };
            let class = classes.iter().copied().find(|class| !is_covered(*class));
            class.and_then(free).unwrap_or_else(|| "default".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_without_a_code_gets_one_that_is_free() {
        let known = |keys: &[&str]| keys.iter().map(|key| Status::parse(key)).collect::<BTreeSet<_>>();
        for (status, keys, expected) in [
            ("404", &["404"][..], "404"),
            ("2XX", &["2XX"], "200"),
            ("2XX", &["200", "201", "2XX"], "202"),
            ("default", &["200", "default"], "500"),
            ("default", &["200", "500", "default"], "501"),
            ("default", &["2XX", "5XX", "default"], "400"),
            ("default", &["default"], "200"),
        ] {
            assert_eq!(code(Status::parse(status), &known(keys)), expected, "{status} among {keys:?}");
        }
    }
}
