//! Patterns of files and folders, as in a `.gitignore`.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::Origin;

/// Patterns of one or several folders. Of those that fit a path the last one counts.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    sets: Vec<Gitignore>,
    /// The patterns as they are written, in their order.
    pub written: Vec<(String, Origin)>,
}

impl Patterns {
    /// Whether the patterns fit a file or folder, itself or with a folder that holds it.
    pub fn matches(&self, path: &Path, is_dir: bool) -> bool {
        if self.sets.is_empty() {
            return false;
        }
        let Ok(path) = std::path::absolute(path) else { return false };
        let path = without_dots(&path);
        let found = self.sets.iter().rev().find_map(|set| {
            let inside = path.strip_prefix(set.path()).ok()?;
            Some(set.matched_path_or_any_parents(inside, is_dir)).filter(|found| !found.is_none())
        });
        found.is_some_and(|found| found.is_ignore())
    }

    /// Adds the patterns of one list, which begin in `folder`. What is no pattern comes back with the reason.
    pub(super) fn add(&mut self, folder: &Path, list: Vec<(String, Origin)>) -> Result<(), (usize, String)> {
        let folder = std::path::absolute(folder).map_or_else(|_| folder.to_owned(), |folder| without_dots(&folder));
        let mut builder = GitignoreBuilder::new(folder);
        for (number, (pattern, _)) in list.iter().enumerate() {
            builder.add_line(None, pattern).map_err(|error| (number, error.to_string()))?;
        }
        self.sets.push(builder.build().map_err(|error| (0, error.to_string()))?);
        self.written.extend(list);
        Ok(())
    }
}

/// An absolute path without `.` and `..`, as it reads: links are not looked at.
pub(crate) fn without_dots(path: &Path) -> PathBuf {
    use std::path::Component;
    path.components().fold(PathBuf::new(), |mut clean, component| {
        match component {
            Component::ParentDir => drop(clean.pop()),
            Component::CurDir => {}
            other => clean.push(other),
        }
        clean
    })
}
