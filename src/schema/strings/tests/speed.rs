//! What goals cost, in steps and in time. Not a test: run with `--ignored --no-capture`.

use std::time::Instant;

use super::super::{Cache, Goal, solve};

const TYPICAL: &[(&str, Goal<'static>)] = &[
    ("nothing", NONE),
    ("length 5 to 10", Goal { min_length: 5, max_length: Some(10), ..NONE }),
    ("a fresh key", Goal { excluded: &["id", "name", "a", "b"], ..NONE }),
    ("a key without x-", Goal { not_patterns: &["^x-"], excluded: &["id", "name", "a", "b"], ..NONE }),
    ("a key with x-", Goal { patterns: &["^x-"], ..NONE }),
    ("identifier", Goal { patterns: &["^AC[0-9a-fA-F]{32}$"], ..NONE }),
    (
        "identifier in identifier",
        Goal { patterns: &["^AC[0-9a-f]{32}$"], not_patterns: &["^AC[0-9a-fA-F]{32}$"], ..NONE },
    ),
    (
        "identifier not in word",
        Goal { patterns: &["^[a-zA-Z0-9_-]{1,64}$"], not_patterns: &["^[a-zA-Z0-9_]{1,64}$"], ..NONE },
    ),
    (
        "identifier in longer",
        Goal { patterns: &["^[a-zA-Z0-9_-]{1,64}$"], not_patterns: &["^[a-zA-Z0-9_-]{1,128}$"], ..NONE },
    ),
    ("pattern with a length", Goal { patterns: &["^[a-z]*$"], min_length: 100, max_length: Some(200), ..NONE }),
    ("a million characters", Goal { patterns: &["^[a-z]*$"], min_length: 1_000_000, ..NONE }),
    ("date in date's pattern", Goal { formats: &["date"], not_patterns: &["^\\d{4}-\\d{2}-\\d{2}$"], ..NONE }),
    ("uuid in uuid's pattern", Goal { formats: &["uuid"], not_patterns: &["^[0-9a-fA-F-]{36}$"], ..NONE }),
    (
        "date-time in a pattern",
        Goal { formats: &["date-time"], not_patterns: &["^\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}"], ..NONE },
    ),
    ("uri not http", Goal { formats: &["uri"], not_patterns: &["^http"], ..NONE }),
    ("https in uri", Goal { patterns: &["^https?://[a-z0-9.]+(/[a-z0-9._-]*)*$"], not_formats: &["uri"], ..NONE }),
    ("email in a pattern", Goal { formats: &["email"], not_patterns: &["@"], ..NONE }),
    ("hostname in uri-reference", Goal { formats: &["hostname"], not_formats: &["uri-reference"], ..NONE }),
    ("letters", Goal { patterns: &["^\\p{L}+$"], not_patterns: &["^[A-Za-z]+$"], ..NONE }),
    ("password", Goal { patterns: &["^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)(?=.*[^\\w]).{8,64}$"], ..NONE }),
];

const NONE: Goal<'static> = Goal {
    min_length: 0,
    max_length: None,
    patterns: &[],
    not_patterns: &[],
    formats: &[],
    not_formats: &[],
    excluded: &[],
    preferred: &[],
};

#[test]
#[ignore = "measures"]
fn typical_goals() {
    for (name, goal) in TYPICAL {
        let mut cache = Cache::new();
        let mut steps = super::STEPS;
        let start = Instant::now();
        let answer = solve(goal, &mut steps, &mut cache);
        let cold = start.elapsed();
        let start = Instant::now();
        let mut rounds = 0;
        while rounds < 1000 && start.elapsed().as_millis() < 200 {
            solve(goal, &mut { super::STEPS }, &mut cache);
            rounds += 1;
        }
        let warm = start.elapsed() / rounds;
        let mut text = format!("{answer:?}");
        text.truncate(60);
        println!("{name:28} {:>9} steps, {cold:>12.1?} cold, {warm:>12.1?} warm: {text}", super::STEPS - steps);
    }
}
