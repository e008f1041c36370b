//! Paths: JSONPath as RFC 9535 has it, and what Spectral adds to it.

use super::{description, found, notes};

const API: &str = "
tags: [{name: a}, {name: b}, {name: c}]
x-list: [1, 2, 3, 4]
x-code: {'200': ok, 'a/b+c': plus, sub.key: dot}
paths:
  /pets:
    parameters:
      - {name: id, in: query, schema: {type: string}}
    get:
      deprecated: false
      operationId: list
      tags: [a, b]
      responses:
        '200': {description: ok}
        '404': {$ref: '#/components/responses/Gone'}
        '500': {$ref: '#/components/responses/Gone'}
    put:
      deprecated: true
      operationId: change
      responses: {default: {description: d}}
components:
  responses:
    Gone: {description: gone, content: {application/problem+json: {schema: {$ref: '#/components/schemas/Tree'}}}}
  schemas:
    Tree: {type: object, properties: {child: {$ref: '#/components/schemas/Tree'}}}
";

/// A path, and the pointers that it leads to.
const TABLE: &[(&str, &str)] = &[
    ("$", ""),
    ("$.tags[*].name", "/tags/0/name /tags/1/name /tags/2/name"),
    ("$.tags[0].name", "/tags/0/name"),
    ("$.tags.1", "/tags/1"),
    ("$.tags[-1].name", "/tags/2/name"),
    ("$.tags[(@.length-1)].name", "/tags/2/name"),
    ("$.x-list[1:3]", "/x-list/1 /x-list/2"),
    ("$.x-list[::-2]", "/x-list/1 /x-list/3"),
    ("$.x-list[?(@ > 2)]", "/x-list/2 /x-list/3"),
    ("$.x-code['sub.key']", "/x-code/sub.key"),
    ("$.x-code[200]", "/x-code/200"),
    ("$.x-code.a/b+c", "/x-code/a~1b+c"),
    ("$.paths[*][get,put].operationId", "/paths/~1pets/get/operationId /paths/~1pets/put/operationId"),
    ("$.paths[*].[get,put]^", "/paths/~1pets"),
    ("$.paths.*~", "/paths/~1pets"),
    ("$.paths.*.*.operationId^^", "/paths/~1pets"),
    ("$.paths.*.*.operationId^~", "/paths/~1pets/get /paths/~1pets/put"),
    ("$..parameters[?(@.in == 'query')].name", "/paths/~1pets/parameters/0/name"),
    ("$.paths.*[?(@property === 'get')].operationId", "/paths/~1pets/get/operationId"),
    ("$.paths.*[?(@property.match(/^P/i) && @.operationId)]", "/paths/~1pets/put"),
    ("$.paths.*[?(@.deprecated)].operationId", "/paths/~1pets/put/operationId"),
    ("$.paths.*[?(!@.deprecated && @.operationId)].operationId", "/paths/~1pets/get/operationId"),
    ("$.paths.*[?(@.tags && @.tags.includes('b'))].operationId", "/paths/~1pets/get/operationId"),
    ("$.paths.*[?(@.tags && @.tags.length > 1)].operationId", "/paths/~1pets/get/operationId"),
    ("$.paths.*[?(['get','patch'].includes(@property))].operationId", "/paths/~1pets/get/operationId"),
    ("$.paths.*[?(@.operationId && @.operationId.startsWith('ch'))].operationId", "/paths/~1pets/put/operationId"),
    ("$.paths.*[?(@.operationId && @.operationId.indexOf('is') !== -1)].operationId", "/paths/~1pets/get/operationId"),
    ("$.paths.*[?(/^li/.test(@.operationId))].operationId", "/paths/~1pets/get/operationId"),
    ("$.paths.*[?(@.deprecated === undefined)]", "/paths/~1pets/parameters"),
    ("$.paths.*.get.responses[?(@property >= 400)]", "/components/responses/Gone"),
    ("$.paths.*.get.responses[?(@property == 200)]", "/paths/~1pets/get/responses/200"),
    ("$.paths.*.get.responses[?(@property === 200)]", ""),
    ("$.paths..schema.type", "/components/schemas/Tree/type /paths/~1pets/parameters/0/schema/type"),
    ("$.paths..properties.*", "/components/schemas/Tree"),
    ("$.paths..content.application/problem+json", "/components/responses/Gone/content/application~1problem+json"),
    ("$..[?(@.in && @parentProperty === 'parameters')].name", "/paths/~1pets/parameters/0/name"),
    ("$..[?(@property === 'operationId' && @parent.deprecated)]", "/paths/~1pets/put/operationId"),
    ("$.tags[?length(@.name) == 1 && search(@.name, '[bc]')].name", "/tags/1/name /tags/2/name"),
    ("$.tags[?match(@.name, 'b|c')].name", "/tags/1/name /tags/2/name"),
    ("$.paths.*.*[?(@.nothing.at.all)]", ""),
];

