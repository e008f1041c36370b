//! `caveat changelog`: what a consumer must know of a new version.

use std::io;

use super::Done;
use super::args::{Changelog, LogFormat};
use super::diff::{Asked, Compared, compare};
use super::exit::Exit;
use super::settings::Configs;
use super::terminal::Terminal;
use crate::report::changelog::{self as report, text};
use crate::report::diff::Diff;

/// Compares, writes what changed, and gives what could not be done.
pub(super) fn run(args: &Changelog, stdout: Terminal, out: &mut dyn io::Write) -> Done {
    let Changelog { old, new, judging, config, allow_outside, .. } = args;
    let asked = Asked { old, new, judging, allow_outside: *allow_outside };
    match compare(&asked, &mut Configs::new(config.clone())) {
        Ok(Compared { old, new, comparison, .. }) => {
            let log = report::Changelog::new(Diff { old: &old, new: &new, comparison: &comparison }, args.by);
            let written = match args.format {
                LogFormat::Markdown => report::markdown::write(out, &log),
                LogFormat::Json => report::json::write(out, &log),
                LogFormat::Text => {
                    let Terminal { width, color, unicode, .. } = stdout;
                    report::text::write(out, &log, &text::TextOptions { width, color, unicode })
                }
            };
            Done { exit: Exit::Clean, written: Some(written), failures: Vec::new() }
        }
        Err(failures) => Done { exit: Exit::Failed, written: None, failures },
    }
}
