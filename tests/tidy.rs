//! Polices the codebase: what `docs/architecture.md` says of the rooms and what `docs/style.md` says of names and
//! messages is looked up in the files. A failure names the file, the line and what to do.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use caveat::lint::rules;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// All files below a folder of the package, as paths from its root with `/`, sorted.
fn files_below(folder: &str) -> Vec<String> {
    let mut found: Vec<String> = walkdir::WalkDir::new(root().join(folder))
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file())
        .filter_map(|e| e.path().strip_prefix(root()).ok().map(|p| p.to_string_lossy().replace('\\', "/")))
        .collect();
    found.sort();
    found
}

fn rust_files_below(folder: &str) -> Vec<String> {
    let mut files = files_below(folder);
    files.retain(|f| Path::new(f).extension().is_some_and(|e| e == "rs"));
    files
}

/// The lines of a source file that are code of the product, with their numbers: no comments, no module of tests.
fn code(text: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    for (number, line) in text.lines().enumerate() {
        // Modules of tests stand last in their files; `every_module_of_tests_stands_last` holds that.
        if line == "#[cfg(test)]" {
            break;
        }
        let code = line.find("//").map_or(line, |at| &line[..at]);
        if !code.trim().is_empty() {
            lines.push((number + 1, code.to_owned()));
        }
    }
    lines
}

fn assert_none(faults: &str) {
    assert!(faults.is_empty(), "\n{faults}");
}

// ---------------------------------------------------------------------------------------------------------- Rules

#[test]
fn every_rule_file_is_registered_under_its_name_and_area() {
    let on_disk: BTreeSet<String> = rust_files_below("src/lint/rules")
        .into_iter()
        .map(|f| f["src/lint/rules/".len()..].to_owned())
        .filter(|f| f != "mod.rs")
        .collect();
    let registered: BTreeSet<String> = rules::all()
        .iter()
        .map(|e| format!("{}/{}.rs", e.meta.area.as_str().replace('-', "_"), e.meta.id.replace('-', "_")))
        .collect();
    let mut faults = String::new();
    for file in on_disk.difference(&registered) {
        let _ = writeln!(faults, "src/lint/rules/{file} is not registered, or its id or area is not that of its path");
    }
    for file in registered.difference(&on_disk) {
        let _ = writeln!(faults, "a rule is registered that should stand in src/lint/rules/{file}");
    }
    assert_none(&faults);
}

#[test]
fn the_registry_is_sorted_by_area_and_id() {
    let order: Vec<_> = rules::all().iter().map(|e| (e.meta.area, e.meta.id)).collect();
    let mut sorted = order.clone();
    sorted.sort_unstable();
    sorted.dedup();
    let misplaced = order.iter().zip(&sorted).find(|(a, b)| a != b);
    assert_eq!(
        misplaced, None,
        "the registry in src/lint/rules/mod.rs is in the order of `Area` and of ids, once each"
    );
}

#[test]
fn rules_say_what_they_are() {
    let version = semver::Version::parse(env!("CARGO_PKG_VERSION")).expect("the version");
    let mut faults = String::new();
    for entry in rules::all() {
        let meta = &entry.meta;
        let mut fault = |what: &str| {
            let _ = writeln!(faults, "{}: {what}", meta.id);
        };
        if !meta.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            fault("an id is made of lower-case letters, digits and dashes");
        }
        if ["no-", "disallow-", "require-", "must-"].iter().any(|p| meta.id.starts_with(p)) {
            fault("an id names the fault and not the cure: it reads well after \"allow\"");
        }
        if semver::Version::parse(meta.since).map_or(true, |since| since > version) {
            fault("`since` is a version of caveat that exists");
        }
        for complaint in complaints_about_prose(meta.summary, 100) {
            fault(&format!("summary: {complaint}"));
        }
        if !starts_low(meta.summary) {
            fault("summary: it starts in lower case");
        }
        for option in meta.options {
            if !option.doc.trim_end().ends_with('.') {
                fault(&format!("the comment of the option `{}` is not a sentence", option.name()));
            }
        }
    }
    assert_none(&faults);
}

/// The headings of a page, in order.
const HEADINGS: [&str; 5] = ["What it does", "Why", "Bad", "Good", "References"];