#[test]
fn paths_lead_to_what_the_table_says() {
    for (path, pointers) in TABLE {
        let given = serde_json::to_string(path).unwrap();
        let rules = format!(
            "rules: {{r: {{message: x, given: {given}, then: {{function: falsy}}}}, s: {{message: x, given: {given}, then: {{function: truthy}}}}}}"
        );
        let mut found: Vec<String> =
            found(&rules, &description(API)).iter().map(|f| f.trim_end_matches(" x").to_owned()).collect();
        found.sort();
        found.dedup();
        // The root's pointer is empty, and so is what leads nowhere.
        let expected: Vec<&str> =
            if *path == "$" { vec![""] } else { pointers.split(' ').filter(|p| !p.is_empty()).collect() };
        assert_eq!(found, expected, "{path}");
    }
}

#[test]
fn paths_that_are_no_jsonpath_are_listed_and_not_passed_over() {
    for (path, why) in [
        ("$.a[?(@.b.toUpperCase() == 'X')]", "it calls `.toUpperCase()`, which is JavaScript"),
        ("$.a[?(Object.keys(@).length > 1)]", "it uses `Object`, which is JavaScript"),
        ("$.a[?(@path == 'x')]", "it uses `@path`"),
        ("$..@string()", "is no name of a member"),
        ("$.a~.b", "something follows `~`, which only ends a path"),
        ("$.a[?(@.b", "`)` is missing before `its end`"),
        ("$.a[?(@.b ==)]", "`)]` cannot be read"),
        ("$.a[?(@..b == 1)]", "it is no JSONPath as RFC 9535 has it"),
    ] {
        let rules =
            format!("rules: {{r: {{given: {}, then: {{function: truthy}}}}}}", serde_json::to_string(path).unwrap());
        let notes = notes(&rules, &description(API));
        assert_eq!(notes.len(), 1, "{path} {notes:?}");
        assert!(notes[0].starts_with("`r`: of its path") && notes[0].contains(why), "{notes:?}");
    }
    let deep = format!("$.a[?({}@.b{})]", "(".repeat(500), ")".repeat(500));
    let rules = format!("rules: {{r: {{given: \"{deep}\", then: {{function: truthy}}}}}}");
    assert!(notes(&rules, &description(API))[0].contains("nested more than"));
}

#[test]
fn fields_are_keys_names_and_paths() {
    let field = |field: &str, function: &str| {
        found(
            &format!("rules: {{r: {{given: $.paths.*.get, then: {{field: \"{field}\", function: {function}}}}}}}"),
            &description(API),
        )
    };
    assert_eq!(
        field("@key", "pattern, functionOptions: {notMatch: ^t}"),
        ["/paths/~1pets/get/tags `tags` must not match the pattern `^t`"]
    );
    assert_eq!(
        field("responses.404.description", "falsy"),
        ["/components/responses/Gone/description `description` is set, and must not be"]
    );
    assert_eq!(
        field("responses.200.headers.x", "truthy"),
        ["/paths/~1pets/get/responses/200 `200.headers.x` is missing"]
    );
    assert_eq!(
        field("$.tags[*]", "enumeration, functionOptions: {values: [a]}"),
        ["/paths/~1pets/get/tags/1 `b` is none of `a`"]
    );
}

#[test]
fn a_definition_that_several_places_use_is_one_finding_there() {
    let rules = "rules: {r: {given: $.paths..responses.*, then: {field: headers, function: truthy}}}";
    let found = found(rules, &description(API));
    assert_eq!(found.iter().filter(|f| f.starts_with("/components/responses/Gone")).count(), 1, "{found:?}");
}

#[test]
fn references_stay_where_a_rule_is_not_resolved() {
    let rules = "rules: {r: {resolved: false, message: x, given: $..$ref, then: {function: falsy}}}";
    assert_eq!(found(rules, &description(API)).len(), 4);
    assert_eq!(found(&rules.replace("resolved: false, ", ""), &description(API)).len(), 0);
}
