//! What the keywords of a schema say of a value by themselves.

use std::sync::LazyLock;

use hashbrown::HashSet;

use super::instance::On;
use super::parts::overridden;
use super::run::{Cause, Run, TaskId};
use crate::contract::keywords::Keyword;
use crate::contract::schema::Types;
use crate::contract::{At, SchemaView};
use crate::schema::number::Number;
use crate::schema::strings;
use crate::schema::value::Value;
use crate::source::document::View;
use crate::source::tape::Kind;

/// What a keyword says that does not hold.
pub(super) enum Objection {
    /// It refuses the value: the node, and the property that it is about.
    Fails(Keyword, At, Option<String>),
    /// It cannot be told.
    Unclear(Cause),
}

/// The least and the greatest number of each format of numbers, and whether it must be whole. The floats are written as
/// the shortest decimals that mean them. `double` is none of them: it says how precise a number is, and nobody sends one
/// that it bounds.
static NUMBER_FORMATS: LazyLock<[(&str, Number, Number, bool); 3]> = LazyLock::new(|| {
    let most = Number::parse("3.4028234663852886e38").unwrap_or(Number::whole(0));
    [
        ("int32", Number::whole(i32::MIN.into()), Number::whole(i32::MAX.into()), true),
        ("int64", Number::whole(i64::MIN.into()), Number::whole(i64::MAX.into()), true),
        ("float", Number::whole(0).minus(&most), most, false),
    ]
});

/// Whether a number is of a format; nothing for a format that says nothing about numbers.
fn number_has_format(number: &Number, format: &str) -> Option<bool> {
    let (_, least, most, whole) = NUMBER_FORMATS.iter().find(|f| f.0 == format)?;
    Some(number >= least && number <= most && (!whole || number.is_whole()))
}

impl<'c> Run<'_, 'c, '_> {
    /// What the keywords of a task's schema object to.
    pub(super) fn objections(&mut self, id: TaskId) -> Vec<Objection> {
        let key = self.tasks[id.0 as usize].key;
        let view = self.view(key.schema);
        let value = self.instance.value(key.on);
        let mut found = Vec::new();
        for (number, entry) in view.entries().iter().enumerate() {
            let keyword = entry.keyword;
            if overridden(view, number) {
                continue;
            }
            let at = view.at().to(entry.node);
            let said = view.contract.view(at);
            let holds = match keyword {
                Keyword::Required => {
                    for (name, at) in view.required() {
                        if value.is_some_and(|v| matches!(v, Value::Object(_)))
                            && self.instance.member(key.on, name).is_none()
                            && !self.is_hidden(id, name)
                        {
                            found.push(Objection::Fails(keyword, at, Some(view.contract.text(name).to_owned())));
                        }
                    }
                    Some(true)
                }
                Keyword::DependentRequired => {
                    self.dependent_required(id, said, at, &mut found);
                    Some(true)
                }
                Keyword::Pattern => match (self.instance.text(key.on), said.as_str()) {
                    (None, _) => Some(true),
                    (Some(text), Some(pattern)) => self.cx.patterns.matches(&pattern, text),
                    (Some(_), None) => None,
                },
                Keyword::Format => self.has_format(&view.format().unwrap_or_default(), key.on),
                Keyword::ContentEncoding if view.is_base64() => self.has_format("byte", key.on),
                _ => {
                    let name;
                    let value = match value {
                        Some(value) => value,
                        None => {
                            name = Value::String(self.instance.text(key.on).unwrap_or_default().to_owned());
                            &name
                        }
                    };
                    holds(keyword, view, said, value)
                }
            };
            match holds {
                Some(true) => {}
                Some(false) => found.push(Objection::Fails(keyword, at, None)),
                None => found.push(Objection::Unclear(Cause { keyword, at })),
            }
        }
        found
    }

