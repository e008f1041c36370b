//! What schemas say, as hash-consed nodes: a boolean layer over atoms that each speak of one JSON type. Two schemas
//! that say the same in the same shape are the same node, whichever document and dialect they come from.

use hashbrown::HashMap;

use super::number::Number;
use super::value::Value;
use crate::contract::keywords::Keyword;

/// The number of a node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct NodeId(pub(super) u32);

/// Everything is accepted.
pub(super) const ANYTHING: NodeId = NodeId(0);
/// Nothing is accepted.
pub(super) const NOTHING: NodeId = NodeId(1);

/// The number of a text: a property's name, a pattern, a format.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Text(pub(super) u32);

/// The number of a value that an `enum` or a `const` lists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Listed(pub(super) u32);

/// The type of a value. Integers and other numbers are two, so that each has its own theory.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub(super) enum Type {
    /// An object.
    Object,
    /// A string.
    String,
    /// A number without a fractional part.
    Integer,
    /// A number with a fractional part.
    Fraction,
    /// A boolean.
    Boolean,
    /// An array.
    Array,
    /// Null.
    Null,
}

impl Type {
    /// All types, in the order in which a witness is looked for: what people send most comes first.
    pub(super) const ALL: [Type; 7] =
        [Type::String, Type::Integer, Type::Boolean, Type::Object, Type::Array, Type::Fraction, Type::Null];

    /// The type of a value.
    pub(super) fn of(value: &Value) -> Type {
        match value {
            Value::Null => Type::Null,
            Value::Bool(_) => Type::Boolean,
            Value::Number(number) if number.is_whole() => Type::Integer,
            Value::Number(_) => Type::Fraction,
            Value::String(_) => Type::String,
            Value::Array(_) => Type::Array,
            Value::Object(_) => Type::Object,
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of types.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct TypeSet(u8);

impl TypeSet {
    /// No type.
    pub(super) const NONE: TypeSet = TypeSet(0);
    /// All seven.
    pub(super) const ALL: TypeSet = TypeSet(0b111_1111);

    pub(super) fn with(self, one: Type) -> TypeSet {
        TypeSet(self.0 | one.bit())
    }

    pub(super) fn has(self, one: Type) -> bool {
        self.0 & one.bit() != 0
    }

    pub(super) fn both(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 & other.0)
    }

    pub(super) fn either(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 | other.0)
    }

    pub(super) fn others(self) -> TypeSet {
        TypeSet(!self.0 & TypeSet::ALL.0)
    }
}

/// What speaks of values of one type, and accepts all values of the others; but for `Types` and `Enum`, which speak
/// of all.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Atom {
    /// The value has one of these types.
    Types(TypeSet),
    /// The value is one of these. Sorted.
    Enum(Box<[Listed]>),
    /// `minimum`, or `exclusiveMinimum` if the flag is set.
    Minimum(Number, bool),
    /// `maximum`, or `exclusiveMaximum` if the flag is set.
    Maximum(Number, bool),
    /// `multipleOf`, above zero.
    MultipleOf(Number),
    /// `minLength`
    MinLength(u64),
    /// `maxLength`
    MaxLength(u64),
    /// `pattern`
    Pattern(Text),
    /// `format` of a string, if it asserts.
    Format(Text),
    /// `minItems`
    MinItems(u64),
    /// `maxItems`
    MaxItems(u64),
    /// `uniqueItems`
    Unique,
    /// The item at a position, if there is one.
    Item(u32, NodeId),
    /// All items from a position on.
    ItemsFrom(u32, NodeId),
    /// At least so many items are accepted by a node: `contains` with `minContains`.
    Contains(u64, NodeId),
    /// At most so many items are accepted by a node: `maxContains`.
    ContainsAtMost(u64, NodeId),
    /// `minProperties`
    MinProperties(u64),
    /// `maxProperties`
    MaxProperties(u64),
    /// A name of `required`.
    Required(Text),
    /// The property of this name, if it is there.
    Property(Text, NodeId),
    /// All properties whose names match a pattern.
    PatternProperty(Text, NodeId),
    /// All properties but those of these names and those that match these patterns. Both sorted.
    Additional(Box<[Text]>, Box<[Text]>, NodeId),
    /// All names of properties.
    PropertyNames(NodeId),
    /// What is not modelled. The number tells what is not the same apart.
    Opaque(Keyword, u32),
}

impl Atom {
    /// The types that it speaks of.
    pub(super) fn types(&self) -> TypeSet {
        match self {
            Atom::Types(_) | Atom::Enum(_) | Atom::Opaque(..) => TypeSet::ALL,
            Atom::Minimum(..) | Atom::Maximum(..) | Atom::MultipleOf(_) => {
                TypeSet::NONE.with(Type::Integer).with(Type::Fraction)
            }
            Atom::MinLength(_) | Atom::MaxLength(_) | Atom::Pattern(_) | Atom::Format(_) => {
                TypeSet::NONE.with(Type::String)
            }
            Atom::MinItems(_)
            | Atom::MaxItems(_)
            | Atom::Unique
            | Atom::Item(..)
            | Atom::ItemsFrom(..)
            | Atom::Contains(..)
            | Atom::ContainsAtMost(..) => TypeSet::NONE.with(Type::Array),
            Atom::MinProperties(_)
            | Atom::MaxProperties(_)
            | Atom::Required(_)
            | Atom::Property(..)
            | Atom::PatternProperty(..)
            | Atom::Additional(..)
            | Atom::PropertyNames(_) => TypeSet::NONE.with(Type::Object),
        }
    }

