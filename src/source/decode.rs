//! Bytes to text: UTF-8, UTF-16 and UTF-32, and a clear word about what is no text at all.

use super::document::TextProblem;

/// Offsets are `u32`, so a document may be one byte shorter than 4 GiB.
pub(super) const MAX_BYTES: usize = u32::MAX as usize;

/// The first bytes of files that people hand over by mistake, what they are, and what to do instead.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (b"\x1F\x8B", "a gzip archive", "unpack it first (`gzip -dc FILE | caveat lint -`)"),
    (b"PK\x03\x04", "a zip archive", "unpack it first"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\xFD7zXZ\0", "an xz archive", "unpack it first"),
    (b"\x28\xB5\x2F\xFD", "a Zstandard archive", "unpack it first"),
    (b"%PDF-", "a PDF file", "give the YAML or JSON that it was made from"),
    (b"\x89PNG", "a picture", "give a YAML or JSON file"),
    (b"\xFF\xD8\xFF", "a picture", "give a YAML or JSON file"),
    (b"GIF8", "a picture", "give a YAML or JSON file"),
    (b"\x7FELF", "a program", "give a YAML or JSON file"),
    (b"MZ\x90\0", "a program", "give a YAML or JSON file"),
    (b"SQLite format 3\0", "a database", "give a YAML or JSON file"),
];

/// How many bytes are looked at to tell text from other data.
const SAMPLE: usize = 8192;

/// Text from bytes, without a byte order mark (RFC 8259 §8.1, YAML 1.2.2 §5.2). Bytes that are not text become U+FFFD
/// and a problem at the first of them. Data that is no text at all is refused.
pub(super) fn decode(bytes: Vec<u8>, limit: usize) -> Result<(String, Vec<TextProblem>), TextProblem> {
    if bytes.len() > limit {
        return Err(too_large());
    }
    if let Some((_, what, help)) = MAGIC.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Err(TextProblem::refused(format!("this is {what}, not text"), help));
    }
    let (encoding, mark) = detect(&bytes);
    let (text, replaced) = match encoding {
        Encoding::Utf8 => from_utf8(bytes, mark),
        Encoding::Utf16 { big } => units(
            char::decode_utf16(bytes[mark..].chunks(2).map(|pair| match *pair {
                [a, b] if big => u16::from_be_bytes([a, b]),
                [a, b] => u16::from_le_bytes([a, b]),
                // Half a unit at the end becomes a lone surrogate, which is no character.
                _ => 0xD800,
            }))
            .map(Result::ok),
            bytes.len() - mark,
        ),
        Encoding::Utf32 { big } => units(
            bytes[mark..].chunks(4).map(|four| match *four {
                [a, b, c, d] if big => char::from_u32(u32::from_be_bytes([a, b, c, d])),
                [a, b, c, d] => char::from_u32(u32::from_le_bytes([a, b, c, d])),
                _ => None,
            }),
            bytes.len() / 4,
        ),
    };
    if text.len() > limit {
        return Err(too_large());
    }
    if is_binary(&text) {
        let help = "give a YAML or JSON file in UTF-8";
        return Err(TextProblem::refused("this is not text: it is full of control characters".to_owned(), help));
    }
    Ok((text, replaced.into_iter().map(|r| r.problem(encoding)).collect()))
}

fn too_large() -> TextProblem {
    let help = "split the document into several files";
    TextProblem::refused("this file has 4 GiB or more, and nobody reads such a document".to_owned(), help)
}

#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    Utf16 { big: bool },
    Utf32 { big: bool },
}

/// The encoding by its byte order mark, else by where the zero bytes are: the first character is ASCII in JSON, and in
/// every YAML file at hand. The number is the length of the mark.
fn detect(bytes: &[u8]) -> (Encoding, usize) {
    match *bytes {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 3),
        [0, 0, 0xFE, 0xFF, ..] => (Encoding::Utf32 { big: true }, 4),
        [0xFF, 0xFE, 0, 0, ..] => (Encoding::Utf32 { big: false }, 4),
        [0xFE, 0xFF, ..] => (Encoding::Utf16 { big: true }, 2),
        [0xFF, 0xFE, ..] => (Encoding::Utf16 { big: false }, 2),
        [0, 0, 0, 1..=0x7F, ..] => (Encoding::Utf32 { big: true }, 0),
        [1..=0x7F, 0, 0, 0, ..] => (Encoding::Utf32 { big: false }, 0),
        [0, 1..=0x7F, 0, 1..=0x7F, ..] | [0, 1..=0x7F] => (Encoding::Utf16 { big: true }, 0),
        [1..=0x7F, 0, 1..=0x7F, 0, ..] | [1..=0x7F, 0] => (Encoding::Utf16 { big: false }, 0),
        _ => (Encoding::Utf8, 0),
    }
}

/// Where the first piece stands that was no text, which byte it was, and how many more there are.
struct Replaced {
    at: usize,
    byte: Option<u8>,
    more: usize,
}

impl Replaced {
    fn problem(&self, encoding: Encoding) -> TextProblem {
        let what = match (self.byte, encoding) {
            (Some(byte), _) => {
                let reading = char::from(byte);
                let guess =
                    if reading.is_alphabetic() { format!(" (in Latin-1 it is `{reading}`)") } else { String::new() };
                format!("the byte 0x{byte:02X} is not UTF-8{guess}")
            }
            (None, Encoding::Utf32 { .. }) => "this is no character of UTF-32".to_owned(),
            (None, _) => "this is no character of UTF-16".to_owned(),
        };
        let more = match self.more {
            0 => String::new(),
            1 => ", and one more place after it is not either".to_owned(),
            more => format!(", and {more} more places after it are not either"),
        };
        TextProblem {
            message: format!("{what}{more}"),
            help: Some("save the file as UTF-8; what cannot be read counts as `\u{FFFD}`".to_owned()),
            start: self.at as u32,
            end: (self.at + char::REPLACEMENT_CHARACTER.len_utf8()) as u32,
            fatal: false,
        }
    }
}

