//! `caveat lint`: looks for faults in descriptions, many at once.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::args::{Format, Lint};
use super::descriptions::{no_description, unopened};
use super::exit::Exit;
use super::failure::Failure;
use super::progress::Progress;
use super::settings::{Configs, Settings};
use super::terminal::Terminal;
use super::{Done, fix, spectral};
use crate::config::Config;
use crate::contract::sniff::ROOT_KEYS;
use crate::contract::{self, Contract};
use crate::finding::{Finding, Severity};
use crate::lint::{self, Outcome, Plan};
use crate::report::{Report, Root, json, text};
use crate::source::input::{self, Input, Opened, Skipped};
use crate::source::loader::{DocId, Sources};
use crate::spectral::{Note, Ruleset};

/// As much stack for each thread as the first one has.
const STACK: usize = 8 << 20;
const FAULT: &str = "this is a fault of caveat and not of the description: report it";

/// One description, linted.
pub(super) struct Linted {
    pub(super) sources: Arc<Sources>,
    /// The document that was asked for.
    pub(super) root: DocId,
    pub(super) findings: Vec<Finding>,
    /// Rules that failed, and what they said.
    pub(super) failed: Vec<Failure>,
    /// What of rulesets was not run.
    pub(super) notes: BTreeSet<Note>,
}

/// A description to lint, with what counts for it.
pub(super) struct Job {
    pub(super) input: Input,
    pub(super) settings: Arc<Settings>,
}

/// Lints, writes the report, and gives what could not be done.
pub(super) fn run(args: &Lint, stdout: Terminal, stderr: Terminal, out: &mut dyn io::Write) -> Done {
    if args.diff {
        let (jobs, failures) = gather(&args.paths, args.config.as_deref(), args.today.as_deref());
        return fix::show(&jobs, args.allow_outside, failures, stdout, out);
    }
    let rulesets = match spectral::load(&args.spectral) {
        Ok(rulesets) => rulesets,
        Err(failures) => return Done { exit: Exit::Failed, written: None, failures },
    };
    let progress = Progress::new("linting");
    let shown = (stderr.animates() && !args.quiet).then_some(stderr);
    let (jobs, mut failures, results) = progress.during(shown, || {
        let (jobs, mut failures) = gather(&args.paths, args.config.as_deref(), args.today.as_deref());
        if args.fix {
            failures.extend(fix::mend(&jobs, args.allow_outside, args.quiet));
        }
        progress.expect(jobs.len());
        let results = in_parallel(&jobs, threads(args.threads), |job| {
            progress.begin(&job.input.name);
            let result = lint_job(job, args.allow_outside, &rulesets);
            progress.done();
            result
        });
        (jobs, failures, results)
    });
    let mut roots = Vec::new();
    let mut notes = BTreeSet::new();
    for (job, result) in jobs.iter().zip(results) {
        match result {
            Ok(mut linted) => {
                failures.append(&mut linted.failed);
                notes.append(&mut linted.notes);
                roots.push((&job.settings.config, linted));
            }
            Err(failure) => failures.push(failure),
        }
    }
    spectral::say(&notes, stderr);
    let mut exit = if failures.is_empty() { Exit::Clean } else { Exit::Failed };
    for (config, linted) in &roots {
        let fail_on = args.fail_on.or(config.fail_on).unwrap_or(Some(Severity::Error));
        if fail_on.is_some_and(|limit| linted.findings.iter().any(|finding| finding.severity >= limit)) {
            exit = exit.max(Exit::Found);
        }
    }
    // A report about nothing would read as if all were well.
    let written = (!roots.is_empty()).then(|| write(args, &roots, stdout, out));
    Done { exit, written, failures }
}

fn write(args: &Lint, roots: &[(&Config, Linted)], terminal: Terminal, out: &mut dyn io::Write) -> io::Result<()> {
    let parts: Vec<Root<'_>> = roots
        .iter()
        .map(|(_, linted)| Root {
            sources: &linted.sources,
            doc: linted.root,
            findings: &linted.findings,
            suppressed: 0,
        })
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

/// What there is to do, and what cannot be done.
pub(super) fn gather(paths: &[OsString], config: Option<&Path>, day: Option<&str>) -> (Vec<Job>, Vec<Failure>) {
    let mut configs = Configs::on(day.map(str::to_owned), config.map(Path::to_owned));
    if config.is_some()
        && let Err(failure) = configs.of(Path::new("."))
    {
        return (Vec::new(), failure.take().into_iter().collect());
    }
    let here = [OsString::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let found = input::gather(Path::new("."), paths, ROOT_KEYS, &mut |path, is_folder| {
        let settings = path.parent().and_then(|folder| configs.of(folder).ok());
        settings.is_some_and(|settings| settings.config.exclude.excludes(path, is_folder))
    });
    let mut failures: Vec<Failure> = found.errors.iter().map(unopened).collect();
    for Skipped { name, why, .. } in found.skipped.iter().filter(|skipped| !skipped.link) {
        failures.push(Failure::new(format!("{name} cannot be read: {why}")));
    }
    let mut jobs = Vec::new();
    for input in found.inputs {
        match configs.of(input.folder()) {
            Ok(settings) => jobs.push(Job { input, settings }),
            // Said once, for the first description that it counts for.
            Err(failure) => failures.extend(failure.take()),
        }
    }
    (jobs, failures)
}

pub(super) fn threads(asked: Option<u16>) -> usize {
    asked.map_or_else(|| std::thread::available_parallelism().map_or(1, NonZeroUsize::get), usize::from)
}

/// Does the work on each item, on so many threads, and gives the results in the order of the items.
pub(super) fn in_parallel<T: Sync, R: Send>(items: &[T], threads: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
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

fn lint_job(job: &Job, allow_outside: bool, rulesets: &[Ruleset]) -> Result<Linted, Failure> {
    guarded(&job.input.name, || {
        let opened = job.input.open(&mut io::stdin(), allow_outside).map_err(|error| unopened(&error))?;
        lint_with(opened, &job.settings.plan, Some((rulesets, &job.settings.config)))
    })
}

/// Does the work on one description. A fault of caveat takes only this one with it.
pub(super) fn guarded<T, E: From<Failure>>(name: &str, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Failure::with_help(format!("caveat failed on {name}: {}", super::panics().join("; ")), FAULT).into())
    })
}

