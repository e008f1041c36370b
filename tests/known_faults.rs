//! Faults that linters of descriptions are known for, each held as a test of the program as it is run.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::fs;
use std::process::{Command, Stdio};

/// A finding of the JSON report.
#[derive(Debug)]
struct Finding {
    rule: String,
    file: String,
    pointer: String,
    line: u64,
    column: u64,
    message: String,
}

struct Ran {
    code: i32,
    out: String,
    findings: Vec<Finding>,
}

impl Ran {
    /// The pointers of the findings of a rule, in the order of the report.
    fn at(&self, rule: &str) -> Vec<&str> {
        self.findings.iter().filter(|f| f.rule == rule).map(|f| f.pointer.as_str()).collect()
    }
}

/// Lints `api.yaml`, which may stand beside other files.
fn run(files: &[(&str, &str)], args: &[&str]) -> Ran {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_caveat"));
    let output = command.arg("lint").args(args).current_dir(folder.path()).stdin(Stdio::null()).output();
    let output = output.expect("caveat runs");
    let out = String::from_utf8(output.stdout).expect("what caveat writes is UTF-8");
    let report: serde_json::Value = serde_json::from_str(&out).unwrap_or_default();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().into_iter().flatten().map(|f| Finding {
        rule: text(&f["rule"]),
        file: text(&f["location"]["file"]),
        pointer: text(&f["location"]["pointer"]),
        line: f["location"]["line"].as_u64().unwrap_or_default(),
        column: f["location"]["column"].as_u64().unwrap_or_default(),
        message: text(&f["message"]),
    });
    Ran { findings: findings.collect(), code: output.status.code().expect("caveat ends by itself"), out }
}

fn lint(text: &str) -> Ran {
    run(&[("api.yaml", text)], &["api.yaml", "--format", "json"])
}

const HEAD: &str = "openapi: 3.2.0\ninfo: {title: Books, version: 1.0.0}\n";

#[test]
fn a_429_without_any_header_is_seen() {
    let limited = |response: &str| {
        let text = format!(
            "{HEAD}paths:\n  /books:\n    get:\n      responses:\n        '200': {{description: ok}}\n        '429': {response}\n"
        );
        lint(&text).at("missing-retry-after").len()
    };
    assert_eq!(limited("{description: Slow down.}"), 1, "no headers at all");
    assert_eq!(limited("{description: Slow down., headers: {}}"), 1, "an empty map of headers");
    assert_eq!(limited("{description: Slow down., headers: {X-Other: {schema: {type: string}}}}"), 1, "other headers");
    assert_eq!(
        limited("{description: Slow down., headers: {Retry-After: {schema: {type: integer}}}}"),
        0,
        "the header"
    );
    let old = "swagger: '2.0'\ninfo: {title: Books, version: 1.0.0}\npaths:\n  /books:\n    get:\n      responses:\n        '200': {description: ok}\n        '429': {description: Slow down.}\n";
    assert_eq!(lint(old).at("missing-retry-after"), ["/paths/~1books/get/responses/429"]);
}

#[test]
fn the_case_of_header_names_does_not_count() {
    let with = |[retry, limit, remaining, reset, challenge]: [&str; 5]| {
        let header = "{description: A header., schema: {type: integer}}";
        lint(&format!(
            "{HEAD}security: [{{key: []}}]
paths:
  /books:
    get:
      parameters: [{{$ref: '#/components/parameters/key'}}]
      responses:
        '200': {{description: ok, headers: {{{limit}: {header}, {remaining}: {header}, {reset}: {header}}}}}
        '401': {{description: Who are you?, headers: {{{challenge}: {{schema: {{type: string}}}}}}}}
        '429': {{description: Slow down., headers: {{{retry}: {header}, {limit}: {header}, {remaining}: {header}, {reset}: {header}}}}}
components:
  parameters: {{key: {{name: content-type, in: header, schema: {{type: string}}}}}}
  securitySchemes: {{key: {{type: http, scheme: bearer}}}}
"
        ))
    };
    let usual =
        with(["Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "WWW-Authenticate"]);
    let rules = |ran: &Ran| ran.findings.iter().map(|f| f.rule.clone()).collect::<Vec<_>>();
    for names in [
        ["retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "www-authenticate"],
        ["RETRY-AFTER", "X-RATELIMIT-LIMIT", "X-RATELIMIT-REMAINING", "X-RATELIMIT-RESET", "WWW-AUTHENTICATE"],
    ] {
        assert_eq!(rules(&with(names)), rules(&usual), "{names:?}");
    }
    // The one that is found whatever its case shows that the rules about headers ran.
    assert_eq!(usual.at("ignored-header-parameter"), ["/components/parameters/key/name"]);
    let lacking =
        with(["X-Wait", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "WWW-Authenticate"]);
    assert_eq!(lacking.at("missing-retry-after").len(), 1);
}

#[test]
fn operations_are_found_wherever_they_stand() {
    // One fault of the operation, one of its parameter, one of a schema in its body.
    let operation = |id: &str| {
        format!(
            "{{operationId: {id} b, parameters: [{{name: q, in: query, schema: {{type: string, pattern: '({id}'}}}}], \
             requestBody: {{content: {{application/json: {{schema: {{type: string, minLength: 5, maxLength: 2}}}}}}}}, \
             responses: {{'200': {{description: ok}}}}"
        )
    };
    let text = format!(
        "{HEAD}paths:
  /books:
    post: {path}, callbacks: {{sold: {{'{{$request.body#/url}}': {{post: {callback}}}}}}}}}}}
    query: {query}}}
    additionalOperations: {{COPY: {copy}}}}}
