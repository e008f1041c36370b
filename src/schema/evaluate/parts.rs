//! What the keywords of a schema ask of other schemas.

use hashbrown::HashSet;

use super::instance::On;
use super::run::{Cause, Run, TaskId, Truth};
use crate::contract::keywords::Keyword;
use crate::contract::schema::{Entry, SchemaMember};
use crate::contract::{At, Id, Schema, SchemaView};
use crate::schema::number::Number;

/// What a keyword asks.
pub(super) struct Part {
    pub(super) keyword: Keyword,
    /// The node of the keyword's value.
    pub(super) at: At,
    pub(super) rule: Rule,
    pub(super) edges: Vec<Edge>,
}

/// One application of another schema.
pub(super) struct Edge {
    /// The keyword that holds that schema, which for `then` and `else` is not the part's.
    pub(super) keyword: Keyword,
    pub(super) task: TaskId,
    /// The node of the schema, or of the reference to it.
    pub(super) at: At,
    /// The node of the value that is thereby evaluated, for keywords that speak of what is inside.
    pub(super) node: Option<u32>,
}

/// How the answers of the edges make that of the part.
pub(super) enum Rule {
    /// All accept. With a doubt, a refusal is not sure.
    All { doubt: Option<Cause> },
    /// One accepts.
    Any,
    /// Exactly one accepts.
    One,
    /// It does not.
    Not,
    /// The first says which of the others counts.
    If,
    /// So many accept.
    Contains { least: Number, most: Option<Number> },
    /// It cannot be told.
    Fault,
}

impl Keyword {
    /// Whether a schema that has the keyword accepts no less where the schemas under it accept more.
    pub(super) fn keeps_truth(self) -> bool {
        matches!(
            self,
            Keyword::Ref
                | Keyword::DynamicRef
                | Keyword::AllOf
                | Keyword::AnyOf
                | Keyword::Then
                | Keyword::Else
                | Keyword::DependentSchemas
        )
    }

    /// Whether what the schemas under a keyword evaluate counts as evaluated by the schema that has the keyword.
    fn passes_on(self) -> bool {
        matches!(
            self,
            Keyword::Ref
                | Keyword::DynamicRef
                | Keyword::AllOf
                | Keyword::AnyOf
                | Keyword::OneOf
                | Keyword::If
                | Keyword::DependentSchemas
        )
    }
}

impl<'c> Run<'_, 'c, '_> {
    /// The parts of a task's schema, but for those that depend on what others evaluate.
    pub(super) fn parts(&mut self, id: TaskId) -> Vec<Part> {
        let key = self.tasks[id.0 as usize].key;
        let view = self.view(key.schema);
        let mut parts = Vec::new();
        for (number, entry) in view.entries().iter().enumerate() {
            if overridden(view, number) {
                continue;
            }
            let at = view.at().to(entry.node);
            let rule = match entry.keyword {
                Keyword::Ref | Keyword::DynamicRef | Keyword::AllOf => Rule::All { doubt: None },
                Keyword::AnyOf => Rule::Any,
                Keyword::OneOf => Rule::One,
                Keyword::Not => Rule::Not,
                Keyword::If => {
                    parts.push(self.condition(id, view, at));
                    continue;
                }
                Keyword::DependentSchemas => {
                    let present = |m: &&SchemaMember| m.name.is_some_and(|n| self.instance.member(key.on, n).is_some());
                    let members: Vec<SchemaMember> = view.members(entry).iter().filter(present).copied().collect();
                    parts.push(self.here(id, entry.keyword, at, Rule::All { doubt: None }, &members));
                    continue;
                }
                _ => continue,
            };
            let part = self.here(id, entry.keyword, at, rule, view.members(entry));
            parts.push(part);
        }
        match key.on {
            On::Name(_) => {}
            on if self.instance.items(on).is_some() => self.item_parts(id, view, &mut parts),
            on if self.instance.members(on).is_some() => self.member_parts(id, view, &mut parts),
            On::Node(_) => {}
        }
        parts
    }

    /// A part whose schemas apply to the same place.
    fn here(&mut self, id: TaskId, keyword: Keyword, at: At, rule: Rule, members: &[SchemaMember]) -> Part {
        let mut part = Part { keyword, at, rule, edges: Vec::with_capacity(members.len()) };
        for member in members {
            let view = self.view(self.tasks[id.0 as usize].key.schema);
            let mut target = view.member_schema(member).map(|s| s.id);
            if keyword == Keyword::DynamicRef
                && let Some(anchor) = view.dynamic_reference()
            {
                target = self.dynamic_target(id, anchor).or(target);
            }
            match target {
                Some(target) => {
                    let task = self.ask_here(id, keyword, target);
                    part.edges.push(Edge { keyword, task, at: member.key, node: None });
                }
                None => part.rule = Rule::Fault,
            }
        }
        part
    }

