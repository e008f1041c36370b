//! What a change is: four coordinates, two places, and the operations that it reaches.

use std::ops::Range;

use super::checks;
use super::policies::Ruling;
use crate::contract::keywords::Keyword;
use crate::contract::{Id, Schema};
use crate::finding::{Severity, Span};
use crate::schema::Projection;
use crate::schema::evaluate::Failure;
use crate::schema::value::Value;
use crate::source::loader::At;

/// How bad a change is. Ordered: `Safe < Risky < Unproven < Breaking`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Level {
    /// The law holds.
    Safe,
    /// The law holds, but clients are known to be surprised.
    Risky,
    /// A keyword stopped the proof: the law may hold or not.
    Unproven,
    /// The law is broken.
    Breaking,
}

impl Level {
    /// All levels, worst first.
    pub const ALL: [Level; 4] = [Level::Breaking, Level::Unproven, Level::Risky, Level::Safe];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Safe => "safe",
            Level::Risky => "risky",
            Level::Unproven => "unproven",
            Level::Breaking => "breaking",
        }
    }

    /// The severity that it is shown with where there are but three.
    pub fn severity(self) -> Severity {
        match self {
            Level::Safe => Severity::Info,
            Level::Risky | Level::Unproven => Severity::Warning,
            Level::Breaking => Severity::Error,
        }
    }
}

/// Which of the two languages a change is in. Callbacks and webhooks are turned round: what the API sends there is a
/// response to the one who subscribed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Direction {
    /// What clients send and the API accepts.
    Request,
    /// What the API sends and clients accept.
    Response,
    /// Neither.
    None,
}

impl Direction {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Request => "request",
            Direction::Response => "response",
            Direction::None => "none",
        }
    }

    /// The other direction.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Direction::Request => Direction::Response,
            Direction::Response => Direction::Request,
            Direction::None => Direction::None,
        }
    }
}

/// What sort of thing a schema describes where it changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Subject {
    /// A whole body, or the elements of one that is a list.
    Body,
    /// A property of a body.
    Property,
    /// A parameter.
    Parameter,
    /// A header.
    Header,
}

impl Subject {
    /// All subjects.
    pub const ALL: [Subject; 4] = [Subject::Body, Subject::Property, Subject::Parameter, Subject::Header];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Subject::Body => "body",
            Subject::Property => "property",
            Subject::Parameter => "parameter",
            Subject::Header => "header",
        }
    }
}

/// What a change does to the language that it is in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Effect {
    /// Some of what was legal no longer is, and nothing new is.
    Narrows,
    /// Something new is legal, and all that was still is.
    Widens,
    /// Some of what was legal no longer is, and something else is.
    Replaces,
    /// It narrows, or it changes nothing.
    MayNarrow,
    /// It widens, or it changes nothing.
    MayWiden,
    /// It may do anything: this needs a proof.
    Rewrites,
    /// It does nothing to the language.
    Annotates,
}

impl Effect {
    /// All effects.
    pub const ALL: [Effect; 7] = [
        Effect::Narrows,
        Effect::Widens,
        Effect::Replaces,
        Effect::MayNarrow,
        Effect::MayWiden,
        Effect::Rewrites,
        Effect::Annotates,
    ];

    /// The effect with the sides swapped.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Effect::Narrows => Effect::Widens,
            Effect::Widens => Effect::Narrows,
            Effect::MayNarrow => Effect::MayWiden,
            Effect::MayWiden => Effect::MayNarrow,
            same => same,
        }
    }

    /// The same effect where it is not certain that it shows: beside a branch or an `enum` that may hide it.
    #[must_use]
    pub fn uncertain(self) -> Self {
        match self {
            Effect::Narrows => Effect::MayNarrow,
            Effect::Widens => Effect::MayWiden,
            Effect::Replaces => Effect::Rewrites,
            same => same,
        }
    }
}

