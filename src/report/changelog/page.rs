//! The lines of a changelog, whatever they are written in.

use hashbrown::{HashMap, HashSet};

use super::Changelog;
use super::entry::{Entry, Kind};
use super::group::{By, Group, some};
use crate::report::diff::block::names_operation;
use crate::report::diff::fold;
use crate::report::text::enumerate;

/// From how many entries on that say the same of several places they are one.
const MANY: usize = 3;
/// How many of the places are named.
const PLACES: usize = 5;

/// A line. Names of the document stand between backticks, or are a heading of their own.
pub(super) enum Line {
    Title(String),
    Paragraph(String),
    /// A sort of news.
    Kind(&'static str),
    Group(String),
    Item {
        /// Whether it stands below another item.
        inner: bool,
        text: String,
    },
}

/// Several entries that say the same.
struct Same<'e> {
    first: &'e Entry<'e>,
    operations: Vec<String>,
    /// Whether they reach the same operations.
    alike: bool,
    /// The names of all of them, that of the first before the others.
    places: Vec<String>,
}

pub(super) fn lines(log: &Changelog<'_>) -> Vec<Line> {
    let versions = &log.diff.comparison.versions;
    let title = match (&versions.old, &versions.new) {
        (Some(old), Some(new)) if old != new => format!("{} {new}", log.title()),
        _ => log.title(),
    };
    let mut lines = vec![Line::Title(title), Line::Paragraph(lead(log))];
    for kind in Kind::ALL {
        let groups = log.groups(kind);
        if groups.is_empty() {
            continue;
        }
        lines.push(Line::Kind(kind.heading()));
        for group in &groups {
            lines.push(Line::Group(heading(log, group)));
            items(&mut lines, log.by, group);
        }
    }
    lines
}

/// What there is in all.
fn lead(log: &Changelog<'_>) -> String {
    let count = |kind| log.entries.iter().filter(|(entry, _)| entry.kind == kind).count();
    let said = Kind::ALL.iter().map(|&kind| (kind, count(kind))).filter(|(_, number)| *number > 0);
    let said = said.map(|(kind, number)| {
        let (one, many) = match kind {
            Kind::Breaking => ("breaking change", "breaking changes"),
            Kind::Unproven => ("change that may break", "changes that may break"),
            Kind::Risky => ("change to take care of", "changes to take care of"),
            Kind::Deprecated => ("deprecation", "deprecations"),
            Kind::Added => ("addition", "additions"),
            Kind::Changed => ("other change", "other changes"),
            Kind::Wording => ("change of the documentation", "changes of the documentation"),
        };
        format!("{number} {}", if number == 1 { one } else { many })
    });
    let versions = &log.diff.comparison.versions;
    let since = match (&versions.old, &versions.new) {
        (Some(old), Some(new)) if old != new => format!(" since `{old}`"),
        _ => String::new(),
    };
    match enumerate(&said.collect::<Vec<_>>()) {
        Some(said) => format!("{said}{since}."),
        None => format!("Nothing that a client would notice changed{since}."),
    }
}

fn heading(log: &Changelog<'_>, group: &Group<'_, '_>) -> String {
    match (&group.names[..], log.by) {
        ([], By::Operation) => "The API as a whole".to_owned(),
        // What reaches no operation, or only such without tags.
        ([], By::Tag) => "In general".to_owned(),
        (names, By::Operation) => some(names, "`"),
        (names, By::Tag) => some(names, ""),
    }
}

fn items(lines: &mut Vec<Line>, by: By, group: &Group<'_, '_>) {
    let said = same(&group.entries);
    if by == By::Operation {
        lines.extend(said.iter().map(|same| Line::Item { inner: false, text: sentences(same, "") }));
        return;
    }
    // What reaches the same operations stands together.
    let mut together: Vec<Vec<&Same<'_>>> = Vec::new();
    let mut known: HashMap<&[String], usize> = HashMap::new();
    for same in &said {
        let at = *known.entry(&same.operations[..]).or_insert(together.len());
        match together.get_mut(at) {
            Some(list) => list.push(same),
            None => together.push(vec![same]),
        }
    }
    for list in together {
        let operations = some(&list[0].operations, "`");
        match &list[..] {
            [only] => {
                let lead = if operations.is_empty() || names_operation(only.first.change) { "" } else { &*operations };
                lines.push(Line::Item { inner: false, text: sentences(only, lead) });
            }
            list if operations.is_empty() => {
                lines.extend(list.iter().map(|same| Line::Item { inner: false, text: sentences(same, "") }));
            }
            list => {
                lines.push(Line::Item { inner: false, text: format!("{operations}:") });
                lines.extend(list.iter().map(|same| Line::Item { inner: true, text: sentences(same, "") }));
            }
        }
    }
}

