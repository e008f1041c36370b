//! Tasks, and the order in which they are done.

use hashbrown::HashMap;

use super::failures::Reason;
use super::instance::{Instance, On};
use super::parts::Part;
use super::{Evaluator, Verdict};
use crate::contract::keywords::Keyword;
use crate::contract::{At, Id, Name, Schema, SchemaView};
use crate::schema::value::Value;

/// How many tasks one value may take: a schema and a value that multiply each other beyond it are not worth the time.
const MOST_TASKS: usize = 500_000;

/// What stands in the way of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Cause {
    pub(super) keyword: Keyword,
    pub(super) at: At,
}

/// An answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Truth {
    Accepts,
    Refuses,
    Unknown(Cause),
}

impl Truth {
    pub(super) fn of(accepts: bool) -> Truth {
        if accepts { Truth::Accepts } else { Truth::Refuses }
    }

    /// Both: what refuses decides, whatever is not known.
    pub(super) fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::Refuses, _) | (_, Truth::Refuses) => Truth::Refuses,
            (Truth::Unknown(cause), _) | (_, Truth::Unknown(cause)) => Truth::Unknown(cause),
            _ => Truth::Accepts,
        }
    }
}

/// The number of a task.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) struct TaskId(pub(super) u32);

/// A schema, what it is applied to, and what the way there adds to it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Key {
    pub(super) schema: Id<Schema>,
    pub(super) on: On,
    /// The resources that evaluation came through, by the number of the list.
    scope: u32,
    /// The properties that do not exist here, by the number of the set.
    hidden: u32,
}

pub(super) struct Task {
    pub(super) key: Key,
    pub(super) state: State,
    /// What the schema's keywords ask of other schemas.
    pub(super) parts: Vec<Part>,
}

pub(super) enum State {
    /// Asked for.
    New,
    /// Taken up, and waiting.
    Open {
        /// Whether the parts that depend on what others evaluated are there too.
        complete: bool,
    },
    /// Answered.
    Done(Outcome),
}

/// How often answers that leaned on a circle may be given up and asked for again.
const MOST_REVISIONS: usize = 100_000;

/// What came out of a task.
pub(super) struct Outcome {
    pub(super) truth: Truth,
    /// Why it refuses.
    pub(super) reasons: Vec<Reason>,
    pub(super) miss: super::failures::Miss,
    /// The outermost open task that the answer leans on, by its place in the way there.
    pub(super) leans: Option<usize>,
}

pub(super) struct Run<'e, 'c, 'v> {
    pub(super) cx: &'e mut Evaluator<'c>,
    pub(super) instance: Instance<'v>,
    pub(super) tasks: Vec<Task>,
    /// The tasks that are open: each waits for the next one.
    way: Vec<TaskId>,
    /// The tasks whose answers lean on open ones.
    leaning: Vec<TaskId>,
    revisions: usize,
    known: HashMap<Key, TaskId>,
    /// Lists of resources: the list before the last one came, and that one. The first list is empty.
    scopes: Vec<(u32, Option<At>)>,
    scope_ids: HashMap<(u32, At), u32>,
    /// Sets of names, sorted. The first is empty.
    hidden: Vec<Vec<Name>>,
    hidden_ids: HashMap<Vec<Name>, u32>,
    /// Whether a `$dynamicRef` makes scopes matter.
    dynamic: bool,
}

impl<'e, 'c, 'v> Run<'e, 'c, 'v> {
    pub(super) fn new(cx: &'e mut Evaluator<'c>, value: &'v Value) -> Self {
        Self {
            instance: Instance::new(value, cx.contract),
            dynamic: cx.contract.schemas.has_dynamic_anchors(),
            cx,
            tasks: Vec::new(),
            way: Vec::new(),
            leaning: Vec::new(),
            revisions: 0,
            known: HashMap::new(),
            scopes: vec![(0, None)],
            scope_ids: HashMap::new(),
            hidden: vec![Vec::new()],
            hidden_ids: HashMap::new(),
        }
    }

