//! Rules over one description.

use std::collections::BTreeSet;

use hashbrown::HashSet;

use super::functions::{Fault, Function, Subject, Tools};
use super::message::{Variables, filled};
use super::path::{Given, Walk};
use super::ruleset::{Note, Rule, Ruleset, Then};
use super::target::{Field, Target, property, targets};
use super::tree::Tree;
use crate::config::OWN;
use crate::contract::Contract;
use crate::finding::kept;
use crate::finding::{Area, Finding, Label, Span};
use crate::lint::judge::cut;
use crate::schema::evaluate::Patterns;
use crate::source::loader::At;
use crate::source::tape::Kind;

/// The most signs of a value that a message repeats.
const LONGEST_VALUE: usize = 120;

/// How deep all findings may stand together: each is shown with its pointer, and a document may be nested a hundred
/// thousand levels deep.
const MOST_DEPTH: usize = 1_000_000;

/// What rulesets yield for one description.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The findings, sorted by place and rule.
    pub findings: Vec<Finding>,
    /// What was not run.
    pub notes: BTreeSet<Note>,
}

/// Runs rulesets over a description.
pub fn run(contract: &Contract, rulesets: &[Ruleset]) -> Outcome {
    let mut outcome = Outcome::default();
    let sources = &*contract.sources;
    let (resolved, written) = (Tree::new(sources, true), Tree::new(sources, false));
    let mut run =
        Run { contract, patterns: Patterns::new(), referenced: None, depth: MOST_DEPTH, outcome: &mut outcome };
    for ruleset in rulesets {
        run.outcome.notes.extend(ruleset.notes.iter().cloned());
        for rule in ruleset.rules(&sources.doc(contract.at.doc).name).values() {
            if rule.runs(contract.version) {
                run.rule(ruleset, rule, if rule.resolved { &resolved } else { &written });
            }
        }
    }
    sort(&mut outcome.findings);
    outcome
}

/// Sorts as lint does, and leaves one of findings that say the same of the same place: a definition that several
/// places use is one definition.
fn sort(findings: &mut Vec<Finding>) {
    let key = |f: &Finding| (f.primary.span.doc, f.primary.span.start, f.primary.span.end, f.rule);
    findings.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| (&a.about, &a.message).cmp(&(&b.about, &b.message))));
    findings.dedup_by(|b, a| key(a) == key(b) && a.about == b.about && a.message == b.message);
}

struct Run<'r> {
    contract: &'r Contract,
    patterns: Patterns,
    referenced: Option<HashSet<At>>,
    /// How much of [`MOST_DEPTH`] is left.
    depth: usize,
    outcome: &'r mut Outcome,
}

impl<'r> Run<'r> {
    fn rule(&mut self, ruleset: &Ruleset, rule: &Rule, tree: &Tree<'r>) {
        let mut not_run = Vec::new();
        let mut thens = Vec::new();
        for then in &rule.then {
            match prepared(then) {
                Ok(prepared) => thens.push(prepared),
                Err(why) => not_run.push(why),
            }
        }
        if !thens.is_empty() {
            for text in rule.given(self.contract.version) {
                match Given::parse(&text) {
                    Ok(given) => self.given(ruleset, rule, tree, &given, &thens, &mut not_run),
                    Err(why) => not_run.push(format!("of its path `{}`: {why}", cut(&text, LONGEST_VALUE))),
                }
            }
        }
        let note = |why| Note { ruleset: ruleset.name.clone(), what: format!("`{}`", rule.name), why };
        self.outcome.notes.extend(not_run.into_iter().map(note));
    }

