//! A schema with all that applies to the same value beside it, which is what is compared.

use std::collections::BTreeMap;

use super::strings::format_may_be_plain;
use crate::contract::keywords::Keyword;
use crate::contract::schema::NamedSchema;
use crate::contract::{At, Name, SchemaView, Types};
use crate::diff::change::Direction;
use crate::diff::walk::compare::{canonical, type_of};
use crate::source::scalar::{self, Decimal};

/// The types that a value of a schema may have, those of its alternatives where it says none itself.
pub(in crate::diff::walk) fn possible_types(schema: SchemaView<'_>) -> Types {
    Flat::of(schema, Direction::None).types
}

/// What stands behind a reference, or the last of a chain beside which something stands that is compared: that is of
/// this place, and not of the target, which others share.
pub(in crate::diff::walk) fn looked_through(schema: SchemaView<'_>) -> SchemaView<'_> {
    let end = schema.resolved();
    let mut link = schema;
    for _ in 0..crate::contract::schema::MOST_CONJUNCTS {
        if link.id == end.id || [Keyword::Default, Keyword::Xml, Keyword::Deprecated].iter().any(|&k| link.has(k)) {
            return link;
        }
        match link.reference() {
            Some(next) => link = next,
            None => return end,
        }
    }
    end
}

/// A schema with all that applies to the same value beside it.
pub(super) struct Flat<'c> {
    /// The schema itself.
    pub(super) at: At,
    pub(super) parts: Vec<SchemaView<'c>>,
    /// The types; all where none is said.
    pub(super) types: Types,
    pub(super) typed: bool,
    /// Whether the types are those of the alternatives, which are compared for themselves.
    pub(super) typed_by_union: bool,
    /// Whether null is a value. Known only where types are said.
    pub(super) null: bool,
    /// The values of `enum` and `const` but null, if there is a closed list.
    pub(super) values: Option<BTreeMap<String, At>>,
    /// Unions of more than one alternative: the keyword and the alternatives but null.
    pub(super) unions: Vec<(SchemaView<'c>, Keyword, Vec<SchemaView<'c>>)>,
    pub(super) properties: BTreeMap<Name, Vec<NamedSchema<'c>>>,
    /// The names of properties in the order of the text.
    pub(super) order: Vec<Name>,
    pub(super) required: BTreeMap<Name, At>,
    /// `false` anywhere: nothing is accepted.
    pub(super) impossible: bool,
}

impl<'c> Flat<'c> {
    pub(super) fn of(schema: SchemaView<'c>, direction: Direction) -> Self {
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
    pub(super) fn only(&self, keyword: Keyword) -> Result<Option<SchemaView<'c>>, ()> {
        let mut having = self.parts.iter().filter(|p| p.has(keyword));
        match (having.next(), having.next()) {
            (first, None) => Ok(first.copied()),
            _ => Err(()),
        }
    }

    /// Whether every text is accepted as a string: no pattern, list, format or length says otherwise.
    pub(super) fn any_text(&self) -> bool {
        let lengths = [Keyword::MaxLength, Keyword::MinLength];
        self.values.is_none()
            && !self.has(Keyword::Pattern)
            && self.format_may_be_plain().is_none()
            && !lengths.iter().any(|&k| self.has(k))
    }

    /// Whether the texts of these strings may all be those of numbers or booleans, though not every text is accepted.
    pub(super) fn texts_may_be_plain(&self) -> bool {
        let plain = |value: &String| {
            let text = value.trim_matches('"');
            matches!(text, "true" | "false") || scalar::decimal(text).is_some()
        };
        let listed = self.values.as_ref().is_none_or(|values| values.keys().all(plain));
        // A date is no number.
        listed && !self.any_text() && self.format_may_be_plain() != Some(false)
    }

    /// Whether the texts of a format that asserts may be those of numbers; nothing where there is none.
    fn format_may_be_plain(&self) -> Option<bool> {
        let format = self.parts.iter().find_map(|p| p.text(Keyword::Format))?;
        format_may_be_plain(&format)
    }

    pub(super) fn has(&self, keyword: Keyword) -> bool {
        self.parts.iter().any(|p| p.has(keyword))
    }

    /// The place of a keyword, or the schema's.
    pub(super) fn spot_of(&self, keyword: Keyword) -> At {
        self.parts.iter().find_map(|p| p.value_at(keyword)).unwrap_or(self.at)
    }

    /// The tightest of a bound: the smallest (or greatest) value, whether it is itself excluded, and its place.
    pub(super) fn bound(&self, inclusive: Keyword, exclusive: Keyword, smallest: bool) -> Option<(Decimal, bool, At)> {
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
    pub(super) fn count(&self, keyword: Keyword, smallest: bool) -> Option<(u64, At)> {
        let values = self.parts.iter().filter_map(|p| {
            let at = p.value_at(keyword)?;
            Some((p.contract.view(at).as_u64()?, at))
        });
        if smallest { values.min_by_key(|v| v.0) } else { values.max_by_key(|v| v.0) }
    }
}
