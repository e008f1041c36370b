//! Lowering does what the specifications say: each test holds one of their sentences, or what caveat does where they
//! are silent. What is expected is written as the outline of the contract, of which a part is enough.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use caveat::contract::{self, Contract, ProblemKind};
use caveat::source::loader::{Fetch, Refusal, Target};

mod common;

use common::load;

/// A description of a version: the text after its first lines.
fn description(version: &str, rest: &str) -> Contract {
    let key = if version.starts_with('2') { "swagger" } else { "openapi" };
    load("api.yaml", &format!("{key}: '{version}'\ninfo: {{title: T, version: '1'}}\n{rest}"))
}

/// The part of the outline that begins with a line, up to the next line that is no deeper.
fn part(contract: &Contract, begins: &str) -> String {
    let outline = contract.outline();
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut lines = outline.lines().skip_while(|l| l.trim_start() != begins);
    let Some(first) = lines.next() else { panic!("no `{begins}` in\n{outline}") };
    let mut text = format!("{}\n", first.trim_start());
    for line in lines.take_while(|l| depth(l) > depth(first)) {
        let _ = writeln!(text, "{}", &line[depth(first)..]);
    }
    text
}

fn problems(contract: &Contract) -> Vec<(ProblemKind, String)> {
    let place = |p: &contract::Problem| contract.sources.doc(p.at.doc).pointer(p.at.node);
    contract.problems.iter().map(|p| (p.kind, place(p))).collect()
}

fn assert_clean(contract: &Contract) {
    assert!(contract.problems.is_empty(), "{:?}", contract.problems);
}

// ------------------------------------------------------------------------------------------------------- Path items

/// 3.0.4 and 3.1.1, Path Item Object, `$ref`: "Allows for a referenced definition of this path item. [...] In case a
/// Path Item Object field appears both in the defined object and the referenced object, the behavior is undefined."
#[test]
fn fields_beside_the_reference_of_a_path_item_count_and_the_nearer_wins() {
    let text = "
paths:
  /a:
    $ref: '#/paths/~1b'
    summary: Near
    get: {operationId: near, responses: {}}
  /b:
    summary: Far
    description: Far too
    parameters: [{name: p, in: query, schema: {type: string}}]
    get: {operationId: far, responses: {}}
    put: {operationId: put, responses: {}}
";
    for version in ["3.0.4", "3.1.1", "3.2.0"] {
        let contract = description(version, text);
        assert_clean(&contract);
        let parameter = "    parameter query p\n      query p\n      style Form explode true\n      schema string\n";
        let expected = format!(
            "Path /a\n  summary \"Near\"\n  description \"Far too\"\n  GET\n    id \"near\"\n    tags []\n{parameter}  PUT\n    id \"put\"\n    tags []\n{parameter}"
        );
        assert_eq!(part(&contract, "Path /a"), expected);
    }
    let contract = description("2.0", text);
    assert!(part(&contract, "Path /a").contains("id \"near\""));
    assert!(part(&contract, "Path /a").contains("id \"put\""));
}

/// "A unique parameter is defined by a combination of a name and location." Names of headers have no case (RFC 9110
/// §5.1).
#[test]
fn parameters_of_an_operation_override_those_of_its_path_item() {
    let contract = description(
        "3.1.1",
        "
paths:
  /a:
    parameters:
      - {name: p, in: query, description: of the path, schema: {}}
      - {name: P, in: query, description: another name, schema: {}}
      - {name: p, in: cookie, description: another place, schema: {}}
      - {name: X-Trace, in: header, description: of the path, schema: {}}
    get:
      parameters:
        - {name: p, in: query, description: of the operation, schema: {}}
        - {name: x-trace, in: header, description: of the operation, schema: {}}
      responses: {}
",
    );
    assert_clean(&contract);
    let get = part(&contract, "GET");
    for (label, description) in [
        ("parameter query p", "of the operation"),
        ("parameter query P", "another name"),
        ("parameter cookie p", "another place"),
        ("parameter header x-trace", "of the operation"),
    ] {
        let description = format!("description \"{description}\"");
        assert!(part(&contract, label).contains(&description), "{label} in\n{get}");
    }
    assert!(!get.contains("X-Trace"), "{get}");
    assert_eq!(contract.operations.iter().next().map(|o| (o.parameters.len(), o.own_parameters)), Some((4, 2)));
}

