//! The messages that show breaks outside schemas, judged by a reader of its own that looks at the documents as they are
//! written: the side that sends such a message allows it, and the other does not.

#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use caveat::diff::change::{Body, Direction, Level, Sample};
use caveat::diff::{self, Settings, checks};
use serde_json::Value;

/// Checks whose breaks no message shows: the row of the table says why they break.
const BY_ROW: [(&str, &str); 4] = [
    ("xml-", "how a value is written as XML is not known to caveat"),
    ("string-content-", "what a text holds is not looked at"),
    ("discriminator-", "no schema tells what a discriminator changes"),
    ("security-flow-removed", "how a token was had does not show in a request"),
];

/// Messages that both sides allow, but read or answer in another way.
const READ_OTHERWISE: [&str; 4] = [
    "path-taken-by-concrete",
    "serialization-changed",
    "callback-expression-changed",
    "parameter-empty-value-forbidden",
];

struct Document(Value);

impl Document {
    fn read(path: &Path) -> Option<Self> {
        serde_yaml::from_str::<Value>(&fs::read_to_string(path).ok()?).ok().map(Document)
    }

    fn get<'v>(&'v self, value: &'v Value) -> &'v Value {
        let mut value = value;
        for _ in 0..10 {
            let Some(target) = value.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix('#')) else {
                break;
            };
            value = self.0.pointer(target).unwrap_or(&Value::Null);
        }
        value
    }

    fn list<'v>(&'v self, value: Option<&'v Value>) -> Vec<&'v Value> {
        value.and_then(Value::as_array).into_iter().flatten().map(|v| self.get(v)).collect()
    }

    /// The path item and the operation that a request line leads to: of paths a concrete one first; of webhooks and
    /// callbacks the one of that name.
    fn operation(&self, method: &str, path: &str) -> Option<(&Value, &Value)> {
        let bare = path.split('?').next().unwrap_or(path);
        let fits = |template: &str| {
            let (a, b): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), bare.split('/').collect());
            a.len() == b.len()
                && a.iter().zip(&b).all(|(a, b)| hole(a).map_or(a == b, |(x, y)| b.starts_with(x) && b.ends_with(y)))
        };
        let at = |item| Some((item, self.get(item).get(method.to_ascii_lowercase())?));
        let paths = self.0.get("paths").and_then(Value::as_object).into_iter().flatten();
        let mut all: Vec<(&String, &Value)> = paths.map(|(name, item)| (name, self.get(item))).collect();
        all.sort_by_key(|(name, _)| name.matches('{').count());
        let found = all.into_iter().filter(|(name, _)| fits(name)).find_map(|(_, item)| at(item));
        let hooks = || self.0.get("webhooks").and_then(|hooks| hooks.get(path)).and_then(|item| at(self.get(item)));
        found.or_else(hooks).or_else(|| self.callback(&self.0, path).and_then(|item| at(self.get(item))))
    }

    /// A path item of a callback with such an expression, wherever it stands.
    fn callback<'v>(&'v self, value: &'v Value, path: &str) -> Option<&'v Value> {
        let mut pending = vec![value];
        while let Some(value) = pending.pop() {
            if let Some(callbacks) = value.get("callbacks").and_then(Value::as_object)
                && let Some(item) = callbacks.values().find_map(|callback| self.get(callback).get(path))
            {
                return Some(item);
            }
            pending.extend(value.as_object().into_iter().flat_map(|m| m.values()));
            pending.extend(value.as_array().into_iter().flatten());
        }
        None
    }

    fn is_2(&self) -> bool {
        self.0.get("swagger").is_some()
    }

    /// Why a request is refused by what stands around its schemas.
    fn refuses_request(&self, sample: &Sample) -> Option<String> {
        let http = &sample.http;
        let Some((item, operation)) = self.operation(&http.method, &http.path) else {
            return Some("no operation".into());
        };
        let header = |name: &str| http.headers.iter().find(|h| h.0.eq_ignore_ascii_case(name)).map(|h| h.1.as_str());
        let query: BTreeSet<&str> =
            http.path.split_once('?').map_or("", |p| p.1).split('&').map(|p| p.split('=').next().unwrap()).collect();
        let own = self.list(operation.get("parameters"));
        let key = |p: &Value| (p["in"].as_str().unwrap_or("").to_owned(), p["name"].as_str().unwrap_or("").to_owned());
        let known: BTreeSet<_> = own.iter().map(|p| key(p)).collect();
        let item_parameters = self.list(self.get(item).get("parameters"));
        let all = own.iter().chain(item_parameters.iter().filter(|p| !known.contains(&key(p))));
        for parameter in all.filter(|p| p["required"] == true) {
            let (place, name) = key(parameter);
            let ignored = ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str());
            let there = match place.as_str() {
                "query" => {
                    query.iter().any(|q| *q == name || q.starts_with(&format!("{name}[")))
                        || parameter["explode"] != false && parameter["schema"]["type"] == "object"
                }
                "header" => ignored || header(&name).is_some(),
                "cookie" => header("cookie").is_some_and(|c| c.contains(&format!("{name}="))),
                "body" | "formData" => http.body.is_some(),
                _ => true,
            };
            if !there {
                return Some(format!("no {place} parameter {name}"));
            }
        }
        if let Some(credentials) = &sample.credentials
            && !self.lets_in(operation, credentials)
        {
            return Some("not enough credentials".into());
        }
        let body = if self.is_2() { None } else { operation.get("requestBody").map(|b| self.get(b)) };
        match (&http.body, body) {
            (None, Some(body)) if body["required"] == true => Some("no body".into()),
            (Some(_), Some(body)) => takes(body.get("content"), header("content-type")?),
            (Some(_), None) if self.is_2() => {
                let consumes = self.list(operation.get("consumes").or(self.0.get("consumes")));
                let wanted = header("content-type")?.to_owned();
                let names: Vec<&str> = consumes.iter().filter_map(|v| v.as_str()).collect();
                (!names.is_empty() && !names.iter().any(|n| covers(n, &wanted)))
                    .then(|| format!("does not take {wanted}"))
            }
            _ => None,
        }
    }

    fn lets_in(&self, operation: &Value, given: &[(String, Vec<String>)]) -> bool {
        let Some(list) = operation.get("security").or(self.0.get("security")).and_then(Value::as_array) else {
            return true;
        };
        let content = |name: &str| {
            let schemes = self.0.pointer("/components/securitySchemes").or(self.0.get("securityDefinitions"));
            schemes.and_then(|s| s.get(name)).map(|s| {
                let s = self.get(s);
                format!(
                    "{} {} {} {}",
                    s["type"],
                    s["in"],
                    s["name"].to_string().to_lowercase(),
                    s["scheme"].to_string().to_lowercase()
                )
            })
        };
        let has = |name: &String, scopes: &Value| {
            let scopes: Vec<&str> = scopes.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            given.iter().any(|(g, s)| {
                content(g).is_none_or(|c| Some(c) == content(name)) && scopes.iter().all(|x| s.iter().any(|y| y == x))
            })
        };
        list.is_empty()
            || list.iter().any(|a| a.as_object().is_some_and(|a| a.iter().all(|(name, scopes)| has(name, scopes))))
    }

    /// Why a response is not what was promised, by what stands around its schemas.
    fn forbids_response(&self, sample: &Sample) -> Option<String> {
        let http = &sample.http;
        let Some((_, operation)) = self.operation(&http.method, &http.path) else { return Some("no operation".into()) };
        let status = http.status.as_deref().unwrap();
        let responses = &operation["responses"];
        let range = format!("{}XX", &status[..1]);
        let found = [status, &range, "default"].into_iter().find_map(|s| responses.get(s));
        let Some(response) = found.map(|r| self.get(r)) else { return Some(format!("no {status}")) };
        let header = |name: &str| http.headers.iter().find(|h| h.0.eq_ignore_ascii_case(name)).map(|h| h.1.as_str());
        let headers = response.get("headers").and_then(Value::as_object).into_iter().flatten();
        for (name, described) in headers {
            if self.get(described)["required"] == true
                && header(name).is_none()
                && !name.eq_ignore_ascii_case("content-type")
            {
                return Some(format!("no header {name}"));
            }
        }
        let has_content = response.get("content").and_then(Value::as_object).is_some_and(|c| !c.is_empty());
        match (&http.body, has_content) {
            (Some(_), true) => takes(response.get("content"), header("content-type")?),
            (None, true) => Some("no content".into()),
            (Some(_), false) if self.is_2() => {
                let produces = self.list(operation.get("produces").or(self.0.get("produces")));
                let wanted = header("content-type")?.to_owned();
                (!produces.iter().filter_map(|v| v.as_str()).any(|n| covers(n, &wanted)))
                    .then(|| format!("is not {wanted}"))
            }
            (Some(_), false) => Some("content".into()),
            (None, false) => None,
        }
    }
}

