//! `x-caveat-allow`, and what other linters have of the kind.

use super::Written;
use super::allowance::{Allowances, Means};
use super::own::Own;
use crate::contract::DocId;
use crate::finding::{ACCEPTING, Span};
use crate::source::document::View;
use crate::source::loader::{At, Sources};
use crate::source::tape::Kind;

/// What each of [`ACCEPTING`] is.
const MEANS: [Means; 3] = [Means::Extension, Means::Vacuum, Means::Zally];
const HELP: &str = "write `x-caveat-allow: {RULE: the reason}`";

/// Reads the extensions of a document. Each holds for the object that it stands in and for all below that.
pub(super) fn read(sources: &Sources, id: DocId, allowances: &mut Allowances, own: &mut Own<'_>) {
    let names: Vec<_> = ACCEPTING.into_iter().map(|key| sources.names.find(key)).zip(MEANS).collect();
    if names.iter().all(|(name, _)| name.is_none()) {
        return;
    }
    let doc = sources.doc(id);
    for (index, node) in doc.tape.nodes.iter().enumerate().filter(|(_, node)| node.is_key()) {
        let key = doc.tape.key(index as u32);
        let Some(&(_, by)) = names.iter().find(|(name, _)| *name == Some(key)) else { continue };
        let Some(holder) = doc.parent(index as u32).filter(|_| (node.next as usize) < doc.tape.nodes.len()) else {
            continue;
        };
        let nodes = (doc.key_of(holder), doc.tape.nodes[holder as usize].next);
        let value = doc.view(node.next);
        let mut allow = |name: &str, because: Option<&str>, at: u32| {
            let span = Span::of(sources, At { doc: id, node: at });
            let written = Written::at(doc, span.start);
            own.allow(allowances, (id, nodes), name, by, because, (span, written));
        };
        if by != Means::Extension {
            for name in value.items().chain((!value.is_seq()).then_some(value)) {
                if let Some(text) = name.as_scalar() {
                    allow(&text, None, name.at);
                }
            }
            continue;
        }
        for member in value.members() {
            let because = member.value.as_str();
            allow(&member.text(), because.as_deref().map(str::trim).filter(|text| !text.is_empty()), member.key);
        }
        let mut wrong = (!value.is_map() && !value.is_seq()).then_some(value);
        for item in value.items() {
            match item.get_text("rule").and_then(View::as_str) {
                Some(rule) => {
                    let because = item.get_text("because").and_then(View::as_str);
                    let because = because.as_deref().map(str::trim).filter(|text| !text.is_empty());
                    allow(&rule, because, item.at);
                }
                None => wrong = Some(item),
            }
        }
        if let Some(wrong) = wrong {
            let span = Span::of(sources, At { doc: id, node: wrong.at });
            let noun = if wrong.kind() == Kind::Map { "an object without `rule`" } else { wrong.kind().noun() };
            own.malformed(span, &format!("{noun} does not say what is allowed"), HELP);
        }
    }
}
