//! How two JSON Schemas relate, for a person at a terminal.

use std::io;

use super::{Cause, Compared, Question};
use crate::finding::Span;
use crate::report::frame::{Mark, Pen, Tone};
use crate::schema::inclusion::Inclusion;

/// How many causes of one answer are shown.
const SHOWN: usize = 4;

/// What the terminal can show, and what was asked.
#[derive(Clone, Copy, Debug)]
pub struct TextOptions<'a> {
    /// The number of columns.
    pub width: usize,
    /// Whether ANSI colours are understood.
    pub color: bool,
    /// Whether frames are drawn with lines of Unicode.
    pub unicode: bool,
    /// The questions whose answers are wanted.
    pub questions: &'a [Question],
}

/// Writes an answer a question.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write(out: &mut dyn io::Write, compared: &Compared<'_>, options: &TextOptions<'_>) -> io::Result<()> {
    let pen = Pen::new(options.width, options.color, options.unicode);
    let mut text = String::new();
    for (number, question) in options.questions.iter().enumerate() {
        if number > 0 && !text.ends_with("\n\n") {
            text.push('\n');
        }
        answer(&mut text, &pen, compared, *question);
    }
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn answer(out: &mut String, pen: &Pen, compared: &Compared<'_>, question: Question) {
    let name = |contract: &crate::contract::Contract| contract.sources.doc(contract.at.doc).name.clone();
    let (mut sender, mut receiver) = (name(compared.old), name(compared.new));
    let (mut was, mut is) = ("was accepted before, and is refused now", "the old schema");
    if sender == receiver {
        (sender, receiver) = ("the old schema".to_owned(), "the new schema".to_owned());
    }
    if question == Question::NewInOld {
        (sender, receiver) = (receiver, sender);
        (was, is) = ("is accepted now, and was refused before", "the new schema");
    }
    let causes = compared.causes(question);
    match question.of(compared.comparison) {
        Inclusion::Holds => {
            pen.paragraph(out, Tone::Faint, "safe: ", &format!("{receiver} accepts everything that {sender} accepts"));
        }
        Inclusion::Fails(witness) => {
            pen.paragraph(out, Tone::Error, "breaking: ", &format!("{receiver} refuses values that {sender} accepts"));
            pen.paragraph(out, Tone::Info, "  ", &format!("this value {was}:"));
            pen.paragraph(out, Tone::Strong, "    ", &witness.value.to_string());
            for cause in causes.iter().take(SHOWN) {
                show(out, pen, compared, question, cause, is);
            }
            if causes.len() > SHOWN {
                pen.list(out, &format!("and {} more", causes.len() - SHOWN));
            }
        }
        Inclusion::Unknown(_) => {
            let why = causes.first().map_or("", |cause| &cause.message);
            let text = format!("whether {receiver} accepts everything that {sender} accepts is not known: {why}");
            pen.paragraph(out, Tone::Warning, "unproven: ", &text);
            for cause in causes.iter().take(SHOWN) {
                show(out, pen, compared, question, cause, is);
            }
        }
    }
}

/// The place in the schema that refuses, with what the other one says there.
fn show(out: &mut String, pen: &Pen, compared: &Compared<'_>, question: Question, cause: &Cause, sender: &str) {
    let (refuses, other) = match question {
        Question::OldInNew => (cause.new, cause.old),
        Question::NewInOld => (cause.old, cause.new),
    };
    let said = if cause.instance.is_some() { &cause.message[..] } else { "this" };
    let accepts = format!("{sender} here");
    let mark = |span: Span, text, tone| Mark {
        doc: compared.sources().doc(span.doc),
        start: span.start,
        end: span.end,
        text,
        tone,
    };
    let first = refuses.map(|span| mark(span, said, Tone::Error));
    let second = other.map(|span| mark(span, &accepts, Tone::Info));
    let marks: Vec<Mark<'_>> = first.into_iter().chain(second).collect();
    pen.frames(out, &marks);
}
