//! `caveat history`: the versions of a description in git, each compared with the one before.

mod cache;
mod judge;
mod version;
mod walk;

use std::io;
use std::path::Path;

use super::args::{History, Sheet, SheetFormat};
use super::exit::Exit;
use super::failure::Failure;
use super::lint::{in_parallel, threads};
use super::output::{self, Written};
use super::progress::Progress;
use super::settings::{Configs, Settings};
use super::terminal::Terminal;
use super::{Done, diff as comparing};
use crate::report::history::{self as report, Row, State, html, json, text};
use crate::source::fetch::{Batch, Git};
use crate::source::input::Input;
use crate::source::loader::Refusal;
use cache::Cache;
use judge::{Pair, judge};
use version::{Content, Reader};
use walk::{Bounds, Step, walk};

/// A text in a file is as wide as in a terminal of which nothing is known.
const WIDTH: usize = 80;

/// Walks, writes the report, and gives what could not be done.
pub(super) fn run(args: &History, stdout: Terminal, stderr: Terminal, out: &mut dyn io::Write) -> Done {
    if args.format.iter().filter(|sheet| sheet.file.is_none()).count() > 1 {
        let message = "two formats cannot both be written to standard output";
        return Done::failed(vec![Failure::with_help(message, "write one of them to a file: --format html=FILE")]);
    }
    let progress = Progress::new("comparing");
    let shown = (stderr.animates() && !args.quiet).then_some(stderr);
    match progress.during(shown, || history(args, &progress)) {
        Ok((history, failures)) => {
            let exit = if failures.is_empty() { Exit::Clean } else { Exit::Failed };
            Done::of(exit, write(args, &history, stdout, out), failures)
        }
        Err(failures) => Done::failed(failures),
    }
}

/// Where a description lies in its repository.
struct Place {
    git: Git,
    /// From the root of the repository.
    path: String,
    /// The revision at which the history ends.
    revision: String,
}

fn history(args: &History, progress: &Progress) -> Result<(report::History, Vec<Failure>), Vec<Failure>> {
    let mut configs = Configs::new(args.config.clone());
    let input = comparing::find(&args.path, &mut configs).map_err(|failure| vec![failure])?;
    let settings = configs.of(input.folder()).map_err(|failure| Vec::from_iter(failure.take()))?;
    let asked = asked(args, &input).map_err(|failure| vec![failure])?;
    let (place, bounds) = asked;
    let Place { git, path, revision } = place;
    let cache = if args.no_cache { Cache::none() } else { Cache::of_user() };
    let reader = Reader { batch: Batch::new(git.clone()), cache, allow_outside: args.allow_outside };
    let walked = git.commit(&revision).and_then(|start| match start {
        Some(start) => walk(&git, &reader, start, path.clone(), &bounds, progress),
        None => Ok(Vec::new()),
    });
    let steps = walked.map_err(|why| vec![unwalked(&input.name, &why)])?;
    if steps.is_empty() {
        return Err(vec![Failure::new(format!("no commit of `{revision}` has `{path}`"))]);
    }
    let (states, failures) = judged(args, &settings, &reader, &steps, progress);
    let rows = steps.into_iter().zip(states).filter(|(step, _)| step.shown).map(|(step, state)| row(step, state));
    let history = report::History {
        name: input.name.clone(),
        revision,
        since: args.since.clone(),
        policy: comparing::judging(&args.judging, &settings).policy.as_str(),
        shallow: git.is_shallow().unwrap_or(false),
        rows: rows.collect(),
    };
    Ok((history, failures))
}

fn unwalked(name: &str, why: &Refusal) -> Failure {
    Failure::new(format!("the history of {name} cannot be read: {why}"))
}

