//! `caveat diff`: compares two versions of a description.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::Done;
use super::args::{Diff, Judging};
use super::descriptions::{broken, no_description, unopened};
use super::exit::Exit;
use super::failure::Failure;
use super::output::{self, Writers, Written};
use super::progress::Progress;
use super::settings::{Configs, Settings};
use super::terminal::Terminal;
use super::today;
use super::watch::Reads;
use crate::contract::sniff::ROOT_KEYS;
use crate::contract::{self, Contract};
use crate::diff::{self, Comparison, Level};
use crate::report::{diff as report, html};
use crate::schema::Senders;
use crate::source::document::Document;
use crate::source::input::{self, Input, STDIN, Skipped};
use crate::source::loader::{DocId, Sources};

/// How many descriptions of a folder are named of which one has to be chosen.
const NAMED: usize = 5;

/// Two descriptions, compared.
pub(super) struct Compared {
    pub(super) old: Contract,
    pub(super) new: Contract,
    pub(super) comparison: Comparison,
    /// The configuration of the new one.
    settings: Arc<Settings>,
}

/// Compares, writes the report, and gives what could not be done.
pub(super) fn run(args: &Diff, stdout: Terminal, stderr: Terminal, out: &mut dyn io::Write, reads: &mut Reads) -> Done {
    if let Some(mistake) = output::mistake(&args.format) {
        return Done::failed(vec![mistake]);
    }
    let mut configs = Configs::new(args.config.clone());
    let progress = Progress::new("comparing");
    let shown = (stderr.animates() && !args.quiet).then_some(stderr);
    let compared = progress.during(shown, || {
        progress.begin(&format!("{} with {}", args.old.display(), args.new.display()));
        let Diff { old, new, judging, allow_outside, .. } = args;
        compare(&Asked { old, new, judging, allow_outside: *allow_outside }, &mut configs)
    });
    reads.extend(configs.files());
    for argument in [&args.old, &args.new] {
        reads.add(argument);
    }
    match compared {
        Ok(compared) => {
            for side in [&compared.old, &compared.new] {
                reads.documents(&side.sources);
            }
            let config = &compared.settings.config.diff;
            let fail_on = args.fail_on.or(config.fail_on).unwrap_or(Some(Level::Unproven));
            let worst = compared.comparison.changes.iter().map(|change| change.level).max();
            let found = worst.zip(fail_on).is_some_and(|(worst, limit)| worst >= limit);
            let check_version = args.check_version || config.check_version == Some(true);
            let too_small = check_version && compared.comparison.versions.enough() == Some(false);
            let exit = if found || too_small { Exit::Found } else { Exit::Clean };
            Done::of(exit, write(args, &compared, check_version, stdout, out), Vec::new())
        }
        Err(failures) => Done::failed(failures),
    }
}

fn write(
    args: &Diff,
    compared: &Compared,
    check_version: bool,
    terminal: Terminal,
    out: &mut dyn io::Write,
) -> Written {
    let Compared { old, new, comparison, settings } = compared;
    let diff = report::Diff { old, new, comparison };
    let show = args.show.or(settings.config.diff.show).unwrap_or(Level::Risky);
    let writers = Writers {
        text: &|Terminal { width, color, unicode, .. }, out| {
            let options =
                report::text::TextOptions { width, color, unicode, show, all: args.all, summary: !args.quiet };
            report::text::write(out, &diff, &options)?;
            if check_version { report::text::write_version_check(out, &diff, &options) } else { Ok(()) }
        },
        json: &|out| report::json::write(out, &diff),
        page: &|out| html::write_diff(out, &diff, show, check_version),
        run: &|| diff.run(show, check_version),
    };
    output::write(&args.format, terminal, out, &writers)
}

/// Which two descriptions are compared, and how.
pub(super) struct Asked<'a> {
    pub(super) old: &'a OsString,
    pub(super) new: &'a OsString,
    pub(super) judging: &'a Judging,
    pub(super) allow_outside: bool,
}

