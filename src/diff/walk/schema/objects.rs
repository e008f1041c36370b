//! Properties of objects: which there are, and which are required.

use super::Pair;
use super::flat::Flat;
use super::openness::Openness;
use crate::contract::keywords::Keyword;
use crate::contract::schema::NamedSchema;
use crate::contract::{At, Name, SchemaView, Types};
use crate::diff::aspects::Aspect;
use crate::diff::change::{Direction, Effect, Subject};
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::compare::{is_prose, same_schema};
use crate::diff::walk::{Certainty, Notation, Spot, Step, Walk, around, spot};

impl<'c> Walk<'c> {
    pub(super) fn objects(&mut self, pair: Pair<'_, 'c>) {
        if !Self::matters(pair, Types::OBJECT) {
            return;
        }
        self.counts(
            pair,
            [
                (Aspect::MaxProperties, Keyword::MaxProperties, true),
                (Aspect::MinProperties, Keyword::MinProperties, false),
            ],
        );
        self.required(pair);
        let (was, is) = (pair.old.openness(), pair.new.openness());
        for &name in &pair.old.order {
            let old = &pair.old.properties[&name];
            match pair.new.properties.get(&name) {
                Some(new) => self.both_properties(pair, name, old, new),
                None => self.property_removed(pair, name, old, is),
            }
        }
        for &name in &pair.new.order {
            if !pair.old.properties.contains_key(&name) {
                let new = &pair.new.properties[&name];
                self.property_added(pair, name, new, was);
            }
        }
        self.openness(pair, was, is);
    }

    fn required(&mut self, pair: Pair<'_, 'c>) {
        let (old, new) = (pair.old, pair.new);
        let emit = |walk: &mut Self, name: Name, effect: Effect, old: Spot, new: Spot, text: &str| {
            // Whatever the object is, what is required is a property of it.
            let subject = if pair.subject == Subject::Body { Subject::Property } else { pair.subject };
            let coordinate = Coordinate::Schema(pair.direction, subject, Aspect::Required, effect);
            let message = format!("{} {text}", walk.property_noun(pair.unit, name));
            let about = walk.old.text(name).to_owned();
            walk.emit(pair.unit, coordinate, old, new, message, &about);
        };
        for (&name, &at) in new.required.iter().filter(|(name, _)| !old.required.contains_key(*name)) {
            match old.properties.get(&name).and_then(|p| p.first()) {
                Some(property) => {
                    let was = spot(property.key, "was optional");
                    emit(self, name, Effect::Narrows, was, spot(at, "required now"), "became required");
                }
                None => {
                    let was = around(self.counterpart(old, at), "was not described");
                    emit(self, name, Effect::Narrows, was, spot(at, "required now"), "is new and required");
                }
            }
        }
        for (&name, &at) in old.required.iter().filter(|(name, _)| !new.required.contains_key(*name)) {
            match new.properties.get(&name).and_then(|p| p.first()) {
                Some(property) => {
                    let is = spot(property.key, "optional now");
                    emit(self, name, Effect::Widens, spot(at, "was required"), is, "became optional");
                }
                None => {
                    let is = around(self.counterpart(new, at), "not described now");
                    emit(self, name, Effect::Widens, spot(at, "was required"), is, "was required and is gone");
                }
            }
        }
    }

