//! From answers to reasons: what a task comes to, and which keywords it fails by.

use hashbrown::HashSet;

use super::assert::Objection;
use super::instance::On;
use super::parts::{Edge, Part, Rule};
use super::run::{Cause, Outcome, Run, TaskId, Truth};
use super::{Failure, MOST_FAILURES};
use crate::contract::keywords::Keyword;
use crate::contract::{At, Id, Schema, SchemaView};
use crate::schema::number::Number;

/// Why a task refuses.
pub(super) enum Reason {
    /// A keyword by itself: its node, and the property and the node of the value that it speaks of, if not all of it.
    Leaf { keyword: Keyword, at: At, member: Option<String>, on: On },
    /// A schema that it applies.
    Task(TaskId),
    /// All branches of a keyword, which is a reason by itself; the one to show, if any says something.
    Branches { keyword: Keyword, at: At, shown: Option<TaskId> },
}

/// How far off a value is, to find the branch that was meant: less is nearer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Miss {
    /// The value is of another type.
    kind: bool,
    /// A property has another value than the one that marks the branch.
    mark: bool,
    /// How many keywords fail.
    count: u32,
    /// The value itself is none of those listed. Last, for it only tells the schema around it.
    value: bool,
}

impl Miss {
    fn here(keyword: Keyword) -> Miss {
        let value = matches!(keyword, Keyword::Const | Keyword::Enum);
        Miss { kind: keyword == Keyword::Type, mark: false, count: 1, value }
    }

    /// With what another schema misses, applied to the same place or to a property.
    fn add(&mut self, other: Miss, inside: bool) {
        self.kind |= other.kind && !inside;
        self.mark |= if inside { other.value } else { other.mark };
        self.value |= other.value && !inside;
        self.count = self.count.saturating_add(other.count);
    }
}

impl<'c> Run<'_, 'c, '_> {
    /// The outcome of a task whose edges are answered.
    pub(super) fn judge(&mut self, id: TaskId) -> Outcome {
        let key = self.tasks[id.0 as usize].key;
        let view = self.view(key.schema);
        if let Some(accepts) = view.get().boolean {
            let miss = Miss::here(Keyword::Not);
            return Outcome { truth: Truth::of(accepts), reasons: Vec::new(), miss, leans: None };
        }
        let mut outcome = Outcome { truth: Truth::Accepts, reasons: Vec::new(), miss: Miss::default(), leans: None };
        if !is_schema(view) {
            let keyword = view.entries().first().map_or(Keyword::Type, |e| e.keyword);
            outcome.truth = Truth::Unknown(Cause { keyword, at: view.at() });
        }
        for part in &self.tasks[id.0 as usize].parts {
            let truth = self.judge_part(view, key.on, part, &mut outcome);
            outcome.truth = outcome.truth.and(truth);
        }
        for objection in self.objections(id) {
            match objection {
                Objection::Unclear(cause) => outcome.truth = outcome.truth.and(Truth::Unknown(cause)),
                Objection::Fails(keyword, at, member) => {
                    outcome.truth = Truth::Refuses;
                    outcome.miss.add(Miss::here(keyword), false);
                    outcome.reasons.push(Reason::Leaf { keyword, at, member, on: key.on });
                }
            }
        }
        outcome
    }

