//! `caveat diff`: what may be compared, exit codes, and what configuration and flags say of them.

use std::fs;
use std::process::Stdio;

use super::{Here, Ran};

/// Descriptions whose changes against the first one have a level each.
const VERSIONS: [(&str, &str); 5] = [
    ("old", "{name: q, in: query, schema: {type: string, pattern: '^a', maxLength: 9}}"),
    ("safe", "{name: q, in: query, schema: {type: string, pattern: '^a', maxLength: 10}}"),
    ("risky", "{name: q, in: query, schema: {type: string, pattern: '^a', maxLength: 9, default: a}}"),
    ("unproven", "{name: q, in: query, schema: {type: string, pattern: '^b', maxLength: 9}}"),
    ("breaking", "{name: q, in: query, required: true, schema: {type: string, pattern: '^a', maxLength: 9}}"),
];
const LEVELS: [&str; 4] = ["breaking", "unproven", "risky", "safe"];

fn description(parameter: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: Things, version: 1.0.0}}\npaths:\n  /things:\n    get:\n      \
         operationId: listThings\n      parameters:\n        - {parameter}\n      responses: {{'200': \
         {{description: things}}}}\n"
    )
}

fn here() -> Here {
    let here = Here::empty();
    for (name, parameter) in VERSIONS {
        here.write(&format!("{name}.yaml"), &description(parameter));
    }
    here
}

/// `level check old:line new:line` of each change of a JSON report.
fn changes(ran: &Ran) -> Vec<String> {
    let report = ran.json();
    let changes = report["changes"].as_array().expect("changes").iter();
    let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    let place = |v: &serde_json::Value| format!("{}:{}", text(&v["file"]), v["line"]);
    let change = |c: &serde_json::Value| {
        format!("{} {} {} {}", text(&c["level"]), text(&c["check"]), place(&c["old"]), place(&c["new"]))
    };
    changes.map(change).collect()
}

#[test]
fn a_run_exits_by_the_worst_change_in_every_format() {
    let here = here();
    for format in ["text", "json"] {
        for level in LEVELS {
            let new = format!("{level}.yaml");
            let worst = LEVELS.iter().position(|l| *l == level).expect("a level");
            for (limit, word) in LEVELS.into_iter().chain(["never"]).enumerate() {
                let ran = here.run(&["diff", "old.yaml", &new, "--fail-on", word, "--format", format]);
                let expected = i32::from(word != "never" && worst <= limit);
                assert_eq!((ran.code, ran.err.as_str()), (expected, ""), "{level} {word} {format}\n{}", ran.out);
            }
            let ran = here.run(&["diff", "old.yaml", &new, "--format", format]);
            assert_eq!(ran.code, i32::from(worst <= 1), "the default is unproven: {level}");
            // What is hidden counts all the same.
            let ran = here.run(&["diff", "old.yaml", &new, "--show", "breaking", "--fail-on", "safe"]);
            assert_eq!(ran.code, 1, "{level}");
        }
        let ran = here.run(&["diff", "old.yaml", "old.yaml", "--fail-on", "safe", "--format", format]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
        assert!(ran.out.contains("identical"), "{}", ran.out);
    }
}

#[test]
fn what_cannot_be_compared_is_said_and_nothing_is_reported() {
    let here = here();
    here.write("broken.yaml", "openapi: 3.1.0\npaths: {\n");
    here.write("junk.json", "{\"a\": ");
    here.write("other.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: things}\n");
    here.write("ancient.yaml", "swagger: '1.2'\napis: []\n");
    here.write("empty.yaml", "");
    here.write("two/a.yaml", &description(VERSIONS[0].1));
    here.write("two/b.yaml", &description(VERSIONS[1].1));
    here.write("none/readme.yaml", "hello: world\n");
    here.write("bad/caveat.yaml", "diff: {fail-on: eror}\n");
    here.write("bad/new.yaml", &description(VERSIONS[1].1));
    here.write("refers/new.yaml", &description("{$ref: part.yaml}"));
    here.write("refers/part.yaml", "name: [\n");
    let both = ["other.yaml", "a Kubernetes manifest", "junk.json"];
    let table: &[(&[&str], &[&str])] = &[
        (&["old.yaml", "missing.yaml"], &["there is no file `missing.yaml`"]),
        (&["missing.yaml", "gone.yaml"], &["`missing.yaml`", "`gone.yaml`"]),
        (&["old.yaml", "odl.yaml"], &["did you mean `old.yaml`?"]),
        (&["old.yaml", "broken.yaml"], &["broken.yaml cannot be read", "[broken.yaml:"]),
        (&["broken.yaml", "old.yaml"], &["broken.yaml cannot be read", "[broken.yaml:"]),
        (&["broken.yaml", "broken.yaml"], &["broken.yaml cannot be read"]),
        (&["old.yaml", "refers/new.yaml"], &["refers/part.yaml cannot be read"]),
        (&["other.yaml", "junk.json"], &both),
        (&["junk.json", "other.yaml"], &both),
        (&["old.yaml", "other.yaml"], &["other.yaml is not an OpenAPI description", "a Kubernetes manifest"]),
        (&["ancient.yaml", "old.yaml"], &["`1.2`", "ancient.yaml:1:10"]),
        (&["old.yaml", "empty.yaml"], &["an empty file"]),
        (&["old.yaml", "-"], &["an empty file"]),
        (&["-", "-"], &["only one of both"]),
        (&["old.yaml", "two"], &["2 descriptions in `two`", "`two/a.yaml`, `two/b.yaml`"]),
        (&["none", "old.yaml"], &["no OpenAPI description in `none`"]),
        (&["old.yaml", "https://api.example.com/openapi.yaml"], &["network address"]),
        (&["old.yaml", "main:new.yaml"], &["main:new.yaml"]),
        (&["old.yaml", "safe.yaml", "--config", "missing.yaml"], &["missing.yaml"]),
        (&["old.yaml", "bad/new.yaml"], &["`eror`", "caveat.yaml:1"]),
        (&["old.yaml"], &["<NEW>"]),
        (&["old.yaml", "safe.yaml", "risky.yaml"], &["risky.yaml"]),
        (&["old.yaml", "safe.yaml", "--fail-on", "error"], &["error"]),
        (&["old.yaml", "safe.yaml", "--show", "never"], &["never"]),
        (&["old.yaml", "safe.yaml", "--today", "2025-02-29"], &["2026-07-01"]),
    ];
    for (args, words) in table {
        for format in ["text", "json"] {
            let ran = here.run(&[&["diff"], *args, &["--format", format][..]].concat());
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}\n{}", ran.err);
            for word in *words {
                assert!(ran.err.contains(word), "{args:?}: {word}\n{}", ran.err);
            }
        }
    }
}

