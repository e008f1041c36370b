//! Baselines, and entries of `allow` that no description needs.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::Failure;
use super::lint::Linted;
use super::settings::Settings;
use crate::config;
use crate::report::Report;
use crate::source::loader::DocId;
use crate::suppress::baseline::Baseline;
use crate::suppress::unused_entries;

/// What the command line says of baselines.
pub(super) struct Asked<'a> {
    pub(super) baseline: Option<&'a Path>,
    pub(super) write: Option<&'a Path>,
}

/// Entries of `allow` that were of no use in the whole run, as if their configurations had been linted; with what
/// counts for each.
pub(super) fn unused<'s>(settings: &[&'s Arc<Settings>], roots: &[Linted]) -> (Vec<Linted>, Vec<&'s Arc<Settings>>) {
    let mut used: Vec<(&'s Arc<Settings>, Vec<bool>)> = Vec::new();
    for (settings, linted) in settings.iter().zip(roots) {
        // Where a description could not be read to its end, nobody knows what else would have been found.
        let partial = linted.sources.docs.iter().any(crate::source::document::Document::broken);
        let mine = linted.used.iter().map(|used| *used || partial);
        match used.iter_mut().find(|(known, _)| Arc::ptr_eq(&known.config, &settings.config)) {
            Some((_, all)) => all.iter_mut().zip(mine).for_each(|(all, mine)| *all |= mine),
            None => used.push((settings, mine.collect())),
        }
    }
    let findings = used.into_iter().flat_map(|(settings, used)| {
        unused_entries(&settings.plan, &settings.config.allow, &used).into_iter().map(move |found| (found, settings))
    });
    let linted = findings.map(|((sources, finding), settings)| {
        let (findings, suppressed, used, failed) = (vec![finding], Vec::new(), Vec::new(), Vec::new());
        let (sources, root, notes) = (Arc::new(sources), DocId(0), BTreeSet::new());
        let learned = Vec::new();
        (Linted { sources, root, findings, suppressed, used, learned, failed, notes }, settings)
    });
    linted.unzip()
}

/// Sets aside what baselines know, and writes one if that is wanted.
pub(super) fn hold<'r>(
    report: Report<'r>,
    asked: &Asked<'_>,
    settings: &[&Arc<Settings>],
    quiet: bool,
    failures: &mut Vec<Failure>,
) -> Report<'r> {
    if let Some(file) = asked.write {
        return write(report, file, quiet, failures);
    }
    // Each file is read once; each description has its own one.
    let mut files: BTreeMap<PathBuf, usize> = BTreeMap::new();
    let mut baselines: Vec<Baseline> = Vec::new();
    let mut of_root = Vec::new();
    for settings in settings {
        let Some(file) = asked.baseline.or(settings.config.baseline.as_deref()) else {
            of_root.push(None);
            continue;
        };
        let known = files.get(file).copied();
        of_root.push(Some(known.unwrap_or_else(|| {
            let read = read(file);
            files.insert(file.to_owned(), baselines.len());
            baselines.push(read.unwrap_or_else(|failure| {
                failures.push(failure);
                Baseline::default()
            }));
            baselines.len() - 1
        })));
    }
    if baselines.is_empty() {
        return report;
    }
    let linted: Vec<String> = report.files().map(str::to_owned).collect();
    let report = report.held_to(&mut baselines, |root| of_root.get(root).copied().flatten());
    // What stands in files that this run did not look at may still be there.
    report.with_fixed(|entry| linted.iter().any(|file| file == entry.file()) || !Path::new(entry.file()).exists())
}

fn read(file: &Path) -> Result<Baseline, Failure> {
    let name = file.display().to_string();
    let cannot = |why: String| {
        let help = format!("`caveat lint --write-baseline {name}` writes one");
        Failure::with_help(format!("the baseline {name} cannot be read: {why}"), help)
    };
    let bytes = config::open(file).map_err(cannot)?;
    let text = String::from_utf8(bytes).map_err(|_| cannot("it is not written in UTF-8".into()))?;
    Baseline::read(&name, text).map_err(|mistake| Failure::Placed {
        document: Box::new(mistake.document),
        span: mistake.span,
        label: "this line".into(),
        message: mistake.message,
        help: Some(format!("resolve it by hand, or write it again: `caveat lint --write-baseline {name}`")),
    })
}

fn write<'r>(report: Report<'r>, file: &Path, quiet: bool, failures: &mut Vec<Failure>) -> Report<'r> {
    let name = file.display();
    if !failures.is_empty() {
        let message = format!("the baseline {name} is not written: it would lack the findings of what failed");
        failures.push(Failure::new(message));
        return report;
    }
    let baseline = Baseline::of(report.entries());
    if let Err(error) = std::fs::write(file, baseline.text()) {
        failures.push(Failure::new(format!("the baseline {name} cannot be written: {error}")));
        return report;
    }
    if !quiet {
        // What is said beside the report may get lost with its stream.
        let said = format!("wrote {name}: {} known\n", crate::report::text::count(baseline.count(), "finding"));
        let _ = io::stderr().write_all(said.as_bytes());
    }
    report.held_to(&mut [baseline], |_| Some(0))
}