#[test]
fn pages_have_their_headings_in_order() {
    let mut faults = String::new();
    for entry in rules::all() {
        let id = entry.meta.id;
        let lines: Vec<&str> = entry.meta.page.lines().map(|l| l.strip_prefix(' ').unwrap_or(l)).collect();
        let headings: Vec<&str> = lines.iter().filter_map(|l| l.strip_prefix("## ")).collect();
        if headings != HEADINGS {
            let _ = writeln!(faults, "{id}: the headings are {headings:?}, not {HEADINGS:?}");
        }
        let references = lines.iter().skip_while(|l| **l != "## References").skip(1);
        let mut count = 0;
        for line in references.filter(|l| !l.is_empty()) {
            count += 1;
            // A reference may go on over several lines; its first begins the item.
            if !line.starts_with("- [") && !line.starts_with("  ") {
                let _ = writeln!(faults, "{id}: a reference is `- [what it is](https://...)`, not `{line}`");
            }
        }
        if count == 0 || !entry.meta.page.contains("](https://") {
            let _ = writeln!(faults, "{id}: there is no reference with a link");
        }
        for section in page_sections(&lines) {
            if section.1.trim().is_empty() {
                let _ = writeln!(faults, "{id}: nothing stands under \"{}\"", section.0);
            }
        }
    }
    assert_none(&faults);
}

fn page_sections<'l>(lines: &[&'l str]) -> Vec<(&'l str, String)> {
    let mut sections: Vec<(&str, String)> = Vec::new();
    for line in lines {
        if let Some(heading) = line.strip_prefix("## ") {
            sections.push((heading, String::new()));
        } else if let Some((_, text)) = sections.last_mut() {
            text.push_str(line);
        }
    }
    sections
}

#[test]
fn every_folder_of_fixtures_belongs_to_a_rule() {
    let mut faults = String::new();
    let folders = fs::read_dir(root().join("fixtures/lint")).expect("fixtures/lint");
    let mut names: Vec<String> =
        folders.filter_map(Result::ok).map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    for name in &names {
        if rules::find(name).is_none() {
            let _ = writeln!(faults, "fixtures/lint/{name} belongs to no rule");
        }
    }
    for entry in rules::all() {
        let folder = format!("fixtures/lint/{}", entry.meta.id);
        let files = files_below(&folder);
        for kind in ["bad", "good"] {
            if !files.iter().any(|f| f[folder.len() + 1..].starts_with(kind)) {
                let _ = writeln!(faults, "{folder} has no {kind} document");
            }
        }
        for findings in files.iter().filter(|f| f.ends_with(".findings")) {
            let stem = findings.trim_end_matches(".findings");
            if !["yaml", "json"].iter().any(|e| files.contains(&format!("{stem}.{e}"))) {
                let _ = writeln!(faults, "{findings} is the snapshot of no document");
            }
        }
    }
    assert_none(&faults);
}

// ------------------------------------------------------------------------------------------------------- Messages

/// Reads all snapshots of findings, which other tests hold equal to what the rules say, and judges the style of each
/// message, label and help.
#[test]
fn messages_keep_the_style() {
    let mut faults = String::new();
    let mut messages = 0;
    for file in files_below("fixtures").iter().filter(|f| f.ends_with(".findings")) {
        let text = read(file);
        for (number, line) in text.lines().enumerate() {
            let complaints = match piece(line) {
                Some((Piece::Message, text)) => {
                    messages += 1;
                    let mut found = complaints_about_prose(text, 200);
                    found.extend((!starts_low(text)).then(|| "it starts in lower case, with a code, or a name".into()));
                    found
                }
                Some((Piece::Label, text)) => complaints_about_prose(text, 80),
                Some((Piece::Help, text)) => {
                    let mut found = complaints_about_prose(text, 300);
                    found.extend((!starts_low(text)).then(|| "it starts in lower case or with a code".into()));
                    found
                }
                Some((Piece::Other, _)) => Vec::new(),
                None => vec!["this is neither message, label nor help: is there a line break in one of them?".into()],
            };
            for complaint in complaints {
                let _ = writeln!(faults, "{file}:{}: {complaint}\n    {line}", number + 1);
            }
        }
    }
    assert!(messages >= rules::all().len(), "only {messages} messages were seen");
    assert_none(&faults);
}

enum Piece {
    Message,
    Label,
    Help,
    Other,
}

/// What a line of a snapshot is, and the words in it.
fn piece(line: &str) -> Option<(Piece, &str)> {
    if let Some(comment) = line.strip_prefix("# ") {
        return Some((Piece::Other, comment));
    }
    let Some(indented) = line.strip_prefix("    ") else {
        // `12:3 warning[rule-id] message`
        let (_, rest) = line.split_once(' ')?;
        let (head, message) = rest.split_once("] ")?;
        return head.contains('[').then_some((Piece::Message, message));
    };
    if let Some(help) = indented.strip_prefix("help: ") {
        return Some((Piece::Help, help));
    }
    if let Some(see) = indented.strip_prefix("see ") {
        return see.split_once(' ').map(|(_, label)| (Piece::Label, label));
    }
    // `label (/pointer)`; a pointer may hold anything, so the label ends at the first ` (/` or ` ()`.
    let end = indented.find(" (/").or_else(|| indented.find(" ()"))?;
    Some((Piece::Label, &indented[..end]))
}

