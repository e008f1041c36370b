//! A history as a timeline: one page that needs no network and no script.

use std::borrow::Cow;
use std::io;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{History, Judged, LEVELS, Row, State, Summary, short};
use crate::diff::version::Bump;
use crate::report::escape;

const STYLE: &str = include_str!("timeline.css");

/// Writes the page.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write(out: &mut dyn io::Write, history: &History) -> io::Result<()> {
    let title = format!("History of {}", history.name);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (words(&title)) }
                style { (PreEscaped(STYLE)) }
            }
            body { (timeline(history)) }
        }
    };
    out.write_all(page.into_string().as_bytes())?;
    out.flush()
}

/// What stands in the page: a heading, what it comes to, and the versions.
pub fn timeline(history: &History) -> Markup {
    let summary = Summary::from(history);
    html! {
        header {
            h1 { "History of " code { (words(&history.name)) } }
            p {
                (summary.versions())
                @if let Some(since) = &history.since { " since " code { (words(since)) } }
                " at " code { (words(&history.revision)) } (summary.counts()) ". Judged by the policy " code { (history.policy) } "."
            }
            @if let Some(too_small) = summary.too_small() { p { (too_small) "." } }
            @if history.shallow { p { "This clone is shallow: older commits may be missing." } }
        }
        main {
            @if history.rows.is_empty() { p { "No commit changed the description." } }
            ol class="timeline" reversed { @for row in &history.rows { (entry(row)) } }
        }
    }
}

fn entry(row: &Row) -> Markup {
    html! {
        li class={ "entry " (row.verdict()) } {
            h2 {
                @match &row.version {
                    Some(version) => (words(version)),
                    None => "no version",
                }
                " " span class="verdict" { (row.verdict()) }
            }
            p class="commit" {
                time datetime=(words(&row.date)) { (words(row.day())) }
                " " code title=(words(&row.commit)) { (row.short()) }
                " " (words(&row.author)) ": " (words(&row.subject))
            }
            @if let Some(old) = &row.renamed_from {
                p { "Renamed from " code { (words(old)) } " to " code { (words(&row.file)) } "." }
            }
            @match &row.state {
                State::First => p { "The first version that can be read." },
                State::Gone => p { code { (words(&row.file)) } " was deleted." },
                State::Broken(why) => p { "Cannot be read: " (words(why)) },
                State::Judged(judged) => (changes(judged)),
            }
        }
    }
}

fn changes(judged: &Judged) -> Markup {
    html! {
        ul class="counts" {
            @for (level, count) in LEVELS.iter().zip(judged.counts).filter(|(_, count)| *count > 0) {
                li class=(level.as_str()) { (count) " " (level.as_str()) }
            }
            @if judged.counts == [0; 4] { li { "nothing changed" } }
        }
        p class={ "bump" @if judged.enough == Some(false) { " small" } } {
            "Needs " (bump(judged.required))
            @if let Some(declared) = judged.declared { ", made " (bump(declared)) }
            @if judged.enough == Some(false) {
                @if let Some(next) = &judged.next { "; " code { (words(next)) } " would do" }
            }
            ". Compared with " code { (short(&judged.against)) } "."
        }
    }
}

fn bump(bump: Bump) -> &'static str {
    match bump {
        Bump::Down => "a step backwards",
        Bump::None => "no bump",
        Bump::Patch => "a patch bump",
        Bump::Minor => "a minor bump",
        Bump::Major => "a major bump",
    }
}

/// Text of the repository: what would not be seen is shown by its number, and `maud` escapes the rest.
fn words(text: &str) -> Cow<'_, str> {
    escape::words(text)
}
