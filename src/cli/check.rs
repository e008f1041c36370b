//! `caveat check`: what is new in descriptions since a revision, linted and compared.

mod sides;

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::Done;
use super::args::{Check, Limit};
use super::exit::Exit;
use super::failure::Failure;
use super::lint::{Linted, failed_rules, guarded, in_parallel, lint_as, threads};
use super::output::{self, Writers, Written};
use super::progress::Progress;
use super::terminal::Terminal;
use super::watch::Reads;
use super::{descriptions, diff as comparing, spectral};
use crate::config::Config;
use crate::contract::Contract;
use crate::diff::{self, Comparison, Level};
use crate::finding::{Finding, Severity};
use crate::lint;
use crate::lint::facts::Facts;
use crate::lint::facts::overview::Overview;
use crate::report::check::{self as report, Described, text};
use crate::report::diff::Diff;
use crate::report::run::Run;
use crate::report::{Report, Root, html};
use crate::source::loader::{DocId, Sources};
use crate::spectral::Note;
use crate::suppress::{self, Sorted, Suppressed};
use sides::{Job, Sides};
use std::sync::Arc;

/// One description, checked.
struct Checked {
    sources: Arc<Sources>,
    root: DocId,
    /// Nothing if the description is new.
    compared: Option<(Contract, Contract, Comparison)>,
    /// Those that are new.
    findings: Vec<Finding>,
    /// Findings of now that somebody accepted.
    suppressed: Vec<Suppressed>,
    /// How many were there before.
    known: usize,
    /// What was learned of it if it is new, and if a page is to show that.
    learned: Vec<Overview>,
    /// Rules that failed.
    failed: Vec<Failure>,
    /// What of rulesets was not run.
    notes: BTreeSet<Note>,
}

/// Checks, writes the report, and gives what could not be done.
pub(super) fn run(
    args: &Check,
    stdout: Terminal,
    stderr: Terminal,
    out: &mut dyn io::Write,
    reads: &mut Reads,
) -> Done {
    if let Some(mistake) = output::mistake(&args.format) {
        return Done::failed(vec![mistake]);
    }
    let progress = Progress::new("checking");
    let shown = (stderr.animates() && !args.quiet).then_some(stderr);
    let (job, results) = progress.during(shown, || {
        let job = Job::of(args);
        progress.expect(job.sides.len());
        let results = in_parallel(&job.sides, threads(None), |sides| {
            progress.begin(&sides.new.name);
            let result = guarded(&sides.new.name, || check(sides, args));
            progress.done();
            result
        });
        (job, results)
    });
    let Job { sides, gone, mut failures, files } = job;
    reads.extend(files);
    reads.extend(sides.iter().filter_map(|sides| sides.new.path().map(Path::to_owned)));
    let mut checked = Vec::new();
    let mut notes = BTreeSet::new();
    for (sides, result) in sides.iter().zip(results) {
        match result {
            Ok(mut one) => {
                failures.append(&mut one.failed);
                notes.append(&mut one.notes);
                reads.documents(&one.sources);
                checked.push((sides, one));
            }
            Err(Failures(why)) => failures.extend(why),
        }
    }
    spectral::say(&notes, stderr);
    let mut exit = if failures.is_empty() { Exit::Clean } else { Exit::Failed };
    // A description that is gone breaks whatever was in it.
    let never = args.fail_on.contains(&Limit::Never) && limits(&args.fail_on).0.is_none();
    if !(gone.is_empty() || never)
        || checked.iter().any(|(sides, one)| fails(args, &sides.counting.settings.config, one))
    {
        exit = exit.max(Exit::Found);
    }
    let said = !checked.is_empty() || !gone.is_empty();
    let complete = failures.is_empty();
    let written = if said { write(args, &checked, &gone, complete, stdout, out) } else { Written::default() };
    Done::of(exit, written, failures)
}

/// Whether there is something new at or above a limit.
fn fails(args: &Check, config: &Config, checked: &Checked) -> bool {
    let never = args.fail_on.contains(&Limit::Never);
    let (level, severity) = limits(&args.fail_on);
    let level = if never { level } else { level.or(config.diff.fail_on.unwrap_or(Some(Level::Unproven))) };
    let severity = if never { severity } else { severity.or(config.fail_on.unwrap_or(Some(Severity::Error))) };
    let changes = checked.compared.iter().flat_map(|(_, _, comparison)| &comparison.changes);
    level.is_some_and(|limit| changes.into_iter().any(|change| change.level >= limit))
        || severity.is_some_and(|limit| checked.findings.iter().any(|finding| finding.severity >= limit))
}

/// The least of each sort.
fn limits(limits: &[Limit]) -> (Option<Level>, Option<Severity>) {
    let level = limits.iter().filter_map(|limit| if let Limit::Change(level) = limit { Some(*level) } else { None });
    let severity = |limit: &Limit| if let Limit::Finding(severity) = limit { Some(*severity) } else { None };
    (level.min(), limits.iter().filter_map(severity).min())
}

/// What could not be done for one description.
struct Failures(Vec<Failure>);

impl From<Failure> for Failures {
    fn from(failure: Failure) -> Self {
        Self(vec![failure])
    }
}

