//! What the program says about itself: help, the list of rules, and their pages.

use caveat::diff::change::{Direction, Subject};
use caveat::diff::checks;
use caveat::lint::rules;

use super::Here;

#[test]
fn the_help_names_every_command_and_shows_examples() {
    let help = Here::empty().run(&["--help"]).out;
    for part in ["lint ", "diff ", "rules ", "explain ", "Examples:", "Exit codes:", "caveat.yaml"] {
        assert!(help.contains(part), "{part}\n{help}");
    }
    let lint = Here::empty().run(&["lint", "-h"]).out;
    assert_eq!(lint, Here::empty().run(&["lint", "--help"]).out);
    for flag in ["--format", "--show", "--fail-on", "--quiet", "--config", "--allow-outside", "--threads", "--color"] {
        assert!(lint.contains(flag), "{flag}\n{lint}");
    }
    assert_eq!(Here::empty().run(&["--version"]).out, format!("caveat {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_examples_of_the_help_are_understood() {
    let here = Here::new();
    for help in [here.run(&["--help"]).out, here.run(&["lint", "--help"]).out] {
        let examples = help.split("Examples:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
        let commands: Vec<&str> =
            examples.lines().filter_map(|l| l.find("caveat ").map(|at| &l[at..])).filter(|l| l.len() > 7).collect();
        assert!(commands.len() >= 4, "{examples}");
        for command in commands {
            let line = command.split("   ").next().and_then(|c| c.split(" > ").next()).unwrap_or_default();
            let args: Vec<&str> = line.split_whitespace().skip(1).collect();
            let ran = here.run(&args);
            assert!(!ran.err.contains("Usage") && !ran.err.contains("--help"), "{line}\n{}", ran.err);
        }
    }
}

#[test]
fn the_list_has_every_rule_under_its_area() {
    let here = Here::empty();
    let text = here.run(&["rules"]).out;
    let mut area = "";
    let mut listed = Vec::new();
    for line in text.lines().take_while(|line| !line.starts_with("diff: ")) {
        match line.strip_prefix("  ") {
            None => area = line,
            Some(rule) if !rule.starts_with(' ') => {
                let mut words = rule.split_whitespace();
                listed.push((area, words.next().unwrap_or_default(), words.next().unwrap_or_default()));
            }
            Some(_) => {}
        }
    }
    let mut expected: Vec<_> =
        rules::all().iter().map(|e| (e.meta.area, e.meta.id, e.meta.severity.as_str())).collect();
    expected.sort_by_key(|(area, ..)| *area);
    let expected: Vec<_> = expected.iter().map(|(area, id, severity)| (area.as_str(), *id, *severity)).collect();
    assert_eq!(listed, expected);
    let json = here.run(&["rules", "--format", "json"]).json();
    let of = |rule: &serde_json::Value, key: &str| rule[key].as_str().unwrap_or_default().to_owned();
    let rules = json["rules"].as_array().cloned().unwrap_or_default();
    let listed: Vec<_> = rules.iter().map(|r| (of(r, "area"), of(r, "id"), of(r, "severity"))).collect();
    let expected: Vec<_> =
        expected.iter().map(|(a, i, s)| ((*a).to_owned(), (*i).to_owned(), (*s).to_owned())).collect();
    assert_eq!((&json["version"], listed), (&1.into(), expected));
}

#[test]
fn the_list_has_every_check() {
    let here = Here::empty();
    let text = here.run(&["rules"]).out;
    let (_, list) = text.split_once("\n\ndiff: ").expect("the checks stand behind the rules");
    let (structure, schemas) = list.split_once("\n\ndiff: schemas").expect("those of schemas stand last");
    let rows = |text: &str| -> Vec<Vec<String>> {
        let rows = text.lines().filter_map(|l| l.strip_prefix("  ")).filter(|l| l.starts_with(char::is_lowercase));
        rows.map(|row| row.split_whitespace().map(str::to_owned).collect()).collect()
    };
    let mut listed: Vec<(String, String)> = rows(structure).iter().map(|r| (r[0].clone(), r[1].clone())).collect();
    for row in rows(schemas) {
        for (direction, level) in [(Direction::Request, &row[1]), (Direction::Response, &row[2])] {
            for subject in Subject::ALL {
                let id = format!("{}-{}-{}", direction.as_str(), subject.as_str(), row[0]);
                // One line stands for all subjects, of which a few have no such check.
                if checks::find(&id).is_some() {
                    listed.push((id, level.clone()));
                }
            }
        }
    }
    listed.sort();
    let expected = || checks::all().iter().map(|c| (c.id.clone(), c.level.as_str().to_owned()));
    let mut sorted: Vec<_> = expected().collect();
    sorted.sort();
    assert_eq!(listed, sorted);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let json = here.run(&["rules", "--format", "json"]).json();
    let of = |check: &serde_json::Value, key: &str| check[key].as_str().unwrap_or_default().to_owned();
    let listed: Vec<_> =
        json["checks"].as_array().expect("checks").iter().map(|c| (of(c, "id"), of(c, "level"))).collect();
    assert_eq!(listed, expected().collect::<Vec<_>>());
}

#[test]
fn the_page_of_each_check_derives_its_level() {
    let here = Here::empty();
    // One of each word and of each row; the subjects differ in nothing but the word.
    let one = |check: &&checks::Check| check.effect.is_none() || check.id.contains("-property-");
    for check in checks::all().iter().filter(one) {
        let page = here.run(&["explain", &check.id]).out;
        let why = format!("Why it is {}\n", check.level.as_str());
        for part in [&check.id, check.area.as_str(), "What it finds\n", &why, "The law\n", "Rule 3"] {
            assert!(page.contains(part), "{}: {part}\n{page}", check.id);
        }
        assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    }
}

#[test]
fn the_page_of_each_rule_reads_well_in_a_terminal() {
    let here = Here::empty();
    for entry in rules::all() {
        let id = entry.meta.id;
        let page = here.run(&["explain", id]).out;
        for part in [id, entry.meta.area.as_str(), "What it does\n", "Why\n", "Bad\n", "Good\n", "rules:\n"] {
            assert!(page.contains(part), "{id}: {part}\n{page}");
        }
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words(&page).contains(&words(entry.meta.summary)), "{id}\n{page}");
        for option in entry.meta.options {
            assert!(page.contains(&option.name()), "{id}: {}\n{page}", option.name());
        }
        for line in page.lines() {
            let is_code = line.starts_with("    ");
            let is_raw = line.contains("```") || line.starts_with('#') || !is_code && line.contains("](");
            assert!(!is_raw, "{id}: {line}");
            let unbroken = line.contains("http") || is_code;
            assert!(unbroken || line.chars().count() <= 80, "{id}: {line}");
        }
    }
}

#[test]
fn the_example_of_each_page_is_a_configuration() {
    let here = Here::new();
    for entry in rules::all() {
        let page = here.run(&["explain", entry.meta.id]).out;
        let start = page.rfind("    rules:\n").unwrap_or_else(|| panic!("{page}"));
        let lines: Vec<&str> = page[start..].lines().map(|l| l.strip_prefix("    ").unwrap_or(l)).collect();
        let config = lines.join("\n");
        here.write("caveat.yaml", &config);
        let ran = here.run(&["lint", "clean.yaml"]);
        assert_ne!(ran.code, 2, "{config}\n{}", ran.err);
    }
}

#[test]
fn the_text_says_what_it_hides_and_quiet_says_no_more_than_the_findings() {
    let here = Here::new();
    here.write("caveat.yaml", "rules: {all: off, property-case: info}");
    let ran = here.run(&["lint", "warning.yaml"]);
    assert!(!ran.out.contains("doorCode") && ran.out.contains("--show info"), "{}", ran.out);
    assert!(here.run(&["lint", "warning.yaml", "--show", "info"]).out.contains("doorCode"));
    assert_eq!(here.run(&["lint", "warning.yaml", "--quiet"]).out, "");
    assert_eq!(here.run(&["lint", "warning.yaml", "--format", "json"]).findings().len(), 1);
    assert_eq!(here.run(&["lint", "warning.yaml", "--format", "json", "--quiet"]).findings().len(), 1);
    let loud = here.run(&["lint", "warning.yaml", "--show", "info"]).out;
    let quiet = here.run(&["lint", "warning.yaml", "--show", "info", "-q"]).out;
    assert!(loud.starts_with(quiet.as_str()) && loud.len() > quiet.len() && !quiet.is_empty(), "{loud}");
}
