//! A document in another notation.

use caveat::source::document::View;
use caveat::source::tape::Kind;

/// The document as JSON; `reversed` turns the order of all keys round.
pub(crate) fn json(view: View<'_>, reversed: bool, out: &mut String) {
    match view.kind() {
        Kind::Map => {
            let mut members: Vec<_> = view.members().collect();
            if reversed {
                members.reverse();
            }
            out.push('{');
            for (number, member) in members.iter().enumerate() {
                if number > 0 {
                    out.push(',');
                }
                out.push_str(&serde_json::to_string(&*member.text()).expect("a key is text"));
                out.push(':');
                json(member.value, reversed, out);
            }
            out.push('}');
        }
        Kind::Seq => {
            out.push('[');
            for (number, item) in view.items().enumerate() {
                if number > 0 {
                    out.push(',');
                }
                json(item, reversed, out);
            }
            out.push(']');
        }
        Kind::String => {
            let text = view.as_str().unwrap_or_default();
            out.push_str(&serde_json::to_string(&*text).expect("a string is text"));
        }
        Kind::Number => {
            let written = view.as_number().unwrap_or_default();
            // What JSON cannot write keeps its text; such a document is skipped by the caller.
            out.push_str(&written);
        }
        Kind::True => out.push_str("true"),
        Kind::False => out.push_str("false"),
        Kind::Null | Kind::Alias => out.push_str("null"),
    }
}
