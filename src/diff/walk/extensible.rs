//! `x-extensible-enum`: a list of values that is open, so that no message is refused for it.

use super::compare::canonical;
use super::messages::quoted;
use super::{UnitId, Walk, around, spot};
use crate::contract::{At, Contract, SchemaView};
use crate::diff::change::Direction;
use crate::diff::checks::{Coordinate, Structure};

/// The extension's name.
pub(super) const EXTENSIBLE: &str = "x-extensible-enum";

impl<'c> Walk<'c> {
    /// The values of an `x-extensible-enum`, a list that is open: it says what is known, and not what is accepted.
    pub(super) fn extensible_values(&mut self, unit: UnitId, old: SchemaView<'c>, new: SchemaView<'c>) {
        let list = |contract: &'c Contract, schema: SchemaView<'c>| {
            let list = contract.extension(schema.at(), EXTENSIBLE).filter(|view| view.is_seq())?;
            let at = |node: u32| At { doc: schema.at().doc, node };
            let values: Vec<(String, At)> = list.items().map(|v| (canonical(v), at(v.at))).collect();
            Some((at(list.at), values))
        };
        let (Some((old_at, was)), Some((new_at, is))) = (list(self.old, old), list(self.new, new)) else { return };
        let noun = self.noun(unit);
        for (value, at) in was.iter().filter(|(v, _)| !is.iter().any(|i| i.0 == *v)) {
            let row = match self.units[unit].direction {
                Direction::Response => Structure::ResponseExtensibleValueRemoved,
                _ => Structure::RequestExtensibleValueRemoved,
            };
            let shown = quoted(&self.old.text_at(*at));
            let message = format!("`{EXTENSIBLE}` of the {noun} lost {shown}");
            let (was, is) = (spot(*at, format!("{shown} was here")), around(new_at, format!("no {shown}")));
            self.emit(unit, Coordinate::Structure(row), was, is, message, value);
        }
        for (value, at) in is.iter().filter(|(v, _)| !was.iter().any(|w| w.0 == *v)) {
            let shown = quoted(&self.new.text_at(*at));
            let message = format!("`{EXTENSIBLE}` of the {noun} gained {shown}");
            let (was, is) = (around(old_at, format!("no {shown}")), spot(*at, format!("{shown} is new")));
            self.emit(unit, Coordinate::Structure(Structure::ExtensibleValueAdded), was, is, message, value);
        }
    }
}
