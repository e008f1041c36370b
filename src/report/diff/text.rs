//! A comparison for a person at a terminal, or at the log of one.

use std::fmt::{self, Write as _};
use std::io;

use super::fold::{Fold, folds};
use super::{Diff, block, verdict, witness};
use crate::diff::change::Side;
use crate::diff::policies::Ruling;
use crate::diff::{Change, Level, checks};
use crate::report::frame::{Mark, Pen, Tone};
use crate::source::tape::Kind;

/// How many places of one side are shown with their source lines.
const SHOWN: usize = 8;
/// How many places are named that a folded change stands for.
const EXAMPLES: usize = 8;
/// How many operations are named that a change reaches.
const NAMED: usize = 3;

/// What the terminal can show, and what the reader wants to see. Nobody below the command line finds out by itself.
#[derive(Clone, Copy, Debug)]
pub struct TextOptions {
    /// The number of columns.
    pub width: usize,
    /// Whether ANSI colours are understood.
    pub color: bool,
    /// Whether frames are drawn with lines of Unicode. Text of a document is shown as it is written in any case.
    pub unicode: bool,
    /// Changes below this level are counted and not shown.
    pub show: Level,
    /// Whether changes that say the same of many places are shown each by itself.
    pub all: bool,
    /// Whether to say last what it all comes to.
    pub summary: bool,
}

impl Default for TextOptions {
    /// What can be read everywhere: 80 columns without colour, from what is risky on, with the summary.
    fn default() -> Self {
        Self { width: 80, color: false, unicode: true, show: Level::Risky, all: false, summary: true }
    }
}

/// As text, for the message of a test.
impl fmt::Display for Diff<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Vec::new();
        write(&mut out, self, &TextOptions::default()).map_err(|_| fmt::Error)?;
        f.write_str(&String::from_utf8_lossy(&out))
    }
}

impl From<Level> for Tone {
    fn from(level: Level) -> Self {
        match level {
            Level::Breaking => Tone::Error,
            Level::Unproven => Tone::Warning,
            Level::Risky => Tone::Info,
            Level::Safe => Tone::Faint,
        }
    }
}

/// Writes the changes, the worst first, and last what they come to if that is wanted.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write(out: &mut dyn io::Write, diff: &Diff<'_>, options: &TextOptions) -> io::Result<()> {
    let pen = Pen::new(options.width, options.color, options.unicode);
    let mut out = io::BufWriter::new(out);
    let mut text = String::new();
    let shown = diff.comparison.changes.iter().filter(|change| change.level >= options.show);
    let folds = folds(block::blocks(shown), options.all);
    let before = std::iter::once(None).chain(folds.iter().map(Some));
    for (fold, before) in folds.iter().zip(before) {
        if fold.first[0].level == Level::Safe {
            line(&mut text, &pen, diff, fold);
        } else {
            let again = before.is_some_and(|before| same_places(&before.first, &fold.first));
            paragraphs(&mut text, &pen, diff, fold, again);
            text.push('\n');
        }
        io::Write::write_all(&mut out, text.as_bytes())?;
        text.clear();
    }
    if options.summary {
        if options.show == Level::Safe && diff.comparison.count(Level::Safe) > 0 {
            text.push('\n');
        }
        verdict::write(&mut text, &pen, diff.comparison, options.show);
    }
    io::Write::write_all(&mut out, text.as_bytes())?;
    io::Write::flush(&mut out)
}

/// Writes, as a last line, that the version went less far than the changes ask for, or that nobody can tell.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write_version_check(out: &mut dyn io::Write, diff: &Diff<'_>, options: &TextOptions) -> io::Result<()> {
    let pen = Pen::new(options.width, options.color, options.unicode);
    let mut text = String::new();
    verdict::check_version(&mut text, &pen, diff.comparison);
    out.write_all(text.as_bytes())
}

/// Changes that nobody has to act upon, in a line.
fn line(out: &mut String, pen: &Pen, diff: &Diff<'_>, fold: &Fold<'_>) {
    let (first, rest) = (fold.first[0], fold.first.len() - 1 + fold.others.iter().map(Vec::len).sum::<usize>());
    let (side, _) = diff.place(first);
    let place = mark(diff, side, Tone::Faint).place();
    let more = match (rest, fold.others.len()) {
        (0, _) => String::new(),
        (_, 0) => format!(" and {}", count(rest, "more place")),
        _ => format!(" and {rest} more like it; --all"),
    };
    let lead = format!("{}: ", first.level.as_str());
    let ruled = first.ruling.as_ref().map(|ruling| {
        format!("; {} makes it {} instead of {}", ruling.by.as_str(), first.level.as_str(), ruling.instead_of.as_str())
    });
    let ruled = ruled.unwrap_or_default();
    pen.paragraph(out, first.level.into(), &lead, &format!("{} ({place}{more}{ruled})", first.message));
}

