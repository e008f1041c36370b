//! The search for a value that nodes accept, or for the certainty that there is none.

use std::rc::Rc;

use hashbrown::HashMap;

use super::compile::Compiler;
use super::grants::Grant;
use super::nodes::{ANYTHING, Atom, NOTHING, Node, NodeId, Text, Type, TypeSet};
use super::strings;
use super::value::Value;

/// The deepest nesting of values that is looked for.
const DEEPEST: usize = 40;

/// What the search found.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// A value that is accepted.
    Found(Rc<Value>),
    /// There is none.
    Empty,
    /// Something stopped the search.
    Unknown(Obstacle),
}

/// What stops a search.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Obstacle {
    /// The budget of counted steps is spent.
    Budget,
    /// A keyword that is not modelled, by its number.
    Opaque(u32),
    /// A pattern that is no regular language, or too large.
    Pattern(Text),
    /// A format whose language is not known exactly.
    Format(Text),
    /// A value was found that does not fit: a fault of the search itself.
    Fault,
}

/// Takes the better of two answers to "is there a value": one that is found ends the search, one that is not known
/// is remembered.
pub(super) fn either(known: Outcome, next: Outcome) -> Outcome {
    match (known, next) {
        (found @ Outcome::Found(_), _) | (_, found @ Outcome::Found(_)) => found,
        (unknown @ Outcome::Unknown(_), _) | (_, unknown @ Outcome::Unknown(_)) => unknown,
        _ => Outcome::Empty,
    }
}

/// A question: the conjunction of all that must hold, and the sender, whose declared properties are the only ones
/// that may be used. `ANYTHING` as the sender may use any.
pub(super) type State = (NodeId, NodeId);

/// The solver and what it has learned.
pub(super) struct Solver<'c> {
    pub(super) compiler: Compiler<'c>,
    pub(super) steps: u64,
    pub(super) spent: u64,
    pub(super) strings: strings::Cache,
    pub(super) leaves: HashMap<(Type, NodeId, NodeId), Outcome>,
    pub(super) grants: HashMap<NodeId, Rc<Grant>>,
    pub(super) senders_of: HashMap<(NodeId, Text), NodeId>,
    pub(super) disjoint: HashMap<(NodeId, NodeId), bool>,
    pub(super) matched: HashMap<(Text, Text), Option<bool>>,
    /// How many branches of the search are open.
    pub(super) branches: u32,
    /// Whether a value is tried that leaves out what it can.
    pub(super) leaves_out: bool,
    /// References that are being followed for a value.
    pub(super) accepting: Vec<(u32, usize)>,
    cache: HashMap<State, Outcome>,
    open: HashMap<State, usize>,
    /// The outermost open question that an answer leans on.
    lean: usize,
    restricted: HashMap<(NodeId, Type), NodeId>,
    /// References whose bodies are being restricted, the outermost of them that was met again, and under how many
    /// negations.
    restricting: HashMap<NodeId, usize>,
    circle: usize,
    negated: u32,
    masks: HashMap<NodeId, TypeSet>,
}

impl<'c> Solver<'c> {
    pub(super) fn new(compiler: Compiler<'c>) -> Self {
        Solver {
            compiler,
            steps: 0,
            spent: 0,
            strings: strings::Cache::default(),
            leaves: HashMap::new(),
            grants: HashMap::new(),
            senders_of: HashMap::new(),
            disjoint: HashMap::new(),
            matched: HashMap::new(),
            branches: 0,
            leaves_out: false,
            accepting: Vec::new(),
            cache: HashMap::new(),
            open: HashMap::new(),
            lean: usize::MAX,
            restricted: HashMap::new(),
            restricting: HashMap::new(),
            circle: usize::MAX,
            negated: 0,
            masks: HashMap::new(),
        }
    }

    /// Answers a question within a budget of steps.
    pub(super) fn ask(&mut self, state: State, budget: u64) -> Outcome {
        self.steps = budget;
        self.open.clear();
        self.lean = usize::MAX;
        let outcome = match self.solve(state) {
            Outcome::Found(value) => Outcome::Found(self.smaller(state.0, &value)),
            other => other,
        };
        self.spent = budget - self.steps;
        if matches!(outcome, Outcome::Unknown(Obstacle::Budget)) {
            self.cache.insert(state, outcome.clone());
        }
        outcome
    }

    /// Takes a step; `false` where none is left.
    pub(super) fn step(&mut self) -> bool {
        self.steps = self.steps.saturating_sub(1);
        self.steps > 0
    }

    /// Takes several steps at once.
    pub(super) fn charge(&mut self, steps: u64) {
        self.steps = self.steps.saturating_sub(steps);
    }