    fn dependent_required(&self, id: TaskId, said: View<'c>, at: At, found: &mut Vec<Objection>) {
        let on = self.tasks[id.0 as usize].key.on;
        for trigger in said.members().filter(|t| t.value.is_seq()) {
            if self.instance.member(on, trigger.name).is_none() {
                continue;
            }
            for listed in trigger.value.items() {
                let Some(text) = listed.as_scalar() else { continue };
                let name = self.cx.contract.sources.names.find(&text);
                let there = match name {
                    Some(name) => self.instance.member(on, name).is_some() || self.is_hidden(id, name),
                    // A text that is nobody's name is not interned; the value's own names were only looked up.
                    None => matches!(self.instance.value(on), Some(value) if value.get(&text).is_some()),
                };
                if !there {
                    found.push(Objection::Fails(Keyword::DependentRequired, at.to(listed.at), Some(text.into_owned())));
                }
            }
        }
    }

    /// Whether a value is of a format. A format that is not known asserts nothing.
    fn has_format(&self, format: &str, on: On) -> Option<bool> {
        if !self.cx.formats {
            return Some(true);
        }
        match (self.instance.value(on), self.instance.text(on)) {
            (Some(Value::Number(number)), _) => Some(number_has_format(number, format).unwrap_or(true)),
            (_, Some(text)) if strings::is_format(format) => strings::format_accepts(format, text),
            _ => Some(true),
        }
    }
}

/// Whether a keyword that looks at the value alone holds; nothing where it has a value that it cannot have.
fn holds(keyword: Keyword, view: SchemaView<'_>, said: View<'_>, value: &Value) -> Option<bool> {
    let limit = || said.as_number().and_then(|text| Number::parse(&text));
    let count = |number: usize| Number::whole(number as i128);
    Some(match (keyword, value) {
        (Keyword::Type, _) => {
            if view.types().is_empty() {
                return None;
            }
            is_of(value, view.types())
        }
        (Keyword::Enum, _) => {
            if !said.is_seq() {
                return None;
            }
            return among(said.items().map(Value::read), value);
        }
        (Keyword::Const, _) => return among(std::iter::once(Value::read(said)), value),
        (Keyword::Minimum, Value::Number(number)) => *number >= limit()?,
        (Keyword::Maximum, Value::Number(number)) => *number <= limit()?,
        (Keyword::ExclusiveMinimum, Value::Number(number)) => *number > limit()?,
        (Keyword::ExclusiveMaximum, Value::Number(number)) => *number < limit()?,
        (Keyword::MultipleOf, Value::Number(number)) => {
            number.is_multiple_of(&limit().filter(|l| !l.is_zero() && !l.is_negative())?)
        }
        (Keyword::MinLength, Value::String(text)) => count(text.chars().count()) >= limit()?,
        (Keyword::MaxLength, Value::String(text)) => count(text.chars().count()) <= limit()?,
        (Keyword::MinItems, Value::Array(items)) => count(items.len()) >= limit()?,
        (Keyword::MaxItems, Value::Array(items)) => count(items.len()) <= limit()?,
        (Keyword::MinProperties, Value::Object(members)) => count(members.len()) >= limit()?,
        (Keyword::MaxProperties, Value::Object(members)) => count(members.len()) <= limit()?,
        (Keyword::UniqueItems, Value::Array(items)) => match said.kind() {
            Kind::True => {
                let mut seen = HashSet::with_capacity(items.len());
                items.iter().all(|item| seen.insert(item))
            }
            Kind::False => true,
            _ => return None,
        },
        _ => true,
    })
}

/// Whether a value is one of those that are listed. One that could not be read may be it.
fn among(listed: impl Iterator<Item = Option<Value>>, value: &Value) -> Option<bool> {
    let mut unread = false;
    for one in listed {
        match one {
            Some(one) if one == *value => return Some(true),
            Some(_) => {}
            None => unread = true,
        }
    }
    (!unread).then_some(false)
}

fn is_of(value: &Value, types: Types) -> bool {
    let own = match value {
        Value::Null => Types::NULL,
        Value::Bool(_) => Types::BOOLEAN,
        Value::Number(number) if number.is_whole() => Types::INTEGER.with(Types::NUMBER),
        Value::Number(_) => Types::NUMBER,
        Value::String(_) => Types::STRING,
        Value::Array(_) => Types::ARRAY,
        Value::Object(_) => Types::OBJECT,
    };
    types.overlaps(own)
}
