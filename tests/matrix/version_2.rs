//! OpenAPI 2.0, where media types and forms are written in other places.

use crate::Table;

fn operation(fields: &str) -> String {
    let responses = if fields.contains("responses:") { "" } else { "responses: {'204': {description: d}}, " };
    format!("swagger: '2.0'\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{post: {{{responses}{fields}}}}}}}\n")
}

fn in_query(rest: &str) -> String {
    operation(&format!("parameters: [{{name: q, in: query, {rest}}}]"))
}

fn in_form(rest: &str) -> String {
    operation(&format!(
        "consumes: [application/x-www-form-urlencoded], parameters: [{{name: f, in: formData, {rest}}}]"
    ))
}

const BODY: &str = "parameters: [{name: b, in: body, schema: {type: object}}]";
const WRITTEN: &str = "breaking request-parameter-serialization-changed";
const ITEMS: &str = "type: array, items: {type: string}";

pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "OpenAPI 2.0, lists in queries",
        document: |rest| in_query(&rest.replace("ITEMS", ITEMS)),
        rows: &[
            ("ITEMS", "ITEMS, collectionFormat: csv", "same", "same"),
            ("ITEMS", "ITEMS, collectionFormat: multi", WRITTEN, WRITTEN),
            ("ITEMS, collectionFormat: ssv", "ITEMS, collectionFormat: pipes", WRITTEN, WRITTEN),
            ("ITEMS, collectionFormat: ssv", "ITEMS, collectionFormat: tsv", WRITTEN, WRITTEN),
            (
                "type: string",
                "type: integer",
                "breaking request-parameter-type-narrowed",
                "safe request-parameter-type-widened",
            ),
        ],
    },
    Table {
        name: "OpenAPI 2.0, bodies",
        document: |fields| operation(&fields.replace("BODY", BODY)),
        rows: &[
            (
                "consumes: [application/json], BODY",
                "consumes: [application/json, application/xml], BODY",
                "safe request-media-type-added",
                "breaking request-media-type-removed",
            ),
            (
                "consumes: [application/json], BODY",
                "consumes: [application/json], parameters: [{name: other, in: body, schema: {type: object}}]",
                "same",
                "same",
            ),
            (
                "produces: [application/json], responses: {'200': {description: d, schema: {type: object}}}",
                "produces: [application/xml], responses: {'200': {description: d, schema: {type: object}}}",
                "breaking response-media-type-removed",
                "breaking response-media-type-removed",
            ),
        ],
    },
    Table {
        name: "OpenAPI 2.0, forms",
        document: in_form,
        rows: &[
            (
                "type: string",
                "type: integer",
                "breaking request-property-type-narrowed",
                "safe request-property-type-widened",
            ),
            (
                "type: string",
                "type: string, required: true",
                "breaking request-property-became-required",
                "safe request-property-became-optional",
            ),
        ],
    },
];
