//! A list is an "or" of "and"s; whoever had enough credentials must still have.

use crate::{HEAD, Table};

const SCHEMES: &str = "components: {securitySchemes: {\
    key: {type: apiKey, in: header, name: X-Key}, same: {type: apiKey, in: header, name: X-Key}, \
    bearer: {type: http, scheme: bearer}, tls: {type: mutualTLS}, \
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://a.example/t', scopes: {read: r, write: w}}}}}}";

const TIGHTENED: &str = "breaking security-tightened";
const LOOSENED: &str = "safe security-loosened";

fn list(list: &str) -> String {
    format!(
        "{HEAD}paths: {{/a: {{post: {{security: {list}, responses: {{'204': {{description: d}}}}}}}}}}\n{SCHEMES}\n"
    )
}

/// `DOCUMENT | OPERATION`, either of which may be absent.
fn inherited(lists: &str) -> String {
    let (document, operation) = lists.split_once('|').unwrap();
    let field = |list: &str, end: &str| match list.trim() {
        "" => String::new(),
        list => format!("security: {list}{end}"),
    };
    let (document, operation) = (field(document, "\n"), field(operation, ", "));
    format!(
        "{HEAD}{document}paths: {{/a: {{post: {{{operation}responses: {{'204': {{description: d}}}}}}}}}}\n{SCHEMES}\n"
    )
}

fn scheme(scheme: &str) -> String {
    list("[{it: []}]").replace("key: {type", &format!("it: {scheme}, key: {{type"))
}

fn scheme_of_3_2(text: &str) -> String {
    scheme(text).replace("openapi: 3.1.0", "openapi: 3.2.0")
}

pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "security, alternatives and scopes",
        document: list,
        rows: &[
            ("[]", "[{key: []}]", TIGHTENED, LOOSENED),
            ("[{}]", "[]", "same", "same"),
            ("[{}, {key: []}]", "[{key: []}]", TIGHTENED, LOOSENED),
            ("[{}, {key: []}]", "[]", LOOSENED, LOOSENED),
            ("[{key: []}]", "[{key: []}, {bearer: []}]", LOOSENED, TIGHTENED),
            ("[{key: []}, {bearer: []}]", "[{bearer: []}, {key: []}]", "same", "same"),
            ("[{key: []}]", "[{key: []}, {key: []}]", "same", "same"),
            ("[{key: []}]", "[{key: [], bearer: []}]", TIGHTENED, LOOSENED),
            ("[{key: [], bearer: []}]", "[{bearer: [], key: []}]", "same", "same"),
            ("[{key: [], bearer: []}]", "[{key: []}, {bearer: []}]", LOOSENED, TIGHTENED),
            ("[{key: []}]", "[{key: []}, {key: [], bearer: []}]", LOOSENED, LOOSENED),
            ("[{key: []}]", "[{bearer: []}]", TIGHTENED, TIGHTENED),
            ("[{key: []}]", "[{same: []}]", "same", "same"),
            ("[{key: []}]", "[{key: []}, {same: []}]", "same", "same"),
            ("[{oauth: [read]}]", "[{oauth: [read, write]}]", TIGHTENED, LOOSENED),
            ("[{oauth: [read, write]}]", "[{oauth: [write, read]}]", "same", "same"),
            ("[{oauth: [read]}]", "[{oauth: [read, read]}]", "same", "same"),
            ("[{oauth: [read]}, {oauth: [write]}]", "[{oauth: [read, write]}]", TIGHTENED, LOOSENED),
            ("[{oauth: [read]}]", "[{oauth: [write]}]", TIGHTENED, TIGHTENED),
            ("[{oauth: []}]", "[{oauth: [read]}]", TIGHTENED, LOOSENED),
            ("[{bearer: [admin]}]", "[{bearer: []}]", LOOSENED, TIGHTENED),
            ("[{key: []}]", "[{tls: []}]", TIGHTENED, TIGHTENED),
            ("[{oauth: [read], key: []}]", "[{oauth: [read]}]", LOOSENED, TIGHTENED),
            ("[{oauth: [read], key: []}]", "[{oauth: [read, write]}, {key: []}]", LOOSENED, TIGHTENED),
        ],
    },
    Table {
        name: "security, inherited",
        document: inherited,
        rows: &[
            ("[{key: []}] |", "| [{key: []}]", "same", "same"),
            ("[{key: []}] |", "[{key: []}] | []", LOOSENED, TIGHTENED),
            ("[{key: []}] |", "|", LOOSENED, TIGHTENED),
            ("[] |", "|", "same", "same"),
            ("[] |", "| [{}]", "same", "same"),
            ("[{key: []}] | [{bearer: []}]", "[{oauth: [read]}] | [{bearer: []}]", "same", "same"),
            ("[{key: []}] | []", "[{oauth: [read]}] |", TIGHTENED, LOOSENED),
            ("[{key: []}] |", "[{bearer: []}] |", TIGHTENED, TIGHTENED),
        ],
    },
    Table {
        name: "security, schemes by content",
        document: scheme,
        rows: &[
            ("{type: http, scheme: bearer}", "{type: http, scheme: Bearer}", "same", "same"),
            ("{type: http, scheme: bearer}", "{type: http, scheme: basic}", TIGHTENED, TIGHTENED),
            ("{type: http, scheme: bearer}", "{type: http, scheme: bearer, bearerFormat: JWT}", "same", "same"),
            ("{type: http, scheme: bearer}", "{type: http, scheme: bearer, description: d}", "same", "same"),
            ("{type: apiKey, in: header, name: X-A}", "{type: apiKey, in: header, name: x-a}", "same", "same"),
            ("{type: apiKey, in: header, name: X-A}", "{type: apiKey, in: header, name: X-B}", TIGHTENED, TIGHTENED),
            ("{type: apiKey, in: header, name: k}", "{type: apiKey, in: query, name: k}", TIGHTENED, TIGHTENED),
            ("{type: apiKey, in: query, name: k}", "{type: apiKey, in: query, name: K}", TIGHTENED, TIGHTENED),
            ("{type: apiKey, in: query, name: k}", "{type: apiKey, in: cookie, name: k}", TIGHTENED, TIGHTENED),
            ("{type: apiKey, in: cookie, name: k}", "{type: apiKey, in: cookie, name: K}", TIGHTENED, TIGHTENED),
            ("{type: apiKey, in: header, name: k}", "{type: http, scheme: basic}", TIGHTENED, TIGHTENED),
            ("{type: mutualTLS}", "{type: http, scheme: basic}", TIGHTENED, TIGHTENED),
            ("{type: mutualTLS}", "{type: mutualTLS, description: d}", "same", "same"),
            (
                "{type: openIdConnect, openIdConnectUrl: 'https://a.example'}",
                "{type: openIdConnect, openIdConnectUrl: 'https://b.example'}",
                "risky security-url-changed",
                "risky security-url-changed",
            ),
            (
                "{type: openIdConnect, openIdConnectUrl: 'https://a.example'}",
                "{type: oauth2, flows: {password: {tokenUrl: 'https://a.example', scopes: {}}}}",
                TIGHTENED,
                TIGHTENED,
            ),
            (
                "{type: oauth2, flows: {password: {tokenUrl: 'https://a.example', scopes: {}}}}",
                "{type: oauth2, flows: {password: {tokenUrl: 'https://b.example', scopes: {}}}}",
                "risky security-url-changed",
                "risky security-url-changed",
            ),
            (
                "{type: oauth2, flows: {implicit: {authorizationUrl: 'https://a.example', scopes: {}}}}",
                "{type: oauth2, flows: {implicit: {authorizationUrl: 'https://b.example', scopes: {}}}}",
                "risky security-url-changed",
                "risky security-url-changed",
            ),
            (
                "{type: oauth2, flows: {password: {tokenUrl: 'https://a.example', refreshUrl: 'https://a.example/r', scopes: {}}}}",
                "{type: oauth2, flows: {password: {tokenUrl: 'https://a.example', refreshUrl: 'https://a.example/s', scopes: {}}}}",
                "risky security-url-changed",
                "risky security-url-changed",
            ),
            (
                "{type: oauth2, flows: {password: {tokenUrl: 'https://a.example', scopes: {}}}}",
                "{type: oauth2, flows: {password: {tokenUrl: 'https://a.example', scopes: {}}, clientCredentials: {tokenUrl: 'https://a.example', scopes: {}}}}",
                "safe security-flow-added",
                "breaking security-flow-removed",
            ),
            (
                "{type: oauth2, flows: {password: {tokenUrl: 'https://a.example', scopes: {}}}}",
                "{type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://a.example', scopes: {}}}}",
                "breaking security-flow-removed",
                "breaking security-flow-removed",
            ),
            (
                "{type: oauth2, flows: {password: {tokenUrl: 'https://a.example', scopes: {a: b}}}}",
                "{type: oauth2, flows: {password: {tokenUrl: 'https://a.example', scopes: {a: b, c: d}}}}",
                "safe security-scopes-declared",
                "safe security-scopes-declared",
            ),
            (
                "{type: oauth2, flows: {password: {tokenUrl: 'https://a.example', scopes: {a: b}}}}",
                "{type: oauth2, flows: {password: {tokenUrl: 'https://a.example', scopes: {a: other words}}}}",
                "same",
                "same",
            ),
        ],
    },
    Table {
        name: "security of OpenAPI 3.2",
        document: scheme_of_3_2,
        rows: &[
            (
                "{type: oauth2, flows: {deviceAuthorization: {deviceAuthorizationUrl: 'https://a.example', tokenUrl: 'https://a.example', scopes: {}}}}",
                "{type: oauth2, flows: {deviceAuthorization: {deviceAuthorizationUrl: 'https://b.example', tokenUrl: 'https://a.example', scopes: {}}}}",
                "risky security-url-changed",
                "risky security-url-changed",
            ),
            (
                "{type: oauth2, oauth2MetadataUrl: 'https://a.example', flows: {password: {tokenUrl: 'https://a.example', scopes: {}}}}",
                "{type: oauth2, oauth2MetadataUrl: 'https://b.example', flows: {password: {tokenUrl: 'https://a.example', scopes: {}}}}",
                "risky security-url-changed",
                "risky security-url-changed",
            ),
        ],
    },
];
