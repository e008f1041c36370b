//! Streams: closed pipes, colour, width, progress, and the same bytes for any number of threads.

use std::fmt::Write as _;
use std::process::Stdio;

use super::{Here, Ran};

/// A document whose report is longer than a pipe holds.
fn long() -> String {
    let base = include_str!("../../fixtures/cli/clean.yaml");
    let mut text = base.to_owned();
    for number in 0..3000 {
        let _ = writeln!(text, "        broken_{number}:\n          $ref: '#/components/schemas/Missing{number}'");
    }
    text
}

#[test]
fn a_closed_pipe_ends_quietly_with_the_code_as_if_it_were_written() {
    let here = Here::new();
    here.write("long.yaml", &long());
    for (args, code) in [
        (&["lint", "long.yaml"][..], 1),
        (&["lint", "long.yaml", "--format", "json"], 1),
        (&["lint", "clean.yaml"], 0),
        (&["lint", "clean.yaml", "missing.yaml"], 2),
        (&["rules"], 0),
        (&["explain", "property-case"], 0),
        (&["--help"], 0),
        (&["--version"], 0),
    ] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = here.caveat(args).stdout(writer).stderr(Stdio::piped()).output().expect("caveat runs");
        let ran = Ran::from(output);
        assert_eq!(ran.code, code, "{args:?} {}", ran.err);
        assert_eq!(ran.err.is_empty(), code != 2, "{args:?} {}", ran.err);
        // Nobody listens on standard error either.
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let quiet = here.caveat(args).stdout(Stdio::null()).stderr(writer).status().expect("caveat runs");
        assert_eq!(quiet.code(), Some(code), "{args:?}");
    }
}

#[test]
fn the_output_is_the_same_for_any_number_of_threads() {
    let here = Here::new();
    here.write("long.yaml", &long());
    for number in 0..40 {
        let text = include_str!("../../fixtures/cli/error.yaml").replace("doorCode", &format!("door{number}"));
        here.write(&format!("many/{}/{number}.yaml", number % 7), &text);
    }
    here.write("many/3/other.yaml", "openapi: 9.9.9\n");
    here.write("many/5/caveat.yaml", "rulez: {}\n");
    for format in ["text", "json"] {
        let run = |threads| here.run(&["lint", ".", "missing.yaml", "--format", format, "--threads", threads]);
        let one = run("1");
        assert_eq!(one.code, 2, "{}", one.err);
        assert!(one.out.len() > 100_000, "{}", one.out.len());
        for threads in ["2", "8", "64"] {
            let many = run(threads);
            assert!(one.out == many.out && one.err == many.err && one.code == many.code, "{threads} threads");
        }
    }
}

#[test]
fn colour_is_used_where_it_is_asked_for() {
    let here = Here::new();
    let escape = |text: &str| text.contains('\u{1b}');
    for (variables, args, expected) in [
        (&[][..], &["lint", "error.yaml"][..], false),
        (&[], &["lint", "error.yaml", "--color", "always"], true),
        (&[], &["--color=always", "lint", "error.yaml"], true),
        (&[("FORCE_COLOR", "1")], &["lint", "error.yaml"], true),
        (&[("CLICOLOR_FORCE", "1")], &["lint", "error.yaml"], true),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &["lint", "error.yaml"], false),
        (&[("FORCE_COLOR", "1")], &["lint", "error.yaml", "--color", "never"], false),
        (&[("FORCE_COLOR", "1")], &["lint", "error.yaml", "--format", "json"], false),
        (&[("FORCE_COLOR", "1")], &["rules"], true),
        (&[("FORCE_COLOR", "1")], &["explain", "property-case"], true),
        (&[("FORCE_COLOR", "1")], &["--help"], true),
        (&[], &["--help", "--color", "always"], true),
        (&[], &["--help"], false),
    ] {
        let ran = here.run_with(variables, args);
        assert_eq!(escape(&ran.out), expected, "{variables:?} {args:?}\n{}", ran.out);
    }
    for (args, expected) in [
        (&["lint", "missing.yaml", "--color", "always"][..], true),
        (&["lint", "missing.yaml"], false),
        (&["lint", "--no-such-flag", "--color", "always"], true),
        (&["lint", "--no-such-flag"], false),
    ] {
        let ran = here.run(args);
        assert_eq!(escape(&ran.err), expected, "{args:?}\n{}", ran.err);
    }
}

#[test]
fn every_line_fits_the_width() {
    let here = Here::new();
    here.write("other.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: parcels}\n");
    here.write("bad/caveat.yaml", &format!("rules: {{propery-case: error, # {}\n}}\n", "long ".repeat(40)));
    here.write("bad/clean.yaml", include_str!("../../fixtures/cli/clean.yaml"));
    for columns in ["60", "80", "120"] {
        for args in [
            &["lint", "error.yaml", "warning.yaml", "missing.yaml", "other.yaml", "bad/clean.yaml"][..],
            &["rules"],
            &["--help"],
            &["lint", "--help"],
            &["explain", "--help"],
        ] {
            let ran = here.run_with(&[("COLUMNS", columns)], args);
            let width: usize = columns.parse().expect("a number");
            for line in ran.out.lines().chain(ran.err.lines()) {
                // Examples of the help are commands, which are not broken.
                let command = line.trim_start().starts_with("caveat ") || line.contains("| caveat");
                assert!(command || line.chars().count() <= width.max(80), "{args:?} at {columns}:\n{line}");
            }
        }
    }
}

#[test]
fn a_piped_run_shows_no_progress_however_long_it_takes() {
    let here = Here::new();
    let mut command = here.caveat(&["lint", "-"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("caveat runs");
    std::thread::sleep(std::time::Duration::from_millis(800));
    let mut stdin = child.stdin.take().expect("a pipe");
    std::io::Write::write_all(&mut stdin, include_bytes!("../../fixtures/cli/clean.yaml")).expect("it is read");
    drop(stdin);
    let ran = Ran::from(child.wait_with_output().expect("caveat ends"));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

/// On a terminal, which `script` makes.
#[cfg(target_os = "linux")]
#[test]
fn a_long_run_on_a_terminal_shows_progress_and_leaves_nothing_of_it() {
    let here = Here::new();
    let on_terminal = |wait: &str, flags: &str| {
        let caveat = env!("CARGO_BIN_EXE_caveat");
        let line = format!("(sleep {wait}; cat clean.yaml) | {caveat} lint - {flags} >out.txt");
        let mut command = here.command("script", &["-qec", &line, "/dev/null"]);
        command
            .env("TERM", "xterm")
            .env("SHELL", "/bin/sh")
            .output()
            .map(|o| String::from_utf8_lossy(&o.stdout).into_owned())
    };
    match on_terminal("1", "") {
        Ok(seen) => {
            assert!(seen.contains("\rlinting -"), "{seen:?}");
            assert!(seen.ends_with('\r'), "the line is cleared: {seen:?}");
        }
        Err(error) => {
            println!("skipped: `script` does not run here ({error})");
            return;
        }
    }
    assert_eq!(on_terminal("0.1", "").expect("script runs"), "", "a short run shows none");
    assert_eq!(on_terminal("1", "--quiet").expect("script runs"), "", "a quiet run shows none");
}