    fn given(
        &mut self,
        ruleset: &Ruleset,
        rule: &Rule,
        tree: &Tree<'r>,
        given: &Given,
        thens: &[(Option<Field>, &Function)],
        not_run: &mut Vec<String>,
    ) {
        let root = At { doc: self.contract.at.doc, node: 0 };
        let document = &tree.sources.doc(root.doc).name;
        let mut walk = Walk::new(tree, &mut self.patterns, root);
        let hits = walk.follow(given, tree.start(root));
        not_run.extend(walk.gave_up.map(|why| format!("not whole on {document}: {why}")));
        for (field, function) in thens {
            let mut evaluation = function.evaluation();
            let mut unjudged = None;
            for &hit in &hits {
                for target in targets(tree, &mut self.patterns, hit, field.as_ref()) {
                    let own = property(tree, target.at, &target.missing);
                    let it = if own.is_empty() { "the document".to_owned() } else { format!("`{}`", cut(&own, 60)) };
                    let (patterns, referenced) = (&mut self.patterns, &mut self.referenced);
                    let mut tools = Tools { tree, patterns, referenced, unjudged: None };
                    for fault in function.check(&target.subject, &it, &mut tools, evaluation.as_mut()) {
                        let Some(left) = self.depth.checked_sub(depth(tree, target.at)) else {
                            unjudged.get_or_insert("it finds too much");
                            break;
                        };
                        self.depth = left;
                        let finding = finding(ruleset, rule, tree, &target, fault);
                        self.outcome.findings.extend(finding);
                    }
                    unjudged = unjudged.or(tools.unjudged);
                }
            }
            not_run.extend(unjudged.map(|why| format!("not whole on {document}: {why}")));
        }
    }
}

/// How deep a node stands, and one.
fn depth(tree: &Tree<'_>, at: At) -> usize {
    let doc = tree.doc(at);
    std::iter::successors(Some(at.node), |&node| doc.parent(node)).count()
}

/// A function with its field, or why it is not run.
fn prepared(then: &Then) -> Result<(Option<Field>, &Function), String> {
    let function = then.function.as_ref().map_err(Clone::clone)?;
    let field = then.field.as_deref().map(Field::parse).transpose()?;
    Ok((field, function))
}

fn finding(ruleset: &Ruleset, rule: &Rule, tree: &Tree<'_>, target: &Target<'_>, fault: Fault) -> Option<Finding> {
    let (at, key) = fault.at.unwrap_or((target.at, target.key));
    // Another node than the one that was asked about has nothing missing below it.
    let missing = if at == target.at { &target.missing[..] } else { &[] };
    let doc = tree.doc(at);
    let pointer = doc.pointer(at.node);
    let severity = ruleset.severity(rule, &doc.name, &pointer)?;
    let property = property(tree, at, missing);
    let description = rule.description.as_deref().unwrap_or_default();
    let variables = Variables {
        error: &fault.error,
        property: &property,
        path: &format!("#{pointer}"),
        value: &shown(tree, &target.subject),
        description,
    };
    let message = match (&rule.message, description) {
        (Some(message), _) => filled(message, &variables),
        (None, "") => fault.error.clone(),
        (None, description) => description.to_owned(),
    };
    let label = if message == fault.error { String::new() } else { fault.error.clone() };
    let shown = if key { at.to(doc.key_of(at.node)) } else { at };
    Some(Finding {
        rule: kept(&format!("{OWN}{}", rule.name)),
        area: Area::Own,
        severity,
        message,
        primary: Label { span: Span::of(tree.sources, shown), text: label },
        related: Vec::new(),
        help: rule.url.as_ref().map(|url| format!("see {url}")),
        about: fault.error,
        of_all: false,
        fix: None,
    })
}

fn shown(tree: &Tree<'_>, subject: &Subject<'_>) -> String {
    match subject {
        Subject::Missing => String::new(),
        Subject::Key(key) => cut(key, LONGEST_VALUE),
        Subject::Node(node) => {
            let view = tree.view(node.value);
            match view.kind() {
                Kind::Map | Kind::Seq => view.kind().noun().to_owned(),
                _ => cut(&view.as_scalar().unwrap_or_default(), LONGEST_VALUE),
            }
        }
    }
}