    pub(super) fn solve(&mut self, state: State) -> Outcome {
        if state.0 == NOTHING {
            return Outcome::Empty;
        }
        if let Some(known) = self.cache.get(&state) {
            return known.clone();
        }
        if let Some(&depth) = self.open.get(&state) {
            // A value is finite: what needs itself inside itself is never built.
            self.lean = self.lean.min(depth);
            return Outcome::Empty;
        }
        let depth = self.open.len();
        if depth >= DEEPEST || !self.step() {
            return Outcome::Unknown(Obstacle::Budget);
        }
        self.open.insert(state, depth);
        let outside = std::mem::replace(&mut self.lean, usize::MAX);
        let mut outcome = Outcome::Empty;
        let mask = self.mask(state.0);
        for one in Type::ALL {
            if !mask.has(one) {
                continue;
            }
            let next = self.typed(state, one);
            outcome = either(outcome, next);
            if matches!(outcome, Outcome::Found(_)) {
                break;
            }
        }
        self.open.remove(&state);
        let leaned = self.lean;
        self.lean = outside.min(if leaned < depth { leaned } else { usize::MAX });
        let sure = match &outcome {
            Outcome::Found(_) => true,
            Outcome::Empty => leaned >= depth,
            Outcome::Unknown(Obstacle::Budget) => false,
            Outcome::Unknown(_) => leaned >= depth,
        };
        if sure {
            self.cache.insert(state, outcome.clone());
        }
        outcome
    }

    /// The outermost open question that was leaned on so far, to be handed to [`Solver::leaned_no_further`].
    pub(super) fn leaning(&mut self) -> usize {
        std::mem::replace(&mut self.lean, usize::MAX)
    }

    /// Whether what was done since leaned on no question that is still open.
    pub(super) fn leaned_no_further(&mut self, before: usize) -> bool {
        let alone = self.lean == usize::MAX;
        self.lean = self.lean.min(before);
        alone
    }

    fn typed(&mut self, state: State, one: Type) -> Outcome {
        let node = self.restrict(state.0, one);
        if node == NOTHING {
            return Outcome::Empty;
        }
        self.search((node, state.1), one)
    }

    /// What a node says of values of one type: atoms of other types are gone.
    pub(super) fn restrict(&mut self, node: NodeId, one: Type) -> NodeId {
        if let Some(&known) = self.restricted.get(&(node, one)) {
            return known;
        }
        let nodes = &mut self.compiler.nodes;
        let result = match nodes.get(node).clone() {
            Node::True => ANYTHING,
            Node::False => NOTHING,
            Node::And(all) => {
                let all = all.iter().map(|n| self.restrict(*n, one)).collect();
                self.compiler.nodes.and(all)
            }
            Node::Or(all) => {
                let all = all.iter().map(|n| self.restrict(*n, one)).collect();
                self.compiler.nodes.or(all)
            }
            Node::One(all) => {
                let all = all.iter().map(|n| self.restrict(*n, one)).collect();
                self.compiler.nodes.one(all)
            }
            Node::Not(inner) => {
                self.negated += 1;
                let inner = self.restrict(inner, one);
                self.negated -= 1;
                self.compiler.nodes.not(inner)
            }
            Node::If(a, b, c) => {
                let (a, b, c) = (self.restrict(a, one), self.restrict(b, one), self.restrict(c, one));
                self.compiler.nodes.conditional(a, b, c)
            }
            Node::Reference(label) => {
                if let Some(&depth) = self.restricting.get(&node) {
                    // Defined by nothing but itself: it forbids nothing, as validators that notice have it.
                    self.circle = self.circle.min(depth);
                    return if self.negated.is_multiple_of(2) { ANYTHING } else { node };
                }
                let depth = self.restricting.len();
                self.restricting.insert(node, depth);
                let body = self.compiler.body_of(label);
                let negated = std::mem::take(&mut self.negated);
                let body = self.restrict(body, one);
                self.negated = negated;
                self.restricting.remove(&node);
                if self.circle >= depth {
                    self.circle = usize::MAX;
                }
                body
            }
            Node::Atom(Atom::Types(types)) => {
                if types.has(one) {
                    ANYTHING
                } else {
                    NOTHING
                }
            }
            Node::Atom(Atom::Enum(values)) => {
                let of_type = values.iter().copied().filter(|v| Type::of(nodes.value_of(*v)) == one).collect();
                nodes.listed(of_type)
            }
            Node::Atom(atom) => {
                if atom.types().has(one) {
                    node
                } else {
                    ANYTHING
                }
            }
        };
        // What was found inside a circle that is not closed yet is not remembered.
        if self.circle == usize::MAX {
            self.restricted.insert((node, one), result);
        }
        result
    }