#[test]
fn sides_may_be_files_folders_standard_input_and_revisions() {
    let here = here();
    let breaking = |old: &str, new: &str| vec![format!("breaking request-parameter-became-required {old} {new}")];
    let json = ["--format", "json"];
    let run = |args: &[&str]| changes(&here.run(&[&["diff"], args, &json[..]].concat()));
    assert_eq!(run(&["./old.yaml", "breaking.yaml"]), breaking("./old.yaml:8", "breaking.yaml:8"));
    let text = |name: &str| description(VERSIONS.iter().find(|v| v.0 == name).expect("a version").1);
    here.write("v1/openapi.yaml", &text("old"));
    here.write("v1/parts/other.yaml", "type: string\n");
    here.write("v2/api/openapi.yaml", &text("breaking"));
    assert_eq!(run(&["v1", "v2"]), breaking("v1/openapi.yaml:8", "v2/api/openapi.yaml:8"));
    let old = here.run_on(text("old").as_bytes(), &["diff", "-", "breaking.yaml", "--format", "json"]);
    assert_eq!(changes(&old), breaking("-:8", "breaking.yaml:8"));
    let new = here.run_on(text("breaking").as_bytes(), &["diff", "old.yaml", "-", "--format", "json"]);
    assert_eq!(changes(&new), breaking("old.yaml:8", "-:8"));
    if here.git(&["init", "-q"]).is_none() {
        return;
    }
    here.git(&["add", "v1"]);
    here.git(&["commit", "-q", "-m", "one"]);
    here.write("v1/openapi.yaml", &text("breaking"));
    assert_eq!(
        run(&["main:v1/openapi.yaml", "v1/openapi.yaml"]),
        breaking("main:v1/openapi.yaml:8", "v1/openapi.yaml:8")
    );
    assert_eq!(run(&["HEAD:v1", "v1"]), breaking("HEAD:v1/openapi.yaml:8", "v1/openapi.yaml:8"));
    assert_eq!(run(&["main:v1/openapi.yaml", "old.yaml"]), [""; 0]);
}

