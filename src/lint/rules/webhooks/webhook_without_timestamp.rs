use crate::lint::facts::webhooks::title;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds requests that the API sends (webhooks and callbacks) and that say no time: no header and no property in the
    /// outer objects of the body whose name (`timestamp`, `created_at`) or format is one. A `sequence` counts as well.
    ///
    /// Where four of five of the requests that the API sends have one, each that has none is reported. Else it is said
    /// once, at the first.
    ///
    /// ## Why
    /// Deliveries overtake each other. A receiver that cannot tell which of two is older may keep the older one, and one
    /// that cannot tell how old a delivery is cannot refuse what somebody sends again.
    ///
    /// ## Bad
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
    ///               required: [id]
    ///               properties:
    ///                 id: {type: string, format: uuid, maxLength: 36, description: The id of the event.}
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
    WebhookWithoutTimestamp {
        id: "webhook-without-timestamp",
        area: Webhooks,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a request that the API sends says no time",
    }
}

impl Rule for WebhookWithoutTimestamp {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, known) = (cx.contract, &cx.facts.webhooks.dated);
        for (operation, others) in known.faults(contract) {
            let others = if others.is_empty() { others } else { format!("; {others}") };
            let message = format!("{} says no time, so its receiver cannot put deliveries in order{others}", title(contract, operation));
            let report = cx.report(operation.at, "no time", message).help(HELP);
            if !known.habit.holds() {
                let _ = report.at_most(Severity::Info).of_all();
            }
        }
    }
}

const HELP: &str = "send when it happened, as a property `created_at` or as the header `Webhook-Timestamp`";
