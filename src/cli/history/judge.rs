//! Two versions of a description, compared, or looked up.

use serde::{Deserialize, Serialize};

use super::version::Reader;
use super::walk::Step;
use crate::cli::failure::Failure;
use crate::cli::lint::guarded;
use crate::cli::today;
use crate::contract;
use crate::diff::version::Bump;
use crate::diff::{self, Compatibility, Settings};
use crate::report::history::Judged;
use crate::source::fetch::Snapshot;
use crate::source::loader::{DocId, Loader, Refusal};

/// A version, and the one that it is compared with.
pub(super) struct Pair<'s> {
    pub(super) old: &'s Step,
    pub(super) new: &'s Step,
}

/// What is kept of a comparison. The commits are not: the same files are the same wherever they stand.
#[derive(Serialize, Deserialize)]
struct Kept {
    compatibility: String,
    counts: [usize; 4],
    required: String,
    declared: Option<String>,
    enough: Option<bool>,
    next: Option<String>,
}

/// Compares, unless it is known what comes of it. Sunset dates are judged on the day of the commit, if no day is given.
pub(super) fn judge(
    reader: &Reader,
    pair: &Pair<'_>,
    settings: &Settings,
    day: Option<&str>,
) -> Result<Judged, Failure> {
    let committed = || pair.new.commit.date.get(..10).and_then(|day| today::parse(day).ok());
    let settings = Settings { today: day.map(str::to_owned).or_else(committed), ..settings.clone() };
    let against = &*pair.old.commit.id;
    let mut key = vec![format!("{settings:?}")];
    for step in [pair.old, pair.new] {
        key.extend(reader.files_key("side", &step.path, &step.version.files));
    }
    if let Some(judged) = reader.cache.get(&key).and_then(|kept: Kept| kept.judged(against)) {
        return Ok(judged);
    }
    let judged = guarded(&pair.new.commit.id, || compare(reader, pair, &settings))?;
    reader.cache.put(key, &Kept::from(&judged));
    Ok(judged)
}

fn compare(reader: &Reader, pair: &Pair<'_>, settings: &Settings) -> Result<Judged, Failure> {
    let failed = |why: &dyn std::fmt::Display| Failure::new(format!("{} cannot be read: {why}", pair.new.path));
    let loader = contract::loader();
    let (was, old) = open(reader, &loader, pair.old).map_err(|why| failed(&why))?;
    let (is, new) = open(reader, &loader, pair.new).map_err(|why| failed(&why))?;
    let both = contract::load_both(loader, (was, &old), (is, &new));
    if let Some(why) = reader.batch.failure() {
        return Err(failed(&why));
    }
    let (old, new) = both.map_err(|_| failed(&"it is no description"))?;
    Ok(Judged::of(&pair.old.commit.id, &diff::run(&old, &new, settings)))
}

fn open<'r>(reader: &'r Reader, loader: &Loader, step: &Step) -> Result<(DocId, Snapshot<'r>), Refusal> {
    let Step { at, path, .. } = step;
    let snapshot = Snapshot::around(&reader.batch, at, path, reader.allow_outside);
    let bytes = snapshot.open(path)?;
    let key = format!("{at}:{path}");
    Ok((loader.add(&key, &key, bytes), snapshot))
}

impl From<&Judged> for Kept {
    fn from(judged: &Judged) -> Self {
        Self {
            compatibility: judged.compatibility.as_str().to_owned(),
            counts: judged.counts,
            required: judged.required.as_str().to_owned(),
            declared: judged.declared.map(|bump| bump.as_str().to_owned()),
            enough: judged.enough,
            next: judged.next.clone(),
        }
    }
}

impl Kept {
    /// What was kept; nothing if there is a word in it that means nothing.
    fn judged(self, against: &str) -> Option<Judged> {
        let bump = |word: &str| Bump::ALL.into_iter().find(|bump| bump.as_str() == word);
        let declared = match &self.declared {
            Some(word) => Some(bump(word)?),
            None => None,
        };
        Some(Judged {
            against: against.to_owned(),
            compatibility: Compatibility::ALL.into_iter().find(|known| known.as_str() == self.compatibility)?,
            counts: self.counts,
            required: bump(&self.required)?,
            declared,
            enough: self.enough,
            next: self.next,
        })
    }
}
