//! Responses by status, and their headers and links.

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::{Contract, Name, Named, Operation, Parameter, Response, Status, StatusResponse};
use crate::diff::change::{Direction, Subject};
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::compare::canonical;
use crate::diff::walk::pairing::Pairing;
use crate::diff::walk::{Kind, Step, UnitId, Walk, around, spot};

impl<'c> Walk<'c> {
    pub(super) fn responses(&mut self, parent: UnitId, was: &'c Operation, is: &'c Operation) {
        let direction = self.units[parent].direction.turned();
        let sent = direction == Direction::Response;
        let (old, new) = (self.old, self.new);
        let statuses: BTreeSet<Status> =
            was.responses.iter().chain(&is.responses).map(|r| r.status).filter(|s| *s != Status::Invalid).collect();
        for status in statuses {
            let (before, now) = (effective(old, &was.responses, status), effective(new, &is.responses, status));
            match (before, now) {
                (Some(before), Some(now)) => {
                    if let Some(faults) = self.unread_pair(Some(&before.used), Some(&now.used)) {
                        let what = format!("the {} response of {}", old.text(before.name), new.title(is));
                        self.cannot_be_compared(parent, &what, (before.key, faults[0]), (now.key, faults[1]));
                    }
                    if let (Some(old_id), Some(new_id)) = (before.used.id, now.used.id) {
                        let (old, new) = (&old.responses[old_id], &new.responses[new_id]);
                        self.response(parent, before.name, old, new, direction);
                    }
                }
                (Some(before), None) => {
                    let row = match (sent, status.is_success()) {
                        (true, true) => Structure::SuccessRemoved,
                        (true, false) => Structure::StatusRemoved,
                        (false, _) => Structure::ReceiverStatusRemoved,
                    };
                    let name = old.text(before.name);
                    let message = format!("status {name} of {} is gone", new.title(is));
                    let place = around(is.responses_at.unwrap_or(is.at), "gone");
                    self.emit(parent, Coordinate::Structure(row), spot(before.key, "was here"), place, message, name);
                }
                (None, Some(now)) => {
                    let row = match (sent, status) {
                        (false, _) => Structure::ReceiverStatusAdded,
                        (true, s) if s.is_success() => Structure::SuccessAdded,
                        (true, s) if s.is_error() || s == Status::Default => Structure::ErrorAdded,
                        (true, _) => Structure::OtherStatusAdded,
                    };
                    let name = new.text(now.name);
                    let message = format!("status {name} of {} is new", new.title(is));
                    let place = around(was.responses_at.unwrap_or(was.at), "not here");
                    self.emit(parent, Coordinate::Structure(row), place, spot(now.key, "new"), message, name);
                }
                (None, None) => {}
            }
        }
        self.extensions_of(parent, "`responses`", was.responses_at, is.responses_at);
    }

    fn response(&mut self, parent: UnitId, status: Name, was: &'c Response, is: &'c Response, direction: Direction) {
        let unit = self.enter_turned(Kind::Response, was.at, is.at, parent, Step::Response, Subject::Body, direction);
        let Some(unit) = unit else { return };
        let (old, new) = (self.old, self.new);
        let owner = format!("the {} response", old.text(status));
        let texts = [("summary", was.summary, is.summary), ("description", was.description, is.description)];
        self.texts(unit, &owner, was.at, is.at, &texts);
        self.response_headers(unit, &owner, was, is);
        let places = (was.content_at.unwrap_or(was.at), is.content_at.unwrap_or(is.at));
        match (was.content.is_empty(), is.content.is_empty()) {
            (false, true) => {
                let message = format!("{owner} is no longer described as having content");
                let row = if direction == Direction::Response {
                    Structure::ResponseContentRemoved
                } else {
                    Structure::RequestBodyRemoved
                };
                self.emit(
                    unit,
                    Coordinate::Structure(row),
                    spot(places.0, "was here"),
                    around(places.1, "gone"),
                    message,
                    "",
                );
            }
            (true, false) => {
                let message = format!("{owner} has content now");
                let row = if direction == Direction::Response {
                    Structure::ResponseContentAdded
                } else {
                    Structure::RequestBodyAddedOptional
                };
                self.emit(
                    unit,
                    Coordinate::Structure(row),
                    around(places.0, "none here"),
                    spot(places.1, "new"),
                    message,
                    "",
                );
            }
            _ => self.content(unit, &was.content, &is.content, places),
        }
        let links = |c: &Contract, r: &Response| -> BTreeMap<String, Option<String>> {
            r.links
                .iter()
                .map(|l| (c.text(l.name).to_owned(), l.used.id.map(|id| canonical(c.view(c.links[id].at)))))
                .collect()
        };
        if !(was.links.is_empty() && is.links.is_empty()) && links(old, was) != links(new, is) {
            let place = |r: &Response| r.links.first().map_or(r.at, |l| l.key);
            let row = Coordinate::Structure(Structure::LinkChanged);
            let message = format!("the links of {owner} changed");
            self.emit(unit, row, spot(place(was), "before"), spot(place(is), "now"), message, "");
        }
    }

