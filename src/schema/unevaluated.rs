//! `unevaluatedProperties` and `unevaluatedItems` (Core §11): what is evaluated depends on which subschemas accept
//! the value, so each case is a condition and a set.

use super::compile::{Compiler, Context};
use super::nodes::{ANYTHING, Atom, NodeId, Text};
use crate::contract::keywords::Keyword;
use crate::contract::{At, SchemaView, SpecVersion};

/// The most cases that are told apart; beyond them the keyword is opaque.
const MOST_CASES: usize = 64;
/// The deepest composition that is looked into.
const DEEPEST: u32 = 40;

/// What is evaluated in one case.
#[derive(Clone, PartialEq, Eq, Default, PartialOrd, Ord)]
struct Evaluated {
    all: bool,
    names: Vec<Text>,
    patterns: Vec<Text>,
    /// Items before this position.
    items: u32,
    /// Items that one of these accepts.
    matching: Vec<NodeId>,
}

impl Evaluated {
    fn with(&self, other: &Evaluated) -> Evaluated {
        let mut both = self.clone();
        both.all |= other.all;
        both.items = both.items.max(other.items);
        both.names.extend(&other.names);
        both.patterns.extend(&other.patterns);
        both.matching.extend(&other.matching);
        both.names.sort_unstable();
        both.names.dedup();
        both.patterns.sort_unstable();
        both.patterns.dedup();
        both.matching.sort_unstable();
        both.matching.dedup();
        if both.all {
            both = Evaluated { all: true, ..Evaluated::default() };
        }
        both
    }
}

/// A case: when it is, and what is evaluated then.
type Case = (NodeId, Evaluated);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Properties,
    Items,
}

impl<'c> Compiler<'c> {
    pub(super) fn unevaluated_properties(&mut self, context: Context, schema: SchemaView<'c>) -> NodeId {
        self.unevaluated(context, schema, Kind::Properties, Keyword::UnevaluatedProperties)
    }

    pub(super) fn unevaluated_items(&mut self, context: Context, schema: SchemaView<'c>) -> NodeId {
        self.unevaluated(context, schema, Kind::Items, Keyword::UnevaluatedItems)
    }

    fn unevaluated(&mut self, context: Context, schema: SchemaView<'c>, kind: Kind, keyword: Keyword) -> NodeId {
        let Some(child) = schema.child(keyword) else { return ANYTHING };
        let node = self.place(context.side, context.projection, child);
        let Some(cases) = self.cases(context, schema, kind, Some(keyword), DEEPEST) else {
            let at = At { doc: schema.at().doc, node: schema.value_at(keyword).map_or(schema.at().node, |at| at.node) };
            return self.opaque(keyword, context.side, at);
        };
        let mut all = Vec::with_capacity(cases.len());
        for (condition, evaluated) in cases {
            let says = if evaluated.all {
                ANYTHING
            } else if kind == Kind::Properties {
                self.nodes.atom(Atom::Additional(evaluated.names.into(), evaluated.patterns.into(), node))
            } else {
                let mut accepted = evaluated.matching;
                accepted.push(node);
                let item = self.nodes.or(accepted);
                self.nodes.atom(Atom::ItemsFrom(evaluated.items, item))
            };
            all.push(self.nodes.both(condition, says));
        }
        self.nodes.or(all)
    }