#[test]
fn versions_and_forms_may_differ_and_each_side_has_its_own_files() {
    let here = here();
    let schema = |version: &str| description("{$ref: parts/q.yaml}").replace("3.1.0", version);
    here.write("v1/openapi.yaml", &schema("3.0.3"));
    here.write("v1/parts/q.yaml", "name: q\nin: query\nschema:\n  type: string\n");
    here.write("v2/openapi.yaml", &schema("3.1.0"));
    here.write("v2/parts/q.yaml", "name: q\nin: query\nschema:\n  type: string\n  maxLength: 5\n");
    let ran = here.run(&["diff", "v1/openapi.yaml", "v2/openapi.yaml", "--format", "json"]);
    assert_eq!(
        changes(&ran),
        [
            "breaking request-parameter-max-length-lowered v1/parts/q.yaml:3 v2/parts/q.yaml:5",
            "safe openapi-version-changed v1/openapi.yaml:1 v2/openapi.yaml:1",
        ]
    );
    here.write("same.json", r#"{"openapi": "3.1.0", "info": {"version": "1.0.0", "title": "Things"}, "paths": {}}"#);
    here.write("same.yaml", "openapi: 3.1.0\ninfo:\n  title: Things\n  version: 1.0.0\npaths: {}\n");
    assert_eq!(here.run(&["diff", "same.json", "same.yaml"]).out, "identical: no changes\n");
    // What leads out of the folder is read only if that is allowed.
    here.write("v3/openapi.yaml", &schema("3.1.0").replace("parts/", "../v2/parts/"));
    let ran = here.run(&["diff", "v2/openapi.yaml", "v3/openapi.yaml", "--allow-outside", "--format", "json"]);
    assert!(changes(&ran).iter().all(|change| change.starts_with("safe ")), "{}", ran.out);
    assert_ne!(changes(&here.run(&["diff", "v2/openapi.yaml", "v3/openapi.yaml", "--format", "json"])), changes(&ran));
}

#[test]
fn the_configuration_of_the_new_side_counts_and_flags_win_over_it() {
    let here = here();
    let (_, old) = VERSIONS[0];
    here.write("old/openapi.yaml", &description(old));
    here.write("old/caveat.yaml", "diff: {fail-on: never, show: safe}\n");
    here.write("new/openapi.yaml", &description(VERSIONS[2].1));
    here.write("new/caveat.yaml", "diff:\n  fail-on: risky\n  show: breaking\n");
    let run = |args: &[&str]| here.run(&[&["diff", "old", "new"], args].concat());
    let ran = run(&[]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("1 risky (not shown; --show risky)"), "{}", ran.out);
    let ran = run(&["--fail-on", "unproven", "--show", "risky"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("risky: "), "{}", ran.out);
    here.write("other.yaml", "diff: {fail-on: breaking}\n");
    assert_eq!(run(&["--config", "other.yaml"]).code, 0);
    assert_eq!(here.run(&["diff", "new", "old"]).code, 0);
}

#[test]
fn sunset_dates_are_judged_on_the_day_that_is_given() {
    let here = here();
    let old = description(VERSIONS[0].1);
    let sunset = old.replace("      operationId", "      x-sunset: 2026-06-30\n      operationId");
    here.write("sunset.yaml", &sunset);
    here.write("gone.yaml", "openapi: 3.1.0\ninfo: {title: Things, version: 1.0.0}\npaths: {}\n");
    for (day, code) in [("2026-06-29", 1), ("2026-06-30", 0), ("2027-01-01", 0)] {
        let ran = here.run(&["diff", "sunset.yaml", "gone.yaml", "--today", day]);
        assert_eq!(ran.code, code, "{day}\n{}", ran.out);
    }
    // Without a day it is today, and that is later than 2020.
    here.write("sunset.yaml", &sunset.replace("2026-06-30", "2020-01-01"));
    assert_eq!(here.run(&["diff", "sunset.yaml", "gone.yaml"]).code, 0);
}

#[test]
fn a_comparison_is_shown_as_it_is_wanted() {
    let here = here();
    let text = here.run(&["diff", "old.yaml", "breaking.yaml"]).out;
    let quiet = here.run(&["diff", "old.yaml", "breaking.yaml", "--quiet"]).out;
    assert!(text.starts_with(&quiet) && text.len() > quiet.len() && !quiet.is_empty(), "{text}");
    for part in [
        "breaking: query parameter `q` became required\n",
        "[breaking.yaml:8:",
        "[old.yaml:8:",
        "affects GET /things",
        "help: ",
        "caveat explain request-parameter-became-required\n",
        "version: 1.0.0 as before, a major bump is needed: 2.0.0\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(here.run(&["explain", "request-parameter-became-required"]).out.contains("breaking"));
    assert_eq!(here.run(&["diff", "old.yaml", "safe.yaml", "-q"]).out, "");
    let safe = here.run(&["diff", "old.yaml", "safe.yaml", "--show", "safe"]).out;
    assert!(safe.starts_with("safe: query parameter `q` may be longer: 9 before, 10 now (safe.yaml:8:"), "{safe}");
    for columns in ["60", "80", "120"] {
        let ran = here.run_with(&[("COLUMNS", columns)], &["diff", "old.yaml", "unproven.yaml", "--show", "safe"]);
        let width: usize = columns.parse().expect("a number");
        assert!(ran.out.lines().all(|line| line.chars().count() <= width), "{columns}\n{}", ran.out);
    }
    let escape =
        |args: &[&str]| here.run(&[&["diff", "old.yaml", "breaking.yaml"], args].concat()).out.contains('\u{1b}');
    assert!(!escape(&[]) && escape(&["--color", "always"]) && !escape(&["--color", "always", "--format", "json"]));
    assert!(here.run_with(&[("LC_ALL", "C")], &["diff", "old.yaml", "breaking.yaml"]).out.is_ascii());
}

/// A text whose lines are broken nowhere.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A description whose response has one of these values, with a version.
fn lines(version: &str, values: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: Lines, version: {version}}}\npaths:\n  /lines:\n    get:\n      operationId: \
         lines\n      responses:\n        '200':\n          description: lines\n          content:\n            \
         application/json: {{schema: {{type: string, enum: [{values}]}}}}\n"
    )
}

