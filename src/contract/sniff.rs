//! What a document that is no OpenAPI description is instead.

use crate::source::document::{Document, View};
use crate::source::tape::Kind;

/// The keys that make a document a root: one of them stands at the root of every OpenAPI and Swagger 2.0 description.
pub const ROOT_KEYS: &[&str] = &["openapi", "swagger"];

/// What has all of the first keys and one of the second, if there are any, is this. A key may be a way through several
/// maps, and `a=b` asks for a text that begins with `b`. The first row that fits counts.
const MAPS: &[(&[&str], &[&str], &str)] = &[
    (&["asyncapi"], &[], "an AsyncAPI description"),
    (&["arazzo"], &[], "an Arazzo description of workflows"),
    (&["overlay", "actions"], &[], "an OpenAPI Overlay"),
    (&["swaggerVersion"], &[], "a Swagger 1.x description, which is older than OpenAPI"),
    (&["openrpc"], &[], "an OpenRPC description"),
    (&["smithy", "shapes"], &[], "a Smithy model"),
    (&["kind=discovery#"], &[], "a Google API discovery document"),
    (&["apiVersion", "kind"], &["metadata", "spec", "items", "resources", "data"], "a Kubernetes manifest"),
    (&["AWSTemplateFormatVersion"], &[], "a CloudFormation template"),
    (&["Resources"], &["Transform", "Parameters", "Outputs"], "a CloudFormation template"),
    (&["log/entries"], &[], "an HTTP archive (HAR)"),
    (&["info/_postman_id"], &[], "a Postman collection"),
    (&["info/schema=https://schema.getpostman.com/"], &[], "a Postman collection"),
    (&["_type=export", "resources"], &[], "an Insomnia export"),
    (&["__schema"], &[], "the answer to a GraphQL introspection query"),
    (&["data/__schema"], &[], "the answer to a GraphQL introspection query"),
    (&["lockfileVersion"], &[], "a package lock file"),
    (&["name"], &["dependencies", "devDependencies", "scripts", "private"], "a package.json"),
    (&["compilerOptions"], &[], "a TypeScript configuration"),
    (&["jobs", "on"], &[], "a GitHub Actions workflow"),
    (&["services"], &["volumes", "networks", "version", "name"], "a Docker Compose file"),
    (&["rules"], &["extends", "functions", "overrides", "apis"], "the configuration of a linter"),
    (&["$schema=http://json-schema.org/"], &[], "a JSON Schema"),
    (&["$schema=https://json-schema.org/"], &[], "a JSON Schema"),
    (&[], &["paths", "webhooks"], "an OpenAPI description without `openapi: 3.x.y` or `swagger: \"2.0\"` at its root"),
    (&[], COMPONENTS, "a part of an OpenAPI description, which others refer to"),
    (&[], METHODS, "a path item: a part of an OpenAPI description, which others refer to"),
    (&["responses"], &[], "an operation: a part of an OpenAPI description, which others refer to"),
    (&["info/title"], &[], "an OpenAPI description without `openapi: 3.x.y` or `swagger: \"2.0\"` at its root"),
    (&[], &["$defs", "$schema", "$id", "allOf", "anyOf", "oneOf"], "a JSON Schema"),
    (&["type"], &["properties", "items", "enum", "additionalProperties", "format", "pattern"], "a JSON Schema"),
    (&["$ref"], &[], "a reference to another document, and nothing else"),
];

const COMPONENTS: &[&str] =
    &["components", "schemas", "definitions", "parameters", "securitySchemes", "securityDefinitions", "requestBodies"];

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// How texts begin that are neither YAML nor JSON, without the white space and comments before.
const TEXTS: &[(&str, &str)] = &[
    ("<!doctype html", "an HTML page"),
    ("<html", "an HTML page"),
    ("<", "an XML document"),
    ("#%raml", "a RAML description"),
    ("format: 1a", "an API Blueprint"),
    ("syntax =", "a Protocol Buffers definition"),
    ("syntax=", "a Protocol Buffers definition"),
    ("type query", "a GraphQL schema"),
    ("type ", "a GraphQL schema"),
    ("schema {", "a GraphQL schema"),
    ("\"\"\"", "a GraphQL schema"),
    ("openapi", "an OpenAPI description with a fault in its first lines"),
    ("swagger", "an OpenAPI description with a fault in its first lines"),
];

/// What a document without one of the [`ROOT_KEYS`] is, as one would say it after "this is".
pub fn looks_like(document: &Document) -> &'static str {
    let root = document.root().filter(|root| root.kind() != Kind::Null);
    match root.map(View::kind) {
        Some(Kind::Map) => {}
        Some(Kind::Seq) => return "a list",
        Some(Kind::Number | Kind::True | Kind::False) => return "a single value",
        _ => return text(document),
    }
    let fits = |way: &str| root.is_some_and(|root| has(root, way));
    let row = MAPS
        .iter()
        .find(|(all, any, _)| all.iter().all(|w| fits(w)) && (any.is_empty() || any.iter().any(|w| fits(w))));
    match row {
        Some((.., what)) => what,
        // A syntax error ended the reading before anything could be told, or another language looks like YAML.
        None if document.broken() || document.text.trim_start().starts_with('<') => text(document),
        None if root.is_some_and(all_paths) => {
            "a map of paths: a part of an OpenAPI description, which others refer to"
        }
        None if root.is_some_and(all_schemas) => {
            "a map of schemas: a part of an OpenAPI description, which others refer to"
        }
        None => "an object of another kind",
    }
}

