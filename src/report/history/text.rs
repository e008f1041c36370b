//! A history as a table of 80 columns or more.

use std::io;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::{History, Judged, Row, State, Summary, short};
use crate::diff::Compatibility;
use crate::report::escape;
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
    /// Whether to say last what all of it comes to.
    pub summary: bool,
}

/// The columns of versions are as wide as the widest of them, within these bounds.
const VERSIONS: (usize, usize) = (7, 10);
/// What is said of a row below it stands under its date.
const INDENT: &str = "         ";

/// Writes it.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write(out: &mut dyn io::Write, history: &History, options: &TextOptions) -> io::Result<()> {
    let pen = Pen::new(options.width, options.color, options.unicode);
    let ellipsis = if options.unicode { "…" } else { "..." };
    let widest = history.rows.iter().filter_map(|row| row.version.as_deref()).map(|v| escape::words(v).width()).max();
    let width = widest.unwrap_or(0).clamp(VERSIONS.0, VERSIONS.1);
    let mut text = String::new();
    if !history.rows.is_empty() {
        // With the widest version and the widest bump a row has 80 columns.
        let head = format!("commit   date        {:width$}  verdict    break unpr risky safe  bump", "version");
        text.extend([&*pen.tint(Tone::Strong, &head), "\n"]);
    }
    for row in &history.rows {
        let version = cut(&escape::words(row.version.as_deref().unwrap_or_default()), width, ellipsis);
        let version = format!("{version}{:1$}", "", width - version.width());
        let verdict = pen.tint(tone(row), &format!("{:10}", row.verdict()));
        let counts = if let State::Judged(judged) = &row.state { columns(&pen, judged) } else { String::new() };
        let line = format!("{:7}  {:10}  {version}  {verdict} {counts}", row.short(), escape::words(row.day()));
        text.extend([line.trim_end(), "\n"]);
        below(&mut text, &pen, row);
    }
    if options.summary {
        ending(&mut text, &pen, history);
    }
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn columns(pen: &Pen, judged: &Judged) -> String {
    let [breaking, unproven, risky, safe] = judged.counts;
    let bump = judged.bump();
    let bump = if judged.enough == Some(false) { pen.tint(Tone::Warning, &bump) } else { bump };
    format!("{breaking:>5} {unproven:>4} {risky:>5} {safe:>4}  {bump}")
}

/// What a row cannot say in its line.
fn below(text: &mut String, pen: &Pen, row: &Row) {
    if let Some(old) = &row.renamed_from {
        pen.whole(text, INDENT, &format!("renamed from {old} to {}", row.file));
    }
    match &row.state {
        State::Broken(why) => pen.whole(text, INDENT, &format!("cannot be read: {why}")),
        State::Gone => pen.whole(text, INDENT, &format!("{} was deleted", row.file)),
        State::First | State::Judged(_) => {}
    }
}

fn ending(text: &mut String, pen: &Pen, history: &History) {
    if !history.rows.is_empty() {
        text.push('\n');
    }
    let summary = Summary::from(history);
    let range = history.since.as_deref().map_or_else(String::new, |since| format!(" since {since}"));
    pen.whole(text, "", &format!("{} of {}{range}{}", summary.versions(), history.name, summary.counts()));
    if let Some(too_small) = summary.too_small() {
        pen.whole(text, "", &format!("{too_small}: `minor < major` is a minor bump where a major one is needed"));
    }
    let oldest = history.rows.last().filter(|row| history.shallow && row.state == State::First);
    if let Some(oldest) = oldest {
        let commit = short(&oldest.commit);
        pen.whole(text, "", &format!("this clone is shallow and may lack what was before {commit}"));
    }
}

fn tone(row: &Row) -> Tone {
    match &row.state {
        State::Judged(judged) => match judged.compatibility {
            Compatibility::Breaking => Tone::Error,
            Compatibility::Unproven => Tone::Warning,
            Compatibility::Compatible | Compatibility::Identical => Tone::Info,
        },
        State::Broken(_) => Tone::Error,
        State::First | State::Gone => Tone::Faint,
    }
}

/// A word in at most so many columns.
fn cut(word: &str, width: usize, ellipsis: &str) -> String {
    if word.width() <= width {
        return word.to_owned();
    }
    let mut room = width.saturating_sub(ellipsis.width());
    let fits = |c: &char| {
        let taken = c.width().unwrap_or(0);
        let fits = taken <= room;
        room = if fits { room - taken } else { 0 };
        fits
    };
    word.chars().take_while(fits).collect::<String>() + ellipsis
}
