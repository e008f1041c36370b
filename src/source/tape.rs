//! The tape: a document as one flat vector of nodes in reading order.
//!
//! A container is followed by its children, and `next` is the index after the whole subtree, so a walk is a loop
//! over integers and needs no pointers and no recursion. The children of a map alternate key, value. Text is not
//! copied: a scalar is a span of the document; only where the written form differs from the value (a YAML block
//! scalar, say) does a side table hold the value.

use hashbrown::HashMap;

use super::names::{Interner, Name};

/// What a node is. Plain YAML scalars are resolved by the core schema of YAML 1.2 while they are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Kind {
    /// `null`, `~`, or nothing at all.
    Null,
    /// `false`.
    False,
    /// `true`.
    True,
    /// A number as it is written; never converted to a float on the way.
    Number,
    /// Any other scalar.
    String,
    /// A sequence.
    Seq,
    /// A mapping.
    Map,
    /// A YAML alias; its target stands in [`Tape::alias_target`].
    Alias,
}

impl Kind {
    const ALL: [Kind; 8] =
        [Kind::Null, Kind::False, Kind::True, Kind::Number, Kind::String, Kind::Seq, Kind::Map, Kind::Alias];

    /// The name of the kind as a person would say it in a message.
    pub fn noun(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::False | Kind::True => "a boolean",
            Kind::Number => "a number",
            Kind::String => "a string",
            Kind::Seq => "a list",
            Kind::Map => "an object",
            Kind::Alias => "an alias",
        }
    }
}

/// One node of the tape: 16 bytes.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// First byte of the node's text (the opening quote or bracket of JSON included).
    pub start: u32,
    /// The byte after the node's text.
    pub end: u32,
    /// The index after the node's subtree.
    pub next: u32,
    data: u32,
}

const KIND: u32 = 0b111;
/// The value differs from the written text: unescape (JSON) or look in the side table (YAML).
const COOK: u32 = 1 << 3;
/// The map has a merge key (`<<`).
const MERGE: u32 = 1 << 4;
/// The scalar was written with quotes or as a block.
const QUOTED: u32 = 1 << 5;
/// The node is the key of a map.
const KEY: u32 = 1 << 6;
const PAYLOAD: u32 = 7;
/// How many distinct keys and aliases a tape can tell apart.
pub const MAX_PAYLOAD: usize = (1 << (32 - PAYLOAD)) - 1;

impl Node {
    /// What the node is.
    pub fn kind(self) -> Kind {
        Kind::ALL[(self.data & KIND) as usize]
    }

    /// Whether the written text is not the value.
    pub fn needs_cooking(self) -> bool {
        self.data & COOK != 0
    }

    /// Whether this map takes in other maps by `<<`.
    pub fn merges(self) -> bool {
        self.data & MERGE != 0
    }

    /// Whether the scalar was quoted (or a block scalar), so that it is a string by the author's will.
    pub fn quoted(self) -> bool {
        self.data & QUOTED != 0
    }

    /// Whether the node is the key of a map.
    pub fn is_key(self) -> bool {
        self.data & KEY != 0
    }

    fn payload(self) -> u32 {
        self.data >> PAYLOAD
    }
}

/// The name that stands for a key which is no scalar (YAML lets a map or a list be a key).
pub const COMPLEX_KEY: &str = "\u{0}complex key";

/// The value of a scalar whose written text is not its value.
#[derive(Clone, Debug)]
pub enum Cooked {
    /// The value itself.
    Text(Box<str>),
    /// The value of another scalar, for a key that is an alias: a long text is not copied for each use of it.
    SameAs(u32),
}

/// A document as a flat vector of nodes, with side tables for the rare things.
#[derive(Default, Clone)]
pub struct Tape {
    /// All nodes in reading order; node 0 is the root. Empty for an empty document.
    pub nodes: Vec<Node>,
    cooked: Vec<(u32, Cooked)>,
    aliases: Vec<u32>,
    /// Comments as byte spans (`#` included), in reading order.
    pub comments: Vec<(u32, u32)>,
}

impl Tape {
    /// The node that an alias stands for. Targets always come before their alias or enclose it.
    pub fn alias_target(&self, index: u32) -> u32 {
        self.aliases[self.nodes[index as usize].payload() as usize]
    }

    /// Whether any node is an alias.
    pub fn has_aliases(&self) -> bool {
        !self.aliases.is_empty()
    }

    /// The name of a node in key position.
    pub fn key(&self, index: u32) -> Name {
        Name(self.nodes[index as usize].payload())
    }

    /// The value of a scalar whose written text is not its value, when the reader stored it.
    pub fn cooked(&self, index: u32) -> Option<&Cooked> {
        self.cooked.binary_search_by_key(&index, |c| c.0).ok().map(|found| &self.cooked[found].1)
    }
}

