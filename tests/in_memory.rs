//! Descriptions that a program builds in memory are linted as those in files are, and the typed model of 3.0 is a second
//! opinion on what lowering makes of the file.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use caveat::contract::keywords::Keyword;
use caveat::contract::{Contract, InMemoryError, Place, SchemaView, SpecVersion};
use openapiv3::{AdditionalProperties, OpenAPI, Parameter, ReferenceOr, Schema, SchemaKind, StatusCode, Type};

mod common;

use common::{fixtures, lint, load, shared, try_load};

const BINS: &str = r##"{
  "openapi": "3.0.3",
  "info": {"title": "Bins", "version": "1.0.0"},
  "servers": [{"url": "http://bins.example"}],
  "security": [],
  "paths": {
    "/bins/{bin_id}": {
      "get": {
        "operationId": "get_bin",
        "parameters": [{"name": "bin_id", "in": "path", "required": true, "schema": {"type": "string", "nullable": true}}],
        "responses": {
          "200": {
            "description": "The bin.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Bim"}}}
          }
        }
      }
    }
  },
  "components": {"schemas": {"Bin": {"type": "object", "properties": {"lid": {"type": "boolean"}}}}}
}"##;

/// What was found: rules and pointers. Lines differ, because the order of keys is another.
fn found(contract: &Contract) -> BTreeSet<(&'static str, Option<String>)> {
    let pointer = |node| contract.sources.docs[0].pointer(node);
    lint(contract).iter().map(|f| (f.rule, f.primary.span.node.map(pointer))).collect()
}

#[test]
fn a_description_in_memory_is_linted_like_its_file() {
    let api: OpenAPI = serde_json::from_str(BINS).expect("a description");
    let contract = Contract::from_openapiv3(&api).expect("a contract");
    let from_file = load("openapi.json", BINS);
    assert_eq!(found(&contract), found(&from_file));
    assert!(found(&contract).iter().any(|(rule, _)| *rule == "unresolved-reference"), "{:?}", found(&contract));
}

#[test]
fn a_description_in_memory_of_another_version_is_refused() {
    let api = OpenAPI { openapi: "4.0.0".into(), ..OpenAPI::default() };
    let refused = Contract::from_openapiv3(&api).map(drop);
    assert!(matches!(refused, Err(InMemoryError::NotOpenApi(why)) if why.contains("4.0.0")));
}

#[test]
fn a_description_built_in_memory_is_the_contract_of_its_text() {
    let text = fs::read_to_string(fixtures().join("versions/ferries/v3_0.json")).expect("the fixture");
    let api: OpenAPI = serde_json::from_str(&text).expect("a description");
    let built = Contract::from_openapiv3(&api).expect("a contract");
    assert_eq!(built.version, SpecVersion::V3_0);
    assert!(built.problems.is_empty(), "{:?}", built.problems);
    let (built, read) = (built.outline(), load("ferries", &text).outline());
    let lost: BTreeSet<&str> = read.lines().filter(|line| !built.lines().any(|b| b == *line)).map(str::trim).collect();
    // What the crate's model has no place for: `xml`, and an `explode` that is said to be false.
    let known = |line: &&str| line.starts_with("xml ") || *line == "encoding seats style Form explode false";
    let unknown: Vec<_> = lost.iter().filter(|line| !known(line)).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    assert_eq!(lost.len(), 3);
}

// -------------------------------------------------------------------------------------------------- Second opinion

/// What both sides say of a description, by what is counted.
#[derive(Default, PartialEq, Debug)]
struct Opinion {
    operations: BTreeMap<String, String>,
    components: BTreeMap<&'static str, usize>,
    schemas: usize,
    properties: usize,
    tags: Vec<String>,
    servers: Vec<String>,
    security: Option<usize>,
}

/// Id, parameters, statuses, media types of the body and callbacks of an operation, as one line.
fn line(
    id: &str,
    parameters: &BTreeSet<String>,
    statuses: &mut [String],
    body: &mut [String],
    more: &[usize],
) -> String {
    statuses.sort();
    body.sort();
    format!("{id:?} {parameters:?} {statuses:?} {body:?} {more:?}")
}

