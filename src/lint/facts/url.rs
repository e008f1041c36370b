//! What an address says about the way to it.

use crate::contract::uri;

/// The part of an absolute address between `//` and the path.
fn authority(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    Some(rest.split(['/', '?', '#']).next().unwrap_or(rest))
}

/// The host of an absolute address, without credentials and port.
pub fn host(url: &str) -> Option<&str> {
    let authority = authority(url)?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split(']').next();
    }
    Some(host.rsplit_once(':').map_or(host, |(name, _)| name))
}

/// The `user:password` of an absolute address.
pub fn credentials(url: &str) -> Option<&str> {
    authority(url)?.rsplit_once('@').map(|(credentials, _)| credentials).filter(|c| c.contains(':'))
}

/// Whether whoever stands between can read along: the scheme is one without TLS, and the host is neither this machine,
/// nor a private address, nor a variable.
pub fn is_readable(url: &str) -> bool {
    let plain = uri::scheme(url).is_some_and(|s| s.eq_ignore_ascii_case("http") || s.eq_ignore_ascii_case("ws"));
    plain && host(url).is_some_and(|host| !host.contains('{') && !is_near(host))
}

/// Whether a host is this machine, or one that only a private network has.
pub fn is_near(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    if let Ok(address) = host.parse::<std::net::IpAddr>() {
        return match address {
            std::net::IpAddr::V4(v4) => {
                v4.is_loopback() || v4.is_private() || v4.is_link_local() || v4.is_unspecified()
            }
            std::net::IpAddr::V6(v6) => v6.is_loopback() || v6.is_unspecified() || v6.is_unique_local(),
        };
    }
    // A name without a dot is known to one network only.
    let private = ["localhost", "local", "internal", "test", "lan", "home", "intranet"];
    !host.contains('.') || host.rsplit('.').next().is_some_and(|last| private.contains(&last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_readable_unless_it_stays_near() {
        for (url, readable) in [
            ("http://api.lantern.example/v1", true),
            ("HTTP://api.lantern.example", true),
            ("ws://api.lantern.example", true),
            ("https://api.lantern.example", false),
            ("http://localhost:8080/v1", false),
            ("http://127.0.0.1", false),
            ("http://[::1]:80/", false),
            ("http://192.168.0.7/x", false),
            ("http://8.8.8.8", true),
            ("http://api:8080", false),
            ("http://printer.local", false),
            ("http://{tenant}.lantern.example", false),
            ("/v1", false),
            ("//api.lantern.example", false),
        ] {
            assert_eq!(is_readable(url), readable, "{url}");
        }
        assert_eq!(credentials("https://ann:secret@api.example/x"), Some("ann:secret"));
        assert_eq!(credentials("https://api.example/a:b@c"), None);
        assert_eq!(host("https://ann:secret@api.example:444/x"), Some("api.example"));
    }
}
