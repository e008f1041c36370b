//! What is compared is the answer that each status gets: an exact status beats `4XX`, and that beats `default`.

use crate::{Table, operation};

const TEXT: &str = "{description: d, content: {application/json: {schema: {type: string}}}}";
const NUMBER: &str = "{description: d, content: {application/json: {schema: {type: integer}}}}";

/// Statuses, with `T` for an answer that is a text and `N` for one that is a number.
fn statuses(list: &str) -> String {
    operation(&format!("responses: {{{list}}}"))
        .replace(": T", &format!(": {TEXT}"))
        .replace(": N", &format!(": {NUMBER}"))
}

fn answer(fields: &str) -> String {
    let separator = if fields.is_empty() { "" } else { ", " };
    operation(&format!("responses: {{'200': {{description: d{separator}{fields}}}}}"))
}

fn header(rest: &str) -> String {
    answer(&format!("headers: {{X-H: {{{rest}}}}}"))
}

const OTHER: &str = "breaking response-body-type-changed";
const SUCCESS: &str = "breaking response-success-added";
const SUCCESS_GONE: &str = "risky response-success-removed";
const ERROR: &str = "risky response-error-added";
const GONE: &str = "safe response-status-removed";
const ADDED: &str = "safe response-header-added";
const LINK: &str = "safe response-link-changed";
const WRITTEN: &str = "breaking response-parameter-serialization-changed";

pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "statuses",
        document: statuses,
        rows: &[
            ("'200': T", "'200': T, '201': T", SUCCESS, SUCCESS_GONE),
            ("'200': T", "'201': T", SUCCESS, SUCCESS),
            ("'200': T", "'2XX': T", SUCCESS, SUCCESS_GONE),
            ("'2XX': T", "'2XX': T, '200': T", "same", "same"),
            ("'2XX': T", "'2XX': T, '200': N", OTHER, OTHER),
            ("'2XX': T, '204': T", "'2XX': T", "same", "same"),
            ("'200': T", "'200': T, '404': T", ERROR, GONE),
            ("'200': T", "'200': T, '503': T", ERROR, GONE),
            ("'200': T, '404': T", "'200': T, '410': T", ERROR, ERROR),
            ("'200': T, '404': T", "'200': T, '4XX': T", ERROR, GONE),
            ("'200': T, '404': T", "'200': T, '4XX': N", OTHER, OTHER),
            ("'200': T, '404': T, '4XX': T", "'200': T, '4XX': T", "same", "same"),
            ("'200': T, '404': T, '4XX': N", "'200': T, '4XX': N", OTHER, OTHER),
            ("'200': T, '404': T, default: T", "'200': T, default: T", "same", "same"),
            ("'200': T, '404': T, default: N", "'200': T, default: N", OTHER, OTHER),
            ("'200': T, '4XX': T, default: N", "'200': T, default: N", OTHER, OTHER),
            ("'200': T, default: T", "'200': T, '5XX': N, default: T", OTHER, OTHER),
            ("'200': T", "'200': T, default: T", ERROR, GONE),
            ("'200': T", "default: T", ERROR, GONE),
            ("'200': T", "default: N", OTHER, OTHER),
            ("'200': T, default: T", "default: T", "same", "same"),
            ("'200': T", "'200': T, '302': T", "breaking response-status-added", GONE),
            ("'200': T", "'200': T, '3XX': T", "breaking response-status-added", GONE),
            ("'200': T", "'200': T, '101': T", "breaking response-status-added", GONE),
        ],
    },
    Table {
        name: "answers",
        document: answer,
        rows: &[
            ("", "content: {text/plain: {}}", "safe response-content-added", "breaking response-content-removed"),
            ("", "headers: {X-A: {schema: {type: string}}}", ADDED, "risky response-header-removed"),
            (
                "",
                "headers: {X-A: {required: true, schema: {type: string}}}",
                ADDED,
                "breaking response-required-header-removed",
            ),
            ("headers: {X-A: {schema: {type: string}}}", "headers: {x-a: {schema: {type: string}}}", "same", "same"),
            ("", "headers: {Content-Type: {required: true, schema: {type: string}}}", "same", "same"),
            (
                "headers: {content-type: {schema: {type: string}}}",
                "headers: {Content-Type: {schema: {type: integer}}}",
                "same",
                "same",
            ),
            ("", "links: {next: {operationId: a}}", LINK, LINK),
            ("links: {next: {operationRef: '#/a'}}", "links: {next: {operationRef: '#/b'}}", LINK, LINK),
            ("links: {next: {operationRef: '#/a'}}", "links: {then: {operationRef: '#/a'}}", LINK, LINK),
        ],
    },
    Table {
        name: "required properties without a description",
        document: |rest| answer(&format!("content: {{application/json: {{schema: {{type: object, {rest}}}}}}}")),
        rows: &[(
            "required: [a], properties: {a: {const: x}, b: {}}",
            "required: [a], properties: {b: {}}",
            "breaking response-property-no-longer-described",
            "safe response-property-added",
        )],
    },
    Table {
        name: "response headers",
        document: header,
        rows: &[
            (
                "schema: {type: string}",
                "required: true, schema: {type: string}",
                "safe response-header-became-required",
                "breaking response-header-became-optional",
            ),
            (
                "schema: {type: integer}",
                "schema: {type: string}",
                "breaking response-header-type-widened",
                "safe response-header-type-narrowed",
            ),
            (
                "schema: {type: string, enum: [a]}",
                "schema: {type: string, enum: [a, b]}",
                "breaking response-header-enum-value-added",
                "safe response-header-enum-value-removed",
            ),
            ("schema: {type: string}", "style: simple, explode: true, schema: {type: string}", "same", "same"),
            ("schema: {type: array}", "explode: true, schema: {type: array}", "same", "same"),
            ("schema: {type: object}", "explode: true, schema: {type: object}", WRITTEN, WRITTEN),
            (
                "schema: {type: string}",
                "content: {application/json: {schema: {type: string}}}",
                "unproven response-parameter-content-changed",
                "unproven response-parameter-content-changed",
            ),
            (
                "schema: {type: string}",
                "deprecated: true, schema: {type: string}",
                "safe deprecation-changed",
                "safe deprecation-changed",
            ),
            (
                "schema: {type: string}",
                "schema: {type: string, default: a}",
                "safe response-header-default-changed",
                "safe response-header-default-changed",
            ),
        ],
    },
];