pub(super) fn compare(args: &Asked<'_>, configs: &mut Configs) -> Result<Compared, Vec<Failure>> {
    if *args.old == STDIN && *args.new == STDIN {
        return Err(vec![Failure::new("only one of both can come from standard input")]);
    }
    let (old, new) = both(find(args.old, configs), find(args.new, configs))?;
    let settings = configs.of(new.folder()).map_err(|failure| failure.take().into_iter().collect::<Vec<_>>())?;
    let (old, new) = load(&old, &new, args.allow_outside)?;
    let comparison = diff::run(&old, &new, &judging(args.judging, &settings));
    Ok(Compared { old, new, comparison, settings })
}

/// What a comparison depends on, by the command line and by the configuration.
pub(super) fn judging(args: &Judging, settings: &Settings) -> diff::Settings {
    let config = &settings.config.diff;
    diff::Settings {
        senders: args.senders.or(config.senders).unwrap_or(Senders::Declared),
        today: Some(args.today.clone().unwrap_or_else(today::now)),
        policy: args.policy.or(config.policy).unwrap_or_default(),
        levels: config.levels.clone(),
        min_notice_days: config.min_notice_days.unwrap_or(0),
    }
}

/// Reads both sides.
pub(super) fn load(old: &Input, new: &Input, allow_outside: bool) -> Result<(Contract, Contract), Vec<Failure>> {
    let open = |input: &Input| input.open(&mut io::stdin(), allow_outside).map_err(|error| unopened(&error));
    let (old, new) = both(open(old), open(new))?;
    let loader = contract::loader();
    let was = loader.add(&old.key, &old.name, old.bytes);
    let is = loader.add(&new.key, &new.name, new.bytes);
    let (old, new) = contract::load_both(loader, (was, &*old.fetch), (is, &*new.fetch)).map_err(|failed| {
        let (reasons, sources) = *failed;
        let said = |root: DocId| reasons.iter().find(|(of, _)| *of == root).map(|(_, reason)| reason);
        failures(sources, |number, document| match said(DocId(number)) {
            Some(reason) => Some(no_description(&document.name.clone(), reason, document)),
            None => broken(document).ok(),
        })
    })?;
    // What a text that breaks off would have said further on is neither there nor gone.
    if old.partial() {
        drop(old);
        let sources = Arc::into_inner(new.sources).unwrap_or_default();
        return Err(failures(sources, |_, document| broken(document).ok()));
    }
    Ok((old, new))
}

pub(super) fn both<T>(old: Result<T, Failure>, new: Result<T, Failure>) -> Result<(T, T), Vec<Failure>> {
    match (old, new) {
        (Ok(old), Ok(new)) => Ok((old, new)),
        (old, new) => Err(old.err().into_iter().chain(new.err()).collect()),
    }
}

/// What is wrong with some of the documents that were read, in their order.
fn failures(sources: Sources, of: impl Fn(u32, Document) -> Option<Failure>) -> Vec<Failure> {
    (0..).zip(sources.docs).filter_map(|(number, document)| of(number, document)).collect()
}

/// The one description that an argument leads to.
pub(super) fn find(argument: &OsString, configs: &mut Configs) -> Result<Input, Failure> {
    let found = input::gather(Path::new("."), std::slice::from_ref(argument), ROOT_KEYS, &mut |path, is_folder| {
        let settings = path.parent().and_then(|folder| configs.of(folder).ok());
        settings.is_some_and(|settings| settings.config.exclude.matches(path, is_folder))
    });
    if let Some(error) = found.errors.first() {
        return Err(unopened(error));
    }
    // What cannot be read may be the description that was meant.
    if let Some(Skipped { name, why, .. }) = found.skipped.iter().find(|skipped| !skipped.link) {
        return Err(Failure::new(format!("{name} cannot be read: {why}")));
    }
    let mut inputs = found.inputs.into_iter();
    match (inputs.next(), inputs.next()) {
        (Some(only), None) => Ok(only),
        (first, second) => {
            let names: Vec<String> = first.into_iter().chain(second).chain(inputs).map(|input| input.name).collect();
            let shown = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let more = if names.len() > NAMED { ", …" } else { "" };
            let message = format!("there are {} descriptions in `{}`", names.len(), argument.display());
            Err(Failure::with_help(message, format!("name the one to compare: {shown}{more}")))
        }
    }
}
