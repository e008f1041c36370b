//! One document: its text, its tape, and where things stand in it.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::names::{Interner, Name};
use super::tape::{DuplicateKey, Kind, Tape};

/// The syntax that a document is written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Syntax {
    /// JSON (RFC 8259).
    Json,
    /// YAML 1.2.
    Yaml,
}

/// Something about the text itself that a reader has to say; a rule turns it into a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextProblem {
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The bytes that it speaks of.
    pub start: u32,
    /// The byte after them.
    pub end: u32,
    /// Whether the reader had to stop here, so that what follows is unknown and rules about absence stay silent.
    pub fatal: bool,
}

/// A document: text, tape and what the reader noticed.
pub struct Document {
    /// The name under which findings show it: the path as it was given, joined with the reference that led here.
    pub name: String,
    /// The text that spans point into (after decoding; without a byte order mark).
    pub text: String,
    /// The syntax it is written in.
    pub syntax: Syntax,
    /// The nodes.
    pub tape: Tape,
    /// What is wrong with the text.
    pub problems: Vec<TextProblem>,
    /// Keys that stand twice in one map.
    pub duplicate_keys: Vec<DuplicateKey>,
    parents: OnceLock<Vec<(u32, u32)>>,
    lines: OnceLock<Lines>,
}

/// A place for a person: line and column from 1, the column in Unicode scalar values.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in Unicode scalar values.
    pub column: u32,
}

impl Document {
    /// A document from what a reader made of `text`.
    pub fn new(
        name: String,
        text: String,
        syntax: Syntax,
        tape: Tape,
        problems: Vec<TextProblem>,
        duplicate_keys: Vec<DuplicateKey>,
    ) -> Self {
        let (parents, lines) = (OnceLock::new(), OnceLock::new());
        Self { name, text, syntax, tape, problems, duplicate_keys, parents, lines }
    }

    /// Whether reading stopped before the end.
    pub fn broken(&self) -> bool {
        self.problems.iter().any(|p| p.fatal)
    }

    /// The root, unless the document is empty.
    pub fn root(&self) -> Option<View<'_>> {
        (!self.tape.nodes.is_empty()).then(|| self.view(0))
    }

    /// A view of the node at `index`, looking through an alias.
    pub fn view(&self, index: u32) -> View<'_> {
        let mut at = index;
        // Targets stand before their alias or enclose it, so the chain goes backwards and ends.
        while self.tape.nodes[at as usize].kind() == Kind::Alias {
            let target = self.tape.alias_target(at);
            if target >= at {
                break;
            }
            at = target;
        }
        View { doc: self, at }
    }

    /// The value of the scalar at `index`; empty for containers.
    pub fn scalar(&self, index: u32) -> Cow<'_, str> {
        let node = self.tape.nodes[index as usize];
        let raw = self.text.get(node.start as usize..node.end as usize).unwrap_or_default();
        match node.kind() {
            Kind::Map | Kind::Seq | Kind::Alias => Cow::Borrowed(""),
            _ if node.needs_cooking() => match self.tape.cooked(index) {
                Some(cooked) => Cow::Borrowed(cooked),
                None => super::json::unescape(raw),
            },
            Kind::String if node.quoted() => Cow::Borrowed(raw.get(1..raw.len().saturating_sub(1)).unwrap_or(raw)),
            _ => Cow::Borrowed(raw),
        }
    }

    /// For each node its container, and its position among the container's elements.
    fn parents(&self) -> &[(u32, u32)] {
        self.parents.get_or_init(|| {
            let nodes = &self.tape.nodes;
            let mut parents = vec![(0, 0); nodes.len()];
            let mut open: Vec<(u32, u32)> = Vec::new();
            for (index, node) in nodes.iter().enumerate() {
                let index = index as u32;
                while open.last().is_some_and(|&(o, _)| nodes[o as usize].next <= index) {
                    open.pop();
                }
                if let Some((container, count)) = open.last_mut() {
                    parents[index as usize] = (*container, *count);
                    *count += 1;
                }
                if node.next > index + 1 {
                    open.push((index, 0));
                }
            }
            parents
        })
    }

    /// The container that holds `index`, or nothing for the root.
    pub fn parent(&self, index: u32) -> Option<u32> {
        (index != 0).then(|| self.parents()[index as usize].0)
    }

    /// The key node whose value is `index`, or `index` itself if it is a key, an element or the root.
    pub fn key_of(&self, index: u32) -> u32 {
        let nodes = &self.tape.nodes;
        let Some(parent) = self.parent(index) else { return index };
        if nodes[parent as usize].kind() != Kind::Map || nodes[index as usize].is_key() {
            return index;
        }
        let before = index - 1;
        if nodes[before as usize].is_key() && nodes[before as usize].next == index {
            return before;
        }
        // The key is a map or a list itself: look for it from the front.
        let mut key = parent + 1;
        while nodes[key as usize].next < index {
            key = nodes[nodes[key as usize].next as usize].next;
        }
        key
    }

    /// The way from the root to `index`, outermost first; a key and its value take the same way.
    pub fn steps(&self, index: u32) -> Vec<Step<'_>> {
        let mut steps = Vec::new();
        let mut at = index;
        while let Some(parent) = self.parent(at) {
            steps.push(if self.tape.nodes[parent as usize].kind() == Kind::Map {
                Step::Key(self.scalar(self.key_of(at)))
            } else {
                Step::Index(self.parents()[at as usize].1 as usize, at)
            });
            at = parent;
        }
        steps.reverse();
        steps
    }

    /// How many steps there are from the root to `index`.
    pub fn depth(&self, index: u32) -> usize {
        std::iter::successors(self.parent(index), |&at| self.parent(at)).count()
    }

    /// The RFC 6901 pointer of the node at `index`; a key's is that of its value.
    pub fn pointer(&self, index: u32) -> String {
        let mut pointer = String::new();
        for step in self.steps(index) {
            pointer.push('/');
            match step {
                Step::Key(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
                Step::Index(position, _) => pointer.push_str(&position.to_string()),
            }
        }
        pointer
    }

    /// Line and column of a byte offset.
    pub fn place(&self, offset: u32) -> Place {
        self.lines.get_or_init(|| Lines::new(&self.text)).place(&self.text, offset)
    }

    /// The byte range of the line (counted from 1) without its line end; the last line for a larger number.
    pub fn line_range(&self, line: u32) -> (u32, u32) {
        self.lines.get_or_init(|| Lines::new(&self.text)).range(&self.text, line)
    }

    /// How many lines there are.
    pub fn line_count(&self) -> u32 {
        self.lines.get_or_init(|| Lines::new(&self.text)).starts.len() as u32
    }
}