    fn condition(&mut self, id: TaskId, view: SchemaView<'c>, at: At) -> Part {
        let mut part = Part { keyword: Keyword::If, at, rule: Rule::If, edges: Vec::new() };
        for keyword in [Keyword::If, Keyword::Then, Keyword::Else] {
            if let (Some(schema), Some(at)) = (view.child(keyword), view.value_at(keyword)) {
                let task = self.ask_here(id, keyword, schema.id);
                part.edges.push(Edge { keyword, task, at, node: None });
            }
        }
        part
    }

    fn inside(&mut self, id: TaskId, keyword: Keyword, schema: Id<Schema>, at: At, node: u32) -> Edge {
        let task = self.ask_inside(id, schema, On::Node(node));
        Edge { keyword, task, at, node: Some(node) }
    }

    fn item_parts(&mut self, id: TaskId, view: SchemaView<'c>, parts: &mut Vec<Part>) {
        let Some(items) = self.instance.items(self.tasks[id.0 as usize].key.on) else { return };
        let mut rest = items.clone();
        if let Some(entry) = view.entry(Keyword::PrefixItems) {
            let mut edges = Vec::new();
            for (member, node) in view.members(entry).iter().zip(items.clone()) {
                let Some(schema) = view.member_schema(member) else { continue };
                edges.push(self.inside(id, Keyword::PrefixItems, schema.id, member.key, node));
                rest.start = node + 1;
            }
            let at = view.at().to(entry.node);
            parts.push(Part { keyword: Keyword::PrefixItems, at, rule: Rule::All { doubt: None }, edges });
        }
        for keyword in [Keyword::Items, Keyword::Contains] {
            let (Some(schema), Some(at)) = (view.child(keyword), view.value_at(keyword)) else { continue };
            let (range, rule) = match keyword {
                Keyword::Items => (rest.clone(), Rule::All { doubt: None }),
                _ => (items.clone(), contains(view)),
            };
            let edges = range.map(|node| self.inside(id, keyword, schema.id, at, node)).collect();
            parts.push(Part { keyword, at, rule, edges });
        }
    }

    fn member_parts(&mut self, id: TaskId, view: SchemaView<'c>, parts: &mut Vec<Part>) {
        let on = self.tasks[id.0 as usize].key.on;
        let Some(members) = self.instance.members(on) else { return };
        let mut covered: HashSet<u32> = HashSet::new();
        let mut doubt = None;
        if let Some(at) = view.value_at(Keyword::Properties) {
            let mut edges = Vec::new();
            for property in view.properties() {
                let Some(node) = self.instance.member(on, property.name) else { continue };
                if !self.is_hidden(id, property.name) {
                    edges.push(self.inside(id, Keyword::Properties, property.schema.id, property.schema.at(), node));
                    covered.insert(node);
                }
            }
            parts.push(Part { keyword: Keyword::Properties, at, rule: Rule::All { doubt: None }, edges });
        }
        if let Some(at) = view.value_at(Keyword::PatternProperties) {
            let mut edges = Vec::new();
            for property in view.named(Keyword::PatternProperties) {
                let pattern = view.contract.text(property.name);
                for node in members.clone() {
                    let Some(name) = self.instance.name(node) else { continue };
                    match self.cx.patterns.matches(pattern, name) {
                        Some(true) => {
                            let schema = property.schema;
                            edges.push(self.inside(id, Keyword::PatternProperties, schema.id, schema.at(), node));
                            covered.insert(node);
                        }
                        Some(false) => {}
                        None => doubt = Some(Cause { keyword: Keyword::PatternProperties, at: property.key }),
                    }
                }
            }
            parts.push(Part { keyword: Keyword::PatternProperties, at, rule: Rule::All { doubt: None }, edges });
            if let Some(Cause { keyword, at }) = doubt {
                parts.push(Part { keyword, at, rule: Rule::Fault, edges: Vec::new() });
            }
        }
        if let (Some(schema), Some(at)) =
            (view.child(Keyword::AdditionalProperties), view.value_at(Keyword::AdditionalProperties))
        {
            let others = members.clone().filter(|node| !covered.contains(node));
            let others: Vec<u32> = others.collect();
            let edge = |node| self.inside(id, Keyword::AdditionalProperties, schema.id, at, node);
            let edges = others.into_iter().map(edge).collect();
            parts.push(Part { keyword: Keyword::AdditionalProperties, at, rule: Rule::All { doubt }, edges });
        }
        if let (Some(schema), Some(at)) = (view.child(Keyword::PropertyNames), view.value_at(Keyword::PropertyNames)) {
            let mut edges = Vec::new();
            for node in members {
                let task = self.ask_inside(id, schema.id, On::Name(node));
                edges.push(Edge { keyword: Keyword::PropertyNames, task, at, node: None });
            }
            parts.push(Part { keyword: Keyword::PropertyNames, at, rule: Rule::All { doubt: None }, edges });
        }
    }

