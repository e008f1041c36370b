//! JSON text to tape, by a pull parser: no value is built on the way.

use std::borrow::Cow;

use jiter::{Jiter, JiterErrorType, JsonErrorType, Peek};

use super::document::TextProblem;
use super::names::Interner;
use super::tape::{Builder, DuplicateKey, Kind, Tape, Written};

/// Reads JSON. Reading stops at the first error; what stands before it is on the tape.
pub(super) fn read(text: &str, names: &mut Interner) -> (Tape, Vec<DuplicateKey>, Vec<TextProblem>) {
    let mut builder = Builder::new(names, text.len());
    let mut reader = Jiter::new(text.as_bytes());
    let problems = match fill(text, &mut reader, &mut builder) {
        Ok(()) => Vec::new(),
        Err(problem) => vec![problem],
    };
    let (tape, duplicates) = builder.finish(reader.current_index().min(text.len()));
    (tape, duplicates, problems)
}

fn fill(text: &str, reader: &mut Jiter<'_>, builder: &mut Builder<'_>) -> Result<(), TextProblem> {
    let fault = |reader: &Jiter<'_>, error: &jiter::JiterError| problem(text, reader, error);
    let mut open: Vec<Kind> = Vec::new();
    let mut peek = reader.peek().map_err(|e| fault(reader, &e))?;
    loop {
        let start = reader.current_index();
        let mut closed = true;
        match peek {
            Peek::Object => {
                builder.open(Kind::Map, start);
                let first = reader.next_object_bytes().map(|k| k.map(|k| span_in(text, k)));
                match first.map_err(|e| fault(reader, &e))? {
                    Some(key) => {
                        push_key(text, key, builder);
                        open.push(Kind::Map);
                        closed = false;
                    }
                    None => builder.close(reader.current_index()),
                }
            }
            Peek::Array => {
                builder.open(Kind::Seq, start);
                match reader.known_array().map_err(|e| fault(reader, &e))? {
                    Some(first) => {
                        open.push(Kind::Seq);
                        peek = first;
                        continue;
                    }
                    None => builder.close(reader.current_index()),
                }
            }
            Peek::String => {
                reader.known_bytes().map(drop).map_err(|e| fault(reader, &e))?;
                let end = reader.current_index();
                builder.scalar(Kind::String, start, end, written(text, start, end), "");
            }
            Peek::Null => {
                reader.known_null().map_err(|e| fault(reader, &e))?;
                builder.scalar(Kind::Null, start, reader.current_index(), Written::default(), "");
            }
            Peek::True | Peek::False => {
                let value = reader.known_bool(peek).map_err(|e| fault(reader, &e))?;
                let kind = if value { Kind::True } else { Kind::False };
                builder.scalar(kind, start, reader.current_index(), Written::default(), "");
            }
            number => {
                reader.known_number_bytes(number).map(drop).map_err(|e| fault(reader, &e))?;
                builder.scalar(Kind::Number, start, reader.current_index(), Written::default(), "");
            }
        }
        if builder.overflowed() {
            return Err(TextProblem {
                message: "this document has more distinct names than caveat can tell apart".into(),
                help: None,
                start: start as u32,
                end: start as u32 + 1,
                fatal: true,
            });
        }
        // A value ended: go on in its container, and in those around it that end here too.
        while closed {
            match open.last() {
                None => return reader.finish().map_err(|e| fault(reader, &e)),
                Some(Kind::Map) => {
                    let next = reader.next_key_bytes().map(|k| k.map(|k| span_in(text, k)));
                    match next.map_err(|e| fault(reader, &e))? {
                        Some(key) => {
                            push_key(text, key, builder);
                            closed = false;
                        }
                        None => {
                            open.pop();
                            builder.close(reader.current_index());
                        }
                    }
                }
                Some(_) => match reader.array_step().map_err(|e| fault(reader, &e))? {
                    Some(next) => {
                        peek = next;
                        break;
                    }
                    None => {
                        open.pop();
                        builder.close(reader.current_index());
                    }
                },
            }
        }
        if !closed {
            peek = reader.peek().map_err(|e| fault(reader, &e))?;
        }
    }
}

/// Where a slice that the reader gave stands in the text it came from.
fn span_in(text: &str, part: &[u8]) -> (usize, usize) {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    (start, start + part.len())
}

fn push_key(text: &str, (start, end): (usize, usize), builder: &mut Builder<'_>) {
    // The span takes in the quotes, as every other string's does.
    let written = written(text, start - 1, end + 1);
    let raw = &text[start..end];
    if written.escaped {
        builder.scalar(Kind::String, start - 1, end + 1, written, &unescape(&text[start - 1..=end]));
    } else {
        builder.scalar(Kind::String, start - 1, end + 1, written, raw);
    }
}

fn written(text: &str, start: usize, end: usize) -> Written {
    Written { quoted: true, escaped: memchr::memchr(b'\\', &text.as_bytes()[start..end]).is_some() }
}

/// The value of a JSON string from its text, quotes included. A lone surrogate becomes U+FFFD.
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    if let Ok(value) = serde_json::from_str::<String>(raw) {
        return Cow::Owned(value);
    }
    let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    Cow::Owned(char_by_char(inner))
}

/// The slow way, for strings that are not Unicode: every escape that can be read is, and nothing is lost.
fn char_by_char(inner: &str) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(inner.len());
    let mut rest = inner.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
            continue;
        }
        let unit = match rest.next() {
            Some('n') => 0x0A,
            Some('r') => 0x0D,
            Some('t') => 0x09,
            Some('b') => 0x08,
            Some('f') => 0x0C,
            Some('u') => {
                let hex: String = rest.by_ref().take(4).collect();
                u16::from_str_radix(&hex, 16).unwrap_or(0xFFFD)
            }
            Some(other) => other as u16,
            None => 0xFFFD,
        };
        units.push(unit);
    }
    String::from_utf16_lossy(&units)
}

fn problem(text: &str, reader: &Jiter<'_>, error: &jiter::JiterError) -> TextProblem {
    let at = text.floor_char_boundary(error.index.min(text.len()).max(reader.current_index().min(text.len())));
    let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    let cause = match &error.error_type {
        JiterErrorType::JsonError(JsonErrorType::TrailingComma) => "there is a comma before the closing bracket".into(),
        other => other.to_string(),
    };
    TextProblem {
        message: format!("this is not valid JSON: {cause}"),
        help: Some("everything after this place was not read".into()),
        start: at as u32,
        end: end as u32,
        fatal: true,
    }
}
