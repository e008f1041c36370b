//! Schemas side by side. References, `allOf` and single alternatives are looked through, so that the same promise in
//! another composition is no change; what is left is compared keyword by keyword.

use std::collections::BTreeMap;

use super::compare::{canonical, disjoint, is_prose, same_schema, same_value, type_of};
use super::messages::quoted;
use super::{Certainty, Step, UnitId, Walk, around, spot};
use crate::contract::keywords::Keyword;
use crate::contract::schema::NamedSchema;
use crate::contract::{At, Name, Problem, SchemaView, Types};
use crate::diff::aspects::Aspect;
use crate::diff::change::{Direction, Effect, Subject};
use crate::diff::checks::{Coordinate, Structure};
use crate::source::scalar::{self, Decimal};

/// A schema with all that applies to the same value beside it.
struct Flat<'c> {
    /// The schema itself.
    at: At,
    parts: Vec<SchemaView<'c>>,
    /// The types; all where none is said.
    types: Types,
    typed: bool,
    /// Whether the types are those of the alternatives, which are compared for themselves.
    typed_by_union: bool,
    /// Whether null is a value. Known only where types are said.
    null: bool,
    /// The values of `enum` and `const` but null, if there is a closed list.
    values: Option<BTreeMap<String, At>>,
    /// Unions of more than one alternative: the keyword and the alternatives but null.
    unions: Vec<(SchemaView<'c>, Keyword, Vec<SchemaView<'c>>)>,
    properties: BTreeMap<Name, Vec<NamedSchema<'c>>>,
    /// The names of properties in the order of the text.
    order: Vec<Name>,
    required: BTreeMap<Name, At>,
    /// `false` anywhere: nothing is accepted.
    impossible: bool,
}

impl<'c> Flat<'c> {
    fn of(schema: SchemaView<'c>, direction: Direction) -> Self {
        let mut flat = Flat {
            at: schema.at(),
            parts: Vec::new(),
            types: Types::every(),
            typed: false,
            typed_by_union: false,
            null: false,
            values: None,
            unions: Vec::new(),
            properties: BTreeMap::new(),
            order: Vec::new(),
            required: BTreeMap::new(),
            impossible: false,
        };
        let mut null_branch = false;
        flat.collect(schema, &mut null_branch);
        for part in flat.parts.clone() {
            flat.take_in(part, direction);
        }
        if !flat.typed && flat.unions.len() == 1 {
            let branches = &flat.unions[0].2;
            let all = branches.iter().map(|b| b.all_types());
            if !branches.is_empty() && all.clone().all(|t| !t.is_empty()) {
                let types = all.fold(Types::NONE, Types::with);
                flat.types = if types.contains(Types::NUMBER) { types.with(Types::INTEGER) } else { types };
                flat.typed = true;
                flat.typed_by_union = true;
            }
        }
        if flat.typed {
            let listed = flat.parts.iter().flat_map(|p| p.enum_values()).collect::<Vec<_>>();
            let may = listed.is_empty() || listed.iter().any(|v| type_of(*v) == Types::NULL);
            flat.null = null_branch || (flat.types.contains(Types::NULL) && may);
        }
        if direction != Direction::None {
            flat.hide(direction);
        }
        flat
    }

    /// All schemas that apply to the same value: behind references, in `allOf`, and the one alternative of a union
    /// that has no other but null.
    fn collect(&mut self, schema: SchemaView<'c>, null_branch: &mut bool) {
        let mut pending = vec![schema];
        while let Some(part) = pending.pop() {
            if self.parts.len() >= crate::contract::schema::MOST_CONJUNCTS || self.parts.iter().any(|p| p.id == part.id)
            {
                continue;
            }
            self.parts.push(part);
            let mut next: Vec<_> = part.child(Keyword::Ref).into_iter().chain(part.children(Keyword::AllOf)).collect();
            for keyword in [Keyword::AnyOf, Keyword::OneOf] {
                if !part.has(keyword) {
                    continue;
                }
                let is_null = |s: &SchemaView<'_>| s.resolved().types() == Types::NULL;
                let mut branches: Vec<_> = part.children(keyword).collect();
                let before = branches.len();
                branches.retain(|b| !is_null(b));
                *null_branch |= branches.len() < before;
                if branches.len() == 1 {
                    next.push(branches[0].resolved());
                } else {
                    self.unions.push((part, keyword, branches));
                }
            }
            next.reverse();
            pending.extend(next);
        }
    }

    fn take_in(&mut self, part: SchemaView<'c>, direction: Direction) {
        let _ = direction;
        self.impossible |= part.get().boolean == Some(false);
        let types = part.types();
        if !types.is_empty() {
            let types = if types.contains(Types::NUMBER) { types.with(Types::INTEGER) } else { types };
            self.types = if self.typed { self.types.both(types) } else { types };
            self.typed = true;
        }
        if part.has(Keyword::Enum) || part.has(Keyword::Const) {
            let doc = part.at().doc;
            let listed = part.value(Keyword::Const).into_iter().chain(part.enum_values());
            let values: BTreeMap<String, At> =
                listed.filter(|v| type_of(*v) != Types::NULL).map(|v| (canonical(v), At { doc, node: v.at })).collect();
            if !self.typed && !values.is_empty() {
                let kinds = part.value(Keyword::Const).into_iter().chain(part.enum_values());
                self.types = kinds.fold(Types::NONE, |types, v| types.with(type_of(v)));
                self.typed = true;
            }
            self.values = Some(match self.values.take() {
                Some(known) => known.into_iter().filter(|(v, _)| values.contains_key(v)).collect(),
                None => values,
            });
        }
        for property in part.properties() {
            let known = self.properties.entry(property.name).or_default();
            if known.is_empty() {
                self.order.push(property.name);
            }
            known.push(property);
        }
        for (name, at) in part.required() {
            self.required.entry(name).or_insert(at);
        }
    }

