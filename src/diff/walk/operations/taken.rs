//! Paths that are matched before a template and take values of its parameters away from it.

use super::paths::{Templates, is_hole};
use crate::contract::{Contract, Id, Operation, ParameterIn};
use crate::diff::Settings;
use crate::diff::change::{Direction, Level, Subject};
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::{Certainty, Key, Kind, Notation, Step, UnitId, Walk, spot};

impl<'c> Walk<'c> {
    /// A concrete path is matched before a templated one: a new `/users/me` takes `me` away from `/users/{id}`.
    pub(super) fn taken(&mut self, document: UnitId, new_id: Id<Operation>, templates: &Templates) {
        let operation = &self.new.operations[new_id];
        let path = self.new.text(operation.path);
        let segments: Vec<&str> = path.split('/').collect();
        let concrete: Vec<usize> = (0..segments.len()).filter(|&n| !is_hole(segments[n])).collect();
        // Which templates match this path: each way to put a parameter in the place of concrete segments. Nobody has
        // paths of more than ten, and nothing is said of those who do.
        let choices = 1_usize << concrete.len().min(10);
        let rival = (1..choices).find_map(|choice| {
            let taken =
                |n: &usize| concrete.iter().take(10).position(|c| c == n).is_some_and(|p| choice & (1 << p) != 0);
            let parts: Vec<&str> =
                segments.iter().enumerate().map(|(n, s)| if taken(&n) || is_hole(s) { "{}" } else { s }).collect();
            templates.get(&(operation.method, parts.join("/"))).copied()
        });
        let Some(rival_id) = rival else { return };
        let rival = &self.old.operations[rival_id];
        let other: Vec<&str> = self.old.text(rival.path).split('/').collect();
        let mut sure = true;
        for (hole, value) in other.iter().zip(&segments).filter(|(o, n)| o != n) {
            let name = hole.trim_matches(['{', '}']);
            let parameter =
                self.old.parameters_of(rival).find(|p| p.place == ParameterIn::Path && self.old.text(p.name) == name);
            match parameter.and_then(|p| p.schema).map(|s| self.old.schema(s).accepts_text(value)) {
                Some(Some(false)) => return,
                Some(Some(true)) | None => {}
                Some(None) => sure = false,
            }
        }
        let Some(new_id) =
            self.new.operations.ids().find(|&id| std::ptr::eq(&raw const self.new.operations[id], operation))
        else {
            return;
        };
        // What the value's requests were answered by, against what answers them now.
        let row = match Self::probe(self.old, self.new, self.settings, rival_id, new_id) {
            Level::Breaking if sure => Structure::PathTaken,
            Level::Breaking | Level::Unproven => Structure::PathMayBeTaken,
            Level::Risky | Level::Safe => return,
        };
        let unit = self.lone_operation(document, self.old, rival);
        let message =
            format!("`{path}` is matched before `{}`, which answered its requests so far", self.old.text(rival.path));
        let (was, is) = (spot(rival.key, "answered before"), spot(operation.key, "answers now"));
        self.emit(unit, Coordinate::Structure(row), was, is, message, path);
    }

    /// The worst change between two operations, looked at apart from everything else.
    fn probe(
        old: &'c Contract,
        new: &'c Contract,
        settings: &'c Settings,
        was: Id<Operation>,
        is: Id<Operation>,
    ) -> Level {
        let mut walk = Walk::new(old, new, settings);
        let key = Key {
            kind: Kind::Document,
            old: old.at,
            new: new.at,
            direction: Direction::None,
            certainty: Certainty::Certain,
            notation: Notation::Typed,
        };
        if let Some(root) = walk.enter(key, None, Step::Root, Subject::Body) {
            let _ = walk.operation_pair(root, was, is, Direction::Request);
        }
        walk.drain();
        walk.drafts.iter().map(|d| d.change.level).max().unwrap_or(Level::Safe)
    }
}
