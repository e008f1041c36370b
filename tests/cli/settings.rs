//! Settings that count in some places only, how they are shown, and how a configuration begins.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::Here;

const WARNING: &str = include_str!("../../fixtures/cli/warning.yaml");
const ONLY: &str = "rules: {all: off, property-case: warning}\n";

/// `severity file rule` of each finding.
fn severities(here: &Here, args: &[&str]) -> Vec<String> {
    let report = here.run(&[&["lint", "--format", "json"], args].concat()).json();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().expect("findings");
    findings.iter().map(|f| format!("{} {}", text(&f["severity"]), text(&f["location"]["file"]))).collect()
}

#[test]
fn overrides_count_for_files_and_for_places_in_them() {
    let here = Here::empty();
    for name in ["one.yaml", "legacy/two.yaml", "legacy/three.yaml"] {
        here.write(name, WARNING);
    }
    let with = |overrides: &str| {
        here.write("caveat.yaml", &format!("{ONLY}overrides:\n{overrides}"));
        severities(&here, &[])
    };
    let all = |one: &str, two: &str, three: &str| {
        let names = [(three, "legacy/three.yaml"), (two, "legacy/two.yaml"), (one, "one.yaml")];
        names.iter().filter(|(s, _)| *s != "off").map(|(s, name)| format!("{s} {name}")).collect::<Vec<_>>()
    };
    assert_eq!(with("  []\n"), all("warning", "warning", "warning"));
    assert_eq!(with("- {files: [legacy/], rules: {naming: info}}\n"), all("warning", "info", "info"));
    let later = "- {files: [legacy/], rules: {naming: off}}\n- {files: [two.yaml], rules: {property-case: error}}\n";
    assert_eq!(with(later), all("warning", "error", "off"));
    let place = "- {pointers: ['/components/schemas/*/properties/doorCode'], rules: {property-case: error}}\n";
    assert_eq!(with(place), all("error", "error", "error"));
    assert_eq!(with("- {pointers: [/info], rules: {property-case: error}}\n"), all("warning", "warning", "warning"));
    let both = "- {files: [one.yaml], pointers: ['/**/door*'], rules: {property-case: off}}\n";
    assert_eq!(with(both), all("off", "warning", "warning"));
    // A convention counts for the descriptions that fit.
    let pinned = with("- {files: [one.yaml], conventions: {naming.property: camelCase}}\n");
    assert_eq!(pinned.iter().filter(|f| f.ends_with("one.yaml")).count(), 11, "{pinned:?}");
    assert_eq!(pinned.len(), 13);
    assert_eq!(with("- {files: [legacy/], thresholds: {samples: 13}}\n"), all("warning", "off", "off"));
    // A rule may run in one place only.
    here.write("caveat.yaml", "rules: {all: off}\noverrides: [{files: [one.yaml], rules: {property-case: info}}]\n");
    assert_eq!(severities(&here, &[]), all("info", "off", "off"));
    // The configuration that is named counts from the current folder.
    here.write(
        "ci/strict.yaml",
        &format!("{ONLY}overrides: [{{files: [/legacy], rules: {{naming: off, property-case: error}}}}]\n"),
    );
    assert_eq!(severities(&here, &["--config", "ci/strict.yaml"]), all("warning", "error", "error"));
}

#[test]
fn overrides_count_for_the_file_that_holds_the_definition() {
    let here = Here::empty();
    let root = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          \
                description: d\n          content: {application/json: {schema: {$ref: 'old/schemas.yaml'}}}\n";
    let schema = "type: object\nproperties: {a_b: {}, c_d: {}, e_f: {}, g_h: {}, i_j: {}, k_l: {}, m_n: {}, o_p: {}, q_r: {}, s_t: {}, xY: {}}\n";
    here.write("api.yaml", root);
    here.write("old/schemas.yaml", schema);
    here.write("caveat.yaml", &format!("{ONLY}overrides: [{{files: [old/], rules: {{property-case: info}}}}]\n"));
    assert_eq!(severities(&here, &["api.yaml"]), ["info old/schemas.yaml"]);
    here.write("caveat.yaml", &format!("{ONLY}overrides: [{{files: [api.yaml], rules: {{property-case: info}}}}]\n"));
    assert_eq!(severities(&here, &["api.yaml"]), ["warning old/schemas.yaml"]);
}

