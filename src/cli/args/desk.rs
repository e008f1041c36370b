//! What may be said to the commands that look after the tool itself: its configuration, its completions, its pages.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueHint};
use clap_complete::Shell;

use super::{Format, Threshold, word};
use crate::config::{FAIL_ON, SHOW};
use crate::finding::Severity;

const CONFIG_EXAMPLES: &str = "\
Examples:
  caveat config
      All settings that count in this folder, as a configuration
  caveat config --explain api/openapi.yaml
      What counts for one description, and which line or preset says so
  caveat config --explain --format json
      The same for programs, defaults included
  caveat config --schema > caveat.schema.json
      For an editor, so that it completes and checks the configuration

Exit codes:
  0  the settings are shown
  2  there is no such path, or the configuration has a mistake";

const INIT_EXAMPLES: &str = "\
Examples:
  caveat init
      Writes caveat.yaml for the descriptions in this folder
  caveat init api --stdout
      Shows what it would write for those in another one
  curl -s https://api.example.com/openapi.json | caveat init -
      Shows what it would write for what comes through a pipe

Exit codes:
  0  the configuration is written
  2  there is one already, or a description could not be read";

const LSP_EXAMPLES: &str = "\
An editor starts this command and talks with it; docs/editors.md says how to
set up VS Code, Neovim, Helix and Zed.

Exit codes:
  0  the editor ended the session in order
  1  it went away without saying that it would";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  caveat completions bash > ~/.local/share/bash-completion/completions/caveat
  caveat completions zsh > ~/.zfunc/_caveat
  caveat completions fish > ~/.config/fish/completions/caveat.fish";

const MAN_EXAMPLES: &str = "\
Examples:
  caveat man lint > caveat-lint.1
      The page of one command
  caveat man --folder ~/.local/share/man/man1
      All pages";

#[derive(Args)]
#[command(after_help = CONFIG_EXAMPLES)]
pub(in crate::cli) struct Config {
    /// The description or the folder to ask about [default: this folder]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) path: Option<OsString>,

    /// Say where each setting comes from, as a table
    #[arg(long)]
    pub(in crate::cli) explain: bool,

    /// Print the JSON Schema of a configuration, for editors
    #[arg(long, conflicts_with_all = ["path", "explain", "format", "config", "show", "fail_on"])]
    pub(in crate::cli) schema: bool,

    /// Write text or json; json always says where each setting comes from
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_possible_values = true)]
    pub(in crate::cli) format: Format,

    /// As `caveat lint` takes it: error, warning or info
    #[arg(long, value_name = "SEVERITY", value_parser = word(&SHOW), hide_possible_values = true)]
    pub(in crate::cli) show: Option<Severity>,

    /// As `caveat lint` takes it: error, warning, info or never
    #[arg(long, value_name = "SEVERITY", value_parser = word(&FAIL_ON), hide_possible_values = true)]
    pub(in crate::cli) fail_on: Option<Threshold>,

    /// Read this configuration, and no caveat.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) config: Option<PathBuf>,
}

#[derive(Args)]
#[command(after_help = INIT_EXAMPLES)]
pub(in crate::cli) struct Init {
    /// A folder with descriptions, one description, or `-` for standard input [default: this folder]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) path: Option<OsString>,

    /// Print the configuration, and write no file
    #[arg(long)]
    pub(in crate::cli) stdout: bool,

    /// Write it even if there is one already, which is lost
    #[arg(long)]
    pub(in crate::cli) force: bool,

    /// Follow references that lead out of the description's folder
    #[arg(long)]
    pub(in crate::cli) allow_outside: bool,
}

#[derive(Args)]
#[command(after_help = LSP_EXAMPLES)]
pub(in crate::cli) struct Lsp {
    /// Talk over standard input and output, as it always does: some editors say so
    #[arg(long)]
    pub(in crate::cli) stdio: bool,

    /// Read this configuration, and no caveat.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) config: Option<PathBuf>,

    /// Follow references that lead out of the description's folder
    #[arg(long)]
    pub(in crate::cli) allow_outside: bool,
}

#[derive(Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub(in crate::cli) struct Completions {
    /// The shell: bash, elvish, fish, powershell or zsh
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    pub(in crate::cli) shell: Shell,
}

#[derive(Args)]
#[command(after_help = MAN_EXAMPLES)]
pub(in crate::cli) struct Man {
    /// The command whose page is printed [default: that of caveat itself]
    #[arg(value_name = "COMMAND")]
    pub(in crate::cli) command: Option<String>,

    /// Write the pages of all commands into this folder, which is made if it is not there
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath, conflicts_with = "command")]
    pub(in crate::cli) folder: Option<PathBuf>,
}