macro_rules! areas {
    ($($variant:ident $name:literal,)*) => {
        /// The part of an API that a change is in.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
        pub enum Area { $(#[doc = concat!("`", $name, "`")] $variant,)* }

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
    Schema "schema",
    Parameters "parameters",
    Paths "paths",
    Body "body",
    Responses "responses",
    Headers "headers",
    Security "security",
    Servers "servers",
    Callbacks "callbacks",
    Webhooks "webhooks",
    Lifecycle "lifecycle",
    Codegen "codegen",
    Version "version",
    Documentation "documentation",
}

/// One side of a change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Side {
    /// The element, or the nearest one around it where this side lacks it.
    pub at: At,
    /// What is underlined.
    pub span: Span,
    /// What is to be seen there, in a few words.
    pub label: String,
    /// Whether this side has the element.
    pub here: bool,
}

/// One change with one cause.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The check that speaks of it, by its place in [`super::checks::all`].
    pub check: usize,
    /// How bad it is.
    pub level: Level,
    /// Which language it is in.
    pub direction: Direction,
    /// A sentence without a full stop that stands alone.
    pub message: String,
    /// The old side.
    pub old: Side,
    /// The new side.
    pub new: Side,
    /// The operations that it reaches, as `POST /things/{id}`, sorted.
    pub operations: Vec<String>,
    /// What tells it from other changes of its check at the same place.
    pub about: String,
    /// What shows that it breaks.
    pub witness: Option<Witness>,
    /// What shows it where no value decides.
    pub sample: Option<Box<Sample>>,
    /// What stopped the proof, as the end of a sentence that starts with "because".
    pub unproven: Option<String>,
    /// Why the level is another one than the law and its proofs gave. What was found stays, the witness too: it is as
    /// true as before, and shows what clients have to put up with.
    pub ruling: Option<Ruling>,
}

/// The two schemas of a message: the sender's, which accepts a witness, and the receiver's, which refuses it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Opponents {
    /// The sender's schema.
    pub sender: Id<Schema>,
    /// The receiver's schema.
    pub receiver: Id<Schema>,
    /// Whether the sender's is of the new contract, and the receiver's of the old one.
    pub sender_is_new: bool,
    /// Which properties exist.
    pub projection: Projection,
}

/// A message that was legal and no longer is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Witness {
    /// The body, or the value of the parameter or of the header.
    pub value: Value,
    /// The pointer (RFC 6901) to the part of it that is refused now.
    pub pointer: String,
    /// The keyword that refuses it.
    pub keyword: Option<Keyword>,
    /// The property that the keyword speaks of, where it speaks of one: one that is missing, or one too many.
    pub member: Option<String>,
    /// The pair of schemas that it is a message of, as the walk numbers them.
    pub(super) root: usize,
    /// The schemas that it was asked of.
    pub schemas: Opponents,
    /// The request or the response that it is the body of, or a part of.
    pub http: Option<Box<Http>>,
    /// Whether a second look, by other code than that which found it, says the same.
    pub verified: bool,
}

impl Witness {
    /// A witness of a pair of schemas that a second look has confirmed, with what that found first.
    pub(super) fn verified(value: Value, root: usize, schemas: Opponents, failure: Option<&Failure>) -> Self {
        Witness {
            value,
            pointer: failure.map(|f| f.instance.clone()).unwrap_or_default(),
            keyword: failure.map(|f| f.keyword),
            member: failure.and_then(|f| f.member.clone()),
            root,
            schemas,
            http: None,
            verified: true,
        }
    }

    /// Whether it is the same message as that of another witness.
    pub fn is_message_of(&self, other: &Witness) -> bool {
        self.value == other.value && self.http == other.http
    }

    /// Whether it is refused because its `member` is missing.
    pub fn lacks_member(&self) -> bool {
        matches!(self.keyword, Some(Keyword::Required | Keyword::DependentRequired)) && self.member.is_some()
    }
}

/// Names of security schemes, each with its scopes.
pub type Credentials = Vec<(String, Vec<String>)>;

/// A message that shows a break where no value decides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sample {
    /// The request or the response.
    pub http: Http,
    /// What is to be said of it, as the end of a sentence that starts with "this request" or "this response".
    pub says: &'static str,
    /// The credentials that it comes with, where they decide.
    pub credentials: Option<Credentials>,
}

/// A whole request or response.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Http {
    /// The method.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The status of a response.
    pub status: Option<String>,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body, if there is one.
    pub body: Option<Body>,
    /// Where the value of the witness stands in it.
    pub place: MessagePart,
}

/// A body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Body {
    /// A value that is written as JSON.
    Json(Value),
    /// The text as it is sent: a form.
    Text(String),
}

/// A part of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MessagePart {
    /// These bytes of the path.
    Path(Range<usize>),
    /// The header of this number.
    Header(usize),
    /// The body.
    Body,
    /// These bytes of a body that is a text.
    Text(Range<usize>),
}

impl Change {
    /// What one can do about it.
    pub fn help(&self) -> &'static str {
        let check = &checks::all()[self.check];
        if let Some(ruling) = &self.ruling {
            return ruling.help;
        }
        // A proof may find another level than the one of the check, whose advice is for that.
        if self.level == check.level { check.help } else { checks::advice(check.direction, self.level) }
    }
}
