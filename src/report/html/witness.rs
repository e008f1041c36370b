//! What shows that a change breaks: a request as a command line that can be copied, or the text of a response.

use maud::{Markup, html};

use super::words::{Words, prose};
use crate::contract::Contract;
use crate::diff::Change;
use crate::diff::change::{Body, Http, MessagePart, Sample, Witness};
use crate::report::diff::body;
use crate::report::diff::witness::{labels, says};
use crate::report::escape;

/// What stands in the place of an address that no description says.
const SOMEWHERE: &str = "https://api.example.com";

/// A text in which some pieces are marked.
#[derive(Default)]
struct Pieces(Vec<(String, bool)>);

impl Pieces {
    fn push(&mut self, text: &str, marked: bool) {
        match self.0.last_mut() {
            Some((last, was)) if *was == marked => last.push_str(text),
            _ => self.0.push((text.to_owned(), marked)),
        }
    }

    /// A text with a mark on a part of it.
    fn push_marked(&mut self, text: &str, mark: Option<std::ops::Range<usize>>, shown: impl Fn(&str) -> String) {
        let mark = mark.unwrap_or(text.len()..text.len());
        for (piece, marked) in [(&text[..mark.start], false), (&text[mark.clone()], true), (&text[mark.end..], false)] {
            if !piece.is_empty() {
                self.push(&shown(piece), marked);
            }
        }
    }

    fn drawn(&self) -> Markup {
        html! {
            @for (text, marked) in &self.0 {
                @for (number, line) in text.split('\n').enumerate() {
                    @if number > 0 { "\n" }
                    @if *marked { mark { (Words(line)) } } @else { (Words(line)) }
                }
            }
        }
    }
}

/// The witness of a change, or why there is none.
pub(super) fn of(change: &Change, contract: &Contract) -> Markup {
    html! {
        @if let Some(why) = &change.unproven { p { strong { "Not proved: " } (prose(why)) "." } }
        @if let Some(witness) = &change.witness {
            (self::witness(change, witness, contract))
        } @else if let Some(sample) = &change.sample {
            (self::sample(sample, contract))
        }
    }
}

fn witness(change: &Change, witness: &Witness, contract: &Contract) -> Markup {
    let (noun, says, sent) = says(change.direction, witness);
    let why = labels(witness, &[witness], sent).swap_remove(0);
    let lines = || body::whole(&witness.value, Some(&witness.pointer), witness.member.as_deref());
    let pieces = match &witness.http {
        Some(http) => {
            let lines = match (&http.body, &http.place) {
                (Some(Body::Json(_)), MessagePart::Body) => Some(lines()),
                (Some(Body::Json(value)), _) => Some(body::whole(value, None, None)),
                _ => None,
            };
            message(http, lines, contract)
        }
        None => {
            let mut pieces = Pieces::default();
            push_lines(&mut pieces, lines(), str::to_owned);
            pieces
        }
    };
    shown(&format!("this {noun} {says}"), Some(&why), None, &pieces, witness.http.as_deref().is_some_and(is_request))
}

fn sample(sample: &Sample, contract: &Contract) -> Markup {
    let Sample { http, says, credentials } = sample;
    let noun = if is_request(http) { "request" } else { "response" };
    let lines = if let Some(Body::Json(value)) = &http.body { Some(body::whole(value, None, None)) } else { None };
    let with = credentials.as_ref().map(|all| {
        let of = |(scheme, scopes): &(String, Vec<String>)| {
            let scopes: Vec<String> = scopes.iter().map(|scope| format!("`{scope}`")).collect();
            let with = if scopes.is_empty() { String::new() } else { format!(" for {}", scopes.join(", ")) };
            format!("`{scheme}`{with}")
        };
        let all: Vec<String> = all.iter().map(of).collect();
        if all.is_empty() { "without credentials".to_owned() } else { format!("with {}", all.join(" and ")) }
    });
    let pieces = message(http, lines, contract);
    shown(&format!("this {noun} {says}"), None, with.as_deref(), &pieces, is_request(http))
}

fn is_request(http: &Http) -> bool {
    http.status.is_none()
}

/// The message below a sentence about it, with what copies it.
fn shown(says: &str, why: Option<&str>, with: Option<&str>, pieces: &Pieces, request: bool) -> Markup {
    html! {
        div class="witness" {
            p {
                strong { (says[..1].to_uppercase()) (prose(&says[1..])) }
                @if let Some(why) = why { ": " (prose(why)) }
                @if let Some(with) = with { ", " (prose(with)) }
                "."
            }
            div class="copied" {
                pre tabindex="0" role="group" aria-label=(if request { "Request for curl" } else { "Message" }) { code { (pieces.drawn()) } }
                button type="button" class="copy" hidden { @if request { "Copy as curl" } @else { "Copy" } }
            }
        }
    }
}

