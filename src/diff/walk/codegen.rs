//! What no message shows and generated code does: the names of types and the order of arguments.

use hashbrown::{HashMap, HashSet};

use super::{Step, UnitId, Walk, spot};
use crate::contract::keywords::Keyword;
use crate::contract::{At, ComponentKind, Contract, Name, Operation, ParameterIn, SchemaView, Types};
use crate::diff::checks::{Coordinate, Structure};

/// The components that are schemas: by their place on each side, and the names that are there now.
pub(super) struct Models {
    by_place: [HashMap<At, Name>; 2],
    now: HashSet<Name>,
}

impl Models {
    pub(super) fn of(old: &Contract, new: &Contract) -> Self {
        let of = |contract: &Contract| {
            let schemas = contract.components.iter().filter(|c| c.kind == ComponentKind::Schema);
            schemas.map(|c| (c.at, c.name)).collect::<HashMap<At, Name>>()
        };
        let by_place = [of(old), of(new)];
        let now = by_place[1].values().copied().collect();
        Self { by_place, now }
    }

    /// The component that a schema refers to, itself or as the only thing beside null.
    fn name_of(&self, side: usize, schema: SchemaView<'_>) -> Option<Name> {
        let parts = [Keyword::AllOf, Keyword::AnyOf, Keyword::OneOf].into_iter().flat_map(|k| schema.children(k));
        let mut referred = std::iter::once(schema).chain(parts).filter_map(|s| s.child(Keyword::Ref));
        let only = referred.next().filter(|_| referred.next().is_none())?;
        self.by_place[side].get(&only.at()).copied()
    }
}

/// Whether generators make a class of a schema: they write lists, maps and plain values as such.
pub(super) fn is_model(schema: SchemaView<'_>) -> bool {
    const KEYWORDS: [Keyword; 5] = [Keyword::Properties, Keyword::Enum, Keyword::AllOf, Keyword::AnyOf, Keyword::OneOf];
    let schema = schema.resolved();
    // One of two values is a boolean wherever it is used.
    if schema.types() == Types::BOOLEAN {
        return false;
    }
    KEYWORDS.iter().any(|&keyword| schema.has(keyword))
}

impl<'c> Walk<'c> {
    /// Another component in the place of one, where that one is still there: one that is gone has a change of its own.
    pub(super) fn models(&mut self, unit: UnitId, step: Step, old: SchemaView<'c>, new: SchemaView<'c>) {
        let Some(models) = &self.models else { return };
        let (was, is) = (models.name_of(0, old), models.name_of(1, new));
        let gone = was.is_some_and(|name| !models.now.contains(&name));
        if was == is || gone || !is_model(old) {
            return;
        }
        let shown = |name: Option<Name>| match name {
            Some(name) => format!("component `{}`", self.old.text(name)),
            None => "a schema without a name".to_owned(),
        };
        let (was, is) = (shown(was), shown(is));
        let noun = match step {
            Step::Property(name) => self.property_noun(unit, name),
            _ => self.noun(unit),
        };
        let message = format!("{is} stands in the {noun} where {was} stood");
        let row = Coordinate::Structure(Structure::ModelReplaced);
        self.emit(unit, row, spot(old.at(), "before"), spot(new.at(), "now"), message, "");
    }

    /// The order of the parameters that both sides have; required ones come first in what is generated.
    pub(super) fn parameter_order(&mut self, unit: UnitId, was: &'c Operation, is: &'c Operation) {
        if self.models.is_none() {
            return;
        }
        type Key<'c> = (ParameterIn, &'c str);
        let list = |contract: &'c Contract, operation: &'c Operation| -> Vec<(Key<'c>, bool, At)> {
            let all = contract.parameters_of(operation);
            all.map(|p| ((p.place, contract.text(p.name)), p.required, p.at)).collect()
        };
        let (old, new) = (list(self.old, was), list(self.new, is));
        let find = |list: &[(Key<'c>, bool, At)], key: Key<'c>| list.iter().find(|p| p.0 == key).copied();
        // One that became required goes to the front, which is a change of its own.
        let alike = |key: Key<'c>| match (find(&old, key), find(&new, key)) {
            (Some(was), Some(is)) => was.1 == is.1,
            _ => false,
        };
        let ordered = |list: &[(Key<'c>, bool, At)]| {
            let mut kept: Vec<_> = list.iter().filter(|p| alike(p.0)).copied().collect();
            kept.sort_by_key(|p| !p.1);
            kept
        };
        let (before, now) = (ordered(&old), ordered(&new));
        let Some((first, second)) = before.iter().zip(&now).find(|(a, b)| a.0 != b.0) else { return };
        let message = format!(
            "the parameters of {} stand in another order: `{}` where `{}` stood",
            self.new.title(is),
            second.0.1,
            first.0.1
        );
        let row = Coordinate::Structure(Structure::ParametersReordered);
        self.emit(unit, row, spot(first.2, "stood here"), spot(second.2, "stands in its place"), message, "");
    }
}
