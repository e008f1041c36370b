//! A JSON value with exact numbers: what schemas speak of, and what a witness is.

use std::fmt;

use super::number::Number;
use crate::source::document::View;
use crate::source::tape::Kind;

/// A JSON value. Objects keep their order for reading, and are compared without it.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, exactly.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Value>),
    /// An object; no name is there twice.
    Object(Vec<(String, Value)>),
}

/// The most nodes of a document's value that are read, since aliases can make a value without end.
const MOST_NODES: u32 = 100_000;
/// The deepest value that is read: values are compared and written by recursion.
const DEEPEST: u32 = 200;

impl Value {
    /// The value of a node; nothing where it has no end, is nested too deeply, or has a number that is none in JSON.
    pub fn read(view: View<'_>) -> Option<Value> {
        let mut budget = MOST_NODES;
        Value::read_within(view, &mut budget, DEEPEST)
    }

    fn read_within(view: View<'_>, budget: &mut u32, depth: u32) -> Option<Value> {
        *budget = budget.checked_sub(1)?;
        let depth = depth.checked_sub(1)?;
        Some(match view.kind() {
            Kind::Null => Value::Null,
            Kind::True => Value::Bool(true),
            Kind::False => Value::Bool(false),
            Kind::Number => Value::Number(Number::parse(&view.as_number()?)?),
            Kind::String => Value::String(view.as_str()?.into_owned()),
            Kind::Seq => {
                Value::Array(view.items().map(|v| Value::read_within(v, budget, depth)).collect::<Option<_>>()?)
            }
            Kind::Map => {
                let mut members: Vec<(String, Value)> = Vec::new();
                for member in view.members() {
                    let (name, value) = (member.text(), Value::read_within(member.value, budget, depth)?);
                    // Of a name that is written twice the last one counts, as every JSON reader has it.
                    match members.iter_mut().find(|m| m.0 == name) {
                        Some(known) => known.1 = value,
                        None => members.push((name.into_owned(), value)),
                    }
                }
                Value::Object(members)
            }
            Kind::Alias => return None,
        })
    }

    /// The member of an object.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Object(members) => members.iter().find(|m| m.0 == name).map(|m| &m.1),
            _ => None,
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// How many values it is made of.
    pub fn size(&self) -> usize {
        match self {
            Value::Array(items) => 1 + items.iter().map(Value::size).sum::<usize>(),
            Value::Object(members) => 1 + members.iter().map(|m| m.1.size()).sum::<usize>(),
            _ => 1,
        }
    }

    /// The value for an output. Numbers keep all their digits where `serde_json` can hold them.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(number) => number
                .to_string()
                .parse::<serde_json::Number>()
                .map_or_else(|_| serde_json::Value::String(number.to_string()), serde_json::Value::Number),
            Value::String(text) => text.as_str().into(),
            Value::Array(items) => items.iter().map(Value::to_json).collect(),
            Value::Object(members) => members.iter().map(|(k, v)| (k.clone(), v.to_json())).collect(),
        }
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Null, Value::Null) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Number(a), Value::Number(b)) => a == b,
            (Value::String(a), Value::String(b)) => a == b,
            (Value::Array(a), Value::Array(b)) => a == b,
            (Value::Object(a), Value::Object(b)) => {
                a.len() == b.len() && a.iter().all(|(name, value)| other.get(name) == Some(value))
            }
            _ => false,
        }
    }
}

impl Eq for Value {}

impl std::hash::Hash for Value {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Value::Null => {}
            Value::Bool(value) => value.hash(state),
            Value::Number(number) => number.hash(state),
            Value::String(text) => text.hash(state),
            Value::Array(items) => items.hash(state),
            Value::Object(members) => {
                // Equal objects may have another order, so the names are hashed in one of their own.
                let mut sorted: Vec<_> = members.iter().collect();
                sorted.sort_by(|a, b| a.0.cmp(&b.0));
                sorted.hash(state);
            }
        }
    }
}

impl fmt::Display for Value {
    /// As compact JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        match self {
            Value::Null => f.write_str("null"),
            Value::Bool(value) => write!(f, "{value}"),
            Value::Number(number) => write!(f, "{number}"),
            Value::String(text) => f.write_str(&quoted(text)),
            Value::Array(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if at == 0 { "" } else { "," })?;
                }
                f.write_str("]")
            }
            Value::Object(members) => {
                f.write_str("{")?;
                for (at, (name, value)) in members.iter().enumerate() {
                    write!(f, "{}{}:{value}", if at == 0 { "" } else { "," }, quoted(name))?;
                }
                f.write_str("}")
            }
        }
    }
}
