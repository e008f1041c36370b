//! A slow, obvious matcher: where a match that starts here may end, as a set. Written on trees of its own, which also
//! print themselves as patterns.

use std::collections::BTreeSet;

use proptest::prelude::*;

#[derive(Clone, Debug)]
pub(super) enum Tree {
    /// A character or a class, and what it matches among `a`, `b` and `-`.
    Class(&'static str, &'static str),
    Start,
    End,
    Boundary(bool),
    Cat(Vec<Tree>),
    Alt(Vec<Tree>),
    Repeat(Box<Tree>, &'static str, usize, usize),
    Look {
        body: Box<Tree>,
        behind: bool,
        negated: bool,
    },
}

impl Tree {
    pub(super) fn print(&self) -> String {
        let all = |items: &[Tree], between: &str| items.iter().map(Tree::print).collect::<Vec<_>>().join(between);
        match self {
            Tree::Class(text, _) => (*text).to_owned(),
            Tree::Start => "^".to_owned(),
            Tree::End => "$".to_owned(),
            Tree::Boundary(negated) => if *negated { "\\B" } else { "\\b" }.to_owned(),
            Tree::Cat(items) => all(items, ""),
            Tree::Alt(items) => format!("(?:{})", all(items, "|")),
            Tree::Repeat(body, times, ..) => format!("(?:{}){times}", body.print()),
            Tree::Look { body, behind, negated } => {
                let sign = if *negated { "!" } else { "=" };
                format!("(?{}{sign}{})", if *behind { "<" } else { "" }, body.print())
            }
        }
    }

    /// How deep repetitions stand in repetitions.
    pub(super) fn height(&self) -> usize {
        match self {
            Tree::Cat(items) | Tree::Alt(items) => items.iter().map(Tree::height).max().unwrap_or(0),
            Tree::Repeat(body, ..) => body.height() + 1,
            Tree::Look { body, .. } => body.height(),
            _ => 0,
        }
    }

    pub(super) fn found_in(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        (0..=text.len()).any(|from| !self.ends(&text, from).is_empty())
    }

    fn ends(&self, text: &[char], from: usize) -> BTreeSet<usize> {
        let here = |holds: bool| if holds { BTreeSet::from([from]) } else { BTreeSet::new() };
        match self {
            Tree::Class(_, members) => match text.get(from) {
                Some(&c) if members.contains(c) => BTreeSet::from([from + 1]),
                _ => BTreeSet::new(),
            },
            Tree::Start => here(from == 0),
            Tree::End => here(from == text.len()),
            Tree::Boundary(negated) => {
                let word = |i: Option<usize>| i.and_then(|i| text.get(i)).is_some_and(|&c| c != '-');
                here((word(from.checked_sub(1)) != word(Some(from))) != *negated)
            }
            Tree::Cat(items) => items
                .iter()
                .fold(here(true), |starts, item| starts.into_iter().flat_map(|start| item.ends(text, start)).collect()),
            Tree::Alt(items) => items.iter().flat_map(|item| item.ends(text, from)).collect(),
            Tree::Repeat(body, _, min, max) => {
                // Rounds without progress after the least number add nothing, so more rounds than characters do not either.
                let most = (*max).min(*min + text.len());
                let (mut starts, mut all) = (here(true), BTreeSet::new());
                for round in 0..=most {
                    if round >= *min {
                        all.extend(&starts);
                    }
                    starts = starts.into_iter().flat_map(|start| body.ends(text, start)).collect();
                }
                all
            }
            Tree::Look { body, behind: false, negated } => here(body.ends(text, from).is_empty() == *negated),
            Tree::Look { body, behind: true, negated } => {
                here((0..=from).any(|start| body.ends(text, start).contains(&from)) != *negated)
            }
        }
    }
}

pub(super) fn tree() -> impl Strategy<Value = Tree> {
    let class = |text, members| Just(Tree::Class(text, members));
    let leaf = prop_oneof![
        4 => class("a", "a"),
        4 => class("b", "b"),
        2 => class("-", "-"),
        1 => class(".", "ab-"),
        1 => class("[ab]", "ab"),
        1 => class("[^a]", "b-"),
        1 => class("\\w", "ab"),
        1 => class("[]", ""),
        1 => Just(Tree::Cat(Vec::new())),
        1 => Just(Tree::Start),
        1 => Just(Tree::End),
        2 => any::<bool>().prop_map(Tree::Boundary),
    ];
    let times = prop::sample::select(vec![
        ("*", 0, usize::MAX),
        ("+", 1, usize::MAX),
        ("?", 0, 1),
        ("{2}", 2, 2),
        ("{0,2}", 0, 2),
        ("{1,3}", 1, 3),
        ("{2,}", 2, usize::MAX),
        ("*?", 0, usize::MAX),
        ("{3}", 3, 3),
    ]);
    let inner = leaf.prop_recursive(4, 16, 3, move |inner| {
        prop_oneof![
            4 => prop::collection::vec(inner.clone(), 2..4).prop_map(Tree::Cat),
            2 => prop::collection::vec(inner.clone(), 2..4).prop_map(Tree::Alt),
            3 => (inner.clone(), times.clone())
                .prop_map(|(body, (times, min, max))| Tree::Repeat(Box::new(body), times, min, max)),
            1 => (inner.clone(), any::<bool>(), any::<bool>())
                .prop_map(|(body, behind, negated)| Tree::Look { body: Box::new(body), behind, negated }),
        ]
    });
    (inner, any::<bool>(), any::<bool>()).prop_map(|(tree, start, end)| {
        let mut items = vec![Tree::Alt(vec![tree])];
        if start {
            items.insert(0, Tree::Start);
        }
        if end {
            items.push(Tree::End);
        }
        Tree::Cat(items)
    })
}
