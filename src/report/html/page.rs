//! The frame of every page: one file without anything from elsewhere, with its style and its script inside.

use std::io;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::words::{Words, sentence};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
/// The hashes of both, which are all that the page may use. A test holds them, and says what they are.
const STYLE_HASH: &str = "sha256-pd8b+X3xs48BiPVnoJ62Wt80k1Cm9Nq0WCAvZb0QaZk=";
const SCRIPT_HASH: &str = "sha256-f+C95EDTwIHh0tjhndCBBjuWvKUn/lzBU8mJ6/numDs=";

/// Writes a page around its parts.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write(out: &mut dyn io::Write, title: &str, body: &Markup) -> io::Result<()> {
    let policy = format!(
        "default-src 'none'; img-src data:; style-src '{STYLE_HASH}'; script-src '{SCRIPT_HASH}'; base-uri 'none'; \
         form-action 'none'"
    );
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                title { (Words(title)) }
                // Without it a browser asks the server for one.
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                a class="skip" href="#content" { "Skip to the content" }
                header {
                    p class="tool" { "caveat" }
                    button type="button" id="theme" hidden { "Theme: system" }
                }
                main id="content" { (body) }
                footer { p { "Written by caveat " (env!("CARGO_PKG_VERSION")) ". This page needs no network." } }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    out.write_all(page.into_string().as_bytes())?;
    out.flush()
}

/// What one can filter by: the name of the data attribute, and its values with how many have each.
pub(super) struct Filter<'a> {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) values: Vec<(&'a str, usize)>,
}

/// Search and filters over everything on the page that has the data attributes. They need the script, and are hidden
/// without it.
pub(super) fn controls(noun: &str, total: usize, filters: &[Filter<'_>]) -> Markup {
    html! {
        div class="controls" role="search" hidden aria-label="Search and filter" data-noun=(noun) {
            div class="search" {
                label for="search" { "Search" }
                input id="search" type="search" autocomplete="off" spellcheck="false";
            }
            @for Filter { name, label, values } in filters {
                @if values.len() > 1 {
                    div class="filter" role="group" aria-label=(label) {
                        span class="label" aria-hidden="true" { (label) }
                        @for (value, count) in values {
                            button type="button" aria-pressed="true" data-filter=(name) data-value=(value) {
                                (value) " " span class="count" { (count) }
                            }
                        }
                    }
                }
            }
            p class="status" role="status" { (total) " " (noun) }
        }
    }
}

/// What it comes to, in a few lines: a word, and terms with what is said of each.
pub(super) fn verdict(tone: &str, word: &str, said: &Markup, facts: &[(&str, Markup)]) -> Markup {
    html! {
        div class={ "verdict " (tone) } {
            p class="word" { (word) }
            (said)
            @if !facts.is_empty() {
                dl { @for (term, fact) in facts { div { dt { (term) } dd { (fact) } } } }
            }
        }
    }
}

/// Lines that another format ends with.
pub(super) fn notes(lines: &[String], complete: bool) -> Markup {
    html! {
        @for line in lines { p { (sentence(line)) } }
        @if !complete { p class="warning" { "A part of the job could not be done; its log says which." } }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use sha2::Digest as _;

    use super::*;

    #[test]
    fn the_policy_names_the_style_and_the_script() {
        for (text, hash, name) in [(STYLE, STYLE_HASH, "STYLE_HASH"), (SCRIPT, SCRIPT_HASH, "SCRIPT_HASH")] {
            let digest = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(text));
            assert_eq!(hash, format!("sha256-{digest}"), "{name}");
            assert!(!text.to_lowercase().contains("</s"), "an element would end within it");
        }
    }
}