#[test]
fn a_policy_is_chosen_by_flag_or_configuration_and_says_what_it_changed() {
    let here = Here::empty();
    here.write("old.yaml", &lines("1.0.0", "a"));
    here.write("new.yaml", &lines("1.0.0", "a, b"));
    let run = |args: &[&str]| here.run(&[&["diff", "old.yaml", "new.yaml"], args].concat());
    let first = |ran: &Ran| (ran.code, ran.json()["policy"].clone(), ran.json()["changes"][0].clone());
    let (code, policy, strict) = first(&run(&["--format", "json"]));
    assert_eq!(
        (code, policy, &strict["level"], &strict["ruling"]),
        (1, "strict".into(), &"breaking".into(), &serde_json::Value::Null)
    );
    let (code, policy, tolerant) = first(&run(&["--policy", "tolerant-reader", "--format", "json"]));
    assert_eq!((code, policy, &tolerant["level"]), (0, "tolerant-reader".into(), &"risky".into()));
    let ruling = &tolerant["ruling"];
    assert_eq!((&ruling["by"], &ruling["instead_of"]), (&"tolerant-reader".into(), &"breaking".into()));
    assert_eq!((&tolerant["witness"], &tolerant["fingerprint"]), (&strict["witness"], &strict["fingerprint"]));
    let text = joined(&run(&["--policy", "tolerant-reader"]).out);
    for part in [
        "risky: response body gained the value `b`",
        "this response may be sent now, and was not allowed before:",
        "tolerant-reader: risky instead of breaking, because a tolerant reader takes",
        "policy: tolerant-reader, clients ignore values of a list and properties that they do not know version:",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    here.write("caveat.yaml", "diff: {policy: tolerant-reader}\n");
    assert_eq!(run(&[]).code, 0);
    assert_eq!(run(&["--policy", "strict"]).code, 1, "a flag wins");
    assert_eq!(run(&["--policy", "lenient"]).code, 2);
    // The level of a check has the last word, in both directions.
    here.write("caveat.yaml", "diff: {policy: tolerant-reader, levels: {response-body-enum-value-added: breaking}}\n");
    assert!(first(&run(&["--format", "json"])).2["ruling"].is_null(), "it is what was found");
    here.write("caveat.yaml", "diff: {levels: {response-body-enum-value-added: safe}}\n");
    assert_eq!((run(&[]).code, run(&["--show", "safe"]).code), (0, 0));
    let line = joined(&run(&["--show", "safe"]).out);
    assert!(line.contains("(new.yaml:11:65; configuration makes it safe instead of breaking)"), "{line}");
}

#[test]
fn a_version_that_is_too_small_fails_where_that_is_asked() {
    let here = Here::empty();
    here.write("old.yaml", &lines("1.0.0", "a, b"));
    here.write("small.yaml", &lines("1.0.0", "a"));
    here.write("enough.yaml", &lines("1.1.0", "a"));
    here.write("unread.yaml", &lines("v1", "a"));
    let failed = "check-version: failed: 1.0.0 is too small a version, 1.1.0 is the next one that would do";
    let unread = "check-version: not checked: no version is said on both sides that could be compared";
    for (new, flags, code, last) in [
        ("small.yaml", &["--check-version"][..], 1, Some(failed)),
        ("small.yaml", &["--check-version", "--quiet"], 1, Some(failed)),
        ("small.yaml", &["--check-version", "--fail-on", "never"], 1, Some(failed)),
        ("small.yaml", &[], 0, None),
        ("enough.yaml", &["--check-version"], 0, None),
        ("unread.yaml", &["--check-version"], 0, Some(unread)),
    ] {
        let ran = here.run(&[&["diff", "old.yaml", new], flags].concat());
        assert_eq!((ran.code, ran.err.as_str()), (code, ""), "{new} {flags:?}\n{}", ran.out);
        match last {
            Some(last) => assert!(joined(&ran.out).ends_with(last), "{new} {flags:?}\n{}", ran.out),
            None => assert!(!ran.out.contains("check-version"), "{new} {flags:?}\n{}", ran.out),
        }
    }
    let ran = here.run(&["diff", "old.yaml", "small.yaml", "--check-version", "--format", "json"]);
    let verdict = ran.json()["verdict"].clone();
    assert_eq!(
        (ran.code, &verdict["bump_is_enough"], &verdict["version"]["next"]),
        (1, &false.into(), &"1.1.0".into())
    );
    here.write("caveat.yaml", "diff: {check-version: true}\n");
    assert_eq!(here.run(&["diff", "old.yaml", "small.yaml"]).code, 1);
}

#[test]
fn a_version_is_read_where_the_api_says_it() {
    let here = Here::empty();
    let at = |server: &str, media: &str, values: &str| {
        let servers = format!("servers: [{{url: 'https://api.example.com/{server}'}}]\npaths:");
        lines("2024-01-15", values).replace("paths:", &servers).replace("application/json:", media)
    };
    let plain = "application/json:";
    let asked = |version: &str, values: &str| {
        let parameter = format!("{{name: X-API-Version, in: header, schema: {{type: string, default: '{version}'}}}}");
        lines("latest", values).replace("operationId:", &format!("parameters: [{parameter}]\n      operationId:"))
    };
    for (old, new, habit, declared, enough) in [
        (at("v1", plain, "a"), at("v1", plain, "a, b"), "address", "none", false),
        (at("v1", plain, "a"), at("v2", plain, "a, b"), "address", "major", true),
        // An address that counts what breaks is asked for nothing else.
        (at("v1", plain, "a, b"), at("v1", plain, "a"), "address", "none", true),
        (at("2023-01-01", plain, "a"), at("2024-01-01", plain, "a, b"), "address", "major", true),
        (
            at("", "application/vnd.a.v1+json:", "a"),
            at("", "application/vnd.a.v2+json:", "a"),
            "media-type",
            "major",
            true,
        ),
        (asked("2023-01-01", "a"), asked("2024-01-01", "a, b"), "parameter", "major", true),
        (asked("2023-01-01", "a"), asked("2023-01-01", "a, b"), "parameter", "none", false),
    ] {
        here.write("old.yaml", &old);
        here.write("new.yaml", &new);
        let verdict = here.run(&["diff", "old.yaml", "new.yaml", "--format", "json"]).json()["verdict"].clone();
        let found = (&verdict["version"]["habit"], &verdict["declared_bump"], &verdict["bump_is_enough"]);
        assert_eq!(found, (&habit.into(), &declared.into(), &enough.into()), "{new}");
    }
}

#[test]
fn the_notice_that_was_agreed_upon_is_configured() {
    let here = Here::empty();
    let old = lines("1.0.0", "a");
    here.write("old.yaml", &old);
    let sunset = "operationId: lines\n      deprecated: true\n      x-sunset: '2026-03-01'";
    here.write("new.yaml", &old.replace("operationId: lines", sunset));
    for (days, level) in [(0, "safe"), (59, "safe"), (60, "risky")] {
        here.write("caveat.yaml", &format!("diff: {{lifecycle: {{min-notice-days: {days}}}}}\n"));
        let ran = here.run(&["diff", "old.yaml", "new.yaml", "--today", "2026-01-01", "--format", "json"]);
        assert_eq!(ran.json()["changes"][0]["level"], level, "{days}\n{}", ran.out);
    }
}

#[test]
fn a_closed_pipe_ends_quietly_with_the_code_as_if_it_were_written() {
    let here = here();
    let many = |length: usize| {
        let parameters: Vec<String> = (0..3000)
            .map(|n| format!("{{name: q{n}, in: query, schema: {{type: string, maxLength: {length}}}}}"))
            .collect();
        description(&parameters.join("\n        - "))
    };
    here.write("many.yaml", &many(9));
    here.write("fewer.yaml", &many(8));
    for (args, code) in [
        (&["diff", "many.yaml", "fewer.yaml"][..], 1),
        (&["diff", "many.yaml", "fewer.yaml", "--format", "json"], 1),
        (&["diff", "old.yaml", "old.yaml"], 0),
        (&["diff", "old.yaml", "missing.yaml"], 2),
    ] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = here.caveat(args).stdout(writer).stderr(Stdio::piped()).output().expect("caveat runs");
        let ran = Ran::from(output);
        assert_eq!((ran.code, ran.err.is_empty()), (code, code != 2), "{args:?} {}", ran.err);
    }
}

