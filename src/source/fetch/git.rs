//! Files of a git revision, by calling git: it knows its formats, its configuration and its owner checks best.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::reference::{Local, classify, join, leaves};
use super::without_number;
use crate::source::decode::MAX_BYTES;
use crate::source::loader::{Fetch, Refusal, Target};

/// Git, as called from one folder.
#[derive(Clone, Debug)]
pub struct Git {
    folder: PathBuf,
}

impl Git {
    /// Git as called from `folder`, which decides about the repository.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .args(["--no-pager", "--no-replace-objects"])
            .args(arguments)
            .current_dir(&self.folder)
            .stderr(Stdio::null())
            // Nothing is asked for, nothing is locked, and what a partial clone lacks is not fetched.
            .envs([("GIT_TERMINAL_PROMPT", "0"), ("GIT_OPTIONAL_LOCKS", "0"), ("GIT_NO_LAZY_FETCH", "1")])
            .env("GIT_ALLOW_PROTOCOL", "none");
        command
    }

    /// What git prints, or nothing if it fails.
    pub(super) fn ask(&self, arguments: &[&str]) -> Result<Option<Vec<u8>>, Refusal> {
        let output = self.command(arguments).stdin(Stdio::null()).output().map_err(|e| absent(&e))?;
        Ok(output.status.success().then_some(output.stdout))
    }

    /// The path from the root of the repository to the folder, empty or with a `/` at its end; nothing outside of a
    /// repository.
    ///
    /// # Errors
    ///
    /// Fails if git cannot be called, as do the other questions.
    pub fn prefix(&self) -> Result<Option<String>, Refusal> {
        let line = self.ask(&["rev-parse", "--show-prefix"])?;
        Ok(line.map(|line| String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']).to_owned()))
    }

    /// Whether there is such a revision.
    ///
    /// # Errors
    ///
    /// Fails if git cannot be called.
    pub fn has(&self, revision: &str) -> Result<bool, Refusal> {
        let tree = format!("{revision}^{{tree}}");
        Ok(self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &tree])?.is_some())
    }

    /// The paths of all files below a folder of a revision, from the root of the repository.
    ///
    /// # Errors
    ///
    /// Fails if git cannot be called.
    pub fn list(&self, revision: &str, folder: &str) -> Result<Option<Vec<String>>, Refusal> {
        let tree = format!("{revision}:{folder}");
        let listing = self.ask(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", "--end-of-options", &tree])?;
        let join = |path: &str| if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") };
        Ok(listing.map(|listing| {
            String::from_utf8_lossy(&listing).split('\0').filter(|path| !path.is_empty()).map(join).collect()
        }))
    }

    /// Reads files of a revision one after the other, by their paths from the root of the repository.
    ///
    /// # Errors
    ///
    /// Fails if git cannot be called or stops early. What is wrong with a single file goes to `each`.
    pub fn read(
        &self,
        revision: &str,
        paths: &[String],
        mut each: impl FnMut(usize, Result<Vec<u8>, Refusal>),
    ) -> Result<(), Refusal> {
        // Names go in by lines, so what cannot stand in a line is no name; git itself refuses NUL in a revision.
        if revision.contains(['\n', '\0']) || paths.iter().any(|path| path.contains(['\n', '\0'])) {
            return Err(Refusal::Unusable("its name has a line break in it".to_owned()));
        }
        let mut command = self.command(&["cat-file", "--batch", "--follow-symlinks"]);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map(Running).map_err(|e| absent(&e))?;
        let (Some(mut input), Some(output)) = (child.0.stdin.take(), child.0.stdout.take()) else {
            return Err(Refusal::Unreadable("git has no input".to_owned()));
        };
        let mut output = BufReader::new(output);
        std::thread::scope(|scope| {
            // A thread of its own, because git stops reading names while nobody takes its answers.
            scope.spawn(move || {
                for path in paths {
                    if writeln!(input, "{revision}:{path}").is_err() {
                        break;
                    }
                }
            });
            for at in 0..paths.len() {
                match answer(&mut output, true) {
                    Ok(found) => each(at, found.map(|(_, text)| text)),
                    Err(error) => {
                        child.stop();
                        return Err(Refusal::Unreadable(without_number(&error)));
                    }
                }
            }
            Ok(())
        })
    }
}

