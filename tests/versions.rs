//! One API gives one contract, whatever version and format it is written in. Contracts are compared by their outlines.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use caveat::contract::{self, Contract};
use caveat::source::document::View;
use caveat::source::fetch::Files;
use caveat::source::loader::{Fetch, NoFetch};
use caveat::source::tape::Kind;

mod common;

use common::{fixtures, load, shared};

/// The first lines in which two outlines differ.
fn difference(a: &str, b: &str) -> String {
    let (left, right): (Vec<&str>, Vec<&str>) = (a.lines().collect(), b.lines().collect());
    let same = left.iter().zip(&right).take_while(|(l, r)| l == r).count();
    let show = |lines: &[&str]| lines.iter().skip(same).take(5).copied().collect::<Vec<_>>().join("\n    ");
    format!("line {}\n  - {}\n  + {}", same + 1, show(&left), show(&right))
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

fn by_api() -> BTreeMap<String, Vec<(PathBuf, Contract)>> {
    let mut apis: BTreeMap<String, Vec<(PathBuf, Contract)>> = BTreeMap::new();
    for path in files(&fixtures().join("versions")) {
        let text = fs::read_to_string(&path).expect("a fixture is text");
        let contract = load(&path.to_string_lossy(), &text);
        let api = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        apis.entry(api).or_default().push((path, contract));
    }
    apis
}

#[test]
fn an_api_has_one_outline_in_every_version_and_format() {
    let apis = by_api();
    assert!(apis.len() >= 3, "the fixtures are there");
    let mut faults = String::new();
    for (api, written) in apis {
        let (first, expected) = (&written[0].0, written[0].1.outline());
        let versions: std::collections::BTreeSet<_> = written.iter().map(|(_, c)| c.version).collect();
        assert!(versions.len() > 1, "{api} is written in several versions");
        for (path, contract) in &written {
            for problem in &contract.problems {
                let _ = writeln!(faults, "{}: {}", path.display(), problem.message);
            }
            let outline = contract.outline();
            if outline != expected {
                let difference = difference(&expected, &outline);
                let _ = writeln!(faults, "{} is not {}: {difference}", path.display(), first.display());
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

// ------------------------------------------------------------------------------------------- Nothing is forgotten

/// What an outline leaves out, by the last keys of the way to it: what no promise of an API is made of.
const LEFT_OUT: &[(&str, &str)] = &[
    ("openapi", "the version of the description is no part of the contract"),
    ("swagger", "the version of the description is no part of the contract"),
    ("jsonSchemaDialect", "caveat reads one dialect a version"),
    ("scopes/*", "the description of a scope"),
    ("variables/*/description", "the description of a variable"),
    ("passport/post/consumes/*", "a form is sent as a form, whatever else it claims to be"),
    ("newsletter/post/consumes/*", "a form is sent as a form, whatever else it claims to be"),
    ("in: body/name", "the name of a body is sent by nobody"),
];

fn is_left_out(way: &[String], document: &serde_json::Value) -> bool {
    let parent = way[..way.len() - 1].iter().fold(document, |v, key| match v {
        serde_json::Value::Array(list) => &list[key.parse::<usize>().unwrap_or_default()],
        other => &other[key.as_str()],
    });
    LEFT_OUT.iter().any(|(pattern, _)| {
        if let Some(key) = pattern.strip_prefix("in: body/") {
            return parent["in"] == "body" && way.last().is_some_and(|k| k == key);
        }
        let keys: Vec<&str> = pattern.split('/').collect();
        let tail = way.len().checked_sub(keys.len()).map(|from| &way[from..]);
        tail.is_some_and(|tail| tail.iter().zip(&keys).all(|(key, pattern)| *pattern == "*" || key.ends_with(pattern)))
    })
}

/// Every scalar of a document, by the way to it.
fn leaves(value: &serde_json::Value, way: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    match value {
        serde_json::Value::Object(members) => {
            for (key, value) in members {
                way.push(key.clone());
                leaves(value, way, found);
                way.pop();
            }
        }
        serde_json::Value::Array(items) => {
            for (number, value) in items.iter().enumerate() {
                way.push(number.to_string());
                leaves(value, way, found);
                way.pop();
            }
        }
        _ => found.push(way.clone()),
    }
}

fn at<'v>(value: &'v mut serde_json::Value, way: &[String]) -> &'v mut serde_json::Value {
    way.iter().fold(value, |value, key| match value {
        serde_json::Value::Array(list) => &mut list[key.parse::<usize>().expect("a position")],
        other => &mut other[key.as_str()],
    })
}

fn changed(value: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Bool(said) => Value::Bool(!said),
        Value::Number(number) => serde_json::json!(number.as_f64().unwrap_or_default() + 1.0),
        Value::String(text) => Value::String(format!("{text}x")),
        _ => Value::String("x".into()),
    }
}

#[test]
fn everything_that_is_said_is_in_the_contract() {
    let mut faults = String::new();
    let mut tried = 0;
    for path in files(&fixtures().join("versions")).iter().filter(|p| p.extension().is_some_and(|e| e == "json")) {
        let text = fs::read_to_string(path).expect("a fixture is text");
        let document: serde_json::Value = serde_json::from_str(&text).expect("the fixture is JSON");
        let expected = load("x", &text);
        let (expected, problems) = (expected.outline(), expected.problems.len());
        let mut found = Vec::new();
        leaves(&document, &mut Vec::new(), &mut found);
        for way in found.iter().filter(|way| !is_left_out(way, &document)) {
            tried += 1;
            let mut other = document.clone();
            let leaf = at(&mut other, way);
            *leaf = changed(leaf);
            let contract = load("x", &other.to_string());
            if contract.problems.len() == problems && contract.outline() == expected {
                let _ = writeln!(faults, "{}: another /{} is no other contract", path.display(), way.join("/"));
            }
        }
    }
    assert!(tried > 1000, "only {tried} values were changed");
    assert!(faults.is_empty(), "{faults}");
}

// ------------------------------------------------------------------------------------------------ YAML and JSON

/// A tree as JSON.
fn json(view: View<'_>, out: &mut String) {
    match view.kind() {
        Kind::Map => {
            out.push('{');
            for (number, member) in view.members().enumerate() {
                if number > 0 {
                    out.push(',');
                }
                out.push_str(&quoted(&member.text()));
                out.push(':');
                json(member.value, out);
            }
            out.push('}');
        }
        Kind::Seq => {
            out.push('[');
            for (number, item) in view.items().enumerate() {
                if number > 0 {
                    out.push(',');
                }
                json(item, out);
            }
            out.push(']');
        }
        Kind::String => out.push_str(&quoted(&view.as_str().unwrap_or_default())),
        Kind::Null | Kind::Alias => out.push_str("null"),
        _ => out.push_str(&view.as_scalar().unwrap_or_default()),
    }
}

/// A tree as YAML in blocks, two spaces a level.
fn yaml(view: View<'_>, depth: usize, out: &mut String) {
    let indent = |out: &mut String| {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    };
    match view.kind() {
        Kind::Map if view.members().next().is_some() => {
            for member in view.members() {
                indent(out);
                // Quotes around keys only where a plain key would be something else.
                let key = member.text();
                let plain = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
                let word = ["true", "false", "null", "True", "False", "Null", "TRUE", "FALSE", "NULL"].contains(&&*key);
                out.push_str(&if plain && !word { key.into_owned() } else { quoted(&key) });
                out.push(':');
                yaml(member.value, depth + 1, out);
            }
        }
        Kind::Seq if view.items().next().is_some() => {
            for item in view.items() {
                indent(out);
                out.push('-');
                yaml(item, depth + 1, out);
            }
        }
        _ => {
            out.push(' ');
            json(view, out);
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("text is JSON")
}

/// Loads bytes as if they stood in a file, with the files around it.
fn load_as(path: &Path, bytes: Vec<u8>) -> Option<Contract> {
    let name = path.to_string_lossy();
    let loader = contract::loader();
    let (fetch, key): (Box<dyn Fetch>, String) = match Files::around(path, &name, false) {
        Ok((files, key)) => (Box::new(files), key),
        Err(_) => (Box::new(NoFetch), name.clone().into_owned()),
    };
    let root = loader.add(&key, &name, bytes);
    contract::load(loader, root, &*fetch).ok()
}

#[test]
fn a_description_is_one_contract_in_yaml_and_in_json() {
    let mut descriptions = files(&fixtures());
    for part in ["corpus/specs", "corpus/specs-multifile", "corpus/suites", "corpus/pairs"] {
        descriptions.extend(shared(part).iter().flat_map(|folder| files(folder)));
    }
    let (mut compared, mut skipped) = (0, BTreeMap::<&str, usize>::new());
    let mut faults = String::new();
    for path in descriptions {
        let mut skip = |why| *skipped.entry(why).or_default() += 1;
        let bytes = fs::read(&path).expect("a readable file");
        if cfg!(debug_assertions) && bytes.len() > 1_500_000 {
            skip("is large, and this build is not optimised");
            continue;
        }
        let Some(contract) = load_as(&path, bytes) else {
            skip("is no description");
            continue;
        };
        let document = contract.sources.doc(contract.at.doc);
        if contract.partial() || !document.duplicate_keys.is_empty() {
            skip("is broken, or has keys that stand twice");
            continue;
        }
        let mut other = String::new();
        json(contract.view(contract.at), &mut other);
        if serde_json::from_str::<serde::de::IgnoredAny>(&other).is_err() {
            skip("holds what JSON can not say");
            continue;
        }
        let expected = contract.outline();
        let mut forms = vec![("JSON", other)];
        let mut blocks = String::from("---");
        yaml(contract.view(contract.at), 0, &mut blocks);
        blocks.push('\n');
        forms.push(("YAML", blocks));
        for (form, text) in forms {
            compared += 1;
            let outline = load_as(&path, text.into_bytes()).map(|c| c.outline()).unwrap_or_default();
            if outline != expected {
                let _ = writeln!(faults, "{} as {form}: {}", path.display(), difference(&expected, &outline));
            }
        }
    }
    println!("{compared} comparisons; skipped: {skipped:?}");
    assert!(faults.is_empty(), "{faults}");
}
