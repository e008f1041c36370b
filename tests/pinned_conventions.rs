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