    /// The parts of `unevaluatedItems` and `unevaluatedProperties`, once all others are answered.
    pub(super) fn unevaluated_parts(&mut self, id: TaskId) -> Vec<Part> {
        let key = self.tasks[id.0 as usize].key;
        let view = self.view(key.schema);
        let mut parts = Vec::new();
        let inside = [
            (Keyword::UnevaluatedItems, self.instance.items(key.on)),
            (Keyword::UnevaluatedProperties, self.instance.members(key.on)),
        ];
        for (keyword, nodes) in inside {
            let (Some(schema), Some(at), Some(nodes)) = (view.child(keyword), view.value_at(keyword), nodes) else {
                continue;
            };
            let (evaluated, doubt) = self.evaluated(id);
            let others = nodes.filter(|node| !evaluated.contains(node));
            let edges = others.map(|node| self.inside(id, keyword, schema.id, at, node)).collect();
            parts.push(Part { keyword, at, rule: Rule::All { doubt }, edges });
        }
        parts
    }

    /// The nodes inside that a task has evaluated, by itself and by all that it applied with success; and what makes it
    /// uncertain that these are all.
    fn evaluated(&self, id: TaskId) -> (HashSet<u32>, Option<Cause>) {
        let mut found = HashSet::new();
        let mut doubt = None;
        let mut seen: HashSet<TaskId> = HashSet::from_iter([id]);
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let task = &self.tasks[id.0 as usize];
            let contains = self.view(task.key.schema).dialect().contains_evaluates();
            for part in &task.parts {
                let if_holds = part.edges.first().and_then(|e| self.truth(e.task));
                for edge in &part.edges {
                    let truth = self.truth(edge.task);
                    if let Some(node) = edge.node {
                        let counts = part.keyword != Keyword::Contains || (contains && truth == Some(Truth::Accepts));
                        if counts {
                            found.insert(node);
                        } else if contains && matches!(truth, None | Some(Truth::Unknown(_))) {
                            doubt = Some(Cause { keyword: part.keyword, at: part.at });
                        }
                    } else if part.keyword.passes_on() {
                        match (edge.keyword, if_holds) {
                            (Keyword::Then, Some(Truth::Refuses)) | (Keyword::Else, Some(Truth::Accepts)) => continue,
                            _ => {}
                        }
                        let sure =
                            !matches!(part.rule, Rule::If) || !matches!(if_holds, None | Some(Truth::Unknown(_)));
                        match truth {
                            Some(Truth::Accepts) if sure => {
                                if seen.insert(edge.task) {
                                    open.push(edge.task);
                                }
                            }
                            Some(Truth::Refuses) => {}
                            _ => doubt = Some(Cause { keyword: edge.keyword, at: edge.at }),
                        }
                    }
                }
                if matches!(part.rule, Rule::Fault)
                    && (part.keyword.passes_on() || part.keyword == Keyword::PatternProperties)
                {
                    doubt = Some(Cause { keyword: part.keyword, at: part.at });
                }
            }
        }
        (found, doubt)
    }
}

/// Whether the entry at a position says nothing, since its keyword is written again later. Of two that lowering made from
/// different keywords (`dependencies` and `dependentRequired`) both count.
pub(super) fn overridden(view: SchemaView<'_>, position: usize) -> bool {
    let Some((entry, later)) = view.entries()[position..].split_first() else { return false };
    let document = view.contract.sources.doc(view.at().doc);
    let name = |e: &Entry| document.key_text(document.key_of(e.node));
    later.iter().any(|other| other.keyword == entry.keyword && name(other) == name(entry))
}

/// How many items `contains` asks for.
fn contains(view: SchemaView<'_>) -> Rule {
    let count = |keyword| match view.value(keyword) {
        None => Ok(None),
        Some(value) => value.as_number().and_then(|text| Number::parse(&text)).map(Some).ok_or(()),
    };
    match (count(Keyword::MinContains), count(Keyword::MaxContains)) {
        (Ok(least), Ok(most)) => Rule::Contains { least: least.unwrap_or(Number::whole(1)), most },
        _ => Rule::Fault,
    }
}
