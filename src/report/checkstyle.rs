//! Checkstyle XML: files, and in each its findings.

use std::collections::BTreeMap;
use std::io;

use super::github::path;
use super::run::{Entry, Run};
use super::xml;

/// Writes one document; without a file in it for a run that found nothing.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub(super) fn write(out: &mut dyn io::Write, run: &Run<'_>) -> io::Result<()> {
    let mut files: BTreeMap<&str, Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in &run.entries {
        files.entry(&entry.location.file).or_default().push(entry);
    }
    xml::document(out, |writer| {
        // The version is that of the format, by the checkstyle that first wrote it so.
        writer.create_element("checkstyle").with_attribute(("version", "4.3")).write_inner_content(|writer| {
            for (file, entries) in &files {
                let name = path(file);
                writer.create_element("file").with_attribute(("name", xml::text(&name))).write_inner_content(
                    |writer| {
                        for entry in entries {
                            let (line, column) = (entry.location.start.line, entry.location.start.column);
                            writer
                                .create_element("error")
                                .with_attribute(("line", &*line.to_string()))
                                .with_attribute(("column", &*column.to_string()))
                                .with_attribute(("severity", entry.severity.as_str()))
                                .with_attribute(("message", xml::text(&entry.message)))
                                .with_attribute(("source", xml::text(&format!("caveat.{}", entry.rule))))
                                .write_empty()?;
                        }
                        Ok(())
                    },
                )?;
            }
            Ok(())
        })?;
        Ok(())
    })
}