/// What is wrong with words that a person reads. Code in backticks may hold anything.
fn complaints_about_prose(text: &str, limit: usize) -> Vec<String> {
    let prose = without_code(text);
    let mut found = Vec::new();
    if prose.trim_end().ends_with('.') && !prose.trim_end().ends_with("...") {
        found.push("there is no full stop at the end".to_owned());
    }
    if prose.contains('!') {
        found.push("there is no exclamation mark".to_owned());
    }
    if prose.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|w| w == "please" || w == "sorry") {
        found.push("nobody is begged".to_owned());
    }
    if prose.trim() != prose || prose.contains("  ") {
        found.push("there is a space too many".to_owned());
    }
    let length = text.chars().count();
    if length > limit {
        found.push(format!("it has {length} characters, more than {limit}"));
    }
    if length == 0 {
        found.push("it is empty".to_owned());
    }
    found
}

/// The text with each piece of code as one letter.
fn without_code(text: &str) -> String {
    text.split('`').enumerate().map(|(number, part)| if number % 2 == 0 { part } else { "x" }).collect()
}

/// Whether a text starts in lower case, with a digit or sign, or with a word that has its capitals by itself: `GET`,
/// `OAuth`, `2.0`.
fn starts_low(text: &str) -> bool {
    let word: String = text.chars().take_while(|c| c.is_alphanumeric()).collect();
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    !word.starts_with(char::is_uppercase) || capitals > 1 || SPELT_WITH_A_CAPITAL.contains(&word.as_str())
}

/// Names of methods, headers, and sections that begin with one capital.
const SPELT_WITH_A_CAPITAL: [&str; 4] = ["Bearer", "Basic", "Location", "Swagger"];

// ---------------------------------------------------------------------------------------------------------- Rooms

/// What each room may use, by the longest path that fits. The arrows of the flow point one way.
const ROOMS: &[(&str, &[&str])] = &[
    ("src/source", &["source"]),
    ("src/contract", &["contract", "source"]),
    ("src/schema", &["contract", "schema", "source"]),
    ("src/finding.rs", &["source"]),
    ("src/finding", &["source"]),
    ("src/lint", &["contract", "finding", "lint", "schema", "source"]),
    ("src/lint/rules", &["contract", "finding", "lint", "schema"]),
    ("src/diff", &["contract", "diff", "finding", "lint", "schema", "source"]),
    ("src/config", &["config", "diff", "finding", "lint", "schema", "source"]),
    ("src/suppress", &["config", "contract", "finding", "lint", "source", "suppress"]),
    ("src/report", &["finding", "report", "source", "suppress"]),
    ("src/report/sarif", &["docs", "finding", "report"]),
    ("src/report/value.rs", &["schema"]),
    ("src/report/schema", &["contract", "finding", "report", "schema", "source"]),
    ("src/report/html", &["contract", "diff", "docs", "finding", "lint", "report", "source"]),
    ("src/report/diff", &["contract", "diff", "finding", "report", "schema", "source"]),
    ("src/report/changelog", &["contract", "diff", "report"]),
    ("src/report/check", &["diff", "finding", "report"]),
    ("src/report/history", &["diff", "report"]),
    ("src/spectral", &["config", "contract", "finding", "lint", "schema", "source", "spectral"]),
    ("src/lsp", &["config", "contract", "docs", "finding", "lsp", "report", "source"]),
    ("src/docs.rs", &["config", "diff", "finding", "lint"]),
    ("src/lib.rs", &[]),
];

/// Rooms at the end of the flow, which may use everything.
const OUTERMOST: [&str; 2] = ["src/cli", "src/main.rs"];

fn allowed(file: &str) -> Option<&'static [&'static str]> {
    ROOMS
        .iter()
        .filter(|(room, _)| file.strip_prefix(room).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
        .max_by_key(|(room, _)| room.len())
        .map(|(_, rooms)| *rooms)
}

fn outermost(file: &str) -> bool {
    OUTERMOST.iter().any(|room| file.starts_with(room))
}

/// The rooms that a line of code names: `crate::lint::Rule`, `crate::{lint, finding::Area}`.
fn rooms_named(line: &str) -> Vec<String> {
    let mut named = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        if line[..at].ends_with('$') || line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &line[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            named.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            continue;
        };
        let mut depth = 0;
        let mut name = String::new();
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => named.push(std::mem::take(&mut name)),
                _ if depth == 0 => name.push(c),
                _ => {}
            }
        }
        named.push(name);
        for name in &mut named {
            *name = name.trim().split("::").next().unwrap_or_default().to_owned();
        }
    }
    named.retain(|n| !n.is_empty() && n != "self");
    named
}

