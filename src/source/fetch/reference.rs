//! What a reference says before anything is looked up: a path, or something that is never followed.

use crate::source::loader::Refusal;

/// A reference that leads to a file, decoded, with `/` between its steps.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Local {
    /// From the document that has it.
    Relative(String),
    /// From the root of the file system.
    Absolute(String),
}

/// Schemes that lead over a network, or to data in the reference itself.
const NETWORK: &[&str] = &["http", "https", "ftp", "ftps", "sftp", "ssh", "ws", "wss", "git", "data", "s3", "gs"];

/// Tells what kind of reference this is. A path with a drive letter or of another machine (`\\host\share`) leads
/// outside on every operating system, so that a document means the same everywhere.
pub(super) fn classify(reference: &str) -> Result<Local, Refusal> {
    if reference.starts_with("//") {
        return Err(Refusal::Network);
    }
    let mut path = reference;
    let mut absolute = false;
    if let Some((scheme, rest)) = scheme(reference) {
        let scheme = scheme.to_ascii_lowercase();
        if scheme == "file" {
            path = rest.strip_prefix("//localhost").or_else(|| rest.strip_prefix("//")).unwrap_or(rest);
            absolute = true;
            if !path.starts_with('/') {
                // `file://host/x` is another machine's file, `file:x` means nothing.
                return Err(if rest.starts_with("//") { Refusal::Network } else { Refusal::Outside });
            }
        } else if NETWORK.contains(&scheme.as_str()) {
            return Err(Refusal::Network);
        } else if scheme.len() == 1 {
            return Err(Refusal::Outside);
        } else {
            return Err(Refusal::Unusable(format!("`{scheme}:` is no kind of address that leads to a file")));
        }
    }
    // The query of an address says nothing to a file system.
    let path = path.split_once('?').map_or(path, |(before, _)| before);
    let decoded = decode(path)?.replace('\\', "/");
    let drive = |p: &str| p.as_bytes().get(1) == Some(&b':') && p.as_bytes()[0].is_ascii_alphabetic();
    if drive(&decoded) || decoded.starts_with("//") {
        return Err(Refusal::Outside);
    }
    if absolute || decoded.starts_with('/') {
        // `file:///C:/x` on Windows.
        let windows = cfg!(windows) && drive(decoded.trim_start_matches('/'));
        return Ok(Local::Absolute(if windows { decoded.trim_start_matches('/').to_owned() } else { decoded }));
    }
    Ok(Local::Relative(decoded))
}

/// The scheme of an address and what follows its colon (RFC 3986 §3.1).
fn scheme(reference: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = reference.split_once(':')?;
    let fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    fits.then_some((scheme, rest))
}

/// Undoes `%XX`. What is no such escape stands for itself.
pub(crate) fn decode(path: &str) -> Result<String, Refusal> {
    let digit = |at: usize| path.as_bytes().get(at).and_then(|b| char::from(*b).to_digit(16));
    let mut bytes = Vec::with_capacity(path.len());
    let mut at = 0;
    while let Some(&byte) = path.as_bytes().get(at) {
        if let (b'%', Some(high), Some(low)) = (byte, digit(at + 1), digit(at + 2)) {
            bytes.push((high * 16 + low) as u8);
            at += 3;
        } else {
            bytes.push(byte);
            at += 1;
        }
    }
    let unusable = |why: &str| Refusal::Unusable(why.to_owned());
    let decoded = String::from_utf8(bytes).map_err(|_| unusable("it is not UTF-8 when its `%` escapes are undone"))?;
    if decoded.contains('\0') {
        return Err(unusable("it has a NUL character in it"));
    }
    Ok(decoded)
}

/// The path that `relative` leads to from the file at `base`, without `.` and with `..` only where it leaves the
/// folder that `base` begins in (RFC 3986 §5.2.4, which knows no symbolic links).
pub(in crate::source) fn join(base: &str, relative: &str) -> String {
    let root = if base.starts_with('/') { "/" } else { "" };
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(relative.split('/')) {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            ".." if !root.is_empty() => {}
            step => steps.push(step),
        }
    }
    format!("{root}{}", steps.join("/"))
}

/// Whether a joined path leaves the folder that it begins in.
pub(super) fn leaves(path: &str) -> bool {
    path == ".." || path.starts_with("../") || path.starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_told_apart() {
        let relative = |p: &str| Ok(Local::Relative(p.to_owned()));
        let absolute = |p: &str| Ok(Local::Absolute(p.to_owned()));
        for (reference, expected) in [
            ("a.yaml", relative("a.yaml")),
            ("./a%20b/%C3%A9.yaml?raw=1", relative("./a b/é.yaml")),
            ("50%.yaml", relative("50%.yaml")),
            ("..%2f..%2Fetc/passwd", relative("../../etc/passwd")),
            ("..\\a.yaml", relative("../a.yaml")),
            ("/etc/shadow", absolute("/etc/shadow")),
            ("%2Fetc/shadow", absolute("/etc/shadow")),
            ("file:///etc/hostname", absolute("/etc/hostname")),
            ("FILE://localhost/etc/hostname", absolute("/etc/hostname")),
            ("file://host/share", Err(Refusal::Network)),
            ("file:a.yaml", Err(Refusal::Outside)),
            ("C:\\Windows\\win.ini", Err(Refusal::Outside)),
            ("c:/x", Err(Refusal::Outside)),
            ("C%3A/x", Err(Refusal::Outside)),
            ("\\\\host\\share\\x.yaml", Err(Refusal::Outside)),
            ("%5C%5Chost/x", Err(Refusal::Outside)),
            ("//localhost/x", Err(Refusal::Network)),
            ("http://127.0.0.1:9/x.json", Err(Refusal::Network)),
            ("HTTPS://example.com", Err(Refusal::Network)),
            ("ftp://127.0.0.1/x", Err(Refusal::Network)),
            ("data:application/json,{}", Err(Refusal::Network)),
            ("urn:x", Err(Refusal::Unusable("`urn:` is no kind of address that leads to a file".into()))),
            ("a%00b", Err(Refusal::Unusable("it has a NUL character in it".into()))),
            ("%FF", Err(Refusal::Unusable("it is not UTF-8 when its `%` escapes are undone".into()))),
        ] {
            assert_eq!(classify(reference), expected, "{reference}");
        }
    }

    #[test]
    fn paths_join_as_addresses_do() {
        for (base, relative, joined) in [
            ("openapi.yaml", "a.yaml", "a.yaml"),
            ("./api/openapi.yaml", "./schemas/../a.yaml", "api/a.yaml"),
            ("api/schemas/b.yaml", "../a.yaml", "api/a.yaml"),
            ("api/b.yaml", "../../a.yaml", "../a.yaml"),
            ("../x/b.yaml", "../../a.yaml", "../../a.yaml"),
            ("/abs/b.yaml", "../../../a.yaml", "/a.yaml"),
            ("-", "a//b.yaml", "a/b.yaml"),
        ] {
            assert_eq!(join(base, relative), joined, "{base} {relative}");
        }
        assert!(leaves("../a") && leaves("..") && !leaves("..a/b") && !leaves("a/.."));
    }
}
