//! What may still follow, as hash-consed terms, and what is left of a term after one character (its derivative).
//!
//! A term stands for the set of texts that may follow up to the end, so that `and` and `not` are as easy as `or`: a
//! look-ahead is an `and` with what follows it, whatever that is. What was read before is asked of trackers, terms that
//! run along from the start.

use hashbrown::HashMap;

use super::ast::{Ast, Node, NodeId};

pub(super) type TermId = u32;
pub(super) const FAIL: TermId = 0;
pub(super) const ALL: TermId = 1;
const END: TermId = 2;

/// How deep derivatives may nest; only hundreds of optional parts in a row reach it.
pub(super) const DEEPEST: u32 = 400;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Term {
    Fail,
    All,
    End,
    Class {
        set: u32,
        then: TermId,
    },
    Repeat {
        body: NodeId,
        min: u32,
        max: u32,
        then: TermId,
    },
    /// `then`, if the tracker holds here, or does not.
    If {
        tracker: u32,
        negated: bool,
        then: TermId,
    },
    Or(Box<[TermId]>),
    And(Box<[TermId]>),
    Not(TermId),
}

/// The steps are used up, or the pattern nests too deeply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Exhausted;

/// A repetition that is being entered without a character read since.
pub(super) struct Open {
    pub(super) body: NodeId,
    pub(super) then: TermId,
    pub(super) optional: bool,
}

pub(super) struct Terms {
    ast: Ast,
    pub(super) terms: Vec<Term>,
    ids: HashMap<Term, TermId>,
    /// The derivative by a class of characters where the trackers hold as the mask says, and what it cost. The cost is
    /// charged again each time, so that budgets end at the same place whatever was asked before.
    pub(super) memo: HashMap<(TermId, u32, u32), (TermId, u64)>,
    /// Whether a term accepts the end, where the trackers hold as the mask says.
    ends: HashMap<(TermId, u32), bool>,
    /// Inner results are kept only where they cannot depend on which loops are open.
    pub(super) keep_inner: bool,
    pub(super) open: Vec<Open>,
    pub(super) spent: u64,
    pub(super) limit: u64,
}

impl Terms {
    pub(super) fn new(ast: Ast) -> Self {
        let mut terms = Self {
            keep_inner: !ast.has_empty_loop(),
            ast,
            terms: Vec::new(),
            ids: HashMap::new(),
            memo: HashMap::new(),
            ends: HashMap::new(),
            open: Vec::new(),
            spent: 0,
            limit: 0,
        };
        for term in [Term::Fail, Term::All, Term::End] {
            terms.add(term);
        }
        terms
    }

    pub(super) fn ast(&self) -> &Ast {
        &self.ast
    }

    /// The texts in which the pattern is found.
    pub(super) fn search(&mut self) -> TermId {
        let root = self.ast.root;
        let later = self.ast.later(root);
        let anything = self.ast.anything();
        self.keep_inner = !self.ast.has_empty_loop();
        let here = self.build(root, ALL);
        let there = self.build(later, ALL);
        if here == there {
            return self.build(anything, here);
        }
        // A later start: at least one character comes first.
        let there = self.build(anything, there);
        let Node::Repeat { body, .. } = *self.ast.node(anything) else { return FAIL };
        let there = self.build(body, there);
        self.or(vec![here, there])
    }

    pub(super) fn tracker(&mut self, tracker: usize) -> TermId {
        self.build(self.ast.trackers[tracker], END)
    }

    fn add(&mut self, term: Term) -> TermId {
        if let Some(&id) = self.ids.get(&term) {
            return id;
        }
        let id = self.terms.len() as TermId;
        self.terms.push(term.clone());
        self.ids.insert(term, id);
        id
    }

    /// The node, then the term.
    pub(super) fn build(&mut self, node: NodeId, then: TermId) -> TermId {
        if then == FAIL {
            return FAIL;
        }
        match self.ast.node(node) {
            Node::Empty => then,
            Node::Class(set) if self.ast.sets[*set as usize].is_empty() => FAIL,
            Node::Class(set) => {
                let set = *set;
                self.add(Term::Class { set, then })
            }
            Node::Cat(items) => {
                let items = items.clone();
                items.iter().rev().fold(then, |then, &item| self.build(item, then))
            }
            Node::Alt(items) => {
                let items = items.clone();
                let items = items.iter().map(|&item| self.build(item, then)).collect();
                self.or(items)
            }
            Node::Repeat { body, min, max } => {
                let (body, min, max) = (*body, *min, *max);
                self.repeat(body, min, max, then)
            }
            Node::End => self.and(vec![END, then]),
            Node::Behind { tracker, negated } => {
                let term = Term::If { tracker: *tracker, negated: *negated, then };
                self.add(term)
            }
            Node::Ahead { body, negated } => {
                let (body, negated) = (*body, *negated);
                let ahead = self.build(body, ALL);
                let ahead = if negated { self.not(ahead) } else { ahead };
                self.and(vec![ahead, then])
            }
        }
    }

    pub(super) fn repeat(&mut self, body: NodeId, min: u32, max: u32, then: TermId) -> TermId {
        // Where everything may follow, more than the minimum says nothing more.
        let max = if then == ALL { min } else { max };
        if max == 0 { then } else { self.add(Term::Repeat { body, min, max, then }) }
    }

