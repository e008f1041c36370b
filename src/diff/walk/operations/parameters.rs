//! Parameters, and what they have in common with headers.

use super::media_types::media_name;
use super::paths::template_names;
use crate::contract::{Contract, Operation, Parameter, ParameterIn, Style, Types};
use crate::diff::aspects::Aspect;
use crate::diff::change::{Direction, Effect, Subject};
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::pairing::Pairing;
use crate::diff::walk::schema::{accepts_anything, possible_types};
use crate::diff::walk::{Kind, Step, UnitId, Walk, around, spot};

impl<'c> Walk<'c> {
    pub(super) fn parameters(&mut self, unit: UnitId, was: &'c Operation, is: &'c Operation) {
        let (old, new) = (self.old, self.new);
        // What a concrete path says in the place of a parameter of the template is said already.
        let given = &self.given;
        let key = |c: &'c Contract, operation: &'c Operation, parameter: &Parameter| {
            let name = c.text(parameter.name);
            let name = match parameter.place {
                // The name of a path parameter is no part of a request; its position is.
                ParameterIn::Path => {
                    let names = template_names(c.text(operation.path));
                    let position = names.iter().filter(|n| !given.contains(*n)).position(|n| *n == name);
                    position.map_or_else(|| name.to_owned(), |p| p.to_string())
                }
                ParameterIn::Header => name.to_ascii_lowercase(),
                // It is the whole query string, in which its name does not stand.
                ParameterIn::QueryString => String::new(),
                _ => name.to_owned(),
            };
            (parameter.place, name)
        };
        let ignored = |c: &'c Contract, p: &Parameter| match p.place {
            ParameterIn::Path => given.contains(&c.text(p.name)),
            place => {
                place == ParameterIn::Header
                    && ["accept", "content-type", "authorization"]
                        .contains(&c.text(p.name).to_ascii_lowercase().as_str())
            }
        };
        let index = |c: &'c Contract, o: &'c Operation| -> Vec<((ParameterIn, String), &'c Parameter)> {
            c.parameters_of(o).filter(|p| !ignored(c, p)).map(|p| (key(c, o, p), p)).collect()
        };
        let (old_list, new_list) = (index(old, was), index(new, is));
        let pairing = Pairing::new(old_list.len(), new_list.len())
            .by(|n| (&old_list[n].0, old_list[n].1.name), |n| (&new_list[n].0, new_list[n].1.name))
            .by(|n| &old_list[n].0, |n| &new_list[n].0);
        let unread = self.unread_parameters(was, is);
        let [unread_old, unread_new] = unread.each_ref().map(|faults| !faults.is_empty());
        for (number, (_, before)) in old_list.iter().enumerate() {
            match pairing.partner(number) {
                Some(partner) => self.parameter(unit, before, new_list[partner].1),
                // One that could not be read may be the one that seems to be gone, or not to have been there.
                None if unread_new => {}
                None => self.parameter_removed(unit, before, is),
            }
        }
        for number in pairing.left().filter(|_| !unread_old) {
            self.parameter_added(unit, new_list[number].1, was);
        }
        let [old_faults, new_faults] = unread.map(|faults| faults.into_iter().map(Some));
        for faults in old_faults.map(|fault| (fault, None)).chain(new_faults.map(|fault| (None, fault))) {
            let what = format!("a parameter of {}", new.title(is));
            self.cannot_be_compared(unit, &what, (was.at, faults.0), (is.at, faults.1));
        }
    }

    fn parameter_noun(&self, parameter: &Parameter) -> String {
        format!("{} parameter `{}`", parameter.place.as_str(), self.old.text(parameter.name))
    }

    fn parameter_removed(&mut self, unit: UnitId, was: &Parameter, is: &Operation) {
        let sent = self.units[unit].direction == Direction::Response;
        let row = match (sent, was.required) {
            (false, _) => Structure::ParameterRemoved,
            (true, true) => Structure::SentRequiredParameterRemoved,
            (true, false) => Structure::SentParameterRemoved,
        };
        let message = format!("{} is gone", self.parameter_noun(was));
        let about = self.old.text(was.name).to_owned();
        self.emit(
            unit,
            Coordinate::Structure(row),
            spot(was.name_at, "was here"),
            around(is.at, "gone"),
            message,
            &about,
        );
    }

    fn parameter_added(&mut self, unit: UnitId, is: &Parameter, was: &Operation) {
        let sent = self.units[unit].direction == Direction::Response;
        let row = match (sent, is.required) {
            (true, _) => Structure::SentParameterAdded,
            (false, true) => Structure::ParameterAddedRequired,
            (false, false) => Structure::ParameterAddedOptional,
        };
        let required = if is.required { " and required" } else { "" };
        let message = format!("{} is new{required}", self.parameter_noun(is));
        let about = self.new.text(is.name).to_owned();
        let label = if is.required { "required now" } else { "new" };
        self.emit(
            unit,
            Coordinate::Structure(row),
            around(was.at, "not here"),
            spot(is.name_at, label),
            message,
            &about,
        );
    }

    fn parameter(&mut self, parent: UnitId, was: &'c Parameter, is: &'c Parameter) {
        let place = match was.place {
            ParameterIn::Query | ParameterIn::QueryString => "query parameter",
            ParameterIn::Header => "header parameter",
            ParameterIn::Path => "path parameter",
            ParameterIn::Cookie => "cookie parameter",
        };
        let step = Step::Parameter(place, was.name);
        let unit = self.enter_part(Kind::Parameter, was.at, is.at, parent, step, Subject::Parameter);
        let Some(unit) = unit else { return };
        self.parameter_fields(unit, was, is);
        if was.allow_empty_value != is.allow_empty_value && self.units[unit].direction == Direction::Request {
            let row = if is.allow_empty_value { Structure::EmptyValueAllowed } else { Structure::EmptyValueForbidden };
            let message = format!(
                "{} {}",
                self.noun(unit),
                if is.allow_empty_value { "may be empty now" } else { "may no longer be empty" }
            );
            self.emit(
                unit,
                Coordinate::Structure(row),
                spot(was.name_at, "before"),
                spot(is.name_at, "now"),
                message,
                "",
            );
        }
        if was.allow_reserved != is.allow_reserved {
            let message = format!("reserved characters of {} are written in another way", self.noun(unit));
            let row = Coordinate::Structure(Structure::ReservedChanged);
            self.emit(unit, row, spot(was.name_at, "before"), spot(is.name_at, "now"), message, "");
        }
    }

    /// What parameters and headers have in common.
    pub(super) fn parameter_fields(&mut self, unit: UnitId, was: &'c Parameter, is: &'c Parameter) {
        let direction = self.units[unit].direction;
        let subject = self.units[unit].subject;
        let noun = self.noun(unit);
        if was.required != is.required && was.place != ParameterIn::Path {
            let (effect, text, before, now) = if is.required {
                (Effect::Narrows, "became required", "was optional", "required now")
            } else {
                (Effect::Widens, "became optional", "was required", "optional now")
            };
            let coordinate = Coordinate::Schema(direction, subject, Aspect::Required, effect);
            let old = spot(was.required_at.unwrap_or(was.name_at), before);
            let new = spot(is.required_at.unwrap_or(is.name_at), now);
            self.emit(unit, coordinate, old, new, format!("{noun} {text}"), "");
        }
        // Only types that a value can have on both sides can show how it is written.
        let types = |c: &Contract, p: &Parameter| p.schema.map_or(Types::every(), |s| possible_types(c.schema(s)));
        let same = (was.style, was.explode) == (is.style, is.explode);
        let shared = if same { Types::NONE } else { types(self.old, was).both(types(self.new, is)) };
        let (before, now) = (written(was, shared), written(is, shared));
        if before != now {
            let row = match direction {
                Direction::Response => Structure::ResponseSerializationChanged,
                _ => Structure::RequestSerializationChanged,
            };
            let message = format!("{noun} is written in another way: {before} before, {now} now");
            self.emit(unit, Coordinate::Structure(row), spot(was.name_at, before), spot(is.name_at, now), message, "");
        }
        match (was.schema, is.schema) {
            (Some(before), Some(now)) => self.schemas(unit, before, now, Step::Part, subject),
            (None, None) => self.parameter_content(unit, was, is),
            // Without either, a value may be anything.
            (Some(only), None) if is.content.is_empty() && accepts_anything(self.old.schema(only)) => {}
            (None, Some(only)) if was.content.is_empty() && accepts_anything(self.new.schema(only)) => {}
            _ => self.parameter_content_changed(unit, was, is),
        }
        let texts = [("description", was.description, is.description)];
        self.texts(unit, &noun, was.at, is.at, &texts);
        self.examples(unit, &noun, was.at, is.at, (was.example, &was.examples), (is.example, &is.examples));
        if was.deprecated != is.deprecated {
            let text = if is.deprecated { "is deprecated" } else { "is no longer deprecated" };
            let row = Coordinate::Structure(Structure::DeprecationChanged);
            self.emit(unit, row, spot(was.name_at, "before"), spot(is.name_at, "now"), format!("{noun} {text}"), "");
        }
    }

    fn parameter_content(&mut self, unit: UnitId, was: &'c Parameter, is: &'c Parameter) {
        let pair = |c: &'c Contract, p: &'c Parameter| c.media_types_of(&p.content).next();
        match (pair(self.old, was), pair(self.new, is)) {
            (Some((before_name, before)), Some((now_name, now)))
                if media_name(self.old.text(before_name.name)) == media_name(self.new.text(now_name.name)) =>
            {
                let (was_name, is_name) = (self.old.text(before_name.name), self.new.text(now_name.name));
                self.media_type(unit, (was_name, before), (is_name, now));
            }
            (None, None) => {}
            _ => self.parameter_content_changed(unit, was, is),
        }
    }

    fn parameter_content_changed(&mut self, unit: UnitId, was: &Parameter, is: &Parameter) {
        let row = match self.units[unit].direction {
            Direction::Response => Structure::ResponseParameterContentChanged,
            _ => Structure::RequestParameterContentChanged,
        };
        let message = format!("{} is described in another form", self.noun(unit));
        self.emit(unit, Coordinate::Structure(row), spot(was.name_at, "before"), spot(is.name_at, "now"), message, "");
    }
}

/// How a value of some types is written, as far as they let it show: `explode` means nothing on a primitive, and there
/// all styles of a query are one.
fn written(parameter: &Parameter, types: Types) -> String {
    let (list, object) = (types.overlaps(Types::ARRAY), types.overlaps(Types::OBJECT));
    let style = match parameter.style {
        Style::SpaceDelimited | Style::PipeDelimited if parameter.explode && !object => Style::Form,
        Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject | Style::TabDelimited
            if !list && !object && !types.is_empty() =>
        {
            Style::Form
        }
        style => style,
    };
    let name = match style {
        Style::Matrix => "matrix",
        Style::Label => "label",
        Style::Simple => "simple",
        Style::Form => "form",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::DeepObject => "deepObject",
        Style::Cookie => "cookie",
        Style::TabDelimited => "tabs",
    };
    let shows = object || (list && style != Style::Simple);
    let shows = shows && style != Style::DeepObject;
    match (shows, parameter.explode) {
        (false, _) => name.to_owned(),
        (true, true) => format!("{name}, exploded"),
        (true, false) => format!("{name}, not exploded"),
    }
}
