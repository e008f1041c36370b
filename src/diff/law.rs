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

/// The three rules, as they are cited.
pub const RULES: [&str; 3] = [
    "a request that an old client may send must still be accepted: `requests(OLD) ⊆ requests(NEW)`",
    "a response that the new server may send must have been allowed before: `responses(NEW) ⊆ responses(OLD)`",
    "in callbacks and webhooks the API is the client, so both arrows turn round",
];

/// How [`level`] follows from the rules.
pub fn because(direction: Direction, effect: Effect) -> &'static str {
    use Direction::{Request, Response};
    match (direction, effect) {
        (Direction::None, _) => "it is no part of any message",
        (Request, Effect::Narrows) => "a request that was accepted before no longer is, which rule 1 forbids",
        (Request, Effect::Widens) => "more requests are accepted than before, and all that were, as rule 1 asks",
        (Request, Effect::Replaces) => {
            "other requests are accepted than before, and some that were no longer are, which rule 1 forbids"
        }
        (Request, Effect::MayNarrow) => {
            "a request that was accepted before may no longer be, which rule 1 would forbid; that needs a proof"
        }
        (Request, Effect::MayWiden) => "all requests that were accepted before still are, as rule 1 asks",
        (Request, Effect::Rewrites) => {
            "whether all requests that were accepted before still are, as rule 1 asks, needs a proof"
        }
        (Request, Effect::Annotates) => "the same requests are accepted as before, as rule 1 asks",
        (Response, Effect::Narrows) => "nothing may be sent that was not allowed before, as rule 2 asks",
        (Response, Effect::Widens) => "a response may be sent that was not allowed before, which rule 2 forbids",
        (Response, Effect::Replaces) => {
            "responses may be sent that were not allowed before, in place of others that were, which rule 2 forbids"
        }
        (Response, Effect::MayNarrow) => "nothing may be sent that was not allowed before, as rule 2 asks",
        (Response, Effect::MayWiden) => {
            "a response may perhaps be sent that was not allowed before, which rule 2 would forbid; that needs a proof"
        }
        (Response, Effect::Rewrites) => {
            "whether everything that may be sent was allowed before, as rule 2 asks, needs a proof"
        }
        (Response, Effect::Annotates) => "the same responses may be sent as before, as rule 2 asks",
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

    #[test]
    fn what_is_said_of_a_level_is_what_it_is() {
        for direction in [Direction::Request, Direction::Response] {
            for effect in Effect::ALL {
                let said = because(direction, effect);
                let word = match level(direction, effect) {
                    Level::Breaking => "forbids",
                    Level::Unproven => "needs a proof",
                    Level::Risky | Level::Safe => "asks",
                };
                assert!(said.contains(word), "{direction:?} {effect:?}: {said}");
            }
        }
    }
}
