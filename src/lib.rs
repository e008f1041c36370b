//! `caveat` reads OpenAPI descriptions, lints them, compares two versions of them, and says what it found so that a
//! person believes it.
//!
//! Text becomes a spanned tree ([`source`]); reading never fails, a broken file is a smaller tree and findings. The
//! tree is lowered into one [`contract`], the same whatever the OpenAPI version, and every element keeps its node.
//! [`lint`] lets each rule look at one contract; [`diff`] walks two and judges every change by a law. What schemas
//! accept is decided by proof ([`schema`]): a change that breaks comes with a value that shows it.

pub mod cli;
pub mod config;
pub mod contract;
pub mod diff;
pub mod docs;
pub mod finding;
pub mod lint;
pub mod lsp;
pub mod report;
pub mod schema;
pub mod source;
pub mod spectral;
pub mod suppress;
