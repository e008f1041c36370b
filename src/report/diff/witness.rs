//! What shows that a change breaks: a message, with a mark under the part that is no longer legal.

use std::ops::Range;

use super::body;
use crate::diff::Change;
use crate::diff::change::{Body, Direction, Http, MessagePart, Witness};
use crate::report::frame::{Caption, Pen, Tone};

/// The columns before the lines of a message.
const INDENT: usize = 4;
/// Longer methods are no methods that anybody knows.
const LONGEST_METHOD: usize = 12;

/// Writes the witness of the first change that has one, or why there is none.
pub(super) fn write(out: &mut String, pen: &Pen, block: &[&Change]) {
    if let Some(why) = block.iter().find_map(|change| change.unproven.as_deref()) {
        pen.paragraph(out, Tone::Info, "  not proved: ", why);
    }
    shown(out, pen, block);
}

/// Writes the witness of the first change that has one.
pub(super) fn shown(out: &mut String, pen: &Pen, block: &[&Change]) {
    let mut shown = block.iter().filter_map(|change| Some((change.direction, change.witness.as_ref()?)));
    let Some((direction, witness)) = shown.next() else { return sample(out, pen, block) };
    let (noun, says, sent) = says(direction, witness);
    pen.paragraph(out, Tone::Info, "  ", &format!("this {noun} {says}:"));
    let of_block = block.iter().filter_map(|change| change.witness.as_ref());
    let alike: Vec<&Witness> = of_block.filter(|other| other.is_message_of(witness)).collect();
    let labels = labels(witness, &alike, sent);
    match &witness.http {
        Some(http) => message(out, pen, http, witness, &labels),
        None => value(out, pen, witness, &labels),
    }
    others(out, pen, shown.filter(|(_, other)| !other.is_message_of(witness)).count());
}

/// What a witness is, what is to be said of it, and whether it is the API that sends it.
pub(in crate::report) fn says(direction: Direction, witness: &Witness) -> (&'static str, &'static str, bool) {
    let sent = direction == Direction::Response;
    let says =
        if sent { "may be sent now, and was not allowed before" } else { "was accepted before, and is refused now" };
    let noun = match &witness.http {
        Some(http) if http.status.is_some() => "response",
        Some(_) => "request",
        None => "value",
    };
    (noun, says, sent)
}

/// The message of the first change that has one without a value that decides.
fn sample(out: &mut String, pen: &Pen, block: &[&Change]) {
    let mut samples = block.iter().filter_map(|change| change.sample.as_ref());
    let Some(sample) = samples.next() else { return };
    let noun = if sample.http.status.is_some() { "response" } else { "request" };
    pen.paragraph(out, Tone::Info, "  ", &format!("this {noun} {}:", sample.says));
    head(out, pen, &sample.http, &[]);
    if let Some(body) = &sample.http.body {
        out.push('\n');
        match body {
            Body::Text(text) => line(out, pen, text, None, &[]),
            Body::Json(value) => lines(out, pen, body::lines(value, None, None), &[]),
        }
    }
    others(out, pen, samples.filter(|other| *other != sample).count());
}

/// Says where the messages are that are not shown here.
fn others(out: &mut String, pen: &Pen, count: usize) {
    if count > 0 {
        let noun = if count == 1 { "the other one is" } else { "the others are" };
        pen.paragraph(out, Tone::Info, "  ", &format!("{noun} shown in the JSON output"));
    }
}

/// What stands at the mark: with the pointer if there is room for it, since it can be read from what is around.
pub(in crate::report) fn labels(witness: &Witness, alike: &[&Witness], sent: bool) -> Vec<String> {
    let verb = if sent { "not allowed before" } else { "refused" };
    let missing: Vec<String> = alike
        .iter()
        .filter(|other| other.lacks_member() && other.pointer == witness.pointer)
        .filter_map(|other| Some(format!("`{}`", other.member.as_ref()?)))
        .collect();
    let reason = match (witness.lacks_member(), witness.keyword) {
        (true, _) if missing.len() > 1 => format!(": {} are missing", missing.join(", ")),
        (true, _) => format!(": {} is missing", missing.join(", ")),
        (_, Some(keyword)) => format!(" by `{}`", keyword.as_str()),
        _ => String::new(),
    };
    let place = Some(&witness.pointer).filter(|pointer| !pointer.is_empty()).map(|pointer| format!(" at {pointer}"));
    let long = place.map(|place| format!("{verb}{place}{reason}"));
    long.into_iter().chain([format!("{verb}{reason}")]).collect()
}

/// A line, with a mark under a part of it.
fn line(out: &mut String, pen: &Pen, text: &str, mark: Option<Range<usize>>, words: &[String]) {
    let caption = mark.filter(|_| !words.is_empty()).map(|range| Caption { range, words });
    pen.snippet(out, INDENT, text, Tone::Info, caption.as_ref());
}

/// The first line and the headers of a message.
fn head(out: &mut String, pen: &Pen, http: &Http, words: &[String]) {
    let start = http.method.len() + 1;
    let mark = match &http.place {
        MessagePart::Path(range) => Some(start + range.start..start + range.end),
        _ => None,
    };
    let status = http.status.as_ref().map(|status| format!(" -> {status}")).unwrap_or_default();
    match mark {
        None if http.method.len() <= LONGEST_METHOD && http.method.bytes().all(|b| b.is_ascii_graphic()) => {
            let lead = format!("{}{} ", " ".repeat(INDENT), http.method);
            pen.paragraph(out, Tone::Strong, &lead, &format!("{}{status}", http.path));
        }
        mark => line(out, pen, &format!("{} {}{status}", http.method, http.path), mark, words),
    }
    for (number, (name, text)) in http.headers.iter().enumerate() {
        let whole = name.len() + 2..name.len() + 2 + text.len();
        let mark = (http.place == MessagePart::Header(number)).then_some(whole);
        line(out, pen, &format!("{name}: {text}"), mark, words);
    }
}

fn message(out: &mut String, pen: &Pen, http: &Http, witness: &Witness, words: &[String]) {
    head(out, pen, http, words);
    let Some(body) = &http.body else { return };
    out.push('\n');
    match (body, &http.place) {
        (Body::Text(text), MessagePart::Text(range)) => line(out, pen, text, Some(range.clone()), words),
        (Body::Text(text), _) => line(out, pen, text, None, words),
        (Body::Json(_), MessagePart::Body) => value(out, pen, witness, words),
        (Body::Json(value), _) => lines(out, pen, body::lines(value, None, None), words),
    }
}

fn value(out: &mut String, pen: &Pen, witness: &Witness, words: &[String]) {
    lines(out, pen, body::lines(&witness.value, Some(&witness.pointer), witness.member.as_deref()), words);
}

fn lines(out: &mut String, pen: &Pen, lines: Vec<body::Line>, words: &[String]) {
    for line in lines {
        let tone = if line.is_note { Tone::Faint } else { Tone::Info };
        let caption = line.mark.map(|range| Caption { range, words });
        pen.snippet(out, INDENT, &line.text, tone, caption.as_ref());
    }
}
