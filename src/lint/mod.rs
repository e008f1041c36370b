//! Lint: a checklist of rules and a loop over it.
//!
//! A rule is one file under `rules/<area>/`. It sees one contract and the table of facts, and reports; it cannot fail,
//! does no input or output and keeps no state. Adding one touches two places: its file, and its line in `rules/mod.rs`.

mod cx;
pub mod facts;
pub mod fixes;
pub mod judge;
pub mod rules;
mod since;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::thread;

use crate::contract::{
    Component, Contract, MediaType, Operation, Parameter, PathItem, RequestBody, Response, SchemaView, SecurityScheme,
};
use crate::finding::{Area, Finding, Severity};
pub use cx::{Cx, Report};
use facts::Facts;
use judge::Judge;
pub use since::run_since;

/// What is known of a rule without running it.
#[derive(Debug)]
pub struct Meta {
    /// The id: the file's name with dashes. It names the fault, and reads well after "allow".
    pub id: &'static str,
    /// The area: the folder.
    pub area: Area,
    /// How bad its findings are by default.
    pub severity: Severity,
    /// Whether it runs by default.
    pub status: Status,
    /// The version of caveat that first had it.
    pub since: &'static str,
    /// One line that says what it finds.
    pub summary: &'static str,
    /// Whether it speaks of what is absent, and so stays silent when a document could not be read to its end.
    pub needs: Needs,
    /// The page: what it does, why, bad, good, references. Markdown.
    pub page: &'static str,
    /// The options.
    pub options: &'static [OptionMeta],
}

/// An option of a rule.
#[derive(Debug)]
pub struct OptionMeta {
    /// The field's name; in configuration underscores are dashes.
    pub field: &'static str,
    /// What it means.
    pub doc: &'static str,
}

impl OptionMeta {
    /// The name in configuration.
    pub fn name(&self) -> String {
        self.field.replace('_', "-")
    }

    /// What it means, in one line.
    pub fn text(&self) -> String {
        self.doc.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Whether a rule runs by default.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// It does.
    Stable,
    /// Only where the configuration gives it a level.
    Preview,
}

/// What a rule needs of the documents.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Needs {
    /// It speaks of what is there.
    Presence,
    /// It speaks of what is absent: all documents must have been read to their end.
    Whole,
}

/// A rule in the registry.
#[derive(Debug)]
pub struct Entry {
    /// What is known of it.
    pub meta: Meta,
    /// Makes the rule from its options.
    pub build: fn(serde_yaml::Value) -> Result<Box<dyn Rule>, serde_yaml::Error>,
    /// The options with their defaults.
    pub defaults: fn() -> serde_yaml::Value,
}

/// A rule: it implements the hooks that it needs, and they are called for each element of their sort.
pub trait Rule: Send + Sync {
    /// Looks at everything. The hooks are called from here, so a rule that needs none of them costs nothing for them.
    fn check(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        self.document(cx);
        for item in &contract.path_items {
            self.path_item(cx, item);
        }
        for operation in &contract.operations {
            self.operation(cx, operation);
        }
        for parameter in &contract.parameters {
            self.parameter(cx, parameter);
        }
        for header in &contract.headers {
            self.header(cx, header);
        }
        for body in &contract.request_bodies {
            self.request_body(cx, body);
        }
        for response in &contract.responses {
            self.response(cx, response);
        }
        for media_type in &contract.media_types {
            self.media_type(cx, media_type);
        }
        for schema in contract.all_schemas() {
            self.schema(cx, schema);
        }
        for scheme in &contract.security_schemes {
            self.security_scheme(cx, scheme);
        }
        for component in &contract.components {
            self.component(cx, component);
        }
    }

