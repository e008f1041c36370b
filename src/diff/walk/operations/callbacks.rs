//! Callbacks and webhooks, where the API is the client and both arrows turn round.

use hashbrown::HashMap;

use crate::contract::{Callback, Contract, Id, Name, Named, Operation, PathItem, Place};
use crate::diff::change::Direction;
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::{UnitId, Walk, around, spot};

impl<'c> Walk<'c> {
    pub(super) fn webhooks(&mut self, document: UnitId) {
        let (old, new) = (self.old, self.new);
        let list = |c: &'c Contract| c.operations.ids().filter(move |&id| c.operations[id].place == Place::Webhook);
        let key = |o: &Operation| (o.path, o.method);
        let is: HashMap<_, _> = list(new).map(|id| (key(&new.operations[id]), id)).collect();
        let was: HashMap<_, _> = list(old).map(|id| (key(&old.operations[id]), id)).collect();
        for id in list(old) {
            let operation = &old.operations[id];
            if let Some(&now) = is.get(&key(operation)) {
                let _ = self.operation_pair(document, id, now, Direction::Response);
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
        for id in list(new).filter(|&id| !was.contains_key(&key(&new.operations[id]))) {
            let operation = &new.operations[id];
            let unit = self.lone_operation(document, new, operation);
            let title = new.title(operation);
            let row = Coordinate::Structure(Structure::WebhookAdded);
            let place = around(old.webhooks.unwrap_or(old.at), "not here");
            self.emit(unit, row, place, spot(operation.key, "new"), format!("webhook {title} is new"), &title);
        }
    }

    pub(super) fn callbacks(&mut self, unit: UnitId, was: &'c Operation, is: &'c Operation) {
        let (old, new) = (self.old, self.new);
        for before in &was.callbacks {
            match is.callbacks.iter().find(|c| c.name == before.name) {
                Some(now) => {
                    if let (Some(old_id), Some(new_id)) = (before.used.id, now.used.id) {
                        self.callback(unit, before, now, &old.callbacks[old_id], &new.callbacks[new_id]);
                    }
                }
                None => {
                    let message = format!("callback `{}` is gone", old.text(before.name));
                    let row = Coordinate::Structure(Structure::CallbackRemoved);
                    self.emit(
                        unit,
                        row,
                        spot(before.key, "was here"),
                        around(is.at, "gone"),
                        message,
                        old.text(before.name),
                    );
                }
            }
        }
        for now in is.callbacks.iter().filter(|c| !was.callbacks.iter().any(|b| b.name == c.name)) {
            let message = format!("callback `{}` is new", new.text(now.name));
            let row = Coordinate::Structure(Structure::CallbackAdded);
            self.emit(unit, row, around(was.at, "not here"), spot(now.key, "new"), message, new.text(now.name));
        }
    }

    fn callback(
        &mut self,
        unit: UnitId,
        before: &Named<Callback>,
        now: &Named<Callback>,
        was: &'c Callback,
        is: &'c Callback,
    ) {
        let (old, new) = (self.old, self.new);
        let name = old.text(before.name);
        let find = |c: &'c Contract, list: &[Id<PathItem>], name: Name| {
            list.iter().map(|&id| &c.path_items[id]).find(|i| i.name == name)
        };
        for &id in &was.path_items {
            let item = &old.path_items[id];
            match find(new, &is.path_items, item.name) {
                Some(now_item) => {
                    for &operation in &item.operations {
                        let method = old.operations[operation].method;
                        let twin = now_item.operations.iter().find(|&&o| new.operations[o].method == method);
                        if let Some(&twin) = twin {
                            let direction = self.units[unit].direction.turned();
                            let _ = self.operation_pair(unit, operation, twin, direction);
                        } else {
                            let at = old.operations[operation].key;
                            let message = format!("{} of callback `{name}` is gone", old.text(method));
                            let row = Coordinate::Structure(Structure::CallbackRemoved);
                            self.emit(unit, row, spot(at, "was here"), around(now_item.key, "gone"), message, name);
                        }
                    }
                }
                None => {
                    let moved = is.path_items.iter().map(|&i| &new.path_items[i]);
                    let moved = moved.into_iter().find(|i| find(old, &was.path_items, i.name).is_none());
                    let (row, place, text) = match moved {
                        Some(to) => (Structure::CallbackExpressionChanged, to.key, "goes to another address"),
                        None => (Structure::CallbackRemoved, now.key, "no longer goes to this address"),
                    };
                    let message = format!("callback `{name}` {text}");
                    self.emit(
                        unit,
                        Coordinate::Structure(row),
                        spot(item.key, "before"),
                        spot(place, "now"),
                        message,
                        name,
                    );
                }
            }
        }
        for &id in &is.path_items {
            let item = &new.path_items[id];
            let known = find(old, &was.path_items, item.name).is_some();
            let moved = was.path_items.iter().any(|&i| find(new, &is.path_items, old.path_items[i].name).is_none());
            if !known && !moved {
                let message = format!("callback `{name}` goes to one more address");
                let row = Coordinate::Structure(Structure::CallbackAdded);
                self.emit(unit, row, spot(before.key, "before"), spot(item.key, "new"), message, name);
            }
        }
    }
}
