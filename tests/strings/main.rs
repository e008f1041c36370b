//! The theory of strings: tables, enumeration, and what others wrote (test suites, real descriptions, hostile patterns).
#![expect(clippy::print_stdout, reason = "tests say what they skipped and what they counted")]

mod brute;
mod depth;
mod formats;
mod given;
mod goals;
mod oracle;
mod speed;

use caveat::schema::strings::{Answer, Cache, Goal, solve};

/// Steps enough for anything that a person would write.
const STEPS: u64 = 5_000_000;

fn answer(goal: &Goal<'_>) -> Answer {
    solve(goal, &mut { STEPS }, &mut Cache::new())
}

fn found(text: &str) -> Answer {
    Answer::Found(text.to_owned())
}
