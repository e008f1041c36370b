//! A text in quotes whose further lines are not indented: YAML forbids it (§7.3, `s-flow-line-prefix`), but libyaml
//! never checked, so documents that Go, Python and Ruby programs read every day have it.

use granit_parser::{Event, Parser};

use super::trivia;

/// A quoted scalar that the parser would not take.
#[derive(Clone, Copy)]
pub(super) struct Quoted {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The first line that is indented too little.
    pub(super) line: usize,
}

/// The quoted scalar after `from` that goes on in a line at `line`, if it ends with its line: then nothing speaks for
/// a forgotten closing quote.
pub(super) fn find(text: &str, from: usize, line: usize) -> Option<Quoted> {
    let bytes = text.as_bytes();
    let start = trivia::skip(text, from, b'"');
    let quote = *bytes.get(start)?;
    let mut at = start + 1;
    let end = loop {
        match *bytes.get(at)? {
            b'\\' if quote == b'"' => at += 2,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 2,
            byte if byte == quote => break at + 1,
            _ => at += 1,
        }
    };
    let rest = text.get(end..)?.trim_start_matches([' ', '\t']);
    let ends = rest.is_empty() || rest.starts_with(['\n', '\r', '#']);
    (matches!(quote, b'"' | b'\'') && ends && start < line && line < end).then_some(Quoted { start, end, line })
}

/// The text with that scalar on one line, every other byte in its place.
pub(super) fn on_one_line(text: &str, quoted: Quoted) -> String {
    let Quoted { start, end, .. } = quoted;
    [&text[..start], &text[start..end].replace(['\n', '\r'], " "), &text[end..]].concat()
}

/// The value of a quoted scalar: on the outermost level, where every line is indented enough.
pub(super) fn value(written: &str) -> Option<String> {
    Parser::new_from_str(written).find_map(|event| match event {
        Ok((Event::Scalar(value, ..), _)) => Some(value.into_owned()),
        _ => None,
    })
}
