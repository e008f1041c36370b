//! What schemas say of values: asked by rules, worked out by `schema`, and shared by a whole run.

use std::borrow::Cow;

use crate::contract::keywords::Keyword;
use crate::contract::{At, Contract, Kind, SchemaView, View};
use crate::finding::Severity;
use crate::lint::Cx;
use crate::schema::evaluate::{Evaluator, Failure, Verdict};
use crate::schema::value::Value;
use crate::schema::{Answer, Projection, Proof, Prover, Senders};

/// Answers questions about the schemas of one contract; what it learns for one it uses for the next.
pub struct Judge<'c> {
    contract: &'c Contract,
    /// Of all properties; of those in requests; of those in responses.
    evaluators: [Evaluator<'c>; 3],
    /// Made when it is first asked, for most descriptions give no reason to.
    prover: Option<Prover<'c>>,
    /// The steps that are left for all questions to the prover.
    steps: u64,
}

/// The steps that all questions of a run to the prover may take together.
const MOST_STEPS: u64 = 1_000_000;

/// What a value is refused for.
pub struct Refusal {
    /// The node of the part of the value that is refused.
    pub part: At,
    /// Whether that is all of it.
    pub whole: bool,
    /// The keyword that refuses it, and the node of its value.
    pub keyword: (Keyword, At),
    /// What is wrong, as the end of a sentence.
    pub why: String,
    /// What is to be seen at the part, in a few words.
    pub label: String,
    /// What to write instead, if that is clear.
    pub help: Option<String>,
}

impl Refusal {
    /// Reports the refusal of `what`.
    pub fn report(self, cx: &mut Cx<'_>, what: &str) {
        let contract = cx.contract;
        let null = self.whole && contract.view(self.part).kind() == Kind::Null;
        // Where the schema does not tell what was meant, one of the two is wrong.
        let help = self.help.unwrap_or_else(|| {
            format!("write a value that the schema accepts, or mend the schema if the {what} is right")
        });
        let (keyword, place) = self.keyword;
        let report = cx.report(self.part, self.label, format!("this {what} is refused by its schema: {}", self.why));
        let report = report.related(place, format!("`{}` is here", keyword.as_str())).help(help);
        // A lone `null` is often meant as "there is none".
        if null {
            let _ = report.at_most(Severity::Info);
        }
    }
}

/// What a value is written for, which decides what may be missing in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// An example: what exists in one direction only may be missing.
    Example,
    /// A default: what has a default of its own may be missing too, for who fills in the one fills in the other.
    Default,
}

impl<'c> Judge<'c> {
    pub(super) fn new(contract: &'c Contract) -> Self {
        let evaluators = [Projection::Whole, Projection::Request, Projection::Response];
        let evaluators = evaluators.map(|projection| Evaluator::new(contract, projection));
        Self { contract, evaluators, prover: None, steps: MOST_STEPS }
    }

