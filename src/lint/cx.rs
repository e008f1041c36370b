//! What a rule sees, and how it reports.

use super::judge::Judge;
use super::{LazyFacts, Meta};
use crate::contract::{At, Contract, Problem, ProblemKind};
use crate::finding::{Edit, Finding, Fix, Label, Severity, Span};

/// What a rule sees, and where it reports.
pub struct Cx<'c> {
    /// The contract.
    pub contract: &'c Contract,
    /// The facts about it.
    pub facts: &'c LazyFacts<'c>,
    /// What its schemas say of values.
    pub judge: Judge<'c>,
    /// The day that counts as today, as `YYYY-MM-DD`, if anybody says.
    pub today: Option<&'c str>,
    pub(super) meta: &'static Meta,
    pub(super) severity: Severity,
    pub(super) findings: Vec<Finding>,
}

impl<'c> Cx<'c> {
    /// Reports a finding at a node. `label` says in a few words what is to be seen there; `message` is a sentence
    /// without a full stop that stands without it. Help, related places and the rest are set on what is returned.
    ///
    /// A container is shown by its key, so `at` may be the definition itself.
    pub fn report(&mut self, at: At, label: impl Into<String>, message: impl Into<String>) -> Report<'_, 'c> {
        self.report_label(Label { span: Span::of(&self.contract.sources, at), text: label.into() }, message)
    }

    /// Reports what lowering could not understand, of one sort.
    pub fn report_problems(&mut self, kind: ProblemKind) {
        for problem in self.contract.problems.iter().filter(|p| p.kind == kind) {
            self.report_problem(problem);
        }
    }

    /// Reports one thing that lowering could not understand.
    pub fn report_problem(&mut self, problem: &Problem) {
        let report = self.report(problem.at, &problem.label, &problem.message);
        if let Some(help) = &problem.help {
            let _ = report.help(help);
        }
    }

    /// Reports a finding at a place of the text that is no node.
    pub fn report_label(&mut self, primary: Label, message: impl Into<String>) -> Report<'_, 'c> {
        let contract = self.contract;
        let finding = self.findings.push_mut(Finding {
            rule: self.meta.id,
            area: self.meta.area,
            severity: self.severity,
            message: message.into(),
            primary,
            related: Vec::new(),
            help: None,
            about: String::new(),
            of_all: false,
            fix: None,
        });
        Report { finding, contract }
    }
}

/// A finding that was just reported, to say more about it.
pub struct Report<'f, 'c> {
    finding: &'f mut Finding,
    contract: &'c Contract,
}

impl Report<'_, '_> {
    /// Says what to write instead.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.finding.help(help);
        self
    }

    /// Points at another place that one has to look at.
    pub fn related(self, at: At, text: impl Into<String>) -> Self {
        self.finding.related(&self.contract.sources, at, text);
        self
    }

    /// Names what tells this finding from others of its rule at the same place; a part of the fingerprint.
    pub fn about(self, about: impl Into<String>) -> Self {
        self.finding.about(about);
        self
    }

    /// Says that this stands for all places of its kind, at the first of them.
    pub fn of_all(self) -> Self {
        self.finding.of_all = true;
        self
    }

    /// Says what mends it, where that could be made.
    pub fn fix(self, title: impl Into<String>, edits: impl IntoIterator<Item = Option<Edit>>) -> Self {
        let edits: Option<Vec<Edit>> = edits.into_iter().collect();
        self.finding.fix = edits.map(|edits| Fix { title: title.into(), edits });
        self
    }

    /// Makes this finding advice under a condition: mostly that the habit which a name leaves rests on little.
    pub fn advice_if(self, condition: bool) -> Self {
        if condition { self.at_most(Severity::Info) } else { self }
    }

    /// Makes this finding no worse than `severity`, for the lesser cases of a rule.
    pub fn at_most(self, severity: Severity) -> Self {
        self.finding.severity = self.finding.severity.min(severity);
        self
    }
}
