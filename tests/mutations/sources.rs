//! Where mutants come from: component schemas of real descriptions, each with what it refers to, as small documents
//! in which the schema is the body of a request and of a response.

use std::fs;
use std::path::{Path, PathBuf};

use caveat::contract;
use caveat::schema::{Answer, Projection, Prover, Senders};
use caveat::source::document::View;
use caveat::source::loader::NoFetch;
use caveat::source::tape::Kind;
use serde_json::{Map, Value, json};

/// A small document.
pub(crate) struct Sample {
    pub(crate) name: String,
    /// The component that the messages hold.
    pub(crate) root: String,
    /// Whether it is OpenAPI 3.1.
    pub(crate) modern: bool,
    pub(crate) document: Value,
}

const MOST_SCHEMAS: usize = 40;
const LARGEST: usize = 30_000;

pub(crate) fn samples() -> Vec<Sample> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/specs");
    let mut files = Vec::new();
    files_under(&folder, &mut files);
    if files.is_empty() {
        println!("skipped: ../shared/corpus is not there");
    }
    files.iter().filter(|f| fs::metadata(f).is_ok_and(|m| m.len() < 3_000_000)).flat_map(|file| of_file(file)).collect()
}

fn files_under(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|e| e.path());
    let mut entries: Vec<_> = entries.collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            files_under(&entry, found);
        } else if entry.extension().is_some_and(|e| e == "yaml" || e == "yml" || e == "json") {
            found.push(entry);
        }
    }
}

fn of_file(file: &Path) -> Vec<Sample> {
    let loader = contract::loader();
    let root = loader.add("d", "d", fs::read(file).unwrap());
    let Ok(contract) = contract::load(loader, root, &NoFetch) else { return Vec::new() };
    let Some(document) = value(contract.view(contract.at), 0) else { return Vec::new() };
    let version = document["openapi"].as_str().unwrap_or_default().to_owned();
    let modern = version.starts_with("3.1");
    if !modern && !version.starts_with("3.0") {
        return Vec::new();
    }
    let Some(schemas) = document["components"]["schemas"].as_object() else { return Vec::new() };
    // Every seventh will do: the large descriptions would drown the others.
    let step = (schemas.len() / 40).max(1);
    let picked = schemas.keys().step_by(step);
    picked.filter_map(|root| sample(file, schemas, root, &version, modern)).collect()
}

fn sample(file: &Path, schemas: &Map<String, Value>, root: &str, version: &str, modern: bool) -> Option<Sample> {
    let mut closure = Map::new();
    let mut pending = vec![root.to_owned()];
    while let Some(name) = pending.pop() {
        if closure.contains_key(&name) {
            continue;
        }
        let schema = schemas.get(&name)?;
        references(schema, &mut pending)?;
        closure.insert(name, schema.clone());
        if closure.len() > MOST_SCHEMAS {
            return None;
        }
    }
    let body = json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{root}") } } });
    let document = json!({
        "openapi": version, "info": { "title": "T", "version": "1" },
        "paths": { "/it": { "post": {
            "requestBody": { "content": body.clone() },
            "responses": { "200": { "description": "d", "content": body } },
        } } },
        "components": { "schemas": closure },
    });
    let name = format!("{} {root}", file.file_name()?.to_string_lossy());
    let fits = document.to_string().len() < LARGEST && is_possible(&document, root);
    fits.then_some(Sample { name, root: root.to_owned(), modern, document })
}

/// Whether anything is accepted at all: there are descriptions that ask for a UUID of 24 characters.
fn is_possible(document: &Value, root: &str) -> bool {
    let loader = contract::loader();
    let id = loader.add("d", "d", document.to_string().into_bytes());
    let Ok(contract) = contract::load(loader, id, &NoFetch) else { return false };
    let pointer = format!("/components/schemas/{}", escaped(root));
    let schema = contract.all_schemas().find(|s| contract.sources.doc(s.at().doc).pointer(s.at().node) == pointer);
    let mut prover = Prover::new(&contract, &contract, Senders::Any);
    schema.is_some_and(|s| matches!(prover.satisfiable(s, Projection::Whole).answer, Answer::Refuted(_)))
}

/// The components that a schema refers to; nothing where it refers to anything else.
fn references(value: &Value, found: &mut Vec<String>) -> Option<()> {
    match value {
        Value::Object(map) => {
            if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
                let name = reference.strip_prefix("#/components/schemas/")?;
                if name.contains(['/', '~', '%']) {
                    return None;
                }
                found.push(name.to_owned());
            }
            if map.contains_key("discriminator") {
                return None;
            }
            map.values().try_for_each(|inner| references(inner, found))
        }
        Value::Array(all) => all.iter().try_for_each(|inner| references(inner, found)),
        _ => Some(()),
    }
}

fn value(view: View<'_>, depth: u32) -> Option<Value> {
    if depth > 100 {
        return None;
    }
    Some(match view.kind() {
        Kind::Map => {
            let mut map = Map::new();
            for member in view.members() {
                map.insert(member.text().into_owned(), value(member.value, depth + 1)?);
            }
            Value::Object(map)
        }
        Kind::Seq => Value::Array(view.items().map(|item| value(item, depth + 1)).collect::<Option<_>>()?),
        Kind::String => Value::String(view.as_str()?.into_owned()),
        Kind::Number => serde_json::from_str(&view.as_number()?).ok()?,
        Kind::True => Value::Bool(true),
        Kind::False => Value::Bool(false),
        Kind::Null => Value::Null,
        Kind::Alias => return None,
    })
}

/// The keywords with one schema, with a list of schemas, with schemas under names.
pub(crate) const ONE: [&str; 6] = ["items", "additionalProperties", "not", "if", "then", "else"];
pub(crate) const LIST: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
pub(crate) const NAMED: [&str; 2] = ["properties", "patternProperties"];

/// The pointers of all schemas in the components of a document.
pub(crate) fn places(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut pending = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        pending.push((format!("/components/schemas/{}", escaped(name)), schema));
    }
    while let Some((pointer, schema)) = pending.pop() {
        let Some(map) = schema.as_object() else { continue };
        for key in ONE {
            if let Some(inner) = map.get(key) {
                pending.push((format!("{pointer}/{key}"), inner));
            }
        }
        for key in LIST {
            for (at, inner) in map.get(key).and_then(Value::as_array).into_iter().flatten().enumerate() {
                pending.push((format!("{pointer}/{key}/{at}"), inner));
            }
        }
        for key in NAMED {
            for (name, inner) in map.get(key).and_then(Value::as_object).into_iter().flatten() {
                pending.push((format!("{pointer}/{key}/{}", escaped(name)), inner));
            }
        }
        found.push(pointer);
    }
    found.sort();
    found
}

pub(crate) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
