//! Every span of every document of the corpus covers what it says, and the values are those of other readers.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use caveat::source::document::{Document, Syntax, View};
use caveat::source::names::Interner;
use caveat::source::scalar;
use caveat::source::tape::Kind;

/// Files of the corpus that no reader takes.
const BROKEN: &[(&str, &str)] = &[
    ("Icon_Horse/apiDefinition.swagger.json", "an object in a list of parameters is not closed"),
    ("StabilityAI/apiDefinition.swagger.json", "a list is closed with a brace"),
];

/// Files that the second opinion reads otherwise, and why it is wrong.
const SECOND_OPINION: &[(&str, &str)] = &[
    ("pairs/openai/019/new.yaml", "an anchor is given twice, and serde_yaml takes an alias for a third one"),
    ("pairs/openai/019/old.yaml", "an anchor is given twice, and serde_yaml takes an alias for a third one"),
];

fn listed(table: &[(&str, &str)], name: &str) -> bool {
    table.iter().any(|(suffix, _)| name.ends_with(suffix))
}

fn corpus() -> Vec<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus"));
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return Vec::new();
    }
    let files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|e| e == "json" || e == "yaml" || e == "yml"))
        .collect();
    assert!(files.len() > 1000, "only {} files in {}", files.len(), folder.display());
    files
}

fn read(name: &str, bytes: Vec<u8>) -> Document {
    caveat::source::read(name.to_owned(), bytes, &mut Interner::default())
}

/// Nodes stand one after the other, inside of their containers, between characters.
fn check_order(document: &Document) -> Result<(), String> {
    let mut open: Vec<(u32, u32, u32)> = Vec::new();
    for (at, node) in document.tape.nodes.iter().enumerate() {
        let at = at as u32;
        while open.last().is_some_and(|&(next, ..)| next <= at) {
            open.pop();
        }
        if node.start > node.end || document.text.get(node.start as usize..node.end as usize).is_none() {
            return Err(format!("node {at} is at {}..{}", node.start, node.end));
        }
        if let Some((_, last, end)) = open.last_mut() {
            if node.start < *last || node.end > *end {
                return Err(format!("node {at} at {}..{} is not within {last}..{end}", node.start, node.end));
            }
            *last = node.end;
        }
        if matches!(node.kind(), Kind::Map | Kind::Seq) {
            open.push((node.next, node.start, node.end));
        }
    }
    Ok(())
}

fn black(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The text of a node is the node.
fn check_text(document: &Document, at: u32) -> Result<(), String> {
    let node = document.tape.nodes[at as usize];
    let (written, value) = (document.written(at), document.scalar(at));
    let json = document.syntax == Syntax::Json;
    let fits = match node.kind() {
        Kind::Map | Kind::Seq => match written.as_bytes() {
            [b'{', .., b'}'] => node.kind() == Kind::Map,
            [b'[', .., b']'] => node.kind() == Kind::Seq,
            _ => !json && (node.kind() == Kind::Map || written.starts_with('-')),
        },
        Kind::Alias => written.starts_with('*'),
        Kind::String if json => serde_json::from_str::<String>(written).is_ok_and(|s| s == value),
        _ if json => serde_json::from_str::<serde_json::Value>(written).is_ok() && written == value,
        _ if written.starts_with(['|', '>']) && node.quoted() => {
            let body = written.split_once(['\n', '\r']).map_or("", |(_, body)| body);
            black(body) == black(&value) && !written.ends_with(['\n', ' '])
        }
        _ if node.quoted() => serde_yaml::from_str::<String>(written).is_ok_and(|s| s == value),
        _ if written.starts_with('*') => true,
        _ => black(written) == black(&value) && written.trim() == written,
    };
    if fits { Ok(()) } else { Err(format!("node {at} {:?} is written {written:?} and read {value:?}", node.kind())) }
}

#[test]
fn every_span_of_the_corpus_covers_its_node() {
    let mut faults = Vec::new();
    let (mut nodes, mut broken) = (0, Vec::new());
    for path in corpus() {
        let name = path.to_string_lossy().into_owned();
        let document = read(&name, fs::read(&path).unwrap());
        if document.broken() {
            broken.push(name.clone());
        }
        nodes += document.tape.nodes.len();
        let text = (0..document.tape.nodes.len() as u32).try_for_each(|at| check_text(&document, at));
        // What broke off has no closing bracket.
        let text = if document.broken() { Ok(()) } else { text };
        if let Err(fault) = check_order(&document).and(text) {
            faults.push(format!("{name}: {fault}"));
        }
    }
    println!("{nodes} nodes; broken: {broken:#?}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let known = broken.iter().filter(|name| listed(BROKEN, name)).count();
    assert!(nodes == 0 || (known == broken.len() && known == BROKEN.len()), "broken are {broken:#?}");
}

fn compare(view: View<'_>, value: &serde_yaml::Value, path: &str) -> Result<(), String> {
    use serde_yaml::Value;
    let same = match value {
        Value::Null => view.kind() == Kind::Null,
        Value::Bool(b) => view.as_bool() == Some(*b),
        Value::Number(n) => view.as_number().and_then(|t| scalar::to_f64(&t)) == n.as_f64(),
        Value::String(s) => view.as_str().is_some_and(|t| t == *s),
        Value::Tagged(tagged) => return compare(view, &tagged.value, path),
        Value::Sequence(list) => {
            let items: Vec<_> = view.items().collect();
            if items.len() != list.len() {
                return Err(format!("{path}: {} elements, not {}", items.len(), list.len()));
            }
            return items
                .iter()
                .zip(list)
                .enumerate()
                .try_for_each(|(at, (i, v))| compare(*i, v, &format!("{path}/{at}")));
        }
        Value::Mapping(map) => {
            let members: Vec<_> = view.members().collect();
            if members.len() != map.len() {
                return Err(format!("{path}: {} members, not {}", members.len(), map.len()));
            }
            return members.iter().zip(map).try_for_each(|(member, (key, value))| {
                let key_fits = match key {
                    Value::String(key) => member.text() == *key,
                    Value::Number(key) => scalar::to_f64(&member.text()) == key.as_f64(),
                    Value::Bool(key) => member.text().eq_ignore_ascii_case(&key.to_string()),
                    _ => true,
                };
                let path = format!("{path}/{}", member.text());
                if key_fits { compare(member.value, value, &path) } else { Err(format!("{path}: not the key {key:?}")) }
            });
        }
    };
    if same { Ok(()) } else { Err(format!("{path}: {:?} {:?}, not {value:?}", view.kind(), view.as_scalar())) }
}

#[test]
fn the_values_of_the_corpus_are_those_of_serde_yaml() {
    let mut faults = Vec::new();
    let (mut compared, mut refused) = (0, Vec::new());
    for path in corpus() {
        let name = path.to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let Ok(mut value) = serde_yaml::from_slice::<serde_yaml::Value>(&bytes) else {
            refused.push(name);
            continue;
        };
        let document = read(&name, bytes);
        if document.broken() {
            continue;
        }
        compared += 1;
        let merges = document.tape.nodes.iter().any(|n| n.merges());
        if merges && value.apply_merge().is_err() {
            continue;
        }
        let outcome = document.root().map_or(Ok(()), |root| compare(root, &value, ""));
        match (outcome, listed(SECOND_OPINION, &name)) {
            (Err(fault), false) => faults.push(format!("{name}{fault}")),
            (Ok(()), true) => faults.push(format!("{name} is listed as read otherwise, and is not")),
            _ => {}
        }
    }
    println!("{compared} compared; serde_yaml refuses {refused:#?}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
