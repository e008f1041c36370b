//! The command line: what may be said, and its help.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Style, Styles};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use crate::config::{FAIL_ON, SHOW};
use crate::finding::Severity;

const STYLES: Styles = Styles::styled()
    .header(Style::new().bold())
    .usage(Style::new().bold())
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(AnsiColor::Cyan.on_default().dimmed());

const EXAMPLES: &str = "\
Examples:
  caveat lint                      every description in this folder
  caveat lint openapi.yaml         one description, with the files it refers to
  caveat rules                     what is looked for
  caveat explain property-case     why, with a bad and a good example

Exit codes:
  0  nothing was found at or above --fail-on
  1  something was found
  2  the job could not be done: no such file, not OpenAPI, a bad flag

The configuration is caveat.yaml or caveat.json, beside the description or in
a folder above it.";

const LINT_EXAMPLES: &str = "\
Examples:
  caveat lint
      Every description in this folder and the folders in it, but for what
      .gitignore hides
  caveat lint api/openapi.yaml --show info
      One description and the files that it refers to, advice included
  caveat lint --fail-on warning --format json > findings.json
      For a build: exit code 1 from the first warning on
  caveat lint main:api/openapi.yaml
      As it is on the branch main, references included
  curl -s https://api.example.com/openapi.json | caveat lint -
      What comes through a pipe

Exit codes:
  0  nothing was found at or above --fail-on
  1  something was found
  2  the job, or a part of it, could not be done";

#[derive(Parser)]
#[command(
    name = "caveat",
    version,
    about = "Lints OpenAPI descriptions with evidence from the API itself",
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
    /// List the rules by area
    Rules(Rules),
    /// Print the page of a rule: what it finds, why, and how to configure it
    Explain(Explain),
}

#[derive(Args)]
#[command(after_help = LINT_EXAMPLES)]
pub(super) struct Lint {
    /// Files, folders, `-` for standard input, or REV:path for a file of a git revision [default: this folder]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<OsString>,

    /// Write text or json; json holds every severity
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_possible_values = true)]
    pub(super) format: Format,

    /// Show findings from this severity on: error, warning or info [default: warning]
    #[arg(long, value_name = "SEVERITY", value_parser = word(&SHOW), hide_possible_values = true)]
    pub(super) show: Option<Severity>,

    /// Exit with 1 from this severity on: error, warning, info or never [default: error]
    #[arg(long, value_name = "SEVERITY", value_parser = word(&FAIL_ON), hide_possible_values = true)]
    pub(super) fail_on: Option<Threshold>,

    /// Show findings and nothing else: no summary, no progress
    #[arg(short, long)]
    pub(super) quiet: bool,

    /// Read this configuration, and no caveat.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,

    /// Follow references that lead out of the description's folder
    #[arg(long)]
    pub(super) allow_outside: bool,

    /// How many descriptions to lint at once [default: one for each processor core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) threads: Option<u16>,
}

#[derive(Args)]
pub(super) struct Rules {
    /// Write text or json
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_possible_values = true)]
    pub(super) format: Format,
}

#[derive(Args)]
pub(super) struct Explain {
    /// The id of a rule, as findings show it
    #[arg(value_name = "ID")]
    pub(super) id: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

/// From which severity on a run fails; nothing for never.
pub(super) type Threshold = Option<Severity>;

/// A parser for the words of a table.
fn word<T: Copy + Send + Sync + 'static>(table: &'static [(&'static str, T)]) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(table.iter().map(|(word, _)| *word)).try_map(|word| {
        let found = table.iter().find(|(known, _)| *known == word);
        found.map(|(_, meaning)| *meaning).ok_or("no such word")
    })
}
