//! What may be linted: files, folders, standard input, revisions; and how each is named.

use super::Here;

const CLEAN: &str = include_str!("../../fixtures/cli/clean.yaml");
const ERROR: &str = include_str!("../../fixtures/cli/error.yaml");
const AT: &str = ":21:23 unresolved-reference";

fn findings(here: &Here, args: &[&str]) -> Vec<String> {
    let ran = here.run(&[&["lint", "--format", "json"], args].concat());
    assert!(ran.err.is_empty(), "{}", ran.err);
    ran.findings()
}

#[test]
fn a_file_has_the_name_that_it_was_given() {
    let here = Here::new();
    let absolute = here.path().join("error.yaml");
    let absolute = absolute.to_str().expect("a path in Unicode");
    for name in ["error.yaml", "./error.yaml", absolute] {
        assert_eq!(findings(&here, &[name]), [format!("{}{AT}", name.replace('\\', "/"))]);
    }
    // However often it is named, it is linted once.
    assert_eq!(findings(&here, &["error.yaml", "./error.yaml", "."]).len(), 2, "and once the warning beside it");
}

#[test]
fn a_folder_is_searched_for_roots_but_for_what_gitignore_hides() {
    let here = Here::new();
    for name in ["api/one.yaml", "api/v2/two.yml", "api/out/three.yaml", "api/node_modules/x/four.yaml"] {
        here.write(name, ERROR);
    }
    here.write("api/parts/other.yaml", "apiVersion: v1\nkind: Service\nmetadata: {}\n");
    here.write("api/parts/tool.json", "{\"openapi\": \"./one.yaml\", \"theme\": \"dark\"}");
    here.write("api/parts/schema.yaml", "type: object\nproperties: {}\n");
    here.write(
        "api/root.json",
        r#"{"openapi": "3.1.0", "components": {"schemas": {"A": {"$ref": "parts/schema.yaml"}}}}"#,
    );
    here.write("api/.gitignore", "out/\n");
    let all = [format!("api/one.yaml{AT}"), format!("api/v2/two.yml{AT}")];
    assert_eq!(findings(&here, &["api"]), all);
    assert_eq!(findings(&here, &["api/"]), all);
    assert_eq!(findings(&here, &["api/v2", "api"]), all);
    // What is named is linted, hidden or not.
    assert_eq!(findings(&here, &["api/out/three.yaml"]), [format!("api/out/three.yaml{AT}")]);
    let report = here.run(&["lint", "api", "--format", "json"]).json();
    assert_eq!(report["summary"]["files"], 4, "two with faults, and one with the file that it refers to");
}

#[test]
fn without_a_path_the_current_folder_is_searched() {
    let here = Here::new();
    let names = [format!("error.yaml{AT}"), "warning.yaml:37:9 property-case".to_owned()];
    assert_eq!(findings(&here, &[]), names);
    assert_eq!(findings(&here, &["."]), names);
    let ran = Here::empty().run(&["lint"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("there is no OpenAPI description in"), "{}", ran.err);
}

#[test]
fn standard_input_is_read() {
    let here = Here::new();
    here.write("parts/schema.yaml", "type: string\n");
    let ran = here.run_on(ERROR.as_bytes(), &["lint", "-", "--format", "json"]);
    assert_eq!((ran.code, ran.findings()), (1, vec![format!("-{AT}")]));
    assert_eq!(here.run_on(CLEAN.as_bytes(), &["lint", "-"]).code, 0);
    assert_eq!(here.run_on(b"{", &["lint", "-"]).code, 2);
    // References of what has no folder begin in the current one.
    let refers = ERROR.replace("#/components/schemas/Parcl", "parts/schema.yaml");
    assert_eq!(here.run_on(refers.as_bytes(), &["lint", "-"]).code, 0);
    if cfg!(unix) {
        assert_eq!(here.run_on(ERROR.as_bytes(), &["lint", "/dev/stdin"]).code, 1);
    }
}

#[test]
fn a_file_of_a_revision_is_read_with_its_references() {
    let here = Here::new();
    let refers = |part: &str| ERROR.replace("#/components/schemas/Parcl", part);
    here.write("api/openapi.yaml", &refers("parts.yaml#/Parcel"));
    here.write("api/parts.yaml", "Parcel: {type: object}\n");
    for args in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "One"]] {
        if here.git(args).is_none() {
            return;
        }
    }
    here.write("api/parts.yaml", "Package: {type: object}\n");
    assert_eq!(here.run(&["lint", "api/openapi.yaml"]).code, 1);
    for input in ["HEAD:api/openapi.yaml", "main:api/openapi.yaml", "HEAD:./api/openapi.yaml", "HEAD:api"] {
        let ran = here.run(&["lint", input]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{input}");
    }
    let _ = here.git(&["commit", "-qam", "Two"]);
    assert_eq!(findings(&here, &["HEAD:api/openapi.yaml"]), [format!("HEAD:api/openapi.yaml{AT}")]);
    assert_eq!(here.run(&["lint", "HEAD~1:api/openapi.yaml"]).code, 0);
    for (input, word) in [("HEAD:api/missing.yaml", "missing.yaml"), ("nowhere:api/openapi.yaml", "`nowhere`")] {
        let ran = here.run(&["lint", input]);
        assert!(ran.code == 2 && ran.err.contains(word), "{input}: {} {}", ran.code, ran.err);
    }
}

#[test]
fn references_out_of_the_folder_are_followed_only_if_that_is_allowed() {
    let here = Here::new();
    here.write("caveat.yaml", "rules: {all: off, structure: error}");
    here.write("shared.yaml", "Parcel: {type: object}\n");
    here.write("api/openapi.yaml", &ERROR.replace("#/components/schemas/Parcl", "../shared.yaml#/Parcel"));
    let count =
        |args: &[&str]| here.run(&[&["lint", "--format", "json"], args].concat()).json()["summary"]["files"].clone();
    assert_eq!(count(&["api/openapi.yaml"]), 1);
    assert_eq!(count(&["api/openapi.yaml", "--allow-outside"]), 2);
}

#[test]
fn windows_line_ends_change_no_place() {
    let here = Here::new();
    for (name, text) in [("lf.yaml", ERROR.to_owned()), ("crlf.yaml", ERROR.replace('\n', "\r\n"))] {
        here.write(name, &text);
        assert_eq!(findings(&here, &[name]), [format!("{name}{AT}")]);
    }
    let shown = |name: &str| here.run(&["lint", name]).out.replace(name, "");
    assert_eq!(shown("lf.yaml"), shown("crlf.yaml"));
    assert!(!shown("crlf.yaml").contains('\r'));
}
