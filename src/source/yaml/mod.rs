//! YAML text to tape, by parser events.

mod fault;
mod repair;
mod trivia;

use std::borrow::Cow;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, StructureStyle, Tag};

use super::Reading;
use super::document::TextProblem;
use super::names::Interner;
use super::scalar;
use super::tape::{Builder, Kind, Written};
use repair::Quoted;

/// How many characters the parser looks ahead for the colon of a key. YAML says 1,024 (§7.4), which also bounds what
/// an error within brackets takes with it; only a line that is longer is worth a second try.
const LOOKAHEAD: usize = 1024;
const LONG_LOOKAHEAD: usize = 1 << 16;

/// How many comment lines in a row the parser may hold back.
const COMMENTS: usize = 1 << 16;

/// How many texts in quotes are repaired: each costs a reading from the start.
const REPAIRS: usize = 16;

/// How many mild problems of a file are told.
const PROBLEMS: usize = 100;

/// Reads the first document of a YAML stream. Reading stops at the first error; what stands before it is on the tape.
pub(super) fn read(text: &str, names: &mut Interner) -> Reading {
    let mut lookahead = LOOKAHEAD;
    let mut repaired: Vec<Quoted> = Vec::new();
    let mut shown = Cow::Borrowed(text);
    loop {
        let mut reader = Reader::new(text, names, &repaired);
        let Some(error) = reader.run(&shown, lookahead) else { return reader.finish() };
        let at = text.floor_char_boundary(error.marker().byte_offset().unwrap_or(reader.end).min(text.len()));
        if *error.kind() == ErrorKind::InvalidQuotedScalarIndent
            && repaired.len() < REPAIRS
            && let Some(quoted) = repair::find(text, reader.end, at)
        {
            shown = Cow::Owned(repair::on_one_line(&shown, quoted));
            repaired.push(quoted);
            continue;
        }
        if lookahead == LOOKAHEAD && line_length(text, at) > LOOKAHEAD {
            lookahead = LONG_LOOKAHEAD;
            continue;
        }
        let open = reader.builder.innermost().map(|(map, index)| (map, reader.builder.start_of(index)));
        reader.problems.push(fault::explain(text, error.kind(), at, reader.end, open));
        return reader.finish();
    }
}

fn line_length(text: &str, at: usize) -> usize {
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    text[at..].find(['\n', '\r']).unwrap_or(text.len() - at) + at - start
}

struct Reader<'t, 'i> {
    text: &'t str,
    builder: Builder<'i>,
    /// The nodes of anchors by the parser's numbers.
    anchors: Vec<u32>,
    comments: Vec<(u32, u32)>,
    problems: Vec<TextProblem>,
    repaired: &'t [Quoted],
    /// Where the last event ended: where open containers end if the text breaks off.
    end: usize,
}

impl<'t, 'i> Reader<'t, 'i> {
    fn new(text: &'t str, names: &'i mut Interner, repaired: &'t [Quoted]) -> Self {
        let builder = Builder::new(names, text.len());
        let (anchors, comments, problems) = (Vec::new(), Vec::new(), Vec::new());
        Self { text, builder, anchors, comments, problems, repaired, end: 0 }
    }

    fn finish(self) -> Reading {
        let (mut tape, duplicates) = self.builder.finish(self.end);
        tape.comments = self.comments;
        (tape, duplicates, self.problems)
    }

    /// Reads until the end, an error, or more than the tape can hold.
    fn run(&mut self, shown: &str, lookahead: usize) -> Option<ScanError> {
        let mut options = granit_parser::options! {
            emit_unresolved_aliases: true,
            flow_nesting_limit: usize::MAX,
            block_nesting_limit: usize::MAX,
            simple_key_max_lookahead: lookahead,
            max_buffered_comment_events: COMMENTS,
        };
        options.set_emit_comments(true);
        let mut parser = Parser::new_from_str_with_options(shown, options);
        while let Some(event) = parser.next_event() {
            match event {
                Ok((event, span)) => {
                    if !self.event(event, span) {
                        break;
                    }
                }
                Err(error) => return Some(error),
            }
        }
        None
    }

