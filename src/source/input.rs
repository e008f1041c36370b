//! What a person gives on the command line, as root documents.

use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use hashbrown::HashSet;

use super::decode::MAX_BYTES;
use super::fetch::{Files, Git, Revision, join, key_of, read_regular, refusal, without_number};
use super::loader::{Fetch, Refusal};
use super::names::Interner;
use super::near::near;
use super::walk;
pub use super::walk::{has_mark, promising, roots_above};

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
    /// The folder that the argument was given in.
    current: PathBuf,
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
        /// Where the path leads in the working tree.
        place: PathBuf,
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
    /// Whether it is a link that is not followed. Anything else is a file or a folder that should have been read.
    pub link: bool,
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
/// because it is named; in a folder, what has one of the keys `marks` at its root is. Paths begin in the folder
/// `current`. `excluded` says what is passed over in a folder, by its path and by whether it is a folder itself.
pub fn gather(
    current: &Path,
    arguments: &[OsString],
    marks: &[&str],
    excluded: &mut dyn FnMut(&Path, bool) -> bool,
) -> Inputs {
    let mut gathering = Gathering { current, marks, excluded, inputs: Inputs::default() };
    for argument in arguments {
        gathering.add(Path::new(argument));
    }
    let mut inputs = gathering.inputs;
    let mut seen = HashSet::new();
    inputs.inputs.retain(|input| seen.insert(input.key.clone()));
    inputs
}

/// Whether the file at a path is a root document.
pub fn is_root(path: &Path, marks: &[&str]) -> bool {
    walk::is_root(path, marks).unwrap_or(false)
}

struct Gathering<'a> {
    current: &'a Path,
    marks: &'a [&'a str],
    excluded: &'a mut dyn FnMut(&Path, bool) -> bool,
    inputs: Inputs,
}

impl Gathering<'_> {
    fn push(&mut self, name: String, key: String, origin: Origin) {
        self.inputs.inputs.push(Input { name, key, origin, current: self.current.to_owned() });
    }

    fn fail(&mut self, error: InputError) {
        self.inputs.errors.push(error);
    }

    fn add(&mut self, argument: &Path) {
        let name = shown(argument);
        if name == STDIN {
            return self.push(name.clone(), name, Origin::Stdin);
        }
        if name.is_empty() {
            // An unset variable of a shell, most likely: not the current folder.
            return self.fail(InputError::Missing { name, near: None });
        }
        let path = self.current.join(argument);
        let metadata = match std::fs::metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) => return self.not_a_path(argument, name, &error),
        };
        if metadata.is_dir() {
            self.folder(argument, &name);
        } else if is_stream(argument, &metadata) {
            self.push(name.clone(), name, Origin::Stream(path));
        } else if metadata.is_file() {
            match path.canonicalize() {
                Ok(canonical) => self.push(name, key_of(&canonical), Origin::File(path)),
                Err(error) => self.fail(InputError::Unreadable(name, without_number(&error))),
            }
        } else {
            self.fail(InputError::NotAFile(name));
        }
    }

    fn folder(&mut self, argument: &Path, name: &str) {
        let folder = self.current.join(argument);
        let (roots, skipped) = walk::roots(&folder, self.marks, self.excluded);
        // What is found in `.` is shown without it.
        let shown_below = |path: &Path| if name == "." { shown(path) } else { shown(&argument.join(path)) };
        let skipped = skipped.into_iter();
        let skipped = skipped.map(|walk::Skipped { path, why, link }| Skipped { name: shown_below(&path), why, link });
        self.inputs.skipped.extend(skipped);
        if roots.is_empty() {
            self.fail(InputError::Nothing(name.to_owned()));
        }
        for root in roots {
            let path = folder.join(&root);
            match path.canonicalize() {
                Ok(canonical) => self.push(shown_below(&root), key_of(&canonical), Origin::File(path)),
                Err(error) => {
                    let why = without_number(&error);
                    self.inputs.skipped.push(Skipped { name: shown_below(&root), why, link: false });
                }
            }
        }
    }

    /// There is nothing at the path, so it may mean something else.
    fn not_a_path(&mut self, argument: &Path, name: String, error: &io::Error) {
        let error = match (refusal(error), revision(&name)) {
            (_, Some((_, rest))) if rest.starts_with("//") => InputError::Network(name),
            (_, Some((revision, rest))) => match self.revision(&name, revision, rest) {
                Ok(()) => return,
                Err(error) => error,
            },
            (Refusal::Missing, None) => InputError::Missing { near: near(self.current, argument), name },
            (other, None) => InputError::Unreadable(name, other.to_string()),
        };
        self.fail(error);
    }

    fn revision(&mut self, name: &str, revision: &str, rest: &str) -> Result<(), InputError> {
        let git = Git::new(self.current);
        let unreadable = |why: Refusal| InputError::Unreadable(name.to_owned(), why.to_string());
        if !git.has(revision).map_err(unreadable)? {
            return Err(InputError::NoRevision(name.to_owned(), revision.to_owned()));
        }
        // As with git, the path counts from the root of the repository unless it begins with a dot.
        let relative = rest.starts_with("./") || rest.starts_with("../") || rest == ".";
        let prefix = git.prefix().map_err(unreadable)?.unwrap_or_default();
        let above = prefix.split('/').filter(|folder| !folder.is_empty()).map(|_| "..");
        let tree = above.fold(self.current.to_owned(), |folder, up| folder.join(up));
        let path = join(if relative { &prefix } else { "" }, rest);
        let mut found = Err(Refusal::NotAFile);
        if !path.is_empty() {
            git.read(revision, std::slice::from_ref(&path), |_, read| found = read.map(drop)).map_err(unreadable)?;
        }
        match found {
            Ok(()) => self.push_revision(name.to_owned(), revision, &path, &tree),
            Err(Refusal::NotAFile) => {
                let roots = self.revision_roots(&git, revision, &path, &tree).map_err(unreadable)?;
                if roots.is_empty() {
                    return Err(InputError::Nothing(name.to_owned()));
                }
                for path in roots {
                    self.push_revision(Revision::key(revision, &path), revision, &path, &tree);
                }
            }
            Err(Refusal::Missing) => return Err(InputError::NotInRevision(name.to_owned(), revision.to_owned())),
            Err(other) => return Err(unreadable(other)),
        }
        Ok(())
    }

    fn push_revision(&mut self, name: String, revision: &str, path: &str, tree: &Path) {
        let place = tree.join(path);
        let origin = Origin::Revision { revision: revision.to_owned(), path: path.to_owned(), place };
        self.push(name, Revision::key(revision, path), origin);
    }

    /// The root documents below a folder of a revision, whose working tree is `tree`.
    fn revision_roots(&mut self, git: &Git, revision: &str, folder: &str, tree: &Path) -> Result<Vec<String>, Refusal> {
        let mut paths = git.list(revision, folder)?.unwrap_or_default();
        paths.retain(|path| walk::is_named_like_one(Path::new(path)) && !path.contains('\n'));
        paths.retain(|path| !(self.excluded)(&tree.join(path), false));
        let mut roots = Vec::new();
        git.read(revision, &paths, |at, read| {
            let Ok(bytes) = read else { return };
            if walk::promising(&bytes, true, self.marks)
                && walk::has_mark(&super::read(paths[at].clone(), bytes, &mut Interner::default()), self.marks)
            {
                roots.push(paths[at].clone());
            }
        })?;
        Ok(roots)
    }
}

