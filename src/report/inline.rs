//! Text as Markdown in which nothing that comes from a document is markup.

use super::escape;

/// Text in which every second piece between backticks is code. A backtick within a name shifts what is code, but
/// whatever is none is escaped, so no name can become markup.
pub(super) fn inline(text: &str) -> String {
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

/// A mention, a reference to an issue, and an address are found in what is shown, so that a backslash before them does
/// not help. Something that is not shown does.
const DIVIDER: &str = "<!-- -->";

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
        if c == '.' && shown.ends_with("www") {
            shown.push_str(DIVIDER);
        }
        shown.push(c);
        let next = letters.peek();
        if c == '@' || c == '#' && next.is_some_and(char::is_ascii_digit) || c == ':' && next == Some(&'/') {
            shown.push_str(DIVIDER);
        }
        before = Some(c);
    }
    let digits = shown.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && shown[digits..].starts_with(['.', ')']) {
        shown.insert(digits, '\\');
    }
    shown
}

/// A text as code, between more backticks than it has itself.
pub(super) fn code(text: &str) -> String {
    let text = escape::words(text);
    let fence = "`".repeat(longest_run(&text) + 1);
    let space = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// How many backticks stand beside each other in a text.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// A text within an element of HTML.
pub(super) fn html(text: &str) -> String {
    let mut shown = String::new();
    for c in escape::words(text).chars() {
        // Markdown within the element would be read as well.
        if c.is_ascii_punctuation() && !"-,.".contains(c) {
            shown += &format!("&#{};", u32::from(c));
        } else {
            shown.push(c);
        }
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
            ("http://a.example, www.b.example", "http:<!-- -->//a.example, www<!-- -->.b.example"),
            ("_a_ <b> [c](d) `", r"\_a\_ \<b\> \[c\](d) \`"),
            ("1. a", r"1\. a"),
            ("@all fix #12", r"\@<!-- -->all fix \#<!-- -->12"),
            ("- a\n# b", r"\- a\\n\# b"),
            // A name with a backtick in it.
            ("`a`<b>` is new", r"`a`\<b\>\` is new"),
            ("`a``<b>` is new", "`a``<b>` is new"),
        ] {
            assert_eq!(inline(text), shown, "{text}");
        }
    }
}