    fn response_headers(&mut self, unit: UnitId, owner: &str, was: &'c Response, is: &'c Response) {
        let (old, new) = (self.old, self.new);
        let sent = self.units[unit].direction == Direction::Response;
        let list = |c: &'c Contract, r: &'c Response| -> Vec<(String, &'c Named<Parameter>)> {
            let headers = r.headers.iter().map(|named| (c.text(named.name).to_ascii_lowercase(), named));
            headers.filter(|(name, _)| name != "content-type").collect()
        };
        let (old_list, new_list) = (list(old, was), list(new, is));
        let pairing = Pairing::new(old_list.len(), new_list.len())
            .by(|n| old_list[n].1.name, |n| new_list[n].1.name)
            .by(|n| &old_list[n].0, |n| &new_list[n].0);
        let header = |c: &'c Contract, named: &Named<Parameter>| named.used.id.map(|id| &c.headers[id]);
        for (number, (name, before)) in old_list.iter().enumerate() {
            let Some((_, now)) = pairing.partner(number).map(|partner| &new_list[partner]) else {
                let required = header(old, before).is_some_and(|h| h.required);
                let row = match (sent, required) {
                    (true, true) => Structure::RequiredResponseHeaderRemoved,
                    (true, false) => Structure::ResponseHeaderRemoved,
                    (false, _) => Structure::RequestHeaderRemoved,
                };
                let message = format!("header `{}` of {owner} is gone", old.text(before.name));
                let place = around(is.headers_at.unwrap_or(is.at), "gone");
                self.emit(unit, Coordinate::Structure(row), spot(before.key, "was here"), place, message, name);
                continue;
            };
            if let Some(faults) = self.unread_pair(Some(&before.used), Some(&now.used)) {
                let what = format!("header `{}` of {owner}", old.text(before.name));
                self.cannot_be_compared(unit, &what, (before.key, faults[0]), (now.key, faults[1]));
            }
            let (Some(was), Some(is)) = (header(old, before), header(new, now)) else { continue };
            let step = Step::Parameter("response header", before.name);
            if let Some(unit) = self.enter_part(Kind::Header, was.at, is.at, unit, step, Subject::Header) {
                self.parameter_fields(unit, was, is);
            }
        }
        for (name, now) in pairing.left().map(|number| &new_list[number]) {
            let required = header(new, now).is_some_and(|h| h.required);
            let row = match (sent, required) {
                (true, _) => Structure::ResponseHeaderAdded,
                (false, true) => Structure::RequestHeaderAdded,
                (false, false) => Structure::RequestHeaderAddedOptional,
            };
            let message = format!("header `{}` of {owner} is new", new.text(now.name));
            let place = around(was.headers_at.unwrap_or(was.at), "not here");
            self.emit(unit, Coordinate::Structure(row), place, spot(now.key, "new"), message, name);
        }
    }
}

/// The response that answers with a status: an exact one beats a range, and a range `default` (3.1.1, §4.8.16).
pub(in crate::diff::walk) fn effective<'r>(
    contract: &Contract,
    responses: &'r [StatusResponse],
    status: Status,
) -> Option<&'r StatusResponse> {
    // Of `2XX` and `2xx` the one that the specification knows, whatever their order; of a key that stands twice the
    // last one.
    let name = |r: &&StatusResponse| std::cmp::Reverse(contract.text(r.name).to_owned());
    let find = |wanted: Status| responses.iter().filter(|r| r.status == wanted).max_by_key(name);
    find(status)
        .or_else(|| status.class().and_then(|class| find(Status::Range(class))))
        .or_else(|| find(Status::Default))
}