/// Two keys of one map that are the same: indices of the first and of the repeated key node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DuplicateKey {
    /// The key that stood first.
    pub first: u32,
    /// The key that repeats it.
    pub again: u32,
}

/// How many nodes a tape holds at most: an index must fit, and so must the index after the last one.
const MAX_NODES: usize = u32::MAX as usize - 8;

struct Open {
    index: u32,
    map: bool,
    at_key: bool,
}

/// Fills a tape from a reader's events and keeps what only a whole map can tell: duplicate keys.
pub struct Builder<'i> {
    tape: Tape,
    open: Vec<Open>,
    names: &'i mut Interner,
    /// For each name the last map that had it, and where: one pass over the keys of each map finds duplicates.
    seen: Vec<(u32, u32)>,
    duplicates: Vec<DuplicateKey>,
    /// The names of scalars that aliases in key position stand for.
    alias_names: HashMap<u32, u32>,
    overflow: bool,
}

/// How a scalar was written, besides its span.
#[derive(Clone, Copy, Default)]
pub struct Written {
    /// It stood in quotes or in a block.
    pub quoted: bool,
    /// Its value must be unescaped on demand from its text (JSON).
    pub escaped: bool,
}

impl<'i> Builder<'i> {
    /// A builder for a text of `bytes` bytes.
    pub fn new(names: &'i mut Interner, bytes: usize) -> Self {
        // Real descriptions have a node for every 24 to 30 bytes; a little too small is one reallocation.
        let nodes = Vec::with_capacity(bytes / 24 + 4);
        let tape = Tape { nodes, ..Tape::default() };
        Self {
            tape,
            open: Vec::new(),
            names,
            seen: Vec::new(),
            duplicates: Vec::new(),
            alias_names: HashMap::new(),
            overflow: false,
        }
    }

    /// Whether the next node is the key of a map.
    pub fn at_key(&self) -> bool {
        self.open.last().is_some_and(|o| o.map && o.at_key)
    }

    /// The innermost open container: whether it is a map, and its node.
    pub fn innermost(&self) -> Option<(bool, u32)> {
        self.open.last().map(|o| (o.map, o.index))
    }

    /// The node that was pushed last.
    pub fn last(&self) -> Option<Node> {
        self.tape.nodes.last().copied()
    }

    /// Where the text of a node begins.
    pub fn start_of(&self, index: u32) -> usize {
        self.tape.nodes[index as usize].start as usize
    }

    /// How many nodes stand on the tape; the next one gets this index.
    pub fn len(&self) -> u32 {
        self.tape.nodes.len() as u32
    }

    /// Whether nothing stands on the tape yet.
    pub fn is_empty(&self) -> bool {
        self.tape.nodes.is_empty()
    }

    /// Whether the document has more nodes or distinct names than a tape can hold; the reader must stop.
    pub fn overflowed(&self) -> bool {
        self.overflow
    }

    /// A scalar at `start..end` whose value is its text, or is unescaped from it on demand.
    /// `value` is the value if the reader has it at hand; it names a key.
    pub fn scalar(&mut self, kind: Kind, start: usize, end: usize, written: Written, value: &str) {
        let name = if self.at_key() { Some(self.name(value)) } else { None };
        self.push_scalar(kind, start, end, written, name);
    }

    fn push_scalar(&mut self, kind: Kind, start: usize, end: usize, written: Written, name: Option<u32>) {
        let mut data = kind as u32;
        if written.quoted {
            data |= QUOTED;
        }
        if written.escaped {
            data |= COOK;
        }
        if let Some(name) = name {
            data |= KEY | (name << PAYLOAD);
        }
        self.push(data, start, end);
        self.advance();
    }

    /// A scalar whose value is not its text and is kept beside the tape.
    pub fn cooked_scalar(&mut self, kind: Kind, start: usize, end: usize, written: Written, value: Box<str>) {
        let index = self.len();
        self.scalar(kind, start, end, Written { escaped: true, ..written }, &value);
        self.tape.cooked.push((index, Cooked::Text(value)));
    }

    /// An alias of the node `target`. In key position it is the scalar that it stands for.
    pub fn alias(&mut self, target: u32, start: usize, end: usize, text: &str) {
        if self.at_key() {
            self.alias_key(target, start, end, text);
            return;
        }
        let number = self.tape.aliases.len();
        if number > MAX_PAYLOAD {
            self.overflow = true;
        }
        self.tape.aliases.push(target);
        self.push(Kind::Alias as u32 | ((number.min(MAX_PAYLOAD) as u32) << PAYLOAD), start, end);
        self.advance();
    }

