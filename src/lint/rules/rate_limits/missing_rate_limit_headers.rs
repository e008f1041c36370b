use crate::lint::facts::answers::Answer;
use crate::lint::facts::rate_limits::headers;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds successes (2xx) without the headers about limits that the other successes of the API have.
    ///
    /// An API that tells about limits on no success, or only with 429, is left alone.
    ///
    /// ## Why
    /// Clients pace themselves by what the last success said. After one that said nothing they go by an old number, and
    /// run into the limit that the headers are there to prevent.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '200':
    ///           headers: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '200':
    ///           headers:
    ///             RateLimit: {$ref: '#/components/headers/rate_limit'}
    ///             RateLimit-Policy: {$ref: '#/components/headers/rate_limit_policy'}
    /// ```
    ///
    /// ## References
    /// - [RateLimit header fields for HTTP, draft-ietf-httpapi-ratelimit-headers](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/)
    MissingRateLimitHeaders {
        id: "missing-rate-limit-headers",
        area: RateLimits,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a success lacks the headers about limits that the others have",
    }
}

impl Rule for MissingRateLimitHeaders {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, limits) = (cx.contract, &cx.facts.rate_limits);
        let own = limits.dialect.dominant.or_else(|| limits.dialect.tally.first().map(|t| t.0));
        let names: Vec<String> =
            own.iter().flat_map(|d| d.headers()).map(|(_, name)| format!("`{name}`")).collect();
        let help = format!("add {}, as the others do", names.join(", "));
        let habit = &limits.successes;
        let silent = |a: &&Answer| a.successes > 0 && headers(contract, a.response(contract)).next().is_none();
        if let (true, Some(paths)) = (habit.undecided(), contract.paths) {
            let message = format!(
                "no dominant habit: {} successes here tell about limits, so a client cannot pace itself by them",
                habit.evidence()
            );
            cx.report(paths, "limits on some successes", message).help(&help).at_most(Severity::Info);
        }
        for answer in cx.facts.answers.iter().filter(silent).filter(|_| habit.holds()) {
            let response = answer.response(contract);
            let message = format!(
                "this success tells nothing about limits; {} successes here do, and clients pace themselves by them{}",
                habit.evidence(),
                answer.used_by()
            );
            cx.report(response.headers_at.unwrap_or(answer.at), "no headers about limits", message).help(&help);
        }
    }
}