fn theirs(api: &OpenAPI) -> Opinion {
    let empty = openapiv3::Components::default();
    let components = api.components.as_ref().unwrap_or(&empty);
    let parameter = |used: &ReferenceOr<Parameter>| {
        let mut used = used.clone();
        while let ReferenceOr::Reference { reference } = &used {
            let name = reference.strip_prefix("#/components/parameters/")?;
            used = components.parameters.get(name)?.clone();
        }
        let parameter = used.into_item()?;
        let place = match &parameter {
            Parameter::Query { .. } => "query",
            Parameter::Header { .. } => "header",
            Parameter::Path { .. } => "path",
            Parameter::Cookie { .. } => "cookie",
        };
        let data = parameter.parameter_data();
        let name = if place == "header" { data.name.to_ascii_lowercase() } else { data.name.clone() };
        Some(format!("{place} {name}"))
    };
    let mut opinion = Opinion::default();
    for (path, item) in &api.paths.paths {
        let Some(item) = item.as_item() else { continue };
        for (method, operation) in item.iter() {
            let parameters = operation.parameters.iter().chain(&item.parameters).filter_map(parameter).collect();
            let mut statuses: Vec<String> = operation
                .responses
                .responses
                .keys()
                .map(|status| match status {
                    StatusCode::Code(code) => code.to_string(),
                    StatusCode::Range(class) => format!("{class}XX"),
                })
                .collect();
            statuses.extend(operation.responses.default.iter().map(|_| "default".to_owned()));
            let body = operation.request_body.as_ref().and_then(|body| match body {
                ReferenceOr::Item(body) => Some(body),
                ReferenceOr::Reference { reference } => {
                    let name = reference.strip_prefix("#/components/requestBodies/")?;
                    components.request_bodies.get(name)?.as_item()
                }
            });
            let mut body: Vec<String> = body.map(|b| b.content.keys().cloned().collect()).unwrap_or_default();
            let more = [
                operation.tags.len(),
                operation.callbacks.len(),
                operation.security.as_ref().map_or(99, Vec::len),
                operation.servers.len(),
                usize::from(operation.deprecated),
            ];
            let id = operation.operation_id.clone().unwrap_or_default();
            opinion.operations.insert(
                format!("{} {path}", method.to_uppercase()),
                line(&id, &parameters, &mut statuses, &mut body, &more),
            );
        }
    }
    opinion.components = BTreeMap::from([
        ("schema", components.schemas.len()),
        ("response", components.responses.len()),
        ("parameter", components.parameters.len()),
        ("example", components.examples.len()),
        ("request body", components.request_bodies.len()),
        ("header", components.headers.len()),
        ("security scheme", components.security_schemes.len()),
        ("link", components.links.len()),
        ("callback", components.callbacks.len()),
    ]);
    for schema in components.schemas.values().filter_map(ReferenceOr::as_item) {
        their_schemas(schema, &mut opinion);
    }
    opinion.tags = api.tags.iter().map(|t| t.name.clone()).collect();
    opinion.servers = api.servers.iter().map(|s| s.url.clone()).collect();
    opinion.security = api.security.as_ref().map(Vec::len);
    opinion
}

/// Counts a schema and those inside it; references and booleans are none.
fn their_schemas(schema: &Schema, opinion: &mut Opinion) {
    opinion.schemas += 1;
    let mut inner: Vec<&Schema> = Vec::new();
    let additional = |found: &Option<AdditionalProperties>| match found {
        Some(AdditionalProperties::Schema(schema)) => schema.as_item().cloned(),
        _ => None,
    };
    let mut owned = Vec::new();
    match &schema.schema_kind {
        SchemaKind::Type(Type::Object(object)) => {
            opinion.properties += object.properties.len();
            inner.extend(object.properties.values().filter_map(ReferenceOr::as_item).map(|s| &**s));
            owned.extend(additional(&object.additional_properties));
        }
        SchemaKind::Type(Type::Array(array)) => {
            inner.extend(array.items.iter().filter_map(ReferenceOr::as_item).map(|s| &**s));
        }
        SchemaKind::Type(_) => {}
        SchemaKind::OneOf { one_of: list }
        | SchemaKind::AllOf { all_of: list }
        | SchemaKind::AnyOf { any_of: list } => {
            inner.extend(list.iter().filter_map(ReferenceOr::as_item));
        }
        SchemaKind::Not { not } => inner.extend(not.as_item()),
        SchemaKind::Any(any) => {
            opinion.properties += any.properties.len();
            inner.extend(any.properties.values().filter_map(ReferenceOr::as_item).map(|s| &**s));
            inner.extend(any.items.iter().filter_map(ReferenceOr::as_item).map(|s| &**s));
            for list in [&any.one_of, &any.all_of, &any.any_of] {
                inner.extend(list.iter().filter_map(ReferenceOr::as_item));
            }
            inner.extend(any.not.iter().filter_map(|not| not.as_item()));
            owned.extend(additional(&any.additional_properties));
        }
    }
    for schema in inner.into_iter().chain(&owned) {
        their_schemas(schema, opinion);
    }
}