    /// Once a contract.
    fn document(&self, _cx: &mut Cx<'_>) {}
    /// Each path item: of paths, webhooks and callbacks, and those that only components hold.
    fn path_item<'c>(&self, _cx: &mut Cx<'c>, _item: &'c PathItem) {}
    /// Each operation: of paths, webhooks and callbacks.
    fn operation<'c>(&self, _cx: &mut Cx<'c>, _operation: &'c Operation) {}
    /// Each parameter, once at its definition.
    fn parameter<'c>(&self, _cx: &mut Cx<'c>, _parameter: &'c Parameter) {}
    /// Each header, once at its definition.
    fn header<'c>(&self, _cx: &mut Cx<'c>, _header: &'c Parameter) {}
    /// Each request body, once at its definition.
    fn request_body<'c>(&self, _cx: &mut Cx<'c>, _body: &'c RequestBody) {}
    /// Each response, once at its definition.
    fn response<'c>(&self, _cx: &mut Cx<'c>, _response: &'c Response) {}
    /// Each media type, once at its definition.
    fn media_type<'c>(&self, _cx: &mut Cx<'c>, _media_type: &'c MediaType) {}
    /// Each schema, once at its definition.
    fn schema<'c>(&self, _cx: &mut Cx<'c>, _schema: SchemaView<'c>) {}
    /// Each security scheme.
    fn security_scheme<'c>(&self, _cx: &mut Cx<'c>, _scheme: &'c SecurityScheme) {}
    /// Each entry under `components`.
    fn component<'c>(&self, _cx: &mut Cx<'c>, _component: &'c Component) {}
}

/// Which rules run, how bad their findings are, and what is fixed in advance.
pub struct Plan {
    rules: Vec<PlannedRule>,
    /// How conventions are inferred, and which are pinned.
    pub conventions: facts::ConventionSettings,
    /// The day that counts as today, as `YYYY-MM-DD`, for sunset dates. Without it no sunset has passed.
    pub today: Option<String>,
}

/// A rule with what is known of it and the severity of its findings.
type PlannedRule = (&'static Meta, Severity, Box<dyn Rule>);

/// The facts, collected when a rule first asks for one.
pub struct LazyFacts<'c> {
    contract: &'c Contract,
    settings: &'c facts::ConventionSettings,
    collected: OnceLock<Facts>,
}

impl<'c> LazyFacts<'c> {
    fn of(contract: &'c Contract, settings: &'c facts::ConventionSettings) -> Self {
        Self { contract, settings, collected: OnceLock::new() }
    }
}

impl std::ops::Deref for LazyFacts<'_> {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        self.collected.get_or_init(|| Facts::of(self.contract, self.settings))
    }
}

/// The stack of the second thread: schemas are compiled by recursion, up to a cap.
const STACK: usize = 16 << 20;

/// What a configuration says about one rule.
#[derive(Clone, Debug, Default)]
pub struct RuleSetting {
    /// The level; `Some(None)` is `off`.
    pub level: Option<Option<Severity>>,
    /// The options; null for none.
    pub options: serde_yaml::Value,
}

impl Default for Plan {
    /// All stable rules with their defaults.
    fn default() -> Self {
        Self::new(&BTreeMap::new(), facts::ConventionSettings::default()).unwrap_or_else(|(rule, error)| {
            unreachable!("the defaults of {rule} are read by the type that wrote them: {error}")
        })
    }
}

impl Plan {
    /// A plan from what a configuration says, by rule id. An option that its rule does not take is an error, with the
    /// rule's id.
    pub fn new(
        settings: &BTreeMap<String, RuleSetting>,
        conventions: facts::ConventionSettings,
    ) -> Result<Self, (&'static str, serde_yaml::Error)> {
        let mut rules = Vec::new();
        for entry in rules::all() {
            let meta = &entry.meta;
            let setting = settings.get(meta.id).cloned().unwrap_or_default();
            let default = (meta.status == Status::Stable).then_some(meta.severity);
            let Some(severity) = setting.level.unwrap_or(default) else { continue };
            let options = match setting.options {
                serde_yaml::Value::Null => serde_yaml::Value::Mapping(serde_yaml::Mapping::new()),
                other => other,
            };
            let rule = (entry.build)(options).map_err(|error| (meta.id, error))?;
            rules.push((meta, severity, rule));
        }
        Ok(Self { rules, conventions, today: None })
    }

