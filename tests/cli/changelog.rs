//! What consumers must know, as it is asked for.

use super::Here;

const OLD: &str = "openapi: 3.1.0\ninfo: {title: Books, version: 1.0.0}\npaths:\n  /books:\n    get:\n      \
                   tags: [shelves]\n      parameters:\n        - {name: limit, in: query, schema: {type: integer, \
                   maximum: 100}}\n      responses: {'200': {description: Books.}}\n";

#[test]
fn a_changelog_is_markdown_unless_asked_otherwise() {
    let here = Here::empty();
    here.write("old.yaml", OLD);
    here.write("new.yaml", &OLD.replace("100", "50").replace("1.0.0", "2.0.0"));
    let run = |more: &[&str]| here.run(&[&["changelog", "old.yaml", "new.yaml"], more].concat());
    let item = "query parameter `limit` has a lower maximum: 100 before, 50 now. Send at most 50.";
    let ran = run(&[]);
    let page = format!(
        "# Books 2.0.0\n\n1 breaking change since `1.0.0`.\n\n## Breaking changes\n\n### shelves\n\n- `GET /books`: {item}\n"
    );
    assert_eq!((ran.code, ran.out), (0, page), "{}", ran.err);
    let ran = run(&["--by", "operation"]);
    assert!(ran.out.contains("### `GET /books`\n\n- Query parameter `limit`"), "{}", ran.out);
    let ran = run(&["--format", "text"]);
    assert!(ran.out.contains("BREAKING CHANGES\n\nshelves\n  - `GET /books`: query"), "{}", ran.out);
    let json = run(&["--format", "json"]).json();
    assert_eq!((&json["by"], &json["entries"][0]["advice"]), (&"tag".into(), &"send at most 50".into()));
    let ran = here.run(&["changelog", "old.yaml", "none.yaml"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
}
