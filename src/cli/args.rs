//! The command line: what may be said, and its help.

mod changelog;
mod check;
mod desk;
mod history;
mod output;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Style, Styles};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use super::examples::{CONVENTIONS_EXAMPLES, DIFF_EXAMPLES, LINT_EXAMPLES, SCHEMA_EXAMPLES};
use super::today;
use crate::config::{DIFF_FAIL_ON, DIFF_SHOW, FAIL_ON, SENDERS, SHOW};
use crate::contract::Dialect;
use crate::diff::{Level, Policy};
use crate::finding::Severity;
use crate::report::schema::Question;
use crate::schema::{Projection, Senders};
pub(super) use changelog::{Changelog, LogFormat};
pub(super) use check::{Check, Limit};
pub(super) use desk::{Completions, Config, Init, Lsp, Man};
pub(super) use history::{History, Sheet, SheetFormat};
pub(super) use output::Output;
use output::OutputParser;

const STYLES: Styles = Styles::styled()
    .header(Style::new().bold())
    .usage(Style::new().bold())
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(AnsiColor::Cyan.on_default().dimmed());

const EXAMPLES: &str = "\
Examples:
  caveat lint                      every description in this folder
  caveat lint openapi.yaml         one description, with the files it refers to
  caveat diff v1.yaml v2.yaml      what the second breaks for clients of the first
  caveat schema v1.json v2.json    the same for two bare JSON Schemas
  caveat check --since main        what a branch breaks, and its new findings
  caveat changelog v1 v2           what consumers must know, as Markdown
  caveat history openapi.yaml      each version in git, with its verdict and bump
  caveat rules                     what is looked for
  caveat explain property-case     why, with a bad and a good example
  caveat init                      a configuration made from what is here

Exit codes:
  0  nothing was found at or above --fail-on
  1  something was found
  2  the job could not be done: no such file, not OpenAPI, a bad flag

The configuration is caveat.yaml or caveat.json, beside the description or in
a folder above it.";

#[derive(Parser)]
#[command(
    name = "caveat",
    version,
    about = "Lints OpenAPI descriptions with evidence from the API itself, and says what a new version breaks",
    after_help = EXAMPLES,
    styles = STYLES,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,

    /// Colour the output: auto, always or never
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true, hide_possible_values = true)]
    pub(super) color: Color,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Look for faults in OpenAPI descriptions
    Lint(Lint),
    /// Say what a new version of an OpenAPI description breaks
    Diff(Diff),
    /// Say what is new since a git revision: breaking changes and findings
    Check(Check),
    /// Write what consumers must know of a new version
    Changelog(Changelog),
    /// Compare each version of a description in git with the one before
    History(History),
    /// Say whether a JSON Schema accepts all that another accepts
    Schema(Schema),
    /// Show the conventions that an API follows, and how many places leave them
    Conventions(Conventions),
    /// List the rules of lint and the checks of diff
    Rules(Rules),
    /// Print the page of a rule or of a check: what it finds, and why
    Explain(Explain),
    /// Write a configuration made from the descriptions that are here
    Init(Init),
    /// Show the settings that count, and where each comes from
    Config(Config),
    /// Serve an editor by the Language Server Protocol
    Lsp(Lsp),
    /// Print the completions for a shell
    Completions(Completions),
    /// Print or write man pages
    Man(Man),
}

