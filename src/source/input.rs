//! What a person gives on the command line, as root documents.

use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use hashbrown::HashSet;

use super::decode::MAX_BYTES;
use super::fetch::{Files, Git, Revision, key_of, read_regular, refusal, without_number};
use super::loader::{Fetch, Refusal};
use super::names::Interner;
use super::walk;

/// The argument that stands for the standard input.
pub const STDIN: &str = "-";

/// A root document that was asked for, not yet read.
#[derive(Clone, Debug)]
pub struct Input {
    /// The name to show: the path as it was given, with `/`.
    pub name: String,
    /// The same for every way to ask for the same document.
    pub key: String,
    origin: Origin,
}

#[derive(Clone, Debug)]
enum Origin {
    File(PathBuf),
    /// A named pipe, or a device that stands for one.
    Stream(PathBuf),
    Stdin,
    Revision {
        revision: String,
        path: String,
    },
}

/// A root document with its bytes, and with what leads from it to others.
pub struct Opened {
    /// The key under which a loader knows it.
    pub key: String,
    /// The name to show.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where its references lead.
    pub fetch: Box<dyn Fetch>,
}

/// Something in a folder that could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its path.
    pub name: String,
    /// Why, in a few words.
    pub why: String,
}

/// What the arguments lead to.
#[derive(Default, Debug)]
pub struct Inputs {
    /// The root documents, each once, in the order of the arguments.
    pub inputs: Vec<Input>,
    /// Arguments that lead nowhere.
    pub errors: Vec<InputError>,
    /// What was skipped in folders.
    pub skipped: Vec<Skipped>,
}

/// Why an argument leads to no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputError {
    /// There is no such file; maybe another one was meant.
    Missing {
        /// The argument.
        name: String,
        /// A file in the same folder with a similar name.
        near: Option<String>,
    },
    /// It is a device or a socket.
    NotAFile(String),
    /// It could not be read, and why.
    Unreadable(String, String),
    /// There is no root document in the folder.
    Nothing(String),
    /// It is a network address.
    Network(String),
    /// It looks like `REV:path`, but there is no such revision.
    NoRevision(String, String),
    /// There is no such file in the revision.
    NotInRevision(String, String),
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { name, near: None } => write!(f, "there is no file `{name}`"),
            Self::Missing { name, near: Some(near) } => write!(f, "there is no file `{name}`; did you mean `{near}`?"),
            Self::NotAFile(name) => write!(f, "`{name}` is neither a file nor a folder"),
            Self::Unreadable(name, why) => write!(f, "`{name}` cannot be read: {why}"),
            Self::Nothing(name) => write!(f, "there is no OpenAPI description in `{name}`"),
            Self::Network(name) => {
                write!(f, "`{name}` is a network address, which is never read; download it and give the file")
            }
            Self::NoRevision(name, revision) => {
                write!(f, "there is no file `{name}`, and no git revision `{revision}` either")
            }
            Self::NotInRevision(name, revision) => write!(f, "`{name}` is not in the git revision `{revision}`"),
        }
    }
}

impl std::error::Error for InputError {}

/// The root documents that the arguments ask for: files, folders, `-` and `REV:path`. A file is a root document
/// because it is named; in a folder, what has one of the keys `marks` at its root is.
pub fn gather(arguments: &[OsString], marks: &[&str]) -> Inputs {
    let mut inputs = Inputs::default();
    for argument in arguments {
        inputs.add(Path::new(argument), marks);
    }
    let mut seen = HashSet::new();
    inputs.inputs.retain(|input| seen.insert(input.key.clone()));
    inputs
}

