//! What may be said to `caveat check`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueHint};

use super::Judging;
use super::output::{self, Output, OutputParser};
use crate::config::{DIFF_SHOW, SHOW};
use crate::diff::Level;
use crate::finding::Severity;

const EXAMPLES: &str = "\
Examples:
  caveat check --since origin/main
      What this branch breaks, and the findings that it brings in: every
      description in this folder against itself on main
  caveat check api/openapi.yaml --since v1.4.0 --fail-on breaking,warning
      For a build: exit code 1 for what is proved to break, and for a new
      warning
  caveat check openapi.json --against deployed.json
      Against a file

The description of before is linted by the same rules, and what was found there
already is not said again. Names, paging and errors are held to the habits of
before.

Exit codes:
  0  there is nothing new at or above --fail-on
  1  there is something, or a description is gone
  2  the job, or a part of it, could not be done";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
#[group(id = "before", required = true, multiple = false)]
pub(in crate::cli) struct Check {
    /// Files or folders with descriptions [default: this folder]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) paths: Vec<OsString>,

    /// Compare each description with itself at this git revision
    #[arg(long, value_name = "REV", group = "before")]
    pub(in crate::cli) since: Option<String>,

    /// Compare the one description with this file, `-` for standard input, or REV:path
    #[arg(long, value_name = "FILE", group = "before", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) against: Option<OsString>,

    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "text", value_parser = OutputParser, hide_possible_values = true)]
    #[arg(hide_default_value = true, help = output::help("json holds everything that is new, the others what --show says"))]
    pub(in crate::cli) format: Vec<Output>,

    /// Show changes from a level on, new findings from a severity on, as in `risky,info` [default: unproven,warning]
    #[arg(long, value_name = "FROM", value_delimiter = ',', value_parser = shown(), hide_possible_values = true)]
    pub(in crate::cli) show: Vec<Limit>,

    /// Show changes that say the same of many places each by itself
    #[arg(long)]
    pub(in crate::cli) all: bool,

    /// Exit with 1 from a level on, or from a severity on, as in `breaking,warning`; or never [default: unproven,error]
    #[arg(long, value_name = "FROM", value_delimiter = ',', value_parser = failing(), hide_possible_values = true)]
    pub(in crate::cli) fail_on: Vec<Limit>,

    #[command(flatten)]
    pub(in crate::cli) judging: Judging,

    /// Do it again whenever a file changes that was read, until Ctrl-C
    #[arg(long)]
    pub(in crate::cli) watch: bool,

    /// Show changes and findings and nothing else: no verdict, no progress
    #[arg(short, long)]
    pub(in crate::cli) quiet: bool,

    /// Read this configuration, and no caveat.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) config: Option<PathBuf>,

    /// Follow references that lead out of the descriptions' folders
    #[arg(long)]
    pub(in crate::cli) allow_outside: bool,
}

/// A limit for changes or for findings: no word is a level and a severity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::cli) enum Limit {
    /// Of changes.
    Change(Level),
    /// Of findings.
    Finding(Severity),
    /// Neither a change nor a finding.
    Never,
}

/// A parser for what is shown of a check.
fn shown() -> impl TypedValueParser<Value = Limit> {
    let words = || DIFF_SHOW.iter().map(|w| w.0).chain(SHOW.iter().map(|w| w.0));
    PossibleValuesParser::new(words()).try_map(|word| limit(&word).ok_or("no such word"))
}

/// A parser for what a check fails on.
fn failing() -> impl TypedValueParser<Value = Limit> {
    let words = || DIFF_SHOW.iter().map(|w| w.0).chain(SHOW.iter().map(|w| w.0)).chain(["never"]);
    PossibleValuesParser::new(words()).try_map(|word| limit(&word).ok_or("no such word"))
}

fn limit(word: &str) -> Option<Limit> {
    let level = DIFF_SHOW.iter().find(|known| known.0 == word).map(|known| Limit::Change(known.1));
    let severity = || SHOW.iter().find(|known| known.0 == word).map(|known| Limit::Finding(known.1));
    level.or_else(severity).or((word == "never").then_some(Limit::Never))
}
