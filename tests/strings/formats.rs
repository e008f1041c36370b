//! Formats: their samples, and the `jsonschema` crate as a second opinion.

use serde_json::{Value, json};

use super::{answer, found};
use caveat::schema::strings::{Answer, Goal, Reason, format_accepts, format_implies, format_names, format_samples};

#[test]
fn samples_are_good_or_bad() {
    for name in format_names() {
        let (good, bad) = format_samples(name).expect("a format");
        for text in good {
            assert_eq!(format_accepts(name, text), Some(true), "{name} {text:?}");
        }
        for text in bad {
            assert_eq!(format_accepts(name, text), Some(false), "{name} {text:?}");
        }
        for other in format_names().filter(|other| format_implies(name, other)) {
            for text in good {
                assert_eq!(format_accepts(other, text), Some(true), "{name} {other} {text:?}");
            }
        }
    }
    assert_eq!(format_accepts("password", "x"), None);
}

/// What the table declares is also what the patterns say, where they are exact.
#[test]
fn implications_are_those_of_the_patterns() {
    for one in format_names() {
        assert!(matches!(answer(&Goal { formats: &[one], ..Goal::default() }), Answer::Found(_)), "{one}");
        for other in format_names() {
            let goal = Goal { formats: &[one], not_formats: &[other], ..Goal::default() };
            match answer(&goal) {
                Answer::Found(text) => {
                    assert!(!format_implies(one, other), "{one} {other} {text}");
                    assert_eq!(format_accepts(one, &text), Some(true));
                    assert_eq!(format_accepts(other, &text), Some(false));
                }
                Answer::Empty => {
                    // Some relations hold that nobody would declare, such as of `date` to `uri-reference`.
                    let (good, _) = format_samples(one).expect("a format");
                    assert!(good.iter().all(|text| format_accepts(other, text) != Some(false)), "{one} {other}");
                }
                Answer::Unknown(obstacle) => assert_eq!(obstacle.reason, Reason::Inexact, "{one} {other} {obstacle}"),
            }
        }
    }
}

#[test]
fn formats_meet_patterns_and_lengths() {
    let ask = |formats: &[&str], not_formats: &[&str], patterns: &[&str], not_patterns: &[&str], max_length| {
        answer(&Goal { max_length, patterns, not_patterns, formats, not_formats, ..Goal::default() })
    };
    assert_eq!(ask(&["date"], &[], &[], &[], None), found("2024-01-02"));
    assert_eq!(ask(&["date"], &[], &["-02-29$"], &["^[^0]"], None), found("0000-02-29"));
    assert_eq!(ask(&["date"], &[], &["^1900-02-29$"], &[], None), Answer::Empty);
    assert_eq!(ask(&["date"], &[], &[], &["^\\d{4}-\\d{2}-\\d{2}$"], None), Answer::Empty);
    assert_eq!(ask(&["date"], &[], &[], &[], Some(9)), Answer::Empty);
    assert_eq!(ask(&[], &["date"], &["^2024-01-0[123]$"], &[], None), Answer::Empty);
    assert_eq!(ask(&["uuid"], &[], &["^[^a-z]*$"], &["^0", "^1"], None), found("20000000-0000-0000-0000-000000000000"));
    assert_eq!(ask(&["date-time"], &[], &["Z$"], &[":0[0-9]Z$"], Some(20)), found("0000-01-01t00:00:10Z"));
    assert_eq!(ask(&["date-time"], &[], &["T12:34:60"], &[], Some(25)), found("0000-01-01T12:34:60-11:25"));
    assert_eq!(ask(&["date-time"], &[], &["T12:34:60Z"], &[], None), unknown_or_empty(&["T12:34:60Z"]));
    assert_eq!(ask(&["uri"], &["iri"], &[], &[], None), Answer::Empty);
    assert_eq!(ask(&["uri"], &[], &["^/"], &[], None), Answer::Empty);
    assert_eq!(ask(&["uri"], &[], &["^https://", "\\.pdf$"], &[], None), found("https://.pdf"));
    assert_eq!(ask(&["iri"], &["uri"], &[], &[], Some(3)), found("a:\u{c0}"));
    assert_eq!(ask(&["ipv4"], &["hostname"], &[], &[], None), Answer::Empty);
    assert_eq!(ask(&["hostname"], &[], &["^.{254}$"], &[], None), Answer::Empty);
    assert_eq!(ask(&["email"], &[], &["@acme\\.test$"], &[], None), found("a@acme.test"));
    assert_eq!(ask(&["email"], &[], &[], &["@"], None), Answer::Empty);
    assert_eq!(ask(&["byte"], &[], &[], &["^[A-Za-z0-9+/]*=?=?$"], None), Answer::Empty);
    assert_eq!(ask(&["byte"], &[], &["^.{5}$"], &[], None), Answer::Empty);
    assert_eq!(ask(&["ipv6"], &[], &["::"], &["^.{3,}$"], None), found("::"));
    assert_eq!(ask(&["regex"], &[], &["^\\(.\\)"], &[], None), found("(a)"));
}