    /// A plan with these rules and no others, for tests of what runs them.
    #[cfg(test)]
    pub(crate) fn of(rules: Vec<(&'static Meta, Severity, Box<dyn Rule>)>) -> Self {
        Self { rules, conventions: facts::ConventionSettings::default(), today: None }
    }

    /// The rules that run, in the order of the registry.
    pub fn rules(&self) -> impl Iterator<Item = &'static Meta> {
        self.rules.iter().map(|(meta, ..)| *meta)
    }

    /// How bad the findings of a rule are; nothing if it does not run.
    pub fn level(&self, id: &str) -> Option<Severity> {
        self.rules.iter().find(|(meta, ..)| meta.id == id).map(|(_, severity, _)| *severity)
    }

    /// The same plan with one rule only, for tests of its page.
    #[must_use]
    pub fn only(mut self, id: &str) -> Self {
        self.rules.retain(|(meta, _, _)| meta.id == id);
        self
    }
}

/// What linting one contract yields.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The findings, sorted by place and rule.
    pub findings: Vec<Finding>,
    /// Rules that failed, by id: faults of caveat, not of the description.
    pub failures: Vec<&'static str>,
}

/// Lints a contract.
pub fn run(contract: &Contract, plan: &Plan) -> Outcome {
    run_on(&LazyFacts::of(contract, &plan.conventions), plan)
}

fn run_on(facts: &LazyFacts<'_>, plan: &Plan) -> Outcome {
    let (contract, today) = (facts.contract, plan.today.as_deref());
    // Rules that judge values ask for no facts, and those that ask for facts judge none: each half has its own thread.
    let (judging, looking): (Vec<_>, Vec<_>) =
        plan.rules.iter().partition(|(meta, ..)| matches!(meta.area, Area::Schemas | Area::Examples));
    let mut outcome = thread::scope(|scope| {
        let other =
            thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || check(contract, facts, today, &judging));
        let mut outcome = check(contract, facts, today, &looking);
        let half = match other {
            // What a rule fails at is caught in `check`; if the thread falls all the same, none of its rules was done.
            Ok(other) => other.join().unwrap_or_else(|_| Outcome {
                failures: judging.iter().map(|(meta, ..)| meta.id).collect(),
                ..Outcome::default()
            }),
            Err(_) => check(contract, facts, today, &judging),
        };
        outcome.findings.extend(half.findings);
        outcome.failures.extend(half.failures);
        outcome
    });
    let key = |f: &Finding| (f.primary.span.doc, f.primary.span.start, f.primary.span.end, f.rule);
    outcome
        .findings
        .sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| (&a.about, &a.message).cmp(&(&b.about, &b.message))));
    // A definition that several places use is one definition: one fault is one finding.
    outcome.findings.dedup_by(|b, a| key(a) == key(b) && a.about == b.about && a.message == b.message);
    outcome
}

/// Runs some of the rules, one after the other.
fn check(contract: &Contract, facts: &LazyFacts<'_>, today: Option<&str>, rules: &[&PlannedRule]) -> Outcome {
    let partial = contract.partial();
    let mut judge = Judge::new(contract);
    let mut outcome = Outcome::default();
    for (meta, severity, rule) in rules {
        if partial && meta.needs == Needs::Whole {
            continue;
        }
        let mut cx = Cx { contract, facts, judge, today, meta, severity: *severity, findings: Vec::new() };
        // A rule that fails must not take the findings of the others with it.
        if catch_unwind(AssertUnwindSafe(|| rule.check(&mut cx))).is_err() {
            outcome.failures.push(meta.id);
            // Nobody knows what it was in the middle of.
            cx.judge = Judge::new(contract);
        }
        outcome.findings.append(&mut cx.findings);
        judge = cx.judge;
    }
    outcome
}