/// One step from a container to what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step<'a> {
    /// Through a map, by its key.
    Key(Cow<'a, str>),
    /// Through a sequence: the position from 0, and the element's node.
    Index(usize, u32),
}

/// Line starts, and for lines that are long and not plain ASCII the number of characters before every 4 KiB, so that
/// a column on a minified 11 MB line costs a few thousand steps and not eleven million.
struct Lines {
    starts: Vec<u32>,
    ascii: bool,
    checkpoints: Vec<u32>,
}

const CHECKPOINT: usize = 4096;

impl Lines {
    fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        // CRLF ends a line at its LF; a CR alone ends a line as well (YAML 1.2 §5.4).
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at as u32 + 1);
            }
        }
        let ascii = text.is_ascii();
        let mut checkpoints = Vec::new();
        if !ascii {
            let mut count = 0;
            for chunk in bytes.chunks(CHECKPOINT) {
                checkpoints.push(count);
                count += characters(chunk);
            }
            checkpoints.push(count);
        }
        Self { starts, ascii, checkpoints }
    }

    fn place(&self, text: &str, offset: u32) -> Place {
        let offset = offset.min(text.len() as u32);
        let line = self.starts.partition_point(|&s| s <= offset) as u32;
        let start = self.starts[line as usize - 1];
        let before = if self.ascii { offset - start } else { self.count(text, offset) - self.count(text, start) };
        Place { line, column: before + 1 }
    }

    fn count(&self, text: &str, offset: u32) -> u32 {
        let offset = offset as usize;
        let chunk = offset / CHECKPOINT;
        self.checkpoints[chunk] + characters(&text.as_bytes()[chunk * CHECKPOINT..offset])
    }

    fn range(&self, text: &str, line: u32) -> (u32, u32) {
        let line = (line.max(1) as usize).min(self.starts.len());
        let start = self.starts[line - 1];
        let end = self.starts.get(line).map_or(text.len() as u32, |&next| next);
        let kept = text[start as usize..end as usize].trim_end_matches(['\n', '\r']).len() as u32;
        (start, start + kept)
    }
}

fn characters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count() as u32
}

/// A node of a document, seen through aliases and merge keys. Small, and copied freely.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The document.
    pub doc: &'a Document,
    /// The node's index on the tape.
    pub at: u32,
}

/// One member of a map: its key's name, the key's node, and the value.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    /// The interned key.
    pub name: Name,
    /// The key's node.
    pub key: u32,
    /// The value, seen through an alias.
    pub value: View<'a>,
}

impl<'a> Member<'a> {
    /// The text of the key.
    pub fn text(&self) -> Cow<'a, str> {
        self.value.doc.scalar(self.key)
    }
}

impl<'a> View<'a> {
    /// What the node is.
    pub fn kind(self) -> Kind {
        self.doc.tape.nodes[self.at as usize].kind()
    }

    /// Whether it is a map.
    pub fn is_map(self) -> bool {
        self.kind() == Kind::Map
    }

    /// Whether it is a sequence.
    pub fn is_seq(self) -> bool {
        self.kind() == Kind::Seq
    }

    /// The byte range of the node's text.
    pub fn range(self) -> (u32, u32) {
        let node = self.doc.tape.nodes[self.at as usize];
        (node.start, node.end)
    }

