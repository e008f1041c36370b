//! One set of findings over a few documents, written in every format and compared with the files in
//! `fixtures/report`, which `UPDATE=1` writes anew; and what must hold for any findings over any documents.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

mod changelog;
mod diff;
mod fit;
mod fold;
mod golden;
mod set;
mod speed;
mod whole;