#[derive(Args)]
#[command(after_help = LINT_EXAMPLES)]
pub(super) struct Lint {
    /// Files, folders, `-` for standard input, or REV:path for a file of a git revision [default: this folder]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<OsString>,

    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "text", value_parser = OutputParser, hide_possible_values = true)]
    #[arg(hide_default_value = true, help = output::help("json holds every severity, the others what --show says"))]
    pub(super) format: Vec<Output>,

    /// Show findings from this severity on: error, warning or info [default: warning]
    #[arg(long, value_name = "SEVERITY", value_parser = word(&SHOW), hide_possible_values = true)]
    pub(super) show: Option<Severity>,

    /// Exit with 1 from this severity on: error, warning, info or never [default: error]
    #[arg(long, value_name = "SEVERITY", value_parser = word(&FAIL_ON), hide_possible_values = true)]
    pub(super) fail_on: Option<Threshold>,

    /// Mend what has one right mend, in the files, and report the rest
    #[arg(long)]
    pub(super) fix: bool,

    /// Show what --fix would write, write nothing, and exit with 1 if that is something
    #[arg(long, conflicts_with = "format")]
    pub(super) diff: bool,

    /// Report only what this file does not know, as --write-baseline wrote it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) baseline: Option<PathBuf>,

    /// Write what is found into this file, as what is known from now on
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["baseline", "diff"])]
    pub(super) write_baseline: Option<PathBuf>,

    /// Do it again whenever a file changes that was read, until Ctrl-C
    #[arg(long, conflicts_with_all = ["fix", "diff", "write_baseline"])]
    pub(super) watch: bool,

    /// Show findings and nothing else: no summary, no progress
    #[arg(short, long)]
    pub(super) quiet: bool,

    /// Read this configuration, and no caveat.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,

    /// Run the rules of a Spectral ruleset in YAML or JSON too; may be given several times
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) spectral: Vec<PathBuf>,

    /// Follow references that lead out of the description's folder
    #[arg(long)]
    pub(super) allow_outside: bool,

    /// The day on which sunset dates are judged, as YYYY-MM-DD [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = today::parse)]
    pub(super) today: Option<String>,

    /// How many descriptions to lint at once [default: one for each processor core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) threads: Option<u16>,
}

#[derive(Args)]
#[command(after_help = CONVENTIONS_EXAMPLES)]
pub(super) struct Conventions {
    /// Files, folders, `-` for standard input, or REV:path for a file of a git revision [default: this folder]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<OsString>,

    /// Write text or json
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_possible_values = true)]
    pub(super) format: Format,

    /// Read this configuration, and no caveat.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,

    /// Follow references that lead out of the description's folder
    #[arg(long)]
    pub(super) allow_outside: bool,
}

#[derive(Args)]
#[command(after_help = DIFF_EXAMPLES)]
pub(super) struct Diff {
    /// The old version: a file, a folder with one description, `-` for standard input, or REV:path
    #[arg(value_name = "OLD", value_hint = ValueHint::AnyPath)]
    pub(super) old: OsString,

    /// The new version, likewise
    #[arg(value_name = "NEW", value_hint = ValueHint::AnyPath)]
    pub(super) new: OsString,

    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "text", value_parser = OutputParser, hide_possible_values = true)]
    #[arg(hide_default_value = true, help = output::help("json holds every level, the others what --show says"))]
    pub(super) format: Vec<Output>,

    /// Show changes from this level on: breaking, unproven, risky or safe [default: risky]
    #[arg(long, value_name = "LEVEL", value_parser = word(&DIFF_SHOW), hide_possible_values = true)]
    pub(super) show: Option<Level>,

    /// Show changes that say the same of many places each by itself
    #[arg(long)]
    pub(super) all: bool,

    /// Exit with 1 from this level on: breaking, unproven, risky, safe or never [default: unproven]
    #[arg(long, value_name = "LEVEL", value_parser = word(&DIFF_FAIL_ON), hide_possible_values = true)]
    pub(super) fail_on: Option<DiffThreshold>,

    #[command(flatten)]
    pub(super) judging: Judging,

    /// Exit with 1 too if the version went less far than the changes ask for, and say so last
    #[arg(long)]
    pub(super) check_version: bool,

    /// Do it again whenever a file changes that was read, until Ctrl-C
    #[arg(long)]
    pub(super) watch: bool,

    /// Show changes and nothing else: no verdict, no progress
    #[arg(short, long)]
    pub(super) quiet: bool,

    /// Read this configuration, and no caveat.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,

    /// Follow references that lead out of the descriptions' folders
    #[arg(long)]
    pub(super) allow_outside: bool,
}

/// What the levels of changes depend on.
#[derive(Args)]
pub(super) struct Judging {
    /// What senders send: declared (only declared properties) or any (all their schema accepts) [default: declared]
    #[arg(long, value_name = "SENDERS", value_parser = word(&SENDERS), hide_possible_values = true)]
    pub(super) senders: Option<Senders>,

