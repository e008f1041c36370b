//! The order of the alphabet as people have it, near to what JavaScript's `localeCompare` does for Latin letters.

use std::cmp::Ordering;

/// Signs in the order of the Unicode Collation Algorithm.
const SIGNS: &str = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

/// Compares two words: numbers as numbers, everything else sign by sign without regard to case, which only decides
/// between words that are the same otherwise.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    if let (Ok(one), Ok(other)) = (one.trim().parse::<f64>(), other.trim().parse::<f64>()) {
        // JavaScript takes a difference of less than one for none.
        return if one - other >= 1.0 { Ordering::Greater } else { Ordering::Less };
    }
    let weights = |text: &str| text.chars().flat_map(char::to_lowercase).map(weight).collect::<Vec<_>>();
    // Lower case comes first.
    let cases = |text: &str| text.chars().map(char::is_uppercase).collect::<Vec<_>>();
    weights(one).cmp(&weights(other)).then_with(|| cases(one).cmp(&cases(other)))
}

/// Spaces, then signs, then digits, then letters.
fn weight(c: char) -> (u8, u32) {
    match SIGNS.chars().position(|sign| sign == c) {
        _ if c.is_whitespace() => (0, c as u32),
        Some(position) => (1, position as u32),
        None if c.is_numeric() => (2, c as u32),
        None => (3, c as u32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_as_in_a_dictionary() {
        for (first, second) in
            [("a", "B"), ("B", "c"), ("a", "A"), ("_z", "a"), ("9", "10"), ("1a", "a1"), ("a-b", "a1")]
        {
            assert!(!compare(first, second).is_gt(), "{first} {second}");
            assert!(compare(second, first).is_gt(), "{second} {first}");
        }
    }
}
