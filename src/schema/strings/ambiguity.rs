//! Patterns that a matcher which goes back may take exponential time for: a loop that can read one text in two ways.
//!
//! The pattern becomes the automaton of its positions (Glushkov): a state for each class of characters as it is written,
//! and a step wherever one may follow another. A loop is ambiguous where a state comes back to itself over one text on
//! two ways. That is harmless where the match may end inside the loop, since then it never fails.

use hashbrown::HashSet;

use super::ast::{Ast, INFINITE, Node, NodeId};
use super::parse::parse;

/// The most positions of a pattern that is looked at, and the most pairs of them.
const MOST_POSITIONS: usize = 400;
const MOST_PAIRS: usize = 60_000;
/// The most steps that building takes.
const MOST_STEPS: usize = 60_000;
/// A repetition that ends after this many rounds is far enough from its end to be one without.
const MANY: u32 = 30;

/// Whether a pattern has a loop that reads one text in exponentially many ways, and may fail behind it. `false` where
/// that is not certain.
pub fn backtracks(pattern: &str) -> bool {
    let Ok(ast) = parse(pattern) else { return false };
    let mut open = vec![ast.root];
    let mut seen = HashSet::new();
    // What is looked ahead for is matched by itself, so its loops are its own.
    while let Some(root) = open.pop() {
        let mut builder = Builder {
            ast: &ast,
            positions: Vec::new(),
            steps: HashSet::new(),
            twice: Vec::new(),
            ahead: Vec::new(),
            budget: MOST_STEPS,
        };
        let Some(whole) = builder.build(root) else { continue };
        if builder.ambiguous(&whole.last) {
            return true;
        }
        open.extend(builder.ahead.iter().copied().filter(|&body| seen.insert(body)));
    }
    false
}

/// What may stand first and last in a part of the pattern, and whether it may match nothing.
#[derive(Clone, Default)]
struct Part {
    first: Vec<u32>,
    last: Vec<u32>,
    nullable: bool,
}

struct Builder<'a> {
    ast: &'a Ast,
    /// The set of each position; nothing for the end of the text, which no character is.
    positions: Vec<Option<u32>>,
    steps: HashSet<(u32, u32)>,
    /// Steps that two parts of the pattern make.
    twice: Vec<(u32, u32)>,
    ahead: Vec<NodeId>,
    /// The steps that building may still take.
    budget: usize,
}

impl Builder<'_> {
    /// Recurses as deep as groups are nested, which the parser bounds.
    fn build(&mut self, id: NodeId) -> Option<Part> {
        let nothing = Part { nullable: true, ..Part::default() };
        self.budget = self.budget.checked_sub(1)?;
        Some(match self.ast.node(id) {
            Node::Empty | Node::Behind { .. } => nothing,
            Node::Ahead { body, .. } => {
                self.ahead.push(*body);
                nothing
            }
            Node::Class(set) => self.position(Some(*set))?,
            Node::End => self.position(None)?,
            Node::Alt(items) => {
                let mut all = Part::default();
                for &item in items {
                    let part = self.build(item)?;
                    all.first.extend(part.first);
                    all.last.extend(part.last);
                    all.nullable |= part.nullable;
                }
                all
            }
            Node::Cat(items) => {
                let mut all = nothing;
                for &item in items {
                    let part = self.build(item)?;
                    all = self.then(all, part)?;
                }
                all
            }
            &Node::Repeat { body, min, max } => {
                let endless = max == INFINITE || max >= MANY;
                let rounds = if endless { min.clamp(1, MANY) } else { max };
                let mut all = Part { nullable: true, ..Part::default() };
                for round in 0..rounds {
                    let mut part = self.build(body)?;
                    if endless && round + 1 == rounds {
                        self.link(&part.last, &part.first)?;
                    }
                    part.nullable |= round >= min;
                    all = self.then(all, part)?;
                }
                all
            }
        })
    }

    fn position(&mut self, set: Option<u32>) -> Option<Part> {
        if self.positions.len() >= MOST_POSITIONS {
            return None;
        }
        let at = self.positions.len() as u32;
        self.positions.push(set);
        Some(Part { first: vec![at], last: vec![at], nullable: false })
    }

    fn then(&mut self, mut before: Part, after: Part) -> Option<Part> {
        self.link(&before.last, &after.first)?;
        if before.nullable {
            before.first.extend_from_slice(&after.first);
        }
        if after.nullable {
            before.last.extend_from_slice(&after.last);
        } else {
            before.last = after.last;
        }
        Some(Part { nullable: before.nullable && after.nullable, ..before })
    }

    fn link(&mut self, from: &[u32], to: &[u32]) -> Option<()> {
        self.budget = self.budget.checked_sub(from.len() * to.len())?;
        for &a in from {
            for &b in to {
                if !self.steps.insert((a, b)) {
                    self.twice.push((a, b));
                }
            }
        }
        Some(())
    }

    /// Whether a loop that the match cannot end in reads one text in two ways.
    fn ambiguous(&self, last: &[u32]) -> bool {
        let count = self.positions.len();
        let mut next: Vec<Vec<u32>> = vec![Vec::new(); count];
        let mut steps: Vec<(u32, u32)> = self.steps.iter().copied().collect();
        steps.sort_unstable();
        for (a, b) in steps {
            next[a as usize].push(b);
        }
        let loops = loops(&next);
        let may_end = |of: u32| last.iter().any(|&l| loops[l as usize] == loops[of as usize]);
        let inside = |a: u32, b: u32| loops[a as usize] == loops[b as usize];
        // The same step made by two parts is two ways by itself.
        if self.twice.iter().any(|&(a, b)| inside(a, b) && !may_end(a)) {
            return true;
        }
        let mut budget = MOST_PAIRS;
        (0..count as u32)
            .filter(|&state| !may_end(state) && next[state as usize].iter().any(|&b| inside(state, b)))
            .any(|state| self.splits(state, &next, &loops, &mut budget))
    }

    /// Whether two ways lead from a state to itself over one text: from the state twice, apart, and together again.
    fn splits(&self, state: u32, next: &[Vec<u32>], loops: &[u32], budget: &mut usize) -> bool {
        let mut seen: HashSet<(u32, u32, bool)> = HashSet::new();
        let mut open = vec![(state, state, false)];
        while let Some((a, b, apart)) = open.pop() {
            if *budget == 0 {
                return false;
            }
            *budget -= 1;
            for &x in next[a as usize].iter().filter(|&&x| loops[x as usize] == loops[state as usize]) {
                for &y in next[b as usize].iter().filter(|&&y| loops[y as usize] == loops[state as usize]) {
                    let apart = apart || x != y;
                    if !self.meet(x, y) || !seen.insert((x, y, apart)) {
                        continue;
                    }
                    if apart && x == state && y == state {
                        return true;
                    }
                    open.push((x, y, apart));
                }
            }
        }
        false
    }

    /// Whether a character is of both positions.
    fn meet(&self, a: u32, b: u32) -> bool {
        let (Some(a), Some(b)) = (self.positions[a as usize], self.positions[b as usize]) else { return false };
        let (mut a, mut b) = (self.ast.sets[a as usize].ranges(), self.ast.sets[b as usize].ranges());
        while let ([first, rest @ ..], [other, others @ ..]) = (a, b) {
            if first.0.max(other.0) <= first.1.min(other.1) {
                return true;
            }
            if first.1 < other.1 { a = rest } else { b = others }
        }
        false
    }
}

