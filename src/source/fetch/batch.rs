//! Many files of many revisions, asked of one git that stays open: a history has thousands of them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufReader, Write};
use std::process::{ChildStdin, ChildStdout, Stdio};
use std::sync::{Mutex, PoisonError};

use super::git::{Git, Revision, Running, absent, answer};
use super::without_number;
use crate::source::loader::{Fetch, Refusal, Target};

/// What is known of a file: its blob's id, or nothing where there is no such file.
pub type Id = Option<String>;

/// Answers what files of revisions are. Git is started by the first question.
pub struct Batch {
    git: Git,
    /// Gives ids, and reads no file.
    ids: Mutex<Option<Open>>,
    /// Gives ids and texts.
    texts: Mutex<Option<Open>>,
    failure: Mutex<Option<Refusal>>,
}

/// The id of a file and its text, or why there is none.
type Answer = Result<(String, Vec<u8>), Refusal>;

struct Open {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    _child: Running,
}

impl Batch {
    /// Nothing is started yet.
    pub fn new(git: Git) -> Self {
        Self { git, ids: Mutex::default(), texts: Mutex::default(), failure: Mutex::default() }
    }

    /// Why git stopped answering, if it did: a file that could not be read because of that may well be there.
    pub fn failure(&self) -> Option<Refusal> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The id of a file, which is not read for it.
    ///
    /// # Errors
    ///
    /// Fails if git cannot be called or stops early, as does the other question.
    pub fn id(&self, revision: &str, path: &str) -> Result<Id, Refusal> {
        let found = self.ask(&self.ids, "--batch-check", revision, path)?;
        Ok(found.ok().map(|(id, _)| id))
    }

    fn text(&self, revision: &str, path: &str) -> Result<Answer, Refusal> {
        self.ask(&self.texts, "--batch", revision, path)
    }

    fn ask(&self, open: &Mutex<Option<Open>>, how: &str, revision: &str, path: &str) -> Result<Answer, Refusal> {
        // Names go in by lines, so what cannot stand in a line is no name.
        if revision.contains(['\n', '\0']) || path.contains(['\n', '\0']) {
            return Ok(Err(Refusal::Unusable("its name has a line break in it".to_owned())));
        }
        self.ask_open(open, how, &format!("{revision}:{path}")).inspect_err(|why| {
            *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(why.clone());
        })
    }

    fn ask_open(&self, open: &Mutex<Option<Open>>, how: &str, name: &str) -> Result<Answer, Refusal> {
        let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
        let started = match open.take() {
            Some(started) => started,
            None => self.start(how)?,
        };
        let Open { input, output, .. } = open.insert(started);
        let asked = writeln!(input, "{name}").and_then(|()| input.flush());
        let answered = asked.and_then(|()| answer(output, how == "--batch"));
        if answered.is_err() {
            // What git would say next belongs to no question.
            *open = None;
        }
        answered.map_err(|error| Refusal::Unreadable(without_number(&error)))
    }

    fn start(&self, how: &str) -> Result<Open, Refusal> {
        let mut command = self.git.command(&["cat-file", how, "--follow-symlinks"]);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.map(Running).map_err(|error| absent(&error))?;
        match (child.0.stdin.take(), child.0.stdout.take()) {
            (Some(input), Some(output)) => Ok(Open { input, output: BufReader::new(output), _child: child }),
            _ => Err(Refusal::Unreadable("git has no input".to_owned())),
        }
    }
}

/// The files around one root document of a revision, with a note of each that was asked for.
pub struct Snapshot<'b> {
    around: Revision,
    revision: String,
    batch: &'b Batch,
    asked: RefCell<BTreeMap<String, Id>>,
}

impl<'b> Snapshot<'b> {
    /// The files around the document at `path`, which counts from the root of the repository.
    pub fn around(batch: &'b Batch, revision: &str, path: &str, allow_outside: bool) -> Self {
        let around = Revision::around(batch.git.clone(), revision, path, allow_outside);
        Self { around, revision: revision.to_owned(), batch, asked: RefCell::default() }
    }

    /// Reads the file at a path from the root of the repository.
    ///
    /// # Errors
    ///
    /// Refuses what is no file, as does following a reference to it.
    pub fn open(&self, path: &str) -> Result<Vec<u8>, Refusal> {
        let found = self.batch.text(&self.revision, path)?;
        let id = found.as_ref().ok().map(|(id, _)| id.clone());
        self.asked.borrow_mut().insert(path.to_owned(), id);
        found.map(|(_, text)| text)
    }

    /// All files that were asked for, those that are not there among them, by their paths from the root of the
    /// repository.
    pub fn asked(&self) -> BTreeMap<String, Id> {
        self.asked.borrow().clone()
    }
}

impl Fetch for Snapshot<'_> {
    fn resolve(&self, base: &str, reference: &str) -> Result<Target, Refusal> {
        self.around.resolve(base, reference)
    }

    fn read(&self, target: &Target) -> Result<Vec<u8>, Refusal> {
        self.open(self.around.path_of(&target.key)?)
    }
}
