//! `caveat explain`: the page of a rule, for a terminal.

use std::fmt::Write as _;
use std::io;

use textwrap::{Options, WordSplitter};

use super::Done;
use super::args::Explain;
use super::exit::Exit;
use super::failure::Failure;
use super::markdown;
use super::terminal::Terminal;
use crate::lint::{Entry, Status, rules};
use crate::report::frame::{Pen, Tone};

pub(super) fn run(args: &Explain, terminal: Terminal, out: &mut dyn io::Write) -> Done {
    match rules::find(&args.id) {
        Some(entry) => {
            let written = out.write_all(page(entry, terminal).as_bytes());
            Done { exit: Exit::Clean, written, failures: Vec::new() }
        }
        None => Done { exit: Exit::Failed, written: Ok(()), failures: vec![unknown(&args.id)] },
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
    let _ = writeln!(out, "{}: {}", pen.tint(Tone::Strong, meta.id), meta.summary);
    let _ = writeln!(out, "area {}, {severity}{off}, since {}\n", meta.area.as_str(), meta.since);
    markdown::write(&mut out, &pen, meta.page, terminal.width);
    if !meta.options.is_empty() {
        let _ = writeln!(out, "\n{}", pen.tint(Tone::Strong, "Options"));
        let defaults = (entry.defaults)();
        for option in meta.options {
            let default = defaults.get(option.name()).map(inline).unwrap_or_default();
            let _ = writeln!(out, "  {} (default: {default})", option.name());
            let options = Options::new(terminal.width).initial_indent("      ").subsequent_indent("      ");
            for line in textwrap::wrap(&option.text(), options.word_splitter(WordSplitter::NoHyphenation)) {
                let _ = writeln!(out, "{line}");
            }
        }
    }
    let _ = writeln!(out, "\n{}", pen.tint(Tone::Strong, "Configure, in caveat.yaml"));
    for line in example(entry).lines() {
        let _ = writeln!(out, "    {}", pen.tint(Tone::Info, line));
    }
    out
}

/// A value in one line, as it may be written in a configuration.
fn inline(value: &serde_yaml::Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// How to configure a rule: its level, and each option with its default.
fn example(entry: &Entry) -> String {
    let Entry { meta, defaults, .. } = entry;
    let level = meta.severity.as_str();
    if meta.options.is_empty() {
        return format!("rules:\n  {}: {level}  # error, warning, info or off", meta.id);
    }
    let mut text = format!("rules:\n  {}:\n    level: {level}  # error, warning, info or off\n    options:\n", meta.id);
    let defaults = defaults();
    for option in meta.options {
        let default = defaults.get(option.name()).map(inline).unwrap_or_default();
        let _ = writeln!(text, "      {}: {default}", option.name());
    }
    text
}
