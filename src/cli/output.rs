//! What a command writes: to standard output, to files, and to the summary of a job.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::args::Output;
use super::failure::Failure;
use super::terminal::Terminal;
use crate::report::format::Writer;
use crate::report::run::Run;

/// The most that GitHub takes as the summary of a step.
const JOB_SUMMARY: usize = 1 << 20;
/// With less room than this nothing is appended: GitHub drops a summary that is too long as a whole.
const LEAST_SUMMARY: usize = 1 << 14;
/// A text in a file is as wide as in a terminal of which nothing is known.
const FILE: Terminal = Terminal { interactive: false, color: false, width: 80, unicode: true };

/// What a command can write.
pub(super) struct Writers<'w> {
    pub(super) text: &'w dyn Fn(Terminal, &mut dyn io::Write) -> io::Result<()>,
    pub(super) json: &'w dyn Fn(&mut dyn io::Write) -> io::Result<()>,
    pub(super) page: &'w dyn Fn(&mut dyn io::Write) -> io::Result<()>,
    pub(super) run: &'w dyn Fn() -> Run<'w>,
}

/// What was written.
#[derive(Default)]
pub(super) struct Written {
    /// Whether standard output took what was written; nothing if there was nothing to write.
    pub(super) stdout: Option<io::Result<()>>,
    /// What could not be written.
    pub(super) failures: Vec<Failure>,
}

/// What is wrong with what is to be written, whatever it will be.
pub(super) fn mistake(outputs: &[Output]) -> Option<Failure> {
    let mut to_stdout = outputs.iter().filter(|output| output.file.is_none());
    if let (Some(first), Some(second)) = (to_stdout.next(), to_stdout.next()) {
        let (first, second) = (first.format, second.format);
        let message = format!("`{}` and `{}` cannot both be written to standard output", first.name, second.name);
        let help = format!("write one of them to a file: --format {0}=caveat.{1}", second.name, second.extension);
        return Some(Failure::with_help(message, help));
    }
    let files: Vec<&PathBuf> = outputs.iter().filter_map(|output| output.file.as_ref()).collect();
    let twice = files.iter().enumerate().find(|(number, file)| files[..*number].contains(file));
    twice.map(|(_, file)| Failure::new(format!("two formats cannot both be written to {}", file.display())))
}

/// Writes everything that was asked for.
pub(super) fn write(outputs: &[Output], terminal: Terminal, out: &mut dyn io::Write, writers: &Writers<'_>) -> Written {
    let is_of_run = |output: &Output| matches!(output.format.writer, Writer::Entries(_) | Writer::Annotations(..));
    let run = outputs.iter().any(is_of_run).then(|| (writers.run)());
    let one = |output: &Output, terminal: Terminal, out: &mut dyn io::Write| match (output.format.writer, &run) {
        (Writer::Text, _) => (writers.text)(terminal, out),
        (Writer::Json, _) => (writers.json)(out),
        (Writer::Page, _) => (writers.page)(out),
        (Writer::Entries(write) | Writer::Annotations(write, _), Some(run)) => write(out, run),
        (Writer::Entries(_) | Writer::Annotations(..), None) => Ok(()),
    };
    let mut written = Written::default();
    for output in outputs {
        match &output.file {
            None => written.stdout = Some(one(output, terminal, out)),
            Some(file) => {
                if let Err(error) = whole(file, &mut |out| one(output, FILE, out)) {
                    written.failures.push(unwritten(file, &error));
                }
            }
        }
        if let (Writer::Annotations(_, summary), Some(run)) = (output.format.writer, &run) {
            written.failures.extend(job_summary(|limit| summary(run, limit)).err());
        }
    }
    written
}

/// Whether a page is to be written, which shows more than what was found.
pub(super) fn wants_page(outputs: &[Output]) -> bool {
    outputs.iter().any(|output| matches!(output.format.writer, Writer::Page))
}

fn unwritten(file: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("{} cannot be written: {error}", file.display()))
}

/// Appends to the summary of the job, where there is one and as far as there is room in it.
fn job_summary(page: impl FnOnce(usize) -> String) -> Result<(), Failure> {
    let Some(file) = super::variable("GITHUB_STEP_SUMMARY").filter(|file| !file.is_empty()).map(PathBuf::from) else {
        return Ok(());
    };
    let taken = fs::metadata(&file).map_or(0, |metadata| usize::try_from(metadata.len()).unwrap_or(usize::MAX));
    let room = JOB_SUMMARY.saturating_sub(taken);
    if room < LEAST_SUMMARY {
        return Ok(());
    }
    let page = page(room);
    let append = || OpenOptions::new().append(true).create(true).open(&file)?.write_all(page.as_bytes());
    append().map_err(|error| unwritten(&file, &error))
}

/// Writes a file whole or not at all: beside it, and then in its place. What is no file (a pipe, a device) is written
/// to as it is.
pub(super) fn whole(path: &Path, write: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>) -> io::Result<()> {
    let known = fs::metadata(path);
    if known.as_ref().is_ok_and(|known| !known.is_file() && !known.is_dir()) {
        return write(&mut OpenOptions::new().write(true).open(path)?);
    }
    // A link stays, and what it leads to is written.
    let target = if known.is_ok() { path.canonicalize()? } else { path.to_owned() };
    let name = target.file_name().ok_or(io::ErrorKind::IsADirectory)?.to_string_lossy();
    let beside = target.with_file_name(format!(".{name}.caveat-{}", std::process::id()));
    let mut replace = || -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
        write(&mut file)?;
        if let Ok(known) = &known {
            file.set_permissions(known.permissions())?;
        }
        drop(file);
        fs::rename(&beside, &target)
    };
    replace().inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}

#[cfg(test)]
mod tests {
    use super::whole;
    use std::io;

    #[test]
    fn a_file_is_written_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("out.txt");
        whole(&path, &mut |out| out.write_all(b"first")).expect("it is written");
        let failed = whole(&path, &mut |out| {
            out.write_all(b"second")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert_eq!(failed.expect_err("a failure").kind(), io::ErrorKind::StorageFull);
        assert_eq!(std::fs::read_to_string(&path).expect("it is there"), "first");
        assert!(whole(folder.path(), &mut |out| out.write_all(b"")).is_err(), "a folder is no file");
        assert!(whole(&folder.path().join("none/out.txt"), &mut |out| out.write_all(b"")).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left beside it");
    }
}