    /// Takes away what does not exist in this direction: `readOnly` properties in requests, `writeOnly` in responses.
    fn hide(&mut self, direction: Direction) {
        let keyword = if direction == Direction::Request { Keyword::ReadOnly } else { Keyword::WriteOnly };
        let hidden = |p: &NamedSchema<'_>| p.schema.conjuncts().iter().any(|c| c.flag(keyword));
        let gone: Vec<Name> =
            self.properties.iter().filter(|(_, p)| p.iter().any(hidden)).map(|(&name, _)| name).collect();
        for name in &gone {
            self.properties.remove(name);
            self.required.remove(name);
        }
        self.order.retain(|name| !gone.contains(name));
    }

    /// The only part that has a keyword; `Err` where several have it.
    fn only(&self, keyword: Keyword) -> Result<Option<SchemaView<'c>>, ()> {
        let mut having = self.parts.iter().filter(|p| p.has(keyword));
        match (having.next(), having.next()) {
            (first, None) => Ok(first.copied()),
            _ => Err(()),
        }
    }

    /// Whether every text is accepted as a string: no pattern, no list and no format says otherwise.
    fn any_text(&self) -> bool {
        let format = self.parts.iter().find_map(|p| p.text(Keyword::Format));
        let asserts = format.is_some_and(|f| FORMATS.iter().any(|row| row.0 == f));
        self.values.is_none() && !self.has(Keyword::Pattern) && !asserts
    }

    fn has(&self, keyword: Keyword) -> bool {
        self.parts.iter().any(|p| p.has(keyword))
    }

    /// The place of a keyword, or the schema's.
    fn spot_of(&self, keyword: Keyword) -> At {
        self.parts.iter().find_map(|p| p.value_at(keyword)).unwrap_or(self.at)
    }

    /// The tightest of a bound: the smallest (or greatest) value, whether it is itself excluded, and its place.
    fn bound(&self, inclusive: Keyword, exclusive: Keyword, smallest: bool) -> Option<(Decimal, bool, At)> {
        let mut found: Option<(Decimal, bool, At)> = None;
        for part in &self.parts {
            for (keyword, excluded) in [(inclusive, false), (exclusive, true)] {
                let Some(at) = part.value_at(keyword) else { continue };
                let Some(value) = part.contract.view(at).as_number().and_then(|n| scalar::decimal(&n)) else {
                    continue;
                };
                let (value, excluded) = self.whole_bound(value, excluded, smallest);
                let tighter = found.as_ref().is_none_or(|(known, known_excluded, _)| {
                    let order = value.cmp(known);
                    let order = if smallest { order } else { order.reverse() };
                    order.then(known_excluded.cmp(&excluded)).is_lt()
                });
                if tighter {
                    found = Some((value, excluded, at));
                }
            }
        }
        found
    }

    /// A bound on integers that is excluded is the next one included: `exclusiveMaximum: 6` is `maximum: 5`.
    fn whole_bound(&self, value: Decimal, excluded: bool, upper: bool) -> (Decimal, bool) {
        let integers = self.typed && !self.types.contains(Types::NUMBER);
        match value.to_i128() {
            Some(whole) if excluded && integers && whole.unsigned_abs() < 1 << 100 => {
                let next = if upper { whole - 1 } else { whole + 1 };
                scalar::decimal(&next.to_string()).map_or((value, excluded), |next| (next, false))
            }
            _ => (value, excluded),
        }
    }

    /// The tightest of a count, and its place.
    fn count(&self, keyword: Keyword, smallest: bool) -> Option<(u64, At)> {
        let values = self.parts.iter().filter_map(|p| {
            let at = p.value_at(keyword)?;
            Some((p.contract.view(at).as_u64()?, at))
        });
        if smallest { values.min_by_key(|v| v.0) } else { values.max_by_key(|v| v.0) }
    }

    /// What the object says about properties that it does not describe.
    fn openness(&self) -> Result<Openness<'c>, ()> {
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

