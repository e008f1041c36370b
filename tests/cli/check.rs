//! What is new since a revision: what breaks, and what lint finds that it did not find before.

use super::{Here, Ran};

/// A description in `snake_case`; `more` are properties of a book, of which `required` lists some.
fn api(required: &str, more: &str) -> String {
    format!(
        "openapi: 3.1.0
info: {{title: Books, version: 1.0.0}}
paths:
  /books/{{book_id}}:
    get:
      operationId: get_book
      parameters:
        - {{name: book_id, in: path, required: true, schema: {{type: string}}}}
      responses:
        '200':
          description: A book.
          content:
            application/json:
              schema: {{$ref: '#/components/schemas/book'}}
components:
  schemas:
    book:
      type: object
      required: [{required}]
      properties:
        book_id: {{type: string}}
        page_count: {{type: integer}}
        first_edition: {{type: string}}
        print_run: {{type: integer}}
        spine_width: {{type: number}}
        spine_title: {{type: string}}
        cover_art: {{type: string}}
        cover_text: {{type: string}}
        series_name: {{type: string}}
        series_number: {{type: integer}}
        shelf_life: {{type: string}}
{more}"
    )
}

const OLD: &str = "book_id, page_count";

/// Only rules that the descriptions here speak of, so that a new rule changes no test.
const CONFIG: &str = "rules:\n  all: off\n  unresolved-reference: error\n  property-case: warning\n";

/// A repository with these files on `main`, or nothing if git does not run here.
fn repository(files: &[(&str, &str)]) -> Option<Here> {
    let here = Here::empty();
    here.write("caveat.yaml", CONFIG);
    for (name, text) in files {
        here.write(name, text);
    }
    here.git(&["init", "-q", "-b", "main"])?;
    here.git(&["add", "."])?;
    here.git(&["commit", "-q", "-m", "before"])?;
    here.git(&["checkout", "-q", "-b", "branch"])?;
    Some(here)
}

/// The checks of changes that may break, and the rules of new findings, of a JSON report.
fn new(ran: &Ran) -> Vec<String> {
    let report = ran.json();
    let mut all = Vec::new();
    for description in report["descriptions"].as_array().expect("descriptions") {
        let file = description["file"].as_str().expect("a file");
        for change in description["changes"].as_array().into_iter().flatten() {
            if matches!(change["level"].as_str(), Some("breaking" | "unproven")) {
                all.push(format!("{file} {}", change["check"].as_str().expect("a check")));
            }
        }
        for finding in description["findings"].as_array().expect("findings") {
            all.push(format!("{file} {}", finding["rule"].as_str().expect("a rule")));
        }
    }
    all.extend(report["gone"].as_array().into_iter().flatten().map(|name| format!("{} gone", name.as_str().unwrap())));
    all
}

fn check(here: &Here, args: &[&str]) -> Ran {
    here.run(&[&["check", "--format", "json"], args].concat())
}

/// The same description as JSON in one line, its keys sorted.
fn as_json(text: &str) -> String {
    let value: serde_json::Value = serde_yaml::from_str(text).expect("YAML");
    serde_json::to_string(&value).expect("JSON")
}

fn is(found: &[&str]) -> Vec<String> {
    found.iter().map(|one| (*one).to_owned()).collect()
}

#[test]
fn a_branch_that_reformats_everything_has_two_new_things() {
    // What was there before is not said again.
    let old = api(OLD, "        printPlace: {type: string}\n");
    let Some(here) = repository(&[("openapi.yaml", &old)]) else { return };
    let more = "        printPlace: {type: string}\n        shelfMark: {type: string}\n";
    let branch = api("book_id", more).replace("        page_count: {type: integer}\n", "");
    // JSON is YAML as well.
    here.write("openapi.yaml", &as_json(&branch));
    let ran = check(&here, &["--since", "main"]);
    let found = is(&["openapi.yaml response-property-became-optional", "openapi.yaml property-case"]);
    assert_eq!((new(&ran), ran.code), (found, 1), "{}{}", ran.out, ran.err);
    let text = here.run(&["check", "--since", "main"]);
    assert_eq!(text.out.matches("  caveat explain ").count(), 2, "{}", text.out);
    assert!(
        text.out.contains("`shelfMark` is camelCase; 11 of 12 property names in the version before"),
        "{}",
        text.out
    );
    let last = text.out.split("\n\n").last().unwrap_or_default().replace('\n', " ");
    assert!(last.starts_with("1 breaking change and 1 new warning since main in 1 description"), "{last}");
}