    /// The node inside.
    pub(super) fn inner(&self) -> Option<NodeId> {
        match self {
            Atom::Item(_, node)
            | Atom::ItemsFrom(_, node)
            | Atom::Contains(_, node)
            | Atom::ContainsAtMost(_, node)
            | Atom::Property(_, node)
            | Atom::PatternProperty(_, node)
            | Atom::Additional(_, _, node)
            | Atom::PropertyNames(node) => Some(*node),
            _ => None,
        }
    }
}

/// A node.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Node {
    /// Accepts everything.
    True,
    /// Accepts nothing.
    False,
    /// All of them. Sorted, each once, at least two.
    And(Box<[NodeId]>),
    /// At least one of them. Sorted, each once, at least two.
    Or(Box<[NodeId]>),
    /// Exactly one of them. Sorted; one that is there twice counts twice.
    One(Box<[NodeId]>),
    /// What the other does not accept; never of a `Not`, `True` or `False`.
    Not(NodeId),
    /// The second if the first, else the third.
    If(NodeId, NodeId, NodeId),
    /// The body of a recursive schema, by its label.
    Reference(u32),
    /// An atom.
    Atom(Atom),
}

/// All nodes, texts and listed values.
pub(super) struct Nodes {
    nodes: Vec<Node>,
    index: HashMap<Node, NodeId>,
    /// Whether a reference is anywhere inside, so that what the node means depends on labels.
    refers: Vec<bool>,
    texts: Vec<Box<str>>,
    text_index: HashMap<Box<str>, Text>,
    values: Vec<Value>,
    value_index: HashMap<Value, Listed>,
}

impl Nodes {
    pub(super) fn new() -> Nodes {
        let mut nodes = Nodes {
            nodes: Vec::new(),
            index: HashMap::new(),
            refers: Vec::new(),
            texts: Vec::new(),
            text_index: HashMap::new(),
            values: Vec::new(),
            value_index: HashMap::new(),
        };
        nodes.intern(Node::True);
        nodes.intern(Node::False);
        nodes
    }

