//! What may be said to `caveat changelog`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::{Judging, word};
use crate::report::changelog::By;

const EXAMPLES: &str = "\
Examples:
  caveat changelog v1.yaml v2.yaml > changes.md
      What a consumer must know: what breaks and what to do about it, what is
      deprecated, added and reworded
  caveat changelog v1.4.0:api.yaml api.yaml --format text --by operation
      On the terminal, since the tag v1.4.0

Exit codes:
  0  the changelog is written, whatever is in it
  2  the descriptions could not be compared";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Changelog {
    /// The old version: a file, a folder with one description, `-` for standard input, or REV:path
    #[arg(value_name = "OLD", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) old: OsString,

    /// The new version, likewise
    #[arg(value_name = "NEW", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) new: OsString,

    /// Write markdown, text or json
    #[arg(long, value_name = "FORMAT", default_value = "markdown", hide_possible_values = true)]
    pub(in crate::cli) format: LogFormat,

    /// Put together what is of one operation or of one tag [default: tag, if operations have tags]
    #[arg(long, value_name = "BY", value_parser = word(&By::ALL), hide_possible_values = true)]
    pub(in crate::cli) by: Option<By>,

    #[command(flatten)]
    pub(in crate::cli) judging: Judging,

    /// Read this configuration, and no caveat.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) config: Option<PathBuf>,

    /// Follow references that lead out of the descriptions' folders
    #[arg(long)]
    pub(in crate::cli) allow_outside: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(in crate::cli) enum LogFormat {
    Markdown,
    Text,
    Json,
}
