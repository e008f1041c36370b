//! What is wrong with suppressions: findings of rules that have no code of their own.

use std::collections::BTreeSet;

use super::Written;
use super::allowance::{Allowance, Allowances, Means};
use super::peers;
use crate::config::{Allow, names, rules_named};
use crate::contract::{Contract, DocId};
use crate::finding::{Finding, Label, Span};
use crate::lint::{Plan, rules};
use crate::source::loader::Sources;

const MALFORMED: &str = "malformed-suppression";
const UNEXPLAINED: &str = "unexplained-suppression";
const UNKNOWN: &str = "unknown-suppression";
const UNUSED: &str = "unused-suppression";
const FOREIGN: &str = "foreign-suppression";

/// How alike two names are of which one is meant by the other.
const ALIKE: f32 = 0.6;
/// How many rules of other tools are named.
const NAMED: usize = 5;
/// Comparing names is slow, and nobody needs ten thousand suggestions.
const MOST_COMPARED: usize = 50;

pub(super) struct Own<'c> {
    contract: &'c Contract,
    plan: &'c Plan,
    findings: Vec<Finding>,
    /// Rules of other tools that have no counterpart, and the first place of one.
    foreign: (BTreeSet<String>, Option<Span>),
    compared: usize,
}

impl<'c> Own<'c> {
    pub(super) fn new(contract: &'c Contract, plan: &'c Plan) -> Self {
        Self { contract, plan, findings: Vec::new(), foreign: (BTreeSet::new(), None), compared: 0 }
    }

    /// What was found wrong while suppressions were read.
    pub(super) fn findings(&mut self) -> Vec<Finding> {
        let (names, at) = std::mem::take(&mut self.foreign);
        if let Some(at) = at {
            let shown: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{}`", short(name))).collect();
            let more = if names.len() > NAMED { format!(" and {} more", names.len() - NAMED) } else { String::new() };
            let (rules, have) = if names.len() == 1 { ("a rule", "has") } else { ("rules", "have") };
            let message = format!(
                "{rules} ignored for another linter {have} no counterpart in caveat: {}{more}",
                shown.join(", ")
            );
            self.say(FOREIGN, at, "nothing follows from this", &message, None, "");
        }
        std::mem::take(&mut self.findings)
    }

    /// Accepts findings of a rule, or says why not.
    pub(super) fn allow(
        &mut self,
        allowances: &mut Allowances,
        (doc, nodes): (DocId, (u32, u32)),
        name: &str,
        by: Means,
        because: Option<&str>,
        (span, written): (Span, Written),
    ) {
        let rules = if by.is_ours() { rules_named(name) } else { peers::counterparts(name) };
        if rules.is_empty() {
            if by.is_ours() {
                self.unknown(name, span);
            } else {
                self.foreign(name, span);
            }
            return;
        }
        if by.is_ours() && because.is_none() {
            let help = match by {
                Means::Comment => format!("write `# caveat: allow {name} because …`"),
                _ => format!("write `{name}: the reason`"),
            };
            let message = format!("nobody says why `{name}` is allowed here, so nobody can tell when to take it back");
            self.say(UNEXPLAINED, span, "no reason", &message, Some(help), name);
        }
        let because = because.map(str::to_owned);
        allowances.0.push(Allowance {
            doc,
            nodes,
            name: name.to_owned(),
            rules,
            by,
            because,
            span,
            written,
            used: false,
        });
    }

    pub(super) fn malformed(&mut self, span: Span, what: &str, help: &str) {
        self.say(
            MALFORMED,
            span,
            "not understood",
            &format!("{what}, so it suppresses nothing"),
            Some(help.into()),
            "",
        );
    }

    fn unknown(&mut self, name: &str, span: Span) {
        self.compared += 1;
        let known = names();
        let near =
            if self.compared > MOST_COMPARED { Vec::new() } else { similar::get_close_matches(name, &known, 1, ALIKE) };
        let help =
            near.first().map_or_else(|| "`caveat rules` lists them".into(), |near| format!("did you mean `{near}`?"));
        let name = short(name);
        self.say(UNKNOWN, span, "unknown", &format!("`{name}` is no rule, so nothing is allowed"), Some(help), &name);
    }

    pub(super) fn foreign(&mut self, name: &str, span: Span) {
        let (names, first) = &mut self.foreign;
        names.insert(name.to_owned());
        first.get_or_insert(span);
    }

    /// What accepted nothing. Where a document could not be read to its end nobody knows.
    pub(super) fn unused(&mut self, allowances: &Allowances) -> Vec<Finding> {
        if self.contract.partial() {
            return Vec::new();
        }
        for allowance in allowances.0.iter().filter(|allowance| allowance.by.is_ours() && !allowance.used) {
            let runs = allowance.rules.iter().any(|rule| self.plan.level(rule).is_some());
            // What accepts findings of this very rule is not judged by it.
            if !runs || allowance.rules.contains(&UNUSED) {
                continue;
            }
            let name = &allowance.name;
            let message = format!("`{name}` is allowed here and finds nothing here");
            self.say(UNUSED, allowance.span, "not needed", &message, Some(format!("take `{name}` away")), name);
        }
        std::mem::take(&mut self.findings)
    }

    fn say(&mut self, rule: &str, span: Span, label: &str, message: &str, help: Option<String>, about: &str) {
        self.findings.extend(finding(self.plan, rule, span, label, message, help, about));
    }
}

fn finding(
    plan: &Plan,
    rule: &str,
    span: Span,
    label: &str,
    message: &str,
    help: Option<String>,
    about: &str,
) -> Option<Finding> {
    let severity = plan.level(rule)?;
    let meta = &rules::find(rule)?.meta;
    Some(Finding {
        rule: meta.id,
        area: meta.area,
        severity,
        message: message.to_owned(),
        primary: Label { span, text: label.to_owned() },
        related: Vec::new(),
        help,
        about: about.to_owned(),
        of_all: rule == FOREIGN,
        fix: None,
    })
}

/// The entries of a configuration that were of no use in a whole run, each with the document that it stands in.
pub fn unused_entries(plan: &Plan, allow: &[Allow], used: &[bool]) -> Vec<(Sources, Finding)> {
    let unused = allow.iter().zip(used).filter(|(entry, used)| !**used && !entry.rules.contains(&UNUSED));
    let unused = unused.filter(|(entry, _)| entry.rules.iter().any(|rule| plan.level(rule).is_some()));
    let finding = |(entry, _): (&Allow, &bool)| {
        let written = &entry.written;
        let sources = Sources::of_one(&written.file, written.text.as_bytes().to_vec());
        let span = Span::of(&sources, crate::contract::At { doc: DocId(0), node: written.node });
        let message = "this entry of `allow` accepts no finding of this run";
        let help = "take it away, or name its files in `files` if they were not linted";
        let finding = finding(plan, UNUSED, span, "not needed", message, Some(help.into()), &entry.rules.join(" "))?;
        Some((sources, finding))
    };
    unused.filter_map(finding).collect()
}

fn short(name: &str) -> String {
    name.chars().take(60).collect()
}
