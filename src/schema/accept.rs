//! Whether nodes accept a given value: for the values of an `enum`, and to check what the search has found.

use std::rc::Rc;

use super::nodes::{Atom, Node, NodeId, Type};
use super::number::Number;
use super::solve::Solver;
use super::strings;
use super::value::Value;

/// The deepest composition that is followed; deeper is a reference that leads to itself and to nothing else.
const DEEPEST: u32 = 300;

/// The most parts of a value that are left out to see whether it does without them; fewer of a large one, where
/// each look costs more.
const MOST_TRIES: usize = 300;
/// The most values that are looked at for it, all tries together.
const MOST_LOOKED_AT: usize = 3_000;

/// The part of a value that positions lead to.
fn at_place<'v>(value: &'v mut Value, place: &[usize]) -> Option<&'v mut Value> {
    let mut at = value;
    for position in place {
        at = match at {
            Value::Object(members) => &mut members.get_mut(*position)?.1,
            Value::Array(items) => items.get_mut(*position)?,
            _ => return None,
        };
    }
    Some(at)
}

impl Solver<'_> {
    /// Whether a node accepts a value; nothing where that depends on what is not modelled.
    pub(super) fn accepts(&mut self, node: NodeId, value: &Value) -> Option<bool> {
        self.charge(value.size() as u64 / 4);
        self.accepts_within(node, value, DEEPEST)
    }

    fn accepts_within(&mut self, node: NodeId, value: &Value, deeper: u32) -> Option<bool> {
        let deeper = deeper.checked_sub(1)?;
        let node = self.compiler.nodes.shared(node);
        match &*node {
            Node::True => Some(true),
            Node::False => Some(false),
            // What decides a composition ends it: what is not known of the rest does not matter then.
            Node::And(all) => {
                let mut known = Some(true);
                for part in all {
                    match self.accepts_within(*part, value, deeper) {
                        Some(true) => {}
                        Some(false) => return Some(false),
                        None => known = None,
                    }
                }
                known
            }
            Node::Or(all) => {
                let mut known = Some(false);
                for part in all {
                    match self.accepts_within(*part, value, deeper) {
                        Some(true) => return Some(true),
                        Some(false) => {}
                        None => known = None,
                    }
                }
                known
            }
            Node::One(all) => {
                let (mut accepted, mut unknown) = (0, false);
                for part in all {
                    match self.accepts_within(*part, value, deeper) {
                        Some(true) if accepted == 1 => return Some(false),
                        Some(true) => accepted += 1,
                        Some(false) => {}
                        None => unknown = true,
                    }
                }
                if unknown { None } else { Some(accepted == 1) }
            }
            Node::Not(inner) => self.accepts_within(*inner, value, deeper).map(|accepted| !accepted),
            Node::If(condition, then, otherwise) => match self.accepts_within(*condition, value, deeper) {
                Some(true) => self.accepts_within(*then, value, deeper),
                Some(false) => self.accepts_within(*otherwise, value, deeper),
                None => None,
            },
            Node::Reference(label) => {
                let place = (*label, std::ptr::from_ref(value) as usize);
                if self.accepting.contains(&place) {
                    // Defined by nothing but itself: it forbids nothing.
                    return Some(true);
                }
                self.accepting.push(place);
                let body = self.compiler.body_of(*label);
                let accepted = self.accepts_within(body, value, deeper);
                self.accepting.pop();
                accepted
            }
            Node::Atom(atom) => self.atom_accepts(atom, value, deeper),
        }
    }

    /// The value without the properties and items that it can do without.
    pub(super) fn smaller(&mut self, node: NodeId, value: &Value) -> Rc<Value> {
        let mut whole = value.clone();
        let mut tries = MOST_TRIES.min(MOST_LOOKED_AT / value.size());
        // Each place is visited once: what is inside something that went is gone with it.
        let mut pending: Vec<Vec<usize>> = vec![Vec::new()];
        while let Some(place) = pending.pop() {
            let parts = match at_place(&mut whole, &place) {
                Some(Value::Object(members)) => members.len(),
                Some(Value::Array(items)) => items.len(),
                _ => continue,
            };
            for part in (0..parts).rev() {
                if tries == 0 {
                    return Rc::new(whole);
                }
                tries -= 1;
                let mut without = whole.clone();
                match at_place(&mut without, &place) {
                    Some(Value::Object(members)) => drop(members.remove(part)),
                    Some(Value::Array(items)) => drop(items.remove(part)),
                    _ => continue,
                }
                if self.accepts(node, &without) == Some(true) {
                    whole = without;
                }
            }
            let left = match at_place(&mut whole, &place) {
                Some(Value::Object(members)) => members.len(),
                Some(Value::Array(items)) => items.len(),
                _ => 0,
            };
            pending.extend((0..left).map(|part| place.iter().copied().chain([part]).collect()));
        }
        Rc::new(whole)
    }

    fn every<'v>(&mut self, values: impl Iterator<Item = &'v Value>, node: NodeId, deeper: u32) -> Option<bool> {
        let mut known = Some(true);
        for value in values {
            match self.accepts_within(node, value, deeper) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => known = None,
            }
        }
        known
    }

    fn atom_accepts(&mut self, atom: &Atom, value: &Value, deeper: u32) -> Option<bool> {
        if !atom.types().has(Type::of(value)) && !matches!(atom, Atom::Types(_)) {
            return Some(true);
        }
        let nodes = &self.compiler.nodes;
        Some(match (atom, value) {
            (Atom::Types(types), _) => types.has(Type::of(value)),
            (Atom::Enum(values), _) => values.iter().any(|listed| nodes.value_of(*listed) == value),
            (Atom::Minimum(bound, false), Value::Number(number)) => number >= bound,
            (Atom::Minimum(bound, true), Value::Number(number)) => number > bound,
            (Atom::Maximum(bound, false), Value::Number(number)) => number <= bound,
            (Atom::Maximum(bound, true), Value::Number(number)) => number < bound,
            (Atom::MultipleOf(step), Value::Number(number)) => Number::is_multiple_of(number, step),
            (Atom::MinLength(least), Value::String(text)) => text.chars().count() as u64 >= *least,
            (Atom::MaxLength(most), Value::String(text)) => text.chars().count() as u64 <= *most,
            (Atom::Pattern(pattern), Value::String(text)) => {
                return strings::matches(nodes.text_of(*pattern), text, &mut self.strings);
            }
            (Atom::Format(format), Value::String(text)) => {
                return strings::format_accepts(nodes.text_of(*format), text);
            }
            (Atom::MinItems(least), Value::Array(items)) => items.len() as u64 >= *least,
            (Atom::MaxItems(most), Value::Array(items)) => items.len() as u64 <= *most,
            (Atom::Unique, Value::Array(items)) => {
                let mut seen = hashbrown::HashSet::new();
                items.iter().all(|item| seen.insert(item))
            }
            (Atom::Item(at, node), Value::Array(items)) => match items.get(*at as usize) {
                Some(item) => return self.accepts_within(*node, item, deeper),
                None => true,
            },
            (Atom::ItemsFrom(from, node), Value::Array(items)) => {
                return self.every(items.iter().skip(*from as usize), *node, deeper);
            }
            (Atom::Contains(count, node) | Atom::ContainsAtMost(count, node), Value::Array(items)) => {
                let (mut yes, mut unknown) = (0, 0);
                for item in items {
                    match self.accepts_within(*node, item, deeper) {
                        Some(true) => yes += 1,
                        Some(false) => {}
                        None => unknown += 1,
                    }
                }
                let enough = |n: u64| if matches!(atom, Atom::Contains(..)) { n >= *count } else { n <= *count };
                if enough(yes) != enough(yes + unknown) {
                    return None;
                }
                enough(yes)
            }
            (Atom::MinProperties(least), Value::Object(members)) => members.len() as u64 >= *least,
            (Atom::MaxProperties(most), Value::Object(members)) => members.len() as u64 <= *most,
            (Atom::Required(name), Value::Object(_)) => value.get(nodes.text_of(*name)).is_some(),
            (Atom::Property(name, node), Value::Object(_)) => match value.get(nodes.text_of(*name)) {
                Some(member) => return self.accepts_within(*node, member, deeper),
                None => true,
            },
            (Atom::PatternProperty(pattern, node), Value::Object(members)) => {
                let mut known = Some(true);
                for (name, member) in members {
                    let pattern = self.compiler.nodes.text_of(*pattern);
                    match strings::matches(pattern, name, &mut self.strings) {
                        Some(false) => {}
                        Some(true) => match self.accepts_within(*node, member, deeper) {
                            Some(true) => {}
                            Some(false) => return Some(false),
                            None => known = None,
                        },
                        None => known = None,
                    }
                }
                return known;
            }
            (Atom::Additional(names, patterns, node), Value::Object(members)) => {
                let mut known = Some(true);
                'members: for (name, member) in members {
                    let nodes = &self.compiler.nodes;
                    if nodes.find_text(name).is_some_and(|name| names.contains(&name)) {
                        continue;
                    }
                    for pattern in patterns {
                        let pattern = self.compiler.nodes.text_of(*pattern);
                        match strings::matches(pattern, name, &mut self.strings) {
                            Some(true) => continue 'members,
                            Some(false) => {}
                            None => {
                                known = None;
                                continue 'members;
                            }
                        }
                    }
                    match self.accepts_within(*node, member, deeper) {
                        Some(true) => {}
                        Some(false) => return Some(false),
                        None => known = None,
                    }
                }
                return known;
            }
            (Atom::PropertyNames(node), Value::Object(members)) => {
                let names: Vec<Value> = members.iter().map(|m| Value::String(m.0.clone())).collect();
                return self.every(names.iter(), *node, deeper);
            }
            (Atom::Opaque(..), _) => return None,
            _ => true,
        })
    }
}
