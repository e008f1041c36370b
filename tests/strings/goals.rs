//! Goals and their answers, as tables.

use super::{answer, found};
use caveat::schema::strings::{Answer, Cache, Goal, Obstacle, Reason, solve};

/// Patterns that match, patterns that do not, and the shortest text; `None` where there is none.
const PATTERNS: &[(&[&str], &[&str], Option<&str>)] = &[
    (&[""], &[], Some("")),
    (&["a"], &[], Some("a")),
    (&["^a{3}$"], &[], Some("aaa")),
    (&["^[0-9]+$"], &[], Some("0")),
    (&["^[A-Z_]$"], &[], Some("A")),
    (&["^[a-z]+$"], &["^a"], Some("b")),
    (&["^[a-z]*$"], &["^[a-z0-9]*$"], None),
    (&["^[a-z]*$"], &["^[b-z]*$"], Some("a")),
    (&["^x-"], &["^x-internal"], Some("x-")),
    (&["^\\d{3}$"], &["^[0-9]+$"], None),
    (&["^\\d+$"], &["^\\d{3}$"], Some("0")),
    (&["^\\w$"], &["^[a-z0-9]$"], Some("A")),
    (&["^\\s$"], &["^[ \\t-\\r]$"], Some("\u{1680}")),
    (&["^.$"], &["^[ -~]$"], Some("\u{c0}")),
    (&["^[^]$"], &["^.$"], Some("\n")),
    (&["[]"], &[], None),
    (&["a", "b"], &["ab"], Some("ba")),
    (&["^(a|b)*c$"], &["a", "b"], Some("c")),
    (&["^(?!a)[ab]$"], &[], Some("b")),
    (&["^(?=.*\\d)(?=.*[A-Z]).{4,}$"], &[], Some("aa0A")),
    (&["^(?:(?!ab).)*$"], &["^[ab]*$"], Some("c")),
    (&["^(?:(?!ab).)+$"], &["^[b-z]"], Some("a")),
    (&["^(?:(?!ab).)*$", "a.*b"], &["a.+b"], None),
    (&["^(?!https://)[a-z:/]+$", "^https"], &[], Some("https")),
    (&["^a(?=bc)b.$"], &["^abc$"], None),
    (&["(?<=a)b"], &["^a"], Some("bab")),
    (&["(?<!a)b"], &["^b"], Some("cb")),
    (&["\\bcat\\b"], &["^cat$"], Some("cat-")),
    (&["\\Bcat\\B"], &[], Some("acata")),
    (&["^\\ba"], &["a"], None),
    (&["^a^b"], &[], None),
    (&["a$b"], &[], None),
    (&["(?:^|x)+a$"], &["^a"], Some("xa")),
    (&["^(?:^|a){3}$"], &["^a?$"], Some("aa")),
    (&["^(a*)*$"], &["^a*$"], None),
    (&["^(a|b*)*$"], &["^[ab]*$"], None),
    (&["^(a*b*)*c$"], &["^[ab]*c$"], None),
    (&["^(a?){3}$"], &["^a{0,3}$"], None),
    (&["^(a?){3,5}$"], &["^a{0,4}$"], Some("aaaaa")),
    (&["^\\u{1F600}$"], &[], Some("\u{1F600}")),
    (&["^\\uD83D\\uDE00$"], &["^\u{1F600}$"], None),
    (&["^\\p{Lu}$"], &["^[A-Z]$"], Some("\u{c0}")),
    (&["^\\cJ$"], &["\\n"], None),
    (&["^\\/\\-\\_\\@$"], &["^/-_@$"], None),
    (&["^[\\w-.]$"], &["^\\w$", "^\\.$"], Some("-")),
    (&["^{a}$"], &["^\\{a\\}$"], None),
    (&["^{{2}$"], &["^\\{\\{$"], None),
    (&["^a{,2}$"], &["^a\\{,2\\}$"], None),
    (&["^(?<year>\\d{4})$"], &["^\\d{4}$"], None),
    (&["^a+?b*?c??$"], &["^a+b*c?$"], None),
    (&["^[A-Fa-f0-9]{6}$"], &["^#?([a-fA-F0-9]{6})$"], None),
    (&["^.{1,5000}$"], &["^.{1,4999}$"], Some(LONG)),
];

const LONG: &str = "\u{0}long";

#[test]
fn patterns_have_these_shortest_texts() {
    for (patterns, not_patterns, expected) in PATTERNS {
        let goal = Goal { patterns, not_patterns, ..Goal::default() };
        let expected = match *expected {
            None => Answer::Empty,
            Some(LONG) => found(&"a".repeat(5000)),
            Some(text) => found(text),
        };
        assert_eq!(answer(&goal), expected, "{patterns:?} but not {not_patterns:?}");
    }
}

#[test]
fn lengths_are_bounds() {
    let bounds =
        |patterns, min_length, max_length| answer(&Goal { min_length, max_length, patterns, ..Goal::default() });
    assert_eq!(bounds(&["^[a-z]*$"], 3, None), found("aaa"));
    assert_eq!(bounds(&["^[a-z]*$"], 100_000, None), found(&"a".repeat(100_000)));
    assert_eq!(bounds(&["^(ab)*$"], 3, Some(3)), Answer::Empty);
    assert_eq!(bounds(&["^(ab)*$"], 3, Some(4)), found("abab"));
    assert_eq!(bounds(&["^(ab)*$"], 999_999, Some(999_999)), Answer::Empty);
    assert_eq!(bounds(&["^(ab)*$"], 999_999, Some(1_000_000)), found(&"ab".repeat(500_000)));
    assert_eq!(bounds(&["^a{5000}$"], 0, Some(4999)), Answer::Empty);
    assert_eq!(bounds(&["^(?:a{7}|b{11})*$"], 59, Some(59)), Answer::Empty);
    assert_eq!(bounds(&["^\u{1F600}*$"], 2, Some(2)), found("\u{1F600}\u{1F600}"));
    assert_eq!(bounds(&[], 4, Some(3)), Answer::Empty);
    assert_eq!(bounds(&[], 0, Some(0)), found(""));
    assert_eq!(bounds(&["a"], 0, Some(0)), Answer::Empty);
    assert_eq!(bounds(&["^a*$"], u64::MAX, None), unknown("minLength", &u64::MAX.to_string(), Reason::TooLarge));
    assert_eq!(bounds(&["^a{0,9}$"], u64::MAX, None), Answer::Empty);
}

