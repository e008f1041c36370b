//! Operations and what stands around schemas: paths, parameters, bodies, responses, headers, callbacks, servers.

mod bodies;
mod callbacks;
mod document;
mod lifecycle;
pub(super) mod media_types;
mod parameters;
mod paths;
pub(super) mod responses;
mod servers;
mod taken;

use std::collections::BTreeSet;

use crate::contract::{At, Contract, DocId, Id, Name, Operation, Place};
use crate::diff::change::{Direction, Subject};
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::{Certainty, Key, Kind, Notation, Step, UnitId, Walk, spot};

impl<'c> Walk<'c> {
    /// Compares two operations whose requests are in `direction`. The unit, if they were not compared before.
    fn operation_pair(
        &mut self,
        parent: UnitId,
        was: Id<Operation>,
        is: Id<Operation>,
        direction: Direction,
    ) -> Option<UnitId> {
        // Two paths may share one path item, so an operation is told apart by its number and not by its node.
        let place = |id: Id<Operation>| At { doc: DocId(u32::MAX), node: id.index() as u32 };
        let (certainty, notation) = (Certainty::Certain, Notation::Typed);
        let key = Key { kind: Kind::Operation, old: place(was), new: place(is), direction, certainty, notation };
        let unit = self.enter(key, Some(parent), Step::Root, Subject::Body)?;
        let (old, new) = (self.old, self.new);
        let (was, is) = (&old.operations[was], &new.operations[is]);
        self.units[unit].operation = Some(new.title(is));
        self.lifecycle(unit, parent, was, is);
        self.operation_texts(unit, was, is);
        if was.place == Place::Path {
            self.operation_security(unit, was, is);
        } else {
            self.sent_security(unit, was, is);
        }
        self.parameters(unit, was, is);
        self.parameter_order(unit, was, is);
        self.request_body(unit, was, is);
        self.responses(unit, was, is);
        self.callbacks(unit, was, is);
        Some(unit)
    }

    fn operation_texts(&mut self, unit: UnitId, was: &'c Operation, is: &'c Operation) {
        let owner = self.new.title(is);
        let texts = [
            ("summary", was.summary, is.summary),
            ("description", was.description, is.description),
            ("externalDocs", was.external_docs, is.external_docs),
        ];
        self.texts(unit, &owner, was.at, is.at, &texts);
        let tags = |o: &Operation| o.tags.iter().map(|t| t.0).collect::<BTreeSet<Name>>();
        let first = |o: &Operation| o.tags.first().map(|t| t.0);
        // What is generated goes by each tag, or by the first one.
        let lost = !tags(was).is_subset(&tags(is)) || first(was) != first(is);
        if lost || tags(was) != tags(is) {
            let place = |o: &Operation| o.tags.first().map_or(o.at, |t| t.1);
            let row =
                Coordinate::Structure(if lost { Structure::OperationTagsChanged } else { Structure::TagsChanged });
            let (old, new) = (spot(place(was), "before"), spot(place(is), "now"));
            let list = |contract: &Contract, operation: &Operation| -> String {
                let tags: Vec<_> = operation.tags.iter().map(|t| format!("`{}`", contract.text(t.0))).collect();
                if tags.is_empty() { "none".to_owned() } else { tags.join(", ") }
            };
            let (before, now) = (list(self.old, was), list(self.new, is));
            let message = format!("the tags of {owner} changed: {before} before, {now} now");
            self.emit(unit, row, old, new, message, "");
        }
        let id = |o: &Operation| o.operation_id.map(|i| i.0);
        if id(was) != id(is) {
            let place = |o: &Operation| o.operation_id.map_or(o.key, |i| i.1);
            let shown = |o: &Operation| o.operation_id.map(|i| format!("`{}`", self.old.text(i.0)));
            let [before, now] = [was, is].map(|o| shown(o).unwrap_or_else(|| "none".to_owned()));
            let message = format!("the `operationId` of {owner} changed: {before} before, {now} now");
            let row = Coordinate::Structure(Structure::OperationIdChanged);
            self.emit(unit, row, spot(place(was), before), spot(place(is), now), message, "");
        }
    }
}
