use hashbrown::HashSet;

use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds errors that carry no id by which the failed request can be found again (`request_id`, `trace_id`,
    /// `correlation_id`, …, in the body or in a header such as `X-Request-Id`), where the other errors of the API do.
    ///
    /// ## Why
    /// The id is what a user sends to support, and what support looks for in the logs. Where one error leaves it out,
    /// that error cannot be followed up.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   responses:
    ///     forbidden:
    ///       content:
    ///         application/problem+json:
    ///           schema: {$ref: '#/components/schemas/refusal'}
    ///   schemas:
    ///     refusal:
    ///       type: object
    ///       description: Which scope was missing (RFC 9457).
    ///       properties:
    ///         type: {type: string, format: uri-reference, description: Which problem it is.}
    ///         title: {type: string, description: The problem in a few words.}
    ///         status: {type: integer, format: int32, description: The status code.}
    ///         detail: {type: string, description: What went wrong this time.}
    ///         instance: {type: string, format: uri-reference, description: Which occurrence it was.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   responses:
    ///     forbidden:
    ///       content:
    ///         application/problem+json:
    ///           schema: {$ref: '#/components/schemas/problem'}
    /// ```
    ///
    /// ## References
    /// - [Heroku HTTP API Design Guide, Request-Ids](https://github.com/interagent/http-api-design)
    /// - [W3C Trace Context, §3 traceparent](https://www.w3.org/TR/trace-context/#traceparent-header)
    ErrorWithoutRequestId {
        id: "error-without-request-id",
        area: Errors,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an error carries no request or trace id, where the others do",
    }
}

impl Rule for ErrorWithoutRequestId {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, errors) = (cx.contract, &cx.facts.errors);
        if !errors.request_ids.holds() {
            return;
        }
        let in_header: usize = errors.answers.iter().filter(|e| e.id_in_header).map(|e| e.answer.errors).sum();
        let by_header = in_header * 2 > errors.request_ids.count();
        let strays: HashSet<Id<Schema>> = errors.schemas.iter().filter(|s| s.stray).map(|s| s.schema).collect();
        for error in &errors.answers {
            // What is reported as another schema or media type, or as none, is not reported again for a part of it.
            let other = error.schema.is_some_and(|s| strays.contains(&s));
            let other = other || error.stray || error.described == Some(false);
            let without = error.body && !error.id_in_body && !error.id_in_header;
            if other || !without {
                continue;
            }
            let response = error.answer.response(contract);
            let (at, help) = match error.schema {
                Some(schema) if !by_header => {
                    (contract.schema(schema).at(), "add the id of the request to the body, as the others do")
                }
                _ => (
                    response.headers_at.unwrap_or(error.answer.at),
                    "add a header with the id of the request, as the others do",
                ),
            };
            let message = format!(
                "this error carries no request or trace id; {} errors here do, and without one support cannot find \
                 the request",
                errors.request_ids.evidence()
            );
            cx.report(at, "no request id", message).help(help);
        }
    }
}