#[test]
fn webhooks_and_callbacks_are_operations_too() {
    let contract = description(
        "3.1.1",
        "
paths:
  /a:
    post:
      responses: {}
      callbacks:
        outer:
          '{$request.body#/url}':
            post:
              responses: {}
              callbacks:
                inner:
                  '{$request.body#/other}':
                    put: {responses: {}}
webhooks:
  x-fine: {post: {}}
  hook: {$ref: '#/components/pathItems/Hook'}
components:
  pathItems:
    Hook: {delete: {responses: {}}}
    Alone: {$ref: '#/components/pathItems/Nothing'}
    Nothing: {head: {responses: {}}}
",
    );
    assert_clean(&contract);
    let all: Vec<_> = contract.operations.iter().map(|o| (contract.title(o), format!("{:?}", o.place))).collect();
    let expected = [
        ("POST /a", "Path"),
        ("POST x-fine", "Webhook"),
        ("DELETE hook", "Webhook"),
        ("HEAD Alone", "Component"),
        ("POST {$request.body#/url}", "Callback"),
        ("PUT {$request.body#/other}", "Callback"),
    ];
    assert_eq!(all, expected.map(|(title, place)| (title.to_owned(), place.to_owned())));
    assert!(contract.outline().contains("path item Alone (unused) -> path item Nothing"), "{}", contract.outline());
}

// ---------------------------------------------------------------------------------------------- What versions have

/// What a newer version brought is no part of an older one.
#[test]
fn fields_of_a_newer_version_mean_nothing_in_an_older_one() {
    let has = |version: &str, text: &str, line: &str| {
        description(version, text).outline().lines().any(|l| l.trim_start().starts_with(line))
    };
    for (text, line, since) in [
        ("paths: {/a: {query: {responses: {}}}}", "QUERY", "3.2.0"),
        ("paths: {/a: {additionalOperations: {COPY: {responses: {}}}}}", "COPY", "3.2.0"),
        (
            "components: {responses: {R: {description: d, content: {application/jsonl: {itemSchema: {type: string}}}}}}",
            "item schema string",
            "3.2.0",
        ),
        ("components: {schemas: {S: {const: 1}}}", "const", "3.1.1"),
        ("components: {schemas: {S: {prefixItems: [{type: string}]}}}", "prefixItems", "3.1.1"),
        ("components: {schemas: {S: {examples: [1]}}}", "example 1", "3.1.1"),
        ("components: {schemas: {S: {$ref: '#/components/schemas/T', maxLength: 3}, T: {}}}", "maxLength", "3.1.1"),
    ] {
        for version in ["3.0.4", "3.1.1", "3.2.0"] {
            assert_eq!(has(version, text, line), version >= since, "{version}: {text}");
        }
    }
}

/// What an older version says in its own way is a fault in a newer one, and the other way round.
#[test]
fn values_of_another_version_are_problems() {
    for (text, versions) in [
        (
            "paths: {/a: {get: {parameters: [{name: p, in: querystring, content: {text/plain: {}}}]}}}",
            ["3.2.0"].as_slice(),
        ),
        ("paths: {/a: {get: {parameters: [{name: p, in: cookie, type: string}]}}}", &["3.0.4", "3.1.1", "3.2.0"]),
        ("paths: {/a: {get: {parameters: [{name: p, in: formData, type: string}]}}}", &["2.0"]),
        ("paths: {/a: {get: {parameters: [{name: p, in: body, schema: {}}]}}}", &["2.0"]),
        ("paths: {/a: {get: {parameters: [{name: p, in: cookie, style: cookie, schema: {}}]}}}", &["3.2.0"]),
        (
            "components: {schemas: {S: {type: [string, integer]}}}\ndefinitions: {S: {type: [string]}}",
            &["2.0", "3.1.1", "3.2.0"],
        ),
        ("components: {schemas: {S: {type: 'null'}}}\ndefinitions: {S: {type: 'null'}}", &["2.0", "3.1.1", "3.2.0"]),
        ("components: {schemas: {S: {type: file}}}\ndefinitions: {S: {type: file}}", &["2.0"]),
        ("components: {schemas: {S: {items: true}}}\ndefinitions: {S: {items: true}}", &["3.1.1", "3.2.0"]),
    ] {
        for version in ["2.0", "3.0.4", "3.1.1", "3.2.0"] {
            let found = problems(&description(version, text));
            assert_eq!(found.is_empty(), versions.contains(&version), "{version}: {text}: {found:?}");
        }
    }
}

