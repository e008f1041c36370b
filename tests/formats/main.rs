//! The formats of build systems: each is valid by its schema, whatever is found and however it is called.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod hostile;
mod html;
mod judge;
mod streams;
mod xml;

use std::path::Path;
use std::process::{Command, Output};

use caveat::report::format::FORMATS;

/// A folder to run in.
struct Here(tempfile::TempDir);

impl Here {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path().join(name), text).expect("a file");
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn run_with(&self, variables: &[(&str, &str)], args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caveat"));
        command.args(args).current_dir(self.path()).env_clear().envs(variables.iter().copied());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.output().expect("caveat runs")
    }

    fn run(&self, args: &[&str]) -> Output {
        self.run_with(&[], args)
    }

    /// Writes every format of one run to a file by its name, judges all of them, and gives the exit code.
    fn all(&self, args: &[&str]) -> i32 {
        let formats: Vec<String> =
            FORMATS.iter().flat_map(|format| ["--format".to_owned(), format!("{0}={0}.out", format.name)]).collect();
        let all: Vec<&str> = args.iter().copied().chain(formats.iter().map(String::as_str)).collect();
        let output = self.run(&all);
        let code = output.status.code().expect("an exit code");
        assert!(code < 2 && output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        judge::all(&|format| self.read(&format!("{format}.out")));
        code
    }
}

/// Three documents and two pairs of the corpus.
#[test]
fn every_format_is_valid_over_the_corpus() {
    let Some(corpus) = common::shared("corpus") else { return };
    let here = Here::new();
    for name in DOCUMENTS {
        let path = corpus.join("specs").join(name).display().to_string();
        let code = here.all(&["lint", &path, "--show", "info", "--today", "2026-07-01"]);
        assert_eq!(code, here.run(&["lint", &path, "--quiet"]).status.code().expect("a code"), "{name}");
        println!("{name}: {} findings", here.read("compact.out").lines().count());
        assert!(here.read("compact.out").lines().count() > 0, "nothing is found in {name}");
    }
    for name in ["figma/025", "slack/006"] {
        let side = |side: &str| {
            let file = ["yaml", "json"].map(|end| corpus.join("pairs").join(name).join(format!("{side}.{end}")));
            file.into_iter().find(|file| file.is_file()).expect("a side").display().to_string()
        };
        here.all(&["diff", &side("old"), &side("new"), "--show", "safe"]);
        assert!(here.read("compact.out").lines().count() > 0, "nothing changed in {name}");
        here.all(&["check", &side("new"), "--against", &side("old"), "--show", "safe,info"]);
    }
}

const DOCUMENTS: [&str; 3] = ["apideck/connector.yml", "redocly-museum/openapi.yaml", "xero/xero_files.yaml"];

/// A description in which there is nothing to find.
const CLEAN: &str = include_str!("../../fixtures/cli/clean.yaml");

#[test]
fn every_format_is_valid_with_nothing_to_report() {
    let here = Here::new();
    here.write("clean.yaml", CLEAN);
    here.write("caveat.yaml", "rules: {all: off, unresolved-reference: error}\n");
    for args in [
        &["lint", "clean.yaml"][..],
        &["diff", "clean.yaml", "clean.yaml"],
        &["check", "clean.yaml", "--against", "clean.yaml"],
    ] {
        assert_eq!(here.all(args), 0);
        assert_eq!(here.read("compact.out"), "");
        assert!(here.read("junit.out").contains("nothing was found"), "{args:?}");
    }
}

/// The page of a comparison in which nothing changed.
const IDENTICAL: &str = "<h1>What changed in <bdi>Parcels</bdi></h1><p><bdi>clean.yaml</bdi> → <bdi>clean.yaml</bdi></p>\
    <div><p>identical</p><p>Nothing changed that the description says of the API.</p></div>";

#[test]
fn a_page_about_nothing_says_so() {
    let here = Here::new();
    here.write("clean.yaml", CLEAN);
    here.write("caveat.yaml", "rules: {all: off, unresolved-reference: error}\n");
    let page = |args: &[&str]| {
        let output = here.run(&[args, &["--format", "html"]].concat());
        html::page(&String::from_utf8(output.stdout).expect("UTF-8")).outline
    };
    assert_eq!(page(&["diff", "clean.yaml", "clean.yaml"]), IDENTICAL);
    let lint = page(&["lint", "clean.yaml"]);
    assert!(
        lint.starts_with("<h1>What caveat found</h1><div><p>no problems</p><p>1 file checked, no problems.</p></div>")
    );
    assert!(lint.contains("<th>structure</th><td><span>–</span></td>") && lint.contains("1 of 1"), "{lint}");
    assert!(lint.contains("Conventions learned"), "{lint}");
    let check = page(&["check", "clean.yaml", "--against", "clean.yaml"]);
    assert!(check.contains("nothing breaks") && check.contains("Nothing changed"), "{check}");
}

