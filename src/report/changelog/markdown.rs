//! A changelog as Markdown. What comes from a document is text there, and never markup.

use std::io;

use super::Changelog;
use super::page::{Line, lines};
use crate::report::escape;

/// Writes it.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write(out: &mut dyn io::Write, log: &Changelog<'_>) -> io::Result<()> {
    let mut text = String::new();
    let mut in_list = false;
    for line in lines(log) {
        let item = matches!(line, Line::Item { .. });
        if !text.is_empty() && !(item && in_list) {
            text.push('\n');
        }
        in_list = item;
        let (lead, words) = match &line {
            Line::Title(words) => ("# ", inline(words)),
            Line::Paragraph(words) => ("", inline(words)),
            Line::Kind(words) => ("## ", inline(words)),
            Line::Group(words) => ("### ", inline(words)),
            Line::Item { inner: false, text } => ("- ", inline(text)),
            Line::Item { inner: true, text } => ("  - ", inline(text)),
        };
        text.extend([lead, &words, "\n"]);
    }
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Text in which every second piece between backticks is code. A backtick within a name shifts what is code, but
/// whatever is none is escaped, so no name can become markup.
fn inline(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    let mut shown = String::new();
    for (number, piece) in pieces.iter().enumerate() {
        let piece = escape::words(piece);
        match (number % 2 == 1, number + 1 == pieces.len()) {
            (true, false) if piece.trim().is_empty() => shown.push_str(&piece),
            (true, false) => shown.extend(["`", &*piece, "`"]),
            // Opened and never closed.
            (true, true) => shown.extend(["\\`", &*plain(&piece)]),
            (false, _) => shown.push_str(&plain(&piece)),
        }
    }
    shown
}

/// Text without markup.
fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let inner = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut before = None;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let markup = match c {
            '\\' | '*' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '#' | '@' | '!' | '$' => true,
            // Within a word it means nothing.
            '_' => !(inner(before) && inner(letters.peek().copied())),
            // A list, a line, or a numbered list at the start.
            '-' | '+' | '=' => before.is_none(),
            _ => false,
        };
        if markup {
            shown.push('\\');
        }
        shown.push(c);
        before = Some(c);
    }
    let digits = shown.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && shown[digits..].starts_with(['.', ')']) {
        shown.insert(digits, '\\');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::inline;

    #[test]
    fn names_are_never_markup() {
        for (text, shown) in [
            ("property `a*b*` is new", "property `a*b*` is new"),
            ("status 200 of GET /a_b/{c_d} is *new*", r"status 200 of GET /a_b/{c_d} is \*new\*"),
            ("_a_ <b> [c](d) `", r"\_a\_ \<b\> \[c\](d) \`"),
            ("1. a", r"1\. a"),
            ("- a\n# b", r"\- a\\n\# b"),
            // A name with a backtick in it.
            ("`a`<b>` is new", r"`a`\<b\>\` is new"),
            ("`a``<b>` is new", "`a``<b>` is new"),
        ] {
            assert_eq!(inline(text), shown, "{text}");
        }
    }
}