/// Which of two answers depends on how many words the walk asks about.
fn unknown_or_empty(patterns: &[&str]) -> Answer {
    answer(&Goal { formats: &["date-time"], patterns, ..Goal::default() })
}

/// Where the second opinion is another one, and why.
fn deviates(format: &str, text: &str) -> Option<&'static str> {
    match format {
        "email" if text.starts_with('"') => Some("it reads quoted local parts by other rules"),
        "date" | "date-time" | "time" if has_false_digit(format, text) => Some("it takes `*` to `/` for digits"),
        _ => None,
    }
}

/// Whether one of the six characters before the digits in ASCII stands where a digit should.
fn has_false_digit(format: &str, text: &str) -> bool {
    let template = if format == "time" { "dd:dd:dd" } else { "dddd-dd-ddTdd:dd:dd" };
    let offset = text.len().saturating_sub(5);
    let pairs = text.bytes().zip(template.bytes()).chain(text.bytes().skip(offset).zip("dd:dd".bytes()));
    pairs.into_iter().any(|(byte, kind)| kind == b'd' && (b'*'..=b'/').contains(&byte))
}

#[test]
fn the_second_opinion_agrees_on_mutated_samples() {
    let known = [
        "date-time",
        "date",
        "time",
        "duration",
        "email",
        "hostname",
        "ipv4",
        "ipv6",
        "uri",
        "uri-reference",
        "iri",
        "iri-reference",
        "uuid",
        "uri-template",
        "json-pointer",
        "relative-json-pointer",
        "regex",
    ];
    let alphabet: Vec<char> =
        "019aAzZ-_.:/#?@%~+!$&'()*,;=[]{}<>|\\^`\" \n\t\u{e9}\u{4e00}\u{1f600}TtPDHMSW".chars().collect();
    let (mut decided, mut undecided, mut deviations, mut unexplained) = (0, 0, 0, Vec::new());
    for name in known {
        let (good, bad) = format_samples(name).expect("a format");
        let schema = json!({ "format": name });
        let judge = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
        let mut texts: Vec<String> = Vec::new();
        for sample in good.iter().chain(bad).chain(EXTRA) {
            let chars: Vec<char> = sample.chars().collect();
            texts.push((*sample).to_owned());
            for i in 0..=chars.len() {
                let (before, after) = (chars[..i].iter(), chars[i..].iter());
                texts.push(before.clone().chain(after.clone().skip(1)).collect());
                for c in &alphabet {
                    texts.push(before.clone().chain([c]).chain(after.clone()).collect());
                    texts.push(before.clone().chain([c]).chain(after.clone().skip(1)).collect());
                }
            }
        }
        for text in texts {
            let Some(accepted) = format_accepts(name, &text) else {
                undecided += 1;
                continue;
            };
            decided += 1;
            if accepted != judge.is_valid(&Value::String(text.clone())) {
                deviations += 1;
                if deviates(name, &text).is_none() {
                    unexplained.push(format!("{name} {text:?}: here {accepted}"));
                }
            }
        }
    }
    assert!(decided > 100 * undecided && decided > 1000 * deviations, "{decided} {undecided} {deviations}");
    unexplained.dedup();
    assert!(unexplained.is_empty(), "{} unexplained:\n{}", unexplained.len(), unexplained.join("\n"));
}

const EXTRA: &[&str] = &[
    "",
    "2024-02-29T23:59:60Z",
    "2016-12-31T18:59:60-05:00",
    "23:59:60+00:00",
    "P1Y2M3DT4H5M6S",
    "http://user:pw@[::1]:80/a/b?c=d#e",
    "http://[v1.a]/%20",
    "a:b",
    "//host/path",
    "jane@[127.0.0.1]",
    "jane@[IPv6:::1]",
    "\"a b\"@example.com",
    "1:2:3:4:5:6:7::",
    "::ffff:192.0.2.1",
    "{+a,b*}{?c:3}",
    "^[a-z]{1,3}(?=x)\\d$",
    "2/a~0b",
];
