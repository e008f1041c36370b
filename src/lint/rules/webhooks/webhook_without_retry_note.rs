use crate::lint::facts::webhooks::sent;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds descriptions with webhooks or callbacks in which no text says what happens when a delivery fails: whether it
    /// is tried again, how often and for how long. It is said once, at the first of them.
    ///
    /// ## Why
    /// Those who receive events plan for the hour in which their service is down. They have to know whether events wait for
    /// them, or are lost and must be fetched.
    ///
    /// ## Bad
    /// ```yaml
    /// webhooks:
    ///   book_sold:
    ///     post:
    ///       operationId: tell_book_sold
    ///       summary: A book was sold
    ///       description: Sent once a book is sold.
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
    WebhookWithoutRetryNote {
        id: "webhook-without-retry-note",
        area: Webhooks,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "no text says what happens when a delivery fails",
    }
}

impl Rule for WebhookWithoutRetryNote {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let Some((_, first)) = sent(contract).next().filter(|_| !cx.facts.webhooks.retries) else { return };
        let message = "no text here says what happens when a delivery fails, so receivers cannot plan for an outage";
        cx.report(first.at, "is it sent again?", message)
            .help("say in its description, or in that of the API, how often and how long a delivery is tried again")
            .of_all();
    }
}