webhooks:
  sold: {{post: {webhook}}}}}
components:
  pathItems: {{shared: {{post: {shared}}}}}}}
",
        path = operation("a1"),
        callback = operation("a2"),
        query = operation("a3"),
        copy = operation("a4"),
        webhook = operation("a5"),
        shared = operation("a6"),
    );
    let ran = lint(&text);
    let places = [
        "/paths/~1books/post",
        "/paths/~1books/post/callbacks/sold/{$request.body#~1url}/post",
        "/paths/~1books/query",
        "/paths/~1books/additionalOperations/COPY",
        "/webhooks/sold/post",
        "/components/pathItems/shared/post",
    ];
    for (rule, below) in [
        ("unusable-operation-id", "/operationId"),
        ("invalid-pattern", "/parameters/0/schema/pattern"),
        ("impossible-schema", "/requestBody/content/application~1json/schema"),
    ] {
        let found = ran.at(rule);
        for place in places {
            let there = found.iter().filter(|at| at.starts_with(&format!("{place}{below}"))).count();
            assert_eq!(there, 1, "{rule} at {place}: {found:?}\n{}", ran.out);
        }
        assert_eq!(found.len(), places.len(), "{rule}: {found:?}");
    }
}

/// A description that uses the definitions of another file, so many times each.
fn shared_definitions(uses: usize) -> Ran {
    let mut text = format!("{HEAD}paths:\n");
    for number in 0..uses {
        text.push_str(&format!(
            "  /books{number}:\n    post:\n      parameters: [{{$ref: 'common.yaml#/sort'}}]\n      \
             requestBody: {{content: {{application/json: {{schema: {{$ref: 'common.yaml#/book'}}}}}}}}\n      \
             responses: {{'200': {{description: ok}}, '429': {{$ref: 'common.yaml#/slow'}}}}\n"
        ));
    }
    let common = "book: {type: object, properties: {title: {type: string, minLength: 5, maxLength: 2}}}\n\
                  sort: {name: sort, in: query, schema: {type: string, pattern: '('}}\n\
                  slow: {description: Slow down.}\n";
    run(&[("api.yaml", &text), ("common.yaml", common)], &["api.yaml", "--format", "json"])
}

#[test]
fn a_fault_is_told_at_the_definition_and_not_at_the_reference() {
    let ran = shared_definitions(2);
    for (rule, at) in [
        ("impossible-schema", "/book/properties/title"),
        ("invalid-pattern", "/sort/schema/pattern"),
        ("missing-retry-after", "/slow"),
    ] {
        let found: Vec<&Finding> = ran.findings.iter().filter(|f| f.rule == rule).collect();
        assert!(!found.is_empty(), "{rule}: {}", ran.out);
        for finding in found {
            assert!(finding.file.ends_with("common.yaml") && finding.pointer.starts_with(at), "{finding:?}");
        }
    }
}

#[test]
fn a_fault_is_told_once_however_often_it_is_used() {
    let ran = shared_definitions(14);
    for rule in ["impossible-schema", "invalid-pattern", "missing-retry-after"] {
        assert_eq!(ran.at(rule).len(), 1, "{rule}: {:?}", ran.at(rule));
    }
    let reached = ran.findings.iter().find(|f| f.rule == "missing-retry-after").expect("a finding");
    assert!(reached.message.contains("14 operations"), "{}", reached.message);
}