/// Reads one description.
pub(super) fn load_one(opened: Opened) -> Result<Contract, Failure> {
    let Opened { key, name, bytes, fetch } = opened;
    let loader = contract::loader();
    let root = loader.add(&key, &name, bytes);
    contract::load(loader, root, &*fetch).map_err(|failed| {
        let (reason, mut sources) = *failed;
        no_description(&name, &reason, sources.docs.swap_remove(root.0 as usize))
    })
}

pub(super) fn lint_one(opened: Opened, plan: &Plan) -> Result<Linted, Failure> {
    lint_with(opened, plan, None)
}

/// Lints one description with the rules of rulesets too, at the levels that a configuration gives them.
fn lint_with(opened: Opened, plan: &Plan, own: Option<(&[Ruleset], &Config)>) -> Result<Linted, Failure> {
    let name = opened.name.clone();
    let contract = load_one(opened)?;
    let outcome = lint::run(&contract, plan);
    let failed = failed_rules(&name, &outcome);
    let mut findings = outcome.findings;
    let mut notes = BTreeSet::new();
    if let Some((rulesets, config)) = own {
        let outcome = crate::spectral::run(&contract, rulesets);
        spectral::add(&mut findings, outcome.findings, config);
        notes = outcome.notes;
    }
    Ok(Linted { failed, sources: contract.sources.clone(), root: contract.at.doc, findings, notes })
}

/// Says which rules failed, and what they said.
pub(super) fn failed_rules(name: &str, outcome: &Outcome) -> Vec<Failure> {
    let why = super::panics();
    let failed = outcome.failures.iter().enumerate().map(|(number, rule)| {
        let why = why.get(number).map_or_else(String::new, |why| format!(" ({why})"));
        let message = format!("the rule `{rule}` failed on {name}{why}; its findings are missing");
        Failure::with_help(message, FAULT)
    });
    failed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Area;
    use crate::lint::{Cx, Meta, Needs, Rule, Status};
    use crate::source::loader::NoFetch;

    struct Reports;
    struct Fails;

    impl Rule for Reports {
        fn document(&self, cx: &mut Cx<'_>) {
            let _ = cx.report(cx.contract.at, "", "it is there");
        }
    }

    impl Rule for Fails {
        fn document(&self, cx: &mut Cx<'_>) {
            let _ = cx.report(cx.contract.at, "", "said before the fault");
            panic!("a fault of the rule");
        }
    }

    static META: Meta = Meta {
        id: "a-rule",
        area: Area::Structure,
        severity: Severity::Error,
        status: Status::Stable,
        since: "0.1.0",
        summary: "",
        needs: Needs::Presence,
        page: "",
        options: &[],
    };
    static BROKEN: Meta = Meta { id: "broken-rule", page: "", options: &[], ..META };

    fn said(failure: &Failure) -> &str {
        match failure {
            Failure::Said { message, .. } => message,
            _ => "",
        }
    }

    #[test]
    fn a_rule_that_fails_is_named_and_takes_no_finding_of_another_with_it() {
        let plan =
            Plan::of(vec![(&BROKEN, Severity::Error, Box::new(Fails)), (&META, Severity::Error, Box::new(Reports))]);
        let opened = Opened {
            key: "k".into(),
            name: "a.yaml".into(),
            bytes: b"openapi: 3.1.0\n".to_vec(),
            fetch: Box::new(NoFetch),
        };
        let linted = lint_one(opened, &plan).unwrap_or_else(|failure| panic!("{}", said(&failure)));
        assert!(linted.findings.iter().any(|f| f.rule == "a-rule"));
        let failed: Vec<&str> = linted.failed.iter().map(said).collect();
        assert_eq!(failed.len(), 1);
        assert!(failed[0].contains("`broken-rule` failed on a.yaml"), "{failed:?}");
    }

    #[test]
    fn a_fault_of_caveat_is_a_failure_that_names_the_description() {
        let failure = guarded::<(), Failure>("a.yaml", || panic!("a fault")).expect_err("a failure");
        assert!(said(&failure).starts_with("caveat failed on a.yaml"), "{}", said(&failure));
    }

    #[test]
    fn results_stand_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        for threads in [1, 2, 8, 5000] {
            assert_eq!(in_parallel(&items, threads, |item| item * 2), items.iter().map(|i| i * 2).collect::<Vec<_>>());
        }
        assert!(in_parallel(&[] as &[usize], 4, |item| *item).is_empty());
    }
}
