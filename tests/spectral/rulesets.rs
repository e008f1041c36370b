//! Rulesets: what extends what, for which files, how bad it is, and what is said of what is wrong or not run.

use std::path::Path;

use super::{contract, description, folder, found, mistakes, notes, pointer, ruleset};
use caveat::finding::Severity;
use caveat::spectral;

/// Findings of `main.yaml` for `api.yaml` among files, as rule, severity and pointer.
fn all(files: &[(&str, &str)], api: &str) -> Vec<String> {
    let folder = folder(files);
    let contract = contract(&folder.path().join(api));
    let outcome = spectral::run(&contract, &[ruleset(&folder.path().join("main.yaml"))]);
    let show = |f: &caveat::finding::Finding| format!("{} {} {}", f.rule, f.severity.as_str(), pointer(&contract, f));
    outcome.findings.iter().map(show).collect()
}

const BASE: &str = "
rules:
  one: {given: $.info, then: {field: x-one, function: truthy}}
  two: {given: $.info, severity: error, recommended: false, then: {field: x-two, function: truthy}}
";

#[test]
fn what_is_extended_is_chosen_and_changed() {
    let api = &description("");
    for (main, expected) in [
        ("extends: ./base.yaml", &["one warning"][..]),
        ("extends: [base.yaml]", &["one warning"]),
        ("extends: [[./base.yaml, all]]", &["one warning", "two error"]),
        ("extends: [[./base.yaml, off]]", &[]),
        ("extends: [[./base.yaml, off]]\nrules: {two: true}", &["two error"]),
        ("extends: ./base.yaml\nrules: {one: off, two: hint}", &["two info"]),
        ("extends: ./base.yaml\nrules: {one: false}", &[]),
        ("extends: ./base.yaml\nrules: {one: 0}", &["one error"]),
        ("extends: ./base.yaml\nrules: {one: {severity: info}}", &["one info"]),
        ("extends: ./base.yaml\nrules: {one: {given: $.info, then: {field: title, function: truthy}}}", &[]),
        (
            "extends: ./base.yaml\nformats: [oas2]\nrules: {three: {given: $, then: {field: x, function: truthy}}}",
            &["one warning"],
        ),
    ] {
        let found = all(&[("main.yaml", main), ("base.yaml", BASE), ("api.yaml", api)], "api.yaml");
        let expected: Vec<String> = expected.iter().map(|e| format!("spectral/{e} /info")).collect();
        assert_eq!(found, expected, "{main}");
    }
}

#[test]
fn formats_are_versions() {
    let three_one = description("");
    for (formats, runs) in [("oas2", false), ("oas3", true), ("oas3.0", false), ("oas3_1", true), ("asyncapi2", false)]
    {
        let rules = format!(
            "rules: {{r: {{formats: [{formats}], given: $.x, then: {{function: defined}}}}, s: {{formats: [{formats}], given: $, then: {{field: x, function: defined}}}}}}"
        );
        assert_eq!(found(&rules, &three_one).len(), usize::from(runs), "{formats}");
    }
}

#[test]
fn aliases_are_paths_by_format() {
    let rules = "
aliases:
  Info: $.info
  Title: ['#Info.title']
  Both: {targets: [{formats: [oas2], given: [$.nothing]}, {formats: [oas3], given: [$.info, $.openapi]}]}
rules:
  a: {message: a, given: '#Title', then: {function: falsy}}
  b: {message: b, given: '#Both', then: {function: falsy}}
  c: {message: c, given: '#Info.version', then: {function: falsy}}
";
    assert_eq!(found(rules, &description("")), ["/openapi b", "/info b", "/info/title a", "/info/version c"]);
}

#[test]
fn overrides_count_for_files_and_places() {
    let main = "
extends: ./base.yaml
rules: {s: {given: $.tags.*, severity: error, then: {field: description, function: truthy}}}
overrides:
  - {files: ['*.old.yaml'], rules: {one: error}}
  - {files: ['sub/**/*.yaml'], rules: {one: off, new: {given: $, then: {field: x, function: truthy}}}}
  - {files: ['api.yaml#/tags/1'], rules: {s: off}}
  - {files: ['api.yaml#/tags'], rules: {s: info}}
";
    let api = &description("tags: [{name: a}, {name: b}]\n");
    let files =
        &[("main.yaml", main), ("base.yaml", BASE), ("api.yaml", api), ("a.old.yaml", api), ("sub/x/api.yaml", api)];
    assert_eq!(all(files, "api.yaml"), ["spectral/one warning /info", "spectral/s info /tags/0"]);
    assert_eq!(
        all(files, "a.old.yaml"),
        ["spectral/one error /info", "spectral/s error /tags/0", "spectral/s error /tags/1"]
    );
    assert_eq!(all(files, "sub/x/api.yaml"), ["spectral/new warning ", "spectral/s info /tags/0"]);
}

#[test]
fn messages_have_placeholders() {
    let rules = |message: &str| {
        format!(
            "rules: {{r: {{{message}given: $.info.title, then: {{function: pattern, functionOptions: {{match: ^x}}}}}}}}"
        )
    };
    let one = |message: &str| found(&rules(message), &description("")).remove(0);
    assert_eq!(one(""), "/info/title `t` does not match the pattern `^x`");
    assert_eq!(one("description: d, "), "/info/title d");
    assert_eq!(
        one("description: d, message: '{{property}} {{path}} {{value}} {{description}}: {{error}}', "),
        "/info/title title #/info/title t d: `t` does not match the pattern `^x`"
    );
}

