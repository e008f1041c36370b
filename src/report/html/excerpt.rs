//! The places of a change or of a finding in their documents.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use hashbrown::HashMap;
use maud::{Markup, html};

use super::sides::{Note, Row, draw, rows};
use super::source::{Line, drawn};
use super::words::{name, prose};
use crate::diff::Change;
use crate::diff::change::Side;
use crate::finding::{Edit, Fix, Label};
use crate::report::spot::line_of;
use crate::source::document::Document;
use crate::source::loader::{DocId, Sources};

/// How many lines beside a place are shown.
const BESIDE: u32 = 2;
/// How many lines of an element are shown that came or went.
const OF_ELEMENT: u32 = 12;
/// How many rows away a line is looked for that is near on the same side.
const NEAR: usize = 40;
/// How many places of a finding are shown, the first one included.
const SHOWN: usize = 3;
/// How many edits of a mend are shown.
const EDITS: usize = 8;

/// `file:line:column`.
pub(super) fn place(doc: &Document, start: u32) -> Markup {
    let place = doc.place(start);
    name(&format!("{}:{}:{}", doc.name, place.line, place.column))
}

/// Which lines of the documents of both sides belong together. Documents are aligned once, when a change first asks.
pub(super) struct Alignments<'a> {
    sources: &'a Sources,
    known: RefCell<HashMap<(DocId, DocId), Rc<Aligned>>>,
}

/// Two documents, aligned: the rows, and the row of each line.
struct Aligned {
    rows: Vec<Row>,
    of_old: Vec<usize>,
    of_new: Vec<usize>,
}

impl Aligned {
    fn of(old: &Document, new: &Document) -> Self {
        let lines = |doc| -> Vec<&str> { (1..=Document::line_count(doc)).map(|number| line_of(doc, number)).collect() };
        let (old, new) = (lines(old), lines(new));
        let rows = rows(&old, &new);
        let (mut of_old, mut of_new) = (vec![0; old.len()], vec![0; new.len()]);
        for (number, row) in rows.iter().enumerate() {
            row.old.into_iter().for_each(|at| of_old[at] = number);
            row.new.into_iter().for_each(|at| of_new[at] = number);
        }
        Self { rows, of_old, of_new }
    }
}

impl<'a> Alignments<'a> {
    pub(super) fn of(sources: &'a Sources) -> Self {
        Self { sources, known: RefCell::default() }
    }

    fn get(&self, old: DocId, new: DocId) -> Rc<Aligned> {
        let align = || Rc::new(Aligned::of(self.sources.doc(old), self.sources.doc(new)));
        self.known.borrow_mut().entry((old, new)).or_insert_with(align).clone()
    }

    /// Both sides of a change, aligned.
    pub(super) fn change(&self, change: &'a Change) -> Markup {
        let [old, new] = [&change.old, &change.new].map(|side| Cause::of(self.sources, side));
        let aligned = self.get(change.old.span.doc, change.new.span.doc);
        let rows = &aligned.rows;
        let mut kept = BTreeSet::new();
        let both = change.old.here == change.new.here;
        let sides: [(&Cause<'_>, &[usize], Pick); 2] =
            [(&old, &aligned.of_old, |row| row.old), (&new, &aligned.of_new, |row| row.new)];
        for (cause, of_line, pick) in sides {
            let row_of = |line: u32| of_line.get(line as usize - 1).copied();
            let Some(here) = row_of(cause.line) else { continue };
            // What came or went is shown whole; of what is there on both sides, what differs in it.
            let element = cause.element.clone().filter_map(row_of);
            let shown: Vec<usize> = element.filter(|&row| row == here || !(both && rows[row].same)).collect();
            for row in shown {
                kept.insert(row);
                // What is near it, on its side.
                let on_side = |at: &usize| pick(&rows[*at]).is_some();
                kept.extend((0..row).rev().take(NEAR).filter(on_side).take(BESIDE as usize));
                kept.extend((row + 1..rows.len()).take(NEAR).filter(on_side).take(BESIDE as usize));
            }
        }
        let kept: Vec<usize> = kept.into_iter().collect();
        let line = |cause: &Cause<'a>, at: usize| {
            let (doc, number) = (cause.doc, at as u32 + 1);
            Line::of(number, line_of(doc, number), if number == cause.line { cause.column } else { 0 })
        };
        html! {
            div class="sides" role="group" aria-label="Source before and after" {
                div class="row files" {
                    span class="o" { "before: " (place(old.doc, change.old.span.start)) }
                    span class="n" { "after: " (place(new.doc, change.new.span.start)) }
                }
                (draw(rows, &kept, &|at| line(&old, at), &|at| line(&new, at), [old.note(), new.note()].map(Some)))
            }
        }
    }
}

/// The line of a row on one side.
type Pick = fn(&Row) -> Option<usize>;

/// One side of a change.
struct Cause<'a> {
    doc: &'a Document,
    side: &'a Side,
    /// The line that is spoken of.
    line: u32,
    /// The byte of it.
    column: usize,
    /// The lines of the element, as far as they are shown.
    element: Range<u32>,
}

