//! What stands around schemas, judged in small pairs: each row is one change and all that is said of it.

// Tests may stop where something is not as it must be.
#![allow(clippy::unwrap_used)]

use caveat::contract;
use caveat::diff::checks;
use caveat::diff::{self, Settings};
use caveat::source::loader::NoFetch;

/// The changes of a pair.
fn compare(old: &str, new: &str) -> Vec<diff::Change> {
    let loader = contract::loader();
    let was = loader.add("old.yaml", "old.yaml", old.as_bytes().to_vec());
    let is = loader.add("new.yaml", "new.yaml", new.as_bytes().to_vec());
    let (old_side, new_side) = contract::load_both(loader, (was, &NoFetch), (is, &NoFetch))
        .unwrap_or_else(|e| panic!("{} in\n{old}\n{new}", e.0[0].1.message));
    diff::run(&old_side, &new_side, &Settings::default()).changes
}

/// `level check` of each change, prose and examples left out.
fn judged(old: &str, new: &str) -> Vec<String> {
    let shown = |c: &diff::Change| format!("{} {}", c.level.as_str(), checks::all()[c.check].id);
    let mut found: Vec<String> = compare(old, new).iter().map(shown).collect();
    found.retain(|c| !c.ends_with("prose-changed") && !c.ends_with("component-changed"));
    found
}

const COMPONENTS: &str = "
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    bearer: {type: http, scheme: bearer}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://a.example/token', scopes: {read: r, write: w}}}}
";

/// A description with one operation, whose fields are written as they stand in flow style.
fn operation(fields: &str) -> String {
    let responses = if fields.contains("responses:") { "" } else { ", responses: {'204': {description: done}}" };
    format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /a: {{post: {{operationId: a, {fields}{responses}}}}}{COMPONENTS}"
    )
}

fn assert_rows(rows: &[(&str, &str, &[&str])], document: impl Fn(&str) -> String) {
    for (old, new, expected) in rows {
        assert_eq!(judged(&document(old), &document(new)), *expected, "{old}\n-> {new}");
    }
}

#[test]
fn what_could_not_be_read_is_unproven_and_hides_nothing_else() {
    let parameter = "parameters: [{name: q, in: query, required: true, schema: {type: string}}]";
    let lost = "parameters: [{$ref: '#/components/parameters/none'}]";
    let other = "parameters: [{$ref: '#/components/parameters/none'}, {name: r, in: query, schema: {type: string}}]";
    let body = "requestBody: {required: true, content: {text/plain: {}}}";
    let response = "responses: {'200': {description: d, content: {text/plain: {}}}, '404': {description: e}}";
    let faulty = ["unproven faulty-description"];
    let faulty = &faulty[..];
    assert_rows(
        &[
            (lost, parameter, faulty),
            (parameter, lost, faulty),
            (lost, lost, &[]),
            (lost, other, &["safe request-parameter-added-optional"]),
            ("parameters: {q: 1}", parameter, faulty),
            ("parameters: [5]", parameter, faulty),
            ("requestBody: {$ref: '#/none'}", body, faulty),
            (body, "requestBody: {$ref: '#/none'}", faulty),
            (body, "requestBody: []", faulty),
            ("requestBody: {$ref: '#/none'}", "requestBody: {$ref: '#/none'}", &[]),
            (response, "responses: {'200': {$ref: '#/none'}}", &[faulty[0], "safe response-status-removed"]),
            (
                "responses: {'200': {description: d, headers: {X-A: {$ref: '#/none'}}}}",
                "responses: {'200': {description: d, headers: {X-A: {required: true}}}}",
                faulty,
            ),
            ("security: [{none: []}]", "security: [{key: []}]", faulty),
            ("security: [{none: []}]", "security: [{none: []}]", &[]),
        ],
        operation,
    );
    let paths = |paths: &str| format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {paths}\n");
    let get = "{get: {responses: {'204': {description: done}}}}";
    let rows = [
        (format!("{{/a: {get}}}"), "{/a: {$ref: '#/none'}}", faulty),
        (format!("{{/a: {get}}}"), "{/a: {get: 5}}", faulty),
        (format!("{{/a: {get}}}"), "{/a: {post: 5}}", &["breaking operation-removed"]),
        (format!("{{/a: {get}}}"), "[]", faulty),
        (format!("{{/a: {get}}}"), "{/b: {$ref: '#/none'}}", &["breaking operation-removed"]),
    ];
    for (old, new, expected) in rows {
        assert_eq!(judged(&paths(&old), &paths(new)), expected, "{old}\n-> {new}");
    }
    assert_eq!(judged(&paths("{/a: {$ref: '#/none'}}"), &paths(&format!("{{/a: {get}}}"))), faulty);
}

