//! `caveat lint --fix`: writes what has one right mend, and `--diff`, which only shows it.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use similar::TextDiff;

use super::Done;
use super::descriptions::unopened;
use super::exit::Exit;
use super::failure::Failure;
use super::lint::{Job, guarded, lint_as};
use super::output::whole;
use super::terminal::Terminal;
use crate::lint::fixes;
use crate::report::escape;
use crate::source::loader::{Fetch, Refusal, Target};

/// What one mend makes possible is mended in another round; rounds that do not end are a fault.
const MOST_ROUNDS: usize = 20;
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Files with the texts that they are to have.
#[derive(Default)]
pub(super) struct Files {
    /// By the path behind all links, so that a file that several descriptions share is one.
    changed: BTreeMap<PathBuf, Changed>,
    /// How many findings are mended.
    fixed: usize,
}

struct Changed {
    name: String,
    before: String,
    after: String,
}

/// Texts of files, by their paths behind all links.
pub(super) type Texts = BTreeMap<PathBuf, Arc<String>>;

impl Files {
    fn of(jobs: &[Job], allow_outside: bool) -> (Self, Vec<Failure>) {
        let mut files = Files::default();
        let mut failures = Vec::new();
        for job in jobs {
            let name = &job.input.name;
            if !job.input.is_file() {
                let message = format!("{name} is no file, so nothing can be mended in it");
                failures.push(Failure::with_help(message, "name a file or a folder"));
            } else if let Err(failure) = guarded(name, || files.mend(job, allow_outside)) {
                failures.push(failure);
            }
        }
        (files, failures)
    }

    /// Files that have other texts than those on the disk.
    pub(super) fn open(texts: &Texts) -> Self {
        let open = |(path, text): (&PathBuf, &Arc<String>)| {
            let text = String::clone(text);
            (path.clone(), Changed { name: path.display().to_string(), before: text.clone(), after: text })
        };
        Self { changed: texts.iter().map(open).collect(), fixed: 0 }
    }

    /// The new texts of those that change.
    pub(super) fn texts(self) -> BTreeMap<PathBuf, String> {
        let changed = self.changed.into_iter().filter(|(_, changed)| changed.before != changed.after);
        changed.map(|(path, changed)| (path, changed.after)).collect()
    }

    /// Mends one description in rounds, until nothing is left to mend.
    pub(super) fn mend(&mut self, job: &Job, allow_outside: bool) -> Result<(), Failure> {
        for _ in 0..MOST_ROUNDS {
            let mut opened = job.input.open(&mut io::stdin(), allow_outside).map_err(|error| unopened(&error))?;
            if let Some(text) = self.text(&opened.name) {
                opened.bytes = text.as_bytes().to_vec();
            }
            let texts =
                self.changed.iter().map(|(path, changed)| (path.clone(), Arc::new(changed.after.clone()))).collect();
            opened.fetch = Box::new(Overlay { inner: opened.fetch, texts });
            // A description that cannot be linted is reported by the run that follows.
            let linted = lint_as(&job.input, opened, &job.counting, false);
            let Ok(linted) = linted else { return Ok(()) };
            let mended = fixes::apply(&linted.sources, &linted.findings);
            if mended.fixed == 0 {
                return Ok(());
            }
            self.fixed += mended.fixed;
            for (doc, after) in mended.texts {
                let document = linted.sources.doc(doc);
                let Ok(path) = Path::new(&document.name).canonicalize() else { continue };
                let before =
                    || Changed { name: document.name.clone(), before: document.text.clone(), after: String::new() };
                self.changed.entry(path).or_insert_with(before).after = after;
            }
        }
        Err(Failure::new(format!("mending {} did not come to an end", job.input.name)))
    }

    fn text(&self, name: &str) -> Option<&str> {
        let path = Path::new(name).canonicalize().ok()?;
        self.changed.get(&path).map(|changed| changed.after.as_str())
    }
}

/// Reads the texts that files are to have in the place of those that they have.
pub(super) struct Overlay {
    pub(super) inner: Box<dyn Fetch>,
    pub(super) texts: Texts,
}

impl Fetch for Overlay {
    fn resolve(&self, base: &str, reference: &str) -> Result<Target, Refusal> {
        self.inner.resolve(base, reference)
    }

    fn read(&self, target: &Target) -> Result<Vec<u8>, Refusal> {
        let path = Path::new(&target.name).canonicalize().ok();
        let text = path.and_then(|path| self.texts.get(&path));
        text.map_or_else(|| self.inner.read(target), |text| Ok(text.as_bytes().to_vec()))
    }
}

/// Writes the mended files, and says how many there are.
pub(super) fn mend(jobs: &[Job], allow_outside: bool, quiet: bool) -> Vec<Failure> {
    let (files, mut failures) = Files::of(jobs, allow_outside);
    let mut written = 0;
    for (path, changed) in &files.changed {
        match write(path, changed) {
            Ok(()) => written += 1,
            Err(why) => failures.push(Failure::new(format!("{} cannot be mended: {why}", changed.name))),
        }
    }
    if written > 0 && !quiet {
        let plural = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
        let said = format!("mended {} in {}\n", plural(files.fixed, "finding"), plural(written, "file"));
        // What is said beside the report may get lost with its stream.
        let _ = io::stderr().write_all(said.as_bytes());
    }
    failures
}

/// Writes a file whole or not at all.
fn write(path: &Path, changed: &Changed) -> Result<(), String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let (mark, text) = bytes.strip_prefix(BOM).map_or((&b""[..], &*bytes), |text| (BOM, text));
    if text != changed.before.as_bytes() {
        return Err("it changed meanwhile, or is not written in UTF-8".to_owned());
    }
    let write = &mut |out: &mut dyn io::Write| out.write_all(&[mark, changed.after.as_bytes()].concat());
    whole(path, write).map_err(|error| error.to_string())
}

/// Shows what mending would write.
pub(super) fn show(
    jobs: &[Job],
    allow_outside: bool,
    mut failures: Vec<Failure>,
    terminal: Terminal,
    out: &mut dyn io::Write,
) -> Done {
    let (files, more) = Files::of(jobs, allow_outside);
    failures.extend(more);
    let mut text = String::new();
    for changed in files.changed.values() {
        let name = &changed.name;
        let lines = TextDiff::from_lines(&changed.before, &changed.after);
        text.push_str(&lines.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string());
    }
    let exit = match (failures.is_empty(), files.changed.is_empty()) {
        (false, _) => Exit::Failed,
        (true, false) => Exit::Found,
        (true, true) => Exit::Clean,
    };
    // A person must not be deceived by what stands in a file; a program wants the patch as it is.
    if terminal.interactive {
        text = text.lines().map(|line| format!("{}\n", escape::source(line))).collect();
    }
    Done { exit, written: Some(out.write_all(text.as_bytes())), failures }
}
