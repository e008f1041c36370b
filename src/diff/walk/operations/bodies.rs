//! Bodies and their media types.

use std::collections::BTreeSet;

use hashbrown::HashSet;

use crate::contract::{At, Contract, Encoding, Id, MediaType, Name, Named, Operation, RequestBody, Schema};
use crate::diff::aspects::Aspect;
use crate::diff::change::{Direction, Effect, Subject};
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::pairing::Pairing;
use crate::diff::walk::{Key, Kind, Notation, Step, Unit, UnitId, Walk, around, spot};

impl<'c> Walk<'c> {
    pub(super) fn request_body(&mut self, parent: UnitId, was: &'c Operation, is: &'c Operation) {
        let sent = self.units[parent].direction == Direction::Response;
        let (old, new) = (self.old, self.new);
        if let Some([old_fault, new_fault]) = self.unread_pair(was.request_body.as_ref(), is.request_body.as_ref()) {
            let what = format!("the request body of {}", new.title(is));
            return self.cannot_be_compared(parent, &what, (was.at, old_fault), (is.at, new_fault));
        }
        match (old.request_body_of(was), new.request_body_of(is)) {
            (Some(before), Some(now)) => self.bodies(parent, before, now),
            (None, Some(now)) => {
                let row = match (sent, now.required) {
                    (true, _) => Structure::SentBodyAdded,
                    (false, true) => Structure::RequestBodyAddedRequired,
                    (false, false) => Structure::RequestBodyAddedOptional,
                };
                let required = if now.required { " and required" } else { "" };
                let message = format!("the request body of {} is new{required}", new.title(is));
                self.emit(
                    parent,
                    Coordinate::Structure(row),
                    around(was.at, "none here"),
                    spot(now.at, "new"),
                    message,
                    "",
                );
            }
            (Some(before), None) => {
                let row = match (sent, before.required) {
                    (true, true) => Structure::SentBodyRemoved,
                    (true, false) => Structure::SentOptionalBodyRemoved,
                    (false, _) => Structure::RequestBodyRemoved,
                };
                let message = format!("the request body of {} is gone", new.title(is));
                self.emit(
                    parent,
                    Coordinate::Structure(row),
                    spot(before.at, "was here"),
                    around(is.at, "gone"),
                    message,
                    "",
                );
            }
            (None, None) => {}
        }
    }

    fn bodies(&mut self, parent: UnitId, was: &'c RequestBody, is: &'c RequestBody) {
        let Some(unit) = self.enter_part(Kind::Body, was.at, is.at, parent, Step::Root, Subject::Body) else { return };
        if was.required != is.required {
            let (effect, text) =
                if is.required { (Effect::Narrows, "became required") } else { (Effect::Widens, "became optional") };
            let direction = self.units[unit].direction;
            let coordinate = Coordinate::Schema(direction, Subject::Body, Aspect::Required, effect);
            let (old, new) = (was.required_at.unwrap_or(was.at), is.required_at.unwrap_or(is.at));
            let (before, now) =
                if is.required { ("was optional", "required now") } else { ("was required", "optional now") };
            self.emit(unit, coordinate, spot(old, before), spot(new, now), format!("the request body {text}"), "");
        }
        self.texts(unit, "the request body", was.at, is.at, &[("description", was.description, is.description)]);
        let places = (was.content_at.unwrap_or(was.at), is.content_at.unwrap_or(is.at));
        self.content(unit, &was.content, &is.content, places);
    }

