//! What could not be read on one side, or on both: nothing is certain about it, and it hides no other change.

use super::{Spot, UnitId, Walk, around, spot};
use crate::contract::keywords::{Keyword, name};
use crate::contract::{At, Contract, Name, Operation, Problem, Use};
use crate::diff::checks::{Coordinate, Structure};

/// An element that could not be read, and the problem that says why.
#[derive(Clone, Copy)]
pub(super) struct Fault<'c> {
    at: At,
    problem: Option<&'c Problem>,
}

impl<'c> Walk<'c> {
    fn side(&self, side: usize) -> &'c Contract {
        if side == 0 { self.old } else { self.new }
    }

    /// The problem of a node: that it is of the wrong type, or a reference that leads nowhere.
    fn fault_at(&self, side: usize, at: At) -> Option<Fault<'c>> {
        let reference = || self.side(side).view(at).get(Keyword::Ref.name()).map(|v| At { doc: at.doc, node: v.at });
        let known = |at: At| self.faults[side].get(&at).copied();
        known(at).or_else(|| known(reference()?)).map(|problem| Fault { at, problem: Some(problem) })
    }

    /// What is wrong with an element that one side uses, or both, if something is.
    pub(super) fn unread_pair<T>(&self, old: Option<&Use<T>>, new: Option<&Use<T>>) -> Option<[Option<Fault<'c>>; 2]> {
        let faults = [old.and_then(|used| self.unread(0, used)), new.and_then(|used| self.unread(1, used))];
        faults.iter().any(Option::is_some).then_some(faults)
    }

    fn unread<T>(&self, side: usize, used: &Use<T>) -> Option<Fault<'c>> {
        if used.id.is_some() {
            return None;
        }
        Some(self.fault_at(side, used.at).unwrap_or(Fault { at: used.at, problem: None }))
    }

    /// What is wrong with a field of an operation, or of the path item that it may come from.
    fn unread_field(&self, side: usize, operation: &Operation, field: Name) -> Option<Fault<'c>> {
        let contract = self.side(side);
        let holders = [operation.at, contract.path_items[operation.path_item].at];
        holders.into_iter().find_map(|holder| {
            let value = contract.view(holder).get(field)?;
            self.fault_at(side, At { doc: holder.doc, node: value.at })
        })
    }

    /// The parameters of each side that could not be read and that the other side does not have in the same words.
    pub(super) fn unread_parameters(&self, old: &Operation, new: &Operation) -> [Vec<Fault<'c>>; 2] {
        if self.faults.iter().all(hashbrown::HashMap::is_empty) {
            return [Vec::new(), Vec::new()];
        }
        let list = |side: usize, operation: &Operation| -> Vec<Fault<'c>> {
            let uses = operation.parameters.iter().filter_map(|used| self.unread(side, used));
            uses.chain(self.unread_field(side, operation, name::PARAMETERS)).collect()
        };
        let (mut was, mut is) = (list(0, old), list(1, new));
        was.retain(|a| match is.iter().position(|b| self.same_fault(*a, *b)) {
            Some(at) => {
                is.remove(at);
                false
            }
            None => true,
        });
        [was, is]
    }

    /// What is wrong where a side would have an operation: all paths, the path item, or the operation itself.
    pub(super) fn unread_operation(&self, side: usize, path: Name, method: &str) -> Option<Fault<'c>> {
        if self.faults[side].is_empty() {
            return None;
        }
        let contract = self.side(side);
        let paths = contract.view(contract.at).get(name::PATHS)?;
        let place = At { doc: contract.at.doc, node: paths.at };
        if let Some(fault) = self.fault_at(side, place) {
            return Some(fault);
        }
        let item = paths.get(path)?;
        let inside = item.members().filter(|m| m.text().eq_ignore_ascii_case(method)).map(|m| m.value.at);
        std::iter::once(item.at).chain(inside).find_map(|node| self.fault_at(side, At { doc: place.doc, node }))
    }

    fn same_fault(&self, old: Fault<'_>, new: Fault<'_>) -> bool {
        self.same(self.old.view(old.at), self.new.view(new.at))
    }

    /// Notes that elements cannot be compared, unless both are faulty in the same words. A side without a fault has
    /// only a place.
    pub(super) fn cannot_be_compared(
        &mut self,
        unit: UnitId,
        what: &str,
        (old_at, old): (At, Option<Fault<'c>>),
        (new_at, new): (At, Option<Fault<'c>>),
    ) {
        if let (Some(old), Some(new)) = (old, new)
            && self.same_fault(old, new)
        {
            return;
        }
        let side = |at: At, fault: Option<Fault<'c>>| -> Spot {
            let label = fault.and_then(|f| f.problem).map_or("cannot be compared", |p| p.label.as_str());
            fault.map_or_else(|| around(at, label), |fault| spot(fault.at, label))
        };
        let problem = new.or(old).and_then(|fault| fault.problem);
        let why = problem.map_or("its reference leads to something faulty", |p| p.message.as_str());
        let message = format!("{what} cannot be compared: {why}");
        let row = Coordinate::Structure(Structure::FaultySide);
        self.emit(unit, row, side(old_at, old), side(new_at, new), message, what);
    }
}
