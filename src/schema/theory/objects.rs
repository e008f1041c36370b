//! Objects: names that must be there and names that must not, values under names, names that match patterns, fresh
//! names, and how many there are.

use std::collections::BTreeMap;
use std::rc::Rc;

use hashbrown::HashSet;

use crate::schema::grants::Grant;
use crate::schema::nodes::{ANYTHING, Atom, NodeId, Text, Type, TypeSet};
use crate::schema::solve::{Obstacle, Outcome, Solver, either};
use crate::schema::value::Value;

/// The most patterns whose combinations are looked at one by one.
const MOST_PATTERNS: usize = 7;
/// The most properties that are added to reach `minProperties`.
const MOST_ADDED: u64 = 2_000;

/// Some of the names that an object may have.
#[derive(Clone, Debug)]
enum Class {
    Matching(Text),
    Additional(Box<[Text]>, Box<[Text]>),
    /// Names that a node accepts.
    Named(NodeId),
}

#[derive(Default)]
struct Goal {
    required: BTreeMap<Text, Vec<NodeId>>,
    absent: HashSet<Text>,
    named: Vec<(Text, NodeId)>,
    /// What is said of all names of a class.
    classes: Vec<(Class, NodeId)>,
    /// A name of the class is there, with a value that is accepted.
    demands: Vec<(Class, NodeId)>,
    /// What all names are.
    names: Vec<NodeId>,
    low: u64,
    high: Option<u64>,
    /// Every name and every pattern that is spoken of.
    mentioned: Vec<Text>,
    patterns: Vec<Text>,
}

type Present = BTreeMap<Text, Vec<NodeId>>;
/// An object to be found: what is asked, what the sender declares, and who it is.
type Asked<'g> = (&'g Goal, &'g Grant, NodeId);

