//! `caveat lint`: looks for faults in descriptions, many at once.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::args::Lint;
use super::descriptions::{no_description, unopened};
use super::exit::Exit;
use super::failure::Failure;
use super::output::{self, Writers, Written};
use super::progress::Progress;
use super::settings::{Configs, Counting, Settings};
use super::terminal::Terminal;
use super::watch::Reads;
use super::{Done, accepting, fix, idle, spectral};
use crate::contract::sniff::ROOT_KEYS;
use crate::contract::{self, Contract};
use crate::finding::{Area, Finding, Severity};
use crate::lint::facts::Facts;
use crate::lint::facts::overview::Overview;
use crate::lint::{self, Outcome};
use crate::report::run::Run;
use crate::report::{Report, Root, html, json, text};
use crate::source::input::{self, Input, Opened, Skipped};
use crate::source::loader::{DocId, Sources};
use crate::spectral::Note;
use crate::suppress::{self, Sorted, Suppressed};

/// As much stack for each thread as the first one has.
const STACK: usize = 8 << 20;
const FAULT: &str = "this is a fault of caveat and not of the description: report it";

/// One description, linted.
pub(super) struct Linted {
    pub(super) sources: Arc<Sources>,
    /// The document that was asked for.
    pub(super) root: DocId,
    pub(super) findings: Vec<Finding>,
    /// Those that somebody accepted.
    pub(super) suppressed: Vec<Suppressed>,
    /// Which entries of `allow` in the configuration were of use.
    pub(super) used: Vec<bool>,
    /// What was learned of it, if a page is to show that.
    pub(super) learned: Vec<Overview>,
    /// Rules that failed, and what they said.
    pub(super) failed: Vec<Failure>,
    /// What of rulesets was not run.
    pub(super) notes: BTreeSet<Note>,
}

/// A description to lint, with what counts for it.
pub(super) struct Job {
    pub(super) input: Input,
    pub(super) counting: Counting,
}

/// Lints, writes the report, and gives what could not be done.
pub(super) fn run(args: &Lint, stdout: Terminal, stderr: Terminal, out: &mut dyn io::Write, reads: &mut Reads) -> Done {
    let mut configs = Configs::on(args.today.clone(), args.config.clone()).with_rulesets(&args.spectral);
    if args.diff {
        let (jobs, failures) = gather(&args.paths, &mut configs);
        return fix::show(&jobs, args.allow_outside, failures, stdout, out);
    }
    if let Some(mistake) = output::mistake(&args.format) {
        return Done::failed(vec![mistake]);
    }
    let progress = Progress::new("linting");
    let shown = (stderr.animates() && !args.quiet).then_some(stderr);
    let (jobs, mut failures, results) = progress.during(shown, || {
        let (jobs, mut failures) = gather(&args.paths, &mut configs);
        if args.fix {
            failures.extend(fix::mend(&jobs, args.allow_outside, args.quiet));
        }
        progress.expect(jobs.len());
        let results = in_parallel(&jobs, threads(args.threads), |job| {
            progress.begin(&job.input.name);
            let result = lint_job(job, args.allow_outside, output::wants_page(&args.format));
            progress.done();
            result
        });
        (jobs, failures, results)
    });
    reads.extend(configs.files().chain(args.baseline.clone()));
    for job in &jobs {
        // A description beside one that was found may come later.
        reads.extend(job.input.path().into_iter().chain([job.input.folder()]).map(Path::to_owned));
    }
    if failures.is_empty() && !args.quiet {
        idle::note(args, &jobs, &results, stderr);
    }
    let mut roots: Vec<Linted> = Vec::new();
    let mut settings: Vec<&Arc<Settings>> = Vec::new();
    let mut notes = BTreeSet::new();
    for (job, result) in jobs.iter().zip(results) {
        match result {
            Ok(mut linted) => {
                failures.append(&mut linted.failed);
                notes.append(&mut linted.notes);
                reads.documents(&linted.sources);
                roots.push(linted);
                settings.push(&job.counting.settings);
            }
            Err(failure) => failures.push(failure),
        }
    }
    spectral::say(&notes, stderr);
    let (unused, of) = accepting::unused(&settings, &roots);
    roots.extend(unused);
    settings.extend(of);
    let parts: Vec<Root<'_>> = roots
        .iter()
        .map(|linted| Root {
            sources: &linted.sources,
            doc: linted.root,
            findings: &linted.findings,
            suppressed: &linted.suppressed,
        })
        .collect();
    let asked = accepting::Asked { baseline: args.baseline.as_deref(), write: args.write_baseline.as_deref() };
    let report = accepting::hold(Report::new(&parts), &asked, &settings, args.quiet, &mut failures);
    let mut exit = if failures.is_empty() { Exit::Clean } else { Exit::Failed };
    let fails = |number: usize| args.fail_on.or(settings[number].config.fail_on).unwrap_or(Some(Severity::Error));
    if report.items.iter().any(|item| fails(item.root).is_some_and(|limit| item.finding.severity >= limit)) {
        exit = exit.max(Exit::Found);
    }
    // A report about nothing would read as if all were well.
    let complete = failures.is_empty();
    let written = if roots.is_empty() {
        Written::default()
    } else {
        write(args, &report, (&parts, &roots), &settings, complete, stdout, out)
    };
    Done::of(exit, written, failures)
}