#[test]
fn the_examples_of_the_help_are_understood() {
    let help = Here::empty().run(&["diff", "--help"]).out;
    assert_eq!(help, Here::empty().run(&["diff", "-h"]).out);
    for flag in ["--format", "--show", "--fail-on", "--today", "--quiet", "--config", "--allow-outside", "--color"] {
        assert!(help.contains(flag), "{flag}\n{help}");
    }
    let examples = help.split("Examples:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
    let commands: Vec<&str> = examples.lines().filter_map(|l| l.find("caveat ").map(|at| &l[at..])).collect();
    assert!(commands.len() >= 4, "{examples}");
    for command in commands {
        let args: Vec<&str> = command.split_whitespace().skip(1).collect();
        let ran = Here::empty().run(&args);
        assert!(!ran.err.contains("Usage") && !ran.err.contains("--help"), "{command}\n{}", ran.err);
    }
}

/// Hash maps have another order in each process, which must not show, whether one runs at a time or many do.
#[test]
fn every_process_writes_the_same_bytes() {
    let here = Here::empty();
    for side in ["v1", "v2"] {
        let demo = format!("{}/fixtures/demo/{side}", env!("CARGO_MANIFEST_DIR"));
        for entry in walkdir::WalkDir::new(&demo).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file())
        {
            let name = entry.path().strip_prefix(&demo).expect("below the folder").to_string_lossy().into_owned();
            here.write(&format!("{side}/{name}"), &fs::read_to_string(entry.path()).expect("a file of the demo"));
        }
    }
    for format in ["text", "json"] {
        let args = ["diff", "v1", "v2", "--show", "safe", "--format", format];
        let first = here.run(&args);
        assert_eq!((first.code, first.err.as_str()), (1, ""));
        assert!(first.out.len() > 5_000, "{}", first.out);
        for at_once in [1, 2, 8] {
            for _ in 0..8 / at_once {
                let start = |_| here.caveat(&args).stdout(Stdio::piped()).spawn().expect("caveat runs");
                let running: Vec<_> = (0..at_once).map(start).collect();
                for child in running {
                    let output = child.wait_with_output().expect("caveat ends");
                    assert!(output.stdout == first.out.as_bytes(), "{format}, {at_once} at once");
                }
            }
        }
    }
}

#[test]
fn an_alternative_hides_its_own_properties_only() {
    let here = Here::empty();
    let api = |body: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths: {{/a: {{post: {{requestBody: {{content: \
             {{application/json: {{schema: {body}}}}}}}, responses: {{'200': {{description: x}}}}}}}}}}\n"
        )
    };
    let one = |kind: &str, only: bool| {
        format!(
            "{{type: object, required: [kind], additionalProperties: false, properties: {{kind: {{type: string, enum: \
             [{kind}]}}, id: {{type: integer, readOnly: {only}}}}}}}"
        )
    };
    here.write("old.yaml", &api(&one("b", false)));
    here.write("new.yaml", &api(&format!("{{oneOf: [{}, {}]}}", one("a", true), one("b", false))));
    let ran = here.run(&["diff", "old.yaml", "new.yaml"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
}
