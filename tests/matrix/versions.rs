//! What OpenAPI 3.2 adds: a method, any other method, and streams of items.

use crate::Table;

fn methods(item: &str) -> String {
    format!("openapi: 3.2.0\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{{item}}}}}\n")
        .replace("DONE", "{responses: {'204': {description: d}}}")
        .replace(
            "NEEDS",
            "{responses: {'204': {description: d}}, parameters: [{name: q, in: query, required: true, schema: {}}]}",
        )
}

fn stream(media_type: &str) -> String {
    methods(&format!(
        "get: {{responses: {{'200': {{description: d, content: {{application/jsonl: {{{media_type}}}}}}}}}}}"
    ))
}

fn uploaded(media_type: &str) -> String {
    methods(&format!("post: {{requestBody: {{content: {{application/jsonl: {{{media_type}}}}}}}, responses: {{}}}}"))
}

fn uploaded_parts(encoding: &str) -> String {
    let fields = format!("itemSchema: {{}}, {encoding}").trim_end_matches(", ").to_owned();
    uploaded(&fields).replace("application/jsonl", "multipart/mixed")
}

fn whole(fields: &str) -> String {
    let content =
        "content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {q: {type: string}}}}}";
    methods(&format!("get: {{parameters: [{{in: querystring, {fields}, {content}}}], responses: {{}}}}"))
}

const ENCODED: &str = "unproven request-encoding-changed";
const GONE: &str = "breaking operation-removed";
const ADDED: &str = "safe operation-added";
const NEEDS: &str = "breaking request-parameter-added-required";

pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "methods of OpenAPI 3.2",
        document: methods,
        rows: &[
            ("get: DONE", "get: DONE, query: DONE", ADDED, GONE),
            ("query: DONE", "query: NEEDS", NEEDS, "risky request-parameter-removed"),
            ("get: DONE", "get: DONE, additionalOperations: {COPY: DONE}", ADDED, GONE),
            (
                "additionalOperations: {COPY: DONE}",
                "additionalOperations: {COPY: NEEDS}",
                NEEDS,
                "risky request-parameter-removed",
            ),
            ("additionalOperations: {COPY: DONE}", "additionalOperations: {MOVE: DONE}", GONE, GONE),
            ("additionalOperations: {COPY: DONE}", "additionalOperations: {copy: DONE}", GONE, GONE),
        ],
    },
    Table {
        name: "whole query strings",
        document: whole,
        rows: &[
            ("name: a", "name: b", "same", "same"),
            (
                "name: a",
                "name: a, required: true",
                "breaking request-parameter-became-required",
                "safe request-parameter-became-optional",
            ),
        ],
    },
    Table {
        name: "parts by position",
        document: uploaded_parts,
        rows: &[
            ("itemEncoding: {contentType: image/png}", "itemEncoding: {contentType: image/jpeg}", ENCODED, ENCODED),
            ("itemEncoding: {contentType: image/png}", "", ENCODED, ENCODED),
            (
                "prefixEncoding: [{contentType: image/png}]",
                "prefixEncoding: [{contentType: image/jpeg}]",
                ENCODED,
                ENCODED,
            ),
            (
                "prefixEncoding: [{contentType: image/png}]",
                "prefixEncoding: [{contentType: 'image/png'}]",
                "same",
                "same",
            ),
        ],
    },
    Table {
        name: "streams of responses",
        document: stream,
        rows: &[
            (
                "itemSchema: {type: object, properties: {a: {type: string}}}",
                "itemSchema: {type: object, properties: {a: {type: integer}}}",
                "breaking response-property-type-changed",
                "breaking response-property-type-changed",
            ),
            (
                "itemSchema: {type: string, maxLength: 3}",
                "itemSchema: {type: string}",
                "breaking response-body-max-length-raised",
                "safe response-body-max-length-lowered",
            ),
            (
                "itemSchema: {type: string}",
                "",
                "unproven response-body-items-no-longer-described",
                "safe response-body-items-described",
            ),
            ("itemSchema: {}", "", "same", "same"),
        ],
    },
    Table {
        name: "streams of requests",
        document: uploaded,
        rows: &[
            (
                "itemSchema: {type: string}",
                "itemSchema: {type: string, maxLength: 3}",
                "breaking request-body-max-length-lowered",
                "safe request-body-max-length-raised",
            ),
            (
                "itemSchema: {type: string}",
                "",
                "safe request-body-items-no-longer-described",
                "unproven request-body-items-described",
            ),
        ],
    },
];
