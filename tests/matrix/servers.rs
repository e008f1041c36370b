//! Servers are sets of addresses, taken together with the paths.

use crate::{HEAD, Table};

/// `SERVERS | PATH`.
fn address(text: &str) -> String {
    let (servers, path) = text.split_once('|').unwrap();
    let servers = if servers.trim().is_empty() { String::new() } else { format!("servers: {servers}\n") };
    format!("{HEAD}{servers}paths: {{{}: {{get: {{responses: {{'204': {{description: d}}}}}}}}}}\n", path.trim())
}

/// `SERVERS | SERVERS OF THE OPERATION`.
fn levels(text: &str) -> String {
    let (document, operation) = text.split_once('|').unwrap();
    format!(
        "{HEAD}servers: {document}\npaths: {{/a: {{get: {{{operation} responses: {{'204': {{description: d}}}}}}}}}}\n"
    )
}

fn base_path(base: &str) -> String {
    let (base, path) = base.split_once('|').unwrap();
    format!(
        "swagger: '2.0'\ninfo: {{title: T, version: '1'}}\nhost: a.example\n{base}\nschemes: [https]\n\
         paths: {{{path}: {{get: {{responses: {{'204': {{description: d}}}}}}}}}}\n"
    )
}

const GONE: &str = "risky server-removed";
const ADDED: &str = "safe server-added";

pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "servers and paths",
        document: address,
        rows: &[
            ("[{url: 'https://a.example/v1'}] | /x", "[{url: 'https://a.example'}] | /v1/x", "same", "same"),
            ("[{url: 'https://a.example/v1/'}] | /x", "[{url: 'https://a.example/v1'}] | /x", "same", "same"),
            ("[{url: /v1}] | /x", "[{url: /}] | /v1/x", "same", "same"),
            ("| /v1/x", "[{url: /v1}] | /x", "same", "same"),
            ("| /x", "[{url: /}] | /x", "same", "same"),
            ("[{url: 'https://a.example'}] | /x", "[{url: 'https://b.example'}] | /x", GONE, GONE),
            ("[{url: 'https://a.example'}] | /x", "[{url: 'http://a.example'}] | /x", GONE, GONE),
            ("[{url: 'https://a.example'}] | /x", "[{url: 'HTTPS://A.example'}] | /x", "same", "same"),
            ("[{url: 'https://a.example/v1'}] | /x", "[{url: 'https://a.example/V1'}] | /x", GONE, GONE),
            (
                "[{url: 'https://a.example'}] | /x",
                "[{url: 'https://a.example'}, {url: 'https://b.example'}] | /x",
                ADDED,
                GONE,
            ),
            (
                "[{url: 'https://a.example'}, {url: 'https://b.example'}] | /x",
                "[{url: 'https://b.example'}, {url: 'https://a.example'}] | /x",
                "same",
                "same",
            ),
            ("[{url: 'https://a.example'}] | /x", "[{url: 'https://a.example', description: d}] | /x", "same", "same"),
            (
                "[{url: 'https://{h}.example', variables: {h: {default: a, enum: [a, b]}}}] | /x",
                "[{url: 'https://a.example'}, {url: 'https://b.example'}] | /x",
                "same",
                "same",
            ),
            (
                "[{url: 'https://{h}.example', variables: {h: {default: a, enum: [a, b]}}}] | /x",
                "[{url: 'https://{h}.example', variables: {h: {default: a, enum: [a]}}}] | /x",
                GONE,
                ADDED,
            ),
            (
                "[{url: 'https://{h}.example', variables: {h: {default: a, enum: [a, b]}}}] | /x",
                "[{url: 'https://{host}.example', variables: {host: {default: b, enum: [b, a]}}}] | /x",
                "same",
                "same",
            ),
            (
                "[{url: 'https://a.example/{v}', variables: {v: {default: v1}}}] | /x",
                "[{url: 'https://a.example'}] | /v1/x",
                "same",
                "same",
            ),
        ],
    },
    Table {
        name: "servers of operations",
        document: levels,
        rows: &[
            (
                "[{url: 'https://a.example'}] | servers: [{url: 'https://a.example'}],",
                "[{url: 'https://a.example'}] |",
                "same",
                "same",
            ),
            (
                "[{url: 'https://a.example'}] | servers: [{url: 'https://b.example'}],",
                "[{url: 'https://a.example'}] |",
                GONE,
                GONE,
            ),
            (
                "[{url: 'https://a.example'}] | servers: [{url: 'https://b.example'}],",
                "[{url: 'https://c.example'}] | servers: [{url: 'https://b.example'}],",
                "same",
                "same",
            ),
        ],
    },
    Table {
        name: "servers of path items",
        document: |servers| levels("[{url: 'https://a.example'}] |").replace("{/a: {", &format!("{{/a: {{{servers}")),
        rows: &[
            ("", "servers: [{url: 'https://a.example'}], ", "same", "same"),
            ("", "servers: [{url: 'https://b.example'}], ", GONE, GONE),
        ],
    },
    Table {
        name: "base paths of OpenAPI 2.0",
        document: base_path,
        rows: &[
            ("basePath: /v1|/x", "basePath: /|/v1/x", "same", "same"),
            ("basePath: /v1|/x", "|/v1/x", "same", "same"),
            ("basePath: /v1|/x", "basePath: /v2|/x", GONE, GONE),
        ],
    },
];