    fn judge_part(&self, view: SchemaView<'c>, on: On, part: &Part, outcome: &mut Outcome) -> Truth {
        let mut answers = Vec::with_capacity(part.edges.len());
        for edge in &part.edges {
            let (truth, leans) = self.answer(edge);
            answers.push(truth);
            outcome.leans = [outcome.leans, leans].into_iter().flatten().min();
        }
        let unknown = answers.iter().copied().find(|t| matches!(t, Truth::Unknown(_)));
        let count = |truth: Truth| answers.iter().filter(|t| **t == truth).count();
        let accepted = count(Truth::Accepts);
        let itself = |keyword| Reason::Leaf { keyword, at: part.at, member: None, on };
        let fault = Truth::Unknown(Cause { keyword: part.keyword, at: part.at });
        let mut object = |reason: Reason, miss: Miss, inside: bool| {
            outcome.miss.add(miss, inside);
            outcome.reasons.push(reason);
            Truth::Refuses
        };
        match &part.rule {
            Rule::Fault => fault,
            Rule::All { doubt } => {
                let mut truth = unknown.unwrap_or(Truth::Accepts);
                for edge in part.edges.iter().zip(&answers).filter(|a| *a.1 == Truth::Refuses).map(|a| a.0) {
                    truth = match doubt {
                        Some(cause) => Truth::Unknown(*cause).and(truth),
                        None => object(self.reason(edge), self.miss(edge), edge.node.is_some()),
                    };
                }
                truth
            }
            Rule::Any | Rule::One if accepted == 0 => unknown.unwrap_or_else(|| {
                let shown = self.nearest(view, on, &part.edges);
                let miss = shown.map_or(Miss::here(part.keyword), |edge| self.miss(edge));
                let shown = shown.map(|edge| edge.task);
                object(Reason::Branches { keyword: part.keyword, at: part.at, shown }, miss, false)
            }),
            Rule::Any => Truth::Accepts,
            Rule::One if accepted > 1 => object(itself(part.keyword), Miss::here(part.keyword), false),
            Rule::One => unknown.unwrap_or(Truth::Accepts),
            Rule::Not => match answers.first() {
                Some(Truth::Accepts) => object(itself(part.keyword), Miss::here(part.keyword), false),
                Some(Truth::Refuses) => Truth::Accepts,
                Some(unknown) => *unknown,
                None => fault,
            },
            Rule::If => {
                let branch = |keyword| {
                    let edge = part.edges.iter().find(|e| e.keyword == keyword);
                    edge.map_or((Truth::Accepts, None), |e| (self.answer(e).0, Some(e)))
                };
                let chosen = match answers.first() {
                    Some(Truth::Accepts) => branch(Keyword::Then),
                    Some(Truth::Refuses) => branch(Keyword::Else),
                    _ if branch(Keyword::Then).0 == branch(Keyword::Else).0 => branch(Keyword::Then),
                    _ => (unknown.unwrap_or(fault), None),
                };
                match chosen {
                    (Truth::Refuses, Some(edge)) => object(self.reason(edge), self.miss(edge), false),
                    (truth, _) => truth,
                }
            }
            Rule::Contains { least, most } => {
                let number = |count: usize| Number::whole(count as i128);
                let maybe = answers.len() - count(Truth::Refuses);
                let too_many = |count: usize| most.as_ref().is_some_and(|most| number(count) > *most);
                if too_many(accepted) {
                    object(itself(Keyword::MaxContains), Miss::here(part.keyword), false)
                } else if number(maybe) < *least {
                    let said = if view.has(Keyword::MinContains) { Keyword::MinContains } else { Keyword::Contains };
                    object(itself(said), Miss::here(part.keyword), false)
                } else if number(accepted) >= *least && !too_many(maybe) {
                    Truth::Accepts
                } else {
                    unknown.unwrap_or(fault)
                }
            }
        }
    }

    /// What is known of an edge's task, and the open task that this leans on. One that is open itself waits for the task
    /// that asks: a circle, which accepts what nothing else in it refuses; if a `not` or the like is in it, nobody knows.
    fn answer(&self, edge: &Edge) -> (Truth, Option<usize>) {
        match self.outcome(edge.task) {
            Some(outcome) => (outcome.truth, outcome.leans),
            None => match self.circle(edge.task) {
                Some(place) => (Truth::Accepts, Some(place)),
                None => (Truth::Unknown(Cause { keyword: edge.keyword, at: edge.at }), None),
            },
        }
    }

    fn miss(&self, edge: &Edge) -> Miss {
        self.outcome(edge.task).map_or(Miss::default(), |o| o.miss)
    }

    fn schema_of(&self, edge: &Edge) -> Id<Schema> {
        self.tasks[edge.task.0 as usize].key.schema
    }

