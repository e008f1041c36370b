use std::collections::BTreeMap;

use crate::lint::facts::shape::is_json;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds PATCH operations whose body is plain `application/json`. They are told once.
    ///
    /// ## Why
    /// `application/json` does not say how the document changes the resource: whether a missing property is kept,
    /// whether null removes it, whether a list is replaced or extended. `application/merge-patch+json` and
    /// `application/json-patch+json` do.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}:
    ///     patch:
    ///       requestBody:
    ///         content:
    ///           application/merge-patch+json: null
    ///           application/json:
    ///             schema: {$ref: '#/components/schemas/order_change'}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}:
    ///     patch:
    ///       requestBody:
    ///         content:
    ///           application/merge-patch+json:
    ///             schema: {$ref: '#/components/schemas/order_change'}
    /// ```
    ///
    /// ## References
    /// - [RFC 5789, §2 The PATCH Method](https://www.rfc-editor.org/rfc/rfc5789#section-2)
    /// - [RFC 7396, JSON Merge Patch](https://www.rfc-editor.org/rfc/rfc7396),
    ///   [RFC 6902, JSON Patch](https://www.rfc-editor.org/rfc/rfc6902)
    ImprecisePatchFormat {
        id: "imprecise-patch-format",
        area: Http,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "a PATCH does not say how its body is applied",
    }
}

impl Rule for ImprecisePatchFormat {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut vague: BTreeMap<At, &Operation> = BTreeMap::new();
        let mut total = 0;
        for operation in contract.operations.iter().filter(|o| o.place == Place::Path) {
            if contract.text(operation.method) != "PATCH" {
                continue;
            }
            let Some(body) = contract.request_body_of(operation) else { continue };
            let json: Vec<_> = body.content.iter().filter(|m| is_json(contract.text(m.name))).collect();
            if json.is_empty() {
                continue;
            }
            total += 1;
            // Offering the plain type beside a precise one is for the convenience of clients.
            let essence = |text: &'_ str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            let plain = json.iter().all(|m| essence(contract.text(m.name)) == "application/json");
            if let (true, Some(first)) = (plain, json.first()) {
                vague.entry(first.key).or_insert(operation);
            }
        }
        let Some((&key, operation)) = vague.first_key_value() else { return };
        let title = contract.title(operation);
        let message = if total == 1 {
            format!("`application/json` does not say how the body of `{title}` changes the resource")
        } else {
            format!(
                "`application/json` does not say how a body changes the resource, in {} of {total} PATCH operations here, such as `{title}`",
                vague.len()
            )
        };
        cx.report(key, "not a patch format", message)
            .help("write `application/merge-patch+json` if missing properties are kept and null removes them")
            .of_all();
    }
}
