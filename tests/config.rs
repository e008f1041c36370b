//! The configuration: what it says, where it is wrong, and that its JSON Schema agrees.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use caveat::config::presets::PRESETS;
use caveat::config::{self, Config, Mistakes};
use caveat::diff::{Level, Policy, checks};
use caveat::finding::{Area, Severity};
use caveat::lint::facts::convention::{PINNABLE, Pinnable};
use caveat::lint::{Status, rules};

fn read(text: &str) -> Result<Config, String> {
    config::read("caveat.yaml", text.as_bytes().to_vec(), Path::new(".")).map_err(|files| said(&files))
}

/// The mistakes of one file after the other, those of other files than `caveat.yaml` with the name of the file.
fn said(files: &[Mistakes]) -> String {
    let mut said = String::new();
    for Mistakes { document, list } in files {
        let file = if document.name == "caveat.yaml" { "" } else { &format!("{}:", document.name) };
        for mistake in list {
            let place = document.place(mistake.start);
            let shown = &document.text[mistake.start as usize..mistake.end as usize];
            let help = mistake.help.as_deref().unwrap_or("-");
            let _ = writeln!(said, "{file}{}:{} {shown:?} {} | {help}", place.line, place.column, mistake.message);
        }
    }
    said
}

fn good(text: &str) -> Config {
    read(text).unwrap_or_else(|said| panic!("{text}\n{said}"))
}

fn level(config: &Config, rule: &str) -> Option<Option<Severity>> {
    config.rules.get(rule).and_then(|setting| setting.level)
}

/// Configurations that are right.
const GOOD: &[&str] = &[
    "",
    "# nothing\n",
    "{}",
    "rules:\n",
    "rules:\n  property-case: error\n  unresolved-reference:\n    level: warning\n    options: {}\n",
    "rules: {all: info, naming: off, property-case: {options: }}\n",
    "conventions:\n  naming.property: camelCase\n",
    "thresholds:\n  agreement: 0.9\n  samples: 10\n",
    "thresholds: {agreement: 1}\n",
    "fail-on: never\nshow: info\n",
    "exclude: [legacy/, '*.draft.yaml', '!kept.draft.yaml']\n",
    "extends: strict\n",
    "extends: [minimal, zalando]\npresets: [security]\n",
    "overrides: []\n",
    "overrides:\n- files: [legacy/, '!legacy/new.yaml']\n  rules: {naming: off, property-case: {level: info}}\n  \
     conventions: {naming.property: camelCase}\n  thresholds: {samples: 9}\n- pointers: ['/paths/~1a*/**', \
     '#/info']\n  rules: {all: info}\n",
    "{\"$schema\": \"config.schema.json\", \"fail-on\": \"warning\"}",
];