fn from_utf8(mut bytes: Vec<u8>, mark: usize) -> (String, Option<Replaced>) {
    bytes.drain(..mark);
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(error) => error.into_bytes(),
    };
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut replaced: Option<Replaced> = None;
    // Bad bytes in a row are one place.
    let mut run = false;
    for chunk in bytes.utf8_chunks() {
        run &= chunk.valid().is_empty();
        text.push_str(chunk.valid());
        let Some(&byte) = chunk.invalid().first() else { continue };
        match &mut replaced {
            None => replaced = Some(Replaced { at: text.len(), byte: Some(byte), more: 0 }),
            Some(known) if !run => known.more += 1,
            Some(_) => {}
        }
        run = true;
        text.push(char::REPLACEMENT_CHARACTER);
    }
    (text, replaced)
}

fn units(characters: impl Iterator<Item = Option<char>>, capacity: usize) -> (String, Option<Replaced>) {
    let mut text = String::with_capacity(capacity);
    let mut replaced: Option<Replaced> = None;
    for character in characters {
        if character.is_none() {
            match &mut replaced {
                None => replaced = Some(Replaced { at: text.len(), byte: None, more: 0 }),
                Some(known) => known.more += 1,
            }
        }
        text.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    (text, replaced)
}

/// Whether more than one byte in twenty is a control character that no text has; a few are a slip. NUL characters at the end are
/// left to the readers: a file system pads with them after a crash, and the text before them is worth a look.
fn is_binary(text: &str) -> bool {
    let sample = &text.as_bytes()[..text.len().min(SAMPLE)];
    let written = sample.iter().rposition(|&b| b != 0).map_or(0, |last| last + 1);
    let controls = sample[..written].iter().filter(|b| matches!(b, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F)).count();
    (controls > 4 && controls * 20 > written) || (written == 0 && !sample.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, Vec<TextProblem>) {
        decode(bytes.to_vec(), MAX_BYTES).unwrap_or_else(|p| panic!("{bytes:?}: {}", p.message))
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let expected = "openapi: \"é😀\"\n";
        let utf16: Vec<u16> = expected.encode_utf16().collect();
        let utf32: Vec<u32> = expected.chars().map(u32::from).collect();
        let encoded: [(&[u8], Vec<u8>); 5] = [
            (b"\xEF\xBB\xBF", expected.as_bytes().to_vec()),
            (b"\xFE\xFF", utf16.iter().flat_map(|u| u.to_be_bytes()).collect()),
            (b"\xFF\xFE", utf16.iter().flat_map(|u| u.to_le_bytes()).collect()),
            (b"\0\0\xFE\xFF", utf32.iter().flat_map(|u| u.to_be_bytes()).collect()),
            (b"\xFF\xFE\0\0", utf32.iter().flat_map(|u| u.to_le_bytes()).collect()),
        ];
        for (mark, bytes) in encoded {
            assert_eq!(text(&[mark, &bytes].concat()), (expected.to_owned(), Vec::new()), "with {mark:X?}");
            assert_eq!(text(&bytes), (expected.to_owned(), Vec::new()), "without {mark:X?}");
        }
        assert_eq!(text(b"").0, "");
        assert_eq!(text(b"\xEF\xBB\xBF").0, "");
        assert_eq!(text(b"1\0").0, "1");
    }

    #[test]
    fn what_is_not_utf8_is_one_problem_at_its_first_place() {
        let (text_, problems) = text(b"a: caf\xE9\nb: \xC3\xFF\xFFx\n");
        assert_eq!(text_, "a: caf\u{FFFD}\nb: \u{FFFD}\u{FFFD}\u{FFFD}x\n");
        let [problem] = &problems[..] else { panic!("{problems:?}") };
        assert_eq!((problem.start, problem.end, problem.fatal), (6, 9, false));
        assert_eq!(
            problem.message,
            "the byte 0xE9 is not UTF-8 (in Latin-1 it is `é`), and one more place after it is not either"
        );
    }

    #[test]
    fn broken_utf16_is_kept_as_far_as_it_can_be() {
        let (text, problems) = text(b"\xFF\xFEa\0\x00\xD8b\0c");
        assert_eq!(text, "a\u{FFFD}b\u{FFFD}");
        assert_eq!((problems.len(), problems[0].start), (1, 1));
        assert!(problems[0].message.starts_with("this is no character of UTF-16, and one more"));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [&b"\x1F\x8B\x08\0rest"[..], b"PK\x03\x04rest", b"\0\0\0\0\0", b"\x01\x02\x03abc\x04\x05"] {
            let problem = decode(bytes.to_vec(), MAX_BYTES).expect_err("refused");
            assert!(problem.fatal && problem.message.contains("not text"), "{}", problem.message);
        }
        // A NUL here and there, or a tail of them, is for the reader to point at.
        assert_eq!(text(b"openapi: \"3.1.0\"\nx: \"a\0b\"\n").1, []);
        assert_eq!(text(b"{}\0\0\0\0\0\0\0\0").1, []);
        let problem = decode(b"openapi: 3.1.0".to_vec(), 13).expect_err("refused");
        assert!(problem.message.contains("4 GiB"), "{}", problem.message);
    }
}