/// Where the description is, and how far its history is asked for.
fn asked(args: &History, input: &Input) -> Result<(Place, Bounds), Failure> {
    let unreadable = |why: Refusal| unwalked(&input.name, &why);
    let place = match (input.revision(), input.path()) {
        (Some((revision, path)), _) => {
            Place { git: Git::new(Path::new(".")), path: path.to_owned(), revision: revision.to_owned() }
        }
        (None, Some(file)) => {
            // An empty parent is what a file of this folder has.
            let folder = Some(input.folder()).filter(|folder| !folder.as_os_str().is_empty());
            let git = Git::new(folder.unwrap_or(Path::new(".")));
            let prefix = git.prefix().map_err(unreadable)?;
            let prefix = prefix.ok_or_else(|| Failure::new(format!("{} is in no git repository", input.name)))?;
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            Place { git, path: format!("{prefix}{name}"), revision: "HEAD".to_owned() }
        }
        (None, None) => return Err(Failure::new(format!("`{}` has no history: name a file", input.name))),
    };
    let Place { git, revision, .. } = &place;
    if git.commit(revision).map_err(unreadable)?.is_none() {
        return Err(Failure::new(format!("there is no commit `{revision}` in the repository of {}", input.name)));
    }
    let within = match &args.since {
        None => None,
        Some(since) if git.commit(since).map_err(unreadable)?.is_none() => {
            let help = "fetch it first; a checkout in CI often has no other branch and no history";
            return Err(Failure::with_help(format!("there is no git revision `{since}`"), help));
        }
        Some(since) => Some(git.commits_since(since, revision).map_err(unreadable)?.into_iter().collect()),
    };
    let max = args.max.map_or(usize::MAX, |max| max as usize);
    Ok((place, Bounds { within, max }))
}

/// What became of each version. Each is compared with the last one before it that can be read.
fn judged(
    args: &History,
    settings: &Settings,
    reader: &Reader,
    steps: &[Step],
    progress: &Progress,
) -> (Vec<State>, Vec<Failure>) {
    let described = |step: &Step| matches!(step.version.content, Content::Described(_));
    let before = |number: usize| steps[number + 1..].iter().find(|step| described(step));
    let pairs: Vec<(usize, Pair<'_>)> = (0..steps.len())
        .filter(|number| steps[*number].shown && described(&steps[*number]))
        .filter_map(|number| Some((number, Pair { old: before(number)?, new: &steps[number] })))
        .collect();
    progress.expect(pairs.len());
    let settings = comparing::judging(&args.judging, settings);
    let results = in_parallel(&pairs, threads(None), |(_, pair)| {
        progress.begin(pair.new.commit.id.get(..7).unwrap_or_default());
        let result = judge(reader, pair, &settings, args.judging.today.as_deref());
        progress.done();
        result
    });
    let state = |step: &Step| match &step.version.content {
        Content::Absent => State::Gone,
        Content::Broken(why) => State::Broken(why.clone()),
        Content::Described(_) => State::First,
    };
    let mut states: Vec<State> = steps.iter().map(state).collect();
    let mut failures = Vec::new();
    for ((number, _), result) in pairs.into_iter().zip(results) {
        states[number] = match result {
            Ok(judged) => State::Judged(judged),
            Err(failure) => {
                failures.push(failure);
                State::Broken("it could not be compared".to_owned())
            }
        };
    }
    (states, failures)
}

fn row(step: Step, state: State) -> Row {
    let Step { commit, path, renamed_from, version, .. } = step;
    let version = if let Content::Described(version) = version.content { version } else { None };
    let (commit, date, author, subject) = (commit.id, commit.date, commit.author, commit.subject);
    Row { commit, date, author, subject, file: path, renamed_from, version, state }
}

fn write(args: &History, history: &report::History, stdout: Terminal, out: &mut dyn io::Write) -> Written {
    let one = |format, terminal: Terminal, out: &mut dyn io::Write| match format {
        SheetFormat::Json => json::write(out, history),
        SheetFormat::Html => html::write(out, history),
        SheetFormat::Text => {
            let Terminal { width, color, unicode, .. } = terminal;
            text::write(out, history, &text::TextOptions { width, color, unicode, summary: !args.quiet })
        }
    };
    let in_file = Terminal { interactive: false, color: false, width: WIDTH, unicode: true };
    let mut written = Written::default();
    for Sheet { format, file } in &args.format {
        match file {
            None => written.stdout = Some(one(*format, stdout, out)),
            Some(file) => {
                if let Err(error) = output::whole(file, &mut |out| one(*format, in_file, out)) {
                    written.failures.push(Failure::new(format!("{} cannot be written: {error}", file.display())));
                }
            }
        }
    }
    written
}