/// 3.0.4, Schema Object: `nullable` counts only with a `type` in the same object; a boolean `exclusiveMaximum` turns
/// `maximum` into an exclusive bound, and alone says nothing.
#[test]
fn dialects_of_schemas_become_one() {
    let schema = |version: &str, text: &str| {
        let key = if version == "2.0" { "definitions: {S: " } else { "components: {schemas: {S: " };
        let end = if version == "2.0" { "}" } else { "}}" };
        let contract = description(version, &format!("{key}{text}{end}"));
        part(&contract, contract.outline().lines().find(|l| l.starts_with("schema S")).unwrap_or_default())
            .lines()
            .map(str::trim)
            .collect::<Vec<_>>()
            .join("; ")
    };
    for (version, text, expected) in [
        ("3.0.4", "{type: string, nullable: true}", "schema S (unused) null|string"),
        ("3.0.4", "{nullable: true, enum: [1]}", "schema S (unused); enum 1"),
        ("3.1.1", "{type: string, nullable: true}", "schema S (unused) string"),
        ("2.0", "{type: string, nullable: true}", "schema S (unused) string"),
        ("3.0.4", "{maximum: 5, exclusiveMaximum: true}", "schema S (unused); exclusiveMaximum 5"),
        ("3.0.4", "{maximum: 5, exclusiveMaximum: false}", "schema S (unused); maximum 5"),
        ("3.0.4", "{exclusiveMaximum: true}", "schema S (unused)"),
        ("2.0", "{minimum: 5, exclusiveMinimum: true}", "schema S (unused); exclusiveMinimum 5"),
        ("3.1.1", "{minimum: 4, exclusiveMinimum: 5}", "schema S (unused); exclusiveMinimum 5; minimum 4"),
        ("3.0.4", "{additionalProperties: false}", "schema S (unused); additionalProperties false"),
        ("2.0", "{type: file}", "schema S (unused) string; format \"binary\""),
        ("2.0", "{discriminator: kind}", "schema S (unused); discriminator \"kind\" {}"),
        ("2.0", "{anyOf: [{type: string}]}", "schema S (unused)"),
        (
            "3.2.0",
            "{discriminator: {propertyName: k, defaultMapping: X}}",
            "schema S (unused); discriminator \"k\" {} \"X\"",
        ),
    ] {
        assert_eq!(schema(version, text).trim(), expected, "{version}: {text}");
    }
}

#[test]
fn fields_of_3_2_are_in_the_contract() {
    let contract = description(
        "3.2.0",
        "
$self: https://api.example/openapi
servers: [{url: /, name: here}]
tags:
  - {name: all, kind: nav}
  - {name: some, parent: all, summary: A part}
security:
  - login: []
  - 'https://api.example/openapi#/components/securitySchemes/far': [read]
paths:
  /a:
    query:
      parameters:
        - {name: q, in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object}}}}
        - {name: c, in: cookie, style: cookie, schema: {type: array, items: {}}}
      responses:
        '200':
          summary: Lines
          content:
            application/jsonl: {$ref: '#/components/mediaTypes/Lines'}
    additionalOperations:
      COPY: {responses: {}}
      x-Odd: {responses: {}}
components:
  mediaTypes:
    Lines:
      itemSchema: {type: object}
      examples: {one: {dataValue: {a: 1}, serializedValue: '{\"a\":1}'}}
      itemEncoding: {contentType: text/plain}
  securitySchemes:
    login:
      type: oauth2
      deprecated: true
      oauth2MetadataUrl: https://login.example/.well-known
      flows: {deviceAuthorization: {deviceAuthorizationUrl: https://d.example, tokenUrl: https://t.example, scopes: {}}}
    far: {type: http, scheme: bearer}
",
    );
    assert_clean(&contract);
    let outline = contract.outline();
    for line in [
        "server /\n  name \"here\"",
        "tag some\n  summary \"A part\"\n  parent all",
        "tag all\n  kind \"nav\"",
        "    parameter querystring q\n",
        "style Cookie explode true",
        "  COPY\n",
        "  x-Odd\n",
        "summary \"Lines\"",
        "content application/jsonl -> media type Lines",
        "item schema object",
        "value {\"a\":1}\n    serialized value \"{\\\"a\\\":1}\"",
        "encoding * as \"text/plain\"",
        "  deprecated\n",
        "metadata \"https://login.example/.well-known\"",
        "flow deviceAuthorization",
        "device authorization \"https://d.example\"",
        "security scheme https://api.example/openapi#/components/securitySchemes/far\n  http bearer",
    ] {
        assert!(outline.contains(line), "{line} in\n{outline}");
    }
}