fn push_lines(pieces: &mut Pieces, lines: Vec<body::Line>, shown: impl Fn(&str) -> String) {
    for (number, line) in lines.into_iter().enumerate() {
        if number > 0 {
            pieces.push("\n", false);
        }
        pieces.push_marked(&line.text, line.mark, &shown);
    }
}

fn message(http: &Http, lines: Option<Vec<body::Line>>, contract: &Contract) -> Pieces {
    if is_request(http) { curl(http, lines, contract) } else { response(http, lines) }
}

/// The request as a command line. Names that no header can have are left out, since curl would read them as files.
fn curl(http: &Http, lines: Option<Vec<body::Line>>, contract: &Contract) -> Pieces {
    let mut pieces = Pieces::default();
    let address = address(contract, &http.path);
    let mark = match &http.place {
        MessagePart::Path(range) => {
            let before = address.len() - http.path.len();
            Some(before + range.start..before + range.end)
        }
        _ => None,
    };
    pieces.push("curl", false);
    if http.method != "GET" || http.body.is_some() {
        pieces.push(&format!(" --request {}", word(&http.method)), false);
    }
    if address.contains(['[', ']', '{', '}']) {
        pieces.push(" --globoff", false);
    }
    quoted(&mut pieces, " --url ", &address, mark);
    for (number, (name, text)) in http.headers.iter().enumerate() {
        if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b)) {
            continue;
        }
        let mark = (http.place == MessagePart::Header(number)).then(|| name.len() + 2..name.len() + 2 + text.len());
        quoted(&mut pieces, " \\\n  --header ", &format!("{name}: {text}"), mark);
    }
    match (&http.body, lines) {
        (Some(_), Some(lines)) => {
            pieces.push(" \\\n  --data-raw '", false);
            push_lines(&mut pieces, lines, |text| text.replace('\'', r"'\''"));
            pieces.push("'", false);
        }
        (Some(Body::Text(text)), None) => {
            let mark = if let MessagePart::Text(range) = &http.place { Some(range.clone()) } else { None };
            quoted(&mut pieces, " \\\n  --data-raw ", text, mark);
        }
        _ => {}
    }
    pieces
}

/// The address of a path at the first server that says a whole address.
fn address(contract: &Contract, path: &str) -> String {
    let urls = contract.servers.iter().map(|server| contract.text(server.url).trim_end_matches('/'));
    let whole = |url: &&str| (url.starts_with("https://") || url.starts_with("http://")) && !url.contains('{');
    match urls.clone().find(whole) {
        Some(url) => format!("{url}{path}"),
        None => format!("{SOMEWHERE}{}{path}", urls.into_iter().find(|url| url.starts_with('/')).unwrap_or_default()),
    }
}

/// A word that a shell takes as it is.
fn word(text: &str) -> String {
    let mut pieces = Pieces::default();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return text.to_owned();
    }
    quoted(&mut pieces, "", text, None);
    pieces.0.into_iter().map(|(text, _)| text).collect()
}

/// A text between quotes of a shell; what is not seen is written by its number, as `bash` and `zsh` read it.
fn quoted(pieces: &mut Pieces, lead: &str, text: &str, mark: Option<std::ops::Range<usize>>) {
    let by_number = text.contains(escape::hidden);
    pieces.push(lead, false);
    pieces.push(if by_number { "$'" } else { "'" }, false);
    pieces.push_marked(text, mark, |piece| {
        if !by_number {
            return piece.replace('\'', r"'\''");
        }
        let mut shown = String::new();
        for c in piece.chars() {
            match c {
                '\\' | '\'' => shown.extend(['\\', c]),
                c if escape::hidden(c) => shown += &format!("\\U{:08x}", u32::from(c)),
                c => shown.push(c),
            }
        }
        shown
    });
    pieces.push("'", false);
}

/// The response as it stands on the wire.
fn response(http: &Http, lines: Option<Vec<body::Line>>) -> Pieces {
    let mut pieces = Pieces::default();
    let status = http.status.as_deref().unwrap_or_default();
    pieces.push(&format!("{} {}\n", http.method, http.path), false);
    pieces.push(&format!("HTTP/1.1 {status}"), false);
    for (number, (name, text)) in http.headers.iter().enumerate() {
        let line = format!("{name}: {text}");
        let mark = (http.place == MessagePart::Header(number)).then(|| name.len() + 2..line.len());
        pieces.push("\n", false);
        pieces.push_marked(&line, mark, |piece| escape::words(piece).into_owned());
    }
    match (&http.body, lines) {
        (Some(_), Some(lines)) => {
            pieces.push("\n\n", false);
            push_lines(&mut pieces, lines, str::to_owned);
        }
        (Some(Body::Text(text)), None) => {
            let mark = if let MessagePart::Text(range) = &http.place { Some(range.clone()) } else { None };
            pieces.push("\n\n", false);
            pieces.push_marked(text, mark, |piece| escape::words(piece).into_owned());
        }
        _ => {}
    }
    pieces
}
