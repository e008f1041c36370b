//! `--watch`: does the work again whenever a file changes that it depends on.
//!
//! The files are asked a few times a second when they were changed, by their paths. They are few, and so it is the same
//! for editors that write in place and those that write a new file and rename it, for network folders, and for what is
//! mounted into a container, where the system's own notice of changes says different things or nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::Done;
use super::args::{Check, Command, Diff, Lint};
use super::exit::Exit;
use super::failure::{self, Failure};
use super::settings::shown;
use super::terminal::Terminal;
use crate::config::without_dots;
use crate::report::escape;
use crate::source::fetch::decode;
use crate::source::input::STDIN;
use crate::source::loader::Sources;

/// How often files are looked at.
const EVERY: Duration = Duration::from_millis(150);
/// What is being written has to stand still for so long.
const SETTLED: Duration = Duration::from_millis(50);
/// Clears what is on the screen and above it, and goes to its beginning.
const CLEAR: &[u8] = b"\x1b[2J\x1b[3J\x1b[H";

/// The files that a piece of work depends on.
#[derive(Default)]
pub(super) struct Reads {
    wanted: bool,
    files: BTreeSet<PathBuf>,
}

impl Reads {
    /// Adds a file or a folder, there or not.
    pub(super) fn add(&mut self, file: impl Into<PathBuf>) {
        if self.wanted {
            self.files.insert(file.into());
        }
    }

    /// Adds more of them.
    pub(super) fn extend(&mut self, files: impl IntoIterator<Item = PathBuf>) {
        if self.wanted {
            self.files.extend(files);
        }
    }

    /// Adds documents, and the files that they refer to: those that are not there, too.
    pub(super) fn documents(&mut self, sources: &Sources) {
        if !self.wanted {
            return;
        }
        let reference = sources.names.find("$ref");
        for doc in &sources.docs {
            let path = Path::new(&doc.name);
            self.files.insert(path.to_owned());
            let keys = (0..doc.tape.nodes.len() as u32).filter(|node| doc.tape.nodes[*node as usize].is_key());
            for key in keys.filter(|key| Some(doc.tape.key(*key)) == reference) {
                let value = doc.tape.nodes[key as usize].next;
                let text = (doc.tape.nodes.get(value as usize)).and_then(|_| doc.view(value).as_str());
                let Some(text) = text.filter(|text| !text.starts_with('#') && !text.contains("://")) else { continue };
                if let Ok(file) = decode(text.split('#').next().unwrap_or_default()) {
                    self.files.insert(path.parent().unwrap_or(path).join(file));
                }
            }
        }
    }
}

/// What a command was asked to look at again and again.
pub(super) struct Asked {
    paths: Vec<PathBuf>,
    quiet: bool,
}

impl Asked {
    /// Nothing if the command is to be done once.
    pub(super) fn of(command: &Command) -> Option<Self> {
        let (watch, quiet, paths): (bool, bool, Vec<&OsString>) = match command {
            Command::Lint(Lint { watch, quiet, paths, .. }) => (*watch, *quiet, paths.iter().collect()),
            Command::Diff(Diff { watch, quiet, old, new, .. }) => (*watch, *quiet, vec![old, new]),
            Command::Check(Check { watch, quiet, paths, against, .. }) => {
                (*watch, *quiet, paths.iter().chain(against).collect())
            }
            _ => return None,
        };
        let mut paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
        if paths.is_empty() {
            paths.push(PathBuf::from("."));
        }
        watch.then_some(Self { paths, quiet })
    }

    /// What can be read once only.
    fn stream(&self) -> Option<&Path> {
        let once = |path: &Path| path.metadata().is_ok_and(|file| !file.is_file() && !file.is_dir());
        self.paths.iter().map(PathBuf::as_path).find(|path| *path == Path::new(STDIN) || once(path))
    }

    /// What is not there, unless it is a file of a revision.
    fn missing(&self) -> bool {
        self.paths.iter().any(|path| !path.exists() && !path.to_string_lossy().contains(':'))
    }
}

