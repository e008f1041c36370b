//! The generated pages under `docs/` say what the registry says: none is stale, missing or left over. What the other
//! documents show and name is there.
//! `UPDATE=1 cargo test --test docs` writes them.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use caveat::{cli, docs};

mod common;

use common::update;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// All generated pages, by their path below `docs/`.
fn pages() -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    for page in docs::pages(cli::command()) {
        let known = pages.insert(page.path.clone(), page.text);
        assert!(known.is_none(), "two pages are called {}", page.path);
    }
    pages
}

#[test]
fn generated_pages_are_up_to_date() {
    let pages = pages();
    let mut faults = String::new();
    for (path, text) in &pages {
        let file = folder().join(path);
        // A checkout on Windows may have CRLF line ends.
        let found = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        if found == *text {
            continue;
        }
        if update() {
            fs::create_dir_all(file.parent().expect("a page is in a folder")).expect("the folder can be made");
            fs::write(&file, text).expect("a page can be written");
        } else {
            let _ = writeln!(faults, "docs/{path} is stale");
        }
    }
    for entry in fs::read_dir(folder().join("rules")).expect("docs/rules is there") {
        let file = entry.expect("an entry").path();
        let path = format!("rules/{}", file.file_name().unwrap_or_default().to_string_lossy());
        if pages.contains_key(&path) {
            continue;
        }
        if update() {
            fs::remove_file(&file).expect("a page can be removed");
        } else {
            let _ = writeln!(faults, "docs/{path} is the page of no rule");
        }
    }
    assert!(faults.is_empty(), "{faults}`UPDATE=1 cargo test --test docs` writes the pages");
}

/// The example of the page on compatibility: both descriptions stand in it, and what the program says of them.
#[test]
fn the_example_of_compatibility_is_real() {
    let path = folder().join("compatibility.md");
    let page = fs::read_to_string(&path).expect("the page").replace("\r\n", "\n");
    let block = |after: usize, language: &str| {
        let fence = format!("```{language}\n");
        let start = after + page[after..].find(&fence).expect("a block") + fence.len();
        (start, start + page[start..].find("```").expect("its end"))
    };
    let old = block(0, "yaml");
    let new = block(old.1, "yaml");
    let shown = block(new.1, "text");
    let folder = tempfile::tempdir().expect("a folder");
    for (name, (start, end)) in [("old.yaml", old), ("new.yaml", new)] {
        fs::write(folder.path().join(name), &page[start..end]).expect("a file can be written");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_caveat"))
        .args(["diff", "old.yaml", "new.yaml", "--show", "safe", "--color", "never"])
        .current_dir(folder.path())
        .env("COLUMNS", "100")
        .env("LC_ALL", "C.UTF-8")
        .output()
        .expect("the program runs");
    let said = String::from_utf8(output.stdout).expect("text").replace("\r\n", "\n");
    assert_eq!(output.status.code(), Some(1), "{said}");
    if update() {
        fs::write(&path, format!("{}{said}{}", &page[..shown.0], &page[shown.1..])).expect("the page can be written");
    } else {
        assert_eq!(&page[shown.0..shown.1], said, "UPDATE=1 cargo test --test docs writes it");
    }
}

/// The parts of the site, and the pages with which each begins. A page that is named nowhere stands in the last part.
const PARTS: [(&str, &[&str]); 4] = [
    (
        "Using caveat",
        &["getting-started.md", "cli.md", "configuration.md", "suppression.md", "ci/README.md", "history.md"],
    ),
    ("What it looks for", &["rules/README.md", "lint-coverage.md", "conventions.md", "spectral.md"]),
    ("What breaks", &["compatibility.md", "checks.md", "schema.md", "announced-breaks.md", "versioning.md"]),
    ("Reference", &["exit-codes.md", "formats.md", "json-output.md"]),
];

/// The list of all pages, as mdBook reads it: pages of a folder stand below its README.
fn summary() -> String {
    let below = walkdir::WalkDir::new(folder()).sort_by_file_name().into_iter().filter_map(Result::ok);
    let all: Vec<String> = below
        .filter_map(|entry| Some(entry.path().strip_prefix(folder()).ok()?.to_string_lossy().replace('\\', "/")))
        .filter(|path| Path::new(path).extension().is_some_and(|e| e == "md") && path != "SUMMARY.md")
        .collect();
    let top: Vec<&str> =
        all.iter().map(String::as_str).filter(|path| !path.contains('/') || path.ends_with("/README.md")).collect();
    let line = |path: &str| {
        let text = fs::read_to_string(folder().join(path)).expect("a page");
        let title = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("# "))
            .unwrap_or_else(|| panic!("{path}: a page begins with its title"));
        format!("[{title}]({path})\n")
    };
    let named: Vec<&str> = PARTS.iter().flat_map(|(_, pages)| *pages).copied().collect();
    let mut summary = "# Summary\n".to_owned();
    for (number, (part, first)) in PARTS.iter().enumerate() {
        let _ = write!(summary, "\n# {part}\n\n");
        let mut pages: Vec<&str> = first.iter().copied().filter(|path| top.contains(path)).collect();
        if number + 1 == PARTS.len() {
            pages.extend(top.iter().filter(|path| !named.contains(path)));
        }
        for path in pages {
            summary += &format!("- {}", line(path));
            let Some(folder) = path.strip_suffix("README.md") else { continue };
            for inner in all.iter().filter(|inner| inner.starts_with(folder) && *inner != path) {
                summary += &format!("  - {}", line(inner));
            }
        }
    }
    summary
}

