//! `caveat explain`: the page of a rule or of a check, for a terminal.

use std::fmt::Write as _;
use std::io;

use super::Done;
use super::args::Explain;
use super::exit::Exit;
use super::failure::Failure;
use super::terminal::Terminal;
use crate::diff::change::Direction;
use crate::diff::checks::{self, Check};
use crate::docs;
use crate::lint::{Entry, Status, rules};
use crate::report::frame::{Pen, Tone};
use crate::report::page;

pub(super) fn run(args: &Explain, terminal: Terminal, out: &mut dyn io::Write) -> Done {
    let page = match (rules::find(&args.id), checks::find(&args.id)) {
        (Some(entry), _) => rule(entry, terminal),
        (None, Some(check)) => self::check(check, terminal),
        (None, None) => return Done { exit: Exit::Failed, written: None, failures: vec![unknown(&args.id)] },
    };
    Done { exit: Exit::Clean, written: Some(out.write_all(page.as_bytes())), failures: Vec::new() }
}

fn unknown(id: &str) -> Failure {
    let checks = checks::all().iter().map(|check| check.id.as_str());
    let ids: Vec<&str> = rules::all().iter().map(|entry| entry.meta.id).chain(checks).collect();
    let shown: String = id.chars().take(60).collect();
    let help = match similar::get_close_matches(id, &ids, 1, 0.5).first() {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`caveat rules` lists them".into(),
    };
    Failure::with_help(format!("there is no rule and no check `{shown}`"), help)
}

fn check(check: &Check, terminal: Terminal) -> String {
    let pen = Pen::new(terminal.width, terminal.color, terminal.unicode);
    let mut out = String::new();
    let level = pen.tint(check.level.into(), check.level.as_str());
    let direction = match check.direction {
        Direction::None => String::new(),
        direction => format!(", {}", direction.as_str()),
    };
    let _ = writeln!(out, "{}", pen.tint(Tone::Strong, &check.id));
    let _ = writeln!(out, "area {}{direction}, {level}\n", check.area.as_str());
    page::write(&mut out, &pen, &docs::check_text(check), terminal.width);
    out
}

fn rule(entry: &Entry, terminal: Terminal) -> String {
    let pen = Pen::new(terminal.width, terminal.color, terminal.unicode);
    let meta = &entry.meta;
    let mut out = String::new();
    let severity = pen.tint(meta.severity.into(), meta.severity.as_str());
    let off = if meta.status == Status::Preview { ", off by default" } else { "" };
    let _ = writeln!(out, "{}", pen.tint(Tone::Strong, meta.id));
    pen.paragraph(&mut out, Tone::Info, "  ", meta.summary);
    let _ = writeln!(out, "  {severity}{off}, area {}, since {}\n", meta.area.as_str(), meta.since);
    page::write(&mut out, &pen, &docs::rule_text(entry), terminal.width);
    out
}
