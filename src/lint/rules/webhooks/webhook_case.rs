use crate::lint::facts::webhooks::webhook_names;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Learns in which case the names of this API's webhooks are written, and finds the ones that leave it. A name with
    /// dots, slashes or colons (`order.line_item.added`) is read part by part.
    ///
    /// ## Why
    /// Receivers switch by these names, and a name in another case is a branch that is never taken.
    ///
    /// ## Bad
    /// ```yaml
    /// webhooks:
    ///   book_sold:
    ///     post:
    ///       operationId: tell_sold
    ///       summary: A book was sold
    ///       description: Sent when a book was sold. It is retried for a day.
    ///       security: [{oauth: [orders:read]}]
    ///       requestBody: {$ref: '#/components/requestBodies/event'}
    ///       responses:
    ///         '204': {description: Taken.}
    ///   book_read:
    ///     post:
    ///       operationId: tell_read
    ///       summary: A book was read
    ///       description: Sent when a book was read. It is retried for a day.
    ///       security: [{oauth: [orders:read]}]
    ///       requestBody: {$ref: '#/components/requestBodies/event'}
    ///       responses:
    ///         '204': {description: Taken.}
    ///   book_lost:
    ///     post:
    ///       operationId: tell_lost
    ///       summary: A book was lost
    ///       description: Sent when a book was lost. It is retried for a day.
    ///       security: [{oauth: [orders:read]}]
    ///       requestBody: {$ref: '#/components/requestBodies/event'}
    ///       responses:
    ///         '204': {description: Taken.}
    ///   book_found:
    ///     post:
    ///       operationId: tell_found
    ///       summary: A book was found
    ///       description: Sent when a book was found. It is retried for a day.
    ///       security: [{oauth: [orders:read]}]
    ///       requestBody: {$ref: '#/components/requestBodies/event'}
    ///       responses:
    ///         '204': {description: Taken.}
    ///   bookGiven:
    ///     post:
    ///       operationId: tell_given
    ///       summary: A book was given
    ///       description: Sent when a book was given. It is retried for a day.
    ///       security: [{oauth: [orders:read]}]
    ///       requestBody: {$ref: '#/components/requestBodies/event'}
    ///       responses:
    ///         '204': {description: Taken.}
    /// components:
    ///   requestBodies:
    ///     event:
    ///       description: What happened.
    ///       required: true
    ///       content:
    ///         application/json:
    ///           schema:
    ///             type: object
    ///             description: The event.
    ///             required: [id, created_at]
    ///             properties:
    ///               id: {type: string, format: uuid, maxLength: 36, description: The id of the event.}
    ///               created_at: {type: string, format: date-time, maxLength: 40, description: When it happened.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// webhooks:
    ///   book_sold:
    ///     post:
    ///       operationId: tell_sold
    ///       summary: A book was sold
    ///       description: Sent when a book was sold. It is retried for a day.
    ///       security: [{oauth: [orders:read]}]
    ///       requestBody: {$ref: '#/components/requestBodies/event'}
    ///       responses:
    ///         '204': {description: Taken.}
    ///   book_read:
    ///     post:
    ///       operationId: tell_read
    ///       summary: A book was read
    ///       description: Sent when a book was read. It is retried for a day.
    ///       security: [{oauth: [orders:read]}]
    ///       requestBody: {$ref: '#/components/requestBodies/event'}
    ///       responses:
    ///         '204': {description: Taken.}
    ///   book_lost:
    ///     post:
    ///       operationId: tell_lost
    ///       summary: A book was lost
    ///       description: Sent when a book was lost. It is retried for a day.
    ///       security: [{oauth: [orders:read]}]
    ///       requestBody: {$ref: '#/components/requestBodies/event'}
    ///       responses:
    ///         '204': {description: Taken.}
    ///   book_found:
    ///     post:
    ///       operationId: tell_found
    ///       summary: A book was found
    ///       description: Sent when a book was found. It is retried for a day.
    ///       security: [{oauth: [orders:read]}]
    ///       requestBody: {$ref: '#/components/requestBodies/event'}
    ///       responses:
    ///         '204': {description: Taken.}
    ///   book_given:
    ///     post:
    ///       operationId: tell_given
    ///       summary: A book was given
    ///       description: Sent when a book was given. It is retried for a day.
    ///       security: [{oauth: [orders:read]}]
    ///       requestBody: {$ref: '#/components/requestBodies/event'}
    ///       responses:
    ///         '204': {description: Taken.}
    /// components:
    ///   requestBodies:
    ///     event:
    ///       description: What happened.
    ///       required: true
    ///       content:
    ///         application/json:
    ///           schema:
    ///             type: object
    ///             description: The event.
    ///             required: [id, created_at]
    ///             properties:
    ///               id: {type: string, format: uuid, maxLength: 36, description: The id of the event.}
    ///               created_at: {type: string, format: date-time, maxLength: 40, description: When it happened.}
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.1 OpenAPI Object](https://spec.openapis.org/oas/v3.1.1.html#openapi-object): `webhooks`
    WebhookCase {
        id: "webhook-case",
        area: Webhooks,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "the name of a webhook is not written in the case of the others",
    }
}

impl Rule for WebhookCase {
    fn document(&self, cx: &mut Cx<'_>) {
        for (name, key) in webhook_names(cx.contract) {
            let mut parts = name.split(['.', '/', ':']);
            let Some((part, departure)) =
                parts.find_map(|part| Some((part, cx.facts.webhooks.names.departure(part)?)))
            else {
                continue;
            };
            let _ = cx
                .report(key, departure.label(part), departure.message(part))
                .advice_if(departure.is_thin)
                .help(departure.help(part))
                .about(name);
        }
    }
}
