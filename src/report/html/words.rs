//! Text between the elements of a page: whatever comes from a document is data, and what of it is not seen is shown by
//! its number.

use maud::{Markup, Render, html};

use crate::report::escape;

/// A text that may come from a document. Where it meets other words it stands in a `bdi`.
pub(super) struct Words<'a>(pub(super) &'a str);

impl Render for Words<'_> {
    fn render_to(&self, out: &mut String) {
        push(out, &escape::words(self.0));
    }
}

/// Writes text that is harmless but for what HTML cannot hold: characters that Unicode says are none.
pub(super) fn push(out: &mut String, text: &str) {
    let none = |c: char| matches!(u32::from(c), 0xfdd0..=0xfdef) || u32::from(c) & 0xfffe == 0xfffe;
    let mut rest = text;
    while let Some(at) = rest.find(none) {
        let c = rest[at..].chars().next().unwrap_or_default();
        rest[..at].render_to(out);
        out.extend(c.escape_unicode());
        rest = &rest[at + c.len_utf8()..];
    }
    rest.render_to(out);
}

/// A name among other words.
pub(super) fn name(text: &str) -> Markup {
    html! { bdi { (Words(text)) } }
}

/// A name as it is written in a description.
pub(super) fn code(text: &str) -> Markup {
    html! { code { bdi { (Words(text)) } } }
}

/// A sentence in which every second piece between backticks is code.
pub(super) fn prose(text: &str) -> Markup {
    let pieces: Vec<&str> = text.split('`').collect();
    let last = pieces.len() - 1;
    html! {
        @for (number, piece) in pieces.iter().enumerate() {
            @if number % 2 == 0 {
                (Words(piece))
            } @else if number == last {
                "`" (Words(piece))
            } @else {
                (code(piece))
            }
        }
    }
}

/// A sentence with a capital and a full stop, unless it has a sign at its end.
pub(super) fn sentence(text: &str) -> Markup {
    let mut letters = text.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let stop = if text.ends_with(['?', '.']) { "" } else { "." };
    prose(&format!("{first}{}{stop}", letters.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_data() {
        for (text, shown) in [
            ("a `b<i>` & \"c\"", "a <code><bdi>b&lt;i&gt;</bdi></code> &amp; &quot;c&quot;"),
            ("`a``b`", "<code><bdi>a</bdi></code><code><bdi>b</bdi></code>"),
            ("open ` only <b>", "open ` only &lt;b&gt;"),
            ("a\u{202e}b\n", r"a\u{202e}b\n"),
            ("\u{ffff}<\u{fdd0}", r"\u{ffff}&lt;\u{fdd0}"),
        ] {
            assert_eq!(prose(text).into_string(), shown);
        }
        assert_eq!(sentence("it `a`").into_string(), "It <code><bdi>a</bdi></code>.");
    }
}
