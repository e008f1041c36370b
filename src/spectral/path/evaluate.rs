//! Paths, followed over the tape.
//!
//! A definition that several references lead to is walked once for each segment, so a walk is no longer than the
//! documents are, and circles end by themselves.

use std::borrow::Cow;

use hashbrown::HashSet;
use jsonpath_rust::parser::model::{
    Comparable, Comparison, Filter, FilterAtom, FnArg, Segment, Selector, SingularQuery, SingularQuerySegment, Test,
    TestFunction,
};

use super::dialect::{PARENT, PROPERTY, TRUTHY};
use super::values::{Operand, truthy};
use super::{Given, Step};
use crate::schema::evaluate::Patterns;
use crate::source::loader::At;
use crate::source::tape::Kind;
use crate::spectral::functions::matches;
use crate::spectral::tree::{NONE, Node, Tree};

/// How many nodes one path may look at: filters that search below every node take the square of the document.
const MOST_STEPS: u32 = 5_000_000;

/// What a path leads to: a node, or the key of one.
#[derive(Clone, Copy, Debug)]
pub(in crate::spectral) struct Hit {
    pub(in crate::spectral) node: Node,
    pub(in crate::spectral) key: bool,
}

/// A walk along one path.
pub(in crate::spectral) struct Walk<'w, 's> {
    tree: &'w Tree<'s>,
    patterns: &'w mut Patterns,
    nodes: Vec<Node>,
    steps: u32,
    root: At,
    /// Why not all could be looked at.
    pub(in crate::spectral) gave_up: Option<&'static str>,
}

impl<'w, 's> Walk<'w, 's> {
    /// A walk on which `$` in filters is the node `root`.
    pub(in crate::spectral) fn new(tree: &'w Tree<'s>, patterns: &'w mut Patterns, root: At) -> Self {
        Self { tree, patterns, nodes: Vec::new(), steps: MOST_STEPS, root, gave_up: None }
    }

    /// Follows a path from a node.
    pub(in crate::spectral) fn follow(&mut self, given: &'w Given, start: Node) -> Vec<Hit> {
        self.nodes = vec![Node { parent: NONE, ..start }];
        let mut found = vec![0];
        let mut key = false;
        for step in &given.0 {
            match step {
                Step::Query(segments) => found = self.segments(found, segments),
                Step::Parent => {
                    let parents = found.iter().map(|&id| self.nodes[id as usize].parent);
                    found = parents.filter(|&parent| parent != NONE).collect();
                    self.once(&mut found);
                }
                Step::Key => key = true,
            }
        }
        // A key stands before its node, and so has the node's place; a root has none.
        let hits = found.into_iter().map(|id| Hit { node: self.nodes[id as usize], key });
        hits.filter(|hit| !key || hit.node.parent != NONE).collect()
    }

    fn once(&self, found: &mut Vec<u32>) {
        let mut seen = HashSet::with_capacity(found.len());
        found.retain(|&id| seen.insert(self.nodes[id as usize].place));
    }

    fn segments(&mut self, mut from: Vec<u32>, segments: &'w [Segment]) -> Vec<u32> {
        for segment in segments {
            let (inner, deep) = match segment {
                Segment::Descendant(inner) => (&**inner, true),
                other => (other, false),
            };
            let selectors = match inner {
                Segment::Selector(selector) => std::slice::from_ref(selector),
                Segment::Selectors(selectors) => selectors,
                Segment::Descendant(_) => &[],
            };
            let (mut found, mut walked) = (Vec::new(), HashSet::new());
            for start in from {
                if deep {
                    self.descend(start, selectors, &mut walked, &mut found);
                } else {
                    for selector in selectors {
                        self.select(start, selector, &mut found);
                    }
                }
            }
            self.once(&mut found);
            from = found;
        }
        from
    }

    /// Selects from a node and from all below it.
    fn descend(&mut self, start: u32, selectors: &'w [Selector], walked: &mut HashSet<At>, found: &mut Vec<u32>) {
        let mut open = vec![start];
        while let Some(id) = open.pop() {
            let node = self.nodes[id as usize];
            if !walked.insert(node.value) || !self.step() {
                continue;
            }
            for selector in selectors {
                self.select(id, selector, found);
            }
            let first = open.len();
            for child in self.tree.children(&node, id) {
                if matches!(self.tree.view(child.value).kind(), Kind::Map | Kind::Seq) {
                    open.push(self.nodes.len() as u32);
                    self.nodes.push(child);
                }
            }
            open[first..].reverse();
        }
    }

