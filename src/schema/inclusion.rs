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
    /// It is not, and this shows it.
    Fails(Witness),
    /// It was not found out.
    Unknown(Unproven),
}

/// A value that one schema accepts and another refuses.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The value.
    pub value: Value,
    /// Why the other refuses it, the deepest keyword first; never empty.
    pub failures: Vec<Failure>,
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

/// Compares two schemas in both ways.
pub fn compare(old: SchemaView<'_>, new: SchemaView<'_>, senders: Senders, projection: Projection) -> Comparison {
    let mut prover = Prover::new(old.contract, new.contract, senders);
    let (old_in_new, there) = ask(&mut prover, old, new, projection);
    let (new_in_old, back) = ask(&mut prover, new, old, projection);
    Comparison { old_in_new, new_in_old, steps: there + back }
}

fn ask<'c>(
    prover: &mut Prover<'c>,
    sender: SchemaView<'c>,
    receiver: SchemaView<'c>,
    projection: Projection,
) -> (Inclusion, u64) {
    let proof = prover.prove(sender, receiver, projection);
    let inclusion = match proof.answer {
        Answer::Included => Inclusion::Holds,
        Answer::Unknown(why) => Inclusion::Unknown(why),
        Answer::Refuted(value) => check(value, sender, receiver, projection),
    };
    (inclusion, proof.steps)
}

/// What a value shows that the one schema should accept and the other refuse.
fn check(value: Value, sender: SchemaView<'_>, receiver: SchemaView<'_>, projection: Projection) -> Inclusion {
    let accepted = Evaluator::new(sender.contract, projection).evaluate(sender.id, &value);
    let refused = Evaluator::new(receiver.contract, projection).evaluate(receiver.id, &value);
    match (accepted, refused) {
        (Verdict::Accepts, Verdict::Refuses(failures)) => Inclusion::Fails(Witness { value, failures }),
        _ => Inclusion::Unknown(Unproven {
            why: "an example was found that does not hold on a second look".to_owned(),
            keyword: None,
            in_new: false,
        }),
    }
}
