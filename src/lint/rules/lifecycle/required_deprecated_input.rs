use crate::contract::keywords::Keyword;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds parameters and properties of requests that are `deprecated` and `required` at once. Operations that are
    /// deprecated themselves are left alone, and so are properties of responses, which servers send as long as they
    /// promised.
    ///
    /// ## Why
    /// Clients are told to stop sending it, and are refused when they do.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     new_order:
    ///       required: [customer_id, book_ids, gift_code]
    ///       properties:
    ///         gift_code:
    ///           type: string
    ///           maxLength: 20
    ///           description: A code. Write `shipping_note` instead.
    ///           deprecated: true
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     new_order:
    ///       properties:
    ///         gift_code:
    ///           type: string
    ///           maxLength: 20
    ///           description: A code. Write `shipping_note` instead.
    ///           deprecated: true
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.12 Parameter Object](https://spec.openapis.org/oas/v3.1.1.html#parameter-object):
    ///   `deprecated` should be transitioned out of usage
    /// - [JSON Schema 2020-12 Validation, §9.3 deprecated](https://json-schema.org/draft/2020-12/json-schema-validation#section-9.3)
    RequiredDeprecatedInput {
        id: "required-deprecated-input",
        area: Lifecycle,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "clients must send what is deprecated",
    }
}

const LABEL: &str = "required";

impl Rule for RequiredDeprecatedInput {
    fn operation<'c>(&self, cx: &mut Cx<'c>, operation: &'c Operation) {
        if operation.place != Place::Path || operation.deprecated.is_some() {
            return;
        }
        let contract = cx.contract;
        // A part of the path cannot be left out: what is deprecated is the path.
        let asked = contract.parameters_of(operation).filter(|p| p.required && p.place != ParameterIn::Path);
        for parameter in asked.filter(|p| p.deprecated) {
            let name: String = contract.text(parameter.name).chars().take(60).collect();
            let message = format!(
                "the {} parameter `{name}` is deprecated and required, so clients cannot stop sending it",
                parameter.place.as_str()
            );
            let at = parameter.required_at.unwrap_or(parameter.at);
            cx.report(at, LABEL, message).help("make it optional before it goes");
        }
    }

    fn schema<'c>(&self, cx: &mut Cx<'c>, schema: SchemaView<'c>) {
        if !schema.has(Keyword::Required) || !cx.facts.sent.contains(schema.id) {
            return;
        }
        for (name, at) in schema.required() {
            let property = schema.properties().find(|p| p.name == name && p.schema.flag(Keyword::Deprecated));
            let Some(property) = property.filter(|p| !p.schema.flag(Keyword::ReadOnly)) else { continue };
            let name: String = cx.contract.text(name).chars().take(60).collect();
            let message =
                format!("the property `{name}` is deprecated and required, so clients cannot stop sending it");
            cx.report(at, LABEL, message)
                .related(property.key, "deprecated")
                .help("make it optional before it goes");
        }
    }
}