    pub(super) fn not(&mut self, term: TermId) -> TermId {
        match self.terms[term as usize] {
            Term::Fail => ALL,
            Term::All => FAIL,
            Term::Not(inner) => inner,
            _ => self.add(Term::Not(term)),
        }
    }

    pub(super) fn or(&mut self, items: Vec<TermId>) -> TermId {
        let items = self.merge_counts(items);
        self.join(items, FAIL, ALL, |term| if let Term::Or(items) = term { Some(items) } else { None }, Term::Or)
    }

    /// Of one body before one rest, `{1,3}` or `{2,9}` is `{1,9}`. Without this, a count that may have begun at many
    /// places would be as many counts.
    fn merge_counts(&mut self, items: Vec<TermId>) -> Vec<TermId> {
        let mut counts: Vec<(NodeId, TermId, u32, u32)> = Vec::new();
        let mut others = Vec::with_capacity(items.len());
        for item in items {
            let inner = match &self.terms[item as usize] {
                Term::Or(inner) => &inner[..],
                _ => &[item],
            };
            for &item in inner {
                match self.terms[item as usize] {
                    Term::Repeat { body, min, max, then } => counts.push((body, then, min, max)),
                    _ => others.push(item),
                }
            }
        }
        counts.sort_unstable();
        let mut last: Option<(NodeId, TermId, u32, u32)> = None;
        for next in counts {
            match &mut last {
                Some(open) if (open.0, open.1) == (next.0, next.1) && next.2 <= open.3.saturating_add(1) => {
                    open.3 = open.3.max(next.3);
                }
                _ => {
                    if let Some((body, then, min, max)) = last.replace(next) {
                        others.push(self.add(Term::Repeat { body, min, max, then }));
                    }
                }
            }
        }
        if let Some((body, then, min, max)) = last {
            others.push(self.add(Term::Repeat { body, min, max, then }));
        }
        others
    }

    pub(super) fn and(&mut self, items: Vec<TermId>) -> TermId {
        self.join(items, ALL, FAIL, |term| if let Term::And(items) = term { Some(items) } else { None }, Term::And)
    }

    /// Flattens, sorts, drops the neutral and what stands twice, and sees the absorbing: itself, or a term and its
    /// opposite.
    fn join(
        &mut self,
        items: Vec<TermId>,
        neutral: TermId,
        absorbing: TermId,
        inner: fn(&Term) -> Option<&[TermId]>,
        make: fn(Box<[TermId]>) -> Term,
    ) -> TermId {
        let mut flat = Vec::with_capacity(items.len());
        for item in items {
            match inner(&self.terms[item as usize]) {
                Some(items) => flat.extend_from_slice(items),
                None if item == neutral => {}
                None => flat.push(item),
            }
        }
        flat.sort_unstable();
        flat.dedup();
        let opposed = flat.iter().any(|&item| match self.terms[item as usize] {
            Term::Not(inner) => flat.binary_search(&inner).is_ok(),
            _ => item == absorbing,
        });
        match flat[..] {
            _ if opposed => absorbing,
            [] => neutral,
            [one] => one,
            _ => self.add(make(flat.into())),
        }
    }

    /// Whether nothing may follow, where the trackers hold as the mask says.
    pub(super) fn accepts_end(&mut self, term: TermId, holds: u32) -> Result<bool, Exhausted> {
        self.ends(term, holds, 0)
    }

    fn ends(&mut self, term: TermId, holds: u32, depth: u32) -> Result<bool, Exhausted> {
        match self.terms[term as usize] {
            Term::Fail | Term::Class { .. } => return Ok(false),
            Term::All | Term::End => return Ok(true),
            _ => {}
        }
        if let Some(&known) = self.ends.get(&(term, holds)) {
            return Ok(known);
        }
        if depth > DEEPEST {
            return Err(Exhausted);
        }
        let answer = match self.terms[term as usize].clone() {
            Term::If { tracker, negated, then } => {
                (holds >> tracker & 1 == 1) != negated && self.ends(then, holds, depth + 1)?
            }
            Term::Or(items) => self.any_ends(&items, true, holds, depth)?,
            Term::And(items) => !self.any_ends(&items, false, holds, depth)?,
            Term::Not(inner) => !self.ends(inner, holds, depth + 1)?,
            Term::Repeat { body, min, then, .. } => {
                // One empty round satisfies every round that is still due.
                let rest = if min == 0 { then } else { self.build(body, then) };
                self.ends(rest, holds, depth + 1)?
            }
            Term::Fail | Term::All | Term::End | Term::Class { .. } => false,
        };
        self.ends.insert((term, holds), answer);
        Ok(answer)
    }

    fn any_ends(&mut self, items: &[TermId], wanted: bool, holds: u32, depth: u32) -> Result<bool, Exhausted> {
        for &item in items {
            if self.ends(item, holds, depth + 1)? == wanted {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// How many terms the term joins.
    pub(super) fn parts(&self, term: TermId) -> u64 {
        match &self.terms[term as usize] {
            Term::Or(items) | Term::And(items) => items.len() as u64,
            _ => 1,
        }
    }
}
