//! The public conformance suites of YAML and JSON, run where they are present.
//!
//! What must load loads to the stated value; what must fail is refused at a place in the text. Where caveat departs
//! from a suite on purpose, a table says so and why, and a departure that no longer happens fails the test.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use caveat::source::document::{Document, View};
use caveat::source::names::Interner;
use caveat::source::scalar;
use caveat::source::tape::Kind;
use serde_json::Value;

/// Cases of yaml-test-suite in which caveat departs from the suite, each with its reason.
const YAML_DEVIATIONS: &[(&str, &str)] = &[
    ("9C9N", "a list in brackets may be indented as little as its key, as libyaml and all that build on it allow"),
    (
        "QB6E",
        "a text in quotes may go on without indentation, as libyaml allows: a problem that does not stop the reading",
    ),
    ("QLJ7", "the fault is in the second document, and only the first one is read"),
];

/// Files of `JSONTestSuite` in which caveat departs from the suite, each with its reason.
const JSON_DEVIATIONS: &[(&str, &str)] = &[];

fn suite(name: &str) -> Option<PathBuf> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/suites")).join(name);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: {} is not there", path.display());
    None
}

fn read(name: &str, bytes: Vec<u8>) -> Document {
    caveat::source::read(name.to_owned(), bytes, &mut Interner::default())
}

/// Nothing if the document is refused at a place in its text, else what is wrong with that.
fn refused(document: &Document) -> Result<(), String> {
    let Some(problem) = document.problems.iter().find(|p| p.fatal) else {
        return Err("must be refused, but is read to the end".into());
    };
    let range = problem.start as usize..problem.end as usize;
    if document.text.get(range).is_none() {
        return Err(format!("{}..{} is no place in the text", problem.start, problem.end));
    }
    if problem.message.is_empty() || problem.help.is_none() {
        return Err("the refusal says too little".into());
    }
    Ok(())
}

/// Whether a node has the value that the suite states for it; `path` is where in the document this is.
fn compare(view: Option<View<'_>>, value: &Value, path: &str) -> Result<(), String> {
    let shown = view.map_or("nothing", |v| v.kind().noun());
    let kind = view.map_or(Kind::Null, View::kind);
    let same = match (value, view) {
        (Value::Null, _) => kind == Kind::Null,
        (_, None) => false,
        (Value::Bool(b), Some(view)) => view.as_bool() == Some(*b),
        (Value::Number(n), Some(view)) => view.as_number().and_then(|text| scalar::to_f64(&text)) == n.as_f64(),
        (Value::String(s), Some(view)) => view.as_str().is_some_and(|text| text == *s),
        (Value::Array(list), Some(view)) => {
            let items: Vec<_> = view.items().collect();
            if !view.is_seq() || items.len() != list.len() {
                return Err(format!("{path}: {} elements, not {}", items.len(), list.len()));
            }
            return items
                .into_iter()
                .zip(list)
                .enumerate()
                .try_for_each(|(at, (item, expected))| compare(Some(item), expected, &format!("{path}/{at}")));
        }
        (Value::Object(object), Some(view)) => {
            if !view.is_map() {
                return Err(format!("{path}: {shown}, not an object"));
            }
            let keys: Vec<_> = view.members().map(|m| m.text().into_owned()).collect();
            if keys.iter().any(|key| !object.contains_key(key)) {
                return Err(format!("{path}: the keys are {keys:?}, not {:?}", object.keys().collect::<Vec<_>>()));
            }
            return object.iter().try_for_each(|(key, expected)| {
                let member = view.get_text(key).ok_or_else(|| format!("{path}: `{key}` is missing"))?;
                compare(Some(member), expected, &format!("{path}/{key}"))
            });
        }
    };
    if same { Ok(()) } else { Err(format!("{path}: {shown} {:?}, not {value}", view.and_then(View::as_scalar))) }
}

/// The tape in the notation of the suite's `test.event`, without anchors, tags and styles.
fn events(document: &Document) -> Vec<String> {
    let nodes = &document.tape.nodes;
    let mut events = Vec::new();
    let mut open: Vec<(u32, &str)> = Vec::new();
    for at in 0..=nodes.len() as u32 {
        while let Some((_, end)) = open.pop_if(|(next, _)| *next <= at) {
            events.push(end.to_owned());
        }
        let Some(node) = nodes.get(at as usize) else { break };
        match node.kind() {
            Kind::Map => {
                events.push("+MAP".to_owned());
                open.push((node.next, "-MAP"));
            }
            Kind::Seq => {
                events.push("+SEQ".to_owned());
                open.push((node.next, "-SEQ"));
            }
            _ if document.written(at).starts_with('*') => events.push("=ALI".to_owned()),
            _ => events.push(format!("=VAL {}", document.scalar(at))),
        }
    }
    events
}

