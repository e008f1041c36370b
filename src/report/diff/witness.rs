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
    let mut shown = block.iter().filter_map(|change| Some((change.direction, change.witness.as_ref()?)));
    let Some((direction, witness)) = shown.next() else { return };
    let sent = direction == Direction::Response;
    let says =
        if sent { "may be sent now, and was not allowed before" } else { "was accepted before, and is refused now" };
    let noun = match &witness.http {
        Some(http) if http.status.is_some() => "response",
        Some(_) => "request",
        None => "value",
    };
    pen.paragraph(out, Tone::Info, "  ", &format!("this {noun} {says}:"));
    let of_block = block.iter().filter_map(|change| change.witness.as_ref());
    let alike: Vec<&Witness> = of_block.filter(|other| other.is_message_of(witness)).collect();
    let labels = labels(witness, &alike, sent);
    match &witness.http {
        Some(http) => message(out, pen, http, witness, &labels),
        None => value(out, pen, witness, &labels),
    }
    let more = shown.filter(|(_, other)| !other.is_message_of(witness)).count();
    if more > 0 {
        let noun = if more == 1 { "the other one is" } else { "the others are" };
        pen.paragraph(out, Tone::Info, "  ", &format!("{noun} shown in the JSON output"));
    }
}

/// What stands at the mark: with the pointer if there is room for it, since it can be read from what is around.
fn labels(witness: &Witness, alike: &[&Witness], sent: bool) -> Vec<String> {
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

fn message(out: &mut String, pen: &Pen, http: &Http, witness: &Witness, words: &[String]) {
    let write = |out: &mut String, text: &str, mark: Option<Range<usize>>| {
        let caption = mark.map(|range| Caption { range, words });
        pen.snippet(out, INDENT, text, Tone::Info, caption.as_ref());
    };
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
        mark => write(out, &format!("{} {}{status}", http.method, http.path), mark),
    }
    for (number, (name, text)) in http.headers.iter().enumerate() {
        let whole = name.len() + 2..name.len() + 2 + text.len();
        write(out, &format!("{name}: {text}"), (http.place == MessagePart::Header(number)).then_some(whole));
    }
    let Some(body) = &http.body else { return };
    out.push('\n');
    match (body, &http.place) {
        (Body::Text(text), MessagePart::Text(range)) => write(out, text, Some(range.clone())),
        (Body::Text(text), _) => write(out, text, None),
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
