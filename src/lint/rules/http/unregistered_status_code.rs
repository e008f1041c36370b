use std::collections::BTreeMap;

use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds status codes that are in no standard, such as 299, 420 or 499. Each is told once.
    ///
    /// ## Why
    /// Clients and proxies treat an unknown code as the first of its class and so lose what it means. The next standard
    /// may give the number to something else.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '460': {$ref: '#/components/responses/bad_request'}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '422': {$ref: '#/components/responses/bad_request'}
    /// ```
    ///
    /// ## References
    /// - [IANA, HTTP Status Code Registry](https://www.iana.org/assignments/http-status-codes/http-status-codes.xhtml)
    /// - [RFC 9110, §16.2 Status Code Extensibility](https://www.rfc-editor.org/rfc/rfc9110#section-16.2)
    UnregisteredStatusCode {
        id: "unregistered-status-code",
        area: Http,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a status code is in no standard",
    }
}

/// The registry of IANA; the codes that it calls unused are left out.
fn is_registered(code: u16) -> bool {
    matches!(
        code,
        100..=104
            | 200..=208
            | 226
            | 300..=305
            | 307..=308
            | 400..=417
            | 421..=426
            | 428..=429
            | 431
            | 451
            | 500..=508
            | 510..=511
    )
}

impl Rule for UnregisteredStatusCode {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut found: BTreeMap<u16, (At, usize)> = BTreeMap::new();
        for response in contract.operations.iter().flat_map(|o| &o.responses) {
            let Status::Code(code @ 100..=599) = response.status else { continue };
            if !is_registered(code) {
                let place = found.entry(code).or_insert((response.key, 0));
                place.0 = place.0.min(response.key);
                place.1 += 1;
            }
        }
        for (code, (key, count)) in found {
            let times = if count > 1 { format!(" ({count} responses here have it)") } else { String::new() };
            let class = code / 100 * 100;
            let message = format!("{code} is in no standard{times}, and clients treat it as {class}");
            cx.report(key, "not registered", message)
                .about(code.to_string())
                .help("use a registered code, and say in the body what it means exactly");
        }
    }
}
