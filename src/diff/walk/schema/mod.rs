//! Schemas side by side. References, `allOf` and single alternatives are looked through, so that the same promise in
//! another composition is no change; what is left is compared keyword by keyword.

mod arrays;
mod discriminators;
mod flat;
mod numbers;
mod objects;
mod openness;
mod others;
mod strings;
mod types;
mod unions;

use crate::contract::keywords::Keyword;
use crate::contract::{At, Problem, SchemaView, Types};
use crate::diff::aspects::Aspect;
use crate::diff::change::{Direction, Effect, Subject};
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::compare::{canonical, is_prose};
use crate::diff::walk::messages::quoted;
use crate::diff::walk::{UnitId, Walk, around, spot};
use flat::Flat;
pub(super) use flat::{looked_through, possible_types};
pub(super) use objects::accepts_anything;

/// A pair under comparison.
#[derive(Clone, Copy)]
struct Pair<'f, 'c> {
    unit: UnitId,
    direction: Direction,
    subject: Subject,
    old: &'f Flat<'c>,
    new: &'f Flat<'c>,
}

impl<'c> Walk<'c> {
    pub(super) fn schema(&mut self, unit: UnitId, old: SchemaView<'c>, new: SchemaView<'c>) {
        let direction = self.units[unit].direction;
        let same_text = self.same_text(old.at(), new.at());
        if same_text && !self.refers(old) {
            return;
        }
        if !same_text {
            self.schema_prose(unit, old, new);
        }
        if self.fault_inside(unit, old, new) {
            return;
        }
        let (flat_old, flat_new) = (Flat::of(old, direction), Flat::of(new, direction));
        self.parts.extend(flat_old.parts.iter().skip(1).map(|part| part.at()));
        let pair = Pair { unit, direction, subject: self.units[unit].subject, old: &flat_old, new: &flat_new };
        if flat_old.impossible || flat_new.impossible {
            match (flat_old.impossible, flat_new.impossible) {
                (false, true) => self.aspect(pair, Aspect::Boolean, Effect::Narrows, flat_old.at, flat_new.at, "", ""),
                (true, false) => self.aspect(pair, Aspect::Boolean, Effect::Widens, flat_old.at, flat_new.at, "", ""),
                _ => {}
            }
            return;
        }
        let before = self.drafts.len();
        if !self.types(pair) || self.lifted(pair, old, new) {
            return;
        }
        self.enums(pair);
        self.numbers(pair);
        self.strings(pair);
        self.arrays(pair);
        self.objects(pair);
        self.unions(pair);
        self.others(pair);
        self.discriminators(pair);
        if !same_text && self.drafts.len() == before {
            self.idle(pair);
        }
    }

    /// Whether anything inside a schema is a reference, so that the same text may mean something else.
    fn refers(&self, schema: SchemaView<'c>) -> bool {
        let view = self.old.view(schema.at());
        let (start, end) = view.range();
        let text = &view.doc.text.as_bytes()[start as usize..end as usize];
        // `$ref` and `$dynamicRef`, and `\\u0024` for a sign that somebody escaped.
        memchr::memchr2_iter(b'$', b'\\', text).any(|at| {
            let rest = &text[at + 1..];
            rest.starts_with(b"ref") || rest.starts_with(b"dynamicRef") || rest.starts_with(b"u")
        })
    }

    /// Keywords that differ and still changed nothing: they speak of types that no value here has.
    fn idle(&mut self, pair: Pair<'_, 'c>) {
        let flats = [pair.old, pair.new];
        let mut keywords: Vec<Keyword> =
            flats.iter().flat_map(|f| &f.parts).flat_map(|p| p.entries()).map(|e| e.keyword).collect();
        keywords.sort_unstable();
        keywords.dedup();
        keywords.retain(|k| {
            let composed = matches!(k, Keyword::Ref | Keyword::AllOf | Keyword::AnyOf | Keyword::OneOf);
            // What is compared on its own turn is not idle.
            let compared = matches!(
                k,
                Keyword::Properties | Keyword::Items | Keyword::PrefixItems | Keyword::AdditionalProperties
            ) && Self::matters(pair, Types::OBJECT.with(Types::ARRAY));
            !composed && !compared && !is_prose(*k)
        });
        for keyword in keywords {
            if !self.same_parts(pair, keyword) {
                // What says which types there are speaks of every value: it was said in another way. So was what a
                // format said and the content says now.
                let content = [Keyword::Format, Keyword::ContentEncoding, Keyword::ContentMediaType].contains(&keyword);
                if keyword == Keyword::Type || (content && strings::same_bytes(pair)) {
                    self.restructured(pair.unit);
                    continue;
                }
                let message =
                    format!("`{}` of the {} changed, and says nothing there", keyword.as_str(), self.noun(pair.unit));
                let (old, new) = (pair.old.spot_of(keyword), pair.new.spot_of(keyword));
                let row = Coordinate::Structure(Structure::IdleKeywordChanged);
                self.emit(pair.unit, row, spot(old, "before"), spot(new, "now"), message, keyword.as_str());
            }
        }
    }

