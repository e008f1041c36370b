//! What one can do about a change of a schema.

use crate::diff::aspects::Aspect;
use crate::diff::change::{Direction, Level};

/// What one can do about a change whose level a proof has found.
pub fn advice(direction: Direction, level: Level) -> &'static str {
    // No aspect has advice of its own that would fit every effect.
    help(direction, Aspect::Type, level)
}

/// What one can do where nothing was proved.
const BY_HAND: &str = "compare both sides by hand; where every old message is still legal, accept the change";

pub(super) fn help(direction: Direction, aspect: Aspect, level: Level) -> &'static str {
    match (level, direction, aspect) {
        (Level::Safe, _, _) => "nothing to do",
        (Level::Unproven, _, _) => BY_HAND,
        (_, Direction::Request, Aspect::Required) => "keep it optional, or give the new request its own version",
        (_, Direction::Response, Aspect::Required) => {
            "keep sending it always, or give the new response its own version"
        }
        (_, Direction::Request, Aspect::Enum) => "keep accepting the old values",
        (_, Direction::Response, Aspect::Enum) => "send only the old values to old clients",
        (_, Direction::Request, Aspect::Default) => "keep the old default",
        (Level::Risky, _, _) => "tell clients before it comes",
        (_, Direction::Request, _) => "keep accepting what was accepted, or give the new request its own version",
        (_, Direction::Response, _) => "keep to what was promised, or give the new response its own version",
        (_, Direction::None, _) => "give it a new version",
    }
}
