//! Values that filters compare, as JavaScript and RFC 9535 agree on them.

use std::borrow::Cow;

use jsonpath_rust::parser::model::Literal;

use crate::schema::value::Value;
use crate::source::document::View;
use crate::source::tape::Kind;

/// A value in a comparison.
#[derive(Clone)]
pub(super) enum Operand<'s> {
    /// There is none.
    Nothing,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as the nearest float: what JavaScript knows.
    Number(f64),
    /// A text.
    Text(Cow<'s, str>),
    /// A list or a map.
    Other(View<'s>),
}

impl<'s> Operand<'s> {
    pub(super) fn of(view: View<'s>) -> Operand<'s> {
        match view.kind() {
            Kind::Null => Operand::Null,
            Kind::False => Operand::Bool(false),
            Kind::True => Operand::Bool(true),
            Kind::Number => Operand::Number(view.as_f64().unwrap_or(f64::NAN)),
            Kind::String => view.as_str().map_or(Operand::Nothing, Operand::Text),
            Kind::Seq | Kind::Map | Kind::Alias => Operand::Other(view),
        }
    }

    pub(super) fn literal(literal: &'s Literal) -> Operand<'s> {
        match literal {
            Literal::Int(number) => Operand::Number(*number as f64),
            Literal::Float(number) => Operand::Number(*number),
            Literal::String(text) => Operand::Text(Cow::Borrowed(text)),
            Literal::Bool(bool) => Operand::Bool(*bool),
            Literal::Null => Operand::Null,
        }
    }

    /// Whether two values are the same.
    #[allow(clippy::float_cmp, reason = "numbers of a document are compared, not results of computing")]
    pub(super) fn equals(&self, other: &Operand<'_>) -> bool {
        match (self, other) {
            (Operand::Nothing, Operand::Nothing) | (Operand::Null, Operand::Null) => true,
            (Operand::Bool(one), Operand::Bool(other)) => one == other,
            (Operand::Number(one), Operand::Number(other)) => one == other,
            (Operand::Text(one), Operand::Text(other)) => one == other,
            (Operand::Other(one), Operand::Other(other)) => {
                Value::read(*one).zip(Value::read(*other)).is_some_and(|(one, other)| one == other)
            }
            _ => false,
        }
    }

    /// Whether one value comes before another. Beside a number a text is the number that it spells, as in JavaScript.
    pub(super) fn precedes(&self, other: &Operand<'_>, or_equals: bool) -> bool {
        let order = match (self, other) {
            (Operand::Text(one), Operand::Text(other)) => one.cmp(other),
            _ => match self.number().zip(other.number()).and_then(|(one, other)| one.partial_cmp(&other)) {
                Some(order) => order,
                None => return or_equals && self.equals(other),
            },
        };
        order.is_lt() || (or_equals && order.is_eq())
    }

    fn number(&self) -> Option<f64> {
        match self {
            Operand::Number(number) => Some(*number),
            Operand::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The length of a text in units of UTF-16, of a list, of a map.
    pub(super) fn length(&self) -> Operand<'s> {
        match self {
            Operand::Text(text) => Operand::Number(text.encode_utf16().count() as f64),
            Operand::Other(view) if view.is_seq() => Operand::Number(view.items().count() as f64),
            Operand::Other(view) => Operand::Number(view.members().count() as f64),
            _ => Operand::Nothing,
        }
    }

    /// Whether a text holds another one, or a list an element.
    pub(super) fn holds(&self, needle: &Operand<'_>) -> bool {
        match (self, needle) {
            (Operand::Text(text), Operand::Text(part)) => text.contains(&**part),
            (Operand::Other(list), _) => list.items().any(|item| Operand::of(item).equals(needle)),
            _ => false,
        }
    }
}

/// Whether JavaScript takes a value for true.
pub(in crate::spectral) fn truthy(view: View<'_>) -> bool {
    match view.kind() {
        Kind::Null | Kind::False => false,
        Kind::Number => view.as_f64().is_some_and(|number| number != 0.0),
        Kind::String => view.as_str().is_some_and(|text| !text.is_empty()),
        Kind::True | Kind::Seq | Kind::Map | Kind::Alias => true,
    }
}
