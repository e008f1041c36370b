//! What a schema accepts: whether everything that one schema accepts is accepted by another, and a value that shows
//! it when it is not. Knows no HTTP.
//!
//! A schema is compiled to a node (`nodes`), and "is everything that `sender` accepts accepted by `receiver`?"
//! becomes the search for a value that the one accepts and the other refuses. The search works on a boolean layer and
//! leaves conjunctions of atoms to a theory for each type of JSON. It counts its steps, so that an answer never
//! depends on the machine.

mod accept;
mod atoms;
mod claims;
mod clauses;
mod compile;
pub mod evaluate;
mod facts;
mod grants;
mod hidden;
pub mod inclusion;
mod keywords;
mod knots;
mod nodes;
pub mod number;
mod search;
mod solve;
pub mod strings;
mod theory;
mod unevaluated;
pub mod value;

pub use claims::{Claim, Part};
use compile::{Compiler, Side};
use nodes::{ANYTHING, NodeId};
use solve::{Obstacle, Outcome, Solver};
use value::Value;

use crate::contract::keywords::Keyword;
use crate::contract::{At, Contract, SchemaView};

/// The steps that one question may take.
const BUDGET: u64 = 40_000;
/// The steps that all questions to one prover may take together; once they are spent, no more is found out.
const BUDGET_OF_ALL: u64 = 2_000_000;

/// Which messages a schema is read for. Properties that are only read do not exist in requests, and those that are only
/// written not in responses: neither as properties nor in `required`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Projection {
    /// All messages: every property exists.
    #[default]
    Whole,
    /// Requests: `readOnly` properties do not exist.
    Request,
    /// Responses: `writeOnly` properties do not exist.
    Response,
}

/// What a sender may send.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Senders {
    /// The properties that its own contract declares, and others only where that says so.
    Declared,
    /// Everything that its schema accepts, read literally.
    Any,
}

/// The answer to a question, and what it took.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The answer.
    pub answer: Answer,
    /// The steps of the search.
    pub steps: u64,
}

/// Whether everything that a sender accepts is accepted by a receiver.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Everything is.
    Included,
    /// This value is not.
    Refuted(Value),
    /// It was not found out.
    Unknown(Unproven),
}

/// What stopped a proof.
#[derive(Clone, Debug)]
pub struct Unproven {
    /// Why, as the end of a sentence that starts with "because".
    pub why: String,
    /// The keyword, if one keyword is to blame, and its place in one of the contracts.
    pub keyword: Option<(Keyword, Option<At>)>,
    /// Whether that place is in the new contract.
    pub in_new: bool,
}

/// Answers questions about the schemas of two contracts; what it learns for one it uses for the next.
pub struct Prover<'c> {
    solver: Solver<'c>,
    senders: Senders,
    settled: [bool; 3],
    /// What is left of the steps of all questions.
    left: u64,
}

impl<'c> Prover<'c> {
    /// A prover for two contracts, which may be one.
    pub fn new(old: &'c Contract, new: &'c Contract, senders: Senders) -> Self {
        Prover { solver: Solver::new(Compiler::new(old, new)), senders, settled: [false; 3], left: BUDGET_OF_ALL }
    }

    /// The node of a schema.
    fn node(&mut self, schema: SchemaView<'c>, projection: Projection) -> NodeId {
        let settled = &mut self.settled[projection as usize];
        if !*settled {
            *settled = true;
            self.solver.compiler.settle(projection);
        }
        let side = self.solver.compiler.side_of(schema);
        self.solver.compiler.place(side, projection, schema)
    }

    /// Whether everything that `sender` accepts is accepted by `receiver`; each is a schema of either contract.
    pub fn prove(&mut self, sender: SchemaView<'c>, receiver: SchemaView<'c>, projection: Projection) -> Proof {
        let sends = self.node(sender, projection);
        let receives = self.node(receiver, projection);
        if sends == receives {
            return Proof { answer: Answer::Included, steps: 0 };
        }
        let refused = self.solver.compiler.nodes.not(receives);
        let all = self.solver.compiler.nodes.both(sends, refused);
        self.ask(all, sends)
    }

    /// Whether a schema accepts anything at all; `Included` means that it does not.
    pub fn satisfiable(&mut self, schema: SchemaView<'c>, projection: Projection) -> Proof {
        let node = self.node(schema, projection);
        self.ask(node, ANYTHING)
    }

    fn ask(&mut self, all: NodeId, sender: NodeId) -> Proof {
        let sender = if self.senders == Senders::Declared { sender } else { ANYTHING };
        if self.is_spent() {
            return Proof { answer: Answer::Unknown(self.unproven(Obstacle::Budget)), steps: 0 };
        }
        let outcome = self.solver.ask((all, sender), BUDGET.min(self.left));
        self.left = self.left.saturating_sub(self.solver.spent);
        let answer = match outcome {
            Outcome::Found(value) => Answer::Refuted((*value).clone()),
            Outcome::Empty => Answer::Included,
            Outcome::Unknown(obstacle) => Answer::Unknown(self.unproven(obstacle)),
        };
        Proof { answer, steps: self.solver.spent }
    }

    /// Whether the steps of all questions are spent.
    pub fn is_spent(&self) -> bool {
        self.left == 0
    }

    fn unproven(&self, obstacle: Obstacle) -> Unproven {
        let text = |text| self.solver.compiler.nodes.text_of(text).to_owned();
        match obstacle {
            Obstacle::Budget => Unproven {
                why: "the search for an example was cut off at its limit".to_owned(),
                keyword: None,
                in_new: false,
            },
            Obstacle::Fault => Unproven {
                why: "an example was found that does not hold on a second look".to_owned(),
                keyword: None,
                in_new: false,
            },
            Obstacle::Opaque(number) => {
                let (keyword, side, at) = self.solver.compiler.opaque_at(number);
                let (in_new, keyword_text) = (side == Side::New, keyword.as_str());
                let contract = self.solver.compiler.contract(side);
                let pointer = contract.sources.doc(at.doc).pointer(at.node);
                let of = if in_new { "new" } else { "old" };
                Unproven {
                    why: format!("`{keyword_text}` cannot be decided, at `{pointer}` of the {of} side"),
                    keyword: Some((keyword, Some(at))),
                    in_new,
                }
            }
            Obstacle::Pattern(pattern) => Unproven {
                why: format!("the pattern `{}` is too hard to compare", text(pattern)),
                keyword: Some((Keyword::Pattern, None)),
                in_new: false,
            },
            Obstacle::Format(format) => Unproven {
                why: format!("what the format `{}` accepts is not known exactly", text(format)),
                keyword: Some((Keyword::Format, None)),
                in_new: false,
            },
        }
    }
}
