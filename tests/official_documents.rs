//! The documents that the OpenAPI Initiative tests its schemas with, run where they are present. What must pass has no
//! error, and what must fail has one at the node that is wrong.
//!
//! The nodes were found by reading each document beside the specification. Where two fields exclude each other, the
//! second one is the one that is too many. Tables hold what the schemas cannot see, and why it is a fault all the same.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use caveat::finding::Severity;

mod common;

use common::{lint, load, shared};

/// A document that must fail, by its version and its name, and the nodes that are wrong in it.
const FAIL: &[(&str, &str, &[&str])] = &[
    ("3.1", "example-examples", &["/components/parameters/animal/examples"]),
    ("3.1", "header-object-allowReserved", &["/components/headers/Style/allowReserved"]),
    (
        "3.1",
        "invalid_schema_types",
        &[
            "/components/schemas/invalid_array",
            "/components/schemas/invalid_null",
            "/components/schemas/invalid_number",
        ],
    ),
    ("3.1", "link-object-no-body", &["/components/links/Link-Object-with-body-property/body"]),
    ("3.1", "no_containers", &[""]),
    // 3.1 allows `allowReserved` in queries only, and has no style `cookie`.
    (
        "3.1",
        "parameter-object-cookie-form-allowReserved",
        &["/components/parameters/style_cookie/style", "/components/parameters/style_form/allowReserved"],
    ),
    ("3.1", "parameter-object-header-allowReserved", &["/components/parameters/header/allowReserved"]),
    ("3.1", "parameter-object-path-allowReserved", &["/components/parameters/path/allowReserved"]),
    ("3.1", "server_enum_empty", &["/servers/0/variables/var/enum"]),
    ("3.1", "servers", &["/servers"]),
    ("3.1", "unknown_container", &["/overlays"]),
    (
        "3.2",
        "encoding-enc-item-exclusion",
        &[
            "/components/requestBodies/encoding-with-prefixEncoding-not-allowed/content/multipart~1mixed/prefixEncoding/0/prefixEncoding",
        ],
    ),
    (
        "3.2",
        "encoding-enc-prefix-exclusion",
        &[
            "/components/requestBodies/encoding-with-itemEncoding-not-allowed/content/multipart~1mixed/prefixEncoding/0/itemEncoding",
        ],
    ),
    ("3.2", "example-examples", &["/components/parameters/animal/examples"]),
    ("3.2", "example-object-old-exclusions", &["/components/examples/CannotHaveBoth/externalValue"]),
    ("3.2", "example-object-old-vs-data", &["/components/examples/NoValueWithDataValue/dataValue"]),
    ("3.2", "example-object-old-vs-ser", &["/components/examples/CannotHaveBoth/serializedValue"]),
    ("3.2", "example-object-ser-exclusions", &["/components/examples/CannotHaveBoth/externalValue"]),
    ("3.2", "header-object-allowReserved", &["/components/headers/Style/allowReserved"]),
    ("3.2", "header-object-name", &["/paths/~1foo/get/responses/default/headers/Bad=Header"]),
    (
        "3.2",
        "invalid_schema_types",
        &[
            "/components/schemas/invalid_array",
            "/components/schemas/invalid_null",
            "/components/schemas/invalid_number",
        ],
    ),
    (
        "3.2",
        "media-type-enc-item-exclusion",
        &["/components/requestBodies/encoding-with-itemEncoding-not-allowed/content/multipart~1mixed/itemEncoding"],
    ),
    (
        "3.2",
        "media-type-enc-prefix-exclusion",
        &["/components/requestBodies/encoding-with-prefixEncoding-not-allowed/content/multipart~1mixed/prefixEncoding"],
    ),
    ("3.2", "no_containers", &[""]),
    ("3.2", "operation-object-query-with-querystring", &["/components/pathItems/my-path-item/get/parameters/1"]),
    ("3.2", "operation-object-two-querystrings", &["/components/pathItems/my-path-item/get/parameters/1"]),
    ("3.2", "parameter-object-content-not-with-style", &["/components/parameters/content-not-with-style/style"]),
    ("3.2", "parameter-object-cookie-allowReserved", &["/components/parameters/my_cookie/allowReserved"]),
    ("3.2", "parameter-object-header-allowReserved", &["/components/parameters/header/allowReserved"]),
    ("3.2", "parameter-object-header-name", &["/components/parameters/BadHeader/name"]),
    ("3.2", "parameter-object-path-name", &["/components/parameters/BadPath/name"]),
    (
        "3.2",
        "parameter-object-querystring-not-with-schema",
        &["/components/parameters/querystring-not-with-schema/schema"],
    ),
    ("3.2", "path-item-object-conflicting-additional-operation", &["/paths/~1pets~1{id}/additionalOperations/POST"]),
    ("3.2", "path-item-object-query-with-querystring", &["/components/pathItems/my-path-item/parameters/1"]),
    ("3.2", "path-item-object-two-querystrings", &["/components/pathItems/my-path-item/parameters/1"]),
    ("3.2", "server_enum_empty", &["/servers/0/variables/var/enum"]),
    ("3.2", "servers", &["/servers"]),
    ("3.2", "unknown_container", &["/overlays"]),
    ("3.2", "xml-attr-exclusion", &["/components/schemas/Attr/xml/nodeType"]),
    ("3.2", "xml-wrapped-exclusion", &["/components/schemas/List/xml/nodeType"]),
];

