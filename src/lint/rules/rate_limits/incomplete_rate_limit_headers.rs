use crate::lint::facts::rate_limits::{Dialect, Part, headers};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds responses that have a part of the headers about limits and lack the rest: `RateLimit` without
    /// `RateLimit-Policy`, a limit without what is left of it or without when it is full again.
    ///
    /// Where the API's responses agree on a part, the others are held to that part; that the part is not the whole is
    /// then said once, as advice.
    ///
    /// ## Why
    /// Each of the headers answers one of the questions of a client that paces itself: how much is allowed, how much
    /// is left, and when there is more. Without one of them it has to guess.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '200':
    ///           headers:
    ///             RateLimit-Policy: null
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
    IncompleteRateLimitHeaders {
        id: "incomplete-rate-limit-headers",
        area: RateLimits,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a response lacks a part of the headers about limits",
    }
}

impl Rule for IncompleteRateLimitHeaders {
    fn document(&self, cx: &mut Cx<'_>) {
        let limits = &cx.facts.rate_limits;
        // What is written in another dialect than the others is reported for that.
        let own = limits.dialect.dominant;
        for dialect in Dialect::ALL.into_iter().filter(|d| own.is_none_or(|own| own == *d)) {
            let convention = &limits.parts[dialect as usize];
            let whole = dialect.headers();
            let asked: Vec<&(Part, &str)> = match convention.dominant {
                Some(parts) => whole.iter().filter(|(part, _)| parts.has(*part)).collect(),
                None => whole.iter().collect(),
            };
            let evidence = match convention.dominant {
                Some(_) => format!("; {} responses with such headers have it", convention.evidence()),
                None => String::new(),
            };
            let mut said = false;
            for limited in &limits.limited {
                let parts = limited.parts[dialect as usize];
                if parts.is_empty() {
                    continue;
                }
                let lacks = |of: &(Part, &str)| !parts.has(of.0);
                let missing: Vec<_> = asked.iter().copied().filter(|h| lacks(h)).collect();
                let never: Vec<_> = whole.iter().filter(|h| lacks(h) && !asked.contains(h)).collect();
                let (missing, general) = match missing.is_empty() {
                    false => (missing, false),
                    true if never.is_empty() || said => continue,
                    true => (never, true),
                };
                said |= general;
                let contract = cx.contract;
                let response = limited.answer.response(contract);
                let first = headers(contract, response).find(|(_, d, _)| *d == dialect);
                let (Some(at), Some((there, ..))) = (response.headers_at, first) else { continue };
                let names: Vec<String> = missing.iter().map(|(_, name)| format!("`{name}`")).collect();
                let names = names.join(" and ");
                let guess: Vec<&str> = missing.iter().map(|(part, _)| tells(*part)).collect();
                let there = contract.text(there.name);
                let place = if general { "the responses here have" } else { "this response has" };
                let message = format!(
                    "{place} `{there}` but not {names}{}, so a client must guess {}",
                    if general { "" } else { &evidence },
                    guess.join(" and ")
                );
                let report = cx.report(at, format!("no {names}"), message).help(format!("add {names}"));
                let report = report.about(dialect.as_str());
                if general {
                    report.at_most(Severity::Info);
                }
            }
        }
    }
}

fn tells(part: Part) -> &'static str {
    match part {
        Part::State | Part::Remaining => "how much is left",
        Part::Policy | Part::Limit => "how much is allowed",
        Part::Reset => "when there is more",
    }
}
