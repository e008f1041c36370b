//! `caveat init`: a configuration made from the descriptions that are there.

mod text;

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Done;
use super::args::Init;
use super::descriptions::unopened;
use super::exit::Exit;
use super::failure::Failure;
use super::lint::{guarded, load_one};
use super::settings::{Configs, Settings};
use crate::config::{self, FILE_NAMES, Places};
use crate::contract::sniff::ROOT_KEYS;
use crate::lint::facts::Facts;
use crate::lint::facts::convention::Learned;
use crate::lint::{self};
use crate::source::input::{self, Input, STDIN};
use text::Found;

/// What was learned of one description.
struct Learnt {
    name: String,
    version: &'static str,
    operations: usize,
    /// By their names in the configuration; nothing where the description has no one way.
    conventions: Vec<(String, Option<Learned>)>,
    /// The rule of each finding.
    fired: Vec<&'static str>,
}

pub(super) fn run(args: &Init, out: &mut dyn io::Write) -> Done {
    match init(args, out) {
        Ok((written, failures)) => {
            let exit = if failures.is_empty() { Exit::Clean } else { Exit::Failed };
            Done { exit, written: Some(written), failures }
        }
        Err(failures) => Done { exit: Exit::Failed, written: None, failures },
    }
}

fn init(args: &Init, out: &mut dyn io::Write) -> Result<(io::Result<()>, Vec<Failure>), Vec<Failure>> {
    let asked = args.path.clone().unwrap_or_else(|| OsString::from("."));
    let path = PathBuf::from(&asked);
    let folder = match path.parent() {
        _ if path.is_dir() => path.clone(),
        Some(parent) if path.is_file() && parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    // What lies in no folder has none where its configuration could lie.
    let print = args.stdout || asked == STDIN || !path.exists();
    let there = FILE_NAMES.iter().map(|name| folder.join(name)).find(|file| file.exists());
    if let Some(there) = there.filter(|_| !print && !args.force) {
        let message = format!("there is a configuration already: {}", clean(&there));
        return Err(vec![Failure::with_help(message, "--stdout shows what would be written, --force writes it")]);
    }
    let cannot = |error: io::Error| vec![Failure::new(format!("this folder cannot be read: {error}"))];
    let whole = folder.canonicalize().map_err(cannot)?;
    // A configuration in a folder above counts no more once there is one here, unless it is extended.
    let above = whole.parent().and_then(config::find);
    let mut configs = Configs::new(None);
    let settings = configs.of(whole.parent().unwrap_or(&whole)).map_err(|failure| Vec::from_iter(failure.take()))?;
    let (inputs, mut failures) = descriptions(&asked, &whole, &settings);
    let mut learnt = Vec::new();
    for input in &inputs {
        match guarded(&input.name, || learn(input, &settings, args.allow_outside)) {
            Ok(found) => learnt.push(found),
            Err(failure) => failures.push(failure),
        }
    }
    if learnt.is_empty() {
        return Err(failures);
    }
    let extends = above.as_deref().and_then(|above| upward(&whole, above));
    let known = &settings.config.conventions.pinned;
    let found = Found { descriptions: &learnt, extends: extends.as_deref(), known };
    let text = found.configuration();
    if print {
        return Ok((out.write_all(text.as_bytes()), failures));
    }
    let target = folder.join(FILE_NAMES[0]);
    if let Err(error) = write(&target, &text, args.force) {
        failures.push(Failure::new(format!("{} cannot be written: {error}", clean(&target))));
        return Err(failures);
    }
    let written = writeln!(out, "wrote {}: {}", clean(&target), found.summary());
    Ok((written, failures))
}

/// The path as a person writes it, without `./`.
fn clean(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

/// The descriptions that the new configuration will count for: not those with one of their own in a folder further down.
fn descriptions(asked: &OsString, folder: &Path, settings: &Settings) -> (Vec<Input>, Vec<Failure>) {
    let mut found = input::gather(Path::new("."), std::slice::from_ref(asked), ROOT_KEYS, &mut |path, is_folder| {
        settings.config.exclude.matches(path, is_folder)
    });
    found.inputs.retain(|input| {
        let own = input.folder().canonicalize().ok().and_then(|inner| config::find(&inner));
        own.is_none_or(|own| own.parent().is_none_or(|own| own == folder || !own.starts_with(folder)))
    });
    let skipped = found.skipped.iter().filter(|skipped| !skipped.link);
    let unread = skipped.map(|skipped| Failure::new(format!("{} cannot be read: {}", skipped.name, skipped.why)));
    let mut failures: Vec<Failure> = found.errors.iter().map(unopened).chain(unread).collect();
    if found.inputs.is_empty() && failures.is_empty() {
        let message = format!("every description in `{}` has a configuration further down", asked.display());
        failures.push(Failure::new(message));
    }
    (found.inputs, failures)
}

fn learn(input: &Input, settings: &Arc<Settings>, allow_outside: bool) -> Result<Learnt, Failure> {
    let settings = settings.clone().within(input.path())?;
    let opened = input.open(&mut io::stdin(), allow_outside).map_err(|error| unopened(&error))?;
    let contract = load_one(opened)?;
    let mut findings = lint::run(&contract, &settings.plan).findings;
    let places = Places::new(&contract.sources, contract.at.doc);
    settings.config.adjust(&mut findings, &places, &|name| input.place_of(name));
    Ok(Learnt {
        name: input.name.clone(),
        version: contract.version.as_str(),
        operations: contract.operations.len(),
        conventions: Facts::of(&contract, &settings.plan.conventions).pinnable(&contract),
        fired: findings.iter().map(|finding| finding.rule).collect(),
    })
}

/// The way from a folder to a file in a folder above it.
fn upward(folder: &Path, file: &Path) -> Option<String> {
    let steps = folder.strip_prefix(file.parent()?).ok()?.components().count();
    Some(format!("{}{}", "../".repeat(steps), file.file_name()?.to_str()?))
}

/// Writes a file that must not be there yet, unless it may be lost.
fn write(file: &Path, text: &str, force: bool) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    let options = if force { options.create(true).truncate(true) } else { options.create_new(true) };
    options.write(true).open(file)?.write_all(text.as_bytes())
}
