//! Back along the first parents, from one version of a description to the one before.

use std::collections::BTreeSet;

use super::version::{Content, Reader, Version, folder};
use crate::cli::progress::Progress;
use crate::source::fetch::{Commit, Git, Log};
use crate::source::loader::Refusal;

/// A commit that changed a description.
pub(super) struct Step {
    pub(super) commit: Commit,
    /// A commit in whose tree the description is the same: this one, or a later one that did not touch it.
    pub(super) at: String,
    pub(super) path: String,
    pub(super) renamed_from: Option<String>,
    pub(super) version: Version,
    /// Whether it was asked for. One that was not is there to be compared with.
    pub(super) shown: bool,
}

/// How far to walk.
pub(super) struct Bounds {
    /// Commits beyond which a description is only compared with; all of them if nothing is said.
    pub(super) within: Option<BTreeSet<String>>,
    /// How many versions.
    pub(super) max: usize,
}

/// The commits that changed the description at `path`, the newest first, and the version before the last one of them.
pub(super) fn walk(
    git: &Git,
    reader: &Reader,
    start: String,
    path: String,
    bounds: &Bounds,
    progress: &Progress,
) -> Result<Vec<Step>, Refusal> {
    let mut steps: Vec<Step> = Vec::new();
    let (mut at, mut path) = (start, path);
    let mut log = git.log(&at, scope(&path, reader.allow_outside))?;
    loop {
        progress.begin(at.get(..7).unwrap_or(&at));
        let version = reader.version(&at, &path)?;
        let Some(commit) = touching(&mut log, &version)? else { break };
        let shown = steps.iter().filter(|step| step.shown).count() < bounds.max
            && bounds.within.as_ref().is_none_or(|within| within.contains(&commit.id));
        let described = matches!(version.content, Content::Described(_));
        let added = commit.touched.iter().any(|(how, touched)| *how == 'A' && *touched == path);
        let old = if added && commit.parent.is_some() { git.moved_from(&commit.id, &path)? } else { None };
        let parent = commit.parent.clone();
        let (renamed_from, here) = (old.clone(), path.clone());
        steps.push(Step { commit, at, path: here, renamed_from, version, shown });
        let Some(parent) = parent else { break };
        // The last one that was asked for is compared with something, if there is something.
        if !shown && described {
            break;
        }
        if let Some(old) = old {
            if folder(&old) != folder(&path) && !reader.allow_outside {
                log = git.log(&parent, scope(&old, false))?;
            }
            path = old;
        }
        at = parent;
    }
    Ok(steps)
}

/// The folder below which everything lies that a description may be made of.
fn scope(path: &str, allow_outside: bool) -> &str {
    if allow_outside { "" } else { folder(path) }
}

/// The next older commit that touched one of the files of a version.
fn touching(log: &mut Log, version: &Version) -> Result<Option<Commit>, Refusal> {
    while let Some(commit) = log.older()? {
        if commit.touched.iter().any(|(_, path)| version.files.contains_key(path)) {
            return Ok(Some(commit));
        }
    }
    Ok(None)
}
