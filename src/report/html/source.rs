//! Lines of a document: the part of each that is shown, with its words coloured and some of it marked.

use std::ops::Range;

use maud::{Markup, PreEscaped, Render};

use super::words::push;
use crate::report::escape;
use crate::report::spot::line_of;
use crate::source::document::Document;

/// How many bytes of a line are shown: a minified document is one line.
const WIDEST: usize = 320;
/// How many of them stand before the place in question.
const BEFORE: usize = 80;

/// A line, or a part of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub(super) number: u32,
    /// What is shown of it.
    pub(super) text: &'a str,
    /// The byte of the line at which that begins.
    pub(super) start: usize,
    /// Whether something after it is left out.
    pub(super) cut: bool,
}

impl<'a> Line<'a> {
    /// The part of a line around a byte of it.
    pub(super) fn of(number: u32, text: &'a str, focus: usize) -> Self {
        if text.len() <= WIDEST {
            return Self { number, text, start: 0, cut: false };
        }
        let start = text.floor_char_boundary(focus.min(text.len()).saturating_sub(BEFORE));
        let end = text.floor_char_boundary((start + WIDEST).min(text.len()));
        Self { number, text: &text[start..end], start, cut: end < text.len() }
    }

    /// The lines of a document from one to another, both included, each around `focus` if that byte is on it.
    pub(super) fn all(doc: &'a Document, lines: Range<u32>, focus: u32) -> Vec<Self> {
        let place = doc.place(focus).line;
        let one = |number: u32| {
            let (from, _) = doc.line_range(number);
            let at = if number == place { (focus - from.min(focus)) as usize } else { 0 };
            Line::of(number, line_of(doc, number), at)
        };
        lines.map(one).collect()
    }

    /// Bytes of the whole line as bytes of what is shown.
    pub(super) fn shown(&self, range: Range<usize>) -> Range<usize> {
        let within = |byte: usize| self.text.floor_char_boundary(byte.saturating_sub(self.start).min(self.text.len()));
        within(range.start)..within(range.end)
    }
}

/// What shows a line, with the bytes that an element stands around.
pub(super) struct Drawn<'a> {
    pub(super) line: &'a Line<'a>,
    /// Ranges that do not touch each other, in their order.
    pub(super) marks: &'a [Range<usize>],
}

impl Render for Drawn<'_> {
    fn render_to(&self, out: &mut String) {
        let text = self.line.text;
        let tokens = tokens(text);
        if self.line.start > 0 {
            out.push('…');
        }
        let mut at = 0;
        for mark in self.marks {
            piece(out, text, &tokens, at..mark.start);
            out.push_str("<mark>");
            piece(out, text, &tokens, mark.clone());
            out.push_str("</mark>");
            at = mark.end;
        }
        piece(out, text, &tokens, at..text.len());
        if self.line.cut {
            out.push('…');
        }
    }
}

/// Writes a part of a line with the colours of its tokens.
fn piece(out: &mut String, text: &str, tokens: &[(Range<usize>, &str)], range: Range<usize>) {
    let mut at = range.start;
    for (token, class) in tokens {
        let (start, end) = (token.start.max(at), token.end.min(range.end));
        if start >= end {
            continue;
        }
        plain(out, &text[at..start]);
        out.extend(["<span class=\"", class, "\">"]);
        plain(out, &text[start..end]);
        out.push_str("</span>");
        at = end;
    }
    plain(out, &text[at.min(range.end)..range.end]);
}

fn plain(out: &mut String, text: &str) {
    push(out, &escape::source(text));
}