/// The demo: the verdict, both sides, a request that a shell reads as it is meant, and why.
#[test]
fn a_page_shows_what_breaks_and_why() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo");
    let here = Here::new();
    let side = |name: &str| demo.join(name).display().to_string();
    let output = here.run(&["diff", &side("v1"), &side("v2"), "--format", "html"]);
    let page = html::page(&String::from_utf8(output.stdout).expect("UTF-8"));
    for said in [
        "<p>breaking</p><p>Clients that keep to the old description break with the new one.</p>",
        "1.4.0 -&gt; 1.5.0 is a minor bump, a major one is needed: 2.0.0",
        "<dt>For whom</dt><dd>clients of 8 of 13 operations: ",
        "Rule 1 applies: ",
        "<del>",
        "<ins>",
        "This request was let in before, and is not now",
    ] {
        assert!(page.outline.contains(&said.replace("&gt;", ">")), "{said}");
    }
    let request = page.copied.iter().find(|text| text.contains("/loans'")).expect("a request");
    let echo = format!("curl() {{ printf '%s\\n' \"$@\"; }}\n{request}");
    let Ok(output) = Command::new("bash").args(["-c", &echo]).output() else {
        return println!("skipped: there is no bash");
    };
    let words = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(words.starts_with("--request\nPOST\n--url\nhttps://api.northside-tools.example/v1/loans\n"), "{words}");
    let (_, body) = words.split_once("--data-raw\n").expect("a body");
    let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
    assert_eq!(body["tool_id"], "123e4567-e89b-12d3-a456-426614174000");
}

#[test]
fn many_files_are_one_document() {
    let here = Here::new();
    for name in ["a.yaml", "b.yaml", "c.yaml"] {
        here.write(name, include_str!("../../fixtures/cli/error.yaml"));
    }
    assert_eq!(here.all(&["lint", "."]), 1);
    let files: std::collections::BTreeSet<String> =
        xml::checkstyle(&here.read("checkstyle.out")).into_iter().map(|read| read.file).collect();
    assert_eq!(files.into_iter().collect::<Vec<_>>(), ["a.yaml", "b.yaml", "c.yaml"]);
}

/// Lines with characters that are several bytes or several UTF-16 units: columns count code points, as the log says.
#[test]
fn columns_of_sarif_count_code_points() {
    let here = Here::new();
    here.write("caveat.yaml", "rules: {all: off, unresolved-reference: error}\n");
    let text = "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"é日😀\", \"version\": \"1\"}, \"paths\": {\"/😀\": {\"$ref\": \"#/nowhere\"}}}";
    here.write("a.json", text);
    here.all(&["lint", "a.json"]);
    let log: serde_json::Value = serde_json::from_str(&here.read("sarif.out")).expect("JSON");
    assert_eq!(log["runs"][0]["columnKind"], "unicodeCodePoints");
    let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    let letters: Vec<char> = text.chars().collect();
    let column = |key: &str| region[key].as_u64().expect("a column") as usize - 1;
    let shown: String = letters[column("startColumn")..column("endColumn")].iter().collect();
    assert_eq!(shown, "\"#/nowhere\"");
}

/// The replacements of fixes, done by their regions, give what `--fix` writes.
#[test]
fn fixes_of_sarif_are_those_of_lint() {
    let here = Here::new();
    here.write("caveat.yaml", "rules: {all: off, optional-path-parameter: error}\n");
    let parameter = |name: &str| format!("{{\"name\": \"{name}\", \"in\": \"path\", \"schema\": {{}}}}");
    let text = format!(
        "{{\"openapi\": \"3.1.0\", \"info\": {{\"title\": \"é日😀\", \"version\": \"1\"}}, \"paths\": \
         {{\"/{{é}}/{{😀}}\": {{\"parameters\": [{},\n {}]}}}}}}\n",
        parameter("é"),
        parameter("😀"),
    );
    here.write("a.json", &text);
    here.all(&["lint", "a.json"]);
    let mut replacements: Vec<serde_json::Value> = Vec::new();
    for result in judge::sarif(&here.read("sarif.out")) {
        let change = &result["fixes"][0]["artifactChanges"][0];
        assert_eq!(change["artifactLocation"]["uri"], "a.json");
        replacements.extend(change["replacements"].as_array().expect("replacements").clone());
    }
    assert_eq!(replacements.len(), 2);
    let mut lines: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
    let number = |value: &serde_json::Value| value.as_u64().expect("a number") as usize - 1;
    replacements.sort_by_key(|one| std::cmp::Reverse(number(&one["deletedRegion"]["startColumn"])));
    for replacement in &replacements {
        let region = &replacement["deletedRegion"];
        assert_eq!(region["startLine"], region["endLine"]);
        let inserted = replacement["insertedContent"]["text"].as_str().expect("a text").chars();
        let columns = number(&region["startColumn"])..number(&region["endColumn"]);
        lines[number(&region["startLine"])].splice(columns, inserted);
    }
    let mended: String = lines.into_iter().map(|line| line.into_iter().collect::<String>() + "\n").collect();
    here.run(&["lint", "a.json", "--fix", "--quiet"]);
    assert_ne!(mended, text);
    assert_eq!(mended, here.read("a.json"));
}

#[test]
fn the_page_and_the_help_name_every_format() {
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md")).expect("the page");
    let here = Here::new();
    for format in FORMATS {
        assert!(page.contains(&format!("| `{}` |", format.name)), "docs/formats.md does not name {}", format.name);
        for command in ["lint", "diff", "check"] {
            let help = here.run(&[command, "--help"]);
            assert!(String::from_utf8_lossy(&help.stdout).contains(format.name), "{command} {}", format.name);
        }
    }
}