impl<'a> Cause<'a> {
    fn of(sources: &'a Sources, side: &'a Side) -> Self {
        let doc = sources.doc(side.span.doc);
        let line = doc.place(side.span.start).line;
        // What is underlined may stand in another document than the element, where a reference led there.
        let node = (side.here && side.at.doc == side.span.doc).then(|| doc.tape.nodes[side.at.node as usize]);
        let end = node.map_or(line, |node| doc.place(node.end.max(node.start + 1) - 1).line);
        let column = (side.span.start - doc.line_range(line).0.min(side.span.start)) as usize;
        Self { doc, side, line, column, element: line..end.clamp(line, line + OF_ELEMENT) + 1 }
    }

    fn note(&self) -> Note<'a> {
        Note { line: self.line, text: &self.side.label }
    }
}

/// The places of a finding, each with its lines.
pub(super) fn finding(sources: &Sources, primary: &Label, related: &[Label]) -> Markup {
    let labels = std::iter::once(primary).chain(related);
    html! {
        @for label in labels.take(SHOWN) { (spot(sources, label)) }
        @if related.len() >= SHOWN {
            p class="more" {
                "See also "
                @for (number, label) in related.iter().skip(SHOWN - 1).take(5).enumerate() {
                    @if number > 0 { ", " }
                    (place(sources.doc(label.span.doc), label.span.start))
                }
                @if related.len() > SHOWN + 4 { " and " (related.len() - SHOWN - 4) " more; the JSON output has them all" }
                "."
            }
        }
    }
}

/// One place with its lines, the words in question marked.
fn spot(sources: &Sources, label: &Label) -> Markup {
    let doc = sources.doc(label.span.doc);
    let (start, end) = (label.span.start, label.span.end.max(label.span.start));
    let number = doc.place(start).line;
    let (from, to) = doc.line_range(number);
    let lines =
        Line::all(doc, number.saturating_sub(BESIDE).max(1)..(number + BESIDE).min(doc.line_count()) + 1, start);
    html! {
        div class="source" role="group" aria-label="Source" {
            div class="row files" { (place(doc, start)) }
            @for line in &lines {
                @let mark = line.shown((start - from.min(start)) as usize..(end.min(to).max(start) - from.min(start)) as usize);
                div class="row same" {
                    @if line.number == number {
                        code class="o at" data-n=(line.number) { (drawn(line, &[mark])) }
                    } @else {
                        code class="o" data-n=(line.number) { (drawn(line, &[])) }
                    }
                }
                @if line.number == number && !label.text.is_empty() {
                    div class="row note" { span class="o" { (prose(&label.text)) } }
                }
            }
        }
    }
}

/// What a mend does, as lines before and after, those of one place beside each other.
pub(super) fn mend(sources: &Sources, fix: &Fix) -> Markup {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| (edit.doc.0, edit.start));
    let near = |one: &&Edit, other: &&Edit| {
        let doc = sources.doc(one.doc);
        one.doc == other.doc && doc.place(other.start).line <= doc.place(one.end).line + 2 * BESIDE
    };
    html! {
        @for group in edits.chunk_by(near).take(EDITS) {
            @let doc = sources.doc(group[0].doc);
            @let first = doc.place(group[0].start).line.saturating_sub(BESIDE).max(1);
            @let last = group.iter().map(|edit| doc.place(edit.end).line).max().unwrap_or(first) + BESIDE;
            (mended(doc, first..last.min(doc.line_count()) + 1, group))
        }
        @if edits.len() > EDITS { p class="more" { "Up to " (EDITS) " places are shown; there are " (edits.len()) " edits." } }
    }
}

fn mended(doc: &Document, lines: Range<u32>, edits: &[&Edit]) -> Markup {
    let (from, _) = doc.line_range(lines.start);
    let (_, to) = doc.line_range(lines.end - 1);
    let mut after = String::new();
    let mut at = from;
    for edit in edits {
        after.push_str(doc.text.get(at as usize..edit.start as usize).unwrap_or_default());
        after.push_str(&edit.text);
        at = edit.end;
    }
    after.push_str(doc.text.get(at as usize..to.max(at) as usize).unwrap_or_default());
    // A long line is shown from where the first edit is, if that is on it.
    let focus = |at: usize| {
        let (start, end) = doc.line_range((lines.start + at as u32).min(doc.line_count()));
        if (start..=end).contains(&edits[0].start) { (edits[0].start - start) as usize } else { 0 }
    };
    let old: Vec<&str> = lines.clone().map(|number| line_of(doc, number)).collect();
    let new: Vec<&str> = after.split('\n').map(|text| text.trim_end_matches('\r')).collect();
    let rows = rows(&old, &new);
    let all: Vec<usize> = (0..rows.len()).collect();
    html! {
        div class="sides" role="group" aria-label="Source as it is and mended" {
            div class="row files" { span class="o" { "as it is: " (place(doc, edits[0].start)) } span class="n" { "mended" } }
            (draw(&rows, &all, &|at| Line::of(lines.start + at as u32, old[at], focus(at)), &|at| Line::of(lines.start + at as u32, new[at], focus(at)), [None, None]))
        }
    }
}
