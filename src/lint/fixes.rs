//! Mends: edits of the text that take a finding away and touch nothing else.
//!
//! A finding has a mend only where there is one way to mend it. Bytes outside an edit stay as they are, so that
//! comments and layout do.

use std::collections::BTreeMap;

use crate::finding::{Edit, Finding, Fix};
use crate::source::document::{Document, Syntax, View};
use crate::source::loader::{At, DocId, Sources};

/// A text for the place of a node.
pub(crate) fn replaced(sources: &Sources, at: At, text: &str) -> Option<Edit> {
    let view = own_view(sources, at)?;
    let (start, end) = view.range();
    Some(Edit { doc: at.doc, start, end, text: text.to_owned() })
}

/// The text of a node without its end, in whatever quotes it stands.
pub(crate) fn shortened(sources: &Sources, at: At, text: &str, shorter: &str) -> Option<Edit> {
    let (start, end) = own_view(sources, at)?.range();
    let written = sources.doc(at.doc).text.get(start as usize..end as usize)?;
    // What is written with escapes or over several lines is not what is read.
    let offset = written.find(text).filter(|_| !shorter.is_empty() && text.starts_with(shorter))?;
    let (from, to) = (start + (offset + shorter.len()) as u32, start + (offset + text.len()) as u32);
    Some(Edit { doc: at.doc, start: from, end: to, text: String::new() })
}

/// The text of a node or a key in another spelling, in whatever quotes it stands.
pub(crate) fn respelled(sources: &Sources, at: At, text: &str, other: &str) -> Option<Edit> {
    let (start, end) = own_view(sources, at)?.range();
    let written = sources.doc(at.doc).text.get(start as usize..end as usize)?;
    let offset = written.find(text)?;
    let from = start + offset as u32;
    Some(Edit { doc: at.doc, start: from, end: from + text.len() as u32, text: other.to_owned() })
}

/// The elements of a list in another order: `order` says which element comes first, second, …. Nothing where a comment
/// may belong to one of them.
pub(crate) fn reordered(sources: &Sources, list: At, order: &[usize]) -> Option<Vec<Edit>> {
    let view = own_view(sources, list)?;
    let (start, end) = view.range();
    let text = &view.doc.text;
    if text.get(start as usize..end as usize)?.contains('#') {
        return None;
    }
    let places: Vec<(u32, u32)> = view.items().map(View::range).collect();
    let written = |position: usize| {
        let &(start, end) = places.get(position)?;
        text.get(start as usize..end as usize)
    };
    let edits = places.iter().zip(order).map(|(&(start, end), &position)| {
        Some(Edit { doc: list.doc, start, end, text: written(position)?.to_owned() })
    });
    edits.collect()
}

/// An item of a list away, with what stands between it and the one before; never the first one.
pub(crate) fn removed(sources: &Sources, list: At, before: View<'_>, item: View<'_>) -> Option<Edit> {
    let view = own_view(sources, list)?;
    without(list, view, before.range().1, item.range())
}

/// A member of a map away, with what stands between it and the one before; never the first one.
pub(crate) fn removed_member(sources: &Sources, map: At, key: u32) -> Option<Edit> {
    let view = own_view(sources, map)?;
    let position = view.members().position(|member| member.key == key)?;
    let mut members = view.members().skip(position.checked_sub(1)?);
    let (before, own) = (members.next()?.value.range().1, members.next()?);
    without(map, view, before, (view.doc.view(own.key).range().0, own.value.range().1))
}

/// What stands behind `before`, up to the end of an element; in a block the line of it. Nothing where a comment may
/// belong to it.
fn without(of: At, view: View<'_>, before: u32, (start, end): (u32, u32)) -> Option<Edit> {
    let text = &view.doc.text;
    let gone = |start: u32| Some(Edit { doc: of.doc, start, end, text: String::new() });
    let between = text.get(before as usize..start as usize)?;
    if is_flow(view) {
        return if between.contains('#') { None } else { gone(before) };
    }
    let line = between.rfind('\n')?;
    let above = between.get(..line)?.trim_end_matches('\r');
    // A comment on the line before belongs to that; one on a line of its own, or behind the element, to nobody knows what.
    let behind = text.get(end as usize..)?.lines().next()?.trim();
    let lonely = behind.is_empty() && !above.contains('\n');
    if lonely { gone(before + above.len() as u32) } else { None }
}

/// Whether a map or a list is written with brackets.
fn is_flow(view: View<'_>) -> bool {
    let written = view.doc.text.get(view.range().0 as usize..).unwrap_or_default();
    view.doc.syntax == Syntax::Json || written.starts_with(['{', '['])
}