impl Inputs {
    fn add(&mut self, path: &Path, marks: &[&str]) {
        let name = shown(path);
        if name == STDIN {
            self.inputs.push(Input { key: name.clone(), name, origin: Origin::Stdin });
            return;
        }
        let metadata = match std::fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) => return self.not_a_path(path, name, &error, marks),
        };
        if metadata.is_dir() {
            self.folder(path, &name, marks);
        } else if is_stream(path, &metadata) {
            self.inputs.push(Input { key: name.clone(), name, origin: Origin::Stream(path.to_owned()) });
        } else if metadata.is_file() {
            match path.canonicalize() {
                Ok(canonical) => {
                    self.inputs.push(Input { name, key: key_of(&canonical), origin: Origin::File(path.to_owned()) });
                }
                Err(error) => self.errors.push(InputError::Unreadable(name, without_number(&error))),
            }
        } else {
            self.errors.push(InputError::NotAFile(name));
        }
    }

    fn folder(&mut self, folder: &Path, name: &str, marks: &[&str]) {
        let (roots, skipped) = walk::roots(folder, marks);
        self.skipped.extend(skipped);
        if roots.is_empty() {
            self.errors.push(InputError::Nothing(name.to_owned()));
        }
        for root in roots {
            // What is found in `.` is shown without it.
            let path = if folder == Path::new(".") { root } else { folder.join(root) };
            match path.canonicalize() {
                Ok(canonical) => {
                    let key = key_of(&canonical);
                    self.inputs.push(Input { name: shown(&path), key, origin: Origin::File(path) });
                }
                Err(error) => self.skipped.push(Skipped { name: shown(&path), why: without_number(&error) }),
            }
        }
    }

    /// There is nothing at the path, so it may mean something else.
    fn not_a_path(&mut self, path: &Path, name: String, error: &io::Error, marks: &[&str]) {
        let missing = || InputError::Missing { near: near(path), name: name.clone() };
        let error = match (refusal(error), revision(&name)) {
            (_, Some((_, rest))) if rest.starts_with("//") => InputError::Network(name),
            (_, Some((revision, rest))) => {
                let (revision, rest) = (revision.to_owned(), rest.to_owned());
                match self.revision(&name, &revision, &rest, marks) {
                    Ok(()) => return,
                    Err(error) => error,
                }
            }
            (Refusal::Missing, None) => missing(),
            (other, None) => InputError::Unreadable(name, other.to_string()),
        };
        self.errors.push(error);
    }

    fn revision(&mut self, name: &str, revision: &str, rest: &str, marks: &[&str]) -> Result<(), InputError> {
        let git = Git::new(Path::new("."));
        let unreadable = |why: Refusal| InputError::Unreadable(name.to_owned(), why.to_string());
        if !git.has(revision).map_err(unreadable)? {
            return Err(InputError::NoRevision(name.to_owned(), revision.to_owned()));
        }
        // As with git, the path counts from the root of the repository unless it begins with a dot.
        let relative = rest.starts_with("./") || rest.starts_with("../") || rest == ".";
        let prefix = if relative { git.prefix().map_err(unreadable)?.unwrap_or_default() } else { String::new() };
        let path = super::fetch::join(&prefix, rest);
        let input = |path: &str, name: String| {
            let key = Revision::key(revision, path);
            Input { name, key, origin: Origin::Revision { revision: revision.to_owned(), path: path.to_owned() } }
        };
        let mut found = Err(Refusal::Missing);
        if !path.is_empty() {
            git.read(revision, std::slice::from_ref(&path), |_, read| found = read).map_err(unreadable)?;
        }
        match found {
            Ok(_) => self.inputs.push(input(&path, name.to_owned())),
            Err(Refusal::NotAFile | Refusal::Missing) => {
                let Some(mut paths) = git.list(revision, &path).map_err(unreadable)? else {
                    return Err(InputError::NotInRevision(name.to_owned(), revision.to_owned()));
                };
                paths.retain(|p| [".yaml", ".yml", ".json"].iter().any(|suffix| p.ends_with(suffix)));
                paths.retain(|p| !p.contains(['\n', '\0']));
                let mut roots = Vec::new();
                git.read(revision, &paths, |at, read| {
                    let Ok(bytes) = read else { return };
                    if walk::promising(&bytes, true, marks)
                        && walk::has_mark(&super::read(paths[at].clone(), bytes, &mut Interner::default()), marks)
                    {
                        roots.push(at);
                    }
                })
                .map_err(unreadable)?;
                if roots.is_empty() {
                    return Err(InputError::Nothing(name.to_owned()));
                }
                self.inputs.extend(roots.iter().map(|&at| input(&paths[at], Revision::key(revision, &paths[at]))));
            }
            Err(other) => return Err(unreadable(other)),
        }
        Ok(())
    }
}