fn ours(contract: &Contract) -> Opinion {
    let mut opinion = Opinion::default();
    for operation in contract.operations.iter().filter(|o| o.place == Place::Path) {
        let parameters = contract.parameters_of(operation).map(|p| {
            let name = contract.text(p.name);
            let place = p.place.as_str();
            if place == "header" { format!("header {}", name.to_ascii_lowercase()) } else { format!("{place} {name}") }
        });
        let parameters = parameters.collect();
        let mut statuses: Vec<String> =
            operation.responses.iter().map(|r| contract.text(r.name).to_uppercase()).collect();
        for status in &mut statuses {
            if status == "DEFAULT" {
                "default".clone_into(status);
            }
        }
        let body = contract.request_body_of(operation).map(|body| &body.content);
        let mut body: Vec<String> =
            body.into_iter().flatten().map(|media| contract.text(media.name).to_owned()).collect();
        let more = [
            operation.tags.len(),
            operation.callbacks.len(),
            operation.security.as_ref().map_or(99, |s| s.alternatives.len()),
            operation.servers.len(),
            usize::from(operation.deprecated.is_some()),
        ];
        let id = operation.operation_id.map_or("", |(name, _)| contract.text(name));
        opinion.operations.insert(contract.title(operation), line(id, &parameters, &mut statuses, &mut body, &more));
    }
    for kind in
        ["schema", "response", "parameter", "example", "request body", "header", "security scheme", "link", "callback"]
    {
        let count = contract.components.iter().filter(|c| c.kind.noun() == kind).count();
        opinion.components.insert(kind, count);
    }
    let mut pending: Vec<SchemaView<'_>> =
        contract.components.iter().filter_map(|c| c.schema).map(|id| contract.schema(id)).collect();
    while let Some(schema) = pending.pop() {
        if schema.has(Keyword::Ref) || schema.get().boolean.is_some() {
            continue;
        }
        opinion.schemas += 1;
        opinion.properties += schema.properties().count();
        pending.extend(schema.inner().map(|(_, _, inner)| inner));
    }
    opinion.tags = contract.tags.iter().map(|t| contract.text(t.name).to_owned()).collect();
    opinion.servers = contract.servers.iter().map(|s| contract.text(s.url).to_owned()).collect();
    opinion.security = contract.security.as_ref().map(|s| s.alternatives.len());
    opinion
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|p| p.extension().is_some_and(|e| e == "yaml" || e == "yml" || e == "json"))
        .collect();
    found.sort();
    found
}

/// Reads a document into the crate's model; the reason where it refuses. Where it panics, that is a reason too.
fn their_reading(text: &str) -> Result<OpenAPI, String> {
    let read = || -> Result<OpenAPI, String> {
        if text.trim_start().starts_with('{') {
            serde_json::from_str(text).map_err(|e| e.to_string())
        } else {
            serde_yaml::from_str(text).map_err(|e| e.to_string())
        }
    };
    catch_unwind(read).unwrap_or_else(|_| Err("it panics".to_owned()))
}

#[test]
fn another_model_of_3_0_sees_the_same() {
    let mut documents = files(&fixtures().join("versions"));
    for part in ["corpus/specs", "corpus/pairs"] {
        documents.extend(shared(part).iter().flat_map(|folder| files(folder)));
    }
    let (mut compared, mut refused, mut faults) = (0, BTreeMap::<String, usize>::new(), String::new());
    let mut operations = 0;
    for path in documents {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let Ok(contract) = try_load(&path.to_string_lossy(), &text) else { continue };
        if contract.version != SpecVersion::V3_0 {
            continue;
        }
        let api = match their_reading(&text) {
            Ok(api) => api,
            Err(reason) => {
                let reason: String = reason.chars().take(70).collect();
                *refused.entry(reason.split(" at line").next().unwrap_or_default().to_owned()).or_default() += 1;
                continue;
            }
        };
        compared += 1;
        let (ours, theirs) = (ours(&contract), theirs(&api));
        operations += ours.operations.len();
        if ours != theirs {
            let _ = writeln!(faults, "{}:", path.display());
            for (title, line) in &ours.operations {
                let other = theirs.operations.get(title).map_or("nothing", String::as_str);
                if other != line {
                    let _ = writeln!(faults, "  {title}\n    ours   {line}\n    theirs {other}");
                }
            }
            let missing: Vec<_> = theirs.operations.keys().filter(|t| !ours.operations.contains_key(*t)).collect();
            let rest = |o: &Opinion| {
                format!(
                    "{:?} {} {} {:?} {:?} {:?}",
                    o.components, o.schemas, o.properties, o.tags, o.servers, o.security
                )
            };
            if rest(&ours) != rest(&theirs) || !missing.is_empty() {
                let _ = writeln!(faults, "  ours   {}\n  theirs {}\n  missing {missing:?}", rest(&ours), rest(&theirs));
            }
        }
    }
    println!("{compared} documents with {operations} operations; refused by openapiv3: {refused:#?}");
    assert!(compared > 0, "at least our own fixtures are compared");
    assert!(faults.is_empty(), "{faults}");
}