/// A member beside the others of a map that has some: behind the first one where that has a line of its own, else in
/// front. The key and the value are plain words; where keys are quoted, so is a value that is no flag.
pub(crate) fn inserted(sources: &Sources, map: At, key: &str, value: &str) -> Option<Edit> {
    let view = own_view(sources, map)?;
    let doc = sources.doc(map.doc);
    let member = view.members().next()?;
    let (start, _) = doc.view(member.key).range();
    let line = line_start(doc, start);
    let before = doc.text.get(line as usize..start as usize)?;
    // In a block every member has a line of its own, which begins where the first one does; `- ` counts as space.
    let alone = before.chars().all(|c| matches!(c, ' ' | '-'));
    let quoted = doc.text.get(start as usize..)?.starts_with('"');
    let word = |word: &str| if quoted { format!("\"{word}\"") } else { word.to_owned() };
    let (key, value) = (word(key), if value == "true" { value.to_owned() } else { word(value) });
    let is_flow = is_flow(view);
    let (value_start, value_end) = member.value.range();
    let has_a_line = !doc.text.get(value_start as usize..value_end as usize)?.contains('\n');
    if !is_flow && alone && has_a_line && !member.value.is_map() && !member.value.is_seq() {
        let rest = &doc.text[value_end as usize..];
        let end = value_end + rest.find(['\n', '\r']).unwrap_or(rest.len()) as u32;
        let text = format!("{}{}{key}: {value}", line_end(doc, line), " ".repeat(before.len()));
        return Some(Edit { doc: map.doc, start: end, end, text });
    }
    let text = match (is_flow, alone) {
        (true, true) => format!("{key}: {value},{}{}", line_end(doc, line), before),
        (true, false) => format!("{key}: {value}, "),
        (false, true) => format!("{key}: {value}{}{}", line_end(doc, line), " ".repeat(before.len())),
        (false, false) => return None,
    };
    Some(Edit { doc: map.doc, start, end: start, text })
}

/// Whether what stands at a node is written in JSON.
pub(crate) fn is_json(sources: &Sources, at: At) -> bool {
    sources.doc(at.doc).syntax == Syntax::Json
}

/// A node as it is written; nothing where an alias leads to it, so that what is written stands in several places.
fn own_view(sources: &Sources, at: At) -> Option<View<'_>> {
    let doc = sources.doc(at.doc);
    (!doc.tape.has_aliases() && !doc.broken()).then(|| doc.view(at.node))
}

fn line_start(doc: &Document, offset: u32) -> u32 {
    doc.text[..offset as usize].rfind('\n').map_or(0, |at| at as u32 + 1)
}

/// How the line before ends, or the first one.
fn line_end(doc: &Document, start: u32) -> &'static str {
    if doc.text[..start as usize].ends_with("\r\n") { "\r\n" } else { "\n" }
}

/// What mending comes to.
#[derive(Debug, Default)]
pub struct Mended {
    /// The new texts of the documents that change.
    pub texts: BTreeMap<DocId, String>,
    /// How many findings are mended by them.
    pub fixed: usize,
}

/// Applies the mends of findings, each whole or not at all: of two that touch each other, the first. What was left out
/// can be asked for again of the new text.
pub fn apply(sources: &Sources, findings: &[Finding]) -> Mended {
    let mut taken: BTreeMap<DocId, BTreeMap<(u32, u32), &str>> = BTreeMap::new();
    let mut fixed = 0;
    for Fix { edits, .. } in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
        let clashes = |edit: &Edit| {
            let known = taken.get(&edit.doc);
            let same =
                known.and_then(|known| known.get(&(edit.start, edit.end))).is_some_and(|text| *text == edit.text);
            !same && known.is_some_and(|known| known.keys().any(|&(start, end)| start <= edit.end && edit.start <= end))
        };
        if edits.is_empty() || edits.iter().any(clashes) {
            continue;
        }
        fixed += 1;
        for edit in edits {
            taken.entry(edit.doc).or_default().insert((edit.start, edit.end), &edit.text);
        }
    }
    let written = |(doc, edits): (DocId, BTreeMap<(u32, u32), &str>)| {
        let text = &sources.doc(doc).text;
        let mut new = String::with_capacity(text.len());
        let mut at = 0;
        for ((start, end), replacement) in edits {
            new.push_str(&text[at..start as usize]);
            new.push_str(replacement);
            at = end as usize;
        }
        new.push_str(&text[at..]);
        (doc, new)
    };
    Mended { texts: taken.into_iter().map(written).collect(), fixed }
}
