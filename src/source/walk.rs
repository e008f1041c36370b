//! Descriptions in a folder: which of its files are root documents.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use hashbrown::HashSet;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::{DirEntry, WalkDir};

use super::decode::MAX_BYTES;
use super::document::{Document, Member};
use super::fetch::{read_regular, without_number};
use super::input::shown;
use super::loader::Refusal;
use super::names::Interner;

/// Folders with other people's descriptions, or with none.
const SKIPPED: &[&str] = &["node_modules", "target"];

/// How much of a broken file is looked at for a sign that it is meant to be a root document.
const HEAD: usize = 4096;

/// The root documents below `folder`, as paths from it, in the order of their names: files named `.yaml`, `.yml` or
/// `.json` whose root has one of the keys `marks`. What `.gitignore` hides is not looked at, folders behind symbolic
/// links neither, and nothing that is `excluded`.
/// Also what could not be looked at, each with the reason.
pub(super) fn roots(folder: &Path, marks: &[&str], excluded: Excluded<'_>) -> (Vec<PathBuf>, Vec<Skipped>) {
    let mut skipped = Vec::new();
    let canonical = match folder.canonicalize() {
        Ok(canonical) => canonical,
        Err(error) => return (Vec::new(), vec![Skipped::new(PathBuf::new(), without_number(&error))]),
    };
    let mut excluded = |relative: &Path, is_folder: bool| excluded(&folder.join(relative), is_folder);
    let mut candidates = candidates(&canonical, &mut excluded, &mut skipped);
    candidates.sort();
    // A file counts under its own name, and under that of a link only if it has none here.
    let mut seen: HashSet<PathBuf> =
        candidates.iter().filter(|c| !c.link).map(|c| canonical.join(&c.relative)).collect();
    candidates.retain(|c| !c.link || seen.insert(c.target.clone()));
    let mut roots = Vec::new();
    for candidate in candidates {
        match is_root(&candidate.target, marks) {
            Ok(true) => roots.push(candidate.relative),
            Ok(false) => {}
            Err(refusal) => skipped.push(Skipped::new(candidate.relative, refusal.to_string())),
        }
    }
    (roots, skipped)
}

/// Whether a path is passed over, and with it what is below it if it is a folder.
type Excluded<'e> = &'e mut dyn FnMut(&Path, bool) -> bool;

/// What could not be looked at.
pub(super) struct Skipped {
    /// The path from the folder that is searched.
    pub(super) path: PathBuf,
    /// Why.
    pub(super) why: String,
    /// Whether it is a link that is not followed.
    pub(super) link: bool,
}

impl Skipped {
    fn new(path: PathBuf, why: String) -> Self {
        Self { path, why, link: false }
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    relative: PathBuf,
    /// The file without symbolic links.
    target: PathBuf,
    link: bool,
}

fn candidates(folder: &Path, excluded: Excluded<'_>, skipped: &mut Vec<Skipped>) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut ignored = Ignored::above(folder);
    let relative = |path: &Path| path.strip_prefix(folder).unwrap_or(path).to_owned();
    let mut walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let why = error.io_error().map_or_else(|| error.to_string(), without_number);
                skipped.push(Skipped::new(error.path().map_or_else(PathBuf::new, relative), why));
                continue;
            }
        };
        ignored.leave(entry.depth());
        if entry.file_type().is_dir() {
            let hidden = || is_skipped(&entry) || ignored.hides(entry.path(), true);
            if entry.depth() > 0 && (hidden() || excluded(&relative(entry.path()), true)) {
                walk.skip_current_dir();
            } else {
                ignored.enter(entry.path(), entry.depth());
            }
            continue;
        }
        let hidden = !is_named_like_one(entry.path()) || ignored.hides(entry.path(), false);
        if hidden || excluded(&relative(entry.path()), false) {
            continue;
        }
        let link = entry.file_type().is_symlink();
        let target = if link { entry.path().canonicalize() } else { Ok(entry.path().to_owned()) };
        let mut skip = |why: String| skipped.push(Skipped { path: relative(entry.path()), why, link: true });
        match target {
            Ok(target) if link && target.is_dir() => {}
            Ok(target) if !target.starts_with(folder) => {
                skip("it is a symbolic link that leads out of the folder".to_owned());
            }
            // A named pipe or a device is no description, and opening it might wait for ever.
            Ok(target) if !target.is_file() => {}
            Ok(target) => found.push(Candidate { relative: relative(entry.path()), target, link }),
            Err(error) => skip(format!("it is a symbolic link that leads nowhere: {}", without_number(&error))),
        }
    }
    found
}

/// Whether a file has the name of a description.
pub(super) fn is_named_like_one(path: &Path) -> bool {
    path.extension().is_some_and(|e| ["yaml", "yml", "json"].iter().any(|named| e.eq_ignore_ascii_case(named)))
}

fn is_skipped(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name.starts_with('.') || SKIPPED.contains(&&*name)
}

/// The rules of all `.gitignore` files that speak of the place where the walk is; the innermost decides.
struct Ignored {
    /// Each with the depth of its folder in the walk; those above have none.
    rules: Vec<(Option<usize>, Gitignore)>,
}

