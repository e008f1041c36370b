//! Names of files as URI references.

use std::fmt::Write as _;
use std::path::MAIN_SEPARATOR;

use crate::report::github::path;

/// The reference by which a log names a file: relative to the folder that the command ran in, or absolute as the name.
pub(super) fn of(file: &str) -> String {
    let drive = MAIN_SEPARATOR == '\\' && file.as_bytes().get(1) == Some(&b':');
    let mut uri = match (drive, file.starts_with('/')) {
        (true, _) => "file:///".to_owned(),
        (false, true) => "file://".to_owned(),
        (false, false) => String::new(),
    };
    for (number, byte) in path(file).bytes().enumerate() {
        // A colon would make a scheme of what is before it.
        let plain = byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) || drive && number == 1;
        if plain {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_name_is_a_reference() {
        for (name, uri) in [
            ("api/openapi.yaml", "api/openapi.yaml"),
            ("./a.yaml", "a.yaml"),
            ("../a b.yaml", "../a%20b.yaml"),
            ("main:api.yaml", "main%3Aapi.yaml"),
            ("100%#?.yaml", "100%25%23%3F.yaml"),
            ("/tmp/é.yaml", "file:///tmp/%C3%A9.yaml"),
            ("-", "-"),
        ] {
            assert_eq!(of(name), uri);
        }
    }
}
