//! The laws of comparison hold for every document at hand: our fixtures, and the corpus where it is present.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

mod accepted;
mod fingerprints;
mod forms;
mod held;
mod sides;
mod written;