/// The site has every page, once, and no other.
#[test]
fn the_summary_lists_every_page() {
    let path = folder().join("SUMMARY.md");
    let summary = summary();
    let found = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if update() {
        fs::write(&path, &summary).expect("it is written");
    } else {
        assert_eq!(found, summary, "UPDATE=1 cargo test --test docs writes docs/SUMMARY.md");
    }
    let below = walkdir::WalkDir::new(folder()).into_iter().filter_map(Result::ok);
    let pages = below.filter(|entry| entry.path().extension().is_some_and(|e| e == "md")).count() - 1;
    assert_eq!(summary.matches(".md)").count(), pages, "each page stands in it once");
    let book = fs::read_to_string(folder().join("book.toml")).expect("docs/book.toml");
    assert!(book.contains("src = \".\""), "the pages stand beside book.toml");
}

/// The table of the page on histories is the one that the test of the command line holds equal to its output.
#[test]
fn the_table_of_histories_is_real() {
    let table = fs::read_to_string(folder().with_file_name("fixtures").join("cli/history.txt")).expect("the table");
    let path = folder().join("history.md");
    let page = fs::read_to_string(&path).expect("the page").replace("\r\n", "\n");
    let start = page.find("```text\n").expect("a block") + "```text\n".len();
    let end = start + page[start..].find("```").expect("its end");
    if update() {
        fs::write(&path, format!("{}{table}{}", &page[..start], &page[end..])).expect("the page can be written");
    } else {
        assert_eq!(&page[start..end], table.replace("\r\n", "\n"), "UPDATE=1 cargo test --test docs writes it");
    }
}

/// The excerpts of the README: what is said of each before it, and the arguments that print it.
const EXCERPTS: [(&str, &[&str]); 2] =
    [("Findings", &["lint", "fixtures/demo/v1"]), ("Changes", &["diff", "fixtures/demo/v1", "fixtures/demo/v2"])];

/// The README shows some findings and changes of the demo, by their rules and checks: each is what the program prints.
#[test]
fn every_excerpt_of_the_readme_is_real() {
    for (what, args) in EXCERPTS {
        excerpt_is_real(what, args);
    }
}

