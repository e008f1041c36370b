//! What could not be done, said on standard error.

use std::io::Write as _;

use super::terminal::Terminal;
use crate::config::Mistakes;
use crate::report::frame::{Mark, Pen, Tone};
use crate::source::document::Document;

/// A part of the job that could not be done, and why.
pub(super) enum Failure {
    /// Something that has no place in a text.
    Said {
        /// A sentence without a full stop.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// Something about a document.
    Placed {
        /// The document.
        document: Box<Document>,
        /// The bytes that it is about.
        span: (u32, u32),
        /// What is to be seen there.
        label: String,
        /// A sentence without a full stop.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// A configuration with mistakes, by file.
    Config(Vec<Mistakes>),
}

impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Failure::Said { message: message.into(), help: None }
    }

    pub(super) fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Failure::Said { message: message.into(), help: Some(help.into()) }
    }

    fn write(&self, out: &mut String, pen: &Pen) {
        match self {
            Failure::Said { message, help } => error(out, pen, message, None, help.as_deref()),
            Failure::Placed { document, span: (start, end), label, message, help } => {
                let mark = Mark { doc: document, start: *start, end: *end, text: label, tone: Tone::Error };
                error(out, pen, message, Some(mark), help.as_deref());
            }
            Failure::Config(files) => {
                let all = files.iter().flat_map(|file| file.list.iter().map(|mistake| (&file.document, mistake)));
                for (number, (doc, mistake)) in all.enumerate() {
                    if number > 0 {
                        out.push('\n');
                    }
                    let (start, end, text) = (mistake.start, mistake.end, &mistake.label);
                    let mark = Mark { doc, start, end, text, tone: Tone::Error };
                    error(out, pen, &mistake.message, Some(mark), mistake.help.as_deref());
                }
            }
        }
    }
}

fn error(out: &mut String, pen: &Pen, message: &str, mark: Option<Mark<'_>>, help: Option<&str>) {
    pen.paragraph(out, Tone::Error, "error: ", message);
    pen.frames(out, mark.as_slice());
    if let Some(help) = help {
        pen.paragraph(out, Tone::Info, "  help: ", help);
    }
}

/// Says what could not be done. Where standard error is closed there is nobody to hear it, and the exit code says it.
pub(super) fn say(failures: &[Failure], terminal: Terminal) {
    let pen = Pen::new(terminal.width, terminal.color, terminal.unicode);
    let mut out = String::new();
    for (number, failure) in failures.iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        failure.write(&mut out, &pen);
    }
    let _ = std::io::stderr().lock().write_all(out.as_bytes());
}
