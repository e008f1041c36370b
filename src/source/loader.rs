//! The set of documents of one run: each file is read once, references may lead in circles.

use std::cell::RefCell;
use std::fmt;

use elsa::FrozenVec;
use hashbrown::HashMap;

use super::document::{Document, View};
use super::fetch::decode;
use super::names::{Interner, Name};
use super::tape::Kind;

/// A document's number in its set.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct DocId(pub u32);

/// A node of a document of a set: what every element of a contract and every finding points with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct At {
    /// The document.
    pub doc: DocId,
    /// The node's index on its tape.
    pub node: u32,
}

impl At {
    /// Another node of the same document.
    #[must_use]
    pub fn to(self, node: u32) -> At {
        At { doc: self.doc, node }
    }
}

/// Why a reference to another document was not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It leads out of the folder tree of the root document.
    Outside,
    /// It is a network address.
    Network,
    /// There is no such file.
    Missing,
    /// It is a folder, a device or a named pipe.
    NotAFile,
    /// It is no reference to a file at all, and why.
    Unusable(String),
    /// It could not be read, and why.
    Unreadable(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outside => f.write_str("it leads out of the folder of the root document"),
            Self::Network => f.write_str("it is a network address"),
            Self::Missing => f.write_str("there is no such file"),
            Self::NotAFile => f.write_str("it is a folder, a device or a named pipe"),
            Self::Unusable(why) | Self::Unreadable(why) => f.write_str(why),
        }
    }
}

/// Where references of a document lead: files on a disk, files of a git revision, or nowhere.
pub trait Fetch {
    /// Resolves `reference` (a relative reference without its fragment) against the document that was read from
    /// `base`, confines it, and gives the key under which the target is known, and the name to show for it.
    ///
    /// # Errors
    ///
    /// Refuses what leads to no file that may be read.
    fn resolve(&self, base: &str, reference: &str) -> Result<Target, Refusal>;

    /// Reads a target.
    ///
    /// # Errors
    ///
    /// Refuses what is no regular file, or cannot be read.
    fn read(&self, target: &Target) -> Result<Vec<u8>, Refusal>;
}

/// A document that a reference leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The same for every reference to the same file.
    pub key: String,
    /// The name to show.
    pub name: String,
}

/// Follows no reference: for documents that are not files.
pub struct NoFetch;

impl Fetch for NoFetch {
    fn resolve(&self, _: &str, reference: &str) -> Result<Target, Refusal> {
        Err(if reference.contains("://") { Refusal::Network } else { Refusal::Missing })
    }

    fn read(&self, _: &Target) -> Result<Vec<u8>, Refusal> {
        Err(Refusal::Missing)
    }
}

/// Where references between documents lead: by the document that has one, and the part of it before the `#`.
pub type Links = HashMap<DocId, HashMap<String, DocId>>;

/// Reads documents while others are being looked at.
#[derive(Default)]
pub struct Loader {
    docs: FrozenVec<Box<Document>>,
    keys: RefCell<Vec<String>>,
    known: RefCell<HashMap<String, DocId>>,
    links: RefCell<Links>,
    /// The names of all documents.
    pub names: RefCell<Interner>,
}

impl Loader {
    /// A loader whose first names are `seeds`.
    pub fn new(seeds: &[&str]) -> Self {
        Self { names: RefCell::new(Interner::seeded(seeds)), ..Self::default() }
    }

    /// Adds a document from its bytes. `key` is what references resolve against.
    pub fn add(&self, key: &str, name: &str, bytes: Vec<u8>) -> DocId {
        let document = super::read(name.to_owned(), bytes, &mut self.names.borrow_mut());
        let id = DocId(self.docs.len() as u32);
        self.docs.push(Box::new(document));
        self.keys.borrow_mut().push(key.to_owned());
        self.known.borrow_mut().insert(key.to_owned(), id);
        id
    }

    /// What references of a document resolve against.
    pub fn key(&self, id: DocId) -> String {
        self.keys.borrow()[id.0 as usize].clone()
    }

    /// The document that `reference` leads to from `from`, read if it was not read yet.
    ///
    /// # Errors
    ///
    /// Passes on why the reference was not followed.
    pub fn open(&self, from: DocId, reference: &str, fetch: &dyn Fetch) -> Result<DocId, Refusal> {
        if reference.is_empty() {
            return Ok(from);
        }
        let base = self.key(from);
        let target = fetch.resolve(&base, reference)?;
        let known = self.known.borrow().get(&target.key).copied();
        let id = match known {
            Some(known) => known,
            None => self.add(&target.key, &target.name, fetch.read(&target)?),
        };
        self.links.borrow_mut().entry(from).or_default().insert(reference.to_owned(), id);
        Ok(id)
    }

    /// A document.
    pub fn doc(&self, id: DocId) -> &Document {
        &self.docs[id.0 as usize]
    }

    /// A node, seen through an alias.
    pub fn view(&self, at: At) -> View<'_> {
        self.doc(at.doc).view(at.node)
    }

    /// How many documents were read.
    pub fn len(&self) -> usize {
        self.docs.len()
    }

    /// Whether nothing was read.
    pub fn is_empty(&self) -> bool {
        self.docs.len() == 0
    }

    /// The name of a text.
    pub fn intern(&self, text: &str) -> Name {
        self.names.borrow_mut().intern(text)
    }

    /// Ends the loading.
    pub fn finish(self) -> Sources {
        let docs = self.docs.into_vec().into_iter().map(|d| *d).collect();
        Sources { docs, names: self.names.into_inner(), links: self.links.into_inner() }
    }
}

/// All documents of a run, and their names.
#[derive(Default)]
pub struct Sources {
    /// The documents, by [`DocId`].
    pub docs: Vec<Document>,
    /// The names.
    pub names: Interner,
    /// Where references between documents lead.
    pub links: Links,
}

impl Sources {
    /// One document by itself, without what it refers to.
    pub fn of_one(name: &str, bytes: Vec<u8>) -> Self {
        let loader = Loader::default();
        loader.add(name, name, bytes);
        loader.finish()
    }

    /// The node that a reference leads to, if its document was read: `other.yaml#/components/schemas/pet`.
    pub fn resolve(&self, from: DocId, reference: &str) -> Option<At> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let doc = self.followed(from, file)?;
        let node = self.find(doc, &decode(fragment).ok()?)?;
        Some(At { doc, node })
    }

    /// The node of a document that an RFC 6901 pointer leads to.
    pub fn find(&self, doc: DocId, pointer: &str) -> Option<u32> {
        let mut view = self.doc(doc).root()?;
        for token in pointer.split('/').skip(1) {
            view = match view.kind() {
                Kind::Map => view.get(self.names.find(&token.replace("~1", "/").replace("~0", "~"))?)?,
                Kind::Seq => view.items().nth(token.parse().ok()?)?,
                _ => return None,
            };
        }
        (pointer.is_empty() || pointer.starts_with('/')).then_some(view.at)
    }

    /// The document that a reference (without its fragment) was followed to; nothing where nobody followed it.
    pub fn followed(&self, from: DocId, reference: &str) -> Option<DocId> {
        if reference.is_empty() { Some(from) } else { self.links.get(&from)?.get(reference).copied() }
    }

    /// A document.
    pub fn doc(&self, id: DocId) -> &Document {
        &self.docs[id.0 as usize]
    }

    /// A node, seen through an alias.
    pub fn view(&self, at: At) -> View<'_> {
        self.doc(at.doc).view(at.node)
    }

    /// The text of a name.
    pub fn text(&self, name: Name) -> &str {
        self.names.text(name)
    }
}
