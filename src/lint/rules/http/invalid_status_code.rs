use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds keys among responses that are no status: `20O`, `600`, `2xx` in lower case, a range in Swagger 2.0.
    ///
    /// ## Why
    /// No answer ever has this status, so the response is never looked up, and strict tools refuse the description.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '40':
    ///           description: There is no such book.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         4XX: {$ref: '#/components/responses/bad_request'}
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.16 Responses Object](https://spec.openapis.org/oas/v3.1.1.html#responses-object)
    /// - [RFC 9110, §15 Status Codes](https://www.rfc-editor.org/rfc/rfc9110#section-15)
    InvalidStatusCode {
        id: "invalid-status-code",
        area: Http,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "a response stands under a key that is no status",
    }
}

impl Rule for InvalidStatusCode {
    fn operation<'c>(&self, cx: &mut Cx<'c>, operation: &'c Operation) {
        let contract = cx.contract;
        for response in &operation.responses {
            let text = contract.text(response.name);
            let shown: String = text.chars().take(60).collect();
            let (message, help) = match response.status {
                Status::Code(100..=599) | Status::Default => continue,
                Status::Range(_) if contract.version == SpecVersion::V2_0 => {
                    (format!("Swagger 2.0 has no ranges of status codes such as `{shown}`"), "write each code".to_owned())
                }
                Status::Range(_) if text.ends_with("XX") => continue,
                Status::Range(class) => {
                    (format!("`{shown}` is no status; a range is written in capitals"), format!("write `{class}XX`"))
                }
                // A `$ref` in place of the map is told elsewhere.
                Status::Invalid if text == "$ref" => continue,
                Status::Code(_) | Status::Invalid => (
                    format!("`{shown}` is no HTTP status, so no answer is ever found under it"),
                    "write a code from 100 to 599, a range such as `4XX`, or `default`".to_owned(),
                ),
            };
            cx.report(response.key, "no status", message).help(help);
        }
    }
}