    pub(super) fn get(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    pub(super) fn refers(&self, id: NodeId) -> bool {
        self.refers[id.0 as usize]
    }

    pub(super) fn text_of(&self, text: Text) -> &str {
        &self.texts[text.0 as usize]
    }

    pub(super) fn find_text(&self, text: &str) -> Option<Text> {
        self.text_index.get(text).copied()
    }

    pub(super) fn text(&mut self, text: &str) -> Text {
        if let Some(&known) = self.text_index.get(text) {
            return known;
        }
        let id = Text(self.texts.len() as u32);
        self.texts.push(text.into());
        self.text_index.insert(text.into(), id);
        id
    }

    pub(super) fn value_of(&self, listed: Listed) -> &Value {
        &self.values[listed.0 as usize]
    }

    pub(super) fn value(&mut self, value: &Value) -> Listed {
        if let Some(&known) = self.value_index.get(value) {
            return known;
        }
        let id = Listed(self.values.len() as u32);
        self.values.push(value.clone());
        self.value_index.insert(value.clone(), id);
        id
    }

    fn intern(&mut self, node: Node) -> NodeId {
        if let Some(&known) = self.index.get(&node) {
            return known;
        }
        let refers = match &node {
            Node::True | Node::False => false,
            Node::And(all) | Node::Or(all) | Node::One(all) => all.iter().any(|n| self.refers(*n)),
            Node::Not(inner) => self.refers(*inner),
            Node::If(a, b, c) => [a, b, c].into_iter().any(|n| self.refers(*n)),
            Node::Reference(_) => true,
            Node::Atom(atom) => atom.inner().is_some_and(|n| self.refers(n)),
        };
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(node.clone());
        self.refers.push(refers);
        self.index.insert(node, id);
        id
    }

    pub(super) fn reference(&mut self, label: u32) -> NodeId {
        self.intern(Node::Reference(label))
    }

    pub(super) fn atom(&mut self, atom: Atom) -> NodeId {
        match &atom {
            Atom::Types(types) if *types == TypeSet::ALL => return ANYTHING,
            Atom::Types(types) if *types == TypeSet::NONE => return NOTHING,
            Atom::Enum(values) if values.is_empty() => return NOTHING,
            Atom::MinLength(0) | Atom::MinItems(0) | Atom::MinProperties(0) | Atom::Contains(0, _) => return ANYTHING,
            Atom::Item(_, ANYTHING) | Atom::ItemsFrom(_, ANYTHING) | Atom::PropertyNames(ANYTHING) => return ANYTHING,
            _ => {}
        }
        self.intern(Node::Atom(atom))
    }

    pub(super) fn types(&mut self, types: TypeSet) -> NodeId {
        self.atom(Atom::Types(types))
    }

    pub(super) fn listed(&mut self, mut values: Vec<Listed>) -> NodeId {
        values.sort_unstable();
        values.dedup();
        self.atom(Atom::Enum(values.into()))
    }

    pub(super) fn not(&mut self, node: NodeId) -> NodeId {
        match self.get(node) {
            Node::True => NOTHING,
            Node::False => ANYTHING,
            Node::Not(inner) => *inner,
            Node::Atom(Atom::Types(types)) => {
                let others = types.others();
                self.types(others)
            }
            _ => self.intern(Node::Not(node)),
        }
    }

    pub(super) fn both(&mut self, a: NodeId, b: NodeId) -> NodeId {
        self.and(vec![a, b])
    }

    pub(super) fn and(&mut self, parts: Vec<NodeId>) -> NodeId {
        self.junction(parts, true)
    }

    pub(super) fn or(&mut self, parts: Vec<NodeId>) -> NodeId {
        self.junction(parts, false)
    }

    /// `and` and `or` in one, as each is the other's mirror image.
    fn junction(&mut self, parts: Vec<NodeId>, and: bool) -> NodeId {
        let (neutral, absorbing) = if and { (ANYTHING, NOTHING) } else { (NOTHING, ANYTHING) };
        let mut flat: Vec<NodeId> = Vec::with_capacity(parts.len());
        let mut types: Option<TypeSet> = None;
        for part in parts {
            if part == absorbing {
                return absorbing;
            }
            match self.get(part) {
                Node::And(all) if and => flat.extend(all),
                Node::Or(all) if !and => flat.extend(all),
                _ if part == neutral => {}
                _ => flat.push(part),
            }
        }
        flat.retain(|part| match &self.nodes[part.0 as usize] {
            Node::Atom(Atom::Types(more)) => {
                types = Some(types.map_or(*more, |known| if and { known.both(*more) } else { known.either(*more) }));
                false
            }
            _ => true,
        });
        if let Some(types) = types {
            let node = self.types(types);
            if node == absorbing {
                return absorbing;
            }
            if node != neutral {
                flat.push(node);
            }
        }
        flat.sort_unstable();
        flat.dedup();
        let clash = |part: &NodeId| match self.get(*part) {
            Node::Not(inner) => flat.binary_search(inner).is_ok(),
            _ => false,
        };
        if flat.iter().any(clash) {
            return absorbing;
        }
        match flat.len() {
            0 => neutral,
            1 => flat[0],
            _ => self.intern(if and { Node::And(flat.into()) } else { Node::Or(flat.into()) }),
        }
    }

    pub(super) fn one(&mut self, mut parts: Vec<NodeId>) -> NodeId {
        parts.retain(|p| *p != NOTHING);
        if let Some(at) = parts.iter().position(|p| *p == ANYTHING) {
            parts.remove(at);
            let none = parts.into_iter().map(|p| self.not(p)).collect();
            return self.and(none);
        }
        parts.sort_unstable();
        match parts.len() {
            0 => NOTHING,
            1 => parts[0],
            _ => self.intern(Node::One(parts.into())),
        }
    }

    pub(super) fn conditional(&mut self, condition: NodeId, then: NodeId, otherwise: NodeId) -> NodeId {
        match condition {
            ANYTHING => then,
            NOTHING => otherwise,
            _ if then == otherwise => then,
            _ => self.intern(Node::If(condition, then, otherwise)),
        }
    }

    /// A node as a text, for tests and for finding faults.
    #[cfg(test)]
    pub(super) fn show(&self, id: NodeId) -> String {
        let list = |all: &[NodeId]| all.iter().map(|n| self.show(*n)).collect::<Vec<_>>().join(", ");
        match self.get(id) {
            Node::True => "true".into(),
            Node::False => "false".into(),
            Node::And(all) => format!("and({})", list(all)),
            Node::Or(all) => format!("or({})", list(all)),
            Node::One(all) => format!("one({})", list(all)),
            Node::Not(inner) => format!("not({})", self.show(*inner)),
            Node::If(a, b, c) => format!("if({})", list(&[*a, *b, *c])),
            Node::Reference(label) => format!("ref({label})"),
            Node::Atom(atom) => match (atom, atom.inner()) {
                (Atom::Property(name, inner), _) => format!("{:?}: {}", self.text_of(*name), self.show(*inner)),
                (Atom::Required(name), _) => format!("required {:?}", self.text_of(*name)),
                (Atom::Enum(values), _) => {
                    format!("enum {:?}", values.iter().map(|v| self.value_of(*v).to_string()).collect::<Vec<_>>())
                }
                (_, Some(inner)) => format!("{atom:?}[{}]", self.show(inner)),
                _ => format!("{atom:?}"),
            },
        }
    }
}
