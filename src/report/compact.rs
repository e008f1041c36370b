//! One line for each finding or change, as compilers write them and editors read them.

use std::io::{self, Write as _};

use super::escape::words;
use super::run::{Entry, Run};

/// Writes `path:line:column: level[rule] message` of each; nothing for a run that found nothing.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub(super) fn write(out: &mut dyn io::Write, run: &Run<'_>) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    for entry in &run.entries {
        writeln!(out, "{}", line(entry))?;
    }
    out.flush()
}

/// An entry in one line.
pub(super) fn line(entry: &Entry<'_>) -> String {
    let Entry { level, rule, message, .. } = entry;
    format!("{}: {level}[{}] {}", words(&entry.place()), words(rule), words(message))
}
