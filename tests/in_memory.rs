//! Descriptions that a program builds in memory are linted as those in files are, and the typed model of 3.0 is a second
//! opinion on what lowering makes of the file.

use std::collections::BTreeSet;
use std::path::PathBuf;

use caveat::contract::{self, Contract, InMemoryError, Place};
use caveat::source::loader::NoFetch;
use openapiv3::OpenAPI;

mod common;

use common::{lint, shared};

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
    let from_file = common::load("openapi.json", BINS);
    assert_eq!(found(&contract), found(&from_file));
    assert!(found(&contract).iter().any(|(rule, _)| *rule == "unresolved-reference"), "{:?}", found(&contract));
}

#[test]
fn a_description_in_memory_of_another_version_is_refused() {
    let api = OpenAPI { openapi: "4.0.0".into(), ..OpenAPI::default() };
    let refused = Contract::from_openapiv3(&api).map(drop);
    assert!(matches!(refused, Err(InMemoryError::NotOpenApi(why)) if why.contains("4.0.0")));
}

/// Every description of version 3.0 in the corpus that the typed model can read: both see the same operations, with as
/// many parameters, responses and media types.
#[test]
fn the_typed_model_and_lowering_agree_on_version_3_0() {
    let Some(corpus) = shared("corpus/specs") else { return };
    let files: Vec<PathBuf> = walkdir::WalkDir::new(corpus)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|p| p.is_file())
        .collect();
    let (mut compared, mut skipped) = (0, 0);
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        if !text.contains("3.0.") {
            continue;
        }
        let Ok(api) = serde_yaml::from_str::<OpenAPI>(&text) else {
            println!("skipped: the typed model does not read {}", file.display());
            skipped += 1;
            continue;
        };
        if !api.openapi.starts_with("3.0") {
            continue;
        }
        let loader = contract::loader();
        let name = file.to_string_lossy();
        let root = loader.add(&name, &name, text.into_bytes());
        let Ok(contract) = contract::load(loader, root, &NoFetch) else { panic!("{name} is not lowered") };
        let ours: BTreeSet<(String, String, usize, usize)> = contract
            .operations
            .iter()
            .filter(|o| o.place == Place::Path)
            .map(|o| {
                let method = contract.text(o.method).to_lowercase();
                (contract.text(o.path).to_owned(), method, o.own_parameters, o.responses.len())
            })
            .collect();
        let theirs: BTreeSet<(String, String, usize, usize)> = api
            .operations()
            .map(|(path, method, operation)| {
                let responses =
                    operation.responses.responses.len() + usize::from(operation.responses.default.is_some());
                (path.to_owned(), method.to_owned(), operation.parameters.len(), responses)
            })
            .collect();
        assert_eq!(ours, theirs, "{name}");
        compared += 1;
    }
    println!("{compared} descriptions compared, {skipped} skipped");
    assert!(compared > 0, "the typed model reads none of the corpus");
}
