use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds an operation that does not take the parameter by which nearly all operations are told the version of the API
    /// (`API-Version`, `api-version`).
    ///
    /// ## Why
    /// A client that sends the version with every request cannot do so here, and gets whatever version is the default that day.
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
    ///     parameters: [{$ref: '#/components/parameters/book_id'}]
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
    /// - [Azure REST API Guidelines, Versioning](https://github.com/microsoft/api-guidelines/blob/vNext/azure/Guidelines.md#api-versioning)
    MissingVersionParameter {
        id: "missing-version-parameter",
        area: Versioning,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an operation does not take the version that the others take",
    }
}

impl Rule for MissingVersionParameter {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, versions) = (cx.contract, &cx.facts.versions);
        let (Some(Some((place, _))), Some(usual)) = (&versions.parameter.dominant, versions.usual_parameter(contract))
        else {
            return;
        };
        let (name, place, evidence) = (contract.text(usual.name), place.as_str(), versions.parameter.evidence());
        for (operation, parameter) in contract.operations.iter().zip(&versions.parameters) {
            if operation.place != Place::Path || parameter.is_some() {
                continue;
            }
            let title = contract.title(operation);
            cx.report(
                operation.at,
                format!("no `{name}`"),
                format!("{title} does not take the {place} parameter `{name}`; {evidence} operations here do, so the version of this one cannot be chosen"),
            )
            .related(usual.at, format!("`{name}` is here"))
            .help(format!("add the parameter `{name}`"));
        }
    }
}
