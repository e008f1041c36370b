//! Mends: each takes its finding away and brings none, comments and layout stay, and a second run finds nothing to do.

#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::path::PathBuf;

use caveat::contract::{self, Contract};
use caveat::diff::{self, Level};
use caveat::finding::{Addresses, Finding};
use caveat::lint::fixes;
use caveat::source::loader::NoFetch;

/// Of each finding what does not depend on its lines.
fn said(contract: &Contract, findings: &[Finding]) -> BTreeMap<(String, String), usize> {
    let mut said = BTreeMap::new();
    for finding in findings {
        *said
            .entry((finding.rule.to_owned(), finding.fingerprint(&Addresses::new(&contract.sources, contract.at.doc))))
            .or_default() += 1;
    }
    said
}

/// Rules whose mend makes a description say what its author meant and did not say, so that it promises something else.
const SAYS_WHAT_WAS_MEANT: [&str; 3] = ["foreign-nullable", "missing-object-type", "yaml-trap"];

/// Those of them that give a schema another type.
const REVEALS: [&str; 2] = ["foreign-nullable", "missing-object-type"];

/// A text mended until there is nothing left to mend, and how many findings went.
fn mend(name: &str, text: &str, faults: &mut Vec<String>) -> (String, usize) {
    mend_those(name, text, faults, |_| true)
}

fn mend_those(name: &str, text: &str, faults: &mut Vec<String>, wanted: impl Fn(&Finding) -> bool) -> (String, usize) {
    let (mut text, mut fixed) = (text.to_owned(), 0);
    for _ in 0..20 {
        let Ok(before) = common::try_load(name, &text) else { return (text, fixed) };
        let findings = common::lint(&before);
        let mends: Vec<Finding> = findings.iter().filter(|f| wanted(f)).cloned().collect();
        let mended = fixes::apply(&before.sources, &mends);
        let Some(new) = mended.texts.into_values().next() else { return (text, fixed) };
        assert!(mended.fixed > 0);
        let Ok(after) = common::try_load(name, &new) else {
            faults.push(format!("{name}: the mended text is no description:\n{new}"));
            return (text, fixed);
        };
        let (old, left) = (said(&before, &findings), said(&after, &common::lint(&after)));
        // What has its type again is looked at as such, so faults may come to light that were hidden.
        let reveals = mends.iter().any(|f| f.fix.is_some() && REVEALS.contains(&f.rule));
        if !reveals && left.values().sum::<usize>() + mended.fixed > old.values().sum::<usize>() {
            let more: Vec<_> = left.keys().filter(|key| !old.contains_key(*key)).collect();
            faults.push(format!("{name}: {} were mended, and these are new: {more:?}", mended.fixed));
        }
        fixed += mended.fixed;
        text = new;
    }
    faults.push(format!("{name}: mending does not end"));
    (text, fixed)
}

/// The lines that are not in both, in order.
fn changed_lines(old: &str, new: &str) -> Vec<String> {
    let lines = similar::TextDiff::from_lines(old, new);
    let changed = lines.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal);
    changed.map(|change| format!("{}{}", change.tag(), change.value().trim_end())).collect()
}

#[test]
fn a_mend_touches_nothing_else() {
    let description = "\
openapi: 3.1.0 # as published
info:
  title: T   # the title
  version: 1.0\t# the version
servers:
- url: 'https://a.example/v1/'
paths:
  /a/{id}:
    get:
      parameters:
      - name: id   # the id
        in: path
        schema: {type: string, enum: [NO, 'DK']}
      - {name: x, in: query, required: yes}
      responses:
        '200': {description: d}
  /b/{id}:
    get:
      parameters:
      - {name: id, in: path, required: false, schema: {type: string}}
      - in: header
        name: X-A
        schema: {type: string}
      responses:
        '200': {description: d}
";
    for (text, end) in [(description.to_owned(), "\n"), (description.replace('\n', "\r\n"), "\r\n")] {
        let mut faults = Vec::new();
        let (mended, fixed) = mend("api.yaml", &text, &mut faults);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(fixed, 6);
        assert_eq!(
            changed_lines(&text, &mended),
            [
                "-  version: 1.0\t# the version",
                "+  version: '1.0'\t# the version",
                "-- url: 'https://a.example/v1/'",
                "+- url: 'https://a.example/v1'",
                "+        required: true",
                "-        schema: {type: string, enum: [NO, 'DK']}",
                "-      - {name: x, in: query, required: yes}",
                "+        schema: {type: string, enum: ['NO', 'DK']}",
                "+      - {name: x, in: query, required: true}",
                "-      - {name: id, in: path, required: false, schema: {type: string}}",
                "+      - {name: id, in: path, required: true, schema: {type: string}}",
            ]
        );
        assert_eq!(mended.matches(end).count(), text.matches(end).count() + 1);
    }
}

