//! The page of a comparison: what breaks and for whom, the operations, and each change with its evidence.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::page::{Filter, controls, notes, verdict};
use super::words::{Words, code, name, prose, sentence};
use super::{badge, excerpt, heading, witness};
use crate::diff::change::Direction;
use crate::diff::{Change, Compatibility, Level, Policy, checks};
use crate::docs;
use crate::report::diff::Diff;
use crate::report::diff::block::names_operation;
use crate::report::diff::verdict::version;
use crate::report::text::count;

/// How many operations or changes are named beside something else.
const NAMED: usize = 4;
/// So many changes of the worst levels are open from the start, unless there are but few more.
const OPEN: usize = 5;

/// A comparison with what of it is shown.
pub(super) struct Part<'a> {
    pub(super) diff: &'a Diff<'a>,
    /// Changes that are shown, each with its fingerprint, which no other on the page has.
    changes: Vec<(&'a Change, &'a str)>,
    /// The operations that they reach.
    operations: Vec<Operation<'a>>,
    alignments: excerpt::Alignments<'a>,
}

/// An operation and the changes that reach it, the worst first.
struct Operation<'a> {
    name: &'a str,
    /// The anchor of its row.
    id: String,
    changes: Vec<(&'a Change, &'a str)>,
}

impl<'a> Part<'a> {
    pub(super) fn of(diff: &'a Diff<'a>, fingerprints: &'a [String], show: Level, number: usize) -> Self {
        let all = diff.comparison.changes.iter().zip(fingerprints);
        let changes: Vec<_> = all.map(|(change, id)| (change, id.as_str())).filter(|one| one.0.level >= show).collect();
        let mut by_name: BTreeMap<&str, Vec<(&Change, &str)>> = BTreeMap::new();
        for (change, id) in &changes {
            for operation in &change.operations {
                by_name.entry(operation).or_default().push((change, id));
            }
        }
        let mut operations: Vec<(&str, Vec<(&Change, &str)>)> = by_name.into_iter().collect();
        operations.sort_by_key(|(_, changes)| std::cmp::Reverse(changes.iter().map(|one| one.0.level).max()));
        let operations = operations.into_iter().enumerate().map(|(place, (name, changes))| Operation {
            name,
            id: format!("operation-{number}-{place}"),
            changes,
        });
        Self { diff, operations: operations.collect(), changes, alignments: excerpt::Alignments::of(&diff.new.sources) }
    }

    /// How many shown changes have each level, and how many each direction.
    pub(super) fn counts(parts: &[Self]) -> [Vec<(&'static str, usize)>; 2] {
        let all = || parts.iter().flat_map(|part| &part.changes);
        let levels = Level::ALL.map(|level| (level.as_str(), all().filter(|one| one.0.level == level).count()));
        let directions = [Direction::Request, Direction::Response, Direction::None];
        let directions = directions.map(|of| (direction(of), all().filter(|one| one.0.direction == of).count()));
        [levels.to_vec(), directions.to_vec()].map(|counts| counts.into_iter().filter(|one| one.1 > 0).collect())
    }

    pub(super) fn total(parts: &[Self]) -> usize {
        parts.iter().map(|part| part.changes.len()).sum()
    }
}

fn direction(direction: Direction) -> &'static str {
    if direction == Direction::None { "other" } else { direction.as_str() }
}

pub(super) fn page(diff: &Diff<'_>, show: Level, check_version: bool) -> Markup {
    let fingerprints = diff.fingerprints();
    let parts = [Part::of(diff, &fingerprints, show, 0)];
    let [part] = &parts;
    let summary = diff.run(show, check_version).summary;
    // The counts and the version are said beside the verdict.
    let notes_of = summary.iter().filter(|line| line.starts_with("check-version: ")).cloned().collect::<Vec<_>>();
    let title = diff.new.info.title.map(|at| diff.new.text_at(at).into_owned());
    html! {
        h1 { "What changed in " @match &title { Some(title) => (name(title)), None => (name(&diff.new.sources.doc(diff.new.at.doc).name)) } }
        p class="files" { (name(&diff.old.sources.doc(diff.old.at.doc).name)) " → " (name(&diff.new.sources.doc(diff.new.at.doc).name)) }
        (of_comparison(part, show))
        (notes(&notes_of, true))
        @if !part.changes.is_empty() {
            (controls("changes", part.changes.len(), &filters(&parts)))
            (operations(part, 2))
            (changes(part, 2))
        }
    }
}

