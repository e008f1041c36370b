//! The messages that witnesses are put into: whole requests and responses, each of the operation that it says.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::disallowed_methods)]

use caveat::contract;
use caveat::diff::change::{Body, Http};
use caveat::diff::{self, Change, Settings};
use caveat::source::loader::NoFetch;

fn changes(old: &str, new: &str) -> Vec<Change> {
    let loader = contract::loader();
    let roots = [("old", old), ("new", new)].map(|(name, text)| loader.add(name, name, text.as_bytes().to_vec()));
    let (old, new) = contract::load_both(loader, (roots[0], &NoFetch), (roots[1], &NoFetch))
        .unwrap_or_else(|failed| panic!("{}", failed.0[0].1.message));
    diff::run(&old, &new, &Settings::default()).changes
}

/// A message as it is sent, more or less.
fn written(http: &Http) -> String {
    let status = http.status.as_ref().map(|status| format!(" -> {status}")).unwrap_or_default();
    let mut text = format!("{} {}{status}", http.method, http.path);
    for (name, value) in &http.headers {
        text.push_str(&format!("\n{name}: {value}"));
    }
    match &http.body {
        Some(Body::Json(value)) => text.push_str(&format!("\n\n{value}")),
        Some(Body::Text(value)) => text.push_str(&format!("\n\n{value}")),
        None => {}
    }
    text
}

/// The messages that show what breaks when `was` becomes `is` in a description.
fn messages(description: &str, was: &str, is: &str) -> Vec<String> {
    assert!(description.contains(was), "the description has no `{was}`:\n{description}");
    let changes = changes(description, &description.replace(was, is));
    let witnesses = changes.iter().filter_map(|change| change.witness.as_ref());
    let mut messages: Vec<String> =
        witnesses.map(|w| w.http.as_deref().map_or_else(|| format!("bare {}", w.value), written)).collect();
    messages.dedup();
    assert!(!messages.is_empty(), "no change has a witness: {changes:#?}");
    messages
}

fn api(paths: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: a, version: 1.0.0}}\n{paths}")
}

/// A parameter with a maximum, in each place and style, beside others that the request needs.
#[test]
fn a_value_of_a_parameter_stands_in_its_place() {
    let integer = "schema: {type: integer, minimum: 200, maximum: 200}";
    let list = "schema: {type: array, minItems: 2, items: {type: integer, minimum: 200, maximum: 200}}";
    let object = "schema: {type: object, required: [n], properties: {n: {type: integer, minimum: 200, maximum: 200}}}";
    for (parameter, expected) in [
        (format!("name: id, in: path, required: true, {integer}"), "GET /things/200/parts/{part}"),
        (format!("name: id, in: path, required: true, style: label, {integer}"), "GET /things/.200/parts/{part}"),
        (format!("name: limit, in: query, {integer}"), "GET /things/{id}/parts/{part}?limit=200"),
        (format!("name: q, in: query, {list}"), "GET /things/{id}/parts/{part}?q=200&q=200"),
        (format!("name: q, in: query, explode: false, {list}"), "GET /things/{id}/parts/{part}?q=200,200"),
        (format!("name: q, in: query, style: deepObject, {object}"), "GET /things/{id}/parts/{part}?q[n]=200"),
        (format!("name: X-Limit, in: header, {integer}"), "GET /things/{id}/parts/{part}\nX-Limit: 200"),
        (format!("name: limit, in: cookie, {integer}"), "GET /things/{id}/parts/{part}\nCookie: limit=200"),
        (
            format!("name: q, in: query, content: {{application/json: {{{object}}}}}"),
            "GET /things/{id}/parts/{part}?q=%7B%22n%22%3A200%7D",
        ),
    ] {
        let description = api(&format!(
            "paths:\n  /things/{{id}}/parts/{{part}}:\n    get:\n      parameters:\n        - {{{parameter}}}\n      responses: {{}}\n"
        ));
        assert_eq!(messages(&description, "maximum: 200", "maximum: 100"), [expected], "{parameter}");
    }
}