    /// A reference that leads nowhere, or a node of the wrong type, directly in a schema: nothing is certain about it.
    fn fault_inside(&mut self, unit: UnitId, old: SchemaView<'c>, new: SchemaView<'c>) -> bool {
        let fault = |walk: &Self, side: usize, schema: SchemaView<'c>| {
            let faults = &walk.faults[side];
            if faults.is_empty() {
                return None;
            }
            schema.conjuncts().iter().find_map(|part| {
                let doc = part.at().doc;
                let inside = part.entries().iter().map(|entry| At { doc, node: entry.node });
                std::iter::once(part.at()).chain(inside).find(|at| faults.contains_key(at))
            })
        };
        let (in_old, in_new) = (fault(self, 0, old), fault(self, 1, new));
        if in_old.is_none() && in_new.is_none() {
            return false;
        }
        // The same fault on both sides, in the same words, is no change.
        let both = in_old.is_some() && in_new.is_some();
        if !(both && self.same(self.old.view(old.at()), self.new.view(new.at()))) {
            let said = |side: usize, at: Option<At>| at.and_then(|at| self.faults[side].get(&at)).copied();
            let (was, is) = (said(0, in_old), said(1, in_new));
            let why = is.or(was).map_or("it is faulty", |problem| problem.message.as_str());
            let message = format!("the {} cannot be compared: {why}", self.noun(unit));
            let label = |problem: Option<&Problem>| match problem {
                Some(problem) => problem.label.clone(),
                None => "cannot be compared".to_owned(),
            };
            let (was, is) = (label(was), label(is));
            self.emit(
                unit,
                Coordinate::Structure(Structure::FaultySide),
                spot(in_old.unwrap_or(old.at()), was),
                spot(in_new.unwrap_or(new.at()), is),
                message,
                "",
            );
        }
        true
    }

    /// Notes a change of an aspect. `was` and `is` are the labels; where both are empty the table's words do.
    #[allow(clippy::too_many_arguments)]
    fn aspect(&mut self, pair: Pair<'_, 'c>, aspect: Aspect, effect: Effect, old: At, new: At, was: &str, is: &str) {
        let text = aspect.row().effects.iter().find(|w| w.0 == effect).map_or("changed", |w| w.2);
        let noun = self.noun(pair.unit);
        let values = match (was, is) {
            ("", "") => String::new(),
            (was, "") => format!(": {was}"),
            ("", is) => format!(": {is}"),
            (was, is) => format!(": {was} before, {is} now"),
        };
        // A keyword that a side lacks has the place of the schema.
        let side = |at: At, flat: &Flat<'c>, label: &str, word: &str| {
            let label = if label.is_empty() { word } else { label };
            if at == flat.at { around(at, label) } else { spot(at, label) }
        };
        let (old, new) = (side(old, pair.old, was, "before"), side(new, pair.new, is, "now"));
        let coordinate = Coordinate::Schema(pair.direction, pair.subject, aspect, effect);
        self.emit(pair.unit, coordinate, old, new, format!("{noun} {text}{values}"), "");
    }

    /// A value for a message: short, in backticks.
    fn shown(&self, at: At) -> String {
        let view = self.old.view(at);
        quoted(&view.as_scalar().map_or_else(|| canonical(view), std::borrow::Cow::into_owned))
    }

    /// Whether a keyword can matter: the values that both sides share have a type that it speaks of, and no closed
    /// list decides alone.
    fn matters(pair: Pair<'_, 'c>, types: Types) -> bool {
        let (was, is) = (pair.old.types.non_null(), pair.new.types.non_null());
        was.overlaps(types) && is.overlaps(types) && !(pair.old.values.is_some() && pair.new.values.is_some())
    }
}
