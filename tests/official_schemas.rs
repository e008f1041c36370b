//! A second opinion on the structure of descriptions: the JSON Schemas that the OpenAPI Initiative publishes. Small
//! documents are changed in one place at a time, and both must agree on whether the change is a fault.

#![allow(clippy::print_stderr)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use caveat::contract;
use caveat::finding::{Area, Finding, Severity};
use caveat::lint::{self, Plan};
use caveat::source::loader::NoFetch;
use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/suites/oai-published-schemas/oas");
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

/// For each version the schema that judges whole documents, and the resources that it refers to.
const SCHEMAS: [(&str, &str, &[&str]); 4] = [
    ("2.0", "2.0/schema/2017-08-27", &[]),
    ("3.0", "3.0/schema/2024-10-18", &[]),
    ("3.1", "3.1/schema-base/2025-09-15", &["3.1/schema/2025-09-15", "3.1/dialect/2024-11-10", "3.1/meta/2024-11-10"]),
    ("3.2", "3.2/schema-base/2025-09-17", &["3.2/schema/2025-09-17", "3.2/dialect/2025-09-17", "3.2/meta/2025-09-17"]),
];

fn with_validators(check: impl Fn(&str, &Validator)) {
    let Some(folder) = shared() else { return };
    let read = |path: &str| -> Value {
        let text = std::fs::read_to_string(folder.join(path)).expect("a published schema");
        serde_json::from_str(&text).expect("a schema is JSON")
    };
    for (version, schema, resources) in SCHEMAS {
        let mut registry = Registry::new();
        for resource in resources {
            let resource = read(resource);
            let id = resource["$id"].as_str().expect("an id").to_owned();
            registry = registry.add(id, resource).expect("a URI");
        }
        let registry = registry.prepare().expect("the resources");
        let validator = jsonschema::options().with_registry(&registry).build(&read(schema)).expect("the schema");
        check(version, &validator);
    }
}

/// What caveat says of a document: the errors of structure, and everything that may speak of its form.
fn verdict(document: &Value) -> (Vec<String>, Vec<String>) {
    let text = serde_json::to_string(document).expect("JSON");
    let loader = contract::loader();
    let root = loader.add("t.json", "t.json", text.into_bytes());
    let contract = match contract::load(loader, root, &NoFetch) {
        Ok(contract) => contract,
        Err(reason) => return (vec![reason.0.message.clone()], vec![reason.0.message]),
    };
    let outcome = lint::run(&contract, &Plan::default());
    assert!(outcome.failures.is_empty(), "{:?}", outcome.failures);
    let say = |f: &Finding| format!("{}: {}", f.rule, f.message);
    // Where a reference leads is no concern of a schema.
    let of_form =
        |f: &&Finding| f.area == Area::Structure && f.severity == Severity::Error && f.rule != "unresolved-reference";
    let errors = outcome.findings.iter().filter(of_form).map(say).collect();
    // Some conditions of the schemas are told in other areas.
    let areas = [Area::Structure, Area::Http, Area::Versioning];
    (errors, outcome.findings.iter().filter(|f| areas.contains(&f.area)).map(say).collect())
}

/// A document with one of each sort of object.
fn specimen(version: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/specimens");
    let text = std::fs::read_to_string(folder.join(format!("v{}.json", version.replace('.', "_"))));
    serde_json::from_str(&text.expect("a specimen")).expect("a specimen is JSON")
}

/// All pointers of a document.
fn pointers(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), value)];
    while let Some((pointer, value)) = open.pop() {
        match value {
            Value::Object(map) => {
                open.extend(
                    map.iter().map(|(k, v)| (format!("{pointer}/{}", k.replace('~', "~0").replace('/', "~1")), v)),
                );
            }
            Value::Array(list) => open.extend(list.iter().enumerate().map(|(n, v)| (format!("{pointer}/{n}"), v))),
            _ => {}
        }
        if !pointer.is_empty() {
            found.push(pointer);
        }
    }
    found.sort();
    found
}

