//! The versions of a description, each against the one before.

pub mod html;
pub mod json;
pub mod text;

use crate::diff::version::Bump;
use crate::diff::{Comparison, Compatibility, Level};

/// The versions of a description.
#[derive(Clone, Debug)]
pub struct History {
    /// The description, as it was asked for.
    pub name: String,
    /// The revision at which the history ends.
    pub revision: String,
    /// The revision after which it begins, if one was given.
    pub since: Option<String>,
    /// The policy that judged.
    pub policy: &'static str,
    /// Whether older commits are missing in this clone.
    pub shallow: bool,
    /// The commits that made a version, the newest first.
    pub rows: Vec<Row>,
}

/// A commit that changed the description.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub commit: String,
    /// When it was committed, as `2026-07-01T12:00:00+02:00`.
    pub date: String,
    /// Who wrote it.
    pub author: String,
    /// The first line of its message.
    pub subject: String,
    /// The description's path, from the root of the repository.
    pub file: String,
    /// The path that it had before, if it was moved by this commit.
    pub renamed_from: Option<String>,
    /// `info.version`, as it is written.
    pub version: Option<String>,
    /// What became of it.
    pub state: State,
}

/// What a version is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// There is none before it that could be read.
    First,
    /// It was compared with the one before.
    Judged(Judged),
    /// It cannot be read, and why.
    Broken(String),
    /// The description is not there.
    Gone,
}

/// What a version changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// The commit of the version that it was compared with: the last one before it that can be read.
    pub against: String,
    /// The verdict.
    pub compatibility: Compatibility,
    /// How many changes there are of each level, in the order of [`LEVELS`].
    pub counts: [usize; 4],
    /// The bump that the changes ask for.
    pub required: Bump,
    /// The bump that was made, if the version can be read.
    pub declared: Option<Bump>,
    /// Whether that is as large as was asked for.
    pub enough: Option<bool>,
    /// The smallest version that would do.
    pub next: Option<String>,
}

/// The levels, the worst first.
pub const LEVELS: [Level; 4] = [Level::Breaking, Level::Unproven, Level::Risky, Level::Safe];

impl Judged {
    /// What a comparison with the version of a commit comes to.
    pub fn of(against: &str, comparison: &Comparison) -> Self {
        let versions = &comparison.versions;
        Self {
            against: against.to_owned(),
            compatibility: comparison.compatibility(),
            counts: LEVELS.map(|level| comparison.count(level)),
            required: versions.required,
            declared: versions.declared.as_ref().map(|declared| declared.bump),
            enough: versions.enough(),
            next: versions.declared.as_ref().and_then(|declared| declared.next.clone()),
        }
    }

    /// What is to be said about the bump in a few words: the one that was made, and the one that is needed if it was
    /// too small or nobody knows it.
    fn bump(&self) -> String {
        let needed = self.required.as_str();
        match (self.declared, self.enough) {
            (Some(made), Some(false)) => format!("{} < {needed}", made.as_str()),
            (Some(made), _) => made.as_str().to_owned(),
            (None, _) if self.required == Bump::None => String::new(),
            (None, _) => format!("needs {needed}"),
        }
    }
}

impl Row {
    /// A word for what it is: the verdict, or why there is none.
    fn verdict(&self) -> &'static str {
        match &self.state {
            State::First => "first",
            State::Judged(judged) => judged.compatibility.as_str(),
            State::Broken(_) => "broken",
            State::Gone => "gone",
        }
    }

    /// The commit, as short as people say it.
    fn short(&self) -> &str {
        short(&self.commit)
    }

    /// The day, without the time.
    fn day(&self) -> &str {
        self.date.split('T').next().unwrap_or_default()
    }
}

fn short(commit: &str) -> &str {
    commit.get(..7).unwrap_or(commit)
}

/// Counts over all rows.
#[derive(Clone, Copy, Default)]
struct Summary {
    versions: usize,
    breaking: usize,
    unproven: usize,
    compatible: usize,
    identical: usize,
    broken: usize,
    too_small: usize,
}

impl From<&History> for Summary {
    fn from(history: &History) -> Self {
        let mut summary = Self { versions: history.rows.len(), ..Self::default() };
        for row in &history.rows {
            match &row.state {
                State::First | State::Gone => {}
                State::Broken(_) => summary.broken += 1,
                State::Judged(judged) => {
                    summary.too_small += usize::from(judged.enough == Some(false));
                    *match judged.compatibility {
                        Compatibility::Breaking => &mut summary.breaking,
                        Compatibility::Unproven => &mut summary.unproven,
                        Compatibility::Compatible => &mut summary.compatible,
                        Compatibility::Identical => &mut summary.identical,
                    } += 1;
                }
            }
        }
        summary
    }
}

impl Summary {
    /// How many versions there are, in words.
    fn versions(&self) -> String {
        match self.versions {
            0 => "no version".to_owned(),
            1 => "1 version".to_owned(),
            many => format!("{many} versions"),
        }
    }

    /// The counts that are not nothing, behind a colon.
    fn counts(&self) -> String {
        let kinds = [
            (self.breaking, "breaking"),
            (self.unproven, "unproven"),
            (self.compatible, "compatible"),
            (self.identical, "identical"),
            (self.broken, "broken"),
        ];
        let counts: Vec<String> =
            kinds.iter().filter(|(count, _)| *count > 0).map(|(count, kind)| format!("{count} {kind}")).collect();
        let colon = if counts.is_empty() { "" } else { ": " };
        format!("{colon}{}", counts.join(", "))
    }

    /// What is to be said of versions that went less far than they had to, if there are any.
    fn too_small(&self) -> Option<String> {
        match self.too_small {
            0 => None,
            1 => Some("1 version went less far than its changes ask for".to_owned()),
            many => Some(format!("{many} versions went less far than their changes ask for")),
        }
    }
}