#[test]
fn media_types_are_ranges() {
    let request = |name: &str| operation(&format!("requestBody: {{content: {{{name}: {{schema: {{}}}}}}}}"));
    assert_rows(
        &[
            ("application/json", "'application/*'", &["safe request-media-type-added"]),
            ("'*/*'", "application/json", &["breaking request-media-type-removed"]),
            ("application/json", "application/json; charset=utf-8", &["safe description-rewritten"]),
            ("text/csv", "text/csv; charset=utf-8", &["breaking request-media-type-removed"]),
            ("Application/JSON", "application/json", &["safe description-rewritten"]),
        ],
        request,
    );
    let response = |name: &str| {
        operation(&format!("responses: {{'200': {{description: d, content: {{{name}: {{schema: {{}}}}}}}}}}"))
    };
    assert_rows(
        &[
            ("application/json", "'*/*'", &["unproven response-media-type-widened"]),
            ("'*/*'", "application/json", &["safe response-media-type-added"]),
            (
                "application/json",
                "application/problem+json",
                &["breaking response-media-type-removed", "safe response-media-type-added"],
            ),
            ("application/json", "application/json;charset=UTF-8", &["safe description-rewritten"]),
        ],
        response,
    );
}

#[test]
fn a_parameter_of_any_type_is_written_as_its_style_says() {
    let parameter = |rest: &str| operation(&format!("parameters: [{{name: q, in: query, {rest}}}]"));
    let changed: &[&str] = &["breaking request-parameter-serialization-changed"];
    let unchanged: &[&str] = &["safe description-rewritten"];
    assert_rows(
        &[
            ("schema: {}", "explode: false, schema: {}", changed),
            ("schema: {type: array}", "explode: false, schema: {type: array}", changed),
            ("schema: {type: string}", "explode: false, schema: {type: string}", unchanged),
            ("schema: {enum: [a, b]}", "explode: false, schema: {enum: [a, b]}", unchanged),
            (
                "schema: {oneOf: [{type: string}, {type: integer}]}",
                "explode: false, schema: {oneOf: [{type: string}, {type: integer}]}",
                unchanged,
            ),
        ],
        parameter,
    );
}

#[test]
fn credentials_are_compared_by_what_callers_need() {
    let security = |list: &str| operation(&format!("security: {list}"));
    let tightened: &[&str] = &["breaking security-tightened"];
    let loosened: &[&str] = &["safe security-loosened"];
    assert_rows(
        &[
            ("[]", "[{key: []}]", tightened),
            ("[{}, {key: []}]", "[{key: []}]", tightened),
            ("[{key: []}]", "[{key: []}, {bearer: []}]", loosened),
            ("[{key: []}, {bearer: []}]", "[{key: []}]", tightened),
            ("[{key: []}]", "[{key: [], bearer: []}]", tightened),
            ("[{key: [], bearer: []}]", "[{bearer: []}]", loosened),
            ("[{oauth: [read]}]", "[{oauth: [read, write]}]", tightened),
            ("[{oauth: [read, write]}]", "[{oauth: [write]}]", loosened),
        ],
        security,
    );
}

#[test]
fn a_scheme_that_became_another_is_told_from_its_name() {
    let old = operation("security: [{key: []}]");
    for (other, words) in [
        ("{type: apiKey, in: query, name: k}", "a key in the query `k`"),
        ("{type: http, scheme: Basic}", "HTTP basic"),
        ("{type: http}", "HTTP authentication"),
        ("{type: mutualTLS}", "mutual TLS"),
        ("{type: openIdConnect, openIdConnectUrl: 'https://a.example'}", "OpenID Connect"),
    ] {
        let new = old.replace("{type: apiKey, in: header, name: X-Key}", other);
        let expected = format!("credentials of `key` are no longer enough without `key`, which is {words} now");
        let changes = compare(&old, &new);
        assert_eq!(changes[0].message, expected);
        let unused = changes.iter().find(|c| checks::all()[c.check].id == "unused-component-changed");
        assert!(unused.is_none(), "an operation asks for it: {unused:?}");
    }
}