fn parent<'v>(document: &'v mut Value, pointer: &str) -> (&'v mut Value, String) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer below the root");
    (document.pointer_mut(parent).expect("the parent"), key.replace("~1", "/").replace("~0", "~"))
}

/// The document with one change at a pointer; nothing if the change does not apply there.
fn changed(document: &Value, pointer: &str, change: &str) -> Option<Value> {
    let mut copy = document.clone();
    let (parent, key) = parent(&mut copy, pointer);
    match change {
        "remove" => {
            parent.as_object_mut()?.remove(&key)?;
        }
        "rename" => {
            let map = parent.as_object_mut()?;
            let value = map.remove(&key)?;
            map.insert(format!("{key}Q"), value);
        }
        "add" => {
            let Value::Object(map) = copy.pointer_mut(pointer)? else { return None };
            map.insert("surplus".into(), json!("s"));
        }
        other => {
            let place = copy.pointer_mut(pointer)?;
            let value: Value = serde_json::from_str(other).expect("a change is JSON");
            if *place == value {
                return None;
            }
            *place = value;
        }
    }
    Some(copy)
}

/// Where caveat objects and the published schemas do not: version, a part of what it says, and why.
const STRICTER: &[(&str, &str, &str)] = &[
    ("2.0", "the items of a list must have `type`", "the specification requires it; the schema forgets to"),
    ("3.1", "is no e-mail address", "from 2020-12 on formats are not asserted"),
    ("3.2", "is no e-mail address", "from 2020-12 on formats are not asserted"),
    ("2.0", "`enum` is an empty list", "JSON Schema forbids it; the schema forgets to"),
    ("3.0", "is an empty list, and must have a schema", "JSON Schema forbids it; the schema forgets to"),
    ("3.2", "a discriminator must have", "the specification requires it; the schema forgets to"),
    ("3.0", "a link must have", "the specification requires one of the two; the schema only excludes both"),
    ("3.0", "of a discriminator", "the specification allows no extensions; the schema lets everything pass"),
    ("", "is no variable of this server", "schemas cannot compare texts"),
    ("", "is none of the values in `enum`", "schemas cannot compare texts"),
    ("3.0", "a `$ref` must be a string", "the schema takes the object for a callback with a path item `$ref`"),
];

/// Where the published schemas object and caveat does not: version, a part of the pointer, the change, and why.
const LAXER: &[(&str, &str, &str, &str)] = &[
    ("3", "/components/links/bin/parameters/id", "", "the specification allows any value; the schema only strings"),
    ("3", "/jsonSchemaDialect", "\"text\"", "this schema is for one dialect, the specification allows others"),
    ("", "/info/version", "remove", "the area of versioning speaks of it"),
    ("2.0", "/externalDocs/url", "\"text\"", "a relative reference is no fault of the document's form"),
    ("2.0", "/info/contact/url", "\"text\"", "a relative reference is no fault of the document's form"),
    ("2.0", "/info/license/url", "\"text\"", "a relative reference is no fault of the document's form"),
    ("2.0", "Url", "\"text\"", "a relative reference is no fault of the document's form"),
    ("3.0", "/xml/namespace", "\"text\"", "a relative reference is no fault of the document's form"),
];

#[test]
fn specimens_have_no_fault() {
    with_validators(|version, validator| {
        let document = specimen(version);
        let errors: Vec<String> =
            validator.iter_errors(&document).map(|e| format!("{} {}", e.instance_path(), e)).collect();
        assert!(errors.is_empty(), "{version}: {errors:#?}");
        assert_eq!(verdict(&document).0, Vec::<String>::new(), "{version}");
    });
}