// -------------------------------------------------------------------------------------------------------------- 2.0

#[test]
fn bodies_and_forms_of_2_0_are_inherited_and_overridden() {
    let contract = description(
        "2.0",
        "
consumes: [application/json]
paths:
  /body:
    parameters: [{name: b, in: body, required: true, schema: {type: object}}]
    post: {responses: {}}
    put: {parameters: [{name: c, in: body, schema: {type: array}}], responses: {}}
  /form:
    parameters:
      - {name: f, in: formData, type: string, maxLength: 1}
      - {name: g, in: formData, type: string}
    post:
      parameters: [{name: f, in: formData, type: string, maxLength: 2, required: true}]
      responses: {}
",
    );
    assert_clean(&contract);
    assert_eq!(
        part(&contract, "POST"),
        "POST\n  tags []\n  body\n    required\n    content application/json\n      schema object\n"
    );
    assert_eq!(part(&contract, "PUT"), "PUT\n  tags []\n  body\n    content application/json\n      schema array\n");
    let form = part(&contract, "Path /form");
    assert!(form.contains("content application/x-www-form-urlencoded"), "{form}");
    assert!(form.contains("properties \"f\" string\n            maxLength 2"), "{form}");
    assert!(form.contains("properties \"g\" string"), "{form}");
    assert!(form.contains("required [\"f\"]"), "{form}");
}

/// 2.0, Response Object: what it may be written in depends on the operation; where nobody says, it is JSON.
#[test]
fn responses_of_2_0_are_written_as_their_operation_says() {
    let text = "
paths:
  /a: {get: {produces: [text/csv], responses: {'200': {$ref: '#/responses/R'}}}}
  /b: {get: {responses: {'200': {$ref: '#/responses/R'}}}}
responses: {R: {description: d, schema: {type: string}}}
";
    let contract = description("2.0", text);
    assert_clean(&contract);
    assert_eq!(
        part(&contract, "response R"),
        "response R\n  description \"d\"\n  content application/json\n    schema string\n"
    );
    assert!(part(&contract, "Path /b").contains("response 200 -> response R"));
    assert!(part(&contract, "Path /a").contains("response 200 -> number 1"));
    assert!(part(&contract, "number 1").contains("content text/csv"));
}

