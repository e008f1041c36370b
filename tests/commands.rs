//! Each command that a page shows works: it is run in a folder with files of the names that pages use, and ends with 0
//! or 1. What is not run stands in a table with its reason.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

mod common;

use common::pages::{Block, blocks, pages};

/// Pages whose commands are run by another test, which compares what they print.
const ELSEWHERE: [(&str, &str); 1] = [("docs/getting-started.md", "tests/getting_started.rs")];

/// What begins otherwise than with `caveat`, and why it is not run. What it names as `--test`, `--bench` or `--example`
/// must be there.
const NOT_RUN: [(&str, &str); 6] = [
    ("cargo test", "these are the tests"),
    ("cargo nextest run", "these are the tests"),
    ("CASES=", "these are the tests, for longer"),
    ("cargo bench", "it takes minutes, and says nothing but times"),
    ("cargo run --release --example", "it builds everything again, and reads folders that are not part of this"),
    ("cargo install", "it changes the machine"),
];

/// What a command of caveat says that has no end: it is held against the command line, and run by another test.
const ENDLESS: [(&str, &str); 1] = [("--watch", "tests/cli/watch.rs")];

/// What stands in the README for the program that was built.
const BUILT: &str = "cargo run --release -- ";

/// The commands of a block: lines of a shell without their comments, the steps of a build, and in the help of commands
/// what stands before two spaces.
fn commands(page: &str, text: &str, block: &Block) -> Vec<String> {
    let lines = text[block.range.clone()].lines();
    let lines: Vec<&str> = match block.language.as_str() {
        "sh" | "bash" | "shell" => lines.map(str::trim).filter(|line| !line.starts_with('#')).collect(),
        "console" => lines.filter_map(|line| line.strip_prefix("$ ")).collect(),
        "yaml" => lines.filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("run: ")).collect(),
        "text" if page == "docs/cli.md" => {
            let lines = lines.skip_while(|line| *line != "Examples:").filter_map(|line| line.strip_prefix("  "));
            lines
                .filter(|line| line.starts_with("caveat "))
                .map(|line| line.split("  ").next().unwrap_or(line))
                .collect()
        }
        _ => Vec::new(),
    };
    let bare = lines.into_iter().map(|line| line.split(" #").next().unwrap_or(line).trim());
    let all = bare.flat_map(|line| line.split("; ").flat_map(|part| part.split(" && ")).collect::<Vec<_>>());
    all.filter(|command| !command.is_empty()).map(str::to_owned).collect()
}

const SCHEMA: &str = r#"{"type": "object", "properties": {"id": {"type": "integer", "minimum": 10}}}"#;
const RULESET: &str = "rules:\n  title: {given: $.info.title, then: {function: truthy}}\n";

/// A folder with what pages speak of: a git repository with descriptions of a v1 on the branch `main`, and of a v2 in the
/// working tree.
fn stage(folder: &Path) -> Result<(), String> {
    let demo = |version: &str, to: &str| {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo").join(version);
        fs::create_dir_all(folder.join(to)).expect("a folder");
        for file in fs::read_dir(from).expect("the demo").map(|entry| entry.expect("an entry").path()) {
            fs::copy(&file, folder.join(to).join(file.file_name().expect("a name"))).expect("a file");
        }
    };
    let single = |version: &str, to: &str| {
        let text = format!("openapi: 3.1.0\ninfo: {{title: Books, version: {version}}}\npaths: {{}}\n");
        fs::write(folder.join(to), text).expect("a file");
    };
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=t", "-c", "user.email=t@example.com"]).args(args).current_dir(folder);
        match command.env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1").stdin(Stdio::null()).output() {
            Ok(output) if output.status.success() => Ok(()),
            Ok(output) => panic!("git {args:?}: {}", String::from_utf8_lossy(&output.stderr)),
            Err(error) => Err(format!("git does not run here ({error})")),
        }
    };
    for to in ["api", "v1", "fixtures/demo/v1"] {
        demo("v1", to);
    }
    for name in ["openapi.yaml", "api.yaml", "v1.yaml", "old.yaml", "deployed.json", "openapi.json"] {
        single("1.0.0", name);
    }
    // The folders of shells are made by whoever sets up a shell.
    for name in ["schemas", ".local/share/bash-completion/completions", ".zfunc", ".config/fish/completions"] {
        fs::create_dir_all(folder.join(name)).expect("a folder");
    }
    for name in ["v1.json", "v2.json", "old.json", "new.json", "schemas/order.json"] {
        fs::write(folder.join(name), SCHEMA).expect("a file");
    }
    fs::write(folder.join("pairs.json"), format!(r#"[{{"lhs": {SCHEMA}, "rhs": {SCHEMA}}}]"#)).expect("a file");
    fs::write(folder.join("rules.yaml"), RULESET).expect("a file");
    for name in ["FILE", "caveat.baseline"] {
        fs::write(folder.join(name), "").expect("a file");
    }
    git(&["init", "-q", "-b", "main"])?;
    git(&["add", "."])?;
    git(&["commit", "-q", "-m", "v1"])?;
    git(&["tag", "v1.4.0"])?;
    git(&["tag", "release-1"])?;
    git(&["update-ref", "refs/remotes/origin/main", "main"])?;
    for to in ["api", "v2", "fixtures/demo/v2"] {
        demo("v2", to);
    }
    for name in ["v2.yaml", "new.yaml"] {
        single("1.1.0", name);
    }
    Ok(())
}

/// Runs a command in a folder; what is wrong with that.
fn run(folder: &Path, command: &str) -> Option<String> {
    let program = Path::new(env!("CARGO_BIN_EXE_caveat")).parent().expect("its folder");
    let others = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(program.to_owned()).chain(std::env::split_paths(&others)));
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(command).current_dir(folder).env("PATH", path.expect("a path")).env("HOME", folder);
    let output = shell.stdin(Stdio::null()).output().expect("a shell");
    let err = String::from_utf8_lossy(&output.stderr);
    let worked = output.status.code().is_some_and(|code| code < 2) && !err.contains("error: ");
    (!worked).then(|| format!("ends with {:?}: {err}", output.status.code()))
}