    /// Asks the prover, unless it has worked enough.
    fn prove(&mut self, question: impl FnOnce(&mut Prover<'c>) -> Proof) -> Option<Answer> {
        if self.steps == 0 {
            return None;
        }
        let contract = self.contract;
        let prover = self.prover.get_or_insert_with(|| Prover::new(contract, contract, Senders::Declared));
        let proof = question(prover);
        self.steps = self.steps.saturating_sub(proof.steps);
        Some(proof.answer)
    }

    /// Whether it is certain that no value satisfies a schema.
    pub fn impossible(&mut self, schema: SchemaView<'c>) -> bool {
        matches!(self.prove(|prover| prover.satisfiable(schema, Projection::Whole)), Some(Answer::Included))
    }

    /// Whether a schema accepts a value that stands nowhere.
    pub fn accepts(&mut self, schema: SchemaView<'c>, value: &Value) -> bool {
        self.evaluators[0].evaluate(schema.id, value) == Verdict::Accepts
    }

    /// Whether a schema refuses a value that stands nowhere; `false` too where that cannot be told.
    pub fn refuses(&mut self, schema: SchemaView<'c>, value: &Value) -> bool {
        matches!(self.evaluators[0].evaluate(schema.id, value), Verdict::Refuses(_))
    }

    /// A value that two alternatives of a `oneOf` accept, so that the schema around them refuses it. It is made of what
    /// `sender` declares, and has at least one property if it is an object.
    pub fn shared(&mut self, around: SchemaView<'c>, sender: SchemaView<'c>, other: SchemaView<'c>) -> Option<Value> {
        let answer = self.prove(|prover| {
            let [sends, accepts] = [sender, other].map(|schema| prover.accepted(schema, Projection::Whole));
            let both = prover.both(sends, accepts);
            let telling = prover.telling(both);
            prover.find(telling, Some(sends))
        })?;
        let Answer::Refuted(value) = answer else { return None };
        // The evaluator has the last word, and what is refused for another reason too is nothing to send anyway.
        let accepted = self.accepts(sender, &value) && self.accepts(other, &value);
        let Verdict::Refuses(failures) = self.evaluators[0].evaluate(around.id, &value) else { return None };
        let by_itself = failures.iter().all(|f| f.schema == around.id && f.keyword == Keyword::OneOf);
        (accepted && by_itself).then_some(value)
    }

    /// Why a schema refuses the value of a node; nothing if it accepts it, or if that cannot be told.
    pub fn refusal(&mut self, schema: SchemaView<'c>, at: At, purpose: Purpose) -> Option<Refusal> {
        let value = Value::read(self.contract.view(at))?;
        let Verdict::Refuses(failures) = self.evaluators[0].evaluate(schema.id, &value) else { return None };
        // An example is one of a request or of a response: either will do.
        for evaluator in &mut self.evaluators[1..] {
            if !matches!(evaluator.evaluate(schema.id, &value), Verdict::Refuses(_)) {
                return None;
            }
        }
        let failure = failures.iter().find(|failure| self.counts(failure, purpose))?;
        let mut refusal = self.explain(failure, at);
        let branches = failures.iter().find(|around| {
            matches!(around.keyword, Keyword::OneOf | Keyword::AnyOf) && failure.instance.starts_with(&around.instance)
        });
        if let Some(around) = branches {
            refusal.why += &format!(", in the nearest alternative of `{}`", around.keyword.as_str());
        }
        Some(refusal)
    }

    /// Whether a failure is a fault of the value. That several alternatives accept it is one of the schema, and some
    /// properties may be missing.
    fn counts(&self, failure: &Failure, purpose: Purpose) -> bool {
        match (failure.keyword, &failure.member) {
            (Keyword::OneOf | Keyword::AnyOf, _) => false,
            (Keyword::Required, Some(name)) => {
                let property = self.contract.schema(failure.schema).property(name);
                let parts = property.map(|p| p.schema.conjuncts()).unwrap_or_default();
                !parts.into_iter().any(|part| {
                    part.flag(Keyword::ReadOnly)
                        || part.flag(Keyword::WriteOnly)
                        || (purpose == Purpose::Default && part.has(Keyword::Default))
                })
            }
            _ => true,
        }
    }

    fn explain(&self, failure: &Failure, at: At) -> Refusal {
        let (part, whole) = part(self.contract.view(at), &failure.instance);
        let it = if whole { "it".to_owned() } else { format!("`{}`", shortened(&failure.instance)) };
        let keyword = failure.keyword.as_str();
        let schema = self.contract.schema(failure.schema);
        let member = failure.member.as_deref().map(shortened).unwrap_or_default();
        let mut help = None;
        let (why, label) = match failure.keyword {
            Keyword::Required | Keyword::DependentRequired => {
                help = Some(format!("add `{member}`"));
                (format!("{it} lacks `{member}`, which is required"), format!("`{member}` is missing"))
            }
            Keyword::Type if !schema.types().is_empty() => {
                let asked = schema.types().names().collect::<Vec<_>>().join(" or ");
                if schema.types().names().eq(["string"])
                    && matches!(part.kind(), Kind::Number | Kind::True | Kind::False)
                {
                    help = Some(format!("write `\"{}\"`", shortened(&part.as_scalar().unwrap_or_default())));
                }
                let found = kind(part.kind());
                if schema.types().names().eq(["array"]) && !matches!(part.kind(), Kind::Map | Kind::Null) {
                    help = Some("write it as an array of one element".to_owned());
                }
                (format!("{it} is {found}, and `type` says {asked}"), format!("{found}, not {asked}"))
            }
            Keyword::Enum | Keyword::Const => {
                let null = part.kind() == Kind::Null;
                let values = schema.value(Keyword::Const).into_iter().chain(schema.enum_values());
                let texts: Vec<String> = values.filter_map(View::as_scalar).map(Cow::into_owned).collect();
                let text = part.as_scalar();
                help = if null {
                    Some(format!("add `null` to `{keyword}` if there may be none, or write one of its values"))
                } else {
                    let known: Vec<&str> = texts.iter().map(String::as_str).collect();
                    let near =
                        text.and_then(|text| similar::get_close_matches(&*text, &known, 1, 0.75).first().copied());
                    let only = known.first().filter(|_| known.len() == 1);
                    near.map(|near| format!("did you mean `{}`?", shortened(near)))
                        .or_else(|| only.map(|only| format!("write `{}`", shortened(only))))
                };
                (format!("{it} is none of the values of `{keyword}`"), format!("not in `{keyword}`"))
            }
            Keyword::Format => {
                let format = schema.format().unwrap_or_default();
                let format = shortened(&format);
                (format!("{it} is not of the format `{format}`"), format!("no `{format}`"))
            }
            Keyword::AdditionalProperties | Keyword::UnevaluatedProperties if !member.is_empty() => {
                help = Some(format!("declare `{member}` in `properties` if the API sends it, or leave it out here"));
                (format!("`{member}` is not declared, and `{keyword}` is `false`"), "not declared".to_owned())
            }
            Keyword::PropertyNames => {
                (format!("`{member}` is a name that `propertyNames` refuses"), "refused as a name".to_owned())
            }
            Keyword::Not => (format!("{it} is what `not` excludes"), "excluded by `not`".to_owned()),
            _ => {
                let limit = self.contract.text_at(failure.at);
                let said = if limit.is_empty() { String::new() } else { format!(": {}", shortened(&limit)) };
                (format!("{it} breaks `{keyword}{said}`"), format!("breaks `{keyword}`"))
            }
        };
        let part = At { doc: at.doc, node: part.at };
        Refusal { part, whole, keyword: (failure.keyword, failure.at), why, label, help }
    }
}

/// The part of a value at a pointer, and whether it is all of it. What cannot be found is shown by what is around it.
fn part<'v>(whole: View<'v>, pointer: &str) -> (View<'v>, bool) {
    let mut at = whole;
    for token in pointer.split('/').skip(1) {
        let name = token.replace("~1", "/").replace("~0", "~");
        let inner = match at.kind() {
            Kind::Map => at.members().filter(|m| m.text() == name).last().map(|m| m.value),
            Kind::Seq => name.parse().ok().and_then(|position| at.items().nth(position)),
            _ => None,
        };
        let Some(inner) = inner else { break };
        at = inner;
    }
    (at, pointer.is_empty())
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::True | Kind::False => "a boolean",
        Kind::Number => "a number",
        Kind::String | Kind::Alias => "a string",
        Kind::Seq => "an array",
        Kind::Map => "an object",
    }
}

/// A text of the document, cut so that a message stays a sentence, and without what would end a piece of code.
pub fn shortened(text: &str) -> String {
    cut(text, 45)
}

/// A text without what would end a piece of code, and no longer than that.
pub fn cut(text: &str, most: usize) -> String {
    let text = text.replace(['`', '\n', '\r'], " ");
    if text.chars().count() <= most {
        return text;
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}