#[test]
fn what_stands_in_several_places_is_left_alone() {
    let aliases = "\
openapi: 3.1.0
info: {title: T, version: &v 1.0, x-a: *v}
paths: {}
";
    assert_eq!(mend("api.yaml", aliases, &mut Vec::new()), (aliases.to_owned(), 0));
}

#[test]
fn json_stays_as_it_is_laid_out() {
    let text = r#"{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/a/{id}": {"get": {"parameters": [
  {
    "name": "id",
    "in": "path",
    "schema": {"type": "string"}
  }, {"name": "id2", "in": "query"}], "responses": {"200": {"description": "d"}}}}}}
"#;
    let mut faults = Vec::new();
    let (mended, fixed) = mend("api.json", text, &mut faults);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(fixed, 1);
    assert_eq!(changed_lines(text, &mended), ["+    \"required\": true,"]);
}

#[test]
fn what_is_too_much_goes_and_takes_nothing_along() {
    let description = "\
openapi: 3.1.0
info: {title: T, version: '1', description: D}
paths: {}
components:
  schemas:
    A:
      type: object
      required: [a, b, a, a] # the names
      properties:
        a:
          type: string
          enum:
          - x
          - y
          - x
          # the last one
          - z
        b:
          enum:
          - 1
          - 2 # two
          - 1.0
        c: {type: string, nullable: true, maxLength: 3}
        d:
          type: integer # a number
          nullable: true
          format: int32
        e:
          nullable: true
          type: string
";
    let mut faults = Vec::new();
    let (mended, fixed) = mend("api.yaml", description, &mut faults);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(fixed, 5);
    assert_eq!(
        changed_lines(description, &mended),
        [
            "-      required: [a, b, a, a] # the names",
            "+      required: [a, b] # the names",
            "-          - x",
            "-          - 1.0",
            "-        c: {type: string, nullable: true, maxLength: 3}",
            "+        c: {type: [string, 'null'], maxLength: 3}",
            "-          type: integer # a number",
            "-          nullable: true",
            "+          type: [integer, 'null'] # a number",
        ]
    );
}

#[test]
fn mending_real_descriptions_breaks_nothing() {
    let fixtures = common::fixtures().join("lint");
    let mut folders: Vec<PathBuf> = vec![fixtures];
    folders.extend(common::shared("corpus/specs"));
    let files = folders.into_iter().flat_map(|folder| walkdir::WalkDir::new(folder).sort_by_file_name());
    let mut faults = Vec::new();
    let (mut looked_at, mut mended_files, mut fixed_in_all) = (0, 0, 0);
    for entry in files.filter_map(Result::ok).filter(|entry| entry.file_type().is_file()) {
        // The largest documents are for the whole corpus, which takes minutes: `ALL=1`.
        if entry.metadata().unwrap().len() > 1_500_000 && std::env::var_os("ALL").is_none() {
            continue;
        }
        let name = entry.path().display().to_string();
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        if common::try_load(&name, &text).is_err() {
            continue;
        }
        looked_at += 1;
        let (_, fixed) = mend(&name, &text, &mut faults);
        if fixed == 0 {
            continue;
        }
        mended_files += 1;
        fixed_in_all += fixed;
        // What is a string to YAML 1.2, as in `required: yes`, is mended to what its author meant; so is the like of it.
        let same = |f: &Finding| !SAYS_WHAT_WAS_MEANT.contains(&f.rule);
        let (mended, _) = mend_those(&name, &text, &mut faults, same);
        let loader = contract::loader();
        let roots = (loader.add("old", &name, text.into_bytes()), loader.add("new", &name, mended.into_bytes()));
        let Ok((old, new)) = contract::load_both(loader, (roots.0, &NoFetch), (roots.1, &NoFetch)) else { continue };
        for change in diff::run(&old, &new, &diff::Settings::default()).changes {
            if change.level == Level::Breaking {
                faults.push(format!("{name}: {}", change.message));
            }
        }
    }
    println!("{fixed_in_all} findings mended in {mended_files} of {looked_at} descriptions");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
