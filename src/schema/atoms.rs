//! What speaks of values of one JSON type.

use super::nodes::{Listed, NodeId, Text};
use super::number::Number;
use super::value::Value;
use crate::contract::keywords::Keyword;

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
