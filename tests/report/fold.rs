//! The same change in many places is one paragraph, unless each is asked for.

use std::fmt::Write as _;

use caveat::diff::Level;

use crate::diff::compare;
use crate::set::fixtures;

/// A dozen operations with schemas of their own, before and after the same was done to all of them.
fn dozen(now: bool) -> String {
    let mut text = "openapi: 3.1.0\ninfo: {title: Many, version: 1.0.0}\npaths:\n".to_owned();
    for number in 1..=12 {
        let unavailable = if now { "        '503': {description: Come back later.}\n" } else { "" };
        let length = if now { 20 } else { 40 };
        let owner = if now { "" } else { ", owner: {type: string}" };
        let deleted =
            if now || number < 3 { "" } else { "    delete:\n      responses: {'204': {description: Gone.}}\n" };
        let _ = write!(
            text,
            "  /things{number}:
    post:
      requestBody:
        content:
          application/json:
            schema: {{type: object, properties: {{name{number}: {{type: string, maxLength: {length}}}}}}}
      responses:
        '200':
          description: A thing.
          content:
            application/json:
              schema: {{type: object, properties: {{part{number}: {{type: object, properties: {{id: {{}}{owner}}}}}}}}}
{unavailable}{deleted}"
        );
    }
    text
}

#[test]
fn what_is_the_same_in_many_places_is_said_once() {
    let (old, new) = (dozen(false), dozen(true));
    let compared = compare(("old.yaml", &old), ("new.yaml", &new));
    let folded = compared.text(80, false, true, Level::Risky);
    let path = fixtures().join("diff/folded-80.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &folded).expect("a file");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(folded == expected, "folded-80.txt is not what is written now; UPDATE=1 writes it anew:\n{folded}");
    let unfolded = compared.all(80, Level::Risky);
    let count = |text: &str, words: &str| text.lines().filter(|line| line.contains(words)).count();
    for (words, times, places) in [
        ("status 503 of POST /things", 1, 12),
        ("must be shorter: 40 before", 1, 12),
        ("owner` is gone", 1, 12),
        // What came or went is news, each time.
        ("breaking: DELETE /things", 10, 10),
    ] {
        assert_eq!((count(&folded, words), count(&unfolded, words)), (times, places), "{words}\n{folded}");
    }
    assert!(!unfolded.contains("more like it"), "{unfolded}");
    // Nothing of it is left out of the JSON.
    let json: serde_json::Value = serde_json::from_str(&compared.json()).expect("JSON");
    assert_eq!(json["changes"].as_array().expect("changes").len(), 12 * 3 + 10);
}
