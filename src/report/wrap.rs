//! Text broken into lines at its spaces. A word that is wider than a line is broken where addresses and paths have
//! their joints, and anywhere only if that does not help.

use textwrap::WordSeparator;
use textwrap::core::{Fragment as _, Word, display_width};
use textwrap::wrap_algorithms::wrap_first_fit;

/// Behind these a long word may be broken.
const JOINTS: [char; 8] = ['/', '.', ',', '?', '&', '=', '_', '-'];

/// Breaks at spaces.
pub(super) fn lines(text: &str, width: usize) -> Vec<String> {
    wrap(WordSeparator::AsciiSpace.find_words(text), width)
}

/// Breaks behind the commas of a list, so that what has a space in it stays whole.
pub(super) fn list(text: &str, width: usize) -> Vec<String> {
    wrap(text.split_inclusive(", ").map(Word::from), width)
}

fn wrap<'t>(words: impl Iterator<Item = Word<'t>>, width: usize) -> Vec<String> {
    let words: Vec<Word<'t>> = words.flat_map(|word| pieces(word, width)).collect();
    let lines = wrap_first_fit(&words, &[width as f64]);
    lines
        .into_iter()
        .map(|line| {
            let whole: String = line.iter().flat_map(|word| [word.word, word.whitespace]).collect();
            whole.trim_end_matches(' ').to_owned()
        })
        .collect()
}

/// A word, in pieces that each fit into a line.
fn pieces(word: Word<'_>, width: usize) -> Vec<Word<'_>> {
    if word.width() <= width as f64 {
        return vec![word];
    }
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut fits = 0;
    for joint in word.word.split_inclusive(JOINTS) {
        let end = fits + joint.len();
        if fits > start && display_width(&word.word[start..end]) > width {
            pieces.push(Word::from(&word.word[start..fits]));
            start = fits;
        }
        fits = end;
    }
    let last = Word { whitespace: word.whitespace, ..Word::from(&word.word[start..]) };
    pieces.push(last);
    pieces.into_iter().flat_map(|piece| piece.break_apart(width).collect::<Vec<_>>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_where_they_can() {
        for (text, width, expected) in [
            ("a short one", 20, &["a short one"][..]),
            ("one two three", 8, &["one two", "three"]),
            ("see /a/path/to/it now", 10, &["see", "/a/path/", "to/it now"]),
            ("abcdefghij kl", 4, &["abcd", "efgh", "ij", "kl"]),
            ("a.very_long.name-of-it", 8, &["a.very_", "long.", "name-of-", "it"]),
            ("日本語日本", 4, &["日本", "語日", "本"]),
            ("", 10, &[""]),
        ] {
            assert_eq!(lines(text, width), expected, "{text}");
        }
    }

    #[test]
    fn a_list_is_broken_behind_its_commas() {
        assert_eq!(list("GET /a, POST /b, GET /c and 3 more", 18), ["GET /a, POST /b,", "GET /c and 3 more"]);
        assert_eq!(list("GET /one/two/three", 10), ["GET /one/", "two/three"]);
    }
}