    /// Media types of a body, matched by ranges.
    pub(super) fn content(
        &mut self,
        unit: UnitId,
        was: &'c [Named<MediaType>],
        is: &'c [Named<MediaType>],
        (old_at, new_at): (At, At),
    ) {
        let (old, new) = (self.old, self.new);
        let direction = self.units[unit].direction;
        let mut used: HashSet<usize> = HashSet::new();
        let same_name = Pairing::new(was.len(), is.len())
            .by(|n| was[n].name, |n| is[n].name)
            .by(|n| media_name(old.text(was[n].name)), |n| media_name(new.text(is[n].name)));
        for (number, before) in was.iter().enumerate() {
            let name = media_name(old.text(before.name));
            let wider = || is.iter().position(|n| covers(&media_name(new.text(n.name)), &name));
            let narrower = || {
                let found = is.iter().position(|n| covers(&name, &media_name(new.text(n.name))));
                found.filter(|_| direction == Direction::Response)
            };
            if let Some(found) = same_name.partner(number).or_else(wider).or_else(narrower) {
                used.insert(found);
                if same_name.partner(number).is_none() {
                    self.other_range(unit, before, &is[found]);
                }
                if let Some(faults) = self.unread_pair(Some(&before.used), Some(&is[found].used)) {
                    let what = format!("media type `{}` of the {}", old.text(before.name), self.noun(unit));
                    self.cannot_be_compared(unit, &what, (before.key, faults[0]), (is[found].key, faults[1]));
                }
                if let (Some(before), Some(now)) = (before.used.id, is[found].used.id) {
                    let names = (old.text(was[number].name), new.text(is[found].name));
                    self.media_type(unit, (names.0, &old.media_types[before]), (names.1, &new.media_types[now]));
                }
                continue;
            }
            let row = match direction {
                Direction::Response => Structure::ResponseMediaTypeRemoved,
                _ => Structure::RequestMediaTypeRemoved,
            };
            let message = format!("media type `{}` of the {} is gone", old.text(before.name), self.noun(unit));
            self.emit(
                unit,
                Coordinate::Structure(row),
                spot(before.key, "was here"),
                around(new_at, "gone"),
                message,
                &name,
            );
        }
        for (number, now) in is.iter().enumerate() {
            let name = media_name(new.text(now.name));
            let known = used.contains(&number) || was.iter().any(|b| covers(&media_name(old.text(b.name)), &name));
            if known {
                continue;
            }
            let row = match direction {
                Direction::Response => Structure::ResponseMediaTypeAdded,
                _ => Structure::RequestMediaTypeAdded,
            };
            let message = format!("media type `{}` of the {} is new", new.text(now.name), self.noun(unit));
            self.emit(
                unit,
                Coordinate::Structure(row),
                around(old_at, "not here"),
                spot(now.key, "new"),
                message,
                &name,
            );
        }
    }

    /// Another range in the place of a media type: what is sent may be of more types, or of fewer.
    fn other_range(&mut self, unit: UnitId, was: &Named<MediaType>, is: &Named<MediaType>) {
        let (before, now) = (self.old.text(was.name), self.new.text(is.name));
        let (name, wide) = (media_name(before), media_name(now));
        let essence = |name: &str| name.split(';').next().map(str::to_owned);
        let row = match self.units[unit].direction {
            // A client that asks for a type is not told any more whether it is offered.
            Direction::Response if covers(&wide, &name) && essence(&wide) != essence(&name) => {
                Structure::ResponseMediaTypeWidened
            }
            Direction::Response => Structure::ResponseMediaTypeAdded,
            _ => Structure::RequestMediaTypeAdded,
        };
        let message = format!("media type `{now}` of the {} stands for `{before}` now", self.noun(unit));
        self.emit(unit, Coordinate::Structure(row), spot(was.key, "before"), spot(is.key, "now"), message, &name);
    }

