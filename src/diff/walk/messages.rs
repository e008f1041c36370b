//! The words for a unit: "request property `address.street`".

use super::{Step, UnitId, Walk};
use crate::contract::Name;
use crate::diff::change::{Direction, Subject};

/// A piece of a document in a message: short, in backticks.
pub(super) fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

impl Walk<'_> {
    /// What a unit is, in words.
    pub(super) fn noun(&self, unit: UnitId) -> String {
        self.noun_with(unit, None)
    }

    /// What a property of a unit is, in words.
    pub(super) fn property_noun(&self, unit: UnitId, property: Name) -> String {
        self.noun_with(unit, Some(property))
    }

    fn noun_with(&self, unit: UnitId, property: Option<Name>) -> String {
        let mut path: Vec<String> = Vec::new();
        let mut root = None;
        let mut at = Some(unit);
        let mut suffix = String::new();
        if let Some(property) = property {
            path.push(self.old.text(property).to_owned());
        }
        // The way goes up by first parents, which come before their children: it ends.
        while let Some(id) = at {
            let unit = &self.units[id];
            match unit.step {
                Step::Property(name) => {
                    path.push(format!("{}{suffix}", self.old.text(name)));
                    suffix.clear();
                }
                Step::Items => suffix.insert_str(0, "[]"),
                Step::Values => suffix.insert_str(0, ".*"),
                Step::Parameter(place, name) => {
                    root = Some(format!("{place} `{}", self.old.text(name)));
                    break;
                }
                Step::Response | Step::Root => break,
                Step::Part => {}
            }
            at = unit.parents.first().map(|p| p.0).filter(|&parent| parent < id);
        }
        // A long way is told by its end; the place in the text has the rest.
        const SHOWN: usize = 4;
        path.truncate(SHOWN);
        path.reverse();
        let path = path.join(".");
        let side = match self.units[unit].direction {
            Direction::Response => "response",
            Direction::Request | Direction::None => "request",
        };
        match (root, self.units[unit].subject) {
            (Some(root), _) => {
                let path = if path.is_empty() { path } else { format!(".{path}") };
                format!("{root}{suffix}{path}`")
            }
            (None, _) if path.is_empty() && suffix.is_empty() => format!("{side} body"),
            (None, Subject::Header) => format!("{side} header"),
            (None, _) if path.is_empty() && suffix.starts_with("[]") => format!("element of the {side} body"),
            (None, _) if path.is_empty() => format!("value of the {side} body"),
            (None, _) if suffix.is_empty() => format!("{side} property `{path}`"),
            (None, _) => format!("{side} property `{}.{path}`", suffix.trim_start_matches('.')),
        }
    }
}
