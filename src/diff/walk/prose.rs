//! What is no part of any message: texts, examples, tags, extensions. All of it is safe, and none of it is lost.

use super::extensible::EXTENSIBLE;
use super::messages::quoted;
use super::{Kind, UnitId, Walk, around, spot};
use crate::contract::keywords::Keyword;
use crate::contract::lifecycle::{self, Stability};
use crate::contract::{At, Contract, Example, Named, SchemaView};
use crate::diff::checks::{Coordinate, Structure};
use crate::finding::ACCEPTING;

impl<'c> Walk<'c> {
    /// Compares a node that either side may lack; the places of the elements stand in for what is absent.
    pub(super) fn annotation(
        &mut self,
        unit: UnitId,
        row: Structure,
        what: &str,
        (old_at, old): (At, Option<At>),
        (new_at, new): (At, Option<At>),
    ) {
        let same = match (old, new) {
            (None, None) => true,
            (Some(old), Some(new)) => self.same(self.old.view(old), self.new.view(new)),
            _ => false,
        };
        if same {
            return;
        }
        let (message, was, is) = match (old, new) {
            (None, _) => (format!("{what} is new"), "nothing here", "new"),
            (_, None) => (format!("{what} is gone"), "was here", "gone"),
            (Some(old), Some(new)) if matches!(row, Structure::VersionChanged | Structure::SecurityUrlChanged) => {
                let shown = |at: At| quoted(&self.old.text_at(at));
                (format!("{what} changed: {} before, {} now", shown(old), shown(new)), "before", "now")
            }
            _ => (format!("{what} changed"), "before", "now"),
        };
        let place = |own: Option<At>, owner: At, label: &str| match own {
            Some(at) => spot(at, label),
            None => around(owner, label),
        };
        let (old, new) = (place(old, old_at, was), place(new, new_at, is));
        self.emit(unit, Coordinate::Structure(row), old, new, message, what);
    }

    /// Compares texts of two elements, and their extensions.
    pub(super) fn texts(
        &mut self,
        unit: UnitId,
        owner: &str,
        old_at: At,
        new_at: At,
        texts: &[(&str, Option<At>, Option<At>)],
    ) {
        for &(what, old, new) in texts {
            if old.is_none() && new.is_none() {
                continue;
            }
            let what = format!("`{what}` of {owner}");
            self.annotation(unit, Structure::ProseChanged, &what, (old_at, old), (new_at, new));
        }
        self.extensions(unit, owner, old_at, new_at);
    }

    pub(super) fn extensions(&mut self, unit: UnitId, owner: &str, old_at: At, new_at: At) {
        let list = |contract: &'c Contract, at: At| {
            let found = contract.extensions(at);
            found.map(|m| (m.name, At { doc: at.doc, node: m.value.at })).collect::<Vec<_>>()
        };
        let (was, is) = (list(self.old, old_at), list(self.new, new_at));
        if was.is_empty() && is.is_empty() {
            return;
        }
        let names = was.iter().chain(is.iter().filter(|n| !was.iter().any(|o| o.0 == n.0))).map(|e| e.0);
        for name in names.collect::<Vec<_>>() {
            let find = |list: &[(crate::contract::Name, At)]| list.iter().find(|e| e.0 == name).map(|e| e.1);
            if self.is_spoken_for(unit, self.old.text(name), [find(&was), find(&is)]) {
                continue;
            }
            let what = format!("`{}` of {owner}", self.old.text(name));
            self.annotation(unit, Structure::ExtensionChanged, &what, (old_at, find(&was)), (new_at, find(&is)));
        }
    }

    /// Whether an extension is looked at elsewhere, where it means something.
    fn is_spoken_for(&self, unit: UnitId, name: &str, values: [Option<At>; 2]) -> bool {
        let is_list = |at: Option<At>| at.is_some_and(|at| self.old.view(at).is_seq());
        match self.units[unit].kind {
            _ if ACCEPTING.contains(&name) => true,
            Kind::Operation if name == lifecycle::SUNSET => true,
            Kind::Operation if name == lifecycle::STABILITY => {
                let [was, is] = values.map(|at| at.and_then(|at| Stability::parse(&self.old.text_at(at))));
                was.unwrap_or(Stability::Stable) != is.unwrap_or(Stability::Stable)
            }
            Kind::Schema if name == EXTENSIBLE => values.into_iter().all(is_list),
            _ => false,
        }
    }

    pub(super) fn schema_prose(&mut self, unit: UnitId, old: SchemaView<'c>, new: SchemaView<'c>) {
        let prose = |s: SchemaView<'c>| {
            let extended = self.old.view(s.at()).members().any(|m| Keyword::of(m.name).is_none());
            extended || s.entries().iter().any(|e| super::compare::is_prose(e.keyword))
        };
        if !prose(old) && !prose(new) {
            return;
        }
        let owner = format!("the {}", self.noun(unit));
        let text = |keyword: Keyword| (keyword.as_str(), old.value_at(keyword), new.value_at(keyword));
        let texts = [Keyword::Title, Keyword::Description, Keyword::ExternalDocs, Keyword::Comment].map(text);
        self.texts(unit, &owner, old.at(), new.at(), &texts);
        self.extensible_values(unit, old, new);
        let examples = |schema: SchemaView<'c>| -> Vec<At> {
            let doc = schema.at().doc;
            let entries = schema.entries().iter().filter(|e| e.keyword == Keyword::Example);
            entries.map(|e| At { doc, node: e.node }).collect()
        };
        self.example_lists(unit, &owner, &(old.at(), examples(old)), &(new.at(), examples(new)));
        if old.flag(Keyword::Deprecated) != new.flag(Keyword::Deprecated) {
            let what = format!("`deprecated` of {owner}");
            let (was, is) = (old.value_at(Keyword::Deprecated), new.value_at(Keyword::Deprecated));
            self.annotation(unit, Structure::DeprecationChanged, &what, (old.at(), was), (new.at(), is));
        }
    }

    fn example_lists(&mut self, unit: UnitId, owner: &str, was: &(At, Vec<At>), is: &(At, Vec<At>)) {
        let same = was.1.len() == is.1.len()
            && was.1.iter().zip(&is.1).all(|(&a, &b)| self.same(self.old.view(a), self.new.view(b)));
        if same {
            return;
        }
        let place = |side: &(At, Vec<At>)| side.1.first().copied().unwrap_or(side.0);
        let (old, new) = (spot(place(was), "before"), spot(place(is), "now"));
        let message = format!("the examples of {owner} changed");
        self.emit(unit, Coordinate::Structure(Structure::ExampleChanged), old, new, message, owner);
    }

    /// Compares the unnamed and the named examples of a parameter or a media type.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn examples(
        &mut self,
        unit: UnitId,
        owner: &str,
        old_at: At,
        new_at: At,
        old: (Option<At>, &[Named<Example>]),
        new: (Option<At>, &[Named<Example>]),
    ) {
        let list = |contract: &Contract, side: (Option<At>, &[Named<Example>])| -> Vec<At> {
            let mut named: Vec<_> =
                side.1.iter().filter_map(|e| e.used.id.map(|id| (e.name, contract.examples[id].at))).collect();
            named.sort_unstable();
            side.0.into_iter().chain(named.into_iter().map(|e| e.1)).collect()
        };
        let (was, is) = (list(self.old, old), list(self.new, new));
        self.example_lists(unit, owner, &(old_at, was), &(new_at, is));
    }
}