pub(super) fn filters(parts: &[Part<'_>]) -> Vec<Filter<'static>> {
    let [levels, directions] = Part::counts(parts);
    vec![
        Filter { name: "level", label: "Level", values: levels },
        Filter { name: "direction", label: "Direction", values: directions },
    ]
}

/// What breaks, for whom, and which version is due.
pub(super) fn of_comparison(part: &Part<'_>, show: Level) -> Markup {
    let comparison = part.diff.comparison;
    let compatibility = comparison.compatibility();
    let said = match compatibility {
        Compatibility::Breaking => "Clients that keep to the old description break with the new one.",
        Compatibility::Unproven => "No break is known, and for some changes nobody could prove that there is none.",
        Compatibility::Compatible => "Clients that keep to the old description go on working.",
        Compatibility::Identical => "Nothing changed that the description says of the API.",
    };
    let mut facts: Vec<(&str, Markup)> = Vec::new();
    for (level, term) in [(Level::Breaking, "What breaks"), (Level::Unproven, "Not decided")] {
        let of: Vec<&Change> = comparison.changes.iter().filter(|change| change.level == level).collect();
        if !of.is_empty() {
            facts.push((term, html! { (directions(&of)) }));
        }
    }
    let broken: Vec<&Operation<'_>> =
        part.operations.iter().filter(|o| o.changes.iter().any(|one| one.0.level == Level::Breaking)).collect();
    if !broken.is_empty() {
        facts.push(("For whom", html! {
            "clients of " (broken.len()) " of " (count(part.diff.new.operations.len().max(broken.len()), "operation")) ": "
            @for (number, operation) in broken.iter().take(NAMED).enumerate() {
                @if number > 0 { ", " }
                a href={ "#" (operation.id) } { (code(operation.name)) }
            }
            @if broken.len() > NAMED { " and " (broken.len() - NAMED) " more" }
        }));
    }
    if compatibility != Compatibility::Identical {
        facts.push(("Version", html! { (prose(&version(comparison).1)) }));
        if comparison.policy != Policy::Strict {
            let policy = comparison.policy;
            facts.push(("Policy", html! { (code(policy.as_str())) ", " (prose(policy.summary())) }));
        }
        facts.push(("All changes", html! { (levels(part, show)) }));
    }
    verdict(compatibility.as_str(), compatibility.as_str(), &html! { p { (said) } }, &facts)
}

/// How many changes there are of what clients send, of what they read, and of what is around.
fn directions(changes: &[&Change]) -> String {
    let of = |direction| changes.iter().filter(|change| change.direction == direction).count();
    let said = [
        (Direction::Request, "of what clients send"),
        (Direction::Response, "of what clients read"),
        (Direction::None, "of what is around both"),
    ];
    let present = said.into_iter().filter(|(direction, _)| of(*direction) > 0);
    present.map(|(direction, what)| format!("{} {what}", of(direction))).collect::<Vec<_>>().join(", ")
}

/// How many changes there are of each level, and how to see those that are not shown.
fn levels(part: &Part<'_>, show: Level) -> Markup {
    let comparison = part.diff.comparison;
    let present = Level::ALL.into_iter().filter(|&level| comparison.count(level) > 0);
    html! {
        @for level in present {
            span class="tally" {
                (badge(level.as_str())) " " (comparison.count(level))
                @if level < show { " (not shown; " code { "--show " (level.as_str()) } ")" }
            }
            " "
        }
    }
}

/// The operations that are reached, as a table.
pub(super) fn operations(part: &Part<'_>, level: u8) -> Markup {
    let present: Vec<Level> =
        Level::ALL.into_iter().filter(|&level| part.changes.iter().any(|one| one.0.level == level)).collect();
    let unplaced = part.changes.iter().filter(|one| one.0.operations.is_empty()).count();
    html! {
        @if !part.operations.is_empty() {
            section {
                (heading(level, &html! { "Operations" }))
                div class="wide" role="group" aria-label="Operations" tabindex="0" {
                    table class="operations" {
                        caption { "How many changes reach each operation, the worst first." }
                        thead { tr {
                            th scope="col" { "Operation" }
                            @for level in &present { th scope="col" class="number" { (level.as_str()) } }
                            th scope="col" { "Changes" }
                        } }
                        tbody { @for operation in &part.operations { (row(operation, &present)) } }
                    }
                }
                @if unplaced > 0 { p class="more" { (count(unplaced, "change")) " reach no single operation." } }
            }
        }
    }
}

fn row(operation: &Operation<'_>, present: &[Level]) -> Markup {
    let Operation { name, id, changes } = operation;
    let set = |of: &dyn Fn(&Change) -> &'static str| {
        let mut all: Vec<&str> = changes.iter().map(|one| of(one.0)).collect();
        all.sort_unstable();
        all.dedup();
        all.join(" ")
    };
    html! {
        tr id=(id) data-item="operations" data-level=(set(&|change| change.level.as_str()))
            data-direction=(set(&|change| direction(change.direction))) {
            th scope="row" { (code(name)) }
            @for level in present {
                @let number = changes.iter().filter(|one| one.0.level == *level).count();
                td class="number" { @if number > 0 { (number) } @else { span class="nothing" { "–" } } }
            }
            td {
                ul { @for (change, id) in changes.iter().take(NAMED) {
                    li class=(change.level.as_str()) { a href={ "#change-" (id) } { (prose(&without(&change.message, name))) } }
                } }
                @if changes.len() > NAMED { p class="more" { "and " (changes.len() - NAMED) " more" } }
            }
        }
    }
}

/// A message without the operation beside which it stands.
fn without(message: &str, operation: &str) -> String {
    [" of ", " in ", " from ", " to "]
        .iter()
        .find_map(|word| {
            message
                .strip_suffix(&format!("{word}{operation}"))
                .or(message.strip_suffix(&format!("{word}`{operation}`")))
        })
        .unwrap_or(message)
        .to_owned()
}

/// The changes, by level.
pub(super) fn changes(part: &Part<'_>, level: u8) -> Markup {
    let urgent = part.changes.iter().filter(|one| one.0.level >= Level::Unproven).count();
    let open = if urgent <= 2 * OPEN { urgent } else { OPEN };
    let mut number = 0;
    html! {
        @for of_level in part.changes.chunk_by(|one, other| one.0.level == other.0.level) {
            @let kind = of_level[0].0.level;
            section data-group="" {
                (heading(level, &html! { (badge(kind.as_str())) " " (count(of_level.len(), "change")) }))
                @for (change, id) in of_level {
                    (entry(part, change, id, number < open && kind >= Level::Unproven))
                    ({ number += 1; "" })
                }
            }
        }
    }
}

fn entry<'a>(part: &Part<'a>, change: &'a Change, id: &str, open: bool) -> Markup {
    let check = &checks::all()[change.check];
    let (level, direction) = (change.level.as_str(), direction(change.direction));
    let new = part.diff.new;
    let (side, _) = part.diff.place(change);
    let place = excerpt::place(new.sources.doc(side.span.doc), side.span.start);
    html! {
        details class={ "entry " (level) } id={ "change-" (id) } open[open] data-item="changes" data-level=(level) data-direction=(direction) {
            summary {
                (badge(level)) " "
                span class="message" { (prose(&change.message)) } " "
                span class="meta" { code { (check.id) } @if direction != "other" { " · " (direction) } " · " (place) }
            }
            div class="body" {
                (part.alignments.change(change))
                (witness::of(change, new))
                @if !names_operation(change) && !change.operations.is_empty() { (reached(part, change)) }
                @if let Some(ruling) = &change.ruling {
                    p {
                        strong { (code(ruling.by.as_str())) ": " }
                        (level) " instead of " (ruling.instead_of.as_str()) ", because " (prose(ruling.because)) "."
                    }
                }
                p { strong { "What to do: " } (sentence(change.help())) }
                details class="why" {
                    summary { "Why it is " (level) }
                    p { (prose(&docs::why(check))) @if let Some(here) = here(change, check.level) { " " (here) } }
                    p { code { "caveat explain " (check.id) } " says more." }
                }
                (permalink("change", id))
            }
        }
    }
}