/// Configurations that are wrong, and what is said: line, column, the text shown, the message, the help.
const BAD: &[(&str, &str)] = &[
    ("fail_on: error\n", "1:1 \"fail_on\" `fail_on` is no key of a configuration | did you mean `fail-on`?\n"),
    ("fail-on: erorr\n", "1:10 \"erorr\" `erorr` is no severity to fail on | did you mean `error`?\n"),
    (
        "fail-on: xyz\nshow: [error]\n",
        "1:10 \"xyz\" `xyz` is no severity to fail on | write `error`, `warning`, `info` or `never`\n\
         2:1 \"show\" a list is no severity to show | write `error`, `warning` or `info`\n",
    ),
    (
        "rules:\n  propery-case: error\n  nameing: off\n  zzz: off\n",
        "2:3 \"propery-case\" `propery-case` is no rule or area | did you mean `property-case`?\n\
         3:3 \"nameing\" `nameing` is no rule or area | did you mean `naming`?\n\
         4:3 \"zzz\" `zzz` is no rule or area | `caveat rules` lists them\n",
    ),
    (
        "rules:\n  property-case: warn\n  naming: {level: error}\n",
        "2:18 \"warn\" `warn` is no level of a rule | did you mean `warning`?\n\
         3:3 \"naming\" an object is no level of a rule | write `error`, `warning`, `info` or `off`\n",
    ),
    (
        "rules:\n  property-case:\n    levels: error\n    options:\n      strict: true\n",
        "3:5 \"levels\" `levels` is no key of a rule's entry | did you mean `level`?\n\
         5:7 \"strict\" `strict` is no option of `property-case` | the rule has no options\n",
    ),
    ("rules: [property-case]\n", "1:1 \"rules\" `rules` must be an object, and this is a list | -\n"),
    (
        "conventions:\n  naming.properties: snake_case\n  naming.property: snakecase\n",
        "2:3 \"naming.properties\" `naming.properties` is no convention that can be fixed | did you mean \
         `naming.property`?\n3:20 \"snakecase\" `snakecase` is no value of `naming.property`, the case of property \
         names | did you mean `snake_case`?\n",
    ),
    (
        "thresholds:\n  agreement: 80\n  samples: 0\n  sample: 3\n",
        "2:14 \"80\" `agreement` must be a share from 0.5 to 1 | -\n\
         3:12 \"0\" `samples` must be a whole number from 1 | -\n\
         4:3 \"sample\" `sample` is no threshold | did you mean `samples`?\n",
    ),
    (
        "exclude: legacy\n",
        "1:10 \"legacy\" `exclude` must be a list, and this is a string | write `exclude: [legacy]`\n",
    ),
    (
        "conventions: {errors.schema: ''}\n",
        "1:30 \"''\" `errors.schema`, the component that error bodies use, must not be empty | -\n",
    ),
    ("exclude: [1]\n", "1:11 \"1\" a pattern of `exclude` must be a text, and this is a number | -\n"),
    (
        "diff:\n  policy: tolerant\n  check-version: 1\n  levels:\n    server-remved: safe\n    server-added: error\n  \
         lifecycle: {min-notice-days: -1, days: 3}\n",
        "2:11 \"tolerant\" `tolerant` is no policy | did you mean `tolerant-reader`?\n\
         3:18 \"1\" `check-version` must be `true` or `false`, and this is a number | -\n\
         5:5 \"server-remved\" `server-remved` is no check | did you mean `server-removed`?\n\
         6:19 \"error\" `error` is no level of a check | write `breaking`, `unproven`, `risky` or `safe`\n\
         7:32 \"-1\" `min-notice-days` must be a whole number from 0 | -\n\
         7:36 \"days\" `days` is no key of `lifecycle` | write `min-notice-days`\n",
    ),
    (
        "extends: [strct, caveat:strict, https://example.com/a.yaml, strict, strict, 1]\npresets: strict\n",
        "1:11 \"strct\" `strct` is no preset | did you mean `strict`?\n\
         1:18 \"caveat:strict\" `caveat:strict` is no preset | did you mean `strict`?\n\
         1:33 \"https://example.com/a.yaml\" `https://example.com/a.yaml` is a network address, which is never read | \
         download it and give the file\n\
         1:69 \"strict\" `strict` stands twice in `extends` | remove one of them\n\
         1:77 \"1\" an entry of `extends` must be a text, and this is a number | -\n\
         2:10 \"strict\" `presets` must be a list, and this is a string | write `presets: [strict]`\n",
    ),
    ("extends: {a: b}\n", "1:1 \"extends\" `extends` must be a list, and this is an object | -\n"),
    (
        "overrides:\n- rules: {naming: off}\n- files: a.yaml\n- pointers: [paths, /a~2, /a~]\n- file: [a]\n",
        "2:3 \"rules: {naming: off}\" this override does not say where it counts | write `files` or `pointers`; what \
         counts for all stands outside of `overrides`\n\
         3:10 \"a.yaml\" `files` must be a list, and this is a string | write `files: [a.yaml]`\n\
         4:14 \"paths\" a JSON Pointer begins with `/` | write for example `/paths/~1users/*` or \
         `/components/schemas/Legacy*`\n\
         4:21 \"/a~2\" in a JSON Pointer `~` stands before `0` or `1` | write for example `/paths/~1users/*` or \
         `/components/schemas/Legacy*`\n\
         4:27 \"/a~\" in a JSON Pointer `~` stands before `0` or `1` | write for example `/paths/~1users/*` or \
         `/components/schemas/Legacy*`\n\
         5:3 \"file\" `file` is no key of an override | did you mean `files`?\n",
    ),
    (
        "overrides:\n- pointers: [/info]\n  conventions: {naming.property: camelCase}\n  rules: {property-case: wrn}\n",
        "3:3 \"conventions\" `conventions` count for whole descriptions, and `pointers` speaks of places in one | move \
         them to an entry with `files` and without `pointers`\n\
         4:26 \"wrn\" `wrn` is no level of a rule | did you mean `warning`?\n",
    ),
    ("overrides: {files: [a]}\n", "1:1 \"overrides\" `overrides` must be a list, and this is an object | -\n"),
    ("- rules\n", "1:1 \"- rules\" a configuration must be an object, and this is a list | -\n"),
    (
        "show: info\r\nfail-on: error\r\nshow: error\r\n",
        "3:1 \"show\" `show` stands twice in one object, first in line 1 | remove one of them\n",
    ),
];

