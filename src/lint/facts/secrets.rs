//! Texts that have the form of a credential.

/// The sorts of credentials that tell themselves by how they begin: what one is called, its beginning, how many
/// characters follow at least, and which signs may be among them beside letters and digits.
const KEYS: [(&str, &str, usize, &str); 19] = [
    ("an AWS access key", "AKIA", 16, ""),
    ("an AWS access key", "ASIA", 16, ""),
    ("a GitHub token", "ghp_", 36, ""),
    ("a GitHub token", "gho_", 36, ""),
    ("a GitHub token", "ghu_", 36, ""),
    ("a GitHub token", "ghs_", 36, ""),
    ("a GitHub token", "ghr_", 36, ""),
    ("a GitHub token", "github_pat_", 60, "_"),
    ("a GitLab token", "glpat-", 20, "-_"),
    ("a Google API key", "AIza", 35, "-_"),
    ("a Slack token", "xoxb-", 20, "-"),
    ("a Slack token", "xoxp-", 20, "-"),
    ("a Slack token", "xoxa-", 20, "-"),
    ("a Slack token", "xoxr-", 20, "-"),
    ("a Stripe key", "sk_live_", 20, ""),
    ("a Stripe key", "rk_live_", 20, ""),
    ("a SendGrid key", "SG.", 60, "._-"),
    ("an npm token", "npm_", 36, ""),
    ("an OpenAI key", "sk-proj-", 40, "-_"),
];

/// Words that nobody has in a real credential.
const STAND_INS: [&str; 13] = [
    "example",
    "sample",
    "dummy",
    "fake",
    "test",
    "your",
    "secret",
    "token",
    "redacted",
    "placeholder",
    "123456",
    "abcdef",
    "foobar",
];

/// A text so long holds some short word, or a run of one character, by chance.
const LONG: usize = 200;

/// No credential is shorter.
const SHORTEST: usize = 20;

/// Which sort of credential a text holds, if it seems to be a real one.
pub fn what(text: &str) -> Option<&'static str> {
    if text.len() < SHORTEST {
        return None;
    }
    if text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----") {
        return private_key(text).then_some("a private key");
    }
    // A word of a header or an address is enough, so each is looked at.
    let joins = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let words = text.as_bytes().split(|byte| !joins(byte)).filter(|word| word.len() >= SHORTEST);
    words.take(100).filter_map(|word| std::str::from_utf8(word).ok()).find_map(key)
}

fn key(word: &str) -> Option<&'static str> {
    for (what, start, least, signs) in KEYS {
        let Some(rest) = word.strip_prefix(start) else { continue };
        let fits = rest.len() >= least && rest.chars().all(|c| c.is_ascii_alphanumeric() || signs.contains(c));
        // Those of AWS are of one length, and of capitals.
        let exact = !start.ends_with("SIA") && !start.ends_with("KIA");
        let exact = exact || (rest.len() == least && !rest.contains(|c: char| c.is_ascii_lowercase()));
        if fits && exact && is_random(rest) && (!CHECKED.contains(&start) || is_checked(rest)) {
            return Some(what);
        }
    }
    signed_token(word).then_some("a signed JSON Web Token")
}

/// Tokens whose last six characters are a checksum of the others, so that a made-up one is known.
const CHECKED: [&str; 6] = ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "npm_"];

/// Whether the end of a token is the checksum (CRC-32, in base 62) of what stands before it.
fn is_checked(token: &str) -> bool {
    let Some((body, sum)) = token.len().checked_sub(6).and_then(|at| token.split_at_checked(at)) else { return false };
    let crc = body.bytes().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    });
    let digit = |c: u8| match c {
        b'0'..=b'9' => u64::from(c - b'0'),
        b'A'..=b'Z' => u64::from(c - b'A') + 10,
        _ => u64::from(c.to_ascii_lowercase().saturating_sub(b'a')) + 36,
    };
    sum.bytes().fold(0, |all, c| all * 62 + digit(c)) == u64::from(!crc)
}

/// Three parts of base64, the first two of which are objects of JSON.
fn signed_token(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let [header, claims, signature] = parts[..] else { return false };
    let random = signature.len() >= 40 && is_random(signature);
    // `{"sub":"1234567890"` is in the one that every page about tokens shows.
    let shown = claims.starts_with("eyJzdWIiOiIxMjM0NTY3ODkw") || signature.starts_with("SflKxwRJ");
    header.starts_with("eyJ") && claims.starts_with("eyJ") && claims.len() >= 20 && random && !shown
}

fn private_key(text: &str) -> bool {
    let body = text.split("-----").nth(2).unwrap_or_default();
    let body: String = body.replace("\\n", "").chars().filter(char::is_ascii_alphanumeric).collect();
    body.len() >= 64 && is_random(&body)
}

/// Whether a text looks drawn and not made up: no word, no run, many different characters, letters and digits both.
fn is_random(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let bytes = lower.as_bytes();
    let worded = STAND_INS.iter().any(|word| lower.contains(word));
    let run = bytes.windows(5).any(|w| w.iter().all(|b| *b == w[0]));
    let mut different: Vec<u8> = bytes.to_vec();
    different.sort_unstable();
    different.dedup();
    let mixed = bytes.iter().any(u8::is_ascii_digit) && bytes.iter().any(u8::is_ascii_alphabetic);
    different.len() >= 10 && mixed && (text.len() >= LONG || !(worded || run))
}

#[cfg(test)]
mod tests {
    use super::what;

    #[test]
    fn forms_of_credentials_are_seen_and_stand_ins_are_not() {
        // Put together here, so that nobody who scans this file for credentials finds any.
        let drawn = "R7kQ2vX9mLp4TzW8sYc1NbH6JdF3aUe5Gi0o";
        let real = [
            (format!("AKIA{}", "R7KQ2VX9MLP4TZW8"), "an AWS access key"),
            (format!("ghp_{}{}", "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ", "0mLq17"), "a GitHub token"),
            (format!("Bearer xoxb-{drawn}"), "a Slack token"),
            (format!("sk_live_{drawn}"), "a Stripe key"),
            (format!("eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJodHRwczovL2EifQ.{drawn}{drawn}"), "a signed JSON Web Token"),
            (format!("-----BEGIN PRIVATE KEY-----\n{drawn}{drawn}\n-----END PRIVATE KEY-----"), "a private key"),
        ];
        for (text, expected) in real {
            assert_eq!(what(&text), Some(expected), "{text}");
        }
        let stand_ins = [
            "AKIAIOSFODNN7EXAMPLE".to_owned(),
            format!("ghp_{}", "x".repeat(36)),
            format!("sk_live_{}", "1234567890abcdefghijkl"),
            format!("ghp_{drawn}"),
            format!("sk_test_{drawn}"),
            "xoxb-your-token-goes-here-1".to_owned(),
            "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----".to_owned(),
            drawn.to_owned(),
        ];
        for text in stand_ins {
            assert_eq!(what(&text), None, "{text}");
        }
    }
}
