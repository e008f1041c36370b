//! Questions beyond "is this one included in that one": sets of values put together from what schemas accept and
//! refuse, so that a change is looked for where it was made.

use super::compile::Context;
use super::nodes::{ANYTHING, Atom, NOTHING, NodeId, Type, TypeSet};
use super::value::Value;
use super::{Projection, Proof, Prover, Senders};
use crate::contract::SchemaView;
use crate::contract::keywords::Keyword;
use crate::contract::schema::{Entry, SchemaMember};

/// A set of values, known to the prover that made it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Claim(NodeId);

impl Claim {
    /// All values.
    pub const ANYTHING: Claim = Claim(ANYTHING);
}

/// What of a schema is looked at.
#[derive(Clone, Copy, Debug)]
pub enum Part<'c> {
    /// All of it.
    Whole,
    /// One keyword.
    Keyword(&'c Entry),
    /// One name that a keyword lists.
    Name(Keyword, &'c SchemaMember),
}

impl<'c> Prover<'c> {
    /// The values that a schema accepts.
    pub fn accepted(&mut self, schema: SchemaView<'c>, projection: Projection) -> Claim {
        Claim(self.node(schema, projection))
    }

    /// The values that a part of a schema refuses.
    pub fn refused(&mut self, schema: SchemaView<'c>, part: Part<'c>, projection: Projection) -> Claim {
        let whole = self.node(schema, projection);
        let compiler = &mut self.solver.compiler;
        let context = Context { side: compiler.side_of(schema), projection, hidden: 0 };
        let node = match part {
            Part::Whole => whole,
            Part::Keyword(entry) => compiler.entry(context, schema, entry),
            Part::Name(keyword, member) => compiler.member(context, keyword, member),
        };
        Claim(self.solver.compiler.nodes.not(node))
    }

    /// Only these values.
    pub fn only(&mut self, values: &[Value]) -> Claim {
        let nodes = &mut self.solver.compiler.nodes;
        let listed = values.iter().map(|value| nodes.value(value)).collect();
        Claim(nodes.listed(listed))
    }

    /// The values in both sets.
    pub fn both(&mut self, a: Claim, b: Claim) -> Claim {
        Claim(self.solver.compiler.nodes.both(a.0, b.0))
    }

    /// The values that are not in a set.
    pub fn not(&mut self, claim: Claim) -> Claim {
        Claim(self.solver.compiler.nodes.not(claim.0))
    }

    /// The values in one set or the other.
    pub fn either(&mut self, a: Claim, b: Claim) -> Claim {
        let nodes = &mut self.solver.compiler.nodes;
        Claim(nodes.or(vec![a.0, b.0]))
    }

    /// Objects that have a property with such a value.
    pub fn with_property(&mut self, name: &str, value: Claim) -> Claim {
        let nodes = &mut self.solver.compiler.nodes;
        let name = nodes.text(name);
        let parts = vec![
            nodes.types(TypeSet::NONE.with(Type::Object)),
            nodes.atom(Atom::Required(name)),
            nodes.atom(Atom::Property(name, value.0)),
        ];
        Claim(nodes.and(parts))
    }

    /// Objects that have some property with such a value.
    pub fn with_some_property(&mut self, value: Claim) -> Claim {
        let nodes = &mut self.solver.compiler.nodes;
        let not = nodes.not(value.0);
        let none = nodes.atom(Atom::Additional(Box::default(), Box::default(), not));
        let some = nodes.not(none);
        let objects = nodes.types(TypeSet::NONE.with(Type::Object));
        Claim(nodes.both(objects, some))
    }

    /// The values of a set that have something in them: no empty objects and arrays.
    pub fn telling(&mut self, all: Claim) -> Claim {
        let nodes = &mut self.solver.compiler.nodes;
        let parts = vec![all.0, nodes.atom(Atom::MinProperties(1)), nodes.atom(Atom::MinItems(1))];
        Claim(nodes.and(parts))
    }

    /// The arrays and objects of a set that have several parts.
    pub fn several(&mut self, all: Claim) -> Claim {
        let nodes = &mut self.solver.compiler.nodes;
        let parts = vec![
            all.0,
            nodes.types(TypeSet::NONE.with(Type::Array).with(Type::Object)),
            nodes.atom(Atom::MinProperties(2)),
            nodes.atom(Atom::MinItems(2)),
        ];
        Claim(nodes.and(parts))
    }

    /// Arrays that have some item with such a value.
    pub fn with_item(&mut self, value: Claim) -> Claim {
        let nodes = &mut self.solver.compiler.nodes;
        let parts = vec![nodes.types(TypeSet::NONE.with(Type::Array)), nodes.atom(Atom::Contains(1, value.0))];
        Claim(nodes.and(parts))
    }

    /// Looks for a value of a set. With a sender, it is made of what that one declares; without, of anything.
    pub fn find(&mut self, all: Claim, sender: Option<Claim>) -> Proof {
        let sender = match (self.senders, sender) {
            (Senders::Declared, Some(sender)) => sender.0,
            _ => ANYTHING,
        };
        if all.0 == NOTHING {
            return Proof { answer: super::Answer::Included, steps: 0 };
        }
        self.ask(all.0, sender)
    }
}
