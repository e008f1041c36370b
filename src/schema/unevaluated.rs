//! `unevaluatedProperties` and `unevaluatedItems` (Core §11). What is evaluated depends on which subschemas accept
//! the value, so each subschema makes a contribution under a condition, and a property or an item is evaluated where
//! the condition of one of its contributions holds.

use hashbrown::HashSet;

use super::compile::{Compiler, Context};
use super::nodes::{ANYTHING, Atom, NOTHING, NodeId, Text};
use crate::contract::keywords::Keyword;
use crate::contract::{At, Dialect, Id, Schema, SchemaView};

/// The most conditions that are told apart case by case, where patterns or `contains` depend on them.
const MOST_CONDITIONS: usize = 6;
/// The most subschemas that are looked at.
const MOST_PARTS: usize = 2_000;

/// What a subschema evaluates where its condition holds.
#[derive(Default)]
struct Contribution {
    condition: Option<NodeId>,
    all: bool,
    names: Box<[Text]>,
    patterns: Box<[Text]>,
    /// Items before this position.
    items: u32,
    /// Items that this accepts.
    matching: Option<NodeId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Properties,
    Items,
}

impl<'c> Compiler<'c> {
    pub(super) fn unevaluated_properties(&mut self, context: Context, schema: SchemaView<'c>) -> NodeId {
        let keyword = Keyword::UnevaluatedProperties;
        let Some(child) = schema.child(keyword) else { return ANYTHING };
        let node = self.place(context.side, context.projection, child);
        let Some(all) = self.contributions(context, schema, Kind::Properties) else {
            return self.undecided(context, schema, keyword);
        };
        let everything = self.where_all(&all);
        let mut names: Vec<Text> = all.iter().flat_map(|c| c.names.iter().copied()).collect();
        names.sort_unstable();
        names.dedup();
        let mut parts = Vec::new();
        for name in &names {
            let mut ways = vec![everything];
            for contribution in &all {
                if contribution.names.contains(name) {
                    ways.push(contribution.condition.unwrap_or(ANYTHING));
                }
            }
            ways.push(self.nodes.atom(Atom::Property(*name, node)));
            // A name may match a pattern as well, which makes it evaluated there.
            for contribution in &all {
                for pattern in &contribution.patterns {
                    let matches = super::strings::matches(
                        self.nodes.text_of(*pattern),
                        self.nodes.text_of(*name),
                        &mut super::strings::Cache::default(),
                    );
                    match matches {
                        Some(true) => ways.push(contribution.condition.unwrap_or(ANYTHING)),
                        Some(false) => {}
                        None => return self.undecided(context, schema, keyword),
                    }
                }
            }
            parts.push(self.nodes.or(ways));
        }
        let names: Box<[Text]> = names.into();
        let rest = self.by_cases(&all, |contribution| !contribution.patterns.is_empty(), &mut |nodes, held| {
            let mut patterns: Vec<Text> = held.iter().flat_map(|c| c.patterns.iter().copied()).collect();
            patterns.sort_unstable();
            patterns.dedup();
            nodes.atom(Atom::Additional(names.clone(), patterns.into(), node))
        });
        let Some(rest) = rest else { return self.undecided(context, schema, keyword) };
        parts.push(self.nodes.or(vec![everything, rest]));
        self.nodes.and(parts)
    }

    pub(super) fn unevaluated_items(&mut self, context: Context, schema: SchemaView<'c>) -> NodeId {
        let keyword = Keyword::UnevaluatedItems;
        let Some(child) = schema.child(keyword) else { return ANYTHING };
        let node = self.place(context.side, context.projection, child);
        let Some(all) = self.contributions(context, schema, Kind::Items) else {
            return self.undecided(context, schema, keyword);
        };
        let everything = self.where_all(&all);
        let first = all.iter().map(|c| c.items).max().unwrap_or(0);
        let says = self.by_cases(&all, |contribution| contribution.matching.is_some(), &mut |nodes, held| {
            let mut accepted: Vec<NodeId> = held.iter().filter_map(|c| c.matching).collect();
            accepted.push(node);
            let item = nodes.or(accepted);
            let mut parts = vec![nodes.atom(Atom::ItemsFrom(first, item))];
            for at in 0..first {
                let mut ways = vec![nodes.atom(Atom::Item(at, item))];
                for contribution in &all {
                    if contribution.items > at {
                        ways.push(contribution.condition.unwrap_or(ANYTHING));
                    }
                }
                parts.push(nodes.or(ways));
            }
            nodes.and(parts)
        });
        match says {
            Some(says) => self.nodes.or(vec![everything, says]),
            None => self.undecided(context, schema, keyword),
        }
    }

