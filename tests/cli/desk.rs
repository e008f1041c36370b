//! What a developer does at their desk: mending, and looking at what was learned.

use std::fs;

use super::Here;

const FAULTY: &str = "\
openapi: 3.1.0
info: {title: T, version: 1.0} # to be mended
paths:
  /a/{id}:
    get:
      parameters:
      - {name: id, in: path, schema: {type: string}}
      responses: {'204': {description: d}}
";

#[test]
fn fix_writes_what_diff_shows() {
    let here = Here::empty();
    here.write("api.yaml", FAULTY);
    let shown = here.run(&["lint", "--diff", "api.yaml"]);
    assert_eq!(shown.code, 1, "{}", shown.err);
    for line in [
        "--- a/api.yaml",
        "-info: {title: T, version: 1.0} # to be mended",
        "+info: {title: T, version: '1.0'} # to be mended",
    ] {
        assert!(shown.out.lines().any(|l| l == line), "{line}\n{}", shown.out);
    }
    let read = || fs::read_to_string(here.path().join("api.yaml")).expect("the file");
    assert_eq!(read(), FAULTY, "--diff writes nothing");
    let fixed = here.run(&["lint", "--fix", "api.yaml"]);
    assert!(fixed.err.contains("mended 2 findings in 1 file"), "{}", fixed.err);
    assert!(!fixed.out.contains("yaml-trap") && !fixed.out.contains("optional-path-parameter"), "{}", fixed.out);
    let mended = FAULTY.replace("version: 1.0", "version: '1.0'").replace("{name: id,", "{required: true, name: id,");
    assert_eq!(read(), mended);
    let again = here.run(&["lint", "--diff", "api.yaml"]);
    assert_eq!((again.code, &*again.out), (0, ""));
}

#[test]
fn a_file_that_two_descriptions_share_is_mended_once() {
    let here = Here::empty();
    let root = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a/{id}: {$ref: 'shared.yaml'}\n";
    here.write("one.yaml", root);
    here.write("two.yaml", root);
    let shared = "get:\n  parameters:\n  - name: id\n    in: path\n    schema: {type: string}\n  responses: {'204': {description: d}}\n";
    here.write("shared.yaml", shared);
    let fixed = here.run(&["lint", "--fix", "one.yaml", "two.yaml"]);
    assert!(fixed.err.contains("mended 1 finding in 1 file"), "{}", fixed.err);
    let text = fs::read_to_string(here.path().join("shared.yaml")).expect("the file");
    assert_eq!(text, shared.replace("- name: id\n", "- name: id\n    required: true\n"));
}

#[test]
fn what_is_no_file_cannot_be_mended() {
    let here = Here::empty();
    let ran = here.run_on(FAULTY.as_bytes(), &["lint", "--diff", "-"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("nothing can be mended"), "{}", ran.err);
}

#[test]
fn conventions_are_shown_with_their_exceptions() {
    let here = Here::empty();
    let properties = ["user_id", "user_name", "home_page", "last_seen", "first_seen", "pageSize"];
    let list: String = properties.iter().map(|name| format!("        {name}: {{type: string}}\n")).collect();
    here.write(
        "api.yaml",
        &format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /users:\n    get:\n      responses:\n        '200': \
             {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/User'}}}}}}}}\n\
             components:\n  schemas:\n    User:\n      type: object\n      properties:\n{list}"
        ),
    );
    let text = here.run(&["conventions", "api.yaml"]);
    assert_eq!(text.code, 0, "{}", text.err);
    assert!(text.out.contains("  property names: snake_case (5 of 6; 1 camelCase)\n"), "{}", text.out);
    let json = here.run(&["conventions", "api.yaml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    let found = &json["descriptions"][0]["conventions"][0];
    assert_eq!((found["convention"].as_str(), found["exceptions"].as_u64()), (Some("snake_case"), Some(1)));
    here.write("caveat.yaml", "conventions: {naming.property: camelCase}\n");
    let pinned = here.run(&["conventions", "api.yaml"]).out;
    assert!(
        pinned.contains("property names: camelCase, fixed by the configuration (1 of 6; 5 snake_case)"),
        "{pinned}"
    );
    assert_eq!(here.run(&["conventions", "none.yaml"]).code, 2);
}