#[test]
fn what_is_right_is_read() {
    for text in GOOD {
        good(text);
    }
    let config = good(GOOD[4]);
    assert_eq!(level(&config, "property-case"), Some(Some(Severity::Error)));
    assert_eq!(level(&config, "unresolved-reference"), Some(Some(Severity::Warning)));
    let config = good("conventions: {naming.property: camelCase}\nthresholds: {agreement: 0.9, samples: 10}");
    assert_eq!(config.conventions.pinned.get("naming.property").map(String::as_str), Some("camelCase"));
    assert_eq!((config.conventions.agreement.to_string(), config.conventions.samples), ("0.9".to_owned(), 10));
    let config = good("fail-on: never\nshow: info\n");
    assert_eq!((config.fail_on, config.show), (Some(None), Some(Severity::Info)));
    let config = good(
        "diff: {policy: codegen, check-version: true, levels: {server-removed: breaking}, \
         lifecycle: {min-notice-days: 90}}",
    );
    let levels: Vec<(&str, Level)> =
        config.diff.levels.iter().map(|(check, level)| (checks::all()[*check].id.as_str(), *level)).collect();
    assert_eq!(levels, [("server-removed", Level::Breaking)]);
    assert_eq!((config.diff.policy, config.diff.check_version), (Some(Policy::Codegen), Some(true)));
    assert_eq!(config.diff.min_notice_days, Some(90));
    let config = good("");
    assert!(config.rules.is_empty() && config.fail_on.is_none() && config.show.is_none());
}

#[test]
fn a_rule_counts_before_its_area_and_that_before_all() {
    for text in [
        "rules: {all: info, naming: off, property-case: error}",
        "rules: {property-case: error, naming: off, all: info}",
    ] {
        let config = good(text);
        for entry in rules::all() {
            let expected = match (entry.meta.id, entry.meta.area.as_str()) {
                ("property-case", _) => Some(Severity::Error),
                (_, "naming") => None,
                _ => Some(Severity::Info),
            };
            assert_eq!(level(&config, entry.meta.id), Some(expected), "{}", entry.meta.id);
        }
    }
    // Options alone leave the level to the area.
    let config = good("rules: {naming: info, property-case: {options: {}}}");
    assert_eq!(level(&config, "property-case"), Some(Some(Severity::Info)));
}

#[test]
fn every_mistake_has_its_place_and_the_nearest_name() {
    for (text, expected) in BAD {
        assert_eq!(read(text).err().as_deref(), Some(*expected), "{text}");
    }
}

#[test]
fn a_mistake_in_the_syntax_has_its_place() {
    for (text, place) in [("rules: [\n", "1:8 "), ("{\"rules\": {]}", "1:12 "), ("a: b: c\n", "1:5 ")] {
        let said = read(text).err().unwrap_or_default();
        assert!(said.starts_with(place), "{text}\n{said}");
    }
}

