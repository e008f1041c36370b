use crate::lint::facts::rate_limits::{Limited, headers};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Learns which family of headers tells about limits in this API (`RateLimit` with `RateLimit-Policy`;
    /// `RateLimit-Limit`, `-Remaining`, `-Reset`; `X-RateLimit-*`; `X-Rate-Limit-*`), and finds responses that use
    /// another.
    ///
    /// An API that sends two families with every response, while its clients move from one to the other, is left
    /// alone. `rate-limits.dialect` in the configuration pins a family: `RateLimit`, `RateLimit-*`, `X-RateLimit-*` or
    /// `X-Rate-Limit-*`.
    ///
    /// ## Why
    /// A client looks for one name. Where the other stands it sees no limit, and runs into it.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '200':
    ///           headers:
    ///             RateLimit: null
    ///             RateLimit-Policy: null
    ///             X-RateLimit-Limit: {description: How many requests are allowed., schema: {type: integer, format: int32}}
    ///             X-RateLimit-Remaining: {description: How many are left., schema: {type: integer, format: int32}}
    ///             X-RateLimit-Reset: {description: When it starts again., schema: {type: integer, format: int32}}
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
    ///             RateLimit: null
    ///             ratelimit: {$ref: '#/components/headers/rate_limit'}
    /// ```
    ///
    /// ## References
    /// - [RateLimit header fields for HTTP, draft-ietf-httpapi-ratelimit-headers](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/)
    /// - [RFC 6648, Deprecating the "X-" Prefix](https://www.rfc-editor.org/rfc/rfc6648)
    MixedRateLimitHeaders {
        id: "mixed-rate-limit-headers",
        area: RateLimits,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a response tells about limits in other headers than the others",
    }
}

impl Rule for MixedRateLimitHeaders {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, limits) = (cx.contract, &cx.facts.rate_limits);
        let dialect = &limits.dialect;
        // Every response has the same families: a habit, if not a simple one.
        let same = limits.limited.windows(2).all(|w| w[0].dialects().eq(w[1].dialects()));
        if same && dialect.pinned.is_none() {
            return;
        }
        let Some((own, _)) = dialect.dominant.map(|own| (own, 0)).or_else(|| dialect.tally.first().copied()) else {
            return;
        };
        let count = |l: &Limited| l.answer.successes + l.answer.errors;
        let total: usize = limits.limited.iter().map(count).sum();
        let with: usize = limits.limited.iter().filter(|l| l.dialects().any(|d| d == own)).map(count).sum();
        let evidence = match &dialect.pinned {
            Some(by) => by.wants(&format!("`{}`", own.as_str())),
            None => format!("{with} of {total} responses with such headers have `{}`", own.as_str()),
        };
        for limited in &limits.limited {
            for other in limited.dialects().filter(|d| *d != own) {
                let mut found = headers(contract, limited.answer.response(contract)).filter(|(_, d, _)| *d == other);
                let Some((header, _, _)) = found.next() else { continue };
                let message = format!(
                    "this response tells about limits in `{}`; {evidence}, and a client that looks for those sees no \
                     limit here",
                    other.as_str()
                );
                let names: Vec<String> = own.headers().iter().map(|(_, name)| format!("`{name}`")).collect();
                cx.report(header.key, "other headers than the others", message)
                    .help(format!("write {}", names.join(", ")));
                if dialect.dominant.is_none() {
                    // Without a convention nobody knows which of them is right: once is enough.
                    return;
                }
            }
        }
    }
}
