//! A description as it was at a commit.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::cache::Cache;
use crate::contract::sniff::looks_like;
use crate::contract::{self, Contract};
use crate::source::document::Document;
use crate::source::fetch::{Batch, Id, Snapshot};
use crate::source::loader::{Loader, Refusal};

/// Of other versions of caveat nothing is taken over.
pub(super) const CAVEAT: &str = env!("CARGO_PKG_VERSION");

/// Where descriptions are read, and what is known of them.
pub(super) struct Reader {
    pub(super) batch: Batch,
    pub(super) cache: Cache,
    pub(super) allow_outside: bool,
}

/// A description as it was at a commit.
#[derive(Clone)]
pub(super) struct Version {
    /// The files that it is made of, those that are not there among them, by their paths from the root.
    pub(super) files: BTreeMap<String, Id>,
    pub(super) content: Content,
}

/// What files say.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum Content {
    /// There is no such file.
    Absent,
    /// It cannot be read, and why.
    Broken(String),
    /// A description, with its `info.version`.
    Described(Option<String>),
}

/// A path as it is seen from the folder of the root document.
fn relative<'p>(path: &'p str, root: &str) -> &'p str {
    path.strip_prefix(folder(root)).unwrap_or(path)
}

/// The folder of a path, empty or with a `/` at its end.
pub(super) fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |end| &path[..=end])
}

impl Reader {
    /// The description at `path` at a commit.
    pub(super) fn version(&self, commit: &str, path: &str) -> Result<Version, Refusal> {
        let Some(root) = self.batch.id(commit, path)? else {
            let files = BTreeMap::from([(path.to_owned(), None)]);
            return Ok(Version { files, content: Content::Absent });
        };
        // Which files are read follows from the first one and from those: some sets of names were met before.
        let names_key = self.key("names", path, [root.clone()]);
        let mut known: BTreeSet<BTreeSet<String>> = self.cache.get(&names_key).unwrap_or_default();
        for names in &known {
            let mut files = BTreeMap::new();
            for name in names {
                let file = self.file(name, path);
                let id = self.batch.id(commit, &file)?;
                files.insert(file, id);
            }
            if let Some(content) = self.cache.get(&self.files_key("version", path, &files)) {
                return Ok(Version { files, content });
            }
        }
        let version = self.read(commit, path)?;
        known.insert(version.files.keys().map(|file| self.name(file, path).to_owned()).collect());
        self.cache.put(names_key, &known);
        self.cache.put(self.files_key("version", path, &version.files), &version.content);
        Ok(version)
    }

    /// What a description depends on, as the key of something.
    pub(super) fn files_key(&self, what: &str, path: &str, files: &BTreeMap<String, Id>) -> Vec<String> {
        let word = |(file, id): (&String, &Id)| format!("{}={}", self.name(file, path), id.as_deref().unwrap_or("-"));
        self.key(what, path, files.iter().map(word))
    }

    fn key(&self, what: &str, path: &str, words: impl IntoIterator<Item = String>) -> Vec<String> {
        [CAVEAT, what, self.name(path, path)].map(str::to_owned).into_iter().chain(words).collect()
    }

    /// What a file is called in the cache: by its path from the root where references may lead outside of the folder,
    /// or else as it is seen from there, so that moving all of it changes nothing.
    fn name<'p>(&self, file: &'p str, root: &str) -> &'p str {
        if self.allow_outside { file } else { relative(file, root) }
    }

    /// The file of such a name.
    fn file(&self, name: &str, root: &str) -> String {
        if self.allow_outside { name.to_owned() } else { format!("{}{name}", folder(root)) }
    }

    fn read(&self, commit: &str, path: &str) -> Result<Version, Refusal> {
        let snapshot = Snapshot::around(&self.batch, commit, path, self.allow_outside);
        let loader = contract::loader();
        let content = match snapshot.open(path) {
            Ok(bytes) => understood(loader, bytes, commit, path, &snapshot),
            Err(why) => Content::Broken(why.to_string()),
        };
        // What git did not answer is nothing to remember.
        self.batch.failure().map_or_else(|| Ok(Version { files: snapshot.asked(), content }), Err)
    }
}

fn understood(loader: Loader, bytes: Vec<u8>, commit: &str, path: &str, snapshot: &Snapshot<'_>) -> Content {
    let key = format!("{commit}:{path}");
    let root = loader.add(&key, &key, bytes);
    let name = |document: &Document| {
        let name = document.name.split_once(':').map_or(&*document.name, |(_, name)| name);
        relative(name, path).to_owned()
    };
    let broken = |document: &Document| {
        let problem = document.problems.iter().find(|problem| problem.fatal)?;
        let at = document.place(problem.start);
        Some(Content::Broken(format!("{}:{}:{}: {}", name(document), at.line, at.column, problem.message)))
    };
    match contract::load(loader, root, snapshot) {
        Ok(contract) => {
            contract.sources.docs.iter().find_map(broken).unwrap_or_else(|| Content::Described(said(&contract)))
        }
        Err(failed) => {
            let (reason, sources) = *failed;
            let document = &sources.docs[root.0 as usize];
            broken(document).unwrap_or_else(|| match reason.at.filter(|at| at.node != 0) {
                Some(_) => Content::Broken(format!("{}: {}", name(document), reason.message)),
                None => Content::Broken(format!("{}: this is {}", name(document), looks_like(document))),
            })
        }
    }
}

fn said(contract: &Contract) -> Option<String> {
    contract.info.version.map(|at| contract.text_at(at).into_owned())
}