#[test]
fn overrides_count_for_revisions_as_for_files() {
    let here = Here::empty();
    here.write("api/legacy/two.yaml", WARNING);
    here.write(
        "api/caveat.yaml",
        &format!("{ONLY}overrides: [{{files: [/legacy], rules: {{all: off, property-case: info}}}}]\n"),
    );
    for args in [&["init", "-q"][..], &["add", "-A"], &["commit", "-qm", "a"]] {
        if here.git(args).is_none() {
            return;
        }
    }
    assert_eq!(severities(&here, &["HEAD:api/legacy/two.yaml"]), ["info HEAD:api/legacy/two.yaml"]);
    let checked = here.run(&["check", "--since", "HEAD", "--format", "json", "api"]);
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
}

#[test]
fn an_override_that_fits_nothing_is_said_where_all_was_linted() {
    let here = Here::empty();
    here.write("api/one.yaml", WARNING);
    let overrides = "overrides:\n- {files: [gone/], rules: {all: off}}\n- {pointers: [/info, /gone], rules: {all: off}}\n\
                     - {pointers: ['/components/*/Gone*'], rules: {all: off}}\n";
    here.write("api/caveat.yaml", &format!("{ONLY}{overrides}"));
    let notes = |args: &[&str]| here.run(args).err;
    let expected = "note: the override in api/caveat.yaml:3 fits nothing that was linted\n\
                    note: the override in api/caveat.yaml:5 fits nothing that was linted\n";
    assert_eq!(notes(&["lint"]), expected);
    assert_eq!(notes(&["lint", "api"]), expected);
    for args in [&["lint", "api/one.yaml"][..], &["lint", "--quiet"]] {
        assert_eq!(notes(args), "", "{args:?}");
    }
}