impl Input {
    /// Whether it is a file that can be written.
    pub fn is_file(&self) -> bool {
        matches!(self.origin, Origin::File(_))
    }

    /// The revision that the document is of, and its path from the root of the repository.
    pub fn revision(&self) -> Option<(&str, &str)> {
        match &self.origin {
            Origin::Revision { revision, path, .. } => Some((revision, path)),
            Origin::File(_) | Origin::Stream(_) | Origin::Stdin => None,
        }
    }

    /// The folder that the document lies in, for one of a revision the same folder of the working tree; the current
    /// folder for what lies in none.
    pub fn folder(&self) -> &Path {
        match &self.origin {
            Origin::File(path) | Origin::Revision { place: path, .. } => path.parent().unwrap_or(&self.current),
            Origin::Stream(_) | Origin::Stdin => &self.current,
        }
    }

    /// Where the document lies on the disk, or would lie if the revision that it is of were the working tree.
    pub fn path(&self) -> Option<&Path> {
        match &self.origin {
            Origin::File(path) | Origin::Revision { place: path, .. } => Some(path),
            Origin::Stream(_) | Origin::Stdin => None,
        }
    }

    /// Where a document lies that was reached from here, by the name that it is shown under; for one of a revision
    /// where it would lie in the working tree.
    pub fn place_of(&self, name: &str) -> PathBuf {
        match &self.origin {
            Origin::File(path) if name == self.name => path.clone(),
            Origin::Revision { place, .. } if name == self.name => place.clone(),
            Origin::Revision { revision, path, place } => {
                let rest = name.strip_prefix(&**revision).and_then(|rest| rest.strip_prefix(':')).unwrap_or(name);
                // The root of the working tree is as many folders up as the path has steps.
                place.ancestors().nth(path.split('/').count()).unwrap_or(place).join(rest)
            }
            _ => self.current.join(name),
        }
    }

    /// Reads the document. `stdin` is read if it is the standard input that was asked for.
    ///
    /// # Errors
    /// Fails if it cannot be read.
    pub fn open(&self, stdin: &mut dyn Read, allow_outside: bool) -> Result<Opened, InputError> {
        let unreadable = |refusal: Refusal| match refusal {
            Refusal::Missing => InputError::Missing { name: self.name.clone(), near: None },
            Refusal::NotAFile => InputError::NotAFile(self.name.clone()),
            other => InputError::Unreadable(self.name.clone(), other.to_string()),
        };
        let failed = |error: io::Error| unreadable(refusal(&error));
        let here = || Files::within(&self.current, &self.key, &self.name, allow_outside).map_err(failed);
        let (bytes, fetch): (Vec<u8>, Box<dyn Fetch>) = match &self.origin {
            Origin::File(path) => {
                let bytes = read_regular(path).map_err(unreadable)?;
                (bytes, Box::new(Files::around(path, &self.name, allow_outside).map_err(failed)?.0))
            }
            Origin::Stream(path) => (read_all(File::open(path).map_err(failed)?).map_err(failed)?, Box::new(here()?)),
            Origin::Stdin => (read_all(stdin).map_err(failed)?, Box::new(here()?)),
            Origin::Revision { revision, path, .. } => {
                let git = Git::new(&self.current);
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

/// Whether a path is read once, from front to end: a name for an open file, as the shell makes them for `<(...)`. Who
/// holds the other end has it open already; a named pipe may wait for a writer for ever, so it is no input. The
/// references of such a document begin in the current folder.
#[cfg(unix)]
fn is_stream(path: &Path, metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let open = ["/dev/stdin", "/dev/null", "/dev/tty"].iter().any(|device| path == Path::new(device))
        || ["/dev/fd", "/proc/self/fd"].iter().any(|folder| path.starts_with(folder));
    open && !metadata.file_type().is_block_device()
}

#[cfg(not(unix))]
fn is_stream(_: &Path, _: &std::fs::Metadata) -> bool {
    false
}
