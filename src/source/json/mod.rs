//! JSON text to tape, by a pull parser: no value is built on the way.

mod escape;
mod fault;

use jiter::{Jiter, JiterErrorType, JsonErrorType, Peek};

use super::document::TextProblem;
use super::names::Interner;
use super::tape::{Builder, DuplicateKey, Kind, Tape, Written};

pub(super) use escape::unescape;

/// Reads JSON. Reading stops at the first error; what stands before it is on the tape.
pub(super) fn read(text: &str, names: &mut Interner) -> (Tape, Vec<DuplicateKey>, Vec<TextProblem>) {
    let (json, builder) = (Jiter::new(text.as_bytes()), Builder::new(names, text.len()));
    let mut reader = Reader { text, json, base: 0, builder, problems: Vec::new() };
    if let Err(stop) = reader.run() {
        reader.problems.push(stop);
    }
    let end = reader.at().min(text.len());
    let (tape, duplicates) = reader.builder.finish(end);
    (tape, duplicates, reader.problems)
}

struct Reader<'t, 'i> {
    text: &'t str,
    json: Jiter<'t>,
    /// Where in the text the parser's own input begins: it is begun anew after what it would stop at and we would not.
    base: usize,
    builder: Builder<'i>,
    problems: Vec<TextProblem>,
}

impl Reader<'_, '_> {
    fn at(&self) -> usize {
        self.base + self.json.current_index()
    }

    fn resume(&mut self, at: usize) {
        self.json = Jiter::new(&self.text.as_bytes()[at..]);
        self.base = at;
    }

    fn fault(&self, error: &jiter::JiterError) -> TextProblem {
        let at = self.base + error.index;
        let JiterErrorType::JsonError(kind) = &error.error_type else {
            // The type of a value is looked at before it is read, so what is of the wrong type is no value at all.
            return self.explain(&JsonErrorType::ExpectedSomeValue, self.at());
        };
        self.explain(kind, at)
    }

    fn explain(&self, kind: &JsonErrorType, at: usize) -> TextProblem {
        let open = self.builder.innermost().map(|(map, index)| (map, self.builder.start_of(index)));
        fault::explain(self.text, kind, at, self.at(), open)
    }

    fn run(&mut self) -> Result<(), TextProblem> {
        let mut peek = self.json.peek().map_err(|e| self.fault(&e))?;
        loop {
            if let Some(inside) = self.value(peek)? {
                peek = inside;
                continue;
            }
            if self.builder.overflowed() {
                return Err(fault::overflow(self.at()));
            }
            // A value ended: go on in its container, and in those around it that end here too.
            peek = loop {
                match self.builder.innermost() {
                    None => return self.json.finish().map_err(|e| self.fault(&e)),
                    Some((true, _)) => {
                        if self.key(false)? {
                            break self.json.peek().map_err(|e| self.fault(&e))?;
                        }
                        self.builder.close(self.at());
                    }
                    Some(_) => match self.json.array_step().map_err(|e| self.fault(&e))? {
                        Some(next) => break next,
                        None => self.builder.close(self.at()),
                    },
                }
            };
        }
    }

    /// Takes the value that begins with `peek`, or as much of a container as stands before its first value, which is
    /// then the answer.
    fn value(&mut self, peek: Peek) -> Result<Option<Peek>, TextProblem> {
        let start = self.at();
        let kind = match peek {
            Peek::Object => {
                self.builder.open(Kind::Map, start);
                if self.key(true)? {
                    return self.json.peek().map(Some).map_err(|e| self.fault(&e));
                }
                self.builder.close(self.at());
                return Ok(None);
            }
            Peek::Array => {
                self.builder.open(Kind::Seq, start);
                let first = self.json.known_array().map_err(|e| self.fault(&e))?;
                if first.is_none() {
                    self.builder.close(self.at());
                }
                return Ok(first);
            }
            Peek::String => {
                if let Err(error) = self.json.known_bytes() {
                    let end = self.half_pair(start, &error).ok_or_else(|| self.fault(&error))?;
                    self.resume(end);
                }
                let end = self.at();
                self.builder.scalar(Kind::String, start, end, written(self.text, start, end), "");
                return Ok(None);
            }
            Peek::Null => self.json.known_null().map(|()| Kind::Null),
            Peek::True | Peek::False => {
                self.json.known_bool(peek).map(|value| if value { Kind::True } else { Kind::False })
            }
            number => self.json.known_number_bytes(number).map(|_| Kind::Number),
        };
        let kind = match kind {
            Ok(kind) => kind,
            Err(error) => {
                // The parser stops at 4,300 digits, because converting more would take long. Nothing is converted here.
                let long = error.error_type == JiterErrorType::JsonError(JsonErrorType::NumberOutOfRange);
                let end = long.then(|| number_end(self.text, start)).flatten();
                self.resume(end.ok_or_else(|| self.fault(&error))?);
                Kind::Number
            }
        };
        self.builder.scalar(kind, start, self.at(), Written::default(), "");
        Ok(None)
    }

