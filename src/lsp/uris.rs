//! Addresses of the protocol and paths of files.

use std::path::{Path, PathBuf};

use lsp_types::Uri;

use crate::contract::uri::percent_decode;

/// The path of a `file:` address, without symbolic links where there is such a file. What an editor shows under other
/// addresses, a buffer without a name or an old revision, is no file.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let (scheme, rest) = uri.as_str().split_once(':')?;
    let path = rest.strip_prefix("//localhost").or_else(|| rest.strip_prefix("//")).unwrap_or(rest);
    if !scheme.eq_ignore_ascii_case("file") || !path.starts_with('/') {
        return None;
    }
    let decoded = percent_decode(path.split(['?', '#']).next()?);
    // `/C:/x` on Windows.
    let drive = cfg!(windows) && decoded.as_bytes().get(2) == Some(&b':');
    let path = PathBuf::from(if drive { &decoded[1..] } else { &decoded });
    Some(path.canonicalize().unwrap_or(path))
}

/// The address of a file.
pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    let path = path.to_str()?;
    let path = if cfg!(windows) { path.trim_start_matches(r"\\?\").replace('\\', "/") } else { path.to_owned() };
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_addresses_are_the_same_files() {
        let path = Path::new("/nowhere at all/ü#?%/a+b.yaml");
        let uri = uri_of(path).expect("an address");
        assert_eq!(uri.as_str(), "file:///nowhere%20at%20all/%C3%BC%23%3F%25/a%2Bb.yaml");
        assert_eq!(path_of(&uri).as_deref(), Some(path));
        for other in ["untitled:Untitled-1", "git:/a.yaml", "file:a.yaml", "file://host/a.yaml", "http://a/b"] {
            assert_eq!(path_of(&other.parse().expect("an address")), None, "{other}");
        }
    }
}
