//! Media types are ranges: of what is sent each old one must still be accepted, of what is asked for still be offered.

use crate::{Table, operation};

fn request(content: &str) -> String {
    operation(&format!("requestBody: {{content: {{{content}}}}}"))
}

fn body(body: &str) -> String {
    operation(body)
}

fn response(content: &str) -> String {
    operation(&format!("responses: {{'200': {{description: d, content: {{{content}}}}}}}"))
}

const ACCEPTED: &str = "safe request-media-type-added";
const REFUSED: &str = "breaking request-media-type-removed";
const OFFERED: &str = "safe response-media-type-added";
const WITHDRAWN: &str = "breaking response-media-type-removed";
const ENCODED: &str = "unproven request-encoding-changed";
const FORM: &str = "{schema: {type: object, properties: {a: {type: array, items: {type: string}}}}";

pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "media types of requests",
        document: request,
        rows: &[
            ("application/json: {}", "application/json: {}, application/xml: {}", ACCEPTED, REFUSED),
            ("application/json: {}", "application/xml: {}", REFUSED, REFUSED),
            ("application/json: {}", "'application/*': {}", ACCEPTED, REFUSED),
            ("'application/*': {}", "'*/*': {}", ACCEPTED, REFUSED),
            ("text/plain: {}", "'application/*': {}", REFUSED, REFUSED),
            ("application/json: {}", "Application/JSON: {}", "same", "same"),
            ("application/json: {}", "application/json; charset=utf-8: {}", "same", "same"),
            ("application/hal+json: {}", "application/hal+json;charset=UTF-8: {}", "same", "same"),
            ("application/json: {}", "application/hal+json: {}", REFUSED, REFUSED),
            ("text/csv: {}", "text/csv; charset=utf-8: {}", REFUSED, ACCEPTED),
            ("text/csv; charset=utf-8: {}", "text/csv;charset=UTF-8: {}", "same", "same"),
            ("'text/csv; charset=\"utf-8\"': {}", "text/csv;charset=utf-8: {}", "same", "same"),
            (
                "text/csv; header=present; charset=utf-8: {}",
                "text/csv; charset=utf-8; header=present: {}",
                "same",
                "same",
            ),
            ("text/csv; charset=utf-8: {}", "text/csv; charset=utf-16: {}", REFUSED, REFUSED),
            (
                "application/json: {schema: {type: string}}, '*/*': {schema: {type: string}}",
                "'*/*': {schema: {type: string}}",
                ACCEPTED,
                "same",
            ),
            (
                "'application/*': {schema: {type: string}}",
                "'application/*': {schema: {type: string}}, application/json: {schema: {type: integer}}",
                "breaking request-body-type-changed",
                "breaking request-body-type-changed",
            ),
            (
                "'*/*': {schema: {type: string}}, 'application/*': {schema: {type: integer}}",
                "'*/*': {schema: {type: string}}",
                "breaking request-body-type-changed",
                "breaking request-body-type-changed",
            ),
            (
                "application/json: {schema: {type: string}}",
                "application/json: {schema: {type: integer}}",
                "breaking request-body-type-changed",
                "breaking request-body-type-changed",
            ),
            (
                "application/json: {schema: {type: integer}}",
                "'*/*': {schema: {type: string}}",
                "breaking request-body-type-changed",
                REFUSED,
            ),
            ("application/json: {}", "application/json: {schema: {}}", "same", "same"),
            (
                "application/json: {}",
                "application/json: {schema: {type: string}}",
                "unproven request-body-described",
                "safe request-body-no-longer-described",
            ),
            (
                "text/plain: {schema: {type: string}}",
                "text/plain: {schema: {type: integer}}",
                "breaking request-body-type-narrowed",
                "safe request-body-type-widened",
            ),
        ],
    },
    Table {
        name: "bodies of requests",
        document: body,
        rows: &[
            (
                "",
                "requestBody: {content: {text/plain: {}}}",
                "safe request-body-added-optional",
                "risky request-body-removed",
            ),
            (
                "",
                "requestBody: {required: true, content: {text/plain: {}}}",
                "breaking request-body-added-required",
                "risky request-body-removed",
            ),
            (
                "requestBody: {content: {text/plain: {}}}",
                "requestBody: {required: true, content: {text/plain: {}}}",
                "breaking request-body-became-required",
                "safe request-body-became-optional",
            ),
            (
                "requestBody: {content: {text/plain: {}}}",
                "requestBody: {required: false, content: {text/plain: {}}}",
                "same",
                "same",
            ),
        ],
    },
    Table {
        name: "forms",
        document: |rest| request(&rest.replace("FORM", FORM)),
        rows: &[
            (
                "application/x-www-form-urlencoded: FORM}",
                "application/x-www-form-urlencoded: FORM, encoding: {a: {style: pipeDelimited, explode: false}}}",
                ENCODED,
                ENCODED,
            ),
            (
                "application/x-www-form-urlencoded: FORM, encoding: {a: {style: form, explode: true}}}",
                "application/x-www-form-urlencoded: FORM, encoding: {a: {style: form, explode: false}}}",
                ENCODED,
                ENCODED,
            ),
            (
                "application/x-www-form-urlencoded: FORM, encoding: {a: {style: form}}}",
                "application/x-www-form-urlencoded: FORM, encoding: {a: {style: form, explode: true}}}",
                "same",
                "same",
            ),
            (
                "application/x-www-form-urlencoded: FORM, encoding: {a: {explode: false}}}",
                "application/x-www-form-urlencoded: FORM, encoding: {a: {style: form, explode: false, allowReserved: false}}}",
                "same",
                "same",
            ),
            (
                "application/x-www-form-urlencoded: FORM, encoding: {a: {explode: true}}}",
                "application/x-www-form-urlencoded: FORM, encoding: {a: {explode: true, allowReserved: true}}}",
                ENCODED,
                ENCODED,
            ),
            (
                "multipart/form-data: FORM, encoding: {a: {contentType: image/png}}}",
                "multipart/form-data: FORM, encoding: {a: {contentType: image/jpeg}}}",
                ENCODED,
                ENCODED,
            ),
            (
                "multipart/form-data: FORM, encoding: {a: {contentType: 'image/png, image/jpeg'}}}",
                "multipart/form-data: FORM, encoding: {a: {contentType: 'image/jpeg,IMAGE/PNG'}}}",
                "same",
                "same",
            ),
            (
                "multipart/form-data: FORM}",
                "multipart/form-data: FORM, encoding: {a: {contentType: image/png, headers: {X-A: {schema: {type: string}}}}}}",
                ENCODED,
                ENCODED,
            ),
            (
                "multipart/form-data: FORM, encoding: {a: {contentType: image/png, headers: {X-A: {schema: {type: string}}}}}}",
                "multipart/form-data: FORM, encoding: {a: {contentType: image/png, headers: {x-a: {schema: {type: integer}}}}}}",
                "breaking request-header-type-narrowed",
                "safe request-header-type-widened",
            ),
            (
                "multipart/form-data: FORM, encoding: {a: {contentType: multipart/mixed, encoding: {z: {contentType: text/plain}}}}}",
                "multipart/form-data: FORM, encoding: {a: {contentType: multipart/mixed, encoding: {z: {contentType: text/html}}}}}",
                ENCODED,
                ENCODED,
            ),
            ("multipart/form-data: FORM}", "application/x-www-form-urlencoded: FORM}", REFUSED, REFUSED),
            ("multipart/form-data: FORM}", "multipart/form-data: FORM, encoding: {}}", "same", "same"),
            (
                "multipart/form-data: {schema: {type: object, properties: {a: {type: string}}}}",
                "multipart/form-data: {schema: {type: object, properties: {a: {type: string}}, required: [a]}}",
                "breaking request-property-became-required",
                "safe request-property-became-optional",
            ),
        ],
    },
    Table {
        name: "media types of responses",
        document: response,
        rows: &[
            ("application/json: {}", "application/json: {}, application/xml: {}", OFFERED, WITHDRAWN),
            ("application/json: {}", "application/xml: {}", WITHDRAWN, WITHDRAWN),
            ("application/json: {}", "application/problem+json: {}", WITHDRAWN, WITHDRAWN),
            ("application/json: {}", "'application/*': {}", "unproven response-media-type-widened", OFFERED),
            ("application/json: {}", "application/json;charset=UTF-8: {}", "same", "same"),
            ("application/json: {}", "APPLICATION/json: {}", "same", "same"),
            (
                "'application/*': {schema: {type: string}}",
                "'application/*': {schema: {type: string}}, application/json: {schema: {type: integer}}",
                "breaking response-body-type-changed",
                "breaking response-body-type-changed",
            ),
            (
                "application/json: {schema: {type: string}}",
                "application/json: {schema: {type: integer}}",
                "breaking response-body-type-changed",
                "breaking response-body-type-changed",
            ),
            (
                "application/json: {schema: {type: string}}",
                "application/json: {}",
                "unproven response-body-no-longer-described",
                "safe response-body-described",
            ),
            ("application/json: {schema: {}}", "application/json: {}", "same", "same"),
        ],
    },
];
