//! Reflexive, mirrored, deterministic; and forms that fixtures write by hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use caveat::diff::aspects::Aspect;
use caveat::diff::checks::{self, Coordinate};
use caveat::diff::{self, Comparison, Compatibility, Level, Settings};
use caveat::report::{self, diff::Diff, diff::text::TextOptions};

use crate::sides::{Files, Side, both, compare, descriptions, file, pairs, shared, shown, text};
use crate::written::json;

#[test]
#[allow(clippy::print_stdout)]
fn a_description_is_identical_to_itself_in_any_form() {
    let mut faults = Vec::new();
    let (mut same, mut skipped) = (0, 0);
    for path in descriptions(1_500_000) {
        let side = file(&path);
        let Some((contract, _)) = both(&side, &side) else {
            skipped += 1;
            continue;
        };
        let mut forms = vec![("itself", file(&path))];
        let root = contract.view(contract.at);
        for (name, reversed) in [("its JSON", false), ("its keys turned round", true)] {
            let mut written = String::new();
            json(root, reversed, &mut written);
            // A key that stands twice means the last one, so turning the order round means another; and JSON cannot
            // say what is not quite YAML, a list as a key for example.
            let document = contract.sources.doc(contract.at.doc);
            let ambiguous = (reversed && !document.duplicate_keys.is_empty()) || !document.problems.is_empty();
            if serde_json::from_str::<serde_json::Value>(&written).is_ok() && !ambiguous {
                forms.push((name, text(&side, "other.json", written)));
            }
        }
        for (name, other) in forms {
            let Some(comparison) = compare(&side, &other) else { continue };
            same += 1;
            if comparison.compatibility() != Compatibility::Identical {
                faults.push(format!("{} against {name}:\n{}", path.display(), shown(&comparison)));
            }
        }
    }
    println!("{same} comparisons of a description with itself, {skipped} files skipped that are no whole description");
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// Coordinates, and how often each was seen, of what has a mirror image: the aspects of schemas. What becomes of a
/// property that only one side describes depends on the direction by design.
fn mirrors(comparison: &Comparison, turned: bool) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for change in &comparison.changes {
        let Some(Coordinate::Schema(direction, subject, aspect, effect)) = checks::coordinate(change.check) else {
            continue;
        };
        let one_sided = matches!(
            aspect,
            Aspect::Presence | Aspect::UndescribedProperties | Aspect::AdditionalProperties | Aspect::Conjunction
        );
        if !one_sided {
            let effect = if turned { effect.mirrored() } else { effect };
            let key = format!("{direction:?} {aspect:?} {effect:?}");
            let _ = subject;
            *counts.entry(key).or_default() += 1;
        }
    }
    counts
}

