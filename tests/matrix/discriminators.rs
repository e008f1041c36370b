//! The map of values, explicit or by the names of components. Schemas of alternatives are compared beside that.

use crate::{HEAD, Table};

const SCHEMAS: &str = "components: {schemas: {\
    A: {type: object, properties: {k: {type: string}, a: {type: string}}, required: [k]}, \
    B: {type: object, properties: {k: {type: string}, b: {type: string}}, required: [k]}, \
    Same: {type: object, properties: {k: {type: string}, a: {type: string}}, required: [k]}}}";

fn alternatives(schema: &str) -> String {
    let mut schema = schema.to_owned();
    for name in ["A", "B", "Same"] {
        schema = schema.replace(&format!("@{name}"), &format!("{{$ref: '#/components/schemas/{name}'}}"));
        schema = schema.replace(&format!("#{name}"), &format!("'#/components/schemas/{name}'"));
    }
    schema
}

fn request(schema: &str) -> String {
    let schema = alternatives(schema);
    format!(
        "{HEAD}paths: {{/a: {{post: {{requestBody: {{content: {{application/json: {{schema: {{{schema}}}}}}}}}, \
         responses: {{}}}}}}}}\n{SCHEMAS}\n"
    )
}

fn response(schema: &str) -> String {
    let schema = alternatives(schema);
    format!(
        "{HEAD}paths: {{/a: {{post: {{responses: {{'200': {{description: d, content: \
         {{application/json: {{schema: {{{schema}}}}}}}}}}}}}}}}}\n{SCHEMAS}\n"
    )
}

fn request_of_3_2(schema: &str) -> String {
    request(schema).replace("openapi: 3.1.0", "openapi: 3.2.0")
}

pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "discriminators of requests",
        document: request,
        rows: &[
            (
                "anyOf: [@A, @B], discriminator: {propertyName: k, mapping: {a: #A, b: #B}}",
                "anyOf: [@A, @B], discriminator: {propertyName: k, mapping: {a: #A, b: #B, c: #B}}",
                "safe request-body-discriminator-value-added",
                "breaking request-body-discriminator-value-removed",
            ),
            (
                "anyOf: [@A, @B], discriminator: {propertyName: k}",
                "anyOf: [@A, @B], discriminator: {propertyName: k, mapping: {A: #A, B: #B}}",
                "same",
                "same",
            ),
            (
                "anyOf: [@A, @B], discriminator: {propertyName: k, mapping: {a: A, b: B}}",
                "anyOf: [@A, @B], discriminator: {propertyName: k, mapping: {a: #A, b: #B}}",
                "same",
                "same",
            ),
            (
                "anyOf: [@A, @B], discriminator: {propertyName: k}",
                "anyOf: [@A, @B], discriminator: {propertyName: kind}",
                "breaking request-body-discriminator-property-changed",
                "breaking request-body-discriminator-property-changed",
            ),
            (
                "anyOf: [@A, @B]",
                "anyOf: [@A, @B], discriminator: {propertyName: k}",
                "risky request-body-discriminator-presence-changed",
                "risky request-body-discriminator-presence-changed",
            ),
            (
                "anyOf: [@A, @B], discriminator: {propertyName: k}",
                "anyOf: [@Same, @B], discriminator: {propertyName: k}",
                "breaking request-body-discriminator-value-removed",
                "breaking request-body-discriminator-value-removed",
            ),
            (
                "anyOf: [@A, @B], discriminator: {propertyName: k, mapping: {a: #A, b: #B}}",
                "anyOf: [@Same, @B], discriminator: {propertyName: k, mapping: {a: #Same, b: #B}}",
                "same",
                "same",
            ),
            (
                "anyOf: [@A, @B], discriminator: {propertyName: k, mapping: {a: #A, b: #B}}",
                "anyOf: [@A, @B], discriminator: {propertyName: k, mapping: {a: #B, b: #A}}",
                "unproven request-body-discriminator-target-changed",
                "unproven request-body-discriminator-target-changed",
            ),
        ],
    },
    Table {
        name: "discriminators of OpenAPI 3.2",
        document: request_of_3_2,
        rows: &[
            (
                "anyOf: [@A, @B], discriminator: {propertyName: k}",
                "anyOf: [@A, @B], discriminator: {propertyName: k, defaultMapping: A}",
                "safe request-body-discriminator-value-added",
                "breaking request-body-discriminator-value-removed",
            ),
            (
                "anyOf: [@A, @B], discriminator: {propertyName: k, defaultMapping: A}",
                "anyOf: [@A, @B], discriminator: {propertyName: k, defaultMapping: B}",
                "unproven request-body-discriminator-target-changed",
                "unproven request-body-discriminator-target-changed",
            ),
            (
                "anyOf: [@A, @B], discriminator: {propertyName: k, defaultMapping: A}",
                "anyOf: [@A, @B], discriminator: {propertyName: k, defaultMapping: #A}",
                "same",
                "same",
            ),
        ],
    },
    Table {
        name: "discriminators of responses",
        document: response,
        rows: &[
            (
                "anyOf: [@A, @B], discriminator: {propertyName: k, mapping: {a: #A, b: #B}}",
                "anyOf: [@A, @B], discriminator: {propertyName: k, mapping: {a: #A, b: #B, c: #B}}",
                "breaking response-body-discriminator-value-added",
                "safe response-body-discriminator-value-removed",
            ),
            (
                "anyOf: [@A, @B], discriminator: {propertyName: k}",
                "anyOf: [@A, @B], discriminator: {propertyName: kind}",
                "breaking response-body-discriminator-property-changed",
                "breaking response-body-discriminator-property-changed",
            ),
            (
                "anyOf: [@A, @B], discriminator: {propertyName: k}",
                "anyOf: [@Same, @B], discriminator: {propertyName: k}",
                "breaking response-body-discriminator-value-added",
                "breaking response-body-discriminator-value-added",
            ),
            (
                "anyOf: [@A, @B], discriminator: {propertyName: k, mapping: {a: #A, b: #B}}",
                "anyOf: [@A, @B], discriminator: {propertyName: k, mapping: {a: #B, b: #A}}",
                "unproven response-body-discriminator-target-changed",
                "unproven response-body-discriminator-target-changed",
            ),
        ],
    },
];
