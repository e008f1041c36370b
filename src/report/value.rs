//! A value of a schema in an output.

use serde::ser::{Error as _, SerializeMap as _};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::schema::value::Value;

/// A value with every digit of its numbers, which `serde_json` would round.
pub(super) struct ValueOut<'a>(pub(super) &'a Value);

impl Serialize for ValueOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(number) => {
                RawValue::from_string(number.to_string()).map_err(S::Error::custom)?.serialize(serializer)
            }
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(items) => serializer.collect_seq(items.iter().map(ValueOut)),
            Value::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, &ValueOut(value))?;
                }
                map.end()
            }
        }
    }
}