/// What a request needs besides is taken from examples, defaults and enums if they are legal, else made up.
#[test]
fn what_a_request_needs_is_filled_in() {
    let needed = |parameter: &str| {
        let description = api(&format!(
            "paths:\n  /things/{{id}}:\n    get:\n      parameters:\n        - {{name: id, in: path, required: true, {parameter}}}\n        - {{name: n, in: query, schema: {{type: integer, minimum: 2, maximum: 2}}}}\n      responses: {{}}\n"
        ));
        messages(&description, "maximum: 2}", "maximum: 1}")
    };
    for (parameter, expected) in [
        ("schema: {type: string}, example: blue moon", "blue%20moon"),
        ("schema: {type: string}, examples: {one: {value: red}}", "red"),
        ("schema: {type: string, example: green}", "green"),
        ("schema: {type: string, examples: [black]}", "black"),
        ("schema: {type: string, default: white}", "white"),
        ("schema: {type: string, enum: [grey, pink]}", "grey"),
        ("schema: {type: string, minLength: 4, example: red}", "aaaa"),
        ("schema: {type: string, format: uuid}", "123e4567-e89b-12d3-a456-426614174000"),
        ("schema: {type: integer}", "1"),
        ("schema: {type: string}", "1"),
        ("schema: {type: string, maxLength: 0}", "{id}"),
        ("schema: false", "{id}"),
    ] {
        assert_eq!(needed(parameter), [format!("GET /things/{expected}?n=2")], "{parameter}");
    }
}

