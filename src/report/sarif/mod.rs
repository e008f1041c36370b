//! SARIF 2.1.0, the OASIS format for results of static analysis: one log with one run.

mod result;
mod rule;
mod uri;

use std::collections::BTreeMap;
use std::io;

use serde::{Serialize, Serializer};

use super::json::document;
use super::run::Run;
use result::ResultOut;
use rule::RuleOut;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes one log; without results for a run that found nothing.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub(super) fn write(out: &mut dyn io::Write, run: &Run<'_>) -> io::Result<()> {
    // Rules by their ids, each with its place in the list.
    let mut rules: BTreeMap<&str, usize> = run.entries.iter().map(|entry| (&*entry.rule, 0)).collect();
    rules.values_mut().enumerate().for_each(|(number, place)| *place = number);
    let driver = DriverOut {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        short_description: Text { text: env!("CARGO_PKG_DESCRIPTION") },
        rules: rules.keys().map(|id| RuleOut::of(id)).collect(),
    };
    let run = RunOut {
        tool: ToolOut { driver },
        invocations: [InvocationOut { execution_successful: run.complete }],
        column_kind: "unicodeCodePoints",
        newline_sequences: ["\r\n", "\n", "\r"],
        results: Results { run, rules: &rules },
    };
    document(out, &LogOut { schema: SCHEMA, version: "2.1.0", runs: [run] })
}

#[derive(Serialize)]
struct LogOut<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [RunOut<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunOut<'a> {
    tool: ToolOut<'a>,
    invocations: [InvocationOut; 1],
    column_kind: &'static str,
    newline_sequences: [&'static str; 3],
    results: Results<'a>,
}

#[derive(Serialize)]
struct ToolOut<'a> {
    driver: DriverOut<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DriverOut<'a> {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    short_description: Text<&'static str>,
    rules: Vec<RuleOut<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InvocationOut {
    execution_successful: bool,
}

/// What SARIF calls a message.
#[derive(Serialize)]
struct Text<T> {
    text: T,
}

/// The results, each made when it is written.
struct Results<'a> {
    run: &'a Run<'a>,
    rules: &'a BTreeMap<&'a str, usize>,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let results = self.run.entries.iter().map(|entry| {
            let rule = self.rules.get(&*entry.rule).copied().unwrap_or_default();
            ResultOut::of(entry, rule)
        });
        serializer.collect_seq(results)
    }
}
