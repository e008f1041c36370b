//! `caveat lint`: looks for faults in descriptions, many at once.

use std::io;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::Done;
use super::args::{Format, Lint};
use super::exit::Exit;
use super::failure::Failure;
use super::inputs::{self, Input};
use super::looks_like::looks_like;
use super::progress::Progress;
use super::settings::Configs;
use super::terminal::Terminal;
use crate::config::Config;
use crate::contract::{self, NotOpenApi};
use crate::finding::{Finding, Severity, Span};
use crate::lint;
use crate::report::{Report, Root, json, text};
use crate::source::loader::{NoFetch, Sources};

/// As much stack for each thread as the first one has.
const STACK: usize = 8 << 20;

/// One description, linted.
struct Linted {
    sources: Arc<Sources>,
    findings: Vec<Finding>,
    /// Rules that failed, and what they said.
    failed: Vec<Failure>,
}

/// Lints, writes the report, and gives what could not be done.
pub(super) fn run(args: &Lint, stdout: Terminal, stderr: Terminal, out: &mut dyn io::Write) -> Done {
    let mut configs = Configs::new(args.config.clone());
    let progress = Progress::default();
    let shows_progress = stderr.animates() && !args.quiet;
    let (inputs, mut failures, results) = progress.during(shows_progress.then_some(stderr), || {
        let (inputs, failures) = inputs::gather(&args.paths, &mut configs);
        progress.expect(inputs.len());
        let results = in_parallel(&inputs, threads(args.threads), |input| {
            progress.begin(&input.name);
            let result = lint_safely(input);
            progress.done();
            result
        });
        (inputs, failures, results)
    });
    failures.append(&mut configs.failures);
    let mut roots = Vec::new();
    for (input, result) in inputs.iter().zip(results) {
        match result {
            Ok(Some(mut linted)) => {
                failures.append(&mut linted.failed);
                roots.push((&input.settings.config, linted));
            }
            Ok(None) => {}
            Err(failure) => failures.push(failure),
        }
    }
    if roots.is_empty() && failures.is_empty() {
        failures.push(Failure::with_help(
            "there is no OpenAPI description here",
            "name a file, or a folder that holds one: a file whose first key is `openapi` or `swagger`",
        ));
    }
    let mut exit = if failures.is_empty() { Exit::Clean } else { Exit::Failed };
    for (config, linted) in &roots {
        let fail_on = args.fail_on.or(config.fail_on).unwrap_or(Some(Severity::Error));
        if fail_on.is_some_and(|limit| linted.findings.iter().any(|finding| finding.severity >= limit)) {
            exit = exit.max(Exit::Found);
        }
    }
    // A report about nothing would read as if all were well.
    let written = if roots.is_empty() { Ok(()) } else { write(args, &roots, stdout, out) };
    Done { exit, written, failures }
}

fn write(args: &Lint, roots: &[(&Config, Linted)], terminal: Terminal, out: &mut dyn io::Write) -> io::Result<()> {
    let parts: Vec<Root<'_>> = roots
        .iter()
        .map(|(_, linted)| Root { sources: &linted.sources, findings: &linted.findings, suppressed: 0 })
        .collect();
    let report = Report::new(&parts);
    match args.format {
        Format::Json => json::write(out, &report),
        Format::Text => {
            let Terminal { width, color, unicode, .. } = terminal;
            // Where several configurations meet, nothing is hidden that one of them wants to see.
            let configured = roots.iter().map(|(config, _)| config.show.unwrap_or(Severity::Warning)).min();
            let show = args.show.or(configured).unwrap_or(Severity::Warning);
            text::write(out, &report, &text::TextOptions { width, color, unicode, show, summary: !args.quiet })
        }
    }
}

fn threads(asked: Option<NonZeroUsize>) -> usize {
    asked.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}

/// Does the work on each item, on so many threads, and gives the results in the order of the items.
fn in_parallel<T: Sync, R: Send>(items: &[T], threads: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(items.len()));
    let worker = || {
        while let Some((number, item)) = {
            let number = next.fetch_add(1, Ordering::Relaxed);
            items.get(number).map(|item| (number, item))
        } {
            let result = work(item);
            results.lock().unwrap_or_else(PoisonError::into_inner).push((number, result));
        }
    };
    std::thread::scope(|scope| {
        // This thread works as well; a system that gives no more threads only makes it slower.
        for _ in 1..threads.min(items.len()) {
            if std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker).is_err() {
                break;
            }
        }
        worker();
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Lints one description. A fault of caveat takes only this one with it.
fn lint_safely(input: &Input) -> Result<Option<Linted>, Failure> {
    catch_unwind(AssertUnwindSafe(|| lint_one(input))).unwrap_or_else(|_| {
        let message = format!("caveat failed on {}: {}", input.name, super::panics().join("; "));
        Err(Failure::with_help(message, FAULT))
    })
}

const FAULT: &str = "this is a fault of caveat and not of the description: report it";

fn lint_one(input: &Input) -> Result<Option<Linted>, Failure> {
    let bytes =
        std::fs::read(&input.path).map_err(|error| Failure::new(format!("{} cannot be read: {error}", input.name)))?;
    let loader = contract::loader();
    let root = loader.add(&input.name, &input.name, bytes);
    let contract = match contract::load(loader, root, &NoFetch) {
        Ok(contract) => contract,
        Err(reason) => {
            let (reason, sources) = *reason;
            return if input.explicit { Err(no_description(&input.name, &reason, sources)) } else { Ok(None) };
        }
    };
    let outcome = lint::run(&contract, &input.settings.plan);
    let said = super::panics();
    let failed = outcome.failures.iter().enumerate().map(|(number, rule)| {
        let why = said.get(number).map_or_else(String::new, |said| format!(" ({said})"));
        let message = format!("the rule `{rule}` failed on {}{why}; its findings are missing", input.name);
        Failure::with_help(message, FAULT)
    });
    let failed = failed.collect();
    Ok(Some(Linted { sources: contract.sources.clone(), findings: outcome.findings, failed }))
}

/// Says why a document is no description, and what it looks like instead.
fn no_description(name: &str, reason: &NotOpenApi, sources: Sources) -> Failure {
    let Some(document) = sources.docs.into_iter().next() else { return Failure::new(&reason.message) };
    if let Some(problem) = document.problems.iter().find(|problem| problem.fatal) {
        let span = (problem.start, problem.end);
        let message = format!("{name} cannot be read as an OpenAPI description: {}", problem.message);
        let help = problem.help.clone();
        return Failure::Placed { document: Box::new(document), span, label: String::new(), message, help };
    }
    let said = reason.at.filter(|at| at.node != 0);
    if let Some(at) = said {
        let span = Span::shown(&document, at.node);
        let message = reason.message.clone();
        return Failure::Placed { document: Box::new(document), span, label: String::new(), message, help: None };
    }
    let message = match looks_like(&document) {
        Some(what) => format!("{name} is not an OpenAPI description: it looks like {what}"),
        None => format!("{name} is not an OpenAPI description: {}", reason.message),
    };
    Failure::with_help(message, "a description begins with `openapi: 3.1.0`, or with another version")
}
