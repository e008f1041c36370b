//! A comparison as a list of entries: what the formats for build systems write.

use std::borrow::Cow;

use super::block::names_operation;
use super::{Diff, verdict, witness};
use crate::diff::change::Side;
use crate::diff::{Change, Level, checks};
use crate::report::Location;
use crate::report::frame::Pen;
use crate::report::run::{Entry, Run};
use crate::report::text::UNWRAPPED;

/// The width of evidence.
const WIDTH: usize = 100;

/// What shows that a change breaks, or why that could not be decided.
#[derive(Clone, Copy)]
pub struct Evidence<'a>(&'a Change);

impl<'a> Evidence<'a> {
    fn of(change: &'a Change) -> Option<Self> {
        let there = change.witness.is_some() || change.sample.is_some() || change.unproven.is_some();
        there.then_some(Self(change))
    }

    /// The request or the response, as it is shown on a terminal, below a line that says what it shows.
    pub fn shown(&self) -> String {
        let mut text = String::new();
        witness::shown(&mut text, &Pen::new(WIDTH, false, true), &[self.0]);
        text
    }

    /// What stopped the proof.
    pub fn unproven(&self) -> Option<&'a str> {
        self.0.unproven.as_deref()
    }
}

impl<'a> Diff<'a> {
    /// The changes from a level on, and what all of them come to; with what `check_version` has to say.
    pub fn run(&self, show: Level, check_version: bool) -> Run<'a> {
        let pen = Pen::new(UNWRAPPED, false, true);
        let mut summary = String::new();
        verdict::write(&mut summary, &pen, self.comparison, show);
        if check_version {
            verdict::check_version(&mut summary, &pen, self.comparison);
        }
        let name = self.sources().doc(self.new.at.doc).name.clone();
        Run::new("diff", vec![name], self.entries(show), summary.lines().map(str::to_owned).collect())
    }

    /// The changes from a level on.
    pub(in crate::report) fn entries(&self, show: Level) -> Vec<Entry<'a>> {
        let changes = self.comparison.changes.iter().zip(self.fingerprints());
        let shown = changes.filter(|(change, _)| change.level >= show);
        shown.map(|(change, fingerprint)| self.entry(change, fingerprint)).collect()
    }

    fn entry(&self, change: &'a Change, fingerprint: String) -> Entry<'a> {
        let check = &checks::all()[change.check];
        let place = |side: &'a Side| (Location::of(self.sources(), side.span), side.label.as_str());
        let (location, label) = place(&change.new);
        Entry {
            rule: Cow::from(&check.id),
            area: check.area.as_str(),
            severity: change.level.severity(),
            level: change.level.as_str(),
            message: Cow::from(&change.message),
            help: Some(Cow::from(change.help())),
            location,
            label,
            related: vec![place(&change.old)],
            fingerprint,
            mend: None,
            reaches: if names_operation(change) { &[] } else { &change.operations },
            evidence: Evidence::of(change),
        }
    }
}