#[test]
#[allow(clippy::print_stdout)]
fn swapping_the_sides_swaps_narrowing_and_widening() {
    let mut faults = Vec::new();
    let mut compared = 0;
    for (old, new) in pairs() {
        let (old_side, new_side) = (file(&old), file(&new));
        let (Some(there), Some(back)) = (compare(&old_side, &new_side), compare(&new_side, &old_side)) else {
            continue;
        };
        compared += 1;
        // A proposal that a proof cleared is gone on the side where it was one.
        let cleared = |c: &Comparison| c.changes.iter().any(|c| checks::all()[c.check].id == "schema-restructured");
        let may_miss = [cleared(&there), cleared(&back)];
        let (there, back) = (mirrors(&there, false), mirrors(&back, true));
        let within = |some: &BTreeMap<String, usize>, all: &BTreeMap<String, usize>| {
            some.iter().all(|(key, count)| all.get(key).is_some_and(|of| count <= of))
        };
        let holds = (within(&there, &back) || may_miss[1]) && (within(&back, &there) || may_miss[0]);
        if !holds {
            faults.push(format!("{}:\n  there {there:?}\n  back  {back:?}", old.display()));
        }
    }
    println!("{compared} pairs compared both ways round");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Both reports of a comparison, as they are written.
fn reports(old: &Side, new: &Side) -> Option<Vec<u8>> {
    let (old, new) = both(old, new)?;
    let comparison = diff::run(&old, &new, &Settings::default());
    let diff = Diff { old: &old, new: &new, comparison: &comparison };
    let options = TextOptions { width: 80, color: true, unicode: true, show: Level::Safe, all: false, summary: true };
    let mut bytes = Vec::new();
    report::diff::json::write(&mut bytes, &diff).expect("a report");
    report::diff::text::write(&mut bytes, &diff, &options).expect("a report");
    Some(bytes)
}

/// Pairs that are small enough to be compared many times.
fn small_pairs() -> Vec<(Side, Side)> {
    let mut pairs = pairs();
    pairs.retain(|(old, _)| fs::metadata(old).is_ok_and(|m| m.len() < 200_000));
    pairs.iter().map(|(old, new)| (file(old), file(new))).collect()
}

#[test]
fn the_same_sides_give_the_same_bytes_each_time() {
    let (mut seen, mut long) = (0, 0);
    for (old, new) in small_pairs() {
        let Some(first) = reports(&old, &new) else { continue };
        seen += 1;
        long = long.max(first.len());
        for run in 2..=20 {
            assert!(reports(&old, &new).as_ref() == Some(&first), "run {run} of {} differs", old.key);
        }
    }
    let enough = long > 50_000 || !shared().is_dir();
    assert!(seen > 70 && enough, "{seen} pairs, the longest report has {long} bytes: too little to mean much");
}

#[test]
fn comparisons_do_not_disturb_each_other() {
    let pairs = small_pairs();
    let alone: Vec<_> = pairs.iter().map(|(old, new)| reports(old, new)).collect();
    for threads in [1, 2, 8] {
        std::thread::scope(|scope| {
            for thread in 0..threads {
                let (pairs, alone) = (&pairs, &alone);
                // Each thread begins elsewhere, so that all sorts of pairs are compared at once.
                scope.spawn(move || {
                    for step in 0..pairs.len() {
                        let number = (step + thread * pairs.len() / threads) % pairs.len();
                        let (old, new) = &pairs[number];
                        assert!(reports(old, new) == alone[number], "{} on one of {threads} threads", old.key);
                    }
                });
            }
        });
    }
}

/// What is written in another way and says the same gives nothing above safe.
#[test]
fn other_forms_of_the_same_promise_are_safe() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/indifferent");
    let mut seen = 0;
    let mut folders: Vec<_> =
        fs::read_dir(&folder).expect("fixtures").filter_map(Result::ok).map(|e| e.path()).collect();
    folders.sort();
    for case in folders {
        let (old, new) = (file(&case.join("old.yaml")), file(&case.join("new.yaml")));
        for (name, a, b) in [("there", &old, &new), ("back", &new, &old)] {
            let comparison = compare(a, b).unwrap_or_else(|| panic!("{} is no whole description", case.display()));
            let worst = comparison.changes.iter().map(|c| c.level).max();
            assert!(worst <= Some(Level::Safe), "{} {name}:\n{}", case.display(), shown(&comparison));
            seen += 1;
        }
    }
    assert!(seen >= 10, "there are too few fixtures to mean anything: {seen}");
}

/// Circles of every kind, on both sides, end.
#[test]
fn circles_end() {
    let circles = "openapi: 3.1.0
info: {title: circles, version: '1'}
paths:
  /a: {$ref: '#/paths/~1b'}
  /b: {$ref: '#/paths/~1a'}
  /c:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/tree'}}}}
      responses: {'200': {$ref: '#/components/responses/loop'}}
      callbacks: {again: {$ref: '#/components/callbacks/again'}}
components:
  responses: {loop: {$ref: '#/components/responses/loop'}}
  callbacks:
    again:
      '{$request.body#/url}':
        post:
          responses: {'200': {description: ok}}
          callbacks: {again: {$ref: '#/components/callbacks/again'}}
  schemas:
    tree: {type: object, properties: {left: {$ref: '#/components/schemas/tree'}, right: {allOf: [{$ref: '#/components/schemas/tree'}]}, any: {anyOf: [{$ref: '#/components/schemas/tree'}, {$ref: '#/components/schemas/list'}]}}}
    list: {type: array, items: {$ref: '#/components/schemas/list'}}
    self: {$ref: '#/components/schemas/self'}
    one: {allOf: [{$ref: '#/components/schemas/two'}]}
    two: {allOf: [{$ref: '#/components/schemas/one'}]}
";
    let side = |key: &str, text: &str| Side {
        key: key.into(),
        bytes: text.as_bytes().to_vec(),
        files: Files::Folder(PathBuf::from("/nonexistent")),
    };
    let old = side("old", circles);
    assert_eq!(compare(&old, &old).map(|c| c.compatibility()), Some(Compatibility::Identical));
    let new = side("new", &circles.replace("left", "port"));
    let changed = compare(&old, &new).expect("a comparison");
    assert_eq!(changed.count(Level::Risky), 1, "{}", shown(&changed));
}
