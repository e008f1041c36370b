use crate::lint::facts::answers::Answer;
use crate::lint::facts::convention::thousands;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds 429 responses without a `Retry-After` header, those without any header included. A component is reported
    /// once, however many operations use it; where at least five 429 responses were written one by one and none has the
    /// header, that is said once for all.
    ///
    /// The case of header names does not count. In webhooks and callbacks 429 is the word of the receiver; they are
    /// left alone.
    ///
    /// ## Why
    /// `Retry-After` is the one header that every HTTP library knows how to wait by. Without it clients guess: too short
    /// and they stay locked out, too long and they stand still for nothing.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   responses:
    ///     too_many_requests:
    ///       headers:
    ///         Retry-After: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   responses:
    ///     too_many_requests:
    ///       headers:
    ///         Retry-After: null
    ///         retry-after: {$ref: '#/components/headers/retry_after'}
    /// ```
    ///
    /// ## References
    /// - [RFC 6585, §4 429 Too Many Requests](https://www.rfc-editor.org/rfc/rfc6585#section-4)
    /// - [RFC 9110, §10.2.3 Retry-After](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)
    MissingRetryAfter {
        id: "missing-retry-after",
        area: RateLimits,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a 429 does not say when to try again",
    }
}

const HELP: &str = "add `Retry-After` with `schema: {type: integer}`: the seconds to wait";
const MANY: usize = 5;

impl Rule for MissingRetryAfter {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let limits = cx.facts.answers.iter().filter(|a| a.too_many_requests > 0);
        let (with, without): (Vec<&Answer>, Vec<&Answer>) =
            limits.partition(|a| contract.has_header(a.response(contract), "Retry-After"));
        if with.is_empty() && without.len() >= MANY {
            let Some(paths) = contract.paths else { return };
            let count = thousands(without.len());
            let message = format!(
                "none of the {count} 429 responses here says `Retry-After`, so clients can only guess how long to wait"
            );
            let report = cx.report(paths, "429 without `Retry-After`", message).help(HELP);
            report.related(without[0].at, "one of them");
            return;
        }
        for answer in without {
            let at = answer.response(contract).headers_at.unwrap_or(answer.at);
            let message = format!(
                "this 429 does not say `Retry-After`, so clients can only guess how long to wait{}",
                answer.used_by()
            );
            cx.report(at, "no `Retry-After`", message).help(HELP);
        }
    }
}
