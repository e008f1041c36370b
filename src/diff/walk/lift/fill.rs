//! Values for what a message must have besides its witness: what the description offers as an example, else something
//! typical, else whatever a search finds; each checked before it is used.

use hashbrown::HashMap;

use crate::contract::{At, Contract, Example, Id, MediaType, Named, Parameter, ParameterIn, Schema, SchemaView};
use crate::schema::evaluate::{Evaluator, Verdict};
use crate::schema::number::Number;
use crate::schema::value::Value;
use crate::schema::{Answer, Projection, Prover};

/// The longest example that is taken for a part of a message that is only there because it must be.
const LONGEST: usize = 80;

pub(super) struct Filler<'c, 'p> {
    prover: &'p mut Prover<'c>,
    /// The old contract and the new one.
    contracts: [&'c Contract; 2],
    evaluators: HashMap<(bool, Projection), Evaluator<'c>>,
    found: HashMap<(bool, Id<Schema>, Projection), Option<Value>>,
}

/// A side's contract, and whom its messages are for.
#[derive(Clone, Copy)]
pub(super) struct Sender<'c> {
    pub(super) contract: &'c Contract,
    pub(super) is_new: bool,
    pub(super) projection: Projection,
}

impl<'c, 'p> Filler<'c, 'p> {
    pub(super) fn new(prover: &'p mut Prover<'c>, old: &'c Contract, new: &'c Contract) -> Self {
        Filler { prover, contracts: [old, new], evaluators: HashMap::new(), found: HashMap::new() }
    }

    pub(super) fn sender(&self, is_new: bool, projection: Projection) -> Sender<'c> {
        Sender { contract: self.contracts[usize::from(is_new)], is_new, projection }
    }

    /// A value of a parameter or a header.
    pub(super) fn parameter(&mut self, sender: Sender<'c>, parameter: &'c Parameter) -> Option<Value> {
        let media_type = sender.contract.media_types_of(&parameter.content).next().map(|m| m.1);
        let schema = parameter.schema.or(media_type.and_then(|m| m.schema));
        let Some(schema) = schema else {
            return examples(sender.contract, parameter.example, &parameter.examples).into_iter().next();
        };
        let mut offered = examples(sender.contract, parameter.example, &parameter.examples);
        offered.extend(media_type.into_iter().flat_map(|m| examples(sender.contract, m.example, &m.examples)));
        offered.extend(self.offered(sender, schema));
        let in_path = parameter.place == ParameterIn::Path;
        offered.extend(typical(in_path));
        // An empty text in a path would make another path of it.
        let fits = |value: &Value| !(in_path && matches!(value, Value::String(text) if text.is_empty()));
        let offered: Vec<Value> = offered.into_iter().filter(|v| fits(v) && v.to_string().len() <= LONGEST).collect();
        let found = offered.into_iter().find(|value| self.accepts(sender, schema, value));
        found.or_else(|| self.least(sender, schema).filter(fits))
    }

    /// A value in whose text the form of a parameter or a header shows: with several parts, or with one.
    pub(super) fn several(&mut self, is_new: bool, parameter: &'c Parameter) -> Option<Value> {
        let projection = if is_new { Projection::Response } else { Projection::Request };
        let sender = self.sender(is_new, projection);
        let schema = parameter.schema?;
        let accepted = self.prover.accepted(sender.contract.schema(schema), projection);
        let parts = [self.prover.several(accepted), self.prover.telling(accepted)];
        parts.into_iter().find_map(|parts| match self.prover.find(parts, Some(accepted)).answer {
            Answer::Refuted(value) => Some(value).filter(|value| self.accepts(sender, schema, value)),
            Answer::Included | Answer::Unknown(_) => None,
        })
    }

    /// A body: the least that is accepted, since it is not what the message is shown for.
    pub(super) fn body(&mut self, sender: Sender<'c>, media_type: &'c MediaType) -> Option<Value> {
        let mut offered = examples(sender.contract, media_type.example, &media_type.examples);
        let Some(schema) = media_type.schema else { return offered.into_iter().next() };
        offered.extend(self.offered(sender, schema));
        self.least(sender, schema).or_else(|| offered.into_iter().find(|value| self.accepts(sender, schema, value)))
    }

    /// What a schema offers by its own keywords.
    fn offered(&self, sender: Sender<'c>, schema: Id<Schema>) -> Vec<Value> {
        let parts = sender.contract.schema(schema).conjuncts();
        parts.into_iter().flat_map(SchemaView::offered).filter_map(Value::read).collect()
    }

    fn accepts(&mut self, sender: Sender<'c>, schema: Id<Schema>, value: &Value) -> bool {
        let evaluator = self
            .evaluators
            .entry((sender.is_new, sender.projection))
            .or_insert_with(|| Evaluator::new(sender.contract, sender.projection));
        evaluator.evaluate(schema, value) == Verdict::Accepts
    }

    fn least(&mut self, sender: Sender<'c>, schema: Id<Schema>) -> Option<Value> {
        let key = (sender.is_new, schema, sender.projection);
        if let Some(known) = self.found.get(&key) {
            return known.clone();
        }
        let found = match self.prover.satisfiable(sender.contract.schema(schema), sender.projection).answer {
            Answer::Refuted(value) => Some(value).filter(|value| self.accepts(sender, schema, value)),
            Answer::Included | Answer::Unknown(_) => None,
        };
        self.found.insert(key, found.clone());
        found
    }
}

/// The values of examples.
fn examples(contract: &Contract, single: Option<At>, named: &[Named<Example>]) -> Vec<Value> {
    let named = named.iter().filter_map(|e| contract.examples[e.used.id?].value);
    single.into_iter().chain(named).filter_map(|at| Value::read(contract.view(at))).collect()
}

/// What a person would write who has no example.
fn typical(in_path: bool) -> Vec<Value> {
    let text = |text: &str| Value::String(text.to_owned());
    let one = Value::Number(Number::whole(1));
    if in_path { vec![one, text("1"), text("a")] } else { vec![one, text("a")] }
}
