use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds an operation that is told the version of the API by another parameter than nearly all others: another name, or
    /// another place.
    ///
    /// ## Why
    /// A client that sends one header with every request reaches the default version here, and is not told.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   parameters:
    ///     api_version:
    ///       name: API-Version
    ///       in: header
    ///       description: The version of the API, by its date.
    ///       schema: {type: string, format: date, maxLength: 10}
    /// paths:
    ///   /customers:
    ///     parameters: [{$ref: '#/components/parameters/api_version'}]
    ///   /customers/{customer_id}:
    ///     parameters: [{$ref: '#/components/parameters/customer_id'}, {$ref: '#/components/parameters/api_version'}]
    ///   /customers/{customer_id}/addresses:
    ///     parameters: [{$ref: '#/components/parameters/customer_id'}, {$ref: '#/components/parameters/api_version'}]
    ///   /orders:
    ///     parameters: [{$ref: '#/components/parameters/api_version'}]
    ///   /orders/{order_id}:
    ///     parameters: [{$ref: '#/components/parameters/order_id'}, {$ref: '#/components/parameters/api_version'}]
    ///   /orders/{order_id}/cancel:
    ///     parameters: [{$ref: '#/components/parameters/order_id'}, {$ref: '#/components/parameters/api_version'}]
    ///   /books:
    ///     parameters: [{$ref: '#/components/parameters/api_version'}]
    ///   /books/{book_id}:
    ///     parameters: [{$ref: '#/components/parameters/book_id'}, {$ref: '#/components/parameters/api_version'}]
    ///   /books/{book_id}/reviews:
    ///     parameters:
    ///       - $ref: '#/components/parameters/book_id'
    ///       - name: X-Version
    ///         in: header
    ///         description: The version of the API, by its date.
    ///         schema: {type: string, format: date, maxLength: 10}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   parameters:
    ///     api_version:
    ///       name: API-Version
    ///       in: header
    ///       description: The version of the API, by its date.
    ///       schema: {type: string, format: date, maxLength: 10}
    /// paths:
    ///   /customers:
    ///     parameters: [{$ref: '#/components/parameters/api_version'}]
    ///   /customers/{customer_id}:
    ///     parameters: [{$ref: '#/components/parameters/customer_id'}, {$ref: '#/components/parameters/api_version'}]
    ///   /customers/{customer_id}/addresses:
    ///     parameters: [{$ref: '#/components/parameters/customer_id'}, {$ref: '#/components/parameters/api_version'}]
    ///   /orders:
    ///     parameters: [{$ref: '#/components/parameters/api_version'}]
    ///   /orders/{order_id}:
    ///     parameters: [{$ref: '#/components/parameters/order_id'}, {$ref: '#/components/parameters/api_version'}]
    ///   /orders/{order_id}/cancel:
    ///     parameters: [{$ref: '#/components/parameters/order_id'}, {$ref: '#/components/parameters/api_version'}]
    ///   /books:
    ///     parameters: [{$ref: '#/components/parameters/api_version'}]
    ///   /books/{book_id}:
    ///     parameters: [{$ref: '#/components/parameters/book_id'}, {$ref: '#/components/parameters/api_version'}]
    ///   /books/{book_id}/reviews:
    ///     parameters: [{$ref: '#/components/parameters/book_id'}, {$ref: '#/components/parameters/api_version'}]
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §5.1 Field Names](https://www.rfc-editor.org/rfc/rfc9110#section-5.1)
    /// - [Azure REST API Guidelines, Versioning](https://github.com/microsoft/api-guidelines/blob/vNext/azure/Guidelines.md#api-versioning)
    RenamedVersionParameter {
        id: "renamed-version-parameter",
        area: Versioning,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an operation takes the version by another parameter than the others",
    }
}

impl Rule for RenamedVersionParameter {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, versions) = (cx.contract, &cx.facts.versions);
        let (Some(Some((place, usual_name))), Some(usual)) =
            (&versions.parameter.dominant, versions.usual_parameter(contract))
        else {
            return;
        };
        let evidence = versions.parameter.evidence();
        for (operation, parameter) in contract.operations.iter().zip(&versions.parameters) {
            let Some(found) = parameter.map(|id| &contract.parameters[id]).filter(|_| operation.place == Place::Path)
            else {
                continue;
            };
            let name = contract.text(found.name);
            if found.place == *place && name.eq_ignore_ascii_case(usual_name) {
                continue;
            }
            let (found_place, place, usual_name) = (found.place.as_str(), place.as_str(), contract.text(usual.name));
            cx.report(
                found.name_at,
                format!("elsewhere `{usual_name}`"),
                format!("the version of the API is the {found_place} parameter `{name}` here; {evidence} operations have the {place} parameter `{usual_name}`"),
            )
            .related(usual.name_at, format!("`{usual_name}` is here"))
            .help(format!("use the {place} parameter `{usual_name}`"));
        }
    }
}
