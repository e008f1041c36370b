//! Two texts beside each other, line by line: what both have stands in one row, and what differs is marked.

use std::ops::Range;

use maud::{Markup, html};
use similar::{Algorithm, DiffOp, TextDiff, capture_diff_slices};

use super::source::{Line, drawn};
use super::words::prose;

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

/// Which line of the one text stands beside which of the other: those that are equal, and those that are one line with
/// other words.
pub(super) fn rows(old: &[&str], new: &[&str]) -> Vec<Row> {
    let mut rows = Vec::with_capacity(old.len().max(new.len()));
    for op in capture_diff_slices(Algorithm::Histogram, old, new) {
        let (olds, mut news) = (op.old_range(), op.new_range().peekable());
        let same = matches!(op, DiffOp::Equal { .. });
        for was in olds {
            let beside = news.next_if(|&is| same || alike(old[was], new[is]));
            rows.push(Row { old: Some(was), new: beside, same });
        }
        rows.extend(news.map(|is| Row { old: None, new: Some(is), same }));
    }
    rows
}

/// Whether two lines are one line with other words. Of a long line nobody asks.
fn alike(old: &str, new: &str) -> bool {
    const LONGEST: usize = 400;
    old.len().max(new.len()) <= LONGEST && TextDiff::from_slices(&words(old), &words(new)).ratio() >= ALIKE
}

/// What is said of a line, below it.
#[derive(Clone, Copy)]
pub(super) struct Note<'a> {
    /// The number of the line.
    pub(super) line: u32,
    /// The bytes of the whole line that it speaks of.
    pub(super) text: &'a str,
}

/// Draws rows by their numbers, with a gap where others are left out; the lines are those of `old` and `new` by the
/// places that rows have.
pub(super) fn draw<'a>(
    rows: &[Row],
    kept: &[usize],
    old: &dyn Fn(usize) -> Line<'a>,
    new: &dyn Fn(usize) -> Line<'a>,
    notes: [Option<Note<'_>>; 2],
) -> Markup {
    html! {
        @for (place, &number) in kept.iter().enumerate() {
            @let Row { old: was, new: is, same } = rows[number];
            @let (was, is) = (was.map(old), is.map(new));
            @if place > 0 && kept[place - 1] + 1 < number { div class="gap" aria-hidden="true" { "⋯" } }
            (row(was.as_ref(), is.as_ref(), same))
            (self::notes(was.map(|line| line.number), is.map(|line| line.number), notes))
        }
    }
}

fn row(was: Option<&Line<'_>>, is: Option<&Line<'_>>, same: bool) -> Markup {
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
    let of = |line: Option<u32>, note: Option<Note<'_>>| {
        note.filter(|note| Some(note.line) == line).map(|n| n.text.to_owned())
    };
    let [old, new] = notes;
    let (old, new) = (of(was, old).filter(|t| !t.is_empty()), of(is, new).filter(|t| !t.is_empty()));
    html! {
        @if old.is_some() || new.is_some() {
            div class="row note" {
                @match &old { Some(text) => span class="o" { (prose(text)) }, None => span class="o none" {} }
                @match &new { Some(text) => span class="n" { (prose(text)) }, None => span class="n none" {} }
            }
        }
    }
}

/// The words in which two lines differ.
fn changed(old: &str, new: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (olds, news) = (words(old), words(new));
    let diff = TextDiff::from_slices(&olds, &news);
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

    #[test]
    fn every_line_stands_in_one_row() {
        for (old, new) in [("a\nb\nc", "a\nx\ny\nc"), ("", "a\nb"), ("a\nb", ""), ("a\nb\nc\nd", "d\na"), ("a", "a")] {
            let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
            let rows = rows(&old, &new);
            assert_eq!(rows.iter().filter_map(|row| row.old).collect::<Vec<_>>(), (0..old.len()).collect::<Vec<_>>());
            assert_eq!(rows.iter().filter_map(|row| row.new).collect::<Vec<_>>(), (0..new.len()).collect::<Vec<_>>());
            for row in rows.iter().filter(|row| row.same) {
                assert_eq!(row.old.map(|at| old[at]), row.new.map(|at| new[at]));
            }
        }
    }

    #[test]
    fn changed_words_are_marked() {
        let (old, new) = ("maxLength: 12 # letters", "maxLength: 120 # letters");
        let (gone, came) = changed(old, new);
        assert_eq!((&old[gone[0].clone()], &new[came[0].clone()]), ("12", "120"));
        assert!(alike(old, new) && !alike("type: string", "  - /things"));
    }
}
