//! Several formats at once: where they are written, what is said when they cannot be, and the summary of a job.

use std::fs;

use crate::{Here, judge};

const ERROR: &str = include_str!("../../fixtures/cli/error.yaml");

fn here() -> Here {
    let here = Here::new();
    here.write("caveat.yaml", "rules: {all: off, unresolved-reference: error, property-case: warning}\n");
    here.write("error.yaml", ERROR);
    here
}

#[test]
fn one_format_goes_to_standard_output_and_the_others_to_files() {
    let here = here();
    let alone = here.run(&["lint", "error.yaml"]);
    let both = here.run(&["lint", "error.yaml", "--format", "text", "--format", "sarif=out.sarif"]);
    assert_eq!((both.status.code(), &both.stdout), (Some(1), &alone.stdout));
    assert_eq!(judge::sarif(&here.read("out.sarif")).len(), 1);
    let text = here.run(&["lint", "error.yaml", "--format=text=out.txt", "--color", "always"]);
    assert!(text.stdout.is_empty());
    assert_eq!(here.read("out.txt").into_bytes(), alone.stdout);
    // A dash is standard output.
    let dash = here.run(&["lint", "error.yaml", "--format", "compact=-"]);
    assert!(String::from_utf8_lossy(&dash.stdout).starts_with("error.yaml:21:23: error[unresolved-reference] "));
    // What stood there is replaced.
    here.run(&["lint", "error.yaml", "--format", "compact=out.txt"]);
    assert_eq!(here.read("out.txt").into_bytes(), dash.stdout);
}

#[test]
fn mistakes_are_said_before_anything_is_done() {
    let here = here();
    for (args, said) in [
        (&["--format", "text", "--format", "sarif"][..], "cannot both be written to standard output"),
        (&["--format", "sarif=a.txt", "--format", "junit=a.txt"], "cannot both be written to a.txt"),
        (&["--format", "sarif="], "names no file"),
        (&["--format", "sarfi"], "sarif"),
        (&["--format", "sarfi=out.sarif"], "sarif"),
    ] {
        let output = here.run(&[&["lint", "error.yaml"][..], args].concat());
        let err = String::from_utf8_lossy(&output.stderr).replace('\n', " ");
        assert_eq!(output.status.code(), Some(2), "{args:?}: {err}");
        assert!(err.contains(said) && output.stdout.is_empty(), "{args:?}: {err}");
    }
    assert_eq!(fs::read_dir(here.path()).expect("the folder").count(), 2, "nothing was written");
}

#[test]
fn a_file_that_cannot_be_written_is_a_failure_and_the_others_are_written() {
    let here = here();
    fs::create_dir(here.path().join("folder")).expect("a folder");
    for file in ["none/out.sarif", "folder"] {
        let output = here.run(&["lint", "error.yaml", "--format", "compact", "--format", &format!("sarif={file}")]);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(&format!("{file} cannot be written")), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stdout).starts_with("error.yaml:21:23"));
    }
    assert_eq!(fs::read_dir(here.path()).expect("the folder").count(), 3, "nothing is left of it");
    // Where nothing could be linted nothing is written.
    let output = here.run(&["lint", "missing.yaml", "--format", "sarif=out.sarif"]);
    assert_eq!((output.status.code(), here.path().join("out.sarif").exists()), (Some(2), false));
}

#[cfg(unix)]
#[test]
fn links_and_devices_stay_what_they_are() {
    let here = here();
    here.write("target.txt", "before");
    std::os::unix::fs::symlink("target.txt", here.path().join("link.txt")).expect("a link");
    here.run(&["lint", "error.yaml", "--format", "compact=link.txt"]);
    assert!(fs::symlink_metadata(here.path().join("link.txt")).expect("it is there").is_symlink());
    assert!(here.read("target.txt").starts_with("error.yaml:21:23"));
    let output = here.run(&["lint", "error.yaml", "--format", "compact=/dev/null"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!fs::metadata("/dev/null").expect("it is there").is_file());
}

#[test]
fn a_run_that_was_not_whole_says_so() {
    let here = here();
    let output = here.run(&["lint", "error.yaml", "missing.yaml", "--format", "sarif"]);
    assert_eq!(output.status.code(), Some(2));
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn the_job_summary_is_appended_to_and_says_what_is_not_annotated() {
    let here = here();
    let many: String =
        (0..30).map(|n| format!("        broken_{n}:\n          $ref: '#/components/schemas/None{n}'\n")).collect();
    here.write("many.yaml", &format!("{ERROR}{many}"));
    here.write("summary.md", "before\n");
    let output = here.run_with(&[("GITHUB_STEP_SUMMARY", "summary.md")], &["lint", "many.yaml", "--format", "github"]);
    assert_eq!(output.status.code(), Some(1));
    let annotations = judge::github(&String::from_utf8_lossy(&output.stdout));
    assert_eq!(annotations.iter().filter(|annotation| annotation.kind == "error").count(), 10);
    let summary = here.read("summary.md");
    assert!(summary.starts_with("before\n## caveat lint\n"), "{summary}");
    assert!(summary.contains("10 of 31 are annotated"), "{summary}");
    judge::markdown(&summary);
    // Other formats do not touch it, and a summary that cannot be written is a failure.
    here.run_with(&[("GITHUB_STEP_SUMMARY", "other.md")], &["lint", "many.yaml", "--format", "markdown"]);
    assert!(!here.path().join("other.md").exists());
    let output = here.run_with(&[("GITHUB_STEP_SUMMARY", "no/where.md")], &["lint", "many.yaml", "--format", "github"]);
    assert_eq!(output.status.code(), Some(2));
}

/// 2,000 errors: the comment fits, says what is left out, and has the worst.
#[test]
fn a_comment_fits_and_says_what_it_leaves_out() {
    let here = here();
    here.write("caveat.yaml", "rules: {all: off, structure: error, property-case: warning}\n");
    let broken: String =
        (0..2000).map(|n| format!("        p_{n}:\n          $ref: '#/components/schemas/None{n}'\n")).collect();
    here.write("many.yaml", &format!("{ERROR}        isCamel: {{type: string}}\n{broken}"));
    let output = here.run(&["lint", "many.yaml", "--format", "markdown"]);
    let page = String::from_utf8(output.stdout).expect("UTF-8");
    judge::markdown(&page);
    assert!(
        page.contains("<b>error: 2001</b>") && page.contains("- and 1981 more of `unresolved-reference`"),
        "{page}"
    );
    assert!(page.contains("Left out to keep to 20 places of a rule: 1981 error."), "{page}");
    assert!(page.contains("`isCamel`"), "what is milder is not crowded out");
}
