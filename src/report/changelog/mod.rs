//! What a consumer of an API must know of a new version, in sentences: one file a format.

mod advice;
mod entry;
mod group;
pub mod json;
pub mod markdown;
mod page;
mod places;
pub mod text;
mod wording;

pub use group::By;

use super::diff::Diff;
use entry::Entry;

/// A comparison as its consumers read it.
pub struct Changelog<'a> {
    diff: Diff<'a>,
    by: By,
    /// With the fingerprint of each.
    entries: Vec<(Entry<'a>, String)>,
}

impl<'a> Changelog<'a> {
    /// Sorts out what consumers care for. Without a word about it, entries are grouped by tag if operations have tags.
    pub fn new(diff: Diff<'a>, by: Option<By>) -> Self {
        let places = places::Places::of(diff.new);
        let changes = diff.comparison.changes.iter().zip(diff.fingerprints());
        let entries = changes.filter_map(|(change, print)| Some((Entry::of(&diff, &places, change)?, print)));
        let tagged = || diff.new.operations.iter().any(|operation| !operation.tags.is_empty());
        let by = by.unwrap_or_else(|| if tagged() { By::Tag } else { By::Operation });
        Self { diff, by, entries: entries.collect() }
    }

    /// What the API is called.
    fn title(&self) -> String {
        let title = self.diff.new.info.title.map(|at| self.diff.new.text_at(at).trim().to_owned());
        title.filter(|title| !title.is_empty()).unwrap_or_else(|| "Changes".to_owned())
    }
}