impl Solver<'_> {
    pub(in crate::schema) fn object(&mut self, facts: &[NodeId], sender: NodeId) -> Outcome {
        let grant = self.grant(sender);
        let mut goal = self.object_goal(facts);
        goal.mentioned.extend(&grant.mentioned);
        goal.patterns.extend(Self::granted_patterns(&grant));
        for list in [&mut goal.mentioned, &mut goal.patterns] {
            list.sort_unstable();
            list.dedup();
        }
        // What is looked at here is counted as well: an object of a thousand names is a thousand times the work.
        self.charge((goal.named.len() + goal.classes.len() + goal.mentioned.len()) as u64 / 32);
        let asked = (&goal, &*grant, sender);
        let required = goal.required.clone();
        if goal.high.is_some_and(|high| (required.len() as u64) > high) {
            return Outcome::Empty;
        }
        let mut outcome = Outcome::Empty;
        for (name, extra) in &required {
            match self.possible(asked, *name, extra) {
                Outcome::Found(_) => {}
                Outcome::Empty => return Outcome::Empty,
                unknown @ Outcome::Unknown(_) => outcome = either(outcome, unknown),
            }
        }
        match self.demanded(asked, &goal.demands, &required) {
            // One required property may still turn out to be impossible.
            Outcome::Found(_) if matches!(outcome, Outcome::Unknown(_)) => outcome,
            other => either(outcome, other),
        }
    }

    fn object_goal(&mut self, facts: &[NodeId]) -> Goal {
        let mut goal = Goal::default();
        for fact in facts {
            let Some((atom, holds)) = self.compiler.nodes.literal(*fact) else { continue };
            let atom = atom.clone();
            let node = atom.inner().unwrap_or(ANYTHING);
            let not = self.compiler.nodes.not(node);
            match (atom, holds) {
                (Atom::MinProperties(least), true) => goal.low = goal.low.max(least),
                (Atom::MinProperties(least), false) => goal.below(least.saturating_sub(1)),
                (Atom::MaxProperties(most), true) => goal.below(most),
                (Atom::MaxProperties(most), false) => goal.low = goal.low.max(most.saturating_add(1)),
                (Atom::Required(name), true) => {
                    goal.required.entry(name).or_default();
                }
                (Atom::Required(name), false) => {
                    goal.absent.insert(name);
                }
                (Atom::Property(name, _), true) => {
                    goal.mentioned.push(name);
                    goal.named.push((name, node));
                }
                (Atom::Property(name, _), false) => goal.required.entry(name).or_default().push(not),
                (Atom::PatternProperty(pattern, _), holds) => {
                    goal.patterns.push(pattern);
                    goal.class(Class::Matching(pattern), if holds { node } else { not }, holds);
                }
                (Atom::Additional(names, patterns, _), holds) => {
                    goal.mentioned.extend(&names);
                    goal.patterns.extend(&patterns);
                    goal.class(Class::Additional(names, patterns), if holds { node } else { not }, holds);
                }
                (Atom::PropertyNames(_), true) => goal.names.push(node),
                (Atom::PropertyNames(_), false) => goal.demands.push((Class::Named(not), ANYTHING)),
                _ => {}
            }
        }
        goal
    }

    /// Whether a name belongs to a class.
    fn belongs(&mut self, class: &Class, name: Text) -> Option<bool> {
        match class {
            Class::Matching(pattern) => self.matches(*pattern, name),
            Class::Additional(names, patterns) => {
                if names.contains(&name) {
                    return Some(false);
                }
                let mut known = Some(true);
                for pattern in patterns {
                    match self.matches(*pattern, name) {
                        Some(true) => return Some(false),
                        Some(false) => {}
                        None => known = None,
                    }
                }
                known
            }
            Class::Named(node) => {
                let text = Value::String(self.compiler.nodes.text_of(name).to_owned());
                self.accepts(*node, &text)
            }
        }
    }

    /// Whether a property of this name can be there, with a value that extra nodes accept as well.
    fn possible(&mut self, asked: Asked<'_>, name: Text, extra: &[NodeId]) -> Outcome {
        let (goal, grant, sender) = asked;
        self.charge(1 + (goal.named.len() + goal.classes.len()) as u64 / 16);
        if goal.absent.contains(&name) {
            return Outcome::Empty;
        }
        match self.may_send(grant, name) {
            Some(true) => {}
            Some(false) => return Outcome::Empty,
            None => return Outcome::Unknown(self.pattern_of(goal)),
        }
        for node in &goal.names {
            match self.belongs(&Class::Named(*node), name) {
                Some(true) => {}
                Some(false) => return Outcome::Empty,
                None => return Outcome::Unknown(self.pattern_of(goal)),
            }
        }
        let mut all: Vec<NodeId> = extra.to_vec();
        all.extend(goal.named.iter().filter(|n| n.0 == name).map(|n| n.1));
        for (class, node) in &goal.classes {
            match self.belongs(class, name) {
                Some(true) => all.push(*node),
                Some(false) => {}
                None => return Outcome::Unknown(self.pattern_of(goal)),
            }
        }
        let node = self.compiler.nodes.and(all);
        let sender = self.sender_of(sender, grant, name);
        self.solve((node, sender))
    }

    fn pattern_of(&self, goal: &Goal) -> Obstacle {
        goal.patterns.first().map_or(Obstacle::Budget, |pattern| Obstacle::Pattern(*pattern))
    }

    /// Gives each demand a name, one after the other.
    fn demanded(&mut self, asked: Asked<'_>, left: &[(Class, NodeId)], present: &Present) -> Outcome {
        let Some(((class, node), left)) = left.split_first() else { return self.complete(asked, present) };
        if !self.step() {
            return Outcome::Unknown(Obstacle::Budget);
        }
        let (goal, ..) = asked;
        let mut outcome = Outcome::Empty;
        let names: Vec<Text> = present.keys().copied().collect();
        let others = goal.mentioned.iter().copied().filter(|name| !present.contains_key(name));
        let candidates: Vec<Text> = names.into_iter().chain(others).collect();
        for name in candidates {
            match self.belongs(class, name) {
                Some(true) => {}
                Some(false) => continue,
                None => {
                    outcome = either(outcome, Outcome::Unknown(self.pattern_of(goal)));
                    continue;
                }
            }
            let mut with = present.clone();
            with.entry(name).or_default().push(*node);
            let next = match self.possible(asked, name, &with[&name]) {
                Outcome::Found(_) => self.demanded(asked, left, &with),
                other => other,
            };
            outcome = either(outcome, next);
            if matches!(outcome, Outcome::Found(_)) {
                return outcome;
            }
        }
        let next = self.fresh(asked, Some(class), *node, present, &mut |solver, name| {
            let mut with = present.clone();
            with.insert(name, vec![*node]);
            solver.demanded(asked, left, &with)
        });
        either(outcome, next)
    }

    /// Tries names that are not spoken of: one for each combination of patterns that it matches.
    fn fresh(
        &mut self,
        asked: Asked<'_>,
        class: Option<&Class>,
        wanted: NodeId,
        present: &Present,
        then: &mut dyn FnMut(&mut Self, Text) -> Outcome,
    ) -> Outcome {
        let (goal, grant, _) = asked;
        let patterns = &goal.patterns;
        if patterns.len() > MOST_PATTERNS {
            return Outcome::Unknown(self.pattern_of(goal));
        }
        let mut combinations: Vec<u32> = (0..1 << patterns.len()).collect();
        combinations.sort_by_key(|c: &u32| c.count_ones());
        let taken: Vec<Text> = goal.mentioned.iter().copied().chain(present.keys().copied()).collect();
        let mut outcome = Outcome::Empty;
        for combination in combinations {
            let matched = |pattern: &Text| {
                patterns.iter().position(|p| p == pattern).is_some_and(|at| combination & (1 << at) != 0)
            };
            let in_class = |class: &Class| match class {
                Class::Matching(pattern) => matched(pattern),
                Class::Additional(_, patterns) => !patterns.iter().any(matched),
                Class::Named(_) => true,
            };
            if !class.is_none_or(in_class) {
                continue;
            }
            if !grant.open && !Self::granted_patterns(grant).any(|pattern| matched(&pattern)) {
                continue;
            }
            let values = goal.classes.iter().filter(|(class, _)| in_class(class)).map(|c| c.1);
            let value = values.chain([wanted]).collect();
            let value = self.compiler.nodes.and(value);
            match self.solve((value, ANYTHING)) {
                Outcome::Empty => continue,
                Outcome::Unknown(Obstacle::Budget) => return Outcome::Unknown(Obstacle::Budget),
                _ => {}
            }
            let mut name = goal.names.clone();
            name.push(self.compiler.nodes.types(TypeSet::NONE.with(Type::String)));
            if let Some(Class::Named(node)) = class {
                name.push(*node);
            }
            for pattern in patterns {
                let atom = self.compiler.nodes.atom(Atom::Pattern(*pattern));
                name.push(if matched(pattern) { atom } else { self.compiler.nodes.not(atom) });
            }
            let absent = goal.absent.iter().copied();
            let mut listed = Vec::with_capacity(taken.len());
            for text in taken.iter().copied().chain(absent) {
                let text = Value::String(self.compiler.nodes.text_of(text).to_owned());
                listed.push(self.compiler.nodes.value(&text));
            }
            let listed = self.compiler.nodes.listed(listed);
            name.push(self.compiler.nodes.not(listed));
            let name = self.compiler.nodes.and(name);
            let next = match self.solve((name, ANYTHING)) {
                Outcome::Found(name) => {
                    let name = self.compiler.nodes.text(name.as_str().unwrap_or_default());
                    match self.possible(asked, name, &[wanted]) {
                        Outcome::Found(_) => then(self, name),
                        other => other,
                    }
                }
                other => other,
            };
            outcome = either(outcome, next);
            if matches!(outcome, Outcome::Found(_)) {
                break;
            }
        }
        outcome
    }

    /// Adds properties until there are enough, and finds a value for each.
    fn complete(&mut self, asked: Asked<'_>, present: &Present) -> Outcome {
        let (goal, ..) = asked;
        if goal.high.is_some_and(|high| present.len() as u64 > high) {
            return Outcome::Empty;
        }
        let missing = goal.low.saturating_sub(present.len() as u64);
        if missing > 0 {
            if goal.high.is_some_and(|high| goal.low > high) {
                return Outcome::Empty;
            }
            if missing > MOST_ADDED {
                return Outcome::Unknown(Obstacle::Budget);
            }
            let mut unsure = Outcome::Empty;
            for name in goal.mentioned.iter().copied().filter(|name| !present.contains_key(name)) {
                match self.possible(asked, name, &[]) {
                    Outcome::Found(_) => {
                        let mut with = present.clone();
                        with.insert(name, Vec::new());
                        // Which one is added makes no difference to the others.
                        return either(self.complete(asked, &with), unsure);
                    }
                    Outcome::Unknown(obstacle) => unsure = Outcome::Unknown(obstacle),
                    Outcome::Empty => {}
                }
            }
            let next = self.fresh(asked, None, ANYTHING, present, &mut |solver, name| {
                let mut with = present.clone();
                with.insert(name, Vec::new());
                solver.complete(asked, &with)
            });
            return either(next, unsure);
        }
        let mut members = Vec::with_capacity(present.len());
        for (name, extra) in present {
            match self.possible(asked, *name, extra) {
                Outcome::Found(value) => {
                    members.push((self.compiler.nodes.text_of(*name).to_owned(), (*value).clone()));
                }
                other => return other,
            }
        }
        Outcome::Found(Rc::new(Value::Object(members)))
    }
}

impl Goal {
    fn below(&mut self, most: u64) {
        self.high = Some(self.high.map_or(most, |known| known.min(most)));
    }

    fn class(&mut self, class: Class, node: NodeId, holds: bool) {
        if holds {
            self.classes.push((class, node));
        } else {
            self.demands.push((class, node));
        }
    }
}