#[test]
fn config_says_where_each_setting_comes_from() {
    let here = Here::empty();
    here.write("base.yaml", "conventions:\n  naming.property: camelCase\n");
    here.write(
        "api/caveat.yaml",
        "extends: [security, ../base.yaml]\nfail-on: warning\noverrides:\n- {files: [old.yaml], rules: {anonymous-write: off}}\n",
    );
    here.write("api/new.yaml", WARNING);
    here.write("api/old.yaml", WARNING);
    let table = here.run(&["config", "--explain", "api/new.yaml", "--show", "info"]);
    assert_eq!((table.code, table.err.as_str()), (0, ""));
    let line = |start: &str| -> Vec<String> {
        let line = table.out.lines().find(|line| line.starts_with(start));
        line.unwrap_or_default().split_whitespace().skip(1).map(str::to_owned).collect()
    };
    assert!(table.out.starts_with("api/caveat.yaml counts for api/new.yaml\n"), "{}", table.out);
    assert_eq!(line("rules.property-case "), ["off", "the", "preset", "security,", "api/caveat.yaml:1"]);
    assert_eq!(line("conventions.naming.property "), ["camelCase", "base.yaml:2"]);
    assert_eq!(line("fail-on "), ["warning", "api/caveat.yaml:2"]);
    assert_eq!(line("show "), ["info", "--show"]);
    assert_eq!(line("thresholds.samples "), ["5", "default"]);
    assert!(line("rules.anonymous-write ").is_empty() && line("overrides ").is_empty(), "{}", table.out);
    let old = here.run(&["config", "--explain", "api/old.yaml"]).out;
    let off = |line: &str| line.starts_with("rules.anonymous-write") && line.ends_with("  api/caveat.yaml:4");
    assert!(old.lines().any(off), "{old}");

    let json = here.run(&["config", "api/new.yaml", "--format", "json", "--fail-on", "never"]).json();
    let from = |name: &str| {
        let settings = json["settings"].as_array().expect("settings");
        settings.iter().find(|s| s["name"] == name).map(|s| (s["value"].clone(), s["from"].clone())).expect("a setting")
    };
    assert_eq!((&json["file"], &json["version"]), (&"api/caveat.yaml".into(), &1.into()));
    assert_eq!(from("fail-on"), ("never".into(), serde_json::json!({ "kind": "flag", "flag": "--fail-on" })));
    let preset = serde_json::json!({ "kind": "preset", "preset": "security", "file": "api/caveat.yaml", "line": 1 });
    assert_eq!(from("rules.property-case"), ("off".into(), preset));
    assert_eq!(from("rules.anonymous-write"), ("warning".into(), serde_json::json!({ "kind": "default" })));
    assert_eq!(
        from("conventions.naming.property").1,
        serde_json::json!({ "kind": "file", "file": "base.yaml", "line": 2 })
    );

    // What is printed counts the same when it is the configuration.
    let printed = here.run(&["config", "api"]).out;
    here.write("other/caveat.yaml", &printed);
    let again = here.run(&["config", "other"]).out;
    let rest = |text: &str| text.split_once('\n').map(|(_, rest)| rest.to_owned()).unwrap_or_default();
    assert_eq!(rest(&printed), rest(&again));
    assert_eq!(
        here.run(&["config"]).out.lines().next(),
        Some("# no configuration counts for ., so everything has its default")
    );
    let schema = here.run(&["config", "--schema"]).out;
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/config.schema.json")).expect("the schema");
    let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    assert_eq!(parsed(&schema), parsed(&page));
    let missing = here.run(&["config", "api/nwe.yaml"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("did you mean `api/new.yaml`?"), "{}", missing.err);
}

/// What a finding is, whatever its message says.
fn places(here: &Here) -> (BTreeSet<(String, String, String)>, Vec<String>) {
    let report = here.run(&["lint", "--format", "json"]).json();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().expect("findings");
    let place = |f: &serde_json::Value| {
        let at = &f["location"];
        (text(&f["rule"]), format!("{}:{}:{}", text(&at["file"]), at["line"], at["column"]), text(&f["message"]))
    };
    let all: Vec<_> = findings.iter().map(place).collect();
    let pinned = all.iter().filter(|f| f.2.contains("the configuration asks for")).map(|f| f.0.clone()).collect();
    (all.into_iter().collect(), pinned)
}

/// Lints before and after `caveat init`: what it finds then is what it found, or an exception to what is fixed now.
fn begins_well(name: &str, copy: impl FnOnce(&Here)) {
    let here = Here::empty();
    copy(&here);
    let (before, _) = places(&here);
    let ran = here.run(&["init"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}");
    let shown = here.run(&["config"]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""), "{name}: what was written is read");
    let (after, pinned) = places(&here);
    let key = |f: &(String, String, String)| (f.0.clone(), f.1.clone());
    let (was, is): (BTreeSet<_>, BTreeSet<_>) = (before.iter().map(key).collect(), after.iter().map(key).collect());
    for finding in after.iter().filter(|finding| !was.contains(&key(finding))) {
        assert!(finding.2.contains("the configuration asks for"), "{name}: {finding:?}");
    }
    // Names of one schema that are told together are told one by one where their case is fixed.
    for finding in before.iter().filter(|finding| !is.contains(&key(finding))) {
        assert!(pinned.contains(&finding.0), "{name}: lost {finding:?}");
    }
}

fn copy_tree(from: &Path, here: &Here, to: &str) {
    for entry in walkdir::WalkDir::new(from).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file()) {
        let name = entry.path().strip_prefix(from).expect("below").to_string_lossy().into_owned();
        let text = fs::read(entry.path()).expect("a file");
        here.write(&format!("{to}/{name}"), &String::from_utf8_lossy(&text));
    }
}

