use crate::contract::keywords::Keyword;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds properties of requests that are `readOnly` and `required` at once, in descriptions of OpenAPI 3.1 and later.
    ///
    /// Up to 3.0 `required` counts for the response only where a property is `readOnly`; there it is as it should be.
    ///
    /// ## Why
    /// `readOnly` says that the value belongs to the server alone, and `required` that clients must send it. Servers that
    /// believe the second take values such as an owner, a role or a price from whoever sends them.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     new_order:
    ///       required: [customer_id, book_ids, discount]
    ///       properties:
    ///         discount: {type: integer, format: int32, maximum: 100, readOnly: true, description: The discount.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     new_order:
    ///       properties:
    ///         discount: {type: integer, format: int32, maximum: 100, readOnly: true, description: The discount.}
    /// ```
    ///
    /// ## References
    /// - [OWASP API3:2023, Broken Object Property Level Authorization](https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/)
    /// - [JSON Schema 2020-12 Validation, §9.4 readOnly](https://json-schema.org/draft/2020-12/json-schema-validation#section-9.4)
    ReadOnlyRequiredInRequest {
        id: "read-only-required-in-request",
        area: Security,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "clients must send what is the server's alone",
    }
}

impl Rule for ReadOnlyRequiredInRequest {
    fn schema<'c>(&self, cx: &mut Cx<'c>, schema: SchemaView<'c>) {
        let asks = schema.has(Keyword::Required) && cx.facts.sent.contains(schema.id);
        if !asks || cx.contract.version < SpecVersion::V3_1 {
            return;
        }
        for (name, at) in schema.required() {
            let mut properties = schema.properties();
            let Some(property) = properties.find(|p| p.name == name && p.schema.flag(Keyword::ReadOnly)) else {
                continue;
            };
            let name: String = cx.contract.text(name).chars().take(60).collect();
            let message = format!("`{name}` is `readOnly`, and requests must have it, so clients set what is the server's");
            cx.report(at, "required", message)
                .related(property.key, "`readOnly`")
                .help("use a schema for requests that does not have it");
        }
    }
}