/// The events of the first document as the suite states them, brought to the same notation.
fn stated_events(text: &str) -> Vec<String> {
    let document = text.lines().skip_while(|line| !line.starts_with("+DOC")).skip(1);
    let unescape = |value: &str| {
        let mut out = String::new();
        let mut rest = value.chars();
        while let Some(c) = rest.next() {
            out.push(match c {
                '\\' => match rest.next() {
                    Some('n') => '\n',
                    Some('t') => '\t',
                    Some('r') => '\r',
                    Some('b') => '\u{8}',
                    Some(other) => other,
                    None => '\\',
                },
                other => other,
            });
        }
        out
    };
    let mut events = Vec::new();
    for line in document.take_while(|line| !line.starts_with("-DOC")) {
        let Some(mut rest) = line.strip_prefix("=VAL ") else {
            events.push(line[..4].to_owned());
            continue;
        };
        while rest.starts_with(['&', '<']) {
            rest = rest.split_once(' ').map_or("", |(_, after)| after);
        }
        events.push(format!("=VAL {}", unescape(&rest[1..])));
    }
    events
}

/// Compares what happened with what is listed; every surprise is named.
fn settle(suite: &str, deviations: &[(&str, &str)], found: &[(String, String)]) {
    let mut surprises = Vec::new();
    for (case, what) in found {
        if !deviations.iter().any(|d| d.0 == case) {
            surprises.push(format!("{case}: {what}"));
        }
    }
    for (case, reason) in deviations {
        if !found.iter().any(|f| f.0 == *case) {
            surprises.push(format!("{case} is listed as a deviation ({reason}) but agrees with the suite"));
        }
    }
    assert!(surprises.is_empty(), "{suite}:\n{}", surprises.join("\n"));
}

#[test]
fn yaml_test_suite() {
    let Some(folder) = suite("yaml-test-suite") else { return };
    let mut cases: Vec<PathBuf> = walkdir::WalkDir::new(&folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name() == "in.yaml")
        .filter_map(|entry| entry.path().parent().map(Path::to_path_buf))
        .collect();
    cases.sort();
    assert!(cases.len() > 400, "only {} cases in {}", cases.len(), folder.display());
    let mut found = Vec::new();
    let (mut refusals, mut values) = (0, 0);
    for case in &cases {
        let name = case.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
        let document = read("in.yaml", fs::read(case.join("in.yaml")).unwrap());
        let outcome = if case.join("error").exists() {
            refusals += 1;
            refused(&document)
        } else {
            let expected = fs::read_to_string(case.join("in.json")).ok();
            let first = expected.as_deref().map(|text| {
                let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
                stream.next().map_or(Value::Null, |value| value.unwrap())
            });
            match (document.problems.iter().find(|p| p.fatal), first) {
                (Some(problem), _) => Err(format!("must load, but: {}", problem.message)),
                (None, None) => Ok(()),
                (None, Some(value)) => {
                    values += 1;
                    compare(document.root(), &value, "")
                }
            }
            .and_then(|()| {
                let stated = stated_events(&fs::read_to_string(case.join("test.event")).unwrap());
                if events(&document) != stated {
                    return Err(format!("the events are {:?}, not {stated:?}", events(&document)));
                }
                // The line ends of another system change nothing (YAML 1.2.2 §5.4).
                ["\r\n", "\r"].iter().filter(|_| !document.text.contains('\r')).try_for_each(|end| {
                    let same = events(&read("in.yaml", document.text.replace('\n', end).into_bytes()));
                    if same == stated { Ok(()) } else { Err(format!("with {end:?} the events are {same:?}")) }
                })
            })
        };
        if let Err(what) = outcome {
            found.push((name, what));
        }
    }
    println!("{} cases: {refusals} refusals, {values} values", cases.len());
    settle("yaml-test-suite", YAML_DEVIATIONS, &found);
}

#[test]
fn json_test_suite() {
    let Some(folder) = suite("JSONTestSuite") else { return };
    let mut files: Vec<PathBuf> = ["test_parsing", "test_transform"]
        .iter()
        .flat_map(|part| fs::read_dir(folder.join(part)).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() > 300, "only {} files in {}", files.len(), folder.display());
    let mut found = Vec::new();
    for file in &files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(file).unwrap();
        let document = read(&name, bytes.clone());
        let outcome = match name.as_bytes() {
            [b'y', b'_', ..] => match document.problems.first() {
                Some(problem) => Err(format!("must load, but: {}", problem.message)),
                None => serde_json::from_slice(&bytes)
                    .map_err(|e| e.to_string())
                    .and_then(|value| compare(document.root(), &value, "")),
            },
            [b'n', b'_', ..] => refused(&document),
            // `i_` files and those of test_transform may be read either way; not reading to the end needs a place.
            _ if document.broken() => refused(&document),
            _ => Ok(()),
        };
        if let Err(what) = outcome {
            found.push((name, what));
        }
    }
    println!("{} files", files.len());
    settle("JSONTestSuite", JSON_DEVIATIONS, &found);
}
