//! Each format, judged by its published schema where there is one and by what its readers say where there is none.

use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
// Its package is asked for the schema that it holds; cargo says where it is.
use serde_sarif as _;

use crate::{html, xml};

/// The published JSON Schema of SARIF 2.1.0; nothing where cargo cannot say where its package is.
fn sarif_schema() -> Option<&'static jsonschema::Validator> {
    static SCHEMA: OnceLock<Option<jsonschema::Validator>> = OnceLock::new();
    let read = || {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        // Packages for other systems need not be there.
        let rustc = Command::new("rustc").arg("-vV").output().ok()?;
        let host =
            String::from_utf8(rustc.stdout).ok()?.lines().find_map(|l| l.strip_prefix("host: ").map(str::to_owned))?;
        command.args(["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform", &host]);
        let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().ok()?;
        let metadata: Value = serde_json::from_slice(&output.stdout).ok()?;
        let package = metadata["packages"].as_array()?.iter().find(|package| package["name"] == "serde-sarif")?;
        let folder = std::path::Path::new(package["manifest_path"].as_str()?).parent()?.to_owned();
        let text = std::fs::read_to_string(folder.join("src/schema.json")).ok()?;
        // The published pattern of a language has a bracket too many and is no regular expression; we write none.
        let text = text.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}?$");
        let schema: Value = serde_json::from_str(&text).expect("JSON");
        Some(jsonschema::validator_for(&schema).expect("a schema"))
    };
    let schema = SCHEMA.get_or_init(read).as_ref();
    if schema.is_none() {
        println!("skipped: cargo does not say where the schema of SARIF is");
    }
    schema
}

fn judge(validator: &jsonschema::Validator, value: &Value) {
    let faults: Vec<String> = validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Judges a log, and gives its results.
pub(crate) fn sarif(text: &str) -> Vec<Value> {
    let log: Value = serde_json::from_str(text).expect("JSON");
    if let Some(schema) = sarif_schema() {
        judge(schema, &log);
    }
    assert_eq!((&log["version"], log["runs"].as_array().map(Vec::len)), (&Value::from("2.1.0"), Some(1)));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results").clone();
    for result in &results {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("a URI");
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@%".contains(&b);
        assert!(uri.strip_prefix("file://").unwrap_or(uri).bytes().all(plain), "{uri}");
    }
    results
}

/// Judges a code quality report, and gives its issues.
pub(crate) fn gitlab(text: &str) -> Vec<Value> {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/schemas/gitlab-code-quality.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("the schema")).expect("JSON");
    let report: Value = serde_json::from_str(text).expect("JSON");
    judge(&jsonschema::draft202012::new(&schema).expect("a schema"), &report);
    let issues = report.as_array().expect("an array").clone();
    let mut fingerprints: Vec<String> = issues.iter().map(|issue| issue["fingerprint"].to_string()).collect();
    fingerprints.sort();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), issues.len(), "GitLab shows one issue of those with the same fingerprint");
    issues
}

/// A workflow command, read as the runner reads it.
pub(crate) struct Annotation {
    pub(crate) kind: String,
    pub(crate) properties: Vec<(String, String)>,
    pub(crate) message: String,
}

/// Reads a log as the runner does: what begins with `::` is a command, and what has `##[` in it is one of old.
pub(crate) fn github(text: &str) -> Vec<Annotation> {
    let mut read = Vec::new();
    for line in text.split(['\n', '\r']) {
        let Some(command) = line.trim_start().strip_prefix("::") else {
            assert!(!line.contains("##["), "{line}");
            continue;
        };
        let (head, message) = command.split_once("::").expect("a command ends");
        let (kind, properties) = head.split_once(' ').unwrap_or((head, ""));
        let one = |pair: &str| {
            let (key, value) = pair.split_once('=').expect("a property has a value");
            (key.to_owned(), decoded(value))
        };
        let properties: Vec<_> = properties.split(',').filter(|p| !p.is_empty()).map(one).collect();
        read.push(Annotation { kind: kind.to_owned(), properties, message: decoded(message) });
    }
    for annotation in &read {
        let Annotation { kind, properties, .. } = annotation;
        let keys: Vec<&str> = properties.iter().map(|(key, _)| key.as_str()).collect();
        match kind.as_str() {
            "error" | "warning" | "notice" => {
                assert_eq!(keys[..3], ["file", "line", "endLine"]);
                assert!(matches!(keys[3..], ["col", "endColumn", "title"] | ["title"]), "{keys:?}");
            }
            "group" | "endgroup" => assert!(keys.is_empty()),
            other => panic!("nobody wrote the command {other}"),
        }
        let most = read.iter().filter(|other| other.kind == *kind).count();
        assert!(most <= 10, "{most} of {kind}");
    }
    read
}

