//! The escapes of JSON strings.

use std::borrow::Cow;

/// The value of a JSON string from its text, quotes included. A lone surrogate becomes U+FFFD.
pub(in crate::source) fn unescape(raw: &str) -> Cow<'_, str> {
    if let Ok(value) = serde_json::from_str::<String>(raw) {
        return Cow::Owned(value);
    }
    let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    Cow::Owned(char_by_char(inner))
}

/// The slow way, for strings that are not Unicode: every escape that can be read is, and nothing is lost.
fn char_by_char(inner: &str) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(inner.len());
    let mut rest = inner.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
            continue;
        }
        let unit = match rest.next() {
            Some('n') => 0x0A,
            Some('r') => 0x0D,
            Some('t') => 0x09,
            Some('b') => 0x08,
            Some('f') => 0x0C,
            Some('u') => {
                let hex: String = rest.by_ref().take(4).collect();
                u16::from_str_radix(&hex, 16).unwrap_or(0xFFFD)
            }
            Some(other) => other as u16,
            None => 0xFFFD,
        };
        units.push(unit);
    }
    String::from_utf16_lossy(&units)
}

/// Where the string that begins at `start` ends, and where in it the first half of a surrogate pair stands, if its
/// escapes are whole ones and nothing but such halves is wrong with it.
pub(super) fn unpaired(text: &str, start: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    let mut half = None;
    loop {
        match *bytes.get(at)? {
            b'"' => return half.map(|half| (at + 1, half)),
            0..=0x1F => return None,
            b'\\' => match *bytes.get(at + 1)? {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => at += 2,
                b'u' => match (unit(bytes, at)?, unit(bytes, at + 6)) {
                    (0xD800..=0xDBFF, Some(0xDC00..=0xDFFF)) => at += 12,
                    (0xD800..=0xDFFF, _) => {
                        half = half.or(Some(at));
                        at += 6;
                    }
                    _ => at += 6,
                },
                _ => return None,
            },
            _ => at += 1,
        }
    }
}

/// The UTF-16 unit that the escape `\uXXXX` at `at` stands for.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let escape = bytes.get(at..at + 6)?;
    let hex = std::str::from_utf8(escape.strip_prefix(b"\\u")?).ok()?;
    if hex.bytes().all(|b| b.is_ascii_hexdigit()) { u16::from_str_radix(hex, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_and_halves_of_pairs_replaced() {
        for (raw, value) in [
            (r#""a\nb\"c\\d\/e\u00e9\t""#, "a\nb\"c\\d/e\u{e9}\t"),
            (r#""\ud83d\ude00""#, "\u{1F600}"),
            (r#""x\ud800y""#, "x\u{FFFD}y"),
            (r#""\ude00\ud83d\ude00\u0041""#, "\u{FFFD}\u{1F600}A"),
            (r#""\ud83d\ud83d\ude00\n""#, "\u{FFFD}\u{1F600}\n"),
        ] {
            assert_eq!(unescape(raw), value, "{raw}");
        }
    }

    #[test]
    fn only_strings_whose_sole_fault_is_half_a_pair_are_let_through() {
        assert_eq!(unpaired(r#"["a\ud800b", 1]"#, 1), Some((11, 3)));
        assert_eq!(unpaired(r#""\ud800\ud800\udc00""#, 0), Some((20, 1)));
        for text in [r#""abc""#, r#""\ud800"#, r#""\ud8""#, r#""\ud800\x""#, "\"\\ud800\n\"", r#""\u+123""#] {
            assert_eq!(unpaired(text, 0), None, "{text}");
        }
    }
}