    /// The text of a string.
    pub fn as_str(self) -> Option<Cow<'a, str>> {
        (self.kind() == Kind::String).then(|| self.doc.scalar(self.at))
    }

    /// The text of any scalar: strings, and numbers and booleans as they are written.
    pub fn as_scalar(self) -> Option<Cow<'a, str>> {
        (!matches!(self.kind(), Kind::Map | Kind::Seq | Kind::Alias)).then(|| self.doc.scalar(self.at))
    }

    /// The value of a boolean.
    pub fn as_bool(self) -> Option<bool> {
        match self.kind() {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => None,
        }
    }

    /// The written form of a number.
    pub fn as_number(self) -> Option<Cow<'a, str>> {
        (self.kind() == Kind::Number).then(|| self.doc.scalar(self.at))
    }

    /// The value of a number as the nearest float.
    pub fn as_f64(self) -> Option<f64> {
        super::scalar::to_f64(&self.as_number()?)
    }

    /// The value of a number that is a whole one from 0 to 2^64 - 1, however it is written.
    pub fn as_u64(self) -> Option<u64> {
        super::scalar::to_u64(&self.as_number()?)
    }

    /// The members of a map, those taken in by `<<` after its own; nothing for other nodes.
    pub fn members(self) -> Members<'a> {
        let node = self.doc.tape.nodes[self.at as usize];
        match node.kind() {
            Kind::Map if node.merges() => Members::Merged(merged(self).into_iter()),
            Kind::Map => Members::Plain { doc: self.doc, at: self.at + 1, end: node.next },
            _ => Members::Plain { doc: self.doc, at: 0, end: 0 },
        }
    }

    /// The elements of a sequence; nothing for other nodes.
    pub fn items(self) -> Items<'a> {
        let node = self.doc.tape.nodes[self.at as usize];
        match node.kind() {
            Kind::Seq => Items { doc: self.doc, at: self.at + 1, end: node.next },
            _ => Items { doc: self.doc, at: 0, end: 0 },
        }
    }

    /// The value of a member. Of keys that stand twice the last one counts, as in every JSON reader at large.
    pub fn get(self, name: Name) -> Option<View<'a>> {
        self.member(name).map(|m| m.value)
    }

    /// A member by its name.
    pub fn member(self, name: Name) -> Option<Member<'a>> {
        self.members().filter(|m| m.name == name).last()
    }

    /// A member by the text of its key, where no interned name is at hand.
    pub fn get_text(self, text: &str) -> Option<View<'a>> {
        self.members().filter(|m| m.text() == text).last().map(|m| m.value)
    }
}

/// The members of a map.
pub enum Members<'a> {
    /// A map without merge keys.
    Plain {
        /// The document.
        doc: &'a Document,
        /// The next key.
        at: u32,
        /// The index after the map.
        end: u32,
    },
    /// A map with merge keys, worked out.
    Merged(std::vec::IntoIter<Member<'a>>),
}

impl<'a> Iterator for Members<'a> {
    type Item = Member<'a>;

    fn next(&mut self) -> Option<Member<'a>> {
        match self {
            Members::Plain { doc, at, end } => {
                if *at >= *end {
                    return None;
                }
                let key = *at;
                let value = doc.tape.nodes[key as usize].next;
                *at = doc.tape.nodes[value as usize].next;
                Some(Member { name: doc.tape.key(key), key, value: doc.view(value) })
            }
            Members::Merged(members) => members.next(),
        }
    }
}

/// The elements of a sequence.
pub struct Items<'a> {
    doc: &'a Document,
    at: u32,
    end: u32,
}

impl<'a> Iterator for Items<'a> {
    type Item = View<'a>;

    fn next(&mut self) -> Option<View<'a>> {
        (self.at < self.end).then(|| {
            let at = self.at;
            self.at = self.doc.tape.nodes[at as usize].next;
            self.doc.view(at)
        })
    }
}

/// The members of a map with `<<`: its own, then those of each merged map that nothing before has set. A map that
/// merges itself, through whatever way round, counts once.
fn merged(map: View<'_>) -> Vec<Member<'_>> {
    let mut members: Vec<Member<'_>> = Vec::new();
    let mut known = hashbrown::HashSet::new();
    let mut visited = hashbrown::HashSet::new();
    let mut pending = vec![map];
    while let Some(view) = pending.pop() {
        if view.kind() == Kind::Seq {
            let mut items: Vec<_> = view.items().collect();
            items.reverse();
            if visited.insert(view.at) {
                pending.extend(items);
            }
            continue;
        }
        if view.kind() != Kind::Map || !visited.insert(view.at) {
            continue;
        }
        let node = view.doc.tape.nodes[view.at as usize];
        let mut sources = Vec::new();
        let first = members.len();
        for member in (Members::Plain { doc: view.doc, at: view.at + 1, end: node.next }) {
            let merge = node.merges() && !view.doc.tape.nodes[member.key as usize].quoted() && member.text() == "<<";
            if merge {
                sources.push(member.value);
            } else if !known.contains(&member.name) {
                members.push(member);
            }
        }
        known.extend(members[first..].iter().map(|m| m.name));
        sources.reverse();
        pending.extend(sources);
    }
    members
}

/// A document from texts that tests write, read as YAML or JSON by its first byte.
pub fn from_text(name: &str, text: &str, names: &mut Interner) -> Document {
    super::read(name.to_owned(), text.as_bytes().to_vec(), names)
}
