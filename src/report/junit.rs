//! `JUnit` XML, in the dialect of Jenkins: a suite for each file, a test case for each finding.

use std::collections::BTreeMap;
use std::io;

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::github::path;
use super::run::{Entry, Run};
use super::xml;
use crate::finding::Severity;

/// Writes one document. A description in which nothing was found is a suite with a test that passed, since build
/// systems take a report without tests for a mistake.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub(super) fn write(out: &mut dyn io::Write, run: &Run<'_>) -> io::Result<()> {
    let mut suites: BTreeMap<&str, Vec<&Entry<'_>>> = BTreeMap::new();
    for name in &run.descriptions {
        suites.entry(name).or_default();
    }
    for entry in &run.entries {
        suites.entry(&entry.location.file).or_default().push(entry);
    }
    let tests: usize = suites.values().map(|entries| entries.len().max(1)).sum();
    xml::document(out, |writer| {
        writer
            .create_element("testsuites")
            .with_attribute(("name", &*format!("caveat {}", run.command)))
            .with_attribute(("tests", &*tests.to_string()))
            .with_attribute(("failures", &*failures(&run.entries.iter().collect::<Vec<_>>()).to_string()))
            .with_attribute(("errors", "0"))
            .write_inner_content(|writer| suites.iter().try_for_each(|(file, entries)| suite(writer, file, entries)))?;
        Ok(())
    })
}

fn suite<W: io::Write>(writer: &mut Writer<W>, file: &str, entries: &[&Entry<'_>]) -> io::Result<()> {
    let file = path(file);
    let name = xml::text(&file);
    writer
        .create_element("testsuite")
        .with_attribute(("name", &*name))
        .with_attribute(("tests", &*entries.len().max(1).to_string()))
        .with_attribute(("failures", &*failures(entries).to_string()))
        .with_attribute(("errors", "0"))
        .write_inner_content(|writer| {
            if entries.is_empty() {
                let case = writer.create_element("testcase").with_attribute(("name", "nothing was found"));
                case.with_attribute(("classname", &*name)).write_empty()?;
            }
            entries.iter().try_for_each(|entry| case(writer, &name, entry))
        })?;
    Ok(())
}

/// How many of the entries are failures: advice is none.
fn failures(entries: &[&Entry<'_>]) -> usize {
    entries.iter().filter(|entry| entry.severity > Severity::Info).count()
}

fn case<W: io::Write>(writer: &mut Writer<W>, class: &str, entry: &Entry<'_>) -> io::Result<()> {
    let message = xml::text(&entry.message);
    let name = format!("{}: {message}", xml::text(&entry.rule));
    let body = body(entry);
    writer
        .create_element("testcase")
        .with_attribute(("name", &*name))
        .with_attribute(("classname", class))
        .write_inner_content(|writer| {
            if entry.severity == Severity::Info {
                writer.create_element("system-out").write_text_content(BytesText::new(&body))?;
            } else {
                let failure = writer.create_element("failure").with_attribute(("type", entry.level));
                failure.with_attribute(("message", &*message)).write_text_content(BytesText::new(&body))?;
            }
            Ok(())
        })?;
    Ok(())
}

/// What there is to read about an entry: where it is, what it says, and what to do.
fn body(entry: &Entry<'_>) -> String {
    let (place, message) = (entry.place(), xml::text(&entry.message));
    let mut body = format!("{}: {}\n{message}\n", xml::text(&place), entry.level);
    if let Some(help) = &entry.help {
        body.extend(["help: ", &*xml::text(help), "\n"]);
    }
    body
}
