//! The page of a check: the changes of each description, and what is newly found.

use maud::{Markup, html};

use super::diff::{Part, changes, filters, of_comparison, operations};
use super::page::{controls, notes, verdict};
use super::words::{name, prose, sentence};
use super::{Lint, lint};
use crate::diff::Level;
use crate::finding::Severity;
use crate::report::check::{Check, GONE_HELP, gone};
use crate::report::{Report, unique};

pub(super) fn page(check: &Check<'_>, show: Level, lint: &Lint<'_>) -> Markup {
    let summary = check.run(show, lint.show).summary;
    let compared: Vec<_> = check.described.iter().filter_map(|one| Some((one, one.diff.as_ref()?))).collect();
    let of_each: Vec<Vec<String>> = compared.iter().map(|(_, diff)| diff.fingerprints()).collect();
    let mut all = unique(of_each.iter().flatten().cloned()).into_iter();
    let fingerprints: Vec<Vec<String>> = of_each.iter().map(|of| all.by_ref().take(of.len()).collect()).collect();
    let parts: Vec<Part<'_>> = compared
        .iter()
        .zip(&fingerprints)
        .enumerate()
        .map(|(number, ((_, diff), fingerprints))| Part::of(diff, fingerprints, show, number))
        .collect();
    let roots = check.found();
    let report = Report::new(&roots);
    let (found, mut of_findings, findings) = lint::part(&report, lint);
    let mut of_all = filters(&parts);
    // Levels of changes and severities of findings are one row of buttons.
    if let (Some(levels), Some(severities)) = (of_all.first_mut(), of_findings.first_mut()) {
        levels.values.append(&mut severities.values);
    }
    let worst = parts.iter().flat_map(|part| &part.diff.comparison.changes).map(|change| change.level).max();
    let severity = report.items.iter().map(|item| item.finding.severity).max();
    let (tone, word) = match (worst, severity) {
        _ if !check.gone.is_empty() => ("breaking", "breaking"),
        (Some(Level::Breaking), _) => ("breaking", "breaking"),
        (Some(Level::Unproven), _) => ("unproven", "unproven"),
        (_, Some(Severity::Error)) => ("error", "new errors"),
        (_, Some(Severity::Warning)) => ("warning", "new warnings"),
        _ => ("compatible", "nothing breaks"),
    };
    let (first, rest) = summary.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    html! {
        h1 { "What is new since " (name(check.before)) }
        (verdict(tone, word, &html! { p { (sentence(first)) } (notes(rest, lint.complete)) }, &[]))
        @for of in check.gone {
            p class="breaking" { strong { "Breaking: " } (prose(&gone(of, check.before))) ". " (sentence(GONE_HELP)) }
        }
        @if Part::total(&parts) + found > 0 { (controls("changes and findings", Part::total(&parts) + found, &of_all)) }
        @for (part, (described, _)) in parts.iter().zip(&compared) {
            section {
                h2 { "Changes of " (name(described.name)) }
                @if let Some(old) = described.old { p class="files" { "compared with " (name(old)) } }
                (of_comparison(part, show))
                (operations(part, 3))
                (changes(part, 3))
            }
        }
        (findings)
        (lint::learned(lint, 2))
    }
}
