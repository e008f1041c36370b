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

use super::escape;
use super::spot::{Fit, Spot, line_of};
use super::wrap;
use crate::finding::Severity;
use crate::source::document::Document;

/// What miette draws around a line number.
const GUTTER: usize = 4;
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

/// A part of a line, by its bytes, and what is said of it.
pub struct Caption<'a> {
    /// The part.
    pub range: Range<usize>,
    /// What is said of it: the first of these that there is room for, or the last one.
    pub words: &'a [String],
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
        self.lines(out, tone, lead, &self.words(text));
    }

    /// Writes a text of any length, wrapped under its lead.
    pub fn whole(&self, out: &mut String, lead: &str, text: &str) {
        self.lines(out, Tone::Info, lead, &escape::words(text));
    }

    fn lines(&self, out: &mut String, tone: Tone, lead: &str, text: &str) {
        let indent = " ".repeat(lead.len());
        for (number, line) in wrap::lines(text, self.width - lead.len()).iter().enumerate() {
            let lead = if number == 0 { self.tint(tone, lead) } else { indent.clone() };
            out.extend([&*lead, line, "\n"]);
        }
    }

    /// Writes an indented list that breaks behind its commas, so that what has a space in it stays whole.
    pub fn list(&self, out: &mut String, items: &str) {
        let (first, rest) = ("  ", "    ");
        for (number, line) in wrap::list(&escape::words(items), self.width - rest.len()).iter().enumerate() {
            out.extend([if number == 0 { first } else { rest }, line, "\n"]);
        }
    }

    /// Writes a line that is moved to the right, or as much of it as there is room for, with a mark under a part of it.
    pub fn snippet(&self, out: &mut String, indent: usize, text: &str, tone: Tone, caption: Option<&Caption<'_>>) {
        let fit = Fit { room: self.width - indent, ellipsis: self.ellipsis.chars().count() };
        let (text, range) = match caption {
            Some(Caption { range, .. }) => {
                let [before, marked, after] =
                    [&text[..range.start], &text[range.clone()], &text[range.end..]].map(escape::words);
                let range = before.len()..before.len() + marked.len();
                (format!("{before}{marked}{after}"), range)
            }
            None => (escape::words(text).into_owned(), 0..0),
        };
        let cut = fit.cut_if_needed(&text, range.start);
        let left = if cut.start > 0 { self.ellipsis } else { "" };
        let right = if cut.end < text.len() { self.ellipsis } else { "" };
        let margin = " ".repeat(indent);
        let line = format!("{left}{}{right}", &text[cut.clone()]);
        out.extend([&*margin, &*if tone == Tone::Info { line } else { self.tint(tone, &line) }, "\n"]);
        let Some(Caption { words: labels, .. }) = caption else { return };
        let columns = |from: usize, to: usize| text[from..to].chars().map(|c| escape::columns(c, 0)).sum::<usize>();
        let before = columns(cut.start, range.start) + left.chars().count();
        let carets = columns(range.start, range.end.min(cut.end)).max(1);
        let under = "^".repeat(carets);
        let mark = indent + before;
        let long = |label: &str| label.chars().map(|c| escape::columns(c, 0)).sum::<usize>();
        let labels: Vec<String> = labels.iter().map(|label| self.words(label)).collect();
        if let Some(label) = labels.iter().find(|label| mark + carets + 1 + long(label) <= self.width) {
            out.extend([&*" ".repeat(mark), &self.tint(Tone::Error, &format!("{under} {label}")), "\n"]);
            return;
        }
        out.extend([&*" ".repeat(mark), &self.tint(Tone::Error, &under), "\n"]);
        let Some(label) = labels.last() else { return };
        // Below the mark, or as near to that as there is room for all of it.
        let start = mark.min(self.width.saturating_sub(long(label))).max(indent);
        for line in wrap::lines(label, self.width - start) {
            out.extend([&*" ".repeat(start), &self.tint(Tone::Error, &line), "\n"]);
        }
    }

    /// Draws marks, those that are near each other in one frame. The first frame has the line before it as well.
    pub fn frames(&self, out: &mut String, marks: &[Mark<'_>]) {
        self.frames_where(out, marks, |number| number == 0);
    }

    /// As [`Pen::frames`], with the line before each frame whose first mark, by its number, asks for it.
    pub fn frames_where(&self, out: &mut String, marks: &[Mark<'_>], context: impl Fn(usize) -> bool) {
        let mut groups: Vec<(usize, Vec<Spot<'_>>)> = Vec::new();
        for (number, mark) in marks.iter().enumerate() {
            let fit = self.fit(mark.doc);
            let spot = Spot::of(*mark, fit);
            match groups.iter_mut().find_map(|(_, group)| Some((spot.beside(group, fit)?, group))) {
                Some((spot, group)) => group.push(spot),
                None => groups.push((number, vec![spot])),
            }
        }
        for (first, group) in &groups {
            self.frame(out, group, context(*first));
        }
    }

    fn frame(&self, out: &mut String, spots: &[Spot<'_>], context: bool) {
        let lines = spots.iter().map(|s| s.line);
        let (Some(head), Some(first), Some(last)) = (spots.first(), lines.clone().min(), lines.max()) else { return };
        let doc = head.mark.doc;
        let fit = self.fit(doc);
        let mut drawing = Drawing { place: head.mark.place(), line: first, text: String::new(), labels: Vec::new() };
        if context && first > 1 && head.cut.start == 0 {
            let before = line_of(doc, first - 1);
            if !before.trim().is_empty() {
                drawing.line -= 1;
                self.line(&mut drawing.text, before, fit.cut(before, 0));
            }
        }
        let mut tones = Vec::with_capacity(spots.len());
        for number in first..=last {
            let line = line_of(doc, number);
            let mut here: Vec<&Spot<'_>> = spots.iter().filter(|s| s.line == number).collect();
            // miette takes labels by their place; their tones have to follow it.
            here.sort_by_key(|s| s.range.start);
            let cut = here.first().map_or_else(|| fit.cut(line, 0), |s| s.cut.clone());
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

    /// What a line of a document has beside its number.
    fn fit(&self, doc: &Document) -> Fit {
        let room = self.width - GUTTER - doc.line_count().to_string().len();
        Fit { room, ellipsis: self.ellipsis.chars().count() }
    }

    /// The words of a label, broken where the width ends.
    fn label(&self, spot: &Spot<'_>) -> Option<String> {
        let words = self.words(spot.mark.text);
        let lines = wrap::lines(&words, spot.label_room(self.fit(spot.mark.doc)));
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
