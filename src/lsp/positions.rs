//! Positions of the protocol and bytes of a text.

use lsp_types::{Position, Range};

/// How columns are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Encoding {
    Utf8,
    #[default]
    Utf16,
}

/// Where the lines of a text begin, and how many units stand before every 4 KiB of it, so that a column far out on a
/// line of megabytes is found in a few thousand steps.
pub(super) struct Index {
    starts: Vec<u32>,
    /// Nothing where each byte is a unit.
    before: Option<Vec<u32>>,
}

const PIECE: usize = 4096;

impl Index {
    pub(super) fn new(text: &str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        // A line ends with LF, CR or CRLF.
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
        starts
            .extend(ends.filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n')).map(|at| at as u32 + 1));
        let before = (encoding == Encoding::Utf16 && !text.is_ascii()).then(|| {
            let mut count = 0;
            let mut before = vec![0];
            before.extend(bytes.chunks(PIECE).map(|piece| {
                count += units(piece);
                count
            }));
            before
        });
        Self { starts, before }
    }

    /// The position of a byte; of the last one for a byte behind the end.
    pub(super) fn position(&self, text: &str, offset: u32) -> Position {
        let offset = offset.min(text.len() as u32);
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let start = self.starts[line];
        let character = match &self.before {
            None => offset - start,
            Some(before) => units_before(text, before, offset) - units_before(text, before, start),
        };
        Position { line: line as u32, character }
    }

    /// The positions of a piece of the text.
    pub(super) fn range(&self, text: &str, (start, end): (u32, u32)) -> Range {
        Range { start: self.position(text, start), end: self.position(text, end) }
    }

    /// The byte at a position. As the protocol has it, a column behind the end of its line is that end; a line behind
    /// the last one is the end of the text.
    pub(super) fn offset(&self, text: &str, position: Position) -> u32 {
        let Some(&start) = self.starts.get(position.line as usize) else { return text.len() as u32 };
        let next = self.starts.get(position.line as usize + 1).map_or(text.len(), |&next| next as usize);
        let line = text.get(start as usize..next).unwrap_or_default();
        let end = start + line.strip_suffix("\r\n").or(line.strip_suffix(['\n', '\r'])).unwrap_or(line).len() as u32;
        let Some(before) = &self.before else {
            let wanted = start.saturating_add(position.character).min(end);
            return text.floor_char_boundary(wanted as usize) as u32;
        };
        let wanted = units_before(text, before, start).saturating_add(position.character);
        // The piece in which the unit stands, and from there character by character.
        let piece = before.partition_point(|&count| count <= wanted) - 1;
        let mut at = (piece * PIECE).min(text.len());
        let mut count = before[piece];
        while !text.is_char_boundary(at) {
            at += 1;
        }
        if at < start as usize {
            (at, count) = (start as usize, units_before(text, before, start));
        }
        for c in text[at..].chars() {
            count += c.len_utf16() as u32;
            if count > wanted || at as u32 >= end {
                break;
            }
            at += c.len_utf8();
        }
        (at as u32).min(end)
    }
}

fn units_before(text: &str, before: &[u32], offset: u32) -> u32 {
    let piece = offset as usize / PIECE;
    before[piece] + units(&text.as_bytes()[piece * PIECE..offset as usize])
}

/// UTF-16 units that begin among these bytes: one for a character, another for one that takes four bytes.
fn units(bytes: &[u8]) -> u32 {
    if bytes.is_ascii() {
        return bytes.len() as u32;
    }
    bytes.iter().map(|&byte| u32::from(byte & 0xC0 != 0x80) + u32::from(byte >= 0xF0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Positions worked out the slow way.
    fn slowly(text: &str, offset: usize, encoding: Encoding) -> Position {
        let before = &text[..offset];
        let ends =
            |(at, c): (usize, char)| (c == '\n' || c == '\r' && !text[at + 1..].starts_with('\n')).then_some(at + 1);
        let starts: Vec<usize> = before.char_indices().filter_map(ends).collect();
        let line = &before[starts.last().copied().unwrap_or(0)..];
        let character = match encoding {
            Encoding::Utf8 => line.len(),
            Encoding::Utf16 => line.encode_utf16().count(),
        };
        Position { line: starts.len() as u32, character: character as u32 }
    }

    #[test]
    fn every_place_has_its_position_and_back() {
        let long = format!("a: é\r\n{}\n😀 x\r\rü", "😀é a".repeat(3000));
        for text in ["", "a\nb", "a\r\nb\r\n", "é😀\r\nx😀y\rz\n", "\r\n\r", &long] {
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                let index = Index::new(text, encoding);
                let step = if text.len() > 100 { 97 } else { 1 };
                let places = (0..=text.len()).filter(|&at| text.is_char_boundary(at));
                for offset in places.step_by(step).chain([text.len()]) {
                    let position = index.position(text, offset as u32);
                    assert_eq!(position, slowly(text, offset, encoding), "{offset} of {text:.40?}");
                    // Between CR and LF there is no position of its own.
                    let inside = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
                    assert_eq!(index.offset(text, position), offset as u32 - u32::from(inside), "{offset} {text:.40?}");
                }
            }
        }
    }

    #[test]
    fn what_is_behind_the_end_is_the_end() {
        let text = "a😀\r\nb";
        let index = Index::new(text, Encoding::Utf16);
        let at = |line, character| index.offset(text, Position { line, character });
        assert_eq!([at(0, 99), at(0, 2), at(1, 1), at(1, u32::MAX), at(7, 0), at(u32::MAX, 3)], [5, 1, 8, 8, 8, 8]);
        assert_eq!(index.position(text, 1000), Position { line: 1, character: 1 });
    }
}
