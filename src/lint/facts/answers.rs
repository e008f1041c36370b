//! The responses of the operations under `paths`, each definition once, with what it is used for.

use hashbrown::HashMap;

use super::protocols::has_prescribed_answers;
use crate::contract::{At, Contract, Id, Operation, Place, Response, Status, StatusResponse};

/// A response that operations under `paths` answer with.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    /// The response. A definition of 2.0 is lowered once for each list of media types; this is the first.
    pub id: Id<Response>,
    /// The definition.
    pub at: At,
    /// Its first use.
    pub first: StatusResponse,
    /// The operation of its first use.
    pub operation: Id<Operation>,
    /// How many operations use it.
    pub operations: usize,
    /// How often it is used as a success that is described whole: the headers of a HEAD are those of its GET (RFC 9110,
    /// §9.3.2), and need not be told twice.
    pub successes: usize,
    /// How often it is used as an error that can have a body: not where the method is HEAD.
    pub errors: usize,
    /// How often it is used as a 429.
    pub too_many_requests: usize,
    /// How often it is used as a 503.
    pub unavailable: usize,
    last: Id<Operation>,
}

impl Answer {
    /// The response itself.
    pub fn response(self, contract: &Contract) -> &Response {
        &contract.responses[self.id]
    }

    /// `; 14 operations use it`, or nothing where only one does.
    pub fn used_by(&self) -> String {
        match self.operations {
            0 | 1 => String::new(),
            many => format!("; {} operations use it", super::convention::thousands(many)),
        }
    }
}

/// Whether an operation only asks whether the service lives: it takes no input and fails in no way of its own.
fn is_probe(contract: &Contract, operation: &Operation) -> bool {
    const PROBES: [&str; 15] = [
        "health",
        "healthz",
        "healthcheck",
        "health-check",
        "heartbeat",
        "live",
        "livez",
        "alive",
        "ready",
        "readyz",
        "ping",
        "_ping",
        "status",
        "version",
        "metrics",
    ];
    let path = contract.text(operation.path).trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    operation.parameters.is_empty()
        && operation.request_body.is_none()
        && PROBES.iter().any(|p| p.eq_ignore_ascii_case(last))
}

/// Whether an operation says nothing about how the API answers: those who ask it are machines of their own sort, or a
/// specification prescribes what it answers, or it only asks what there is.
pub fn stands_apart(contract: &Contract, operation: &Operation) -> bool {
    let about_itself = matches!(contract.text(operation.method), "OPTIONS" | "TRACE");
    about_itself || is_probe(contract, operation) || has_prescribed_answers(contract, operation)
}

/// Collects the answers in the order in which operations first use them. Those of webhooks and callbacks are answers of
/// somebody else; they are left out, and so is what stands apart.
pub fn answers(contract: &Contract) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    let mut known: HashMap<At, usize> = HashMap::new();
    for (id, operation) in contract.operations.ids().zip(&contract.operations) {
        if operation.place != Place::Path || stands_apart(contract, operation) {
            continue;
        }
        let has_body = contract.text(operation.method) != "HEAD";
        // `default` is what is left: an error, where a success is described beside it.
        let succeeds = operation.responses.iter().any(|r| matches!(r.status.class(), Some(2 | 3)));
        for used in &operation.responses {
            let Some(response) = used.used.id else { continue };
            let at = contract.responses[response].at;
            let position = *known.entry(at).or_insert(answers.len());
            if position == answers.len() {
                answers.push(Answer {
                    id: response,
                    at,
                    first: *used,
                    operation: id,
                    operations: 1,
                    successes: 0,
                    errors: 0,
                    too_many_requests: 0,
                    unavailable: 0,
                    last: id,
                });
            }
            let is_error = used.status.is_error() || used.status == Status::Default && succeeds;
            let answer = &mut answers[position];
            if answer.last != id {
                answer.last = id;
                answer.operations += 1;
            }
            answer.successes += usize::from(has_body && used.status.is_success());
            answer.errors += usize::from(has_body && is_error);
            answer.too_many_requests += usize::from(used.status == Status::Code(429));
            answer.unavailable += usize::from(used.status == Status::Code(503));
        }
    }
    answers
}
