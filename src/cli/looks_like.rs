//! What a document is that is no OpenAPI description.

use crate::source::document::Document;

/// What a document with these keys at its top looks like. The first row that fits is the answer.
const BY_KEYS: &[(&[&str], &str)] = &[
    (&["asyncapi"], "an AsyncAPI document"),
    (&["arazzo"], "an Arazzo description of workflows"),
    (&["overlay", "actions"], "an OpenAPI Overlay"),
    (&["swaggerVersion"], "a Swagger 1 description"),
    (&["openrpc"], "an OpenRPC document"),
    (&["smithy"], "a Smithy model"),
    (&["apiVersion", "kind"], "a Kubernetes manifest"),
    (&["AWSTemplateFormatVersion"], "a CloudFormation template"),
    (&["jobs", "on"], "a GitHub Actions workflow"),
    (&["info", "item"], "a Postman collection"),
    (&["log"], "an HTTP archive (HAR)"),
    (&["name", "version", "dependencies"], "a package manifest"),
    (&["name", "version", "scripts"], "a package manifest"),
    (&["compilerOptions"], "a TypeScript configuration"),
    (&["services", "volumes"], "a Docker Compose file"),
    (&["services", "version"], "a Docker Compose file"),
    (&["extends", "rules"], "a linter's configuration"),
    (&["rules", "conventions"], "a configuration of caveat"),
    (&["paths", "info"], "an OpenAPI description without its `openapi` field"),
    (&["paths"], "a part of an OpenAPI description"),
    (&["components"], "a part of an OpenAPI description"),
    (&["operationId"], "an operation: a part of an OpenAPI description"),
    (&["get", "parameters"], "a path item: a part of an OpenAPI description"),
    (&["post", "parameters"], "a path item: a part of an OpenAPI description"),
    (&["$schema"], "a JSON Schema"),
    (&["type", "properties"], "a JSON Schema"),
    (&["type", "items"], "a JSON Schema"),
    (&["type", "enum"], "a JSON Schema"),
    (&["allOf"], "a JSON Schema"),
    (&["oneOf"], "a JSON Schema"),
];

/// What a text that begins so looks like.
const BY_START: &[(&str, &str)] = &[
    ("#%RAML", "a RAML description"),
    ("FORMAT: 1A", "an API Blueprint"),
    ("syntax = \"proto", "a Protocol Buffers definition"),
    ("<!doctype html", "an HTML page"),
    ("<html", "an HTML page"),
    ("<wsdl:", "a WSDL description"),
    ("<?xml", "an XML document"),
    ("<", "an XML or HTML document"),
    ("type Query", "a GraphQL schema"),
    ("schema {", "a GraphQL schema"),
    ("#!", "a script"),
];

/// What a document looks like, as a noun.
pub(super) fn looks_like(document: &Document) -> Option<&'static str> {
    let start: String = document.text.trim_start().chars().take(40).collect::<String>().to_ascii_lowercase();
    let by_start = || BY_START.iter().find(|(text, _)| start.starts_with(&text.to_ascii_lowercase()));
    let root = document.root().filter(|root| root.is_map());
    let by_keys = root.and_then(|root| {
        BY_KEYS.iter().find(|(keys, _)| keys.iter().all(|key| root.get_text(key).is_some())).map(|(_, what)| *what)
    });
    by_keys.or_else(|| by_start().map(|(_, what)| *what))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::document::from_text;
    use crate::source::names::Interner;

    #[test]
    fn what_is_no_description_has_a_name() {
        for (text, expected) in [
            ("asyncapi: 3.0.0\ninfo: {}\n", Some("an AsyncAPI document")),
            ("apiVersion: v1\nkind: Service\n", Some("a Kubernetes manifest")),
            ("on: push\njobs: {}\n", Some("a GitHub Actions workflow")),
            (r#"{"type": "object", "properties": {}}"#, Some("a JSON Schema")),
            ("info: {}\npaths: {}\n", Some("an OpenAPI description without its `openapi` field")),
            ("\n<!DOCTYPE html><html></html>", Some("an HTML page")),
            ("#%RAML 1.0\ntitle: x\n", Some("a RAML description")),
            ("type Query {\n  a: Int\n}\n", Some("a GraphQL schema")),
            ("a: 1\n", None),
            ("[1, 2]", None),
            ("", None),
        ] {
            assert_eq!(looks_like(&from_text("t", text, &mut Interner::default())), expected, "{text}");
        }
    }
}