fn excerpt_is_real(what: &str, args: &[&str]) {
    let marker = format!(
        "<!-- {what} of `caveat {}`, held equal to its output by tests/docs.rs. -->\n```text\n",
        args.join(" ")
    );
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).expect("the README").replace("\r\n", "\n");
    let start = readme.find(&marker).expect("the README has an excerpt") + marker.len();
    let end = start + readme[start..].find("```\n").expect("the end of the excerpt");
    let output = Command::new(env!("CARGO_BIN_EXE_caveat"))
        .args(args)
        .args(["--color", "never"])
        .current_dir(root)
        .env("COLUMNS", "80")
        .env("LC_ALL", "C.UTF-8")
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(1), "the demo has errors: {}", String::from_utf8_lossy(&output.stderr));
    let stdout = String::from_utf8(output.stdout).expect("text");
    let mut findings: Vec<String> = Vec::new();
    for part in stdout.trim_end().split("\n\n") {
        // The body of a message stands below an empty line of its own.
        match findings.last_mut() {
            Some(finding) if part.starts_with("    ") => *finding += &format!("\n\n{part}"),
            _ => findings.push(part.to_owned()),
        }
    }
    let mut excerpt = String::new();
    let mut shown = 0;
    for line in readme[start..end].lines().filter(|l| l.starts_with("  caveat explain ")) {
        let finding = findings.iter().find(|f| f.ends_with(line)).unwrap_or_else(|| panic!("nothing ends with {line}"));
        let _ = write!(excerpt, "{finding}\n\n");
        shown += 1;
    }
    let _ = writeln!(excerpt, "…\n\n{}", findings.last().expect("a summary"));
    assert!(shown > 0, "the excerpt shows no finding");
    if excerpt == readme[start..end] {
        return;
    }
    assert!(
        update(),
        "the README shows what caveat does not print; `UPDATE=1 cargo test --test docs` writes:\n{excerpt}"
    );
    let new = format!("{}{excerpt}{}", &readme[..start], &readme[end..]);
    fs::write(root.join("README.md"), new).expect("the README can be written");
}

/// The Markdown files of the project.
fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found: Vec<PathBuf> = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"].map(|f| root.join(f)).into();
    let below = walkdir::WalkDir::new(folder()).sort_by_file_name().into_iter().filter_map(Result::ok);
    found.extend(below.map(walkdir::DirEntry::into_path).filter(|p| p.extension().is_some_and(|e| e == "md")));
    found
}

/// Links between documents lead to files and headings that exist, and so do files that are named in backticks.
#[test]
fn links_in_the_documents_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut faults = String::new();
    let mut links = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).expect("a document");
        let name = document.strip_prefix(root).unwrap_or(&document).display().to_string();
        // What stands in a block of code is an example and leads nowhere.
        let prose: String = text.split("```").step_by(2).collect();
        for target in prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.contains("://") {
                continue;
            }
            links += 1;
            let (path, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = if path.is_empty() { document.clone() } else { document.with_file_name(path) };
            let there = file.exists();
            let headings = fs::read_to_string(&file).unwrap_or_default();
            let known =
                heading.is_empty() || headings.lines().filter(|l| l.starts_with('#')).any(|l| slug(l) == heading);
            if !there || !known {
                let _ = writeln!(faults, "{name}: nothing is at {target}");
            }
        }
        if prose.contains("@@") {
            let _ = writeln!(faults, "{name}: a placeholder was never filled in");
        }
        for code in text.split('`').skip(1).step_by(2) {
            let rooms = ["src/", "tests/", "docs/", "fixtures/", "benches/", ".ci/"];
            let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
            if rooms.iter().any(|r| code.starts_with(r)) && code.chars().all(plain) && !root.join(code).exists() {
                let _ = writeln!(faults, "{name}: there is no {code}");
            }
        }
    }
    assert!(links > 0, "there are no links");
    assert!(faults.is_empty(), "{faults}");
}

/// The anchor that a heading has on GitHub.
fn slug(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    text.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).map(|c| if c == ' ' { '-' } else { c }).collect()
}
