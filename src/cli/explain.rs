//! `caveat explain`: the page of a rule, for a terminal.

use std::fmt::Write as _;
use std::io;

use super::Done;
use super::args::Explain;
use super::exit::Exit;
use super::failure::Failure;
use super::markdown;
use super::terminal::Terminal;
use crate::docs;
use crate::lint::{Entry, Status, rules};
use crate::report::frame::{Pen, Tone};

pub(super) fn run(args: &Explain, terminal: Terminal, out: &mut dyn io::Write) -> Done {
    match rules::find(&args.id) {
        Some(entry) => {
            let written = out.write_all(page(entry, terminal).as_bytes());
            Done { exit: Exit::Clean, written: Some(written), failures: Vec::new() }
        }
        None => Done { exit: Exit::Failed, written: None, failures: vec![unknown(&args.id)] },
    }
}

fn unknown(id: &str) -> Failure {
    let ids: Vec<&str> = rules::all().iter().map(|entry| entry.meta.id).collect();
    let shown: String = id.chars().take(60).collect();
    let help = match similar::get_close_matches(id, &ids, 1, 0.5).first() {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`caveat rules` lists them".into(),
    };
    Failure::with_help(format!("there is no rule `{shown}`"), help)
}

fn page(entry: &Entry, terminal: Terminal) -> String {
    let pen = Pen::new(terminal.width, terminal.color, terminal.unicode);
    let meta = &entry.meta;
    let mut out = String::new();
    let severity = pen.tint(meta.severity.into(), meta.severity.as_str());
    let off = if meta.status == Status::Preview { ", off by default" } else { "" };
    let _ = writeln!(out, "{}", pen.tint(Tone::Strong, meta.id));
    pen.paragraph(&mut out, Tone::Info, "  ", meta.summary);
    let _ = writeln!(out, "  {severity}{off}, area {}, since {}\n", meta.area.as_str(), meta.since);
    markdown::write(&mut out, &pen, &docs::rule_text(entry), terminal.width);
    out
}
