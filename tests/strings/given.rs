//! Patterns and formats as people write them: the published suite, and every pattern of the corpus.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use caveat::schema::strings::{Answer, Cache, Goal, Obstacle, Reason, format_accepts, is_format, matches, solve};

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        println!("skipped: {}", folder.display());
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Patterns that a schema asserts of a text alone, or of the names of an object.
fn expectations(schema: &Value, data: &Value) -> Option<(Vec<String>, Vec<String>)> {
    if let (Some(pattern), Some(text)) = (schema["pattern"].as_str(), data.as_str()) {
        return Some((vec![pattern.to_owned()], vec![text.to_owned()]));
    }
    let patterns =
        schema["patternProperties"].as_object().filter(|_| schema["additionalProperties"] == Value::Bool(false))?;
    let names = data.as_object()?;
    Some((patterns.keys().cloned().collect(), names.keys().cloned().collect()))
}

#[test]
fn the_published_suite_agrees() {
    let mut paths = Vec::new();
    files(&Path::new(SHARED).join("suites/JSON-Schema-Test-Suite/tests"), &mut paths);
    let wanted = ["ecmascript-regex.json", "pattern.json", "non-bmp-regex.json", "patternProperties.json"];
    paths.retain(|path| path.file_name().is_some_and(|name| wanted.iter().any(|wanted| *wanted == name)));
    let (mut decided, mut undecided, mut cache) = (0, BTreeSet::new(), Cache::new());
    for path in &paths {
        let groups: Value = serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON");
        for group in groups.as_array().into_iter().flatten() {
            for test in group["tests"].as_array().into_iter().flatten() {
                let Some((patterns, texts)) = expectations(&group["schema"], &test["data"]) else { continue };
                let one = |text: &String, cache: &mut Cache| {
                    patterns.iter().map(|p| matches(p, text, cache)).collect::<Option<Vec<_>>>()
                };
                let answers: Option<Vec<Vec<bool>>> = texts.iter().map(|text| one(text, &mut cache)).collect();
                let Some(answers) = answers else {
                    undecided.insert(format!("{patterns:?}"));
                    continue;
                };
                let accepted = answers.iter().all(|matched| matched.contains(&true));
                assert_eq!(Some(accepted), test["valid"].as_bool(), "{patterns:?} {texts:?} in {}", path.display());
                decided += 1;
            }
        }
    }
    println!("{decided} decided, undecided: {undecided:?}");
    assert!(undecided.is_empty(), "{undecided:?}");
}

/// Values of the key `pattern`, and the keys of `patternProperties`, from lines of JSON and YAML.
fn corpus() -> BTreeSet<String> {
    let mut paths = Vec::new();
    for folder in ["corpus", "cases", "hostile"] {
        files(&Path::new(SHARED).join(folder), &mut paths);
    }
    let mut patterns = BTreeSet::new();
    for path in paths {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for (at, _) in text.match_indices("pattern") {
            let line = text[at..].lines().next().unwrap_or_default();
            let Some(value) = line.trim_start_matches("pattern").trim_start_matches('"').trim_start().strip_prefix(':')
            else {
                continue;
            };
            let value = value.trim();
            let json = serde_json::Deserializer::from_str(value).into_iter::<String>().next();
            let parsed = match json {
                Some(Ok(text)) => Some(text),
                _ => serde_yaml::from_str::<String>(value).ok(),
            };
            patterns.extend(parsed.filter(|text| text.len() < 2000));
        }
    }
    patterns
}

/// Each pattern is decided, has a text, and another engine finds it there.
#[test]
fn every_pattern_of_the_corpus_is_decided() {
    let (patterns, mut undecided, mut cache) = (corpus(), Vec::new(), Cache::new());
    for pattern in &patterns {
        for positive in [true, false] {
            let list = [pattern.as_str()];
            let (patterns, not_patterns) = if positive { (&list[..], &[][..]) } else { (&[][..], &list[..]) };
            let goal = Goal { patterns, not_patterns, ..Goal::default() };
            match solve(&goal, &mut { super::STEPS }, &mut cache) {
                Answer::Found(text) => {
                    assert_eq!(matches(pattern, &text, &mut cache), Some(positive), "{pattern} {text:?}");
                    let engine = regress::Regex::with_flags(pattern, "u").or_else(|_| regress::Regex::new(pattern));
                    let engine = engine.unwrap_or_else(|e| panic!("{pattern}: {e}"));
                    assert_eq!(engine.find(&text).is_some(), positive, "{pattern} {text:?}");
                }
                Answer::Empty => assert!(!positive || pattern.contains("[]"), "{pattern} {positive}"),
                Answer::Unknown(obstacle) => undecided.push(obstacle),
            }
        }
    }
    println!("{} patterns; undecided:", patterns.len());
    for obstacle in &undecided {
        println!("  {obstacle}");
    }
    let outside = |obstacle: &Obstacle| matches!(obstacle.reason, Reason::BackReference | Reason::Syntax);
    assert!(undecided.iter().all(outside), "{undecided:?}");
}

/// The files of the published suite, by format; the drafts say the same of these.
#[test]
fn the_published_suite_agrees_on_formats() {
    let mut paths = Vec::new();
    files(&Path::new(SHARED).join("suites/JSON-Schema-Test-Suite/tests/draft2020-12/optional/format"), &mut paths);
    let (mut decided, mut undecided) = (0, Vec::new());
    for path in paths {
        let Some(name) = path.file_stem().and_then(|name| name.to_str()).filter(|name| is_format(name)) else {
            continue;
        };
        let groups: Value = serde_json::from_str(&fs::read_to_string(&path).expect("a file")).expect("JSON");
        let groups = groups.as_array().into_iter().flatten();
        for test in groups.flat_map(|group| group["tests"].as_array().into_iter().flatten()) {
            let Some(text) = test["data"].as_str() else { continue };
            match format_accepts(name, text) {
                None => undecided.push((name.to_owned(), text.to_owned())),
                Some(accepted) => {
                    assert_eq!(Some(accepted), test["valid"].as_bool(), "{name} {text:?}: {}", test["description"]);
                    decided += 1;
                }
            }
        }
    }
    println!("{decided} decided, {} undecided", undecided.len());
    let encoded = |text: &str| text.to_lowercase().starts_with("xn--");
    undecided.retain(|(name, text)| !name.starts_with("idn-") && !(name == "hostname" && encoded(text)));
    assert!(undecided.is_empty(), "{undecided:?}");
}
