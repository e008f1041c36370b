//! `caveat rules`: what lint looks for, and what diff tells apart.

use std::fmt::Write as _;
use std::io;

use serde::Serialize;
use textwrap::{Options, WordSplitter};

use super::Done;
use super::args::{Format, Rules};
use super::exit::Exit;
use super::terminal::Terminal;
use crate::diff::Level;
use crate::diff::aspects::Aspect;
use crate::diff::change::{Area as ChangeArea, Direction, Subject};
use crate::diff::checks::{self, Check, Coordinate};
use crate::finding::Area;
use crate::lint::{Entry, Meta, Status, rules};
use crate::report::frame::{Pen, Tone};

/// Changes only when a key changes its meaning or goes away.
const VERSION: u32 = 1;

pub(super) fn run(args: &Rules, terminal: Terminal, out: &mut dyn io::Write) -> Done {
    let written = match args.format {
        Format::Text => out.write_all(text(terminal).as_bytes()),
        Format::Json => json(out),
    };
    Done { exit: Exit::Clean, written: Some(written), failures: Vec::new() }
}

fn json(out: &mut dyn io::Write) -> io::Result<()> {
    let rules = by_area().map(RuleOut::from).collect();
    let all = RulesOut { version: VERSION, rules, checks: checks::all().iter().map(CheckOut::from).collect() };
    let mut text = serde_json::to_vec_pretty(&all)?;
    text.push(b'\n');
    out.write_all(&text)
}

fn by_area() -> impl Iterator<Item = &'static Entry> {
    Area::ALL.iter().flat_map(|area| rules::all().iter().filter(|entry| entry.meta.area == *area))
}

fn text(terminal: Terminal) -> String {
    let pen = Pen::new(terminal.width, terminal.color, terminal.unicode);
    let mut out = String::new();
    let widest = rules::all().iter().map(|entry| entry.meta.id.len()).max().unwrap_or_default();
    let mut area = None;
    for Entry { meta, .. } in by_area() {
        if area != Some(meta.area) {
            if area.is_some() {
                out.push('\n');
            }
            out.push_str(&pen.tint(Tone::Strong, meta.area.as_str()));
            out.push('\n');
            area = Some(meta.area);
        }
        rule(&mut out, &pen, meta, widest, terminal.width);
    }
    structure(&mut out, &pen, terminal.width);
    schemas(&mut out, &pen, terminal.width);
    let (rules, checks) = (rules::all().len(), checks::all().len());
    let _ =
        writeln!(out, "\n{rules} rules of lint, {checks} checks of diff.\n`caveat explain ID` prints the page of one.");
    out
}

/// The checks of what is around schemas, by area.
fn structure(out: &mut String, pen: &Pen, width: usize) {
    let rows = || checks::all().iter().filter(|check| check.effect.is_none());
    let widest = rows().map(|check| check.id.len()).max().unwrap_or_default();
    for area in ChangeArea::ALL {
        let mut of_area = rows().filter(|check| check.area == *area).peekable();
        if of_area.peek().is_some() {
            let _ = writeln!(out, "\n{}", pen.tint(Tone::Strong, &format!("diff: {}", area.as_str())));
        }
        for check in of_area {
            let level = Word { text: check.level.as_str(), tone: check.level.into() };
            row(out, pen, width, (&check.id, widest), &[level], &check.summary);
        }
    }
}

