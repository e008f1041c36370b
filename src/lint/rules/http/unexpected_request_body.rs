use crate::finding::Severity;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a request body of GET, HEAD, DELETE or TRACE.
    ///
    /// ## Why
    /// HTTP gives such a body no meaning. Browsers cannot send it, proxies and caches drop it, some servers refuse it,
    /// and OpenAPI 3.0 tells tools to ignore it. What it says gets lost on the way for some clients and not for others.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       requestBody:
    ///         description: What to look for.
    ///         content:
    ///           application/json:
    ///             schema: {$ref: '#/components/schemas/order_change'}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       parameters:
    ///         - $ref: '#/components/parameters/limit'
    ///         - $ref: '#/components/parameters/cursor'
    ///         - name: book_title
    ///           in: query
    ///           description: What to look for.
    ///           schema: {type: string, maxLength: 100}
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §9.3.1 GET](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.1),
    ///   [§9.3.5 DELETE](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.5)
    /// - [OpenAPI 3.0.4, §4.7.10 Operation Object](https://spec.openapis.org/oas/v3.0.4.html#operation-object)
    UnexpectedRequestBody {
        id: "unexpected-request-body",
        area: Http,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a method whose body means nothing has one",
    }
}

impl Rule for UnexpectedRequestBody {
    fn operation<'c>(&self, cx: &mut Cx<'c>, operation: &'c Operation) {
        let contract = cx.contract;
        let method = contract.text(operation.method);
        let Some(body) = operation.request_body else { return };
        let help = match method {
            "GET" | "HEAD" => "send it as query parameters, or offer a POST for long questions",
            "DELETE" => "name what to delete in the path or the query, or offer a POST",
            "TRACE" => "remove it; a TRACE must have none",
            _ => return,
        };
        // 3.0 has tools ignore the body; 2.0 and 3.1 advise against it, and many servers take one with DELETE.
        let bad = method != "DELETE" || contract.version == SpecVersion::V3_0;
        let severity = if bad { Severity::Warning } else { Severity::Info };
        let title = contract.title(operation);
        cx.report(body.at, "a body", format!("`{title}` has a request body, which HTTP gives no meaning, and which gets lost on the way"))
            .at_most(severity)
            .help(help);
    }
}
