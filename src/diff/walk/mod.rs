//! The one walk: matches what belongs together on both sides, once, and says what differs.
//!
//! A *unit* is a pair of elements that is looked at together, in one direction. A pair that many operations share is
//! one unit, so a change in it is one change; which operations it reaches is read from the graph of units afterwards.

mod blame;
mod codegen;
mod compare;
mod drafts;
mod extensible;
mod faults;
mod finish;
mod lift;
mod messages;
mod operations;
mod pairing;
mod proofs;
mod prose;
mod schema;
mod security;

use std::collections::VecDeque;

use drafts::Draft;
use hashbrown::{HashMap, HashSet};

use super::change::{Change, Direction, Subject};
use super::checks::{self, Coordinate};
use super::policies::Policy;
use super::settings::Settings;
use crate::contract::{At, Contract, Id, Name, Place, Problem, Schema};
use crate::finding::ACCEPTING;
use crate::source::document::View;

/// The number of a unit.
type UnitId = usize;

/// What sort of pair a unit is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Kind {
    Document,
    Operation,
    Parameter,
    Body,
    MediaType,
    Response,
    Header,
    Schema,
}

/// How sure one may be that a change of this unit shows in a message.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
enum Certainty {
    /// It does.
    Certain,
    /// Another alternative of an `anyOf` may accept what this one no longer does.
    BesideAlternatives,
    /// Another alternative of a `oneOf` may, or may reject by accepting as well.
    AmongExclusive,
}

/// How a value is written down, which decides what the text `5` is: a string, a number, or either.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Notation {
    /// Every type in its own way, as JSON does.
    Typed,
    /// As a bare text, which may be read as several types.
    Text,
    /// As a bare text, or as an object whose properties are each a bare text: a parameter, a form.
    Fields,
}