    fn undecided(&mut self, context: Context, schema: SchemaView<'c>, keyword: Keyword) -> NodeId {
        let at = schema.value_at(keyword).unwrap_or_else(|| schema.at());
        self.opaque(keyword, context.side, At { doc: schema.at().doc, node: at.node })
    }

    /// When everything is evaluated.
    fn where_all(&mut self, all: &[Contribution]) -> NodeId {
        let conditions = all.iter().filter(|c| c.all).map(|c| c.condition.unwrap_or(ANYTHING)).collect();
        self.nodes.or(conditions)
    }

    /// What is said in each case of conditions that cannot be told one by one; nothing if there are too many.
    fn by_cases(
        &mut self,
        all: &[Contribution],
        concerned: impl Fn(&Contribution) -> bool,
        says: &mut dyn FnMut(&mut super::nodes::Nodes, &[&Contribution]) -> NodeId,
    ) -> Option<NodeId> {
        let concerned: Vec<&Contribution> = all.iter().filter(|c| concerned(c)).collect();
        let mut conditions: Vec<NodeId> = concerned.iter().filter_map(|c| c.condition).collect();
        conditions.sort_unstable();
        conditions.dedup();
        if conditions.len() > MOST_CONDITIONS {
            return None;
        }
        let mut cases = Vec::new();
        for case in 0_u32..1 << conditions.len() {
            let holds = |condition: Option<NodeId>| {
                condition
                    .is_none_or(|c| conditions.iter().position(|k| *k == c).is_some_and(|at| case & (1 << at) != 0))
            };
            let held: Vec<&Contribution> = concerned.iter().copied().filter(|c| holds(c.condition)).collect();
            let mut parts = vec![says(&mut self.nodes, &held)];
            for condition in &conditions {
                parts.push(if holds(Some(*condition)) { *condition } else { self.nodes.not(*condition) });
            }
            cases.push(self.nodes.and(parts));
        }
        Some(self.nodes.or(cases))
    }

    /// All that the subschemas of a place evaluate; nothing if there are too many.
    fn contributions(&mut self, context: Context, schema: SchemaView<'c>, kind: Kind) -> Option<Vec<Contribution>> {
        let mut all = Vec::new();
        let mut pending = vec![(ANYTHING, schema, true)];
        let mut seen: HashSet<(NodeId, Id<Schema>)> = HashSet::new();
        while let Some((condition, part, asks)) = pending.pop() {
            if condition == NOTHING || !seen.insert((condition, part.id)) {
                continue;
            }
            if seen.len() > MOST_PARTS {
                return None;
            }
            let mut own =
                Contribution { condition: (condition != ANYTHING).then_some(condition), ..Contribution::default() };
            if kind == Kind::Properties {
                own.all =
                    part.has(Keyword::AdditionalProperties) || (!asks && part.has(Keyword::UnevaluatedProperties));
                // A property that does not exist in the projection is nobody's.
                let names = part.properties().map(|p| p.name).filter(|name| !self.is_hidden(context, *name));
                own.names = self.names(context.side, names.collect());
                let patterns = part.named(Keyword::PatternProperties).map(|p| p.name).collect();
                own.patterns = self.names(context.side, patterns);
            } else {
                own.all = part.has(Keyword::Items) || (!asks && part.has(Keyword::UnevaluatedItems));
                own.items = part.children(Keyword::PrefixItems).count() as u32;
                if let Some(child) = part.child(Keyword::Contains)
                    && part.dialect() != Dialect::Draft2019_09
                {
                    own.matching = Some(self.place(context.side, context.projection, child));
                }
            }
            let says = own.all || !own.names.is_empty() || !own.patterns.is_empty() || own.items > 0;
            if says || own.matching.is_some() {
                all.push(own);
            }
            for keyword in [Keyword::Ref, Keyword::DynamicRef, Keyword::AllOf] {
                pending.extend(part.children(keyword).map(|child| (condition, child, false)));
            }
            for keyword in [Keyword::AnyOf, Keyword::OneOf] {
                for child in part.children(keyword) {
                    let accepted = self.branch(context, child);
                    pending.push((self.nodes.both(condition, accepted), child, false));
                }
            }
            if let Some(asked) = part.child(Keyword::If) {
                let accepted = self.branch(context, asked);
                let refused = self.nodes.not(accepted);
                let (then, otherwise) = (self.nodes.both(condition, accepted), self.nodes.both(condition, refused));
                pending.push((then, asked, false));
                pending.extend(part.child(Keyword::Then).map(|child| (then, child, false)));
                pending.extend(part.child(Keyword::Else).map(|child| (otherwise, child, false)));
            }
            if kind == Kind::Properties {
                for dependent in part.named(Keyword::DependentSchemas) {
                    let asked = self.required(context.side, dependent.name);
                    pending.push((self.nodes.both(condition, asked), dependent.schema, false));
                }
            }
        }
        Some(all)
    }
}