#[test]
fn a_parameter_comes_with_the_body_that_its_operation_needs() {
    let description = api("
paths:
  /things:
    post:
      parameters:
        - {name: n, in: query, schema: {type: integer, minimum: 2, maximum: 2}}
        - {name: X-Tenant, in: header, required: true, schema: {type: string, enum: [red]}}
        - {name: Accept, in: header, required: true, schema: {type: string}}
        - {name: session, in: cookie, required: true, schema: {type: string, example: s1}}
      requestBody:
        required: true
        content:
          text/csv: {schema: {type: string}}
          application/json: {schema: {type: object, required: [name], properties: {name: {type: string, minLength: 1}}}}
      responses: {}
");
    let expected =
        "POST /things?n=2\nX-Tenant: red\nCookie: session=s1\nContent-Type: application/json\n\n{\"name\":\"a\"}";
    assert_eq!(messages(&description, "maximum: 2}", "maximum: 1}"), [expected]);
}

#[test]
fn a_body_is_written_as_its_media_type_has_it() {
    let object = "type: object, required: [n, tags], properties: {n: {type: integer, minimum: 7, maximum: 7}, tags: {type: array, minItems: 2, items: {const: a b}}}";
    for (media_type, schema, expected) in [
        ("application/json", object, "application/json\n\n{\"n\":7,\"tags\":[\"a b\",\"a b\"]}"),
        ("application/vnd.a+json", object, "application/vnd.a+json\n\n{\"n\":7,\"tags\":[\"a b\",\"a b\"]}"),
        ("'*/*'", object, "application/json\n\n{\"n\":7,\"tags\":[\"a b\",\"a b\"]}"),
        ("application/x-www-form-urlencoded", object, "application/x-www-form-urlencoded\n\nn=7&tags=a+b&tags=a+b"),
        ("text/plain", "type: integer, minimum: 7, maximum: 7", "text/plain\n\n7"),
    ] {
        let description = api(&format!(
            "paths:\n  /things:\n    post:\n      requestBody: {{content: {{{media_type}: {{schema: {{{schema}}}}}}}}}\n      responses: {{}}\n"
        ));
        let expected = format!("POST /things\nContent-Type: {expected}");
        assert_eq!(messages(&description, "maximum: 7", "maximum: 6"), [expected], "{media_type}");
    }
}

/// A response has the path of its request, a status that it answers to, and the headers that it must have.
#[test]
fn a_response_is_whole() {
    let response = "{description: a, headers: {X-Id: {required: true, schema: {type: integer, example: 5}}, X-Free: {schema: {type: string}}}, content: {application/json: {schema: {type: integer, minimum: 7, maximum: 7}}}}";
    for (status, expected) in [("'201'", "201"), ("2XX", "200"), ("default", "500")] {
        let description = api(&format!(
            "paths:\n  /things/{{id}}:\n    get:\n      parameters:\n        - {{name: id, in: path, required: true, schema: {{type: string, example: t1}}}}\n        - {{name: q, in: query, required: true, schema: {{type: string}}}}\n      responses:\n        '204': {{description: none}}\n        {status}: {response}\n"
        ));
        let expected = format!("GET /things/t1 -> {expected}\nX-Id: 5\nContent-Type: application/json\n\n8");
        assert_eq!(messages(&description, "maximum: 7", "maximum: 8"), [expected], "{status}");
    }
}

#[test]
fn a_value_of_a_header_stands_in_its_response() {
    let description = api("
paths:
  /things:
    get:
      responses:
        '200':
          description: a
          headers:
            X-State: {schema: {type: string, enum: [on]}}
          content:
            application/json: {schema: {type: array}}
");
    let expected = "GET /things -> 200\nX-State: off\nContent-Type: application/json\n\n[]";
    assert_eq!(messages(&description, "enum: [on]", "enum: [on, off]"), [expected]);
}

/// A status that only the other side names is answered by `default` here.
#[test]
fn a_response_that_took_over_has_the_status_of_the_one_that_is_gone() {
    let of = |status: &str, maximum: u32| {
        api(&format!(
            "paths:\n  /things:\n    get:\n      responses:\n        '200': {{description: a}}\n        {status}: {{description: a, content: {{application/json: {{schema: {{type: integer, minimum: 1, maximum: {maximum}}}}}}}}}\n"
        ))
    };
    let changes = changes(&of("'404'", 1), &of("default", 2));
    let messages: Vec<String> =
        changes.iter().filter_map(|c| c.witness.as_ref()?.http.as_deref()).map(written).collect();
    assert_eq!(messages, ["GET /things -> 404\nContent-Type: application/json\n\n2"]);
}

/// Where the API sends the request, more being sent is what breaks.
#[test]
fn callbacks_and_webhooks_have_their_address() {
    let body = "requestBody: {content: {application/json: {schema: {type: integer, minimum: 1, maximum: 1}}}}\n";
    let webhook = api(&format!("webhooks:\n  thingAdded:\n    post:\n      {body}      responses: {{}}\n"));
    let expected = "POST thingAdded\nContent-Type: application/json\n\n2";
    assert_eq!(messages(&webhook, "maximum: 1", "maximum: 2"), [expected]);
    let callback = api(&format!(
        "paths:\n  /hooks:\n    post:\n      responses: {{}}\n      callbacks:\n        added:\n          '{{$request.body#/url}}':\n            put:\n              {body}              responses: {{}}\n"
    ));
    let expected = "PUT {$request.body#/url}\nContent-Type: application/json\n\n2";
    assert_eq!(messages(&callback, "maximum: 1", "maximum: 2"), [expected]);
}

/// Of several operations that share what changed the first one is shown.
#[test]
fn the_first_operation_is_chosen() {
    let description = api("
paths:
  /b:
    put: &with_body
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses: {}
  /a:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses: {}
components:
  schemas:
    Thing: {type: integer, minimum: 3, maximum: 3}
");
    let expected = "PUT /b\nContent-Type: application/json\n\n3";
    assert_eq!(messages(&description, "maximum: 3", "maximum: 2"), [expected]);
}

#[test]
fn swagger_2_is_no_other() {
    let description = "
swagger: '2.0'
info: {title: a, version: 1.0.0}
basePath: /v1
consumes: [application/json]
produces: [application/json]
paths:
  /things/{id}:
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - {name: id, in: path, required: true, type: string}
        - {name: ids, in: query, required: true, type: array, items: {type: integer, enum: [4]}, minItems: 2, collectionFormat: pipes}
        - {name: size, in: formData, required: true, type: integer, minimum: 3, maximum: 3}
      responses: {'200': {description: a}}
";
    let expected = "POST /things/1?ids=4|4\nContent-Type: application/x-www-form-urlencoded\n\nsize=3";
    assert_eq!(messages(description, "maximum: 3", "maximum: 2"), [expected]);
}

/// The value that was proved is sent as it is, whatever it looks like.
#[test]
fn the_value_is_not_touched() {
    let description = api("
paths:
  /things:
    post:
      requestBody: {content: {application/json: {schema: {type: integer, minimum: 123456789012345678901234567890}}}}
      responses: {}
");
    let changes = changes(&description, &description.replace("7890}", "7891}"));
    let witness = changes.iter().find_map(|change| change.witness.as_ref()).expect("a witness");
    assert_eq!(witness.value.to_string(), "123456789012345678901234567890");
    let body = witness.http.as_ref().and_then(|http| http.body.clone());
    assert_eq!(body, Some(Body::Json(witness.value.clone())));
}

/// Of the alternatives of a union the one that changed is shown, and in it what changed.
#[test]
fn the_part_that_changed_is_to_blame() {
    let description = api("
paths:
  /things:
    get:
      responses:
        '200':
          description: a
          content:
            application/json:
              schema:
                type: array
                items:
                  anyOf:
                    - {type: object, required: [kind], properties: {kind: {const: a}, size: {type: integer}}}
                    - type: object
                      required: [kind, sizes]
                      properties:
                        kind: {const: b}
                        sizes: {type: array, items: {type: object, required: [n, m], properties: {n: {const: 1}, m: {const: 2}}}}
");
    for (is, pointer, member) in [("[n]", "/0/sizes/0", "m"), ("[m]", "/0/sizes/0", "n")] {
        let changes = changes(&description, &description.replace("[n, m]", is));
        let witness = changes.iter().find_map(|change| change.witness.as_ref()).expect("a witness");
        assert_eq!((&*witness.pointer, witness.member.as_deref()), (pointer, Some(member)), "{}", witness.value);
        assert!(witness.lacks_member());
    }
}

/// What the description offers as an example stands in a message, unless it is the value that decides.
#[test]
fn examples_stand_where_they_show_the_same() {
    let description = api("
paths:
  /things:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [name, size, note, tags]
              example: {note: as agreed}
              properties:
                name: {type: string, example: Ada, maxLength: 5}
                size: {type: integer, example: 9}
                note: {type: string}
                tags: {type: array, minItems: 1, items: {enum: [red, blue]}}
      responses: {}
");
    for (was, is, expected) in [
        ("maxLength: 5", "maxLength: 4", r#"{"name":"aaaaa","size":9,"note":"as agreed","tags":["red"]}"#),
        ("maxLength: 5", "maxLength: 2", r#"{"name":"Ada","size":9,"note":"as agreed","tags":["red"]}"#),
        ("example: 9}", "maximum: 8, example: 9}", r#"{"name":"Ada","size":9,"note":"as agreed","tags":["red"]}"#),
        ("[red, blue]", "[red]", r#"{"name":"Ada","size":9,"note":"as agreed","tags":["blue"]}"#),
    ] {
        let changes = changes(&description, &description.replace(was, is));
        let witness = changes.iter().find_map(|change| change.witness.as_ref()).expect("a witness");
        let sorted = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        assert_eq!(sorted(&witness.value.to_string()), sorted(expected), "{was} -> {is}");
    }
}