impl Notation {
    /// How a part of the value is written.
    fn inside(self, step: Step) -> Self {
        match (self, step) {
            (Notation::Fields, Step::Property(_) | Step::Values) => Notation::Text,
            (_, Step::Property(_) | Step::Values) => Notation::Typed,
            (notation, _) => notation,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Key {
    kind: Kind,
    old: At,
    new: At,
    direction: Direction,
    certainty: Certainty,
    notation: Notation,
}

/// How one gets from a unit to the one inside it, for the words of a message and the search for an example.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    /// The unit stands for itself.
    Root,
    /// A parameter or a header, by its place and name.
    Parameter(&'static str, Name),
    /// A response.
    Response,
    /// A property.
    Property(Name),
    /// The items of an array.
    Items,
    /// The values of a map.
    Values,
    /// An alternative or a part.
    Part,
}

struct Unit {
    /// The unit in which it was first met, and those in which it was met again, each with the way from there.
    parents: Vec<(UnitId, Step)>,
    step: Step,
    kind: Kind,
    places: (At, At),
    /// The schemas of both sides, if it is a pair of them.
    schemas: Option<(Id<Schema>, Id<Schema>)>,
    subject: Subject,
    direction: Direction,
    certainty: Certainty,
    notation: Notation,
    /// What operation it is, if it is one.
    operation: Option<String>,
    /// Whether it is an operation that promised nothing yet: a draft or an alpha of the old side.
    unstable: bool,
}

/// A schema pair that waits for its turn.
struct Job {
    unit: UnitId,
    old: Id<Schema>,
    new: Id<Schema>,
}

/// The walk and what it has found so far.
pub(super) struct Walk<'c> {
    old: &'c Contract,
    new: &'c Contract,
    settings: &'c Settings,
    units: Vec<Unit>,
    known: HashMap<Key, UnitId>,
    queue: VecDeque<Job>,
    drafts: Vec<Draft>,
    index: HashMap<(usize, At, At, String), usize>,
    /// Problems of each side, by document: where one stands inside a schema, nothing about it is certain.
    faults: [HashMap<At, &'c Problem>; 2],
    /// Parts of schemas that were looked through, of the old side.
    parts: HashSet<At>,
    /// Security schemes of the old side that operations ask for, on both sides.
    /// The names of what is said for linters.
    aside: Vec<Name>,
    schemes: HashSet<At>,
    /// The keys of paths on each side.
    path_keys: [HashMap<Name, At>; 2],
    /// The components that are schemas, where their names matter.
    models: Option<codegen::Models>,
    /// Parameters of a template in whose place a concrete path stands, where the two are compared.
    given: HashSet<&'c str>,
}

/// A place on one side, with its label.
struct Spot {
    at: At,
    label: String,
    here: bool,
}

/// Where an element is.
fn spot(at: At, label: impl Into<String>) -> Spot {
    Spot { at, label: label.into(), here: true }
}

/// Where an element would be that this side lacks: the nearest one around it.
fn around(at: At, label: impl Into<String>) -> Spot {
    Spot { at, label: label.into(), here: false }
}

impl<'c> Walk<'c> {
    /// Walks both contracts and gives all changes.
    pub(super) fn run(old: &'c Contract, new: &'c Contract, settings: &'c Settings) -> Vec<Change> {
        let mut walk = Self::new(old, new, settings);
        walk.document();
        walk.drain();
        walk.components();
        walk.prove();
        walk.rewritten_whole();
        walk.finish()
    }

    fn new(old: &'c Contract, new: &'c Contract, settings: &'c Settings) -> Self {
        Self {
            old,
            new,
            settings,
            units: Vec::new(),
            known: HashMap::new(),
            queue: VecDeque::new(),
            drafts: Vec::new(),
            index: HashMap::new(),
            faults: [old, new].map(|c| c.problems.iter().map(|p| (p.at, p)).collect()),
            parts: HashSet::new(),
            schemes: HashSet::new(),
            aside: ACCEPTING.into_iter().filter_map(|key| new.sources.names.find(key)).collect(),
            given: HashSet::new(),
            path_keys: [old, new]
                .map(|c| c.path_items.iter().filter(|i| i.place == Place::Path).map(|i| (i.name, i.key)).collect()),
            models: (settings.policy == Policy::Codegen).then(|| codegen::Models::of(old, new)),
        }
    }

    /// Whether two elements say the same, but for what is said for linters.
    fn same(&self, old: View<'_>, new: View<'_>) -> bool {
        compare::same_but(old, new, &self.aside)
    }

    /// Compares the schemas that wait, and those that they hold.
    fn drain(&mut self) {
        while let Some(job) = self.queue.pop_front() {
            self.schema(job.unit, self.old.schema(job.old), self.new.schema(job.new));
        }
    }

    /// Two descriptions that differ are never identical, even where nothing of what they say does.
    fn rewritten_whole(&mut self) {
        let (old, new) = (self.old, self.new);
        if self.drafts.is_empty() && !self.same(old.view(old.at), new.view(new.at)) {
            let row = Coordinate::Structure(checks::Structure::Rewritten);
            let message = "the description is written in another way and says the same".to_owned();
            self.emit(0, row, spot(old.at, "before"), spot(new.at, "now"), message, "");
        }
    }

    /// The unit of a pair. `Some` if it is new and must be looked at; a known one only gets one more parent.
    fn enter(&mut self, key: Key, parent: Option<UnitId>, step: Step, subject: Subject) -> Option<UnitId> {
        if let Some(&known) = self.known.get(&key) {
            // A parent may come again, but seldom: what it costs to look is more than what it costs to keep.
            let parents = &mut self.units[known].parents;
            parents.extend(parent.map(|p| (p, step)).filter(|p| parents.last() != Some(p)));
            return None;
        }
        let id = self.units.len();
        self.units.push(Unit {
            parents: parent.into_iter().map(|parent| (parent, step)).collect(),
            step,
            kind: key.kind,
            places: (key.old, key.new),
            schemas: None,
            subject,
            direction: key.direction,
            certainty: key.certainty,
            notation: key.notation,
            operation: None,
            unstable: false,
        });
        self.known.insert(key, id);
        Some(id)
    }

    /// A unit of a part in the same direction as its parent.
    fn enter_part(
        &mut self,
        kind: Kind,
        old: At,
        new: At,
        parent: UnitId,
        step: Step,
        subject: Subject,
    ) -> Option<UnitId> {
        let direction = self.units[parent].direction;
        self.enter_turned(kind, old, new, parent, step, subject, direction)
    }

    #[allow(clippy::too_many_arguments)]
    fn enter_turned(
        &mut self,
        kind: Kind,
        old: At,
        new: At,
        parent: UnitId,
        step: Step,
        subject: Subject,
        direction: Direction,
    ) -> Option<UnitId> {
        let certainty = self.units[parent].certainty;
        let notation = match kind {
            Kind::Parameter | Kind::Header => Notation::Fields,
            _ => Notation::Typed,
        };
        self.enter(Key { kind, old, new, direction, certainty, notation }, Some(parent), step, subject)
    }

    /// Compares two schemas when their turn comes.
    fn schemas(&mut self, parent: UnitId, old: Id<Schema>, new: Id<Schema>, step: Step, subject: Subject) {
        let certainty = self.units[parent].certainty;
        self.schemas_with(parent, old, new, step, subject, certainty);
    }

    fn schemas_with(
        &mut self,
        parent: UnitId,
        old: Id<Schema>,
        new: Id<Schema>,
        step: Step,
        subject: Subject,
        certainty: Certainty,
    ) {
        self.models(parent, step, self.old.schema(old), self.new.schema(new));
        // References are looked through, so that inlining and extracting one changes nothing.
        let (old, new) = (schema::looked_through(self.old.schema(old)), schema::looked_through(self.new.schema(new)));
        let direction = self.units[parent].direction;
        let notation = self.units[parent].notation.inside(step);
        let key = Key { kind: Kind::Schema, old: old.at(), new: new.at(), direction, certainty, notation };
        if let Some(unit) = self.enter(key, Some(parent), step, subject) {
            self.units[unit].schemas = Some((old.id, new.id));
            self.queue.push_back(Job { unit, old: old.id, new: new.id });
        }
    }

    /// Whether two nodes are written with the same bytes in the same dialect. Behind an alias the same bytes may mean something else, so
    /// documents that have any are not looked at in this way.
    fn same_text(&self, old: At, new: At) -> bool {
        let (old, new) = (self.old.view(old), self.new.view(new));
        let text = |v: View<'c>| {
            let (start, end) = v.range();
            &v.doc.text.as_bytes()[start as usize..end as usize]
        };
        self.old.version == self.new.version
            && old.doc.syntax == new.doc.syntax
            && !old.doc.tape.has_aliases()
            && !new.doc.tape.has_aliases()
            && text(old) == text(new)
    }
}
