use crate::lint::facts::webhooks::title;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds requests that the API sends (webhooks and callbacks) and that describe nothing by which a receiver could tell
    /// who sent them: no header or property named like a signature or a secret, no `security` of their own, and no text
    /// that speaks of one.
    ///
    /// Where four of five of the requests that the API sends have one, each that has none is reported. Else it is said
    /// once, at the first.
    ///
    /// ## Why
    /// The address of a receiver is no secret. Whoever knows it can send what looks like an event, and a receiver that
    /// cannot check a signature books an order that nobody placed.
    ///
    /// ## Bad
    /// ```yaml
    /// webhooks:
    ///   book_sold:
    ///     post:
    ///       operationId: tell_book_sold
    ///       summary: A book was sold
    ///       description: Sent once a book is sold. A delivery that is not answered is retried for a day.
    ///       requestBody:
    ///         description: What happened.
    ///         required: true
    ///         content:
    ///           application/json:
    ///             schema:
    ///               type: object
    ///               description: The event.
    ///               required: [id, created_at]
    ///               properties:
    ///                 id: {type: string, format: uuid, maxLength: 36, description: The id of the event.}
    ///                 created_at: {type: string, format: date-time, maxLength: 40, description: When it happened.}
    ///       responses:
    ///         '204': {description: The event was taken.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// webhooks:
    ///   book_sold:
    ///     post:
    ///       operationId: tell_book_sold
    ///       summary: A book was sold
    ///       description: Sent once a book is sold. A delivery that is not answered is retried for a day.
    ///       parameters:
    ///         - name: Webhook-Signature
    ///           in: header
    ///           description: The HMAC of the body.
    ///           required: true
    ///           schema: {type: string, maxLength: 200}
    ///       requestBody:
    ///         description: What happened.
    ///         required: true
    ///         content:
    ///           application/json:
    ///             schema:
    ///               type: object
    ///               description: The event.
    ///               required: [id, created_at]
    ///               properties:
    ///                 id: {type: string, format: uuid, maxLength: 36, description: The id of the event.}
    ///                 created_at: {type: string, format: date-time, maxLength: 40, description: When it happened.}
    ///       responses:
    ///         '204': {description: The event was taken.}
    /// ```
    ///
    /// ## References
    /// - [Standard Webhooks specification](https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md)
    /// - [OWASP API10:2023, Unsafe Consumption of APIs](https://owasp.org/API-Security/editions/2023/en/0xaa-unsafe-consumption-of-apis/)
    UnsignedWebhook {
        id: "unsigned-webhook",
        area: Webhooks,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a request that the API sends has no signature or secret",
    }
}

impl Rule for UnsignedWebhook {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, known) = (cx.contract, &cx.facts.webhooks.signed);
        for (operation, others) in known.faults(contract) {
            let others = if others.is_empty() { others } else { format!("; {others}") };
            let message = format!("{} has no signature or secret, so its receiver cannot tell who sent it{others}", title(contract, operation));
            let report = cx.report(operation.at, "no signature", message).help(HELP);
            if !known.habit.holds() {
                let _ = report.at_most(Severity::Warning).of_all();
            }
        }
    }
}

const HELP: &str = "describe the header with the signature, such as `Webhook-Signature`, and how to check it";