#[test]
fn a_bad_node_ends_nothing() {
    let good = format!(
        "{HEAD}paths:
  /books:
    get:
      parameters: [{{name: q, in: query, schema: {{type: string, minLength: 5, maxLength: 2}}}}]
      responses: {{'200': {{description: ok}}}}
components:
  schemas: {{book: {{type: string, pattern: '('}}}}
"
    );
    // Nodes of other types than the specification wants, in all parts of a description.
    let bad = [
        ("paths:\n", "paths:\n  /bad: 7\n"),
        ("paths:\n", "paths:\n  /bad: {get: [1, 2]}\n"),
        ("paths:\n", "paths:\n  /bad: {get: {parameters: {q: 1}, responses: no}}\n"),
        ("paths:\n", "paths:\n  /bad: {get: {parameters: [null, 3, []], responses: {'200': []}}}\n"),
        ("schemas: {", "schemas: {bad: 0, "),
        ("schemas: {", "schemas: {bad: {properties: [1], type: {a: b}, required: 3, items: 7, allOf: x}, "),
        ("schemas: {", "schemas: {bad: {$ref: 12}, "),
        ("schemas: {", "schemas: {bad: {$ref: '#/nowhere'}, "),
        ("schemas: {", "schemas: {bad: {$ref: '#/components/schemas/bad'}, "),
        ("components:\n", "components:\n  responses: 3\n  securitySchemes: [1]\n"),
        ("paths:\n", "security: yes\nservers: {url: 1}\ntags: 4\nwebhooks: 3\npaths:\n"),
        ("info: {", "info: {contact: 1, license: [2], "),
    ];
    for (place, written) in bad {
        let text = good.replacen(place, written, 1);
        assert_ne!(text, good, "{place:?} is not there");
        let ran = lint(&text);
        let pointers = ["/paths/~1books/get/parameters/0/schema", "/components/schemas/book/pattern"];
        for (rule, pointer) in ["impossible-schema", "invalid-pattern"].into_iter().zip(pointers) {
            assert!(ran.at(rule).iter().any(|at| at.starts_with(pointer)), "{written:?} hides {rule}: {}", ran.out);
        }
        assert!(ran.findings.len() > lint(&good).findings.len(), "{written:?} is no fault: {}", ran.out);
        assert_eq!(ran.code, 1, "{written:?}");
    }
}

#[test]
fn lines_and_columns_count_from_one() {
    // The first fault stands at the first character of the text, the second one in the last line.
    let text = "opnapi: 1\nopenapi: 3.1.0\ninfo: {title: Books, version: 1.0.0}\npaths: {}\nserves: []\n";
    let ran = lint(text);
    let place = |pointer: &str| {
        let finding = ran.findings.iter().find(|f| f.rule == "unknown-field" && f.pointer == pointer);
        finding.map(|f| (f.line, f.column))
    };
    assert_eq!((place("/opnapi"), place("/serves")), (Some((1, 1)), Some((5, 1))), "{}", ran.out);
    let shown = run(&[("api.yaml", text)], &["api.yaml"]).out;
    assert!(shown.contains("api.yaml:1:1") && shown.contains("api.yaml:5:1"), "{shown}");
}

#[test]
fn what_could_not_be_done_is_told_from_what_was_found() {
    let good = format!("{HEAD}paths: {{}}\n");
    let bad = good.replacen("paths:", "paths: {}\npats:", 1);
    let files = [("good.yaml", good.as_str()), ("bad.yaml", bad.as_str()), ("other.yaml", "a: 1\n")];
    for format in ["text", "json"] {
        let code = |args: &[&str]| run(&files, &[args, &["--format", format]].concat()).code;
        assert_eq!(code(&["good.yaml"]), 0);
        assert_eq!(code(&["bad.yaml"]), 1, "something was found");
        assert_eq!(code(&["missing.yaml"]), 2, "there is no such file");
        assert_eq!(code(&["other.yaml"]), 2, "it is no description");
        assert_eq!(code(&["bad.yaml", "missing.yaml"]), 2, "a part could not be done");
        assert_eq!(code(&["good.yaml", "--no-such-option"]), 2, "it was not asked for in a way that is understood");
    }
}

#[test]
fn junit_holds_warnings_and_not_only_errors() {
    let text = format!(
        "{HEAD}security: [{{key: []}}]
paths:
  /books:
    get:
      responses:
        '200': {{description: ok}}
        '429': {{description: Slow down.}}
        '404': {{$ref: '#/components/responses/Gone'}}
components: {{securitySchemes: {{key: {{type: http, scheme: bearer}}}}}}
"
    );
    let json = lint(&text);
    let report: serde_json::Value = serde_json::from_str(&json.out).expect("a report");
    let of = |severity: &str| {
        let all = report["findings"].as_array().expect("findings").iter();
        let rules = all.filter(|f| f["severity"] == severity).map(|f| f["rule"].as_str().expect("a rule").to_owned());
        let mut rules: Vec<String> = rules.collect();
        rules.sort();
        rules
    };
    let junit = run(&[("api.yaml", &text)], &["api.yaml", "--format", "junit"]);
    let read = roxmltree::Document::parse(&junit.out).expect("XML");
    let failures = |severity: &str| {
        let failures = read.descendants().filter(|node| node.has_tag_name("failure"));
        let cases = failures.filter(|node| node.attribute("type") == Some(severity)).filter_map(|node| node.parent());
        let names = cases.map(|case| case.attribute("name").and_then(|name| name.split(':').next()).expect("a name"));
        let mut rules: Vec<String> = names.map(str::to_owned).collect();
        rules.sort();
        rules
    };
    assert!(of("warning").contains(&"missing-retry-after".to_owned()), "{}", json.out);
    assert!(of("error").contains(&"unresolved-reference".to_owned()), "{}", json.out);
    for severity in ["warning", "error"] {
        assert_eq!(failures(severity), of(severity), "{}", junit.out);
    }
    let suites = read.root_element();
    let counted = suites.attribute("failures").and_then(|count| count.parse().ok());
    assert_eq!(counted, Some(of("warning").len() + of("error").len()), "{}", junit.out);
}