#[test]
fn init_writes_what_changes_nothing_but_what_it_fixes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["fixtures/demo/v1", "fixtures/demo/v2", "fixtures/cli"] {
        begins_well(name, |here| copy_tree(&root.join(name), here, "api"));
    }
    let corpus = root.join("../shared/corpus");
    if !corpus.is_dir() {
        println!("skipped: no corpus");
        return;
    }
    for name in [
        "specs/redocly-museum",
        "specs-multifile/redocly-openapi-starter",
        "specs/readme-oas-examples/3.0/yaml/discriminators.yaml",
        "specs/xero/xero_files.yaml",
        "specs/xero/xero-projects.yaml",
        "specs/moby/api/docs/v1.31.yaml",
        "specs/powerplatform",
    ] {
        let path = corpus.join(name);
        assert!(path.exists(), "{}", path.display());
        begins_well(name, |here| {
            if path.is_dir() {
                copy_tree(&path, here, "api");
            } else {
                here.write("api.yaml", &fs::read_to_string(&path).expect("a description"));
            }
        });
    }
}

#[test]
fn init_says_what_it_learned_and_keeps_what_is_there() {
    let here = Here::empty();
    here.write("api/one.yaml", WARNING);
    here.write("api/inner/caveat.yaml", "rules: {all: off}\n");
    here.write("api/inner/two.yaml", &WARNING.replace('_', ""));
    let shown = here.run(&["init", "api", "--stdout"]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    assert!(!here.path().join("api/caveat.yaml").exists(), "--stdout writes nothing");
    for line in ["#   api/one.yaml (OpenAPI 3.1, 1 operation)", "  naming.property: snake_case # 11 of 12"] {
        assert!(shown.out.lines().any(|l| l.trim_end() == line), "{line}\n{}", shown.out);
    }
    assert!(!shown.out.contains("two.yaml"), "what has a configuration of its own\n{}", shown.out);
    let wrote = here.run(&["init", "api"]);
    assert_eq!(wrote.code, 0, "{}", wrote.err);
    assert!(wrote.out.starts_with("wrote api/caveat.yaml: it fixes 1 convention of 1 description;"), "{}", wrote.out);
    let read = || fs::read_to_string(here.path().join("api/caveat.yaml")).expect("the file");
    assert_eq!(read(), shown.out);
    // What is there is kept, unless it may be lost.
    here.write("api/caveat.yaml", "rules: {all: off}\n");
    let refused = here.run(&["init", "api"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert!(refused.err.contains("there is a configuration already: api/caveat.yaml"), "{}", refused.err);
    assert_eq!(read(), "rules: {all: off}\n");
    assert_eq!(here.run(&["init", "api", "--force"]).code, 0);
    assert_eq!(read(), shown.out, "what is lost has no part in it");
    // In any form.
    fs::rename(here.path().join("api/caveat.yaml"), here.path().join("api/caveat.json")).expect("a file");
    assert_eq!(here.run(&["init", "api/one.yaml"]).code, 2);
    fs::remove_file(here.path().join("api/caveat.json")).expect("a file");
    // What counted from above goes on to count.
    here.write("caveat.yaml", "conventions: {naming.property: camelCase}\nexclude: [draft.yaml]\n");
    here.write("api/draft.yaml", WARNING);
    let extended = here.run(&["init", "api", "--stdout"]).out;
    assert!(extended.contains("\nextends:\n  - ../caveat.yaml # "), "{extended}");
    assert!(!extended.contains("naming.property: snake_case #") && !extended.contains("draft.yaml"), "{extended}");
    let piped = here.run_on(WARNING.as_bytes(), &["init", "-"]);
    assert!(piped.out.contains("standard input"), "{}{}", piped.out, piped.err);
    assert_eq!(here.run(&["init", "api/none.yaml"]).code, 2);
    assert_eq!(here.run(&["init", "api/inner"]).code, 2);
    fs::create_dir(here.path().join("empty")).expect("a folder");
    let empty = here.run(&["init", "empty"]);
    assert!(empty.code == 2 && empty.err.contains("there is no OpenAPI description"), "{}", empty.err);
}

#[test]
fn init_fixes_nothing_on_which_descriptions_disagree() {
    let here = Here::empty();
    here.write("one.yaml", WARNING);
    here.write("two.yaml", &WARNING.replace('_', "-"));
    let shown = here.run(&["init", "--stdout"]).out;
    let named = shown.lines().find(|line| line.contains("naming.property:")).unwrap_or_default();
    assert!(named.starts_with("#   naming.property: ") && named.contains("kebab-case, snake_case"), "{shown}");
}

#[test]
fn each_shell_has_completions() {
    let here = Here::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = here.run(&["completions", shell]);
        assert_eq!((script.code, script.err.as_str()), (0, ""), "{shell}");
        for word in ["changelog", "allow-outside", "tolerant-reader"] {
            assert!(script.out.contains(word), "{shell}: {word}");
        }
        here.write("script", &script.out);
        let checked = match shell {
            "powershell" | "elvish" => continue,
            shell => Command::new(shell).arg("-n").arg(here.path().join("script")).stdin(Stdio::null()).output(),
        };
        match checked {
            Ok(output) => assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr)),
            Err(error) => println!("skipped: {shell} does not run here ({error})"),
        }
    }
    let wrong = here.run(&["completions", "bsh"]);
    assert!(wrong.code == 2 && wrong.err.contains("bash"), "{}", wrong.err);
}

