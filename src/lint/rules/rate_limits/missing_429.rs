use crate::lint::facts::errors::{Described, asked};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds operations that do not describe 429 (Too Many Requests), where the other operations of the API do. The
    /// range `4XX` covers it, and so does `default` where no 4xx stands beside it.
    ///
    /// An operation that describes no client error at all is reported by `missing-client-error`. In webhooks and
    /// callbacks the API is the one that calls; they are left alone, and so are operations that only ask whether the
    /// service lives.
    ///
    /// ## Why
    /// Limits mostly hold for a whole API. A client that was told of them everywhere else does not wait here, and turns
    /// a short overload into a long one.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '429': null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '429': {$ref: '#/components/responses/too_many_requests'}
    /// ```
    ///
    /// ## References
    /// - [RFC 6585, §4 429 Too Many Requests](https://www.rfc-editor.org/rfc/rfc6585#section-4)
    /// - [OWASP API4:2023, Unrestricted Resource Consumption](https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/)
    Missing429 {
        id: "missing-429",
        area: RateLimits,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an operation does not describe 429, where the others do",
    }
}

const HELP: &str = "describe `429` with `Retry-After`, as the other operations do";

impl Rule for Missing429 {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, habit) = (cx.contract, &cx.facts.rate_limits.too_many_requests);
        if let (true, Some(paths)) = (habit.undecided(), contract.paths) {
            let message = format!(
                "no dominant habit: {} operations here describe 429, so a caller cannot tell whether the others are \
                 limited",
                habit.whole.evidence()
            );
            cx.report(paths, "429 on some operations", message).help(HELP).at_most(Severity::Info);
        }
        for operation in asked(contract) {
            let described = Described::of(operation);
            let reported = !described.client && cx.facts.errors.beyond_too_many_requests;
            if described.too_many_requests || described.covers_too_many_requests || reported {
                continue;
            }
            let Some(others) = habit.others(contract, operation) else { continue };
            let at = operation.responses_at.unwrap_or(operation.at);
            let message = format!(
                "`{}` does not describe 429; {others} do, and a client that does not expect it does not wait",
                contract.title(operation)
            );
            cx.report(at, "no 429", message).help(HELP);
        }
    }
}