    /// What is known of the clients: strict (nothing), tolerant-reader or codegen [default: strict]
    #[arg(long, value_name = "POLICY", value_parser = word(Policy::ALL), hide_possible_values = true)]
    pub(super) policy: Option<Policy>,

    /// The day on which sunset dates are judged, as YYYY-MM-DD [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = today::parse)]
    pub(super) today: Option<String>,
}

#[derive(Args)]
#[command(after_help = SCHEMA_EXAMPLES)]
pub(super) struct Schema {
    /// The old schema: a file, `-` for standard input, or REV:path
    #[arg(value_name = "OLD", value_hint = ValueHint::FilePath, required_unless_present = "pairs")]
    pub(super) old: Option<OsString>,

    /// The new schema, likewise
    #[arg(value_name = "NEW", value_hint = ValueHint::FilePath, required_unless_present = "pairs")]
    pub(super) new: Option<OsString>,

    /// Compare each pair of a JSON file, its `lhs` as old and its `rhs` as new
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["old", "new"])]
    pub(super) pairs: Option<OsString>,

    /// Who sends the values: request (who knows the old schema), response (who knows the new one) or both
    #[arg(long, value_name = "DIRECTION", default_value = "both", hide_possible_values = true)]
    pub(super) direction: Direction,

    /// What senders send: any (all their schema accepts) or declared (only declared properties)
    #[arg(long, value_name = "SENDERS", default_value = "any", value_parser = word(&SENDERS), hide_possible_values = true)]
    pub(super) senders: Senders,

    /// The draft of schemas without a `$schema`: draft4 to draft2020-12 [default: draft2020-12]
    #[arg(long, value_name = "DRAFT", value_parser = draft(), hide_possible_values = true)]
    pub(super) dialect: Option<Dialect>,

    /// Write text or json; json answers both ways
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_possible_values = true)]
    pub(super) format: Format,

    /// Exit with 1 from this level on: breaking, unproven or never [default: unproven]
    #[arg(long, value_name = "LEVEL", value_parser = word(&SCHEMA_FAIL_ON), hide_possible_values = true)]
    pub(super) fail_on: Option<DiffThreshold>,

    /// Read this configuration, and no caveat.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,

    /// Follow references that lead out of the schemas' folders
    #[arg(long)]
    pub(super) allow_outside: bool,
}

/// From which level on a comparison of schemas fails: it knows no lesser ones.
const SCHEMA_FAIL_ON: [(&str, DiffThreshold); 3] =
    [("breaking", Some(Level::Breaking)), ("unproven", Some(Level::Unproven)), ("never", None)];

#[derive(Args)]
pub(super) struct Rules {
    /// Write text or json
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_possible_values = true)]
    pub(super) format: Format,
}

#[derive(Args)]
pub(super) struct Explain {
    /// The id of a rule or of a check, as findings show it
    #[arg(value_name = "ID")]
    pub(super) id: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Direction {
    Request,
    Response,
    Both,
}

impl Direction {
    /// What has to be answered with yes.
    pub(super) fn questions(self) -> &'static [Question] {
        match self {
            Direction::Request => &[Question::OldInNew],
            Direction::Response => &[Question::NewInOld],
            Direction::Both => &Question::ALL,
        }
    }

    /// The properties that exist.
    pub(super) fn projection(self) -> Projection {
        match self {
            Direction::Request => Projection::Request,
            Direction::Response => Projection::Response,
            Direction::Both => Projection::Whole,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

/// From which severity on a run fails; nothing for never.
pub(super) type Threshold = Option<Severity>;

/// From which level on a comparison fails; nothing for never.
pub(super) type DiffThreshold = Option<Level>;

/// A parser for the names of drafts.
fn draft() -> impl TypedValueParser<Value = Dialect> {
    PossibleValuesParser::new(Dialect::names()).try_map(|name| Dialect::parse(&name).ok_or("no such draft"))
}

/// A parser for the words of a table.
fn word<T: Copy + Send + Sync + 'static>(table: &'static [(&'static str, T)]) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(table.iter().map(|(word, _)| *word)).try_map(|word| {
        let found = table.iter().find(|(known, _)| *known == word);
        found.map(|(_, meaning)| *meaning).ok_or("no such word")
    })
}
