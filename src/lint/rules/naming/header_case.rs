use crate::lint::rules::prelude::*;

use crate::finding::Severity;
use crate::lint::facts::case::Case;
use crate::lint::facts::labels::HeaderStyle;

rule! {
    /// ## What it does
    /// Learns how this API writes the names of header fields (`X-Request-Id` or `x-request-id`), and finds the ones that are
    /// written otherwise. A name with underscores is a warning; one that differs in nothing but capitals is advice.
    ///
    /// ## Why
    /// HTTP compares names of fields without case, so capitals are a matter of looks. An underscore is not: proxies and
    /// gateways drop such fields by default, since CGI cannot tell `_` from `-`.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   parameters:
    ///     idempotency_key:
    ///       name: idempotency_key
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   parameters:
    ///     idempotency_key:
    ///       name: Idempotency-Key
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §5.1 Field Names](https://www.rfc-editor.org/rfc/rfc9110#section-5.1)
    /// - [nginx, `underscores_in_headers`](https://nginx.org/en/docs/http/ngx_http_core_module.html#underscores_in_headers)
    HeaderCase {
        id: "header-case",
        area: Naming,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a header is not written as the others are",
    }
}

/// Fields that standards name, so that an API does not choose how they are written.
const STANDARD: [&str; 34] = [
    "accept", "accept-language", "age", "allow", "authorization", "baggage", "cache-control", "content-disposition",
    "content-encoding", "content-language", "content-length", "content-location", "content-range", "content-type",
    "cookie", "date", "deprecation", "etag", "expires", "if-match", "if-modified-since", "if-none-match",
    "if-unmodified-since", "last-modified", "link", "location", "range", "ratelimit", "ratelimit-policy", "retry-after",
    "sunset", "traceparent", "tracestate", "www-authenticate",
];

impl Rule for HeaderCase {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, headers) = (cx.contract, &cx.facts.names.headers);
        for header in &headers.names {
            let name = contract.text(header.name);
            let many = if header.count > 1 { format!(" ({} places name it)", header.count) } else { String::new() };
            if STANDARD.contains(&name.to_ascii_lowercase().as_str()) {
                continue;
            }
            match (HeaderStyle::of(name), headers.style.dominant) {
                (Some(HeaderStyle::Underscores), _) => {
                    let message = format!(
                        "the header `{name}` has underscores{many}; many proxies drop such fields, and the request arrives without them"
                    );
                    let better = if headers.style.dominant == Some(HeaderStyle::Small) {
                        Case::Kebab.apply(name)
                    } else {
                        Case::Train.apply(name)
                    };
                    cx.report(header.at, "underscores", message).help(format!("write `{better}`")).about(name);
                }
                (Some(HeaderStyle::Small), Some(HeaderStyle::Capitals)) => {
                    let message = format!(
                        "the header `{name}` begins its words with small letters{many}; {} header names here begin them with capitals",
                        headers.style.evidence()
                    );
                    let help = format!("write `{}`; HTTP takes both for the same field", Case::Train.apply(name));
                    cx.report(header.at, "small letters", message).at_most(Severity::Info).help(help).about(name);
                }
                (Some(HeaderStyle::Capitals), Some(HeaderStyle::Small)) => {
                    let message = format!(
                        "the header `{name}` has capitals{many}; {} header names here have none",
                        headers.style.evidence()
                    );
                    let help = format!("write `{}`; HTTP takes both for the same field", name.to_lowercase());
                    cx.report(header.at, "capitals", message).at_most(Severity::Info).help(help).about(name);
                }
                _ => {}
            }
        }
    }
}
