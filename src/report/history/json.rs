//! A history for programs: `docs/json-output.md` says what each key means.

use std::io;

use serde::Serialize;

use super::{History, Judged, Row, State, Summary};
use crate::diff::version::Bump;
use crate::report::json::document;

/// Changes only when a key changes its meaning or goes away.
const VERSION: u32 = 1;

/// Writes one JSON document.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write(out: &mut dyn io::Write, history: &History) -> io::Result<()> {
    let History { name: file, revision, since, policy, shallow, rows } = history;
    let Summary { versions, breaking, unproven, compatible, identical, broken, too_small } = history.into();
    let summary = SummaryOut { versions, breaking, unproven, compatible, identical, broken, too_small };
    let versions = rows.iter().map(RowOut::from).collect();
    let since = since.as_deref();
    document(
        out,
        &DocumentOut { version: VERSION, file, revision, since, policy, shallow: *shallow, versions, summary },
    )
}

#[derive(Serialize)]
struct DocumentOut<'a> {
    version: u32,
    file: &'a str,
    revision: &'a str,
    since: Option<&'a str>,
    policy: &'a str,
    shallow: bool,
    versions: Vec<RowOut<'a>>,
    summary: SummaryOut,
}

#[derive(Serialize)]
struct RowOut<'a> {
    commit: &'a str,
    date: &'a str,
    author: &'a str,
    subject: &'a str,
    file: &'a str,
    renamed_from: Option<&'a str>,
    info_version: Option<&'a str>,
    state: &'static str,
    problem: Option<&'a str>,
    verdict: Option<VerdictOut<'a>>,
}

impl<'a> From<&'a Row> for RowOut<'a> {
    fn from(row: &'a Row) -> Self {
        let (state, problem, verdict) = match &row.state {
            State::First => ("first", None, None),
            State::Judged(judged) => ("compared", None, Some(judged.into())),
            State::Broken(why) => ("broken", Some(why.as_str()), None),
            State::Gone => ("gone", None, None),
        };
        Self {
            commit: &row.commit,
            date: &row.date,
            author: &row.author,
            subject: &row.subject,
            file: &row.file,
            renamed_from: row.renamed_from.as_deref(),
            info_version: row.version.as_deref(),
            state,
            problem,
            verdict,
        }
    }
}

#[derive(Serialize)]
struct VerdictOut<'a> {
    against: &'a str,
    compatibility: &'static str,
    breaking: usize,
    unproven: usize,
    risky: usize,
    safe: usize,
    required_bump: &'static str,
    declared_bump: Option<&'static str>,
    bump_is_enough: Option<bool>,
    next_version: Option<&'a str>,
}

impl<'a> From<&'a Judged> for VerdictOut<'a> {
    fn from(judged: &'a Judged) -> Self {
        let [breaking, unproven, risky, safe] = judged.counts;
        Self {
            against: &judged.against,
            compatibility: judged.compatibility.as_str(),
            breaking,
            unproven,
            risky,
            safe,
            required_bump: judged.required.as_str(),
            declared_bump: judged.declared.map(Bump::as_str),
            bump_is_enough: judged.enough,
            next_version: judged.next.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct SummaryOut {
    versions: usize,
    breaking: usize,
    unproven: usize,
    compatible: usize,
    identical: usize,
    broken: usize,
    too_small: usize,
}