/// Whether two blocks are about the same lines: what is gone from requests and from responses at once.
fn same_places(one: &[&Change], other: &[&Change]) -> bool {
    let places = |change: &&Change| (change.old.span, change.new.span);
    one.iter().map(places).eq(other.iter().map(places))
}

/// Changes that are read as one, with both sides, unless these were shown just before.
fn paragraphs(out: &mut String, pen: &Pen, diff: &Diff<'_>, fold: &Fold<'_>, again: bool) {
    let block = &fold.first[..];
    let first = block[0];
    let (tone, check) = (Tone::from(first.level), &checks::all()[first.check]);
    for change in block {
        pen.paragraph(out, tone, &format!("{}: ", change.level.as_str()), &change.message);
    }
    if again {
        let places = if block.len() == 1 { "place" } else { "places" };
        pen.paragraph(out, Tone::Info, "  ", &format!("at the same {places} as above"));
    } else {
        side(out, pen, diff, &block.iter().map(|change| &change.new).collect::<Vec<_>>(), tone);
        side(out, pen, diff, &block.iter().map(|change| &change.old).collect::<Vec<_>>(), Tone::Info);
    }
    witness::write(out, pen, block);
    if let Some(Ruling { by, instead_of, because, .. }) = &first.ruling {
        let (level, before) = (first.level.as_str(), instead_of.as_str());
        pen.paragraph(
            out,
            Tone::Info,
            &format!("  {}: ", by.as_str()),
            &format!("{level} instead of {before}, because {because}"),
        );
    }
    others(out, pen, fold);
    operations(out, pen, fold);
    pen.paragraph(out, Tone::Info, "  help: ", first.help());
    let _ = writeln!(out, "  {}", pen.tint(Tone::Faint, &format!("caveat explain {}", check.id)));
}

/// The places of one side. What changes share is shown once, with what is missing there of each.
fn side(out: &mut String, pen: &Pen, diff: &Diff<'_>, sides: &[&Side], tone: Tone) {
    let mut places: Vec<(&Side, Vec<&str>)> = Vec::new();
    for side in sides {
        let known = places.iter_mut().find(|(place, _)| place.span == side.span);
        match known {
            Some((_, labels)) if labels.contains(&side.label.as_str()) => {}
            Some((_, labels)) => labels.push(&side.label),
            None => places.push((side, vec![&side.label])),
        }
    }
    let labels: Vec<String> = places.iter().map(|(_, labels)| labels.join(", ")).collect();
    let marks: Vec<Mark<'_>> =
        places.iter().zip(&labels).map(|((side, _), text)| Mark { text, ..mark(diff, side, tone) }).collect();
    let (shown, named) = marks.split_at(marks.len().min(SHOWN));
    pen.frames_where(out, shown, |number| helps(diff, places[number].0));
    if !named.is_empty() {
        pen.list(out, &format!("and {}", named.iter().map(Mark::place).collect::<Vec<_>>().join(", ")));
    }
}

fn mark<'a>(diff: &Diff<'a>, side: &'a Side, tone: Tone) -> Mark<'a> {
    let doc = diff.sources().doc(side.span.doc);
    Mark { doc, start: side.span.start, end: side.span.end, text: &side.label, tone }
}

/// Whether the line before a place helps to understand it: it holds a value among values, or the key of what the place
/// is in. Other lines there only happen to be there.
fn helps(diff: &Diff<'_>, side: &Side) -> bool {
    let doc = diff.sources().doc(side.at.doc);
    let line = |node: u32| doc.place(doc.tape.nodes[node as usize].start).line;
    let Some(parent) = doc.parent(side.at.node) else { return false };
    let holder = line(doc.key_of(parent));
    doc.tape.nodes[parent as usize].kind() == Kind::Seq || holder + 1 == doc.place(side.span.start).line
}

/// The other places that the same is said of: some by name, where their names are others.
fn others(out: &mut String, pen: &Pen, fold: &Fold<'_>) {
    if fold.others.is_empty() {
        return;
    }
    let (places, cut) = fold.places(EXAMPLES);
    let names = match (&*places.join(", "), cut) {
        ("", _) => String::new(),
        (names, true) => format!(": {names} and others"),
        (names, false) => format!(": {names}"),
    };
    pen.list(out, &format!("and {} more like it{names}; --all shows each", fold.others.len()));
}

/// The operations that changes reach, unless its message has said it.
fn operations(out: &mut String, pen: &Pen, fold: &Fold<'_>) {
    let all = &fold.operations()[..];
    if all.is_empty() || block::names_operation(fold.first[0]) {
        return;
    }
    // That there is one more is not said in less than its name.
    let named = if all.len() == NAMED + 1 { all.len() } else { all.len().min(NAMED) };
    let more = if named == all.len() { String::new() } else { format!(" and {} more", all.len() - named) };
    let number = if all.len() == 1 { String::new() } else { format!("{}: ", count(all.len(), "operation")) };
    pen.list(out, &format!("affects {number}{}{more}", all[..named].join(", ")));
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