    fn both_properties(&mut self, pair: Pair<'_, 'c>, name: Name, old: &[NamedSchema<'c>], new: &[NamedSchema<'c>]) {
        let subject = if pair.subject == Subject::Body { Subject::Property } else { pair.subject };
        if let ([was], [is]) = (old, new) {
            return self.schemas(pair.unit, was.schema.id, is.schema.id, Step::Property(name), subject);
        }
        // Several parts describe it. Those that stand on both sides cancel; one left on each side is compared.
        let mut left: Vec<_> = new.to_vec();
        let mut lost = Vec::new();
        for was in old {
            match left.iter().position(|is| same_schema(was.schema, is.schema)) {
                Some(at) => drop(left.remove(at)),
                None => lost.push(*was),
            }
        }
        match (&lost[..], &left[..]) {
            ([], []) => {}
            ([was], [is]) => {
                self.schemas_with(
                    pair.unit,
                    was.schema.id,
                    is.schema.id,
                    Step::Property(name),
                    subject,
                    Certainty::BesideAlternatives,
                );
            }
            ([], [..]) | ([..], []) => {
                let (effect, text) = if lost.is_empty() {
                    (Effect::MayNarrow, "must also be what one more schema says")
                } else {
                    (Effect::MayWiden, "need no longer be what one more schema says")
                };
                let message = format!("{} {text}", self.property_noun(pair.unit, name));
                let coordinate = Coordinate::Schema(pair.direction, subject, Aspect::Conjunction, effect);
                let place = |all: &[NamedSchema<'c>], some: &[NamedSchema<'c>]| some.first().unwrap_or(&all[0]).key;
                let (old, new) = (spot(place(old, &lost), "before"), spot(place(new, &left), "now"));
                let about = self.old.text(name).to_owned();
                self.emit(pair.unit, coordinate, old, new, message, &about);
            }
            _ => {
                let message = format!("{} is described by other schemas at once", self.property_noun(pair.unit, name));
                let coordinate = Coordinate::Schema(pair.direction, subject, Aspect::Presence, Effect::Rewrites);
                let about = self.old.text(name).to_owned();
                self.emit(pair.unit, coordinate, spot(old[0].key, "before"), spot(new[0].key, "now"), message, &about);
            }
        }
    }

