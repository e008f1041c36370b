//! What objects say about properties that they do not describe.

use super::Pair;
use super::flat::Flat;
use crate::contract::keywords::Keyword;
use crate::contract::{At, SchemaView};
use crate::diff::aspects::Aspect;
use crate::diff::change::{Direction, Effect, Subject};
use crate::diff::walk::{Step, Walk};

#[derive(Clone, Copy)]
pub(super) enum Openness<'c> {
    /// Nothing else is accepted.
    Closed,
    /// Nothing is said, beside properties that are: others are accepted, but nobody declares to send any.
    Silent,
    /// What matches a schema.
    Schema(SchemaView<'c>),
    /// Anything, and it may be sent.
    Any,
}

impl Openness<'_> {
    fn shown(self) -> &'static str {
        match self {
            Openness::Closed => "none",
            Openness::Schema(_) => "those of a schema",
            Openness::Silent | Openness::Any => "any",
        }
    }
}

impl<'c> Flat<'c> {
    /// What the object says about properties that it does not describe.
    pub(super) fn openness(&self) -> Result<Openness<'c>, ()> {
        let Some(part) = self.only(Keyword::AdditionalProperties)? else {
            let any = self.properties.is_empty() && !self.has(Keyword::PatternProperties);
            return Ok(if any { Openness::Any } else { Openness::Silent });
        };
        // Beside properties of other parts `additionalProperties` speaks of those as well (Core §10.3.2.3).
        let own = part.properties().count();
        let all: usize = self.parts.iter().map(|p| p.properties().count()).sum();
        let Some(schema) = part.child(Keyword::AdditionalProperties) else { return Ok(Openness::Any) };
        let resolved = schema.resolved();
        Ok(match resolved.get().boolean {
            Some(true) => Openness::Any,
            Some(false) if own == all => Openness::Closed,
            None if resolved.entries().is_empty() => Openness::Any,
            None if own == all => Openness::Schema(schema),
            _ => return Err(()),
        })
    }
}

impl<'c> Walk<'c> {
    pub(super) fn openness(&mut self, pair: Pair<'_, 'c>, was: Result<Openness<'c>, ()>, is: Result<Openness<'c>, ()>) {
        let (old_at, new_at) =
            (pair.old.spot_of(Keyword::AdditionalProperties), pair.new.spot_of(Keyword::AdditionalProperties));
        let (Ok(was), Ok(is)) = (was, is) else {
            let same = was.is_err() && is.is_err() && self.same_parts(pair, Keyword::AdditionalProperties);
            if !same {
                self.rewritten(pair, Aspect::AdditionalProperties, Keyword::AdditionalProperties);
            }
            return;
        };
        use Openness::{Any, Closed, Schema, Silent};
        let (aspect, effect) = match (was, is) {
            (Closed, Closed) | (Silent | Any, Silent | Any) => {
                return self.may_send_anything(pair, was, is, old_at, new_at);
            }
            (Schema(was), Schema(is)) => {
                let subject = if pair.subject == Subject::Body { Subject::Property } else { pair.subject };
                return self.schemas(pair.unit, was.id, is.id, Step::Values, subject);
            }
            (Silent, Closed) => (Aspect::UndescribedProperties, Effect::Narrows),
            (Closed, Silent) => (Aspect::UndescribedProperties, Effect::Widens),
            (Any | Schema(_), Closed) => (Aspect::AdditionalProperties, Effect::Narrows),
            (Closed, Any | Schema(_)) => (Aspect::AdditionalProperties, Effect::Widens),
            (Any | Silent, Schema(_)) => (Aspect::AdditionalProperties, Effect::MayNarrow),
            (Schema(_), Any | Silent) => (Aspect::AdditionalProperties, Effect::MayWiden),
        };
        // Nobody declares to send more than is described where nothing is said, so describing it more closely takes
        // nothing from a declared sender.
        let (aspect, effect) = match (pair.direction, was, is) {
            (Direction::Request, Silent, Schema(_)) => (Aspect::UndescribedProperties, Effect::Narrows),
            (Direction::Response, Schema(_), Silent) => (Aspect::UndescribedProperties, Effect::Widens),
            _ => (aspect, effect),
        };
        self.aspect(pair, aspect, effect, old_at, new_at, was.shown(), is.shown());
    }

    /// Between saying nothing and saying that anything goes, what is accepted stays, but what may be sent changes.
    fn may_send_anything(&mut self, pair: Pair<'_, 'c>, was: Openness<'c>, is: Openness<'c>, old_at: At, new_at: At) {
        let written = |flat: &Flat<'c>| flat.has(Keyword::AdditionalProperties);
        match (was, is) {
            (Openness::Silent, Openness::Any) if written(pair.new) => {
                let (was, is) = ("not spoken of", "allowed");
                self.aspect(pair, Aspect::UndescribedProperties, Effect::Widens, old_at, new_at, was, is);
            }
            (Openness::Any, Openness::Silent) if written(pair.old) => {
                let (was, is) = ("allowed", "not spoken of");
                self.aspect(pair, Aspect::AdditionalProperties, Effect::MayWiden, old_at, new_at, was, is);
            }
            _ => {}
        }
    }
}