fn check(sides: &Sides, args: &Check) -> Result<Checked, Failures> {
    let Sides { old, new, counting } = sides;
    let (settings, accepted) = (&*counting.settings, counting.accepted());
    let Some(old) = old else {
        let opened = new.open(&mut io::stdin(), args.allow_outside);
        let opened = opened.map_err(|error| descriptions::unopened(&error))?;
        let linted = lint_as(new, opened, counting, output::wants_page(&args.format))?;
        let Linted { sources, root, findings, suppressed, learned, failed, notes, .. } = linted;
        return Ok(Checked { sources, root, compared: None, findings, suppressed, known: 0, learned, failed, notes });
    };
    let (was, is) = comparing::load(old, new, args.allow_outside).map_err(Failures)?;
    let [mut before, mut now] = lint::run_since(&was, &is, &settings.plan);
    counting.complete(&mut before.findings, &was, &|name| old.place_of(name));
    let notes = counting.complete(&mut now.findings, &is, &|name| new.place_of(name));
    let mut failed = failed_rules(&old.name, &before);
    failed.extend(failed_rules(&new.name, &now));
    let sources = is.sources.clone();
    let root = |contract: &Contract| contract.at.doc;
    let before = suppress::sort(&was, before.findings, &accepted);
    let Sorted { shown: now, suppressed, .. } = suppress::sort(&is, now.findings, &accepted);
    // What was accepted before and is so no more was there before.
    let mut known = before.shown;
    known.extend(before.suppressed.into_iter().map(|suppressed| suppressed.finding));
    let findings = added((root(&was), &known), (root(&is), &now), &sources);
    let known = now.len() - findings.len();
    let comparison = diff::run(&was, &is, &comparing::judging(&args.judging, settings));
    Ok(Checked {
        sources,
        root: root(&is),
        compared: Some((was, is, comparison)),
        findings,
        suppressed,
        known,
        learned: Vec::new(),
        failed,
        notes,
    })
}

/// The findings whose fingerprints there were not before; of several equal ones those beyond the number of before.
fn added(old: (DocId, &[Finding]), new: (DocId, &[Finding]), sources: &Sources) -> Vec<Finding> {
    let root = |(doc, findings)| [Root { sources, doc, findings, suppressed: &[] }];
    let known: BTreeSet<String> = Report::new(&root(old)).fingerprints().items.into_iter().collect();
    let roots = root(new);
    let report = Report::new(&roots);
    let fingerprints = report.fingerprints().items;
    let items = report.items.iter().zip(&fingerprints).filter(|(_, fingerprint)| !known.contains(*fingerprint));
    items.map(|(item, _)| item.finding.clone()).collect()
}

fn write(
    args: &Check,
    checked: &[(&Sides, Checked)],
    gone: &[String],
    complete: bool,
    terminal: Terminal,
    out: &mut dyn io::Write,
) -> Written {
    let described: Vec<Described<'_>> = checked.iter().map(|(sides, one)| describe(sides, one)).collect();
    let against = args.against.as_ref().map(|against| against.to_string_lossy().into_owned());
    let before = args.since.clone().or(against).unwrap_or_default();
    let report = report::Check { before: &before, described: &described, gone };
    let (level, severity) = limits(&args.show);
    let levels = checked.iter().filter_map(|(sides, _)| sides.counting.settings.config.diff.show).min();
    let severities = checked.iter().filter_map(|(sides, _)| sides.counting.settings.config.show).min();
    let changes = level.or(levels).unwrap_or(Level::Unproven);
    let findings = severity.or(severities).unwrap_or(Severity::Warning);
    // What a new description does was learned with its findings; of the others the contract is at hand.
    let learn = |(sides, one): &(&Sides, Checked)| match &one.compared {
        Some((_, new, _)) => Facts::of(new, &sides.counting.settings.plan.conventions).overview(new),
        None => one.learned.clone(),
    };
    let wanted = checked.iter().filter(|_| output::wants_page(&args.format));
    let learned: Vec<(&str, Vec<Overview>)> = wanted.map(|both| (both.0.new.name.as_str(), learn(both))).collect();
    let writers = Writers {
        text: &|Terminal { width, color, unicode, .. }, out| {
            let options =
                text::TextOptions { width, color, unicode, changes, findings, all: args.all, summary: !args.quiet };
            text::write(out, &report, &options)
        },
        json: &|out| report::json::write(out, &report),
        page: &|out| {
            html::write_check(
                out,
                &report,
                changes,
                &html::Lint { show: findings, rules: &[], learned: &learned, complete },
            )
        },
        run: &|| Run { complete, ..report.run(changes, findings) },
    };
    output::write(&args.format, terminal, out, &writers)
}

fn describe<'a>(sides: &'a Sides, one: &'a Checked) -> Described<'a> {
    let diff = one.compared.as_ref().map(|(old, new, comparison)| Diff { old, new, comparison });
    Described {
        name: &sides.new.name,
        old: sides.old.as_ref().map(|old| old.name.as_str()),
        diff,
        found: Root { sources: &one.sources, doc: one.root, findings: &one.findings, suppressed: &one.suppressed },
        known: one.known,
    }
}
