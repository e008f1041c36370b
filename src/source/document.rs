//! One document: its text, its tape, and where things stand in it.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::lines::Lines;
use super::merge::Merged;
use super::names::Interner;
use super::tape::{Cooked, DuplicateKey, Kind, Tape, written_value};

pub use super::lines::Place;
pub use super::view::{Items, Member, Members, View};

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

impl TextProblem {
    /// The reader had to stop at `start`: what is wrong there, and a way out.
    pub fn fatal(start: usize, end: usize, message: impl Into<String>, help: &str) -> Self {
        Self {
            message: message.into(),
            help: Some(format!("{help}; everything after this place was not read")),
            start: start as u32,
            end: end as u32,
            fatal: true,
        }
    }

    /// The whole file was refused.
    pub fn refused(message: impl Into<String>, help: &str) -> Self {
        let help = Some(format!("{help}; nothing of this file was read"));
        Self { message: message.into(), help, start: 0, end: 0, fatal: true }
    }

    /// The reader went on.
    pub fn mild(start: usize, end: usize, message: impl Into<String>, help: &str) -> Self {
        let help = Some(help.to_owned());
        Self { message: message.into(), help, start: start as u32, end: end as u32, fatal: false }
    }
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
    pub(super) merged: Merged,
    parents: OnceLock<Vec<(u32, u32)>>,
    lines: OnceLock<Lines>,
}

impl Document {
    /// A document from what a reader made of `text`.
    pub fn new(
        name: String,
        text: String,
        syntax: Syntax,
        tape: Tape,
        mut problems: Vec<TextProblem>,
        duplicate_keys: Vec<DuplicateKey>,
    ) -> Self {
        let (parents, lines) = (OnceLock::new(), OnceLock::new());
        let merged = match syntax {
            Syntax::Json => Merged::default(),
            Syntax::Yaml => {
                let (merged, found) = Merged::new(&tape, &text);
                problems.extend(found);
                merged
            }
        };
        Self { name, text, syntax, tape, problems, duplicate_keys, merged, parents, lines }
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
        match node.kind() {
            Kind::Map | Kind::Seq | Kind::Alias => Cow::Borrowed(""),
            _ if node.needs_cooking() => match self.tape.cooked(index) {
                Some(Cooked::Text(cooked)) => Cow::Borrowed(cooked),
                // An anchor cannot stand on an alias, so this goes one step at most.
                Some(Cooked::SameAs(other)) => self.scalar(*other),
                None => super::json::unescape(self.written(index)),
            },
            _ => Cow::Borrowed(written_value(node, &self.text)),
        }
    }

    /// The text of the key at `index`; of a key that is a map or a list, as it is written.
    pub fn key_text(&self, index: u32) -> Cow<'_, str> {
        match self.tape.nodes[index as usize].kind() {
            Kind::Map | Kind::Seq => Cow::Borrowed(self.written(index)),
            _ => self.scalar(index),
        }
    }

    /// The text of a node as it is written.
    pub fn written(&self, index: u32) -> &str {
        let node = self.tape.nodes[index as usize];
        self.text.get(node.start as usize..node.end as usize).unwrap_or_default()
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

    /// The step from its container to `index`; nothing for the root.
    pub fn step(&self, index: u32) -> Option<Step<'_>> {
        let parent = self.parent(index)?;
        Some(if self.tape.nodes[parent as usize].kind() == Kind::Map {
            Step::Key(self.key_text(self.key_of(index)))
        } else {
            Step::Index(self.parents()[index as usize].1 as usize, index)
        })
    }

    /// The way from the root to `index`, outermost first; a key and its value take the same way.
    pub fn steps(&self, index: u32) -> Vec<Step<'_>> {
        let mut steps = Vec::new();
        let mut at = index;
        while let (Some(parent), Some(step)) = (self.parent(at), self.step(at)) {
            steps.push(step);
            at = parent;
        }
        steps.reverse();
        steps
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
        self.lines.get_or_init(|| Lines::new(&self.text)).len()
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

/// A document from texts that tests write, read as YAML or JSON by its first byte.
pub fn from_text(name: &str, text: &str, names: &mut Interner) -> Document {
    super::read(name.to_owned(), text.as_bytes().to_vec(), names)
}