fn unknown(keyword: &'static str, text: &str, reason: Reason) -> Answer {
    Answer::Unknown(Obstacle { keyword, text: text.to_owned(), reason })
}

#[test]
fn excluded_values_are_passed_over() {
    let letters: Vec<String> = ('a'..='z').map(String::from).collect();
    let mut excluded: Vec<&str> = letters.iter().map(String::as_str).collect();
    let one = |excluded: &[&str], patterns: &[&str]| {
        answer(&Goal { excluded, patterns, max_length: Some(1), ..Goal::default() })
    };
    assert_eq!(one(&excluded, &["^[a-z]$"]), Answer::Empty);
    assert_eq!(one(&excluded, &["^[a-z]*$"]), found(""));
    assert_eq!(one(&excluded, &["^[a-z0]$"]), found("0"));
    assert_eq!(one(&excluded, &[]), found(""));
    excluded.push("");
    assert_eq!(one(&excluded, &["^[a-z]*$"]), Answer::Empty);
    assert_eq!(answer(&Goal { excluded: &excluded, ..Goal::default() }), found("aa"));
    assert_eq!(answer(&Goal { excluded: &excluded, patterns: &["^[a-z]*$"], ..Goal::default() }), found("aa"));
    assert_eq!(answer(&Goal { excluded: &[""], max_length: Some(0), ..Goal::default() }), Answer::Empty);
}

#[test]
fn preferred_values_are_taken_where_they_fit() {
    let preferred = &["No", "red", "green"];
    let goal = Goal { preferred, patterns: &["^[a-z]+$"], ..Goal::default() };
    assert_eq!(answer(&goal), found("red"));
    assert_eq!(answer(&Goal { excluded: &["red"], ..goal }), found("green"));
    assert_eq!(answer(&Goal { min_length: 6, ..goal }), found("aaaaaa"));
    assert_eq!(answer(&Goal { preferred: &[], patterns: &[], ..goal }), found("a"));
}

#[test]
fn what_stops_a_proof_is_named() {
    for (pattern, reason) in [
        ("^(a)\\1$", Reason::BackReference),
        ("^(?<n>a)\\k<n>$", Reason::BackReference),
        ("(?<=a\\b)", Reason::LookAround),
        ("\\uD800", Reason::Surrogate),
        ("(", Reason::Syntax),
        ("a)", Reason::Syntax),
        ("[b-a]", Reason::Syntax),
        ("a**", Reason::Syntax),
        ("\\A", Reason::Syntax),
        ("(?i)a", Reason::Syntax),
        ("a{3,2}", Reason::Syntax),
        ("\\p{Nonsense}", Reason::Syntax),
    ] {
        let goal = Goal { patterns: &[pattern, "a"], ..Goal::default() };
        assert_eq!(answer(&goal), unknown("pattern", pattern, reason));
        // The same text on both sides, or an impossible rest, needs no reading of it.
        assert_eq!(answer(&Goal { not_patterns: &[pattern], ..goal }), Answer::Empty, "{pattern}");
        assert_eq!(answer(&Goal { not_patterns: &["^[^]*$"], ..goal }), Answer::Empty, "{pattern}");
    }
    let house = Goal { formats: &["house"], ..Goal::default() };
    assert_eq!(answer(&house), unknown("format", "house", Reason::UnknownFormat));
    assert_eq!(answer(&Goal { not_formats: &["house"], ..house }), Answer::Empty);
    let mut steps = 100;
    let goal = Goal { patterns: &["a.{40}b"], not_patterns: &["b.{40}a|a.{39}b"], ..Goal::default() };
    assert_eq!(solve(&goal, &mut steps, &mut Cache::new()), unknown("pattern", "b.{40}a|a.{39}b", Reason::TooLarge));
}

/// The answer and the steps that it takes are the same, whatever was asked before.
#[test]
fn answers_do_not_depend_on_the_cache() {
    let goals: Vec<Goal<'_>> = PATTERNS
        .iter()
        .map(|&(patterns, not_patterns, _)| Goal { patterns, not_patterns, min_length: 2, ..Goal::default() })
        .collect();
    let ask = |goal: &Goal<'_>, cache: &mut Cache, budget: u64| {
        let mut steps = budget;
        (solve(goal, &mut steps, cache), steps)
    };
    for budget in [200, 3000, super::STEPS] {
        let cold: Vec<_> = goals.iter().map(|goal| ask(goal, &mut Cache::new(), budget)).collect();
        let mut cache = Cache::new();
        for _ in 0..2 {
            let warm: Vec<_> = goals.iter().rev().map(|goal| ask(goal, &mut cache, budget)).rev().collect();
            for ((cold, warm), goal) in cold.iter().zip(&warm).zip(&goals) {
                assert_eq!(cold, warm, "{goal:?}");
            }
        }
    }
}
