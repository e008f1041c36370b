//! How two JSON Schemas relate, written down: one file a format.

pub mod json;
pub mod text;

use crate::contract::keywords::Keyword;
use crate::contract::{At, Contract};
use crate::finding::Span;
use crate::schema::evaluate::Failure;
use crate::schema::inclusion::{Comparison, Inclusion};
use crate::source::loader::Sources;

/// One of the two questions that a comparison answers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Question {
    /// Whether the new schema accepts everything that the old one accepts.
    OldInNew,
    /// Whether the old schema accepts everything that the new one accepts.
    NewInOld,
}

impl Question {
    /// Both.
    pub const ALL: [Question; 2] = [Question::OldInNew, Question::NewInOld];

    /// The key of its answer.
    pub fn as_str(self) -> &'static str {
        match self {
            Question::OldInNew => "old_in_new",
            Question::NewInOld => "new_in_old",
        }
    }

    /// Its answer.
    pub fn of(self, comparison: &Comparison) -> &Inclusion {
        match self {
            Question::OldInNew => &comparison.old_in_new,
            Question::NewInOld => &comparison.new_in_old,
        }
    }
}

/// A comparison with what it speaks of.
#[derive(Clone, Copy)]
pub struct Compared<'a> {
    /// The contract of the old schema.
    pub old: &'a Contract,
    /// That of the new one; both have the same sources.
    pub new: &'a Contract,
    /// The answers.
    pub comparison: &'a Comparison,
}

/// Why an answer is not yes: a keyword that refuses a witness, or what stopped the proof.
struct Cause {
    keyword: Option<Keyword>,
    message: String,
    /// The pointer into the witness.
    instance: Option<String>,
    /// Where it is in each schema: in the other one where the same place would be, or what is nearest to it.
    old: Option<Span>,
    new: Option<Span>,
}

impl Compared<'_> {
    fn sources(&self) -> &Sources {
        &self.new.sources
    }

    fn causes(&self, question: Question) -> Vec<Cause> {
        let receiver_is_new = question == Question::OldInNew;
        match question.of(self.comparison) {
            Inclusion::Holds => Vec::new(),
            Inclusion::Fails(witness) => witness
                .failures
                .iter()
                .map(|failure| {
                    let (old, new) = self.places(failure.at, receiver_is_new);
                    let instance = Some(failure.instance.clone());
                    Cause { keyword: Some(failure.keyword), message: message(failure), instance, old, new }
                })
                .collect(),
            Inclusion::Unknown(unproven) => {
                let at = unproven.keyword.and_then(|keyword| keyword.1);
                let (old, new) = at.map_or((None, None), |at| self.places(at, unproven.in_new));
                let keyword = unproven.keyword.map(|keyword| keyword.0);
                vec![Cause { keyword, message: unproven.why.clone(), instance: None, old, new }]
            }
        }
    }

    /// A place of one schema, and the same place in the other.
    fn places(&self, at: At, in_new: bool) -> (Option<Span>, Option<Span>) {
        let (other, here) = if in_new { (self.old, self.new) } else { (self.new, self.old) };
        let span = Span::of(self.sources(), at);
        let there = self.counterpart(at, here, other).map(|at| Span::of(self.sources(), at));
        if in_new { (there, Some(span)) } else { (Some(span), there) }
    }

    /// What stands in the other schema under the same pointer, or under the longest part of it that leads somewhere.
    /// What stands in another file has no counterpart.
    fn counterpart(&self, at: At, here: &Contract, other: &Contract) -> Option<At> {
        if at.doc != here.at.doc {
            return None;
        }
        let document = self.sources().doc(at.doc);
        let mut view = self.sources().view(other.at);
        for step in document.steps(at.node) {
            let next = match step {
                crate::source::document::Step::Key(key) => view.get_text(&key),
                crate::source::document::Step::Index(position, _) => view.items().nth(position),
            };
            match next {
                Some(next) => view = next,
                None => break,
            }
        }
        Some(other.at.to(view.at))
    }
}

/// What a keyword does to a witness, as a sentence without a full stop.
fn message(failure: &Failure) -> String {
    let keyword = failure.keyword.as_str();
    let place = if failure.instance.is_empty() { "the value".to_owned() } else { format!("`{}`", failure.instance) };
    match (failure.keyword, &failure.member) {
        (Keyword::Required | Keyword::DependentRequired, Some(member)) => {
            format!("`{keyword}` asks {place} for the property `{member}`")
        }
        (_, Some(member)) => format!("`{keyword}` refuses the property `{member}`"),
        (_, None) => format!("`{keyword}` refuses {place}"),
    }
}

/// The word for an answer.
fn word(inclusion: &Inclusion) -> &'static str {
    match inclusion {
        Inclusion::Holds => "yes",
        Inclusion::Fails(_) => "no",
        Inclusion::Unknown(_) => "unknown",
    }
}
