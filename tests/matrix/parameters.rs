//! Each old value, written the old way, must be read back as the same value.

use crate::{HEAD, Table, operation};

fn listed(list: &str) -> String {
    operation(&format!("parameters: [{list}]"))
}

fn in_query(rest: &str) -> String {
    listed(&format!("{{name: q, in: query, {rest}}}"))
}

fn in_header(rest: &str) -> String {
    listed(&format!("{{name: X-H, in: header, {rest}}}"))
}

fn in_path(rest: &str) -> String {
    operation(&format!("parameters: [{{name: p, in: path, required: true, {rest}}}]")).replace("/a:", "'/a/{p}':")
}

fn in_cookie(rest: &str) -> String {
    listed(&format!("{{name: c, in: cookie, {rest}}}"))
}

/// `PATH ITEM | OPERATION`, two lists.
fn levels(lists: &str) -> String {
    let (item, operation) = lists.split_once('|').unwrap();
    format!(
        "{HEAD}paths: {{/a: {{parameters: [{item}], post: {{parameters: [{operation}], \
         responses: {{'204': {{description: d}}}}}}}}}}\n"
    )
}

const REMOVED: &str = "risky request-parameter-removed";
const NEW_OPTIONAL: &str = "safe request-parameter-added-optional";
const NEW_REQUIRED: &str = "breaking request-parameter-added-required";
const WRITTEN: &str = "breaking request-parameter-serialization-changed";
const DEFAULT: &str = "risky request-parameter-default-changed";
const FORM: &str = "unproven request-parameter-content-changed";
const NARROWED: &str = "breaking request-parameter-type-narrowed";
const WIDENED: &str = "safe request-parameter-type-widened";
const OTHER_TYPE: &str = "breaking request-parameter-type-changed";

pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "parameters, by place and name",
        document: listed,
        rows: &[
            ("", "{name: q, in: query, schema: {type: string}}", NEW_OPTIONAL, REMOVED),
            ("", "{name: q, in: query, required: true, schema: {type: string}}", NEW_REQUIRED, REMOVED),
            ("", "{name: X-A, in: header, schema: {type: string}}", NEW_OPTIONAL, REMOVED),
            ("", "{name: X-A, in: header, required: true, schema: {type: string}}", NEW_REQUIRED, REMOVED),
            ("", "{name: c, in: cookie, schema: {type: string}}", NEW_OPTIONAL, REMOVED),
            ("", "{name: c, in: cookie, required: true, schema: {type: string}}", NEW_REQUIRED, REMOVED),
            ("", "{name: Accept, in: header, required: true, schema: {type: string}}", "same", "same"),
            ("", "{name: content-type, in: header, required: true, schema: {type: string}}", "same", "same"),
            ("", "{name: AUTHORIZATION, in: header, required: true, schema: {type: string}}", "same", "same"),
            (
                "{name: Accept, in: header, schema: {type: string}}",
                "{name: Accept, in: header, schema: {type: integer}}",
                "same",
                "same",
            ),
            (
                "{name: X-A, in: header, schema: {type: string}}",
                "{name: x-a, in: header, schema: {type: string}}",
                "same",
                "same",
            ),
            (
                "{name: q, in: query, schema: {type: string}}",
                "{name: Q, in: query, schema: {type: string}}",
                REMOVED,
                REMOVED,
            ),
            (
                "{name: c, in: cookie, schema: {type: string}}",
                "{name: C, in: cookie, schema: {type: string}}",
                REMOVED,
                REMOVED,
            ),
            (
                "{name: q, in: query, schema: {type: string}}",
                "{name: q, in: header, schema: {type: string}}",
                REMOVED,
                REMOVED,
            ),
            (
                "{name: q, in: query, required: true, schema: {type: string}}",
                "{name: q, in: header, required: true, schema: {type: string}}",
                NEW_REQUIRED,
                NEW_REQUIRED,
            ),
            (
                "{name: a, in: query, schema: {type: string}}, {name: b, in: query, schema: {type: integer}}",
                "{name: b, in: query, schema: {type: integer}}, {name: a, in: query, schema: {type: string}}",
                "same",
                "same",
            ),
            (
                "{name: a, in: query, schema: {type: string}}, {name: a, in: header, schema: {type: integer}}",
                "{name: a, in: header, schema: {type: integer}}, {name: a, in: query, schema: {type: string}}",
                "same",
                "same",
            ),
        ],
    },
    Table {
        name: "query parameters",
        document: in_query,
        rows: &[
            (
                "schema: {type: string}",
                "required: true, schema: {type: string}",
                "breaking request-parameter-became-required",
                "safe request-parameter-became-optional",
            ),
            ("schema: {type: string}", "required: false, schema: {type: string}", "same", "same"),
            ("schema: {type: string}", "description: d, schema: {type: string}", "same", "same"),
            (
                "schema: {type: string}",
                "deprecated: true, schema: {type: string}",
                "safe deprecation-changed",
                "safe deprecation-changed",
            ),
            ("schema: {type: string}", "style: form, explode: true, schema: {type: string}", "same", "same"),
            ("schema: {type: string}", "explode: false, schema: {type: string}", "same", "same"),
            ("schema: {type: integer}", "explode: false, schema: {type: integer}", "same", "same"),
            ("schema: {type: [string, 'null']}", "explode: false, schema: {type: [string, 'null']}", "same", "same"),
            ("schema: {type: array}", "style: form, explode: true, schema: {type: array}", "same", "same"),
            ("schema: {type: array}", "explode: false, schema: {type: array}", WRITTEN, WRITTEN),
            ("schema: {type: object}", "explode: false, schema: {type: object}", WRITTEN, WRITTEN),
            ("schema: {type: object}", "style: deepObject, explode: true, schema: {type: object}", WRITTEN, WRITTEN),
            (
                "style: form, explode: false, schema: {type: array}",
                "style: pipeDelimited, explode: false, schema: {type: array}",
                WRITTEN,
                WRITTEN,
            ),
            (
                "style: form, explode: false, schema: {type: array}",
                "style: spaceDelimited, explode: false, schema: {type: array}",
                WRITTEN,
                WRITTEN,
            ),
            (
                "style: pipeDelimited, explode: false, schema: {type: array}",
                "style: spaceDelimited, explode: false, schema: {type: array}",
                WRITTEN,
                WRITTEN,
            ),
            ("schema: {type: string}", "schema: {type: array, items: {type: string}}", OTHER_TYPE, OTHER_TYPE),
            (
                "schema: {type: array, items: {type: string}}",
                "schema: {type: array, items: {type: integer}}",
                NARROWED,
                WIDENED,
            ),
            ("schema: {type: string}", "schema: {type: integer}", NARROWED, WIDENED),
            ("schema: {type: string}", "schema: {type: boolean}", NARROWED, WIDENED),
            ("schema: {type: number}", "schema: {type: integer}", NARROWED, WIDENED),
            ("schema: {type: boolean}", "schema: {type: integer}", OTHER_TYPE, OTHER_TYPE),
            (
                "schema: {type: string, enum: [a, b]}",
                "schema: {type: string, enum: [a]}",
                "breaking request-parameter-enum-value-removed",
                "safe request-parameter-enum-value-added",
            ),
            (
                "style: deepObject, schema: {type: object}",
                "style: deepObject, schema: {type: object, properties: {m: {type: integer}}}",
                "unproven request-parameter-described",
                "risky request-property-removed",
            ),
            ("schema: {type: string}", "schema: {type: string, default: a}", DEFAULT, DEFAULT),
            ("schema: {type: string, default: b}", "schema: {type: string, default: a}", DEFAULT, DEFAULT),
            (
                "schema: {type: string}",
                "allowReserved: true, schema: {type: string}",
                "risky request-parameter-reserved-changed",
                "risky request-parameter-reserved-changed",
            ),
            ("schema: {type: string}", "allowReserved: false, schema: {type: string}", "same", "same"),
            (
                "allowEmptyValue: true, schema: {type: string}",
                "schema: {type: string}",
                "breaking request-parameter-empty-value-forbidden",
                "safe request-parameter-empty-value-allowed",
            ),
            ("schema: {type: string}", "content: {application/json: {schema: {type: string}}}", FORM, FORM),
            (
                "content: {application/json: {schema: {type: string}}}",
                "content: {text/plain: {schema: {type: string}}}",
                FORM,
                FORM,
            ),
            (
                "content: {application/json: {schema: {type: integer}}}",
                "content: {application/json: {schema: {type: string}}}",
                OTHER_TYPE,
                OTHER_TYPE,
            ),
            (
                "content: {application/json: {schema: {type: integer}}}",
                "content: {APPLICATION/JSON: {schema: {type: integer}}}",
                "same",
                "same",
            ),
        ],
    },
    Table {
        name: "parameters that say nothing of their values",
        document: in_query,
        rows: &[
            ("", "schema: {}", "same", "same"),
            ("", "schema: {type: integer}", FORM, FORM),
            ("", "content: {application/json: {schema: {type: integer}}}", FORM, FORM),
        ],
    },
    Table {
        name: "header parameters",
        document: in_header,
        rows: &[
            ("schema: {type: string}", "style: simple, explode: false, schema: {type: string}", "same", "same"),
            ("schema: {type: array}", "explode: true, schema: {type: array}", "same", "same"),
            ("schema: {type: object}", "explode: true, schema: {type: object}", WRITTEN, WRITTEN),
            (
                "schema: {type: string}",
                "required: true, schema: {type: string}",
                "breaking request-parameter-became-required",
                "safe request-parameter-became-optional",
            ),
            ("schema: {type: string}", "schema: {type: integer}", NARROWED, WIDENED),
        ],
    },
    Table {
        name: "path parameters",
        document: in_path,
        rows: &[
            ("schema: {type: string}", "style: simple, schema: {type: string}", "same", "same"),
            ("schema: {type: string}", "style: label, schema: {type: string}", WRITTEN, WRITTEN),
            ("schema: {type: string}", "style: matrix, schema: {type: string}", WRITTEN, WRITTEN),
            ("schema: {type: string}", "explode: true, schema: {type: string}", "same", "same"),
            (
                "style: label, schema: {type: array}",
                "style: label, explode: true, schema: {type: array}",
                WRITTEN,
                WRITTEN,
            ),
            (
                "style: matrix, schema: {type: array}",
                "style: matrix, explode: true, schema: {type: array}",
                WRITTEN,
                WRITTEN,
            ),
            ("schema: {type: object}", "explode: true, schema: {type: object}", WRITTEN, WRITTEN),
            ("schema: {type: string}", "schema: {type: integer}", NARROWED, WIDENED),
            (
                "schema: {type: string}",
                "schema: {type: string, format: uuid}",
                "breaking request-parameter-format-narrowed",
                "safe request-parameter-format-widened",
            ),
        ],
    },
    Table {
        name: "cookie parameters",
        document: in_cookie,
        rows: &[
            ("schema: {type: string}", "style: form, schema: {type: string}", "same", "same"),
            ("schema: {type: array}", "explode: false, schema: {type: array}", WRITTEN, WRITTEN),
        ],
    },
    Table {
        name: "parameters of path items",
        document: levels,
        rows: &[
            (
                "{name: q, in: query, schema: {type: string}} |",
                "| {name: q, in: query, schema: {type: string}}",
                "same",
                "same",
            ),
            ("|", "{name: q, in: query, schema: {type: string}} |", NEW_OPTIONAL, REMOVED),
            ("|", "{name: q, in: query, required: true, schema: {type: string}} |", NEW_REQUIRED, REMOVED),
            (
                "{name: q, in: query, required: true, schema: {type: string}} | {name: q, in: query, schema: {type: string}}",
                "{name: q, in: query, required: true, schema: {type: string}} |",
                "breaking request-parameter-became-required",
                "safe request-parameter-became-optional",
            ),
            (
                "{name: q, in: query, schema: {type: integer}} | {name: q, in: query, schema: {type: string}}",
                "{name: q, in: query, schema: {type: boolean}} | {name: q, in: query, schema: {type: string}}",
                "same",
                "same",
            ),
            (
                "{name: q, in: query, schema: {type: string}} |",
                "{name: q, in: query, schema: {type: string}} | {name: q, in: header, schema: {type: string}}",
                NEW_OPTIONAL,
                REMOVED,
            ),
        ],
    },
];