#[test]
fn what_is_not_run_is_listed_once() {
    let rules = "
extends: [spectral:oas, '@team/rules', https://example.org/rules.yaml, ./more.js]
functions: [own]
parserOptions: {duplicateKeys: warn}
rules:
  oas3-schema: error
  info-contact: off
  a: {given: [$.info, $.tags], then: {function: own}}
  b: {given: $.info, then: [{field: x, function: own}, {field: title, function: falsy}]}
";
    assert_eq!(
        notes(rules, &description("")),
        [
            "`./more.js`: it is written in JavaScript",
            "`@team/rules`: it is a package of npm: name the file of its ruleset, as `./node_modules/…`",
            "`a`: the function `own` is written in JavaScript",
            "`b`: the function `own` is written in JavaScript",
            "`https://example.org/rules.yaml`: nothing is fetched from the network: save it beside this ruleset",
            "`oas3-schema`: it is a rule of `spectral:oas`, which is not run",
            "`parserOptions`: this key has no meaning here",
            "`spectral:oas`: caveat's own rules look for the same: `caveat rules` lists them",
        ]
    );
}

#[test]
fn mistakes_have_a_place_and_a_way_out() {
    for (text, said) in [
        (
            "rules:\n  a: {given: x, then: {function: truthy}}",
            "main.yaml:2:14 `given` is neither a path nor an alias (begin a path with `$`, and an alias with `#`)",
        ),
        (
            "rules:\n  a: {given: '#X', then: {function: truthy}}",
            "main.yaml:2:14 there is no alias `X` (write it under `aliases`)",
        ),
        (
            "aliases: {X: '#X'}\nrules:\n  a: {given: '#X', then: {function: truthy}}",
            "main.yaml:3:14 the alias `X` leads round in a circle, or to too many paths (known are: X)",
        ),
        ("rules:\n  a: {given: $}", "main.yaml:2:3 the rule `a` has no `given` or no `then` (write both)"),
        (
            "rules:\n  a: warn",
            "main.yaml:2:3 there is no rule `a` to change (write the rule, or extend the ruleset that has it)",
        ),
        (
            "extends: ./base.yaml\nrules:\n  onne: warn",
            "main.yaml:3:3 `onne` is no rule that is inherited (did you mean `one`?)",
        ),
        (
            "rules:\n  a: {given: $, severity: bad, then: {function: truthy}}",
            "main.yaml:2:27 `bad` is no severity (write one of these: error, warn, info, hint, off, 0, 1, 2, 3, -1)",
        ),
        ("rles: {}", "main.yaml:1:1 `rles` is no key of a ruleset (did you mean `rules`?)"),
        (
            "extends: ./none.yaml",
            "main.yaml:1:10 `./none.yaml` cannot be extended: there is no such file (name a file in the folder of the ruleset that was named, or below it)",
        ),
        (
            "extends: ../base.yaml",
            "main.yaml:1:10 `../base.yaml` cannot be extended: it leads out of the ruleset's folder (name a file in the folder of the ruleset that was named, or below it)",
        ),
        (
            "extends: ./main.yaml",
            "main.yaml:1:10 `./main.yaml` cannot be extended: rulesets extend each other in a circle (name a file in the folder of the ruleset that was named, or below it)",
        ),
        ("", "main.yaml:1:1 this ruleset is empty (write `rules:`, and rules below it)"),
        ("rules: {a: {given: [$", "main.yaml:1:"),
    ] {
        let folder = folder(&[("main.yaml", text), ("base.yaml", BASE)]);
        let failed =
            spectral::load(&folder.path().join("main.yaml")).err().unwrap_or_else(|| panic!("no mistake in {text}"));
        let all = mistakes(failed);
        assert!(all.iter().any(|one| one.starts_with(said)), "{text}\n{all:#?}\n{said}");
    }
    assert!(mistakes(spectral::load(Path::new("no/such.yaml")).err().unwrap())[0].contains("there is no such file"));
    assert!(mistakes(spectral::load(Path::new("a/.spectral.js")).err().unwrap())[0].contains("JavaScript"));
}

#[test]
fn other_files_of_a_description_are_looked_into() {
    let main = "rules: {r: {given: $.paths..schema, severity: error, then: {field: title, function: truthy}}}";
    let api = &description(
        "paths: {/a: {get: {responses: {'200': {description: d, content: {a/b: {schema: {$ref: 'b.yaml#/S'}}}}}}}}\n",
    );
    let found = all(&[("main.yaml", main), ("api.yaml", api), ("b.yaml", "S: {type: object}\n")], "api.yaml");
    assert_eq!(found, ["spectral/r error /S"]);
    assert_eq!(Severity::Error.as_str(), "error");
}

#[test]
fn a_path_that_takes_the_square_of_the_document_is_stopped() {
    let api = description(&format!("x-list: [{}]\n", "{a: [1, 2, 3]}, ".repeat(8_000)));
    let rules = "rules: {r: {given: '$..[?(@..b)]', then: {function: truthy}}, s: {given: '$.x-list[?(count($..a) == 1)]', then: {function: truthy}}}";
    let notes = notes(rules, &api);
    assert!(
        notes
            .iter()
            .any(|note| note.starts_with("`s`: not whole on") && note.ends_with("its path takes too many steps")),
        "{notes:?}"
    );
}
