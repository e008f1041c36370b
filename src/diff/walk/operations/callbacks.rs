//! Callbacks and webhooks, where the API is the client and both arrows turn round.

use crate::contract::{Callback, Contract, Id, Name, Named, Operation, PathItem, Place};
use crate::diff::change::Direction;
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::pairing::Pairing;
use crate::diff::walk::{UnitId, Walk, around, spot};

impl<'c> Walk<'c> {
    pub(super) fn webhooks(&mut self, document: UnitId) {
        let (old, new) = (self.old, self.new);
        let list = |c: &Contract| -> Vec<Id<Operation>> {
            c.operations.ids().filter(|&id| c.operations[id].place == Place::Webhook).collect()
        };
        let (old_list, new_list) = (list(old), list(new));
        let key = |c: &Contract, id: Id<Operation>| (c.operations[id].path, c.operations[id].method);
        let pairing =
            Pairing::new(old_list.len(), new_list.len()).by(|n| key(old, old_list[n]), |n| key(new, new_list[n]));
        for (number, &id) in old_list.iter().enumerate() {
            let operation = &old.operations[id];
            if let Some(partner) = pairing.partner(number) {
                let _ = self.operation_pair(document, id, new_list[partner], Direction::Response);
            } else {
                let unit = self.lone_operation(document, old, operation);
                let title = old.title(operation);
                let row = Coordinate::Structure(Structure::WebhookRemoved);
                let place = around(new.webhooks.unwrap_or(new.at), "gone");
                self.emit(
                    unit,
                    row,
                    spot(operation.key, "was here"),
                    place,
                    format!("webhook {title} is gone"),
                    &title,
                );
            }
        }
        for number in pairing.left() {
            let operation = &new.operations[new_list[number]];
            let unit = self.lone_operation(document, new, operation);
            let title = new.title(operation);
            let row = Coordinate::Structure(Structure::WebhookAdded);
            let place = around(old.webhooks.unwrap_or(old.at), "not here");
            self.emit(unit, row, place, spot(operation.key, "new"), format!("webhook {title} is new"), &title);
        }
    }

    pub(super) fn callbacks(&mut self, unit: UnitId, was: &'c Operation, is: &'c Operation) {
        let (old, new) = (self.old, self.new);
        // A name that changed alone changes nothing: the same requests go to the same addresses.
        let addresses = |c: &Contract, callback: &Named<Callback>| -> Option<Vec<Name>> {
            let items = &c.callbacks[callback.used.id?].path_items;
            Some(items.iter().map(|&item| c.path_items[item].name).collect())
        };
        let pairing = Pairing::new(was.callbacks.len(), is.callbacks.len())
            .by(|n| was.callbacks[n].name, |n| is.callbacks[n].name)
            .by(|n| addresses(old, &was.callbacks[n]), |n| addresses(new, &is.callbacks[n]));
        for (number, before) in was.callbacks.iter().enumerate() {
            if let Some(partner) = pairing.partner(number) {
                let now = &is.callbacks[partner];
                if let Some(faults) = self.unread_pair(Some(&before.used), Some(&now.used)) {
                    let what = format!("callback `{}`", old.text(before.name));
                    self.cannot_be_compared(unit, &what, (before.key, faults[0]), (now.key, faults[1]));
                }
                if let (Some(old_id), Some(new_id)) = (before.used.id, now.used.id) {
                    self.callback(unit, (before, now), (&old.callbacks[old_id], &new.callbacks[new_id]));
                }
            } else {
                let name = old.text(before.name);
                let message = format!("callback `{name}` is gone");
                let row = Coordinate::Structure(Structure::CallbackRemoved);
                self.emit(unit, row, spot(before.key, "was here"), around(is.at, "gone"), message, name);
            }
        }
        for now in pairing.left().map(|number| &is.callbacks[number]) {
            let message = format!("callback `{}` is new", new.text(now.name));
            let row = Coordinate::Structure(Structure::CallbackAdded);
            self.emit(unit, row, around(was.at, "not here"), spot(now.key, "new"), message, new.text(now.name));
        }
    }

    fn callback(
        &mut self,
        unit: UnitId,
        (before, now): (&Named<Callback>, &Named<Callback>),
        (was, is): (&'c Callback, &'c Callback),
    ) {
        let (old, new) = (self.old, self.new);
        let name = old.text(before.name);
        let old_items: Vec<&PathItem> = was.path_items.iter().map(|&id| &old.path_items[id]).collect();
        let new_items: Vec<&PathItem> = is.path_items.iter().map(|&id| &new.path_items[id]).collect();
        let same = Pairing::new(old_items.len(), new_items.len()).by(|n| old_items[n].name, |n| new_items[n].name);
        // An address that is gone and one that came are one that changed, and what is sent to it is compared as well.
        let all = same.clone().by(|_| (), |_| ());
        for (number, item) in old_items.iter().enumerate() {
            let partner = all.partner(number).map(|n| new_items[n]);
            if let Some(now_item) = partner {
                self.callback_operations(unit, name, item, now_item);
            }
            let (row, place, text) = match partner {
                Some(_) if same.partner(number).is_some() => continue,
                Some(to) => (
                    Structure::CallbackExpressionChanged,
                    spot(to.key, "goes here now"),
                    format!("callback `{name}` goes to another address"),
                ),
                None => (
                    Structure::CallbackRemoved,
                    around(now.key, "gone"),
                    format!("callback `{name}` no longer goes to `{}`", old.text(item.name)),
                ),
            };
            self.emit(unit, Coordinate::Structure(row), spot(item.key, "went here"), place, text, name);
        }
        for item in all.left().map(|n| new_items[n]) {
            let message = format!("callback `{name}` goes to `{}` as well", new.text(item.name));
            let row = Coordinate::Structure(Structure::CallbackAdded);
            self.emit(unit, row, around(before.key, "not here"), spot(item.key, "new"), message, name);
        }
    }

    fn callback_operations(&mut self, unit: UnitId, name: &str, was: &PathItem, is: &PathItem) {
        let (old, new) = (self.old, self.new);
        let direction = self.units[unit].direction.turned();
        let method = |c: &Contract, id: Id<Operation>| c.operations[id].method;
        let pairing = Pairing::new(was.operations.len(), is.operations.len())
            .by(|n| method(old, was.operations[n]), |n| method(new, is.operations[n]));
        for (number, &operation) in was.operations.iter().enumerate() {
            if let Some(partner) = pairing.partner(number) {
                let _ = self.operation_pair(unit, operation, is.operations[partner], direction);
            } else {
                let message = format!("{} of callback `{name}` is gone", old.text(method(old, operation)));
                let row = Coordinate::Structure(Structure::CallbackRemoved);
                let at = old.operations[operation].key;
                self.emit(unit, row, spot(at, "was here"), around(is.key, "gone"), message, name);
            }
        }
        for operation in pairing.left().map(|n| is.operations[n]) {
            let message = format!("{} of callback `{name}` is new", new.text(method(new, operation)));
            let row = Coordinate::Structure(Structure::CallbackAdded);
            let at = new.operations[operation].key;
            self.emit(unit, row, around(was.key, "not here"), spot(at, "new"), message, name);
        }
    }
}
