//! A comparison for programs: `docs/json-output.md` says what each key means.

use std::io;

use serde::{Serialize, Serializer};

use super::Diff;
use crate::diff::change::{Body, Http, Sample, Witness};
use crate::diff::policies::Ruling;
use crate::diff::version::Declared;
use crate::diff::{Change, Level, checks};
use crate::report::json::{LocationOut, document};
use crate::report::value::ValueOut;

/// Changes only when a key changes its meaning or goes away.
const VERSION: u32 = 1;

/// Writes one JSON document with every change, of whatever level.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write(out: &mut dyn io::Write, diff: &Diff<'_>) -> io::Result<()> {
    let changes = Changes(diff);
    let policy = diff.comparison.policy.as_str();
    document(out, &DocumentOut { version: VERSION, policy, verdict: diff.into(), summary: diff.into(), changes })
}

#[derive(Serialize)]
struct DocumentOut<'a> {
    version: u32,
    policy: &'static str,
    verdict: VerdictOut<'a>,
    summary: SummaryOut,
    changes: Changes<'a>,
}

#[derive(Serialize)]
pub(in crate::report) struct VerdictOut<'a> {
    compatibility: &'a str,
    required_bump: &'a str,
    old_version: Option<&'a str>,
    new_version: Option<&'a str>,
    declared_bump: Option<&'a str>,
    bump_is_enough: Option<bool>,
    version: Option<DeclaredOut<'a>>,
}

#[derive(Serialize)]
struct DeclaredOut<'a> {
    habit: &'a str,
    old: &'a str,
    new: &'a str,
    next: Option<&'a str>,
}

impl<'a> From<&'a Declared> for DeclaredOut<'a> {
    fn from(declared: &'a Declared) -> Self {
        let Declared { habit, old, new, next, .. } = declared;
        Self { habit: habit.as_str(), old, new, next: next.as_deref() }
    }
}

impl<'a> From<&Diff<'a>> for VerdictOut<'a> {
    fn from(diff: &Diff<'a>) -> Self {
        let versions = &diff.comparison.versions;
        Self {
            compatibility: diff.comparison.compatibility().as_str(),
            required_bump: versions.required.as_str(),
            old_version: versions.old.as_deref(),
            new_version: versions.new.as_deref(),
            declared_bump: versions.declared.as_ref().map(|declared| declared.bump.as_str()),
            bump_is_enough: versions.enough(),
            version: versions.declared.as_ref().map(DeclaredOut::from),
        }
    }
}

#[derive(Serialize)]
struct SummaryOut {
    breaking: usize,
    unproven: usize,
    risky: usize,
    safe: usize,
}

impl From<&Diff<'_>> for SummaryOut {
    fn from(diff: &Diff<'_>) -> Self {
        let count = |level| diff.comparison.count(level);
        Self {
            breaking: count(Level::Breaking),
            unproven: count(Level::Unproven),
            risky: count(Level::Risky),
            safe: count(Level::Safe),
        }
    }
}

/// The changes, each made when it is written.
pub(in crate::report) struct Changes<'a>(pub(in crate::report) &'a Diff<'a>);

impl Serialize for Changes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fingerprints = self.0.fingerprints().into_iter();
        let changes = self.0.comparison.changes.iter().zip(fingerprints);
        serializer.collect_seq(changes.map(|(change, fingerprint)| ChangeOut::of(self.0, change, fingerprint)))
    }
}

#[derive(Serialize)]
struct ChangeOut<'a> {
    check: &'a str,
    level: &'a str,
    area: &'a str,
    direction: &'a str,
    message: &'a str,
    old: LocationOut,
    new: LocationOut,
    operations: &'a [String],
    witness: Option<ShownOut<'a>>,
    unproven: Option<&'a str>,
    ruling: Option<RulingOut>,
    help: &'a str,
    fingerprint: String,
}

impl<'a> ChangeOut<'a> {
    fn of(diff: &Diff<'_>, change: &'a Change, fingerprint: String) -> Self {
        let check = &checks::all()[change.check];
        Self {
            check: &check.id,
            level: change.level.as_str(),
            area: check.area.as_str(),
            direction: change.direction.as_str(),
            message: &change.message,
            old: LocationOut::of(diff.sources(), change.old.span),
            new: LocationOut::of(diff.sources(), change.new.span),
            operations: &change.operations,
            witness: ShownOut::of(change),
            unproven: change.unproven.as_deref(),
            ruling: change.ruling.as_ref().map(RulingOut::from),
            help: change.help(),
            fingerprint,
        }
    }
}

/// What shows that a change breaks: a value that decides, or a message alone.
#[derive(Serialize)]
#[serde(untagged)]
enum ShownOut<'a> {
    Value(WitnessOut<'a>),
    Message(SampleOut<'a>),
}

impl<'a> ShownOut<'a> {
    fn of(change: &'a Change) -> Option<Self> {
        let value = change.witness.as_ref().map(|witness| ShownOut::Value(witness.into()));
        value.or_else(|| change.sample.as_deref().map(|sample| ShownOut::Message(sample.into())))
    }
}

#[derive(Serialize)]
struct SampleOut<'a> {
    says: &'a str,
    http: HttpOut<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credentials: Option<Vec<CredentialOut<'a>>>,
}

#[derive(Serialize)]
struct CredentialOut<'a> {
    scheme: &'a str,
    scopes: &'a [String],
}

impl<'a> From<&'a Sample> for SampleOut<'a> {
    fn from(sample: &'a Sample) -> Self {
        let out = |(scheme, scopes): &'a (String, Vec<String>)| CredentialOut { scheme, scopes };
        let credentials = sample.credentials.as_ref().map(|all| all.iter().map(out).collect());
        Self { says: sample.says, http: (&sample.http).into(), credentials }
    }
}

#[derive(Serialize)]
struct RulingOut {
    by: &'static str,
    instead_of: &'static str,
    because: &'static str,
}

impl From<&Ruling> for RulingOut {
    fn from(ruling: &Ruling) -> Self {
        Self { by: ruling.by.as_str(), instead_of: ruling.instead_of.as_str(), because: ruling.because }
    }
}

#[derive(Serialize)]
struct WitnessOut<'a> {
    value: ValueOut<'a>,
    pointer: &'a str,
    http: Option<HttpOut<'a>>,
    verified: bool,
}

impl<'a> From<&'a Witness> for WitnessOut<'a> {
    fn from(witness: &'a Witness) -> Self {
        Self {
            value: ValueOut(&witness.value),
            pointer: &witness.pointer,
            http: witness.http.as_deref().map(HttpOut::from),
            verified: witness.verified,
        }
    }
}

#[derive(Serialize)]
struct HttpOut<'a> {
    method: &'a str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
    headers: Headers<'a>,
    /// Without a body the key is not there, since `null` is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<BodyOut<'a>>,
}

impl<'a> From<&'a Http> for HttpOut<'a> {
    fn from(http: &'a Http) -> Self {
        Self {
            method: &http.method,
            path: &http.path,
            status: http.status.as_deref(),
            headers: Headers(&http.headers),
            body: http.body.as_ref().map(BodyOut::from),
        }
    }
}

struct Headers<'a>(&'a [(String, String)]);

impl Serialize for Headers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum BodyOut<'a> {
    Json(ValueOut<'a>),
    Text(&'a str),
}

impl<'a> From<&'a Body> for BodyOut<'a> {
    fn from(body: &'a Body) -> Self {
        match body {
            Body::Json(value) => BodyOut::Json(ValueOut(value)),
            Body::Text(text) => BodyOut::Text(text),
        }
    }
}