#[test]
fn addresses_of_2_0_are_servers() {
    let servers = |text: &str| {
        let contract = description("2.0", text);
        contract.servers.iter().map(|s| contract.text(s.url).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        servers("host: a.example\nbasePath: /v1\nschemes: [https, http]\n"),
        ["https://a.example/v1", "http://a.example/v1"]
    );
    assert_eq!(servers("host: a.example\n"), ["//a.example"]);
    assert_eq!(servers("basePath: /v1\nschemes: [https, http]\n"), ["/v1"]);
    assert_eq!(servers("host: a.example\nbasePath: /\nschemes: [https]\n"), ["https://a.example"]);
    assert!(servers("schemes: [https]\n").is_empty());
}

// ------------------------------------------------------------------------------------------------------- References

/// JSON Schema 2020-12 Core §8.2: `$id` begins a resource of its own, in which references and anchors stay.
#[test]
fn identifiers_lead_where_json_schema_says() {
    let contract = description(
        "3.1.1",
        "
components:
  schemas:
    Root:
      $id: https://s.example/root.json
      properties:
        local: {$ref: '#/$defs/inner'}
        anchor: {$ref: '#here'}
        relative: {$ref: other.json}
        deep: {$ref: 'other.json#there'}
        absolute: {$ref: 'https://s.example/other.json'}
        # Names of properties are no keywords, whatever they look like.
        $id: {type: string}
        $anchor: {type: string}
        value: {$anchor: in-value, type: boolean}
        to_value: {$ref: '#in-value'}
      $defs:
        inner: {type: integer}
        here: {$anchor: here, type: number}
        other:
          $id: other.json
          type: array
          $defs: {there: {$anchor: there, type: object}}
      # What stands in data is no identifier.
      default: {$anchor: here, $id: nowhere.json}
    Outside: {$ref: 'https://s.example/root.json#here'}
    Lost: {$ref: '#here'}
    Tree: {$dynamicAnchor: node, properties: {child: {$dynamicRef: '#node'}}}
",
    );
    let target = |property: &str| {
        let root = contract.components.iter().find(|c| contract.text(c.name) == "Root").and_then(|c| c.schema);
        let property = root.and_then(|root| contract.schema(root).property(property));
        let types = property.map(|p| p.schema.resolved().types().names().collect::<Vec<_>>());
        types.unwrap_or_default().join("|")
    };
    for (property, types) in [
        ("local", "integer"),
        ("anchor", "number"),
        ("relative", "array"),
        ("deep", "object"),
        ("absolute", "array"),
        ("$id", "string"),
        ("to_value", "boolean"),
    ] {
        assert_eq!(target(property), types, "{property}");
    }
    assert!(part(&contract, "schema Outside (unused)").contains("$ref -> number"));
    assert!(part(&contract, "schema Tree (unused)").contains("$dynamicRef -> schema Tree"), "{}", contract.outline());
    assert_eq!(problems(&contract), [(ProblemKind::UnresolvedReference, "/components/schemas/Lost/$ref".to_owned())]);
}

/// RFC 6901 and RFC 3986: tokens are unescaped once, percent signs before them, positions have no zeros before.
#[test]
fn pointers_are_read_as_their_specifications_say() {
    let contract = description(
        "3.0.4",
        "
components:
  schemas:
    a/b~c%d: {type: boolean}
    list: {allOf: [{type: string}, {type: number}]}
    one: {$ref: '#/components/schemas/a~1b~0c%25d'}
    two: {$ref: '#/components/schemas/list/allOf/1'}
    not: {$ref: '#/components/schemas/list/allOf/01'}
    nor: {$ref: '#/components/schemas/list/allOf/-'}
    all: {$ref: '#'}
",
    );
    assert!(part(&contract, "schema one (unused)").contains("-> schema a/b~c%d"));
    assert!(part(&contract, "schema two (unused)").contains("-> number 2"), "{}", contract.outline());
    let lost: Vec<_> = problems(&contract).into_iter().map(|p| p.1).collect();
    assert_eq!(lost, ["/components/schemas/not/$ref", "/components/schemas/nor/$ref"]);
}

#[test]
fn what_references_lead_to_is_used() {
    let contract = description(
        "3.1.1",
        "
security: [{key: []}]
paths: {/a: {get: {responses: {default: {$ref: '#/components/responses/Used'}}}}}
components:
  responses:
    Used: {description: d, content: {a/b: {schema: {$ref: '#/components/schemas/Inside/properties/x'}}}}
    Unused: {description: d}
  schemas:
    Inside: {properties: {x: {type: string}}}
    OnlyItself: {properties: {x: {$ref: '#/components/schemas/OnlyItself'}}}
    Base: {discriminator: {propertyName: k, mapping: {a: ByName, b: '#/components/schemas/ByReference'}}}
    ByName: {}
    ByReference: {}
  securitySchemes:
    key: {$ref: '#/components/securitySchemes/real'}
    real: {type: apiKey, in: header, name: K}
    idle: {type: http, scheme: basic}
",
    );
    assert_clean(&contract);
    let mut unused: Vec<_> = contract.components.iter().filter(|c| !c.used).map(|c| contract.text(c.name)).collect();
    unused.sort_unstable();
    assert_eq!(unused, ["Base", "OnlyItself", "Unused", "idle"]);
    assert!(contract.outline().contains("security scheme key\n  api key in header"));
}

/// Lays merge keys out, the innermost first: what a map has itself wins, then what is merged first.
fn lay_out(value: &mut serde_yaml::Value) {
    use serde_yaml::Value;
    match value {
        Value::Sequence(items) => items.iter_mut().for_each(lay_out),
        Value::Mapping(map) => {
            map.iter_mut().for_each(|(_, value)| lay_out(value));
            let sources = match map.remove("<<") {
                Some(Value::Sequence(sources)) => sources,
                Some(source) => vec![source],
                None => Vec::new(),
            };
            for (key, value) in sources.iter().filter_map(Value::as_mapping).flatten() {
                if !map.contains_key(key) {
                    map.insert(key.clone(), value.clone());
                }
            }
        }
        _ => {}
    }
}

/// Merge keys and aliases may stand anywhere, and mean what they would mean if they were written out.
#[test]
fn merge_keys_and_aliases_mean_what_they_stand_for() {
    let short = "
x-a: &parameter {name: p, in: query, schema: &schema {type: string, maxLength: 3}}
x-b: &responses {default: &response {description: d, headers: &headers {X-A: {schema: *schema}}}}
x-c: &content {a/b: &media {schema: *schema, example: &data {k: [1, 2]}}}
paths:
  /a: &item
    parameters: &parameters [*parameter]
    get: &operation
      tags: &tags [t]
      parameters: *parameters
      security: &security [{key: []}]
      requestBody: &body {content: *content}
      responses:
        <<: *responses
        '200':
          <<: *response
          description: of its own
          content: {<<: *content, c/d: {<<: *media, example: 1}}
    put: {<<: *operation, operationId: put}
  /b: {<<: *item, post: *operation}
components:
  schemas:
    A: &a {<<: *schema, type: object, properties: &properties {x: {type: integer}}}
    B: {<<: [{title: first}, *a, {title: second}], required: &required [x]}
    C: {properties: {<<: *properties, y: {}}, allOf: [*a, *schema]}
  securitySchemes: &schemes {key: {type: http, scheme: basic}}
tags: [{name: t}]
servers: [&server {url: /a}, {<<: *server, url: /b}]
";
    let contract = description("3.1.1", short);
    assert_clean(&contract);
    let mut long: serde_yaml::Value =
        serde_yaml::from_str(&format!("openapi: '3.1.1'\ninfo: {{title: T, version: '1'}}\n{short}")).expect("YAML");
    lay_out(&mut long);
    let written = serde_yaml::to_string(&long).expect("YAML");
    assert!(!written.contains("<<") && !written.contains('*'), "{written}");
    assert_eq!(contract.outline(), load("long.yaml", &written).outline());
}

// ----------------------------------------------------------------------------------------------------------- Cycles

/// Documents of a test, by their names.
struct Documents(BTreeMap<&'static str, &'static str>);

impl Fetch for Documents {
    fn resolve(&self, _: &str, reference: &str) -> Result<Target, Refusal> {
        let name = reference.trim_start_matches("./").to_owned();
        if self.0.contains_key(&*name) { Ok(Target { key: name.clone(), name }) } else { Err(Refusal::Missing) }
    }

    fn read(&self, target: &Target) -> Result<Vec<u8>, Refusal> {
        Ok(self.0[&*target.key].as_bytes().to_vec())
    }
}

#[test]
fn circles_through_files_end() {
    let documents = Documents(BTreeMap::from([
        (
            "api.yaml",
            "openapi: 3.1.1\npaths: {/a: {$ref: 'paths.yaml#/a'}}\ncomponents: {schemas: {A: {$ref: 'b.yaml#/B'}, Loop: {$ref: 'b.yaml#/Loop'}}}\n",
        ),
        (
            "paths.yaml",
            "a: {get: {responses: {default: {description: d, content: {a/b: {schema: {$ref: 'api.yaml#/components/schemas/A'}}}}}}}\n",
        ),
        (
            "b.yaml",
            "B: {type: object, properties: {a: {$ref: 'api.yaml#/components/schemas/A'}}}\nLoop: {$ref: 'api.yaml#/components/schemas/Loop'}\n",
        ),
    ]));
    let loader = contract::loader();
    let root = loader.add("api.yaml", "api.yaml", documents.0["api.yaml"].as_bytes().to_vec());
    let contract = contract::load(loader, root, &documents).unwrap_or_else(|e| panic!("{}", e.0.message));
    assert_eq!(contract.sources.docs.len(), 3);
    assert!(part(&contract, "schema A").contains("$ref -> number"), "{}", contract.outline());
    let kinds: Vec<_> = contract.problems.iter().map(|p| p.kind).collect();
    assert_eq!(kinds, [ProblemKind::CircularReference], "{:?}", contract.problems);
}

#[test]
fn circles_of_every_kind_end_and_are_said_once() {
    let circle = |group: &str| {
        format!(
            "components: {{{group}: {{A: {{$ref: '#/components/{group}/B'}}, B: {{$ref: '#/components/{group}/A'}}}}}}"
        )
    };
    for group in [
        "schemas",
        "responses",
        "parameters",
        "examples",
        "requestBodies",
        "headers",
        "links",
        "callbacks",
        "pathItems",
        "mediaTypes",
        "securitySchemes",
    ] {
        let found = problems(&description("3.2.0", &circle(group)));
        let kinds: Vec<_> = found.iter().map(|p| p.0).collect();
        assert_eq!(kinds, [ProblemKind::CircularReference], "{group}: {found:?}");
    }
    for (text, expected) in [
        // A schema that refers to itself through its properties is a tree, and no fault.
        ("components: {schemas: {A: {properties: {a: {$ref: '#/components/schemas/A'}}}}}", 0),
        ("components: {schemas: {A: {allOf: [{$ref: '#/components/schemas/A'}]}}}", 1),
        ("components: {schemas: {A: {$ref: '#/components/schemas/A', type: object}}}", 1),
        // So is a callback that is asked for by a request that it sends.
        (
            "components: {callbacks: {C: {'{$url}': {post: {responses: {}, callbacks: {again: {$ref: '#/components/callbacks/C'}}}}}}}",
            0,
        ),
        // A header whose content has an encoding with the same header holds itself.
        (
            "components: {headers: {H: {content: {multipart/form-data: {schema: {}, encoding: {p: {headers: {X: {$ref: '#/components/headers/H'}}}}}}}}}",
            1,
        ),
        ("paths: {/a: {$ref: '#/paths/~1a'}}", 1),
        ("paths: {/a: {$ref: '#/paths/~1b', summary: s}, /b: {$ref: '#/paths/~1a', get: {responses: {}}}}", 2),
        ("x-a: &a {type: object, properties: {a: *a}}\ncomponents: {schemas: {A: *a}}", 0),
    ] {
        let contract = description("3.2.0", text);
        let circles = contract.problems.iter().filter(|p| p.kind == ProblemKind::CircularReference).count();
        assert_eq!((circles, contract.problems.len()), (expected, expected), "{text}: {:?}", contract.problems);
        // The outline of it ends as well.
        assert!(contract.outline().len() < 10_000, "{text}");
    }
}

// --------------------------------------------------------------------------------------------------- Long and deep

/// Runs something that must be quick however long its input is. The bound is far above what it takes and far below what
/// it would take if each link were followed from each.
fn quickly<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    let bound = Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 3 });
    assert!(start.elapsed() < bound, "{what} took {:?}", start.elapsed());
    result
}

