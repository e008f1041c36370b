//! What may be said to `caveat history`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::Judging;

const EXAMPLES: &str = "\
Examples:
  caveat history api/openapi.yaml
      Each commit that changed it or a file that it refers to, with its version,
      its verdict and the bump that it needed
  caveat history api/openapi.yaml --since v1.4.0 --format html=history.html
      A timeline of what came after the tag v1.4.0
  caveat history release-1:api/openapi.yaml --max 20
      The last 20 versions of the branch release-1
  caveat history api/openapi.yaml --format json | jq '.versions[0].verdict'
      For programs

Merges are followed along their first parent, and renames back to the old name.
Sunset dates are judged on the day of each commit, unless --today names one.
What is known is kept in the folder for caches (XDG_CACHE_HOME, or ~/.cache,
~/Library/Caches, %LOCALAPPDATA%) under caveat/history, which may be deleted.

Exit codes:
  0  the history is written, whatever is in it
  2  it could not be read";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct History {
    /// A file, a folder with one description, or REV:path to begin at a git revision
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) path: OsString,

    /// Show only what is not in this git revision
    #[arg(long, value_name = "REV")]
    pub(in crate::cli) since: Option<String>,

    /// Show at most so many versions, the newest ones
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(in crate::cli) max: Option<u32>,

    /// Write text, json or html. As FORMAT=FILE to a file, and several times for several files [default: text]
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "text", value_parser = sheet, hide_default_value = true)]
    pub(in crate::cli) format: Vec<Sheet>,

    #[command(flatten)]
    pub(in crate::cli) judging: Judging,

    /// Work everything out anew, and keep nothing
    #[arg(long)]
    pub(in crate::cli) no_cache: bool,

    /// Show the versions and nothing else: no summary, no progress
    #[arg(short, long)]
    pub(in crate::cli) quiet: bool,

    /// Read this configuration, and no caveat.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) config: Option<PathBuf>,

    /// Follow references that lead out of the description's folder
    #[arg(long)]
    pub(in crate::cli) allow_outside: bool,
}

/// A format and the file that it is written to; standard output without one.
#[derive(Clone)]
pub(in crate::cli) struct Sheet {
    pub(in crate::cli) format: SheetFormat,
    pub(in crate::cli) file: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(in crate::cli) enum SheetFormat {
    Text,
    Json,
    Html,
}

fn sheet(text: &str) -> Result<Sheet, String> {
    let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
    let format = SheetFormat::from_str(name, false).map_err(|_| "it is text, json or html".to_owned())?;
    match file {
        Some("") => Err(format!("`{name}=` names no file")),
        file => Ok(Sheet { format, file: file.filter(|file| *file != "-").map(PathBuf::from) }),
    }
}
