//! The commits that touched a folder, as git tells them.

use std::io::{BufRead, BufReader};
use std::process::{ChildStdout, Stdio};

use super::git::{Git, Running, absent};
use super::without_number;
use crate::source::loader::Refusal;

/// What is asked of each commit; a zero byte can stand in none of the answers.
const FORMAT: &str = "--format=%x00%H%x00%P%x00%cI%x00%aN%x00%s%x00";
/// Commits as a person reads them who follows one branch, whatever the configuration of git says.
const LOG: [&str; 12] = [
    "log",
    "--first-parent",
    "--diff-merges=first-parent",
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-color",
    "--no-show-signature",
    "--no-relative",
    "--encoding=UTF-8",
    "--no-ext-diff",
    "--no-textconv",
];

/// A commit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Commit {
    /// Its id.
    pub id: String,
    /// Its first parent.
    pub parent: Option<String>,
    /// When it was committed, as `2026-07-01T12:00:00+02:00`.
    pub date: String,
    /// Who wrote it, by the name that the repository's mailmap gives.
    pub author: String,
    /// The first line of its message.
    pub subject: String,
    /// What it did to files, against the first parent: how (`A`, `M`, `D`), and the path from the root.
    pub touched: Vec<(char, String)>,
}

/// Commits, the newest first, read as they are asked for.
pub struct Log {
    output: BufReader<ChildStdout>,
    _child: Running,
}

impl Git {
    /// The id of the commit that a revision leads to.
    ///
    /// # Errors
    ///
    /// Fails if git cannot be called, as do the other questions.
    pub fn commit(&self, revision: &str) -> Result<Option<String>, Refusal> {
        let commit = format!("{revision}^{{commit}}");
        let id = self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        Ok(id.map(|id| String::from_utf8_lossy(&id).trim_end().to_owned()))
    }

    /// Whether older commits are missing here, as in most checkouts of build systems.
    ///
    /// # Errors
    ///
    /// Fails if git cannot be called.
    pub fn is_shallow(&self) -> Result<bool, Refusal> {
        Ok(self.ask(&["rev-parse", "--is-shallow-repository"])?.is_some_and(|said| said.starts_with(b"true")))
    }

    /// The ids of the commits from a revision back along first parents, without those that `since` has.
    ///
    /// # Errors
    ///
    /// Fails if git cannot be called.
    pub fn commits_since(&self, since: &str, revision: &str) -> Result<Vec<String>, Refusal> {
        let range = format!("{since}..{revision}");
        let list = self.ask(&["rev-list", "--first-parent", "--end-of-options", &range])?.unwrap_or_default();
        Ok(String::from_utf8_lossy(&list).lines().map(str::to_owned).collect())
    }

    /// The commits from a revision back along first parents that touched something below a folder (empty, or with a
    /// `/` at its end). A rename is a file that went and one that came.
    ///
    /// # Errors
    ///
    /// Fails if git cannot be called.
    pub fn log(&self, revision: &str, folder: &str) -> Result<Log, Refusal> {
        let spec = format!(":(top,literal){}", folder.trim_end_matches('/'));
        let mut arguments = LOG.to_vec();
        arguments.extend(["--no-renames", "--no-follow", FORMAT, "--end-of-options", revision, "--"]);
        if !folder.is_empty() {
            arguments.push(&spec);
        }
        let child = self.command(&arguments).stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child = child.map(Running).map_err(|error| absent(&error))?;
        match child.0.stdout.take() {
            Some(output) => Ok(Log { output: BufReader::new(output), _child: child }),
            None => Err(Refusal::Unreadable("git has no output".to_owned())),
        }
    }

    /// The path that a file had before a commit that added it, if it was moved or copied there.
    ///
    /// # Errors
    ///
    /// Fails if git cannot be called.
    pub fn moved_from(&self, commit: &str, path: &str) -> Result<Option<String>, Refusal> {
        let spec = format!(":(top,literal){path}");
        let mut arguments = LOG.to_vec();
        arguments.extend(["-1", "--follow", "--format=", "--end-of-options", commit, "--", &spec]);
        let said = self.ask(&arguments)?.unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        let mut words = said.trim_start_matches(['\0', '\n']).split('\0');
        let moved = words.next().and_then(|raw| raw.rsplit(' ').next()).is_some_and(|how| how.starts_with(['R', 'C']));
        let old = words.next().filter(|old| moved && *old != path && words.next() == Some(path));
        Ok(old.map(str::to_owned))
    }
}

impl Log {
    /// The next older commit; nothing behind the last one.
    ///
    /// # Errors
    ///
    /// Fails if git stops early.
    pub fn older(&mut self) -> Result<Option<Commit>, Refusal> {
        // Before each commit stands an empty word, which is all that the end has.
        if self.word()?.is_none() {
            return Ok(None);
        }
        let mut next = || self.word()?.ok_or_else(|| Refusal::Unreadable("git stopped in the middle of a log".into()));
        let (id, parents, date, author, subject) = (next()?, next()?, next()?, next()?, next()?);
        next()?;
        let mut touched = Vec::new();
        while let Some(raw) = self.raw()? {
            let path = self.word()?.unwrap_or_default();
            let how = raw.rsplit(' ').next().and_then(|how| how.chars().next()).unwrap_or('M');
            touched.push((how, path));
        }
        let parent = parents.split(' ').next().filter(|parent| !parent.is_empty()).map(str::to_owned);
        Ok(Some(Commit { id, parent, date, author, subject, touched }))
    }

    /// What git says before a path; nothing where the next commit begins.
    fn raw(&mut self) -> Result<Option<String>, Refusal> {
        let begins = self.output.fill_buf().map_err(|error| unreadable(&error))?.first().copied();
        if begins.is_none_or(|byte| byte == 0) { Ok(None) } else { self.word() }
    }

    fn word(&mut self) -> Result<Option<String>, Refusal> {
        let mut word = Vec::new();
        self.output.read_until(0, &mut word).map_err(|error| unreadable(&error))?;
        Ok((word.pop().is_some()).then(|| String::from_utf8_lossy(&word).into_owned()))
    }
}

fn unreadable(error: &std::io::Error) -> Refusal {
    Refusal::Unreadable(without_number(error))
}