#[test]
fn changes_are_judged_as_the_published_schemas_judge_them() {
    let mut tally: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut total = 0;
    let cell = std::cell::RefCell::new((&mut tally, &mut total));
    with_validators(|version, validator| {
        let document = specimen(version);
        let before = verdict(&document).1;
        let changes = ["remove", "rename", "add", "7", "\"text\"", "[]", "{}", "true", "null"];
        for (number, pointer) in pointers(&document).iter().enumerate() {
            // A third of the changes at each place: each kind of change meets each kind of place, in seconds.
            for change in changes.iter().skip((number + usize::from(version.as_bytes()[2])) % 3).step_by(3) {
                let Some(copy) = changed(&document, pointer, change) else { continue };
                let valid = validator.is_valid(&copy);
                let (errors, all) = verdict(&copy);
                let mut cell = cell.borrow_mut();
                *cell.1 += 1;
                let stricter =
                    |said: &String| !STRICTER.iter().any(|(v, part, _)| version.starts_with(v) && said.contains(part));
                let laxer = || {
                    let fits = |(v, part, what, _): &&(&str, &str, &str, &str)| {
                        version.starts_with(v) && pointer.contains(part) && change.contains(what)
                    };
                    LAXER.iter().any(|departure| fits(&departure))
                };
                let say = |told: String| {
                    format!("{version} {change} {pointer}: {}", told.chars().take(200).collect::<String>())
                };
                if valid && errors.iter().any(stricter) {
                    cell.0.entry("only caveat objects").or_default().push(say(errors.join("; ")));
                } else if !valid && all.iter().all(|said| before.contains(said)) && !laxer() {
                    let told = validator.iter_errors(&copy).map(|e| e.to_string()).next().unwrap_or_default();
                    cell.0.entry("only the schema objects").or_default().push(say(told));
                }
            }
        }
    });
    eprintln!("{total} changed documents");
    assert!(tally.is_empty(), "{tally:#?}");
}

/// The descriptions of a folder, as JSON.
fn descriptions(folder: &Path) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).expect("a folder").filter_map(Result::ok).map(|e| e.path()));
            continue;
        }
        let known = path.extension().is_some_and(|e| e == "json" || e == "yaml" || e == "yml");
        let small = std::fs::metadata(&path).is_ok_and(|m| m.len() < 600_000);
        let text = (known && small).then(|| std::fs::read_to_string(&path).ok()).flatten();
        let value = text.and_then(|text| serde_yaml::from_str::<Value>(&text).ok());
        found.extend(value.map(|value| (path.display().to_string(), value)));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

#[test]
fn real_descriptions_are_judged_as_the_published_schemas_judge_them() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !corpus.exists() {
        eprintln!("skipped: {} is not there", corpus.display());
        return;
    }
    let documents = [descriptions(&corpus.join("specs")), descriptions(&corpus.join("pairs"))].concat();
    let faults = std::cell::RefCell::new(Vec::new());
    let judged = std::cell::Cell::new((0, 0));
    with_validators(|version, validator| {
        for (name, document) in &documents {
            let said = document.get("openapi").or_else(|| document.get("swagger")).and_then(Value::as_str);
            if !said.is_some_and(|said| said.starts_with(version)) {
                continue;
            }
            // The schema is for one dialect, the specification allows others.
            let valid = validator.iter_errors(document).all(|e| e.instance_path().to_string() == "/jsonSchemaDialect");
            let (errors, all) = verdict(document);
            let errors: Vec<_> = errors
                .into_iter()
                .filter(|said| !STRICTER.iter().any(|s| version.starts_with(s.0) && said.contains(s.1)))
                .collect();
            judged.set((judged.get().0 + 1, judged.get().1 + usize::from(!valid)));
            if valid && !errors.is_empty() {
                faults.borrow_mut().push(format!("{name}: only caveat objects: {}", errors[0]));
            } else if !valid && all.is_empty() {
                let told = validator.iter_errors(document).map(|e| format!("{} {e}", e.instance_path())).next();
                let told: String = told.unwrap_or_default().chars().take(300).collect();
                faults.borrow_mut().push(format!("{name}: only the schema objects: {told}"));
            }
        }
    });
    eprintln!("{} descriptions, {} not valid", judged.get().0, judged.get().1);
    assert!(faults.borrow().is_empty(), "{:#?}", faults.borrow());
}
