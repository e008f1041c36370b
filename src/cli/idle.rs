//! Overrides that count for nothing: files and places that are gone or were renamed.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::Lint;
use super::failure::Failure;
use super::lint::{Job, Linted};
use super::terminal::Terminal;
use crate::config::{self, Places};
use crate::report::escape;
use crate::report::frame::{Pen, Tone};

/// Names the overrides that fit nothing, of configurations whose whole folder was linted: of less nobody can tell.
pub(super) fn note(args: &Lint, jobs: &[Job], results: &[Result<Linted, Failure>], terminal: Terminal) {
    if jobs.iter().all(|job| job.counting.settings.config.overrides.is_empty()) || results.iter().any(Result::is_err) {
        return;
    }
    let here = [OsString::from(".")];
    let paths = if args.paths.is_empty() { &here } else { &*args.paths };
    let searched: Vec<PathBuf> =
        paths.iter().map(Path::new).filter(|path| path.is_dir()).filter_map(|path| path.canonicalize().ok()).collect();
    let mut said: Vec<&Arc<config::Config>> = Vec::new();
    let mut out = String::new();
    let pen = Pen::new(terminal.width, terminal.color, terminal.unicode);
    for job in jobs {
        let config = &job.counting.settings.config;
        if config.overrides.is_empty() || said.iter().any(|other| Arc::ptr_eq(other, config)) {
            continue;
        }
        said.push(config);
        let folder = match &args.config {
            Some(_) => Some(PathBuf::from(".")),
            None => config::find(job.input.folder()).and_then(|file| file.parent().map(Path::to_owned)),
        };
        let folder = folder.and_then(|folder| folder.canonicalize().ok());
        if !folder.is_some_and(|folder| searched.iter().any(|above| folder.starts_with(above))) {
            continue;
        }
        let of_config = jobs.iter().zip(results).filter(|(job, _)| Arc::ptr_eq(&job.counting.settings.config, config));
        let described: Vec<(&Job, Places<'_>)> = of_config
            .filter_map(|(job, result)| Some((job, result.as_ref().ok()?)))
            .map(|(job, linted)| (job, Places::new(&linted.sources, linted.root)))
            .collect();
        let fits = |over: &config::Override| {
            described.iter().any(|(job, places)| over.fits_any(places, &|name| job.input.place_of(name)))
        };
        for over in config.overrides.iter().filter(|over| !fits(over)) {
            let message =
                format!("the override in {} fits nothing that was linted", escape::words(&over.origin.to_string()));
            pen.paragraph(&mut out, Tone::Info, "note: ", &message);
        }
    }
    // What is said beside the report may get lost with its stream.
    let _ = std::io::stderr().write_all(out.as_bytes());
}
