//! Exit codes: a table of what is run, and the same code for every format.

use std::fmt::Write as _;

use caveat::report::format::FORMATS;

use super::Here;

/// What is run, what it exits with, and a word of what is said on standard error if something cannot be done.
const TABLE: &[(&[&str], i32, &str)] = &[
    (&["lint", "clean.yaml"], 0, ""),
    (&["lint", "warning.yaml"], 0, ""),
    (&["lint", "error.yaml"], 1, ""),
    (&["lint", "clean.yaml", "error.yaml"], 1, ""),
    (&["lint"], 1, ""),
    (&["lint", "."], 1, ""),
    (&["lint", "warning.yaml", "--fail-on", "warning"], 1, ""),
    (&["lint", "warning.yaml", "--fail-on", "info"], 1, ""),
    (&["lint", "clean.yaml", "--fail-on", "info"], 0, ""),
    (&["lint", "error.yaml", "--fail-on", "never"], 0, ""),
    (&["lint", "error.yaml", "--quiet"], 1, ""),
    (&["lint", "error.yaml", "--show", "error"], 1, ""),
    // What is hidden counts all the same.
    (&["lint", "warning.yaml", "--show", "error", "--fail-on", "warning"], 1, ""),
    (&["lint", "broken.yaml"], 1, ""),
    (&["lint", "missing.yaml"], 2, "missing.yaml"),
    (&["lint", "claen.yaml"], 2, "clean.yaml"),
    (&["lint", "clean.yaml", "missing.yaml"], 2, "missing.yaml"),
    (&["lint", "error.yaml", "missing.yaml", "--fail-on", "never"], 2, "missing.yaml"),
    (&["lint", "none"], 2, "no OpenAPI description"),
    (&["lint", "other.yaml"], 2, "a Kubernetes manifest"),
    (&["lint", "old.yaml"], 2, "`1.2`"),
    (&["lint", "empty.yaml"], 2, "an empty file"),
    (&["lint", "junk.json"], 2, "junk.json"),
    (&["lint", "https://api.example.com/openapi.yaml"], 2, "network address"),
    (&["lint", "-"], 2, "an empty file"),
    (&["lint", "clean.yaml", "--fail-on", "eror"], 2, "error"),
    (&["lint", "clean.yaml", "--threads", "0"], 2, "--threads"),
    (&["lint", "clean.yaml", "--frmat", "json"], 2, "--format"),
    (&["lint", "clean.yaml", "--config", "missing.yaml"], 2, "missing.yaml"),
    (&["lint", "clean.yaml", "--config", "bad/caveat.yaml"], 2, "did you mean"),
    (&["lint", "bad/clean.yaml"], 2, "did you mean"),
    (&["lint", "bad/clean.yaml", "--config", "caveat.yaml"], 0, ""),
    (&["lint", "bad/clean.yaml", "error.yaml"], 2, "did you mean"),
];

fn here() -> Here {
    let here = Here::new();
    let error = include_str!("../../fixtures/cli/error.yaml");
    // What the text breaks off before may still follow; a file that is not there is missing all the same.
    let error = error.replace("#/components/schemas/Parcl", "nowhere.yaml");
    here.write("broken.yaml", &format!("{error}    Broken: [1, 2\n"));
    here.write("none/readme.yaml", "hello: world\n");
    here.write("other.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: parcels}\n");
    here.write("old.yaml", "swagger: '1.2'\napis: []\n");
    here.write("empty.yaml", "");
    here.write("junk.json", "{\"a\": ");
    here.write("bad/caveat.yaml", "rules: {propery-case: error}\n");
    here.write("bad/clean.yaml", include_str!("../../fixtures/cli/clean.yaml"));
    here
}

#[test]
fn a_run_exits_as_the_table_says_in_every_format() {
    let here = here();
    std::fs::remove_file(here.path().join("old.yaml")).expect("it is written again below");
    std::fs::remove_dir_all(here.path().join("bad")).expect("it is written again below");
    let (whole, single): (Vec<_>, Vec<_>) = TABLE.iter().partition(|row| matches!(row.0, ["lint"] | ["lint", "."]));
    let mut faults = String::new();
    let mut check = |here: &Here, (args, code, word): &(&[&str], i32, &str)| {
        for format in FORMATS.iter().map(|format| format.name) {
            let args = [args, &["--format", format][..]].concat();
            let ran = here.run(&args);
            let said = if word.is_empty() { ran.err.is_empty() } else { ran.err.contains(word) };
            if ran.code != *code || !said {
                let _ = writeln!(faults, "{args:?} exits with {} and not {code}:\n{}{}", ran.code, ran.out, ran.err);
            }
            if !ran.out.is_empty() && format == "json" {
                ran.json();
            }
        }
    };
    for row in whole {
        check(&here, row);
    }
    let here = self::here();
    for row in single {
        check(&here, row);
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn commands_that_only_print_exit_with_0_and_what_they_do_not_know_with_2() {
    let here = Here::empty();
    for (args, code) in [
        (&["--help"][..], 0),
        (&["-h"], 0),
        (&["--version"], 0),
        (&["help", "lint"], 0),
        (&["lint", "--help"], 0),
        (&["rules"], 0),
        (&["rules", "--format", "json"], 0),
        (&["explain", "property-case"], 0),
        (&["explain", "propery-case"], 2),
        (&["explain", "zzz"], 2),
        (&["explain"], 2),
        (&["rules", "--format", "xml"], 2),
        (&["lnt"], 2),
        (&[], 2),
    ] {
        let ran = here.run(args);
        assert_eq!(ran.code, code, "{args:?}\n{}{}", ran.out, ran.err);
        assert_eq!((ran.out.is_empty(), ran.err.is_empty()), (code != 0, code == 0), "{args:?}");
    }
    assert!(here.run(&["explain", "propery-case"]).err.contains("did you mean `property-case`?"));
    assert!(here.run(&["lnt"]).err.contains("'lint'"));
}

#[test]
fn what_can_be_done_is_shown_when_a_part_cannot() {
    let here = here();
    let ran = here.run(&["lint", "missing.yaml", "error.yaml", "other.yaml", "bad/clean.yaml", "--format", "json"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.findings(), ["error.yaml:21:23 unresolved-reference"]);
    for said in ["missing.yaml", "other.yaml", "propery-case"] {
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    // Where nothing could be done there is no report, which would read as if all were well.
    let ran = here.run(&["lint", "missing.yaml", "--format", "json"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
}

#[test]
fn a_document_that_breaks_off_is_linted_as_far_as_it_goes() {
    let here = here();
    here.write("caveat.yaml", "rules: {all: off, structure: error}");
    let ran = here.run(&["lint", "broken.yaml", "--format", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let findings = ran.findings();
    assert!(findings.contains(&"broken.yaml:21:23 unresolved-reference".to_owned()), "{findings:?}");
    if caveat::lint::rules::find("syntax-error").is_some() {
        assert!(findings.iter().any(|f| f.ends_with(" syntax-error")), "{findings:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure() {
    let here = Here::new();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a device that is full");
    let output = here.caveat(&["lint", "clean.yaml"]).stdout(full).output().expect("caveat runs");
    let ran = super::Ran::from(output);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("the output cannot be written"), "{}", ran.err);
}
