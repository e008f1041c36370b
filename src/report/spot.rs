//! Which part of a line is shown, and which places can share it.

use std::ops::Range;

use super::escape;
use super::frame::Mark;
use crate::source::document::Document;

/// A label is not squeezed into fewer columns than this; its source line is moved to the left instead.
const LABEL: usize = 24;
/// What miette draws between an underline and its label.
const HOOK: usize = 4;
/// Places of one file stand in one frame if there are at most this many lines from one to the next.
const NEAR: u32 = 2;

/// What lines have to fit into.
#[derive(Clone, Copy)]
pub(super) struct Fit {
    /// The columns of a line.
    pub(super) room: usize,
    /// The columns of the mark that stands for a part that is left out.
    pub(super) ellipsis: usize,
}

impl Fit {
    /// All of a line if it fits, else the part of it around `focus`.
    pub(super) fn cut_if_needed(self, line: &str, focus: usize) -> Range<usize> {
        if fitting(line, 0, self.room) == line.len() { 0..line.len() } else { self.cut(line, focus) }
    }

    /// The part of a line around `focus` that can be shown, with at most a third of the room before it.
    pub(super) fn cut(self, line: &str, focus: usize) -> Range<usize> {
        let mut start = focus;
        let mut before = 0;
        for (at, c) in line[..focus].char_indices().rev() {
            before += escape::columns(c, 0);
            if before > self.room / 3 || focus - at > self.room {
                break;
            }
            start = at;
        }
        let left = if start > 0 { self.ellipsis } else { 0 };
        let rest = &line[start..];
        let end = fitting(rest, left, self.room);
        start..start + if end == rest.len() { end } else { fitting(rest, left, self.room - self.ellipsis) }
    }
}

/// A mark on its line.
pub(super) struct Spot<'a> {
    pub(super) mark: Mark<'a>,
    /// The number of the line.
    pub(super) line: u32,
    /// The line.
    text: &'a str,
    /// The bytes of the line to underline.
    pub(super) range: Range<usize>,
    /// The bytes of the line that are shown.
    pub(super) cut: Range<usize>,
    /// The columns of the underline; miette draws at least one.
    columns: Range<usize>,
}

impl<'a> Spot<'a> {
    /// Where a mark is to be seen: on its whole line, or on a part of it if the line or the label does not fit.
    pub(super) fn of(mark: Mark<'a>, fit: Fit) -> Self {
        let line = mark.doc.place(mark.start).line;
        let (from, _) = mark.doc.line_range(line);
        let text = line_of(mark.doc, line);
        // Of a place with several lines the first one is underlined: the whole would hide what it is about.
        let start = text.floor_char_boundary((mark.start - from) as usize);
        let end = text.ceil_char_boundary((mark.end.max(mark.start) - from) as usize);
        let spot = Spot { mark, line, text, range: start..end, cut: 0..0, columns: 0..0 };
        let whole = (fitting(text, 0, fit.room) == text.len()).then(|| spot.cut_to(0..text.len(), fit));
        whole.filter(|s| s.label_fits(fit)).unwrap_or_else(|| spot.cut_to(fit.cut(text, start), fit))
    }

    /// The spot when that part of its line is shown.
    fn cut_to(&self, cut: Range<usize>, fit: Fit) -> Self {
        let begin = if cut.start > 0 { fit.ellipsis } else { 0 };
        let column = |byte: usize| {
            let shown = &self.text[cut.start..byte.min(cut.end)];
            shown.chars().fold(begin, |at, c| at + escape::columns(c, at))
        };
        let (start, end) = (column(self.range.start), column(self.range.end));
        Self { range: self.range.clone(), cut, columns: start..end.max(start + 1), ..*self }
    }

    /// The spot as it can stand in one frame with others: near one of them, under no other's underline, and on lines
    /// that are shown whole or on the same part of one line.
    pub(super) fn beside(&self, others: &[Spot<'a>], fit: Fit) -> Option<Self> {
        if !others.iter().all(|s| std::ptr::eq(s.mark.doc, self.mark.doc))
            || !others.iter().any(|s| s.line.abs_diff(self.line) <= NEAR)
        {
            return None;
        }
        let same_line = || others.iter().filter(|s| s.line == self.line);
        let cut = match same_line().next() {
            Some(s) if s.cut.start <= self.range.start && self.range.end <= s.cut.end => s.cut.clone(),
            None if self.whole() && others.iter().all(Spot::whole) => self.cut.clone(),
            _ => return None,
        };
        let spot = self.cut_to(cut, fit);
        (spot.label_fits(fit) && same_line().all(|s| s.apart(&spot))).then_some(spot)
    }

    fn whole(&self) -> bool {
        self.cut == (0..self.text.len())
    }

    fn apart(&self, other: &Self) -> bool {
        self.columns.end <= other.columns.start || other.columns.end <= self.columns.start
    }

    fn label_fits(&self, fit: Fit) -> bool {
        let text: usize = self.mark.text.chars().take(LABEL).map(|c| escape::columns(c, 0)).sum();
        let label = if self.mark.text.is_empty() { 0 } else { HOOK + text.min(LABEL) };
        self.columns.end.max(self.middle() + label) <= fit.room
    }

    /// The column under the middle of the underline, where miette lets the label begin.
    fn middle(&self) -> usize {
        usize::midpoint(self.columns.start, self.columns.end)
    }

    /// How many columns the words of the label have.
    pub(super) fn label_room(&self, fit: Fit) -> usize {
        fit.room.saturating_sub(self.middle() + HOOK).max(1)
    }
}

/// A line of a document by its number.
pub(super) fn line_of(doc: &Document, number: u32) -> &str {
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
