//! The Markdown pages of the project, and the blocks of code in them.

use std::ops::Range;
use std::path::{Path, PathBuf};

/// A block of code of a page.
#[derive(Debug)]
pub(crate) struct Block {
    /// What stands behind the backticks that open it.
    pub(crate) language: String,
    /// What stands between the line that opens it and the one that closes it, in bytes of the page.
    pub(crate) range: Range<usize>,
    /// The line before it: a comment says there what a test does with it.
    pub(crate) before: String,
}

/// The blocks of a page, in their order.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, usize, String)> = None;
    let (mut at, mut before) = (0, "");
    for line in page.split_inclusive('\n') {
        let text = line.trim();
        if let Some(language) = text.strip_prefix("```") {
            match open.take() {
                None => open = Some((language.to_owned(), at + line.len(), before.to_owned())),
                Some((language, start, before)) => blocks.push(Block { language, range: start..at, before }),
            }
        }
        at += line.len();
        before = text;
    }
    assert!(open.is_none(), "a block of code is not closed");
    blocks
}

/// The pages by their paths from the root of the project, each with its text.
pub(crate) fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let below = walkdir::WalkDir::new(root.join("docs")).sort_by_file_name().into_iter().filter_map(Result::ok);
    let docs = below.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|e| e == "md"));
    let all: Vec<PathBuf> =
        ["README.md", "CONTRIBUTING.md"].map(|name| root.join(name)).into_iter().chain(docs).collect();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        // A checkout on Windows may have CRLF line ends.
        (name, std::fs::read_to_string(&path).expect("a page").replace("\r\n", "\n"))
    };
    all.into_iter().map(read).collect()
}
