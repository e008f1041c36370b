//! Random small patterns against every short word over a small alphabet. `PROPTEST_CASES` asks for
//! more than the few of the ordinary run.

use proptest::prelude::*;

use super::oracle::{Tree, tree};
use caveat::schema::strings::{Answer, Cache, Goal, Reason, matches, solve};

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

proptest! {
    #[test]
    fn matching_agrees_with_the_obvious_matcher(tree in tree()) {
        let pattern = tree.print();
        let mut cache = Cache::new();
        // The other engine never returns from some repetitions of empty repetitions.
        let engine = (tree.height() < 2).then(|| regress::Regex::with_flags(&pattern, "u").expect("a pattern"));
        for word in words(4) {
            if let Some(found) = matches(&pattern, &word, &mut cache) {
                prop_assert_eq!(found, tree.found_in(&word), "{} on {:?}", pattern, word);
                if let Some(engine) = &engine {
                    prop_assert_eq!(found, engine.find(&word).is_some(), "{} on {:?}, other engine", pattern, word);
                }
            }
        }
    }

    #[test]
    fn answers_agree_with_enumeration(
        patterns in prop::collection::vec(tree(), 0..3),
        not_patterns in prop::collection::vec(tree(), 0..3),
        min in 0..4_usize,
        more in prop::option::of(0..3_usize),
        excluded in prop::collection::vec("[ab-]{0,3}", 0..12),
    ) {
        let max = more.map(|more| min + more);
        // Words over all characters are judged by the engine under test, words over the three by the obvious one.
        let fits = |word: &str, found: &mut dyn FnMut(&Tree) -> bool| {
            let length = word.chars().count();
            length >= min
                && max.is_none_or(|max| length <= max)
                && patterns.iter().all(&mut *found)
                && !not_patterns.iter().any(found)
                && !excluded.iter().any(|value| value == word)
        };
        let print = |list: &[Tree]| list.iter().map(Tree::print).collect::<Vec<_>>();
        let (yes, no) = (print(&patterns), print(&not_patterns));
        fn texts(list: &[String]) -> Vec<&str> {
            list.iter().map(String::as_str).collect()
        }
        let goal = Goal {
            min_length: min as u64,
            max_length: max.map(|max| max as u64),
            patterns: &texts(&yes),
            not_patterns: &texts(&no),
            excluded: &texts(&excluded),
            ..Goal::default()
        };
        let shortest = words(5).into_iter().find(|word| fits(word, &mut |tree| tree.found_in(word)));
        match solve(&goal, &mut 1_000_000, &mut Cache::new()) {
            Answer::Found(word) => {
                let mut cache = Cache::new();
                prop_assert!(fits(&word, &mut |tree| matches(&tree.print(), &word, &mut cache) == Some(true)), "{:?} does not fit {:?}", word, goal);
                // Where nothing asks for characters, letters come before the shortest.
                if let Some(shortest) = shortest && !patterns.is_empty() {
                    prop_assert!(word.chars().count() <= shortest.len(), "{:?} is shorter than {:?}", shortest, word);
                }
            }
            Answer::Empty => prop_assert_eq!(shortest, None, "{:?}", goal),
            Answer::Unknown(obstacle) => prop_assert_eq!(obstacle.reason, Reason::LookAround, "{:?}", goal),
        }
    }

    #[test]
    fn no_text_is_too_strange_to_be_a_pattern(
        pattern in "[a\\\\\\[\\](){}?*+|^$.,0-9dDbBpPuxck<>=!:-]{0,24}",
        text in "[a0(-]{0,6}",
    ) {
        let mut cache = Cache::new();
        let found = matches(&pattern, &text, &mut cache);
        // One group at most, so that the other engine returns.
        let simple = pattern.matches('(').count() < 2;
        if let (Some(found), Ok(engine), true) = (found, regress::Regex::with_flags(&pattern, "u"), simple) {
            prop_assert_eq!(found, engine.find(&text).is_some(), "{} on {:?}", pattern, text);
        }
        let goal = Goal { patterns: &[&pattern], not_patterns: &["^b"], ..Goal::default() };
        solve(&goal, &mut 100_000, &mut cache);
    }

    #[test]
    fn any_text_may_be_a_pattern(pattern in any::<String>(), text in any::<String>()) {
        matches(&pattern, &text, &mut Cache::new());
    }
}
