use crate::lint::facts::webhooks::title;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds requests that the API sends (webhooks and callbacks) whose responses do not say how to answer that all is well:
    /// they have neither a 2xx status nor `default`, or they have redirects, which senders of events do not follow.
    ///
    /// ## Why
    /// Senders take any 2xx for "delivered" and send everything else again. A receiver that answers as described here is
    /// sent the same event for days.
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
    ///               required: [id, created_at]
    ///               properties:
    ///                 id: {type: string, format: uuid, maxLength: 36, description: The id of the event.}
    ///                 created_at: {type: string, format: date-time, maxLength: 40, description: When it happened.}
    ///       responses:
    ///         '302': {description: The event goes elsewhere.}
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
    /// - [RFC 9110, §15.3 Successful 2xx](https://www.rfc-editor.org/rfc/rfc9110#section-15.3)
    UnclearWebhookResponse {
        id: "unclear-webhook-response",
        area: Webhooks,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a receiver is not told to answer with 2xx",
    }
}

impl Rule for UnclearWebhookResponse {
    fn operation<'c>(&self, cx: &mut Cx<'c>, operation: &'c Operation) {
        let contract = cx.contract;
        let sent = matches!(operation.place, Place::Webhook | Place::Callback);
        let Some(at) = operation.responses_at.filter(|_| sent && !operation.responses.is_empty()) else { return };
        let succeeds = |r: &StatusResponse| r.status.is_success() || r.status == Status::Default;
        if !operation.responses.iter().any(succeeds) {
            let message = format!(
                "{} has no 2xx response, so a receiver does not learn how to say that it was delivered",
                title(contract, operation)
            );
            cx.report(at, "no 2xx", message).help("describe the response that counts as delivered, such as `204`");
        } else if let Some(redirect) = operation.responses.iter().find(|r| r.status.class() == Some(3)) {
            let message = format!(
                "{} has the response {}, and senders of events do not follow redirects",
                title(contract, operation),
                contract.text(redirect.name)
            );
            cx.report(redirect.key, "a redirect", message)
                .help("remove it, or say in its description what the sender does")
                .at_most(Severity::Info);
        }
    }
}
