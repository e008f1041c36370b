//! What stands between two nodes of a block: the parser gives spans of content, and people look at what is before it.

/// The first place at or after `from` that belongs to content: behind white space, comments, tags and anchors, and
/// behind the indicators `:`, `?` and `-`. One of these that is `wanted` counts as content.
pub(super) fn skip(text: &str, from: usize, wanted: u8) -> usize {
    let bytes = text.as_bytes();
    let blank = |at: usize| bytes.get(at).is_none_or(|b| b" \t\r\n".contains(b));
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        at = match byte {
            _ if byte == wanted => return at,
            b' ' | b'\t' | b'\r' | b'\n' => at + 1,
            b'#' if at == 0 || blank(at - 1) => {
                memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |l| at + l)
            }
            b'!' | b'&' => bytes[at..].iter().position(|b| b" \t\r\n".contains(b)).map_or(bytes.len(), |l| at + l),
            b':' | b'?' | b'-' if blank(at + 1) => at + 1,
            _ => return at,
        };
    }
    at
}

/// Whether nothing but white space and comments stands from `from` on.
pub(super) fn nothing_follows(text: &str, from: usize) -> bool {
    text[from..].lines().all(|line| {
        let line = line.trim_start();
        line.is_empty() || line.starts_with('#')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_before_content_is_skipped() {
        for (text, wanted, rest) in [
            (": # - | no\n  &a !t|x # |\n  |2-\n x", b'|', "|2-\n x"),
            (":\n- x", b'-', "- x"),
            (":\n- - x", b'x', "x"),
            (": -x", b'-', "-x"),
            (":\r\n  # c\r\n\t\"q\"", b'"', "\"q\""),
            (": ", b'-', ""),
            ("", b'-', ""),
        ] {
            assert_eq!(&text[skip(text, 0, wanted)..], rest, "{text}");
        }
        assert!(nothing_follows("---\n# c\n\n", 3));
        assert!(!nothing_follows("--- x", 3));
    }
}