    /// Takes one event; `false` ends the reading.
    fn event(&mut self, event: Event<'_>, span: Span) -> bool {
        let range = span.byte_range().unwrap_or(self.end..self.end);
        let (start, end) = (range.start.min(self.text.len()), range.end.min(self.text.len()));
        match event {
            Event::Comment(..) => self.comments.push((start as u32, end as u32)),
            Event::Scalar(value, style, anchor, tag) => {
                self.anchor(anchor);
                let (start, end) = self.shown(style, start, end);
                self.scalar(&value, style, tag.as_deref(), start, end);
                self.end = end;
            }
            Event::MappingStart(_, anchor, _) => {
                self.anchor(anchor);
                self.open(Kind::Map, start, end);
            }
            Event::SequenceStart(style, anchor, _) => {
                self.anchor(anchor);
                // A list that is not indented more than its key begins at its dash, which the parser leaves out.
                let member = self.builder.innermost().is_some_and(|(map, _)| map);
                let dash = if member && style == StructureStyle::Block {
                    trivia::skip(self.text, self.end, b'-')
                } else {
                    start
                };
                self.open(Kind::Seq, dash.min(start), end);
            }
            Event::MappingEnd | Event::SequenceEnd => {
                // A block collection ends where its last child does, not at the next line's indentation.
                self.end = self.end.max(if end > start { end } else { self.end });
                self.builder.close(self.end);
            }
            Event::Alias(id) => {
                match self.anchors.get(id) {
                    Some(&target) => self.builder.alias(target, start, end, self.text),
                    None => self.builder.scalar(Kind::Null, start, end, Written::default(), &self.text[start..end]),
                }
                self.end = end;
            }
            Event::UnresolvedAlias(name) => {
                let message = format!("the alias `*{name}` has no anchor `&{name}` before it");
                self.problem(start, end, message, "write the anchor, or put a text that begins with `*` in quotes");
                self.builder.scalar(Kind::Null, start, end, Written::default(), &self.text[start..end]);
                self.end = end;
            }
            Event::DocumentStart(..) if !self.builder.is_empty() => {
                if !trivia::nothing_follows(self.text, end) {
                    let message = "a second YAML document begins here, and only the first one is read";
                    self.problem(start, end, message.to_owned(), "put it into a file of its own");
                }
                return false;
            }
            Event::DocumentStart(true, _) => self.end = end,
            _ => {}
        }
        if self.builder.overflowed() {
            self.problems.push(fault::overflow(start));
            return false;
        }
        true
    }

    fn anchor(&mut self, anchor: usize) {
        if anchor != 0 {
            self.anchors.resize(self.anchors.len().max(anchor + 1), u32::MAX);
            self.anchors[anchor] = self.builder.len();
        }
    }

    fn open(&mut self, kind: Kind, start: usize, end: usize) {
        if self.builder.at_key() {
            let message = format!("a key must be a text, and this is {}", kind.noun());
            self.problem(start, end, message, "write a text; JSON cannot say this, nor can most tools read it");
        }
        self.builder.open(kind, start);
        self.end = end;
    }

