//! Paths that are matched before a template and take values of its parameters away from it.

use super::paths::{Templates, is_hole, template};
use crate::contract::{Contract, Id, Operation, Parameter, ParameterIn};
use crate::diff::change::{Direction, Level, Subject};
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::{Certainty, Key, Kind, Notation, Step, UnitId, Walk, spot};

impl<'c> Walk<'c> {
    /// A concrete path is matched before a templated one: a new `/users/me` takes `me` away from `/users/{id}`.
    pub(super) fn taken(&mut self, document: UnitId, new_id: Id<Operation>, templates: &Templates) {
        let operation = &self.new.operations[new_id];
        let Some(rival_id) = template_of(self.new, operation, templates) else { return };
        let rival = &self.old.operations[rival_id];
        let (path, given) = (self.new.text(operation.path), given(self.old, rival, self.new.text(operation.path)));
        let sure = match accepts(self.old, rival, &given) {
            Some(false) => return,
            Some(true) => true,
            None => false,
        };
        // What the value's requests were answered by, against what answers them now.
        let row = match self.probe(rival_id, new_id, &given) {
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

    /// The template that answers the requests of a concrete path that is gone, if it accepts the same and answers the
    /// same.
    pub(super) fn answered(&self, old_id: Id<Operation>, templates: &Templates) -> Option<&'c Operation> {
        let operation = &self.old.operations[old_id];
        let rival_id = template_of(self.old, operation, templates)?;
        let rival = &self.new.operations[rival_id];
        let given = given(self.new, rival, self.old.text(operation.path));
        let accepted = accepts(self.new, rival, &given) == Some(true);
        (accepted && self.probe(old_id, rival_id, &given) <= Level::Risky).then_some(rival)
    }

    /// The worst change between two operations, looked at apart from everything else, where the path of the one says
    /// what some parameters of the other are.
    fn probe(&self, was: Id<Operation>, is: Id<Operation>, given: &[(&'c str, &'c str)]) -> Level {
        let (old, new) = (self.old, self.new);
        let mut walk = Walk::new(old, new, self.settings);
        walk.given = given.iter().map(|g| g.0).collect();
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

/// The template among some that matches a path: each way to put a parameter in the place of concrete segments. Nobody
/// has paths of more than ten, and nothing is said of those who do.
fn template_of(contract: &Contract, operation: &Operation, templates: &Templates) -> Option<Id<Operation>> {
    let segments: Vec<&str> = contract.text(operation.path).split('/').collect();
    // A segment that is a parameter in part is no text that another parameter could be read back as.
    let concrete: Vec<usize> = (0..segments.len()).filter(|&n| !segments[n].contains('{')).take(10).collect();
    (1..1_usize << concrete.len()).find_map(|choice| {
        let taken = |n: &usize| concrete.iter().position(|c| c == n).is_some_and(|p| choice & (1 << p) != 0);
        let part = |(n, segment): (usize, &&str)| if taken(&n) { "{}".to_owned() } else { template(segment) };
        let parts: Vec<String> = segments.iter().enumerate().map(part).collect();
        templates.get(&(operation.method, parts.join("/"))).copied()
    })
}

/// The names of the parameters of a template in whose place a path has something concrete, each with that.
fn given<'c>(contract: &'c Contract, template: &Operation, path: &'c str) -> Vec<(&'c str, &'c str)> {
    let pairs = contract.text(template.path).split('/').zip(path.split('/'));
    pairs
        .filter(|(hole, value)| is_hole(hole) && !is_hole(value))
        .map(|(h, v)| (h.trim_matches(['{', '}']), v))
        .collect()
}

/// Whether the parameters of a template accept what a path says in their places; nothing where that is not certain.
fn accepts(contract: &Contract, template: &Operation, given: &[(&str, &str)]) -> Option<bool> {
    let mut sure = true;
    for (name, value) in given {
        let in_path = |p: &&Parameter| p.place == ParameterIn::Path && contract.text(p.name) == *name;
        let schema = contract.parameters_of(template).find(in_path).and_then(|p| p.schema);
        match schema.map(|s| contract.schema(s).accepts_text(value)) {
            Some(Some(false)) => return Some(false),
            Some(Some(true)) | None => {}
            Some(None) => sure = false,
        }
    }
    sure.then_some(true)
}
