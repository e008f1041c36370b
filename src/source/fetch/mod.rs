//! Where references lead: the files around a document, on a disk or in a git revision. Never the network.

mod batch;
mod files;
mod git;
mod log;
mod reference;

pub use batch::{Batch, Id, Snapshot};
pub use files::Files;
pub(super) use files::key_of;
pub use git::{Git, Revision};
pub use log::{Commit, Log};
pub(crate) use reference::decode;
pub(super) use reference::join;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::decode::MAX_BYTES;
use super::loader::Refusal;

/// Reads a regular file. Anything else at that path is refused before it is opened: opening a named pipe would wait
/// for its writer.
pub(super) fn read_regular(path: &Path) -> Result<Vec<u8>, Refusal> {
    let metadata = std::fs::metadata(path).map_err(|e| refusal(&e))?;
    if !metadata.is_file() {
        return Err(Refusal::NotAFile);
    }
    if metadata.len() > MAX_BYTES as u64 {
        return Err(Refusal::Unreadable("it has 4 GiB or more".to_owned()));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    // A file may grow while it is read, or say nothing of its length as those under `/proc` do.
    let file = File::open(path).map_err(|e| refusal(&e))?;
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|e| refusal(&e))?;
    Ok(bytes)
}

/// Why a file could not be read, from what the operating system says.
pub(super) fn refusal(error: &io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Refusal::Missing,
        io::ErrorKind::IsADirectory => Refusal::NotAFile,
        io::ErrorKind::PermissionDenied => Refusal::Unreadable("permission denied".to_owned()),
        _ => Refusal::Unreadable(without_number(error)),
    }
}

/// The message of an operating system without the number in brackets behind it.
pub(crate) fn without_number(error: &io::Error) -> String {
    let mut text = error.to_string();
    if let Some(at) = text.find(" (os error ") {
        text.truncate(at);
    }
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
