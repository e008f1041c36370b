//! The places of a change or of a finding in their documents.

use std::ops::Range;

use maud::{Markup, html};

use super::sides::{Note, draw, rows};
use super::source::{Line, drawn};
use super::words::{Words, name};
use crate::diff::Change;
use crate::diff::change::Side;
use crate::finding::{Fix, Label};
use crate::report::spot::line_of;
use crate::source::document::Document;
use crate::source::loader::Sources;

/// How many lines beside a place are shown.
const BESIDE: u32 = 2;
/// How many lines of an element are shown that came or went.
const OF_ELEMENT: u32 = 12;
/// How many lines before and after a place are compared with the other side.
const COMPARED: u32 = 120;
/// How many places of a finding are shown, the first one included.
const SHOWN: usize = 3;
/// How many edits of a mend are shown.
const EDITS: usize = 8;

/// `file:line:column`.
pub(super) fn place(doc: &Document, start: u32) -> Markup {
    let place = doc.place(start);
    name(&format!("{}:{}:{}", doc.name, place.line, place.column))
}

/// One side of a change, with the lines that it is compared in.
struct Region<'a> {
    doc: &'a Document,
    side: &'a Side,
    /// The line that is spoken of.
    cause: u32,
    /// The lines of the element.
    element: Range<u32>,
    /// The lines to compare.
    lines: Vec<Line<'a>>,
}

impl<'a> Region<'a> {
    fn of(sources: &'a Sources, side: &'a Side) -> Self {
        let doc = sources.doc(side.span.doc);
        let cause = doc.place(side.span.start).line;
        // The span may be in another document than the element, where a reference led there.
        let node = if side.at.doc == side.span.doc { Some(side.at.node) } else { None };
        let around = node.map(|node| if side.here { doc.parent(node).unwrap_or(node) } else { node });
        let lines_of = |node: u32| {
            let node = doc.tape.nodes[node as usize];
            doc.place(node.start).line..doc.place(node.end.max(node.start + 1) - 1).line + 1
        };
        let element = node.filter(|_| side.here).map_or(cause..cause + 1, lines_of);
        let around = around.map_or(element.clone(), lines_of);
        let first = around.start.min(cause).max(cause.saturating_sub(COMPARED)).saturating_sub(BESIDE).max(1);
        let last = around.end.max(cause + 1).min(cause + COMPARED).saturating_add(BESIDE).min(doc.line_count() + 1);
        let lines = Line::all(doc, first..last, side.span.start);
        let element = cause..element.end.clamp(cause + 1, cause + OF_ELEMENT);
        Self { doc, side, cause, element, lines }
    }

    fn note(&self) -> Note<'a> {
        Note { line: self.cause, text: &self.side.label }
    }
}

/// Both sides of a change, aligned.
pub(super) fn change(sources: &Sources, change: &Change) -> Markup {
    let (old, new) = (Region::of(sources, &change.old), Region::of(sources, &change.new));
    let rows = rows(&old.lines, &new.lines);
    let both = change.old.here == change.new.here;
    // What came or went is shown whole; of what is there on both sides, the line in question and what differs in it.
    let wanted = |region: &Region<'_>, at: Option<usize>, same: bool| {
        at.map(|at| region.lines[at].number).is_some_and(|number| {
            number == region.cause || region.side.here && region.element.contains(&number) && !(both && same)
        })
    };
    let cause: Vec<bool> =
        rows.iter().map(|row| wanted(&old, row.old, row.same) || wanted(&new, row.new, row.same)).collect();
    let kept = widened(&cause, BESIDE as usize);
    html! {
        div class="sides" role="group" aria-label="Source before and after" {
            div class="row files" {
                span class="o" { "before: " (place(old.doc, change.old.span.start)) }
                span class="n" { "after: " (place(new.doc, change.new.span.start)) }
            }
            (draw(&old.lines, &new.lines, &rows, &kept, [Some(old.note()), Some(new.note())]))
        }
    }
}

/// What is near something that is kept is kept as well, and so is a single row between.
fn widened(kept: &[bool], by: usize) -> Vec<bool> {
    let mut wide = vec![false; kept.len()];
    for (at, _) in kept.iter().enumerate().filter(|(_, kept)| **kept) {
        let end = (at + by + 1).min(kept.len());
        wide[at.saturating_sub(by)..end].fill(true);
    }
    for at in 1..wide.len().saturating_sub(1) {
        wide[at] |= wide[at - 1] && wide[at + 1];
    }
    wide
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
    let lines = Line::all(doc, number.saturating_sub(BESIDE).max(1)..(number + BESIDE).min(doc.line_count()) + 1, start);
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
                    div class="row note" { span class="o" { (Words(&label.text)) } }
                }
            }
        }
    }
}

/// What a mend does, as lines before and after, those of one place beside each other.
pub(super) fn mend(sources: &Sources, fix: &Fix) -> Markup {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| (edit.doc.0, edit.start));
    let near = |one: &&crate::finding::Edit, other: &&crate::finding::Edit| {
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

fn mended(doc: &Document, lines: Range<u32>, edits: &[&crate::finding::Edit]) -> Markup {
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
    let focus = |first: u32| (edits[0].start - first.min(edits[0].start)) as usize;
    let shown = |number: u32, text| {
        let (start, end) = doc.line_range(number.min(doc.line_count()));
        Line::of(number, text, if (start..=end).contains(&edits[0].start) { focus(start) } else { 0 })
    };
    let old: Vec<Line<'_>> = lines.clone().map(|number| shown(number, line_of(doc, number))).collect();
    let new: Vec<Line<'_>> =
        (lines.start..).zip(after.split('\n')).map(|(number, text)| shown(number, text.trim_end_matches('\r'))).collect();
    let rows = rows(&old, &new);
    html! {
        div class="sides" role="group" aria-label="Source as it is and mended" {
            div class="row files" { span class="o" { "as it is: " (place(doc, edits[0].start)) } span class="n" { "mended" } }
            (draw(&old, &new, &rows, &vec![true; rows.len()], [None, None]))
        }
    }
}