#[test]
fn chains_of_twenty_thousand_references_are_followed() {
    const LONG: usize = 20_000;
    for (group, end) in [
        ("schemas", "{type: string}"),
        ("responses", "{description: d}"),
        ("parameters", "{name: p, in: query, schema: {type: string}}"),
        ("headers", "{schema: {type: string}}"),
        ("requestBodies", "{content: {a/b: {}}}"),
        ("callbacks", "{'{$url}': {get: {responses: {}}}}"),
        ("pathItems", "{get: {responses: {}}}"),
        ("securitySchemes", "{type: http, scheme: basic}"),
    ] {
        let mut text = format!("components:\n  {group}:\n    c{LONG}: {end}\n");
        for number in 0..LONG {
            let _ = writeln!(text, "    c{number}: {{$ref: '#/components/{group}/c{}'}}", number + 1);
        }
        let contract = quickly(group, || description("3.1.1", &text));
        assert_clean(&contract);
        assert_eq!(contract.components.iter().filter(|c| !c.used).count(), 1, "{group}: the first is not used");
        if let Some(schema) = contract.components.iter().find(|c| contract.text(c.name) == "c0").and_then(|c| c.schema)
        {
            assert_eq!(contract.schema(schema).resolved().types().names().collect::<Vec<_>>(), ["string"]);
        }
    }
    // Paths that lead through each other, each with something of its own: more layers than anybody writes.
    let mut text = String::from("paths:\n");
    for number in 0..LONG {
        let _ = writeln!(text, "  /p{number}: {{summary: s{number}, $ref: '#/paths/~1p{}'}}", number + 1);
    }
    let _ = writeln!(text, "  /p{LONG}: {{get: {{responses: {{}}}}}}");
    let contract = quickly("path items with summaries", || description("3.1.1", &text));
    assert_eq!(contract.path_items.len(), LONG + 1);
    assert!(!contract.problems.is_empty());
}