    fn alias_key(&mut self, target: u32, start: usize, end: usize, text: &str) {
        let node = self.tape.nodes[target as usize];
        if matches!(node.kind(), Kind::Map | Kind::Seq) {
            let name = self.name(COMPLEX_KEY);
            self.push_scalar(Kind::String, start, end, Written::default(), Some(name));
            return;
        }
        let name = if node.is_key() {
            node.payload()
        } else if let Some(&known) = self.alias_names.get(&target) {
            known
        } else {
            let value: Box<str> = match self.tape.cooked(target) {
                Some(Cooked::Text(cooked)) => cooked.clone(),
                _ => written_value(node, text).into(),
            };
            let name = self.name(&value);
            self.alias_names.insert(target, name);
            name
        };
        let written = Written { quoted: node.quoted(), escaped: true };
        let index = self.len();
        self.push_scalar(node.kind(), start, end, written, Some(name));
        self.tape.cooked.push((index, Cooked::SameAs(target)));
    }

    /// Opens a map or a sequence.
    pub fn open(&mut self, kind: Kind, start: usize) {
        let mut data = kind as u32;
        if self.at_key() {
            data |= KEY | (self.name(COMPLEX_KEY) << PAYLOAD);
        }
        let index = self.push(data, start, start);
        self.open.push(Open { index, map: kind == Kind::Map, at_key: true });
    }

    /// Marks the innermost open map as one with a merge key.
    pub fn mark_merge(&mut self) {
        if let Some(open) = self.open.last() {
            self.tape.nodes[open.index as usize].data |= MERGE;
        }
    }

    /// Closes the innermost container, whose text ends at `end`.
    pub fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        if open.map && !open.at_key {
            // A key without a value: the text broke off, and nobody knows what would have stood there.
            let key = self.last_key(open.index);
            self.tape.nodes.truncate(key as usize);
        }
        let next = self.len();
        let node = &mut self.tape.nodes[open.index as usize];
        node.next = next;
        node.end = end as u32;
        if open.map {
            self.find_duplicates(open.index);
        }
        self.advance();
    }

    /// The last key of a map that is still open and waits for this key's value.
    fn last_key(&self, map: u32) -> u32 {
        let next = |node: u32| self.tape.nodes[node as usize].next;
        let mut key = map + 1;
        while next(key) < self.len() {
            key = next(next(key));
        }
        key
    }

    /// Closes what is still open (the text broke off at `end`) and gives the tape.
    pub fn finish(mut self, end: usize) -> (Tape, Vec<DuplicateKey>) {
        while !self.open.is_empty() {
            self.close(end);
        }
        self.tape.nodes.shrink_to_fit();
        self.duplicates.sort_by_key(|d| d.again);
        (self.tape, self.duplicates)
    }

    fn push(&mut self, data: u32, start: usize, end: usize) -> u32 {
        let index = self.len();
        if self.tape.nodes.len() >= MAX_NODES {
            self.overflow = true;
        }
        self.tape.nodes.push(Node { start: start as u32, end: end as u32, next: index.wrapping_add(1), data });
        index
    }

    /// A value or a key stands complete; a container does so when it closes.
    fn advance(&mut self) {
        if let Some(parent) = self.open.last_mut() {
            parent.at_key = !parent.at_key;
        }
    }

    fn name(&mut self, text: &str) -> u32 {
        let name = self.names.intern(text).0;
        if name as usize > MAX_PAYLOAD {
            self.overflow = true;
            return 0;
        }
        name
    }

    fn find_duplicates(&mut self, map: u32) {
        if self.seen.len() < self.names.len() {
            self.seen.resize(self.names.len(), (u32::MAX, 0));
        }
        let end = self.tape.nodes[map as usize].next;
        let merges = self.tape.nodes[map as usize].merges();
        let mut key = map + 1;
        while key < end {
            let node = self.tape.nodes[key as usize];
            let name = Name(node.payload());
            let scalar = !matches!(node.kind(), Kind::Map | Kind::Seq);
            let seen = &mut self.seen[name.0 as usize];
            if seen.0 == map {
                // YAML readers at large accept `<<` more than once; a complex key has no name to compare.
                if scalar && !(merges && self.names.text(name) == "<<") {
                    self.duplicates.push(DuplicateKey { first: seen.1, again: key });
                }
            } else {
                *seen = (map, key);
            }
            let value = node.next;
            key = self.tape.nodes[value as usize].next;
        }
    }
}

/// The value of a scalar without cooked text.
pub(super) fn written_value(node: Node, text: &str) -> &str {
    let raw = text.get(node.start as usize..node.end as usize).unwrap_or_default();
    if node.quoted() { raw.get(1..raw.len().saturating_sub(1)).unwrap_or(raw) } else { raw }
}
