//! Rules that a team wrote itself: Spectral rulesets in YAML and JSON, run over descriptions that are loaded already.
//!
//! [`load`] reads a ruleset and what it extends. [`run`] evaluates the paths of its rules over the tape, looks through
//! references where a rule wants that, and yields findings with exact spans. What cannot be run, such as functions in
//! JavaScript, is a [`Note`] and never passed over in silence. `docs/spectral.md` says where this differs from Spectral.

mod functions;
mod message;
mod path;
mod ruleset;
mod run;
mod target;
mod tree;

pub use ruleset::{Failed, Note, Ruleset, load};
pub use run::{Outcome, run};
