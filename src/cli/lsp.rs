//! `caveat lsp`: serves an editor over standard input and output.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use lsp_server::{Connection, Message, Notification};

use super::Done;
use super::accepting::{self, Asked};
use super::args::Lsp;
use super::descriptions::unopened;
use super::exit::Exit;
use super::failure::Failure;
use super::fix::{Files, Overlay};
use super::lint::{Job, Linted, guarded, lint_as};
use super::settings::{Configs, Counting};
use crate::config::{Mistake, Mistakes};
use crate::contract::sniff::ROOT_KEYS;
use crate::finding::Finding;
use crate::lsp::{self, Checked, LAST, Linter, Texts, UNREADABLE};
use crate::report::{Report, Root};
use crate::source::input::{self, Input};

/// How long nobody must have typed before a document is linted. Shorter than what a person takes for a delay.
const WAIT: Duration = Duration::from_millis(40);

/// Serves until the editor ends the session or is gone.
pub(super) fn run(args: &Lsp, mut out: &mut dyn io::Write) -> Done {
    let linter = Box::new(Desk { config: args.config.clone(), allow_outside: args.allow_outside });
    let (server, Connection { sender, receiver }) = Connection::memory();
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        loop {
            let message = match Message::read(&mut input) {
                Ok(Some(message)) => message,
                // The bytes of such a message are gone, and the next one can be read.
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    let why: String = error.to_string().chars().take(200).collect();
                    Notification::new(UNREADABLE.to_owned(), why).into()
                }
                Ok(None) | Err(_) => return,
            };
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    let serving = thread::spawn(move || lsp::serve(server, linter, WAIT));
    for message in &receiver {
        if matches!(&message, Message::Notification(notification) if notification.method == LAST) {
            break;
        }
        if message.write(&mut out).is_err() {
            return Done { exit: Exit::Found, written: None, failures: Vec::new() };
        }
    }
    let exit = if serving.join().unwrap_or(false) { Exit::Clean } else { Exit::Found };
    Done { exit, written: None, failures: Vec::new() }
}

/// Reads and lints for an editor as the command line does.
#[derive(Default)]
pub(super) struct Desk {
    config: Option<PathBuf>,
    allow_outside: bool,
}

impl Desk {
    /// What counts for a file; nothing if its configuration excludes it. Configurations are read for each run, so that
    /// they count as they are now.
    fn counting(&self, input: &Input) -> Result<Option<Counting>, Vec<Failure>> {
        let counting = Configs::new(self.config.clone()).for_input(input)?;
        let excluded = input.path().is_some_and(|path| counting.settings.config.exclude.matches(path, false));
        Ok((!excluded).then_some(counting))
    }

    fn check(&self, path: &Path, texts: &Texts) -> Result<Checked, Vec<Failure>> {
        let Some(input) = input_at(path) else { return Ok(Checked::default()) };
        let mut opened = input.open(&mut io::empty(), self.allow_outside).map_err(|error| vec![unopened(&error)])?;
        if let Some(text) = texts.get(path) {
            opened.bytes = text.as_bytes().to_vec();
        }
        if !input::promising(&opened.bytes, true, ROOT_KEYS) {
            return Ok(Checked::default());
        }
        let Some(counting) = self.counting(&input)? else { return Ok(Checked::default()) };
        opened.fetch = Box::new(Overlay { inner: opened.fetch, texts: texts.clone() });
        match lint_as(&input, opened, &counting, false) {
            Ok(linted) => Ok(found(linted, &counting)),
            // A text that breaks off may be anything: only what would be a description is spoken of.
            Err(Failure::Placed { document, .. }) if !input::has_mark(&document, ROOT_KEYS) => Ok(Checked::default()),
            Err(failure @ Failure::Placed { .. }) => Err(vec![failure]),
            Err(_) => Ok(Checked::default()),
        }
    }
}

/// A file that may be a description; nothing for what is no regular file, such as a buffer that was never saved.
fn input_at(path: &Path) -> Option<Input> {
    // A folder would be searched.
    let path = path.is_file().then(|| OsString::from(path))?;
    let found = input::gather(Path::new("."), &[path], ROOT_KEYS, &mut |_, _| false);
    found.inputs.into_iter().next().filter(Input::is_file)
}

/// What is left of what was found when the baseline and the severity that the configuration names have their say.
fn found(linted: Linted, counting: &Counting) -> Checked {
    let Linted { sources, root, mut findings, suppressed, failed, .. } = linted;
    let mut failures = failed;
    let config = &counting.settings.config;
    if config.baseline.is_some() {
        let root = [Root { sources: &sources, doc: root, findings: &findings, suppressed: &suppressed }];
        let asked = Asked { baseline: None, write: None };
        let report = accepting::hold(Report::new(&root), &asked, &[&counting.settings], true, &mut failures);
        let left: Vec<Finding> = report.items.iter().map(|item| item.finding.clone()).collect();
        findings = left;
    }
    findings.retain(|finding| config.show.is_none_or(|show| finding.severity >= show));
    let mut checked = refused(failures);
    checked.description = Some((sources, findings));
    checked
}

/// What could not be done.
fn refused(failures: Vec<Failure>) -> Checked {
    let mut checked = Checked::default();
    for failure in failures {
        match failure {
            Failure::Said { message, .. } => checked.said.push(message),
            Failure::Placed { document, span: (start, end), label, message, help } => {
                let list = vec![Mistake { start, end, label, message, help }];
                checked.mistakes.push(Mistakes { document: *document, list });
            }
            Failure::Config(files) => checked.mistakes.extend(files),
        }
    }
    checked
}

impl Linter for Desk {
    fn lint(&mut self, path: &Path, texts: &Texts) -> Checked {
        let checked = guarded(&path.display().to_string(), || Ok::<_, Failure>(self.check(path, texts)));
        match checked.unwrap_or_else(|failure| Err(vec![failure])) {
            Ok(checked) => checked,
            Err(failures) => refused(failures),
        }
    }

    fn mend(&mut self, roots: &[PathBuf], texts: &Texts) -> BTreeMap<PathBuf, String> {
        let mut files = Files::open(texts);
        for path in roots {
            // What cannot be mended keeps its findings, which is said already.
            let Some(input) = input_at(path) else { continue };
            if let Ok(Some(counting)) = self.counting(&input) {
                let job = Job { input, counting };
                let _ = guarded(&job.input.name, || files.mend(&job, self.allow_outside));
            }
        }
        files.texts()
    }
}