    /// A property that only the old side describes. `is` is what the new one says of undescribed properties.
    fn property_removed(
        &mut self,
        pair: Pair<'_, 'c>,
        name: Name,
        old: &[NamedSchema<'c>],
        is: Result<Openness<'c>, ()>,
    ) {
        let about = self.old.text(name).to_owned();
        let noun = self.property_noun(pair.unit, name);
        let place = self.counterpart(pair.new, old[0].key);
        let was = spot(old[0].key, "was described");
        let subject = if pair.subject == Subject::Body { Subject::Property } else { pair.subject };
        let schema_row = |effect| Coordinate::Schema(pair.direction, subject, Aspect::Presence, effect);
        let (coordinate, label, message) = match (pair.direction, is) {
            (Direction::Request, Ok(Openness::Closed)) => {
                (schema_row(Effect::Narrows), "not accepted now", format!("{noun} is no longer accepted"))
            }
            (Direction::Request, Ok(Openness::Schema(rest))) => {
                self.schemas(pair.unit, old[0].schema.id, rest.id, Step::Property(name), subject);
                (
                    Coordinate::Structure(Structure::RequestPropertyRemoved),
                    "not described now",
                    format!("{noun} is no longer described"),
                )
            }
            (Direction::Request, Ok(_)) => (
                Coordinate::Structure(Structure::RequestPropertyRemoved),
                "not described now",
                format!("{noun} is no longer described"),
            ),
            (Direction::Request, Err(())) => {
                (schema_row(Effect::Rewrites), "not described now", format!("{noun} is no longer described"))
            }
            // If it was required, that it may be missing is a change of its own.
            _ if pair.old.required.contains_key(&name) && !pair.new.required.contains_key(&name) => return,
            // Whatever the server sends by this name now, it sends where anything may be sent, or where the name is required.
            (_, Ok(openness @ (Openness::Any | Openness::Silent)))
                if (matches!(openness, Openness::Any) || pair.new.required.contains_key(&name))
                    && !accepts_anything(old[0].schema) =>
            {
                let message = format!("{noun} is no longer described, and anything may be sent in its place");
                (schema_row(Effect::MayWiden), "anything may be sent now", message)
            }
            (_, Ok(Openness::Schema(rest))) => {
                self.schemas(pair.unit, old[0].schema.id, rest.id, Step::Property(name), subject);
                (Coordinate::Structure(Structure::ResponsePropertyRemoved), "gone", format!("{noun} is gone"))
            }
            _ => (Coordinate::Structure(Structure::ResponsePropertyRemoved), "gone", format!("{noun} is gone")),
        };
        self.emit(pair.unit, coordinate, was, around(place, label), message, &about);
    }

    /// A property that only the new side describes. `was` is what the old one said of undescribed properties.
    fn property_added(
        &mut self,
        pair: Pair<'_, 'c>,
        name: Name,
        new: &[NamedSchema<'c>],
        was: Result<Openness<'c>, ()>,
    ) {
        let about = self.old.text(name).to_owned();
        let noun = self.property_noun(pair.unit, name);
        let place = self.counterpart(pair.old, new[0].key);
        let subject = if pair.subject == Subject::Body { Subject::Property } else { pair.subject };
        let schema_row = |effect| Coordinate::Schema(pair.direction, subject, Aspect::Presence, effect);
        let is = spot(new[0].key, "described now");
        let required = pair.new.required.contains_key(&name);
        let (coordinate, label, message) = match (pair.direction, was) {
            (Direction::Request, Ok(Openness::Any))
                // In JSON an object that described nothing is asked about as a whole, and of bare texts nobody is asked.
                if !pair.old.properties.is_empty()
                    || pair.old.has(Keyword::AdditionalProperties)
                    || self.units[pair.unit].notation != Notation::Typed =>
            {
                if accepts_anything(new[0].schema) {
                    (
                        Coordinate::Structure(Structure::RequestPropertyAdded),
                        "was undescribed",
                        format!("{noun} is new"),
                    )
                } else {
                    let message = format!("{noun} is described now, where anything could be sent");
                    (schema_row(Effect::MayNarrow), "anything could be sent", message)
                }
            }
            (Direction::Request, Ok(Openness::Schema(rest))) => {
                self.schemas(pair.unit, rest.id, new[0].schema.id, Step::Property(name), subject);
                (Coordinate::Structure(Structure::RequestPropertyAdded), "was undescribed", format!("{noun} is new"))
            }
            (Direction::Request, _) => {
                // That it is required is a change of its own.
                if required && !pair.old.required.contains_key(&name) {
                    return;
                }
                (Coordinate::Structure(Structure::RequestPropertyAdded), "was not described", format!("{noun} is new"))
            }
            (_, Ok(Openness::Closed)) => (
                schema_row(Effect::Widens),
                "nothing else was allowed",
                format!("{noun} is new, where nothing else was allowed"),
            ),
            (_, Ok(Openness::Schema(rest))) => {
                self.schemas(pair.unit, rest.id, new[0].schema.id, Step::Property(name), subject);
                (Coordinate::Structure(Structure::ResponsePropertyAdded), "was undescribed", format!("{noun} is new"))
            }
            (_, Err(())) => (schema_row(Effect::Rewrites), "was not described", format!("{noun} is new")),
            _ => {
                (Coordinate::Structure(Structure::ResponsePropertyAdded), "was not described", format!("{noun} is new"))
            }
        };
        self.emit(pair.unit, coordinate, around(place, label), is, message, &about);
    }

    /// Where a side would describe the property that the other one has at `other`, as a key of `properties` or as an
    /// entry of `required`: in the part that stands at the same place, or else in the first one with properties. So
    /// what comes to a part that many schemas share is one change.
    fn counterpart(&self, flat: &Flat<'c>, other: At) -> At {
        let doc = self.old.sources.doc(other.doc);
        let holder = doc.parent(other.node).and_then(|list| doc.parent(list)).map(|schema| doc.pointer(schema));
        let pointer = |part: &SchemaView<'c>| self.old.sources.doc(part.at().doc).pointer(part.at().node);
        let same = holder.and_then(|holder| flat.parts.iter().find(|part| pointer(part) == holder));
        same.and_then(|part| part.value_at(Keyword::Properties)).unwrap_or_else(|| flat.spot_of(Keyword::Properties))
    }
}

/// Whether a schema accepts every value: it says nothing, or is `true`.
pub(in crate::diff::walk) fn accepts_anything(schema: SchemaView<'_>) -> bool {
    let schema = schema.resolved();
    schema.get().boolean != Some(false) && schema.entries().iter().all(|e| is_prose(e.keyword))
}
