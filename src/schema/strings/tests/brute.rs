//! Random small patterns against every short word over a small alphabet, judged by another engine.

use proptest::prelude::*;

use super::super::{Answer, Cache, Goal, matches, solve};

fn words(longest: usize) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut from = 0;
    for _ in 0..longest {
        let to = words.len();
        for i in from..to {
            for c in ['a', 'b', '-'] {
                words.push(format!("{}{c}", words[i]));
            }
        }
        from = to;
    }
    words
}

fn pattern() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        6 => prop::sample::select(vec!["a", "b", "-", ".", "[ab]", "[^a]", "\\w", "", "a", "b"]),
        1 => prop::sample::select(vec!["^", "$", "\\b", "\\B"]),
    ]
    .prop_map(String::from);
    let tree = leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            4 => prop::collection::vec(inner.clone(), 2..4).prop_map(|items| items.concat()),
            2 => prop::collection::vec(inner.clone(), 2..4).prop_map(|items| format!("(?:{})", items.join("|"))),
            3 => (inner.clone(), prop::sample::select(vec!["*", "+", "?", "{2}", "{0,2}", "{1,3}", "{2,}", "*?"]))
                .prop_map(|(body, times)| format!("(?:{body}){times}")),
            1 => (inner.clone(), prop::sample::select(vec!["(?=", "(?!", "(?<=", "(?<!"]))
                .prop_map(|(body, look)| format!("{look}{body})")),
        ]
    });
    (tree, 0..4_u8).prop_map(|(tree, anchors)| match anchors {
        0 => tree,
        1 => format!("^{tree}"),
        2 => format!("{tree}$"),
        _ => format!("^(?:{tree})$"),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn matching_agrees_with_another_engine(pattern in pattern()) {
        let other = regress::Regex::with_flags(&pattern, "u").map_err(|e| TestCaseError::fail(format!("{pattern}: {e}")))?;
        let mut cache = Cache::new();
        for word in words(5) {
            if let Some(found) = matches(&pattern, &word, &mut cache) {
                prop_assert_eq!(found, other.find(&word).is_some(), "{} on {:?}", pattern, word);
            }
        }
    }

    #[test]
    fn answers_agree_with_enumeration(
        patterns in prop::collection::vec(pattern(), 0..3),
        not_patterns in prop::collection::vec(pattern(), 0..3),
        min in 0..4_usize,
        more in prop::option::of(0..3_usize),
        excluded in prop::collection::vec("[ab-]{0,3}", 0..12),
    ) {
        fn texts(list: &[String]) -> Vec<&str> {
            list.iter().map(String::as_str).collect()
        }
        let engines = |list: &[String]| list.iter().map(|text| regress::Regex::with_flags(text, "u")).collect::<Result<Vec<_>, _>>();
        let (yes, no) = (engines(&patterns).expect("patterns"), engines(&not_patterns).expect("patterns"));
        let max = more.map(|more| min + more);
        let fits = |word: &str| {
            let length = word.chars().count();
            length >= min
                && max.is_none_or(|max| length <= max)
                && yes.iter().all(|engine| engine.find(word).is_some())
                && no.iter().all(|engine| engine.find(word).is_none())
                && !excluded.iter().any(|value| value == word)
        };
        let goal = Goal {
            min_length: min as u64,
            max_length: max.map(|max| max as u64),
            patterns: &texts(&patterns),
            not_patterns: &texts(&not_patterns),
            excluded: &texts(&excluded),
            ..Goal::default()
        };
        let shortest = words(6).into_iter().find(|word| fits(word));
        match solve(&goal, &mut 1_000_000, &mut Cache::new()) {
            Answer::Found(word) => {
                prop_assert!(fits(&word), "{:?} does not fit {:?}", word, goal);
                let plain = patterns.is_empty() && not_patterns.is_empty();
                if let Some(shortest) = shortest && !plain {
                    prop_assert!(word.chars().count() <= shortest.len(), "{:?} is shorter than {:?}", shortest, word);
                }
            }
            Answer::Empty => prop_assert_eq!(shortest, None, "{:?}", goal),
            Answer::Unknown(obstacle) => {
                prop_assert_eq!(obstacle.reason, super::super::Reason::LookAround, "{:?}", goal);
            }
        }
    }

    #[test]
    fn no_text_is_too_strange_to_be_a_pattern(pattern in "[a\\\\\\[\\](){}?*+|^$.,0-9dDbBpPuxck<>=!:-]{0,24}", text in "[a0(-]{0,6}") {
        let mut cache = Cache::new();
        let found = matches(&pattern, &text, &mut cache);
        if let (Some(found), Ok(engine)) = (found, regress::Regex::with_flags(&pattern, "u")) {
            prop_assert_eq!(found, engine.find(&text).is_some(), "{} on {:?}", pattern, text);
        }
        let goal = Goal { patterns: &[&pattern], not_patterns: &["^b"], ..Goal::default() };
        solve(&goal, &mut 100_000, &mut cache);
    }
}