/// The checks of schemas: the same ones for each subject, so that one line stands for those of all.
fn schemas(out: &mut String, pen: &Pen, width: usize) {
    let subjects = Subject::ALL.map(Subject::as_str).join(", ");
    let heading = "diff: schemas, as request-SUBJECT-CHECK and response-SUBJECT-CHECK";
    let _ = writeln!(out, "\n{}", pen.tint(Tone::Strong, heading));
    let _ = writeln!(out, "  The subjects are {subjects}.\n  Levels are those in requests and in responses.");
    let wordings = || Aspect::ALL.iter().flat_map(|aspect| aspect.row().effects.iter().map(move |w| (*aspect, w)));
    let widest = wordings().map(|(_, wording)| wording.1.len()).max().unwrap_or_default();
    for (aspect, (effect, id, text)) in wordings() {
        let levels = [Direction::Request, Direction::Response].map(|direction| {
            let of = |subject| checks::of(Coordinate::Schema(direction, subject, aspect, *effect));
            // The worst one, should the subjects differ.
            let worst = Subject::ALL.into_iter().filter_map(of).map(|check| checks::all()[check].level).max();
            // What is never said in a direction has no level there.
            worst.map_or(Word { text: "-", tone: Level::Safe.into() }, |l| Word { text: l.as_str(), tone: l.into() })
        });
        // The ids say most of it, where there is no room for more.
        let room = width.saturating_sub(2 + widest + 2 * (2 + COLUMN) + 2) >= ROOM;
        row(out, pen, width, (id, widest), &levels, if room { text } else { "" });
    }
}

/// As wide as the longest word for a level or a severity.
const COLUMN: usize = "breaking".len();
/// A text in fewer columns is more lines than words.
const ROOM: usize = 30;

/// A word of a column, in its colour.
struct Word {
    text: &'static str,
    tone: Tone,
}

fn rule(out: &mut String, pen: &Pen, meta: &Meta, widest: usize, width: usize) {
    let off = if meta.status == Status::Preview { " (off by default)" } else { "" };
    let severity = Word { text: meta.severity.as_str(), tone: meta.severity.into() };
    row(out, pen, width, (meta.id, widest), &[severity], &format!("{}{off}", meta.summary));
}

/// A line of a list: an id in a column of some width, words in columns of theirs, and a text that goes on below itself.
fn row(out: &mut String, pen: &Pen, width: usize, (id, widest): (&str, usize), words: &[Word], text: &str) {
    let left = 2 + widest + words.len() * (2 + COLUMN) + 2;
    let options = Options::new(width.saturating_sub(left).max(20)).word_splitter(WordSplitter::NoHyphenation);
    let _ = write!(out, "  {id:widest$}");
    let mut gap = 2;
    for word in words {
        let _ = write!(out, "{:gap$}{}", "", pen.tint(word.tone, word.text));
        gap = 2 + COLUMN - word.text.len();
    }
    for (number, line) in textwrap::wrap(text, options).iter().enumerate().filter(|(_, line)| !line.is_empty()) {
        if number > 0 {
            gap = left;
            out.push('\n');
        }
        let _ = write!(out, "{:gap$}{line}", "");
    }
    out.push('\n');
}

#[derive(Serialize)]
struct RulesOut {
    version: u32,
    rules: Vec<RuleOut>,
    checks: Vec<CheckOut>,
}

#[derive(Serialize)]
struct CheckOut {
    id: &'static str,
    area: &'static str,
    direction: &'static str,
    level: &'static str,
    summary: &'static str,
}

impl From<&'static Check> for CheckOut {
    fn from(check: &'static Check) -> Self {
        let Check { id, area, direction, level, summary, .. } = check;
        Self { id, area: area.as_str(), direction: direction.as_str(), level: level.as_str(), summary }
    }
}

#[derive(Serialize)]
struct RuleOut {
    id: &'static str,
    area: &'static str,
    severity: &'static str,
    default: bool,
    since: &'static str,
    summary: &'static str,
    options: Vec<OptionOut>,
}

#[derive(Serialize)]
struct OptionOut {
    name: String,
    summary: String,
    default: serde_json::Value,
}

impl From<&Entry> for RuleOut {
    fn from(entry: &Entry) -> Self {
        let Meta { id, area, severity, since, summary, .. } = entry.meta;
        let defaults = (entry.defaults)();
        let options = entry.meta.options.iter().map(|option| {
            let default = defaults.get(option.name()).and_then(|value| serde_json::to_value(value).ok());
            OptionOut { name: option.name(), summary: option.text(), default: default.unwrap_or_default() }
        });
        Self {
            id,
            area: area.as_str(),
            severity: severity.as_str(),
            default: entry.meta.status == Status::Stable,
            since,
            summary,
            options: options.collect(),
        }
    }
}