/// Does the work, and again after each change, until somebody ends the program or nobody reads what it writes.
pub(super) fn run(
    asked: &Asked,
    terminals: impl Fn() -> (Terminal, Terminal),
    work: impl Fn(&mut Reads) -> Done,
) -> Exit {
    if let Some(stream) = asked.stream() {
        let what = if stream == Path::new(STDIN) { "standard input".into() } else { format!("`{}`", stream.display()) };
        let failure = Failure::with_help(format!("{what} can be read once only"), "give a file to --watch");
        failure::say(&[failure], terminals().1);
        return Exit::Failed;
    }
    let one_name = |path: PathBuf| std::path::absolute(&path).map_or(path, |path| without_dots(&path));
    // What was asked for is looked at before it is read, so that no change in between is missed; folders after it, for
    // reports may be written into them.
    let files = asked.paths.iter().filter(|path| path.is_file());
    let mut known: BTreeMap<PathBuf, Option<Stamp>> = files.map(|path| (one_name(path.clone()), None)).collect();
    let mut first = true;
    loop {
        let began = SystemTime::now();
        for (path, stamp) in &mut known {
            *stamp = Some(Stamp::of(path));
        }
        let mut reads = Reads { wanted: true, files: BTreeSet::new() };
        let done = work(&mut reads);
        let heard = !matches!(done.written, Some(Err(_)));
        // Whoever mistyped a name or a flag wants to know it now.
        if !heard || reads.files.is_empty() || (first && done.exit == Exit::Failed && asked.missing()) {
            return done.exit;
        }
        first = false;
        let (stdout, stderr) = terminals();
        reads.files.extend(asked.paths.iter().cloned());
        // What one of the earlier runs depended on stays: this one may have ended early.
        for path in reads.files.into_iter().map(one_name) {
            known.entry(path).or_insert_with_key(|path| Some(Stamp::of(path)).filter(|stamp| stamp.is_before(began)));
        }
        if stderr.interactive && !asked.quiet {
            let files = crate::report::text::count(known.keys().filter(|path| path.is_file()).count(), "file");
            let _ = writeln!(io::stderr(), "\nwatching {files}; Ctrl-C ends it");
        }
        let changed = wait(&known);
        if stdout.animates() {
            let mut out = super::stdout().lock();
            let _ = out.write_all(CLEAR).and_then(|()| out.flush());
        } else if !asked.quiet {
            // What is written to a file or a pipe is reports and nothing else.
            let _ = writeln!(io::stderr(), "--- {} changed ---", escape::words(&shown(&changed)));
        }
    }
}

/// Waits until something differs from what is known of it, and stands still; gives the first that does.
fn wait(known: &BTreeMap<PathBuf, Option<Stamp>>) -> PathBuf {
    loop {
        let changed = known.iter().find(|(path, stamp)| stamp.as_ref() != Some(&Stamp::of(path)));
        let Some((path, _)) = changed else {
            std::thread::sleep(EVERY);
            continue;
        };
        let all = || known.keys().map(|path| Stamp::of(path)).collect::<Vec<_>>();
        let mut before = all();
        loop {
            std::thread::sleep(SETTLED);
            let now = all();
            if now == before {
                return path.clone();
            }
            before = now;
        }
    }
}

/// What is seen of a path without reading it.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Stamp {
    Nothing,
    File(Option<SystemTime>, u64),
    /// The names of what could be descriptions, and not when the folder was changed: it may be written to as well.
    Folder(BTreeSet<OsString>),
}

impl Stamp {
    fn of(path: &Path) -> Self {
        let Ok(metadata) = path.metadata() else { return Stamp::Nothing };
        if !metadata.is_dir() {
            return Stamp::File(metadata.modified().ok(), metadata.len());
        }
        let entries = std::fs::read_dir(path).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.file_name()));
        let named = |name: &OsString| {
            let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            ["yaml", "yml", "json"].iter().any(|known| ending.eq_ignore_ascii_case(known))
        };
        Stamp::Folder(entries.filter(named).collect())
    }

    /// Whether a file was not changed since: of one that was, nobody knows which text was read.
    fn is_before(&self, time: SystemTime) -> bool {
        // The clock of files is coarse: a file that is written now may have changed some milliseconds ago.
        const GRAIN: Duration = Duration::from_millis(10);
        !matches!(self, Stamp::File(Some(changed), _) if *changed + GRAIN >= time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_seen_however_it_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.yaml");
        let stamps = || (Stamp::of(&file), Stamp::of(folder.path()));
        let none = stamps();
        assert_eq!(none, (Stamp::Nothing, Stamp::Folder(BTreeSet::new())));
        std::fs::write(&file, "a").expect("a file");
        let written = stamps();
        assert!(written.0 != none.0 && written.1 != none.1);
        std::fs::write(folder.path().join("new"), "abc").expect("a file");
        assert_eq!(stamps(), written, "another file is none of ours");
        std::fs::rename(folder.path().join("new"), &file).expect("the file");
        assert!(stamps().0 != written.0 && stamps().1 == written.1);
        std::fs::remove_file(&file).expect("the file");
        assert_eq!(stamps(), none);
    }

    #[test]
    fn what_changed_while_it_was_read_is_read_again() {
        let began = SystemTime::now();
        assert!(!Stamp::File(Some(began), 1).is_before(began));
        assert!(Stamp::File(began.checked_sub(EVERY), 1).is_before(began) && Stamp::Nothing.is_before(began));
    }
}
