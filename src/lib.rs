//! `caveat` reads OpenAPI descriptions, lints them, compares two versions of them, and says what it found so that a
//! person believes it.
//!
//! Text becomes a spanned tree ([`source`]); reading never fails, a broken file is a smaller tree and findings. The
//! tree is lowered into one [`contract`], the same whatever the OpenAPI version, and every element keeps its node.
//! [`lint`] lets each rule look at one contract; [`diff`] walks two and judges every change by a law. What schemas
//! accept is decided by proof ([`schema`]): a change that breaks comes with a value that shows it. A format of
//! [`report`] writes it down.
//!
//! # Load, lint, render
//!
//! A description in memory, and its faults as a person reads them:
//!
//! ```
//! use caveat::report::{Report, Root};
//! use caveat::{Contract, lint};
//!
//! let text = "
//! openapi: 3.1.0
//! info: {title: Harbour, version: 1.0}
//! paths: {}
//! ";
//! let contract = Contract::from_text("harbour.yaml", text)?;
//! let findings = lint::run(&contract, &lint::Plan::default()).findings;
//! let report = Report::new(&[Root::of(&contract.sources, contract.at.doc, &findings)]);
//! let shown = report.to_string();
//! assert!(shown.starts_with("warning: `version` must be a string, and without quotes `1.0` is a number"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`report::text`], [`report::json`] and [`report::format`] write with other options and in other formats. What a
//! description accepts itself, in comments and extensions, is sorted out by [`suppress::sort`].
//!
//! A file is found by [`source::input::gather`], as the command line finds it, and may refer to other files:
//!
//! ```
//! use std::path::Path;
//!
//! use caveat::contract::{self, sniff::ROOT_KEYS};
//! use caveat::source::input;
//!
//! let found = input::gather(Path::new("."), &["fixtures/demo/v1".into()], ROOT_KEYS, &mut |_, _| false);
//! let opened = found.inputs[0].open(&mut std::io::stdin(), false)?;
//! let loader = contract::loader();
//! let root = loader.add(&opened.key, &opened.name, opened.bytes);
//! let contract = contract::load(loader, root, &*opened.fetch).map_err(|refused| refused.0.message)?;
//! assert_eq!(contract.sources.docs.len(), 3);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Compare
//!
//! What was promised stands in the repository, what is promised now comes from the program. The test fails on a break,
//! and shows a message that was legal and is refused:
//!
//! ```
//! use caveat::diff::{self, Compatibility};
//! use caveat::report::diff::Diff;
//! use caveat::Contract;
//!
//! let api = |most: u32| format!(r#"{{
//!     "openapi": "3.1.0",
//!     "info": {{"title": "Harbour", "version": "1.0.0"}},
//!     "paths": {{"/ships": {{"get": {{
//!         "parameters": [{{"name": "limit", "in": "query", "schema": {{"type": "integer", "maximum": {most}}}}}],
//!         "responses": {{"204": {{"description": "Done."}}}}
//!     }}}}}}
//! }}"#);
//! let (old, new) = Contract::both_from_text(("promised.json", &api(100)), ("built.json", &api(50)))?;
//! let comparison = diff::run(&old, &new, &diff::Settings::default());
//! assert_eq!(comparison.compatibility(), Compatibility::Breaking);
//! let shown = Diff { old: &old, new: &new, comparison: &comparison }.to_string();
//! assert!(shown.contains("this request was accepted before, and is refused now:"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Guard a service in its own tests
//!
//! [`Contract::from_openapiv3`] takes what frameworks hand out; its example is a test of five lines.
//!
//! # What to rely on
//!
//! - **Nothing panics**, whatever the input; a rule that does is caught, named in [`lint::Outcome::failures`], and
//!   takes no other with it. Documents may be broken, nested 100,000 deep, or refer to each other in circles.
//! - **No input or output but what is asked for.** Files are read by [`source::input`] and [`source::fetch`], below the
//!   folder of the description unless that is allowed; by [`config`], where one is looked for or read with what it
//!   extends; and by [`spectral::load`], which reads rulesets. `git` is run where a revision is asked for. Everything
//!   else takes bytes and gives values, and a report goes where it is told. Nothing asks the network, and nothing but
//!   [`cli`] the environment or the clock: the day on which sunset dates are judged is an option.
//! - **The same input gives the same bytes**, in any environment and for any number of threads.

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

pub use contract::Contract;
pub use finding::Severity;