/// For each state the number of its loop: states that lead to each other have one, and every other state its own
/// (Kosaraju, with explicit stacks).
fn loops(next: &[Vec<u32>]) -> Vec<u32> {
    let mut back: Vec<Vec<u32>> = vec![Vec::new(); next.len()];
    for (from, targets) in next.iter().enumerate() {
        for &to in targets {
            back[to as usize].push(from as u32);
        }
    }
    let mut order = Vec::with_capacity(next.len());
    let mut seen = vec![false; next.len()];
    for start in 0..next.len() as u32 {
        let mut open = vec![(start, 0)];
        if std::mem::replace(&mut seen[start as usize], true) {
            continue;
        }
        while let Some((state, at)) = open.last_mut() {
            if let Some(&to) = next[*state as usize].get(*at) {
                *at += 1;
                if !std::mem::replace(&mut seen[to as usize], true) {
                    open.push((to, 0));
                }
            } else {
                order.push(*state);
                open.pop();
            }
        }
    }
    let mut found = vec![u32::MAX; next.len()];
    for &start in order.iter().rev() {
        let mut open = vec![start];
        while let Some(state) = open.pop() {
            if found[state as usize] == u32::MAX {
                found[state as usize] = start;
                open.extend(&back[state as usize]);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::backtracks;

    #[test]
    fn loops_that_read_one_text_in_two_ways_are_found() {
        for pattern in [
            "^(a+)+$",
            "^(a*)*$",
            "^([a-zA-Z0-9]+\\s?)*$",
            "^(a|a?)+$",
            "^(a|ab|b)*$",
            "^(\\w+[-.]?)*@$",
            "^\\w+([.-]?\\w+)*@\\w+([.-]?\\w+)*(\\.\\w{2,3})+$",
            "^(.*,)*$",
            "^(?:[a-z]{1,40})+$",
            "(x+x+)+y",
            "^(a{2,})+$",
            "^(?=(a+)+b)c$",
        ] {
            assert!(backtracks(pattern), "{pattern}");
        }
    }

    #[test]
    fn loops_with_one_way_are_left_alone() {
        for pattern in [
            "^[a-z]+$",
            "^[a-z0-9]+(-[a-z0-9]+)*$",
            "^([a-zA-Z0-9_.-])+@([a-zA-Z0-9-]+\\.)+[a-zA-Z]{2,}$",
            "^(a|b)*$",
            "^(ab?)+$",
            "^(\\d{1,3}\\.){3}\\d{1,3}$",
            "^(a+)+",
            "^([A-Z]{2}[0-9]{3})+$",
            "^[^/]+(/[^/]+)*$",
            "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
            "^\\s*(.*?)\\s*$",
            "^(a?)*$",
        ] {
            assert!(!backtracks(pattern), "{pattern}");
        }
    }

    #[test]
    fn what_is_made_to_be_slow_is_given_up() {
        let nested = |inner: &str, with: &str| format!("{}{inner}{}$", "(?:".repeat(20), format!("){with}").repeat(20));
        for pattern in [
            nested("^", "{29}"),
            nested("a?", "{29}"),
            format!("^(?:{})*$", vec!["a?"; 300].join("")),
            format!("^(?:{}b)*$", vec!["a"; 390].join("|")),
        ] {
            // Some are dangerous, and some cannot be told; all of them end.
            let _ = backtracks(&pattern);
        }
        assert!(backtracks(&nested("a", "+")));
    }
}
