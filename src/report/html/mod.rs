//! One self-contained page for a reviewer: what it comes to first, then what was found with its evidence.
//!
//! It reads without a script, which only adds search, filters and the choice of a theme. Nothing on it comes from the
//! network, and nothing that comes from a document is markup.

mod check;
mod diff;
mod excerpt;
mod lint;
pub mod page;
mod sides;
mod source;
mod witness;
mod words;

use std::io;

use maud::{Markup, html};

use super::Report;
use super::check::Check;
use super::diff::Diff;
use crate::diff::Level;
use crate::finding::{Area, Severity};
use crate::lint::facts::overview::Overview;

/// What of a lint is on its page beside the findings.
#[derive(Clone, Copy)]
pub struct Lint<'a> {
    /// The findings from this severity on are listed.
    pub show: Severity,
    /// The rules that ran, by area.
    pub rules: &'a [(Area, &'static str)],
    /// What was learned of each description.
    pub learned: &'a [(&'a str, Vec<Overview>)],
    /// Whether all was done that was asked for.
    pub complete: bool,
}

/// Writes findings, a score card and conventions.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write_lint(out: &mut dyn io::Write, report: &Report<'_>, lint: &Lint<'_>) -> io::Result<()> {
    page::write(out, "caveat lint", &lint::page(report, lint))
}

/// Writes the changes from a level on; with what `check_version` has to say.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write_diff(out: &mut dyn io::Write, diff: &Diff<'_>, show: Level, check_version: bool) -> io::Result<()> {
    page::write(out, "caveat diff", &diff::page(diff, show, check_version))
}

/// Writes what is new: changes from a level on, and findings as in a lint.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write_check(out: &mut dyn io::Write, check: &Check<'_>, changes: Level, lint: &Lint<'_>) -> io::Result<()> {
    page::write(out, "caveat check", &check::page(check, changes, lint))
}

/// A heading of a level, which depends on what stands around.
fn heading(level: u8, text: &Markup) -> Markup {
    html! {
        @match level {
            2 => h2 { (text) },
            3 => h3 { (text) },
            _ => h4 { (text) },
        }
    }
}

/// A level or a severity in its colour.
fn badge(level: &str) -> Markup {
    html! { span class={ "badge " (level) } { (level) } }
}
