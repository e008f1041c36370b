//! What the configuration pins holds, whatever the API does itself.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeMap;

use caveat::contract;
use caveat::lint::facts::ConventionSettings;
use caveat::lint::{self, Plan};
use caveat::source::loader::NoFetch;

const API: &str = "
openapi: 3.1.0
info: {title: Books, version: 1.0.0}
paths:
  /books:
    get:
      responses:
        '200':
          description: Books.
          headers: {X-RateLimit-Limit: {schema: {type: integer}}}
        '400':
          description: What went wrong.
          content: {application/json: {schema: {$ref: '#/components/schemas/old_error'}}}
        '404':
          description: What went wrong.
          content: {application/problem+json: {schema: {$ref: '#/components/schemas/error'}}}
components:
  schemas:
    old_error: {type: object, properties: {reason: {type: string}}}
    error: {type: object, required: [code], properties: {code: {type: string}}}
";

/// The messages of one rule, where the configuration pins one convention.
fn messages(rule: &str, pin: &str, value: &str) -> Vec<String> {
    let loader = contract::loader();
    let root = loader.add("api.yaml", "api.yaml", API.as_bytes().to_vec());
    let contract = contract::load(loader, root, &NoFetch).unwrap_or_else(|e| panic!("{}", e.0.message));
    let settings =
        ConventionSettings { pinned: BTreeMap::from([(pin.to_owned(), value.to_owned())]), ..Default::default() };
    let plan = Plan::new(&BTreeMap::new(), settings).unwrap_or_else(|(rule, e)| panic!("{rule}: {e}")).only(rule);
    lint::run(&contract, &plan).findings.into_iter().map(|f| f.message).collect()
}

#[test]
fn a_pinned_media_type_of_errors() {
    let rule = "inconsistent-error-media-type";
    assert_eq!(messages(rule, "nothing", ""), [""; 0], "two errors are no convention");
    assert_eq!(
        messages(rule, "errors.media-type", "application/problem+json"),
        ["this error is `application/json`; the configuration asks for `application/problem+json`, and clients that \
          wait for that do not see an error here"]
    );
}

#[test]
fn a_pinned_schema_of_errors() {
    let rule = "inconsistent-error-schema";
    assert_eq!(messages(rule, "nothing", ""), [""; 0]);
    assert_eq!(
        messages(rule, "errors.schema", "error"),
        ["this error is `{reason}` without `code`; the configuration asks for `error`, and clients that read those \
          cannot read this one"]
    );
}

#[test]
fn a_pinned_dialect_of_rate_limits() {
    let rule = "mixed-rate-limit-headers";
    assert_eq!(messages(rule, "nothing", ""), [""; 0]);
    assert_eq!(
        messages(rule, "rate-limits.dialect", "RateLimit"),
        ["this response tells about limits in `X-RateLimit-*`; the configuration asks for `RateLimit`, and a client \
          that looks for those sees no limit here"]
    );
}

/// An API whose lists take the sizes of their pages by parameters of these names, so many lists each.
fn lists(names: &[(&str, usize)]) -> String {
    let mut text = "openapi: 3.1.0\ninfo: {title: Lists, version: 1.0.0}\npaths:\n".to_owned();
    for (name, count) in names {
        for number in 0..*count {
            text += &format!(
                "  /{name}s{number}:\n    get:\n      parameters:\n        - {{name: {name}, in: query, schema: {{type: \
                 integer}}}}\n        - {{name: cursor, in: query, schema: {{type: string}}}}\n      responses:\n        \
                 '200':\n          description: A list.\n          content:\n            application/json:\n              \
                 schema: {{type: array, items: {{type: object}}}}\n"
            );
        }
    }
    text
}

/// The messages about a new version, each once, where the configuration pins these conventions.
fn since(rule: &str, old: &str, new: &str, pins: &[(&str, &str)]) -> Vec<String> {
    let loader = contract::loader();
    let [was, is] = [("old", old), ("new", new)].map(|(name, text)| loader.add(name, name, text.as_bytes().to_vec()));
    let (old, new) = contract::load_both(loader, (was, &NoFetch), (is, &NoFetch)).unwrap_or_else(|_| panic!("both"));
    let pinned = pins.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let settings = ConventionSettings { pinned, ..Default::default() };
    let plan = Plan::new(&BTreeMap::new(), settings).unwrap_or_else(|(rule, e)| panic!("{rule}: {e}")).only(rule);
    let [_, now] = lint::run_since(&old, &new, &plan);
    let mut messages: Vec<String> = now.findings.into_iter().map(|f| f.message).collect();
    messages.dedup();
    messages
}

#[test]
fn a_new_version_is_held_to_the_habits_of_the_old_one_unless_they_are_pinned() {
    let rule = "inconsistent-page-parameter";
    let (old, new) = (lists(&[("limit", 5)]), lists(&[("limit", 5), ("page_size", 9)]));
    assert_eq!(since(rule, &old, &old, &[]), [""; 0]);
    assert_eq!(
        since(rule, &old, &new, &[]),
        ["the page size is called `page_size`; the version before has `limit` in 5 of 5 places"]
    );
    assert_eq!(
        since(rule, &old, &new, &[("pagination.limit", "page_size")]),
        ["the page size is called `limit`; the configuration asks for `page_size`"]
    );
    // What was no habit before is none that a new version is held to.
    assert!(since(rule, &lists(&[("limit", 2)]), &new, &[]).iter().all(|m| !m.contains("version before")));
}