impl Input {
    /// Reads the document. `stdin` is read if it is the standard input that was asked for.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be read.
    pub fn open(&self, stdin: &mut dyn Read, allow_outside: bool) -> Result<Opened, InputError> {
        let unreadable = |refusal: Refusal| match refusal {
            Refusal::Missing => InputError::Missing { name: self.name.clone(), near: None },
            Refusal::NotAFile => InputError::NotAFile(self.name.clone()),
            other => InputError::Unreadable(self.name.clone(), other.to_string()),
        };
        let failed = |error: io::Error| unreadable(refusal(&error));
        let here = || Files::within(Path::new("."), &self.key, &self.name, allow_outside).map_err(failed);
        let (bytes, fetch): (Vec<u8>, Box<dyn Fetch>) = match &self.origin {
            Origin::File(path) => {
                let bytes = read_regular(path).map_err(unreadable)?;
                (bytes, Box::new(Files::around(path, &self.name, allow_outside).map_err(failed)?.0))
            }
            Origin::Stream(path) => (read_all(File::open(path).map_err(failed)?).map_err(failed)?, Box::new(here()?)),
            Origin::Stdin => (read_all(stdin).map_err(failed)?, Box::new(here()?)),
            Origin::Revision { revision, path } => {
                let git = Git::new(Path::new("."));
                let mut bytes = Err(Refusal::Missing);
                git.read(revision, std::slice::from_ref(path), |_, read| bytes = read).map_err(unreadable)?;
                (bytes.map_err(unreadable)?, Box::new(Revision::around(git, revision, path, allow_outside)))
            }
        };
        Ok(Opened { key: self.key.clone(), name: self.name.clone(), bytes, fetch })
    }
}

/// Reads a stream to its end, or to one byte more than a document may have.
fn read_all(stream: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A path as it is shown: with `/` on every system.
pub(super) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// The revision and the path of `REV:path`. `C:\x` is a path, and so is `C:x` where there are drives.
fn revision(argument: &str) -> Option<(&str, &str)> {
    let (revision, path) = argument.split_once(':')?;
    let letter = revision.len() == 1 && revision.as_bytes()[0].is_ascii_alphabetic();
    let drive = letter && (cfg!(windows) || path.starts_with(['\\', '/']));
    (!revision.is_empty() && !drive).then_some((revision, path))
}

/// Whether a path is read once, from front to end, because it was named: a named pipe, as the shell makes them for
/// `<(...)`, or a name for an open file. The references of such a document begin in the current folder.
#[cfg(unix)]
fn is_stream(path: &Path, metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let open = ["/dev/stdin", "/dev/null", "/dev/tty"].iter().any(|device| path == Path::new(device))
        || ["/dev/fd", "/proc/self/fd"].iter().any(|folder| path.starts_with(folder));
    metadata.file_type().is_fifo() || (open && !metadata.file_type().is_block_device())
}

#[cfg(not(unix))]
fn is_stream(_: &Path, _: &std::fs::Metadata) -> bool {
    false
}

/// A file in the same folder whose name is much like that of a path.
fn near(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|n| !n.starts_with('.'))
        .collect();
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let best = similar::get_close_matches(name, &names, 1, 0.7).first().copied()?;
    Some(shown(&folder.map_or_else(|| PathBuf::from(best), |folder| folder.join(best))))
}