#[test]
fn nothing_that_stands_in_a_file_breaks_the_reader() {
    let deep = format!("rules: {}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let wide = format!("rules: {{property-case: {{options: {}}}}}", "{a: ".repeat(50_000) + "1" + &"}".repeat(50_000));
    let aliases = "a: &a [x, x]\nb: &b [*a, *a]\nrules: {property-case: {options: {c: *b}}}\n".to_owned();
    for text in [deep, wide, aliases, "\u{0}\u{1}".into(), "&a *a".into(), "? [a]\n: b\n".into()] {
        assert!(read(&text).is_err());
    }
    for bytes in [&b"\xff\xfe\x00"[..], b"\xc3\x28", b"%PDF-1.4\0\xff"] {
        assert!(config::read("caveat.yaml", bytes.to_vec(), Path::new(".")).is_err());
    }
}

/// Only keys that stand twice are beyond it.
#[test]
fn the_json_schema_says_the_same_as_the_reader() {
    let schema = config::schema();
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).expect("the schema of a configuration");
    let as_json = |text: &str| -> serde_json::Value {
        serde_yaml::from_str::<serde_json::Value>(text).unwrap_or_else(|e| panic!("{e} in\n{text}"))
    };
    for text in GOOD {
        let value = as_json(text);
        let errors: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{text}\n{errors:?}");
    }
    for (text, _) in BAD.iter().filter(|(text, _)| !text.starts_with("show: info\r\n")) {
        assert!(!validator.is_valid(&as_json(text)), "the schema lets this pass:\n{text}");
    }
}

#[test]
fn every_default_may_be_written_down() {
    let mut text = String::from("rules:\n");
    for entry in rules::all() {
        let _ = writeln!(text, "  {}:\n    level: {}", entry.meta.id, entry.meta.severity.as_str());
        let _ = writeln!(text, "    options:");
        let defaults = (entry.defaults)();
        for option in entry.meta.options {
            let default = serde_json::to_string(defaults.get(option.name()).expect("a default")).expect("JSON");
            let _ = writeln!(text, "      {}: {default}", option.name());
        }
    }
    let config = good(&text);
    assert_eq!(config.rules.len(), rules::all().len());
}

#[test]
fn the_nearest_file_upward_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let inner = root.join("a/b/c");
    fs::create_dir_all(&inner).expect("folders");
    let find = |folder: &Path| config::find(folder).and_then(|f| f.strip_prefix(root).map(Path::to_owned).ok());
    assert_eq!(find(&inner), None);
    fs::write(root.join("caveat.json"), "{}").expect("a file");
    assert_eq!(find(&inner).as_deref(), Some(Path::new("caveat.json")));
    fs::write(root.join("a/caveat.yml"), "").expect("a file");
    assert_eq!(find(&inner).as_deref(), Some(Path::new("a/caveat.yml")));
    fs::write(root.join("a/caveat.yaml"), "").expect("a file");
    assert_eq!(find(&inner).as_deref(), Some(Path::new("a/caveat.yaml")));
    assert_eq!(find(&root.join("a/b/../..")).as_deref(), Some(Path::new("caveat.json")));
    // A folder of that name is no configuration, and a folder that is not there has those above it.
    fs::create_dir(inner.join("caveat.yaml")).expect("a folder");
    assert_eq!(find(&inner.join("missing")).as_deref(), Some(Path::new("a/caveat.yaml")));
}

#[test]
fn patterns_are_those_of_a_gitignore() {
    let text = "exclude: [legacy/, /top.yaml, '*.draft.yaml', '!kept.draft.yaml', 'a/**/z']";
    let folder = Path::new("/base/folder");
    let config = config::read("caveat.yaml", text.as_bytes().to_vec(), folder).unwrap_or_default();
    for (path, expected) in [
        ("/base/folder/legacy/x.yaml", true),
        ("/base/folder/deep/legacy/x/y.yaml", true),
        ("/base/folder/legacy", false),
        ("/base/folder/top.yaml", true),
        ("/base/folder/deep/top.yaml", false),
        ("/base/folder/x.draft.yaml", true),
        ("/base/folder/kept.draft.yaml", false),
        ("/base/folder/a/b/c/z/file.yaml", true),
        ("/base/folder/./q/../legacy/x.yaml", true),
        ("/base/other/legacy/x.yaml", false),
        ("/base/folder/x.yaml", false),
    ] {
        assert_eq!(config.exclude.matches(Path::new(path), false), expected, "{path}");
    }
}

