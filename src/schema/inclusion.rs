//! Answers that were checked: a value that the prover finds counts only if the evaluator says the same of it.

use super::evaluate::{Evaluator, Failure, Verdict};
use super::value::Value;
use super::{Answer, Projection, Prover, Senders, Unproven};
use crate::contract::SchemaView;

/// Whether everything that one schema accepts is accepted by another.
#[derive(Clone, Debug)]
pub enum Inclusion {
    /// It is.
    Holds,
    /// It is not, and these show it: one for each keyword by itself, never none.
    Fails(Vec<Witness>),
    /// It was not found out.
    Unknown(Unproven),
}

/// A value that one schema accepts and another refuses.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The value.
    pub value: Value,
    /// The keyword that it dies of: the deepest that refuses it.
    pub failure: Failure,
}

/// How two schemas relate.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Whether everything that the old one accepts is accepted by the new one.
    pub old_in_new: Inclusion,
    /// Whether everything that the new one accepts is accepted by the old one.
    pub new_in_old: Inclusion,
    /// The steps of both searches.
    pub steps: u64,
}

/// How schemas are compared.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// What senders send.
    pub senders: Senders,
    /// The properties that exist.
    pub projection: Projection,
    /// How many causes of a `no` are looked for.
    pub causes: usize,
}

/// Compares two schemas in both ways.
pub fn compare<'c>(old: SchemaView<'c>, new: SchemaView<'c>, terms: Terms) -> Comparison {
    let mut prover = Prover::new(old.contract, new.contract, terms.senders);
    let mut steps = 0;
    let mut ask = |sender: SchemaView<'c>, receiver: SchemaView<'c>| {
        let proof = prover.prove(sender, receiver, terms.projection);
        steps += proof.steps;
        match proof.answer {
            Answer::Included => Inclusion::Holds,
            Answer::Unknown(why) => Inclusion::Unknown(why),
            Answer::Refuted(value) => match dies_of(&value, sender, receiver, receiver, terms.projection) {
                Some(failure) => Inclusion::Fails(causes(Witness { value, failure }, sender, receiver, terms)),
                None => Inclusion::Unknown(Unproven {
                    why: "an example was found that does not hold on a second look".to_owned(),
                    keyword: None,
                    in_new: false,
                }),
            },
        }
    };
    let (old_in_new, new_in_old) = (ask(old, new), ask(new, old));
    Comparison { old_in_new, new_in_old, steps }
}

/// The keyword that a value dies of which the sender accepts and the receiver refuses; nothing if that is not so. It is
/// one of `relaxed`, the receiver without the keywords that are known to refuse something.
fn dies_of(
    value: &Value,
    sender: SchemaView<'_>,
    receiver: SchemaView<'_>,
    relaxed: SchemaView<'_>,
    projection: Projection,
) -> Option<Failure> {
    let verdict = |schema: SchemaView<'_>| Evaluator::new(schema.contract, projection).evaluate(schema.id, value);
    if verdict(sender) != Verdict::Accepts || !matches!(verdict(receiver), Verdict::Refuses(_)) {
        return None;
    }
    match verdict(relaxed) {
        Verdict::Refuses(failures) => failures.into_iter().next(),
        _ => None,
    }
}

/// A witness for each keyword that refuses something by itself: that of the first is known; with it out of the way the
/// next one is looked for.
fn causes(first: Witness, sender: SchemaView<'_>, receiver: SchemaView<'_>, terms: Terms) -> Vec<Witness> {
    let mut found = vec![first];
    while found.len() < terms.causes {
        let known = found.iter().map(|w| (w.failure.schema, w.failure.keyword, w.failure.at));
        let contract = receiver.contract.relaxed(&known.collect::<Vec<_>>());
        let relaxed = contract.schema(receiver.id);
        let answer = Prover::new(sender.contract, &contract, terms.senders).prove(sender, relaxed, terms.projection);
        let Answer::Refuted(value) = answer.answer else { break };
        let Some(failure) = dies_of(&value, sender, receiver, relaxed, terms.projection) else { break };
        // What cannot be put out of the way would be found for ever.
        if found.iter().any(|w| w.failure.at == failure.at && w.failure.keyword == failure.keyword) {
            break;
        }
        found.push(Witness { value, failure });
    }
    found
}
