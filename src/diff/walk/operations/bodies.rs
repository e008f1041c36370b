//! Bodies: whether there is one, and what is said of one media type of it.

use std::collections::BTreeSet;

use super::media_types::{media_name, notation_of};
use crate::contract::keywords::name;
use crate::contract::{At, Contract, Encoding, Id, MediaType, Name, Operation, RequestBody, Schema, Style};
use crate::diff::aspects::Aspect;
use crate::diff::change::{Direction, Effect, Subject};
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::compare::canonical;
use crate::diff::walk::schema::accepts_anything;
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
        if self.units[unit].direction == Direction::Response && is.content.is_empty() && !was.content.is_empty() {
            let row = Coordinate::Structure(Structure::SentMediaTypeAdded);
            let (old, new) = (spot(was.content_at.unwrap_or(was.at), "was here"), around(is.at, "gone"));
            let message =
                "the media types of the request body are no longer described, and it may be of any".to_owned();
            self.emit(unit, row, old, new, message, "");
            return;
        }
        let places = (was.content_at.unwrap_or(was.at), is.content_at.unwrap_or(is.at));
        self.content(unit, &was.content, &is.content, places);
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
            // A body without a schema may be anything.
            (Some(only), None) if accepts_anything(self.old.schema(only)) => {}
            (None, Some(only)) if accepts_anything(self.new.schema(only)) => {}
            (before, now) => {
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
        match (was.item_schema, is.item_schema) {
            (Some(before), Some(now)) => self.schemas(unit, before, now, Step::Items, subject),
            (Some(only), None) if is.schema.is_none() && accepts_anything(self.old.schema(only)) => {}
            (None, Some(only)) if was.schema.is_none() && accepts_anything(self.new.schema(only)) => {}
            (None, None) => {}
            (before, _) => {
                let (effect, text) = match before {
                    // One that came or went with a schema of the whole speaks of the same items.
                    _ if was.schema.is_some() || is.schema.is_some() => (Effect::Rewrites, "described in another way"),
                    Some(_) => (Effect::MayWiden, "no longer described"),
                    None => (Effect::MayNarrow, "described now"),
                };
                let coordinate = Coordinate::Schema(direction, subject, Aspect::Items, effect);
                let message = format!("the items of {noun} are {text}");
                self.emit(unit, coordinate, spot(was.at, "before"), spot(is.at, "now"), message, "items");
            }
        }
        self.examples(unit, &noun, was.at, is.at, (was.example, &was.examples), (is.example, &is.examples));
        self.encodings(unit, was, is);
        self.extensions(unit, &noun, was.at, is.at);
    }

    fn encodings(&mut self, unit: UnitId, was: &'c MediaType, is: &'c MediaType) {
        let (old, new) = (self.old, self.new);
        let row = match self.units[unit].direction {
            Direction::Response => Structure::ResponseEncodingChanged,
            _ => Structure::RequestEncodingChanged,
        };
        let value = |c: &Contract, e: &Encoding| {
            let types = e.content_type.map(|at| {
                let mut types: Vec<String> = c.text_at(at).split(',').map(media_name).collect();
                types.sort();
                types
            });
            let mut headers: Vec<String> = e.headers.iter().map(|h| c.text(h.name).to_ascii_lowercase()).collect();
            headers.sort();
            // What is inside of a part is not looked into.
            let inside = |name| c.view(e.at).get(name).map(canonical);
            let inside = [name::ENCODING, name::PREFIX_ENCODING, name::ITEM_ENCODING].map(inside);
            // Where one of them is written, the others have their defaults.
            let written = e.style.is_some() || e.explode.is_some() || e.allow_reserved;
            let style = e.style.unwrap_or(Style::Form);
            let written = written.then(|| (style, e.explode.unwrap_or(style == Style::Form), e.allow_reserved));
            (types, headers, written, inside)
        };
        let lists = [(&was.encoding, &is.encoding, ""), (&was.part_encoding, &is.part_encoding, "part ")];
        for (was_list, is_list, sort) in lists {
            let names: BTreeSet<Name> = was_list.iter().chain(is_list).map(|e| e.name).collect();
            for part in names {
                let find = |list: &'c [Encoding]| list.iter().find(|e| e.name == part);
                let (before, now) = (find(was_list), find(is_list));
                if let (Some(before), Some(now)) = (before, now) {
                    self.part_headers(unit, before, now);
                }
                if before.map(|e| value(old, e)) == now.map(|e| value(new, e)) {
                    continue;
                }
                let place = |e: Option<&Encoding>, fallback: At| e.map_or(fallback, |e| e.key);
                let part = format!("{sort}`{}`", old.text(part));
                let message = format!("{part} of the {} is encoded in another way", self.noun(unit));
                let (old_spot, new_spot) = (spot(place(before, was.at), "before"), spot(place(now, is.at), "now"));
                self.emit(unit, Coordinate::Structure(row), old_spot, new_spot, message, &part);
            }
        }
    }

    /// The headers of one part of a form.
    fn part_headers(&mut self, unit: UnitId, was: &'c Encoding, is: &'c Encoding) {
        let (old, new) = (self.old, self.new);
        for before in &was.headers {
            let name = old.text(before.name);
            let Some(now) = is.headers.iter().find(|h| new.text(h.name).eq_ignore_ascii_case(name)) else { continue };
            let (Some(was), Some(is)) = (before.used.id, now.used.id) else { continue };
            let (was, is) = (&old.headers[was], &new.headers[is]);
            let step = Step::Parameter("header of a part", before.name);
            if let Some(unit) = self.enter_part(Kind::Header, was.at, is.at, unit, step, Subject::Header) {
                self.parameter_fields(unit, was, is);
            }
        }
    }
}
