//! Source lines with underlines and words, drawn by miette: what every text for people shares.
//!
//! miette gets a few prepared lines, never a document: it counts lines from the start of what it is given, splits all
//! of it into lines, and cannot format a column beyond 65,535. So text is escaped and a long line is cut to what the
//! width can show before miette measures and underlines it.

use std::fmt;
use std::ops::Range;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents, ThemeStyles,
};
use textwrap::{Options, WordSeparator, WordSplitter};

use super::escape;
use crate::finding::Severity;
use crate::source::document::Document;

/// A label is not squeezed into fewer columns than this; its source line is moved to the left instead.
const LABEL: usize = 24;
/// What miette draws between an underline and its label.
const HOOK: usize = 4;
/// What miette draws around a line number.
const GUTTER: usize = 4;
/// Places of one file stand in one frame if there are at most this many lines from one to the next.
const NEAR: u32 = 2;
/// How many characters of one text are shown: nobody reads further, and a text may quote a value of any length.
const LONGEST: usize = 500;
/// In fewer columns nothing can be read; the terminal breaks the lines then.
const NARROWEST: usize = 50;

/// What a place or a word means, which its colour repeats.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// An error, or a break.
    Error,
    /// A warning.
    Warning,
    /// Advice, and whatever one also has to look at.
    Info,
    /// Less than the rest.
    Faint,
    /// A heading.
    Strong,
}

impl From<Severity> for Tone {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Tone::Error,
            Severity::Warning => Tone::Warning,
            Severity::Info => Tone::Info,
        }
    }
}

/// A place to show.
#[derive(Clone, Copy)]
pub struct Mark<'a> {
    /// The document.
    pub doc: &'a Document,
    /// The first byte to underline.
    pub start: u32,
    /// The byte after the last one to underline.
    pub end: u32,
    /// What is to be seen there.
    pub text: &'a str,
    /// What it means.
    pub tone: Tone,
}

impl Mark<'_> {
    /// `file:line:column`.
    pub fn place(&self) -> String {
        let place = self.doc.place(self.start);
        format!("{}:{}:{}", escape::words(&self.doc.name), place.line, place.column)
    }
}

/// Draws frames and paragraphs of one width and style.
pub struct Pen {
    width: usize,
    ellipsis: &'static str,
    handler: GraphicalReportHandler,
    /// Its highlights are the styles of the tones, in their order.
    theme: GraphicalTheme,
}

impl Pen {
    /// A pen for a terminal of `width` columns.
    pub fn new(width: usize, color: bool, unicode: bool) -> Self {
        let (mut theme, ellipsis) = match (unicode, color) {
            (true, true) => (GraphicalTheme::unicode(), "…"),
            (true, false) => (GraphicalTheme::unicode_nocolor(), "…"),
            (false, true) => (GraphicalTheme::ascii(), "..."),
            (false, false) => (GraphicalTheme::none(), "..."),
        };
        if !unicode {
            // miette's `|` in the middle of `^^^^` looks like a character of the line above it.
            theme.characters.underbar = '^';
        }
        let styles = &mut theme.styles;
        if color {
            (styles.error, styles.warning, styles.link) = (styles.error.bold(), styles.warning.bold(), styles.advice);
        }
        let plain = ThemeStyles::none().error;
        let strong = if color { plain.bold() } else { plain };
        styles.highlights = vec![styles.error, styles.warning, styles.advice, styles.linum, strong];
        let handler = GraphicalReportHandler::new_themed(theme.clone())
            .with_links(false)
            .tab_width(escape::TAB)
            .without_primary_span_start()
            .without_syntax_highlighting();
        Self { width: width.max(NARROWEST), ellipsis, handler, theme }
    }

    /// A word in its colour.
    pub fn tint(&self, tone: Tone, word: &str) -> String {
        self.theme.styles.highlights[tone as usize].style(word).to_string()
    }

    /// Writes a paragraph that begins with `lead` and whose further lines stand under its text.
    pub fn paragraph(&self, out: &mut String, tone: Tone, lead: &str, text: &str) {
        let indent = " ".repeat(lead.len());
        let options = layout(self.width - lead.len());
        for (number, line) in textwrap::wrap(&self.words(text), options).iter().enumerate() {
            let lead = if number == 0 { self.tint(tone, lead) } else { indent.clone() };
            out.extend([&lead, &**line, "\n"]);
        }
    }

