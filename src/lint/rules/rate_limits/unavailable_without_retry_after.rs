use crate::lint::facts::answers::Answer;
use crate::lint::facts::convention::thousands;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds 503 responses (Service Unavailable) without a `Retry-After` header. Where the API has the header on its
    /// 429 responses, so that its clients know how to read it, that is a warning, and elsewhere advice. Where at least
    /// five 503 responses were written one by one and none has the header, that is said once for all.
    ///
    /// ## Why
    /// When a service comes back, all of its clients are waiting. `Retry-After` spreads them; without it they come at
    /// once and take the service down again.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       responses:
    ///         '503': {$ref: '#/components/responses/server_error'}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       responses:
    ///         '503':
    ///           description: The catalogue is being rebuilt.
    ///           headers:
    ///             Retry-After: {$ref: '#/components/headers/retry_after'}
    ///           content:
    ///             application/problem+json:
    ///               schema: {$ref: '#/components/schemas/problem'}
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §15.6.4 503 Service Unavailable](https://www.rfc-editor.org/rfc/rfc9110#section-15.6.4)
    /// - [RFC 9110, §10.2.3 Retry-After](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)
    UnavailableWithoutRetryAfter {
        id: "unavailable-without-retry-after",
        area: RateLimits,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a 503 does not say when to try again",
    }
}

const HELP: &str = "add `Retry-After` with `schema: {type: integer}`: the seconds to wait";
const MANY: usize = 5;

impl Rule for UnavailableWithoutRetryAfter {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let known = cx.facts.rate_limits.retry_after.count() > 0;
        let says = |a: &Answer| contract.has_header(a.response(contract), "Retry-After");
        let (with, without): (Vec<&Answer>, Vec<&Answer>) =
            cx.facts.answers.iter().filter(|a| a.unavailable > 0).partition(|a| says(a));
        if let (true, Some(paths)) = (with.is_empty() && without.len() >= MANY, contract.paths) {
            let message = format!(
                "none of the {} 503 responses here says `Retry-After`, so all clients come back at once",
                thousands(without.len())
            );
            let report = cx.report(paths, "503 without `Retry-After`", message).help(HELP);
            let report = report.related(without[0].at, "one of them");
            if !known {
                report.at_most(Severity::Info);
            }
            return;
        }
        for answer in without {
            let at = answer.response(contract).headers_at.unwrap_or(answer.at);
            let but = if known { ", as the 429 here does" } else { "" };
            let message = format!(
                "this 503 does not say `Retry-After`{but}, so all clients come back at once{}",
                answer.used_by()
            );
            let report = cx.report(at, "no `Retry-After`", message);
            let report = report.help(HELP);
            if !known {
                report.at_most(Severity::Info);
            }
        }
    }
}