#[test]
fn arrows_of_the_flow_point_one_way() {
    let mut faults = String::new();
    for file in rust_files_below("src") {
        if outermost(&file) {
            continue;
        }
        let Some(rooms) = allowed(&file) else {
            let _ = writeln!(faults, "{file} is in no room: add a row to ROOMS here and to docs/architecture.md");
            continue;
        };
        // A `use` may go on over several lines: they are joined first.
        let text = code(&read(&file)).into_iter().map(|(_, line)| line.trim().to_owned()).collect::<Vec<_>>().join(" ");
        for room in rooms_named(&text) {
            if !rooms.contains(&room.as_str()) {
                let _ = writeln!(faults, "{file} may not know `{room}`, only {rooms:?}");
            }
        }
        if text.contains("super::super::") {
            let _ = writeln!(faults, "{file}: `super::super::` hides which room is meant; write `crate::`");
        }
    }
    assert_none(&faults);
}

/// Words that stand in few places only: the word, where it may stand, and why.
const CONFINED: &[(&str, &[&str], &str)] = &[
    ("std::env", &["src/cli", "src/main.rs"], "the same input gives the same answer in every environment"),
    ("env::var", &["src/cli", "src/main.rs"], "the same input gives the same answer in every environment"),
    ("env::args", &["src/cli", "src/main.rs"], "only the command line has arguments"),
    ("io::stdout", &["src/cli", "src/main.rs"], "everything else writes to what it is given"),
    ("io::stderr", &["src/cli", "src/main.rs"], "everything else writes to what it is given"),
    ("println!", &[], "a closed pipe would be a panic"),
    ("print!", &[], "a closed pipe would be a panic"),
    ("process::exit", &[], "only `main` ends the program, by returning"),
    ("ExitCode", &["src/cli", "src/main.rs"], "only `main` ends the program, by returning"),
    ("clap", &["src/cli", "src/main.rs", "src/docs.rs"], "the rest is a library"),
    ("miette", &["src/report"], "it draws, and nothing else"),
    ("quick_xml", &["src/report"], "only reports are written in XML"),
    ("maud", &["src/report/html", "src/report/history/html.rs"], "only reports are written in HTML"),
    ("std::fs", &["src/source", "src/config", "src/cli", "src/main.rs"], "rules and reports do no input and output"),
    ("jiter", &["src/source"], "descriptions are read once, into the tape"),
    ("granit_parser", &["src/source"], "descriptions are read once, into the tape"),
    ("openapiv3", &["src/contract"], "there is one model of OpenAPI; this crate is a bridge to it"),
];

#[test]
fn confined_words_stand_where_they_may() {
    let mut faults = String::new();
    for file in rust_files_below("src") {
        for (number, line) in code(&read(&file)) {
            for (word, places, why) in CONFINED {
                if says(&line, word) && !places.iter().any(|place| file.starts_with(place)) {
                    let _ = writeln!(faults, "{file}:{number}: `{word}` stands only in {places:?}: {why}");
                }
            }
        }
    }
    assert_none(&faults);
}

/// Whether a line of code has a word as a word, and not in a string.
fn says(line: &str, word: &str) -> bool {
    let code: String = line.split('"').step_by(2).collect::<Vec<_>>().join("\"");
    code.match_indices(word).any(|(at, _)| {
        let whole = |c: char| !(c.is_alphanumeric() || c == '_');
        code[..at].chars().next_back().is_none_or(whole)
            && (word.ends_with('!') || code[at + word.len()..].chars().next().is_none_or(whole))
    })
}

// ----------------------------------------------------------------------------------------------------------- Code

