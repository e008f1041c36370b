//! YAML text to tape, by parser events.

use granit_parser::{Event, Parser, ScalarStyle, Span, Tag};
use hashbrown::HashMap;

use super::document::TextProblem;
use super::names::Interner;
use super::scalar;
use super::tape::{Builder, DuplicateKey, Kind, Tape, Written};

/// Reads the first document of a YAML stream. Reading stops at the first error; what stands before it is on the tape.
pub(super) fn read(text: &str, names: &mut Interner) -> (Tape, Vec<DuplicateKey>, Vec<TextProblem>) {
    let mut options = granit_parser::options! {
        emit_unresolved_aliases: true,
        flow_nesting_limit: usize::MAX,
        block_nesting_limit: usize::MAX,
        simple_key_max_lookahead: usize::MAX,
    };
    options.set_emit_comments(true);
    let mut reader = Reader {
        text,
        builder: Builder::new(names, text.len()),
        anchors: HashMap::new(),
        comments: Vec::new(),
        problems: Vec::new(),
        end: 0,
    };
    let mut parser = Parser::new_from_str_with_options(text, options);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => {
                if !reader.event(event, span) {
                    break;
                }
            }
            Err(error) => {
                let at = text.floor_char_boundary(error.marker().byte_offset().unwrap_or(reader.end).min(text.len()));
                reader.problem(at, at, &format!("this is not valid YAML: {}", error.info()), true);
                break;
            }
        }
    }
    let Reader { builder, comments, problems, end, .. } = reader;
    let (mut tape, duplicates) = builder.finish(end);
    tape.comments = comments;
    (tape, duplicates, problems)
}

struct Reader<'t, 'i> {
    text: &'t str,
    builder: Builder<'i>,
    anchors: HashMap<usize, u32>,
    comments: Vec<(u32, u32)>,
    problems: Vec<TextProblem>,
    /// Where the last event ended: where open containers end if the text breaks off.
    end: usize,
}

impl Reader<'_, '_> {
    /// Takes one event; `false` ends the reading.
    fn event(&mut self, event: Event<'_>, span: Span) -> bool {
        let range = span.byte_range().unwrap_or(self.end..self.end);
        let (start, end) = (range.start.min(self.text.len()), range.end.min(self.text.len()));
        match event {
            Event::Comment(..) => self.comments.push((start as u32, end as u32)),
            Event::Scalar(value, style, anchor, tag) => {
                self.anchor(anchor);
                self.scalar(&value, style, tag.as_deref(), start, end);
                self.end = end;
            }
            Event::MappingStart(_, anchor, _) => {
                self.anchor(anchor);
                self.builder.open(Kind::Map, start);
                self.end = end;
            }
            Event::SequenceStart(_, anchor, _) => {
                self.anchor(anchor);
                self.builder.open(Kind::Seq, start);
                self.end = end;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                // A block collection ends where its last child does, not at the next line's indentation.
                self.end = self.end.max(if end > start { end } else { self.end });
                self.builder.close(self.end);
            }
            Event::Alias(id) => {
                match self.anchors.get(&id) {
                    Some(&target) => self.builder.alias(target, start, end, self.text),
                    None => self.builder.scalar(Kind::Null, start, end, Written::default(), ""),
                }
                self.end = end;
            }
            Event::UnresolvedAlias(name) => {
                let message = format!("the alias `*{name}` has no anchor `&{name}` before it");
                self.problem(start, end, &message, false);
                self.builder.scalar(Kind::Null, start, end, Written::default(), "");
                self.end = end;
            }
            Event::DocumentStart(..) if !self.builder.is_empty() => {
                self.problem(start, end, "a second YAML document starts here; only the first one is read", false);
                return false;
            }
            _ => {}
        }
        if self.builder.overflowed() {
            self.problem(start, end, "this document has more distinct names than caveat can tell apart", true);
            return false;
        }
        true
    }

    fn anchor(&mut self, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, self.builder.len());
        }
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, tag: Option<&Tag>, start: usize, end: usize) {
        let plain = style == ScalarStyle::Plain;
        // The parser says `~` where nothing is written.
        let value: &str = if plain && start == end { "" } else { value };
        let kind = match tag.and_then(Tag::core_suffix) {
            None if plain && tag.is_none() => scalar::resolve(value),
            Some("null" | "bool" | "int" | "float") => scalar::resolve(value),
            _ => Kind::String,
        };
        if plain && self.builder.at_key() && value == "<<" {
            self.builder.mark_merge();
        }
        let raw = &self.text[start..end];
        let written = Written { quoted: !plain, escaped: false };
        let same = if plain {
            raw == value
        } else {
            raw.len() == value.len() + 2 && raw.starts_with(['"', '\'']) && raw[1..raw.len() - 1] == *value
        };
        if same {
            self.builder.scalar(kind, start, end, written, value);
        } else {
            self.builder.cooked_scalar(kind, start, end, written, value.into());
        }
    }

    fn problem(&mut self, start: usize, end: usize, message: &str, fatal: bool) {
        self.problems.push(TextProblem {
            message: message.to_owned(),
            help: fatal.then(|| "everything after this place was not read".to_owned()),
            start: start as u32,
            end: end as u32,
            fatal,
        });
    }
}
