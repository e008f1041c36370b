//! Callbacks and webhooks: what the API sends there is what others read, and what they answer is what it reads.

use crate::{HEAD, Table, operation};

fn hooks(hooks: &str) -> String {
    format!("{HEAD}webhooks: {{{hooks}}}\n")
}

fn sent(fields: &str) -> String {
    let responses = if fields.contains("responses:") { "" } else { "responses: {'204': {description: d}}, " };
    format!("{HEAD}webhooks: {{h: {{post: {{{responses}{fields}}}}}}}\n{SCHEMES}\n")
}

fn body(content: &str) -> String {
    sent(&format!("requestBody: {{content: {{{content}}}}}"))
}

fn object(schema: &str) -> String {
    body(&format!("application/json: {{schema: {{type: object, {schema}}}}}"))
}

fn callbacks(callbacks: &str) -> String {
    // The responses are those of the operation itself.
    operation(&format!(
        "responses: {{}}, callbacks: {{{}}}",
        callbacks.replace("OP", "{post: {responses: {'204': {description: d}}}}")
    ))
}

/// A callback whose operation has these fields.
fn called(fields: &str) -> String {
    callbacks(&format!(
        "c: {{'{{$request.body#/url}}': {{post: {{responses: {{'204': {{description: d}}}}, {fields}}}}}}}"
    ))
}

const SCHEMES: &str = "components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}";
const PARAMETER: &str = "parameters: [{name: X-P, in: header, schema: {type: string}}]";
const REQUIRED: &str = "parameters: [{name: X-P, in: header, required: true, schema: {type: string}}]";
const CALL_ADDED: &str = "safe callback-added";
const CALL_GONE: &str = "risky callback-removed";
const SENT_ADDED: &str = "breaking response-sent-media-type-added";
const SENT_GONE: &str = "safe response-sent-media-type-removed";

pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "webhooks",
        document: hooks,
        rows: &[
            ("a: {post: {}}", "a: {post: {}}, b: {post: {}}", "safe webhook-added", "risky webhook-removed"),
            ("a: {post: {}}", "a: {post: {}, put: {}}", "safe webhook-added", "risky webhook-removed"),
            ("a: {post: {}}", "a: {put: {}}", "risky webhook-removed", "risky webhook-removed"),
            ("a: {post: {}}, b: {post: {}}", "b: {post: {}}, a: {post: {}}", "same", "same"),
        ],
    },
    Table {
        name: "what webhooks send",
        document: object,
        rows: &[
            (
                "properties: {a: {type: string}}",
                "properties: {a: {type: string}, b: {type: string}}",
                "safe response-property-added",
                "risky response-property-removed",
            ),
            (
                "properties: {a: {type: string}}",
                "properties: {a: {type: string}}, required: [a]",
                "safe response-property-became-required",
                "breaking response-property-became-optional",
            ),
            (
                "properties: {a: {type: string}}",
                "properties: {a: {type: integer}}",
                "breaking response-property-type-changed",
                "breaking response-property-type-changed",
            ),
            (
                "properties: {a: {enum: [x]}}",
                "properties: {a: {enum: [x, y]}}",
                "breaking response-property-enum-value-added",
                "safe response-property-enum-value-removed",
            ),
            (
                "properties: {a: {type: string, maxLength: 5}}",
                "properties: {a: {type: string, maxLength: 6}}",
                "breaking response-property-max-length-raised",
                "safe response-property-max-length-lowered",
            ),
        ],
    },
    Table {
        name: "media types of what webhooks send",
        document: body,
        rows: &[
            ("application/json: {}", "application/json: {}, application/xml: {}", SENT_ADDED, SENT_GONE),
            ("application/json: {}", "application/xml: {}", SENT_ADDED, SENT_ADDED),
            ("application/json: {}", "'application/*': {}", SENT_ADDED, SENT_GONE),
            ("application/json: {}", "application/json; charset=utf-8: {}", "same", "same"),
            ("text/csv: {}", "text/csv; charset=utf-8: {}", SENT_GONE, SENT_ADDED),
            (
                "'application/*': {schema: {type: string}}",
                "'application/*': {schema: {type: string}}, application/json: {schema: {type: integer}}",
                "breaking response-body-type-changed",
                "breaking response-body-type-changed",
            ),
        ],
    },
    Table {
        name: "the rest of webhooks",
        document: sent,
        rows: &[
            (
                "",
                "requestBody: {content: {text/plain: {}}}",
                "safe response-sent-body-added",
                "risky response-sent-optional-body-removed",
            ),
            (
                "",
                "requestBody: {required: true, content: {text/plain: {}}}",
                "safe response-sent-body-added",
                "breaking response-sent-body-removed",
            ),
            (
                "requestBody: {content: {text/plain: {}}}",
                "requestBody: {required: true, content: {text/plain: {}}}",
                "safe response-body-became-required",
                "breaking response-body-became-optional",
            ),
            ("", PARAMETER, "safe response-sent-parameter-added", "risky response-sent-parameter-removed"),
            ("", REQUIRED, "safe response-sent-parameter-added", "breaking response-sent-required-parameter-removed"),
            (
                "requestBody: {content: {text/plain: {}}}",
                "requestBody: {content: {}}",
                "breaking response-sent-media-type-added",
                "breaking response-sent-media-type-added",
            ),
            (
                PARAMETER,
                REQUIRED,
                "safe response-parameter-became-required",
                "breaking response-parameter-became-optional",
            ),
            (
                "responses: {'200': {description: d}}",
                "responses: {'200': {description: d}, '410': {description: d}}",
                "safe request-status-added",
                "breaking request-status-removed",
            ),
            (
                "responses: {'200': {description: d}}",
                "responses: {'2XX': {description: d}}",
                "safe request-status-added",
                "breaking request-status-removed",
            ),
            (
                "responses: {'200': {description: d, content: {application/json: {schema: {type: string}}}}}",
                "responses: {'200': {description: d, content: {application/json: {schema: {type: string, maxLength: 3}}}}}",
                "breaking request-body-max-length-lowered",
                "safe request-body-max-length-raised",
            ),
            (
                "responses: {'200': {description: d, content: {application/json: {}}}}",
                "responses: {'200': {description: d, content: {application/json: {}, text/plain: {}}}}",
                "safe request-media-type-added",
                "breaking request-media-type-removed",
            ),
            (
                "responses: {'200': {description: d}}",
                "responses: {'200': {description: d, headers: {X-A: {schema: {type: string}}}}}",
                "safe request-header-added-optional",
                "safe request-header-removed",
            ),
            (
                "responses: {'200': {description: d}}",
                "responses: {'200': {description: d, headers: {X-A: {required: true, schema: {type: string}}}}}",
                "breaking request-header-added-required",
                "safe request-header-removed",
            ),
            ("", "security: [{key: []}]", "risky callback-security-changed", "risky callback-security-changed"),
            ("", "deprecated: true", "safe operation-deprecated", "safe operation-no-longer-deprecated"),
        ],
    },
    Table {
        name: "callbacks",
        document: callbacks,
        rows: &[
            ("", "c: {'{$url}': OP}", CALL_ADDED, CALL_GONE),
            ("c: {'{$url}': OP}", "c: {'{$url}': OP}, d: {'{$url}': OP}", CALL_ADDED, CALL_GONE),
            ("c: {'{$url}': OP}", "d: {'{$url}': OP}", "same", "same"),
            (
                "c: {'{$url}': OP}",
                "c: {'{$url}/x': OP}",
                "breaking callback-expression-changed",
                "breaking callback-expression-changed",
            ),
            ("c: {'{$url}': OP}", "d: {'{$url}/x': OP}", CALL_GONE, CALL_GONE),
            ("c: {'{$url}': OP}", "c: {'{$url}': OP, '{$url}/x': OP}", CALL_ADDED, CALL_GONE),
            ("c: {'{$url}': {post: {}}}", "c: {'{$url}': {post: {}, put: {}}}", CALL_ADDED, CALL_GONE),
        ],
    },
    Table {
        name: "what callbacks send",
        document: called,
        rows: &[
            (
                "requestBody: {content: {application/json: {schema: {type: string}}}}",
                "requestBody: {content: {application/json: {schema: {type: string, maxLength: 3}}}}",
                "safe response-body-max-length-lowered",
                "breaking response-body-max-length-raised",
            ),
            ("", REQUIRED, "safe response-sent-parameter-added", "breaking response-sent-required-parameter-removed"),
            (
                "requestBody: {content: {application/json: {}}}",
                "requestBody: {content: {application/json: {}, text/plain: {}}}",
                SENT_ADDED,
                SENT_GONE,
            ),
        ],
    },
];