/// A child that does not outlive its use.
pub(super) struct Running(pub(super) Child);

impl Running {
    fn stop(&mut self) {
        // It may have ended by itself, which is as well.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

pub(super) fn absent(error: &std::io::Error) -> Refusal {
    Refusal::Unreadable(format!("git cannot be called: {}", without_number(error)))
}

/// One answer of `git cat-file`, the id of a file and its text: a line, and behind some lines a text of the length that
/// the line states. Where only ids are asked for (`--batch-check`), a file is its line alone.
pub(super) fn answer(output: &mut impl BufRead, texts: bool) -> std::io::Result<Result<(String, Vec<u8>), Refusal>> {
    let mut line = Vec::new();
    output.take(1 << 20).read_until(b'\n', &mut line)?;
    if line.last() != Some(&b'\n') {
        return Err(std::io::Error::other("git stopped in the middle of an answer"));
    }
    let line = String::from_utf8_lossy(&line);
    let mut words = line.trim_end().rsplitn(3, ' ');
    let (size, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let Ok(size) = size.parse::<u64>() else { return Ok(Err(Refusal::Missing)) };
    if size > MAX_BYTES as u64 {
        return Err(std::io::Error::other("the file has 4 GiB or more"));
    }
    let first = line.split(' ').next();
    // What is said of a link (`symlink 4`) has a text behind it in any case.
    let mut bytes = Vec::new();
    if texts || matches!(first, Some("symlink" | "loop" | "dangling" | "notdir")) {
        bytes.reserve_exact(usize::try_from(size).unwrap_or(0) + 1);
        output.take(size + 1).read_to_end(&mut bytes)?;
        if bytes.pop() != Some(b'\n') {
            return Err(std::io::Error::other("git stopped in the middle of a file"));
        }
    }
    Ok(match (kind, first) {
        ("blob", Some(id)) => Ok((id.to_owned(), bytes)),
        ("tree" | "commit" | "tag", _) => Err(Refusal::NotAFile),
        // A symbolic link that leads out of the repository.
        (_, Some("symlink")) => Err(Refusal::Outside),
        (_, Some("loop")) => Err(Refusal::Unreadable("a symbolic link leads in a circle".to_owned())),
        // `dangling` and `notdir`.
        _ => Err(Refusal::Missing),
    })
}

/// The files around one root document of a revision: references are read from the same revision.
pub struct Revision {
    git: Git,
    name: String,
    /// The folder of the root document from the root of the repository, empty or with a `/` at its end.
    folder: String,
    allow_outside: bool,
}

impl Revision {
    /// The files around the document at `path`, which counts from the root of the repository.
    pub fn around(git: Git, revision: &str, path: &str, allow_outside: bool) -> Self {
        let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        Self { git, name: revision.to_owned(), folder, allow_outside }
    }

    /// The key of the file at `path`, which is also the name to show.
    pub fn key(revision: &str, path: &str) -> String {
        format!("{revision}:{path}")
    }

    /// The path of a key, from the root of the repository.
    pub(super) fn path_of<'k>(&self, key: &'k str) -> Result<&'k str, Refusal> {
        key.strip_prefix(&*self.name).and_then(|rest| rest.strip_prefix(':')).ok_or(Refusal::Missing)
    }
}

impl Fetch for Revision {
    fn resolve(&self, base: &str, reference: &str) -> Result<Target, Refusal> {
        let Local::Relative(relative) = classify(reference)? else { return Err(Refusal::Outside) };
        let path = join(self.path_of(base)?, &relative);
        if leaves(&path) || !(self.allow_outside || path.starts_with(&self.folder)) {
            return Err(Refusal::Outside);
        }
        let key = Self::key(&self.name, &path);
        Ok(Target { name: key.clone(), key })
    }

    fn read(&self, target: &Target) -> Result<Vec<u8>, Refusal> {
        let path = self.path_of(&target.key)?;
        let mut read = Err(Refusal::Missing);
        self.git.read(&self.name, &[path.to_owned()], |_, found| read = found)?;
        read
    }
}