    /// What a schema evaluates of a value that it accepts, in each case; together the cases are all there are. The
    /// keyword that asks is left out.
    fn cases(
        &mut self,
        context: Context,
        schema: SchemaView<'c>,
        kind: Kind,
        asks: Option<Keyword>,
        deeper: u32,
    ) -> Option<Vec<Case>> {
        let deeper = deeper.checked_sub(1)?;
        let schema = schema.resolved();
        if schema.get().boolean.is_some() {
            return Some(vec![(ANYTHING, Evaluated::default())]);
        }
        let mut own = Evaluated::default();
        let everything = match kind {
            Kind::Properties => [Keyword::AdditionalProperties, Keyword::UnevaluatedProperties],
            Kind::Items => [Keyword::Items, Keyword::UnevaluatedItems],
        };
        own.all = everything.into_iter().any(|keyword| Some(keyword) != asks && schema.has(keyword));
        if kind == Kind::Properties {
            own.names = self.names(context.side, schema.properties().map(|p| p.name).collect()).into();
            let patterns = schema.named(Keyword::PatternProperties).map(|p| p.name).collect();
            own.patterns = self.names(context.side, patterns).into();
        } else {
            own.items = schema.children(Keyword::PrefixItems).count() as u32;
            if let Some(child) = schema.child(Keyword::Contains)
                && schema.contract.version >= SpecVersion::V3_1
            {
                own.matching.push(self.place(context.side, context.projection, child));
            }
        }
        let mut cases = vec![(ANYTHING, Evaluated::default().with(&own))];
        for keyword in [Keyword::Ref, Keyword::DynamicRef, Keyword::AllOf] {
            for part in schema.children(keyword).collect::<Vec<_>>() {
                let more = self.cases(context, part, kind, None, deeper)?;
                cases = self.product(&cases, &more)?;
            }
        }
        for part in schema.children(Keyword::AnyOf).collect::<Vec<_>>() {
            let more = self.optional(context, part, kind, deeper)?;
            cases = self.product(&cases, &more)?;
        }
        let branches: Vec<_> = schema.children(Keyword::OneOf).collect();
        if !branches.is_empty() {
            // Exactly one accepts the value, or the schema refuses it anyway.
            let mut more = Vec::new();
            for part in branches {
                let accepted = self.in_place(context, part);
                for (condition, evaluated) in self.cases(context, part, kind, None, deeper)? {
                    more.push((self.nodes.both(accepted, condition), evaluated));
                }
            }
            cases = self.product(&cases, &self.merged(more))?;
        }
        if let Some(condition) = schema.child(Keyword::If) {
            let accepted = self.in_place(context, condition);
            let refused = self.nodes.not(accepted);
            let mut then = self.cases(context, condition, kind, None, deeper)?;
            if let Some(part) = schema.child(Keyword::Then) {
                let more = self.cases(context, part, kind, None, deeper)?;
                then = self.product(&then, &more)?;
            }
            let otherwise = match schema.child(Keyword::Else) {
                Some(part) => self.cases(context, part, kind, None, deeper)?,
                None => vec![(ANYTHING, Evaluated::default())],
            };
            let mut more = Vec::new();
            for (when, list) in [(accepted, then), (refused, otherwise)] {
                for (condition, evaluated) in list {
                    more.push((self.nodes.both(when, condition), evaluated));
                }
            }
            cases = self.product(&cases, &self.merged(more))?;
        }
        for dependent in schema.named(Keyword::DependentSchemas).collect::<Vec<_>>() {
            let asked = self.required(context.side, dependent.name);
            // An atom of objects accepts what is no object; there is nothing to evaluate in that.
            let mut more = Vec::new();
            for (condition, evaluated) in self.cases(context, dependent.schema, kind, None, deeper)? {
                more.push((self.nodes.both(asked, condition), evaluated));
            }
            more.push((self.nodes.not(asked), Evaluated::default()));
            cases = self.product(&cases, &self.merged(more))?;
        }
        Some(cases)
    }

    /// A subschema that may accept the value or not.
    fn optional(
        &mut self,
        context: Context,
        part: SchemaView<'c>,
        kind: Kind,
        deeper: u32,
    ) -> Option<Vec<Case>> {
        let accepted = self.in_place(context, part);
        let mut cases = Vec::new();
        for (condition, evaluated) in self.cases(context, part, kind, None, deeper)? {
            cases.push((self.nodes.both(accepted, condition), evaluated));
        }
        if cases.iter().all(|case| case.1 == Evaluated::default()) {
            return Some(vec![(ANYTHING, Evaluated::default())]);
        }
        cases.push((self.nodes.not(accepted), Evaluated::default()));
        Some(self.merged(cases))
    }

    /// Cases that evaluate the same are one; where that is the only one, its condition says nothing.
    fn merged(&self, mut cases: Vec<Case>) -> Vec<Case> {
        let same = cases.first().is_some_and(|first| cases.iter().all(|case| case.1 == first.1));
        if same {
            cases.truncate(1);
            cases[0].0 = ANYTHING;
        }
        cases
    }

    fn product(&mut self, left: &[Case], right: &[Case]) -> Option<Vec<Case>> {
        if left.len() * right.len() > MOST_CASES {
            return None;
        }
        let mut all = Vec::with_capacity(left.len() * right.len());
        for (when, first) in left {
            for (also, second) in right {
                all.push((self.nodes.both(*when, *also), first.with(second)));
            }
        }
        Some(all)
    }
}
