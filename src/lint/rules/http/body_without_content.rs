use std::collections::BTreeMap;

use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a response with content under a status that has none: 204, 205, 304 and those below 200.
    ///
    /// ## Why
    /// HTTP ends such a response after its headers, so the body that is described never arrives. Clients wait for it,
    /// or fail to parse nothing.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /customers/{customer_id}:
    ///     delete:
    ///       responses:
    ///         '204':
    ///           content:
    ///             application/json:
    ///               schema: {$ref: '#/components/schemas/customer'}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /customers/{customer_id}:
    ///     delete:
    ///       responses:
    ///         '204':
    ///           description: The customer is forgotten.
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §15.3.5 204 No Content](https://www.rfc-editor.org/rfc/rfc9110#section-15.3.5),
    ///   [§15.3.6 205 Reset Content](https://www.rfc-editor.org/rfc/rfc9110#section-15.3.6),
    ///   [§15.4.5 304 Not Modified](https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5)
    BodyWithoutContent {
        id: "body-without-content",
        area: Http,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a response has a body under a status that allows none",
    }
}

impl Rule for BodyWithoutContent {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        // A shared response is one fault, however many operations answer with it.
        let mut found: BTreeMap<At, (u16, usize)> = BTreeMap::new();
        for operation in &contract.operations {
            for (status, response) in contract.responses_of(operation) {
                let Status::Code(code @ (100..=199 | 204 | 205 | 304)) = status.status else { continue };
                if !response.content.is_empty() {
                    let at = response.content_at.unwrap_or(response.at);
                    found.entry(at).or_insert((code, 0)).1 += 1;
                }
            }
        }
        for (at, (code, uses)) in found {
            let used = if uses > 1 { format!(" (used by {uses} operations)") } else { String::new() };
            let message = format!("a {code} response has no body, so what is described here{used} never arrives");
            let help = if code == 204 { "remove the content, or answer with 200" } else { "remove the content" };
            cx.report(at, format!("content of a {code}"), message).help(help);
        }
    }
}