fn decoded(text: &str) -> String {
    [("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")]
        .iter()
        .fold(text.to_owned(), |text, (code, letter)| text.replace(code, letter))
}

/// Judges a page: it fits into a comment, its fences and folds are closed, and outside of code there is no HTML but
/// ours. Gives what stands outside of code.
pub(crate) fn markdown(text: &str) -> String {
    assert!(text.len() <= 65_536, "{} bytes", text.len());
    let mut prose = String::new();
    let mut fence: Option<String> = None;
    let mut open = 0_i32;
    for line in text.lines() {
        let start = line.trim_start();
        let ticks: String = start.chars().take_while(|c| *c == '`').collect();
        if fence.is_some() {
            fence = fence.filter(|closing| start != closing);
            continue;
        }
        if ticks.len() >= 3 && start == format!("{ticks}text") {
            fence = Some(ticks);
            continue;
        }
        let mut line = without_code(line);
        for ours in ["<details open>", "<details>"] {
            open += line.matches(ours).count() as i32;
            line = line.replace(ours, "");
        }
        open -= line.matches("</details>").count() as i32;
        for ours in ["</details>", "<summary>", "</summary>", "<b>", "</b>", "<br>"] {
            line = line.replace(ours, "");
        }
        // What divides words stays to be seen.
        line = line.replace("<!-- -->", "·");
        let mut before = ' ';
        for c in line.chars() {
            assert!(!"<[".contains(c) || before == '\\', "markup in {line}");
            before = if before == '\\' { ' ' } else { c };
        }
        prose.push_str(&line);
        prose.push('\n');
    }
    assert!(fence.is_none() && open == 0, "something is not closed");
    prose
}

/// A line without its pieces of code, which end at as many backticks as they began with.
fn without_code(line: &str) -> String {
    let mut shown = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        if rest[..start].ends_with('\\') {
            shown.push_str(&rest[..=start]);
            rest = &rest[start + 1..];
            continue;
        }
        let ticks = rest[start..].bytes().take_while(|b| *b == b'`').count();
        let after = &rest[start + ticks..];
        shown.push_str(&rest[..start]);
        let mut at = 0;
        let end = loop {
            let Some(next) = after[at..].find('`') else { break None };
            let run = after[at + next..].bytes().take_while(|b| *b == b'`').count();
            if run == ticks {
                break Some(at + next + run);
            }
            at += next + run;
        };
        match end {
            Some(end) => rest = &after[end..],
            None => {
                shown.push_str(&rest[start..start + ticks]);
                rest = after;
            }
        }
    }
    shown + rest
}

/// Judges all formats of one run, which stand in files by their names.
pub(crate) fn all(read: &dyn Fn(&str) -> String) {
    let (results, issues) = (sarif(&read("sarif")), gitlab(&read("gitlab")));
    assert_eq!(results.len(), issues.len());
    assert_eq!(xml::checkstyle(&read("checkstyle")).len(), issues.len());
    let failures = issues.iter().filter(|issue| issue["severity"] != "info").count();
    assert_eq!(xml::junit(&read("junit")).len(), failures);
    assert_eq!(read("compact").lines().count(), issues.len());
    github(&read("github"));
    markdown(&read("markdown"));
    // What is said of a whole file is no entry of the page, but a line of its own.
    let gone = issues.iter().filter(|issue| issue["check_name"] == "description-removed").count();
    assert_eq!(html::page(&read("html")).messages.len(), issues.len() - gone);
    let json: Value = serde_json::from_str(&read("json")).expect("JSON");
    assert!(json.is_object());
}
