//! Two texts beside each other, line by line: what both have stands in one row, and what differs is marked.

use std::ops::Range;

use maud::{Markup, html};
use similar::{Algorithm, DiffOp, TextDiff, capture_diff_slices};

use super::source::{Line, drawn};
use super::words::Words;

/// Lines that have less in common than this are not the same line with other words.
const ALIKE: f32 = 0.4;

/// A line of one side or of both, by their places in what was given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Row {
    pub(super) old: Option<usize>,
    pub(super) new: Option<usize>,
    /// Whether both say the same.
    pub(super) same: bool,
}

/// Which line of the one text stands beside which of the other.
pub(super) fn rows(old: &[Line<'_>], new: &[Line<'_>]) -> Vec<Row> {
    let texts = |lines: &[Line<'_>]| lines.iter().map(|line| line.text.to_owned()).collect::<Vec<String>>();
    let mut rows = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &texts(old), &texts(new)) {
        let (olds, news) = (op.old_range(), op.new_range());
        let same = matches!(op, DiffOp::Equal { .. });
        let mut news = news.map(Some).chain(std::iter::repeat(None));
        let count = op.new_range().len();
        let one_sided = olds.len();
        for (number, old) in olds.enumerate() {
            let new = if number < count { news.next().flatten() } else { None };
            rows.push(Row { old: Some(old), new, same });
        }
        let left = count.saturating_sub(one_sided);
        rows.extend(news.take(left).map(|new| Row { old: None, new, same }));
    }
    rows
}

/// What is said of a line, below it.
#[derive(Clone, Copy)]
pub(super) struct Note<'a> {
    /// The number of the line.
    pub(super) line: u32,
    /// The bytes of the whole line that it speaks of.
    pub(super) text: &'a str,
}

/// Draws those rows that are kept, with a gap where others are left out.
pub(super) fn draw(
    old: &[Line<'_>],
    new: &[Line<'_>],
    rows: &[Row],
    kept: &[bool],
    notes: [Option<Note<'_>>; 2],
) -> Markup {
    let mut gap = false;
    let mut first = true;
    html! {
        @for (row, kept) in rows.iter().zip(kept) {
            @if *kept {
                @if std::mem::take(&mut gap) && !std::mem::take(&mut first) { div class="gap" aria-hidden="true" { "⋯" } }
                ({ first = false; self::row(old, new, *row) })
                (self::notes(row.old.map(|at| old[at].number), row.new.map(|at| new[at].number), notes))
            } @else {
                ({ gap = true; "" })
            }
        }
    }
}

fn row(old: &[Line<'_>], new: &[Line<'_>], Row { old: was, new: is, same }: Row) -> Markup {
    let (was, is) = (was.map(|at| &old[at]), is.map(|at| &new[at]));
    let (gone, came) = match (was, is) {
        (Some(was), Some(is)) if !same => changed(was.text, is.text),
        _ => (Vec::new(), Vec::new()),
    };
    let kind = match (was, is) {
        _ if same => "row same",
        (Some(_), None) => "row gone",
        (None, Some(_)) => "row came",
        _ => "row other",
    };
    html! {
        div class=(kind) {
            @match was {
                Some(line) if same => code class="o" data-n=(line.number) { (drawn(line, &[])) },
                Some(line) => code class="o" data-n=(line.number) { del { (drawn(line, &gone)) } },
                None => span class="o none" {},
            }
            @match is {
                Some(line) if same => code class="n" data-n=(line.number) { (drawn(line, &[])) },
                Some(line) => code class="n" data-n=(line.number) { ins { (drawn(line, &came)) } },
                None => span class="n none" {},
            }
        }
    }
}

fn notes(was: Option<u32>, is: Option<u32>, notes: [Option<Note<'_>>; 2]) -> Markup {
    let of = |line: Option<u32>, note: Option<Note<'_>>| note.filter(|note| Some(note.line) == line).map(|n| n.text.to_owned());
    let [old, new] = notes;
    let (old, new) = (of(was, old).filter(|t| !t.is_empty()), of(is, new).filter(|t| !t.is_empty()));
    html! {
        @if old.is_some() || new.is_some() {
            div class="row note" {
                @match &old { Some(text) => span class="o" { (Words(text)) }, None => span class="o none" {} }
                @match &new { Some(text) => span class="n" { (Words(text)) }, None => span class="n none" {} }
            }
        }
    }
}

/// The words of two lines that differ. None where nearly all of them do: the whole line is another one then.
fn changed(old: &str, new: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (olds, news) = (words(old), words(new));
    let diff = TextDiff::from_slices(&olds, &news);
    if diff.ratio() < ALIKE {
        return (Vec::new(), Vec::new());
    }
    let (mut gone, mut came) = (Vec::new(), Vec::new());
    let (mut at_old, mut at_new) = (0, 0);
    for change in diff.iter_all_changes() {
        let length = change.value().len();
        let push = |ranges: &mut Vec<Range<usize>>, at: usize| match ranges.last_mut() {
            Some(last) if last.end == at => last.end += length,
            _ => ranges.push(at..at + length),
        };
        match change.tag() {
            similar::ChangeTag::Equal => (at_old, at_new) = (at_old + length, at_new + length),
            similar::ChangeTag::Delete => {
                push(&mut gone, at_old);
                at_old += length;
            }
            similar::ChangeTag::Insert => {
                push(&mut came, at_new);
                at_new += length;
            }
        }
    }
    (gone, came)
}

/// The words of a line, and what stands between them.
fn words(line: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut words = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in line.char_indices() {
        if at > start && !(before == Some(true) && is_word(c)) {
            words.push(&line[start..at]);
            start = at;
        }
        before = Some(is_word(c));
    }
    words.extend((start < line.len()).then(|| &line[start..]));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Line<'_>> {
        (1..).zip(text.lines()).map(|(number, line)| Line::of(number, line, 0)).collect()
    }

    #[test]
    fn every_line_stands_in_one_row() {
        for (old, new) in [("a\nb\nc", "a\nx\ny\nc"), ("", "a\nb"), ("a\nb", ""), ("a\nb\nc\nd", "d\na"), ("a", "a")] {
            let (old, new) = (lines(old), lines(new));
            let rows = rows(&old, &new);
            assert_eq!(rows.iter().filter_map(|row| row.old).collect::<Vec<_>>(), (0..old.len()).collect::<Vec<_>>());
            assert_eq!(rows.iter().filter_map(|row| row.new).collect::<Vec<_>>(), (0..new.len()).collect::<Vec<_>>());
            for row in rows.iter().filter(|row| row.same) {
                assert_eq!(row.old.map(|at| old[at].text), row.new.map(|at| new[at].text));
            }
        }
    }

    #[test]
    fn changed_words_are_marked() {
        let (old, new) = ("maxLength: 12 # letters", "maxLength: 120 # letters");
        let (gone, came) = changed(old, new);
        assert_eq!((&old[gone[0].clone()], &new[came[0].clone()]), ("12", "120"));
        assert_eq!(changed("type: string", "<>"), (Vec::new(), Vec::new()));
    }
}