/// What stands before and after the parameter in a segment.
fn hole(segment: &str) -> Option<(&str, &str)> {
    Some((segment.split_once('{')?.0, segment.rsplit_once('}')?.1))
}

fn covers(range: &str, name: &str) -> bool {
    let bare = |t: &str| t.split(';').next().unwrap().trim().to_ascii_lowercase();
    let (range, name) = (bare(range), bare(name));
    range == "*/*" || range == name || range.strip_suffix('*').is_some_and(|start| name.starts_with(start))
}

fn takes(content: Option<&Value>, name: &str) -> Option<String> {
    let content = content.and_then(Value::as_object)?;
    (!content.keys().any(|range| covers(range, name))).then(|| format!("does not take {name}"))
}

#[derive(Default)]
struct Tally {
    /// How many breaks of each check are shown by a message that was judged as claimed.
    judged: BTreeMap<&'static str, usize>,
    by_row: BTreeMap<&'static str, usize>,
    faults: Vec<String>,
}

fn look_at(old_file: &Path, new_file: &Path, tally: &mut Tally) {
    let Some((old, new)) = common::load_pair(old_file, new_file) else { return };
    let changes = diff::run(&old, &new, &Settings { today: Some("2026-01-01".into()), ..Settings::default() }).changes;
    let (Some(was), Some(is)) = (Document::read(old_file), Document::read(new_file)) else { return };
    for change in changes.iter().filter(|c| c.level == Level::Breaking && c.witness.is_none()) {
        let check = &checks::all()[change.check];
        let place = format!("{} {}: {}", old_file.display(), check.id, change.message);
        let Some(sample) = &change.sample else {
            match BY_ROW.iter().find(|row| check.id.contains(row.0)) {
                Some(_) => *tally.by_row.entry(&check.id).or_default() += 1,
                None => tally.faults.push(format!("{place}: no message")),
            }
            continue;
        };
        if let Some(Body::Text(text)) = &sample.http.body {
            assert!(!text.is_empty(), "{place}");
        }
        let refuses = |document: &Document| match &sample.http.status {
            Some(_) => document.forbids_response(sample),
            None => document.refuses_request(sample),
        };
        // What could be asked for is what the old side sent, though it is a response.
        let sent_by_new = change.direction == Direction::Response && !sample.says.contains("asked for")
            || check.id == "callback-expression-changed";
        let (sender, receiver) = if sent_by_new { (&is, &was) } else { (&was, &is) };
        let flow = check.id == "security-flow-removed";
        let both = flow || READ_OTHERWISE.iter().any(|id| check.id.ends_with(id));
        match (refuses(sender), refuses(receiver)) {
            (None, Some(_)) => *tally.judged.entry(&check.id).or_default() += 1,
            (None, None) if both => *tally.judged.entry(&check.id).or_default() += 1,
            (sender, receiver) => tally.faults.push(format!(
                "{place}: {} {} {:?} {:?}: the sender's side says {sender:?}, the other {receiver:?}",
                sample.http.method, sample.http.path, sample.http.status, sample.http.headers
            )),
        }
    }
}

#[test]
fn messages_without_a_value_show_what_they_claim() {
    let mut tally = Tally::default();
    let mut fixtures: Vec<_> =
        fs::read_dir(common::fixtures().join("diff")).unwrap().map(|e| e.unwrap().path()).collect();
    fixtures.sort();
    for folder in fixtures {
        look_at(&folder.join("old.yaml"), &folder.join("new.yaml"), &mut tally);
    }
    for (old, new) in common::pairs() {
        look_at(&old, &new, &mut tally);
        look_at(&new, &old, &mut tally);
    }
    for (check, count) in &tally.judged {
        println!("{count:6} {check}: shown by a message that was judged as claimed");
    }
    for (check, count) in &tally.by_row {
        let why = BY_ROW.iter().find(|row| check.contains(row.0)).map_or("", |row| row.1);
        println!("{count:6} {check}: by its row alone, since {why}");
    }
    assert!(tally.judged.len() > 15, "few checks were met");
    assert!(tally.faults.is_empty(), "{} faults:\n{}", tally.faults.len(), tally.faults.join("\n"));
}
