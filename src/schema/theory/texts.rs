//! Strings: what the atoms say is handed to the automata.

use std::rc::Rc;

use crate::schema::nodes::{Atom, NodeId};
use crate::schema::solve::{Obstacle, Outcome, Solver};
use crate::schema::strings::{self, Answer, Goal};
use crate::schema::value::Value;

/// The steps that one goal may take.
const STEPS: u64 = 400_000;
/// How many of them make one of the solver's.
const STEPS_IN_ONE: u64 = 100;

impl Solver<'_> {
    pub(in crate::schema) fn string(&mut self, facts: &[NodeId]) -> Outcome {
        let nodes = &self.compiler.nodes;
        let mut min_length = 0;
        let mut max_length: Option<u64> = None;
        let (mut patterns, mut not_patterns) = (Vec::new(), Vec::new());
        let (mut formats, mut not_formats) = (Vec::new(), Vec::new());
        let mut excluded: Vec<&str> = Vec::new();
        let mut tighten = |most: u64| max_length = Some(max_length.map_or(most, |known| known.min(most)));
        for fact in facts {
            let Some((atom, holds)) = nodes.literal(*fact) else { continue };
            match (atom, holds) {
                (Atom::MinLength(least), true) => min_length = min_length.max(*least),
                (Atom::MinLength(least), false) => tighten(least.saturating_sub(1)),
                (Atom::MaxLength(most), true) => tighten(*most),
                (Atom::MaxLength(most), false) => min_length = min_length.max(most.saturating_add(1)),
                (Atom::Pattern(pattern), true) => patterns.push(nodes.text_of(*pattern)),
                (Atom::Pattern(pattern), false) => not_patterns.push(nodes.text_of(*pattern)),
                (Atom::Format(format), true) => formats.push(nodes.text_of(*format)),
                (Atom::Format(format), false) => not_formats.push(nodes.text_of(*format)),
                (Atom::Enum(values), false) => {
                    excluded.extend(values.iter().filter_map(|v| nodes.value_of(*v).as_str()));
                }
                _ => {}
            }
        }
        let goal = Goal {
            min_length,
            max_length,
            patterns: &patterns,
            not_patterns: &not_patterns,
            formats: &formats,
            not_formats: &not_formats,
            excluded: &excluded,
            preferred: &[],
        };
        // Steps through automata are many and small: they have a budget of their own, and count for less.
        let mut steps = STEPS;
        let answer = strings::solve(&goal, &mut steps, &mut self.strings);
        self.steps = self.steps.saturating_sub((STEPS - steps) / STEPS_IN_ONE);
        match answer {
            Answer::Found(text) => Outcome::Found(Rc::new(Value::String(text))),
            Answer::Empty => Outcome::Empty,
            Answer::Unknown(_) => {
                let known = patterns.first().or(not_patterns.first()).and_then(|p| nodes.find_text(p));
                let format = formats.first().or(not_formats.first()).and_then(|f| nodes.find_text(f));
                Outcome::Unknown(match (known, format) {
                    (Some(pattern), _) => Obstacle::Pattern(pattern),
                    (_, Some(format)) => Obstacle::Format(format),
                    _ => Obstacle::Budget,
                })
            }
        }
    }
}