/// Why a change is not of the level of its check, unless somebody ruled it.
fn here(change: &Change, level: Level) -> Option<&'static str> {
    let shown = change.witness.is_some() || change.sample.is_some();
    match change.level {
        of if of == level || change.ruling.is_some() => None,
        Level::Breaking if shown => Some("Here the message above proves it, so it is breaking."),
        Level::Breaking => Some("Here it was proved, so it is breaking."),
        Level::Unproven => Some("Here it could not be decided, so it is unproven."),
        Level::Risky => Some("Here what was proved leaves a risk and no break."),
        Level::Safe => Some("Here it was proved that nothing breaks, so it is safe."),
    }
}

/// The operations that a change reaches.
fn reached(part: &Part<'_>, change: &Change) -> Markup {
    let all = &change.operations;
    let link = |operation: &String| {
        let id = part.operations.iter().find(|known| known.name == operation).map(|known| known.id.as_str());
        html! { @match id { Some(id) => a href={ "#" (id) } { (code(operation)) }, None => (code(operation)) } }
    };
    html! {
        p {
            strong { "Affects " (count(all.len(), "operation")) ": " }
            @for (number, operation) in all.iter().take(NAMED).enumerate() { @if number > 0 { ", " } (link(operation)) }
            @if all.len() > NAMED { " and " (all.len() - NAMED) " more" }
        }
    }
}

/// A link to what it stands in, to be copied.
pub(super) fn permalink(kind: &str, id: &str) -> Markup {
    let anchor = format!("{kind}-{id}");
    html! { p class="link" { a href={ "#" (anchor) } { "Link to this " (kind) } span class="id" { " " (Words(id)) } } }
}
