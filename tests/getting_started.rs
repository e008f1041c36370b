//! The way of a newcomer, as `docs/getting-started.md` tells it: its commands are run one after the other, in one
//! folder, and print what stands there. `UPDATE=1 cargo test --test getting_started` writes it.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

mod common;

use common::pages::blocks;
use common::update;

const PAGE: &str = "docs/getting-started.md";

/// Runs a line of the page as a shell would, after a line that ended with `code`; what it prints on both streams, and
/// the code that it ends with.
fn run(folder: &Path, line: &str, code: i32) -> (String, i32) {
    let program = Path::new(env!("CARGO_BIN_EXE_caveat")).parent().expect("its folder");
    let others = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(program.to_owned()).chain(std::env::split_paths(&others)));
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("exec 2>&1; (exit {code}); {line}")).current_dir(folder).env_clear();
    command.env("PATH", path.expect("a path")).env("COLUMNS", "80").env("LC_ALL", "C.UTF-8");
    // Git must not look at the configuration of whoever runs the tests.
    command.env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "t").env(format!("GIT_{who}_EMAIL"), "t@example.com");
    }
    let output = command.stdin(Stdio::null()).output().expect("a shell");
    (String::from_utf8(output.stdout).expect("text"), output.status.code().expect("it ends by itself"))
}

#[test]
fn the_way_of_a_newcomer_is_as_the_page_tells_it() {
    let works = |program: &str| Command::new(program).arg("--version").stdin(Stdio::null()).output().is_ok();
    if !cfg!(unix) || !works("sh") || !works("git") {
        println!("skipped: {PAGE} needs a shell and git");
        return;
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let page = fs::read_to_string(&file).expect("the page");
    let folder = tempfile::tempdir().expect("a folder");
    let mut written = String::new();
    let (mut at, mut code, mut commands) = (0, 0, Vec::new());
    for block in blocks(&page) {
        let text = &page[block.range.clone()];
        let said = block.before.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->"));
        match (block.language.as_str(), said) {
            ("yaml", Some(name)) => fs::write(folder.path().join(name), text).expect("a file"),
            ("diff", Some("git apply")) => {
                let patch = folder.path().with_extension("patch");
                fs::write(&patch, text).expect("a file");
                let (out, code) = run(folder.path(), &format!("git apply '{}'", patch.display()), 0);
                fs::remove_file(&patch).expect("the file");
                assert_eq!((out.as_str(), code), ("", 0), "the change on the page does not fit the file");
            }
            ("console", None) => {
                written.push_str(&page[at..block.range.start]);
                for line in text.lines().filter_map(|line| line.strip_prefix("$ ")) {
                    let out;
                    (out, code) = run(folder.path(), line, code);
                    assert!(code < 2, "{line}\n{out}");
                    written.push_str(&format!("$ {line}\n{out}"));
                    commands.push(line.to_owned());
                }
                at = block.range.end;
            }
            // The installation is shown and not run.
            ("sh", None) => assert_eq!(text, "cargo install --path .\n"),
            other => panic!("what is to be done with a block {other:?}?"),
        }
    }
    written.push_str(&page[at..]);
    for step in ["init", "lint", "lint --fix", "lint --baseline", "diff", "check"] {
        assert!(commands.iter().any(|line| line.starts_with(&format!("caveat {step}"))), "no step shows {step}");
    }
    if update() {
        fs::write(&file, written).expect("the page can be written");
    } else {
        assert_eq!(page, written, "`UPDATE=1 cargo test --test getting_started` writes it");
    }
}
