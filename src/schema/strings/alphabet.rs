//! The characters that a set of automata tells apart, in the order in which a person would choose them.

use super::dfa::Classes;
use super::set::LAST;

/// Every scalar value once, the most readable first: letters, digits, plain punctuation, then the letters of other
/// scripts, the rest in order, and control characters last.
const ORDER: &[(u32, u32)] = &[
    (0x61, 0x7A),         // a-z
    (0x30, 0x39),         // 0-9
    (0x41, 0x5A),         // A-Z
    (0x2D, 0x2D),         // -
    (0x5F, 0x5F),         // _
    (0x2E, 0x2F),         // . /
    (0x3A, 0x40),         // : ; < = > ? @
    (0x21, 0x2C),         // ! " # $ % & ' ( ) * + ,
    (0x5B, 0x5E),         // [ \ ] ^
    (0x60, 0x60),         // `
    (0x7B, 0x7E),         // { | } ~
    (0x20, 0x20),         // space
    (0xC0, 0x024F),       // letters with diacritics
    (0x0391, 0x03C9),     // Greek
    (0x0410, 0x044F),     // Cyrillic
    (0x4E00, 0x9FA5),     // Han
    (0xAC00, 0xD7A3),     // Hangul
    (0x1_F600, 0x1_F64F), // faces
    (0xA1, 0xAC),
    (0xAE, 0xBF),
    (0x0250, 0x0390),
    (0x03CA, 0x040F),
    (0x0450, 0x1FFF),
    (0x2010, 0x2027),
    (0x2030, 0x205E),
    (0x2070, 0x4DFF),
    (0x9FA6, 0xABFF),
    (0xF900, 0xFDCF),
    (0xFDF0, 0xFEFE),
    (0xFF01, 0xFFEF),
    (0x1_0000, 0x1_F5FF),
    (0x1_F650, 0xE_FFFF),
    (0xD7A4, 0xD7FF),
    (0xE000, 0xF8FF),
    (0xF_0000, LAST),
    (0xFDD0, 0xFDEF),
    (0xFF00, 0xFF00),
    (0xFFF0, 0xFFFF),
    (0x09, 0x0A),
    (0x0D, 0x0D),
    (0xA0, 0xA0),
    (0xAD, 0xAD),
    (0x2000, 0x200F),
    (0x2028, 0x202F),
    (0x205F, 0x206F),
    (0xFEFF, 0xFEFF),
    (0x0B, 0x0C),
    (0x00, 0x08),
    (0x0E, 0x1F),
    (0x7F, 0x9F),
];

/// Characters that every automaton treats alike.
pub(super) struct Symbol {
    /// The class of the characters in each automaton.
    pub(super) classes: Box<[u32]>,
    /// The characters, best first.
    pieces: Box<[(u32, u32)]>,
}

impl Symbol {
    /// The `n`th best character.
    pub(super) fn get(&self, n: u32) -> Option<char> {
        let mut left = n;
        for &(low, high) in &self.pieces {
            let size = high - low + 1;
            if left < size {
                return char::from_u32(low + left);
            }
            left -= size;
        }
        None
    }
}

/// The classes of a symbol, and its characters so far.
type Found = (Box<[u32]>, Vec<(u32, u32)>);

pub(super) struct Alphabet {
    /// Best first.
    pub(super) symbols: Vec<Symbol>,
}

impl Alphabet {
    pub(super) fn new(automata: &[&Classes]) -> Self {
        let mut positions = vec![0_usize; automata.len()];
        let mut runs: Vec<(u32, u32, Box<[u32]>)> = Vec::new();
        let mut at = 0;
        while at <= LAST {
            let classes = automata.iter().zip(&positions).map(|(classes, &i)| classes.runs[i].1).collect();
            let mut end = if at < 0xD800 { 0xD7FF } else { LAST };
            for (classes, &i) in automata.iter().zip(&positions) {
                if let Some(&(next, _)) = classes.runs.get(i + 1) {
                    end = end.min(next - 1);
                }
            }
            runs.push((at, end, classes));
            at = if end == 0xD7FF { 0xE000 } else { end + 1 };
            for (classes, position) in automata.iter().zip(&mut positions) {
                while classes.runs.get(*position + 1).is_some_and(|&(start, _)| start <= at) {
                    *position += 1;
                }
            }
        }
        let mut ids: hashbrown::HashMap<Box<[u32]>, usize> = hashbrown::HashMap::new();
        let mut found: Vec<Found> = Vec::new();
        // Symbols are made in the order of their best characters.
        for &(low, high) in ORDER {
            let first = runs.partition_point(|&(_, end, _)| end < low);
            for (start, end, classes) in runs[first..].iter().take_while(|(start, _, _)| *start <= high) {
                let symbol = *ids.entry_ref(classes).or_insert_with(|| {
                    found.push((classes.clone(), Vec::new()));
                    found.len() - 1
                });
                found[symbol].1.push((low.max(*start), high.min(*end)));
            }
        }
        let symbols = found.into_iter().map(|(classes, pieces)| Symbol { classes, pieces: pieces.into() }).collect();
        Self { symbols }
    }
}
