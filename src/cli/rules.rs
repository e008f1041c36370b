//! `caveat rules`: what is looked for.

use std::fmt::Write as _;
use std::io;

use serde::Serialize;
use textwrap::{Options, WordSplitter};

use super::Done;
use super::args::{Format, Rules};
use super::exit::Exit;
use super::terminal::Terminal;
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
    let all = RulesOut { version: VERSION, rules: by_area().map(RuleOut::from).collect() };
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
    let count = rules::all().len();
    let _ = writeln!(out, "\n{count} rules. `caveat explain ID` prints the page of one.");
    out
}

fn rule(out: &mut String, pen: &Pen, meta: &Meta, widest: usize, width: usize) {
    let severity = meta.severity.as_str();
    let off = if meta.status == Status::Preview { " (off by default)" } else { "" };
    let summary = format!("{}{off}", meta.summary);
    let left = 2 + widest + 2 + "warning".len() + 2;
    let options = Options::new(width.saturating_sub(left).max(20)).word_splitter(WordSplitter::NoHyphenation);
    for (number, line) in textwrap::wrap(&summary, options).iter().enumerate() {
        if number == 0 {
            let space = " ".repeat("warning".len() - severity.len());
            let severity = pen.tint(meta.severity.into(), severity);
            let _ = writeln!(out, "  {:widest$}  {severity}{space}  {line}", meta.id);
        } else {
            let _ = writeln!(out, "{:left$}{line}", "");
        }
    }
}

#[derive(Serialize)]
struct RulesOut {
    version: u32,
    rules: Vec<RuleOut>,
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
