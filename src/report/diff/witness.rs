//! What shows that a change breaks: a message, with a mark under the part that is no longer legal.

use std::ops::Range;

use super::body;
use crate::diff::Change;
use crate::diff::change::{Body, Direction, Http, MessagePart, Witness};
use crate::report::frame::{Pen, Tone};

/// The columns before the lines of a message.
const INDENT: usize = 4;

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
    let label = label(witness, sent);
    match &witness.http {
        Some(http) => message(out, pen, http, witness, &label),
        None => value(out, pen, witness, &label),
    }
    let more = shown.filter(|(_, other)| other.value != witness.value || other.http != witness.http).count();
    if more > 0 {
        let noun = if more == 1 { "the other one is" } else { "the others are" };
        pen.paragraph(out, Tone::Info, "  ", &format!("{noun} shown in the JSON output"));
    }
}

/// What stands at the mark.
fn label(witness: &Witness, sent: bool) -> String {
    let verb = if sent { "not allowed before" } else { "refused" };
    let place = if witness.pointer.is_empty() { String::new() } else { format!(" at {}", witness.pointer) };
    let reason = match (&witness.member, witness.keyword) {
        (Some(member), _) if witness.lacks_member() => format!(": `{member}` is missing"),
        (_, Some(keyword)) => format!(" by `{}`", keyword.as_str()),
        _ => String::new(),
    };
    format!("{verb}{place}{reason}")
}

fn message(out: &mut String, pen: &Pen, http: &Http, witness: &Witness, label: &str) {
    let start = http.method.len() + 1;
    let mark = match &http.place {
        MessagePart::Path(range) => Some((start + range.start..start + range.end, label)),
        _ => None,
    };
    let status = http.status.as_ref().map(|status| format!(" -> {status}")).unwrap_or_default();
    pen.snippet(out, INDENT, &format!("{} {}{status}", http.method, http.path), Tone::Info, mark);
    for (number, (name, text)) in http.headers.iter().enumerate() {
        let whole = name.len() + 2..name.len() + 2 + text.len();
        let mark = (http.place == MessagePart::Header(number)).then_some((whole, label));
        pen.snippet(out, INDENT, &format!("{name}: {text}"), Tone::Info, mark);
    }
    match &http.body {
        None => {}
        Some(Body::Text(text)) => {
            let mark = match &http.place {
                MessagePart::Text(range) => Some((range.clone(), label)),
                _ => None,
            };
            out.push('\n');
            pen.snippet(out, INDENT, text, Tone::Info, mark);
        }
        Some(Body::Json(_)) if http.place == MessagePart::Body => {
            out.push('\n');
            value(out, pen, witness, label);
        }
        Some(Body::Json(value)) => {
            out.push('\n');
            lines(out, pen, body::lines(value, None, None), label);
        }
    }
}

fn value(out: &mut String, pen: &Pen, witness: &Witness, label: &str) {
    lines(out, pen, body::lines(&witness.value, Some(&witness.pointer), witness.member.as_deref()), label);
}

fn lines(out: &mut String, pen: &Pen, lines: Vec<body::Line>, label: &str) {
    for line in lines {
        let tone = if line.is_note { Tone::Faint } else { Tone::Info };
        let mark: Option<(Range<usize>, &str)> = line.mark.map(|range| (range, label));
        pen.snippet(out, INDENT, &line.text, tone, mark);
    }
}