    /// Takes a key and its colon; `false` at the end of the object.
    fn key(&mut self, first: bool) -> Result<bool, TextProblem> {
        let key = if first { self.json.next_object_bytes() } else { self.json.next_key_bytes() };
        // The span takes in the quotes, as every other string's does.
        let (start, end) = match key {
            Ok(None) => return Ok(false),
            Ok(Some(key)) => {
                let start = key.as_ptr() as usize - self.text.as_ptr() as usize;
                (start - 1, start + key.len() + 1)
            }
            Err(error) => {
                let start = self.at();
                let end = self.half_pair(start, &error).ok_or_else(|| self.fault(&error))?;
                let rest = self.text[end..].trim_start_matches([' ', '\t', '\n', '\r']);
                self.resume(self.text.len() - rest.len());
                if !rest.starts_with(':') {
                    let kind = if rest.is_empty() {
                        JsonErrorType::EofWhileParsingObject
                    } else {
                        JsonErrorType::ExpectedColon
                    };
                    return Err(self.explain(&kind, self.at()));
                }
                self.resume(self.at() + 1);
                (start, end)
            }
        };
        let written = written(self.text, start, end);
        if written.escaped {
            let value = unescape(&self.text[start..end]);
            self.builder.scalar(Kind::String, start, end, written, &value);
        } else {
            self.builder.scalar(Kind::String, start, end, written, &self.text[start + 1..end - 1]);
        }
        Ok(true)
    }

    /// The end of the string at `start` if all that is wrong with it is half a surrogate pair. Reading goes on then,
    /// because the JSON grammar allows it (RFC 8259 §8.2).
    fn half_pair(&mut self, start: usize, error: &jiter::JiterError) -> Option<usize> {
        use JsonErrorType::{
            EofWhileParsingString, InvalidEscape, LoneLeadingSurrogateInHexEscape, UnexpectedEndOfHexEscape,
        };
        let JiterErrorType::JsonError(
            EofWhileParsingString | InvalidEscape | LoneLeadingSurrogateInHexEscape | UnexpectedEndOfHexEscape,
        ) = error.error_type
        else {
            return None;
        };
        let (end, half) = escape::unpaired(self.text, start)?;
        if self.problems.is_empty() {
            self.problems.push(fault::half_pair(self.text, half));
        }
        Some(end)
    }
}

/// How a string is written. Most are short, and for those a plain loop is faster than a call.
fn written(text: &str, start: usize, end: usize) -> Written {
    let bytes = &text.as_bytes()[start..end];
    let escaped = if bytes.len() < 16 { bytes.contains(&b'\\') } else { memchr::memchr(b'\\', bytes).is_some() };
    Written { quoted: true, escaped }
}

/// The end of the number at `start`, if it is one.
fn number_end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        let count = bytes.get(from..)?.iter().take_while(|b| b.is_ascii_digit()).count();
        (count > 0).then_some(from + count)
    };
    let whole = start + usize::from(bytes.get(start) == Some(&b'-'));
    let mut end = digits(whole)?;
    if bytes[whole] == b'0' && end > whole + 1 {
        return None;
    }
    if bytes.get(end) == Some(&b'.') {
        end = digits(end + 1)?;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        end = digits(end + 1 + usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-'))))?;
    }
    Some(end)
}