    fn step(&mut self) -> bool {
        match self.steps.checked_sub(1) {
            Some(left) => self.steps = left,
            None => self.gave_up = Some("its path takes too many steps"),
        }
        self.gave_up.is_none()
    }

    fn select(&mut self, id: u32, selector: &'w Selector, found: &mut Vec<u32>) {
        let node = self.nodes[id as usize];
        if !self.step() {
            return;
        }
        let tree = self.tree;
        match selector {
            Selector::Name(name) => match name.as_str() {
                PROPERTY => found.push(id),
                PARENT if node.parent != NONE => found.push(node.parent),
                PARENT => {}
                TRUTHY if truthy(tree.view(node.value)) => found.push(id),
                TRUTHY => {}
                name => {
                    let child = tree.child(&node, name, id);
                    if let Some(child) = child {
                        self.add(child, found);
                    }
                }
            },
            Selector::Wildcard => tree.children(&node, id).for_each(|child| self.add(child, found)),
            Selector::Index(index) => {
                let items: Vec<Node> = self.items(&node, id);
                let index = if *index < 0 { *index + items.len() as i64 } else { *index };
                let item = usize::try_from(index).ok().and_then(|index| items.get(index));
                if let Some(&item) = item {
                    self.add(item, found);
                }
            }
            Selector::Slice(from, to, step) => {
                let items = self.items(&node, id);
                for index in slice(items.len() as i64, *from, *to, step.unwrap_or(1)) {
                    self.add(items[index as usize], found);
                }
            }
            Selector::Filter(filter) => {
                for child in tree.children(&node, id) {
                    if self.step() && self.test(filter, &child) {
                        self.add(child, found);
                    }
                }
            }
        }
    }

    fn items(&self, node: &Node, id: u32) -> Vec<Node> {
        let seq = self.tree.view(node.value).is_seq();
        if seq { self.tree.children(node, id).collect() } else { Vec::new() }
    }

    fn add(&mut self, node: Node, found: &mut Vec<u32>) {
        found.push(self.nodes.len() as u32);
        self.nodes.push(node);
    }

    /// Whether a condition holds for a node. It is as deep as the parser allowed.
    fn test(&mut self, filter: &'w Filter, node: &Node) -> bool {
        match filter {
            Filter::Or(parts) => parts.iter().any(|part| self.test(part, node)),
            Filter::And(parts) => parts.iter().all(|part| self.test(part, node)),
            Filter::Atom(FilterAtom::Filter { expr, not }) => self.test(expr, node) != *not,
            Filter::Atom(FilterAtom::Test { expr, not }) => self.holds(expr, node) != *not,
            Filter::Atom(FilterAtom::Comparison(comparison)) => self.compare(comparison, node),
        }
    }

    fn holds(&mut self, test: &'w Test, node: &Node) -> bool {
        match test {
            Test::RelQuery(segments) => !self.query(segments, node).is_empty(),
            Test::AbsQuery(query) => !self.query(&query.segments, &self.tree.start(self.root)).is_empty(),
            Test::Function(function) => match &**function {
                TestFunction::Search(text, pattern) => self.search(text, pattern, node),
                TestFunction::Custom(name, arguments) if name == "in" => {
                    let [needle, list] = &arguments[..] else { return false };
                    let (needle, list) = (self.argument(needle, node), self.argument(list, node));
                    list.holds(&needle)
                }
                _ => false,
            },
        }
    }

    fn search(&mut self, text: &'w FnArg, pattern: &'w FnArg, node: &Node) -> bool {
        let (Operand::Text(text), Operand::Text(pattern)) = (self.argument(text, node), self.argument(pattern, node))
        else {
            return false;
        };
        matches(self.patterns, &pattern, &text).unwrap_or_else(|| {
            self.gave_up.get_or_insert("a pattern in its path cannot be run, or takes too long on a text");
            false
        })
    }

    /// What a query in a filter leads to.
    fn query(&mut self, segments: &'w [Segment], node: &Node) -> Vec<Node> {
        // Most ask for a member of a member.
        let mut at = *node;
        let simple = segments.iter().all(
            |segment| matches!(segment, Segment::Selector(Selector::Name(name)) if name != PARENT && name != PROPERTY),
        );
        if simple {
            for segment in segments {
                let Segment::Selector(Selector::Name(name)) = segment else { continue };
                let next = if name == TRUTHY {
                    truthy(self.tree.view(at.value)).then_some(at)
                } else {
                    self.tree.child(&at, name, NONE)
                };
                let Some(next) = next else { return Vec::new() };
                at = next;
            }
            return vec![at];
        }
        let before = self.nodes.len();
        self.nodes.push(*node);
        let found = self.segments(vec![before as u32], segments);
        let found = found.into_iter().map(|id| self.nodes[id as usize]).collect();
        self.nodes.truncate(before);
        found
    }