/// Errors that the schemas of the Initiative do not see: the version, the document, the rule, and why it is one.
const BEYOND: &[(&str, &str, &str, &str)] = &[
    (
        "3",
        "pass/operation-object-example",
        "undeclared-path-parameter",
        "the excerpt of the specification leaves out the parameter that fills `{id}`",
    ),
    (
        "3",
        "pass/operation-object-example",
        "undefined-security-scheme",
        "the excerpt of the specification leaves out the scheme `petstore_auth`",
    ),
    (
        "3",
        "pass/parameter-object-examples",
        "unused-path-parameter",
        "the name of a path parameter must stand in the path (§4.8.12.2 Fixed Fields): `usernames` fills no `{username}`",
    ),
    (
        "3",
        "pass/security-scheme-object-examples",
        "forbidden-reference",
        "what stands behind a network address is not read, and whoever lints must know that",
    ),
    (
        "3.1",
        "pass/style-defaults",
        "optional-path-parameter",
        "`required` must be there and true for a parameter in `path`; the schema only asks where `schema` stands beside it",
    ),
    ("3", "fail/parameter-object-path-allowReserved", "optional-path-parameter", "it is optional besides"),
    ("3", "fail/parameter-object-path-name", "optional-path-parameter", "it is optional besides"),
    ("3", "fail/unknown_container", "missing-field", "without what is unknown there is nothing in the description"),
    (
        "3",
        "fail/path-item-object-conflicting-additional-operation",
        "unresolved-reference",
        "the document has no components, and refers to some",
    ),
];

/// An error, as far as this test looks at it.
type Error = (&'static str, String);

/// The documents of one version that must pass or fail, by their names, each with its errors.
fn documents(version: &str, verdict: &str) -> Option<Vec<(String, Vec<Error>)>> {
    let folder = shared(&format!("suites/oai-v{version}-dev/tests/schema/{verdict}"))?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).expect("a folder").map(|e| e.unwrap().path()).collect();
    files.sort();
    let errors = |file: &PathBuf| {
        let contract = load("suite", &std::fs::read_to_string(file).expect("a text"));
        let errors = lint(&contract).into_iter().filter(|f| f.severity == Severity::Error);
        let at = |f: &caveat::finding::Finding| {
            let span = f.primary.span;
            span.node.map_or_else(String::new, |node| contract.sources.doc(span.doc).pointer(node))
        };
        errors.map(|f| (f.rule, at(&f))).collect()
    };
    Some(files.iter().map(|f| (f.file_stem().unwrap().to_string_lossy().into_owned(), errors(f))).collect())
}

/// The row of the table that explains an error.
fn beyond(version: &str, document: &str, rule: &str) -> Option<usize> {
    BEYOND.iter().position(|row| version.starts_with(row.0) && document == row.1 && rule == row.2)
}

#[test]
fn what_must_pass_passes_and_what_must_fail_fails_at_its_node() {
    let (mut faults, mut used) = (Vec::new(), BTreeSet::new());
    for version in ["3.1", "3.2"] {
        let (Some(pass), Some(fail)) = (documents(version, "pass"), documents(version, "fail")) else { return };
        println!("{version}: {} documents that must pass, {} that must fail", pass.len(), fail.len());
        for (name, errors) in &pass {
            for (rule, at) in errors {
                match beyond(version, &format!("pass/{name}"), rule) {
                    Some(row) => drop(used.insert(row)),
                    None => faults.push(format!("{version} pass/{name}: {rule} at {at:?}")),
                }
            }
        }
        let listed: Vec<&str> = FAIL.iter().filter(|row| row.0 == version).map(|row| row.1).collect();
        let there: Vec<&str> = fail.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(listed, there, "{version}: the table has a row for each document");
        for ((_, _, nodes), (name, errors)) in FAIL.iter().filter(|row| row.0 == version).zip(&fail) {
            for node in *nodes {
                if !errors.iter().any(|(_, at)| at == node) {
                    faults.push(format!("{version} fail/{name}: no error at {node:?}, but {errors:?}"));
                }
            }
            for (rule, at) in errors.iter().filter(|(_, at)| !nodes.contains(&at.as_str())) {
                match beyond(version, &format!("fail/{name}"), rule) {
                    Some(row) => drop(used.insert(row)),
                    None => faults.push(format!("{version} fail/{name}: {rule} at another node, {at:?}")),
                }
            }
        }
    }
    let idle =
        (0..BEYOND.len()).filter(|row| !used.contains(row)).map(|row| format!("{:?} explains nothing", BEYOND[row]));
    faults.extend(idle);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
