//! Templates are matched by position, and a concrete path before a template.

use crate::{HEAD, Table};

const TEXT: &str =
    "{get: {responses: {'200': {description: d, content: {application/json: {schema: {type: string}}}}}}}";
const NUMBER: &str =
    "{get: {responses: {'200': {description: d, content: {application/json: {schema: {type: integer}}}}}}}";

/// Path items, with `T` for one that answers with a text and `N` for one that answers with a number, and `I` before
/// them for an `id` that is an integer, `S` for one that is a text.
fn paths(items: &str) -> String {
    let parameter = |kind: &str, item: &str| {
        let parameters = format!("{{parameters: [{{name: id, in: path, required: true, schema: {{type: {kind}}}}}], ");
        item.replacen('{', &parameters, 1)
    };
    let mut text = format!("{HEAD}paths: {{{items}}}\n");
    for (short, item) in [("T", TEXT), ("N", NUMBER)] {
        text = text.replace(&format!(": I{short}"), &format!(": {}", parameter("integer", item)));
        text = text.replace(&format!(": S{short}"), &format!(": {}", parameter("string", item)));
        text = text.replace(&format!(": {short}"), &format!(": {item}"));
    }
    text
}

/// A path with two parameters of some names, of which `x` is a text and `y` an integer.
fn two(path: &str) -> String {
    format!(
        "{HEAD}paths: {{'{path}': {{get: {{responses: {{'204': {{description: d}}}}, parameters: [\
         {{name: x, in: path, required: true, schema: {{type: string}}}}, \
         {{name: y, in: path, required: true, schema: {{type: integer}}}}]}}}}}}\n"
    )
}

const GONE: &str = "breaking operation-removed";
const ADDED: &str = "safe operation-added";
const ANSWERED: &str = "safe operation-answered-by-template";

pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "paths",
        document: paths,
        rows: &[
            ("/a: T", "/a: T, /b: T", ADDED, GONE),
            ("/a: T", "/b: T", GONE, GONE),
            ("/a: T", "/a/: T", GONE, GONE),
            ("/a: T", "/A: T", GONE, GONE),
            ("'/a/{id}': ST", "'/a/{id}/': ST", GONE, GONE),
            ("'/a/{id}': ST", "'/a/{id}.json': ST", GONE, GONE),
            ("'/a/{id}': ST", "'/b/{id}': ST", GONE, GONE),
            ("/a: {get: {responses: {}}}", "/a: {post: {responses: {}}}", GONE, GONE),
            ("/a: {get: {responses: {}}}", "/a: {get: {responses: {}}, post: {responses: {}}}", ADDED, GONE),
            ("'/u/{id}': ST", "'/u/{id}': ST, /u/me: N", "breaking path-taken-by-concrete", GONE),
            ("'/u/{id}': ST", "'/u/{id}': ST, /u/me: T", ADDED, ANSWERED),
            ("'/u/{id}': IT", "'/u/{id}': IT, /u/me: N", ADDED, GONE),
            ("'/u/{id}': IT", "'/u/{id}': IT, /u/me: T", ADDED, GONE),
            ("'/u/{id}': IT", "'/u/{id}': IT, /u/7: N", "breaking path-taken-by-concrete", GONE),
            ("'/u/{id}': IT", "'/u/{id}': IT, /u/7: T", ADDED, ANSWERED),
            ("'/u/{id}': ST", "'/u/{id}': ST, /u/me/x: N", ADDED, GONE),
            ("'/u/{id}/x': ST", "'/u/{id}/x': ST, /u/me/x: N", "breaking path-taken-by-concrete", GONE),
            ("'/u/{id}/x': ST", "'/u/{id}/x': ST, /u/me/x: T", ADDED, ANSWERED),
        ],
    },
    Table {
        name: "paths, parameters by position",
        document: two,
        rows: &[(
            "/a/{x}/{y}",
            "/a/{y}/{x}",
            "breaking request-parameter-type-narrowed",
            "breaking request-parameter-type-narrowed",
        )],
    },
    Table {
        name: "paths, renamed parameters",
        document: |name| {
            paths("'/a/{id}/b': ST")
                .replace("{id}", &format!("{{{name}}}"))
                .replace("name: id", &format!("name: {name}"))
        },
        rows: &[("id", "key", "same", "same")],
    },
];