fn write(
    args: &Lint,
    report: &Report<'_>,
    (parts, linted): (&[Root<'_>], &[Linted]),
    settings: &[&Arc<Settings>],
    complete: bool,
    terminal: Terminal,
    out: &mut dyn io::Write,
) -> Written {
    // Where several configurations meet, nothing is hidden that one of them wants to see.
    let configured = settings.iter().map(|settings| settings.config.show.unwrap_or(Severity::Warning)).min();
    let show = args.show.or(configured).unwrap_or(Severity::Warning);
    let mut rules: Vec<(Area, &'static str)> =
        settings.iter().flat_map(|settings| settings.plan.rules()).map(|meta| (meta.area, meta.id)).collect();
    rules.sort_unstable();
    rules.dedup();
    let learned = linted.iter().map(|one| (one.sources.doc(one.root).name.as_str(), one.learned.clone()));
    let learned: Vec<(&str, Vec<Overview>)> = learned.collect();
    let writers = Writers {
        text: &|Terminal { width, color, unicode, .. }, out| {
            text::write(out, report, &text::TextOptions { width, color, unicode, show, summary: !args.quiet })
        },
        json: &|out| json::write(out, report),
        page: &|out| html::write_lint(out, report, &html::Lint { show, rules: &rules, learned: &learned, complete }),
        run: &|| Run { complete, ..Run::of_findings(report, parts, show) },
    };
    output::write(&args.format, terminal, out, &writers)
}

/// What there is to do, and what cannot be done.
pub(super) fn gather(paths: &[OsString], configs: &mut Configs) -> (Vec<Job>, Vec<Failure>) {
    if configs.forced.is_some()
        && let Err(failure) = configs.of(Path::new("."))
    {
        return (Vec::new(), failure.take().into_iter().collect());
    }
    let here = [OsString::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let found = input::gather(Path::new("."), paths, ROOT_KEYS, &mut |path, is_folder| {
        let settings = path.parent().and_then(|folder| configs.of(folder).ok());
        settings.is_some_and(|settings| settings.config.exclude.matches(path, is_folder))
    });
    let mut failures: Vec<Failure> = found.errors.iter().map(unopened).collect();
    for Skipped { name, why, .. } in found.skipped.iter().filter(|skipped| !skipped.link) {
        failures.push(Failure::new(format!("{name} cannot be read: {why}")));
    }
    let mut jobs = Vec::new();
    for input in found.inputs {
        match configs.for_input(&input) {
            Ok(counting) => jobs.push(Job { input, counting }),
            // Said once, for the first description that it counts for.
            Err(failure) => failures.extend(failure),
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

fn lint_job(job: &Job, allow_outside: bool, learn: bool) -> Result<Linted, Failure> {
    guarded(&job.input.name, || {
        let opened = job.input.open(&mut io::stdin(), allow_outside).map_err(|error| unopened(&error))?;
        lint_as(&job.input, opened, &job.counting, learn)
    })
}

/// Lints what was opened of an input, sorts out what is accepted, and lists what was learned if somebody wants to know.
pub(super) fn lint_as(input: &Input, opened: Opened, counting: &Counting, learn: bool) -> Result<Linted, Failure> {
    lint_opened(opened, counting, &|name| input.place_of(name), learn)
}

fn lint_opened(
    opened: Opened,
    counting: &Counting,
    place: &dyn Fn(&str) -> PathBuf,
    learn: bool,
) -> Result<Linted, Failure> {
    let name = opened.name.clone();
    let contract = load_one(opened)?;
    let mut outcome = lint::run(&contract, &counting.settings.plan);
    let failed = failed_rules(&name, &outcome);
    let notes = counting.complete(&mut outcome.findings, &contract, place);
    let Sorted { shown, suppressed, used } = suppress::sort(&contract, outcome.findings, &counting.accepted());
    let (sources, root) = (contract.sources.clone(), contract.at.doc);
    let facts = learn.then(|| Facts::of(&contract, &counting.settings.plan.conventions));
    let learned = facts.map(|facts| facts.overview(&contract)).unwrap_or_default();
    Ok(Linted { sources, root, findings: shown, suppressed, used, learned, failed, notes })
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
    use crate::lint::{Cx, Meta, Needs, Plan, Rule, Status};
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
        let settings = Arc::new(Settings { config: Arc::default(), plan });
        let counting = Counting { settings, ignores: None, rulesets: Arc::default() };
        let linted = lint_opened(opened, &counting, &|name| name.into(), false)
            .unwrap_or_else(|failure| panic!("{}", said(&failure)));
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