/// What entries share that are told as one: the check, the sentence but for the place, the advice, and the operations
/// if only the name is another.
type Shared<'e> = (usize, String, Option<&'e str>, Option<&'e [String]>);

/// What an entry may share with others, and its place, the closest first.
fn shared<'e>(entry: &'e Entry<'_>) -> [Option<(Shared<'e>, String)>; 2] {
    let (check, advice) = (entry.change.check, entry.advice.as_deref());
    let named = fold::name(&entry.sentence).map(|(at, name)| {
        let sentence = format!("{}{}", &entry.sentence[..at], &entry.sentence[at + name.len()..]);
        ((check, sentence, advice, Some(&entry.change.operations[..])), format!("`{name}`"))
    });
    let elsewhere = fold::of(entry.change, &entry.sentence);
    [named, elsewhere.map(|(sentence, place)| ((check, sentence, advice, None), place))]
}

/// Entries that say the same as one, in the order of the first of each.
fn same<'e>(entries: &[&'e Entry<'e>]) -> Vec<Same<'e>> {
    // That something is new is said by the sentence that it is new and required.
    let said: HashSet<(&str, &[String])> =
        entries.iter().map(|entry| (&*entry.sentence, &entry.change.operations[..])).collect();
    let more = |entry: &Entry<'_>| {
        said.contains(&(&*format!("{} and required", entry.sentence), &entry.change.operations[..]))
    };
    let entries: Vec<&Entry<'_>> = entries.iter().copied().filter(|entry| !more(entry)).collect();
    let keys: Vec<_> = entries.iter().map(|entry| shared(entry)).collect();
    let mut counts: HashMap<&Shared<'_>, usize> = HashMap::new();
    for (key, _) in keys.iter().flatten().flatten() {
        *counts.entry(key).or_insert(0) += 1;
    }
    let mut all: Vec<Same<'_>> = Vec::new();
    let mut known: HashMap<&Shared<'_>, usize> = HashMap::new();
    let mut sentences: HashMap<(&str, &[String]), usize> = HashMap::new();
    for (entry, keys) in entries.into_iter().zip(&keys) {
        let operations = &entry.change.operations;
        let many = keys.iter().flatten().find(|(key, _)| counts.get(key).is_some_and(|count| *count >= MANY));
        let next = all.len();
        let at = match many {
            Some((key, _)) => *known.entry(key).or_insert(next),
            // The same sentence about several elements is said once.
            None => *sentences.entry((&entry.sentence, operations)).or_insert(next),
        };
        let place = many.map(|(_, place)| place.clone()).filter(|place| place.starts_with('`'));
        let same = match all.get_mut(at) {
            Some(same) => same,
            None => {
                let alike = many.is_some_and(|(key, _)| key.3.is_some());
                all.push_mut(Same { first: entry, operations: Vec::new(), alike, places: Vec::new() })
            }
        };
        same.operations.extend(operations.iter().cloned());
        // Operations are named before the sentence.
        same.places.extend(place.filter(|place| !same.places.contains(place)));
    }
    for same in &mut all {
        same.operations.sort();
        same.operations.dedup();
    }
    all
}

/// What happened and what to do about it. `lead` is what it happened to.
fn sentences(same: &Same<'_>, lead: &str) -> String {
    let entry = same.first;
    let mut sentence = entry.sentence.clone();
    if names_operation(entry.change) {
        let operation = &entry.change.operations[0];
        sentence = sentence.replacen(operation.as_str(), &format!("`{operation}`"), 1);
    }
    if let [_, others @ ..] = &same.places[..]
        && !others.is_empty()
    {
        // Of what reaches the same operations each name is news.
        let shown = if same.alike { others.len() } else { others.len().min(PLACES) };
        let more = if shown < others.len() { " and others" } else { "" };
        sentence += &format!("; likewise {}{more}", others[..shown].join(", "));
    }
    let mut text = if lead.is_empty() { capital(&sentence) } else { format!("{lead}: {sentence}") };
    text.push('.');
    if let Some(advice) = &entry.advice {
        text += &format!(" {}.", capital(advice));
    }
    text
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