#[test]
fn nesting_of_a_hundred_thousand_does_not_overflow() {
    const DEEP: usize = 100_000;
    for (open, close) in [
        ("{\"items\":", "}"),
        ("{\"properties\":{\"a\":", "}}"),
        ("{\"allOf\":[", "]}"),
        ("{\"additionalProperties\":", "}"),
        ("{\"not\":", "}"),
        ("{\"example\":", "}"),
    ] {
        let schema = format!("{}{{}}{}", open.repeat(DEEP), close.repeat(DEEP));
        let text = format!("{{\"openapi\": \"3.1.1\", \"components\": {{\"schemas\": {{\"A\": {schema}}}}}}}");
        let contract = quickly(open, || load("deep.json", &text));
        assert_clean(&contract);
        let lines = quickly("its outline", || contract.outline()).lines().count();
        assert!(lines >= if open.contains("example") { 2 } else { DEEP }, "{open}: {lines}");
    }
    // Callbacks in callbacks.
    const CALLS: usize = 20_000;
    let (open, close) = ("{\"responses\":{},\"callbacks\":{\"c\":{\"{$url}\":{\"post\":", "}}}}");
    let operation = format!("{}{{}}{}", open.repeat(CALLS), close.repeat(CALLS));
    let text = format!("{{\"openapi\": \"3.1.1\", \"paths\": {{\"/a\": {{\"post\": {operation}}}}}}}");
    let contract = quickly("callbacks", || load("deep.json", &text));
    assert_eq!(contract.operations.len(), CALLS + 1);
    assert!(quickly("their outline", || contract.outline()).lines().count() > CALLS);
}