#[test]
fn each_command_has_a_man_page() {
    let here = Here::empty();
    assert_eq!(here.run(&["man", "--folder", "out/man1"]).code, 0);
    let mut names: Vec<String> = fs::read_dir(here.path().join("out/man1"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let commands = caveat::cli::command();
    let mut expected: Vec<String> = commands.get_subcommands().map(|c| format!("caveat-{}.1", c.get_name())).collect();
    expected.push("caveat.1".to_owned());
    expected.sort();
    assert_eq!(names, expected);
    for name in &names {
        let page = fs::read_to_string(here.path().join("out/man1").join(name)).expect("a page");
        let command = name.trim_end_matches(".1").trim_start_matches("caveat").trim_start_matches('-');
        let args: &[&str] = if command.is_empty() { &["man"] } else { &["man", command] };
        assert_eq!(here.run(args).out, page, "{name}");
        assert!(page.contains(".SH NAME") && page.contains(".SH OPTIONS") && !page.contains("Usage:"), "{name}");
        here.write("page.1", &page);
        match Command::new("man")
            .args(["--warnings", "-l"])
            .arg(here.path().join("page.1"))
            .stdin(Stdio::null())
            .output()
        {
            Ok(output) => assert!(output.status.success() && output.stderr.is_empty(), "{name}"),
            Err(_) => println!("skipped: man does not run here"),
        }
    }
    let wrong = here.run(&["man", "lnt"]);
    assert!(wrong.code == 2 && wrong.err.contains("did you mean `lint`?"), "{}", wrong.err);
}

/// Whatever is mistyped, the nearest thing that exists is named.
#[test]
fn mistyped_words_are_met_with_those_that_exist() {
    let here = Here::new();
    for (args, said) in [
        (&["lnt"][..], "'lint'"),
        (&["lint", "--fail-onn", "error"], "'--fail-on'"),
        (&["lint", "--fail-on", "eror"], "'error'"),
        (&["explain", "propery-case"], "`property-case`"),
        (&["explain", "server-remved"], "`server-removed`"),
        (&["lint", "wraning.yaml"], "`warning.yaml`"),
        (&["lint", "--config", "caveat.yml"], "`caveat.yaml`"),
        (&["diff", "clean.yml", "error.yaml"], "`clean.yaml`"),
        (&["conventions", "claen.yaml"], "`clean.yaml`"),
        (&["init", "claen.yaml"], "`clean.yaml`"),
        (&["clean.yaml"], "`caveat lint clean.yaml` lints it"),
    ] {
        let ran = here.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(said), "{args:?}: {}", ran.err);
    }
}
