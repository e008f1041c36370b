//! The theory of strings on what others wrote: test suites, real descriptions, hostile patterns.
#![expect(clippy::print_stdout, reason = "tests say what they skipped and what they counted")]

mod given;
mod speed;

/// Steps enough for anything that a person would write.
const STEPS: u64 = 5_000_000;
