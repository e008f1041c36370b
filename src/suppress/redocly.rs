//! The ignore file of Redocly: by file, by rule, the pointers of places.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Written;
use super::allowance::{Allowances, Means};
use super::own::Own;
use crate::config::without_dots;
use crate::contract::{At, DocId};
use crate::finding::Span;
use crate::source::document::View;
use crate::source::loader::Sources;

/// The name of the file. It lies beside Redocly's configuration.
pub const FILE_NAME: &str = ".redocly.lint-ignore.yaml";

/// What an ignore file says, by the path of the file that it speaks of.
#[derive(Debug, Default)]
pub struct Ignores(BTreeMap<PathBuf, Vec<Entry>>);

#[derive(Debug)]
struct Entry {
    rule: String,
    /// As it is written: `#/paths/~1pets/get`.
    pointer: String,
    written: Written,
}

impl Ignores {
    /// Reads an ignore file that lies in `folder`. What is not as Redocly writes it is passed over.
    pub fn read(name: &str, bytes: Vec<u8>, folder: &Path) -> Self {
        let sources = Sources::of_one(name, bytes);
        let doc = sources.doc(DocId(0));
        let mut ignores = Self::default();
        for file in doc.root().into_iter().flat_map(View::members) {
            let Some(path) = absolute(&folder.join(&*file.text())) else { continue };
            let entries = ignores.0.entry(path).or_default();
            for rule in file.value.members() {
                for place in rule.value.items() {
                    let Some(pointer) = place.as_str().map(std::borrow::Cow::into_owned) else { continue };
                    let written = Written::at(doc, place.range().0);
                    entries.push(Entry { rule: rule.text().into_owned(), pointer, written });
                }
            }
        }
        ignores
    }
}

fn absolute(path: &Path) -> Option<PathBuf> {
    std::path::absolute(path).ok().map(|path| without_dots(&path))
}

/// Accepts what an ignore file names in a document, at each place and below it. The whole document is only itself: what
/// Redocly finds there speaks of something that is missing.
pub(super) fn read(ignores: &Ignores, sources: &Sources, id: DocId, allowances: &mut Allowances, own: &mut Own<'_>) {
    let doc = sources.doc(id);
    let Some(entries) = absolute(Path::new(&doc.name)).and_then(|path| ignores.0.get(&path)) else { return };
    for Entry { rule, pointer, written } in entries {
        let pointer = pointer.strip_prefix('#').unwrap_or(pointer).trim_end_matches('/');
        let Some(node) = sources.find(id, pointer) else { continue };
        let end = if node == 0 { 1 } else { doc.tape.nodes[node as usize].next };
        let span = Span::of(sources, At { doc: id, node });
        own.allow(allowances, (id, (doc.key_of(node), end)), rule, Means::Redocly, None, (span, written.clone()));
    }
}