impl Ignored {
    /// The rules of the folders above, up to the root of the repository, if `folder` is in one.
    fn above(folder: &Path) -> Self {
        let mut ignored = Self { rules: Vec::new() };
        let Some(root) = folder.ancestors().find(|f| f.join(".git").exists()) else { return ignored };
        ignored.add(root, &root.join(".git/info/exclude"), None);
        let inside: Vec<&Path> = folder.ancestors().skip(1).take_while(|f| f.starts_with(root)).collect();
        for above in inside.into_iter().rev() {
            ignored.add(above, &above.join(".gitignore"), None);
        }
        ignored
    }

    fn enter(&mut self, folder: &Path, depth: usize) {
        self.add(folder, &folder.join(".gitignore"), Some(depth));
    }

    fn leave(&mut self, depth: usize) {
        while self.rules.pop_if(|(of, _)| of.is_some_and(|of| of >= depth)).is_some() {}
    }

    fn add(&mut self, folder: &Path, file: &Path, depth: Option<usize>) {
        let Ok(bytes) = read_regular(file) else { return };
        let mut builder = GitignoreBuilder::new(folder);
        for line in String::from_utf8_lossy(&bytes).lines() {
            // Git ignores a rule that it cannot read, too.
            let _ = builder.add_line(None, line);
        }
        if let Ok(rules) = builder.build() {
            self.rules.push((depth, rules));
        }
    }

    fn hides(&self, path: &Path, folder: bool) -> bool {
        let decided = self.rules.iter().rev().map(|(_, rules)| rules.matched(path, folder)).find(|m| !m.is_none());
        decided.is_some_and(|decided| decided.is_ignore())
    }
}

/// Whether the file is a root document. Most files in a folder are not, and are told by a search for the words.
pub(super) fn is_root(path: &Path, marks: &[&str]) -> Result<bool, Refusal> {
    if !mentions(path, marks).map_err(|error| super::fetch::refusal(&error))? {
        return Ok(false);
    }
    let bytes = read_regular(path)?;
    Ok(has_mark(&super::read(shown(path), bytes, &mut Interner::default()), marks))
}

/// The root documents in the folders from that of a file up to `top`, which may refer to the file.
pub fn roots_above(file: &Path, top: &Path, marks: &[&str]) -> Vec<PathBuf> {
    let mut roots = Vec::new();
    for folder in file.ancestors().skip(1).take_while(|folder| folder.starts_with(top)) {
        let beside = WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name().into_iter();
        let files = beside.filter_map(Result::ok).filter(|entry| entry.file_type().is_file()).map(DirEntry::into_path);
        let is_root = |path: &PathBuf| is_named_like_one(path) && is_root(path, marks).unwrap_or(false);
        roots.extend(files.filter(|path| path != file).filter(is_root));
    }
    roots
}

/// Whether a document has one of the keys at its root with a version behind it, or would have if it were not broken.
/// Configurations of other tools have a key of the same name with a path or an object behind it.
pub fn has_mark(document: &Document, marks: &[&str]) -> bool {
    let is_version = |text: &str| text.trim_start_matches([' ', 'v', 'V']).starts_with(|c: char| c.is_ascii_digit());
    let is_mark = |m: Member<'_>| marks.contains(&&*m.text()) && m.value.as_scalar().is_some_and(|t| is_version(&t));
    if document.root().is_some_and(|root| root.members().any(is_mark)) {
        return true;
    }
    let head = &document.text[..document.text.floor_char_boundary(HEAD)];
    let bracket = head.trim_start().starts_with('{');
    document.broken()
        && head.lines().any(|line| {
            let line = if bracket { line.trim_start_matches(['{', ' ', '\t']) } else { line };
            let key = line.trim_start_matches(['"', '\'']);
            marks.iter().any(|mark| {
                key.strip_prefix(mark).is_some_and(|r| r.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
            })
        })
}

/// Whether bytes have one of the words in them, or begin a file in an encoding where the words look otherwise.
pub fn promising(bytes: &[u8], first: bool, words: &[&str]) -> bool {
    (first && bytes.iter().take(4).any(|&b| b == 0 || b >= 0xFE))
        || words.iter().any(|word| memchr::memmem::find(bytes, word.as_bytes()).is_some())
}

/// Whether a file is worth reading.
fn mentions(path: &Path, words: &[&str]) -> io::Result<bool> {
    let mut file = File::open(path)?;
    if file.metadata()?.len() > MAX_BYTES as u64 {
        return Ok(false);
    }
    // A word may stand across the border of two pieces.
    let overlap = words.iter().map(|word| word.len()).max().unwrap_or(0);
    let mut buffer = vec![0; 1 << 16];
    let (mut kept, mut first) = (0, true);
    loop {
        let count = file.read(&mut buffer[kept..])?;
        if count == 0 {
            return Ok(false);
        }
        let end = kept + count;
        if promising(&buffer[..end], first, words) {
            return Ok(true);
        }
        kept = end.min(overlap);
        buffer.copy_within(end - kept..end, 0);
        first = false;
    }
}