    /// The types that a node may accept: never too few.
    pub(super) fn mask(&mut self, node: NodeId) -> TypeSet {
        if let Some(&known) = self.masks.get(&node) {
            return known;
        }
        let mask = match self.compiler.nodes.get(node).clone() {
            Node::True => TypeSet::ALL,
            Node::False => TypeSet::NONE,
            Node::And(all) => all.iter().fold(TypeSet::ALL, |mask, n| mask.both(self.mask(*n))),
            Node::Or(all) | Node::One(all) => all.iter().fold(TypeSet::NONE, |mask, n| mask.either(self.mask(*n))),
            Node::If(_, b, c) => self.mask(b).either(self.mask(c)),
            Node::Not(inner) => match self.compiler.nodes.get(inner) {
                Node::Atom(Atom::Enum(_)) => TypeSet::ALL,
                Node::Atom(atom) => atom.types(),
                _ => TypeSet::ALL,
            },
            Node::Reference(label) => {
                self.masks.insert(node, TypeSet::ALL);
                let body = self.compiler.body_of(label);
                let mask = self.mask(body);
                self.masks.remove(&node);
                mask
            }
            Node::Atom(Atom::Types(types)) => types,
            Node::Atom(Atom::Enum(values)) => {
                values.iter().fold(TypeSet::NONE, |mask, v| mask.with(Type::of(self.compiler.nodes.value_of(*v))))
            }
            Node::Atom(_) => TypeSet::ALL,
        };
        self.masks.insert(node, mask);
        mask
    }

    /// Whether two nodes surely accept no value together. Cheap, and `false` where it is not sure.
    pub(super) fn are_disjoint(&mut self, a: NodeId, b: NodeId, deeper: u32) -> bool {
        if a == b {
            return a == NOTHING;
        }
        let pair = (a.min(b), a.max(b));
        if let Some(&known) = self.disjoint.get(&pair) {
            return known;
        }
        let disjoint = self.find_disjoint(a, b, deeper);
        if deeper > 1 || disjoint {
            self.disjoint.insert(pair, disjoint);
        }
        disjoint
    }

    fn find_disjoint(&mut self, a: NodeId, b: NodeId, deeper: u32) -> bool {
        if self.mask(a).both(self.mask(b)) == TypeSet::NONE {
            return true;
        }
        let (a, b) = (self.opened(a), self.opened(b));
        let nodes = &self.compiler.nodes;
        let (left, right) = (conjuncts(nodes.get(a), a), conjuncts(nodes.get(b), b));
        let listed = |all: &[NodeId]| {
            all.iter().find_map(|n| match nodes.get(*n) {
                Node::Atom(Atom::Enum(values)) => Some(values.clone()),
                _ => None,
            })
        };
        if let (Some(left), Some(right)) = (listed(&left), listed(&right)) {
            return left.iter().all(|value| right.binary_search(value).is_err());
        }
        let objects = self.mask(a).both(self.mask(b)) == TypeSet::NONE.with(Type::Object);
        if !objects || deeper == 0 {
            return false;
        }
        let nodes = &self.compiler.nodes;
        let mut pairs = Vec::new();
        for required in left.iter().chain(&right) {
            let Node::Atom(Atom::Required(name)) = nodes.get(*required) else { continue };
            let of = |all: &[NodeId]| {
                all.iter().find_map(|n| match nodes.get(*n) {
                    Node::Atom(Atom::Property(property, value)) if property == name => Some(*value),
                    _ => None,
                })
            };
            if let (Some(left), Some(right)) = (of(&left), of(&right)) {
                pairs.push((left, right));
            }
        }
        pairs.into_iter().any(|(left, right)| self.are_disjoint(left, right, deeper - 1))
    }

    /// A reference's body, or the node itself.
    pub(super) fn opened(&mut self, node: NodeId) -> NodeId {
        let mut at = node;
        for _ in 0..16 {
            match self.compiler.nodes.get(at) {
                Node::Reference(label) => at = self.compiler.body_of(*label),
                _ => break,
            }
        }
        at
    }

    /// Whether a pattern matches a name; nothing where that cannot be decided.
    pub(super) fn matches(&mut self, pattern: Text, name: Text) -> Option<bool> {
        if let Some(&known) = self.matched.get(&(pattern, name)) {
            return known;
        }
        let nodes = &self.compiler.nodes;
        let matched = strings::matches(nodes.text_of(pattern), nodes.text_of(name), &mut self.strings);
        self.matched.insert((pattern, name), matched);
        matched
    }
}

fn conjuncts(node: &Node, id: NodeId) -> Vec<NodeId> {
    match node {
        Node::And(all) => all.to_vec(),
        _ => vec![id],
    }
}
