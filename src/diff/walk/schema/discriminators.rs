//! Discriminators, and the names of components that they speak of.

use std::collections::{BTreeMap, BTreeSet};

use super::Pair;
use super::flat::Flat;
use super::unions::match_alternatives;
use crate::contract::keywords::Keyword;
use crate::contract::{At, Component, ComponentKind, SchemaView};
use crate::diff::aspects::Aspect;
use crate::diff::change::Effect;
use crate::diff::checks::Coordinate;
use crate::diff::walk::compare::same_schema;
use crate::diff::walk::{Spot, Walk, around, spot};

impl<'c> Walk<'c> {
    pub(super) fn discriminators(&mut self, pair: Pair<'_, 'c>) {
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
        let branches: [Vec<SchemaView<'c>>; 2] = [was, is].map(|schema| alternatives(schema).collect());
        let mut matched: Option<Vec<(usize, usize)>> = None;
        // What was an alternative by another name is looked at where alternatives are.
        let mut is_paired = |old: &str, new: &str| match (branch_of(&branches[0], old), branch_of(&branches[1], new)) {
            (Some(old), Some(new)) => {
                matched.get_or_insert_with(|| match_alternatives(&branches[0], &branches[1])).contains(&(old, new))
            }
            _ => same_target((was, old), (is, new)),
        };
        for (value, (was_at, was_target)) in &was_map {
            let Some((is_at, is_target)) = is_map.get(value) else { continue };
            if was_target != is_target && !is_paired(was_target, is_target) {
                let message = format!(
                    "the value `{value}` of the discriminator of the {} means another schema: `{was_target}` before, `{is_target}` now",
                    self.noun(pair.unit)
                );
                let coordinate =
                    Coordinate::Schema(pair.direction, pair.subject, Aspect::Discriminator, Effect::Rewrites);
                self.emit(pair.unit, coordinate, spot(*was_at, "before"), spot(*is_at, "now"), message, value);
            }
        }
        for (value, &(at, _)) in was_map.iter().filter(|(v, _)| !is_map.contains_key(*v)) {
            let (old, new) = (spot(at, format!("`{value}` was here")), around(new.at, format!("no `{value}`")));
            self.discriminator_value(pair, Effect::Narrows, old, new, value);
        }
        for (value, &(at, _)) in is_map.iter().filter(|(v, _)| !was_map.contains_key(*v)) {
            let (old, new) = (around(old.at, format!("no `{value}`")), spot(at, format!("`{value}` is new")));
            self.discriminator_value(pair, Effect::Widens, old, new, value);
        }
    }

    fn discriminator_value(&mut self, pair: Pair<'_, 'c>, effect: Effect, old: Spot, new: Spot, value: &str) {
        let verb = if effect == Effect::Narrows { "lost" } else { "gained" };
        let message = format!("the discriminator of the {} {verb} the value `{value}`", self.noun(pair.unit));
        let coordinate = Coordinate::Schema(pair.direction, pair.subject, Aspect::Discriminator, effect);
        self.emit(pair.unit, coordinate, old, new, message, value);
    }
}

/// The values that `defaultMapping` speaks for (3.2, §4.25).
const ANY_OTHER: &str = "any other";

/// The values of a discriminator with their places and the names of what they mean: the explicit ones, and for
/// alternatives that none of these names the name of the component (3.1.1, §4.8.25).
fn effective_mapping(schema: SchemaView<'_>) -> BTreeMap<String, (At, String)> {
    let Some(discriminator) = schema.discriminator() else { return BTreeMap::new() };
    let contract = schema.contract;
    let target = |at: At| {
        let text = contract.text_at(at).into_owned();
        // A name, or a reference whose end is one.
        text.rsplit('/').next().map(str::to_owned).unwrap_or(text)
    };
    let entries = discriminator.mapping.iter();
    let mut mapping: BTreeMap<String, (At, String)> =
        entries.map(|&(key, value)| (contract.text_at(key).into_owned(), (key, target(value)))).collect();
    let named: BTreeSet<String> = mapping.values().map(|(_, target)| target.clone()).collect();
    if let Some(at) = discriminator.default_mapping {
        mapping.insert(ANY_OTHER.to_owned(), (at, target(at)));
    }
    for branch in alternatives(schema) {
        if let Some(name) = component_name(branch).filter(|name| !named.contains(*name)) {
            mapping.entry(name.to_owned()).or_insert_with(|| (branch.at(), name.to_owned()));
        }
    }
    mapping
}

/// The alternative that a target names.
fn branch_of(branches: &[SchemaView<'_>], target: &str) -> Option<usize> {
    let names = |branch: &SchemaView<'_>| {
        branch.text(Keyword::Ref).is_some_and(|reference| reference.rsplit('/').next() == Some(target))
    };
    branches.iter().position(names)
}

fn alternatives(schema: SchemaView<'_>) -> impl Iterator<Item = SchemaView<'_>> {
    schema.children(Keyword::OneOf).chain(schema.children(Keyword::AnyOf))
}

/// Whether what a value means on both sides is the same, though it has another name.
fn same_target((was, old): (SchemaView<'_>, &str), (is, new): (SchemaView<'_>, &str)) -> bool {
    let find = |schema: SchemaView<'_>, name: &str| {
        let contract = schema.contract;
        let component = |c: &&Component| c.kind == ComponentKind::Schema && contract.text(c.name) == name;
        contract.components.iter().find(component).and_then(|c| c.schema)
    };
    match (find(was, old), find(is, new)) {
        (Some(old), Some(new)) => same_schema(was.contract.schema(old), is.contract.schema(new)),
        _ => false,
    }
}

/// The name of the component that a schema is or refers to.
pub(super) fn component_name(schema: SchemaView<'_>) -> Option<&str> {
    let contract = schema.contract;
    let at = schema.child(Keyword::Ref)?.at();
    let doc = contract.sources.doc(at.doc);
    let key = doc.key_of(at.node);
    (key != at.node).then(|| contract.text(doc.tape.key(key)))
}
