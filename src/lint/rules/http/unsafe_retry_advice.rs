use std::collections::BTreeMap;

use crate::lint::facts::case::words;
use crate::lint::facts::convention::thousands;
use crate::lint::facts::shape::only_asks;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds answers to POST and PATCH that leave open whether the request counted (408, 500, 502, 504, `5XX`) and ask for
    /// it to be sent again, by their text ("try again later") or by `Retry-After`, where nothing makes that safe: no
    /// idempotency key, no `If-Match`, no text that speaks of duplicates.
    ///
    /// 429 and 503 say that the request was not taken, and a POST that only asks (`/search`) may be sent twice.
    ///
    /// ## Why
    /// POST and PATCH are not idempotent. A client that follows the advice after a timeout places the order again, and the
    /// first one may have been placed already.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}/cancel:
    ///     post:
    ///       parameters: []
    ///       responses:
    ///         '504':
    ///           description: It took too long. Please try again.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}/cancel:
    ///     post:
    ///       parameters: [{$ref: '#/components/parameters/idempotency_key'}]
    ///       responses:
    ///         '504':
    ///           description: It took too long. Please try again with the same key.
    ///           content: {application/problem+json: {schema: {$ref: '#/components/schemas/problem'}}}
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §9.2.2 Idempotent Methods](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2)
    /// - [The Idempotency-Key HTTP Header Field (IETF draft)](https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/)
    UnsafeRetryAdvice {
        id: "unsafe-retry-advice",
        area: Http,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "an answer asks for a request to be sent again that may count twice",
    }
}

impl Rule for UnsafeRetryAdvice {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut found: BTreeMap<At, (&Operation, &Response, usize)> = BTreeMap::new();
        for operation in contract.operations.iter().filter(|o| o.place == Place::Path) {
            let method = contract.text(operation.method);
            if !matches!(method, "POST" | "PATCH") || only_asks(contract, operation) || is_repeatable(contract, operation)
            {
                continue;
            }
            for (used, response) in contract.responses_of(operation).filter(|(r, _)| is_open_end(r.status)) {
                let told = response.description.is_some_and(|at| advises(&contract.text_at(at)));
                if used.used.id.is_some() && (told || contract.has_header(response, "Retry-After")) {
                    found.entry(response.at).or_insert((operation, response, 0)).2 += 1;
                }
            }
        }
        for (operation, response, count) in found.into_values() {
            let title = contract.title(operation);
            let many = if count == 1 { String::new() } else { format!(" and {} more", thousands(count - 1)) };
            let message = format!(
                "this answer asks for the request to be sent again and leaves open whether it counted; nothing keeps \
                 `{title}`{many} from counting twice"
            );
            cx.report(response.description.unwrap_or(response.at), "asks for a retry", message)
                .help("take an `Idempotency-Key`, or say how a client finds out whether the first request counted");
        }
    }
}

/// Whether a status says that something failed, and not whether it was done.
fn is_open_end(status: Status) -> bool {
    matches!(status, Status::Code(408 | 500 | 502 | 504) | Status::Range(5))
}

/// Whether a parameter or a text of an operation makes it safe to send it again.
fn is_repeatable(contract: &Contract, operation: &Operation) -> bool {
    let safe = |p: &Parameter| {
        let lower = || words(contract.text(p.name)).into_iter().map(str::to_ascii_lowercase);
        let key = lower().any(|w| matches!(w.as_str(), "idempotency" | "idempotence" | "idempotent"));
        key || contract.text(p.name).eq_ignore_ascii_case("If-Match")
    };
    let texts = [operation.summary, operation.description, contract.info.description];
    let speaks = |at: At| {
        let text = contract.text_at(at).to_lowercase();
        ["idempot", "duplicate", "more than once", "twice"].iter().any(|word| text.contains(word))
    };
    contract.parameters_of(operation).any(safe) || texts.into_iter().flatten().any(speaks)
}

/// Whether a text tells its reader to send the request again, and does not say when that is safe.
fn advises(text: &str) -> bool {
    const ADVICE: [&str; 11] = [
        "try again",
        "retry the",
        "retry this",
        "retry your",
        "retry later",
        "retry after",
        "please retry",
        "should retry",
        "can be retried",
        "should be retried",
        "again later",
    ];
    const CARE: [&str; 10] =
        [" not ", "n't", "never", "idempot", "duplicate", "check", "safe", "twice", "same key", "unless"];
    let text = text.to_lowercase();
    let mut sentences = text.split(['.', ';', '\n']);
    sentences.any(|s| ADVICE.iter().any(|w| s.contains(w)) && !CARE.iter().any(|w| s.contains(w)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_is_told_from_care() {
        for (text, expected) in [
            ("Something failed. Please try again later.", true),
            ("The upstream took too long; clients should retry the request.", true),
            ("Do not retry the request.", false),
            ("Check whether the order exists before you retry the request.", false),
            ("Something failed. We were told.", false),
        ] {
            assert_eq!(advises(text), expected, "{text}");
        }
    }
}
