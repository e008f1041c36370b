//! One entry: what sort of news a change is, and the sentence about it.

use super::places::Places;
use super::{advice, wording};
use crate::diff::aspects::Aspect;
use crate::diff::change::Area;
use crate::diff::checks::{self, Coordinate, Structure};
use crate::diff::{Change, Level};
use crate::report::diff::Diff;

/// What sort of news it is, in the order in which it is told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    Breaking,
    Unproven,
    Risky,
    Deprecated,
    Added,
    Changed,
    Wording,
}

impl Kind {
    pub(super) const ALL: [Kind; 7] =
        [Kind::Breaking, Kind::Unproven, Kind::Risky, Kind::Deprecated, Kind::Added, Kind::Changed, Kind::Wording];

    /// The word for it in JSON.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Kind::Breaking => "breaking",
            Kind::Unproven => "unproven",
            Kind::Risky => "risky",
            Kind::Deprecated => "deprecated",
            Kind::Added => "added",
            Kind::Changed => "changed",
            Kind::Wording => "wording",
        }
    }

    /// The heading over entries of this sort.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Kind::Breaking => "Breaking changes",
            Kind::Unproven => "May break",
            Kind::Risky => "Take care",
            Kind::Deprecated => "Deprecated",
            Kind::Added => "Added",
            Kind::Changed => "Changed",
            Kind::Wording => "Documentation",
        }
    }

    /// What it is of a change; nothing for what is no news to a consumer.
    fn of(change: &Change) -> Option<Self> {
        let coordinate = checks::coordinate(change.check)?;
        Some(match (change.level, coordinate) {
            (Level::Breaking, _) => Kind::Breaking,
            (Level::Unproven, _) => Kind::Unproven,
            (Level::Risky, _) => Kind::Risky,
            (_, Coordinate::Structure(Structure::OperationDeprecated | Structure::DeprecationChanged)) => {
                Kind::Deprecated
            }
            (_, Coordinate::Structure(Structure::ProseChanged)) => Kind::Wording,
            (_, Coordinate::Structure(Structure::VersionChanged | Structure::SpecVersionChanged)) => return None,
            (_, Coordinate::Structure(Structure::SchemaRestructured)) => return None,
            _ if checks::all()[change.check].area == Area::Documentation => return None,
            (_, Coordinate::Structure(_)) if !change.old.here && change.new.here => Kind::Added,
            (_, Coordinate::Schema(_, _, Aspect::Enum | Aspect::Presence | Aspect::Required, _))
                if !change.old.here && change.new.here =>
            {
                Kind::Added
            }
            _ => Kind::Changed,
        })
    }
}

/// A change as its consumers read it.
pub(super) struct Entry<'a> {
    pub(super) change: &'a Change,
    pub(super) kind: Kind,
    /// What happened, without a full stop.
    pub(super) sentence: String,
    /// What a consumer does about it, likewise.
    pub(super) advice: Option<String>,
}

impl<'a> Entry<'a> {
    pub(super) fn of(diff: &Diff<'a>, places: &Places<'a>, change: &'a Change) -> Option<Self> {
        let mut kind = Kind::of(change)?;
        let (sentence, advice) = match kind {
            Kind::Wording => (wording::sentence(diff, change)?, None),
            Kind::Deprecated => match deprecation(places, change) {
                Some(told) => told,
                None => {
                    kind = Kind::Changed;
                    (reinstated(change), None)
                }
            },
            Kind::Unproven => {
                let why = change.unproven.as_ref().map(|why| format!("whether old clients go on is not known: {why}"));
                (change.message.clone(), why)
            }
            Kind::Breaking | Kind::Risky => (change.message.clone(), advice::of(diff, places, change)),
            Kind::Added | Kind::Changed => (change.message.clone(), None),
        };
        Some(Entry { change, kind, sentence, advice })
    }
}

/// What is deprecated, and until when it works.
fn deprecation(places: &Places<'_>, change: &Change) -> Option<(String, Option<String>)> {
    let now = places.contract.view(change.new.at);
    if !change.new.here || now.as_scalar().is_some_and(|text| text == "false") {
        return None;
    }
    let sunset = places.around(change.new.at).find_map(|at| {
        places.contract.extension(at, "x-sunset").and_then(|date| date.as_scalar().map(std::borrow::Cow::into_owned))
    });
    // Of an operation the message has said it.
    let until = sunset.filter(|date| !change.message.contains(&**date)).map(|date| format!("it works until {date}"));
    let sentence = match subject(change) {
        Some(subject) => format!("{subject} is deprecated"),
        None => change.message.clone(),
    };
    Some((sentence, until))
}

fn reinstated(change: &Change) -> String {
    subject(change).map_or_else(|| change.message.clone(), |subject| format!("{subject} is no longer deprecated"))
}

/// What is deprecated, where the message speaks of the keyword.
fn subject(change: &Change) -> Option<&str> {
    let rest = change.message.strip_prefix("`deprecated` of ")?;
    [" is new", " is gone", " changed"].into_iter().find_map(|end| rest.strip_suffix(end))
}