#[test]
fn many_broken_references_are_said_in_time() {
    let mut text = String::from("components:\n  schemas:\n");
    for number in 0..10_000 {
        let _ = writeln!(text, "    schema{number}: {{$ref: '#/components/schemas/shcema{number}'}}");
    }
    let contract = quickly("broken references", || description("3.0.4", &text));
    assert_eq!(contract.problems.len(), 10_000);
    assert!(contract.problems[0].help.is_some(), "the first ones have suggestions");
}

/// Ten lines can say a billion things: each use of an operation is an operation of its own, with parameters of its own.
#[test]
fn what_is_used_again_and_again_is_not_read_without_end() {
    let mut parameters = String::new();
    for number in 0..5_000 {
        let _ = write!(parameters, "{{name: p{number}, in: query, schema: {{}}}}, ");
    }
    let many = |line: &dyn Fn(usize) -> String| (0..50_000).map(line).collect::<String>();
    for (what, text) in [
        (
            "a path item that many paths refer to",
            format!(
                "components: {{pathItems: {{big: {{parameters: [{parameters}], get: {{}}, put: {{}}, post: {{}}}}}}}}\npaths:\n{}",
                many(&|n| format!("  /{n}: {{$ref: '#/components/pathItems/big'}}\n"))
            ),
        ),
        (
            "an alias of an operation",
            format!(
                "x-op: &op {{parameters: [{parameters}]}}\npaths:\n{}",
                many(&|n| format!("  /{n}: {{get: *op}}\n"))
            ),
        ),
        (
            "many operations of one path item",
            format!(
                "paths:\n  /a:\n    parameters: [{parameters}]\n    additionalOperations:\n{}",
                many(&|n| format!("      M{n}: {{}}\n"))
            ),
        ),
        (
            "a merged map",
            format!(
                "x-op: &op {{x-many: 1, {}}}\npaths:\n{}",
                (0..5_000).map(|n| format!("x-{n}: 1, ")).collect::<String>(),
                many(&|n| format!("  /{n}: {{get: {{<<: *op, operationId: o{n}}}}}\n"))
            ),
        ),
    ] {
        let contract = quickly(what, || description("3.2.0", &text));
        let uses: usize = contract.operations.iter().map(|o| o.parameters.len()).sum();
        assert!(uses < 30_000_000, "{what}: {uses} uses of parameters");
        let refused = contract.problems.len();
        assert_eq!(refused, usize::from(what != "a merged map"), "{what}: {:?}", contract.problems.first());
    }
}
