//! What goals cost, in steps and in time. Not a test: run with `--ignored --no-capture`.

use std::time::Instant;

use caveat::schema::strings::{Cache, Goal, solve};

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

/// Patterns that are made to explode, each wanted and unwanted.
const HOSTILE: &[&str] = &[
    "^(a+)+$",
    "((a*)*)*b",
    "^(a|a|a)*$",
    "^(?:a?){1000}a{1000}$",
    "(.*){1,1000}x",
    "(?:a{1000}){1000}",
    "^(?:(?:a{1,100}){1,100}){1,100}$",
    "a.{200}b",
    "^(?=.*a.{20}b)(?=.*b.{21}c)(?=.*c.{22}d)",
    "(?:(?!a.{30}b).)*c",
    "(?<=a.{30})b",
    "^(?:(x*|y*)(z*|w*)){30}$",
    "(x*|y*)(z*|w*)(x*|y*)(z*|w*)(x*|y*)(z*|w*)(x*|y*)(z*|w*)(x*|y*)(z*|w*)(x*|y*)(z*|w*)(x*|y*)(z*|w*)",
    "^((x*|y*)(z*|w*)(x*|y*)(z*|w*)(x*|y*)(z*|w*)(x*|y*)(z*|w*)(x*|y*)(z*|w*)(x*|y*)(z*|w*)(x*|y*)(z*|w*))*$",
    "^(?:a{7}|b{11}|c{13}|d{17}|e{19})*$",
    "^(?:a{0,2000}b){0,2000}$",
    "^.{0,1000000}$",
    "^[^]{0,100000}$",
    "\\p{L}{1,100}\\p{N}{1,100}",
    "^(?:\\b\\w+\\b.?){1,500}$",
    "(?:(?:(?=a|b)|(?=b|c)|x)*y)*z",
    "^(?!(?!(?!(?!(?!a.*b)c.*d)e.*f)g.*h)i.*j)",
];

#[test]
#[ignore = "measures"]
fn hostile_goals() {
    for pattern in HOSTILE {
        for positive in [true, false] {
            for (min_length, max_length) in [(0, None), (997, Some(997)), (1_000_000, None)] {
                let list = [*pattern];
                let (patterns, not_patterns) = if positive { (&list[..], &[][..]) } else { (&[][..], &list[..]) };
                let goal = Goal { min_length, max_length, patterns, not_patterns, ..Goal::default() };
                let mut steps = super::STEPS;
                let start = Instant::now();
                let answer = solve(&goal, &mut steps, &mut Cache::new());
                let elapsed = start.elapsed();
                if elapsed.as_millis() > 100 {
                    let text: String = format!("{answer:?}").chars().take(40).collect();
                    let pattern: String = pattern.chars().take(40).collect();
                    println!(
                        "{elapsed:>8.1?} {:>8} steps {positive:5} {min_length:>7} {pattern} {text}",
                        super::STEPS - steps
                    );
                }
            }
        }
    }
}
