//! `caveat conventions`: what was learned of an API.

use std::fmt::Write as _;
use std::io;

use serde::Serialize;

use super::Done;
use super::args::{Conventions, Format};
use super::descriptions::unopened;
use super::exit::Exit;
use super::failure::Failure;
use super::lint::{Job, gather, guarded, load_one};
use super::settings::Configs;
use super::terminal::Terminal;
use crate::lint::facts::Facts;
use crate::lint::facts::convention::{Authority, thousands};
use crate::lint::facts::overview::Overview;
use crate::report::escape;
use crate::report::frame::{Pen, Tone};
use crate::report::json::document;

/// Changes only when a key changes its meaning or goes away.
const VERSION: u32 = 1;
/// How many other values are named.
const NAMED: usize = 3;

pub(super) fn run(args: &Conventions, terminal: Terminal, out: &mut dyn io::Write) -> Done {
    let (jobs, mut failures) = gather(&args.paths, &mut Configs::new(args.config.clone()));
    let mut learned: Vec<(&str, Vec<Overview>)> = Vec::new();
    for job in &jobs {
        match guarded(&job.input.name, || learn(job, args.allow_outside)) {
            Ok(found) => learned.push((&job.input.name, found)),
            Err(failure) => failures.push(failure),
        }
    }
    let exit = if failures.is_empty() { Exit::Clean } else { Exit::Failed };
    let written = (!learned.is_empty()).then(|| match args.format {
        Format::Text => out.write_all(text(&learned, terminal).as_bytes()),
        Format::Json => json(&learned, out),
    });
    Done { exit, written, failures }
}

fn learn(job: &Job, allow_outside: bool) -> Result<Vec<Overview>, Failure> {
    let opened = job.input.open(&mut io::stdin(), allow_outside).map_err(|error| unopened(&error))?;
    let contract = load_one(opened)?;
    Ok(Facts::of(&contract, &job.counting.settings.plan.conventions).overview(&contract))
}

fn text(learned: &[(&str, Vec<Overview>)], terminal: Terminal) -> String {
    let pen = Pen::new(terminal.width, terminal.color, terminal.unicode);
    let mut out = String::new();
    for (number, (name, found)) in learned.iter().enumerate() {
        if learned.len() > 1 {
            let gap = if number > 0 { "\n" } else { "" };
            let _ = writeln!(out, "{gap}{}", pen.tint(Tone::Strong, &escape::words(name)));
        }
        let mut area = None;
        for overview in found {
            if area != Some(overview.area) {
                let gap = if area.is_some() { "\n" } else { "" };
                let _ = writeln!(out, "{gap}{}", pen.tint(Tone::Strong, overview.area.as_str()));
                area = Some(overview.area);
            }
            pen.paragraph(&mut out, Tone::Info, "  ", &sentence(overview));
        }
        if found.is_empty() {
            out.push_str("nothing to learn from\n");
        }
    }
    out
}

/// A convention in a sentence: what most do, how many, and what the others do.
fn sentence(overview: &Overview) -> String {
    let Overview { subject, value, agreeing, samples, others, pinned, .. } = overview;
    let evidence = format!("{} of {}", thousands(*agreeing), thousands(*samples));
    let named: Vec<String> =
        others.iter().take(NAMED).map(|(value, count)| format!("{} {value}", thousands(*count))).collect();
    let more = if others.len() > NAMED { ", …" } else { "" };
    let others = if named.is_empty() { String::new() } else { format!("; {}{more}", named.join(", ")) };
    let by = match pinned {
        Some(Authority::Configuration) => ", fixed by the configuration",
        Some(Authority::Before(_)) => ", as in the version before",
        None => "",
    };
    match value {
        Some(value) => format!("{subject}: {value}{by} ({evidence}{others})"),
        None if others.is_empty() => format!("{subject}: too few to tell ({samples})"),
        None => format!("{subject}: no convention (at most {evidence}{others})"),
    }
}

fn json(learned: &[(&str, Vec<Overview>)], out: &mut dyn io::Write) -> io::Result<()> {
    let descriptions = learned.iter().map(|(file, found)| {
        let conventions = found.iter().map(ConventionOut::from).collect();
        DescriptionOut { file, conventions }
    });
    document(out, &Out { version: VERSION, descriptions: descriptions.collect() })
}

#[derive(Serialize)]
struct Out<'a> {
    version: u32,
    descriptions: Vec<DescriptionOut<'a>>,
}

#[derive(Serialize)]
struct DescriptionOut<'a> {
    file: &'a str,
    conventions: Vec<ConventionOut<'a>>,
}

#[derive(Serialize)]
struct ConventionOut<'a> {
    area: &'a str,
    subject: &'a str,
    convention: Option<&'a str>,
    agreeing: usize,
    samples: usize,
    exceptions: usize,
    others: Vec<OtherOut<'a>>,
    pinned: bool,
}

#[derive(Serialize)]
struct OtherOut<'a> {
    value: &'a str,
    count: usize,
}

impl<'a> From<&'a Overview> for ConventionOut<'a> {
    fn from(overview: &'a Overview) -> Self {
        let others = overview.others.iter().map(|(value, count)| OtherOut { value, count: *count });
        Self {
            area: overview.area.as_str(),
            subject: &overview.subject,
            convention: overview.value.as_deref(),
            agreeing: overview.agreeing,
            samples: overview.samples,
            exceptions: overview.exceptions(),
            others: others.collect(),
            pinned: overview.pinned.is_some(),
        }
    }
}