    /// The bytes that a person takes for the scalar.
    fn shown(&self, style: ScalarStyle, start: usize, end: usize) -> (usize, usize) {
        match style {
            // From the `|` or `>` to the last character that is not white space.
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let indicator = if style == ScalarStyle::Literal { b'|' } else { b'>' };
                let head = trivia::skip(self.text, self.end, indicator);
                if head > start || self.text.as_bytes().get(head) != Some(&indicator) {
                    return (start, end);
                }
                let first = self.text[head..].find(|c: char| !matches!(c, '|' | '>' | '+' | '-' | '0'..='9'));
                let first = first.map_or(self.text.len(), |length| head + length);
                let content = self.text[start.min(end)..end].trim_end();
                (head, if start > head && !content.is_empty() { start + content.len() } else { first })
            }
            // Nothing is written: behind the colon of its key, where it would be.
            ScalarStyle::Plain if start == end => {
                let key = self.builder.last().filter(|node| node.is_key() && node.start < node.end);
                let rest = key.map_or("", |node| self.text[node.end as usize..].trim_start_matches([' ', '\t']));
                let at = self.text.len() - rest.len() + 1;
                if rest.starts_with(':') && at > start { (at, at) } else { (start, end) }
            }
            _ => (start, end),
        }
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, tag: Option<&Tag>, start: usize, end: usize) {
        let plain = style == ScalarStyle::Plain;
        let repaired = self.repaired.iter().find(|q| q.start == start).copied();
        let value: Cow<'_, str> = match repaired {
            Some(quoted) => self.repaired_value(quoted, value),
            // The parser says `~` where nothing is written.
            None if plain && start == end => Cow::Borrowed(""),
            None => Cow::Borrowed(value),
        };
        let kind = match tag.and_then(Tag::core_suffix) {
            None if plain && tag.is_none() => scalar::resolve(&value),
            Some("null" | "bool" | "int" | "float") => scalar::resolve(&value),
            _ => Kind::String,
        };
        if plain && self.builder.at_key() && value == "<<" {
            self.builder.mark_merge();
        }
        let raw = &self.text[start..end];
        let written = Written { quoted: !plain, escaped: false };
        let same = if plain {
            *raw == *value
        } else {
            raw.len() == value.len() + 2 && raw.starts_with(['"', '\'']) && raw[1..raw.len() - 1] == *value
        };
        if same {
            self.builder.scalar(kind, start, end, written, &value);
        } else {
            self.builder.cooked_scalar(kind, start, end, written, value.into());
        }
    }

    fn repaired_value<'v>(&mut self, quoted: Quoted, value: &'v str) -> Cow<'v, str> {
        let line = self.text[quoted.line..].find(['\n', '\r']).map_or(quoted.end, |length| quoted.line + length);
        let message = "this line goes on with a text in quotes and must be indented more than the key of that text";
        self.problem(quoted.line, line.min(quoted.end), message.to_owned(), "indent it: strict readers stop here");
        repair::value(&self.text[quoted.start..quoted.end]).map_or(Cow::Borrowed(value), Cow::Owned)
    }

    /// The reader goes on, and a file full of the same mistake is not answered with a thousand problems.
    fn problem(&mut self, start: usize, end: usize, message: String, help: &str) {
        if self.problems.len() < PROBLEMS {
            self.problems.push(TextProblem::mild(start, end, message, help));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::source::document::from_text;
    use crate::source::names::Interner;

    /// The nodes of a text as they are written, keys with a `?` before them.
    fn written(text: &str) -> Vec<String> {
        let document = from_text("t", text, &mut Interner::default());
        let nodes = document.tape.nodes.iter().enumerate();
        nodes.map(|(at, n)| format!("{}{}", if n.is_key() { "? " } else { "" }, document.written(at as u32))).collect()
    }

    #[test]
    fn each_node_covers_what_a_person_takes_for_it() {
        for (text, nodes) in [
            ("a: |2-  # c\n\n   b\n\n# d\nc: 1\n", &["? a", "|2-  # c\n\n   b", "? c", "1"][..]),
            ("a: >+\n\n\nb: |\n", &["? a", ">+", "? b", "|"]),
            ("a: !t &x |\n  b\n", &["? a", "|\n  b"]),
            ("--- |\n  b\n...\n", &["|\n  b"][..]),
            ("a: &x # -\n- - b\n", &["? a", "- - b", "- b", "b"]),
            ("a: # -\n- b\n-\n- - c\n", &["? a", "- b\n-\n- - c", "b", "", "- c", "c"]),
            ("a: &x\n  b: 1\n\n# c\nd: [2 ,]\n", &["? a", "b: 1", "? b", "1", "? d", "[2 ,]", "2"]),
            ("? a\n: b\n? [c]\n: - d\n", &["? a", "b", "? [c]", "c", "- d", "d"]),
            ("&k 'a''b': !!str 1\n*k : *k\n", &["? 'a''b'", "1", "? *k", "*k"]),
            ("a: b\n  c # d\ne: \"f\n  g\"\n", &["? a", "b\n  c", "? e", "\"f\n  g\""]),
        ] {
            // The outermost map is the whole, of which there is little to say.
            let all = written(text);
            let inner = if all.len() == 1 { &all[..] } else { &all[1..] };
            assert_eq!(inner, nodes, "{text}");
        }
    }

    #[test]
    fn nothing_written_stands_behind_its_colon() {
        let document = from_text("t", "a :\nb: {\"c\":, d}\n", &mut Interner::default());
        let nulls: Vec<u32> = document.tape.nodes.iter().filter(|n| n.start == n.end).map(|n| n.start).collect();
        assert_eq!(nulls, [3, 12, 15]);
    }

    #[test]
    fn tags_decide_what_a_scalar_is() {
        let text = "[!!int \"3\", !!str 3, ! 3, !x 3, !!null '', !!float 1, !!bool yes, !!str, '3', !!binary aGk=]";
        let document = from_text("t", text, &mut Interner::default());
        let items = document.root().into_iter().flat_map(crate::source::view::View::items);
        let all: Vec<_> = items.map(|i| format!("{:?} {}", i.kind(), i.as_scalar().unwrap_or_default())).collect();
        let expected = [
            "Number 3",
            "String 3",
            "String 3",
            "String 3",
            "Null ",
            "Number 1",
            "String yes",
            "String ",
            "String 3",
            "String aGk=",
        ];
        assert_eq!(all, expected);
    }

    #[test]
    fn keys_that_are_aliases_or_containers_have_names_of_their_own() {
        let text = "a: &a x\n*a : 1\nx: 2\n? [b]\n: 3\n? [b]\n: 4\n";
        let mut names = Interner::default();
        let document = from_text("t", text, &mut names);
        let keys: Vec<_> = document
            .root()
            .into_iter()
            .flat_map(crate::source::view::View::members)
            .map(|m| m.text().into_owned())
            .collect();
        assert_eq!(keys, ["a", "x", "x", "[b]", "[b]"]);
        let again: Vec<_> = document.duplicate_keys.iter().map(|d| document.written(d.again)).collect();
        assert_eq!(again, ["x"], "an alias is a key like the text it stands for, a list is like no other");
        assert_eq!(document.problems.len(), 2);
        assert_eq!(document.problems[0].message, "a key must be a text, and this is a list");
    }
}
