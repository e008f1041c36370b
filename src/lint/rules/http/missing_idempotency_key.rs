use crate::finding::Severity;
use crate::lint::facts::Convention;
use crate::lint::facts::case::words;
use crate::lint::facts::protocols::has_prescribed_answers;
use crate::lint::facts::shape::only_asks;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a POST without the header for an idempotency key, where nearly all others have one. Where there
    /// are few, and more with than without, it is only noted. What only asks (`POST /orders/search`) needs none.
    ///
    /// ## Why
    /// When the answer to a POST gets lost, a client cannot know whether it counted. With the key it sends the request
    /// again without risk; where the key is missing, the second order is really placed.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /customers/{customer_id}/addresses:
    ///     post:
    ///       operationId: add_customer_address
    ///       summary: Add something
    ///       description: Adds something.
    ///       security: [{oauth: [orders:write]}]
    ///       parameters: [{$ref: '#/components/parameters/idempotency_key'}]
    ///       responses:
    ///         '204': {description: It is added.}
    ///   /books/{book_id}/reviews:
    ///     post:
    ///       operationId: add_book_review
    ///       summary: Add something
    ///       description: Adds something.
    ///       security: [{oauth: [orders:write]}]
    ///       parameters: [{$ref: '#/components/parameters/idempotency_key'}]
    ///       responses:
    ///         '204': {description: It is added.}
    ///   /books:
    ///     post:
    ///       operationId: add_book
    ///       summary: Add something
    ///       description: Adds something.
    ///       security: [{oauth: [orders:write]}]
    ///       parameters: []
    ///       responses:
    ///         '204': {description: It is added.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /orders:
    ///     post:
    ///       parameters: [{$ref: '#/components/parameters/idempotency_key'}]
    /// ```
    ///
    /// ## References
    /// - [The Idempotency-Key HTTP Header Field (IETF draft)](https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/)
    /// - [RFC 9110, §9.2.2 Idempotent Methods](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2)
    MissingIdempotencyKey {
        id: "missing-idempotency-key",
        area: Http,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a POST cannot be repeated safely, as the others can",
    }
}

impl Rule for MissingIdempotencyKey {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let is_key = |p: &&Parameter| {
            let lower = || words(contract.text(p.name)).into_iter().map(str::to_ascii_lowercase);
            p.place == ParameterIn::Header && lower().any(|w| w == "idempotency" || w == "idempotence")
        };
        let posts = contract.operations.iter().filter(|o| o.place == Place::Path && contract.text(o.method) == "POST");
        // What only asks may be repeated anyway, and a published protocol has ways of its own.
        let posts = posts.filter(|o| !only_asks(contract, o) && !has_prescribed_answers(contract, o));
        let posts: Vec<_> = posts.map(|o| (o, contract.parameters_of(o).find(is_key))).collect();
        let Some(name) = posts.iter().find_map(|(_, key)| *key).map(|p| contract.text(p.name)) else { return };
        let convention = Convention::infer(posts.iter().map(|(_, key)| key.is_some()), &cx.facts.conventions);
        // Of a few the greater part is a hint, and no habit.
        let (with, few) = (convention.share(&true), convention.total < cx.facts.conventions.samples);
        let severity = match convention.dominant {
            Some(true) => Severity::Warning,
            _ if few && with > 1 && with * 2 > convention.total => Severity::Info,
            _ => return,
        };
        for (operation, _) in posts.iter().filter(|(_, key)| key.is_none()) {
            if operation.parameters.iter().any(|p| p.id.is_none()) {
                continue;
            }
            let (title, total) = (contract.title(operation), convention.total);
            let message = format!(
                "`{title}` cannot be repeated safely when its answer gets lost; {with} of {total} POST operations here take `{name}`"
            );
            cx.report(operation.at, format!("no `{name}`"), message)
                .at_most(severity)
                .help(format!("add the header parameter `{name}`"));
        }
    }
}