    /// Draws marks, those that are near each other in one frame. The first frame has the line before it as well.
    pub fn frames(&self, out: &mut String, marks: &[Mark<'_>]) {
        let mut groups: Vec<Vec<Spot<'_>>> = Vec::new();
        for mark in marks {
            let spot = self.spot(*mark);
            match groups.iter_mut().find_map(|group| Some((self.joined(&spot, group)?, group))) {
                Some((spot, group)) => group.push(spot),
                None => groups.push(vec![spot]),
            }
        }
        for (number, group) in groups.iter().enumerate() {
            self.frame(out, group, number == 0);
        }
    }

    fn frame(&self, out: &mut String, spots: &[Spot<'_>], context: bool) {
        let lines = spots.iter().map(|s| s.line);
        let (Some(head), Some(first), Some(last)) = (spots.first(), lines.clone().min(), lines.max()) else { return };
        let doc = head.mark.doc;
        let mut drawing = Drawing { place: head.mark.place(), line: first, text: String::new(), labels: Vec::new() };
        if context && first > 1 && head.cut.start == 0 {
            let before = line_of(doc, first - 1);
            if !before.trim().is_empty() {
                drawing.line -= 1;
                self.line(&mut drawing.text, before, self.cut(before, 0, self.room(doc)));
            }
        }
        let mut tones = Vec::with_capacity(spots.len());
        for number in first..=last {
            let line = line_of(doc, number);
            let mut here: Vec<&Spot<'_>> = spots.iter().filter(|s| s.line == number).collect();
            // miette takes labels by their place; their tones have to follow it.
            here.sort_by_key(|s| s.range.start);
            let cut = here.first().map_or_else(|| self.cut(line, 0, self.room(doc)), |s| s.cut.clone());
            let begin = drawing.text.len() + if cut.start > 0 { self.ellipsis.len() } else { 0 };
            for spot in here {
                let shown = |byte: usize| begin + escape::source(&line[cut.start..byte.min(cut.end)]).len();
                let (start, end) = (shown(spot.range.start), shown(spot.range.end));
                drawing.labels.push(LabeledSpan::new(self.label(spot), start, end - start));
                tones.push(spot.mark.tone);
            }
            self.line(&mut drawing.text, line, cut);
        }
        self.draw(out, &drawing, &tones);
    }

    /// Adds the part of a line that is shown.
    fn line(&self, text: &mut String, line: &str, cut: Range<usize>) {
        let (left, right) = (cut.start > 0, cut.end < line.len());
        text.push_str(if left { self.ellipsis } else { "" });
        text.push_str(&escape::source(&line[cut]));
        text.push_str(if right { self.ellipsis } else { "" });
        text.push('\n');
    }

    fn draw(&self, out: &mut String, drawing: &Drawing, tones: &[Tone]) {
        let mut theme = self.theme.clone();
        theme.styles.highlights = tones.iter().map(|tone| self.theme.styles.highlights[*tone as usize]).collect();
        let mut drawn = String::new();
        let result = self.handler.clone().with_theme(theme).render_report(&mut drawn, drawing);
        debug_assert!(result.is_ok(), "a string takes everything, and every span is in the text");
        // miette begins with a message; a finding has its own, which stands above all its frames.
        out.push_str(drawn.split_once('\n').map_or("", |(_, frame)| frame));
    }

    /// How many columns a line of a document has beside its number.
    fn room(&self, doc: &Document) -> usize {
        self.width - GUTTER - doc.line_count().to_string().len()
    }

    fn spot<'a>(&self, mark: Mark<'a>) -> Spot<'a> {
        let line = mark.doc.place(mark.start).line;
        let (from, _) = mark.doc.line_range(line);
        let text = line_of(mark.doc, line);
        // Of a place with several lines the first one is underlined: the whole would hide what it is about.
        let start = text.floor_char_boundary((mark.start - from) as usize);
        let end = text.ceil_char_boundary((mark.end.max(mark.start) - from) as usize);
        let room = self.room(mark.doc);
        let spot = Spot { mark, line, text, range: start..end, cut: 0..text.len(), columns: 0..0 };
        let whole = (fitting(text, 0, room) == text.len()).then(|| self.cut_to(&spot, 0..text.len()));
        whole.filter(|s| s.label_fits(room)).unwrap_or_else(|| self.cut_to(&spot, self.cut(text, start, room)))
    }