/// Keys, texts, comments, and what is neither, of a line of YAML or JSON. A line knows nothing of those before it, so
/// within a block of text a colon makes a key; that is a colour and nothing else.
fn tokens(line: &str) -> Vec<(Range<usize>, &'static str)> {
    let bytes = line.as_bytes();
    let mut found: Vec<(Range<usize>, &'static str)> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            quote @ (b'"' | b'\'') => {
                at += 1;
                while at < bytes.len() && bytes[at] != quote {
                    at += if bytes[at] == b'\\' && quote == b'"' { 2 } else { 1 };
                }
                at = line.ceil_char_boundary((at + 1).min(bytes.len()));
                let key = line[at..].trim_start().starts_with(':');
                found.push((start..at, if key { "k" } else { "s" }));
            }
            b'#' if at == 0 || bytes[at - 1] == b' ' => {
                found.push((start..bytes.len(), "c"));
                at = bytes.len();
            }
            b' ' | b'\t' | b'{' | b'}' | b'[' | b']' | b',' | b':' => at += 1,
            b'-' if line[at..].starts_with("- ") => at += 1,
            _ => {
                // A word of YAML goes on to a colon with a space, to a comment, or to a sign of the flow style.
                while at < bytes.len() {
                    let ends = match bytes[at] {
                        b':' => matches!(bytes.get(at + 1), None | Some(b' ')),
                        b'#' => bytes[at - 1] == b' ',
                        b',' | b'}' | b']' => matches!(bytes.get(at + 1), None | Some(b' ' | b',' | b'}' | b']')),
                        _ => false,
                    };
                    if at > start && ends {
                        break;
                    }
                    at += 1;
                }
                let end = start + line[start..at].trim_end().len();
                let word = &line[start..end];
                let class = match word {
                    _ if bytes.get(at) == Some(&b':') => "k",
                    "true" | "false" | "null" | "~" => "v",
                    _ if word.parse::<f64>().is_ok() => "v",
                    _ => "s",
                };
                found.push((start..end, class));
            }
        }
    }
    found
}

/// A text as lines that nobody cut, drawn without marks.
pub(super) fn drawn(line: &Line<'_>, marks: &[Range<usize>]) -> Markup {
    let mut out = String::new();
    Drawn { line, marks }.render_to(&mut out);
    PreEscaped(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours(line: &str) -> Vec<(&str, &str)> {
        tokens(line).into_iter().map(|(range, class)| (&line[range], class)).collect()
    }

    #[test]
    fn words_have_their_colours() {
        assert_eq!(colours("  - name: a b # c"), [("name", "k"), ("a b", "s"), ("# c", "c")]);
        assert_eq!(colours("maxLength: 12"), [("maxLength", "k"), ("12", "v")]);
        assert_eq!(colours(r#"{"a": [true, "b\"c"],"#), [(r#""a""#, "k"), ("true", "v"), (r#""b\"c""#, "s")]);
        assert_eq!(colours("url: http://a:80/#b"), [("url", "k"), ("http://a:80/#b", "s")]);
        assert_eq!(colours("\"never closed\\"), [("\"never closed\\", "s")]);
        assert_eq!(colours("é: 'ü"), [("é", "k"), ("'ü", "s")]);
    }

    #[test]
    fn every_byte_is_shown_once() {
        for text in ["a: b<c> # d", "", "  \"k\": \"v & w\"", "日本: \"é\\"] {
            let line = Line::of(1, text, 0);
            let at = |byte: usize| text.floor_char_boundary(byte.min(text.len()));
            for marks in [&[][..], &[at(1)..at(4), at(4)..at(5)], &[at(0)..at(2), at(2)..at(7)]] {
                let drawn = drawn(&line, marks).into_string();
                let mut read = String::new();
                let mut inside = false;
                for c in drawn.chars() {
                    match c {
                        '<' => inside = true,
                        '>' => inside = false,
                        c if !inside => read.push(c),
                        _ => {}
                    }
                }
                let read = read.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
                assert_eq!(read, text, "{drawn}");
            }
        }
    }

    #[test]
    fn a_long_line_is_shown_around_the_place() {
        let text = format!("{}é{}", "a".repeat(5000), "b".repeat(5000));
        let line = Line::of(1, &text, 5000);
        assert!(line.cut && line.start > 0 && line.text.len() <= WIDEST && line.text.contains('é'));
        assert_eq!(&line.text[line.shown(5000..5002)], "é");
        assert_eq!(line.shown(0..1), 0..0);
    }
}
