//! Where policy departs from the law. Each row says why.

use super::aspects::Aspect;
use super::change::{Direction, Effect, Level, Subject};

/// A departure: coordinates (nothing stands for any), the level, and the reason.
#[derive(Debug)]
pub struct Exception {
    /// The direction.
    pub direction: Direction,
    /// The subject, where only one departs.
    pub subject: Option<Subject>,
    /// The aspect.
    pub aspect: Aspect,
    /// The effect.
    pub effect: Effect,
    /// The level that holds instead of the law's.
    pub level: Level,
    /// Why.
    pub because: &'static str,
}

/// All departures.
pub const EXCEPTIONS: &[Exception] = &[
    Exception {
        direction: Direction::Request,
        subject: None,
        aspect: Aspect::UndescribedProperties,
        effect: Effect::Narrows,
        level: Level::Risky,
        because: "a client sends what its own description declares, so no declared request is lost; but a client that \
                  sends more, which was allowed, is refused now",
    },
    Exception {
        direction: Direction::Response,
        subject: None,
        aspect: Aspect::UndescribedProperties,
        effect: Effect::Widens,
        level: Level::Safe,
        because: "a server sends what its own description declares; each new property is a change of its own",
    },
    Exception {
        direction: Direction::Request,
        subject: None,
        aspect: Aspect::Default,
        effect: Effect::Annotates,
        level: Level::Risky,
        because: "the same request means something else now, though it is still accepted",
    },
    Exception {
        direction: Direction::Request,
        subject: None,
        aspect: Aspect::Format,
        effect: Effect::Annotates,
        level: Level::Risky,
        because: "the specification lets tools ignore formats that they do not know, so that this may be checked or not",
    },
    Exception {
        direction: Direction::Response,
        subject: None,
        aspect: Aspect::Format,
        effect: Effect::Annotates,
        level: Level::Risky,
        because: "the specification lets tools ignore formats that they do not know, so that this may be checked or not",
    },
    Exception {
        direction: Direction::Request,
        subject: None,
        aspect: Aspect::Discriminator,
        effect: Effect::Annotates,
        level: Level::Risky,
        because: "the same messages are legal, but generated clients choose the type of an object in another way",
    },
    Exception {
        direction: Direction::Response,
        subject: None,
        aspect: Aspect::Discriminator,
        effect: Effect::Annotates,
        level: Level::Risky,
        because: "the same messages are legal, but generated clients choose the type of an object in another way",
    },
];

/// The departure for a coordinate, if there is one.
pub fn find(direction: Direction, subject: Subject, aspect: Aspect, effect: Effect) -> Option<&'static Exception> {
    EXCEPTIONS.iter().find(|e| {
        e.direction == direction && e.subject.is_none_or(|s| s == subject) && e.aspect == aspect && e.effect == effect
    })
}