/// What clients do to get their credentials matters where an operation asks for them, whatever the scheme is called.
#[test]
fn schemes_are_compared_where_they_are_asked_for() {
    let flow = "clientCredentials: {tokenUrl: 'https://a.example/token'";
    let used = operation("security: [{oauth: [read]}]");
    let moved = used.replace("a.example", "b.example");
    assert_eq!(judged(&used, &moved), ["risky security-url-changed"]);
    let renamed = moved.replace("oauth: {type", "tokens: {type").replace("{oauth: [", "{tokens: [");
    let components = ["safe component-removed", "safe component-added"];
    let found = judged(&used, &renamed);
    assert!(found.contains(&"risky security-url-changed".to_owned()), "{found:?}");
    assert!(found[1..].iter().all(|c| components.contains(&c.as_str())), "{found:?}");
    let other = used.replace(flow, "password: {tokenUrl: 'https://a.example/token'");
    assert_eq!(judged(&used, &other), ["breaking security-flow-removed", "safe security-flow-added"]);
    // Where more is asked for as well, the scheme is no less in use.
    let more = moved.replace("[read]}]", "[read, write]}]");
    assert_eq!(judged(&used, &more), ["breaking security-tightened", "risky security-url-changed"]);
    let unused = |text: &str| text.replace("security: [{oauth: [read]}]", "security: []");
    assert_eq!(judged(&unused(&used), &unused(&other)), [""; 0]);
}

/// A receiver that answers as it was told to is a client that sends.
#[test]
fn receivers_keep_the_statuses_that_they_were_given() {
    let webhook = |statuses: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\nwebhooks: {{a: {{post: {{responses: {{{statuses}}}}}}}}}\n"
        )
    };
    let (both, one) = ("'204': {description: a}, '410': {description: b}", "'204': {description: a}");
    assert_rows(
        &[(both, one, &["breaking request-status-removed"]), (one, both, &["safe request-status-added"])],
        webhook,
    );
}

#[test]
fn an_alternative_that_accepts_more_takes_values_from_others() {
    let body = |schema: &str| {
        format!(
            "requestBody: {{content: {{application/json: {{schema: {{oneOf: [{schema}, {{type: string, minLength: 5}}]}}}}}}}}"
        )
    };
    let rows: [(&str, &str, &[&str]); 4] = [
        ("{type: string, maxLength: 2}", "{type: string, maxLength: 6}", &["breaking request-body-max-length-raised"]),
        ("{type: string, maxLength: 2}", "{type: string, maxLength: 4}", &["safe schema-restructured"]),
        ("{type: string, maxLength: 6}", "{type: string, maxLength: 2}", &["breaking request-body-max-length-lowered"]),
        // What two alternatives accepted was refused, so that nothing is lost.
        ("{type: string, maxLength: 6}", "{type: string, maxLength: 4}", &["safe schema-restructured"]),
    ];
    for (old, new, expected) in rows {
        assert_eq!(judged(&operation(&body(old)), &operation(&body(new))), expected, "{old}\n-> {new}");
    }
}

#[test]
fn a_long_ring_of_schemas_hides_no_break() {
    let ring = |schemas: usize, longest: usize| {
        let mut text = String::from(
            "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a: {post: {requestBody: {content: {application/json: \
             {schema: {$ref: '#/components/schemas/A0'}}}}, responses: {'204': {description: done}}}}\ncomponents:\n  \
             schemas:\n",
        );
        for number in 0..schemas {
            let next = (number + 1) % schemas;
            let name =
                if next == 0 { format!(", name: {{type: string, maxLength: {longest}}}") } else { String::new() };
            text += &format!(
                "    A{number}: {{properties: {{next: {{type: object, properties: {{to: {{$ref: \
                 '#/components/schemas/A{next}'}}}}}}{name}}}}}\n"
            );
        }
        text
    };
    for schemas in [8, 24, 27, 60] {
        let changes = compare(&ring(schemas, 40), &ring(schemas, 20));
        let levels: Vec<diff::Level> = changes.iter().map(|change| change.level).collect();
        assert!(levels.iter().any(|level| *level >= diff::Level::Unproven), "{schemas}: {levels:?}");
    }
}

#[test]
fn formats_that_assert_are_the_same_everywhere() {
    let body =
        |format: &str| format!("requestBody: {{content: {{application/json: {{schema: {{type: string{format}}}}}}}}}");
    let rows: [(&str, &str, &[&str]); 5] = [
        ("", ", format: email", &["breaking request-body-format-narrowed"]),
        (", format: uri", ", format: uri-reference", &["safe request-body-format-widened"]),
        (", format: ipv4", ", format: ipv6", &["breaking request-body-format-changed"]),
        ("", ", format: password", &["risky request-body-format-hint-changed"]),
        (", format: password", "", &["risky request-body-format-hint-changed"]),
    ];
    for (old, new, expected) in rows {
        assert_eq!(judged(&operation(&body(old)), &operation(&body(new))), expected, "{old}\n-> {new}");
    }
}