fn has(root: View<'_>, way: &str) -> bool {
    let (way, beginning) = way.split_once('=').unwrap_or((way, ""));
    let found = way.split('/').try_fold(root, View::get_text);
    found.is_some_and(|view| beginning.is_empty() || view.as_str().is_some_and(|text| text.starts_with(beginning)))
}

fn all_paths(root: View<'_>) -> bool {
    let mut keys = root.members().map(|m| m.text().starts_with('/')).peekable();
    keys.peek().is_some() && keys.all(|path| path)
}

fn all_schemas(root: View<'_>) -> bool {
    let schema = |view: View<'_>| {
        ["type", "$ref", "allOf", "oneOf", "anyOf", "properties"].iter().any(|k| view.get_text(k).is_some())
    };
    let mut members = root.members().map(|m| m.value).peekable();
    members.peek().is_some() && members.all(schema)
}

fn text(document: &Document) -> &'static str {
    let mut text = document.text.trim_start();
    let raml = text.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("#%raml"));
    while text.starts_with('#') && !raml {
        text = text.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
    }
    if text.is_empty() {
        return match (document.broken(), document.text.trim().is_empty()) {
            (true, _) => "no text",
            (_, true) => "an empty file",
            _ => "a file with nothing but comments",
        };
    }
    let begins = |start: &str| text.get(..start.len()).is_some_and(|t| t.eq_ignore_ascii_case(start));
    let quoted = text.trim_start_matches(['{', '"', ' ', '\t', '\r', '\n']);
    let row = TEXTS.iter().find(|(start, _)| begins(start) || (document.broken() && quoted.starts_with(start)));
    match row {
        Some((_, what)) => what,
        None if matches!(text, "null" | "~" | "---") => "an empty document",
        None if document.broken() => "text with a fault in its first lines",
        None => "plain text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::document::from_text;
    use crate::source::names::Interner;

    #[test]
    fn each_kind_is_told_by_its_marks() {
        for (text, what) in [
            ("", "an empty file"),
            ("\u{FEFF}", "an empty file"),
            ("# nothing\n\n# here\n", "a file with nothing but comments"),
            ("null", "an empty document"),
            ("[]", "a list"),
            ("5", "a single value"),
            ("hello\n", "plain text"),
            ("asyncapi: 3.0.0\ninfo: {title: a}\nchannels: {}\n", "an AsyncAPI description"),
            ("arazzo: 1.0.0\n", "an Arazzo description of workflows"),
            ("overlay: 1.0.0\nactions: []\n", "an OpenAPI Overlay"),
            ("{\"swaggerVersion\": \"1.2\", \"apis\": []}", "a Swagger 1.x description, which is older than OpenAPI"),
            ("apiVersion: v1\nkind: Service\nmetadata: {name: x}\n", "a Kubernetes manifest"),
            ("{\"log\": {\"entries\": []}}", "an HTTP archive (HAR)"),
            ("{\"info\": {\"_postman_id\": \"x\", \"name\": \"y\"}, \"item\": []}", "a Postman collection"),
            ("{\"name\": \"x\", \"version\": \"1.0.0\", \"scripts\": {}}", "a package.json"),
            ("{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"}", "a JSON Schema"),
            ("type: object\nproperties: {}\n", "a JSON Schema"),
            (
                "info: {title: a}\npaths: {}\n",
                "an OpenAPI description without `openapi: 3.x.y` or `swagger: \"2.0\"` at its root",
            ),
            ("components: {schemas: {}}\n", "a part of an OpenAPI description, which others refer to"),
            ("get: {responses: {}}\n", "a path item: a part of an OpenAPI description, which others refer to"),
            ("/a: {}\n/b: {}\n", "a map of paths: a part of an OpenAPI description, which others refer to"),
            (
                "A: {type: string}\nB: {$ref: x}\n",
                "a map of schemas: a part of an OpenAPI description, which others refer to",
            ),
            ("type Query {\n  a: String\n}\n", "a GraphQL schema"),
            ("# c\n\ntype Query {\n  a: String\n}\n", "a GraphQL schema"),
            ("<!DOCTYPE html>\n<html lang=\"en\"></html>\n", "an HTML page"),
            ("<definitions xmlns: a>\n", "an XML document"),
            ("#%RAML 1.0\ntitle\n", "a RAML description"),
            ("syntax = \"proto3\";\n", "a Protocol Buffers definition"),
            ("{\"openapi\" \"3.0.0\"}", "an OpenAPI description with a fault in its first lines"),
            ("openapi 3.1.0\ninfo: {}\n", "an OpenAPI description with a fault in its first lines"),
            ("{\"foo\" 1}", "text with a fault in its first lines"),
            ("foo: bar\n", "an object of another kind"),
        ] {
            assert_eq!(looks_like(&from_text("t", text, &mut Interner::default())), what, "{text}");
        }
    }
}