/// The names of conventions as the facts ask for them, and as a configuration may write them, are the same. A literal
/// may hold a place for the rest of the name: `naming.{}-parameter`.
#[test]
fn every_convention_that_is_asked_for_may_be_fixed() {
    let mut literals = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint/facts")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").filter_map(Result::ok) {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path if path.ends_with("convention.rs") => {}
                path => {
                    let source = fs::read_to_string(path).expect("a source file");
                    let is_name = |text: &&str| {
                        let area = text.split_once('.').map(|(area, _)| area);
                        text.len() < 60 && area.is_some_and(|area| Area::ALL.iter().any(|a| a.as_str() == area))
                    };
                    literals.extend(source.split('"').filter(is_name).map(str::to_owned));
                }
            }
        }
    }
    let asks_for = |literal: &str, name: &str| match literal.split_once("{}") {
        Some((start, end)) => name.starts_with(start) && name.ends_with(end),
        None => literal == name,
    };
    for Pinnable { name, .. } in PINNABLE {
        assert!(literals.iter().any(|literal| asks_for(literal, name)), "nothing asks for `{name}`");
    }
    for literal in &literals {
        assert!(PINNABLE.iter().any(|p| asks_for(literal, p.name)), "`{literal}` is missing in PINNABLE");
    }
}

#[test]
fn the_documentation_names_every_key() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md")).expect("a page");
    for key in config::schema()["properties"].as_object().expect("properties").keys() {
        assert!(page.contains(&format!("`{key}`")), "{key}");
    }
    // Its examples are configurations, and say nothing that there is not.
    let folder = Folder::new(&[("shared/caveat.yaml", "")]);
    let examples: Vec<&str> = page.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(examples.len() > 6);
    for example in examples {
        folder.write("api/caveat.yaml", example);
        folder.read("api/caveat.yaml").unwrap_or_else(|said| panic!("{example}\n{said}"));
    }
}

#[test]
fn presets_select_and_fix_and_what_stands_beside_them_wins() {
    let config =
        good("presets: [minimal, zalando]\nrules: {property-case: info}\nconventions: {naming.property: camelCase}");
    for entry in rules::all().iter().filter(|entry| entry.meta.status == Status::Stable) {
        let expected = match (entry.meta.id, entry.meta.severity) {
            ("property-case", _) => Some(Some(Severity::Info)),
            (_, Severity::Error) => None,
            _ => Some(None),
        };
        assert_eq!(level(&config, entry.meta.id), expected, "{}", entry.meta.id);
    }
    let pinned = |name: &str| config.conventions.pinned.get(name).map(String::as_str);
    assert_eq!(pinned("naming.property"), Some("camelCase"));
    assert_eq!(pinned("naming.query-parameter"), Some("snake_case"));
    let config = good("presets: [strict]");
    for entry in rules::all().iter().filter(|entry| entry.meta.status == Status::Stable) {
        let expected = entry.meta.severity.max(Severity::Warning);
        assert_eq!(level(&config, entry.meta.id), Some(Some(expected)), "{}", entry.meta.id);
    }
    // A later preset counts before an earlier one.
    let config = good("presets: [zalando, google-aip]");
    assert_eq!(config.conventions.pinned.get("naming.property").map(String::as_str), Some("camelCase"));
    assert_eq!(
        config.conventions.pinned.get("errors.media-type").map(String::as_str),
        Some("application/problem+json")
    );
}

/// What a preset fixes can be fixed, and the page names each preset with its source.
#[test]
fn presets_are_what_the_page_says() {
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/configuration.md")).expect("the page");
    for preset in PRESETS {
        assert!(page.contains(&format!("| `{}` |", preset.name)), "{}", preset.name);
        assert!(preset.source.is_none_or(|source| page.contains(source)), "{}", preset.name);
        for (name, value) in preset.conventions {
            let known = Pinnable::find(name).unwrap_or_else(|| panic!("{name}"));
            assert!(known.values.words().is_none_or(|words| words.contains(value)), "{name}: {value}");
        }
        assert!(good(&format!("presets: [{}]", preset.name)).fail_on.is_none());
    }
}

