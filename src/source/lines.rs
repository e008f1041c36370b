//! Where lines begin, and which column a byte stands in.

/// A place for a person: line and column from 1, the column in Unicode scalar values.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in Unicode scalar values.
    pub column: u32,
}

/// Line starts, and for lines that are long and not plain ASCII the number of characters before every 4 KiB, so that
/// a column on a minified 11 MB line costs a few thousand steps and not eleven million.
pub(super) struct Lines {
    starts: Vec<u32>,
    ascii: bool,
    checkpoints: Vec<u32>,
}

const CHECKPOINT: usize = 4096;

impl Lines {
    /// The lines of `text`.
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        // CRLF ends a line at its LF; a CR alone ends a line as well (YAML 1.2 §5.4).
        if memchr::memchr(b'\r', bytes).is_none() {
            starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| at as u32 + 1));
        } else {
            let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
            let ends = ends.filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
            starts.extend(ends.map(|at| at as u32 + 1));
        }
        let ascii = text.is_ascii();
        let mut checkpoints = Vec::new();
        if !ascii {
            let mut count = 0;
            for chunk in bytes.chunks(CHECKPOINT) {
                checkpoints.push(count);
                count += characters(chunk);
            }
            checkpoints.push(count);
        }
        Self { starts, ascii, checkpoints }
    }

    /// Line and column of a byte offset.
    pub(super) fn place(&self, text: &str, offset: u32) -> Place {
        let offset = offset.min(text.len() as u32);
        let line = self.starts.partition_point(|&s| s <= offset) as u32;
        let start = self.starts[line as usize - 1];
        let before = if self.ascii { offset - start } else { self.count(text, offset) - self.count(text, start) };
        Place { line, column: before + 1 }
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> u32 {
        self.starts.len() as u32
    }

    fn count(&self, text: &str, offset: u32) -> u32 {
        let offset = offset as usize;
        let chunk = offset / CHECKPOINT;
        self.checkpoints[chunk] + characters(&text.as_bytes()[chunk * CHECKPOINT..offset])
    }

    /// The byte range of a line (from 1; the last one for a larger number) without its line end.
    pub(super) fn range(&self, text: &str, line: u32) -> (u32, u32) {
        let line = (line.max(1) as usize).min(self.starts.len());
        let start = self.starts[line - 1];
        let end = self.starts.get(line).map_or(text.len() as u32, |&next| next);
        let kept = text[start as usize..end as usize].trim_end_matches(['\n', '\r']).len() as u32;
        (start, start + kept)
    }
}

fn characters(bytes: &[u8]) -> u32 {
    // A text that is not plain ASCII as a whole still is nearly everywhere.
    if bytes.is_ascii() {
        return bytes.len() as u32;
    }
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count() as u32
}

/// The line of a byte offset, from 1, for a message about a text that has no table of lines yet.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    Lines::new(text.get(..offset).unwrap_or_default()).starts.len()
}