/// What is wrong with a command by the definition of the command line.
fn parse(command: &str) -> Option<clap::Error> {
    let words = command.split_whitespace().map(|word| word.trim_matches(['\'', '"']));
    caveat::cli::command().try_get_matches_from(words).err()
}

/// What is wrong with the targets that a command of cargo names.
fn target(command: &str) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let words: Vec<&str> = command.split_whitespace().collect();
    let named = words.windows(2).filter_map(|pair| Some((pair[0].strip_prefix("--")?, pair[1])));
    let mut missing = named.filter(|(kind, name)| {
        let folder = match *kind {
            "test" => "tests",
            "bench" => "benches",
            "example" => "examples",
            _ => return false,
        };
        !root.join(folder).join(name).is_dir() && !root.join(folder).join(format!("{name}.rs")).is_file()
    });
    missing.next().map(|(kind, name)| format!("there is no {kind} {name}"))
}

#[test]
fn every_command_of_the_pages_works() {
    let whole = tempfile::tempdir().expect("a folder");
    let skipped = match Command::new("sh").arg("-c").arg("exit 0").status() {
        Ok(_) if cfg!(unix) => stage(whole.path()).err(),
        _ => Some("there is no shell here".to_owned()),
    };
    if let Some(why) = &skipped {
        println!("skipped: commands are only held against the command line, since {why}");
    }
    let (mut faults, mut ran, mut met) = (Vec::new(), 0, Vec::new());
    for (page, text) in pages().iter().filter(|(page, _)| ELSEWHERE.iter().all(|(other, _)| page != other)) {
        for block in blocks(text) {
            let commands = commands(page, text, &block);
            if commands.is_empty() {
                continue;
            }
            // What a block does, later lines of it see, and no other block.
            let folder = tempfile::tempdir().expect("a folder");
            if skipped.is_none() {
                let copied = Command::new("cp").arg("-R").arg(whole.path().join(".")).arg(folder.path()).status();
                assert!(copied.is_ok_and(|status| status.success()), "the folder cannot be copied");
            }
            for command in commands {
                let command = command.strip_prefix(BUILT).map_or(command.clone(), |rest| format!("caveat {rest}"));
                let wrong = if let Some((start, _)) = NOT_RUN.iter().find(|(start, _)| command.starts_with(start)) {
                    met.push(*start);
                    target(&command)
                } else if !command.starts_with("caveat ") {
                    Some("it is no command of caveat: it needs a row of NOT_RUN with the reason".to_owned())
                } else if skipped.is_some() || ENDLESS.iter().any(|(flag, _)| command.contains(flag)) {
                    parse(&command).map(|error| error.to_string())
                } else {
                    ran += 1;
                    run(folder.path(), &command)
                };
                faults.extend(wrong.map(|wrong| format!("{page}: `{command}` {wrong}")));
            }
        }
    }
    for (start, _) in NOT_RUN {
        if !met.contains(&start) {
            faults.push(format!("no page shows `{start}` any more: take it off NOT_RUN"));
        }
    }
    for (page, test) in ELSEWHERE.iter().chain(&ENDLESS) {
        let known = |file: &&str| Path::new(env!("CARGO_MANIFEST_DIR")).join(file).is_file();
        if !known(test) || (page.starts_with("docs/") && !known(page)) {
            faults.push(format!("`{page}` or {test} is gone"));
        }
    }
    println!("{ran} commands were run");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(skipped.is_some() || ran > 40, "only {ran} commands were found");
}

/// What prose calls a command is one: its name and its flags exist. It may leave out what a command needs.
#[test]
fn commands_in_prose_exist() {
    let (mut faults, mut seen) = (Vec::new(), 0);
    for (page, text) in pages() {
        let prose: String = text.split("```").step_by(2).collect();
        for command in prose.split('`').skip(1).step_by(2).filter(|code| code.starts_with("caveat ")) {
            seen += 1;
            let wrong = parse(command).filter(|error| {
                use clap::error::ErrorKind::MissingRequiredArgument;
                use clap::error::ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion};
                let allowed =
                    [DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion, MissingRequiredArgument];
                !allowed.contains(&error.kind())
            });
            faults.extend(wrong.map(|error| format!("{page}: `{command}`: {error}")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(seen > 50, "only {seen} commands were found");
}

#[test]
fn commands_are_found_where_they_stand() {
    let page = "```sh\ncaveat lint a # b\n# c\n\ncd x && caveat rules; caveat man\n```\n```yaml\n- run: caveat lint\n```\n\
                ```text\nUsage: caveat lint\n\nExamples:\n  caveat lint   all\n      caveat lint\n```\n\
                ```console\n$ caveat lint\ncaveat\n```\n";
    let found: Vec<String> = blocks(page).iter().flat_map(|block| commands("docs/cli.md", page, block)).collect();
    let expected = ["caveat lint a", "cd x", "caveat rules", "caveat man", "caveat lint", "caveat lint", "caveat lint"];
    assert_eq!(found, expected);
    assert!(parse("caveat lint --wtch").is_some() && parse("caveat lint --watch 'a b'").is_none());
    assert!(target("cargo test --test commands").is_none() && target("cargo test --test none").is_some());
    let folder = tempfile::tempdir().expect("a folder");
    assert!(run(folder.path(), "caveat lint none.yaml").is_some() && run(folder.path(), "caveat rules").is_none());
}
