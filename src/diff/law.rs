//! The law of compatibility, from which every level follows.
//!
//! A contract describes two languages: the requests that a server accepts, and the responses that it may send.
//!
//! 1. A request that an old client may send must still be accepted: `requests(OLD) ⊆ requests(NEW)`.
//! 2. A response that the new server may send must have been allowed before: `responses(NEW) ⊆ responses(OLD)`.
//! 3. In callbacks and webhooks the API is the client, so both arrows turn round.
//!
//! Proof of the table in [`level`]. Let `A` be the language before and `B` the one after. An effect says how they lie:
//! narrows is `B ⊂ A`, widens is `A ⊂ B`, replaces is neither. In a request rule 1 asks for `A ⊆ B`: a narrowing breaks
//! it (some request of `A` is not in `B`), a widening keeps it, a replacement breaks it. In a response rule 2 asks for
//! `B ⊆ A`: a widening breaks it, a narrowing keeps it, a replacement breaks it. Where an effect only may narrow (a
//! pattern that is new may still accept everything), what would break is unproven, and what would keep the law keeps
//! it. What does not touch the language touches no rule.

use super::change::{Direction, Effect, Level};

/// The level of an effect in a direction.
pub fn level(direction: Direction, effect: Effect) -> Level {
    use Direction::{Request, Response};
    match (direction, effect) {
        (Direction::None, _) | (_, Effect::Annotates) => Level::Safe,
        (_, Effect::Replaces) | (Request, Effect::Narrows) | (Response, Effect::Widens) => Level::Breaking,
        (Request, Effect::Widens | Effect::MayWiden) | (Response, Effect::Narrows | Effect::MayNarrow) => Level::Safe,
        (_, Effect::Rewrites) | (Request, Effect::MayNarrow) | (Response, Effect::MayWiden) => Level::Unproven,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapping_the_sides_is_turning_the_direction() {
        for effect in Effect::ALL {
            assert_eq!(
                level(Direction::Request, effect),
                level(Direction::Response, effect.mirrored()),
                "{effect:?} before is its mirror image after"
            );
        }
    }
}
