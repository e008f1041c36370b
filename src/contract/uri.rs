//! References as text: RFC 3986 (URI), RFC 6901 (JSON Pointer).

use std::borrow::Cow;

/// A reference cut at its `#`: what names the document, and the fragment if there is one.
pub fn split(reference: &str) -> (&str, Option<&str>) {
    match reference.split_once('#') {
        Some((document, fragment)) => (document, Some(fragment)),
        None => (reference, None),
    }
}

/// Undoes percent-encoding; a `%` that is followed by no two hex digits stays.
pub fn percent_decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match hex.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    match String::from_utf8(decoded) {
        Ok(text) => Cow::Owned(text),
        Err(_) => Cow::Borrowed(text),
    }
}

/// One token of a JSON Pointer, unescaped: `~1` is `/` and `~0` is `~`.
pub fn unescape_token(token: &str) -> Cow<'_, str> {
    if token.contains('~') { Cow::Owned(token.replace("~1", "/").replace("~0", "~")) } else { Cow::Borrowed(token) }
}

/// One token of a JSON Pointer, escaped.
pub fn escape_token(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// The scheme of an absolute URI, if it has one of at least two letters (`C:` is a drive).
pub fn scheme(reference: &str) -> Option<&str> {
    let (scheme, _) = reference.split_once(':')?;
    let mut letters = scheme.bytes();
    let fits = letters.next().is_some_and(|b| b.is_ascii_alphabetic())
        && letters.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    (fits && scheme.len() > 1).then_some(scheme)
}

/// Resolves a reference without fragment against a base URI (RFC 3986 §5.2).
pub fn resolve(base: &str, reference: &str) -> String {
    if reference.is_empty() {
        return split(base).0.to_owned();
    }
    if scheme(reference).is_some() {
        return reference.to_owned();
    }
    let base = split(base).0;
    let base = base.split('?').next().unwrap_or(base);
    if reference.starts_with('?') {
        return format!("{base}{reference}");
    }
    let (prefix, path) = match base.split_once("://") {
        Some((scheme, rest)) => {
            let authority = rest.find('/').unwrap_or(rest.len());
            (format!("{scheme}://{}", &rest[..authority]), &rest[authority..])
        }
        None => match scheme(base) {
            Some(scheme) => (format!("{scheme}:"), &base[scheme.len() + 1..]),
            None => (String::new(), base),
        },
    };
    if let Some(rest) = reference.strip_prefix("//") {
        let scheme = scheme(base).map_or(String::new(), |s| format!("{s}:"));
        return format!("{scheme}//{rest}");
    }
    let merged = if reference.starts_with('/') {
        reference.to_owned()
    } else {
        let folder = path.rfind('/').map_or("", |at| &path[..=at]);
        let slash = if folder.is_empty() && prefix.contains("://") { "/" } else { "" };
        format!("{folder}{slash}{reference}")
    };
    format!("{prefix}{}", remove_dots(&merged))
}

fn remove_dots(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').collect();
    for (number, segment) in segments.iter().enumerate() {
        let last = number + 1 == segments.len();
        match *segment {
            "." => {
                if last {
                    kept.push("");
                }
            }
            ".." => {
                // The first segment of an absolute path is the nothing before its slash.
                if kept.len() > usize::from(absolute) && kept.last() != Some(&"..") {
                    kept.pop();
                } else if !absolute {
                    kept.push("..");
                }
                if last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    kept.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_resolve_as_in_rfc_3986() {
        for (base, reference, expected) in [
            ("http://a/b/c/d", "g", "http://a/b/c/g"),
            ("http://a/b/c/d", "./g/", "http://a/b/c/g/"),
            ("http://a/b/c/d", "../g", "http://a/b/g"),
            ("http://a/b/c/d", "../../../g", "http://a/g"),
            ("http://a/b/c/d", "/g", "http://a/g"),
            ("http://a/b/c/d", "//h/g", "http://h/g"),
            ("http://a/b/c/d", "urn:y", "urn:y"),
            ("http://a/b/c/d#f", "", "http://a/b/c/d"),
            ("http://a", "g", "http://a/g"),
            ("http://a/b/c/d?q", "?y", "http://a/b/c/d?y"),
            ("http://a/b//c", "../g", "http://a/b/g"),
            ("http://a/b/c/d;p?q", "g;x=1/../y", "http://a/b/c/y"),
            ("http://a/b/c/d;p?q", "..", "http://a/b/"),
            ("http://a/b/c/d;p?q", "/./g", "http://a/g"),
            ("http://a/b/c/d;p?q", "g..", "http://a/b/c/g.."),
            ("schemas/a.yaml", "../b.yaml", "b.yaml"),
            ("a.yaml", "../b.yaml", "../b.yaml"),
            ("urn:example:root", "x", "urn:x"),
        ] {
            assert_eq!(resolve(base, reference), expected, "{reference} against {base}");
        }
    }

    #[test]
    fn pointers_and_percent_signs_are_decoded_once() {
        assert_eq!(percent_decode("e%25f%ZZ%"), "e%f%ZZ%");
        assert_eq!(unescape_token("a~1b~01"), "a/b~1");
        assert_eq!(unescape_token(&escape_token("~/~1")), "~/~1");
        assert_eq!(scheme("C:\\x"), None);
        assert_eq!(scheme("https://x"), Some("https"));
    }
}
