//! Rulesets: what files say, put together as Spectral does.

mod aliases;
mod load;
mod merge;
mod read;
mod reader;

use std::path::PathBuf;
use std::sync::Arc;

use globset::GlobMatcher;

use super::functions::Function;
use crate::contract::SpecVersion;
use crate::finding::Severity;
use crate::source::document::Document;
use aliases::Aliases;
pub use load::{Failed, load};
pub(super) use merge::Rule;
pub(super) use reader::Reader;

/// A ruleset that was read, with all that it extends.
#[derive(Debug)]
pub struct Ruleset {
    /// The file, as it was named.
    pub name: String,
    /// What of it is not run, whatever the description is.
    pub(super) notes: Vec<Note>,
    folder: PathBuf,
    layer: Layer,
}

/// Something that a ruleset asks for and that is not run.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Note {
    /// The ruleset.
    pub ruleset: String,
    /// The name of what is not run: a rule, a ruleset that is extended, a key.
    pub what: String,
    /// Why not, as the end of a sentence.
    pub why: String,
}

/// What one file says, or one element of `overrides`.
#[derive(Debug, Default)]
struct Layer {
    extends: Vec<Extended>,
    formats: Option<Vec<SpecVersion>>,
    url: Option<String>,
    aliases: Arc<Aliases>,
    entries: Vec<(String, Entry)>,
    overrides: Vec<Override>,
}

/// A ruleset that another one extends.
#[derive(Debug)]
struct Extended {
    layer: Layer,
    take: Option<Take>,
}

/// Which rules of an extended ruleset run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Take {
    Off,
    Recommended,
    All,
}

impl Take {
    const WORDS: [(&'static str, Take); 3] =
        [("off", Take::Off), ("recommended", Take::Recommended), ("all", Take::All)];
}

/// What a file says of one rule.
#[derive(Debug)]
enum Entry {
    /// An inherited rule is turned on or off.
    On(bool),
    /// It is given a severity; nothing for `off`.
    Level(Option<Severity>),
    /// A rule is written, or what was inherited is changed.
    Rule(Box<Patch>),
}

/// The keys of a rule that are there.
#[derive(Debug, Default)]
struct Patch {
    description: Option<String>,
    message: Option<String>,
    url: Option<String>,
    recommended: Option<bool>,
    resolved: Option<bool>,
    severity: Option<Option<Severity>>,
    formats: Option<Vec<SpecVersion>>,
    given: Option<Vec<String>>,
    then: Option<Vec<Then>>,
}

/// A function, and the field of each node that it looks at.
#[derive(Clone, Debug)]
pub(super) struct Then {
    pub(super) field: Option<String>,
    /// The function, or why it is not run.
    pub(super) function: Result<Arc<Function>, String>,
}

/// What counts for some files only.
#[derive(Debug)]
struct Override {
    files: Vec<Files>,
    layer: Layer,
}

/// Files by a glob, and a place in them.
#[derive(Debug)]
struct Files {
    glob: GlobMatcher,
    /// The pattern has no folder, so it counts in every one.
    anywhere: bool,
    /// A JSON pointer without its `#`.
    pointer: Option<String>,
}

/// A file of a ruleset while it is read.
struct File {
    document: Document,
    key: String,
}