    /// Why an edge refuses: a schema that is `false` has no keyword, so it is the one that holds it.
    fn reason(&self, edge: &Edge) -> Reason {
        let key = self.tasks[edge.task.0 as usize].key;
        let schema = self.view(key.schema);
        if schema.get().boolean != Some(false) {
            return Reason::Task(edge.task);
        }
        let member = edge.node.and_then(|node| self.instance.name(node)).map(str::to_owned);
        Reason::Leaf { keyword: edge.keyword, at: schema.at(), member, on: key.on }
    }

    /// The branch that the value got furthest in: the one that its discriminator names, or else the one that misses it
    /// least.
    fn nearest<'p>(&self, view: SchemaView<'c>, on: On, edges: &'p [Edge]) -> Option<&'p Edge> {
        let named = self.discriminated(view, on);
        let of_name = |edge: &&Edge| {
            let schema = self.view(self.schema_of(edge));
            named.is_some_and(|name| schema.id == name || schema.reference().is_some_and(|r| r.id == name))
        };
        edges.iter().find(of_name).or_else(|| edges.iter().min_by_key(|edge| self.miss(edge)))
    }

    /// The schema that the discriminator names for a value.
    fn discriminated(&self, view: SchemaView<'c>, on: On) -> Option<Id<Schema>> {
        let contract = view.contract;
        let discriminator = view.discriminator()?;
        let property = contract.sources.names.find(&contract.text_at(discriminator.property?))?;
        let said = self.instance.text(On::Node(self.instance.member(on, property)?))?;
        let mapped = discriminator.mapping.iter().find(|m| contract.text_at(m.0) == said);
        let name = mapped.map_or_else(|| said.into(), |m| contract.text_at(m.1));
        let name = name.rsplit('/').next().unwrap_or_default();
        let name = contract.sources.names.find(name)?;
        contract.components.iter().filter(|c| c.name == name).find_map(|c| c.schema)
    }

    /// The failures of a task, the deepest in the schema first.
    pub(super) fn failures(&self, root: TaskId) -> Vec<Failure> {
        let mut found: Vec<(usize, Failure)> = Vec::new();
        let mut seen: HashSet<TaskId> = HashSet::from_iter([root]);
        let mut open = vec![(0, root)];
        while let Some((depth, id)) = open.pop() {
            let schema = self.tasks[id.0 as usize].key.schema;
            let reasons = self.outcome(id).map_or(&[][..], |o| &o.reasons);
            for reason in reasons {
                let (leaf, inner) = match reason {
                    Reason::Leaf { keyword, at, member, on } => (Some((*keyword, *at, member.clone(), *on)), None),
                    Reason::Task(task) => (None, Some(*task)),
                    Reason::Branches { keyword, at, shown } => {
                        (Some((*keyword, *at, None, self.tasks[id.0 as usize].key.on)), *shown)
                    }
                };
                if let Some((keyword, at, member, on)) = leaf {
                    let name = match on {
                        On::Name(node) => self.instance.name(node).map(str::to_owned),
                        On::Node(_) => None,
                    };
                    let instance = self.instance.pointer(on);
                    found.push((depth, Failure { schema, keyword, at, member: member.or(name), instance }));
                }
                if let Some(inner) = inner
                    && seen.insert(inner)
                {
                    open.push((depth + 1, inner));
                }
            }
        }
        if found.is_empty() {
            let schema = self.tasks[root.0 as usize].key.schema;
            let at = self.view(schema).at();
            return vec![Failure { schema, keyword: Keyword::Type, at, member: None, instance: String::new() }];
        }
        found.sort_by_key(|f| std::cmp::Reverse(f.0));
        found.into_iter().take(MOST_FAILURES).map(|f| f.1).collect()
    }
}

/// Whether a node is a schema at all: an object, a boolean, nothing (which lowering lets pass), or a form of 2.0.
fn is_schema(view: SchemaView<'_>) -> bool {
    use crate::source::tape::Kind;
    match view.contract.view(view.at()).kind() {
        Kind::Map | Kind::Null | Kind::True | Kind::False => true,
        Kind::Seq => !view.entries().is_empty(),
        _ => false,
    }
}
