//! How two JSON Schemas relate, for programs: `docs/schema.md` says what each key means.

use std::io;

use serde::Serialize;

use super::{Cause, Compared, Question, word};
use crate::finding::Span;
use crate::report::json::{LocationOut, document, line};
use crate::report::value::ValueOut;
use crate::schema::inclusion::{Comparison, Inclusion};
use crate::source::loader::Sources;

/// Changes only when a key changes its meaning or goes away.
const VERSION: u32 = 1;

/// Writes one JSON document with the answers to both questions.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write(out: &mut dyn io::Write, compared: &Compared<'_>) -> io::Result<()> {
    let Compared { comparison, .. } = compared;
    let causes = Question::ALL.into_iter().flat_map(|question| {
        let causes = compared.causes(question).into_iter();
        causes.map(move |cause| CauseOut::of(compared.sources(), question, cause))
    });
    document(
        out,
        &DocumentOut {
            version: VERSION,
            old_in_new: word(&comparison.old_in_new),
            new_in_old: word(&comparison.new_in_old),
            witnesses: witnesses(comparison),
            causes: causes.collect(),
        },
    )
}

/// Writes the answers for one pair of a list of them, in one line.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write_pair(out: &mut dyn io::Write, index: usize, id: Option<&str>, comparison: &Comparison) -> io::Result<()> {
    line(
        out,
        &PairOut {
            index,
            id,
            old_in_new: word(&comparison.old_in_new),
            new_in_old: word(&comparison.new_in_old),
            witnesses: witnesses(comparison),
            steps: comparison.steps,
        },
    )
}

#[derive(Serialize)]
struct DocumentOut<'a> {
    version: u32,
    old_in_new: &'a str,
    new_in_old: &'a str,
    witnesses: Vec<WitnessOut<'a>>,
    causes: Vec<CauseOut>,
}

#[derive(Serialize)]
struct PairOut<'a> {
    index: usize,
    id: Option<&'a str>,
    old_in_new: &'a str,
    new_in_old: &'a str,
    witnesses: Vec<WitnessOut<'a>>,
    steps: u64,
}

#[derive(Serialize)]
struct WitnessOut<'a> {
    refutes: &'a str,
    value: ValueOut<'a>,
    pointer: &'a str,
    verified: bool,
}

fn witnesses(comparison: &Comparison) -> Vec<WitnessOut<'_>> {
    let of = |question: Question| match question.of(comparison) {
        Inclusion::Fails(witness) => Some(WitnessOut {
            refutes: question.as_str(),
            value: ValueOut(&witness.value),
            pointer: witness.failures.first().map_or("", |failure| &failure.instance),
            verified: true,
        }),
        Inclusion::Holds | Inclusion::Unknown(_) => None,
    };
    Question::ALL.into_iter().filter_map(of).collect()
}

#[derive(Serialize)]
struct CauseOut {
    refutes: &'static str,
    keyword: Option<&'static str>,
    message: String,
    instance: Option<String>,
    old: Option<LocationOut>,
    new: Option<LocationOut>,
}

impl CauseOut {
    fn of(sources: &Sources, question: Question, cause: Cause) -> Self {
        let location = |span: Option<Span>| span.map(|span| LocationOut::of(sources, span));
        Self {
            refutes: question.as_str(),
            keyword: cause.keyword.map(crate::contract::keywords::Keyword::as_str),
            message: cause.message,
            instance: cause.instance,
            old: location(cause.old),
            new: location(cause.new),
        }
    }
}
