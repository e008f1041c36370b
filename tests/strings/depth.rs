//! Depth of patterns.

use caveat::schema::strings::{Cache, Goal, solve};

/// No pattern takes a stack that a thread with a small one has not.
#[test]
fn deep_patterns_do_not_overflow_the_stack() {
    let deep = |open: &str, close: &str, n: usize| format!("{}a{}", open.repeat(n), close.repeat(n));
    let mut patterns = vec![
        "a?".repeat(7000),
        "(?:a|)".repeat(2000),
        "(?:a*|b*)".repeat(1500),
        "(?:a?b?)*".repeat(1500),
        "(?=a|b)".repeat(2000),
        "(?:(?!ab).)*".repeat(1000),
        "a|".repeat(8000),
        "[ab]".repeat(4000),
        "\\b".repeat(5000),
    ];
    for n in [60, 5000] {
        patterns.push(deep("(", ")*", n));
        patterns.push(deep("(?!", ")", n));
        patterns.push(deep("(?:b?", "?){0,2}", n));
        patterns.push(deep("(?:b|c*|", "){2,3}", n));
    }
    let small = std::thread::Builder::new().stack_size(1 << 20);
    let run = move || {
        for pattern in patterns {
            for list in [&[pattern.as_str()][..], &[]] {
                let not_patterns: &[&str] = if list.is_empty() { &[&pattern] } else { &[] };
                let goal = Goal { patterns: list, not_patterns, min_length: 2, ..Goal::default() };
                solve(&goal, &mut 200_000, &mut Cache::new());
            }
        }
    };
    small.spawn(run).expect("a thread").join().expect("no panic");
}
