//! Text of a document, made harmless: the one way on which it gets into any output.
//!
//! A description may come from anywhere. Shown as it is, it could move the cursor, colour the screen, forge a finding
//! with a newline, or turn the reading direction round so that a line reads other than it is.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// How many columns a tab stop takes.
pub const TAB: usize = 4;

/// Whether a character is not shown as it is: controls, line and paragraph separators, direction marks, and what
/// Unicode tells a reader to leave invisible (`Default_Ignorable_Code_Point`). Joiners and variation selectors stay,
/// since emoji and several scripts are not written right without them.
pub fn hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// A message, a label, a name: on one line, hidden characters as `\n` or `\u{202e}`.
pub fn words(text: &str) -> Cow<'_, str> {
    escape(text, hidden)
}

/// A piece of a source line: as [`words`], but tabs stay, so that the line looks as in an editor.
pub fn source(text: &str) -> Cow<'_, str> {
    escape(text, |c| c != '\t' && hidden(c))
}

/// A piece of the inside of a JSON string: hidden characters as `\u202e`, so that the value is the same.
pub fn json(text: &str) -> Cow<'_, str> {
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if hidden(c) {
            shown.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

fn escape(text: &str, hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if hidden(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// How many columns a character of a source line takes that is shown at column `at`, counted from 0.
pub fn columns(c: char, at: usize) -> usize {
    match c {
        '\t' => TAB - at % TAB,
        ' '..='~' => 1,
        _ if hidden(c) => c.escape_default().len(),
        _ => c.width().unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_deceive_is_shown_by_its_number() {
        assert_eq!(words("a\u{1b}[31mred\r\n\tb"), r"a\u{1b}[31mred\r\n\tb");
        assert_eq!(
            words("\u{202e}evil\u{2066}\u{200b}\u{feff}\u{9b}0m"),
            r"\u{202e}evil\u{2066}\u{200b}\u{feff}\u{9b}0m"
        );
        assert_eq!(source("\ta\u{7}"), "\ta\\u{7}");
        assert!(matches!(words("日本 👩‍💻 é ~"), Cow::Borrowed("日本 👩‍💻 é ~")));
    }

    #[test]
    fn in_json_the_value_stays_the_same() {
        let text = "a\u{202e}b\u{e0001}";
        assert_eq!(json(text), r"a\u202eb\udb40\udc01");
        assert_eq!(serde_json::from_str::<String>(&format!("\"{}\"", json(text))).ok().as_deref(), Some(text));
    }

    #[test]
    fn columns_are_those_of_what_is_shown() {
        for c in ['a', '日', '\u{202e}', '\u{301}', '\u{7f}', '\u{0}', '👩'] {
            let shown: usize = source(&c.to_string()).chars().map(|c| c.width().unwrap_or(0)).sum();
            assert_eq!(columns(c, 0), shown, "{c:?}");
        }
        assert_eq!((columns('\t', 0), columns('\t', 3)), (4, 1));
    }
}
