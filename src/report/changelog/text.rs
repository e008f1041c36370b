//! A changelog for a person at a terminal.

use std::io;

use super::Changelog;
use super::page::{Line, lines};
use crate::report::frame::{Pen, Tone};

/// What the terminal can show. Nobody below the command line finds out by itself.
#[derive(Clone, Copy, Debug)]
pub struct TextOptions {
    /// The number of columns.
    pub width: usize,
    /// Whether ANSI colours are understood.
    pub color: bool,
    /// Whether characters beyond ASCII may be drawn. Text of a document is shown as it is written in any case.
    pub unicode: bool,
}

/// Writes it.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write(out: &mut dyn io::Write, log: &Changelog<'_>, options: &TextOptions) -> io::Result<()> {
    let pen = Pen::new(options.width, options.color, options.unicode);
    let mut text = String::new();
    for line in lines(log) {
        match line {
            Line::Title(words) => pen.paragraph(&mut text, Tone::Strong, "", &words),
            Line::Paragraph(words) => pen.whole(&mut text, "", &words),
            Line::Kind(words) => {
                text.push('\n');
                pen.paragraph(&mut text, Tone::Strong, &words.to_uppercase(), "");
            }
            Line::Group(words) => {
                text.push('\n');
                pen.whole(&mut text, "", &words);
            }
            Line::Item { inner: false, text: words } => pen.whole(&mut text, "  - ", &words),
            Line::Item { inner: true, text: words } => pen.whole(&mut text, "    - ", &words),
        }
    }
    out.write_all(text.as_bytes())?;
    out.flush()
}
