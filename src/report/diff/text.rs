//! A comparison for a person at a terminal, or at the log of one.

use std::fmt::Write as _;
use std::io;

use super::Diff;
use crate::diff::change::Side;
use crate::diff::version::{Bump, Versions};
use crate::diff::{Change, Compatibility, Level, checks};
use crate::report::frame::{Mark, Pen, Tone};
use crate::source::tape::Kind;

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
    /// Whether to say last what it all comes to.
    pub summary: bool,
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
    let shown = diff.comparison.changes.iter().filter(|c| c.level >= options.show);
    for change in shown {
        if change.level == Level::Safe {
            line(&mut text, &pen, diff, change);
        } else {
            paragraphs(&mut text, &pen, diff, change);
            text.push('\n');
        }
        io::Write::write_all(&mut out, text.as_bytes())?;
        text.clear();
    }
    if options.summary {
        if options.show == Level::Safe && diff.comparison.count(Level::Safe) > 0 {
            text.push('\n');
        }
        verdict(&mut text, &pen, diff, options.show);
        version(&mut text, &pen, &diff.comparison.versions, diff.comparison.compatibility());
    }
    io::Write::write_all(&mut out, text.as_bytes())?;
    io::Write::flush(&mut out)
}

/// A change that nobody has to act upon, in a line.
fn line(out: &mut String, pen: &Pen, diff: &Diff<'_>, change: &Change) {
    let (side, _) = diff.place(change);
    let place = mark(diff, side, Tone::Faint).place();
    let lead = format!("{}: ", change.level.as_str());
    pen.paragraph(out, change.level.into(), &lead, &format!("{} ({place})", change.message));
}

/// A change with both sides.
fn paragraphs(out: &mut String, pen: &Pen, diff: &Diff<'_>, change: &Change) {
    let (tone, check) = (Tone::from(change.level), &checks::all()[change.check]);
    pen.paragraph(out, tone, &format!("{}: ", change.level.as_str()), &change.message);
    for (side, tone) in [(&change.new, tone), (&change.old, Tone::Info)] {
        let mark = mark(diff, side, tone);
        // A value among values says little on a line of its own.
        if is_element(diff, side) {
            pen.frames(out, &[mark]);
        } else {
            pen.small_frames(out, &[mark]);
        }
    }
    operations(out, pen, change);
    pen.paragraph(out, Tone::Info, "  help: ", check.help);
    let _ = writeln!(out, "  {}", pen.tint(Tone::Faint, &format!("caveat explain {}", check.id)));
}

fn mark<'a>(diff: &Diff<'a>, side: &'a Side, tone: Tone) -> Mark<'a> {
    let doc = diff.sources().doc(side.span.doc);
    Mark { doc, start: side.span.start, end: side.span.end, text: &side.label, tone }
}

fn is_element(diff: &Diff<'_>, side: &Side) -> bool {
    let doc = diff.sources().doc(side.at.doc);
    doc.parent(side.at.node).is_some_and(|parent| doc.tape.nodes[parent as usize].kind() == Kind::Seq)
}

/// The operations that a change reaches, unless its message has said it.
fn operations(out: &mut String, pen: &Pen, change: &Change) {
    let all = &change.operations;
    if all.is_empty() || (all.len() == 1 && change.message.contains(&all[0])) {
        return;
    }
    let (shown, rest) = all.split_at(all.len().min(if all.len() == NAMED + 1 { NAMED + 1 } else { NAMED }));
    let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
    let lead = format!("  affects {}: ", count(all.len(), "operation"));
    pen.list(out, &lead, &format!("{}{more}", shown.join(", ")));
}

/// What the changes come to, how many there are of each level, and how to see those that are not shown.
fn verdict(out: &mut String, pen: &Pen, diff: &Diff<'_>, show: Level) {
    let compatibility = diff.comparison.compatibility();
    let tone = match compatibility {
        Compatibility::Breaking => Tone::Error,
        Compatibility::Unproven => Tone::Warning,
        Compatibility::Identical | Compatibility::Compatible => Tone::Info,
    };
    let present: Vec<Level> = Level::ALL.into_iter().filter(|&l| diff.comparison.count(l) > 0).collect();
    let counts: Vec<String> =
        present.iter().map(|&l| format!("{} {}", diff.comparison.count(l), l.as_str())).collect();
    let mut text = if counts.is_empty() { "no changes".to_owned() } else { counts.join(", ") };
    let hidden: Vec<Level> = present.into_iter().filter(|l| *l < show).collect();
    match hidden[..] {
        [] => {}
        [only] => {
            let _ = write!(text, " (not shown; --show {})", only.as_str());
        }
        [first, .., last] => {
            let _ = write!(text, " (from {} on not shown; --show {})", first.as_str(), last.as_str());
        }
    }
    pen.paragraph(out, tone, &format!("{}: ", compatibility.as_str()), &text);
}

/// What the versions say, and what they should.
fn version(out: &mut String, pen: &Pen, versions: &Versions, compatibility: Compatibility) {
    if compatibility == Compatibility::Identical {
        return;
    }
    let needed = match versions.required {
        Bump::None | Bump::Down => "no bump is needed".to_owned(),
        bump => format!("{} is needed", article(bump)),
    };
    let (tone, text) = match (&versions.old, &versions.new, versions.declared) {
        (Some(old), Some(new), Some(declared)) => {
            let enough = declared >= versions.required;
            let did = match declared {
                Bump::None => format!("{new} as before"),
                Bump::Down => format!("{old} -> {new} goes back"),
                bump => format!("{old} -> {new} is {}", article(bump)),
            };
            let rest = match (enough, versions.required) {
                (true, required) if required == declared && required != Bump::None => "as is needed".to_owned(),
                (true, Bump::None) => "none is needed".to_owned(),
                _ => needed,
            };
            (if enough { Tone::Info } else { Tone::Warning }, format!("{did}, {rest}"))
        }
        (Some(old), Some(new), None) => {
            let said = if old == new { format!("{new} as before") } else { format!("{old} -> {new}") };
            (Tone::Info, format!("{said}, which is no semantic version; {needed}"))
        }
        _ => (Tone::Info, format!("not said on both sides; {needed}")),
    };
    pen.paragraph(out, tone, "version: ", &text);
}

fn article(bump: Bump) -> String {
    format!("a {} bump", bump.as_str())
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
