//! A changelog as Markdown. What comes from a document is text there, and never markup.

use std::io;

use super::Changelog;
use super::page::{Line, lines};
use crate::report::inline::inline;

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