    pub(super) fn view(&self, schema: Id<Schema>) -> SchemaView<'c> {
        self.cx.contract.schema(schema)
    }

    pub(super) fn verdict(mut self, schema: Id<Schema>) -> Verdict {
        let hidden = self.hide(0, schema);
        let root = self.ask_from(0, hidden, schema, On::Node(0));
        let mut stack = vec![root];
        while let Some(&top) = stack.last() {
            if self.tasks.len() > MOST_TASKS || self.revisions > MOST_REVISIONS {
                let view = self.view(schema);
                let keyword = view.entries().first().map_or(Keyword::Ref, |e| e.keyword);
                return Verdict::Unknown { keyword, at: view.at() };
            }
            let waits = self.step(top);
            if waits.is_empty() {
                stack.pop();
            }
            stack.extend(waits);
        }
        match self.truth(root) {
            Some(Truth::Accepts) => Verdict::Accepts,
            Some(Truth::Refuses) => Verdict::Refuses(self.failures(root)),
            Some(Truth::Unknown(Cause { keyword, at })) => Verdict::Unknown { keyword, at },
            None => Verdict::Unknown { keyword: Keyword::Ref, at: self.view(schema).at() },
        }
    }

    /// Does a task as far as it goes, and gives the tasks that must be done before.
    fn step(&mut self, id: TaskId) -> Vec<TaskId> {
        let task = &mut self.tasks[id.0 as usize];
        match task.state {
            State::Done(_) => return Vec::new(),
            State::New => {
                task.state = State::Open { complete: false };
                self.way.push(id);
                let parts = self.parts(id);
                self.tasks[id.0 as usize].parts = parts;
            }
            State::Open { .. } => {}
        }
        let waits = self.waits(id);
        if !waits.is_empty() {
            return waits;
        }
        if matches!(self.tasks[id.0 as usize].state, State::Open { complete: false }) {
            self.tasks[id.0 as usize].state = State::Open { complete: true };
            let more = self.unevaluated_parts(id);
            self.tasks[id.0 as usize].parts.extend(more);
            let waits = self.waits(id);
            if !waits.is_empty() {
                return waits;
            }
        }
        let outcome = self.judge(id);
        self.close(id, outcome);
        Vec::new()
    }

    /// Ends a task. A circle of schemas that all apply to the same value asks of it what it asks of it: what the circle
    /// leads back to is taken to accept until it turns out that it does not, and then what leaned on that is asked for
    /// again. (Whoever may do either, for nothing else speaks against it, accepts.)
    fn close(&mut self, id: TaskId, mut outcome: Outcome) {
        self.way.pop();
        let place = self.way.len();
        let own = outcome.leans.filter(|&outer| outer < place);
        let accepts = outcome.truth == Truth::Accepts;
        let mut kept = Vec::new();
        for leaning in std::mem::take(&mut self.leaning) {
            let task = &mut self.tasks[leaning.0 as usize];
            let State::Done(answered) = &mut task.state else { continue };
            if accepts {
                if answered.leans == Some(place) {
                    answered.leans = own;
                }
                if answered.leans.is_some() {
                    kept.push(leaning);
                }
            } else {
                task.state = State::New;
                task.parts = Vec::new();
                self.revisions += 1;
            }
        }
        self.leaning = kept;
        // It refuses though all that it leans on was taken to accept: there is nothing to take back.
        outcome.leans = own.filter(|_| accepts);
        if outcome.leans.is_some() {
            self.leaning.push(id);
        }
        self.tasks[id.0 as usize].state = State::Done(outcome);
    }

    /// The place in the way of an open task that the last one leads back to, if nothing on the way back turns a yes into
    /// a no.
    pub(super) fn circle(&self, target: TaskId) -> Option<usize> {
        let start = self.way.iter().rposition(|&open| open == target)?;
        let ring = self.way[start..].iter().copied().chain([target]);
        let agrees = ring.clone().zip(ring.skip(1)).all(|(from, to)| {
            let edges = self.tasks[from.0 as usize].parts.iter().flat_map(|part| &part.edges);
            edges.filter(|edge| edge.task == to).all(|edge| edge.keyword.keeps_truth())
        });
        agrees.then_some(start)
    }

    /// The tasks that a task needs and that nobody has taken up. One that is open waits for this one: it is not waited
    /// for in turn.
    fn waits(&self, id: TaskId) -> Vec<TaskId> {
        let edges = self.tasks[id.0 as usize].parts.iter().flat_map(|p| &p.edges);
        let new = |task: &TaskId| matches!(self.tasks[task.0 as usize].state, State::New);
        let mut waits: Vec<TaskId> = edges.map(|e| e.task).filter(new).collect();
        // The first is done first, for it is the last on the stack.
        waits.reverse();
        waits
    }

    /// What is known of a task; nothing while it is open.
    pub(super) fn truth(&self, id: TaskId) -> Option<Truth> {
        match &self.tasks[id.0 as usize].state {
            State::Done(outcome) => Some(outcome.truth),
            _ => None,
        }
    }

    pub(super) fn outcome(&self, id: TaskId) -> Option<&Outcome> {
        match &self.tasks[id.0 as usize].state {
            State::Done(outcome) => Some(outcome),
            _ => None,
        }
    }

    /// The task of applying a schema to the same place as another task does, by a keyword.
    pub(super) fn ask_here(&mut self, from: TaskId, keyword: Keyword, schema: Id<Schema>) -> TaskId {
        let Key { on, scope, mut hidden, .. } = self.tasks[from.0 as usize].key;
        // What a conjunct hides was counted where its first schema was asked for.
        if !matches!(keyword, Keyword::Ref | Keyword::DynamicRef | Keyword::AllOf) {
            hidden = self.hide(hidden, schema);
        }
        self.ask_from(scope, hidden, schema, on)
    }

    /// The task of applying a schema to a place inside.
    pub(super) fn ask_inside(&mut self, from: TaskId, schema: Id<Schema>, on: On) -> TaskId {
        let scope = self.tasks[from.0 as usize].key.scope;
        let hidden = self.hide(0, schema);
        self.ask_from(scope, hidden, schema, on)
    }

    fn ask_from(&mut self, scope: u32, hidden: u32, schema: Id<Schema>, on: On) -> TaskId {
        let scope = self.enter(scope, schema);
        let key = Key { schema, on, scope, hidden };
        let next = TaskId(self.tasks.len() as u32);
        let id = *self.known.entry(key).or_insert(next);
        if id == next {
            self.tasks.push(Task { key, state: State::New, parts: Vec::new() });
        }
        id
    }

    /// The list of resources with that of a schema, unless it is there already: of each only the first counts.
    fn enter(&mut self, scope: u32, schema: Id<Schema>) -> u32 {
        if !self.dynamic {
            return 0;
        }
        let resource = self.view(schema).resource();
        let mut at = scope;
        while let (before, Some(entered)) = self.scopes[at as usize] {
            if entered == resource {
                return scope;
            }
            at = before;
        }
        let next = self.scopes.len() as u32;
        let id = *self.scope_ids.entry((scope, resource)).or_insert(next);
        if id == next {
            self.scopes.push((scope, Some(resource)));
        }
        id
    }

    /// The set of hidden properties with those that a schema hides.
    fn hide(&mut self, hidden: u32, schema: Id<Schema>) -> u32 {
        let own = self.cx.hidden(schema);
        if own.is_empty() {
            return hidden;
        }
        let mut both = self.hidden[hidden as usize].clone();
        both.extend(own);
        both.sort_unstable();
        both.dedup();
        let next = self.hidden.len() as u32;
        let id = *self.hidden_ids.entry(both.clone()).or_insert(next);
        if id == next {
            self.hidden.push(both);
        }
        id
    }

    /// Whether a property does not exist where a task applies.
    pub(super) fn is_hidden(&self, id: TaskId, name: Name) -> bool {
        self.hidden[self.tasks[id.0 as usize].key.hidden as usize].binary_search(&name).is_ok()
    }

    /// What `$dynamicRef` leads to: the anchor of the outermost resource that has it.
    pub(super) fn dynamic_target(&self, id: TaskId, anchor: Name) -> Option<Id<Schema>> {
        let mut found = None;
        let mut at = self.tasks[id.0 as usize].key.scope;
        while let (before, Some(resource)) = self.scopes[at as usize] {
            found = self.cx.contract.schemas.dynamic_anchor(resource, anchor).or(found);
            at = before;
        }
        found
    }
}