#[test]
fn nothing_new_is_one_line() {
    let old = api(OLD, "        printPlace: {type: string}\n");
    let Some(here) = repository(&[("openapi.yaml", &old), ("v1/openapi.json", &as_json(&old))]) else { return };
    here.write("openapi.yaml", &as_json(&old));
    // The same in another format is the same.
    std::fs::remove_file(here.path().join("v1/openapi.json")).expect("it was there");
    here.write("v1/openapi.yaml", &old);
    let ran = here.run(&["check", "--since", "main"]);
    let line =
        "nothing breaks and nothing new is found since main in 2 descriptions (2 findings of before not repeated)";
    assert_eq!((ran.code, ran.out.trim_end().replace('\n', " ")), (0, line.to_owned()), "{}", ran.err);
    assert_eq!(here.run(&["check", "--since", "main", "--quiet"]).out, "");
}

/// More new names in another case than there were before in the old one do not become the habit.
#[test]
fn the_habits_are_those_of_before() {
    let Some(here) = repository(&[("openapi.yaml", &api(OLD, ""))]) else { return };
    let names = ["shelfMark", "firstOwner", "lastOwner", "paperSize", "inkColour", "dustJacket", "bookPlate"];
    // A part of the API with a tag of its own, which would have a habit of its own.
    let more = "    shelf:\n      type: object\n      properties:\n".to_owned()
        + &names.map(|name| format!("        {name}: {{type: string}}\n")).concat();
    let path = "  /shelves:\n    get:\n      tags: [shelves]\n      operationId: list_shelves\n      responses:\n        \
                '200':\n          description: Shelves.\n          content:\n            application/json:\n              \
                schema: {$ref: '#/components/schemas/shelf'}\ncomponents:\n";
    let branch = api(OLD, &more).replace("components:\n", path);
    here.write("openapi.yaml", &branch);
    let lint = here.run(&["lint", "--format", "json"]).findings();
    assert_eq!(lint, [""; 0], "by itself it has two habits");
    let ran = check(&here, &["--since", "main"]);
    let messages = ran.json();
    let messages: Vec<&str> = messages["descriptions"][0]["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| finding["message"].as_str().expect("a message"))
        .collect();
    assert_eq!(messages.len(), 1, "a component that is wholly in another case is one finding: {messages:?}");
    assert!(messages[0].contains("not snake_case") && messages[0].contains("in the version before"), "{messages:?}");
}

#[test]
fn files_come_and_go() {
    let (old, other) = (api(OLD, ""), api(OLD, "").replace("Books", "Maps"));
    let files = [("api/books.yaml", &*old), ("api/maps.yaml", &*other), ("api/deep/more.yaml", &*old)];
    let Some(here) = repository(&files) else { return };
    std::fs::remove_file(here.path().join("api/maps.yaml")).expect("it was there");
    // A file that was not there has nothing to break: it is only linted.
    here.write("api/atlas.yaml", &api(OLD, "        mapScale: {type: string}\n"));
    here.write("api/deep/more.yaml", &api("book_id", "").replace("        page_count: {type: integer}\n", ""));
    let all = is(&[
        "api/atlas.yaml property-case",
        "api/deep/more.yaml response-property-became-optional",
        "api/maps.yaml gone",
    ]);
    for args in [&["--since", "main"][..], &["api", "--since", "main"], &["--since", "main", "api/deep", "api"]] {
        let ran = check(&here, args);
        let mut found = new(&ran);
        found.sort();
        assert_eq!((found, ran.code), (all.clone(), 1), "{}", ran.err);
    }
    // One that is named is looked for on both sides.
    for (path, found, code) in [
        ("api/maps.yaml", vec!["api/maps.yaml gone"], 1),
        ("api/atlas.yaml", vec!["api/atlas.yaml property-case"], 0),
        ("api/books.yaml", vec![], 0),
    ] {
        let ran = check(&here, &["--since", "main", path]);
        assert_eq!((new(&ran), ran.code), (is(&found), code), "{path}: {}", ran.err);
    }
    let ran = here.run(&["check", "--since", "main", "api/maps.yaml"]);
    assert!(
        ran.out.starts_with("breaking: the description `api/maps.yaml` is gone; it was there in main"),
        "{}",
        ran.out
    );
    for (limit, code) in [("never", 0), ("never,warning", 0), ("never,breaking", 1), ("breaking", 1)] {
        let ran = here.run(&["check", "--since", "main", "api/maps.yaml", "--fail-on", limit]);
        assert_eq!(ran.code, code, "{limit}");
    }
    let ran = here.run(&["check", "--since", "main", "api/none.yaml"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("there is no file `api/none.yaml`"), "{}", ran.err);
    // What is no description any more is gone as well.
    here.write("api/books.yaml", "title: Books\n");
    assert!(new(&check(&here, &["--since", "main"])).contains(&"api/books.yaml gone".to_owned()));
}

#[test]
fn paths_count_from_the_current_folder() {
    let Some(here) = repository(&[("api/books.yaml", &api(OLD, "")), ("other.yaml", &api(OLD, ""))]) else { return };
    here.write("api/books.yaml", &api(OLD, "        shelfMark: {type: string}\n"));
    here.write("other.yaml", &api(OLD, "        shelfMark: {type: string}\n"));
    let inside = |args: &[&str]| {
        let mut command = here.caveat(&[&["check", "--format", "json", "--since", "main"], args].concat());
        Ran::from(command.current_dir(here.path().join("api")).output().expect("caveat runs"))
    };
    let absolute = here.path().join("api/books.yaml");
    let absolute = absolute.to_str().expect("a path in Unicode");
    for (args, found) in [
        (&[][..], is(&["books.yaml property-case"])),
        (&["books.yaml"], is(&["books.yaml property-case"])),
        (&["../other.yaml"], is(&["../other.yaml property-case"])),
        (&[absolute], vec![format!("{absolute} property-case")]),
    ] {
        let ran = inside(args);
        assert_eq!(new(&ran), found, "{args:?}: {}", ran.err);
    }
    let elsewhere = tempfile::tempdir().expect("a folder");
    let ran = inside(&[elsewhere.path().to_str().expect("a path in Unicode")]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is not in the git repository of this folder"), "{}", ran.err);
}

#[test]
fn a_referenced_file_is_that_of_the_revision() {
    for folder in ["", "api/"] {
        let root = api(OLD, "").replace("'#/components/schemas/book'", "parts/book.yaml");
        let part =
            "type: object\nrequired: [book_id]\nproperties:\n  book_id: {type: string}\n  paperSize: {type: string}\n";
        let (root_name, part_name) = (format!("{folder}openapi.yaml"), format!("{folder}parts/book.yaml"));
        let Some(here) = repository(&[(&root_name, &root), (&part_name, part)]) else { return };
        assert_eq!(new(&check(&here, &["--since", "main"])), is(&[]), "what is found in it was found before");
        here.write(&part_name, &format!("{}  inkColour: {{type: string}}\n", part.replace("[book_id]", "[]")));
        let ran = check(&here, &["--since", "main"]);
        let found = [format!("{root_name} response-property-became-optional"), format!("{root_name} property-case")];
        assert_eq!(new(&ran), found, "{}", ran.err);
        let file = &ran.json()["descriptions"][0]["findings"][0]["location"]["file"];
        assert_eq!(*file, part_name);
    }
}

#[test]
fn without_a_revision_there_is_no_check() {
    let here = Here::empty();
    here.write("openapi.yaml", &api(OLD, ""));
    let ran = here.run(&["check", "--since", "main"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("this folder is in no git repository\n  help: compare with a file"), "{}", ran.err);
    let ran = Ran::from(here.caveat(&["check", "--since", "main"]).env("PATH", "").output().expect("caveat runs"));
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("git cannot be called"), "{}", ran.err);
    let ran = here.run(&["check"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--since <REV>"), "{}", ran.err);
    let Some(here) = repository(&[("openapi.yaml", &api(OLD, ""))]) else { return };
    let ran = here.run(&["check", "--since", "nowhere"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("there is no git revision `nowhere`\n  help: fetch it first"), "{}", ran.err);
}

#[test]
fn one_description_is_checked_against_a_file() {
    let here = Here::empty();
    here.write("caveat.yaml", CONFIG);
    here.write("old.json", &as_json(&api(OLD, "")));
    here.write("new.yaml", &api(OLD, "        shelfMark: {type: string}\n"));
    let against = |more: &[&str]| check(&here, &[&["new.yaml", "--against", "old.json"], more].concat());
    let ran = against(&[]);
    assert_eq!((new(&ran), ran.code), (is(&["new.yaml property-case"]), 0), "{}", ran.err);
    assert_eq!(against(&["--fail-on", "breaking,warning"]).code, 1);
    assert_eq!(against(&["--fail-on", "safe"]).code, 1, "a property is new");
    assert_eq!(against(&["--fail-on", "never,warning"]).code, 1, "never for changes");
    assert_eq!(against(&["--fail-on", "never,breaking"]).code, 0, "never for findings");
    assert_eq!(against(&["--fail-on", "worse"]).code, 2);
    let shown = here.run(&["check", "new.yaml", "--against", "old.json", "--show", "safe,error"]);
    assert!(shown.out.contains("safe: ") && !shown.out.contains("shelfMark` is camelCase"), "{}", shown.out);
    let said = shown.out.replace('\n', " ");
    assert!(said.contains("1 new warning not shown; --show warning"), "{said}");
    let two = here.run(&["check", "new.yaml", "new.yaml", "--against", "old.json"]);
    assert_eq!(two.code, 2);
    assert!(two.err.contains("`--against` compares one description"), "{}", two.err);
    // A configuration counts for both.
    here.write("caveat.yaml", &format!("{CONFIG}fail-on: warning\ndiff: {{fail-on: never}}\n"));
    assert_eq!(against(&[]).code, 1);
}

#[test]
fn json_is_valid_by_its_schema() {
    let Some(here) = repository(&[("old.yaml", &api(OLD, "")), ("openapi.yaml", &api(OLD, ""))]) else { return };
    here.write("openapi.yaml", &api("book_id", "        shelfMark: {type: string}\n"));
    here.write("new.yaml", &api(OLD, ""));
    std::fs::remove_file(here.path().join("old.yaml")).expect("it was there");
    let output = check(&here, &["--since", "main"]).json();
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let read = |name: &str| -> serde_json::Value {
        serde_json::from_str(&std::fs::read_to_string(docs.join(name)).expect(name)).expect("JSON")
    };
    let at = |name: &str| format!("https://caveat.invalid/{name}");
    let registry = ["lint-output.schema.json", "diff-output.schema.json"]
        .iter()
        .fold(jsonschema::Registry::new(), |registry, name| {
            registry.add(at(name), jsonschema::Resource::from_contents(read(name))).expect("an address")
        });
    let registry = registry.prepare().expect("schemas");
    let schema = read("check-output.schema.json");
    let validator = jsonschema::options()
        .with_base_uri(at("check-output.schema.json"))
        .with_registry(&registry)
        .build(&schema)
        .expect("a schema");
    let faults: Vec<String> = validator.iter_errors(&output).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    let keys = |value: &serde_json::Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&output), keys(&schema["properties"]));
    assert_eq!(keys(&output["summary"]), keys(&schema["$defs"]["summary"]["properties"]));
    let descriptions = output["descriptions"].as_array().expect("descriptions");
    for description in descriptions {
        assert_eq!(keys(description), keys(&schema["$defs"]["description"]["properties"]));
    }
    let new: Vec<bool> = descriptions.iter().map(|d| d["old_file"].is_null() && d["changes"].is_null()).collect();
    assert_eq!((new, &output["summary"]["gone"]), (vec![true, false], &1.into()));
    assert!(!descriptions[1]["changes"].as_array().expect("changes").is_empty());
    assert!(!descriptions[1]["findings"].as_array().expect("findings").is_empty());
    // The schemas that it refers to are part of it: what they refuse, it refuses.
    let mut wrong = output.clone();
    wrong["descriptions"][1]["changes"][0]["level"] = "worse".into();
    assert!(!validator.is_valid(&wrong));
}