    /// The spot when that part of its line is shown.
    fn cut_to<'a>(&self, spot: &Spot<'a>, cut: Range<usize>) -> Spot<'a> {
        let begin = if cut.start > 0 { self.ellipsis.chars().count() } else { 0 };
        let column = |byte: usize| {
            let shown = &spot.text[cut.start..byte.min(cut.end)];
            shown.chars().fold(begin, |at, c| at + escape::columns(c, at))
        };
        let (start, end) = (column(spot.range.start), column(spot.range.end));
        Spot { range: spot.range.clone(), cut, columns: start..end.max(start + 1), ..*spot }
    }

    /// The spot as it can stand in one frame with others: near one of them, under no other's underline, and on lines
    /// that are shown whole or on the same part of one line.
    fn joined<'a>(&self, spot: &Spot<'a>, others: &[Spot<'a>]) -> Option<Spot<'a>> {
        let whole = |s: &Spot<'_>| s.cut == (0..s.text.len());
        let same_line = others.iter().find(|s| s.line == spot.line);
        let joined = match same_line {
            Some(s) if s.cut.start <= spot.range.start && spot.range.end <= s.cut.end => {
                self.cut_to(spot, s.cut.clone())
            }
            None if whole(spot) && others.iter().all(whole) => self.cut_to(spot, spot.cut.clone()),
            _ => return None,
        };
        let same_doc = others.iter().all(|s| std::ptr::eq(s.mark.doc, spot.mark.doc));
        let near = others.iter().any(|s| s.line.abs_diff(spot.line) <= NEAR);
        let apart = others.iter().all(|s| s.line != spot.line || s.apart(&joined));
        (same_doc && near && apart && joined.label_fits(self.room(spot.mark.doc))).then_some(joined)
    }

    /// The part of a line around `focus` that `room` columns can show, with at most a third of them before it.
    fn cut(&self, line: &str, focus: usize, room: usize) -> Range<usize> {
        let mut start = focus;
        let mut before = 0;
        for (at, c) in line[..focus].char_indices().rev() {
            before += escape::columns(c, 0);
            if before > room / 3 || focus - at > room {
                break;
            }
            start = at;
        }
        let mark = self.ellipsis.chars().count();
        let left = if start > 0 { mark } else { 0 };
        let rest = &line[start..];
        let end = fitting(rest, left, room);
        start..start + if end == rest.len() { end } else { fitting(rest, left, room - mark) }
    }

    /// The words of a label, broken where the width ends.
    fn label(&self, spot: &Spot<'_>) -> Option<String> {
        let words = self.words(spot.mark.text);
        let room = self.room(spot.mark.doc).saturating_sub(spot.middle() + HOOK);
        let lines = textwrap::wrap(&words, layout(room.max(1)));
        (!words.is_empty()).then(|| lines.join("\n"))
    }

    /// A text of any length and content, fit to be shown.
    fn words(&self, text: &str) -> String {
        match text.char_indices().nth(LONGEST) {
            None => escape::words(text).into_owned(),
            Some((end, _)) => {
                let more = text[end..].chars().count();
                format!("{}{} ({more} more characters)", escape::words(&text[..end]), self.ellipsis)
            }
        }
    }
}

/// Breaks at spaces only, so that a path or a name stays whole unless it is longer than a line.
fn layout(width: usize) -> Options<'static> {
    Options::new(width).word_separator(WordSeparator::AsciiSpace).word_splitter(WordSplitter::NoHyphenation)
}

fn line_of(doc: &Document, number: u32) -> &str {
    let (start, end) = doc.line_range(number);
    doc.text.get(start as usize..end as usize).unwrap_or_default()
}

/// How many bytes of `text`, beginning at column `at`, fit into `room` columns. Characters without a width count as
/// well: a line can have a million of them.
fn fitting(text: &str, mut at: usize, room: usize) -> usize {
    for (number, (byte, c)) in text.char_indices().enumerate() {
        at += escape::columns(c, at);
        if at > room || number > 2 * room {
            return byte;
        }
    }
    text.len()
}

/// A mark on its line.
struct Spot<'a> {
    mark: Mark<'a>,
    line: u32,
    /// The line.
    text: &'a str,
    /// The bytes of the line to underline.
    range: Range<usize>,
    /// The bytes of the line that are shown.
    cut: Range<usize>,
    /// The columns of the underline; miette draws at least one.
    columns: Range<usize>,
}

impl Spot<'_> {
    /// Whether the label has enough of `room` columns.
    fn label_fits(&self, room: usize) -> bool {
        let label: usize = self.mark.text.chars().take(LABEL).map(|c| escape::columns(c, 0)).sum();
        self.middle() + HOOK + label.min(LABEL) <= room
    }

    /// The column in the middle of the underline, where miette lets the label begin.
    fn middle(&self) -> usize {
        usize::midpoint(self.columns.start, self.columns.end)
    }

    fn apart(&self, other: &Spot<'_>) -> bool {
        self.columns.end <= other.columns.start || other.columns.end <= self.columns.start
    }
}

/// A few lines for miette, and what to underline in them.
#[derive(Debug)]
struct Drawing {
    /// `file:line:column` of what the frame is about.
    place: String,
    /// The number of the first line.
    line: u32,
    text: String,
    labels: Vec<LabeledSpan>,
}

impl SourceCode for Drawing {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (text, name) = (self.text.as_bytes(), self.place.clone());
        let lines = memchr::memchr_iter(b'\n', text).count();
        let span = SourceSpan::from(0..text.len());
        Ok(Box::new(MietteSpanContents::new_named(name, text, span, self.line as usize - 1, 0, lines)))
    }
}

impl Diagnostic for Drawing {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl std::error::Error for Drawing {}

impl fmt::Display for Drawing {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}