    fn compare(&mut self, comparison: &'w Comparison, node: &Node) -> bool {
        let (left, right) = comparison.vals();
        let (left, right) = (self.operand(left, node), self.operand(right, node));
        match comparison {
            Comparison::Eq(..) => left.equals(&right),
            Comparison::Ne(..) => !left.equals(&right),
            Comparison::Lt(..) => left.precedes(&right, false),
            Comparison::Lte(..) => left.precedes(&right, true),
            Comparison::Gt(..) => right.precedes(&left, false),
            Comparison::Gte(..) => right.precedes(&left, true),
        }
    }

    fn operand(&mut self, comparable: &'w Comparable, node: &Node) -> Operand<'w>
    where
        's: 'w,
    {
        match comparable {
            Comparable::Literal(literal) => Operand::literal(literal),
            Comparable::SingularQuery(SingularQuery::Current(segments)) => self.singular(segments, *node),
            Comparable::SingularQuery(SingularQuery::Root(segments)) => {
                self.singular(segments, self.tree.start(self.root))
            }
            Comparable::Function(TestFunction::Length(argument)) => self.argument(argument, node).length(),
            Comparable::Function(TestFunction::Value(argument)) => self.argument(argument, node),
            Comparable::Function(TestFunction::Count(FnArg::Test(test))) => {
                let found = match &**test {
                    Test::RelQuery(segments) => self.query(segments, node),
                    Test::AbsQuery(query) => self.query(&query.segments, &self.tree.start(self.root)),
                    Test::Function(_) => Vec::new(),
                };
                Operand::Number(found.len() as f64)
            }
            Comparable::Function(_) => Operand::Nothing,
        }
    }

    fn argument(&mut self, argument: &'w FnArg, node: &Node) -> Operand<'w>
    where
        's: 'w,
    {
        let (segments, start) = match argument {
            FnArg::Literal(literal) => return Operand::literal(literal),
            FnArg::Filter(_) => return Operand::Nothing,
            FnArg::Test(test) => match &**test {
                Test::RelQuery(segments) => (segments, *node),
                Test::AbsQuery(query) => (&query.segments, self.tree.start(self.root)),
                Test::Function(_) => return Operand::Nothing,
            },
        };
        let asks_key = matches!(segments.last(), Some(Segment::Selector(Selector::Name(name))) if name == PROPERTY);
        match self.query(segments, &start)[..] {
            [found] if asks_key => self.key(&found),
            [found] => Operand::of(self.tree.view(found.value)),
            _ => Operand::Nothing,
        }
    }

    fn key(&self, node: &Node) -> Operand<'w>
    where
        's: 'w,
    {
        self.tree.key_text(node).map_or(Operand::Nothing, |text: Cow<'s, str>| Operand::Text(text))
    }

    fn singular(&self, segments: &[SingularQuerySegment], start: Node) -> Operand<'w>
    where
        's: 'w,
    {
        let mut at = start;
        for segment in segments {
            let next = match segment {
                SingularQuerySegment::Name(name) => match name.as_str() {
                    PROPERTY => return self.key(&at),
                    PARENT => self.nodes.get(at.parent as usize).copied(),
                    name => self.tree.child(&at, name, NONE),
                },
                SingularQuerySegment::Index(index) => {
                    let items = self.items(&at, NONE);
                    let index = if *index < 0 { *index + items.len() as i64 } else { *index };
                    usize::try_from(index).ok().and_then(|index| items.get(index).copied())
                }
            };
            match next {
                Some(next) => at = next,
                None => return Operand::Nothing,
            }
        }
        Operand::of(self.tree.view(at.value))
    }
}

/// The numbers of a slice, as RFC 9535 (2.3.4.2.2) has them.
fn slice(length: i64, from: Option<i64>, to: Option<i64>, step: i64) -> Vec<i64> {
    let normal = |index: i64| if index < 0 { index.saturating_add(length) } else { index };
    let mut found = Vec::new();
    if step > 0 {
        let (mut at, end) = (normal(from.unwrap_or(0)).max(0), normal(to.unwrap_or(length)).min(length));
        while at < end {
            found.push(at);
            at = at.saturating_add(step);
        }
    } else if step < 0 {
        let mut at = from.map_or(length - 1, normal).min(length - 1);
        let end = to.map_or(-1, normal).max(-1);
        while at > end {
            found.push(at);
            at = at.saturating_add(step);
        }
    }
    found
}