    pub(super) fn media_type(
        &mut self,
        parent: UnitId,
        (was_name, was): (&str, &'c MediaType),
        (is_name, is): (&str, &'c MediaType),
    ) {
        let Unit { subject, direction, certainty, .. } = self.units[parent];
        // What is said of how parts are encoded is not looked into: they count as typed.
        let plain = was.encoding.is_empty() && is.encoding.is_empty() && media_name(was_name) == media_name(is_name);
        let notation = if plain { notation_of(was_name) } else { Notation::Typed };
        let key = Key { kind: Kind::MediaType, old: was.at, new: is.at, direction, certainty, notation };
        let Some(unit) = self.enter(key, Some(parent), Step::Part, subject) else { return };
        let noun = format!("the {}", self.noun(unit));
        match (was.schema, is.schema) {
            (Some(before), Some(now)) => self.schemas(unit, before, now, Step::Part, subject),
            (None, None) => {}
            (before, now) => {
                // A body without a schema may be anything.
                let direction = self.units[unit].direction;
                let effect = if now.is_some() { Effect::MayNarrow } else { Effect::MayWiden };
                let at = |c: &Contract, s: Option<Id<Schema>>, fallback: At| s.map_or(fallback, |s| c.schema(s).at());
                let (old_at, new_at) = (at(self.old, before, was.at), at(self.new, now, is.at));
                let text = if now.is_some() {
                    "is described now, where it could be anything"
                } else {
                    "is no longer described"
                };
                let coordinate = Coordinate::Schema(direction, subject, Aspect::Presence, effect);
                self.emit(unit, coordinate, spot(old_at, "before"), spot(new_at, "now"), format!("{noun} {text}"), "");
            }
        }
        if let (Some(before), Some(now)) = (was.item_schema, is.item_schema) {
            self.schemas(unit, before, now, Step::Items, subject);
        } else if was.item_schema.is_some() != is.item_schema.is_some() {
            let direction = self.units[unit].direction;
            let coordinate = Coordinate::Schema(direction, subject, Aspect::Items, Effect::Rewrites);
            let message = format!("the items of {noun} are described in another way");
            self.emit(unit, coordinate, spot(was.at, "before"), spot(is.at, "now"), message, "items");
        }
        self.examples(unit, &noun, was.at, is.at, (was.example, &was.examples), (is.example, &is.examples));
        self.encodings(unit, was, is);
        self.extensions(unit, &noun, was.at, is.at);
    }

    fn encodings(&mut self, unit: UnitId, was: &'c MediaType, is: &'c MediaType) {
        let (old, new) = (self.old, self.new);
        let value = |c: &Contract, e: &Encoding| {
            let content_type = e.content_type.map(|at| c.text_at(at).into_owned());
            let mut headers: Vec<String> = e.headers.iter().map(|h| c.text(h.name).to_ascii_lowercase()).collect();
            headers.sort();
            (content_type, headers, e.style, e.explode, e.allow_reserved)
        };
        let names: BTreeSet<Name> = was.encoding.iter().chain(&is.encoding).map(|e| e.name).collect();
        for name in names {
            let find = |list: &'c [Encoding]| list.iter().find(|e| e.name == name);
            let (before, now) = (find(&was.encoding), find(&is.encoding));
            if before.map(|e| value(old, e)) == now.map(|e| value(new, e)) {
                continue;
            }
            let row = match self.units[unit].direction {
                Direction::Response => Structure::ResponseEncodingChanged,
                _ => Structure::RequestEncodingChanged,
            };
            let place = |e: Option<&Encoding>, fallback: At| e.map_or(fallback, |e| e.key);
            let message = format!("`{}` of the {} is encoded in another way", old.text(name), self.noun(unit));
            let (old_spot, new_spot) = (spot(place(before, was.at), "before"), spot(place(now, is.at), "now"));
            self.emit(unit, Coordinate::Structure(row), old_spot, new_spot, message, old.text(name));
        }
    }
}

/// How the values of a media type are written.
pub(in crate::diff::walk) fn notation_of(name: &str) -> Notation {
    match media_name(name).split(';').next() {
        Some("text/plain") => Notation::Text,
        Some("application/x-www-form-urlencoded" | "multipart/form-data") => Notation::Fields,
        _ => Notation::Typed,
    }
}

/// A media type or range in the form in which it is compared: lower case, parameters in order, no spaces. JSON has no
/// `charset` (RFC 8259, §11), so one that is written there says nothing.
pub(in crate::diff::walk) fn media_name(name: &str) -> String {
    let mut parts: Vec<String> = name.split(';').map(|p| p.trim().to_ascii_lowercase()).collect();
    if parts.len() > 2 {
        parts[1..].sort();
    }
    let json = parts.first().is_some_and(|essence| essence == "application/json" || essence.ends_with("+json"));
    parts.retain(|p| !p.is_empty() && !(json && p.starts_with("charset=")));
    parts.join(";")
}

/// Whether a media range takes in another: `application/json ⊆ application/* ⊆ */*`.
fn covers(wide: &str, narrow: &str) -> bool {
    let (wide_essence, wide_parameters) = wide.split_once(';').unwrap_or((wide, ""));
    let (narrow_essence, narrow_parameters) = narrow.split_once(';').unwrap_or((narrow, ""));
    let essence = wide_essence == narrow_essence
        || wide_essence == "*/*"
        || wide_essence.strip_suffix("/*").is_some_and(|t| narrow_essence.split('/').next() == Some(t));
    essence && (wide_parameters.is_empty() || wide_parameters == narrow_parameters)
}
