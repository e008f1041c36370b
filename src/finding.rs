//! A finding: what lint and diff both yield, and what every reporter takes. The waist of the hourglass.
//!
//! A finding points at nodes; lines, columns and pointers are worked out by whoever writes it down.

mod address;
mod ids;

use crate::source::document::Document;
use crate::source::loader::{At, DocId, Sources};
use crate::source::tape::Kind;
pub use address::Addresses;
pub(crate) use ids::kept;

/// How bad a finding is. Ordered: `Info < Warning < Error`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Severity {
    /// Advice.
    Info,
    /// A client is hurt, or the API contradicts itself.
    Warning,
    /// The document is wrong by its specification, or a client must fail.
    Error,
}

impl Severity {
    /// All severities, worst first.
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

macro_rules! areas {
    ($($(#[$doc:meta])* $variant:ident $name:literal,)*) => {
        /// The part of an API description that a lint rule speaks of.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
        pub enum Area { $($(#[$doc])* $variant,)* }

        impl Area {
            /// All areas.
            pub const ALL: &[Area] = &[$(Area::$variant,)*];

            /// The word for it.
            pub fn as_str(self) -> &'static str {
                match self { $(Area::$variant => $name,)* }
            }
        }
    };
}

areas! {
    /// Names of properties, paths, parameters, components, operations.
    Naming "naming",
    /// The version of the API.
    Versioning "versioning",
    /// Who may call what.
    Auth "auth",
    /// How failures are answered.
    Errors "errors",
    /// How long lists are cut into pieces.
    Pagination "pagination",
    /// How clients learn of limits.
    RateLimits "rate-limits",
    /// Deprecation and removal.
    Lifecycle "lifecycle",
    /// Methods, status codes, headers and paths.
    Http "http",
    /// The document itself: syntax, references, components.
    Structure "structure",
    /// What data is allowed.
    Schemas "schemas",
    /// Examples and defaults.
    Examples "examples",
    /// Texts for people.
    Documentation "documentation",
    /// Known weaknesses.
    Security "security",
    /// Requests that the API sends.
    Webhooks "webhooks",
    /// Rules that a team wrote itself, as Spectral rulesets.
    Own "own",
}

/// A piece of a document that a finding speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// The document.
    pub doc: DocId,
    /// The node that the pointer is made of; nothing for a place in the text that is no node.
    pub node: Option<u32>,
    /// The first byte to underline.
    pub start: u32,
    /// The byte after the last one to underline.
    pub end: u32,
}

impl Span {
    /// The span of a node, as [`Span::shown`] has it.
    pub fn of(sources: &Sources, at: At) -> Self {
        let (start, end) = Self::shown(sources.doc(at.doc), at.node);
        let node = sources.doc(at.doc).tape.nodes.get(at.node as usize).map(|_| at.node);
        Self { doc: at.doc, node, start, end }
    }

    /// The bytes by which a node is shown. A container that has a key is shown by its key, one that has none by its
    /// first line: nobody wants to see four hundred lines underlined.
    pub fn shown(doc: &Document, node: u32) -> (u32, u32) {
        let nodes = &doc.tape.nodes;
        let Some(kind) = nodes.get(node as usize).map(|n| n.kind()) else { return (0, 0) };
        let shown = if matches!(kind, Kind::Map | Kind::Seq) { doc.key_of(node) } else { node };
        let (start, mut end) = (nodes[shown as usize].start, nodes[shown as usize].end);
        if matches!(nodes[shown as usize].kind(), Kind::Map | Kind::Seq) {
            end = first_line(doc, start, end);
        }
        (start, end.max(start))
    }

    /// A place in the text that is no node.
    pub fn bytes(doc: DocId, start: u32, end: u32) -> Self {
        Self { doc, node: None, start, end }
    }
}

/// The end of the first line of a range. The table of lines knows it: a document may be one line of megabytes, and
/// many findings may speak of its root.
fn first_line(doc: &Document, start: u32, end: u32) -> u32 {
    let (_, line_end) = doc.line_range(doc.place(start).line);
    let text = doc.text.get(start as usize..end.min(line_end) as usize).unwrap_or_default();
    start + text.trim_end().len() as u32
}

/// A span with words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is to be seen there, in a few words.
    pub text: String,
}

/// One finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The id of the rule.
    pub rule: &'static str,
    /// The rule's area.
    pub area: Area,
    /// How bad it is, after configuration.
    pub severity: Severity,
    /// What is wrong and why it matters: a sentence without a full stop, that stands without its label.
    pub message: String,
    /// Where it is: the definition, not a reference to it.
    pub primary: Label,
    /// What else one has to look at.
    pub related: Vec<Label>,
    /// What to write instead.
    pub help: Option<String>,
    /// What tells this finding from others of its rule at the same place: a part of the fingerprint.
    pub about: String,
    /// Whether it speaks of many places at once, and stands at the first of them: another order of the text makes
    /// another one the first, so the place has no part in the fingerprint.
    pub of_all: bool,
    /// What mends it, where there is one way to.
    pub fix: Option<Fix>,
}

/// Extensions in which people say for a linter what is accepted: they say nothing of the API.
pub const ACCEPTING: [&str; 3] = ["x-caveat-allow", "x-lint-ignore", "x-zally-ignore"];

/// Edits that mend a finding together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What they do, as an order: "write `required: true`".
    pub title: String,
    /// The edits, which do not touch each other.
    pub edits: Vec<Edit>,
}

/// Bytes of a document, and what is to stand in their place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// The document.
    pub doc: DocId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
    /// The new text.
    pub text: String,
}

impl Finding {
    /// Says what to write instead.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Points at another place that one has to look at.
    pub fn related(&mut self, sources: &Sources, at: At, text: impl Into<String>) -> &mut Self {
        self.related.push(Label { span: Span::of(sources, at), text: text.into() });
        self
    }

    /// Names what tells this finding from others of its rule at the same place.
    pub fn about(&mut self, about: impl Into<String>) -> &mut Self {
        self.about = about.into();
        self
    }

    /// What the finding means, whatever the layout of its file is, and whatever file that is.
    pub fn fingerprint(&self, addresses: &Addresses<'_>) -> String {
        let Span { doc, node, .. } = self.primary.span;
        let place = node.filter(|_| !self.of_all).map(|node| At { doc, node });
        fingerprint(addresses, self.rule, place, &self.about)
    }
}

/// A number that stays the same while the meaning does: of the rule or check, what the place means (its address), and
/// what is said about it. Lines, columns, key order and layout have no part in it.
pub(crate) fn fingerprint(addresses: &Addresses<'_>, rule: &str, place: Option<At>, about: &str) -> String {
    let mut hash = Fnv::default();
    hash.add(rule);
    for step in place.map(|at| addresses.of(at)).unwrap_or_default() {
        hash.add(&step);
    }
    hash.add(about);
    format!("{:016x}", hash.0)
}

/// A number for some words, the same on every machine.
pub(crate) fn digest<'t>(words: impl IntoIterator<Item = &'t str>) -> String {
    let mut hash = Fnv::default();
    words.into_iter().for_each(|word| hash.add(word));
    format!("{:016x}", hash.0)
}

/// FNV-1a with 64 bits: small, and the same on every machine and in every version, which std does not promise.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0xFF]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
