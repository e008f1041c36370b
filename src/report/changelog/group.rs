//! Entries that are read together: by tag, or by the operations that they reach.

use hashbrown::HashMap;

use super::Changelog;
use super::entry::{Entry, Kind};

/// What entries are grouped by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// The operations that a change reaches.
    Operation,
    /// The tags of these operations.
    Tag,
}

impl By {
    /// All of them, with the words for them.
    pub const ALL: [(&'static str, By); 2] = [("operation", By::Operation), ("tag", By::Tag)];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        Self::ALL[self as usize].0
    }
}

/// How many operations or tags are named.
const NAMED: usize = 3;

/// Entries of one sort that are read together.
pub(super) struct Group<'e, 'a> {
    /// The operations or tags; none for the API as a whole.
    pub(super) names: Vec<String>,
    pub(super) entries: Vec<&'e Entry<'a>>,
}

impl<'a> Changelog<'a> {
    /// The entries of one sort, in groups: those of one tag or operation first, in the order of the description, then
    /// those of several, then those of the API as a whole.
    pub(super) fn groups(&self, kind: Kind) -> Vec<Group<'_, 'a>> {
        let mut groups: Vec<Group<'_, 'a>> = Vec::new();
        let mut known: HashMap<Vec<String>, usize> = HashMap::new();
        let tags = self.tags();
        for (entry, _) in self.entries.iter().filter(|(entry, _)| entry.kind == kind) {
            let names = self.names(entry, &tags);
            let at = *known.entry_ref(&names).or_insert(groups.len());
            match groups.get_mut(at) {
                Some(group) => group.entries.push(entry),
                None => groups.push(Group { names, entries: vec![entry] }),
            }
        }
        groups.sort_by_cached_key(|group| match &group.names[..] {
            [] => (2, 0, group.names.clone()),
            [only] => (0, tags.order.get(only).copied().unwrap_or(usize::MAX), group.names.clone()),
            _ => (1, 0, group.names.clone()),
        });
        groups
    }

    /// The operations or tags that an entry stands under.
    pub(super) fn names(&self, entry: &Entry<'_>, tags: &Tags) -> Vec<String> {
        let operations = &entry.change.operations;
        if self.by == By::Operation {
            return operations.clone();
        }
        let mut names: Vec<String> =
            operations.iter().filter_map(|operation| tags.of.get(operation)).flatten().cloned().collect();
        names.sort_by_key(|name| tags.order.get(name).copied());
        names.dedup();
        names
    }

    pub(super) fn tags(&self) -> Tags {
        let mut tags = Tags::default();
        let count = |tags: &mut Tags, name: &str| {
            let next = tags.order.len();
            tags.order.entry_ref(name).or_insert(next);
        };
        for tag in &self.diff.new.tags {
            count(&mut tags, self.diff.new.text(tag.name));
        }
        for contract in [self.diff.new, self.diff.old] {
            for operation in &contract.operations {
                let title = contract.title(operation);
                if self.by == By::Operation {
                    count(&mut tags, &title);
                }
                // The first tag is where an operation is at home.
                let Some((tag, _)) = operation.tags.first() else { continue };
                let name = contract.text(*tag);
                if self.by == By::Tag {
                    count(&mut tags, name);
                }
                tags.of.entry(title).or_insert_with(|| Some(name.to_owned()));
            }
        }
        tags
    }
}

/// Where operations are at home.
#[derive(Default)]
pub(super) struct Tags {
    /// The first tag of each operation, by its title.
    of: HashMap<String, Option<String>>,
    /// The order of tags, or that of operations.
    order: HashMap<String, usize>,
}

/// Some names, and how many more there are: `a, b, c and 4 more`.
pub(super) fn some(names: &[String], quote: &str) -> String {
    // That there is one more is not said in less than its name.
    let shown = if names.len() == NAMED + 1 { names.len() } else { names.len().min(NAMED) };
    let mut parts: Vec<String> = names[..shown].iter().map(|name| format!("{quote}{name}{quote}")).collect();
    if shown < names.len() {
        return format!("{} and {} more", parts.join(", "), names.len() - shown);
    }
    match parts.pop() {
        Some(last) if parts.is_empty() => last,
        Some(last) => format!("{} and {last}", parts.join(", ")),
        None => String::new(),
    }
}
