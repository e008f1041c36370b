//! The documents at hand, and comparing two of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use caveat::contract::{self, Contract};
use caveat::diff::checks;
use caveat::diff::{self, Comparison, Settings};
use caveat::source::loader::{Fetch, Refusal, Target};

/// Where references lead.
#[derive(Clone)]
pub(crate) enum Files {
    /// To files of the same folder tree.
    Folder(PathBuf),
    /// To texts that a test made.
    Made(BTreeMap<String, String>),
}

impl Fetch for Files {
    fn resolve(&self, base: &str, reference: &str) -> Result<Target, Refusal> {
        let path = Path::new(base).parent().unwrap_or(Path::new("")).join(reference);
        let key = match self {
            Files::Folder(root) => {
                let path = path.canonicalize().map_err(|_| Refusal::Missing)?;
                if !root.canonicalize().is_ok_and(|root| path.starts_with(root)) {
                    return Err(Refusal::Outside);
                }
                path.to_string_lossy().into_owned()
            }
            Files::Made(_) => straight(&path),
        };
        Ok(Target { name: key.clone(), key })
    }

    fn read(&self, target: &Target) -> Result<Vec<u8>, Refusal> {
        match self {
            Files::Folder(_) => fs::read(&target.key).map_err(|_| Refusal::Missing),
            Files::Made(texts) => texts.get(&target.key).map(|t| t.clone().into_bytes()).ok_or(Refusal::Missing),
        }
    }
}

/// A path without `..`.
pub(crate) fn straight(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => drop(parts.pop()),
            std::path::Component::CurDir => {}
            part => parts.push(part.as_os_str().to_string_lossy().into_owned()),
        }
    }
    parts.join("/").replacen("//", "/", 1)
}

pub(crate) struct Side {
    pub(crate) key: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) files: Files,
}

pub(crate) fn file(path: &Path) -> Side {
    let files = Files::Folder(path.parent().unwrap_or(Path::new("")).to_owned());
    Side { key: path.to_string_lossy().into_owned(), bytes: fs::read(path).expect("a readable file"), files }
}

/// Another form of a side. It stands beside the file, so that its references lead where the file's do.
pub(crate) fn text(side: &Side, key: &str, bytes: String) -> Side {
    let key = Path::new(&side.key).with_file_name(key).to_string_lossy().into_owned();
    Side { key, bytes: bytes.into_bytes(), files: side.files.clone() }
}

pub(crate) fn both(old: &Side, new: &Side) -> Option<(Contract, Contract)> {
    let loader = contract::loader();
    // Both sides may come from the same file, which is then two documents.
    let was = loader.add(&format!("{}#old", old.key), &old.key, old.bytes.clone());
    let is = loader.add(&format!("{}#new", new.key), &new.key, new.bytes.clone());
    let both = contract::load_both(loader, (was, &old.files), (is, &new.files)).ok()?;
    (!both.0.partial()).then_some(both)
}

pub(crate) fn compare(old: &Side, new: &Side) -> Option<Comparison> {
    let (old, new) = both(old, new)?;
    Some(diff::run(&old, &new, &Settings::default()))
}

pub(crate) fn files_under(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).map(|e| e.filter_map(Result::ok).map(|e| e.path()).collect()).unwrap_or_default();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            files_under(&entry, found);
        } else if entry.extension().is_some_and(|e| e == "yaml" || e == "yml" || e == "json") {
            found.push(entry);
        }
    }
}

pub(crate) fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus")
}

/// Every file that may be a description. An ordinary run has no time for those with more bytes than are given;
/// `ALL=1` takes all.
pub(crate) fn descriptions(bytes: u64) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files_under(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut found);
    if shared().is_dir() {
        for folder in ["specs", "specs-multifile", "pairs", "suites"] {
            files_under(&shared().join(folder), &mut found);
        }
        found.extend(tree().map(|(old, _)| old));
    } else {
        println!("skipped: there is no corpus at {}", shared().display());
    }
    let all = found.len();
    let limited = cfg!(debug_assertions) && std::env::var_os("ALL").is_none();
    found.retain(|f| !limited || fs::metadata(f).is_ok_and(|m| m.len() < bytes));
    if found.len() < all {
        println!("skipped: {} files of {bytes} bytes and more; `ALL=1` takes them", all - found.len());
    }
    found
}

/// The pair of the corpus whose sides are many files each.
fn tree() -> Option<(PathBuf, PathBuf)> {
    let tree = shared().join("pairs-trees/lob-multifile/020");
    let root = |side: &str| tree.join(side).join("lob-api-public.yml");
    tree.is_dir().then(|| (root("old"), root("new")))
}

pub(crate) fn pairs() -> Vec<(PathBuf, PathBuf)> {
    let mut pairs = vec![];
    let mut files = Vec::new();
    files_under(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/diff"), &mut files);
    files_under(&shared().join("pairs"), &mut files);
    for old in files.iter().filter(|f| f.file_stem().is_some_and(|s| s == "old")) {
        let mut new = ["yaml", "yml", "json"].map(|e| old.with_file_name(format!("new.{e}"))).into_iter();
        pairs.extend(new.find(|n| n.is_file()).map(|new| (old.clone(), new)));
    }
    pairs.extend(tree());
    pairs
}

/// The worst of a comparison, a line each.
pub(crate) fn shown(comparison: &Comparison) -> String {
    let mut changes: Vec<_> = comparison.changes.iter().collect();
    changes.sort_by_key(|c| std::cmp::Reverse(c.level));
    let lines = changes.iter().take(10).map(|c| {
        let why = c.unproven.as_ref().map(|why| format!(" [{why}]")).unwrap_or_default();
        let check = &checks::all()[c.check].id;
        format!("{} {check}: {}{why} {:?}", c.level.as_str(), c.message, c.operations.first())
    });
    lines.collect::<Vec<_>>().join("\n")
}
