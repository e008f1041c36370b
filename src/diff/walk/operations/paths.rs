//! Which operation of one side is which of the other: templates and addresses.

use hashbrown::HashMap;

use super::servers::base_path;
use crate::contract::{At, Contract, Id, Name, Operation, PathItem, Place};
use crate::diff::change::{Direction, Subject};
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::pairing::Pairing;
use crate::diff::walk::{Certainty, Kind, Notation, Step, Unit, UnitId, Walk, around, spot};

/// A path template whose parameters have lost their names, which are no part of the address.
pub(super) fn template(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        text.push_str(&rest[..open]);
        text.push_str("{}");
        rest = &rest[open + close + 1..];
    }
    text.push_str(rest);
    text
}

/// The names of the parameters of a template, in order.
pub(super) fn template_names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

pub(super) fn is_hole(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

/// Operations by method and path, the names of parameters left out.
pub(super) type Templates = HashMap<(Name, String), Id<Operation>>;

impl<'c> Walk<'c> {
    pub(super) fn paths(&mut self, document: UnitId) {
        let (old, new) = (self.old, self.new);
        let list = |c: &Contract| -> Vec<Id<Operation>> {
            c.operations.ids().filter(|&id| c.operations[id].place == Place::Path).collect()
        };
        let (old_list, new_list) = (list(old), list(new));
        let pairing = pair_operations((old, &old_list), (new, &new_list));
        let templates = |c: &Contract, list: &[Id<Operation>]| -> Templates {
            let key = |o: &Operation| (o.method, template(c.text(o.path)));
            list.iter().map(|&id| (key(&c.operations[id]), id)).collect()
        };
        let (old_templates, new_templates) = (templates(old, &old_list), templates(new, &new_list));
        let mut servers = HashMap::new();
        for (number, &was) in old_list.iter().enumerate() {
            match pairing.partner(number).map(|partner| new_list[partner]) {
                Some(is) => {
                    if let Some(unit) = self.operation_pair(document, was, is, Direction::Request) {
                        self.servers(unit, was, is, &mut servers);
                    }
                }
                None => self.operation_removed(document, was, &new_templates),
            }
        }
        for number in pairing.left() {
            self.operation_added(document, new_list[number], &old_templates);
        }
        let items =
            |c: &'c Contract| -> Vec<&'c PathItem> { c.path_items.iter().filter(|i| i.place == Place::Path).collect() };
        let (old_items, new_items) = (items(old), items(new));
        let same_name = Pairing::new(old_items.len(), new_items.len()).by(|n| old_items[n].name, |n| new_items[n].name);
        for (number, was) in old_items.iter().enumerate() {
            let Some(is) = same_name.partner(number).map(|partner| new_items[partner]) else { continue };
            let owner = format!("path `{}`", old.text(was.name));
            let texts = [("summary", was.summary, is.summary), ("description", was.description, is.description)];
            self.texts(document, &owner, was.at, is.at, &texts);
        }
        self.extensions_of(document, "`paths`", old.paths, new.paths);
    }

    /// A unit for an operation that only one side has.
    pub(super) fn lone_operation(&mut self, document: UnitId, contract: &Contract, operation: &Operation) -> UnitId {
        let id = self.units.len();
        self.units.push(Unit {
            parents: vec![(document, Step::Root)],
            kind: Kind::Operation,
            places: (operation.at, operation.at),
            schemas: None,
            step: Step::Root,
            subject: Subject::Body,
            direction: Direction::None,
            certainty: Certainty::Certain,
            notation: Notation::Typed,
            operation: Some(contract.title(operation)),
            unstable: !contract.lifecycle(operation).stability.promises(),
        });
        id
    }

    /// Where a side holds operations of a path that it lacks: the path item of the same name, or `paths`.
    fn path_place(&self, side: usize, path: Name) -> At {
        let contract = if side == 0 { self.old } else { self.new };
        self.path_keys[side].get(&path).copied().or(contract.paths).unwrap_or(contract.at)
    }

    fn operation_removed(&mut self, document: UnitId, id: Id<Operation>, templates: &Templates) {
        let operation = &self.old.operations[id];
        let unit = self.lone_operation(document, self.old, operation);
        let title = self.old.title(operation);
        let place = self.path_place(1, operation.path);
        if let Some(fault) = self.unread_operation(1, operation.path, self.old.text(operation.method)) {
            return self.cannot_be_compared(unit, &title, (operation.key, None), (place, Some(fault)));
        }
        if let Some(rival) = self.answered(id, templates) {
            let path = self.new.text(rival.path);
            let message = format!("{title} is gone, and `{path}` answers its requests in the same way");
            let (was, is) = (spot(operation.key, "was here"), spot(rival.key, "answers now"));
            self.emit(unit, Coordinate::Structure(Structure::OperationAnswered), was, is, message, &title);
            return;
        }
        let (row, message) = self.removal(operation, &title);
        self.emit(
            unit,
            Coordinate::Structure(row),
            spot(operation.key, "was here"),
            around(place, "gone"),
            message,
            &title,
        );
    }

    fn operation_added(&mut self, document: UnitId, id: Id<Operation>, templates: &Templates) {
        let operation = &self.new.operations[id];
        let unit = self.lone_operation(document, self.new, operation);
        let title = self.new.title(operation);
        let place = self.path_place(0, operation.path);
        if let Some(fault) = self.unread_operation(0, operation.path, self.new.text(operation.method)) {
            return self.cannot_be_compared(unit, &title, (place, Some(fault)), (operation.key, None));
        }
        let row = Coordinate::Structure(Structure::OperationAdded);
        self.emit(unit, row, around(place, "not here"), spot(operation.key, "new"), format!("{title} is new"), &title);
        self.taken(document, id, templates);
    }
}

/// Which operation of one side is which of the other: by the whole address, by the path as it is written, by the path
/// without the names of its parameters.
fn pair_operations(
    (old, old_list): (&Contract, &[Id<Operation>]),
    (new, new_list): (&Contract, &[Id<Operation>]),
) -> Pairing {
    let (was, is) = (|n: usize| &old.operations[old_list[n]], |n: usize| &new.operations[new_list[n]]);
    let written = |c: &Contract, o: &Operation, base: &str| (o.method, format!("{base}{}", c.text(o.path)));
    let bare = |c: &Contract, o: &Operation, base: &str| (o.method, format!("{base}{}", template(c.text(o.path))));
    let mut pairing = Pairing::new(old_list.len(), new_list.len());
    let (old_base, new_base) = (base_path(old), base_path(new));
    // Where both fit, the address decides: `/v2` that moved from the server into the paths moves nothing.
    if old_base != new_base {
        pairing = pairing
            .by(|n| written(old, was(n), &old_base), |n| written(new, is(n), &new_base))
            .by(|n| bare(old, was(n), &old_base), |n| bare(new, is(n), &new_base));
    }
    pairing
        .by(|n| (was(n).method, was(n).path), |n| (is(n).method, is(n).path))
        .by(|n| bare(old, was(n), ""), |n| bare(new, is(n), ""))
}