/// Configurations that extend each other, in folders.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    /// Reads one of the files; what is said of mistakes names no folder of this machine.
    fn read(&self, name: &str) -> Result<Config, String> {
        let path = self.0.path().join(name);
        let bytes = config::open(&path).expect("a file");
        let short = |said: String| said.replace(&format!("{}/", self.0.path().display()), "");
        config::read(path.to_str().expect("a name"), bytes, path.parent().expect("a folder"))
            .map_err(|files| short(said(&files)))
    }

    fn origin(&self, config: &Config, name: &str) -> String {
        let origin = config.origins.get(name).map(ToString::to_string).unwrap_or_default();
        origin.replace(&format!("{}/", self.0.path().display()), "")
    }
}

#[test]
fn what_is_extended_counts_in_its_order_and_the_file_itself_last() {
    let folder = Folder::new(&[
        ("shared/base.yaml", "extends: more/deep.json\nrules: {property-case: info, naming: off}\nfail-on: info\n"),
        ("shared/more/deep.json", r#"{"rules": {"unresolved-reference": "off"}, "show": "info", "fail-on": "never"}"#),
        ("api/other.yaml", "rules:\n  naming: warning\nconventions: {naming.property: camelCase}\n"),
        (
            "api/caveat.yaml",
            "extends: [strict, ../shared/base.yaml, ./other.yaml]\npresets: [zalando]\nrules: {all: info}\n\
             diff: {levels: {server-removed: safe}}\n",
        ),
    ]);
    let config = folder.read("shared/base.yaml").expect("no mistakes");
    assert_eq!(level(&config, "property-case"), Some(Some(Severity::Info)), "a rule counts before its area");
    assert_eq!(level(&config, "parameter-case"), Some(None));
    assert_eq!(level(&config, "unresolved-reference"), Some(None));
    assert_eq!((config.fail_on, config.show), (Some(Some(Severity::Info)), Some(Severity::Info)));
    assert_eq!(folder.origin(&config, "show"), "shared/more/deep.json:1");
    assert_eq!(folder.origin(&config, "rules.parameter-case"), "shared/base.yaml:2");

    folder.write("api/caveat.yaml", "extends: [strict, ../shared/base.yaml, ./other.yaml]\npresets: [zalando]\n");
    let config = folder.read("api/caveat.yaml").expect("no mistakes");
    // An area that is named later counts before a rule that is named earlier: only the order decides.
    assert_eq!(level(&config, "property-case"), Some(Some(Severity::Warning)));
    assert_eq!(folder.origin(&config, "rules.property-case"), "api/other.yaml:2");
    assert_eq!(folder.origin(&config, "rules.missing-contact"), "the preset strict, api/caveat.yaml:1");
    assert_eq!(folder.origin(&config, "conventions.naming.query-parameter"), "the preset zalando, api/caveat.yaml:2");
    let pinned = |name: &str| config.conventions.pinned.get(name).map(String::as_str);
    assert_eq!((pinned("naming.property"), pinned("pagination.search")), (Some("camelCase"), Some("q")));

    folder.write("api/caveat.yaml", "rules: {naming: error}\nextends: ./other.yaml\nconventions: {}\n");
    let config = folder.read("api/caveat.yaml").expect("no mistakes");
    assert_eq!(level(&config, "property-case"), Some(Some(Severity::Error)), "wherever the key stands");
}

#[test]
fn lists_begin_in_the_folder_of_their_file_and_are_put_together() {
    let folder = Folder::new(&[
        ("base.yaml", "exclude: [legacy/, '*.draft.yaml', /top.yaml]\n"),
        ("api/caveat.yaml", "extends: ../base.yaml\nexclude: ['!kept.draft.yaml', /top.yaml]\n"),
    ]);
    let config = folder.read("api/caveat.yaml").expect("no mistakes");
    let excluded = |name: &str| config.exclude.matches(&folder.0.path().join(name), false);
    for (name, expected) in [
        ("legacy/a.yaml", true),
        ("api/legacy/a.yaml", true),
        ("api/a.draft.yaml", true),
        ("api/kept.draft.yaml", false),
        ("kept.draft.yaml", true),
        ("top.yaml", true),
        ("api/top.yaml", true),
        ("api/inner/top.yaml", false),
    ] {
        assert_eq!(excluded(name), expected, "{name}");
    }
}

#[test]
fn what_cannot_be_extended_is_a_mistake_with_its_place() {
    let folder = Folder::new(&[
        ("a.yaml", "extends: b.yaml\n"),
        ("b.yaml", "extends:\n- strict\n- ./a.yaml\n"),
        ("self.yaml", "extends: ./self.yaml\n"),
        ("missing.yaml", "extends: [./bb.yaml, sub/none.yaml, ., spectral:none.yaml]\n"),
        ("wrong.yaml", "extends: [broken.yaml, typo.yaml]\nfail-on: wrong\n"),
        ("broken.yaml", "rules: [\n"),
        ("typo.yaml", "rules: {nameing: off}\n"),
        ("twice.yaml", "extends: [b2.yaml, c.yaml]\n"),
        ("b2.yaml", "extends: c.yaml\n"),
        ("c.yaml", "show: info\n"),
    ]);
    let error = |name: &str| folder.read(name).err().unwrap_or_default();
    let circle =
        "extends itself, so that nothing of it counts before the rest | take the entry away in one of the files";
    assert_eq!(error("a.yaml"), format!("b.yaml:3:3 \"./a.yaml\" `a.yaml` {circle}\n"));
    assert_eq!(error("self.yaml"), format!("self.yaml:1:10 \"./self.yaml\" `self.yaml` {circle}\n"));
    let begins = "a path begins in the folder of the file that it stands in";
    let missing = error("missing.yaml");
    for part in [
        "1:11 \"./bb.yaml\" there is no file `bb.yaml` | did you mean `b.yaml`?\n".to_owned(),
        format!("1:22 \"sub/none.yaml\" there is no file `sub/none.yaml` | {begins}\n"),
        "it is no file".to_owned(),
        "\"spectral:none.yaml\" there is no file `none.yaml`".to_owned(),
    ] {
        assert!(missing.contains(&part), "{part}\n{missing}");
    }
    let wrong = error("wrong.yaml");
    let lines: Vec<&str> = wrong.lines().map(|line| line.split(' ').next().unwrap_or_default()).collect();
    assert_eq!(lines, ["wrong.yaml:2:10", "typo.yaml:1:9", "broken.yaml:1:8"], "{wrong}");
    // The same file on two ways is no circle.
    assert_eq!(folder.read("twice.yaml").map(|config| config.show), Ok(Some(Severity::Info)));
    // Names that double with every file come to an end.
    for number in 0..60 {
        folder.write(&format!("{number}.yaml"), &format!("extends: [{0}.yaml, ./{0}.yaml]\n", number + 1));
    }
    folder.write("60.yaml", "");
    assert!(error("0.yaml").contains("more than 100 files"), "{}", error("0.yaml"));
    for number in 0..200 {
        folder.write(&format!("deep{number}.yaml"), &format!("extends: deep{}.yaml\n", number + 1));
    }
    assert!(error("deep0.yaml").contains("more than 100 files"), "{}", error("deep0.yaml"));
}

#[test]
fn rulesets_of_spectral_are_kept_with_their_places() {
    let folder = Folder::new(&[
        ("caveat.yaml", "extends:\n  - base/caveat.yaml\n  - spectral:rules/own.yaml\n"),
        ("base/caveat.yaml", "extends: 'spectral:../rules/all.json'\n"),
        ("rules/own.yaml", "rules: {}\n"),
        ("rules/all.json", "{}"),
    ]);
    let config = folder.read("caveat.yaml").expect("no mistakes");
    let name = |path: &Path| path.strip_prefix(folder.0.path()).unwrap_or(path).to_string_lossy().into_owned();
    let files: Vec<String> = config.spectral.iter().map(|path| name(path)).collect();
    assert_eq!(files, ["rules/all.json", "rules/own.yaml"]);
    let places =
        config.spectral.iter().map(|path| folder.origin(&config, &format!("extends.spectral:{}", path.display())));
    assert_eq!(places.collect::<Vec<_>>(), ["base/caveat.yaml:1", "caveat.yaml:3"]);
}

/// What is said later for all files counts before what an extended file says of some.
#[test]
fn overrides_stand_in_the_order_as_all_else() {
    let folder = Folder::new(&[
        (
            "base.yaml",
            "rules: {property-case: warning}\noverrides:\n- files: [legacy/]\n  rules: {property-case: off, \
             parameter-case: off}\n  conventions: {naming.property: camelCase}\n",
        ),
        ("caveat.yaml", "extends: base.yaml\nrules: {property-case: error}\n"),
    ]);
    let at = |config: &Config, name: &str| config.at(&folder.0.path().join(name));
    let base = folder.read("base.yaml").expect("no mistakes");
    assert_eq!(level(&at(&base, "legacy/a.yaml"), "property-case"), Some(None));
    assert_eq!(level(&at(&base, "a.yaml"), "property-case"), Some(Some(Severity::Warning)));
    let config = folder.read("caveat.yaml").expect("no mistakes");
    let legacy = at(&config, "legacy/a.yaml");
    assert_eq!(level(&legacy, "property-case"), Some(Some(Severity::Error)));
    assert_eq!(level(&legacy, "parameter-case"), Some(None));
    assert_eq!(legacy.conventions.pinned.get("naming.property").map(String::as_str), Some("camelCase"));
    folder.write("caveat.yaml", "extends: [base.yaml, strict]\noverrides:\n- files: [a.yaml]\n  rules: {all: off}\n");
    let config = folder.read("caveat.yaml").expect("no mistakes");
    assert_eq!(level(&at(&config, "legacy/a.yaml"), "parameter-case"), Some(None), "the last override that fits");
    assert_eq!(level(&at(&config, "legacy/b.yaml"), "parameter-case"), Some(Some(Severity::Warning)));
    assert_eq!(level(&at(&config, "a.yaml"), "property-case"), Some(None));
}

/// What is printed as the settings that count is a configuration, and says the same.
#[test]
fn settings_that_are_printed_are_read_again() {
    let validator = jsonschema::validator_for(&config::schema()).expect("the schema of a configuration");
    for text in GOOD {
        let printed = config::yaml(&config::effective(&good(text)));
        let again = config::yaml(&config::effective(&good(&printed)));
        assert_eq!(printed, again, "{text}");
        let value: serde_json::Value = serde_yaml::from_str(&printed).expect("YAML");
        assert!(validator.is_valid(&value), "{printed}");
        // Everything is there: a key that is added must be printed too.
        let elsewhere = ["$schema", "extends", "presets", "overrides", "exclude", "conventions", "allow", "baseline"];
        for key in config::schema()["properties"].as_object().expect("properties").keys() {
            assert!(value.get(key).is_some() || elsewhere.contains(&key.as_str()), "`{key}` is not printed");
        }
    }
    let names = |text: &str| -> BTreeSet<String> {
        config::effective(&good(text)).into_iter().filter(|s| s.origin.is_some()).map(|s| s.name).collect()
    };
    assert!(names("").is_empty());
    let set = names(
        "rules: {property-case: info}\nconventions: {naming.property: camelCase}\nexclude: [a]\ndiff: {policy: codegen, \
         lifecycle: {min-notice-days: 3}, levels: {server-removed: safe}}\nthresholds: {samples: 3}\noverrides: [{files: \
         [a], rules: {all: off}}]\n",
    );
    let expected = [
        "conventions.naming.property",
        "diff.levels.server-removed",
        "diff.lifecycle.min-notice-days",
        "diff.policy",
        "exclude",
        "overrides",
        "rules.property-case",
        "thresholds.samples",
    ];
    assert_eq!(set, expected.map(str::to_owned).into());
}