#[derive(Clone, Copy)]
enum Openness<'c> {
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

    /// One schema against alternatives: it is the only alternative of its side. `true` if that settled the pair.
    fn lifted(&mut self, pair: Pair<'_, 'c>, old: SchemaView<'c>, new: SchemaView<'c>) -> bool {
        let bare = |flat: &Flat<'c>, part: SchemaView<'c>, keyword: Keyword| {
            flat.parts.len() == 1 && part.entries().iter().all(|e| e.keyword == keyword || is_prose(e.keyword))
        };
        let (was, is, old_at, new_at, exclusive) = match (&pair.old.unions[..], &pair.new.unions[..]) {
            ([], [(part, keyword, branches)]) if bare(pair.new, *part, *keyword) => {
                let at = part.value_at(*keyword).unwrap_or(pair.new.at);
                (vec![old], branches.clone(), pair.old.at, at, *keyword == Keyword::OneOf)
            }
            ([(part, keyword, branches)], []) if bare(pair.old, *part, *keyword) => {
                let at = part.value_at(*keyword).unwrap_or(pair.old.at);
                (branches.clone(), vec![new], at, pair.new.at, *keyword == Keyword::OneOf)
            }
            _ => return false,
        };
        self.alternatives(pair, &was, &is, old_at, new_at, false, exclusive);
        true
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
        if !(both && same_value(self.old.view(old.at()), self.new.view(new.at()))) {
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

    /// Compares types. `false` where nothing is left in common, so that no other keyword matters.
    fn types(&mut self, pair: Pair<'_, 'c>) -> bool {
        let Pair { old, new, .. } = pair;
        let (was, is) = (old.types.non_null(), new.types.non_null());
        let (old_at, new_at) = (old.spot_of(Keyword::Type), new.spot_of(Keyword::Type));
        if old.typed && new.typed && old.null != new.null {
            let effect = if new.null { Effect::Widens } else { Effect::Narrows };
            self.aspect(pair, Aspect::Null, effect, old_at, new_at, "", "");
        }
        // In a parameter and in a header a value is a text, and one type's texts may all be another's.
        let text = matches!(pair.subject, Subject::Parameter | Subject::Header);
        let reach = |flat: &Flat<'c>, types: Types| if text && flat.any_text() { texts(types) } else { types };
        let (was_reach, is_reach) = (reach(old, was), reach(new, is));
        let names = |flat: &Flat<'_>, types: Types| {
            if flat.typed { types.names().collect::<Vec<_>>().join(" or ") } else { "any type".to_owned() }
        };
        let shown = |flat: &Flat<'_>, types: Types| {
            // A number takes in integers; nobody writes both.
            let types = if types.contains(Types::NUMBER) { Types::minus(types, Types::INTEGER) } else { types };
            names(flat, types)
        };
        let effect = match (is_reach.contains(was_reach), was_reach.contains(is_reach)) {
            (true, true) => return true,
            (true, false) => Effect::Widens,
            (false, true) => Effect::Narrows,
            (false, false) => Effect::Replaces,
        };
        if !(old.typed_by_union || new.typed_by_union) {
            self.aspect(pair, Aspect::Type, effect, old_at, new_at, &shown(old, was), &shown(new, is));
        }
        was.overlaps(is) || old.typed_by_union || new.typed_by_union
    }

    fn enums(&mut self, pair: Pair<'_, 'c>) {
        let Pair { old, new, .. } = pair;
        let place = |flat: &Flat<'c>| {
            if flat.has(Keyword::Enum) { flat.spot_of(Keyword::Enum) } else { flat.spot_of(Keyword::Const) }
        };
        match (&old.values, &new.values) {
            (None, None) => {}
            (Some(was), Some(is)) => {
                for (value, &at) in was.iter().filter(|(v, _)| !is.contains_key(*v)) {
                    let shown = self.shown(at);
                    let (old, new) = (spot(at, format!("{shown} was here")), around(place(new), format!("no {shown}")));
                    self.value_change(pair, Effect::Narrows, old, new, &shown, value);
                }
                for (value, &at) in is.iter().filter(|(v, _)| !was.contains_key(*v)) {
                    let shown = self.shown(at);
                    let (old, new) = (around(place(old), format!("no {shown}")), spot(at, format!("{shown} is new")));
                    self.value_change(pair, Effect::Widens, old, new, &shown, value);
                }
            }
            (None, Some(values)) => {
                if !all_of(old, values) {
                    self.aspect(pair, Aspect::Closed, Effect::Narrows, old.at, place(new), "", "");
                }
            }
            (Some(values), None) => {
                if !all_of(new, values) {
                    self.aspect(pair, Aspect::Closed, Effect::Widens, place(old), new.at, "", "");
                }
            }
        }
    }

    fn value_change(
        &mut self,
        pair: Pair<'_, 'c>,
        effect: Effect,
        old: super::Spot,
        new: super::Spot,
        shown: &str,
        about: &str,
    ) {
        let verb = if effect == Effect::Narrows { "lost" } else { "gained" };
        let message = format!("{} {verb} the value {shown}", self.noun(pair.unit));
        let coordinate = Coordinate::Schema(pair.direction, pair.subject, Aspect::Enum, effect);
        self.emit(pair.unit, coordinate, old, new, message, about);
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

    fn numbers(&mut self, pair: Pair<'_, 'c>) {
        if !Self::matters(pair, Types::NUMBER.with(Types::INTEGER)) {
            return;
        }
        for (aspect, inclusive, exclusive, upper) in [
            (Aspect::Maximum, Keyword::Maximum, Keyword::ExclusiveMaximum, true),
            (Aspect::Minimum, Keyword::Minimum, Keyword::ExclusiveMinimum, false),
        ] {
            let (was, is) = (pair.old.bound(inclusive, exclusive, upper), pair.new.bound(inclusive, exclusive, upper));
            let rank = |b: &(Decimal, bool, At)| (b.0.clone(), b.1);
            let effect = match (&was, &is) {
                (None, None) => continue,
                (None, Some(_)) => Effect::Narrows,
                (Some(_), None) => Effect::Widens,
                (Some(was), Some(is)) if rank(was) == rank(is) => continue,
                (Some(was), Some(is)) => {
                    let order = if upper { is.0.cmp(&was.0) } else { was.0.cmp(&is.0) };
                    if order.then(was.1.cmp(&is.1)).is_lt() { Effect::Narrows } else { Effect::Widens }
                }
            };
            let at = |b: &Option<(Decimal, bool, At)>, flat: &Flat<'_>| b.as_ref().map_or(flat.at, |b| b.2);
            let label = |walk: &Self, b: &Option<(Decimal, bool, At)>| match b {
                Some(b) => walk.old.text_at(b.2).into_owned(),
                None => "none".to_owned(),
            };
            let (was_label, is_label) = (label(self, &was), label(self, &is));
            self.aspect(pair, aspect, effect, at(&was, pair.old), at(&is, pair.new), &was_label, &is_label);
        }
        self.multiples(pair);
    }

    fn multiples(&mut self, pair: Pair<'_, 'c>) {
        let read = |flat: &Flat<'c>| -> Option<(Decimal, At)> {
            let part = flat.parts.iter().find(|p| p.has(Keyword::MultipleOf))?;
            let at = part.value_at(Keyword::MultipleOf)?;
            Some((scalar::decimal(&part.contract.view(at).as_number()?)?, at))
        };
        let (was, is) = (read(pair.old), read(pair.new));
        let effect = match (&was, &is) {
            (None, None) => return,
            // Every integer is a multiple of 1 already.
            (None, Some((value, _))) if value.to_i128() == Some(1) && !pair.old.types.contains(Types::NUMBER) => return,
            (Some((value, _)), None) if value.to_i128() == Some(1) && !pair.new.types.contains(Types::NUMBER) => return,
            (None, Some(_)) => Effect::Narrows,
            (Some(_), None) => Effect::Widens,
            (Some(was), Some(is)) if was.0 == is.0 => return,
            (Some(was), Some(is)) => match (divides(&was.0, &is.0), divides(&is.0, &was.0)) {
                (true, _) => Effect::Narrows,
                (_, true) => Effect::Widens,
                _ => Effect::Replaces,
            },
        };
        let at = |b: &Option<(Decimal, At)>, flat: &Flat<'_>| b.as_ref().map_or(flat.at, |b| b.1);
        let label = |walk: &Self, b: &Option<(Decimal, At)>| {
            b.as_ref().map_or_else(|| "none".to_owned(), |b| walk.old.text_at(b.1).into_owned())
        };
        let (was_label, is_label) = (label(self, &was), label(self, &is));
        self.aspect(pair, Aspect::MultipleOf, effect, at(&was, pair.old), at(&is, pair.new), &was_label, &is_label);
    }

    /// Counts: lengths, items, properties.
    fn counts(&mut self, pair: Pair<'_, 'c>, rows: [(Aspect, Keyword, bool); 2]) {
        for (aspect, keyword, upper) in rows {
            let (was, is) = (pair.old.count(keyword, upper), pair.new.count(keyword, upper));
            // A least count of zero says nothing.
            let idle = |c: &Option<(u64, At)>| c.is_none_or(|c| !upper && c.0 == 0);
            let effect = match (was, is) {
                (was, is) if idle(&was) && idle(&is) => continue,
                (was, Some(_)) if idle(&was) => Effect::Narrows,
                (Some(_), is) if idle(&is) => Effect::Widens,
                (Some(was), Some(is)) if was.0 == is.0 => continue,
                (Some(was), Some(is)) => {
                    if (is.0 < was.0) == upper {
                        Effect::Narrows
                    } else {
                        Effect::Widens
                    }
                }
                _ => continue,
            };
            let label = |c: Option<(u64, At)>| c.map_or_else(|| "none".to_owned(), |c| c.0.to_string());
            let at = |c: Option<(u64, At)>, flat: &Flat<'_>| c.map_or(flat.at, |c| c.1);
            self.aspect(pair, aspect, effect, at(was, pair.old), at(is, pair.new), &label(was), &label(is));
        }
    }

    fn strings(&mut self, pair: Pair<'_, 'c>) {
        self.format(pair);
        if !Self::matters(pair, Types::STRING) {
            return;
        }
        self.counts(
            pair,
            [(Aspect::MaxLength, Keyword::MaxLength, true), (Aspect::MinLength, Keyword::MinLength, false)],
        );
        self.plain(pair, Aspect::Pattern, &[Keyword::Pattern]);
        self.rewrites(
            pair,
            Aspect::Content,
            &[Keyword::ContentEncoding, Keyword::ContentMediaType, Keyword::ContentSchema],
        );
    }

    fn format(&mut self, pair: Pair<'_, 'c>) {
        let read = |flat: &Flat<'c>| {
            let part = flat.parts.iter().find(|p| p.has(Keyword::Format))?;
            Some((part.text(Keyword::Format)?.into_owned(), part.value_at(Keyword::Format)?))
        };
        let (was, is) = (read(pair.old), read(pair.new));
        let text = |f: &Option<(String, At)>| f.as_ref().map(|f| f.0.clone());
        let (was_text, is_text) = (text(&was), text(&is));
        let decided = pair.old.values.is_some() && pair.new.values.is_some();
        if was_text == is_text || decided {
            return;
        }
        let at = |f: &Option<(String, At)>, flat: &Flat<'_>| f.as_ref().map_or(flat.at, |f| f.1);
        let (old_at, new_at) = (at(&was, pair.old), at(&is, pair.new));
        let label = |f: Option<&str>| f.map_or_else(|| "none".to_owned(), |f| format!("`{f}`"));
        for (effect, was, is) in format_effects(was_text.as_deref(), is_text.as_deref(), pair) {
            self.aspect(pair, Aspect::Format, effect, old_at, new_at, &label(was), &label(is));
        }
    }

    fn arrays(&mut self, pair: Pair<'_, 'c>) {
        if !Self::matters(pair, Types::ARRAY) {
            return;
        }
        self.counts(pair, [(Aspect::MaxItems, Keyword::MaxItems, true), (Aspect::MinItems, Keyword::MinItems, false)]);
        let unique = |flat: &Flat<'_>| flat.parts.iter().any(|p| p.flag(Keyword::UniqueItems));
        let (old_at, new_at) = (pair.old.spot_of(Keyword::UniqueItems), pair.new.spot_of(Keyword::UniqueItems));
        match (unique(pair.old), unique(pair.new)) {
            (false, true) => self.aspect(pair, Aspect::UniqueItems, Effect::Narrows, old_at, new_at, "", ""),
            (true, false) => self.aspect(pair, Aspect::UniqueItems, Effect::Widens, old_at, new_at, "", ""),
            _ => {}
        }
        let prefix = |flat: &Flat<'c>| -> Vec<SchemaView<'c>> {
            flat.parts.iter().flat_map(|p| p.children(Keyword::PrefixItems)).collect()
        };
        let (was, is) = (prefix(pair.old), prefix(pair.new));
        let items = |flat: &Flat<'c>| flat.only(Keyword::Items).map(|p| p.and_then(|p| p.child(Keyword::Items)));
        let (Ok(was_items), Ok(is_items)) = (items(pair.old), items(pair.new)) else {
            return self.rewritten(pair, Aspect::Items, Keyword::Items);
        };
        if was.len() != is.len() {
            return self.rewritten(pair, Aspect::Items, Keyword::PrefixItems);
        }
        for (was, is) in was.into_iter().zip(is) {
            self.schemas(pair.unit, was.id, is.id, Step::Items, pair.subject);
        }
        let idle = |s: Option<SchemaView<'c>>| {
            s.is_none_or(|s| s.resolved().entries().is_empty() && s.resolved().get().boolean != Some(false))
        };
        match (was_items, is_items) {
            (Some(was), Some(is)) => self.schemas(pair.unit, was.id, is.id, Step::Items, pair.subject),
            (was, is) if idle(was) && idle(is) => {}
            (None, Some(is)) => {
                self.aspect(pair, Aspect::Items, Effect::MayNarrow, pair.old.at, is.at(), "", "");
            }
            (Some(was), None) => {
                self.aspect(pair, Aspect::Items, Effect::MayWiden, was.at(), pair.new.at, "", "");
            }
            (None, None) => {}
        }
    }

    fn objects(&mut self, pair: Pair<'_, 'c>) {
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
        let emit = |walk: &mut Self, name: Name, effect: Effect, old: super::Spot, new: super::Spot, text: &str| {
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
            _ if pair.old.required.contains_key(&name) => return,
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
                if !pair.old.properties.is_empty() || pair.old.has(Keyword::AdditionalProperties) =>
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

    fn openness(&mut self, pair: Pair<'_, 'c>, was: Result<Openness<'c>, ()>, is: Result<Openness<'c>, ()>) {
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
            (Closed, Closed) | (Silent, Silent) | (Any, Any) | (Silent, Any) | (Any, Silent) => {
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

    fn unions(&mut self, pair: Pair<'_, 'c>) {
        let (old, new) = (&pair.old.unions, &pair.new.unions);
        match (&old[..], &new[..]) {
            ([], []) => {}
            ([(old_part, old_keyword, was)], [(new_part, new_keyword, is)]) => {
                let (old_at, new_at) = (old_part.value_at(*old_keyword), new_part.value_at(*new_keyword));
                let (old_at, new_at) = (old_at.unwrap_or(pair.old.at), new_at.unwrap_or(pair.new.at));
                let told_apart = pair.old.has(Keyword::Discriminator) && pair.new.has(Keyword::Discriminator);
                let exclusive = *old_keyword == Keyword::OneOf || *new_keyword == Keyword::OneOf;
                if old_keyword != new_keyword && !all_disjoint(was, told_apart) {
                    return self.aspect(pair, Aspect::Union, Effect::Rewrites, old_at, new_at, "", "");
                }
                self.alternatives(pair, was, is, old_at, new_at, told_apart, exclusive);
            }
            ([], [(part, keyword, _)]) => {
                let at = part.value_at(*keyword).unwrap_or(pair.new.at);
                self.aspect(pair, Aspect::Union, Effect::Rewrites, pair.old.at, at, "", "");
            }
            ([(part, keyword, _)], []) => {
                let at = part.value_at(*keyword).unwrap_or(pair.old.at);
                self.aspect(pair, Aspect::Union, Effect::Rewrites, at, pair.new.at, "", "");
            }
            _ => {
                let same = old.len() == new.len()
                    && old.iter().zip(new).all(|(was, is)| {
                        was.1 == is.1
                            && was.2.len() == is.2.len()
                            && was.2.iter().zip(&is.2).all(|(a, b)| same_schema(*a, *b))
                    });
                if !same {
                    self.aspect(pair, Aspect::Union, Effect::Rewrites, pair.old.at, pair.new.at, "", "");
                }
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn alternatives(
        &mut self,
        pair: Pair<'_, 'c>,
        was: &[SchemaView<'c>],
        is: &[SchemaView<'c>],
        old_at: At,
        new_at: At,
        told_apart: bool,
        exclusive: bool,
    ) {
        let matched = match_alternatives(was, is);
        // Looking at each alternative beside each other one is for unions that a person wrote.
        const MOST: usize = 100;
        let readable = was.len() <= MOST && is.len() <= MOST;
        let disjoint = |a, b| readable && disjoint(a, b);
        let certain = |all: &[SchemaView<'c>], one: usize| {
            told_apart || all.iter().enumerate().all(|(n, other)| n == one || disjoint(all[one], *other))
        };
        let weak = if exclusive { Certainty::AmongExclusive } else { Certainty::BesideAlternatives };
        for &(old, new) in &matched {
            let sure = certain(was, old) && certain(is, new);
            let certainty = if sure { self.units[pair.unit].certainty } else { weak };
            self.schemas_with(pair.unit, was[old].id, is[new].id, Step::Part, pair.subject, certainty);
        }
        for (number, branch) in was.iter().enumerate() {
            if matched.iter().any(|m| m.0 == number) {
                continue;
            }
            // A removed alternative is missed if none of those that stay accepts its values.
            let lost = is.iter().all(|stays| told_apart || disjoint(*branch, *stays));
            let effect = match (lost, exclusive) {
                (true, _) => Effect::Narrows,
                (false, false) => Effect::MayNarrow,
                (false, true) => Effect::Rewrites,
            };
            let name = self.alternative_name(*branch);
            let (old, new) = (spot(branch.at(), "was an alternative"), around(new_at, "no such alternative"));
            let doubt = if lost { "" } else { ", whose values others may accept as well" };
            self.alternative(pair, effect, old, new, &format!("lost {name}{doubt}"), &name);
        }
        for (number, branch) in is.iter().enumerate() {
            if matched.iter().any(|m| m.1 == number) {
                continue;
            }
            let fresh = was.iter().all(|known| told_apart || disjoint(*branch, *known));
            let effect = match (fresh, exclusive) {
                (true, _) => Effect::Widens,
                (false, false) => Effect::MayWiden,
                (false, true) => Effect::Rewrites,
            };
            let name = self.alternative_name(*branch);
            let (old, new) = (around(old_at, "no such alternative"), spot(branch.at(), "is an alternative now"));
            let doubt = if fresh { "" } else { ", whose values others may accept as well" };
            self.alternative(pair, effect, old, new, &format!("gained {name}{doubt}"), &name);
        }
    }

    fn alternative(
        &mut self,
        pair: Pair<'_, 'c>,
        effect: Effect,
        old: super::Spot,
        new: super::Spot,
        text: &str,
        about: &str,
    ) {
        let message = format!("{} {text}", self.noun(pair.unit));
        let coordinate = Coordinate::Schema(pair.direction, pair.subject, Aspect::Union, effect);
        self.emit(pair.unit, coordinate, old, new, message, about);
    }

    fn alternative_name(&self, branch: SchemaView<'c>) -> String {
        if let Some(name) = component_name(branch) {
            return format!("the alternative `{name}`");
        }
        if let Some(title) = branch.resolved().text(Keyword::Title) {
            return format!("the alternative `{title}`");
        }
        let types: Vec<_> = branch.all_types().names().collect();
        if types.is_empty() { "an alternative".to_owned() } else { format!("the alternative {}", types.join(" or ")) }
    }

    /// Keywords that the law alone cannot settle: added, removed, or changed in any way.
    fn others(&mut self, pair: Pair<'_, 'c>) {
        self.plain(pair, Aspect::Not, &[Keyword::Not]);
        self.plain(pair, Aspect::Condition, &[Keyword::If, Keyword::Then, Keyword::Else]);
        if Self::matters(pair, Types::ARRAY) {
            self.plain(pair, Aspect::Contains, &[Keyword::Contains, Keyword::MinContains, Keyword::MaxContains]);
        }
        if Self::matters(pair, Types::OBJECT) {
            self.plain(pair, Aspect::PropertyNames, &[Keyword::PropertyNames]);
            self.plain(pair, Aspect::PatternProperties, &[Keyword::PatternProperties]);
            self.plain(pair, Aspect::Dependent, &[Keyword::DependentRequired, Keyword::DependentSchemas]);
        }
        self.plain(pair, Aspect::Unevaluated, &[Keyword::UnevaluatedItems, Keyword::UnevaluatedProperties]);
        self.rewrites(pair, Aspect::Xml, &[Keyword::Xml]);
        self.rewrites(pair, Aspect::DynamicReference, &[Keyword::DynamicRef]);
        self.defaults(pair);
    }

    /// Whether the parts of both sides that have a keyword have the same values of it, in some order.
    fn same_parts(&self, pair: Pair<'_, 'c>, keyword: Keyword) -> bool {
        let having = |flat: &Flat<'c>| -> Vec<SchemaView<'c>> {
            flat.parts.iter().copied().filter(|p| p.has(keyword)).collect()
        };
        let (was, mut is) = (having(pair.old), having(pair.new));
        was.len() == is.len()
            && was.iter().all(|w| {
                let found = is.iter().position(|i| same_keyword(*w, *i, keyword));
                found.map(|at| is.remove(at)).is_some()
            })
    }

    fn plain(&mut self, pair: Pair<'_, 'c>, aspect: Aspect, keywords: &[Keyword]) {
        let any = |flat: &Flat<'_>| keywords.iter().any(|&k| flat.has(k));
        let place = |flat: &Flat<'_>| keywords.iter().find(|&&k| flat.has(k)).map_or(flat.at, |&k| flat.spot_of(k));
        let effect = match (any(pair.old), any(pair.new)) {
            (false, false) => return,
            (false, true) => Effect::MayNarrow,
            (true, false) => Effect::MayWiden,
            (true, true) if keywords.iter().all(|&k| self.same_parts(pair, k)) => return,
            (true, true) => Effect::Rewrites,
        };
        self.aspect(pair, aspect, effect, place(pair.old), place(pair.new), "", "");
    }

    fn rewrites(&mut self, pair: Pair<'_, 'c>, aspect: Aspect, keywords: &[Keyword]) {
        for &keyword in keywords {
            if !self.same_parts(pair, keyword) {
                self.rewritten(pair, aspect, keyword);
            }
        }
    }

    fn rewritten(&mut self, pair: Pair<'_, 'c>, aspect: Aspect, keyword: Keyword) {
        let (old, new) = (pair.old.spot_of(keyword), pair.new.spot_of(keyword));
        self.aspect(pair, aspect, Effect::Rewrites, old, new, "", "");
    }

    fn defaults(&mut self, pair: Pair<'_, 'c>) {
        if !self.same_parts(pair, Keyword::Default) {
            let (old, new) = (pair.old.spot_of(Keyword::Default), pair.new.spot_of(Keyword::Default));
            let label = |walk: &Self, flat: &Flat<'c>, at: At| {
                if flat.has(Keyword::Default) { walk.shown(at) } else { "none".to_owned() }
            };
            let (was, is) = (label(self, pair.old, old), label(self, pair.new, new));
            self.aspect(pair, Aspect::Default, Effect::Annotates, old, new, &was, &is);
        }
    }

    fn discriminators(&mut self, pair: Pair<'_, 'c>) {
        let find = |flat: &Flat<'c>| flat.parts.iter().copied().find(|p| p.has(Keyword::Discriminator));
        let (was, is) = (find(pair.old), find(pair.new));
        let (was, is) = match (was, is) {
            (None, None) => return,
            (Some(was), Some(is)) => (was, is),
            _ => {
                let (old, new) = (pair.old.spot_of(Keyword::Discriminator), pair.new.spot_of(Keyword::Discriminator));
                return self.aspect(pair, Aspect::Discriminator, Effect::Annotates, old, new, "", "");
            }
        };
        let (Some(old), Some(new)) = (was.discriminator(), is.discriminator()) else { return };
        let property = |at: Option<At>| at.map(|at| self.old.text_at(at).into_owned()).unwrap_or_default();
        let (old_property, new_property) = (property(old.property), property(new.property));
        if old_property != new_property {
            let (old_at, new_at) = (old.property.unwrap_or(old.at), new.property.unwrap_or(new.at));
            let (was, is) = (format!("`{old_property}`"), format!("`{new_property}`"));
            return self.aspect(pair, Aspect::Discriminator, Effect::Replaces, old_at, new_at, &was, &is);
        }
        let (was_map, is_map) = (effective_mapping(was), effective_mapping(is));
        for (value, &at) in was_map.iter().filter(|(v, _)| !is_map.contains_key(*v)) {
            let (old, new) = (spot(at, format!("`{value}` was here")), around(new.at, format!("no `{value}`")));
            self.discriminator_value(pair, Effect::Narrows, old, new, value);
        }
        for (value, &at) in is_map.iter().filter(|(v, _)| !was_map.contains_key(*v)) {
            let (old, new) = (around(old.at, format!("no `{value}`")), spot(at, format!("`{value}` is new")));
            self.discriminator_value(pair, Effect::Widens, old, new, value);
        }
    }

    fn discriminator_value(
        &mut self,
        pair: Pair<'_, 'c>,
        effect: Effect,
        old: super::Spot,
        new: super::Spot,
        value: &str,
    ) {
        let verb = if effect == Effect::Narrows { "lost" } else { "gained" };
        let message = format!("the discriminator of the {} {verb} the value `{value}`", self.noun(pair.unit));
        let coordinate = Coordinate::Schema(pair.direction, pair.subject, Aspect::Discriminator, effect);
        self.emit(pair.unit, coordinate, old, new, message, value);
    }
}

/// The values of a discriminator with their places: the explicit ones, and for alternatives that none of these names
/// the name of the component (3.1.1, §4.8.25).
fn effective_mapping(schema: SchemaView<'_>) -> BTreeMap<String, At> {
    let Some(discriminator) = schema.discriminator() else { return BTreeMap::new() };
    let contract = schema.contract;
    let mut mapping: BTreeMap<String, At> =
        discriminator.mapping.iter().map(|&(key, _)| (contract.text_at(key).into_owned(), key)).collect();
    let targets: Vec<String> =
        discriminator.mapping.iter().map(|&(_, target)| contract.text_at(target).into_owned()).collect();
    for branch in schema.children(Keyword::OneOf).chain(schema.children(Keyword::AnyOf)) {
        let Some(name) = component_name(branch) else { continue };
        let named = targets.iter().any(|t| t == name || t.rsplit('/').next() == Some(name));
        if !named {
            mapping.entry(name.to_owned()).or_insert(branch.at());
        }
    }
    mapping
}

/// The name of the component that a schema is or refers to.
fn component_name(schema: SchemaView<'_>) -> Option<&str> {
    let contract = schema.contract;
    let at = schema.child(Keyword::Ref)?.at();
    let doc = contract.sources.doc(at.doc);
    let key = doc.key_of(at.node);
    (key != at.node).then(|| contract.text(doc.tape.key(key)))
}

/// Pairs alternatives: the same component, then the same schema, then the same title or discriminating value, then
/// what is left of the same type, in order.
fn match_alternatives(was: &[SchemaView<'_>], is: &[SchemaView<'_>]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let fits: [fn(SchemaView<'_>, SchemaView<'_>) -> bool; 4] = [
        |a, b| component_name(a).is_some() && component_name(a) == component_name(b),
        same_schema,
        |a, b| {
            let title = |s: SchemaView<'_>| s.resolved().text(Keyword::Title).map(std::borrow::Cow::into_owned);
            title(a).is_some() && title(a) == title(b)
        },
        |a, b| {
            component_name(a).is_none()
                && component_name(b).is_none()
                && !a.all_types().is_empty()
                && a.all_types() == b.all_types()
        },
    ];
    for fits in fits {
        for (old, a) in was.iter().enumerate() {
            if pairs.iter().any(|p| p.0 == old) {
                continue;
            }
            let found = is.iter().enumerate().find(|(new, b)| !pairs.iter().any(|p| p.1 == *new) && fits(*a, **b));
            if let Some((new, _)) = found {
                pairs.push((old, new));
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

fn all_disjoint(branches: &[SchemaView<'_>], told_apart: bool) -> bool {
    told_apart || branches.iter().enumerate().all(|(n, a)| branches[n + 1..].iter().all(|b| disjoint(*a, *b)))
}

fn same_keyword(a: SchemaView<'_>, b: SchemaView<'_>, keyword: Keyword) -> bool {
    let (Some(left), Some(right)) = (a.entry(keyword), b.entry(keyword)) else { return false };
    let (left, right) = (a.members(left), b.members(right));
    if left.is_empty() && right.is_empty() {
        return match (a.value(keyword), b.value(keyword)) {
            (Some(a), Some(b)) => same_value(a, b),
            _ => false,
        };
    }
    left.len() == right.len()
        && left.iter().all(|l| {
            right.iter().any(|r| {
                l.name == r.name
                    && match (a.member_schema(l), b.member_schema(r)) {
                        (Some(a), Some(b)) => same_schema(a, b),
                        (None, None) => true,
                        _ => false,
                    }
            })
        })
}

/// Whether a schema accepts every value: it says nothing, or is `true`.
fn accepts_anything(schema: SchemaView<'_>) -> bool {
    let schema = schema.resolved();
    schema.get().boolean != Some(false) && schema.entries().iter().all(|e| is_prose(e.keyword))
}

/// Whether a closed list holds every value that a schema accepts: `[true, false]` of a boolean.
fn all_of(flat: &Flat<'_>, values: &BTreeMap<String, At>) -> bool {
    flat.typed && flat.types.non_null() == Types::BOOLEAN && values.contains_key("true") && values.contains_key("false")
}

/// The types whose values all have a text that is also one of these types: a parameter that takes any string takes
/// `5` and `true`.
fn texts(types: Types) -> Types {
    if types.contains(Types::STRING) {
        types.with(Types::NUMBER).with(Types::INTEGER).with(Types::BOOLEAN)
    } else {
        types
    }
}

fn divides(divisor: &Decimal, value: &Decimal) -> bool {
    let scale = divisor.exponent.min(value.exponent);
    let whole = |d: &Decimal| {
        Decimal { negative: d.negative, digits: d.digits.clone(), exponent: d.exponent - scale }.to_i128()
    };
    match (whole(divisor), whole(value)) {
        (Some(divisor), Some(value)) => divisor != 0 && value % divisor == 0,
        _ => false,
    }
}

/// Formats that assert: each with what it is narrower than. Others are hints.
const FORMATS: [(&str, &[&str]); 8] = [
    ("int32", &["int64", "float", "double"]),
    ("int64", &[]),
    ("float", &["double"]),
    ("double", &[]),
    ("date", &[]),
    ("date-time", &[]),
    ("time", &[]),
    ("uuid", &[]),
];

type FormatChange<'t> = (Effect, Option<&'t str>, Option<&'t str>);

/// The effects of a change of format. One that asserts and one that only hints are two changes: what was asserted no
/// longer is, and the hint is another.
fn format_effects<'t>(was: Option<&'t str>, is: Option<&'t str>, pair: Pair<'_, '_>) -> Vec<FormatChange<'t>> {
    let known = |f: &str| FORMATS.iter().find(|row| row.0 == f);
    let shared = pair.old.types.both(pair.new.types);
    let speaks = |f: &str| match f {
        "int32" | "int64" => shared.overlaps(Types::INTEGER),
        "float" | "double" => shared.overlaps(Types::INTEGER.with(Types::NUMBER)),
        _ => shared.overlaps(Types::STRING),
    };
    // `double` bounds no number that anybody sends; it says how precise it is.
    let asserts = |f: Option<&str>| f.is_some_and(|f| known(f).is_some() && speaks(f) && f != "double");
    let narrower = |a: &str, b: &str| known(a).is_some_and(|row| row.1.contains(&b));
    match (was, is) {
        (Some(w), Some(i)) if asserts(was) && asserts(is) || narrower(w, i) || narrower(i, w) => {
            let effect = match () {
                () if narrower(w, i) => Effect::Widens,
                () if narrower(i, w) => Effect::Narrows,
                () => Effect::Replaces,
            };
            vec![(effect, was, is)]
        }
        (w, None) if asserts(w) => vec![(Effect::Widens, was, is)],
        (None, i) if asserts(i) => vec![(Effect::Narrows, was, is)],
        (w, i) if asserts(w) => vec![(Effect::Widens, w, None), (Effect::Annotates, None, i)],
        (w, i) if asserts(i) => vec![(Effect::Narrows, None, i), (Effect::Annotates, w, None)],
        _ => vec![(Effect::Annotates, was, is)],
    }
}