#[test]
fn nothing_panics_on_purpose() {
    let mut faults = String::new();
    for file in rust_files_below("src") {
        for (number, line) in code(&read(&file)) {
            for word in [".unwrap()", ".expect(\"", ".expect(&", "todo!", "unimplemented!", "panic!(", "dbg!"] {
                if line.contains(word) {
                    let _ = writeln!(faults, "{file}:{number}: `{word}` in the product");
                }
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn every_module_of_tests_stands_last() {
    let mut faults = String::new();
    for file in rust_files_below("src") {
        let text = read(&file);
        let Some(at) = text.find("\n#[cfg(test)]\n") else { continue };
        let after = &text[at + "\n#[cfg(test)]\n".len()..];
        let closed = after.find("\n}\n").map_or("", |end| &after[end + 3..]);
        if !after.starts_with("mod tests") || !closed.trim().is_empty() {
            let _ = writeln!(faults, "{file}: `#[cfg(test)] mod tests` is the last thing in a file");
        }
    }
    assert_none(&faults);
}

/// A file with more lines than this is a reason to look again.
const LONG: usize = 400;

/// Files that were looked at, and why they stay long.
const LONG_FILES: &[(&str, &str)] = &[
    ("src/contract/mod.rs", "the vocabulary of OpenAPI in one piece: types with a line each, and hardly any code"),
    ("src/contract/lower/v2.rs", "one version is one file"),
    ("src/contract/lower/v3.rs", "three versions that differ in fields are one file"),
    ("src/contract/lower/schema.rs", "one dialect of JSON Schema beside the other, so that the difference is seen"),
    ("src/source/yaml/fault.rs", "one table of what a YAML parser says and what it means, in the order of the cases"),
    ("src/source/tape.rs", "the layout of a node and the only code that writes it"),
];

#[test]
fn long_files_are_looked_at() {
    let mut faults = String::new();
    for file in rust_files_below("src") {
        let lines = read(&file).lines().count();
        let listed = LONG_FILES.iter().any(|(name, _)| *name == file);
        if lines > LONG && !listed {
            let _ = writeln!(faults, "{file} has {lines} lines: divide it, or say in LONG_FILES why not");
        }
        if lines <= LONG && listed {
            let _ = writeln!(faults, "{file} has only {lines} lines by now: take it off LONG_FILES");
        }
    }
    for (file, _) in LONG_FILES {
        if !root().join(file).is_file() {
            let _ = writeln!(faults, "{file} is gone: take it off LONG_FILES");
        }
    }
    assert_none(&faults);
}

#[test]
fn every_dependency_says_why_it_is_there() {
    let mut faults = String::new();
    let manifest = read("Cargo.toml");
    let mut section = "";
    let mut comment = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if line.starts_with('#') {
            comment = line;
            continue;
        } else if section.ends_with("dependencies]") && line.contains('=') && !comment.ends_with('.') {
            let name = line.split([' ', '=']).next().unwrap_or_default();
            let _ = writeln!(faults, "Cargo.toml: `{name}` needs a sentence above it that says what it is for");
        }
        comment = "";
    }
    assert_none(&faults);
}

#[test]
fn every_dependency_is_used() {
    let manifest = read("Cargo.toml");
    let mut code = String::new();
    for folder in ["src", "tests", "benches"] {
        // This file names crates in order to confine them.
        for file in rust_files_below(folder).iter().filter(|f| *f != "tests/tidy.rs") {
            code.push_str(&read(file));
        }
    }
    let words: BTreeSet<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let mut faults = String::new();
    let mut section = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]") && line.contains('=') && !line.starts_with('#') {
            let name = line.split([' ', '=']).next().unwrap_or_default().replace('-', "_");
            if !words.contains(&*name) {
                let _ = writeln!(faults, "Cargo.toml: nothing uses `{name}`");
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn rooms_named_by_a_line_are_found() {
    assert_eq!(rooms_named("use crate::source::loader::{At, DocId};"), ["source"]);
    assert_eq!(rooms_named("use crate::{lint::{Rule, Cx}, finding};"), ["lint", "finding"]);
    assert_eq!(rooms_named("$crate::lint::Meta { a: mycrate::x }"), Vec::<String>::new());
    assert_eq!(rooms_named("pub(crate) fn f(x: crate::contract::At) {}"), ["contract"]);
}

#[test]
fn words_are_judged_as_people_read_them() {
    assert!(complaints_about_prose("`a!.` is camelCase; 2 of 3 names are not", 200).is_empty());
    assert_eq!(complaints_about_prose("Write it down.", 200).len(), 1);
    assert_eq!(complaints_about_prose("please stop!", 200).len(), 2);
    assert_eq!(complaints_about_prose("abc", 2).len(), 1);
    assert!(starts_low("`X` is") && starts_low("GET /a") && starts_low("OAuth") && starts_low("2XX"));
    assert!(!starts_low("The name"));
    assert!(says("use std::env;", "std::env") && !says("let standard = 1;", "std"));
    assert!(!says("x(\"println!\")", "println!") && !says("eprintln!()", "println!"));
}
