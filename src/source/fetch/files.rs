//! References between files on a disk.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use hashbrown::HashMap;

use super::reference::{Local, classify, join, leaves};
use super::{read_regular, refusal};
use crate::source::loader::{Fetch, Refusal, Target};

/// The files around one root document. A reference may lead anywhere in the folder tree of that document, and out of
/// it only if that is allowed; where a symbolic link leads counts, not where it stands.
pub struct Files {
    /// The folder of the root document, without symbolic links.
    folder: PathBuf,
    allow_outside: bool,
    /// Every file that a reference led to, by its key.
    known: Mutex<HashMap<String, Known>>,
}

struct Known {
    /// The path from the folder of the root document, as the references spell it.
    spelled: String,
    /// The name to show.
    name: String,
    /// The file itself, without symbolic links.
    path: PathBuf,
}

impl Files {
    /// The files around the root document at `path`, which is shown as `name`; and the key of that document.
    ///
    /// # Errors
    ///
    /// Fails if there is nothing at `path`.
    pub fn around(path: &Path, name: &str, allow_outside: bool) -> io::Result<(Self, String)> {
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let canonical = path.canonicalize()?;
        let spelled = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let key = key_of(&canonical);
        let files = Self::new(folder, allow_outside)?;
        files.known().insert(key.clone(), Known { spelled, name: name.to_owned(), path: canonical });
        Ok((files, key))
    }

    /// The files around a root document that is itself no file, such as the standard input: those in `folder`. `key`
    /// and `name` are those of the document.
    ///
    /// # Errors
    ///
    /// Fails if there is no such folder.
    pub fn within(folder: &Path, key: &str, name: &str, allow_outside: bool) -> io::Result<Self> {
        let files = Self::new(folder, allow_outside)?;
        let known = Known { spelled: String::new(), name: name.to_owned(), path: files.folder.clone() };
        files.known().insert(key.to_owned(), known);
        Ok(files)
    }

    fn new(folder: &Path, allow_outside: bool) -> io::Result<Self> {
        Ok(Self { folder: folder.canonicalize()?, allow_outside, known: Mutex::default() })
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Fetch for Files {
    fn resolve(&self, base: &str, reference: &str) -> Result<Target, Refusal> {
        let (spelled, name) = match classify(reference)? {
            Local::Relative(path) => {
                let known = self.known();
                let base = known.get(base).ok_or(Refusal::Missing)?;
                (join(&base.spelled, &path), join(&base.name, &path))
            }
            Local::Absolute(_) if !self.allow_outside => return Err(Refusal::Outside),
            Local::Absolute(path) => (path.clone(), path),
        };
        // Told before anything is looked up, so that nobody learns what is there.
        if leaves(&spelled) && !self.allow_outside {
            return Err(Refusal::Outside);
        }
        let path = self.folder.join(&spelled).canonicalize().map_err(|e| refusal(&e))?;
        let key = key_of(&path);
        let mut known = self.known();
        if let Some(known) = known.get(&key) {
            return Ok(Target { key, name: known.name.clone() });
        }
        if !self.allow_outside && !path.starts_with(&self.folder) {
            return Err(Refusal::Outside);
        }
        let target = Target { key: key.clone(), name: name.clone() };
        known.insert(key, Known { spelled, name, path });
        Ok(target)
    }

    fn read(&self, target: &Target) -> Result<Vec<u8>, Refusal> {
        let path = self.known().get(&target.key).map(|known| known.path.clone()).ok_or(Refusal::Missing)?;
        read_regular(&path)
    }
}

/// The key of a file: its path, and where that is not Unicode a spelling that no other path has.
pub(in crate::source) fn key_of(canonical: &Path) -> String {
    match canonical.to_str() {
        Some(path) => path.to_owned(),
        // Hexadecimal after a character that no path begins with.
        None => canonical.as_os_str().as_encoded_bytes().iter().fold(":".to_owned(), |key, b| format!("{key}{b:02x}")),
    }
}
