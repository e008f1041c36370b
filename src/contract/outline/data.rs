//! Data as one line: keys sorted, numbers by their value.

use std::fmt::Write as _;

use crate::source::document::{Member, View};
use crate::source::scalar;
use crate::source::tape::Kind;

/// The most bytes that one piece of data takes; aliases can make ten lines into a billion.
const MOST_BYTES: usize = 50_000_000;

enum Step<'v> {
    Value(View<'v>),
    Members(std::vec::IntoIter<Member<'v>>, bool),
    Items(crate::source::document::Items<'v>, bool),
}

/// A node as canonical JSON, but for numbers, which are written as digits and a power of ten.
pub(super) fn canonical(view: View<'_>) -> String {
    let mut text = String::new();
    let mut stack = vec![Step::Value(view)];
    while let Some(step) = stack.pop() {
        if text.len() > MOST_BYTES {
            text.push_str(" and so on");
            return text;
        }
        match step {
            Step::Value(view) => match view.kind() {
                Kind::Map => {
                    text.push('{');
                    stack.push(Step::Members(sorted(view).into_iter(), true));
                }
                Kind::Seq => {
                    text.push('[');
                    stack.push(Step::Items(view.items(), true));
                }
                _ => scalar(view, &mut text),
            },
            Step::Members(mut members, first) => match members.next() {
                Some(member) => {
                    if !first {
                        text.push(',');
                    }
                    let _ = write!(text, "{:?}:", member.text());
                    stack.push(Step::Members(members, false));
                    stack.push(Step::Value(member.value));
                }
                None => text.push('}'),
            },
            Step::Items(mut items, first) => match items.next() {
                Some(item) => {
                    if !first {
                        text.push(',');
                    }
                    stack.push(Step::Items(items, false));
                    stack.push(Step::Value(item));
                }
                None => text.push(']'),
            },
        }
    }
    text
}

/// Members by their keys; of those that stand twice the last.
fn sorted(view: View<'_>) -> Vec<Member<'_>> {
    let mut members: Vec<Member<'_>> = view.members().collect();
    members.reverse();
    members.sort_by(|a, b| a.text().cmp(&b.text()));
    members.dedup_by(|b, a| a.name == b.name);
    members
}

fn scalar(view: View<'_>, text: &mut String) {
    match view.kind() {
        Kind::True => text.push_str("true"),
        Kind::False => text.push_str("false"),
        Kind::Number => {
            let written = view.as_number().unwrap_or_default();
            match scalar::decimal(&written) {
                Some(decimal) => {
                    let sign = if decimal.negative { "-" } else { "" };
                    let _ = write!(text, "{sign}{}", decimal.digits);
                    if decimal.exponent != 0 {
                        let _ = write!(text, "e{}", decimal.exponent);
                    }
                }
                None => text.push_str(&written),
            }
        }
        Kind::String => {
            let _ = write!(text, "{:?}", view.as_str().unwrap_or_default());
        }
        _ => text.push_str("null"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::document::from_text;
    use crate::source::names::Interner;

    #[test]
    fn data_is_written_by_its_value() {
        let show = |text: &str| {
            let document = from_text("t", text, &mut Interner::default());
            document.root().map(canonical).unwrap_or_default()
        };
        assert_eq!(show("b: 10\na: [1.50, x, ~, true]\n"), r#"{"a":[15e-1,"x",null,true],"b":1e1}"#);
        assert_eq!(show("{\"b\": 1e1, \"a\": [15e-1, \"x\", null, true]}"), show("b: 10\na: [1.50, x, ~, true]\n"));
        assert_eq!(show("a: &a {x: 1}\nb: {<<: *a, y: 2}\n"), r#"{"a":{"x":1},"b":{"x":1,"y":2}}"#);
        let deep = format!("{}1{}", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(show(&deep), deep);
    }
}
