//! Which texts a schema accepts as they stand in a path, a query or a header.

use super::keywords::Keyword;
use super::{SchemaView, Types};
use crate::source::document::View;
use crate::source::scalar;

/// Keywords whose meaning is not worked out here.
const BEYOND: [Keyword; 8] = [
    Keyword::Pattern,
    Keyword::AllOf,
    Keyword::AnyOf,
    Keyword::OneOf,
    Keyword::Not,
    Keyword::If,
    Keyword::DynamicRef,
    Keyword::MultipleOf,
];

/// Bounds of numbers, which are not compared here.
const BOUNDS: [Keyword; 4] = [Keyword::Minimum, Keyword::Maximum, Keyword::ExclusiveMinimum, Keyword::ExclusiveMaximum];

impl SchemaView<'_> {
    /// Whether a value that is written as this text is accepted; nothing where that needs a proof.
    pub fn accepts_text(self, text: &str) -> Option<bool> {
        let schema = self.resolved();
        if schema.get().boolean == Some(false) {
            return Some(false);
        }
        let closed: Vec<View<'_>> = schema.value(Keyword::Const).into_iter().chain(schema.enum_values()).collect();
        if !closed.is_empty() {
            return Some(closed.iter().any(|v| v.as_scalar().is_some_and(|v| v == text)));
        }
        let types = schema.types();
        let string = types.is_empty() || types.contains(Types::STRING);
        let number = types.contains(Types::NUMBER) || types.contains(Types::INTEGER);
        let plain = (number && scalar::decimal(text).is_some())
            || (types.contains(Types::BOOLEAN) && matches!(text, "true" | "false"));
        if !string && !types.overlaps(Types::ARRAY.with(Types::OBJECT)) && !plain {
            return Some(false);
        }
        if BEYOND.iter().any(|&keyword| schema.has(keyword)) {
            return None;
        }
        if !string {
            let bounded = BOUNDS.iter().any(|&keyword| schema.has(keyword));
            return (plain && !bounded).then_some(true);
        }
        let hexadecimal = |part: &str| part.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
        match schema.text(Keyword::Format).as_deref() {
            Some("uuid") => Some(text.len() == 36 && hexadecimal(text)),
            Some("date") => Some(day(text) == Some(text)),
            Some("date-time") => Some(day(text).is_some_and(|day| day.len() < text.len())),
            Some(_) => None,
            None => {
                let length = text.chars().count() as u64;
                let bound = |keyword: Keyword| schema.value(keyword).and_then(View::as_u64);
                let (least, most) = (bound(Keyword::MinLength), bound(Keyword::MaxLength));
                Some(least.is_none_or(|least| least <= length) && most.is_none_or(|most| length <= most))
            }
        }
    }
}

/// The first ten characters of a text, if they are a date as it is written: `2026-01-31`.
pub fn day(text: &str) -> Option<&str> {
    let day = text.get(..10)?;
    let fits = day.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    fits.then_some(day)
}

#[cfg(test)]
mod tests {
    use crate::contract;
    use crate::source::loader::NoFetch;

    fn accepts(schema: &str, text: &str) -> Option<bool> {
        let document = format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{it: {schema}}}}}\n"
        );
        let loader = contract::loader();
        let root = loader.add("a.yaml", "a.yaml", document.into_bytes());
        let contract = contract::load(loader, root, &NoFetch).unwrap_or_else(|e| panic!("{}", e.0.message));
        let schema = contract.all_schemas().next().expect("a schema");
        schema.accepts_text(text)
    }

    #[test]
    fn texts_are_read_as_the_types_of_the_schema() {
        for (schema, text, expected) in [
            ("{type: string}", "me", Some(true)),
            ("{}", "me", Some(true)),
            ("false", "me", Some(false)),
            ("{type: integer}", "me", Some(false)),
            ("{type: integer}", "inf", Some(false)),
            ("{type: integer}", "5", Some(true)),
            ("{type: integer, minimum: 6}", "5", None),
            ("{type: [integer, string]}", "me", Some(true)),
            ("{type: boolean}", "me", Some(false)),
            ("{type: string, enum: [a, me]}", "me", Some(true)),
            ("{enum: [a]}", "me", Some(false)),
            ("{const: 5}", "5", Some(true)),
            ("{type: string, pattern: '^[0-9]+$'}", "me", None),
            ("{anyOf: [{type: integer}]}", "me", None),
            ("{type: string, format: uuid}", "me", Some(false)),
            ("{type: string, format: date}", "2026-01-31", Some(true)),
            ("{type: string, format: date}", "2026-01-31T00:00:00Z", Some(false)),
            ("{type: string, format: hostname}", "me", None),
            ("{type: string, minLength: 3}", "me", Some(false)),
            ("{type: string, maxLength: 2}", "me", Some(true)),
        ] {
            assert_eq!(accepts(schema, text), expected, "{schema} {text}");
        }
    }
}
